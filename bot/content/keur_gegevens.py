"""Checks of the needs, the sociale kaart, the rights and the word list of the inhoudsteam."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bot.chat.beloften import proef
from bot.content import bron, keur_kaart, leestekst, poorten, woordenschat
from bot.content.bevinding import Bevinding
from bot.dialogue.nlu.labels import BEHOEFTEN, CRISES
from bot.intake.behoeften import HOOGSTENS, SOORTEN
from bot.intake.sociale_kaart import HOUDBAAR


def behoeften(root: Path) -> Iterator[Bevinding]:
    """Every need has its head, its picture and its question; no need is unknown or missing."""
    bestand, gezien = "data/behoeften.yml", set()
    iconen = (root / leestekst.PAGINAS / "iconen.html").read_text(encoding="utf-8")
    inhoud = bron.lees(root, bestand)
    for behoefte in inhoud:
        label = str(behoefte.get("label", "?"))
        if label not in BEHOEFTEN:
            doe = f"Kies een van: {', '.join(BEHOEFTEN)}."
            regel = bron.regel_van(behoefte.get("label"), behoefte.regel)
            yield Bevinding(bestand, regel, f"Het label “{label}” bestaat niet.", doe)
        gezien.add(label)
        yield from _vragen(bestand, label, behoefte)
        if f'"{behoefte.get("icoon")}":' not in iconen:
            doe = "Kies een plaatje uit bot/chat/templates/iconen.html."
            wat = f"Het plaatje “{behoefte.get('icoon')}” van “{label}” bestaat niet."
            yield Bevinding(bestand, behoefte.regel, wat, doe)
    for label in BEHOEFTEN:
        if label not in gezien:
            doe = "Zet het blok van dit label terug."
            yield Bevinding(bestand, 1, f"De behoefte “{label}” staat er niet in.", doe)


def _vragen(bestand: str, label: str, behoefte: Any) -> Iterator[Bevinding]:
    vragen = behoefte.get("vragen") or []
    if not vragen:
        doe = "Zet onder “vragen” een of twee vragen, zoals bij de andere behoeften."
        yield Bevinding(bestand, behoefte.regel, f"“{label}” heeft geen vraag.", doe)
    if len(vragen) > HOOGSTENS:
        doe = f"Laat er {HOOGSTENS} staan."
        wat = f"“{label}” heeft {len(vragen)} vragen."
        yield Bevinding(bestand, behoefte.regel, wat, doe)
    for vraag in vragen:
        tekst = vraag.get("tekst")
        if not tekst or str(tekst).count("?") != 1:
            doe = "Schrijf bij “tekst” een vraag, met een vraagteken."
            wat = f"Bij “{label}” staat een vraag zonder vraag."
            yield Bevinding(bestand, bron.regel_van(tekst, vraag.regel), wat, doe)
        if vraag.get("soort") not in SOORTEN:
            doe = f"Kies een van: {', '.join(SOORTEN)}."
            wat = f"De soort “{vraag.get('soort')}” bestaat niet."
            yield Bevinding(bestand, vraag.regel, wat, doe)


def adressen(root: Path, vandaag: date | None = None) -> Iterator[Bevinding]:
    """Every address has a purpose, a source and a check that is not too old."""
    bestand, gezien = "data/sociale_kaart.yml", set()
    for adres in bron.lees(root, bestand):
        naam = str(adres.get("id", "?"))
        yield from _bron_en_plek(bestand, adres, naam)
        yield from _houdbaar(bestand, adres, naam, adres.get("nagebeld"), vandaag)
        yield from _bronnen(bestand, adres, naam)
        yield from keur_kaart.onbekend(adres, naam)
        yield from keur_kaart.wachttijd(adres, naam, vandaag)
        if naam in gezien:
            doe = "Geef een van de twee een andere naam."
            yield Bevinding(bestand, adres.regel, f"Het id “{naam}” staat er twee keer.", doe)
        gezien.add(naam)
        for veld, kent in (("behoeften", BEHOEFTEN), ("crisis", CRISES)):
            for label in adres.get(veld) or ():
                if str(label) not in kent:
                    doe = f"Kies uit: {', '.join(kent)}."
                    wat = f"Het label “{label}” bij “{naam}” bestaat niet."
                    yield Bevinding(bestand, bron.regel_van(label), wat, doe)


def _bron_en_plek(bestand: str, adres: Any, naam: str) -> Iterator[Bevinding]:
    datum = adres.get("datum")
    if datum is not None and not keur_kaart.is_datum(datum):
        doe = "Schrijf een dag, maand of jaar tussen aanhalingstekens, zoals “2024-04”."
        wat = f"De datum van de bron bij “{naam}” is niet goed: {datum}."
        yield Bevinding(bestand, adres.regel, wat, doe)
    if "onderdak" in (adres.get("behoeften") or ()) and not adres.get("wacht"):
        doe = "Schrijf bij “wacht” wat iemand kan doen als er geen plek is."
        yield Bevinding(bestand, adres.regel, f"Bij “{naam}” mist het veld “wacht”.", doe)


def _houdbaar(
    bestand: str, blok: Any, naam: str, dag: Any, vandaag: date | None
) -> Iterator[Bevinding]:
    if dag is None:
        return
    if not isinstance(dag, date):
        doe = "Schrijf de dag zonder aanhalingstekens, zoals 2026-11-23."
        yield Bevinding(bestand, blok.regel, f"De dag bij “{naam}” is geen dag: {dag}", doe)
    elif ((vandaag or date.today()) - dag).days > HOUDBAAR:
        doe = "Bel of open het opnieuw en zet de nieuwe dag erbij; tot dan ziet niemand het."
        wat = f"“{naam}” is nagekeken op {dag}, dat is meer dan {HOUDBAAR} dagen geleden."
        yield Bevinding(bestand, blok.regel, wat, doe)


def _bronnen(bestand: str, blok: Any, naam: str) -> Iterator[Bevinding]:
    bronnen = blok.get("bronnen") or []
    if not bronnen or not all(str(b.get("url", "")).startswith("http") for b in bronnen):
        doe = "Zet onder “bronnen” de pagina waar je het las, met url en datum."
        yield Bevinding(bestand, blok.regel, f"“{naam}” heeft geen bron.", doe)


def rechten(root: Path, vandaag: date | None = None) -> Iterator[Bevinding]:
    """Every right has a source, says for whom it is, and was not checked too long ago."""
    from bot.intake.rechten import GROEPEN

    bestand = "data/rechten.yml"
    for recht in bron.lees(root, bestand):
        naam = str(recht.get("id", "?"))
        yield from _bronnen(bestand, recht, naam)
        yield from _houdbaar(bestand, recht, naam, recht.get("nagekeken"), vandaag)
        for groep in recht.get("voor") or ():
            if str(groep) not in GROEPEN:
                doe = f"Kies uit: {', '.join(GROEPEN)}."
                wat = f"De groep “{groep}” bij “{naam}” bestaat niet."
                yield Bevinding(bestand, bron.regel_van(groep), wat, doe)


def beloften(root: Path) -> Iterator[Bevinding]:
    """Behind every promise stands a test that is there."""
    bestand = "data/beloften.yml"
    for belofte in bron.lees(root, bestand)["beloven"]:
        naam, test = str(belofte.get("kop", "?")), belofte.get("test")
        if test and proef(str(test), root) is None:
            doe = "Vraag een programmeur welke test deze belofte bewijst."
            regel = bron.regel_van(test, belofte.regel)
            yield Bevinding(bestand, regel, f"De test “{test}” van “{naam}” bestaat niet.", doe)


def taal(root: Path) -> Iterator[Bevinding]:
    """What data/taal.yml allows is used and has its reason; a gloss stands where it says."""
    bestand, lijst = woordenschat.BESTAND, woordenschat.laad(root)
    teksten = leestekst.alle(root)
    for woord, uitleg in lijst.uitleg.items():
        for plek in uitleg.eerst_in:
            hier = [t for t in teksten if re.fullmatch(re.escape(plek) + r"(/\d)?", t.naam)]
            if not any(poorten.staat_uitgelegd(t.tekst, uitleg) for t in hier):
                wat = f"De uitleg van “{woord}” staat niet in {plek}."
                doe = f"Zet daar: “{uitleg.uitleg[0]}”."
                yield Bevinding(bestand, uitleg.regel, wat, doe)
    for uit in lijst.uitzonderingen:
        patroon = uit.tekst.replace("*", ".*")
        geldt = [t for t in teksten if re.fullmatch(patroon, t.naam)]
        leeg = woordenschat.Taal(lijst.uitleg, lijst.gewoon, lijst.namen, lijst.gewoner)
        nodig = {k.poort for t in geldt for k in poorten.klachten(t, leeg)}
        if not nodig & set(uit.poorten) or not uit.reden.strip():
            doe = "Haal de uitzondering weg, of schrijf de reden erbij."
            wat = f"De uitzondering voor “{uit.tekst}” is niet nodig of heeft geen reden."
            yield Bevinding(bestand, uit.regel, wat, doe)
