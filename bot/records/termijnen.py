"""Since when something in a conversation waits for whom: the dates by which `bewaren` decides."""

from __future__ import annotations

from datetime import date
from typing import Literal

from sqlalchemy import func, or_, true, update
from sqlalchemy.orm import Session

from bot.intake.states import Staat
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


def zag(s: Session, gesprek_id: str, lezer: Lezer, today: date, zaak: str | None = None) -> None:
    """Keep that *lezer* has seen everything; where something waited, its term begins anew.

    Who has a hulpverlener waits for an answer (`beantwoord`): that the team looked is not enough.
    Nor is that it looked in another *zaak* than the one with which the person waits now.
    """
    kolom = getattr(m.Gesprek, f"wacht_{lezer}")
    genoeg = m.Gesprek.staat != Staat.MENS.value if lezer == "team" else true()
    nu = m.Gesprek.overdracht_id
    deze = or_(nu.is_(None), nu == zaak) if zaak else true()
    s.execute(
        update(m.Gesprek)
        .where(m.Gesprek.id == gesprek_id, kolom.is_not(None), genoeg, deze)
        .values({kolom: None, m.Gesprek.laatst: today, m.Gesprek.gewaarschuwd: None})
        .execution_options(synchronize_session=False)
    )


def beantwoord(s: Session, gesprek_id: str) -> None:
    """Keep that a hulpverlener answered: nothing waits for the team any more."""
    s.execute(
        update(m.Gesprek)
        .where(m.Gesprek.id == gesprek_id)
        .values(wacht_team=None)
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
