"""Who is there: hulpverleners who were seen a moment ago."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.records import models as m
from bot.records import vragen
from bot.records.accounts import AFWEZIG_NA


def aanwezig(s: Session, hulpverlener_id: str | None, now: float | None = None) -> bool:
    """Tell whether this hulpverlener was seen in the last `AFWEZIG_NA` seconds."""
    since = (time.time() if now is None else now) - AFWEZIG_NA
    query = select(m.Sessie.id).where(
        m.Sessie.hulpverlener_id == hulpverlener_id, m.Sessie.gezien > since
    )
    return hulpverlener_id is not None and s.execute(query).first() is not None


def beschikbaar(s: Session, hulpverlener_id: str | None, now: float | None = None) -> bool:
    """Tell whether this hulpverlener is there and did not set themselves to "even weg"."""
    moment = time.time() if now is None else now
    query = select(m.Sessie.id).where(
        m.Sessie.hulpverlener_id == hulpverlener_id,
        m.Sessie.gezien > moment - AFWEZIG_NA,
        m.Sessie.verloopt > moment,
        m.Sessie.beschikbaar.is_(True),
    )
    return hulpverlener_id is not None and s.execute(query).first() is not None


def is_weg(
    s: Session, eigenaar_id: str | None, kop: Mapping[str, Any], now: float | None = None
) -> bool:
    """Tell whether the owner of a case with this *kop* counts as gone: others may take it over.

    With danger, who set themselves to "even weg" is gone too: nobody would hear the person.
    """
    is_er = beschikbaar if kop.get("gevaar") else aanwezig
    return not is_er(s, eigenaar_id, now)


def aanwezige_teams(s: Session, now: float | None = None) -> set[str]:
    """Return the ids of the teams of whom a hulpverlener is there and available now."""
    moment = time.time() if now is None else now
    when = {"sinds": moment - AFWEZIG_NA, "nu": moment}
    return set(s.execute(vragen.AANWEZIG, when).scalars())


def iemand_aanwezig(s: Session, team_ids: list[str], now: float | None = None) -> bool:
    """Tell whether a hulpverlener of one of these teams is there and available now."""
    return not aanwezige_teams(s, now).isdisjoint(team_ids)
