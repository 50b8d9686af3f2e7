"""The lock of an account: a password and a TOTP device, and the private key that they open."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import and_, func, literal_column, select, update
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records.accounts.fouten import Geweigerd
from bot.vault.keys import new_salt

TOTP_STAP = 30
WACHTWOORD_MIN = 12

_hasher = PasswordHasher()
#: Checked when the name is unknown, so that known and unknown cost the same.
_NIEMAND = _hasher.hash(secrets.token_hex(16))
#: As long as a sealed key or secret.
_DICHT = vault.seal(b"\x00" * 32, b"", where="niemand")


@dataclass(frozen=True)
class Kandidaat:
    """What the database holds of somebody who wants to log in; all of it useless by itself.

    *id* is empty for nobody.
    """

    id: str
    wachtwoord: str
    zout: bytes
    totp: bytes
    privaat: bytes


@dataclass(frozen=True)
class Bewijs:
    """Password and code were right: what they opened, and the step that the code uses up."""

    hulpverlener_id: str
    wachtwoord: str
    privaat: bytes = field(repr=False)
    totp: str = field(repr=False)
    stap: int


def maak_slot(hulpverlener_id: str, private: bytes, wachtwoord: str, totp: str) -> dict[str, Any]:
    """Return the columns of an account that a *wachtwoord* locks (two slow hashes, about 0.2 s)."""
    salt = new_salt()
    key = vault.password_key(wachtwoord, salt)
    where = _where(hulpverlener_id)
    return {
        "wachtwoord": _hasher.hash(wachtwoord),
        "zout": salt,
        "privaat": vault.seal(key, private, where=where.format("privaat")),
        "totp": vault.seal(key, totp.encode(), where=where.format("totp")),
    }


def wikkel_voor(person: m.Hulpverlener, team_id: str, team_private: bytes) -> bytes:
    """Return a team's private key, sealed to one member."""
    return vault.wrap_to(person.publiek, team_private, where=lid_where(team_id, person.id))


def lid_where(team_id: str, hulpverlener_id: str) -> str:
    """Return the place to which a member's copy of the team's key is bound."""
    return f"lidmaatschap.sleutel:{team_id}:{hulpverlener_id}"


def vind(s: Session, naam: str) -> Kandidaat:
    """Return what it takes to check that this is *naam*; nobody is checked all the same.

    One row of the same size either way: how long it takes must not tell whether there is an account
    of this name.
    """
    h = m.Hulpverlener
    iemand = (h.id, h.wachtwoord, h.zout, h.totp, h.privaat)
    niemand = ("", _NIEMAND, b"\x00" * 16, _DICHT, _DICHT)
    rij = select(literal_column("1").label("een")).subquery()
    query = select(*map(func.coalesce, iemand, niemand)).select_from(
        rij.outerjoin(h, and_(h.naam == naam, h.actief.is_(True)))
    )
    return Kandidaat(*s.execute(query).one())


def controleer(
    kandidaat: Kandidaat, wachtwoord: str, code: str, now: float | None = None
) -> Bewijs:
    """Check password and TOTP code; raises `Geweigerd`.

    Needs no database: the slow hashes (about 0.2 s) hold up no transaction. A wrong name, a wrong
    password and a wrong code take the same time.
    """
    right = _is_wachtwoord(kandidaat.wachtwoord, wachtwoord)
    # Also computed where it opens nothing: how long it takes must not tell what was wrong.
    key = vault.password_key(wachtwoord, kandidaat.zout)
    if not (kandidaat.id and right):
        raise Geweigerd
    where = _where(kandidaat.id)
    secret = vault.unseal(key, kandidaat.totp, where=where.format("totp")).decode()
    step = totp_stap(secret, code, time.time() if now is None else now)
    private = vault.unseal(key, kandidaat.privaat, where=where.format("privaat"))
    return Bewijs(kandidaat.id, kandidaat.wachtwoord, private, secret, step)


def totp_stap(secret: str, code: str, now: float) -> int:
    """Return the 30-second step whose code this is (now, or one step either way).

    Raises `Geweigerd`. RFC 6238 section 5.2 recommends at most one step for the delay.
    """
    totp = pyotp.TOTP(secret, interval=TOTP_STAP)
    step = int(now) // TOTP_STAP
    given = "".join(code.split())
    for candidate in (step, step - 1, step + 1):
        if secrets.compare_digest(totp.at(candidate * TOTP_STAP).encode(), given.encode()):
            return candidate
    raise Geweigerd


def gebruik_code(s: Session, bewijs: Bewijs, **waarden: Any) -> None:
    """Use up the TOTP step of *bewijs*, and set *waarden* of the account in the same update.

    Raises `Geweigerd`: a code counts once, by one conditional update, so of several that use it at
    the same time one wins; a password that was changed since the check opens nothing either.
    """
    taken = s.execute(
        update(m.Hulpverlener)
        .where(
            m.Hulpverlener.id == bewijs.hulpverlener_id,
            m.Hulpverlener.wachtwoord == bewijs.wachtwoord,
            m.Hulpverlener.actief.is_(True),
            m.Hulpverlener.totp_laatst < bewijs.stap,
        )
        .values(**{"totp_laatst": bewijs.stap, **waarden})
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:
        raise Geweigerd
    s.expire_all()


def _is_wachtwoord(stored: str, given: str) -> bool:
    try:
        return _hasher.verify(stored, given)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _where(hulpverlener_id: str) -> str:
    return f"hulpverlener.{{}}:{hulpverlener_id}"
