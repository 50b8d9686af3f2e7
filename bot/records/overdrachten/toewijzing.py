"""Who has a case: claimed, given back, let go, closed. One winner each time."""

from __future__ import annotations

import time
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.intake.openingstijden import NEDERLAND
from bot.intake.states import Staat, Stap
from bot.records import gesprekken, termijnen
from bot.records import models as m
from bot.records.overdrachten.aanwezigheid import aanwezig, is_weg
from bot.records.overdrachten.fouten import NietVanJou
from bot.records.overdrachten.leven import zet_kop
from bot.records.overdrachten.openen import Overdracht, rij


def pak_op(
    s: Session, overdracht: Overdracht, hulpverlener: m.Hulpverlener, now: float | None = None
) -> bool:
    """Claim the case: exactly one winner. Returns False where it already was this one's.

    A case of somebody who is gone (`is_weg`) may be taken over. Raises `NietVanJou` with the
    winner's name for everybody else, `IllegalTransition` when it is closed, `gesprekken.Onbekend`
    when the person no longer waits.
    """
    gesprek = gesprekken.get(s, overdracht.gesprek_id, lock=True)
    row = rij(s, overdracht.id)
    if gesprek.overdracht_id != overdracht.id:
        raise gesprekken.Onbekend
    stap = Stap.OPPAKKEN
    if gesprek.staat is Staat.MENS:
        if row.eigenaar_id == hulpverlener.id:
            return False
        if not is_weg(s, row.eigenaar_id, overdracht.kop, now):
            raise NietVanJou(_roepnaam(s, row.eigenaar_id))
        stap = Stap.OVERNEMEN
    gesprekken.zet_staat(s, gesprek, stap)
    _zet_eigenaar(s, overdracht.id, hulpverlener.id)
    if stap is Stap.OPPAKKEN:  # who was waiting was read at most: now an answer is due
        moment = time.time() if now is None else now
        vandaag = datetime.fromtimestamp(moment, NEDERLAND).date()
        termijnen.wacht(s, gesprek.id, "team", vandaag)
    return True


def geef_terug(
    s: Session, overdracht: Overdracht, hulpverlener_id: str, now: float | None = None
) -> None:
    """Put the case back into the queue; raises `NietVanJou`, `gesprekken.Verlopen`."""
    gesprek = eis_eigenaar(s, overdracht, hulpverlener_id)
    _leg_terug(s, gesprek, overdracht, now)


def is_verlaten(s: Session, gesprek: gesprekken.Gesprek, now: float | None = None) -> bool:
    """Tell whether the hulpverlener of this conversation is gone; opens nothing."""
    if gesprek.staat is not Staat.MENS or gesprek.overdracht_id is None:
        return False
    return not aanwezig(s, rij(s, gesprek.overdracht_id).eigenaar_id, now)


def laat_los(s: Session, overdracht: Overdracht, now: float | None = None) -> bool:
    """Put the case of a hulpverlener who is gone back into the queue; tell whether it did."""
    gesprek = gesprekken.get(s, overdracht.gesprek_id, lock=True)
    if gesprek.overdracht_id != overdracht.id or not is_verlaten(s, gesprek, now):
        return False
    _leg_terug(s, gesprek, overdracht, now)
    return True


def _leg_terug(
    s: Session, gesprek: gesprekken.Gesprek, overdracht: Overdracht, now: float | None
) -> None:
    """Put the case back: "weer" in its kop is since when nobody is there.

    Its place in the queue stays that of "sinds": the person waits no less long for it.
    """
    gesprekken.zet_staat(s, gesprek, Stap.TERUGGEVEN)
    _zet_eigenaar(s, overdracht.id, None)
    zet_kop(s, overdracht, weer=time.time() if now is None else now)


def sluit(s: Session, overdracht: Overdracht, hulpverlener_id: str) -> None:
    """Close the case: its danger was dealt with. Raises `NietVanJou`, `gesprekken.Verlopen`."""
    gesprek = eis_eigenaar(s, overdracht, hulpverlener_id)
    gesprekken.zet_staat(s, gesprek, Stap.SLUITEN)
    zet_kop(s, overdracht, gevaar=None)


def eis_eigenaar(
    s: Session,
    overdracht: Overdracht,
    hulpverlener_id: str,
    staten: tuple[Staat, ...] = (Staat.MENS,),
) -> gesprekken.Gesprek:
    """Return the conversation if this hulpverlener has the case now, and hold it for them.

    It stays locked until the transaction ends, so nobody takes the case over in between.
    Raises `NietVanJou`; `gesprekken.Verlopen` when the conversation is in none of *staten*.
    """
    gesprek = gesprekken.get(s, overdracht.gesprek_id, lock=True)
    eigenaar_id = rij(s, overdracht.id).eigenaar_id
    if eigenaar_id != hulpverlener_id:
        raise NietVanJou(_roepnaam(s, eigenaar_id))
    if gesprek.overdracht_id != overdracht.id or gesprek.staat not in staten:
        raise gesprekken.Verlopen
    return gesprek


def eis_opvolger(
    s: Session, overdracht: Overdracht, hulpverlener_id: str, now: float | None = None
) -> gesprekken.Gesprek:
    """Hold the case for who follows it up: its owner; of a closed case whose owner is gone anybody.

    They have the case from then on: a step that was promised is kept by who is there. Returns and
    raises as `eis_eigenaar`.
    """
    gesprek = gesprekken.get(s, overdracht.gesprek_id, lock=True)
    dicht = gesprek.staat is Staat.DICHT and gesprek.overdracht_id == overdracht.id
    if dicht and is_weg(s, rij(s, overdracht.id).eigenaar_id, overdracht.kop, now):
        _zet_eigenaar(s, overdracht.id, hulpverlener_id)
    return eis_eigenaar(s, overdracht, hulpverlener_id, (Staat.MENS, Staat.DICHT))


def eigenaar(s: Session, overdracht: Overdracht) -> str | None:
    """Return the first name of who has, or last had, the case."""
    return _roepnaam(s, rij(s, overdracht.id).eigenaar_id)


def _roepnaam(s: Session, hulpverlener_id: str | None) -> str | None:
    row = s.get(m.Hulpverlener, hulpverlener_id) if hulpverlener_id else None
    return row.roepnaam if row else None


def _zet_eigenaar(s: Session, overdracht_id: str, hulpverlener_id: str | None) -> None:
    s.execute(
        update(m.Overdracht)
        .where(m.Overdracht.id == overdracht_id)
        .values(eigenaar_id=hulpverlener_id)
        .execution_options(synchronize_session=False)
    )
    s.expire_all()
