"""A need that is named to turn it down: "nee geen dokter", or to keep it alone: "alleen een bed".

"Ik heb geen bed" turns nothing down: what is lacking is what is needed. In doubt it is no denial.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.intake.invoer import stuk
from bot.intake.situaties import kaal

#: What may stand before a denial with which a clause begins.
_AANLOOP = r"(?:nee|ja|klopt|en|maar|nou|eh|dus|ook|liever|alleen|dan)"
#: Before the words of a need, in its own clause.
_ERVOOR = re.compile(
    rf"^(?:{_AANLOOP} )*(?:geen|gn|niet|nie|zonder|behalve)(?: \w+){{0,3}}$"
    r"|\b(?:wil|wou|hoef|zoek|bedoel\w*|vroeg|zei)(?: \w+){0,3} geen(?: \w+)?$"
    r"|\b(?:hoef|bedoel\w*)(?: \w+){0,3} niet(?: \w+){0,3}$"
    r"|\bgaat niet (?:om|over)(?: \w+){0,2}$"
)
#: After them.
_ERNA = re.compile(
    r"^(?:is |heb ik )?(?:\w+ )?niet nodig\b|^hoeft? (?:ik )?(?:\w+ )?niet\b"
    r"|^(?:wil|bedoel\w*) ik (?:\w+ )?niet$"
)
_GEEN = re.compile(r"\bgeen(?: \w+)?$")
_NODIG = re.compile(r"^(?:\w+ )?nodig\b")
#: "Ik ben alleen" says that nobody is there.
_ALLEEN = re.compile(r"(?<!ben )(?<!zit )(?<!was )(?<!sta )\balleen (?:\w+ ){0,3}$")

Plek = tuple[str, int, int]


def ontkend(tekst: str, plekken: Iterable[Plek]) -> frozenset[str]:
    """Return the needs that are turned down wherever they stand: label, start and end of each."""
    weg: set[str] = set()
    blijft: set[str] = set()
    for label, start, eind in plekken:
        voor, na = _om(tekst, start, eind)
        niet_nodig = _GEEN.search(voor) and _NODIG.search(na)
        weigert = _ERVOOR.search(voor) or _ERNA.search(na) or niet_nodig
        (weg if weigert else blijft).add(label)
    return frozenset(weg - blijft)


def alleen(tekst: str, plekken: Iterable[Plek]) -> frozenset[str]:
    """Return the needs that *tekst* says are the only ones."""
    tot = ((label, _om(tekst, start, eind)[0], kaal(tekst[start:eind]))
           for label, start, eind in plekken)  # fmt: skip
    return frozenset(
        label
        for label, voor, woorden in tot
        if _ALLEEN.search(f"{voor} ") or woorden.startswith("alleen ")
    )


def _om(tekst: str, start: int, eind: int) -> tuple[str, str]:
    """Return the bare words before and after [start, eind), in its own clause."""
    links, rechts = stuk(tekst, start, eind)
    return kaal(tekst[links:start]), kaal(tekst[eind:rechts])
