"""Checks of the talk: intents, texts, rules, stories and buttons fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.content import bron, keuzes, namen
from bot.content.bevinding import Bevinding
from bot.intake.situaties import kaal
from bot.intake.stappen import ZIJSTAPPEN, Stap

_PAYLOAD = re.compile(r'/(\w+)(?:\{\{"keuze": "([^"{}]+)"\}\})?')
#: Kinds of steps that keep whatever a button says as the person's choice.
_NEEMT_ALLES = ("woorden",)


def teksten(root: Path) -> Iterator[Bevinding]:
    """Every text that can be said is there, no other, and each in one form."""
    responses, nodig = namen.domein(root)["responses"], namen.nodig(root)
    for naam, plek in nodig.items():
        if naam not in responses:
            doe = "Maak deze tekst in domain.yml, onder responses, of verander de naam hier."
            wat = f"De tekst “{naam}” bestaat niet."
            yield Bevinding(plek.bestand, plek.regel, wat, doe)
    begin = namen.beginselen(root)
    for naam, varianten in responses.items():
        regel = bron.regel_van(naam)
        if naam not in nodig and naam not in namen.REACTIES and not naam.startswith(begin):
            doe = "Kijk of de naam goed gespeld is, of haal de tekst weg."
            yield Bevinding("domain.yml", regel, f"Niets zegt ooit de tekst “{naam}”.", doe)
        if len(varianten) != 1:
            doe = "Laat er een staan: de chatbot zegt hetzelfde altijd op dezelfde manier."
            wat = f"De tekst “{naam}” heeft {len(varianten)} vormen."
            yield Bevinding("domain.yml", regel, wat, doe)


def situaties(root: Path) -> Iterator[Bevinding]:
    """Every situation has words that say it, and opens a question that exists."""
    yield from _landen(root)
    for situatie in bron.lees(root, namen.SITUATIES):
        stap, zinnen = situatie.get("stap"), situatie.get("zinnen")
        if stap is not None and str(stap) not in ZIJSTAPPEN:
            doe = f"Kies een van: {', '.join(sorted(ZIJSTAPPEN))}; of haal “stap” weg."
            wat = f"De vraag “{stap}” bestaat niet."
            yield Bevinding(namen.SITUATIES, bron.regel_van(stap, situatie.regel), wat, doe)
        if not zinnen or not situatie.get("zegt"):
            doe = "Vul “zinnen” en “zegt” in, zoals bij de andere blokken."
            wat = f"Bij “{situatie.get('naam', '?')}” staan geen zinnen of geen tekst."
            yield Bevinding(namen.SITUATIES, situatie.regel, wat, doe)
        for zin in zinnen or ():
            bekend = {"land", *(situatie.get("woorden") or ())}
            for lijst in set(re.findall(r"{(\w+)}", str(zin))) - bekend:
                doe = f"Zet bij “woorden” een lijst “{lijst}”, of verander de zin."
                wat = f"De lijst “{lijst}” bestaat niet: {zin}"
                yield Bevinding(namen.SITUATIES, bron.regel_van(zin, situatie.regel), wat, doe)


def _landen(root: Path) -> Iterator[Bevinding]:
    """Every group of countries has its names and its text, and no name stands in two."""
    gezien: set[str] = set()
    for groep in bron.lees(root, namen.LANDEN):
        if not all(groep.get(veld) for veld in ("namen", "zegt", "gevaar")):
            doe = "Vul “namen”, “zegt” en “gevaar” in, zoals bij de andere groepen."
            wat = f"Bij de groep “{groep.get('groep', '?')}” staan geen namen of geen tekst."
            yield Bevinding(namen.LANDEN, groep.regel, wat, doe)
        for naam in groep.get("namen") or ():
            if kaal(str(naam)) in gezien:
                wat = f"“{naam}” staat er twee keer."
                regel = bron.regel_van(naam, groep.regel)
                yield Bevinding(namen.LANDEN, regel, wat, "Haal een van de twee weg.")
            gezien.add(kaal(str(naam)))


def verhalen(root: Path) -> Iterator[Bevinding]:
    """Rules and stories name what exists, and say nothing against each other."""
    domein, bekend = namen.domein(root), namen.regels(root)
    acties = {*domein["actions"], *domein["responses"]}
    for bestand in namen.verhalen(root):
        inhoud = bron.lees(root, bestand)
        for soort in ("rules", "stories"):
            for verhaal in inhoud.get(soort) or ():
                naam = str(verhaal.get("rule") or verhaal.get("story") or "zonder naam")
                stappen = verhaal.get("steps") or []
                yield from _onbekend(bestand, stappen, set(domein["intents"]), acties)
                yield from _strijdig(bestand, naam, stappen, bekend)
    for intent in domein["intents"]:
        if str(intent) not in bekend:
            doe = "Maak een regel in data/stories die met deze intent begint, of haal hem weg."
            wat = f"Op de intent “{intent}” volgt geen regel: wie dit zegt, krijgt geen antwoord."
            yield Bevinding("domain.yml", bron.regel_van(intent), wat, doe)


def _onbekend(
    bestand: str, stappen: list[Any], intents: set[str], acties: set[str]
) -> Iterator[Bevinding]:
    for stap in stappen:
        for veld, kent, lijst in (("intent", intents, "intents"), ("action", acties, "actions")):
            naam = stap.get(veld)
            if naam is not None and str(naam) not in kent:
                soort = "intent" if veld == "intent" else "actie of tekst"
                wat = f"De {soort} “{naam}” bestaat niet."
                doe = f"Kijk of de naam goed gespeld is; de lijst staat in domain.yml bij {lijst}."
                yield Bevinding(bestand, bron.regel_van(naam), wat, doe)


def _strijdig(
    bestand: str,
    naam: str,
    stappen: list[Any],
    bekend: dict[str, tuple[namen.Plek, list[str]]],
) -> Iterator[Bevinding]:
    """Find an intent after which something else happens than the rule for it says."""
    for nr, stap in enumerate(stappen):
        intent = str(stap.get("intent", ""))
        if intent not in bekend:
            continue
        plek, volgens_regel = bekend[intent]
        volgt = []
        for later in stappen[nr + 1 :]:
            if "intent" in later:
                break
            volgt += [str(later["action"])] if "action" in later else []
        if volgt and volgt != volgens_regel:
            wat = (
                f"“{naam}” zegt na “{intent}” iets anders dan de regel in "
                f"{plek.bestand}:{plek.regel}: {', '.join(volgt)}."
            )
            doe = f"Laat na “{intent}” dit volgen: {', '.join(volgens_regel)}."
            yield Bevinding(bestand, bron.regel_van(stap), wat, doe)


def knoppen(root: Path) -> Iterator[Bevinding]:
    """Every button leads somewhere: its intent has a rule, its choice is taken by its step."""
    bekend, stappen = set(namen.regels(root)), namen.stappen()
    overal = keuzes.overal()
    for naam, varianten in namen.domein(root)["responses"].items():
        stap = stappen.get(
            re.sub(r"^utter_(vraag|stil|simpel)_|_(meer|later|boven|gok)$", "", naam)
        )
        kent = overal | keuzes.van(stap) if stap else keuzes.alle()
        for knop in varianten[0].get("buttons") or ():
            yield from _knop(knop, stap, bekend, kent)


def _knop(
    knop: Any, stap: Stap | None, intents: set[str], kent: frozenset[str]
) -> Iterator[Bevinding]:
    titel, payload = str(knop.get("title", "")), knop.get("payload")
    regel = bron.regel_van(payload, knop.regel)
    vorm = _PAYLOAD.fullmatch(str(payload or ""))
    if not titel or not vorm:
        doe = "Kijk hoe de knoppen ernaast het doen, en neem dat over."
        wat = f"De knop “{titel}” heeft geen goede payload: {payload}"
        yield Bevinding("domain.yml", regel, wat, doe)
    elif vorm[1] not in intents:
        doe = f"Kies een intent waar een regel voor is; “{vorm[1]}” is er geen."
        yield Bevinding("domain.yml", regel, f"De knop “{titel}” leidt nergens heen.", doe)
    elif vorm[2] and not _neemt(stap, vorm[2], kent):
        doe = f"Kies een keuze die deze vraag kent; “{vorm[2]}” kent zij niet."
        yield Bevinding("domain.yml", regel, f"De knop “{titel}” leidt nergens heen.", doe)


def _neemt(stap: Stap | None, keuze: str, kent: frozenset[str]) -> bool:
    return keuze in kent or (stap is not None and stap.soort in _NEEMT_ALLES)
