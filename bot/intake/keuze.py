"""Which choice was pressed or typed."""

from __future__ import annotations

import re

from bot.intake.invoer import Invoer, ontkent, zinsdelen
from bot.intake.stappen import Stap

#: Beside these a choice that is named is not plainly chosen ("een man mag ook").
_VOORBEHOUD = re.compile(
    r"\b(ook|of|mag|hoeft|desnoods|eventueel|evt|misschien|maakt|behalve|juist)\b", re.IGNORECASE
)
#: Words that add nothing to a choice.
_VULLING = frozenset({
    "een", "de", "het", "ik", "wil", "graag", "liefst", "liever", "met", "mij", "me", "mijn",
    "praat", "praten", "spreek", "spreken", "doe", "maar", "dan", "nog", "ergens", "deze", "dit",
    "dat", "zo", "ja", "nee", "nou", "nu", "voor", "in", "op", "en", "ben", "heb", "is", "kan",
    "hulp", "nodig", "snel", "mogelijk", "aub", "alsjeblieft", "eerst", "toch", "wel", "echt",
    "gewoon", "hoor", "haast", "geen", "niet", "weet", "beetje", "heel", "erg",
})  # fmt: skip
#: So many words beside the choice say something of their own.
_MEER = 2


def _staat_in(tekst: str, woorden: tuple[str, ...]) -> list[str]:
    return [w for w in woorden if re.search(rf"\b{re.escape(w)}\b", tekst.lower())]


def genoemd(stap: Stap, invoer: Invoer) -> str | None:
    """Return the first value of which a word was typed."""
    waarden = (w for w, woorden in stap.opties.items() if _staat_in(invoer.getypt, woorden))
    return next(waarden, None)


def gekozen(stap: Stap, invoer: Invoer) -> str | None:
    """Return the value that was pressed or typed, if it is clear which: "geen man" is not.

    A typed answer is read by its clauses: "een vrouw, geen man" says which, "een man mag ook"
    does not.
    """
    if invoer.knop:
        return invoer.keuze if invoer.keuze in stap.opties else None
    gezegd: set[str] = set()
    for deel in zinsdelen(invoer.getypt):
        waarden, weigert = _in_deel(stap, deel)
        if waarden and not weigert and _VOORBEHOUD.search(_zonder_opties(stap, deel)):
            return None
        gezegd |= set() if weigert else waarden
    return gezegd.pop() if len(gezegd) == 1 else None


def _in_deel(stap: Stap, deel: str) -> tuple[set[str], bool]:
    """Return the values that a clause names, and whether it denies them."""
    waarden = set()
    for waarde, woorden in stap.opties.items():
        woorden_hier = _staat_in(deel, woorden)
        if any(ontkent(woord) for woord in woorden_hier):
            return {waarde}, False  # "maakt niet uit" says "niet" itself
        waarden |= {waarde} if woorden_hier else set()
    return waarden, ontkent(deel)


def _zonder_opties(stap: Stap, deel: str) -> str:
    """Return *deel* without the words that name a choice."""
    for woorden in stap.opties.values():
        for woord in sorted(_staat_in(deel, woorden), key=len, reverse=True):
            deel = re.sub(rf"\b{re.escape(woord)}\b", " ", deel, flags=re.IGNORECASE)
    return deel


def zegt_meer(stap: Stap, invoer: Invoer) -> bool:
    """Tell whether more was typed than the choice, so that the words are worth keeping."""
    return len(inhoud(stap, invoer.getypt)) >= _MEER


def inhoud(stap: Stap, tekst: str) -> list[str]:
    """Return the words of *tekst* that say something beside a choice of *stap*."""
    rest = re.findall(r"[^\W\d_]+", _zonder_opties(stap, tekst).lower())
    return [woord for woord in rest if woord not in _VULLING]


def plekken(stap: Stap, invoer: Invoer) -> list[str]:
    """Return the places that were pressed or typed; typed ones may be several."""
    if invoer.knop:
        return [plek for plek in stap.opties if plek == invoer.keuze]
    if ontkent(re.sub(r"\bnie?t? veilig\b", "", invoer.getypt)):
        return []
    return [plek for plek, woorden in stap.opties.items() if _staat_in(invoer.getypt, woorden)]
