"""The question whether all may be wiped, while a human is there or awaited: is it still open?

Wiping cannot be undone: only a yes to this very question is one (design section 5, invariant 12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.records import gesprekken


def onthouden(gesprek: gesprekken.Gesprek, geheugen: Mapping[str, Any]) -> dict[str, Any]:
    """Return *geheugen* in which the last bubble of *gesprek* is the question."""
    return {**geheugen, "wis_vraag": gesprek.volgnr}


def staat_open(gesprek: gesprekken.Gesprek, geheugen: Mapping[str, Any]) -> bool:
    """Tell whether the question is the last thing that was said, as *gesprek* stands.

    Whatever anybody says after it closes it: a yes that comes later answers something else.
    """
    return bool(geheugen.get("wis_vraag") == gesprek.volgnr)
