"""Typed words that a guess of the NLU must not get in the way of."""

from __future__ import annotations

import pytest

from bot.intake.invoer import Gevaar
from bot.intake.veld import EIGEN, KNOP, Veld
from tests.praat import Gesprek
from tests.test_intake_gesprek import tot_omgaan, tot_samenvatting, tot_wat_nodig


def test_the_title_of_a_button_can_be_typed() -> None:
    """Whatever the NLU saw in it, it is that button, capitals and commas aside."""
    gesprek = tot_samenvatting()
    gesprek.zegt("zo klopt het", "dank")
    assert gesprek.stap == "toestemming"
    gesprek.zegt("Deel alles.", "wissen")
    assert gesprek.stap == "bevestig"


def test_every_offered_button_can_be_typed() -> None:
    """Through a whole talk, typing the title does what pressing does."""
    drukt, typt = Gesprek(), Gesprek()
    for titel in (
        "Weet ik niet", "Weet ik niet", "Weet ik niet", "Op mijn telefoon", "Klaar",
        "Laat plaatjes zien", "Papieren en hier zijn", "Taal en een tolk", "Klaar met kiezen",
        "Taal en een tolk", "Klaar", "Brieven lezen", "Deze week", "Ja", "Een man", "Klaar",
        "Dat maakt niet uit", "Weet ik niet", "Polski", "Ja", "Maakt niet uit", "Snel", "Lang",
        "Alleen hier met code", "Avond", "Rond de 18", "Nee", "Genoeg gevraagd", "Zo klopt het",
    ):  # fmt: skip
        drukt.drukt(titel)
        typt.zegt(titel.upper(), {"Ja": "ja", "Nee": "nee"}.get(titel, "schelden"))
        assert typt.stap == drukt.stap, titel
    waarden = {naam: veld.waarde for naam, veld in drukt.intake.velden.items()}
    assert {naam: veld.waarde for naam, veld in typt.intake.velden.items()} == waarden


@pytest.mark.parametrize(
    ("tekst", "stap"), [("Stop", "gestopt"), ("wis alles", "wissen"), ("mens", "hulpverlener")]
)
def test_a_way_out_never_depends_on_a_guess(tekst: str, stap: str) -> None:
    """The plain commands work even where the NLU heard something else."""
    gesprek = tot_omgaan()
    gesprek.zegt(tekst, "behoefte")
    assert gesprek.stap == stap


def test_a_question_mark_asks_whether_this_is_a_human() -> None:
    """ "Mens?" goes by what was heard; "mens" alone asks for one."""
    gesprek = tot_omgaan()
    assert "computer" in gesprek.zegt("mens?", "bot_vraag").tekst
    assert gesprek.stap != "hulpverlener"


def test_a_word_that_a_button_also_begins_with_is_no_command() -> None:
    """ "Terug" beside "Terug naar mijn land" is somebody's wish."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Papieren en hier zijn", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.zegt("terug", "terug", zeker=0.67)
    assert gesprek.intake.veld("wens.verblijf.meer") == Veld("terug", EIGEN)


@pytest.mark.parametrize(
    ("tekst", "intent", "veld", "waarde"),
    [
        ("liefst een vrouw", "zorg_om_ander", "hoe.hulpverlener", "vrouw"),
        ("19", "terug", "leeftijdsgroep", "18+"),
        ("tekenen en bidden", "afscheid", "wat_helpt", "tekenen en bidden"),
        ("s ochtends", "uitleg", "contact.veilige_tijden", "s ochtends"),
    ],
)
def test_a_short_answer_is_an_answer_whatever_act_was_guessed(
    tekst: str, intent: str, veld: str, waarde: str
) -> None:
    """A few words that fit the question answer it."""
    gesprek = tot_omgaan()
    stap = {"hoe.hulpverlener": "man_vrouw", "leeftijdsgroep": "leeftijd", "wat_helpt": "wat_helpt"}
    while gesprek.stap != stap.get(veld, "tijden"):
        gesprek.altijd("overslaan")
    gesprek.zegt(tekst, intent, zeker=0.6)
    assert gesprek.intake.veld(veld) == Veld(waarde, EIGEN)


def test_a_sure_act_interrupts_even_where_own_words_are_asked() -> None:
    """Asking for a human or for the code is never taken as an answer."""
    gesprek = tot_omgaan()
    gesprek.zegt("ik wil echt een mens spreken", "hulpverlener", zeker=0.96)
    assert gesprek.stap == "hulpverlener"


def test_who_must_stop_now_is_not_taken_to_say_when() -> None:
    """ "Nu" in "ik moet nu stoppen" answers no question."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.zegt("ik moet nu stoppen", "stoppen", zeker=0.95)
    assert gesprek.stap == "gestopt"
    assert gesprek.intake.veld("wens.onderdak.urgentie").waarde is None


