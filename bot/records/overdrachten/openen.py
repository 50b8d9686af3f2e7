"""An opened overdracht: by the overlever with their own key, by a team with its pair."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from bot import vault
from bot.records import gesprekken, ontvangers, sleutels, vragen


@dataclass(frozen=True)
class Overdracht:
    """An opened overdracht; *team_ids* may open it.

    *team_id* is the team as which it was opened, *dossier* that team's own key: both None on the
    overlever's side.
    """

    id: str
    gesprek_id: str
    team_ids: tuple[str, ...]
    team_id: str | None
    dag: date
    eigenaar_id: str | None
    key: bytes = field(repr=False)
    dossier: bytes | None = field(repr=False)
    kop: dict[str, Any]


def voor_gesprek(s: Session, gesprek_key: bytes, overdracht_id: str) -> Overdracht:
    """Open an overdracht as the overlever; raises `gesprekken.Onbekend`, `vault.Unreadable`."""
    row = rij(s, overdracht_id)
    where = f"overdracht.sleutel_gesprek:{overdracht_id}"
    try:
        eigen = sleutels.van_gesprek(s, row.gesprek_id, gesprek_key)
        return _opened(s, row, vault.unseal(eigen, row.sleutel_gesprek, where=where), None)
    except vault.SleutelWeg:
        raise gesprekken.Onbekend from None


def voor_team(s: Session, overdracht_id: str, teams: dict[str, vault.Keypair]) -> Overdracht:
    """Open an overdracht as a member of one of *teams* (team id -> pair).

    Raises `gesprekken.Onbekend` when it does not exist or was not shared with any of them: both
    look the same. `vault.Unreadable` where a team's key was renewed since *teams* was read.
    """
    geopend = ontvangers.open_voor(s, overdracht_id, teams)
    if geopend is None:
        raise gesprekken.Onbekend
    try:
        return _opened(s, rij(s, overdracht_id), geopend.key, geopend)
    except vault.SleutelWeg:
        raise gesprekken.Onbekend from None


def van_gesprek(s: Session, gesprek_key: bytes) -> list[Overdracht]:
    """Return every overdracht of a conversation, oldest first; without any that was destroyed."""
    found = []
    for one in ids_van(s, vault.conversation_id(gesprek_key)):
        with suppress(gesprekken.Onbekend):
            found.append(voor_gesprek(s, gesprek_key, one))
    return sorted(found, key=lambda o: o.kop["sinds"])


def ids_van(s: Session, gesprek_id: str) -> list[str]:
    """Return the ids of every overdracht of a conversation, opening none."""
    return list(s.execute(vragen.ZAKEN, {"id": gesprek_id}).scalars())


def samenvatting(s: Session, overdracht: Overdracht) -> dict[str, Any]:
    """Return the samenvatting as it was agreed to."""
    sealed = rij(s, overdracht.id).samenvatting
    value: dict[str, Any] = vault.unseal_json(
        overdracht.key, sealed, where=f"overdracht.samenvatting:{overdracht.id}"
    )
    return value


def rij(s: Session, overdracht_id: str, *, lock: bool = False) -> Any:
    """Return the row, with *lock* held while the transaction runs; raises `Onbekend`."""
    row = s.execute(
        vragen.OVERDRACHT_VAST if lock else vragen.OVERDRACHT, {"id": overdracht_id}
    ).first()
    if row is None:
        raise gesprekken.Onbekend
    return row


def _opened(s: Session, row: Any, geheim: bytes, als_team: ontvangers.Geopend | None) -> Overdracht:
    """Open a row with what was unwrapped of its keys; raises `vault.SleutelWeg`."""
    key = sleutels.van_overdracht(s, row.gesprek_id, row.id, geheim)
    dossier = None
    if als_team is not None:
        dossier = sleutels.van_overdracht(s, row.gesprek_id, row.id, als_team.dossier)
    return Overdracht(
        id=row.id,
        gesprek_id=row.gesprek_id,
        team_ids=ontvangers.team_ids(s, row.id),
        team_id=als_team.team_id if als_team else None,
        dag=row.dag,
        eigenaar_id=row.eigenaar_id,
        key=key,
        dossier=dossier,
        kop=vault.unseal_json(key, row.kop, where=f"overdracht.kop:{row.id}"),
    )
