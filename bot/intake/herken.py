"""Typed words that say exactly what a button says, or a command, whatever the NLU made of them.

Every button has a typed equivalent, and a way out must never depend on a guess.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import yaml

from bot.intake.intake import Intake
from bot.intake.invoer import Invoer
from bot.intake.talen import woordelijk
from bot.intake.teksten import BESTAND
from bot.intake.voorkeur import ja_maar
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
    "kweet nie": "weet_niet",
    "kweet niet": "weet_niet",
    "weet nie": "weet_niet",
    "weet ik nie": "weet_niet",
    "weet et nie": "weet_niet",
    "ik weet nie": "weet_niet",
    "ik weet het nie": "weet_niet",
}
#: Words that can stand beside "terug" where somebody means the question before.
_TERUG = frozenset({
    "terug", "wacht", "ff", "even", "effe", "ik", "k", "wil", "wou", "kan", "mag", "moet", "ga",
    "gaan", "we", "nee", "oeps", "sorry", "graag", "aub", "alsjeblieft", "nog", "weer", "een", "1",
    "vraag", "stap", "stapje", "naar", "de", "vorige", "naartoe", "nou", "hoe", "je",
})  # fmt: skip
_KORT = 7
#: A face of loose signs: ":(".
_GEZICHT = re.compile(r"[:;=]['-]?[()|/]")
#: What ends a list, whatever was asked.
ALLES = (
    "dat was het", "dit was het", "dat is alles", "dit is alles", "meer niet", "verder niets",
    "verder niks",
)  # fmt: skip


def herken(intake: Intake, invoer: Invoer) -> Invoer:
    """Return *invoer* as the button or command that it says, or as it is."""
    gezegd = kaal(invoer.getypt)
    if not gezegd:
        niets = invoer.getypt and not zegt_iets(invoer.getypt)
        return replace(invoer, intent="uitleg", zeker=1.0) if niets else invoer
    knoppen = list(aangeboden(intake))
    for titel, intent, keuze in knoppen:
        if kaal(titel) == gezegd and (keuze or intent != invoer.intent):
            return replace(invoer, intent=intent, keuze=keuze, behoeften=(), knop=bool(keuze))
    if ja_maar(intake, invoer.getypt):
        return replace(invoer, intent="ja", zeker=1.0)
    if gezegd in ALLES:
        return replace(invoer, intent="nee", behoeften=())
    dubbel = any(kaal(titel).startswith(f"{gezegd} ") for titel, *_ in knoppen)
    if woordelijk(gezegd) is not None:
        return replace(invoer, intent="andere_taal", behoeften=(), zeker=1.0)
    bevel = opdracht(invoer.getypt)
    if bevel is not None and not dubbel:  # "terug" beside "Terug naar mijn land" is no command
        return replace(invoer, intent=bevel, behoeften=(), zeker=1.0)
    return invoer


def zegt_iets(tekst: str) -> bool:
    """Tell whether *tekst* has a letter, a digit or an emoji in it; "??" asks what is meant."""
    return bool(_GEZICHT.search(tekst)) or any(
        teken.isalnum() or unicodedata.category(teken) == "So" for teken in tekst
    )


def opdracht(tekst: str) -> str | None:
    """Return the act that *tekst* commands in so many words, if it does."""
    gezegd = kaal(tekst)
    woorden = gezegd.split()
    if "terug" in woorden and len(woorden) <= _KORT and set(woorden) <= _TERUG:
        return "terug"  # "wacht ik wil terug"; with a country or a home named it is a wish
    if gezegd == "mens" and "?" in tekst:
        return None  # it may ask whether this is one
    return OPDRACHTEN.get(gezegd)


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
    responses = yaml.load(BESTAND.read_text(encoding="utf-8"), yaml.CSafeLoader)["responses"]
    return {naam: varianten[0].get("buttons", ()) for naam, varianten in responses.items()}


def kaal(tekst: str) -> str:
    """Return the words of *tekst* in small letters, without anything between them."""
    return " ".join(re.findall(r"[^\W_]+", tekst.casefold()))
