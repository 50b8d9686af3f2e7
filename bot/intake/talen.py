"""The short fixed page in another language, `data/talen.yml`: what this is, 112, an interpreter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

BESTAND = Path(__file__).parents[2] / "data" / "talen.yml"


@dataclass(frozen=True)
class Taal:
    """A language: *naam* in Dutch, *zelf* in itself; *woorden* by which somebody asks for it."""

    code: str
    naam: str
    zelf: str
    woorden: frozenset[str]
    tekst: str
    knop: str
    wacht: str

    @property
    def bubbel(self) -> str:
        """The page as one bubble: beside an answer there is room for no more."""
        return "\n".join(filter(None, self.tekst.splitlines()))


@lru_cache(maxsize=1)
def talen() -> Mapping[str, Taal]:
    """Return the languages by code, in the order in which they are offered."""
    regels: list[dict[str, Any]] = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    return {r["code"]: Taal(**{**r, "woorden": frozenset(r["woorden"])}) for r in regels}


def gevraagd(woorden: str) -> Taal | None:
    """Return the one language that is named in *woorden* (small letters, between spaces)."""
    genoemd = [taal for taal in talen().values() if taal.woorden & set(woorden.split())]
    return genoemd[0] if len(genoemd) == 1 else None
