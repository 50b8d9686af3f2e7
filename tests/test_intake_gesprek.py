"""The talk from the first word to the end, through the real rules, actions and texts."""

from __future__ import annotations

import pytest

from bot.intake.behoeften import catalogus
from bot.intake.invoer import Gehoord
from bot.intake.regels import regels
from bot.intake.stappen import huidige
from bot.intake.veld import EIGEN, KNOP, Veld
from tests.praat import TEAMS, Gesprek

BED = ("onderdak", "geen plek om te slapen")
LOON = ("geld_werk", "baas betaalt niet")
VERHAAL = "Ik heb geen plek om te slapen en mijn baas betaalt niet"


def tot_wat_nodig(**opties: object) -> Gesprek:
    """Return a talk at the question what somebody needs."""
    gesprek = Gesprek(**opties)  # type: ignore[arg-type]
    for titel in ("Nee", "Ja", "Nee, nergens"):
        gesprek.drukt(titel)
    assert gesprek.stap == "wat_nodig"
    return gesprek


def tot_gehoord() -> Gesprek:
    """Return a talk in which two needs were heard."""
    gesprek = tot_wat_nodig()
    gesprek.zegt(VERHAAL, "behoefte", [BED, LOON])
    assert gesprek.stap == "gehoord"
    return gesprek


def tot_samenvatting(**opties: object) -> Gesprek:
    """Return a talk at its summary, with two needs in it."""
    gesprek = tot_wat_nodig(**opties)
    gesprek.zegt(VERHAAL, "behoefte", [BED, LOON])
    for titel in ("Ja, klopt", "Nee, dit is het", "Maakt niet uit", "Genoeg gevraagd"):
        gesprek.drukt(titel)
    assert gesprek.stap == "samenvatting"
    return gesprek


def regel_knop(gesprek: Gesprek, wat: str, regel: str) -> dict[str, str]:
    """Return the button *wat* beside the line *regel*."""
    regels = gesprek.beurt.panelen[0]["regels"]
    knoppen = next(r for r in regels if r["id"] == regel)["knoppen"]
    return next(k for k in knoppen if k["title"] == wat)


# -- safety --------------------------------------------------------------------------------------


def test_it_says_that_it_is_a_computer_and_asks_about_safety_first() -> None:
    """The first words say what it is and cannot do; the first question is who looks along."""
    beurt = Gesprek().beurt
    assert "chatbot, een computer" in beurt.tekst
    assert "Ik kan geen hulp sturen" in beurt.tekst
    assert beurt.teksten[-1] == "Kijkt er nu iemand mee op je telefoon?"


