"""What every turn asks of the database, each question made once.

SQLAlchemy takes longer to build a question than SQLite to answer it (measured: half of a turn).
Rows come back as plain columns: nothing is kept of them in the session.
"""

from __future__ import annotations

from sqlalchemy import bindparam, insert, literal, select, update

from bot.records import models as m

_ID = bindparam("id")

GESPREK = select(m.Gesprek.__table__).where(m.Gesprek.id == _ID)
GESPREK_VAST = GESPREK.with_for_update()
VOLGNR = select(m.Gesprek.volgnr).where(m.Gesprek.id == _ID)
VOLGNUMMERS = select(m.Gesprek.id, m.Gesprek.volgnr).where(
    m.Gesprek.id.in_(bindparam("ids", expanding=True))
)
OPHOGEN = (
    update(m.Gesprek.__table__)
    .where(m.Gesprek.id == bindparam("gesprek"))
    .values(volgnr=m.Gesprek.volgnr + bindparam("erbij"), laatst=bindparam("dag"))
    .values(gewaarschuwd=None)
)
ONTHOUD = (
    update(m.Gesprek.__table__)
    .where(m.Gesprek.id == bindparam("gesprek"))
    .values(geheugen=bindparam("sealed"))
)

NIEUW_BERICHT = insert(m.Bericht.__table__)
GEZIEN = select(m.Bericht.id).where(
    m.Bericht.gesprek_id == _ID, m.Bericht.client_id == bindparam("client_id")
)
BERICHTEN = (
    select(m.Bericht.__table__)
    .where(m.Bericht.gesprek_id == _ID, m.Bericht.volgnr > bindparam("na"))
    .order_by(m.Bericht.volgnr)
)
BERICHTEN_VAN = BERICHTEN.where(m.Bericht.overdracht_id == bindparam("overdracht_id"))

ZAKEN = select(m.Overdracht.id).where(m.Overdracht.gesprek_id == _ID)
OVERDRACHT = select(m.Overdracht.__table__).where(m.Overdracht.id == _ID)
OVERDRACHT_VAST = OVERDRACHT.with_for_update()
ONTVANGERS = (
    select(m.Ontvanger.team_id)
    .where(m.Ontvanger.overdracht_id == _ID)
    .order_by(m.Ontvanger.team_id)
)
CODE = select(m.Terugkeer.id).where(m.Terugkeer.gesprek_id == _ID)
#: A row comes back whether somebody has these words or nobody: the time tells nothing.
CODES = select(
    m.Terugkeer.id, m.Terugkeer.gesprek_id, m.Terugkeer.zout, m.Terugkeer.sleutel
).select_from(
    select(literal(1).label("altijd"))
    .subquery()
    .outerjoin(m.Terugkeer, m.Terugkeer.vind == bindparam("vind"))
)

TEAMS = select(m.Team).order_by(m.Team.naam)
MET_LEDEN = select(m.Lidmaatschap.team_id).distinct()
#: The teams of whom a hulpverlener was seen since then, is logged in and is available.
AANWEZIG = (
    select(m.Lidmaatschap.team_id)
    .join(m.Sessie, m.Sessie.hulpverlener_id == m.Lidmaatschap.hulpverlener_id)
    .where(
        m.Sessie.gezien > bindparam("sinds"),
        m.Sessie.verloopt > bindparam("nu"),
        m.Sessie.beschikbaar.is_(True),
    )
    .distinct()
)
