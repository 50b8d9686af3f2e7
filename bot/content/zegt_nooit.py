"""Invariants 2, 9 and 10: what the bot never says, in no bubble, button, panel or quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.content.beurt import Beurt
from bot.content.gezegd import (
    citaten,
    eigen_woorden_eruit,
    in_panelen,
    opsommingen,
    panelen,
    van_de_bot,
    vraagt_paneel,
    vragen,
    zinnen,
)
from bot.content.nooit import BEVEL, VERWIJT
from bot.content.verloop import Verloop
from bot.intake.behoeften import catalogus
from bot.intake.regels import woorden

#: Words of the police; the texts in which they may stand unasked are taken out first.
_POLITIE = re.compile(r"politie|aangifte|marechaussee|recherche|\bagent(en)?\b", re.I)
#: "Je koos: Politie" says back what was pressed among those whom one can exclude.
_MAG_ONGEVRAAGD = re.compile(
    r"je hoeft (daarvoor )?niet naar de politie|^je koos: [^?]*?(?=\. Is er)", re.I | re.M
)
#: Words that put a label on the person, or blame.
_ETIKET = re.compile(
    r"slachtoffer|mensenhandel|uitgebuit|uitbuiting|verhandeld|prostitu\w*|illega\w+|pooier|"
    r"loverboy|dader|waarom (heb|ben|ging|deed|liet) je|weet je zeker|doe niet zo|"
    rf"{BEVEL}|{VERWIJT}",
    re.I,
)
#: What is never asked: who, where and when somebody is, who did it and what happened.
_VERBODEN_VRAAG = re.compile(
    r"\bhoe heet\b|\bwat is (je|jouw) (\w+ )?(naam|adres|nationaliteit|geboortedatum|nummer)|"
    r"\bje (volledige )?(achter)?naam\b|waar woon|\badres\b|geboren|geboortedatum|"
    r"hoe oud|nationaliteit|(uit )?welk land|waar kom je|waar ben je|waar zit je|waar verblijf|"
    r"heb je (\w+ )?papieren|zeg waar je|paspoort|vergunning|\bstatus\b|\bdader\b|"
    r"wat deed|wat doet (hij|ze|zij)|"
    r"wat (heeft|hebben) (hij|ze|zij)|"
    r"wie (deed|doet|heeft) (het|dit|je|jou)|hoe heet (hij|zij|die)|wat is er gebeurd|"
    r"wat gebeurde|hoe is het gebeurd|\bwaarom\b",
    re.I,
)
_MAG_IN_VRAAG = re.compile(r"een naam hoeft niet|wat er gebeurd is,? hoeft niet", re.I)
_VERTEL = re.compile(r"^(vertel|typ|geef|noem|schrijf|zeg)\b", re.I)


def geen_politie(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """2. The bot never brings up the police or aangifte unasked.

    Four things may: 112 in danger, "je hoeft niet naar de politie", police among those whom a
    person can exclude, and what an address says about telling the police. The person's own words
    are no text of the bot, nor is the heading of the line that says back what they said of it.
    Asked is: their words or their button named it, or the label of the line they typed, now or
    earlier; that the NLU heard it excuses nothing. "Geen politie" excuses its own answer only.
    """
    if verloop.politie:
        return
    zelf = _eigen_kop() if verloop.genoemd else frozenset()
    for tekst in (*van_de_bot(beurt), *opsommingen(beurt)):
        if tekst not in zelf and _POLITIE.search(_MAG_ONGEVRAAGD.sub("", tekst)):
            yield f"unasked: “{tekst[:80]}”"
    for paneel in panelen(beurt):
        for adres in paneel.get("adressen", ()):
            naam = f"{adres['naam']} {adres['voor']}"
            if adres.get("aangifte") or (adres["id"] != "112" and _POLITIE.search(naam)):
                yield f"unasked beside the address {adres['id']}"
        for recht in paneel.get("rechten", ()):
            if _POLITIE.search(_MAG_ONGEVRAAGD.sub("", recht["tekst"])):
                yield f"unasked in a right: “{recht['tekst'][:60]}”"
    if beurt.na.stap != "liever_niet":
        for knop in beurt.na.aanbod:
            if knop.titel not in zelf and _POLITIE.search(knop.titel):
                yield f"unasked on a button: “{knop.titel}”"


@lru_cache(maxsize=1)
def _eigen_kop() -> frozenset[str]:
    """Return how the lines are headed that say back what the person said of aangifte."""
    kop = catalogus()["aangifte"].kop
    return frozenset({kop, f"Niet: {kop}", woorden()["koppen"]["aangifte"]})


def nooit_gevraagd(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """9. No name, address, birth date, nationality, permit, perpetrator or event is asked.

    In no question, on no button and in no panel, and in no sentence that asks to type or tell;
    "Een naam hoeft niet" is not asking.
    """
    opdrachten = [z for z in _zinnen(beurt) if _VERTEL.match(z)]
    knoppen = [k.titel for k in beurt.na.aanbod]
    for zin in (*vragen(beurt), *vraagt_paneel(beurt), *opdrachten, *knoppen):
        if _VERBODEN_VRAAG.search(_MAG_IN_VRAAG.sub("", zin)):
            yield f"asks: “{zin[:80]}”"


def _zinnen(beurt: Beurt) -> list[str]:
    eigen = " ".join(eigen_woorden_eruit(b.tekst) for b in beurt.bot)
    return [zin for tekst in (eigen, *in_panelen(beurt)) for zin in zinnen(tekst)]


def geen_etiket(verloop: Verloop, beurt: Beurt) -> Iterator[str]:
    """10. The bot uses no label for the person, and no blame.

    In bubbles, on buttons, beside addresses and in rights; in quotes too, but for the person's own
    words, which are their own.
    """
    gezegd = "\n".join(verloop.getypt).casefold()
    delen = [*van_de_bot(beurt), *(k.titel for k in beurt.na.aanbod), *in_panelen(beurt)]
    delen += [c for c in citaten(beurt) if c.casefold() not in gezegd]
    for tekst in delen:
        found = _ETIKET.search(tekst)
        if found:
            yield f"“{found[0]}” in “{tekst[:80]}”"
