"""Which teams may open an overdracht: its two keys, wrapped to each of those teams.

A team without a row here holds nothing that opens the overdracht, and no query finds it for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records import sleutels, vragen


@dataclass(frozen=True)
class Geopend:
    """The keys of an overdracht as one team opened them; *dossier* is that team's own."""

    team_id: str
    key: bytes = field(repr=False)
    dossier: bytes = field(repr=False)


def wikkel(s: Session, overdracht_id: str, team_ids: Iterable[str], key: bytes) -> None:
    """Wrap *key*, and a new dossier key for each, to every team of *team_ids*.

    The teams are held while this transaction runs, so that a change of a team's key comes either
    before (and the new key is used) or after (and finds what was written here). A team whose public
    key is not ours gets nothing. Raises ValueError when no team is left: an overdracht that nobody
    can open must not be made.
    """
    query = select(m.Team).where(m.Team.id.in_(list(team_ids))).order_by(m.Team.id)
    held = query.with_for_update(read=True).execution_options(populate_existing=True)
    found = [team for team in s.execute(held).scalars() if sleutels.is_van_ons(s, team)]
    if not found:
        raise ValueError("no team to share with")
    for team in found:
        sleutel = vault.wrap_to(team.publiek, key, where=_sleutel(overdracht_id))
        dossier = vault.wrap_to(team.publiek, vault.new_key(), where=_dossier(overdracht_id))
        s.add(
            m.Ontvanger(
                overdracht_id=overdracht_id, team_id=team.id, sleutel=sleutel, dossier=dossier
            )
        )
    s.flush()


def open_voor(s: Session, overdracht_id: str, teams: dict[str, vault.Keypair]) -> Geopend | None:
    """Return the keys that the first of *teams* opens; None when it was shared with none of them.

    Raises `vault.Unreadable` where a team's key was renewed since *teams* was read.
    """
    query = _rijen(overdracht_id).where(m.Ontvanger.team_id.in_(list(teams)))
    row = s.execute(query).scalars().first()
    if row is None:
        return None
    pair = teams[row.team_id]
    return Geopend(
        row.team_id,
        vault.open_with(pair, row.sleutel, where=_sleutel(overdracht_id)),
        vault.open_with(pair, row.dossier, where=_dossier(overdracht_id)),
    )


def team_ids(s: Session, overdracht_id: str) -> tuple[str, ...]:
    """Return the ids of the teams that may open this overdracht."""
    return tuple(s.execute(vragen.ONTVANGERS, {"id": overdracht_id}).scalars())


def van_teams(teams: Sequence[str]) -> Any:
    """Return the query for the ids of every overdracht that one of *teams* may open."""
    return select(m.Ontvanger.overdracht_id).where(m.Ontvanger.team_id.in_(teams))


def wikkel_opnieuw(s: Session, team_id: str, oud: vault.Keypair, nieuw: bytes) -> None:
    """Wrap everything that a team can open to its *nieuw* public key, and to that alone.

    The caller holds the team's row. Raises `vault.Unreadable` (and nothing may be kept) when *oud*
    does not open a row.
    """
    query = select(m.Ontvanger).where(m.Ontvanger.team_id == team_id).with_for_update()
    for row in s.execute(query.execution_options(populate_existing=True)).scalars():
        for veld, where in (
            ("sleutel", _sleutel(row.overdracht_id)),
            ("dossier", _dossier(row.overdracht_id)),
        ):
            key = vault.open_with(oud, getattr(row, veld), where=where)
            setattr(row, veld, vault.wrap_to(nieuw, key, where=where))
    s.flush()


def _rijen(overdracht_id: str) -> Any:
    query = select(m.Ontvanger).where(m.Ontvanger.overdracht_id == overdracht_id)
    return query.order_by(m.Ontvanger.team_id).execution_options(populate_existing=True)


# The places are named as they were when an overdracht had one team: older rows still open. Which
# team's row it is needs no name, because only that team's key opens it.


def _sleutel(overdracht_id: str) -> str:
    return f"overdracht.sleutel_team:{overdracht_id}"


def _dossier(overdracht_id: str) -> str:
    return f"overdracht.sleutel_dossier:{overdracht_id}"