def test_a_begin_in_the_middle_starts_nothing_again() -> None:
    """The talk begins once, whatever comes in."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    assert gesprek._stuur("begin", via="knop").responses == ["utter_vraag_veilig_nu"]


def test_somebody_looking_along_makes_the_talk_silent() -> None:
    """The exit is named first, the questions get short, and yes or no is enough."""
    gesprek = Gesprek()
    beurt = gesprek.drukt("Ja")
    assert beurt.doe == [{"doe": "stil", "aan": True}]
    assert beurt.teksten[0].startswith("“Weg van deze pagina”")
    assert beurt.teksten[-1] == "Nu veilig?"
    assert beurt.titels() == ["Ja", "Nee"]


def test_silent_ends_when_the_answer_is_put_right() -> None:
    """Going back to the first question and answering no brings the long questions back."""
    gesprek = Gesprek()
    gesprek.drukt("Ja")
    gesprek.altijd("terug")
    beurt = gesprek.drukt("Nee")
    assert beurt.doe == [{"doe": "stil", "aan": False}]
    assert beurt.responses[-1] == "utter_vraag_veilig_nu"


def test_nobody_reads_along_while_somebody_looks() -> None:
    """In the silent mode every question is a few plain words with a yes and a no, no pictures.

    Nothing that was said is shown before a yes to the list.
    """
    gesprek = Gesprek()
    gesprek.drukt("Ja")
    gezien = []
    while gesprek.stap != "samenvatting":
        beurt = gesprek.beurt if not gezien else gesprek.drukt("Ja")
        if gesprek.stap == "samenvatting":
            break
        gezien.append(gesprek.stap)
        assert [titel.partition(",")[0] for titel in beurt.titels()] == ["Ja", "Nee"]
        assert not any("icoon" in knop for knop in beurt.knoppen)
        assert len(beurt.teksten[-1].split()) <= 5
        assert not beurt.panelen
    assert gezien[0] == "veilig_nu"
    assert gezien[-1] == "stil_lijst"
    assert gesprek.intake.wensen == ("onderdak", "basis", "medisch", "geld_werk", "sociaal")


def test_typed_words_are_kept_in_silence() -> None:
    """A typed need is written down and not said back; danger is answered all the same."""
    gesprek = Gesprek()
    gesprek.drukt("Ja")
    gesprek.drukt("Ja")
    beurt = gesprek.zegt("ik ben bang voor hem", "behoefte", [("veiligheid", "bang voor hem")])
    assert beurt.teksten == ["Dat staat er nu bij.", "Een bed?"]
    assert "112" in gesprek.zegt("hij slaat", "acuut_gevaar").tekst
    gesprek.drukt("Verder met het gesprek")
    while gesprek.stap != "stil_lijst":
        gesprek.drukt("Nee")
    gesprek.drukt("Ja")
    assert gesprek.stap == "gehoord"
    assert "ik ben bang voor hem" in gesprek.beurt.tekst


def test_a_no_to_the_list_waits_and_asks_again() -> None:
    """Whoever cannot read it now can stop, and is asked again before anything is shown."""
    gesprek = Gesprek()
    gesprek.drukt("Ja")
    while gesprek.stap != "stil_lijst":
        gesprek.drukt("Ja" if gesprek.stap == "veilig_nu" else "Nee")
    gesprek.drukt("Nee, later")
    assert gesprek.stap == "gestopt"
    gesprek.drukt("Verder praten")
    assert gesprek.stap == "stil_lijst"


def test_the_three_places_are_never_one() -> None:
    """Safe at home says nothing about the street (seed statement A8)."""
    gesprek = Gesprek()
    for titel in ("Nee", "Ja", "Buiten", "Klaar"):
        gesprek.drukt(titel)
    assert gesprek.intake.veld("veilig.buiten") == Veld("nee", KNOP)
    assert gesprek.intake.veld("veilig.binnen").bron == "niet_gevraagd"
    assert gesprek.intake.veld("veilig.telefoon").bron == "niet_gevraagd"


def test_places_can_be_typed_together() -> None:
    """Two places in one typed answer are two answers."""
    gesprek = Gesprek()
    for titel in ("Nee", "Ja"):
        gesprek.drukt(titel)
    gesprek.zegt("thuis en op mijn telefoon", "behoefte")
    gesprek.drukt("Klaar")
    waarden = [gesprek.intake.veld(f"veilig.{p}").waarde for p in ("binnen", "buiten", "telefoon")]
    assert waarden == ["nee", None, "nee"]


def test_a_bare_nergens_is_not_guessed() -> None:
    """Nowhere unsafe or nowhere safe: the person says which."""
    gesprek = Gesprek()
    for titel in ("Nee", "Ja"):
        gesprek.drukt(titel)
    gesprek.zegt("nergens")
    assert gesprek.stap == "onveilig_waar"
    assert gesprek.intake.veld("veilig.binnen").waarde is None


def test_a_question_with_several_answers_says_what_was_chosen() -> None:
    """Each round names every place and every person that stands already, and nothing else."""
    gesprek = Gesprek()
    for titel in ("Nee", "Ja", "Buiten"):
        gesprek.drukt(titel)
    assert gesprek.beurt.teksten[-1] == "Je koos: buiten. Is er nog een plek?"
    gesprek.drukt("Op mijn telefoon")
    assert gesprek.beurt.teksten[-1] == "Je koos: buiten, op je telefoon. Is er nog een plek?"


def test_danger_is_asked_only_where_it_is_not_safe() -> None:
    """Whoever is safe is not asked about danger."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    gesprek.drukt("Ja")
    assert gesprek.stap == "onveilig_waar"


@pytest.mark.parametrize("titel", ["Nee", "Weet ik niet"])
def test_who_is_not_surely_safe_is_asked_about_danger(titel: str) -> None:
    """No and not knowing both lead to the question."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    gesprek.drukt(titel)
    assert gesprek.stap == "gevaar_nu"


def test_not_knowing_whether_there_is_danger_stands_in_the_list() -> None:
    """ "Weet ik niet" is kept as that: a line of its own, and never a no."""
    gesprek = Gesprek()
    for titel in ("Nee", "Nee", "Weet ik niet"):
        gesprek.drukt(titel)
    assert "bel dan 112" in gesprek.beurt.tekst
    assert gesprek.stap == "onveilig_waar"
    (regel,) = [r for r in regels(gesprek.intake) if r.id == "gevaar_nu"]
    assert (regel.kop, regel.tekst) == ("Gevaar nu", "Je weet niet of er nu gevaar is.")


def test_a_wrong_yes_to_danger_can_be_taken_back() -> None:
    """Going back takes the danger out again."""
    gesprek = Gesprek()
    for titel in ("Nee", "Nee", "Ja"):
        gesprek.drukt(titel)
    assert gesprek.intake.gevaar
    gesprek.altijd("terug")
    gesprek.altijd("terug")
    assert gesprek.stap == "gevaar_nu"
    assert gesprek.intake.gevaar == ()


# -- needs ---------------------------------------------------------------------------------------


def test_what_was_heard_is_said_back_in_the_persons_words() -> None:
    """Every need of a message is named with the words that said it, and none counts yet."""
    gesprek = tot_gehoord()
    assert "“Ik heb geen plek om te slapen”" in gesprek.beurt.tekst
    assert "“mijn baas betaalt niet”" in gesprek.beurt.tekst
    assert gesprek.intake.wensen == ()


def test_one_of_what_was_heard_can_be_struck() -> None:
    """ "Niet: X" takes out X and leaves the rest to be confirmed."""
    gesprek = tot_gehoord()
    gesprek.drukt("Niet: Geld en werk")
    gesprek.drukt("Ja, klopt")
    assert gesprek.intake.wensen == ("onderdak",)


def test_a_typed_no_with_the_need_strikes_only_that() -> None:
    """ "Nee, geen geld" corrects one need."""
    gesprek = tot_gehoord()
    gesprek.zegt("nee, niet dat geld", "nee", [("geld_werk", "geld")])
    assert [g.label for g in gesprek.intake.gehoord] == ["onderdak"]


def test_a_wrong_guess_is_dropped_and_the_words_are_kept() -> None:
    """After "ik bedoel iets anders" nothing counts, and what was said stays as it was."""
    gesprek = tot_gehoord()
    gesprek.drukt("Nee, ik bedoel iets anders")
    assert gesprek.stap == "nog_iets"
    assert gesprek.intake.gehoord == ()
    assert "mijn baas betaalt niet" in gesprek.intake.eigen_tekst
    gesprek.zegt("iets met mijn huis", "behoefte", [("onderdak", "mijn huis")])
    gesprek.drukt("Nee, ik bedoel iets anders")
    assert gesprek.stap == "menu"


def test_not_knowing_counts_nothing() -> None:
    """Only a yes makes a need count."""
    gesprek = tot_gehoord()
    gesprek.zegt("weet ik niet", "weet_niet")
    assert gesprek.intake.wensen == ()
    assert gesprek.stap == "meer"


def test_a_need_in_an_interruption_is_not_lost() -> None:
    """A question about the police with a need in it gets both an answer and the need."""
    gesprek = tot_wat_nodig()
    tekst = "zeg je dit de politie? ik wil een dokter"
    gesprek.zegt(tekst, "politie_vraag", [("medisch", "dokter")])
    assert "Ik vertel niets aan de politie" in gesprek.beurt.tekst
    assert gesprek.stap == "gehoord"
    assert gesprek.intake.gehoord == (Gehoord("medisch", "ik wil een dokter"),)


def test_a_need_said_too_early_waits_for_its_turn() -> None:
    """What was said before the question is not asked again: it is confirmed instead."""
    gesprek = Gesprek()
    beurt = gesprek.zegt(VERHAAL, "behoefte", [BED])
    assert beurt.responses == ["utter_gehoord_straks", "utter_vraag_meekijken"]
    for titel in ("Nee", "Ja", "Nee, nergens"):
        gesprek.drukt(titel)
    assert gesprek.stap == "gehoord"
    gesprek.drukt("Ja, klopt")
    assert gesprek.stap == "meer"


def test_words_without_a_need_are_kept_and_met_with_pictures() -> None:
    """What the bot does not understand stands verbatim in the summary."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt("het is gewoon een lang verhaal")
    assert "utter_woorden_bewaard" in beurt.responses
    assert gesprek.stap == "menu"
    assert gesprek.intake.eigen_tekst == ("het is gewoon een lang verhaal",)


