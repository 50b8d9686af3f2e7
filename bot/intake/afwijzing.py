"""Places that somebody names, and those they turn down in free words: "niet bij Fier"."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.intake.getypt import plat
from bot.intake.invoer import ONTKENNING
from bot.intake.sociale_kaart import Adres, kaart

#: From so many letters a name is also found inside or across words: "veiligthuis", "politiebureau".
_LANG = 7
#: Who turns down this one wants nothing of the government; no place is called so.
_OVERHEID = "overheid"
#: What may stand between a denial and the place that it is about, and how many of these.
_TUSSEN = (
    "meer", "weer", "terug", "een", "keer", "ooit", "in", "naar", "bij", "van", "met", "via",
    "door", "aan", "heen", "de", "het", "t", "die", "dat", "mensen", "iemand", "hulp", "opvang",
    "of", "en", "ook", "hulpverleners?", "begeleiders?", "chat", "praten", "bellen",
)  # fmt: skip
_LANGST = 8
#: "Niet bij Fier geweest" and "niet bij Fier, wel bij CoMensha" turn nothing down.
_TOCH_NIET = r"(?! (?:geweest|wel|\?))"


def genoemd(adres: Adres, woorden: str) -> bool:
    """Tell whether *woorden* name *adres*, by its own name or by a short one."""
    gezegd = f" {_kaal(woorden)} "
    dicht = "".join(gezegd.split())
    return any(f" {naam} " in gezegd or (len(naam) >= _LANG and naam in dicht)
               for naam in _namen(adres))  # fmt: skip


def afgewezen(tekst: str) -> str:
    """Return the places in *tekst* that stand with a denial, "" where none does.

    A place that is only named ("bij Fier was het fijn") is none.
    """
    gezegd = " ".join(re.findall(r"[^\W_]+|[.!?;:,\n]", plat(tekst)))
    treffers = (t for patroon in _patronen() for t in patroon.finditer(gezegd))
    return " / ".join(treffer["plek"] for treffer in treffers)


def _kaal(tekst: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", plat(tekst)))


def _namen(adres: Adres) -> set[str]:
    """Return the names of a place in small letters, also written as one word."""
    namen = {_kaal(naam) for naam in (adres.naam, *adres.kort)}
    return namen | {dicht for naam in namen if len(dicht := "".join(naam.split())) >= _LANG}


@lru_cache(maxsize=1)
def _patronen() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a denial before places, and of one behind them."""
    namen = {naam for adres in kaart() for naam in _namen(adres)} | {_OVERHEID}
    naam = rf"(?:{'|'.join(sorted(map(re.escape, namen), key=len, reverse=True))})\b{_TOCH_NIET}"
    niet, tussen = f"(?:{'|'.join(ONTKENNING)})", f"(?:{'|'.join(_TUSSEN)})"
    meer = rf"(?: ,(?= (?:de |het )?{naam}))?(?: {tussen}){{0,3}} {naam}"
    wil = r"(?:wil|wou|ga|hoef|durf) (?:ik|k|we|wij)"
    return (
        re.compile(rf"(?<!nog )\b{niet}(?: {tussen}){{0,{_LANGST}}} (?P<plek>{naam}(?:{meer})*)"),
        re.compile(rf"\b(?P<plek>{naam}) (?:{wil}(?: \w+)? {niet}|liever niet|nooit meer)\b"),
    )
