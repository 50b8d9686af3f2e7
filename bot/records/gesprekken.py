"""Conversations and their bubbles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot import vault
from bot.intake.bewaren import Bewaarstand
from bot.intake.states import Staat, Stap, next_state
from bot.records import models as m
from bot.records import sleutels, vragen
from bot.records.database import new_id
from bot.records.termijnen import Lezer, beantwoord, wacht
from bot.vault.kluis import GESPREK

#: Who must see what somebody writes into an overdracht.
_LEZER: dict[str, Lezer] = {"jij": "team", "hulpverlener": "jij"}
#: Bubbles on one page at most, the last: what a page costs does not grow with a talk without end.
TOON_MAX = 1000


class Onbekend(Exception):
    """There is no such conversation (any more)."""


class Verlopen(Exception):
    """Somebody else changed the state in the meantime; nothing was written."""


@dataclass(frozen=True)
class Gesprek:
    """A conversation as the database shows it; the dates as in `bewaren.Bewaarstand`."""

    id: str
    staat: Staat
    versie: int
    volgnr: int
    overdracht_id: str | None
    begonnen: date
    laatst: date
    wacht_jij: date | None
    wacht_team: date | None
    gewaarschuwd: date | None

    @property
    def bewaarstand(self) -> Bewaarstand:
        """What the rules of retention look at."""
        return Bewaarstand(
            self.staat, self.laatst, self.wacht_team, self.wacht_jij, self.gewaarschuwd
        )


@dataclass(frozen=True)
class Bericht:
    """One opened bubble; *inhoud* holds at least `van` (bot, jij, hulpverlener) and `tekst`."""

    volgnr: int
    overdracht_id: str | None
    inhoud: dict[str, Any]


def begin(s: Session, key: bytes, today: date) -> Gesprek:
    """Start the conversation that belongs to the cookie's *key*, with a key file of its own."""
    gesprek_id = vault.conversation_id(key)
    sleutels.kluis(s).maak(GESPREK, gesprek_id)
    s.add(
        m.Gesprek(
            id=gesprek_id,
            staat=Staat.BOT.value,
            versie=0,
            volgnr=0,
            begonnen=today,
            laatst=today,
            geheugen=_verzegel(_sleutel(s, gesprek_id, key), {}, gesprek_id),
        )
    )
    s.flush()
    return get(s, gesprek_id)


def get(s: Session, gesprek_id: str, *, lock: bool = False) -> Gesprek:
    """Return the conversation; raises `Onbekend`, also where its key file is gone.

    With *lock* nobody else changes it until the transaction ends. Who also changes an overdracht
    locks the conversation first: one order for all, so that two writers never wait for each other.
    """
    row = s.execute(vragen.GESPREK_VAST if lock else vragen.GESPREK, {"id": gesprek_id}).first()
    if row is None or not sleutels.kluis(s).heeft(GESPREK, gesprek_id):
        raise Onbekend
    return _gesprek(row)


def volgnummers(s: Session, gesprek_ids: Sequence[str]) -> dict[str, int]:
    """Return the number of the last bubble of each of these talks that is still there."""
    return {row.id: row.volgnr for row in s.execute(vragen.VOLGNUMMERS, {"ids": gesprek_ids})}


def geopend(s: Session, key: bytes) -> tuple[Gesprek, dict[str, Any]]:
    """Return the conversation of the cookie's *key* and what it remembers, read at once.

    Raises `Onbekend`, and `vault.Unreadable` where the key does not open it.
    """
    gesprek_id = vault.conversation_id(key)
    row = s.execute(vragen.GESPREK, {"id": gesprek_id}).first()
    if row is None:
        raise Onbekend
    sleutel = _sleutel(s, gesprek_id, key)
    value = vault.unseal_json(sleutel, row.geheugen, where=_geheugen(gesprek_id))
    return _gesprek(row), value


def _gesprek(row: Any) -> Gesprek:
    return Gesprek(
        row.id, Staat(row.staat), row.versie, row.volgnr, row.overdracht_id, row.begonnen,
        row.laatst, row.wacht_jij, row.wacht_team, row.gewaarschuwd,
    )  # fmt: skip


def geheugen(s: Session, key: bytes) -> dict[str, Any]:
    """Return what the talk remembers (tracker, buttons, modes); raises `Onbekend`."""
    return geopend(s, key)[1]


def onthoud(s: Session, key: bytes, value: dict[str, Any]) -> None:
    """Replace what the talk remembers; raises `Onbekend`."""
    gesprek_id = vault.conversation_id(key)
    sleutel = _sleutel(s, gesprek_id, key)
    sealed = _verzegel(sleutel, value, gesprek_id)
    if s.execute(vragen.ONTHOUD, {"gesprek": gesprek_id, "sealed": sealed}).rowcount != 1:
        raise Onbekend


def voeg_toe(
    s: Session,
    gesprek_id: str,
    key: bytes,
    inhoud: dict[str, Any],
    today: date,
    *,
    overdracht_id: str | None = None,
    client_id: str | None = None,
) -> int:
    """Append one bubble and return its number; raises `Onbekend`.

    *key* is the overdracht's where *overdracht_id* is given, else the conversation's. What a
    person and a hulpverlener write to each other waits until the other has seen it; what a
    hulpverlener writes answers the person.
    """
    sleutel = key if overdracht_id is not None else _sleutel(s, gesprek_id, key)
    volgnr = _schrijf(s, gesprek_id, sleutel, [inhoud], today, overdracht_id, client_id)
    lezer = _LEZER.get(inhoud.get("van", "")) if overdracht_id is not None else None
    if lezer is not None:
        wacht(s, gesprek_id, lezer, today)
    if lezer == "jij":
        beantwoord(s, gesprek_id)
    return volgnr


