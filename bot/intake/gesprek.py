"""One turn of the talk: what was said is danger, something in between, or an answer."""

from __future__ import annotations

from dataclasses import replace

from bot.intake.antwoord import beantwoord, is_antwoord, neem
from bot.intake.correctie import corrigeer
from bot.intake.crisis import SOORTEN, crisis
from bot.intake.herken import herken
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.tussendoor import ga_in_op
from bot.intake.uitkomst import Uitkomst

#: What is said in answer to a question; everything else is said in between.
ANTWOORDEN = frozenset({"ja", "nee", "weet_niet", "overslaan", "keuze", "behoefte", "nlu_fallback"})
#: Below this the NLU guesses, and a guess gets no answer of its own.
GOK = 0.5
#: After stopping, these keep it stopped; anything else takes the talk up again.
_BLIJFT_GESTOPT = frozenset({"stoppen", "afscheid", "dank", "wissen", "code", "uitleg"})


def beurt(intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
    """Return the outcome of a message or a button in this state of the talk."""
    if invoer.intent in SOORTEN:
        return crisis(intake, invoer)
    invoer = herken(intake, invoer)
    intake = intake.zonder("erbij_gezet")
    verbeterd = corrigeer(intake, invoer)
    if verbeterd is not None:
        return verbeterd
    if invoer.getypt and invoer.intent not in ANTWOORDEN and invoer.zeker < GOK:
        invoer = replace(invoer, intent="nlu_fallback")
    if invoer.intent in ANTWOORDEN:
        return beantwoord(intake, invoer, wereld)
    if is_antwoord(intake, invoer):
        uitkomst = neem(intake, invoer, wereld)
        if uitkomst is not None:
            return uitkomst
    if intake.tussen == "gestopt" and invoer.intent not in _BLIJFT_GESTOPT:
        intake = intake.zij(None)
    return ga_in_op(intake, invoer, wereld)
