"""What the bot itself said in a turn, without the person's own words that it says back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.content.beurt import Beurt

_AANHALING = re.compile(r"“[^”]*”")
#: What we say of an address, beside its name, number and page.
_OVER_ADRES = ("voor", "uren", "wacht", "kosten", "talen", "politie", "aangifte")
_VRAAG = re.compile(r"[^.!?\n]*\?+")


def eigen_woorden_eruit(tekst: str) -> str:
    """Return *tekst* without what stands in quotes: own words, or the words of a button."""
    regels = (r for r in tekst.split("\n") if not r.startswith("• "))
    return _AANHALING.sub("“”", "\n".join(regels))


def panelen(beurt: Beurt) -> list[Mapping[str, Any]]:
    """Return the panels of the turn."""
    return [b.paneel for b in beurt.bot if b.paneel]


def van_de_bot(beurt: Beurt) -> list[str]:
    """Return every text of the bot: bubbles, and the headings of the lines of a summary."""
    teksten = [eigen_woorden_eruit(b.tekst) for b in beurt.bot if b.tekst.strip()]
    koppen = [r["kop"] for p in panelen(beurt) for r in p.get("regels", ())]
    return [*teksten, *koppen]


def opsommingen(beurt: Beurt) -> list[str]:
    """Return the lines of a list ("• ...") in the bubbles, without what stands in quotes there."""
    regels = (r for b in beurt.bot for r in b.tekst.split("\n"))
    return [_AANHALING.sub("“”", r) for r in regels if r.startswith("• ")]


def citaten(beurt: Beurt) -> list[str]:
    """Return what the bubbles of the bot say in quotes."""
    return [c.strip("“”") for b in beurt.bot for c in _AANHALING.findall(b.tekst)]


def in_panelen(beurt: Beurt) -> list[str]:
    """Return the sentences of ours in panels: of rights, and beside addresses but their names."""
    teksten = [recht["tekst"] for p in panelen(beurt) for recht in p.get("rechten", ())]
    for adres in (a for p in panelen(beurt) for a in p.get("adressen", ())):
        teksten += [str(adres[deel]) for deel in _OVER_ADRES if adres.get(deel)]
    return teksten


def vraagt_paneel(beurt: Beurt) -> list[str]:
    """Return the questions in panels; what the person said or pressed there is their own."""
    return [v.strip() for tekst in in_panelen(beurt) for v in _VRAAG.findall(tekst)]


def zinnen(tekst: str) -> list[str]:
    """Return the sentences of *tekst*."""
    return [zin.strip() for zin in re.split(r"(?<=[.!?:])\s+", tekst) if zin.strip()]


def vragen(beurt: Beurt) -> list[str]:
    """Return the questions of the bot."""
    tekst = "\n".join(eigen_woorden_eruit(b.tekst) for b in beurt.bot)
    return [v.strip() for v in _VRAAG.findall(tekst) if v.strip(" ?")]