def voeg_alle_toe(
    s: Session,
    key: bytes,
    bubbels: Sequence[dict[str, Any]],
    today: date,
    client_id: str | None = None,
) -> None:
    """Append the bubbles of one turn, which only the person reads; raises `Onbekend`.

    *client_id* belongs to the first of them.
    """
    gesprek_id = vault.conversation_id(key)
    sleutel = _sleutel(s, gesprek_id, key)
    _schrijf(s, gesprek_id, sleutel, bubbels, today, None, client_id)


def _schrijf(
    s: Session,
    gesprek_id: str,
    sleutel: bytes,
    bubbels: Sequence[dict[str, Any]],
    today: date,
    overdracht_id: str | None,
    client_id: str | None,
) -> int:
    """Write bubbles and return the number of the last; raises `Onbekend`.

    The counter is raised in the same transaction, so numbers are unique and in order across
    processes.
    """
    bump = {"gesprek": gesprek_id, "erbij": len(bubbels), "dag": today}
    if s.execute(vragen.OPHOGEN, bump).rowcount != 1:
        raise Onbekend
    volgnr: int = s.execute(vragen.VOLGNR, {"id": gesprek_id}).scalar_one()
    rijen: list[dict[str, Any]] = []
    for nr, inhoud in enumerate(bubbels, volgnr - len(bubbels) + 1):
        bericht_id = new_id()
        rijen.append(
            {
                "id": bericht_id,
                "gesprek_id": gesprek_id,
                "overdracht_id": overdracht_id,
                "volgnr": nr,
                "client_id": None if rijen else client_id,
                "inhoud": vault.seal_json(sleutel, inhoud, where=_inhoud(bericht_id, nr)),
            }
        )
    s.execute(vragen.NIEUW_BERICHT, rijen)
    return volgnr


def berichten(
    s: Session,
    gesprek_id: str,
    key_for: Callable[[str | None], bytes | None],
    na: int = 0,
    *,
    overdracht_id: str | None = None,
) -> list[Bericht]:
    """Return the bubbles after number *na*, in order.

    *key_for* gives the key for an overdracht's id (None: the conversation's own); bubbles for
    which it gives None are left out. With *overdracht_id* only that overdracht's bubbles.
    """
    welke = {"id": gesprek_id, "na": na}
    if overdracht_id is None:
        rows = s.execute(vragen.BERICHTEN, welke)
    else:
        rows = s.execute(vragen.BERICHTEN_VAN, {**welke, "overdracht_id": overdracht_id})
    found, eigen = [], None
    for row in rows:
        key = key_for(row.overdracht_id)
        if key is not None and row.overdracht_id is None:
            key = eigen = eigen or _sleutel(s, gesprek_id, key)
        if key is not None:
            inhoud = vault.unseal_json(
                key, row.inhoud, where=_inhoud(row.id, row.volgnr), was=f"bericht.inhoud:{row.id}"
            )
            found.append(Bericht(row.volgnr, row.overdracht_id, inhoud))
    return found


def zet_staat(s: Session, gesprek: Gesprek, stap: Stap, overdracht_id: str | None = None) -> Staat:
    """Make one legal transition as one conditional update.

    Raises `IllegalTransition` when the table forbids it and `Verlopen` when the row is no longer
    as *gesprek* shows it: exactly one of several that try wins.
    """
    staat = next_state(gesprek.staat, stap)
    values: dict[str, Any] = {"staat": staat.value, "versie": gesprek.versie + 1}
    if overdracht_id is not None:
        values["overdracht_id"] = overdracht_id
    elif staat is Staat.BOT:
        values["overdracht_id"] = None
    change = (
        update(m.Gesprek)
        .where(
            m.Gesprek.id == gesprek.id,
            m.Gesprek.staat == gesprek.staat.value,
            m.Gesprek.versie == gesprek.versie,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    if s.execute(change).rowcount != 1:
        raise Verlopen
    s.expire_all()
    return staat


def _sleutel(s: Session, gesprek_id: str, key: bytes) -> bytes:
    """Return the key that seals, from the cookie's *key*; raises `Onbekend`."""
    try:
        return sleutels.van_gesprek(s, gesprek_id, key)
    except vault.SleutelWeg:
        raise Onbekend from None


def _inhoud(bericht_id: str, volgnr: int) -> str:
    """Return the place of a bubble: also its place in the talk, so that none can be moved."""
    return f"bericht.inhoud.nr:{bericht_id}:{volgnr}"


def _verzegel(sleutel: bytes, value: dict[str, Any], gesprek_id: str) -> bytes:
    """Seal what a talk remembers: as long at its beginning as after long answers."""
    where = _geheugen(gesprek_id)
    return vault.seal_json(sleutel, value, where=where, least=vault.VERHAAL_MIN)


def _geheugen(gesprek_id: str) -> str:
    return f"gesprek.geheugen:{gesprek_id}"
