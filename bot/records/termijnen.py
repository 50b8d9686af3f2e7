"""Since when something in a conversation waits for whom: the dates by which `bewaren` decides."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sqlalchemy import func, update
from sqlalchemy.orm import Session

from bot.records import models as m

Lezer = Literal["jij", "team"]


def wacht(s: Session, gesprek_id: str, lezer: Lezer, today: date) -> None:
    """Keep that something waits for *lezer* since *today*, or already longer."""
    kolom = getattr(m.Gesprek, f"wacht_{lezer}")
    s.execute(
        update(m.Gesprek)
        .where(m.Gesprek.id == gesprek_id)
        .values({kolom: func.coalesce(kolom, today), m.Gesprek.gewaarschuwd: None})
        .execution_options(synchronize_session=False)
    )


def zag(s: Session, gesprek_id: str, lezer: Lezer, today: date) -> None:
    """Keep that *lezer* has seen everything; where something waited, its term begins anew."""
    kolom = getattr(m.Gesprek, f"wacht_{lezer}")
    s.execute(
        update(m.Gesprek)
        .where(m.Gesprek.id == gesprek_id, kolom.is_not(None))
        .values({kolom: None, m.Gesprek.laatst: today, m.Gesprek.gewaarschuwd: None})
        .execution_options(synchronize_session=False)
    )


def waarschuw(s: Session, gesprek_id: str, today: date) -> None:
    """Keep that its term ran out and the warning began *today*; anything that happens undoes it."""
    s.execute(
        update(m.Gesprek)
        .where(m.Gesprek.id == gesprek_id)
        .values(gewaarschuwd=today)
        .execution_options(synchronize_session=False)
    )
