"""A question back, where something is asked to share: answered, and never a yes or new words.

Somebody who asks "wie ziet dit?" at the list has not said what they need, and has not agreed.
"""

from __future__ import annotations

import re

from bot.intake.acten import ANTWOORD, GOK
from bot.intake.herken import kaal
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer
from bot.intake.stappen import huidige
from bot.intake.uitkomst import Uitkomst, zeg

#: The steps at which a question is never content: the list, and every question about sharing it.
STAPPEN = frozenset({
    "samenvatting", "verander", "teams", "teams_mens", "toestemming", "bevestig", "jong_delen",
    "gevaar_delen", "stil_lijst", "stil_deel",
})  # fmt: skip
_ZIEN = "ziet|zien|leest|lezen|krijgt|krijgen|weet|weten|hoort|horen"
_DIT = r"(?:dit|dat|deze|het|alles|erbij|mijn \w+|mij|wat ik \w+)"
#: What is asked, by the text that answers it (none: the explanation of the step); the first counts.
_VRAGEN = (
    ("utter_vraagt_code", r"\b(?:wat|welke|waarvoor) .*\bcode\b|\bcode waarvoor\b"),
    ("utter_vraagt_nee", r"\b(?:als|mag|kan) ik (?:\w+ )?(?:nee|niets|niks|niet)\b"),
    ("utter_vraagt_nee", r"\b(?:als|moet) ik (?:\w+ )?alles (?:deel|delen)\b|\bverplicht\b"),
    ("utter_vraagt_later", rf"\b(?:kan|mag|kun) (?:ik|je) (?:{_DIT} )?(?:\w+ ){{0,3}}"
     r"(?:verander\w*|aanpass\w*|wijzig\w*|weghalen|terugnemen|intrekken)\b"),
    ("utter_vraagt_later", r"\b(?:kan|mag) .*\blater\b"),
    ("utter_vraagt_wie", rf"\bwie (?:\w+ ){{0,3}}(?:{_ZIEN})\b|\bnaar wie\b"),
    ("utter_vraagt_wie", rf"\b(?:kan|kunnen|mag|mogen|krijgt|krijgen) (?:\w+ ){{1,5}}"
     rf"(?:{_ZIEN})\b"),
    ("utter_vraagt_wie", rf"\b(?:{_ZIEN}) (?:\w+ ){{1,3}}{_DIT}\b|\bwaar (?:gaat|komt) {_DIT}\b"),
    (None, r"\bwat (?:is|zijn|betekent|bedoel\w*) (?:\w+ ){0,4}(?:team\w*|hulpverlener\w*|regels?|"
     r"delen|deel|samenvatting|lijst\w*|vinkjes?|weghalen|veranderen)\b"),
)  # fmt: skip
_PATRONEN = tuple((naam, re.compile(patroon)) for naam, patroon in _VRAGEN)
#: A question by its first words, with a mark or not.
_VRAAGT = re.compile(
    r"(?:(?:en|maar|ok|oke|oké|ja|nee|dus|eh|uh) )*(?:wie|wat|waar\w*|wanneer|hoe|hoezo|kan|kun|"
    r"kunnen|mag|mogen|moet|krijgt?|krijgen|is|als|ziet|leest|weet(?! ik\b)|hoort|naar wie|code)\b"
)


def wedervraag(intake: Intake, invoer: Invoer) -> Uitkomst | None:
    """Return the answer to a question at the list or at sharing it, None where *invoer* is none.

    After it the same question is asked again; nothing of the intake changes.
    """
    stap = huidige(intake).response
    if stap not in STAPPEN or not invoer.getypt:
        return None
    uitleg = f"utter_uitleg_{stap}"
    woorden, vraagteken = kaal(invoer.getypt), "?" in invoer.getypt
    for naam, patroon in _PATRONEN:
        if patroon.search(woorden) and (vraagteken or _VRAAGT.match(woorden)):
            return zeg(intake, naam or uitleg)
    if vraagteken and (_over_een_team(intake, woorden) or _zegt_niets(invoer)):
        return zeg(intake, uitleg)
    return None


def _zegt_niets(invoer: Invoer) -> bool:
    """Tell whether nothing surely is told, and no act with a text of its own is heard."""
    verteld = any(not gehoord.gok for gehoord in invoer.behoeften)
    onbekend = invoer.intent in ANTWOORD or invoer.zeker < GOK
    return invoer.getypt.rstrip().endswith("?") and not verteld and onbekend


def _over_een_team(intake: Intake, woorden: str) -> bool:
    """Tell whether the name of a team is asked about: "wat is fier?"."""
    namen = {woord for team in intake.teams for woord in kaal(team.naam).split()} - {"team"}
    return woorden.startswith(("wat ", "wie ")) and bool(namen & set(woorden.split()))
