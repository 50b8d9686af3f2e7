"""What of the sociale kaart nobody sees, now or soon, and which need has nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.content import bron, keur_vorm
from bot.content.bevinding import Bevinding
from bot.dialogue.nlu.labels import BEHOEFTEN
from bot.intake.sociale_kaart import WACHT_DAGEN, Adres, passend, uit_blok

BESTAND = keur_vorm.KAART
#: Without these a block is no address, and another check says so.
VELDEN = tuple(keur_vorm.ADRES.nodig)
#: What a block can have beside them.
OOK = tuple(keur_vorm.ADRES.ook)
#: So many days ahead an address is named; one that was called lasts shorter, and is named later.
HALF_JAAR, BEL_WEER = 183, 30
LEEFTIJDEN = {
    None: "wie geen leeftijd zei",
    "<18": "wie jonger is dan 18",
    "rond 18": "wie rond de 18 is",
    "18+": "wie 18 is of ouder",
}
_BEL = "Bel het of open de pagina, en zet de dag bij “nagebeld”."


def lees(root: Path) -> list[tuple[Any, Adres]]:
    """Return each whole block with its address; raises `bron.Kapot` as `bron.lees` does."""
    inhoud = bron.lees(root, BESTAND)
    blokken = inhoud if isinstance(inhoud, list) else []
    return [(b, uit_blok(b)) for b in blokken if isinstance(b, dict) and heel(b)]


def heel(blok: dict[str, Any]) -> bool:
    """Tell whether a block has the form of an address, and days that are days."""
    dag, datum = blok.get("nagebeld"), blok.get("datum")
    return (
        not any(keur_vorm.kijk(BESTAND, keur_vorm.ADRES, blok, 1, ""))
        and (dag is None or isinstance(dag, date))
        and (datum is None or is_datum(datum))
    )


def is_datum(datum: object) -> bool:
    """Tell whether *datum* is a text that begins with a year."""
    return isinstance(datum, str) and datum[:4].isdigit() and len(datum) >= len("2026")


def onbekend(blok: Any, naam: str) -> Iterator[Bevinding]:
    """A field that is misspelt is read by nobody."""
    for veld in blok:
        if str(veld) not in VELDEN + OOK:
            doe = f"Kies uit: {', '.join(OOK)}."
            wat = f"Bij “{naam}” bestaat het veld “{veld}” niet."
            yield Bevinding(BESTAND, bron.regel_van(veld, blok.regel), wat, doe)


def wachttijd(blok: Any, naam: str, vandaag: date | None = None) -> Iterator[Bevinding]:
    """A waiting time has its day, that has been, and stands beside a word on waiting."""
    tijd, dag = blok.get("wachttijd"), blok.get("wachttijd_op")
    if tijd is None and dag is None:
        return
    regel = bron.regel_van(tijd, blok.regel)
    if not isinstance(dag, date) or dag > (vandaag or date.today()):
        doe = "Zet bij “wachttijd_op” de dag waarop iemand het vroeg, zoals 2026-11-23."
        yield Bevinding(BESTAND, regel, f"De wachttijd bij “{naam}” heeft geen goede dag.", doe)
    if not isinstance(tijd, str) or not tijd.strip() or not blok.get("wacht"):
        doe = "Vul “wacht” en “wachttijd” allebei in, of haal “wachttijd” en “wachttijd_op” weg."
        wat = f"Bij “{naam}” staat een wachttijd zonder tekst, of zonder het veld “wacht”."
        yield Bevinding(BESTAND, regel, wat, doe)


def behoeften(root: Path) -> Iterator[Bevinding]:
    """For every need and every age there is an address, be it an old one (decision 0004)."""
    kaart = [adres for _, adres in lees(root)]
    for label in BEHOEFTEN:
        wie = [w for leeftijd, w in LEEFTIJDEN.items() if not passend(kaart, label, leeftijd)]
        if wie:
            wat = f"Bij “{label}” is er geen adres voor {', '.join(wie)}."
            yield Bevinding(BESTAND, 1, wat, f"Zet “{label}” bij een adres dat past.")


def waarschuwingen(root: Path, vandaag: date | None = None) -> Iterator[Bevinding]:
    """Yield what does no harm yet: addresses that nobody sees, or will not see within half a year,
    and needs for which only an old address is left.
    """
    nu, kaart = vandaag or date.today(), lees(root)
    for blok, adres in kaart:
        vooruit = HALF_JAAR if adres.nagebeld is None else BEL_WEER
        if adres.weg_op <= nu + timedelta(days=vooruit):
            wat = f"Let op: “{adres.id}” mag {_wanneer(adres, nu)} in de lijst. {_oorzaak(adres)}"
            yield Bevinding(BESTAND, blok.regel, wat, _BEL)
        dag = adres.wachttijd_op
        if isinstance(dag, date) and (nu - dag).days > WACHT_DAGEN:
            wat = f"Let op: de wachttijd bij “{adres.id}” is van {dag}. Niemand ziet die meer."
            doe = "Vraag hoe lang het wachten nu duurt, of haal “wachttijd” en “wachttijd_op” weg."
            yield Bevinding(BESTAND, bron.regel_van(adres.wachttijd, blok.regel), wat, doe)
    for label in BEHOEFTEN:
        yield from _alleen_oud([adres for _, adres in kaart], label, nu)


def _wanneer(adres: Adres, nu: date) -> str:
    return "nu niet" if adres.weg_op <= nu else f"vanaf {adres.weg_op} niet meer"


def _oorzaak(adres: Adres) -> str:
    if adres.nagebeld:
        return f"Het is nagekeken op {adres.nagebeld}."
    return (
        f"De nieuwste bron is van {adres.datum}." if adres.datum else "Geen bron heeft een datum."
    )


def _alleen_oud(kaart: list[Adres], label: str, nu: date) -> Iterator[Bevinding]:
    """Say for whom within half a year no address is left but the newest of the old ones."""
    wie, dagen = [], []
    for leeftijd, woorden in LEEFTIJDEN.items():
        dag = max((a.weg_op for a in passend(kaart, label, leeftijd)), default=date.max)
        if dag <= nu + timedelta(days=HALF_JAAR):
            wie.append(woorden)
            dagen.append(dag)
    if dagen:
        vanaf = "nu" if min(dagen) <= nu else f"vanaf {min(dagen)}"
        wat = f"Let op: bij “{label}” staat {vanaf} alleen een oud adres, voor {', '.join(wie)}."
        doe = "Bel het nu, of zoek er een adres bij. Tot dan leest iedereen: “Dit kan oud zijn”."
        yield Bevinding(BESTAND, 1, wat, doe)