@pytest.mark.parametrize("tekst", ["??", "...", " ? ! "])
def test_signs_that_say_nothing_get_the_explanation(tekst: str) -> None:
    """Without a letter, a digit or an emoji nothing is answered: the question is explained."""
    gesprek = tot_wat_nodig()
    assert gesprek.zegt(tekst).responses == ["utter_uitleg_wat_nodig", "utter_vraag_wat_nodig"]
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.altijd("overslaan")
    gesprek.altijd("overslaan")
    assert gesprek.zegt(tekst, "behoefte").responses == ["utter_uitleg_hoe", "utter_vraag_hoe"]
    gesprek.drukt("Ja")
    gesprek.zegt(tekst)
    gesprek.altijd("overslaan")
    gesprek.zegt(tekst, "weet_niet", zeker=0.6)
    assert gesprek.stap == "wie_niet"
    intake = gesprek.intake
    assert intake.eigen_tekst == ()
    ingevuld = {n for n, veld in intake.velden.items() if veld.eigen_woorden}
    assert ingevuld == set()


@pytest.mark.parametrize("tekst", ["??", "..."])
def test_signs_alone_twice_bring_a_human_and_pictures(tekst: str) -> None:
    """An explanation that did not help is not given for ever."""
    gesprek = tot_wat_nodig()
    gesprek.zegt(tekst)
    gesprek.zegt(tekst)
    assert gesprek.stap == "vastgelopen"
    assert {"Met een mens praten", "Laat plaatjes zien"} <= set(gesprek.beurt.titels())


@pytest.mark.parametrize("tekst", ["😭", ":(", "👍", "не", "7"])
def test_an_emoji_or_another_script_says_something(tekst: str) -> None:
    """What somebody shows without a Dutch word is kept, and never explained away."""
    gesprek = tot_omgaan()
    gesprek.altijd("overslaan")
    gesprek.zegt(tekst)
    assert gesprek.intake.veld("wie_niet") == Veld(tekst, EIGEN)


def test_a_guess_gets_no_answer_of_its_own() -> None:
    """An act of which the NLU is not sure is not understood, rather than answered wrongly."""
    beurt = Gesprek().zegt("soms", "buiten_bereik", zeker=0.43)
    assert beurt.responses[0] == "utter_niet_begrepen"


def test_what_chose_an_option_is_not_a_need_as_well() -> None:
    """ "Vandaag" says when, and nothing else."""
    gesprek = tot_wat_nodig()
    for titel in ("Laat plaatjes zien", "Slapen en wonen", "Klaar met kiezen"):
        gesprek.drukt(titel)
    gesprek.zegt("vandaag", "behoefte", [("veiligheid", "vandaag")])
    assert gesprek.intake.veld("wens.onderdak.urgentie").waarde == "nu"
    assert gesprek.intake.gehoord == ()


