"""Whose turn it is to send a mail: one row with the last moment that was taken."""

from __future__ import annotations

from datetime import datetime, timezone

from sqlalchemy import or_, update

from bot.records import models as m
from bot.records.database import Database


def neem(database: Database, moment: datetime) -> bool:
    """Take the turn of *moment* (aware, whole minutes); tell whether nobody had taken it.

    One conditional update: of several replicas one wins. "Another", not "later", so that a clock
    that once ran ahead keeps nobody silent.
    """
    utc = moment.astimezone(timezone.utc)
    dag, minuut = utc.date(), utc.hour * 60 + utc.minute
    neem_hem = (
        update(m.Postbeurt)
        .where(or_(m.Postbeurt.dag != dag, m.Postbeurt.minuut != minuut))
        .values(dag=dag, minuut=minuut)
        .execution_options(synchronize_session=False)
    )
    with database.begin() as s:
        return bool(s.execute(neem_hem).rowcount == 1)
