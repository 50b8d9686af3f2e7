"""The log: who opened, kept, claimed or deleted what, and what changed about accounts and keys.

A line holds a day, who, one word of `WAT`, a team, and a mark of the case (`zaakmerk`); never
anything that a person said. Each line carries a mark that hashes it together with the mark before
it under a key from the kluis, so a line that is changed, taken out, added or moved no longer fits,
and who can only write to the database makes none that does. Lines from before that key are known by
a number in the kluis. The number and mark of the last line are kept in a second table, every hour
in the kluis (`noteer`), and elsewhere by `python -m bot logboek`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.intake.openingstijden import NEDERLAND
from bot.records import models as m
from bot.records import sleutels

#: Who did it, where that is no hulpverlener.
PERSOON, SYSTEEM, BLADEN = "persoon", "systeem", "bladen"
#: Every word a line can have, and how the desk says it.
WAT = {
    "gelezen": "las de zaak",
    "afgedrukt": "opende de afdruk",
    "pdf": "haalde de PDF op",
    "json": "haalde de JSON op",
    "opgepakt": "pakte de zaak op",
    "teruggegeven": "gaf de zaak terug",
    "gesloten": "sloot de zaak",
    "ingetrokken": "stopte met wachten",
    "gewist": "wiste alles",
    "verlopen": "wiste de zaak na de bewaartijd",
    "opgeruimd": "ruimde op wat al vernietigd was",
    "team": "maakte het team",
    "uitgenodigd": "maakte een link voor een nieuwe collega",
    "account": "maakte een account",
    "link": "maakte een nieuwe link voor een collega",
    "link_voor": "kreeg een nieuwe link van een collega",
    "account_terug": "kwam met een nieuwe link weer binnen",
    "wachtwoord": "veranderde het eigen wachtwoord",
    "toestel": "koppelde een ander toestel",
    "uitgezet": "zette een collega uit",
    "sleutel": "vernieuwde de sleutel van het team",
    "bladen": "maakte herstelbladen",
    "herstel": "gebruikte twee herstelbladen",
    "stand_weg": "vond dat de stand van het logboek weg was",
}
_VAN_DE_PERSOON = ("ingetrokken", "gewist")
BEGIN = "0" * 64
#: What the kluis notes: the first line under a key, and number and mark of a last line.
_VANAF, _LAATSTE = "logboek-vanaf", "logboek-laatste"


@dataclass(frozen=True)
class Oordeel:
    """What checking the log gave: how far it goes, and the first thing that is wrong (or None)."""

    nr: int
    merk: str
    fout: str | None = None


def schrijf(
    s: Session,
    wat: str,
    wie: str,
    dag: date,
    *,
    team_id: str | None = None,
    zaak: str | None = None,
) -> None:
    """Add a line; it stands if and only if the transaction does.

    *zaak* is an overdracht's id. Lines come one after the other: this holds the last one until
    the transaction ends, so call it after everything else that is locked. Raises ValueError for a
    word that is not in `WAT`.
    """
    if wat not in WAT:
        raise ValueError(wat)
    stand = s.get(m.Logboekstand, 1, populate_existing=True, with_for_update=True)
    if stand is None:
        stand = _nieuwe_stand(s)
        _voeg_toe(s, stand, m.Logboek(dag=dag, wie=SYSTEEM, wat="stand_weg"))
    merk = zaakmerk(zaak) if zaak else None
    _voeg_toe(s, stand, m.Logboek(dag=dag, wie=wie, wat=wat, team_id=team_id, zaak=merk))


def zaakmerk(overdracht_id: str) -> str:
    """Return how the log names a case: one way, so that no id of a wiped case is left anywhere."""
    return blake2b(overdracht_id.encode(), digest_size=16, person=b"logboek-zaak").hexdigest()


def controleer(s: Session, eerder: Mapping[int, str] | None = None) -> Oordeel:
    """Read every line and return the verdict, with the first line that does not fit.

    *eerder* holds numbers and marks of last lines that were noted before, elsewhere; what the kluis
    noted counts as well.
    """
    open_, nr, merk = _genoteerd(s) | dict(eerder or {}), 0, BEGIN
    for rij in s.execute(select(m.Logboek).order_by(m.Logboek.nr)).scalars().yield_per(1000):
        if rij.nr != nr + 1:
            return Oordeel(nr, merk, f"line {nr + 1} is missing")
        if rij.merk != _merk(s, merk, rij):
            return Oordeel(nr, merk, f"line {rij.nr} is not what was written")
        nr, merk = rij.nr, rij.merk
        if open_.pop(nr, merk) != merk:
            return Oordeel(nr, merk, f"line {nr} is not the one that was noted before")
    if open_:
        return Oordeel(nr, merk, f"line {min(open_)} was noted before and is missing")
    stand = s.get(m.Logboekstand, 1, populate_existing=True)
    if stand is None or (stand.nr, stand.merk) != (nr, merk):
        return Oordeel(nr, merk, f"line {nr + 1} or later was cut off, or the last line changed")
    return Oordeel(nr, merk)


def noteer(s: Session) -> bool:
    """Note the last line in the kluis; tell whether the one that was noted before still stands.

    Where it does not, the old note stays: `controleer` then names what is missing.
    """
    for nr, merk in _genoteerd(s).items():
        if s.execute(select(m.Logboek.merk).where(m.Logboek.nr == nr)).scalar() != merk:
            return False
    stand = s.get(m.Logboekstand, 1)
    if stand is not None and stand.nr:
        sleutels.kluis(s).zet_stand(_LAATSTE, f"{stand.nr} {stand.merk}")
    return True


def _genoteerd(s: Session) -> dict[int, str]:
    nr, _, merk = sleutels.kluis(s).stand(_LAATSTE).partition(" ")
    return {int(nr): merk} if nr.isdigit() else {}


def regels(s: Session, team_ids: list[str], hoogstens: int = 200) -> list[m.Logboek]:
    """Return the last lines that concern one of these teams, newest first."""
    query = select(m.Logboek).where(m.Logboek.team_id.in_(team_ids))
    return list(s.execute(query.order_by(m.Logboek.nr.desc()).limit(hoogstens)).scalars())


def verwijderd(s: Session, wat: str, zaken: list[tuple[str, str]]) -> None:
    """Add a line, of today, for each (case, team) of *zaken*: the case is gone for that team."""
    wie = PERSOON if wat in _VAN_DE_PERSOON else SYSTEEM
    for zaak, team_id in zaken:
        schrijf(s, wat, wie, datetime.now(NEDERLAND).date(), team_id=team_id, zaak=zaak)


def zaken_van(s: Session, *, gesprek_id: str = "", zaak: str = "") -> list[tuple[str, str]]:
    """Return (case, team) for every team that may open a case of this conversation, or this case.

    Read it before they are deleted, to tell of that afterwards.
    """
    query = (
        select(m.Ontvanger.overdracht_id, m.Ontvanger.team_id)
        .join(m.Overdracht, m.Overdracht.id == m.Ontvanger.overdracht_id)
        .where(or_(m.Overdracht.gesprek_id == gesprek_id, m.Overdracht.id == zaak))
        .order_by(m.Ontvanger.overdracht_id, m.Ontvanger.team_id)
    )
    return [(overdracht_id, team_id) for overdracht_id, team_id in s.execute(query)]


def _voeg_toe(s: Session, stand: m.Logboekstand, rij: m.Logboek) -> None:
    rij.nr = stand.nr + 1
    if not (kluis := sleutels.kluis(s)).stand(_VANAF):
        kluis.zet_stand(_VANAF, str(rij.nr))
    rij.merk = _merk(s, stand.merk, rij)
    stand.nr, stand.merk = rij.nr, rij.merk
    s.add(rij)
    s.flush()


def _nieuwe_stand(s: Session) -> m.Logboekstand:
    """Go on after the last line there is: the desk must work, and the log says what happened."""
    laatste: Any = s.execute(select(m.Logboek).order_by(m.Logboek.nr.desc()).limit(1)).scalar()
    stand = m.Logboekstand(id=1, nr=laatste.nr if laatste else 0, merk=BEGIN)
    if laatste:
        stand.merk = laatste.merk
    s.add(stand)
    s.flush()
    return stand


def _merk(s: Session, vorige: str, rij: m.Logboek) -> str:
    kluis = sleutels.kluis(s)
    vanaf = kluis.stand(_VANAF)
    key = kluis.sleutel_voor(b"logboek") if vanaf and rij.nr >= int(vanaf) else b""
    velden = [vorige, rij.nr, rij.dag.isoformat(), rij.wie, rij.wat, rij.team_id, rij.zaak]
    return blake2b(json.dumps(velden).encode(), key=key, digest_size=32).hexdigest()
