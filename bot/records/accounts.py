"""Accounts of the desk: teams, invitations, hulpverleners and their sessions.

A team's private key reaches a member only through an invitation; a member's own private key is
wrapped by the password, and during a session under the session's token.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records.database import new_id
from bot.vault.keys import new_salt

TOKEN_BYTES = 32
SESSIE_DUUR = 10 * 3600
UITNODIGING_DUUR = 7 * 24 * 3600
TOTP_STAP = 30
WACHTWOORD_MIN = 12
#: A hulpverlener who was not seen for this many seconds is away: others may take over a case.
AFWEZIG_NA = 120

_hasher = PasswordHasher()
#: Checked when the name is unknown, so that known and unknown cost the same.
_NIEMAND = _hasher.hash(secrets.token_hex(16))


class Geweigerd(Exception):
    """Name, password or code is not right; which of them is not told."""


class Verlopen(Exception):
    """The link or the session is no longer valid."""


class NaamBezet(Exception):
    """There is already an account with this name."""


@dataclass(frozen=True)
class Kandidaat:
    """What the database holds of somebody who wants to log in; all of it useless by itself."""

    id: str
    wachtwoord: str
    zout: bytes
    totp: bytes
    privaat: bytes


@dataclass(frozen=True)
class Bewijs:
    """Password and code were right: the opened private key, and the step that the code uses up."""

    hulpverlener_id: str
    wachtwoord: str
    privaat: bytes
    stap: int


@dataclass(frozen=True)
class Lid:
    """A member of a team as colleagues see them."""

    id: str
    naam: str
    roepnaam: str
    aanwezig: bool
    beschikbaar: bool


@dataclass(frozen=True)
class Aangemeld:
    """Who is logged in, with the keys of their teams."""

    sessie_id: str
    hulpverlener: m.Hulpverlener
    teams: dict[str, vault.Keypair]
    beschikbaar: bool
    gezien: int


def maak_team(s: Session, naam: str) -> tuple[m.Team, vault.Keypair]:
    """Make a team with a fresh pair; the private half is returned and stored nowhere."""
    pair = vault.Keypair.new()
    team = m.Team(id=new_id(), naam=naam, publiek=pair.public)
    s.add(team)
    s.flush()
    return team, pair


def teams(s: Session) -> list[m.Team]:
    """Return every team, by name."""
    return list(s.execute(select(m.Team).order_by(m.Team.naam)).scalars())


def heeft_leden(s: Session) -> bool:
    """Tell whether any account exists."""
    return bool(s.execute(select(func.count()).select_from(m.Hulpverlener)).scalar_one())


def eerste_link(s: Session, team_naam: str, now: float | None = None) -> bytes | None:
    """Return the token of a link that makes the first account, or None.

    While nobody has an account and nothing was handed over, each call makes the team (or its key)
    anew and an earlier link stops working. Once something waits for the team, its key must not
    change: then only the link that was given before opens it, and None is returned.
    """
    if heeft_leden(s):
        return None
    if s.execute(select(m.Overdracht.id).limit(1)).first() is not None:
        return None
    for team in teams(s):
        s.delete(team)
    s.execute(delete(m.Uitnodiging))
    s.flush()
    team, pair = maak_team(s, team_naam)
    return nodig_uit(s, team.id, pair.private, now, eerste=True)


def nodig_uit(
    s: Session, team_id: str, team_private: bytes, now: float | None = None, *, eerste: bool = False
) -> bytes:
    """Return the token of a one-time link into a team; the first one of all does not run out."""
    token = secrets.token_bytes(TOKEN_BYTES)
    row_id = vault.token_id(token)
    moment = time.time() if now is None else now
    sealed = vault.seal(
        vault.session_key(token), team_private, where=f"uitnodiging.sleutel:{row_id}"
    )
    verloopt = int(moment) + (100 * 365 * 24 * 3600 if eerste else UITNODIGING_DUUR)
    s.add(
        m.Uitnodiging(id=row_id, team_id=team_id, sleutel=sealed, verloopt=verloopt, eerste=eerste)
    )
    s.flush()
    return token


def uitnodiging(s: Session, token: bytes, now: float | None = None) -> m.Uitnodiging:
    """Return the invitation behind *token*; raises `Verlopen`."""
    row = s.get(m.Uitnodiging, vault.token_id(token))
    if row is None or row.verloopt < (time.time() if now is None else now):
        raise Verlopen
    found: m.Uitnodiging = row
    return found


def maak_account(
    s: Session,
    token: bytes,
    *,
    naam: str,
    roepnaam: str,
    wachtwoord: str,
    totp: str,
    now: float | None = None,
) -> m.Hulpverlener:
    """Use up an invitation and make the account; *totp* is the base32 secret that was shown.

    Raises `Verlopen`, `NaamBezet`. The caller has checked the first TOTP code.
    """
    invitation = uitnodiging(s, token, now)
    if s.execute(select(m.Hulpverlener.id).where(m.Hulpverlener.naam == naam)).first():
        raise NaamBezet
    used = s.execute(delete(m.Uitnodiging).where(m.Uitnodiging.id == invitation.id))
    if used.rowcount != 1:
        raise Verlopen
    private = vault.unseal(
        vault.session_key(token), invitation.sleutel, where=f"uitnodiging.sleutel:{invitation.id}"
    )
    pair, row_id, salt = vault.Keypair.new(), new_id(), new_salt()
    key = vault.password_key(wachtwoord, salt)
    person = m.Hulpverlener(
        id=row_id,
        naam=naam,
        roepnaam=roepnaam,
        wachtwoord=_hasher.hash(wachtwoord),
        zout=salt,
        publiek=pair.public,
        privaat=vault.seal(key, pair.private, where=f"hulpverlener.privaat:{row_id}"),
        totp=vault.seal(key, totp.encode(), where=f"hulpverlener.totp:{row_id}"),
    )
    s.add(person)
    s.flush()
    where = f"lidmaatschap.sleutel:{invitation.team_id}:{row_id}"
    s.add(
        m.Lidmaatschap(
            team_id=invitation.team_id,
            hulpverlener_id=row_id,
            sleutel=vault.wrap_to(pair.public, private, where=where),
        )
    )
    s.flush()
    return person


def vind(s: Session, naam: str) -> Kandidaat | None:
    """Return what it takes to check that this is *naam*; None (nobody) is checked all the same."""
    person = s.execute(
        select(m.Hulpverlener).where(m.Hulpverlener.naam == naam, m.Hulpverlener.actief.is_(True))
    ).scalar_one_or_none()
    if person is None:
        return None
    return Kandidaat(person.id, person.wachtwoord, person.zout, person.totp, person.privaat)


def controleer(
    kandidaat: Kandidaat | None, wachtwoord: str, code: str, now: float | None = None
) -> Bewijs:
    """Check password and TOTP code; raises `Geweigerd`.

    Needs no database: the slow hashes (about 0.2 s) hold up no transaction. A wrong name, a wrong
    password and a wrong code take the same time.
    """
    right = _is_wachtwoord(kandidaat.wachtwoord if kandidaat else _NIEMAND, wachtwoord)
    # Also computed where it opens nothing: how long it takes must not tell what was wrong.
    key = vault.password_key(wachtwoord, kandidaat.zout if kandidaat else b"\x00" * 16)
    if kandidaat is None or not right:
        raise Geweigerd
    where = f"hulpverlener.{{}}:{kandidaat.id}"
    secret = vault.unseal(key, kandidaat.totp, where=where.format("totp")).decode()
    step = totp_stap(secret, code, time.time() if now is None else now)
    private = vault.unseal(key, kandidaat.privaat, where=where.format("privaat"))
    return Bewijs(kandidaat.id, kandidaat.wachtwoord, private, step)


def open_sessie(s: Session, bewijs: Bewijs, now: float | None = None) -> bytes:
    """Use up the TOTP step of *bewijs* and return the token of a new session.

    Raises `Geweigerd`: a code counts once, by one conditional update, so of several that use it at
    the same time one wins; a password that was changed since the check does not open either.
    """
    _gebruik_code(s, bewijs)
    return _nieuwe_sessie(
        s, bewijs.hulpverlener_id, bewijs.privaat, time.time() if now is None else now
    )


def meld_aan(s: Session, naam: str, wachtwoord: str, code: str, now: float | None = None) -> bytes:
    """`vind`, `controleer` and `open_sessie` in one; raises `Geweigerd`."""
    return open_sessie(s, controleer(vind(s, naam), wachtwoord, code, now), now)


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


def aangemeld(s: Session, token: bytes, now: float | None = None) -> Aangemeld:
    """Return who belongs to a session's *token*; raises `Verlopen`."""
    moment = int(time.time() if now is None else now)
    row = s.get(m.Sessie, vault.token_id(token))
    if row is None or row.verloopt < moment:
        raise Verlopen
    person = s.get(m.Hulpverlener, row.hulpverlener_id)
    if person is None or not person.actief:
        raise Verlopen
    private = vault.unseal(vault.session_key(token), row.sleutel, where=f"sessie.sleutel:{row.id}")
    pair = vault.Keypair.of(private)
    memberships = select(m.Lidmaatschap).where(m.Lidmaatschap.hulpverlener_id == person.id)
    keys = {
        member.team_id: vault.Keypair.of(
            vault.open_with(
                pair, member.sleutel, where=f"lidmaatschap.sleutel:{member.team_id}:{person.id}"
            )
        )
        for member in s.execute(memberships).scalars()
    }
    return Aangemeld(row.id, person, keys, row.beschikbaar, row.gezien)


