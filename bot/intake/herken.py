"""Typed words that say exactly what a button says, or a command, whatever the NLU made of them.

Every button has a typed equivalent, and a way out must never depend on a guess.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import yaml

from bot.intake.intake import Intake
from bot.intake.invoer import Invoer
from bot.intake.teksten import BESTAND
from bot.intake.vraag import vraag

#: What can be typed anywhere, as it stands.
OPDRACHTEN = {
    "stop": "stoppen",
    "stoppen": "stoppen",
    "stop weg": "stoppen",
    "terug": "terug",
    "ga terug": "terug",
    "overslaan": "overslaan",
    "sla over": "overslaan",
    "wissen": "wissen",
    "alles wissen": "wissen",
    "wis alles": "wissen",
    "uitleg": "uitleg",
    "leg uit": "uitleg",
    "leg het uit": "uitleg",
    "mens": "hulpverlener",
    "hulpverlener": "hulpverlener",
    "praat met een mens": "hulpverlener",
    "code": "code",
    "mijn code": "code",
}
#: What ends a list, whatever was asked.
ALLES = (
    "dat was het", "dit was het", "dat is alles", "dit is alles", "meer niet", "verder niets",
    "verder niks",
)  # fmt: skip


def herken(intake: Intake, invoer: Invoer) -> Invoer:
    """Return *invoer* as the button or command that it says, or as it is."""
    woorden = kaal(invoer.getypt)
    if not woorden:
        return invoer
    knoppen = list(aangeboden(intake))
    for titel, intent, keuze in knoppen:
        if kaal(titel) == woorden and (keuze or intent != invoer.intent):
            return replace(invoer, intent=intent, keuze=keuze, behoeften=(), knop=bool(keuze))
    if woorden in ALLES:
        return replace(invoer, intent="nee", behoeften=())
    dubbel = any(kaal(titel).startswith(f"{woorden} ") for titel, *_ in knoppen)
    if woorden in OPDRACHTEN and not dubbel:  # "terug" beside "Terug naar mijn land" is no command
        return replace(invoer, intent=OPDRACHTEN[woorden], behoeften=(), zeker=1.0)
    return invoer


def aangeboden(intake: Intake) -> Iterator[tuple[str, str, str | None]]:
    """Yield the buttons of the current question: title, intent and choice."""
    for bericht in vraag(intake).berichten:
        for knop in bericht.knoppen:
            yield knop.tekst, "keuze", knop.keuze
        yield from _vaste(bericht.response)


def _vaste(response: str | None) -> Iterator[tuple[str, str, str | None]]:
    for knop in _domein().get(response or "", ()):
        intent, haak, rest = knop["payload"][1:].partition("{{")
        keuze = json.loads("{" + rest.replace("}}", "}"))["keuze"] if haak else None
        yield knop["title"], intent, keuze


@lru_cache(maxsize=1)
def _domein() -> Mapping[str, Any]:
    """Return the buttons of every response of the domain."""
    responses = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))["responses"]
    return {naam: varianten[0].get("buttons", ()) for naam, varianten in responses.items()}


def kaal(tekst: str) -> str:
    """Return *tekst* in small letters and without signs, as typed words are compared."""
    return " ".join(re.findall(r"[^\W_]+", tekst.casefold()))
