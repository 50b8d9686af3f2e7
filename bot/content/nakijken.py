"""`make check`: every check of the content, each mistake with its place and what to do about it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.content import (
    bron,
    keur_gegevens,
    keur_gesprek,
    keur_kaart,
    keur_voorbeelden,
    keur_vorm,
    leestekst,
    poorten,
    woordenschat,
)
from bot.content.bevinding import Bevinding
from bot.content.leesmaat import lengte, volzinnen
from bot.settings import ROOT


def plein_nederlands(root: Path) -> Iterator[Bevinding]:
    """Every text for an overlever passes the gates; the whole talk is short on average."""
    taal, teksten = woordenschat.laad(root), leestekst.alle(root)
    for tekst in teksten:
        for klacht in poorten.klachten(tekst, taal):
            zin = f" In: “{klacht.zin}”" if klacht.zin else ""
            wat = f"[{tekst.naam}] {klacht.wat}{zin}"
            yield Bevinding(tekst.bestand, tekst.regel, wat, klacht.doe)
    delen = [lengte(z) for t in teksten if t.soort == "kern" for z in volzinnen(t.tekst)]
    if delen and sum(delen) / len(delen) > poorten.HEEL_SCRIPT:
        wat = f"Alle teksten samen hebben {sum(delen) / len(delen):.1f} woorden in een zin."
        doe = f"Maak zinnen korter, tot het er {poorten.HEEL_SCRIPT:g} zijn."
        yield Bevinding("domain.yml", 1, wat, doe)


Keurder = Callable[[Path], Iterator[Bevinding]]
#: Each check with the file that it reads first.
KEURDERS: tuple[tuple[str, Keurder], ...] = (
    ("data", keur_vorm.vormen),
    ("domain.yml", keur_gesprek.teksten),
    ("data/situaties.yml", keur_gesprek.situaties),
    ("data/stories", keur_gesprek.verhalen),
    ("domain.yml", keur_gesprek.knoppen),
    ("data/behoeften.yml", keur_gegevens.behoeften),
    ("data/sociale_kaart.yml", keur_gegevens.adressen),
    ("data/sociale_kaart.yml", keur_kaart.behoeften),
    ("data/rechten.yml", keur_gegevens.rechten),
    ("data/beloften.yml", keur_gegevens.beloften),
    ("data/taal.yml", keur_gegevens.taal),
    ("data/nlu", keur_voorbeelden.voorbeelden),
    ("data/lexicon", keur_voorbeelden.zinnen),
    ("domain.yml", plein_nederlands),
)


def nakijken(root: Path) -> list[Bevinding]:
    """Return every mistake under *root*, by file and line; never raises for what is in a file."""
    gevonden: set[Bevinding] = set()
    for bestand, keurder in KEURDERS:
        gevonden.update(_vang(root, bestand, keurder, stil=bool(gevonden)))
    return sorted(gevonden)


def _vang(root: Path, bestand: str, keurder: Keurder, stil: bool) -> Iterator[Bevinding]:
    """Yield what a check finds; where it cannot go on, that, unless *stil*: it was said before.

    The first check says of every file what is wrong with its form, which stops the others.
    """
    try:
        yield from keurder(root)
    except bron.Kapot as kapot:
        yield kapot.bevinding
    except Exception as fout:  # a form that no check foresaw: say it in words all the same
        if not stil:
            plek = bron.plek_van(fout, bestand)
            wat = f"Wat hier staat, is niet opgebouwd zoals het hoort; gelezen werd {plek[0]}."
            doe = "Vergelijk met een blok dat wel goed is: inspringen, streepjes, namen van velden."
            yield Bevinding(*plek, wat, doe)


def waarschuwingen(root: Path) -> list[Bevinding]:
    """Return what does not fail the check; never raises for what is in a file."""
    return sorted(_vang(root, keur_kaart.BESTAND, keur_kaart.waarschuwingen, stil=False))


def main(argumenten: list[str]) -> int:
    """Check the content under a folder (by default the project's own); 1 where it has mistakes."""
    root, begin = Path(argumenten[0]) if argumenten else ROOT, time.monotonic()
    bevindingen = nakijken(root)
    for bevinding in bevindingen:
        print(bevinding)
    for bevinding in waarschuwingen(root):
        if bevinding not in bevindingen:
            print(bevinding)
    duur = time.monotonic() - begin
    if bevindingen:
        aantal = len(bevindingen)
        meer = "fout" if aantal == 1 else "fouten"
        print(f"\n{aantal} {meer} gevonden in {duur:.0f} seconden.", file=sys.stderr)
        return 1
    print(f"{len(leestekst.alle(root))} teksten nagekeken in {duur:.0f} seconden. Geen fouten.")
    return 0
