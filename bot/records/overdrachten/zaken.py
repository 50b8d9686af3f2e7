"""The cases of some teams: which ones there are, and whether anything changed in them."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot import vault
from bot.intake.states import Staat
from bot.records import gesprekken, ontvangers
from bot.records import models as m
from bot.records.accounts import AFWEZIG_NA
from bot.records.overdrachten.openen import Overdracht, voor_team

log = logging.getLogger("eerstjij")

#: Days after which a closed case that nobody touched is no longer news.
STIL_NA = 14
_VAN_GESPREK = m.Gesprek.id == m.Overdracht.gesprek_id


def wachtrij(
    s: Session,
    teams: dict[str, vault.Keypair],
    staten: tuple[Staat, ...] = (Staat.WACHT,),
    sinds: date | None = None,
    mis: set[str] | None = None,
) -> list[tuple[Overdracht, gesprekken.Gesprek]]:
    """Return the current overdrachten of *teams* whose conversation is in one of *staten*.

    The oldest day first; who needs the order of a queue sorts by what stands in the cases.
    With *sinds* only those whose conversation changed on that day or later, or in which something
    waits for the team. With the bot none is current: the person went on, and all come.
    One that does not open hides none of the others: it is left out, and its id goes into *mis*.
    """
    query = (
        select(m.Overdracht.id, m.Gesprek.id)
        .join(m.Gesprek, m.Gesprek.id == m.Overdracht.gesprek_id)
        .where(
            or_(
                m.Gesprek.overdracht_id == m.Overdracht.id,
                m.Gesprek.staat == Staat.BOT.value,
            ),
            m.Overdracht.id.in_(ontvangers.van_teams(list(teams))),
            m.Gesprek.staat.in_([st.value for st in staten]),
        )
    )
    if sinds is not None:
        query = query.where(or_(m.Gesprek.laatst >= sinds, m.Gesprek.wacht_team.is_not(None)))
    query = query.order_by(m.Overdracht.dag, m.Overdracht.id)
    found = []
    for overdracht_id, gesprek_id in s.execute(query).all():
        with suppress(gesprekken.Onbekend):  # wiped meanwhile, or half wiped
            try:
                found.append((voor_team(s, overdracht_id, teams), gesprekken.get(s, gesprek_id)))
            except (vault.Unreadable, ValueError) as fout:
                log.error("case left out (%s)", type(fout).__name__)
                if mis is not None:
                    mis.add(overdracht_id)
    return found


def stand(s: Session, team_ids: list[str], now: float | None = None) -> str:
    """Return a mark that changes when anything changes that these teams see; opens nothing.

    A sealed column gets another nonce each time it is written, so its first bytes tell that it
    was. Who of the teams is there, and not "even weg", counts too: without its owner a case is
    free. Cases that were closed and left alone for `STIL_NA` days no longer count.
    """
    moment = time.time() if now is None else now
    quiet = date.fromtimestamp(moment) - timedelta(days=STIL_NA)
    seen = m.Overdracht.id.in_(ontvangers.van_teams(team_ids)) & (
        m.Gesprek.staat.in_([Staat.WACHT.value, Staat.MENS.value]) | (m.Gesprek.laatst >= quiet)
    )
    cases = select(
        m.Overdracht.id,
        m.Overdracht.eigenaar_id,
        func.substr(m.Overdracht.kop, 1, 25),
        m.Gesprek.staat,
        m.Gesprek.versie,
        m.Gesprek.volgnr,
    ).join(m.Gesprek, _VAN_GESPREK)
    steps = _met_zaak(select(m.Opvolging.id, func.substr(m.Opvolging.inhoud, 1, 25)), m.Opvolging)
    notes = _met_zaak(select(m.Notitie.id), m.Notitie).where(m.Notitie.team_id.in_(team_ids))
    here = (
        select(m.Sessie.hulpverlener_id, m.Sessie.beschikbaar)
        .join(m.Lidmaatschap, m.Lidmaatschap.hulpverlener_id == m.Sessie.hulpverlener_id)
        .where(m.Lidmaatschap.team_id.in_(team_ids), m.Sessie.gezien > moment - AFWEZIG_NA)
        .distinct()
    )
    digest = blake2b(digest_size=16)
    for query in (cases.where(seen), steps.where(seen), notes.where(seen), here):
        for row in sorted(map(_bytes, s.execute(query))):
            digest.update(row)
    return digest.hexdigest()


def _met_zaak(query: Any, van: Any) -> Any:
    """Return *query* of rows *van* a case, joined to that case and its talk."""
    return query.join(m.Overdracht, m.Overdracht.id == van.overdracht_id).join(
        m.Gesprek, _VAN_GESPREK
    )


def _bytes(row: Any) -> bytes:
    return repr([bytes(c) if isinstance(c, memoryview) else c for c in row]).encode()
