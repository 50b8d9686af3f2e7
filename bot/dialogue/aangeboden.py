"""What a page sends: typed text as it is kept, and a button only if it was offered last."""

from __future__ import annotations

from typing import Any

from bot.dialogue import knoppen
from bot.dialogue.agent import knop
from bot.dialogue.beeld import SlechteInvoer
from bot.dialogue.botkant import Zegt
from bot.intake import getypt
from bot.intake.teksten import zin


def geboden(
    geheugen: dict[str, Any], keuze: str, regels: list[str] | None, client_id: str | None
) -> Zegt | None:
    """Return what the button *keuze* says, None for one that was answered already.

    Raises `SlechteInvoer` for a button that this conversation was not offered last.
    """
    record = next((k for k in geheugen.get("knoppen", []) if k["id"] == keuze), None)
    if record is None:
        if keuze in geheugen.get("vorige", []) and client_id is None:
            return None  # pressed twice; a page gives each press its id, and a double one the same
        raise SlechteInvoer(zin("utter_oude_knop"))
    intent, entities = knoppen.ontleed(record["payload"])
    titel = record["titel"]
    return Zegt(
        knop(intent, titel, entities), titel, client_id=client_id, regels=tuple(regels or ())
    )


def keur(tekst: str) -> str:
    """Return *tekst* as it is kept; raises `SlechteInvoer` when it is empty or too long."""
    clean = getypt.schoon(tekst)
    if not clean:
        raise SlechteInvoer(zin("utter_leeg"))
    if len(clean) > getypt.MAX_TEKENS:
        raise SlechteInvoer(zin("utter_te_lang"), clean)
    return clean
