"""Sessions of the desk: the private key is wrapped under the token that only the browser holds."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records.accounts import sloten
from bot.records.accounts.fouten import Verlopen

TOKEN_BYTES = 32
SESSIE_DUUR = 10 * 3600
#: A login in which nothing was done for this many seconds ends: an open page alone is nothing done.
STIL_MAX = 3600
#: A hulpverlener who was not seen for this many seconds is away: others may take over a case.
AFWEZIG_NA = 120


@dataclass(frozen=True)
class Aangemeld:
    """Who is logged in, with the keys of their teams."""

    sessie_id: str
    hulpverlener: m.Hulpverlener
    teams: dict[str, vault.Keypair]
    beschikbaar: bool
    gezien: int
    gedaan: int
    geluid: bool


def open_sessie(s: Session, bewijs: sloten.Bewijs, now: float | None = None) -> bytes:
    """Use up the TOTP step of *bewijs* and return the token of a new session; raises `Geweigerd`.

    See `sloten.gebruik_code` for what counts once.
    """
    sloten.gebruik_code(s, bewijs)
    return nieuwe_sessie(s, bewijs.hulpverlener_id, bewijs.privaat, _nu(now))


def meld_aan(s: Session, naam: str, wachtwoord: str, code: str, now: float | None = None) -> bytes:
    """`vind`, `controleer` and `open_sessie` in one; raises `Geweigerd`."""
    return open_sessie(s, sloten.controleer(sloten.vind(s, naam), wachtwoord, code, now), now)


def verander_slot(
    s: Session,
    bewijs: sloten.Bewijs,
    slot: dict[str, Any],
    now: float | None = None,
    stap: int | None = None,
) -> bytes:
    """Give an account a new lock (`sloten.maak_slot`); return the token of its only session.

    Every session that there was ends, wherever it is. With another device *stap* is the step of
    the new device's code, which is used up too. Raises `Geweigerd`.
    """
    laatst = max(bewijs.stap, stap or 0)
    sloten.gebruik_code(s, bewijs, totp_laatst=laatst, **slot)
    beeindig(s, bewijs.hulpverlener_id)
    return nieuwe_sessie(s, bewijs.hulpverlener_id, bewijs.privaat, _nu(now))


def nieuwe_sessie(s: Session, hulpverlener_id: str, private: bytes, now: float) -> bytes:
    """Return the token of a new session, and clear away those that ran out."""
    _verwijder(s, m.Sessie.verloopt < int(now))
    token = secrets.token_bytes(TOKEN_BYTES)
    row_id = vault.token_id(token)
    sealed = vault.seal(vault.session_key(token), private, where=f"sessie.sleutel:{row_id}")
    s.add(
        m.Sessie(
            id=row_id,
            hulpverlener_id=hulpverlener_id,
            sleutel=sealed,
            verloopt=int(now) + SESSIE_DUUR,
            gezien=int(now),
            gedaan=int(now),
        )
    )
    s.flush()
    return token


def aangemeld(s: Session, token: bytes, now: float | None = None) -> Aangemeld:
    """Return who belongs to a session's *token*; raises `Verlopen`."""
    row = s.get(m.Sessie, vault.token_id(token))
    if row is None or min(row.verloopt, row.gedaan + STIL_MAX) < int(_nu(now)):
        raise Verlopen
    person = s.get(m.Hulpverlener, row.hulpverlener_id)
    if person is None or not person.actief:
        raise Verlopen
    private = vault.unseal(vault.session_key(token), row.sleutel, where=f"sessie.sleutel:{row.id}")
    pair = vault.Keypair.of(private)
    memberships = select(m.Lidmaatschap).where(m.Lidmaatschap.hulpverlener_id == person.id)
    keys = {
        member.team_id: vault.Keypair.of(
            vault.open_with(pair, member.sleutel, where=sloten.lid_where(member.team_id, person.id))
        )
        for member in s.execute(memberships).scalars()
    }
    return Aangemeld(row.id, person, keys, row.beschikbaar, row.gezien, row.gedaan, row.geluid)


def gezien(s: Session, sessie_id: str, now: float | None = None, *, vanzelf: bool = False) -> None:
    """Mark a session as seen now; *vanzelf*: by its open page, in which nothing was done."""
    nu = int(_nu(now))
    waarden = {"gezien": nu} if vanzelf else {"gezien": nu, "gedaan": nu}
    s.execute(update(m.Sessie).where(m.Sessie.id == sessie_id).values(waarden))


def zet_beschikbaar(s: Session, sessie_id: str, beschikbaar: bool) -> None:
    """Say whether this hulpverlener can take a case now."""
    s.execute(update(m.Sessie).where(m.Sessie.id == sessie_id).values(beschikbaar=beschikbaar))


def zet_geluid(s: Session, sessie_id: str, geluid: bool) -> None:
    """Say whether the desk sounds when somebody new waits."""
    s.execute(update(m.Sessie).where(m.Sessie.id == sessie_id).values(geluid=geluid))


def meld_af(s: Session, sessie_id: str) -> None:
    """End a session."""
    s.execute(delete(m.Sessie).where(m.Sessie.id == sessie_id))


def beeindig(s: Session, hulpverlener_id: str) -> None:
    """End every session of a hulpverlener."""
    _verwijder(s, m.Sessie.hulpverlener_id == hulpverlener_id)


def _verwijder(s: Session, welke: Any) -> None:
    s.execute(delete(m.Sessie).where(welke).execution_options(synchronize_session=False))


def _nu(now: float | None) -> float:
    return time.time() if now is None else now
