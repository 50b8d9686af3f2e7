"""What somebody is going through, `data/situaties.yml`: a fixed text, said once, beside the talk.

A situation adds no need: it says what there is to choose from, and the person chooses. Where
somebody is abroad, `data/landen.yml` has what is said for which countries (seed statement B17).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.intake.getypt import plat
from bot.intake.invoer import zinsdelen

BESTAND = Path(__file__).parents[2] / "data" / "situaties.yml"
LANDEN = BESTAND.with_name("landen.yml")
#: Stands in a sentence for a name of the file with countries.
LAND = "{land}"
#: What stands for ".." in a sentence of the file.
_ENKELE = r"(?:\w+ ){0,3}"
_LIJST = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Situatie:
    """One situation; *zegt* is a response, *stap* the side step that it opens.

    *patroon* finds it in a clause; *niet* are words in a message, and *niet_naast* needs beside
    it, with which the same words mean something else. *rechten*: the rights are shown with it.
    *gevaar*: it counts beside danger alone, and this is said there.
    """

    naam: str
    zegt: str
    patroon: re.Pattern[str]
    stap: str | None = None
    niet: re.Pattern[str] | None = None
    niet_naast: frozenset[str] = frozenset()
    rechten: bool = False
    gevaar: str | None = None

    @property
    def merk(self) -> str:
        """The mark of an intake in which this was said: another country has another text."""
        return f"situatie:{self.zegt}"

    def staat_in(self, tekst: str, behoeften: Collection[str]) -> bool:
        """Tell whether *tekst*, in which these needs were heard, speaks of it."""
        if self.niet_naast & set(behoeften) or (self.niet and self.niet.search(kaal(tekst))):
            return False
        return any(self.patroon.search(kaal(deel)) for deel in zinsdelen(tekst))


@lru_cache(maxsize=1)
def situaties() -> tuple[Situatie, ...]:
    """Return every situation, in the order of the file; raises KeyError for an unknown {list}."""
    regels = yaml.load(BESTAND.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return tuple(situatie for regel in regels for situatie in _per_land(regel))


def _per_land(regel: Mapping[str, Any]) -> Iterator[Situatie]:
    """Yield a situation for each group of countries, then the one in which no country is named."""
    met_land = [zin for zin in regel["zinnen"] if LAND in zin]
    if met_land:
        for groep in yaml.load(LANDEN.read_text(encoding="utf-8"), yaml.CSafeLoader):
            van_groep = {**regel, **({"gevaar": groep["gevaar"]} if "gevaar" in regel else {})}
            yield _situatie(van_groep, met_land, groep["zegt"], groep["namen"])
    yield _situatie(regel, [z for z in regel["zinnen"] if z not in met_land], regel["zegt"])


def _situatie(
    regel: Mapping[str, Any], zinnen: Iterable[str], zegt: str, landen: Sequence[str] = ()
) -> Situatie:
    woorden = {**regel.get("woorden", {}), "land": landen}
    return Situatie(
        regel["naam"],
        zegt,
        _een_van(_zin(zin, woorden) for zin in zinnen),
        regel.get("stap"),
        _een_van(map(_woord, regel["niet"])) if "niet" in regel else None,
        frozenset(regel.get("niet_naast", ())),
        regel.get("rechten", False),
        regel.get("gevaar"),
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
    gewoon = (s for s in situaties() if s.gevaar is None)
    return next((s for s in gewoon if s.staat_in(tekst, behoeften)), None)


def in_gevaar(tekst: str) -> Situatie | None:
    """Return where *tekst*, said in danger, says that somebody is, where that is not here."""
    return next((s for s in situaties() if s.gevaar and s.staat_in(tekst, ())), None)
