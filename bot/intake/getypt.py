"""What a person typed: made safe to keep, or bare to compare with words that are known."""

from __future__ import annotations

import unicodedata

MAX_TEKENS = 2000
#: Characters that turn the direction of the text around them: they can forge what is read.
_BIDI = {chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def schoon(tekst: str) -> str:
    """Return *tekst* without control characters (line breaks stay) and outer white space."""
    tekst = unicodedata.normalize("NFC", tekst.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (
        c
        for c in tekst
        if c == "\n" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _BIDI)
    )
    return "".join(kept).strip()


def plat(tekst: str) -> str:
    """Return *tekst* in small letters without accents, to find names in, however they are typed."""
    los = unicodedata.normalize("NFKD", tekst.casefold())
    return "".join(teken for teken in los if not unicodedata.combining(teken))
