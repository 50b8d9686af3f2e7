"""Buttons: the page gets an opaque id, the payload stays in the sealed memory of the talk."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from bot.dialogue.beeld import Knop
from bot.intake.herken import kaal, opdracht
from bot.intake.states import Staat

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
#: Of these, what answers the question that stands there: on an old page that is another one.
OP_DE_VRAAG = ("overslaan", "terug")
#: What stays while a human answers, is awaited, or has closed the talk.
ALTIJD_MENS = (
    Knop("stoppen", "Stoppen"),
    Knop("andere_taal", "Andere taal · Language"),
    Knop("code", "Mijn code"),
    Knop("wissen", "Alles wissen"),
)
WACHT = (Knop("adressen", "Adressen zien"), Knop("intrekken", "Stop met wachten"))
DICHT = (
    Knop("heropenen", "Ik heb nog hulp nodig"),
    Knop("verder_met_bot", "Verder met de chatbot"),
)
#: Stands there once after the code was shown; who does not press it just goes on.
BEWAARD = Knop("code_bewaard", "Ik heb de woorden bewaard")
WIS_VRAAG = (Knop("wis_ja", "Ja, wis alles"), Knop("wis_nee", "Nee, bewaar het"))


def van_staat(staat: Staat, wis_vraag: bool) -> tuple[Knop, ...]:
    """Return the router's own buttons in a state in which the bot does not answer."""
    return WIS_VRAAG if wis_vraag else {Staat.WACHT: WACHT, Staat.DICHT: DICHT}.get(staat, ())


def getypt(tekst: str, staat: Staat, wis_vraag: bool) -> str | None:
    """Return the id of the button that *tekst* says word for word, in such a state.

    "Stop" to a hulpverlener is for them; wiping is nobody's but the person's own.
    """
    woorden = kaal(tekst)
    altijd = {k.id for k in ALTIJD_MENS} - ({"stoppen"} if staat is Staat.MENS else set())
    bevel = opdracht(tekst)
    titels = {kaal(k.tekst): k.id for k in van_staat(staat, wis_vraag)}
    return bevel if bevel in altijd else titels.get(woorden)


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
