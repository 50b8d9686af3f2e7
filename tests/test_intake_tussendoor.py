"""What somebody says in between, in every step."""

from __future__ import annotations

import pytest

from bot.intake import wachten
from bot.intake.invoer import Invoer
from bot.intake.stappen import BEGIN, EIND, NODIG, OMGAAN, ZIJSTAPPEN
from bot.intake.veld import EIGEN, Veld
from tests.praat import Gesprek, domein, regels
from tests.test_intake_gesprek import tot_omgaan, tot_samenvatting, tot_wat_nodig

INFO = (
    "groet", "dank", "bot_vraag", "anoniem", "politie_vraag", "geen_politie",
    "ben_ik_slachtoffer", "schaamte", "wantrouwen", "kosten", "duur", "vervolg",
    "schelden", "buiten_bereik",
)  # fmt: skip


@pytest.mark.parametrize("act", INFO)
def test_every_act_has_its_own_answer_and_then_the_question_again(act: str) -> None:
    """An interruption never changes where the talk is."""
    for gesprek in (Gesprek(), tot_wat_nodig(), tot_samenvatting()):
        voor = gesprek.stap
        beurt = gesprek.zegt("hoe zit dat nou precies met dit hier?", act)
        assert beurt.responses[0] == f"utter_{act}"
        assert gesprek.stap == voor
        assert len(beurt.teksten) <= 3


@pytest.mark.parametrize("zeker", [1.0, 0.4])
def test_it_always_says_that_it_is_a_computer(zeker: float) -> None:
    """Asked gets it said, where own words are asked for too, and where it was only guessed."""
    for gesprek in (Gesprek(), tot_wat_nodig(), tot_omgaan(), tot_samenvatting()):
        beurt = gesprek.zegt("is dit een kompjoeter", "bot_vraag", zeker=zeker)
        assert "Ik ben geen mens" in beurt.tekst
    wachtend = wachten.versta(Invoer("bot_vraag", "is dit een kompjoeter", zeker=zeker))
    assert wachtend.intent == "bot_vraag"


def test_what_only_seems_to_ask_for_a_computer_is_kept() -> None:
    """Words that were guessed to ask it are an answer, or the person's own, all the same."""
    gesprek = tot_wat_nodig()
    lang = "ze behandelen mij als een robot, al drie jaar, en ik kan bijna niet meer lopen"
    beurt = gesprek.zegt(lang, "bot_vraag", zeker=0.4)
    assert "Ik ben geen mens" in beurt.tekst
    assert len(beurt.teksten) <= 3
    assert lang in gesprek.intake.eigen_tekst
    gesprek = tot_omgaan()
    gesprek.zegt("geen robot", "bot_vraag", zeker=0.6)
    assert "geen robot" in str(gesprek.intake)


def test_the_police_question_is_answered_honestly() -> None:
    """No promise of full secrecy, help without police, not so for staying, a lawyer first."""
    tekst = tot_wat_nodig().zegt("zeg je dit tegen de politie?", "politie_vraag").tekst
    eerlijk = ("Ik vertel niets", "Bij groot gevaar", "CoMensha", "advocaat", "blijven in")
    for deel in eerlijk:
        assert deel in tekst


def test_no_police_is_written_down_in_the_persons_words() -> None:
    """The field says it, and so does what they rather not want."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt("ik wil geen politie", "geen_politie")
    assert "Je hoeft niet naar de politie" in beurt.tekst
    assert gesprek.intake.veld("aangifte").waarde == "wil_niet"
    assert gesprek.intake.veld("liever_niet.woorden") == Veld(("ik wil geen politie",), EIGEN)
    assert gesprek.intake.veld("liever_niet").waarde is None


def test_not_wanting_aangifte_is_not_heard_as_wanting_it() -> None:
    """The word alone is no wish; one that was heard before is dropped."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("aangifte misschien", "behoefte", [("aangifte", "aangifte")])
    gesprek.zegt("nee ik wil geen aangifte", "geen_politie", [("aangifte", "geen aangifte")])
    assert gesprek.intake.gehoord == ()
    assert gesprek.intake.veld("aangifte").waarde == "wil_niet"


def test_no_police_closes_the_question_what_may_stand_there() -> None:
    """Said while the line about aangifte is changed, it is the answer to that."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil aangifte doen", "behoefte", [("aangifte", "aangifte doen")])
    gesprek.drukt("Ja, klopt")
    gesprek.slots["intake"] = gesprek.intake.zij("opnieuw:aangifte").naar_dict()
    beurt = gesprek.zegt("toch geen politie", "geen_politie")
    assert gesprek.intake.tussen is None
    assert gesprek.intake.veld("aangifte").waarde == "wil_niet"
    assert "aangifte" not in beurt.tekst.lower()


def test_the_button_that_says_no_aangifte_takes_the_wens_out() -> None:
    """Chosen at the changed line it is the same as typed: nothing about aangifte stays a wens, nor
    what was typed there and not yet said back."""
    gesprek = tot_wat_nodig()
    gesprek.zegt("ik wil aangifte doen", "behoefte", [("aangifte", "aangifte doen")])
    gesprek.drukt("Ja, klopt")
    gesprek.slots["intake"] = gesprek.intake.zij("opnieuw:aangifte").naar_dict()
    gesprek.zegt("de recherche dan", "behoefte", [("aangifte", "de recherche dan")])
    gesprek.drukt_op({"title": "Ik wil het niet", "payload": '/keuze{"keuze": "wil_niet"}'})
    assert gesprek.intake.veld("aangifte").waarde == "wil_niet"
    assert gesprek.intake.gehoord == ()
    assert [naam for naam in gesprek.intake.velden if naam.startswith("wens.aangifte")] == []


def test_another_language_brings_an_interpreter_and_a_human() -> None:
    """The bot is honest that it speaks Dutch only; asked again it does not insist."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt("kan dit ook in een andere taal?", "andere_taal")
    assert "met een tolk. Dat is gratis" in beurt.tekst
    assert "Ja, met een mens" in beurt.titels()
    gesprek.drukt("Nee, liever verder")
    assert (
        gesprek.zegt("andere taal graag?", "andere_taal").responses[-1] == "utter_vraag_wat_nodig"
    )