def test_the_menu_has_every_need_but_aangifte_and_each_has_a_picture() -> None:
    """Whoever reads little can choose by picture; aangifte is never offered unasked."""
    gesprek = tot_wat_nodig()
    gesprek.drukt("Laat plaatjes zien")
    iconen = [k["icoon"] for k in gesprek.beurt.knoppen if "icoon" in k]
    assert iconen == [b for b in catalogus() if b != "aangifte"] + ["iets_anders"]


def test_a_picture_is_a_choice_and_needs_no_confirming() -> None:
    """What somebody picks themselves counts, and says that it came by a button."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Mijn kinderen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    assert gesprek.intake.veld("wens.kinderen") == Veld(None, KNOP)


def test_a_picture_chosen_by_mistake_can_be_taken_back() -> None:
    """Going back in the menu undoes the last choice."""
    gesprek = tot_wat_nodig()
    gesprek.drukt("Laat plaatjes zien")
    gesprek.drukt("Mijn kinderen")
    gesprek.altijd("terug")
    assert gesprek.intake.wensen == ()


def test_at_most_three_needs_come_first() -> None:
    """After three the order is made."""
    gesprek = tot_wat_nodig()
    gesprek.drukt("Laat plaatjes zien")
    for titel in ("Veilig zijn", "Mijn kinderen", "Taal en een tolk", "Geld en werk"):
        gesprek.drukt(titel)
    gesprek.drukt("Klaar met kiezen")
    for titel in ("Geld en werk", "Veilig zijn", "Mijn kinderen"):
        gesprek.drukt(titel)
    assert gesprek.intake.rang == ("geld_werk", "veiligheid", "kinderen")
    assert gesprek.stap == "wens.geld_werk.wat"


def test_every_need_gets_its_own_gentle_questions_and_no_more() -> None:
    """At most two questions a need, each can be skipped, each fills its own field (A27)."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen", "Nu"):
        gesprek.drukt(titel)
    gesprek.zegt("met een slot op de deur", "behoefte", [("veiligheid", "slot")])
    assert gesprek.intake.veld("wens.onderdak.urgentie") == Veld("nu", KNOP)
    assert gesprek.intake.veld("wens.onderdak.meer") == Veld("met een slot op de deur", EIGEN)
    assert gesprek.stap == "hoe"


@pytest.mark.parametrize(
    ("tekst", "waarde"),
    [("vanavond nog", "nu"), ("ergens deze week", "deze_week"), ("geen haast", "later")],
)
def test_a_button_has_a_typed_equivalent(tekst: str, waarde: str) -> None:
    """Whoever types instead of pressing is understood."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.zegt(tekst)
    assert gesprek.intake.veld("wens.onderdak.urgentie") == Veld(waarde, EIGEN)


# -- how to treat somebody -----------------------------------------------------------------------


def tot_omgaan() -> Gesprek:
    """Return a talk at the questions about how to treat somebody."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.altijd("overslaan")
    gesprek.altijd("overslaan")
    gesprek.drukt("Ja")
    assert gesprek.stap == "liever_niet"
    return gesprek