def gezien(s: Session, sessie_id: str, now: float | None = None) -> None:
    """Mark a session as seen now."""
    moment = int(time.time() if now is None else now)
    s.execute(update(m.Sessie).where(m.Sessie.id == sessie_id).values(gezien=moment))


def leden(s: Session, team_id: str, now: float | None = None) -> list[Lid]:
    """Return the members of a team by first name, and whether each is there and available now."""
    since = int(time.time() if now is None else now) - AFWEZIG_NA
    people = (
        select(m.Hulpverlener)
        .join(m.Lidmaatschap, m.Lidmaatschap.hulpverlener_id == m.Hulpverlener.id)
        .where(m.Lidmaatschap.team_id == team_id, m.Hulpverlener.actief.is_(True))
        .order_by(m.Hulpverlener.roepnaam, m.Hulpverlener.naam)
    )
    here = select(m.Sessie.hulpverlener_id, m.Sessie.beschikbaar).where(m.Sessie.gezien > since)
    seen = {(person_id, available) for person_id, available in s.execute(here)}
    return [
        Lid(
            p.id, p.naam, p.roepnaam, (p.id, True) in seen or (p.id, False) in seen,
            (p.id, True) in seen,
        )
        for p in s.execute(people).scalars()
    ]  # fmt: skip


