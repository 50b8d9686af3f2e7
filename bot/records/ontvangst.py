"""Which messages came in already: a browser gives each a mark, and sends one twice at times."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.records import models as m
from bot.records import vragen


def gezien(s: Session, gesprek_id: str, client_id: str) -> bool:
    """Tell whether a message with this *client_id* was already stored."""
    return s.execute(vragen.GEZIEN, {"id": gesprek_id, "client_id": client_id}).first() is not None


def merk(s: Session, gesprek_id: str, client_id: str) -> None:
    """Give the last bubble this *client_id*: what it answers counts as seen from now on."""
    last = select(m.Gesprek.volgnr).where(m.Gesprek.id == gesprek_id).scalar_subquery()
    s.execute(
        update(m.Bericht)
        .where(m.Bericht.gesprek_id == gesprek_id, m.Bericht.volgnr == last)
        .values(client_id=client_id)
        .execution_options(synchronize_session=False)
    )
