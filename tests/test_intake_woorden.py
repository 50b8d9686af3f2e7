"""What somebody typed is never lost, never turned round, and never put into their mouth."""

from __future__ import annotations

import pytest

from bot.intake.samenvatting import samenvatting
from bot.intake.veld import EIGEN, KNOP, Veld
from tests.praat import Gesprek
from tests.test_intake_gesprek import (
    BED,
    LOON,
    VERHAAL,
    regel_knop,
    tot_omgaan,
    tot_samenvatting,
    tot_wat_nodig,
)

PIJN = ("medisch", "tandpijn")


def tot(stap: str) -> Gesprek:
    """Return a talk at this question about how to treat somebody."""
    gesprek = tot_omgaan()
    while gesprek.stap != stap:
        gesprek.altijd("overslaan")
    return gesprek


def bij_urgentie() -> Gesprek:
    """Return a talk at the question when a place is needed."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    return gesprek


# -- the way back --------------------------------------------------------------------------------


def test_going_back_from_the_needs_undoes_only_the_yes() -> None:
    """What was typed at "klopt dat" is still in the list that comes back."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik heb geen plek om te slapen", "behoefte", [BED])
    gesprek.zegt("ik heb ook erge tandpijn", "behoefte", [PIJN])
    gesprek.drukt("Ja, klopt")
    beurt = gesprek.zegt("oeps ik bedoelde net iets anders", "terug")
    assert gesprek.stap == "gehoord"
    assert "tandpijn" in beurt.tekst
    assert gesprek.intake.wensen == ()


def test_words_that_are_undone_stay_as_own_words() -> None:
    """However far somebody goes back, what they typed stands in the summary."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik ben bang dat hij haar slaat", "behoefte", [("veiligheid", "bang dat hij")])
    gesprek.drukt("Ja, klopt")
    for _ in range(6):
        gesprek.altijd("terug")
    assert gesprek.stap == "meekijken"
    assert gesprek.intake.eigen_tekst == ("ik ben bang dat hij haar slaat",)


def test_an_answer_in_own_words_is_not_lost_by_going_back() -> None:
    """The typed answer stays; the question is open again."""
    gesprek = tot("wie_niet")
    gesprek.zegt("mijn tante in Breda", "nlu_fallback")
    gesprek.altijd("terug")
    assert gesprek.stap == "wie_niet"
    assert gesprek.intake.veld("wie_niet").waarde is None
    assert gesprek.intake.eigen_tekst == ("mijn tante in Breda",)


def test_a_choice_that_is_undone_leaves_no_words() -> None:
    """A pressed button was nobody's own words."""
    gesprek = bij_urgentie()
    gesprek.drukt("Nu")
    gesprek.altijd("terug")
    assert gesprek.intake.eigen_tekst == ()


def test_what_was_struck_before_the_yes_stays_struck() -> None:
    """Going back over the yes brings the list without the struck line."""
    gesprek = tot_wat_nodig()
    gesprek.zegt(VERHAAL, "behoefte", [BED, LOON])
    gesprek.drukt("Niet: Geld en werk")
    gesprek.drukt("Ja, klopt")
    for _ in range(2):
        gesprek.altijd("terug")
        assert "geld_werk" not in [g.label for g in gesprek.intake.gehoord]
        assert "baas betaalt" not in str(gesprek.slots)


@pytest.mark.parametrize("regel", ["wens.geld_werk", "veilig.nu"])
def test_what_was_struck_from_the_summary_stays_struck(regel: str) -> None:
    """No number of steps back brings a struck line again."""
    gesprek = tot_samenvatting()
    gesprek.drukt_op(regel_knop(gesprek, "Weghalen", regel))
    for _ in range(3):
        gesprek.altijd("terug")
        assert gesprek.intake.veld(regel).waarde is None
        assert "baas betaalt" not in str(gesprek.intake.gehoord) or regel == "veilig.nu"


def test_a_line_that_was_changed_and_then_struck_stays_struck() -> None:
    """The words that stood there before the change do not come back either."""
    gesprek = tot_samenvatting()
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", "wens.geld_werk"))
    gesprek.zegt("mijn loon van maart", "behoefte")
    gesprek.drukt_op(regel_knop(gesprek, "Weghalen", "wens.geld_werk"))
    for _ in range(3):
        gesprek.altijd("terug")
        assert "geld_werk" not in gesprek.intake.wensen
        assert "baas betaalt" not in str(gesprek.slots)


# -- a correction in free words ------------------------------------------------------------------


def test_a_correction_changes_the_answer_before() -> None:
    """ "Toch een man" one question later is about the man, in the person's own words."""
    gesprek = tot("man_vrouw")
    gesprek.drukt("Een vrouw")
    beurt = gesprek.zegt("nou nee eigelijk toch een man mag ook", "nee", zeker=0.75)
    assert beurt.responses == ["utter_veranderd", "utter_vraag_tempo"]
    woorden = "nou nee eigelijk toch een man mag ook"
    assert gesprek.intake.veld("hoe.hulpverlener") == Veld(woorden, EIGEN)
    assert gesprek.intake.veld("hoe.tempo").waarde is None


def test_a_clear_correction_is_the_other_choice() -> None:
    """ "Oeps, toch een man" says which."""
    gesprek = tot("man_vrouw")
    gesprek.drukt("Een vrouw")
    gesprek.zegt("oeps toch een man", "behoefte")
    assert gesprek.intake.veld("hoe.hulpverlener") == Veld("man", EIGEN)