def zet_beschikbaar(s: Session, sessie_id: str, beschikbaar: bool) -> None:
    """Say whether this hulpverlener can take a case now."""
    s.execute(update(m.Sessie).where(m.Sessie.id == sessie_id).values(beschikbaar=beschikbaar))


def meld_af(s: Session, sessie_id: str) -> None:
    """End a session."""
    s.execute(delete(m.Sessie).where(m.Sessie.id == sessie_id))


def _is_wachtwoord(stored: str, given: str) -> bool:
    try:
        return _hasher.verify(stored, given)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _gebruik_code(s: Session, bewijs: Bewijs) -> None:
    taken = s.execute(
        update(m.Hulpverlener)
        .where(
            m.Hulpverlener.id == bewijs.hulpverlener_id,
            m.Hulpverlener.wachtwoord == bewijs.wachtwoord,
            m.Hulpverlener.actief.is_(True),
            m.Hulpverlener.totp_laatst < bewijs.stap,
        )
        .values(totp_laatst=bewijs.stap)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:
        raise Geweigerd


def _nieuwe_sessie(s: Session, hulpverlener_id: str, private: bytes, now: float) -> bytes:
    s.execute(
        delete(m.Sessie)
        .where(m.Sessie.verloopt < int(now))
        .execution_options(synchronize_session=False)
    )
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
        )
    )
    s.flush()
    return token
