"""Wiping: nothing of a conversation can be read afterwards, in no copy and by nobody."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.records import logboek, sleutels
from bot.records import models as m
from bot.vault.kluis import GESPREK, OVERDRACHT


def wis(s: Session, gesprek_id: str, wat: str = "gewist") -> None:
    """Destroy the conversation with all that hangs on it, the teams' copies included.

    First the key files, for good, then the rows: whatever happens in between, and in whatever
    backup the rows still stand, nothing of it can be read. The log tells the teams, by *wat* (see
    `logboek.verwijderd`). Raises OSError when a key file cannot be destroyed.
    """
    s.execute(select(m.Gesprek.id).where(m.Gesprek.id == gesprek_id).with_for_update())
    gedeeld = logboek.zaken_van(s, gesprek_id=gesprek_id)
    owned = select(m.Overdracht.id).where(m.Overdracht.gesprek_id == gesprek_id)
    kluis = sleutels.kluis(s)
    kluis.vernietig(GESPREK, gesprek_id)
    for overdracht_id in s.execute(owned).scalars().all():
        kluis.vernietig(OVERDRACHT, overdracht_id)
    for table in (m.Opvolging, m.Inzage, m.Notitie, m.Ontvanger):
        s.execute(
            delete(table)
            .where(table.overdracht_id.in_(owned))
            .execution_options(synchronize_session=False)
        )
    for table in (m.Bericht, m.Terugkeer, m.Overdracht):
        s.execute(
            delete(table)
            .where(table.gesprek_id == gesprek_id)
            .execution_options(synchronize_session=False)
        )
    s.execute(
        delete(m.Gesprek)
        .where(m.Gesprek.id == gesprek_id)
        .execution_options(synchronize_session=False)
    )
    logboek.verwijderd(s, wat, gedeeld)