def test_own_words_are_kept_even_where_they_look_like_something_else() -> None:
    """An answer in own words is an answer, whatever act the NLU saw in it."""
    gesprek = tot_omgaan()
    gesprek.drukt("Niets")
    gesprek.zegt("mijn zus", "zorg_om_ander")
    assert gesprek.intake.veld("wie_niet") == Veld("mijn zus", EIGEN)
    gesprek.zegt("Arabisch", "andere_taal")
    assert gesprek.intake.veld("hoe.taal") == Veld("Arabisch", EIGEN)
    assert gesprek.stap == "tolk"


def test_a_question_stays_a_question_where_own_words_are_asked() -> None:
    """A question mark makes it an interruption; the question then comes again."""
    gesprek = tot_omgaan()
    gesprek.drukt("Niets")
    beurt = gesprek.zegt("wat kost dit?", "kosten")
    assert beurt.responses == ["utter_kosten", "utter_vraag_wie_niet"]


def test_what_somebody_rather_not_wants_can_be_tapped_and_typed() -> None:
    """What was tapped is told as a button and what was typed as own words, never mixed."""
    gesprek = tot_omgaan()
    gesprek.drukt("Politie")
    beurt = gesprek.zegt("een plek met alleen mannen")
    assert "Je koos: Politie, “een plek met alleen mannen”." in beurt.tekst
    gesprek.drukt("Klaar")
    veld = gesprek.intake.veld("liever_niet")
    assert veld == Veld(("Politie",), KNOP)
    woorden = gesprek.intake.veld("liever_niet.woorden")
    assert woorden == Veld(("een plek met alleen mannen",), EIGEN)


def test_what_was_not_chosen_here_is_not_said_back_as_a_choice() -> None:
    """ "Geen politie" of before is kept, and the question comes in its first form."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("met de politie praten? nee", "geen_politie")
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.altijd("overslaan")
    gesprek.altijd("overslaan")
    assert gesprek.drukt("Ja").responses == ["utter_vraag_liever_niet"]
    beurt = gesprek.drukt("Een man")
    # In quotes: the question in it is theirs, and not one of ours.
    assert "Je koos: Een man, “met de politie praten? nee”." in beurt.tekst
    gesprek.drukt("Klaar")
    assert gesprek.intake.veld("liever_niet.woorden").waarde == ("met de politie praten? nee",)


def test_words_at_the_gate_are_kept() -> None:
    """Whoever says at once how they want to be treated is not asked to repeat it."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.drukt("Genoeg gevraagd")
    assert gesprek.stap == "samenvatting"
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.altijd("overslaan")
    gesprek.altijd("overslaan")
    gesprek.zegt("praat zacht met mij", "behoefte")
    assert gesprek.intake.veld("hoe.anders") == Veld("praat zacht met mij", EIGEN)


@pytest.mark.parametrize(("tekst", "groep"), [("ik ben 17", "<18"), ("20", "18+")])
def test_an_age_is_kept_as_a_group_only(tekst: str, groep: str) -> None:
    """A typed age becomes the group it falls in; the number itself is not kept."""
    gesprek = tot_omgaan()
    while gesprek.stap != "leeftijd":
        gesprek.altijd("overslaan")
    gesprek.zegt(tekst, "nlu_fallback")
    assert gesprek.intake.veld("leeftijdsgroep").waarde == groep


# -- the way back, the explanation, skipping -------------------------------------------------------


def test_going_back_really_asks_the_earlier_question_again() -> None:
    """The earlier answer is open again, and the new one takes its place."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    gesprek.drukt("Ja")
    beurt = gesprek.altijd("terug")
    assert beurt.responses == ["utter_terug", "utter_vraag_veilig_nu"]
    gesprek.drukt("Nee")
    assert gesprek.intake.veld("veilig.nu").waarde == "nee"


def test_going_back_at_the_start_says_so() -> None:
    """There is no way back before the first answer."""
    assert Gesprek().altijd("terug").responses[0] == "utter_terug_niets"


def test_skipping_everything_reaches_the_end_without_asking_twice() -> None:
    """Every question can be skipped, none comes back, and the end offers a human."""
    gesprek = Gesprek()
    gezien = []
    while gesprek.stap != "niets_gedeeld":
        gezien.append(gesprek.stap)
        gesprek.altijd("overslaan")
    assert len(gezien) == len(set(gezien))
    assert "Met een mens praten" in gesprek.beurt.titels()


def test_a_skipped_question_is_not_a_no() -> None:
    """Skipping is kept as not wanting to say."""
    gesprek = Gesprek()
    gesprek.altijd("overslaan")
    assert gesprek.intake.veld("veilig.kijkt_mee").naar_dict() == {
        "waarde": None,
        "bron": "wil_niet_zeggen",
    }


# -- not understood --------------------------------------------------------------------------------


def test_two_misunderstandings_bring_a_human_and_pictures() -> None:
    """After the second time the bot takes the blame and offers other ways."""
    gesprek = Gesprek()
    eerste = gesprek.zegt("blauwe fiets")
    assert eerste.responses[0] == "utter_niet_begrepen"
    tweede = gesprek.zegt("nog een fiets")
    assert tweede.responses == ["utter_vraag_vastgelopen"]
    assert {"Met een mens praten", "Laat plaatjes zien"} <= set(tweede.titels())
    assert gesprek.intake.eigen_tekst == ("blauwe fiets", "nog een fiets")
    # The pictures are of needs, and safety comes before those.
    beurt = gesprek.drukt("Laat plaatjes zien")
    assert beurt.responses[0] == "utter_eerst_veilig"
    assert gesprek.stap == "meekijken"


def test_an_answer_after_being_stuck_counts_at_once() -> None:
    """Whoever then answers the question itself goes on."""
    gesprek = Gesprek()
    gesprek.zegt("blauwe fiets")
    gesprek.zegt("nog een fiets")
    gesprek.zegt("nee er kijkt echt niemand mee", "nee")
    assert gesprek.stap == "veilig_nu"


def test_a_bare_yes_to_how_to_go_on_shares_nothing() -> None:
    """ "Ja" to "Hoe wil je verder?" is no yes to the list: that is asked again (invariant 5)."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Deel alles")
    for woorden, intent in (("ja", "ja"), ("ja deel alles", "ja"), ("nee hoor", "nee")):
        gesprek.zegt("hmm")
        gesprek.zegt("hmm")
        assert gesprek.stap == "vastgelopen"
        assert gesprek.zegt(woorden, intent).overdracht is None
        assert gesprek.stap == "bevestig"
    assert gesprek.zegt("ja", "ja").overdracht is not None