def test_not_safe_in_other_words_is_a_no() -> None:
    """Whoever says that they are not safe is not asked again whether they are."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    gesprek.zegt("ik ben thuis maar ik voel me niet veilig", "behoefte")
    assert gesprek.intake.veld("veilig.nu") == Veld("nee", EIGEN)


def test_not_safe_wins_from_a_word_that_sounds_like_yes() -> None:
    """Where the two differ the careful one counts."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    gesprek.zegt("nou ja, niet veilig", "ja")
    assert gesprek.intake.veld("veilig.nu").waarde == "nee"


def test_more_than_a_yes_to_danger_is_kept() -> None:
    """The words beside the yes stand with the danger."""
    gesprek = Gesprek()
    gesprek.drukt("Nee")
    gesprek.drukt("Nee")
    gesprek.zegt("ja hij komt zo terug", "ja")
    assert gesprek.intake.gevaar == (Gevaar("acuut_gevaar", "ja hij komt zo terug"),)


def test_that_was_all_ends_the_needs() -> None:
    """It is no yes to more."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil een bed", "behoefte", [("onderdak", "een bed")])
    gesprek.drukt("Ja, klopt")
    gesprek.zegt("dat was het", "ja")
    assert "meer" in gesprek.intake.gesloten


def test_a_question_after_stopping_takes_the_talk_up_again() -> None:
    """Typing again resumes; a goodbye does not."""
    gesprek = tot_wat_nodig()
    gesprek.altijd("stoppen")
    gesprek.zegt("doei", "afscheid")
    assert gesprek.stap == "gestopt"
    beurt = gesprek.zegt("is dit eigenlijk anoniem?", "anoniem")
    assert beurt.responses == ["utter_anoniem", "utter_vraag_wat_nodig"]


def test_danger_that_was_not_meant_is_taken_back() -> None:
    """The person corrects the bot: nothing is noted as danger, the words stay their own."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik lach me dood", "medische_nood")
    gesprek.drukt("Dat bedoelde ik niet")
    assert gesprek.intake.gevaar == ()
    assert gesprek.intake.eigen_tekst == ("ik lach me dood",)
    assert gesprek.stap == "wat_nodig"


def test_a_no_to_the_direct_question_is_believed() -> None:
    """Whoever says no is not noted as thinking of suicide."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil rust", "zelfdoding")
    gesprek.drukt("Nee")
    assert gesprek.intake.gevaar == ()
    assert gesprek.intake.eigen_tekst == ("ik wil rust",)


def test_a_typed_choice_says_that_it_was_one_of_ours() -> None:
    """The words on a button are no own words, typed or pressed."""
    gesprek = tot_omgaan()
    gesprek.zegt("politie", "politie_vraag")
    assert gesprek.intake.veld("liever_niet") == Veld(("Politie",), KNOP)


@pytest.mark.parametrize(
    "tekst", ["wacht ik wil terug", "Ga terug!", "terug", "een vraag terug aub"]
)
def test_going_back_is_not_heard_as_going_home(tekst: str) -> None:
    """Without a country, a home or family in it, it is about the question before."""
    gesprek = tot_wat_nodig()
    gesprek.zegt(tekst, "behoefte", [("terugkeer", tekst)])
    assert gesprek.beurt.responses[0] == "utter_terug"
    assert gesprek.intake.gehoord == ()


def test_going_home_is_still_heard() -> None:
    """With a country named it is a wish."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil terug naar polen", "behoefte", [("terugkeer", "terug naar polen")])
    assert [g.label for g in gesprek.intake.gehoord] == ["terugkeer"]


@pytest.mark.parametrize("tekst", ["kweet nie", "weet et nie", "ik weet nie"])
def test_not_knowing_is_heard_however_it_is_spelled(tekst: str) -> None:
    """A bad guess of the NLU does not make it something else."""
    gesprek = Gesprek()
    gesprek.zegt(tekst, "behoefte")
    assert gesprek.intake.veld("veilig.kijkt_mee").waarde == "weet_niet"
