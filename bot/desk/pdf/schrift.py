"""Letters for the PDF: joins Arabic, orders right-to-left, and names what the font lacks.

fpdf2 draws code points one after another. Arabic needs its letters in joined forms, and both
Arabic and Hebrew in visual order; what the font cannot draw is written as its name, so that no
letter is lost silently.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from fpdf.bidi import BidiParagraph

_VORMEN = {"<isolated>": 0, "<final>": 1, "<initial>": 2, "<medial>": 3}
_LAM = "\u0644"
_TATWEEL = "\u0640"
#: Joiners, direction marks and variation selectors: they shape other signs and are no letters.
_STIL = {0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x061C, 0xFEFF, 0xFE0E, 0xFE0F}


@lru_cache(maxsize=1)
def _arabisch() -> dict[str, dict[int, str]]:
    """Return the presentation forms of each letter (or lam-alef pair), from Unicode itself."""
    vormen: dict[str, dict[int, str]] = {}
    for code in (*range(0xFB50, 0xFDD0), *range(0xFE70, 0xFEFD)):
        soort, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        basis = "".join(chr(int(letter, 16)) for letter in letters)
        lam_alef = len(basis) == 2 and basis[0] == _LAM and code >= 0xFEF5
        if soort in _VORMEN and (len(basis) == 1 or lam_alef):
            vormen.setdefault(basis, {})[_VORMEN[soort]] = chr(code)
    return vormen


def vorm(tekst: str) -> str:
    """Return *tekst* with its Arabic letters in joined forms, still in reading order."""
    letters = list(_paren(tekst))
    return "".join(_vorm(letters, plek) for plek in range(len(letters)))


def _paren(tekst: str) -> Iterable[str]:
    """Yield the letters, lam and alef together where they make one sign."""
    plek = 0
    while plek < len(tekst):
        paar = tekst[plek : plek + 2]
        een = paar if len(paar) == 2 and paar in _arabisch() else tekst[plek]
        yield een
        plek += len(een)


def _vorm(letters: list[str], plek: int) -> str:
    vormen = _arabisch().get(letters[plek])
    if vormen is None:
        return letters[plek]
    ervoor = _buur(letters, plek, -1)
    erna = _buur(letters, plek, 1)
    verbonden_voor = _verbindt_verder(ervoor) and 1 in vormen
    verbonden_na = 2 in vormen and (erna == _TATWEEL or 1 in _arabisch().get(erna, {}))
    soort = {
        (False, False): 0,
        (True, False): 1,
        (False, True): 2,
        (True, True): 3,
    }[verbonden_voor, verbonden_na]
    return vormen.get(soort) or vormen.get(0) or letters[plek]


def _verbindt_verder(letter: str) -> bool:
    """Tell whether a letter reaches out to the one after it."""
    return letter == _TATWEEL or 2 in _arabisch().get(letter, {})


def _buur(letters: list[str], plek: int, richting: int) -> str:
    """Return the neighbour that counts for joining: vowel marks do not."""
    plek += richting
    while 0 <= plek < len(letters):
        if unicodedata.category(letters[plek][0]) != "Mn":
            return letters[plek]
        plek += richting
    return ""


def zichtbaar(tekst: str, kent: Callable[[int], bool]) -> str:
    """Return *tekst* with every sign that the font lacks written as its name in brackets."""
    uit: list[str] = []
    for teken in tekst:
        code = ord(teken)
        if code in _STIL or 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F:
            continue
        if teken in "\n " or kent(code):
            uit.append(teken)
        elif teken.isspace():
            uit.append(" ")
        else:
            uit.append(f"[{unicodedata.name(teken, f'U+{code:04X}')}]")
    return "".join(uit)


def is_rechts(tekst: str) -> bool:
    """Tell whether *tekst* is read from right to left: its first strong letter decides."""
    for teken in tekst:
        richting = unicodedata.bidirectional(teken)
        if richting in ("R", "AL"):
            return True
        if richting == "L":
            return False
    return False


def in_beeld(regel: str) -> str:
    """Return one line as it is drawn from left to right."""
    if not any(unicodedata.bidirectional(teken) in ("R", "AL", "AN") for teken in regel):
        return regel
    return str(BidiParagraph(regel).get_reordered_string())


def regels(tekst: str, breedte: float, meet: Callable[[str], float]) -> list[str]:
    """Break *tekst* into lines no wider than *breedte*, in reading order; loses nothing.

    A word that is too wide by itself is cut.
    """
    uit: list[str] = []
    for alinea in tekst.split("\n"):
        nu = ""
        for woord in alinea.split(" "):
            for deel in _stukken(woord, breedte, meet):
                langer = f"{nu} {deel}" if nu else deel
                if nu and meet(langer) > breedte:
                    uit.append(nu)
                    nu = deel
                else:
                    nu = langer
        uit.append(nu)
    return uit


def _stukken(woord: str, breedte: float, meet: Callable[[str], float]) -> Iterable[str]:
    while len(woord) > 1 and meet(woord) > breedte:
        past = 1
        while past < len(woord) and meet(woord[: past + 1]) <= breedte:
            past += 1
        yield woord[:past]
        woord = woord[past:]
    yield woord
