"""The short fixed page in another language, `data/talen.yml`: what this is, 112, an interpreter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

#: How the mark begins of the language whose page was read.
TAAL = "taal:"
#: Words beside the name of a language that ask for nothing else.
_ERBIJ = frozenset({
    "in", "het", "ook", "kan", "kunt", "je", "u", "graag", "aub", "alsjeblieft", "please", "taal",
    "language", "speak", "can", "we", "you", "i", "proszę", "prosze", "po", "język", "te", "rog",
    "por", "favor", "моля", "lütfen", "en", "s", "il", "vous", "plait", "plaît", "من", "فضلك",
})  # fmt: skip
BESTAND = Path(__file__).parents[2] / "data" / "talen.yml"


@dataclass(frozen=True)
class Taal:
    """A language: *naam* in Dutch, *zelf* in itself; *woorden* by which somebody asks for it.

    *snapt* are whole sentences that say "I do not understand" in it, *kijkt* that somebody reads
    along now. The page is *tekst*, *stil*
    while somebody looks along; *wacht*, *mens* and *dicht* are for who waits for a human, has one,
    or is done with one.
    """

    code: str
    naam: str
    zelf: str
    woorden: frozenset[str]
    snapt: frozenset[str]
    kijkt: frozenset[str]
    tekst: str
    stil: str
    knop: str
    wacht: str
    mens: str
    dicht: str

    @property
    def bubbel(self) -> str:
        """The page as one bubble: beside an answer there is room for no more."""
        return "\n".join(filter(None, self.tekst.splitlines()))

    @property
    def nood(self) -> str:
        """The numbers for danger: the middle part of the page."""
        return self.bubbel.splitlines()[1]


@lru_cache(maxsize=1)
def talen() -> Mapping[str, Taal]:
    """Return the languages by code, in the order in which they are offered."""
    regels: list[dict[str, Any]] = yaml.load(BESTAND.read_text(encoding="utf-8"), yaml.CSafeLoader)
    sets = ("woorden", "snapt", "kijkt")
    return {r["code"]: Taal(**{**r, **{n: frozenset(r[n]) for n in sets}}) for r in regels}


def gevraagd(woorden: str) -> Taal | None:
    """Return the one language that is named or spoken in *woorden* (small letters, spaces)."""
    genoemd = [
        taal
        for taal in talen().values()
        if taal.woorden & set(woorden.split()) or woorden in taal.snapt
    ]
    return genoemd[0] if len(genoemd) == 1 else None


def woordelijk(woorden: str) -> Taal | None:
    """Return the language that *woorden* ask for and nothing else, whatever the NLU made of it."""
    taal = gevraagd(woorden)
    if taal is None or woorden in taal.snapt or set(woorden.split()) <= taal.woorden | _ERBIJ:
        return taal
    return None


def gekozen(merken: Iterable[str]) -> Taal | None:
    """Return the language whose page was read last, by the marks of an intake."""
    codes = [merk.removeprefix(TAAL) for merk in merken if merk.startswith(TAAL)]
    return talen()[codes[-1]] if codes else None
