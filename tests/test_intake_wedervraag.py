"""A question back at the list and at every step of sharing: answered, and nothing else happens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.praat import TEAMS, Gesprek
from tests.test_intake_gesprek import regel_knop, tot_samenvatting, tot_wat_nodig

#: What is asked, what the NLU makes of it, and the text that answers.
VRAGEN = [
    ("wie ziet dit?", "anoniem", "utter_vraagt_wie"),
    ("ok maar wie leest dat dan allemaal", "anoniem", "utter_vraagt_wie"),
    ("krijgt mijn familie dit te zien?", "anoniem", "utter_vraagt_wie"),
    ("weet mijn man dit dan ook?", "anoniem", "utter_vraagt_wie"),
    ("mag mijn baas dit weten?", "anoniem", "utter_vraagt_wie"),
    ("waar gaat dit heen?", "vervolg", "utter_vraagt_wie"),
    ("wat is een code?", "buiten_bereik", "utter_vraagt_code"),
    ("waarvoor is die code", "behoefte", "utter_vraagt_code"),
    ("kan ik dit later veranderen?", "vervolg", "utter_vraagt_later"),
    ("kan ik dit later nog veranderen", "vervolg", "utter_vraagt_later"),
    ("kan ik het terugnemen", "wissen", "utter_vraagt_later"),
    ("kan ik later nog iets delen", "behoefte", "utter_vraagt_later"),
    ("en als ik nee zeg?", "vervolg", "utter_vraagt_nee"),
    ("wat als ik niets deel", "behoefte", "utter_vraagt_nee"),
    ("moet ik alles delen", "behoefte", "utter_vraagt_nee"),
    ("is het verplicht?", "politie_vraag", "utter_vraagt_nee"),
]


def tot_toestemming() -> Gesprek:
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    return gesprek


def tot_bevestig() -> Gesprek:
    gesprek = tot_toestemming()
    gesprek.drukt("Deel alles")
    return gesprek


def tot_teams() -> Gesprek:
    gesprek = tot_samenvatting(teams=TEAMS)
    gesprek.drukt("Zo klopt het")
    return gesprek


def tot_verander() -> Gesprek:
    gesprek = tot_samenvatting()
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", "wens.onderdak"))
    return gesprek


def tot_gevaar_delen() -> Gesprek:
    gesprek = tot_wat_nodig()
    gesprek.zegt("hij slaat me", "acuut_gevaar")
    gesprek.drukt("Ja, met een mens")
    return gesprek


def tot_jong_delen() -> Gesprek:
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik ben 15", "minderjarig")
    gesprek.drukt("Ja, met een mens")
    return gesprek


STAPPEN: dict[str, Callable[[], Gesprek]] = {
    "samenvatting": tot_samenvatting,
    "toestemming": tot_toestemming,
    "bevestig": tot_bevestig,
    "teams": tot_teams,
    "verander": tot_verander,
    "gevaar_delen": tot_gevaar_delen,
    "jong_delen": tot_jong_delen,
}


@pytest.mark.parametrize("stap", list(STAPPEN))
@pytest.mark.parametrize(("vraag", "intent", "antwoord"), VRAGEN)
def test_a_question_is_answered_and_the_same_question_asked_again(
    stap: str, vraag: str, intent: str, antwoord: str
) -> None:
    """At the list and at each step of sharing a question changes nothing and is answered."""
    gesprek = STAPPEN[stap]()
    voor, gevraagd = gesprek.intake, gesprek.beurt.responses[-1]
    beurt = gesprek.zegt(vraag, intent)
    assert beurt.responses[0] == antwoord
    assert gesprek.stap.partition(":")[0] == stap
    assert beurt.responses[-1].removesuffix("_boven")[-6:] == gevraagd[-6:]
    assert beurt.overdracht is None
    for deel in ("velden", "gehoord", "eigen_tekst", "gevaar", "deel", "geschrapt", "gedaan"):
        assert getattr(gesprek.intake, deel) == getattr(voor, deel)


@pytest.mark.parametrize("vraag", ["ja?", "ja dit delen?", "ok?", "deel dit?", "Ja, deel dit?"])
def test_a_yes_with_a_question_mark_is_no_yes(vraag: str) -> None:
    """Nothing leaves on a yes that asks."""
    gesprek = tot_bevestig()
    beurt = gesprek.zegt(vraag, "ja")
    assert beurt.overdracht is None
    assert beurt.responses == ["utter_uitleg_bevestig", "utter_vraag_bevestig"]


@pytest.mark.parametrize("vraag", ["Deel alles?", "alles?", "Deel wat ik koos?"])
def test_the_words_of_a_button_with_a_question_mark_press_nothing(vraag: str) -> None:
    """Who asks what a button does has not pressed it."""
    gesprek = tot_toestemming()
    gesprek.zegt(vraag, "nlu_fallback")
    assert gesprek.stap == "toestemming"
    assert gesprek.intake.deel == {}


def test_a_question_that_nobody_foresaw_gets_the_explanation_of_the_step() -> None:
    """What is not known is not kept as words for the hulpverlener either."""
    gesprek = tot_samenvatting()
    beurt = gesprek.zegt("hoe moet dat nou met die dingen?", "nlu_fallback")
    assert beurt.responses[0] == "utter_uitleg_samenvatting"
    assert gesprek.intake.eigen_tekst == ()


def test_the_name_of_a_team_can_be_asked_about() -> None:
    """ "Wat is Noord?" is no choice of that team."""
    gesprek = tot_teams()
    beurt = gesprek.zegt("wat is team noord?", "buiten_bereik")
    assert beurt.responses[0] == "utter_uitleg_teams"
    assert gesprek.intake.veld("teams_niet").waarde is None


def test_what_is_told_at_the_list_is_still_taken_in() -> None:
    """A need with a question behind it is heard, and so are words that begin like a question."""
    gesprek = tot_samenvatting()
    gesprek.zegt("ik wil ook een dokter, kan dat?", "behoefte", [("medisch", "een dokter")])
    assert gesprek.stap == "gehoord"
    gesprek = tot_samenvatting()
    gesprek.zegt("wat ik ook wil is dat hij stopt", "nlu_fallback")
    assert gesprek.intake.eigen_tekst == ("wat ik ook wil is dat hij stopt",)


@pytest.mark.parametrize("woord", ["hulpverlener", "stoppen", "wissen"])
def test_a_way_out_works_with_a_question_mark_too(woord: str) -> None:
    """A question never stands before the door."""
    gesprek = tot_samenvatting()
    gesprek.zegt(f"{woord}?", woord)
    assert gesprek.stap in ("hulpverlener", "gestopt", "wissen")


def test_danger_in_a_question_is_danger() -> None:
    """Before everything else."""
    gesprek = tot_bevestig()
    assert "112" in gesprek.zegt("wie ziet dit? hij staat voor de deur", "acuut_gevaar").tekst
