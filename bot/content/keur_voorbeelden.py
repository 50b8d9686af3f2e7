"""Checks of what the chatbot learns from: data/nlu, and the phrases of data/lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.content import bron
from bot.content.bevinding import Bevinding
from bot.dialogue.nlu.labels import ACTS, BEHOEFTE, BEHOEFTEN, CRISES, WENDINGEN
from bot.dialogue.nlu.lexicon import Lexicon, LexiconError, read
from bot.dialogue.nlu.normaliser import Normaliser

KNOPPEN = "data/nlu/knoppen.yml"
_SLEUTELS = ("intent", "metadata", "examples")
_MARK = re.compile(r"\[([^\]]+)\]\((\w+):?(\w*)\)")
_HALF = re.compile(r"\[[^\]]*\]\s+\(\w+:|\[[^\]]*$|\]\(behoefte[^)]*$")
#: The lists of the lexicon that hold phrases, and the labels that they may have.
LEXICON = {
    "behoeften": BEHOEFTEN,
    "crisis": (*CRISES, *(f"alleen_{kind}" for kind in CRISES), "geen_crisis"),
    "uitingen": ACTS,
    "wendingen": WENDINGEN,
}


def voorbeelden(root: Path) -> Iterator[Bevinding]:
    """Every example has a known intent, voice and marks, and says one thing."""
    stemmen = {str(stem) for stem in bron.lees(root, "data/taal.yml")["stemmen"]}
    gezien: dict[str, tuple[str, str, int]] = {}
    for pad in sorted((root / "data" / "nlu").glob("*.yml")):
        bestand = str(pad.relative_to(root))
        if bestand == KNOPPEN:
            continue
        for blok in bron.lees(root, bestand)["nlu"]:
            yield from _kop(bestand, blok, stemmen)
            yield from _vorm(bestand, blok)
            intent = str(blok.get("intent"))
            for regel, tekst in _regels(blok):
                yield from _merken(bestand, regel, tekst)
                kaal = _kaal(tekst)
                eerder = gezien.setdefault(kaal, (intent, bestand, regel))
                if eerder[1:] != (bestand, regel):
                    yield _dubbel(bestand, regel, tekst, intent, eerder)


def _kop(bestand: str, blok: Any, stemmen: set[str]) -> Iterator[Bevinding]:
    intent, over = blok.get("intent"), blok.get("metadata") or {}
    if str(intent) not in (*ACTS, *CRISES, BEHOEFTE):
        doe = "Kies een intent uit het handboek, onder “Wat iemand met een bericht doet”."
        wat = f"De intent “{intent}” bestaat niet."
        yield Bevinding(bestand, bron.regel_van(intent, blok.regel), wat, doe)
    stem = over.get("stem")
    if str(stem) not in stemmen:
        doe = "Kijk of de stem goed gespeld is, of zet een nieuwe bij “stemmen” in data/taal.yml."
        wat = f"De stem “{stem}” bestaat niet."
        yield Bevinding(bestand, bron.regel_van(stem, blok.regel), wat, doe)
    crisis = over.get("crisis")
    if crisis is not None and str(crisis) not in CRISES:
        doe = f"Kies een van: {', '.join(CRISES)}."
        wat = f"De soort gevaar “{crisis}” bestaat niet."
        yield Bevinding(bestand, bron.regel_van(crisis, blok.regel), wat, doe)


def _vorm(bestand: str, blok: Any) -> Iterator[Bevinding]:
    doe = "Een blok heeft intent, metadata en examples; onder examples staan de regels."
    for sleutel in blok:
        if str(sleutel) not in _SLEUTELS:
            wat = f"“{sleutel}” hoort niet in een blok met voorbeelden."
            yield Bevinding(bestand, bron.regel_van(sleutel, blok.regel), wat, doe)
    if not blok.get("examples"):
        yield Bevinding(bestand, blok.regel, "Dit blok heeft geen voorbeelden.", doe)


def _regels(blok: Any) -> Iterator[tuple[int, str]]:
    voorbeelden_ = blok.get("examples") or ""
    for nr, regel in enumerate(str(voorbeelden_).splitlines()):
        if regel.strip():
            yield bron.regel_van(voorbeelden_, blok.regel) + nr, regel.strip()


def _merken(bestand: str, regel: int, tekst: str) -> Iterator[Bevinding]:
    if not tekst.startswith("- "):
        doe = "Begin elk voorbeeld met een streepje en een spatie."
        yield Bevinding(bestand, regel, f"Dit is geen voorbeeld: {tekst[:40]}", doe)
    if _HALF.search(tekst):
        doe = "Schrijf het aan elkaar, zoals [waar slaap ik](behoefte:onderdak)."
        yield Bevinding(bestand, regel, "De haken van een behoefte kloppen hier niet.", doe)
    for _, soort, label in _MARK.findall(tekst):
        if soort != BEHOEFTE or label not in BEHOEFTEN:
            doe = f"Kies een van: {', '.join(BEHOEFTEN)}."
            naam = f"{soort}:{label}" if soort != BEHOEFTE else label
            yield Bevinding(bestand, regel, f"Het label “{naam}” bestaat niet.", doe)


def _kaal(tekst: str) -> str:
    return _MARK.sub(r"\1", tekst).removeprefix("- ").strip().lower()


def _dubbel(
    bestand: str, regel: int, tekst: str, intent: str, eerder: tuple[str, str, int]
) -> Bevinding:
    ander, waar, nr = eerder
    kort = _kaal(tekst)[:50]
    if ander == intent:
        wat = f"“{kort}” staat ook op {waar}:{nr}."
        return Bevinding(bestand, regel, wat, "Haal een van de twee weg.")
    wat = f"“{kort}” staat onder “{intent}”, en op {waar}:{nr} onder “{ander}”."
    return Bevinding(bestand, regel, wat, "Kies wat dit bericht doet, en haal de andere weg.")


def zinnen(root: Path) -> Iterator[Bevinding]:
    """Every phrase of the lexicon can be read, and stands under a known label."""
    map_ = root / "data" / "lexicon"
    begrippen = "data/lexicon/begrippen.yml"
    for naam in ("normalisatie", "begrippen", *LEXICON):
        bron.lees(root, f"data/lexicon/{naam}.yml")
    lezer = Normaliser.load(map_)
    try:
        lexicon = Lexicon(read(map_ / "begrippen.yml"), {}, lezer)
    except LexiconError as fout:
        woord = str(fout).split("'")[1]
        doe = "Verander dit woord; bovenaan het bestand staat hoe je het opschrijft."
        yield Bevinding(begrippen, _zoek(root, begrippen, woord), f"{fout}.", doe)
        return
    for naam, labels in LEXICON.items():
        bestand = f"data/lexicon/{naam}.yml"
        for label, lijst in bron.lees(root, bestand).items():
            if str(label) not in labels:
                doe = f"Kies een van: {', '.join(labels)}."
                wat = f"Het label “{label}” bestaat niet."
                yield Bevinding(bestand, bron.regel_van(label), wat, doe)
            for zin in lijst:
                yield from _zin(bestand, zin, lexicon)


def _zin(bestand: str, zin: Any, lexicon: Lexicon) -> Iterator[Bevinding]:
    try:
        lexicon.controleer(str(zin))
    except LexiconError as fout:
        doe = "Verander deze zin; bovenaan het bestand staat hoe je hem opschrijft."
        yield Bevinding(bestand, bron.regel_van(zin), f"Deze zin is niet te lezen: {fout}.", doe)


def _zoek(root: Path, bestand: str, woord: str) -> int:
    """Return the line on which *woord* first stands as a word of its own."""
    for nr, regel in enumerate((root / bestand).read_text(encoding="utf-8").splitlines(), 1):
        if not regel.startswith("#") and woord in re.split(r"[ ,:]+", regel):
            return nr
    return 1
