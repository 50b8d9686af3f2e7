"""First names: what a person knows a hulpverlener by, so no two of one team are alike."""

from __future__ import annotations

import unicodedata

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from bot.records import models as m


def is_bezet(s: Session, team_id: str, roepnaam: str) -> bool:
    """Tell whether somebody of the team has this first name, or anybody who was switched off.

    Whoever was switched off is in no team any more, and stands in logs and notes by that name.
    Only letters and digits count, without capitals and accents.
    """
    lid = exists().where(
        m.Lidmaatschap.team_id == team_id, m.Lidmaatschap.hulpverlener_id == m.Hulpverlener.id
    )
    query = select(m.Hulpverlener.roepnaam).where(or_(lid, m.Hulpverlener.actief.is_(False)))
    return _kaal(roepnaam) in {_kaal(ander) for ander in s.execute(query).scalars()}


def _kaal(naam: str) -> str:
    return "".join(t for t in unicodedata.normalize("NFKD", naam).casefold() if t.isalnum())