def test_a_greeting_is_no_answer_to_a_question_for_needs() -> None:
    """Hello is met, and the question comes again."""
    beurt = tot_wat_nodig().zegt("hallo", "groet")
    assert beurt.responses == ["utter_groet", "utter_vraag_wat_nodig"]


def test_every_step_can_be_explained_in_other_words() -> None:
    """Uitleg has its own words for the question of now, and asks nothing itself."""
    for stap in (*BEGIN, *NODIG, *OMGAAN, *EIND, *ZIJSTAPPEN.values()):
        tekst = domein()["responses"][f"utter_uitleg_{stap.response}"][0]["text"]
        assert "?" not in tekst


def test_explaining_repeats_the_question_with_its_buttons() -> None:
    """After the explanation the question stands there again."""
    gesprek = tot_omgaan()
    beurt = gesprek.altijd("uitleg")
    assert beurt.responses == ["utter_uitleg_liever_niet", "utter_vraag_liever_niet"]
    assert "Politie" in beurt.titels()


def test_every_intent_of_the_domain_has_its_rule() -> None:
    """Nothing that can be said is left without an answer."""
    assert set(regels()) == set(domein()["intents"])


def test_a_side_question_is_closed_by_going_back() -> None:
    """Back from an offer leads to the question of before."""
    gesprek = tot_wat_nodig()
    gesprek.altijd("hulpverlener")
    gesprek.altijd("terug")
    assert gesprek.stap == "wat_nodig"


ZWAAR = [
    "het is gewoon allemaal te veel", "ik kan niet meer", "ik trek het niet",
    "ik zie het niet meer", "ik weet niks meer", "het gaat niet meer", "alles is zo zwaar",
    "ik voel me zo eenzaam",
]  # fmt: skip


@pytest.mark.parametrize("intent", ["nlu_fallback", "behoefte", "weet_niet", "nee"])
@pytest.mark.parametrize("tekst", ZWAAR)
def test_distress_at_the_open_question_is_met_before_the_pictures(tekst: str, intent: str) -> None:
    """Who writes only that it is too much never reads that the bot does not understand."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt(tekst, intent)
    assert beurt.responses[0] == "utter_zwaar"
    assert "begrijp" not in beurt.tekst
    assert gesprek.stap == "menu"
    assert tekst in gesprek.intake.eigen_tekst
    assert gesprek.zegt("het is echt te veel").responses == ["utter_vraag_mens"]


@pytest.mark.parametrize("stap", ["wat_nodig", "begin"])
def test_who_is_misheard_twice_is_offered_pictures_and_a_human(stap: str) -> None:
    """Twice in a row out of reach is most of all not understood."""
    gesprek = tot_wat_nodig() if stap == "wat_nodig" else Gesprek()
    assert gesprek.zegt("de zon komt op", "buiten_bereik").responses[0] == "utter_buiten_bereik"
    beurt = gesprek.zegt("en hij gaat onder", "buiten_bereik")
    assert gesprek.stap == "vastgelopen"
    assert {"Met een mens praten", "Laat plaatjes zien"} <= set(beurt.titels())


def test_who_is_understood_then_does_not_read_that_they_were_not() -> None:
    """An act that is heard ends the offer of pictures and a human; what it means keeps it."""
    gesprek = tot_wat_nodig()
    for tekst in ("de zon komt op", "en hij gaat onder"):
        gesprek.zegt(tekst, "buiten_bereik")
    assert gesprek.zegt("wat bedoel je", "uitleg").responses[0] == "utter_uitleg_vastgelopen"
    assert gesprek.stap == "vastgelopen"
    beurt = gesprek.zegt("niet de politie, mijn kinderen schrikken al", "geen_politie")
    assert beurt.responses[0] == "utter_geen_politie"
    assert "begrijp" not in beurt.tekst
    assert gesprek.stap == "wat_nodig"


def test_out_of_reach_and_something_else_are_not_twice_in_a_row() -> None:
    """An act that was understood in between begins the count anew."""
    gesprek = tot_wat_nodig()
    for tekst, act in (("de zon", "buiten_bereik"), ("hoi", "groet"), ("maan", "buiten_bereik")):
        gesprek.zegt(tekst, act)
    assert gesprek.stap == "wat_nodig"


def test_distress_heard_as_out_of_reach_is_met_and_kept() -> None:
    """The NLU's guess never stands between distress and its answer."""
    gesprek = tot_wat_nodig()
    beurt = gesprek.zegt("het is me allemaal te veel", "buiten_bereik")
    assert beurt.responses[0] == "utter_zwaar"
    assert "het is me allemaal te veel" in gesprek.intake.eigen_tekst
