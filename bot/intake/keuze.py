"""Which choice was pressed or typed."""

from __future__ import annotations

import re

from bot.intake.invoer import Invoer
from bot.intake.stappen import Stap

_ONTKENNING = re.compile(r"\b(geen|niet|nooit|zonder)\b", re.IGNORECASE)


def _staat_in(tekst: str, woorden: tuple[str, ...]) -> list[str]:
    return [w for w in woorden if re.search(rf"\b{re.escape(w)}\b", tekst.lower())]


def genoemd(stap: Stap, invoer: Invoer) -> str | None:
    """Return the first value of which a word was typed."""
    waarden = (w for w, woorden in stap.opties.items() if _staat_in(invoer.getypt, woorden))
    return next(waarden, None)


def gekozen(stap: Stap, invoer: Invoer) -> str | None:
    """Return the value that was pressed or typed, if it is clear which: "geen man" is not."""
    if invoer.knop:
        return invoer.keuze if invoer.keuze in stap.opties else None
    passend = []
    for waarde, woorden in stap.opties.items():
        gezegd = _staat_in(invoer.getypt, woorden)
        if any(_ONTKENNING.search(woord) for woord in gezegd):
            return waarde  # "maakt niet uit" says "niet" itself
        passend += [waarde] if gezegd else []
    if len(passend) != 1 or _ONTKENNING.search(invoer.getypt):
        return None
    return passend[0]


def plekken(stap: Stap, invoer: Invoer) -> list[str]:
    """Return the places that were pressed or typed; typed ones may be several."""
    if invoer.knop:
        return [plek for plek in stap.opties if plek == invoer.keuze]
    if _ONTKENNING.search(invoer.getypt.replace("niet veilig", "")):
        return []
    return [plek for plek, woorden in stap.opties.items() if _staat_in(invoer.getypt, woorden)]
