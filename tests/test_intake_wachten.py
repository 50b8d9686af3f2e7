"""What is answered while somebody waits for a human."""

from __future__ import annotations

import pytest

from bot.intake import wachten
from bot.intake.intake import Intake
from bot.intake.invoer import Gehoord, Invoer, Wereld
from bot.intake.teksten import bubbels, zin
from tests.praat import CRISES, domein

WERELD = Wereld(vandaag="2026-11-25")
#: Everything that typed text can be heard as.
ACTEN = sorted(set(domein()["intents"]) - {"begin", "hervat", "keuze", "code", *CRISES})
ZONDER = {"ja", "nee", "weet_niet", "overslaan", "behoefte", "nlu_fallback"}


def zegt(tekst: str, intent: str, **meer: object) -> wachten.Antwoord:
    """Return the answer to *tekst*, heard as *intent*."""
    invoer = wachten.versta(Invoer(intent, tekst, **meer))  # type: ignore[arg-type]
    return wachten.antwoord(Intake(), invoer, WERELD)


def tekst_van(antwoord: wachten.Antwoord) -> str:
    """Return all that is said."""
    return " ".join(zin(b.response, **b.velden) for b in antwoord.berichten if b.response)


@pytest.mark.parametrize("act", sorted(set(ACTEN) - ZONDER))
def test_every_act_is_answered_by_itself(act: str) -> None:
    """No act of the label guide meets silence or the line for what is not understood."""
    antwoord = zegt("iets wat iemand typt", act)
    assert antwoord.doe or antwoord.berichten
    assert antwoord.eenmaal is None
    assert sum(len(bubbels(b.response, **b.velden)) for b in antwoord.berichten if b.response) <= 3


def test_no_answer_while_waiting_promises_or_asks() -> None:
    """Nothing says that somebody reads soon, that a yes keeps words here, or asks a question."""
    for naam, varianten in domein()["responses"].items():
        if naam.startswith("utter_wacht_"):
            tekst = varianten[0]["text"].lower()
            assert not any(
                w in tekst for w in ("straks", "zo snel", "binnenkort", "zonder jouw ja")
            )
            assert "?" not in tekst


@pytest.mark.parametrize("act", sorted(ZONDER))
def test_what_is_not_understood_gets_one_line_once(act: str) -> None:
    """The line is honest about not knowing when, and is not repeated at each message."""
    antwoord = zegt("blauwe fiets", act)
    assert antwoord.eenmaal == "utter_wacht_ontvangen"
    assert "ik weet niet wanneer" in tekst_van(antwoord)
    nog_eens = wachten.antwoord(
        Intake(), Invoer(act, "rode fiets"), WERELD, ("utter_wacht_ontvangen",)
    )
    assert nog_eens == wachten.Antwoord()


def test_distress_gets_a_line_of_its_own() -> None:
    """Whoever is afraid reads whom they can call now."""
    assert "0767 000" in tekst_van(zegt("ik ben zo bang", "behoefte"))


@pytest.mark.parametrize("tekst", ["kan ik nu ergens terecht vannacht", "waar kan ik slapen?"])
def test_asking_for_a_place_now_shows_who_can_be_reached(tekst: str) -> None:
    """A typed question for tonight gives addresses for that need, the ever open ones first."""
    antwoord = zegt(tekst, "behoefte", behoeften=(Gehoord("onderdak", tekst),))
    paneel = antwoord.berichten[-1].json
    assert paneel is not None
    uren = [a["uren"] or "" for a in paneel["paneel"]["adressen"]]
    open_ = ["dag en nacht" in uur for uur in uren]
    assert open_ == sorted(open_, reverse=True)
    assert any(open_)


@pytest.mark.parametrize(
    ("wereld", "deel"),
    [
        (Wereld(aanwezig=True), "Er is nu een hulpverlener"),
        (Wereld(opent="morgen om 9 uur"), "weer open morgen om 9 uur"),
        (Wereld(), "nu even geen hulpverlener"),
    ],
)
def test_how_long_it_takes_is_said_as_it_is(wereld: Wereld, deel: str) -> None:
    """Presence and hours are told; a time never is."""
    assert deel in tekst_van(wachten.antwoord(Intake(), Invoer("duur", "hoe lang nog"), wereld))


def test_a_guess_is_not_answered() -> None:
    """An act of which the understanding is not sure is only kept."""
    assert zegt("soms", "schelden", zeker=0.4).eenmaal == "utter_wacht_ontvangen"


@pytest.mark.parametrize("tekst", ["ja maar ik wil eerst iets zeggen", "bericht 100", "denk ik"])
def test_a_yes_that_is_a_guess_wipes_nothing(tekst: str) -> None:
    """Only words that are a plain yes answer the question about wiping."""
    gok = Invoer("ja", tekst)
    assert wachten.antwoord(Intake(), gok, WERELD, vraagt_wissen=True).doe is None
    assert (
        wachten.antwoord(Intake(), Invoer("ja", "ja"), WERELD, vraagt_wissen=True).doe == "wis_ja"
    )