def test_another_need_with_toch_in_it_corrects_nothing() -> None:
    """ "Toch", the word of a choice and a need of its own: the need is heard, the answer stays."""
    gesprek = tot("man_vrouw")
    gesprek.drukt("Een vrouw")
    woorden = "toch wil ik een advocaat, een man of niet"
    gesprek.zegt(woorden, "behoefte", [("juridisch", "een advocaat")])
    assert gesprek.intake.veld("hoe.hulpverlener").waarde == "vrouw"
    assert gesprek.stap == "gehoord"


def test_an_answer_with_toch_in_it_is_still_an_answer() -> None:
    """Where nothing of the question before is named, it is about the question of now."""
    gesprek = tot("man_vrouw")
    gesprek.drukt("Een vrouw")
    gesprek.zegt("toch liever rustig", "nlu_fallback")
    assert gesprek.intake.veld("hoe.tempo") == Veld("toch liever rustig", EIGEN)


# -- choices that were typed ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "tekst",
    ["een man mag ook", "als het maar geen man is", "man of vrouw", "een vrouw hoeft niet"],
)
def test_what_is_no_clear_choice_stays_in_own_words(tekst: str) -> None:
    """Nothing is turned into a choice, least of all into its reverse."""
    gesprek = tot("man_vrouw")
    gesprek.zegt(tekst, "behoefte")
    assert gesprek.intake.veld("hoe.hulpverlener") == Veld(tekst, EIGEN)


@pytest.mark.parametrize(
    ("tekst", "waarde"),
    [("liefst een vrouw", "vrouw"), ("een vrouw, geen man", "vrouw"), ("egaal", "maakt_niet_uit")],
)
def test_a_clear_choice_is_taken(tekst: str, waarde: str) -> None:
    """Who says which is understood, with a no to the other beside it too."""
    gesprek = tot("man_vrouw")
    gesprek.zegt(tekst, "behoefte")
    assert gesprek.intake.veld("hoe.hulpverlener") == Veld(waarde, EIGEN)


def test_a_changed_line_follows_the_same_rule() -> None:
    """At the summary "een man mag ook" is told in own words, not as wanting a man."""
    gesprek = tot("man_vrouw")
    gesprek.drukt("Een vrouw")
    gesprek.altijd("overslaan")
    gesprek.drukt("Genoeg gevraagd")
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", "hoe.hulpverlener"))
    gesprek.zegt("een man mag ook", "behoefte")
    regels = {r["id"]: r for r in gesprek.beurt.panelen[0]["regels"]}
    assert regels["hoe.hulpverlener"]["tekst"] == "een man mag ook"
    assert regels["hoe.hulpverlener"]["bron"] == "jouw woorden"


def test_what_was_said_beside_a_choice_is_kept() -> None:
    """The choice counts and the sentence stands in the summary, whole."""
    gesprek = bij_urgentie()
    gesprek.zegt("nu meteen, ik kan daar nie langer wachte", "behoefte")
    assert gesprek.intake.veld("wens.onderdak.urgentie").waarde == "nu"
    assert "nu meteen, ik kan daar nie langer wachte" in gesprek.intake.eigen_tekst


@pytest.mark.parametrize("tekst", ["vanavond nog", "deze week graag"])
def test_a_bare_choice_leaves_no_words_behind(tekst: str) -> None:
    """Words that only choose are not repeated as a line."""
    gesprek = bij_urgentie()
    gesprek.zegt(tekst, "behoefte")
    assert gesprek.intake.eigen_tekst == ()


def test_not_now_is_not_now() -> None:
    """A denied choice is none."""
    gesprek = bij_urgentie()
    gesprek.zegt("niet nu, later", "behoefte")
    assert gesprek.intake.veld("wens.onderdak.urgentie").waarde == "later"


@pytest.mark.parametrize("tekst", ["ik ben hier al 3 jaar", "mijn kind is 12"])
def test_another_number_is_no_age(tekst: str) -> None:
    """Years that are not the person's own never make them a child."""
    gesprek = tot("leeftijd")
    gesprek.zegt(tekst, "nlu_fallback")
    assert gesprek.intake.veld("leeftijdsgroep").waarde is None


def test_a_button_is_never_told_as_own_words() -> None:
    """Beside a typed line, what was pressed keeps its own source in the summary."""
    gesprek = tot_omgaan()
    gesprek.zegt("geen mensen uit mijn dorp", "nlu_fallback")
    gesprek.drukt("Politie")
    regels = ["liever_niet", "liever_niet.woorden"]
    inhoud = samenvatting(gesprek.intake, regels, ["Team"], "2026-11-25")
    assert inhoud["liever_niet"] == {"waarde": ["Politie"], "bron": KNOP}
    assert inhoud["liever_niet_woorden"] == {"waarde": ["geen mensen uit mijn dorp"], "bron": EIGEN}


# -- needs that were only guessed ----------------------------------------------------------------


def test_a_guess_is_asked_and_not_said_back() -> None:
    """One need of which the understanding is not sure becomes a gentle question."""
    gesprek = tot_wat_nodig()
    beurt = gesprek._stuur(
        "behoefte",
        "weet nie waar ik moet beginne",
        [{"entity": "behoefte", "value": "toekomst", "start": 0, "end": 29,
          "confidence_entity": 0.71}],
    )  # fmt: skip
    assert beurt.responses == ["utter_vraag_gehoord_gok"]
    assert "je denkt aan later" not in beurt.tekst
    gesprek.drukt("Nee, iets anders")
    assert gesprek.intake.wensen == ()
    assert gesprek.intake.eigen_tekst == ("weet nie waar ik moet beginne",)
