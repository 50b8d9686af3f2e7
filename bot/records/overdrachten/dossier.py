"""What hangs on an overdracht: the opvolging of each wens, who looked, and a team's own notes.

Each line is sealed under the overdracht's key; notes under the team's dossier key alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import vault
from bot.intake.vervolg import eis_vervolg
from bot.records import gesprekken, termijnen
from bot.records import models as m
from bot.records.database import new_id
from bot.records.overdrachten.fouten import NietVanJou
from bot.records.overdrachten.openen import Overdracht, rij
from bot.vault.sealing import WOORDEN_MIN


def begin_opvolging(
    s: Session, overdracht: Overdracht, wensen: Iterable[dict[str, Any]], dag: date
) -> None:
    """Start one opvolging for each wens, in their order."""
    for nr, wens in enumerate(wensen, 1):
        begin = {"status": "ontvangen", "dag": dag.isoformat()}
        inhoud = {"behoefte": wens["behoefte"], "stappen": [begin]}
        _voeg_rij_toe(s, m.Opvolging, overdracht, nr, inhoud)


def opvolging(s: Session, overdracht: Overdracht) -> list[dict[str, Any]]:
    """Return what happens with each wens: {"nr", "behoefte", "stappen": [{status, dag, ...}]}."""
    return _rijen(s, m.Opvolging, overdracht, overdracht.key)


def volg_op(s: Session, overdracht: Overdracht, nr: int, stap: dict[str, Any]) -> None:
    """Add a step to the opvolging of wens number *nr*; raises `gesprekken.Onbekend`.

    And ValueError for a step that leaves open what comes next (`bot.intake.vervolg`).
    """
    eis_vervolg(stap)
    query = select(m.Opvolging).where(
        m.Opvolging.overdracht_id == overdracht.id, m.Opvolging.nr == nr
    )
    row = s.execute(query.with_for_update()).scalar_one_or_none()
    if row is None:
        raise gesprekken.Onbekend
    inhoud = _open(m.Opvolging, row, overdracht.key)
    inhoud["stappen"].append(stap)
    row.inhoud = _dicht(m.Opvolging, row.id, nr, overdracht.key, inhoud)
    s.flush()
    lezer: termijnen.Lezer = "team" if stap.get("van") == "jij" else "jij"
    termijnen.wacht(s, overdracht.gesprek_id, lezer, date.fromisoformat(stap["dag"]))


def noteer_inzage(s: Session, overdracht: Overdracht, inhoud: dict[str, Any]) -> None:
    """Keep for the overlever who opened the case: {"id", "wie", "wat", "wanneer"}.

    *wanneer* begins with the day. The same person doing the same again on that day is counted
    (`keer`) in the line that is there.
    """
    rij(s, overdracht.id, lock=True)
    for row in s.execute(_van(m.Inzage, overdracht)).scalars():
        oud = _open(m.Inzage, row, overdracht.key)
        if _zelfde_inzage(oud) == _zelfde_inzage(inhoud):
            oud["keer"] = oud.get("keer", 1) + 1
            row.inhoud = _dicht(m.Inzage, row.id, row.nr, overdracht.key, oud)
            s.flush()
            return
    _voeg_rij_toe(s, m.Inzage, overdracht, None, {**inhoud, "keer": 1})


def _zelfde_inzage(inhoud: dict[str, Any]) -> tuple[Any, ...]:
    dag = str(inhoud.get("wanneer", "")).split(" ")[0]
    return inhoud.get("id"), inhoud["wie"], inhoud.get("wat"), dag


def inzagen(s: Session, overdracht: Overdracht) -> list[dict[str, Any]]:
    """Return who opened the case, oldest first."""
    return _rijen(s, m.Inzage, overdracht, overdracht.key)


def noteer(s: Session, overdracht: Overdracht, inhoud: dict[str, Any]) -> None:
    """Add an internal note ({"wie", "tekst", "wanneer"}); needs a team's side of the case.

    Each team has its own notes: another team that may open the case reads none of them. One that
    comes again with the same "client_id" stands there once.
    """
    if overdracht.dossier is None:
        raise NietVanJou
    rij(s, overdracht.id, lock=True)
    client_id = inhoud.get("client_id")
    if client_id and any(n.get("client_id") == client_id for n in notities(s, overdracht)):
        return
    van_team = {"team_id": overdracht.team_id}
    _voeg_rij_toe(s, m.Notitie, overdracht, None, inhoud, overdracht.dossier, **van_team)


def notities(s: Session, overdracht: Overdracht) -> list[dict[str, Any]]:
    """Return the team's internal notes, oldest first; empty on the overlever's side."""
    if overdracht.dossier is None:
        return []
    eigen = m.Notitie.team_id == overdracht.team_id
    return _rijen(s, m.Notitie, overdracht, overdracht.dossier, eigen)


def _voeg_rij_toe(
    s: Session,
    table: Any,
    overdracht: Overdracht,
    nr: int | None,
    inhoud: dict[str, Any],
    key: bytes | None = None,
    **meer: str | None,
) -> None:
    if nr is None:
        # Locked, so that two writers cannot take the same number.
        rij(s, overdracht.id, lock=True)
        top = select(func.max(table.nr)).where(table.overdracht_id == overdracht.id)
        nr = (s.execute(top).scalar_one() or 0) + 1
    row_id = new_id()
    sealed = _dicht(table, row_id, nr, key or overdracht.key, inhoud)
    s.add(table(id=row_id, overdracht_id=overdracht.id, nr=nr, inhoud=sealed, **meer))
    s.flush()


def _rijen(
    s: Session, table: Any, overdracht: Overdracht, key: bytes, *welke: Any
) -> list[dict[str, Any]]:
    rows = s.execute(_van(table, overdracht, *welke)).scalars()
    return [{"nr": row.nr, **_open(table, row, key)} for row in rows]


def _dicht(table: Any, row_id: str, nr: int, key: bytes, inhoud: dict[str, Any]) -> bytes:
    """Seal a row; all steps of one wens stand in one, which grows with each."""
    least = vault.VERHAAL_MIN if table is m.Opvolging else WOORDEN_MIN
    return vault.seal_json(key, inhoud, where=_inhoud(table, row_id, nr), least=least)


def _open(table: Any, row: Any, key: bytes) -> Any:
    was = f"{table.__tablename__}.inhoud:{row.id}"
    return vault.unseal_json(key, row.inhoud, where=_inhoud(table, row.id, row.nr), was=was)


def _inhoud(table: Any, row_id: str, nr: int) -> str:
    """Return the place of a row: also its number, so that none can be moved."""
    return f"{table.__tablename__}.inhoud.nr:{row_id}:{nr}"


def _van(table: Any, overdracht: Overdracht, *welke: Any) -> Any:
    return select(table).where(table.overdracht_id == overdracht.id, *welke).order_by(table.nr)
