"""What happens to words that do not answer the question: they are kept, and met kindly.

Distress never gets the text of a misunderstanding, and after two misunderstandings in a row a
human is offered (design section 5, invariant 6).
"""

from __future__ import annotations

import re

from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, met_voorbehoud, rest
from bot.intake.uitkomst import Uitkomst, zeg

#: Words of distress, for messages that the NLU could not place.
_ZWAAR = re.compile(
    r"\b(help|hulp|bang|angst\w*|paniek|pijn|huil\w*|kapot|wanhop\w*|verdriet\w*|moe|ben op|alleen|"
    r"geslagen|slaa?[nt]|opgesloten|kan niet meer|hou\w* (het )?niet vol|gevaar|dwing\w*|dwang|"
    r"moet van|dreig\w*|verkracht\w*|misbruik\w*|honger|koud|ziek|bloed\w*|weg hier|te ?veel|"
    r"(kan|wil|gaat) (het |dit |zo |gewoon |echt )*nie?t? meer|trek (het|dit|t) (echt )?nie?t?|"
    r"zwaar|op mijn eind|stuk|gebroken|uitgeput|eenzaam|hopeloos|radeloos|machteloos|ellend\w*|"
    r"stress\w*|nachtmerrie\w*|bedreigd|opgejaagd|gevangen|vast|in de war|geen uitweg|"
    r"somber\w*|depress\w*|trauma\w*|schrik\w*|jank\w*|tranen|"
    r"zie het niet meer|nergens meer zin in|niets meer|niks meer)\b|[😢😭😥😰💔]",
    re.IGNORECASE,
)
#: Somebody dear has died; not what almost happened, or what somebody fears or wishes.
_ROUW = re.compile(
    r"^(?!.*\b(bijna|niet|als|bang|straks|wil|wilde|wou|liever|ik (was|ben))\b).*"
    r"\b(moeder|mama|vader|papa|ouders?|broer\w*|zus\w*|oma|opa|kind\w*|baby\w*|zoon\w*|man|vrouw|"
    r"dochter\w*|vriend\w*|oom|tante|nicht|neef|hij|ze)\b.*"
    r"\b(dood ?gegaan|overleden|gestorven|overleed|stierf|(is|zijn) dood)\b",
    re.IGNORECASE | re.DOTALL,
)
#: So many times in a row; then the talk changes its course.
HOOGSTENS = 2
#: A remainder of so many words beside the needs is worth keeping; of any length where it denies.
_VEEL = 4
_INHOUD = ("behoefte", "nlu_fallback")


def troost(invoer: Invoer) -> str | None:
    """Return the word for a loss or for distress, None where there is neither."""
    if _ROUW.search(invoer.getypt):
        return "utter_rouw"
    return "utter_zwaar" if is_zwaar(invoer.getypt) else None


def dank(invoer: Invoer) -> str:
    """Return the thanks for words that are kept: for a loss, for distress, for other words."""
    gezegd = troost(invoer)
    if gezegd is not None:
        return gezegd
    return "utter_bewaard" if invoer.intent == "behoefte" else "utter_niet_begrepen"


def _straks(intake: Intake, invoer: Invoer) -> str:
    """Return the thanks for needs that were said too early: not the same words every time."""
    if intake.is_("stil"):
        return "utter_stil_opgeschreven"
    if is_zwaar(invoer.getypt):
        return "utter_gehoord_zwaar"
    return "utter_gehoord_ook" if intake.tel("straks") else "utter_gehoord_straks"


def is_zwaar(tekst: str) -> bool:
    """Tell whether *tekst* has a word of distress in it."""
    return bool(_ZWAAR.search(tekst))


def onthoud(intake: Intake, invoer: Invoer) -> Intake:
    """Note the needs that were heard in the message, and keep its words where more was said."""
    intake = intake.hoor(invoer.behoeften)
    over = rest(invoer.getypt, invoer.behoeften)
    if not invoer.behoeften or len(over.split()) >= _VEEL or met_voorbehoud(over):
        intake = intake.bewaar(invoer.getypt)
    return intake


def niet_begrepen(intake: Intake, invoer: Invoer, zegt: str = "") -> Uitkomst:
    """Return what to say to a message that does not answer the question, *zegt* the first time."""
    if invoer.intent in _INHOUD and invoer.getypt:
        intake = onthoud(intake, invoer)
    if invoer.behoeften:
        return zeg(intake.vergeet("misverstaan").tel_op("straks"), _straks(intake, invoer))
    intake = intake.tel_op("misverstaan")
    if intake.tel("misverstaan") < HOOGSTENS:
        kort = "utter_stil_opgeschreven" if intake.is_("stil") else dank(invoer)
        return zeg(intake, zegt or kort)
    naar = "mens" if troost(invoer) else "vastgelopen"
    return zeg(intake.vergeet("misverstaan").zij(naar))
