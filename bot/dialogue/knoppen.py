"""Buttons: the page gets an opaque id, the payload stays in the sealed memory of the talk."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from bot.dialogue.beeld import Knop

_PAYLOAD = re.compile(r"/(\w+)(\{.*\})?", re.DOTALL)

#: Always there while the bot answers; the id is the intent. `code` is the router's own.
ALTIJD_BOT = (
    Knop("hulpverlener", "Praat met een mens"),
    Knop("overslaan", "Overslaan"),
    Knop("terug", "Terug"),
    Knop("uitleg", "Leg het uit"),
    Knop("andere_taal", "Andere taal · Language"),
    Knop("stoppen", "Stoppen"),
    Knop("code", "Mijn code"),
    Knop("wissen", "Alles wissen"),
)
#: What stays while a human answers, is awaited, or has closed the talk.
ALTIJD_MENS = (
    Knop("stoppen", "Stoppen"),
    Knop("code", "Mijn code"),
    Knop("wissen", "Alles wissen"),
)
WACHT = (Knop("adressen", "Adressen zien"), Knop("intrekken", "Stop met wachten"))
DICHT = (
    Knop("heropenen", "Ik heb nog hulp nodig"),
    Knop("verder_met_bot", "Verder met de chatbot"),
)
WIS_VRAAG = (Knop("wis_ja", "Ja, wis alles"), Knop("wis_nee", "Nee, bewaar het"))


def onthoud(rasa_knop: dict[str, Any], *, los: bool = False) -> dict[str, Any]:
    """Return the record of a button that Rasa offers; *los* ones stand in a panel's line."""
    return {
        "id": secrets.token_hex(4),
        "titel": rasa_knop["title"],
        "payload": rasa_knop["payload"],
        "icoon": rasa_knop.get("icoon"),
        "los": los,
    }


def toon(record: dict[str, Any]) -> Knop:
    """Return what the page may see of a record."""
    return Knop(record["id"], record["titel"], record.get("icoon"))


def ontleed(payload: str) -> tuple[str, dict[str, str]]:
    """Split "/intent{...}" into intent and entities; raises ValueError for anything else."""
    match = _PAYLOAD.fullmatch(payload)
    if match is None:
        raise ValueError("not a payload")
    return match[1], json.loads(match[2]) if match[2] else {}
