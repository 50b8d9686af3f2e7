"""Which words a reader knows: wordfreq's Dutch list, and data/taal.yml of the inhoudsteam.

A zipf value is the logarithm (base 10) of how often a word stands in a billion words: 4.0 is once
in a hundred thousand. wordfreq 3.0.3, list "best" of Dutch; data CC BY-SA 4.0 (Robyn Speer).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.content import bron

BESTAND = "data/taal.yml"
_KLINKER = "aeiou"


@dataclass(frozen=True)
class Uitleg:
    """A hard word that may be used: its gloss, and the text that is always read first with it."""

    woord: str
    uitleg: tuple[str, ...]
    eerst_in: tuple[str, ...]
    regel: int


@dataclass(frozen=True)
class Uitzondering:
    """A text for which a gate does not hold, and why."""

    tekst: str
    poorten: tuple[str, ...]
    reden: str
    regel: int


@dataclass(frozen=True)
class Taal:
    """What data/taal.yml says."""

    uitleg: Mapping[str, Uitleg] = field(default_factory=dict)
    gewoon: Mapping[str, str] = field(default_factory=dict)
    namen: frozenset[str] = frozenset()
    gewoner: Mapping[str, str] = field(default_factory=dict)
    uitzonderingen: tuple[Uitzondering, ...] = ()

    def vrij(self, tekst: str, poort: str) -> bool:
        """Tell whether the text named *tekst* is excepted from *poort*."""
        return any(
            poort in uit.poorten and re.fullmatch(uit.tekst.replace("*", ".*"), tekst)
            for uit in self.uitzonderingen
        )


def laad(root: Path) -> Taal:
    """Read data/taal.yml under *root*; raises `bron.Kapot`."""
    inhoud: dict[str, Any] = bron.lees(root, BESTAND)
    uitleg = {
        woord: Uitleg(woord, tuple(_rij(v["uitleg"])), tuple(_rij(v.get("eerst_in"))), v.regel)
        for woord, v in inhoud["uitleg"].items()
    }
    uitzonderingen = tuple(
        Uitzondering(str(u["tekst"]), tuple(_rij(u["poorten"])), str(u["reden"]), u.regel)
        for u in inhoud["uitzonderingen"]
    )
    return Taal(
        uitleg,
        {str(woord): str(reden) for woord, reden in inhoud["gewoon"].items()},
        frozenset(str(naam).lower() for naam in inhoud["namen"]),
        {str(woord): str(beter) for woord, beter in inhoud["gewoner"].items()},
        uitzonderingen,
    )


def _rij(waarde: Any) -> list[str]:
    if waarde is None:
        return []
    return [str(w) for w in waarde] if isinstance(waarde, list) else [str(waarde)]


@lru_cache(maxsize=50_000)
def zipf(woord: str) -> float:
    """Return the highest zipf value of *woord* and the forms it may come from."""
    from wordfreq import zipf_frequency

    return max(float(zipf_frequency(vorm, "nl")) for vorm in vormen(woord.lower()))


def vormen(woord: str) -> Iterator[str]:
    """Yield *woord* and what it may be a form of: "doorgeef" of "doorgeven", "vinkje" of "vink"."""
    yield woord
    stammen = {woord.replace("'", "").replace("’", "")}
    for einde in (
        "jes",
        "je",
        "tje",
        "tjes",
        "pje",
        "en",
        "n",
        "s",
        "t",
        "e",
        "de",
        "te",
        "den",
        "st",
        "ste",
    ):
        if woord.endswith(einde) and len(woord) - len(einde) >= 3:
            stammen.add(woord.removesuffix(einde))
    if woord.startswith("ge") and len(woord) > 5:
        stammen.add(woord[2:].removesuffix("d").removesuffix("t"))
    for stam in (s for s in stammen if len(s) > 2):
        yield stam
        yield stam + "en"
        yield stam + "n"
        yield _open(stam) + "en"
        if stam[-1] == stam[-2]:
            yield stam[:-1]


def _open(stam: str) -> str:
    """Return *stam* as it stands before -en: "geef" is "gev", "loop" is "lop", "zet" is "zett"."""
    laatste = {"f": "v", "s": "z"}.get(stam[-1], stam[-1])
    if len(stam) > 3 and stam[-2] == stam[-3] and stam[-2] in _KLINKER:
        return stam[:-2] + laatste
    if stam[-1] not in _KLINKER and stam[-2] in _KLINKER:
        return stam + stam[-1]
    return stam[:-1] + laatste
