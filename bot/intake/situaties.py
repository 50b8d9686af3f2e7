"""What somebody is going through, `data/situaties.yml`: a fixed text, said once, beside the talk.

A situation adds no need: it says what there is to choose from, and the person chooses.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from bot.intake.getypt import plat
from bot.intake.invoer import zinsdelen

BESTAND = Path(__file__).parents[2] / "data" / "situaties.yml"
#: What stands for ".." in a sentence of the file.
_ENKELE = r"(?:\w+ ){0,3}"
_LIJST = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Situatie:
    """One situation; *zegt* is a response, *stap* the side step that it opens.

    *patroon* finds it in a clause; *niet* are words in a message, and *niet_naast* needs beside
    it, with which the same words mean something else.
    """

    naam: str
    zegt: str
    patroon: re.Pattern[str]
    stap: str | None = None
    niet: re.Pattern[str] | None = None
    niet_naast: frozenset[str] = frozenset()

    @property
    def merk(self) -> str:
        """The mark of an intake in which this was said."""
        return f"situatie:{self.naam}"

    def staat_in(self, tekst: str, behoeften: Collection[str]) -> bool:
        """Tell whether *tekst*, in which these needs were heard, speaks of it."""
        if self.niet_naast & set(behoeften) or (self.niet and self.niet.search(kaal(tekst))):
            return False
        return any(self.patroon.search(kaal(deel)) for deel in zinsdelen(tekst))


@lru_cache(maxsize=1)
def situaties() -> tuple[Situatie, ...]:
    """Return every situation, in the order of the file; raises KeyError for an unknown {list}."""
    regels = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    return tuple(
        Situatie(
            regel["naam"],
            regel["zegt"],
            _een_van(_zin(zin, regel.get("woorden", {})) for zin in regel["zinnen"]),
            regel.get("stap"),
            _een_van(map(_woord, regel["niet"])) if "niet" in regel else None,
            frozenset(regel.get("niet_naast", ())),
        )
        for regel in regels
    )


def _een_van(vormen: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(vormen)})\b")


def _zin(zin: str, lijsten: Mapping[str, Sequence[str]]) -> str:
    """Return *zin* as a pattern: `..`, a {list} of *lijsten*, and words."""
    delen = [_ENKELE if deel == ".." else f"{_deel(deel, lijsten)} " for deel in zin.split()]
    return "".join(delen).rstrip()


def _deel(deel: str, lijsten: Mapping[str, Sequence[str]]) -> str:
    lijst = _LIJST.fullmatch(deel)
    return rf"(?:{'|'.join(map(_woord, lijsten[lijst[1]]))})" if lijst else _woord(deel)


def _woord(woord: str) -> str:
    return re.escape(kaal(woord)).replace(r"\*", r"\w*")


def kaal(tekst: str) -> str:
    """Return *tekst* in small letters without accents, with single spaces, a star kept."""
    return " ".join(re.findall(r"[^\W_]+\*?", plat(tekst)))


def gehoord(tekst: str, behoeften: Collection[str] = ()) -> Situatie | None:
    """Return the first situation that *tekst* speaks of, beside the needs that were heard in it."""
    return next((s for s in situaties() if s.staat_in(tekst, behoeften)), None)