def test_distress_never_gets_the_text_of_a_misunderstanding() -> None:
    """Whoever is in distress is met, and after twice offered a human."""
    gesprek = Gesprek()
    assert gesprek.zegt("ik kan niet meer").responses[0] == "utter_zwaar"
    assert gesprek.zegt("ik ben zo bang").responses == ["utter_vraag_mens"]


@pytest.mark.parametrize(
    ("zin", "rouw"),
    [
        ("mijn moeder is vorig jaar dood gegaan", True),
        ("mn broertje is overleden", True),
        ("ik was bijna dood gegaan door mijn man", False),
        ("ik ben bang dat hij haar doodt als mijn zus praat", False),
        ("mijn baas betaalt niet", False),
    ],
)
@pytest.mark.parametrize("intent", ["behoefte", "nlu_fallback"])
def test_grief_gets_a_warm_line(zin: str, rouw: bool, intent: str) -> None:
    """Whoever lost somebody is met in their grief, and their words are kept; a fear is no loss."""
    gesprek = Gesprek()
    beurt = gesprek.zegt(zin, intent)
    assert ("utter_rouw" in beurt.responses) == rouw
    assert zin in gesprek.intake.eigen_tekst


def test_shame_and_violence_never_begin_with_a_judgement() -> None:
    """Who says "ik ben verkracht" reads thanks and no blame, never "dom" first."""
    beurt = Gesprek().zegt("ik ben verkracht", "schaamte")
    assert beurt.tekst.startswith("Dank je dat je het zegt.")
    assert "niet jouw schuld" in beurt.tekst


def test_an_answer_between_two_misunderstandings_starts_the_count_again() -> None:
    """Only two in a row change the course."""
    gesprek = Gesprek()
    gesprek.zegt("blauwe fiets")
    gesprek.zegt("nee", "nee")
    assert gesprek.zegt("rode fiets").responses[0] == "utter_niet_begrepen"


# -- the summary and sharing -----------------------------------------------------------------------


def test_a_line_can_be_struck_and_is_gone() -> None:
    """What is taken out of the summary is taken out of the intake."""
    gesprek = tot_samenvatting()
    gesprek.drukt_op(regel_knop(gesprek, "Weghalen", "wens.geld_werk"))
    assert gesprek.intake.wensen == ("onderdak",)
    assert "wens.geld_werk" not in [r["id"] for r in gesprek.beurt.panelen[0]["regels"]]


def test_a_line_in_own_words_can_be_changed() -> None:
    """New words take the place of the old, verbatim."""
    gesprek = tot_samenvatting()
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", "wens.onderdak"))
    assert "Slapen en wonen" in gesprek.beurt.tekst
    gesprek.zegt("een kamer met een slot", "behoefte", [("onderdak", "een kamer")])
    assert gesprek.stap == "samenvatting"
    assert gesprek.intake.veld("wens.onderdak") == Veld(("een kamer met een slot",), EIGEN)


def test_a_line_with_a_choice_is_changed_by_its_question() -> None:
    """The question is asked once more, and the talk comes back to the summary."""
    gesprek = tot_samenvatting()
    gesprek.drukt_op(regel_knop(gesprek, "Veranderen", "veilig.nu"))
    assert gesprek.beurt.responses == ["utter_vraag_veilig_nu"]
    gesprek.drukt("Weet ik niet")
    assert gesprek.intake.veld("veilig.nu").waarde == "weet_niet"
    gesprek.altijd("overslaan")  # danger is asked now that it is not surely safe
    assert gesprek.stap == "samenvatting"


def test_something_typed_at_the_summary_is_added() -> None:
    """A need is confirmed first; other words are added as they are."""
    gesprek = tot_samenvatting()
    gesprek.zegt("en ik wil een dokter", "behoefte", [("medisch", "dokter")])
    assert gesprek.stap == "gehoord"
    gesprek.drukt("Ja, klopt")
    assert gesprek.stap == "samenvatting"
    gesprek.zegt("zeg het niet tegen mijn tante", "behoefte")
    assert "zeg het niet tegen mijn tante" in gesprek.intake.eigen_tekst


