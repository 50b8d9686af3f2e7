"""The members of a team, and what happens when one leaves: the team gets another key."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records import sleutels
from bot.records.accounts import herstel, sessies, sloten, uitnodigingen
from bot.records.accounts.fouten import GeenLid, VreemdeSleutel
from bot.records.accounts.teams import houd, nieuw_paar


@dataclass(frozen=True)
class Lid:
    """A member of a team as colleagues see them."""

    id: str
    naam: str
    roepnaam: str
    aanwezig: bool
    beschikbaar: bool


def leden(s: Session, team_id: str, now: float | None = None) -> list[Lid]:
    """Return the members of a team by first name, and whether each is there and available now."""
    since = int(time.time() if now is None else now) - sessies.AFWEZIG_NA
    here = select(m.Sessie.hulpverlener_id, m.Sessie.beschikbaar).where(m.Sessie.gezien > since)
    seen = {(person_id, available) for person_id, available in s.execute(here)}
    return [
        Lid(
            p.id, p.naam, p.roepnaam, (p.id, True) in seen or (p.id, False) in seen,
            (p.id, True) in seen,
        )
        for p in _mensen(s, team_id)
    ]  # fmt: skip


def roepnamen(s: Session, ids: set[str]) -> dict[str, str]:
    """Return the first name of every account of *ids*, also of those that were switched off."""
    query = select(m.Hulpverlener.id, m.Hulpverlener.roepnaam).where(m.Hulpverlener.id.in_(ids))
    return dict(map(tuple, s.execute(query)))


def naam_van(s: Session, hulpverlener_id: str) -> str:
    """Return the name with which a hulpverlener logs in."""
    query = select(m.Hulpverlener.naam).where(m.Hulpverlener.id == hulpverlener_id)
    return str(s.execute(query).scalar_one())


def zet_uit(s: Session, team_id: str, pair: vault.Keypair, lid_id: str, door: str) -> None:
    """Take a member out of a team, at once and for good, and give the team another key.

    Their sessions and their copy of the key go; so do open links and recovery sheets, which carry
    the old key and may be in their hands. What the team can open is wrapped to the new key in the
    same transaction; handoffs that come in meanwhile wait for it and use the new key. Nobody can
    take themselves out, so one is always left.

    Raises `GeenLid`, and `Verlopen` when *pair* is not the team's key any more.
    """
    team = houd(s, team_id, pair.private, schrijf=True)
    gone = delete(m.Lidmaatschap).where(
        m.Lidmaatschap.team_id == team_id, m.Lidmaatschap.hulpverlener_id == lid_id
    )
    if lid_id == door or s.execute(gone).rowcount != 1:
        raise GeenLid
    sessies.beeindig(s, lid_id)
    of_lid = m.Uitnodiging.hulpverlener_id == lid_id
    uitnodigingen.vergeet_links(s, or_(m.Uitnodiging.team_id == team_id, of_lid))
    other = select(m.Lidmaatschap.team_id).where(m.Lidmaatschap.hulpverlener_id == lid_id)
    if s.execute(other).first() is None:
        off = update(m.Hulpverlener).where(m.Hulpverlener.id == lid_id).values(actief=False)
        s.execute(off)
    herstel.vergeet(s, team_id)
    vernieuw_sleutel(s, team, pair)


def vernieuw_sleutel(s: Session, team: m.Team, oud: vault.Keypair) -> vault.Keypair:
    """Give a *team*, which the caller holds for itself, a new pair; return it.

    Every member and everything that the team can open go over to it. An account whose public key is
    not ours is a member no more: a colleague can let its owner back in. Raises `VreemdeSleutel`
    where nobody would be left.
    """
    mensen = [(person, sleutels.is_van_ons(s, person)) for person in _mensen(s, team.id)]
    if not any(eigen for _, eigen in mensen):
        raise VreemdeSleutel
    nieuw = nieuw_paar(s, team, oud)
    for person, eigen in mensen:
        lid = s.get(m.Lidmaatschap, (team.id, person.id))
        if eigen:
            lid.sleutel = sloten.wikkel_voor(person, team.id, nieuw.private)
        else:
            s.delete(lid)
    s.flush()
    return nieuw


def _mensen(s: Session, team_id: str) -> list[m.Hulpverlener]:
    query = (
        select(m.Hulpverlener)
        .join(m.Lidmaatschap, m.Lidmaatschap.hulpverlener_id == m.Hulpverlener.id)
        .where(m.Lidmaatschap.team_id == team_id, m.Hulpverlener.actief.is_(True))
        .order_by(m.Hulpverlener.roepnaam, m.Hulpverlener.naam)
        .execution_options(populate_existing=True)
    )
    return list(s.execute(query).scalars())
