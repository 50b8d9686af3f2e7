"""What somebody is going through, `data/situaties.yml`: a fixed text, said once, beside the talk.

A situation adds no need: it says what there is to choose from, and the person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

BESTAND = Path(__file__).parents[2] / "data" / "situaties.yml"


@dataclass(frozen=True)
class Situatie:
    """One situation; *zegt* is a response, *stap* the side step that it opens."""

    naam: str
    zegt: str
    patroon: re.Pattern[str]
    stap: str | None = None

    @property
    def merk(self) -> str:
        """The mark of an intake in which this was said."""
        return f"situatie:{self.naam}"


@lru_cache(maxsize=1)
def situaties() -> tuple[Situatie, ...]:
    """Return every situation, in the order of the file."""
    regels = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    return tuple(_situatie(regel) for regel in regels)


def _situatie(regel: Mapping[str, object]) -> Situatie:
    zinnen = regel["zinnen"]
    assert isinstance(zinnen, list)  # noqa: S101
    vormen = "|".join(re.escape(kaal(zin)).replace(r"\*", r"\w*") for zin in zinnen)
    stap = regel.get("stap")
    patroon = re.compile(rf"\b(?:{vormen})\b")
    return Situatie(str(regel["naam"]), str(regel["zegt"]), patroon, str(stap) if stap else None)


def kaal(tekst: str) -> str:
    """Return *tekst* in small letters with single spaces, a star kept."""
    return " ".join(re.findall(r"[^\W_]+\*?", tekst.casefold().replace("ë", "e")))


def gehoord(tekst: str) -> Situatie | None:
    """Return the first situation that *tekst* speaks of."""
    plat = kaal(tekst)
    return next((s for s in situaties() if s.patroon.search(plat)), None)