def test_only_ticked_lines_are_shared_and_only_after_a_last_yes() -> None:
    """The team is named, the number of lines too, and nothing goes before the yes."""
    gesprek = tot_samenvatting()
    beurt = gesprek.drukt("Zo klopt het")
    assert "Team Noord" in beurt.tekst
    assert beurt.panelen[0]["delen"] is True
    beurt = gesprek.drukt("Deel wat ik koos", ["wens.onderdak"])
    assert beurt.overdracht is None
    assert "1 regel" in beurt.tekst
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is not None
    assert [w["behoefte"] for w in beurt.overdracht["samenvatting"]["wensen"]] == ["onderdak"]
    assert "baas" not in str(beurt.overdracht)
    assert beurt.responses == []


def test_sharing_chosen_lines_without_a_choice_shares_nothing() -> None:
    """No tick, no sharing: the bot asks again."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    assert gesprek.drukt("Deel wat ik koos").responses[0] == "utter_niets_gekozen"


def test_a_line_that_was_never_shown_cannot_be_shared() -> None:
    """A forged tick is no line."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    beurt = gesprek.drukt("Deel wat ik koos", ["wens.kinderen"])
    assert beurt.responses[0] == "utter_niets_gekozen"


def test_a_no_at_the_last_moment_shares_nothing() -> None:
    """The choice of lines is open again."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Deel alles")
    beurt = gesprek.drukt("Nee, nog niet")
    assert gesprek.stap == "toestemming"
    assert beurt.overdracht is None


def test_a_yes_is_for_the_words_that_were_shown() -> None:
    """What changed after the lines were chosen has to be chosen again."""
    gesprek = tot_samenvatting()
    gesprek.zegt("geen politie", "geen_politie")
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Deel alles")
    gesprek.zegt("en ook niet de wijkagent, geen politie", "geen_politie")
    assert gesprek.stap == "bevestig"
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is None
    assert beurt.responses == ["utter_deel_veranderd", "utter_vraag_toestemming"]


@pytest.mark.parametrize(
    "tekst", ["hij doet dat ja, en hij komt naar mijn huis", "ja maar dit niet"]
)
def test_a_yes_in_the_middle_of_a_sentence_shares_nothing(tekst: str) -> None:
    """Only the button, or words that are nothing but a yes, hand a summary over."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Deel alles")
    assert gesprek.zegt(tekst, "ja").overdracht is None
    assert gesprek.stap == "bevestig"
    assert gesprek.zegt("ja hoor, deel maar", "ja").overdracht is not None


def test_sharing_nothing_is_fine_and_no_dead_end() -> None:
    """Whoever shares nothing gets addresses, a human, the code, and can still change their mind."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    beurt = gesprek.drukt("Deel niets")
    assert beurt.overdracht is None
    assert beurt.panelen[0]["adressen"]
    assert {"Met een mens praten", "Toch iets delen", "Mijn code"} <= set(beurt.titels())
    gesprek.drukt("Toch iets delen")
    assert gesprek.stap == "samenvatting"


def test_an_excluded_team_gets_nothing() -> None:
    """With several teams the person says which may not see it, and that one is left out."""
    gesprek = tot_samenvatting(teams=TEAMS)
    gesprek.drukt("Zo klopt het")
    assert gesprek.stap == "teams"
    gesprek.drukt("Liever niet: Team Zuid")
    gesprek.drukt("Klaar")
    gesprek.drukt("Deel alles")
    assert "Team Zuid" not in gesprek.beurt.tekst
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is not None
    assert beurt.overdracht["teams"] == ["t1"]


def test_when_every_team_is_excluded_nothing_can_be_shared() -> None:
    """No team left means no sharing, and the bot says so."""
    gesprek = tot_samenvatting(teams=TEAMS)
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Liever niet: Team Zuid")
    beurt = gesprek.drukt("Liever niet: Team Noord")
    assert beurt.responses[0] == "utter_geen_team"
    assert gesprek.stap == "niets_gedeeld"


def test_both_consent_questions_name_exactly_the_teams_that_get_it() -> None:
    """Every team that will read it stands in the text, and an excluded one does not."""
    gesprek = tot_samenvatting(teams=TEAMS)
    beurt = gesprek.drukt("Zo klopt het")
    assert "Team Noord en Team Zuid" in beurt.tekst
    beurt = gesprek.drukt("Ze mogen het allemaal zien")
    assert "Team Noord en Team Zuid" in beurt.tekst
    beurt = gesprek.drukt("Deel alles")
    assert "Team Noord en Team Zuid" in beurt.tekst
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is not None
    assert beurt.overdracht["teams"] == ["t1", "t2"]
    assert beurt.overdracht["samenvatting"]["toestemming"]["aan"] == ["Team Noord", "Team Zuid"]


def test_with_one_team_nothing_is_asked_about_teams() -> None:
    """The talk with one team is as short as it was, and names it."""
    gesprek = tot_samenvatting()
    beurt = gesprek.drukt("Zo klopt het")
    assert gesprek.stap == "toestemming"
    assert "Team Noord" in beurt.tekst
    assert "Teams veranderen" not in beurt.titels()


def test_the_choice_of_teams_can_be_changed_before_the_yes() -> None:
    """Who excluded a team by mistake goes back from the consent and chooses anew."""
    gesprek = tot_samenvatting(teams=TEAMS)
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Liever niet: Team Zuid")
    gesprek.drukt("Klaar")
    beurt = gesprek.drukt("Teams veranderen")
    assert gesprek.stap == "teams"
    assert {"Liever niet: Team Noord", "Liever niet: Team Zuid"} <= set(beurt.titels())
    gesprek.drukt("Ze mogen het allemaal zien")
    gesprek.drukt("Deel alles")
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is not None
    assert beurt.overdracht["teams"] == ["t1", "t2"]


@pytest.mark.parametrize(
    ("getypt", "teams"),
    [
        ("team zuid liever niet", ["t1"]),
        ("Team Zuid", ["t1"]),
        ("alleen team zuid", ["t2"]),
        ("team zuid mag wel", ["t2"]),
    ],
)
def test_a_team_can_be_left_out_in_own_words(getypt: str, teams: list[str]) -> None:
    """A typed name leaves that team out, unless the words say that only that one may."""
    gesprek = tot_samenvatting(teams=TEAMS)
    gesprek.drukt("Zo klopt het")
    gesprek.zegt(getypt)
    gesprek.drukt("Klaar")
    gesprek.drukt("Deel alles")
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is not None
    assert beurt.overdracht["teams"] == teams


def test_a_team_that_came_after_the_names_were_read_gets_nothing() -> None:
    """A yes is for the teams that were named, whatever is added in the meantime."""
    gesprek = tot_samenvatting(teams=TEAMS)
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Ze mogen het allemaal zien")
    gesprek.drukt("Deel alles")
    gesprek.wereld["teams"] = [*TEAMS, {"id": "t3", "naam": "Team West"}]
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is not None
    assert beurt.overdracht["teams"] == ["t1", "t2"]


def test_teams_that_are_gone_at_the_yes_end_in_addresses_and_no_handoff() -> None:
    """Nothing is handed over to nobody."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Deel alles")
    gesprek.wereld["teams"] = []
    beurt = gesprek.drukt("Ja, deel dit")
    assert beurt.overdracht is None
    assert "utter_geen_team" in beurt.responses


