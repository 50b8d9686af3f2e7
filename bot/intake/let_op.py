"""What must stand on top of a case once it is said after the handoff, though it is no danger."""

from __future__ import annotations

import re

from bot.intake.acten import ZEKER
from bot.intake.herken import kaal
from bot.intake.invoer import Invoer
from bot.intake.meelezer import leest_mee
from bot.intake.zelf import over_zich

#: Somebody reads along now.
MEELEZER = "meelezer"
#: Somebody is with child; said of oneself, and not denied or of another.
_ZWANGER = re.compile(
    r"\b(?:zwanger\w*|in verwachting|ongesteld \w+ niet meer|krijg een (?:baby|kind)|"
    r"over tijd ben ik|ben \w*(?:overtijd|over tijd))\b"
)
_NIET_ZWANGER = re.compile(
    r"\b(?:niet|nooit|geen|was|vroeger)\b (?:\w+ ){0,2}(?:zwanger\w*|in verwachting)\b"
    r"|\b(?:zij|ze|zus|zusje|vriendin|moeder|nicht|vrouw|dochter) (?:\w+ ){0,2}"
    r"(?:zwanger|in verwachting)\b"
)
#: A number that counts something else than years.
_GEEN_LEEFTIJD = re.compile(r"\b\d{1,2} (?:week|weken|maand|maanden|dagen|uur|kilo)\b")


def let_op(invoer: Invoer) -> tuple[str, ...]:
    """Return what must stand on top of a case once it is said after the handoff.

    "jong": under 18; "zwanger"; `MEELEZER`. None is danger, and all change what a hulpverlener does
    first.
    """
    woorden = kaal(invoer.getypt)
    zeker = invoer.intent == "minderjarig" and invoer.zeker >= ZEKER
    jong = (zeker or invoer.ook == "minderjarig") and not _GEEN_LEEFTIJD.search(woorden)
    zwanger = _ZWANGER.search(woorden) and not _NIET_ZWANGER.search(woorden)
    if van_ander(invoer):  # of another's age or screen nothing is concluded
        return ()
    gehoord = {"jong": jong, "zwanger": zwanger, MEELEZER: leest_mee(invoer.getypt)}
    return tuple(soort for soort, is_zo in gehoord.items() if is_zo)


def van_ander(invoer: Invoer) -> bool:
    """Tell whether *invoer* is heard as worry about somebody else, and not plainly of oneself."""
    return "zorg_om_ander" in (invoer.intent, invoer.ook) and not over_zich(invoer.getypt)
