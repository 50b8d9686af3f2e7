"""A correction in free words: an answer given just now, taken back in the next message."""

from __future__ import annotations

import re

from bot.intake.antwoord import vul
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer
from bot.intake.keuze import gekozen, genoemd
from bot.intake.stappen import Stap, huidige, plan
from bot.intake.uitkomst import Uitkomst, zeg

#: With one of these somebody comes back to what they said.
_TOCH = re.compile(
    r"\b(eig\w*lijk|toch|oeps|sorry|bedoel\w*|verkeerd\w*|vergis\w*|foutje|anders)\b", re.IGNORECASE
)
#: Acts that are never a correction: somebody may have come in.
_NOOIT = frozenset({"stoppen", "wissen", "hulpverlener", "minderjarig"})


def corrigeer(intake: Intake, invoer: Invoer) -> Uitkomst | None:
    """Take *invoer* as another answer to the question before, or return None where it is none.

    It is one when it says so ("eigenlijk toch") and names a choice of the question before and none
    of the question of now. What is not clearly one of ours stays in the person's own words. A
    message in which another need is heard ("ik wil nu toch aangifte") tells that need.
    """
    if not invoer.getypt or invoer.intent in _NOOIT or not _TOCH.search(invoer.getypt):
        return None
    vorige = _vorige(intake)
    if vorige is None or genoemd(huidige(intake), invoer) or not genoemd(vorige, invoer):
        return None
    if any(f"wens.{behoefte.label}." not in vorige.naam for behoefte in invoer.behoeften):
        return None
    waarde = gekozen(vorige, invoer) or invoer.getypt
    return zeg(vul(intake, vorige, waarde, invoer), "utter_veranderd")


def _vorige(intake: Intake) -> Stap | None:
    """Return the question answered last, where it was one with choices."""
    if not intake.gedaan or intake.tussen is not None:
        return None
    naam = intake.gedaan[-1].stap
    return next((s for s in plan(intake) if s.naam == naam and s.soort == "keuze"), None)