def test_who_excluded_every_team_can_choose_again() -> None:
    """ "Toch iets delen" offers the teams anew."""
    gesprek = tot_samenvatting(teams=TEAMS)
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Liever niet: Team Zuid")
    gesprek.drukt("Liever niet: Team Noord")
    gesprek.drukt("Toch iets delen")
    beurt = gesprek.drukt("Zo klopt het")
    assert gesprek.stap == "teams"
    assert "Liever niet: Team Noord" in beurt.titels()


def test_who_asks_for_a_human_first_leaves_a_team_out_as_well() -> None:
    """With several teams the names come before the handoff, and one tap leaves one out."""
    gesprek = Gesprek(teams=TEAMS)
    gesprek.altijd("hulpverlener")
    beurt = gesprek.drukt("Nu, en ik deel verder niets")
    assert gesprek.stap == "teams_mens"
    assert beurt.overdracht is None
    assert "Team Noord en Team Zuid" in beurt.tekst
    beurt = gesprek.drukt("Liever niet: Team Noord")
    assert beurt.overdracht is not None
    assert beurt.overdracht["teams"] == ["t2"]


@pytest.mark.parametrize("hoe", ["knop", "nog een keer", "overslaan"])
def test_who_asks_for_a_human_and_minds_no_team_gets_all(hoe: str) -> None:
    """One tap, asking again, or skipping: it goes to every team that was named."""
    gesprek = Gesprek(teams=TEAMS)
    gesprek.altijd("hulpverlener")
    gesprek.drukt("Nu, en ik deel verder niets")
    if hoe == "knop":
        beurt = gesprek.drukt("Het mag met allemaal")
    else:
        beurt = gesprek.altijd("overslaan" if hoe == "overslaan" else "hulpverlener")
    assert beurt.overdracht is not None
    assert beurt.overdracht["teams"] == ["t1", "t2"]


def test_with_one_team_a_human_comes_without_a_question_about_teams() -> None:
    """The way to a human is as short as it was."""
    gesprek = Gesprek()
    gesprek.altijd("hulpverlener")
    beurt = gesprek.drukt("Nu, en ik deel verder niets")
    assert beurt.overdracht is not None
    assert beurt.overdracht["teams"] == ["t1"]


def test_only_the_teams_that_may_count_as_there() -> None:
    """Nobody is said to be there when only an excluded team is."""
    teams = ({**TEAMS[0], "aanwezig": False}, {**TEAMS[1], "aanwezig": True})
    gesprek = Gesprek(teams=teams)
    assert gesprek.altijd("hulpverlener").responses[0] == "utter_mens_aanwezig"

    gesprek = tot_samenvatting(teams=teams)
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Liever niet: Team Zuid")
    gesprek.drukt("Klaar")
    assert gesprek.altijd("hulpverlener").responses[0] == "utter_mens_niet_aanwezig"


def test_what_is_added_after_sharing_needs_its_own_yes() -> None:
    """A later need goes through summary and consent again."""
    gesprek = tot_samenvatting()
    for titel in ("Zo klopt het", "Deel alles", "Ja, deel dit"):
        gesprek.drukt(titel)
    gesprek.hervat()
    gesprek.drukt("Ja, iets erbij")
    gesprek.zegt("ook een dokter", "behoefte", [("medisch", "dokter")])
    gesprek.drukt("Ja, klopt")
    assert gesprek.stap == "samenvatting"
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Deel niets")
    assert all(beurt.overdracht is None for beurt in gesprek.alles[-3:])


