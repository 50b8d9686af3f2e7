"""One-time links: into a team for a new account, or back into an account that exists.

A link carries the team's private key under its token and the link's key file together, and is the
only way by which that key reaches somebody. The file is destroyed when the link is used, replaced
or runs out: a token that was left somewhere then opens no copy of the row. A team's first link is
printed for who runs the servers: the key in it opens nothing, for the first member gets another.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from sqlalchemy import delete, select, true, update
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records import sleutels
from bot.records.accounts import namen, sessies, sloten
from bot.records.accounts.fouten import GeenLid, NaamBezet, RoepnaamBezet, Verlopen
from bot.records.accounts.teams import heeft_leden, houd, maak_team, nieuw_paar, teams
from bot.records.database import new_id
from bot.vault.kluis import UITNODIGING

TOKEN_BYTES = 32
UITNODIGING_DUUR = 7 * 24 * 3600
_EERSTE_DUUR = 100 * 365 * 24 * 3600


def eerste_link(s: Session, team_naam: str, now: float | None = None) -> bytes | None:
    """Return the token of a link that makes the first account, or None.

    While nobody has an account each call makes the team and its key anew, and an earlier link stops
    working: a lost one costs nothing, because nothing can be shared with a team without a member.
    """
    if heeft_leden(s):
        return None
    vergeet_links(s, true())
    for team in teams(s):
        s.delete(team)
    s.flush()
    return _nieuw_team(s, team_naam, now)


def link_voor_team(s: Session, naam: str, now: float | None = None) -> bytes:
    """Make a team beside the first and return the token of its first member's link.

    While a team has no member nobody can share anything with it, so asking again makes it anew.
    Raises `NaamBezet` once it has one, `GeenLid` while the first team has none.
    """
    if not heeft_leden(s):
        raise GeenLid
    for team in teams(s):
        if team.naam.casefold() == naam.casefold():
            if heeft_leden(s, team.id):
                raise NaamBezet
            vergeet_links(s, m.Uitnodiging.team_id == team.id)
            s.delete(team)
            s.flush()
    return _nieuw_team(s, naam, now)


def nodig_uit(
    s: Session,
    team_id: str,
    team_private: bytes,
    now: float | None = None,
    *,
    eerste: bool = False,
    voor: str | None = None,
) -> bytes:
    """Return the token of a one-time link into a team; a team's first one does not run out.

    With *voor* (a member's id) it leads back into that account, and an earlier such link stops
    working. Raises `Verlopen` when *team_private* is not the team's key (any more), `GeenLid`.
    """
    houd(s, team_id, team_private)
    if voor is not None:
        if s.get(m.Lidmaatschap, (team_id, voor)) is None:
            raise GeenLid
        vergeet_links(s, m.Uitnodiging.hulpverlener_id == voor)
    token = secrets.token_bytes(TOKEN_BYTES)
    row_id = vault.token_id(token)
    moment = int(time.time() if now is None else now)
    sleutels.kluis(s).maak(UITNODIGING, row_id)
    sealed = vault.seal(sleutels.van_link(s, row_id, token), team_private, where=_where(row_id))
    s.add(
        m.Uitnodiging(
            id=row_id,
            team_id=team_id,
            hulpverlener_id=voor,
            sleutel=sealed,
            verloopt=moment + (_EERSTE_DUUR if eerste else UITNODIGING_DUUR),
            eerste=eerste,
        )
    )
    s.flush()
    return token


def uitnodiging(s: Session, token: bytes, now: float | None = None) -> m.Uitnodiging:
    """Return the invitation behind *token*; raises `Verlopen`."""
    row = s.get(m.Uitnodiging, vault.token_id(token))
    if row is None or row.verloopt < (time.time() if now is None else now):
        raise Verlopen
    if not sleutels.kluis(s).heeft(UITNODIGING, row.id):
        raise Verlopen  # used, or being swept
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

    A team's first member gets a key that nobody had before: who kept the printed link with a copy
    of all that is stored opens nothing. Raises `Verlopen`, `NaamBezet`, `RoepnaamBezet`. The
    caller has checked the first TOTP code.
    """
    invitation = uitnodiging(s, token, now)
    if invitation.hulpverlener_id is not None:
        raise Verlopen
    if s.execute(select(m.Hulpverlener.id).where(m.Hulpverlener.naam == naam)).first():
        raise NaamBezet
    team_private = _gebruik(s, invitation, token)
    if namen.is_bezet(s, invitation.team_id, roepnaam):
        raise RoepnaamBezet
    pair, row_id = vault.Keypair.new(), new_id()
    slot = sloten.maak_slot(row_id, pair.private, wachtwoord, totp)
    person = m.Hulpverlener(id=row_id, naam=naam, roepnaam=roepnaam, publiek=pair.public, **slot)
    person.merk = sleutels.merk(s, person)
    s.add(person)
    s.flush()
    _maak_lid(s, invitation.team_id, person, team_private)
    sleutels.kluis(s).vernietig(UITNODIGING, vault.token_id(token))
    return person


def open_account(
    s: Session, token: bytes, *, wachtwoord: str, totp: str, now: float | None = None
) -> m.Hulpverlener:
    """Use up a link back into an account: a new password, a new device, a new pair of keys.

    What the old password wrapped is gone; every session ends; memberships of other teams too,
    because nobody here holds the keys of those. Raises `Verlopen`.
    """
    invitation = uitnodiging(s, token, now)
    person: m.Hulpverlener = s.get(m.Hulpverlener, invitation.hulpverlener_id or "")
    if person is None or not person.actief:
        raise Verlopen
    team_id = invitation.team_id
    team_private = _gebruik(s, invitation, token)
    pair = vault.Keypair.new()
    slot = sloten.maak_slot(person.id, pair.private, wachtwoord, totp)
    change = update(m.Hulpverlener).where(m.Hulpverlener.id == person.id)
    s.execute(change.values(publiek=pair.public, totp_laatst=0, **slot))
    s.execute(delete(m.Lidmaatschap).where(m.Lidmaatschap.hulpverlener_id == person.id))
    sessies.beeindig(s, person.id)
    s.expire_all()
    person.merk = sleutels.merk(s, person)
    _maak_lid(s, team_id, person, team_private)
    sleutels.kluis(s).vernietig(UITNODIGING, vault.token_id(token))
    return person


def vergeet_links(s: Session, welke: Any) -> None:
    """Let the links for which *welke* (a condition) holds stop working: key files first, then rows.

    Raises OSError when a key file cannot be destroyed.
    """
    for link_id in s.execute(select(m.Uitnodiging.id).where(welke)).scalars().all():
        sleutels.kluis(s).vernietig(UITNODIGING, link_id)
    gone = delete(m.Uitnodiging).where(welke)
    s.execute(gone.execution_options(synchronize_session=False))


def _nieuw_team(s: Session, naam: str, now: float | None) -> bytes:
    """Make a team to which nothing can be sealed yet; return the token of its first link."""
    team, pair = maak_team(s, naam)
    team.merk = sleutels.merk(s, team, wacht=True)
    return nodig_uit(s, team.id, pair.private, now, eerste=True)


def _gebruik(s: Session, invitation: m.Uitnodiging, token: bytes) -> bytes:
    """Use up an invitation and return the team's private key; exactly one of several can.

    The key that a team's first link carried ends here, and the team's new one is returned.
    The caller destroys its key file last: a link on which making the account fails stays good.
    """
    where = _where(invitation.id)
    try:
        key = sleutels.van_link(s, invitation.id, token)
    except vault.SleutelWeg:  # somebody else was faster
        raise Verlopen from None
    private = vault.unseal(key, invitation.sleutel, where=where)
    team = houd(s, invitation.team_id, private, schrijf=invitation.eerste)
    used = s.execute(
        delete(m.Uitnodiging)
        .where(m.Uitnodiging.id == invitation.id)
        .execution_options(synchronize_session=False)
    )
    if used.rowcount != 1:
        raise Verlopen
    if invitation.eerste and not heeft_leden(s, team.id):
        private = nieuw_paar(s, team, vault.Keypair.of(private)).private
    return private


def _maak_lid(s: Session, team_id: str, person: m.Hulpverlener, team_private: bytes) -> None:
    sleutel = sloten.wikkel_voor(person, team_id, team_private)
    s.add(m.Lidmaatschap(team_id=team_id, hulpverlener_id=person.id, sleutel=sleutel))
    s.flush()


def _where(row_id: str) -> str:
    return f"uitnodiging.sleutel:{row_id}"
