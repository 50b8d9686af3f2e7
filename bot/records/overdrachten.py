"""Overdrachten: what was shared with a team, and what happened with each wens.

The overdracht's key is wrapped to each team that was agreed to (`bot.records.ontvangers`) and
under the conversation's key. A dossier key (internal notes) is wrapped to its team alone.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot import vault
from bot.intake.states import Staat, Stap
from bot.records import gesprekken, logboek, ontvangers, sleutels
from bot.records import models as m
from bot.records.accounts import AFWEZIG_NA
from bot.records.database import new_id
from bot.vault.kluis import OVERDRACHT

#: Dangers said after the handoff that are kept with their message; the newest ones.
LATER_MAX = 20
#: Days after which a closed case that nobody touched is no longer news.
STIL_NA = 14


class NietVanJou(Exception):
    """Only the hulpverlener who has the case may do this; `eigenaar` is their first name."""

    def __init__(self, eigenaar: str | None = None) -> None:
        super().__init__("not yours")
        self.eigenaar = eigenaar


@dataclass(frozen=True)
class Overdracht:
    """An opened overdracht; *team_ids* may open it.

    *team_id* is the team as which it was opened, *dossier* that team's own key: both None on the
    overlever's side.
    """

    id: str
    gesprek_id: str
    team_ids: tuple[str, ...]
    team_id: str | None
    dag: date
    eigenaar_id: str | None
    key: bytes = field(repr=False)
    dossier: bytes | None = field(repr=False)
    kop: dict[str, Any]


def maak(
    s: Session,
    gesprek_key: bytes,
    team_ids: Collection[str],
    kop: dict[str, Any],
    samenvatting: dict[str, Any],
    today: date,
) -> Overdracht:
    """Seal a *samenvatting* to each team of *team_ids* and return the new overdracht.

    *kop* is what the queue needs ({"sinds": epoch seconds, "gevaar": kind or None}). One
    opvolging is started for each wens.
    """
    overdracht_id, gesprek_id = new_id(), vault.conversation_id(gesprek_key)
    sleutels.kluis(s).maak(OVERDRACHT, overdracht_id)
    geheim = vault.new_key()
    key = sleutels.van_overdracht(s, gesprek_id, overdracht_id, geheim)
    s.add(
        m.Overdracht(
            id=overdracht_id,
            gesprek_id=gesprek_id,
            dag=today,
            sleutel_gesprek=vault.seal(
                sleutels.van_gesprek(s, gesprek_id, gesprek_key),
                geheim,
                where=f"overdracht.sleutel_gesprek:{overdracht_id}",
            ),
            kop=vault.seal_json(key, kop, where=f"overdracht.kop:{overdracht_id}"),
            samenvatting=vault.seal_json(
                key, samenvatting, where=f"overdracht.samenvatting:{overdracht_id}"
            ),
        )
    )
    s.flush()
    ontvangers.wikkel(s, overdracht_id, team_ids, geheim)
    gesprekken.wacht(s, gesprek_id, "team", today)
    overdracht = voor_gesprek(s, gesprek_key, overdracht_id)
    for nr, wens in enumerate(samenvatting.get("wensen", []), 1):
        begin = {"status": "ontvangen", "dag": today.isoformat()}
        inhoud = {"behoefte": wens["behoefte"], "stappen": [begin]}
        _voeg_rij_toe(s, m.Opvolging, overdracht, nr, inhoud)
    return overdracht


def voor_gesprek(s: Session, gesprek_key: bytes, overdracht_id: str) -> Overdracht:
    """Open an overdracht as the overlever; raises `gesprekken.Onbekend`, `vault.Unreadable`."""
    row = _row(s, overdracht_id)
    where = f"overdracht.sleutel_gesprek:{overdracht_id}"
    try:
        eigen = sleutels.van_gesprek(s, row.gesprek_id, gesprek_key)
        return _opened(s, row, vault.unseal(eigen, row.sleutel_gesprek, where=where), None)
    except vault.SleutelWeg:
        raise gesprekken.Onbekend from None


def voor_team(s: Session, overdracht_id: str, teams: dict[str, vault.Keypair]) -> Overdracht:
    """Open an overdracht as a member of one of *teams* (team id -> pair).

    Raises `gesprekken.Onbekend` when it does not exist or was not shared with any of them: both
    look the same. `vault.Unreadable` where a team's key was renewed since *teams* was read.
    """
    geopend = ontvangers.open_voor(s, overdracht_id, teams)
    if geopend is None:
        raise gesprekken.Onbekend
    try:
        return _opened(s, _row(s, overdracht_id), geopend.key, geopend)
    except vault.SleutelWeg:
        raise gesprekken.Onbekend from None


def van_gesprek(s: Session, gesprek_key: bytes) -> list[Overdracht]:
    """Return every overdracht of a conversation, oldest first; without any that was destroyed."""
    query = select(m.Overdracht.id).where(
        m.Overdracht.gesprek_id == vault.conversation_id(gesprek_key)
    )
    found = []
    for one in s.execute(query).scalars().all():
        with suppress(gesprekken.Onbekend):
            found.append(voor_gesprek(s, gesprek_key, one))
    return sorted(found, key=lambda o: o.kop["sinds"])


def wachtrij(
    s: Session,
    teams: dict[str, vault.Keypair],
    staten: tuple[Staat, ...] = (Staat.WACHT,),
    sinds: date | None = None,
) -> list[tuple[Overdracht, gesprekken.Gesprek]]:
    """Return the current overdrachten of *teams* whose conversation is in one of *staten*.

    With *sinds* only those whose conversation changed on that day or later.
    """
    query = (
        select(m.Overdracht.id, m.Gesprek.id)
        .join(m.Gesprek, m.Gesprek.overdracht_id == m.Overdracht.id)
        .where(
            m.Overdracht.id.in_(ontvangers.van_teams(list(teams))),
            m.Gesprek.staat.in_([st.value for st in staten]),
        )
    )
    if sinds is not None:
        query = query.where(m.Gesprek.laatst >= sinds)
    found = []
    for overdracht_id, gesprek_id in s.execute(query).all():
        with suppress(gesprekken.Onbekend):  # wiped meanwhile, or half wiped
            found.append((voor_team(s, overdracht_id, teams), gesprekken.get(s, gesprek_id)))
    return found


def stand(s: Session, team_ids: list[str], now: float | None = None) -> str:
    """Return a mark that changes when anything changes that these teams see; opens nothing.

    A sealed column gets another nonce each time it is written, so its first bytes tell that it
    was. Who of the teams is there counts too: without its owner a case is free. Cases that were
    closed and left alone for `STIL_NA` days no longer count.
    """
    moment = time.time() if now is None else now
    quiet = date.fromtimestamp(moment) - timedelta(days=STIL_NA)
    seen = m.Overdracht.id.in_(ontvangers.van_teams(team_ids)) & (
        m.Gesprek.staat.in_([Staat.WACHT.value, Staat.MENS.value]) | (m.Gesprek.laatst >= quiet)
    )
    of_gesprek = m.Gesprek.id == m.Overdracht.gesprek_id
    cases = select(
        m.Overdracht.id,
        m.Overdracht.eigenaar_id,
        func.substr(m.Overdracht.kop, 1, 25),
        m.Gesprek.staat,
        m.Gesprek.versie,
        m.Gesprek.volgnr,
    ).join(m.Gesprek, of_gesprek)
    steps = (
        select(m.Opvolging.id, func.substr(m.Opvolging.inhoud, 1, 25))
        .join(m.Overdracht, m.Overdracht.id == m.Opvolging.overdracht_id)
        .join(m.Gesprek, of_gesprek)
    )
    here = (
        select(m.Sessie.hulpverlener_id)
        .join(m.Lidmaatschap, m.Lidmaatschap.hulpverlener_id == m.Sessie.hulpverlener_id)
        .where(m.Lidmaatschap.team_id.in_(team_ids), m.Sessie.gezien > moment - AFWEZIG_NA)
        .distinct()
    )
    digest = blake2b(digest_size=16)
    for query in (cases.where(seen), steps.where(seen), here):
        for row in sorted(map(_bytes, s.execute(query))):
            digest.update(row)
    return digest.hexdigest()


def _bytes(row: Any) -> bytes:
    return repr([bytes(c) if isinstance(c, memoryview) else c for c in row]).encode()


def samenvatting(s: Session, overdracht: Overdracht) -> dict[str, Any]:
    """Return the samenvatting as it was agreed to."""
    sealed = _row(s, overdracht.id).samenvatting
    value: dict[str, Any] = vault.unseal_json(
        overdracht.key, sealed, where=f"overdracht.samenvatting:{overdracht.id}"
    )
    return value


def zet_kop(s: Session, overdracht: Overdracht, **changes: Any) -> None:
    """Change what the queue knows of this overdracht.

    A *gevaar* is also kept under "later", with the number of the newest bubble: closing the case
    ends its place in the queue, not that it was said.
    """
    now = _kop(s, overdracht)
    kop = {**now, **changes}
    nr = gesprekken.get(s, overdracht.gesprek_id).volgnr
    if changes.get("gevaar") and nr:
        later = [*now.get("later", ()), {"soort": changes["gevaar"], "nr": nr}]
        kop["later"] = later[-LATER_MAX:]
    sealed = vault.seal_json(overdracht.key, kop, where=f"overdracht.kop:{overdracht.id}")
    s.execute(update(m.Overdracht).where(m.Overdracht.id == overdracht.id).values(kop=sealed))


def _kop(s: Session, overdracht: Overdracht) -> dict[str, Any]:
    """Return what the queue knows now, and hold it until the transaction ends."""
    sealed = _row(s, overdracht.id, lock=True).kop
    kop: dict[str, Any] = vault.unseal_json(
        overdracht.key, sealed, where=f"overdracht.kop:{overdracht.id}"
    )
    return kop


def let_op(s: Session, overdracht: Overdracht, soort: str) -> None:
    """Keep that *soort* ("jong", "zwanger") was said after the handoff, once, with its message."""
    al = _kop(s, overdracht).get("let_op", ())
    if not any(een["soort"] == soort for een in al):
        nr = gesprekken.get(s, overdracht.gesprek_id).volgnr
        zet_kop(s, overdracht, let_op=[*al, {"soort": soort, "nr": nr}])


def pak_op(
    s: Session, overdracht: Overdracht, hulpverlener: m.Hulpverlener, now: float | None = None
) -> bool:
    """Claim the case: exactly one winner. Returns False where it already was this one's.

    A case of somebody who was not seen for `AFWEZIG_NA` seconds may be taken over. Raises
    `NietVanJou` with the winner's name for everybody else, `IllegalTransition` when it is closed,
    `gesprekken.Onbekend` when the person no longer waits.
    """
    gesprek = gesprekken.get(s, overdracht.gesprek_id, lock=True)
    row = _row(s, overdracht.id)
    if gesprek.overdracht_id != overdracht.id:
        raise gesprekken.Onbekend
    stap = Stap.OPPAKKEN
    if gesprek.staat is Staat.MENS:
        if row.eigenaar_id == hulpverlener.id:
            return False
        if aanwezig(s, row.eigenaar_id, now):
            raise NietVanJou(_roepnaam(s, row.eigenaar_id))
        stap = Stap.OVERNEMEN
    gesprekken.zet_staat(s, gesprek, stap)
    _zet_eigenaar(s, overdracht.id, hulpverlener.id)
    return True


def geef_terug(s: Session, overdracht: Overdracht, hulpverlener_id: str) -> None:
    """Put the case back into the queue; raises `NietVanJou`, `gesprekken.Verlopen`."""
    gesprek = eis_eigenaar(s, overdracht, hulpverlener_id)
    gesprekken.zet_staat(s, gesprek, Stap.TERUGGEVEN)
    _zet_eigenaar(s, overdracht.id, None)


def laat_los(s: Session, overdracht: Overdracht, now: float | None = None) -> bool:
    """Put the case of a hulpverlener who is gone back into the queue; tell whether it did."""
    gesprek = gesprekken.get(s, overdracht.gesprek_id, lock=True)
    if gesprek.staat is not Staat.MENS or aanwezig(s, _row(s, overdracht.id).eigenaar_id, now):
        return False
    gesprekken.zet_staat(s, gesprek, Stap.TERUGGEVEN)
    _zet_eigenaar(s, overdracht.id, None)
    return True


def sluit(s: Session, overdracht: Overdracht, hulpverlener_id: str) -> None:
    """Close the case: its danger was dealt with. Raises `NietVanJou`, `gesprekken.Verlopen`."""
    gesprek = eis_eigenaar(s, overdracht, hulpverlener_id)
    gesprekken.zet_staat(s, gesprek, Stap.SLUITEN)
    zet_kop(s, overdracht, gevaar=None)


def trek_in(s: Session, overdracht_id: str, wat: str = "ingetrokken") -> None:
    """Destroy an overdracht that nobody picked up: the consent was taken back.

    Its key file first, then its rows; the log tells the teams, by *wat*. Raises OSError when the
    key file cannot be destroyed.
    """
    gedeeld = logboek.zaken_van(s, zaak=overdracht_id)
    sleutels.kluis(s).vernietig(OVERDRACHT, overdracht_id)
    for table, column in (
        (m.Opvolging, m.Opvolging.overdracht_id),
        (m.Inzage, m.Inzage.overdracht_id),
        (m.Notitie, m.Notitie.overdracht_id),
        (m.Ontvanger, m.Ontvanger.overdracht_id),
        (m.Bericht, m.Bericht.overdracht_id),
        (m.Overdracht, m.Overdracht.id),
    ):
        s.execute(
            delete(table)
            .where(column == overdracht_id)
            .execution_options(synchronize_session=False)
        )
    logboek.verwijderd(s, wat, gedeeld)


def leeft(s: Session, overdracht_id: str) -> bool:
    """Tell whether the key file of an overdracht is there: without it nobody opens it."""
    return sleutels.kluis(s).heeft(OVERDRACHT, overdracht_id)


def maak_af(s: Session, gesprek_id: str) -> bool:
    """Finish what was cut off while a consent was taken back; tell whether there was anything.

    An overdracht without its key file is gone: its rows go too, and where the person waited on it
    the bot has the word again.
    """
    gesprek = gesprekken.get(s, gesprek_id, lock=True)
    query = select(m.Overdracht.id).where(m.Overdracht.gesprek_id == gesprek_id)
    weg = [one for one in s.execute(query).scalars() if not leeft(s, one)]
    for one in weg:
        trek_in(s, one, "opgeruimd")
    if gesprek.overdracht_id in weg:
        s.execute(
            update(m.Gesprek)
            .where(m.Gesprek.id == gesprek_id)
            .values(staat=Staat.BOT.value, versie=gesprek.versie + 1, overdracht_id=None)
            .execution_options(synchronize_session=False)
        )
        s.expire_all()
    return bool(weg)


def eis_eigenaar(
    s: Session,
    overdracht: Overdracht,
    hulpverlener_id: str,
    staten: tuple[Staat, ...] = (Staat.MENS,),
) -> gesprekken.Gesprek:
    """Return the conversation if this hulpverlener has the case now, and hold it for them.

    It stays locked until the transaction ends, so nobody takes the case over in between.
    Raises `NietVanJou`; `gesprekken.Verlopen` when the conversation is in none of *staten*.
    """
    gesprek = gesprekken.get(s, overdracht.gesprek_id, lock=True)
    eigenaar_id = _row(s, overdracht.id).eigenaar_id
    if eigenaar_id != hulpverlener_id:
        raise NietVanJou(_roepnaam(s, eigenaar_id))
    if gesprek.overdracht_id != overdracht.id or gesprek.staat not in staten:
        raise gesprekken.Verlopen
    return gesprek


def eigenaar(s: Session, overdracht: Overdracht) -> str | None:
    """Return the first name of who has, or last had, the case."""
    return _roepnaam(s, _row(s, overdracht.id).eigenaar_id)


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


def iemand_aanwezig(s: Session, team_ids: list[str], now: float | None = None) -> bool:
    """Tell whether a hulpverlener of one of these teams is there and available now."""
    moment = time.time() if now is None else now
    query = (
        select(m.Sessie.id)
        .join(m.Lidmaatschap, m.Lidmaatschap.hulpverlener_id == m.Sessie.hulpverlener_id)
        .where(
            m.Lidmaatschap.team_id.in_(team_ids),
            m.Sessie.gezien > moment - AFWEZIG_NA,
            m.Sessie.verloopt > moment,
            m.Sessie.beschikbaar.is_(True),
        )
    )
    return s.execute(query).first() is not None


def opvolging(s: Session, overdracht: Overdracht) -> list[dict[str, Any]]:
    """Return what happens with each wens: {"nr", "behoefte", "stappen": [{status, dag, ...}]}."""
    return _rijen(s, m.Opvolging, overdracht, overdracht.key)


def volg_op(s: Session, overdracht: Overdracht, nr: int, stap: dict[str, Any]) -> None:
    """Add a step to the opvolging of wens number *nr*; raises `gesprekken.Onbekend`."""
    query = select(m.Opvolging).where(
        m.Opvolging.overdracht_id == overdracht.id, m.Opvolging.nr == nr
    )
    row = s.execute(query.with_for_update()).scalar_one_or_none()
    if row is None:
        raise gesprekken.Onbekend
    where = f"opvolging.inhoud:{row.id}"
    inhoud = vault.unseal_json(overdracht.key, row.inhoud, where=where)
    inhoud["stappen"].append(stap)
    row.inhoud = vault.seal_json(overdracht.key, inhoud, where=where)
    s.flush()
    lezer: gesprekken.Lezer = "team" if stap.get("van") == "jij" else "jij"
    gesprekken.wacht(s, overdracht.gesprek_id, lezer, date.fromisoformat(stap["dag"]))


def noteer_inzage(s: Session, overdracht: Overdracht, inhoud: dict[str, Any]) -> None:
    """Keep for the overlever who opened the case: {"id", "wie", "wat", "wanneer"}.

    *wanneer* begins with the day. The same person doing the same again on that day is counted
    (`keer`) in the line that is there.
    """
    _row(s, overdracht.id, lock=True)
    for row in s.execute(_van(m.Inzage, overdracht)).scalars():
        where = f"inzage.inhoud:{row.id}"
        oud = vault.unseal_json(overdracht.key, row.inhoud, where=where)
        if _zelfde_inzage(oud) == _zelfde_inzage(inhoud):
            oud["keer"] = oud.get("keer", 1) + 1
            row.inhoud = vault.seal_json(overdracht.key, oud, where=where)
            s.flush()
            return
    _voeg_rij_toe(s, m.Inzage, overdracht, None, {**inhoud, "keer": 1})


def _zelfde_inzage(inhoud: dict[str, Any]) -> tuple[Any, ...]:
    dag = str(inhoud.get("wanneer", "")).split(" ")[0]
    return inhoud.get("id"), inhoud["wie"], inhoud.get("wat"), dag


def inzagen(s: Session, overdracht: Overdracht) -> list[dict[str, Any]]:
    """Return who opened the case, oldest first."""
    return _rijen(s, m.Inzage, overdracht, overdracht.key)


def noteer(s: Session, overdracht: Overdracht, inhoud: dict[str, Any]) -> None:
    """Add an internal note ({"wie", "tekst", "wanneer"}); needs a team's side of the case.

    Each team has its own notes: another team that may open the case reads none of them.
    """
    if overdracht.dossier is None:
        raise NietVanJou
    van_team = {"team_id": overdracht.team_id}
    _voeg_rij_toe(s, m.Notitie, overdracht, None, inhoud, overdracht.dossier, **van_team)


def notities(s: Session, overdracht: Overdracht) -> list[dict[str, Any]]:
    """Return the team's internal notes, oldest first; empty on the overlever's side."""
    if overdracht.dossier is None:
        return []
    eigen = m.Notitie.team_id == overdracht.team_id
    return _rijen(s, m.Notitie, overdracht, overdracht.dossier, eigen)


def _voeg_rij_toe(
    s: Session,
    table: Any,
    overdracht: Overdracht,
    nr: int | None,
    inhoud: dict[str, Any],
    key: bytes | None = None,
    **meer: str | None,
) -> None:
    if nr is None:
        # Locked, so that two writers cannot take the same number.
        _row(s, overdracht.id, lock=True)
        top = select(func.max(table.nr)).where(table.overdracht_id == overdracht.id)
        nr = (s.execute(top).scalar_one() or 0) + 1
    row_id = new_id()
    sealed = vault.seal_json(
        key or overdracht.key, inhoud, where=f"{table.__tablename__}.inhoud:{row_id}"
    )
    s.add(table(id=row_id, overdracht_id=overdracht.id, nr=nr, inhoud=sealed, **meer))
    s.flush()


def _rijen(
    s: Session, table: Any, overdracht: Overdracht, key: bytes, *welke: Any
) -> list[dict[str, Any]]:
    return [
        {
            "nr": row.nr,
            **vault.unseal_json(key, row.inhoud, where=f"{table.__tablename__}.inhoud:{row.id}"),
        }
        for row in s.execute(_van(table, overdracht, *welke)).scalars()
    ]


def _van(table: Any, overdracht: Overdracht, *welke: Any) -> Any:
    return select(table).where(table.overdracht_id == overdracht.id, *welke).order_by(table.nr)


def _row(s: Session, overdracht_id: str, *, lock: bool = False) -> Any:
    row = s.get(m.Overdracht, overdracht_id, populate_existing=True, with_for_update=lock or None)
    if row is None:
        raise gesprekken.Onbekend
    return row


def _opened(s: Session, row: Any, geheim: bytes, als_team: ontvangers.Geopend | None) -> Overdracht:
    """Open a row with what was unwrapped of its keys; raises `vault.SleutelWeg`."""
    key = sleutels.van_overdracht(s, row.gesprek_id, row.id, geheim)
    dossier = None
    if als_team is not None:
        dossier = sleutels.van_overdracht(s, row.gesprek_id, row.id, als_team.dossier)
    return Overdracht(
        id=row.id,
        gesprek_id=row.gesprek_id,
        team_ids=ontvangers.team_ids(s, row.id),
        team_id=als_team.team_id if als_team else None,
        dag=row.dag,
        eigenaar_id=row.eigenaar_id,
        key=key,
        dossier=dossier,
        kop=vault.unseal_json(key, row.kop, where=f"overdracht.kop:{row.id}"),
    )


def _roepnaam(s: Session, hulpverlener_id: str | None) -> str | None:
    row = s.get(m.Hulpverlener, hulpverlener_id) if hulpverlener_id else None
    return row.roepnaam if row else None


def _zet_eigenaar(s: Session, overdracht_id: str, hulpverlener_id: str | None) -> None:
    s.execute(
        update(m.Overdracht)
        .where(m.Overdracht.id == overdracht_id)
        .values(eigenaar_id=hulpverlener_id)
        .execution_options(synchronize_session=False)
    )
    s.expire_all()
