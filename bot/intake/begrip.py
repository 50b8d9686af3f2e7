"""What happens to words that do not answer the question: they are kept, and met kindly.

Distress never gets the text of a misunderstanding, and after two misunderstandings in a row a
human is offered (design section 5, invariant 6).
"""

from __future__ import annotations

import re

from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, rest
from bot.intake.uitkomst import Uitkomst, zeg

#: Words of distress, for messages that the NLU could not place.
_ZWAAR = re.compile(
    r"\b(help|hulp|bang|angst\w*|paniek|pijn|huil\w*|kapot|wanhop\w*|verdriet\w*|moe|ben op|alleen|"
    r"geslagen|slaa?[nt]|opgesloten|kan niet meer|hou\w* (het )?niet vol|gevaar|dwing\w*|dwang|"
    r"moet van|dreig\w*|verkracht\w*|misbruik\w*|honger|koud|ziek|bloed\w*|weg hier)\b",
    re.IGNORECASE,
)
#: So many times in a row; then the talk changes its course.
HOOGSTENS = 2
#: A remainder of so many words beside the needs is worth keeping.
_VEEL = 4
_INHOUD = ("behoefte", "nlu_fallback")


def dank(invoer: Invoer) -> str:
    """Return the thanks for words that are kept: for distress, for a story, for other words."""
    if _ZWAAR.search(invoer.getypt):
        return "utter_zwaar"
    return "utter_bewaard" if invoer.intent == "behoefte" else "utter_niet_begrepen"


def onthoud(intake: Intake, invoer: Invoer) -> Intake:
    """Note the needs that were heard in the message, and keep its words where more was said."""
    intake = intake.hoor(invoer.behoeften)
    if not invoer.behoeften or len(rest(invoer.getypt, invoer.behoeften).split()) >= _VEEL:
        intake = intake.bewaar(invoer.getypt)
    return intake


def niet_begrepen(intake: Intake, invoer: Invoer) -> Uitkomst:
    """Return what to say to a message that does not answer the question."""
    if invoer.intent in _INHOUD and invoer.getypt:
        intake = onthoud(intake, invoer)
    if invoer.behoeften:
        return zeg(intake.vergeet("misverstaan"), "utter_gehoord_straks")
    intake = intake.tel_op("misverstaan")
    if intake.tel("misverstaan") < HOOGSTENS:
        return zeg(intake, dank(invoer))
    zwaar = dank(invoer) == "utter_zwaar"
    return zeg(intake.vergeet("misverstaan").zij("mens" if zwaar else "vastgelopen"))
