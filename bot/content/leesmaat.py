"""How hard a Dutch text is to read: sentences, words, syllables and the measure of Flesch-Douma.

Flesch-Douma: 206.84 - 0.93 x (words per sentence) - 77 x (syllables per word); 80-90 is group 7 of
the primary school (W.H. Douma, De leesbaarheid van landbouwbladen, 1960).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_WOORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: Dutch vowels that are one sound, the longest first; "ij" counts as one, an accent on the second
#: vowel ("coördinator") begins a syllable of its own.
_KLINKERS = re.compile(
    r"aai|eeu|ieu|oei|ooi|eau|aa|ee|oo|uu|ie|oe|eu|ui|ei|ij|ou|au|[aeiouyàáâäèéêëìíîïòóôöùúûü]"
)
_GETAL = re.compile(r"\d[\d .-]*")
_EINDE = re.compile(r"(?<=[.?!:])[\"”']?\s+|\n+")


def zinnen(tekst: str) -> list[str]:
    """Return the sentences of *tekst*; a colon and a new line end one too.

    The number of a step and the dot of a list are no part of it.
    """
    tekst = re.sub(r"^(?:\d+\.|•) ", "", tekst, flags=re.MULTILINE)
    return [deel.strip() for deel in _EINDE.split(tekst) if re.search(r"\w", deel)]


def volzinnen(tekst: str) -> list[str]:
    """Return the sentences of *tekst* that end as one: no buttons, headings or single words."""
    return [zin for zin in zinnen(tekst) if re.search(r"[.?:!][”\"']?$", zin)]


def woorden(tekst: str) -> list[str]:
    """Return the words of *tekst* without numbers and punctuation."""
    return _WOORD.findall(tekst)


def lengte(zin: str) -> int:
    """Return how many words a reader meets in *zin*; a number is one, also "033 448 11 86"."""
    return len(woorden(zin)) + len(_GETAL.findall(zin))


def lettergrepen(woord: str) -> int:
    """Return how many syllables *woord* has: its groups of vowels, one at least."""
    return max(1, len(_KLINKERS.findall(woord.lower())))


def flesch_douma(delen: Sequence[Sequence[str]]) -> float:
    """Return the Flesch-Douma score of sentences given as lists of words; higher is easier."""
    alle = [woord for zin in delen for woord in zin]
    per_zin = len(alle) / len(delen)
    return 206.84 - 0.93 * per_zin - 77 * sum(map(lettergrepen, alle)) / len(alle)
