"""The gates of plain Dutch: what every text for an overlever must pass.

The rules and their numbers come from the design's survey of survivors (section 6: plain Dutch,
measured; section 2.6: what never to say, in `nooit.py`). A2 for the talk, B1 for explanation.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.content import nooit
from bot.content.leesmaat import flesch_douma, lengte, lettergrepen, woorden, zinnen
from bot.content.leestekst import Leestekst
from bot.content.woordenschat import Taal, Uitleg, zipf


@dataclass(frozen=True)
class Maat:
    """The limits of one kind of text."""

    gemiddeld: float
    langste: int
    flesch: float


MATEN = {"kern": Maat(10, 12, 80), "info": Maat(12, 15, 70)}
HEEL_SCRIPT = 8.0
MAX_WOORDEN, MAX_ZINNEN = 45, 4
#: Pages that somebody can read before the talk has begun.
VOORAF = ("start", "terug", "fout", "leeg")
#: Below so many words Flesch-Douma says nothing.
FLESCH_VANAF = 8
ZELDZAAM, MINDER_GEWOON, DEEL_MINDER = 3.5, 4.0, 0.10
#: From so many syllables only a word of the list may stand, and from so many only with its gloss.
LANG_WOORD, TE_LANG_WOORD = 4, 5


@dataclass(frozen=True)
class Klacht:
    """A gate that a text does not pass; *woord* is what it is about, where it is about one."""

    poort: str
    wat: str
    doe: str
    zin: str = ""
    woord: str = ""


def klachten(leestekst: Leestekst, taal: Taal) -> Iterator[Klacht]:
    """Yield what is wrong with a text; excepted gates are left out."""
    for poort in POORTEN:
        for klacht in poort(leestekst, taal):
            if not taal.vrij(leestekst.naam, klacht.poort):
                yield klacht


def _lengte(leestekst: Leestekst, _taal: Taal) -> Iterator[Klacht]:
    maat, delen = MATEN[leestekst.soort], zinnen(leestekst.tekst)
    aantallen = [lengte(zin) for zin in delen]
    for zin, aantal in zip(delen, aantallen, strict=True):
        if aantal > maat.langste:
            wat = f"Deze zin heeft {aantal} woorden, hoogstens {maat.langste} mag."
            yield Klacht("zinslengte", wat, "Maak er twee zinnen van.", zin)
    if aantallen and sum(aantallen) / len(aantallen) > maat.gemiddeld:
        gemiddeld = sum(aantallen) / len(aantallen)
        wat = f"De zinnen hebben gemiddeld {gemiddeld:.1f} woorden, {maat.gemiddeld:g} mag."
        yield Klacht("zinslengte", wat, "Maak de zinnen korter.", delen[0])


def _omvang(leestekst: Leestekst, _taal: Taal) -> Iterator[Klacht]:
    tekst = leestekst.tekst
    aantal, delen, vragen = lengte(tekst), len(zinnen(tekst)), tekst.count("?")
    if aantal > MAX_WOORDEN:
        wat = f"Dit ballonnetje heeft {aantal} woorden, hoogstens {MAX_WOORDEN} mag."
        yield Klacht("omvang", wat, "Haal er iets uit, of maak er twee ballonnetjes van.")
    if delen > MAX_ZINNEN:
        wat = f"Dit ballonnetje heeft {delen} zinnen, hoogstens {MAX_ZINNEN} mag."
        yield Klacht("omvang", wat, "Haal er iets uit, of maak er twee ballonnetjes van.")
    if vragen > 1:
        yield Klacht("een_vraag", f"Hier staan {vragen} vragen.", "Stel er maar een.")


def _flesch(leestekst: Leestekst, taal: Taal) -> Iterator[Klacht]:
    """Measure Flesch-Douma; a word with its own gloss counts as a short one."""
    delen = [
        ["woord" if _vrij_woord(w, taal) else w for w in woorden(zin)]
        for zin in zinnen(leestekst.tekst)
    ]
    delen = [deel for deel in delen if deel]
    if sum(map(len, delen)) < FLESCH_VANAF:
        return
    score, nodig = flesch_douma(delen), MATEN[leestekst.soort].flesch
    if score < nodig:
        wat = f"De tekst is te moeilijk: Flesch-Douma {score:.0f}, {nodig:.0f} of meer is nodig."
        yield Klacht("flesch", wat, "Gebruik kortere woorden en kortere zinnen.")


def _vrij_woord(woord: str, taal: Taal) -> bool:
    klein = woord.lower()
    return klein in taal.namen or _basis(klein, taal) is not None


def _basis(woord: str, taal: Taal) -> str | None:
    """Return the word of the allow-list that *woord* is a form of, or None."""
    for vorm in (woord, woord.removesuffix("s"), woord.removesuffix("en"), woord.removesuffix("n")):
        if vorm in taal.uitleg:
            return vorm
    return None


def _woordkeus(leestekst: Leestekst, taal: Taal) -> Iterator[Klacht]:
    minder, alle = [], woorden(_zonder_namen(leestekst.tekst, taal))
    for woord in alle:
        klein = woord.lower()
        zin = _zin_met(woord, leestekst.tekst)
        beter = taal.gewoner.get(klein)
        if beter:
            wat = f"Voor “{woord}” is er een gewoner woord."
            yield Klacht("woordkeus", wat, f"Schrijf “{beter}”.", zin, woord)
            continue
        if klein in taal.namen:
            continue
        if klein in taal.gewoon and lettergrepen(klein) < TE_LANG_WOORD:
            continue
        if _basis(klein, taal):
            continue
        yield from _moeilijk(woord, zin)
        if ZELDZAAM <= zipf(klein) < MINDER_GEWOON:
            minder.append(woord)
    if len(minder) > max(1, math.floor(DEEL_MINDER * lengte(leestekst.tekst))):
        wat = f"Er staan {len(minder)} minder gewone woorden bij elkaar: {', '.join(minder)}."
        yield Klacht("woordkeus", wat, "Vervang er een door een gewoner woord.", woord=minder[0])


def _moeilijk(woord: str, zin: str) -> Iterator[Klacht]:
    grepen = lettergrepen(woord)
    if zipf(woord.lower()) < ZELDZAAM:
        wat = f"“{woord}” is een zeldzaam woord (zipf {zipf(woord.lower()):.1f})."
        doe = "Neem een gewoner woord, of zet het met uitleg in data/taal.yml."
        yield Klacht("woordkeus", wat, doe, zin, woord)
    elif grepen >= LANG_WOORD:
        wat = f"“{woord}” is lang: {grepen} lettergrepen."
        doe = "Neem een korter woord, of zet het met uitleg in data/taal.yml."
        yield Klacht("lang_woord", wat, doe, zin, woord)


def _uitgelegd(leestekst: Leestekst, taal: Taal) -> Iterator[Klacht]:
    """A hard word stands with its gloss, unless a text that always comes first has given it."""
    for woord in woorden(leestekst.tekst):
        naam = _basis(woord.lower(), taal)
        if naam is None:
            continue
        uitleg = taal.uitleg[naam]
        vooraf = leestekst.naam in VOORAF and leestekst.naam not in uitleg.eerst_in
        eerder = bool(uitleg.eerst_in) and not vooraf
        if not eerder and not staat_uitgelegd(leestekst.tekst, uitleg):
            wat = f"“{woord}” staat hier zonder uitleg."
            doe = f"Zet erbij: “{uitleg.uitleg[0]}”, of neem een ander woord."
            yield Klacht("uitleg", wat, doe, _zin_met(woord, leestekst.tekst), woord)


def staat_uitgelegd(tekst: str, uitleg: Uitleg) -> bool:
    """Tell whether the gloss of a hard word stands in *tekst*."""
    return any(stuk.lower() in tekst.lower() for stuk in uitleg.uitleg)


def _zonder_namen(tekst: str, taal: Taal) -> str:
    """Return *tekst* without names of several words ("Leger des Heils") and web addresses."""
    tekst = re.sub(r"\b[\w-]+\.(nl|chat|org|nu)\b", " ", tekst)
    for naam in sorted((n for n in taal.namen if " " in n), key=len, reverse=True):
        tekst = re.sub(rf"\b{re.escape(naam)}\b", " ", tekst, flags=re.IGNORECASE)
    return tekst


def _zin_met(woord: str, tekst: str) -> str:
    return next((zin for zin in zinnen(tekst) if woord in zin), tekst)


def _verboden(leestekst: Leestekst, _taal: Taal) -> Iterator[Klacht]:
    for zin in zinnen(leestekst.tekst):
        for woorden_, soort in nooit.gevonden(zin):
            wat = f"“{woorden_}” zeggen we nooit. {soort.reden}"
            yield Klacht("verboden", wat, soort.doe, zin, woorden_)
    if "!" in leestekst.tekst:
        yield Klacht("verboden", "Hier staat een uitroepteken.", "Maak er een punt van.", woord="!")


_DEELWOORD = r"(?:ge\w+(?:d|t|en)|ver\w+(?:d|t)|be\w+(?:d|t)|\w+ge\w+(?:d|t|en))"
#: Words that look like a participle and are none.
_GEEN_DEELWOORD = frozenset({
    "gebied", "geld", "gezicht", "geest", "gewicht", "gevolgen", "gegevens", "beste", "best",
    "bent", "berichten", "gedachten", "gezond", "bed", "beeld", "verdriet", "geduld", "gebouw",
})  # fmt: skip
ONTKENNING = re.compile(r"\b(niet|geen|nooit|niemand|niets|nergens|zonder)\b", re.IGNORECASE)
AFKORTING = re.compile(
    r"\b(bijv|bv|i\.v\.m|d\.w\.z|o\.a|m\.b\.t|t\.a\.v|enz|etc|evt|incl|nl\.|max|min|tel)\.", re.I
)
GETAL = re.compile(
    r"\b(twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|"
    r"twintig|dertig|veertig|vijftig|zestig|negentig|honderd|duizend)\b", re.I
)  # fmt: skip
U_VORM = re.compile(r"\b(u|uw)\b", re.IGNORECASE)
ZEGSWIJZE = re.compile(
    r"\b(op de hoogte|aan de slag|een steek laten|op weg helpen|in de knoop|de knoop doorhakken|"
    r"onder ogen|aan de bel|je hart luchten|over de brug|op je bordje|uit de weg)\b", re.I
)  # fmt: skip


def _lijdend(zin: str) -> str | None:
    gevonden = re.search(r"\b(wordt|worden|werd|werden|geworden)\b", zin, re.IGNORECASE)
    if not gevonden:
        return None
    for woord in woorden(zin):
        klein = woord.lower()
        if re.fullmatch(_DEELWOORD, klein) and klein not in _GEEN_DEELWOORD:
            return f"{gevonden[0]} … {woord}"
    return None


def _vorm(leestekst: Leestekst, _taal: Taal) -> Iterator[Klacht]:
    for zin in zinnen(leestekst.tekst):
        lijdend = _lijdend(zin)
        if lijdend:
            wat = f"“{lijdend}” zegt niet wie het doet."
            yield Klacht("lijdend", wat, "Zeg wie het doet.", zin, lijdend)
        for deel in re.split(r"[,;]", zin):
            niet = ONTKENNING.findall(deel)
            if len(niet) > 1:
                wat = f"Twee keer nee in een zin: {', '.join(niet)}."
                yield Klacht("dubbel_nee", wat, "Zeg wat wel zo is.", zin, niet[0])
        for poort, patroon, wat, doe in (
            ("afkorting", AFKORTING, "is een afkorting.", "Schrijf het woord uit."),
            ("cijfers", GETAL, "is een getal in letters.", "Schrijf het als cijfer."),
            ("zegswijze", ZEGSWIJZE, "is een zegswijze.", "Zeg het met gewone woorden."),
            ("u_vorm", U_VORM, "is de u-vorm.", "Schrijf je, jij of jouw."),
        ):
            gevonden = patroon.search(zin)
            if gevonden:
                yield Klacht(poort, f"“{gevonden[0]}” {wat}", doe, zin, gevonden[0])


POORTEN = (_lengte, _omvang, _flesch, _woordkeus, _uitgelegd, _verboden, _vorm)