def test_what_was_shared_cannot_be_undone_by_going_back() -> None:
    """The way back ends where something was shared."""
    gesprek = tot_samenvatting()
    for titel in ("Zo klopt het", "Deel alles", "Ja, deel dit"):
        gesprek.drukt(titel)
    gesprek.hervat()
    assert gesprek.altijd("terug").responses[0] == "utter_terug_niets"


def test_aangifte_is_explained_neutrally_to_whoever_asks() -> None:
    """A lawyer stands before the police, and the field says who began about it."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("hoe doe ik aangifte", "behoefte", [("aangifte", "hoe doe ik aangifte")])
    assert "utter_aangifte" not in gesprek.beurt.responses
    beurt = gesprek.drukt("Ja, klopt")
    assert beurt.tekst.index("advocaat") < beurt.tekst.index("politie")
    assert gesprek.intake.veld("aangifte").waarde == "zelf_gevraagd"


# -- texts that fit what was said ------------------------------------------------------------------


def test_the_menu_says_that_something_was_added_only_after_a_choice() -> None:
    """Opened anew, and after typing or going back, nothing was chosen just now."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik heb geen plek om te slapen", "behoefte", [BED])
    gesprek.drukt("Ja, klopt")
    assert gesprek.drukt("Laat plaatjes zien").responses == ["utter_vraag_menu"]
    assert gesprek.drukt("Mijn kinderen").responses == ["utter_vraag_menu_meer"]
    assert gesprek.altijd("uitleg").responses[-1] == "utter_vraag_menu"


def test_a_side_question_does_not_print_the_list_again() -> None:
    """At the summary and the consent the answer comes with the buttons, the list stands above."""
    gesprek = tot_samenvatting()
    beurt = gesprek.zegt("kost dit wat?", "kosten")
    assert beurt.responses == ["utter_kosten", "utter_samenvatting_boven"]
    assert beurt.panelen == []
    assert beurt.doe == [{"doe": "lijst_blijft"}]
    assert "Zo klopt het" in beurt.titels()
    gesprek.drukt("Zo klopt het")
    beurt = gesprek.zegt("is dit anoniem?", "anoniem")
    assert beurt.responses == ["utter_anoniem", "utter_toestemming_boven"]
    beurt = gesprek.drukt("Deel wat ik koos", ["wens.onderdak"])
    assert gesprek.stap == "bevestig"


def test_a_changed_list_is_printed_again() -> None:
    """What changed is shown; so is a list that was left for another question."""
    gesprek = tot_samenvatting()
    gesprek.zegt("kost dit wat?", "kosten")
    beurt = gesprek.zegt("zeg het niet tegen mijn tante", "behoefte")
    assert beurt.panelen
    gesprek.altijd("hulpverlener")
    assert gesprek.drukt("Nee, verder met de chatbot").panelen


def test_being_afraid_is_asked_only_of_who_spoke_of_it() -> None:
    """Whoever said to be safe, and named no danger, is not asked whether they are afraid."""
    gesprek = tot_omgaan()
    gevraagd = set()
    while gesprek.stap != "samenvatting":
        gevraagd.add(gesprek.stap)
        gesprek.altijd("overslaan")
    assert "bang" not in gevraagd


def test_every_question_about_a_need_says_what_it_is_about() -> None:
    """Whichever need comes first, no question points at something that was not named."""
    for behoefte in catalogus().values():
        for vraag in behoefte.vragen:
            woorden = set(vraag.tekst.lower().rstrip("?").split())
            assert not {"hier", "dit", "dat", "daar", "ermee", "erbij"} & woorden, vraag.tekst


def test_help_that_went_wrong_is_met_with_a_word() -> None:
    """Nobody who tells this hears only the next question."""
    gesprek = tot_omgaan()
    while gesprek.stap != "misgegaan":
        gesprek.altijd("overslaan")
    beurt = gesprek.zegt("geloofde ze me niet, zeide dat ik het zelf wou", "behoefte")
    assert beurt.responses[0] == "utter_misgegaan_gehoord"
    assert gesprek.intake.veld("eerder_misgegaan").bron == EIGEN


def test_a_second_story_is_not_met_with_the_same_words() -> None:
    """The thanks for what is said too early differ, and distress has its own."""
    gesprek = Gesprek()
    zinnen = ("ik wil een bed", "en werk", "hij slaat en ik ben bang")
    labels = ("onderdak", "geld_werk", "veiligheid")
    gezegd = [
        gesprek.zegt(zin, "behoefte", [(label, zin)]).responses[0]
        for zin, label in zip(zinnen, labels, strict=True)
    ]
    assert gezegd == ["utter_gehoord_straks", "utter_gehoord_ook", "utter_gehoord_zwaar"]


def test_no_team_left_after_the_lines_were_chosen_is_no_dead_end() -> None:
    """Lines were chosen, then every team was excluded: nothing is asked of nobody."""
    gesprek = tot_samenvatting()
    gesprek.drukt("Zo klopt het")
    gesprek.drukt("Deel alles")
    intake = gesprek.intake
    niemand = intake.zet("teams_niet", Veld([team.id for team in intake.teams], KNOP))
    assert huidige(intake).naam == "bevestig"
    assert huidige(niemand).naam == "niets_gedeeld"
