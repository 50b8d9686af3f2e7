"""Teams: organisations that can open an overdracht. A team's private key is stored nowhere."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records import ontvangers, sleutels, vragen
from bot.records.accounts.fouten import Verlopen
from bot.records.database import new_id


def maak_team(s: Session, naam: str) -> tuple[m.Team, vault.Keypair]:
    """Make a team with a fresh pair; the private half is returned and stored nowhere."""
    pair = vault.Keypair.new()
    team = m.Team(id=new_id(), naam=naam, publiek=pair.public)
    team.merk = sleutels.merk(s, team)
    s.add(team)
    s.flush()
    return team, pair


def nieuw_paar(s: Session, team: m.Team, oud: vault.Keypair) -> vault.Keypair:
    """Give a *team*, which the caller holds for itself, a new pair; return it.

    What the team can open is wrapped to it. The mark is made anew where the old one was right:
    another's name is not made ours.
    """
    eigen = sleutels.is_van_ons(s, team) or sleutels.wacht_op_lid(s, team)
    nieuw = vault.Keypair.new()
    team.publiek = nieuw.public
    if eigen:
        team.merk = sleutels.merk(s, team)
    ontvangers.wikkel_opnieuw(s, team.id, oud, nieuw.public)
    return nieuw


def teams(s: Session) -> list[m.Team]:
    """Return every team, by name."""
    return list(s.execute(vragen.TEAMS).scalars())


def ontvangende_teams(s: Session) -> list[m.Team]:
    """Return the teams that an overlever can choose from, by name.

    Those that have a member. Before the first account exists that is none, and the talk says so:
    a handoff to a team whose first link is lost would be opened by nobody, ever. Nor one whose
    public key is not ours: somebody else would open it.
    """
    met_leden = set(s.execute(vragen.MET_LEDEN).scalars())
    return [t for t in teams(s) if t.id in met_leden and sleutels.is_van_ons(s, t)]


def heeft_leden(s: Session, team_id: str | None = None) -> bool:
    """Tell whether any account exists, or any member of this team."""
    query = select(func.count()).select_from(m.Hulpverlener)
    if team_id is not None:
        query = select(func.count()).where(m.Lidmaatschap.team_id == team_id)
    return bool(s.execute(query).scalar_one())


def houd(s: Session, team_id: str, private: bytes, *, schrijf: bool = False) -> m.Team:
    """Return a team and hold it while the transaction runs; with *schrijf* for oneself alone.

    Raises `Verlopen` where *private* is not (any more) the team's key: nothing may be given on
    that opens nothing.
    """
    row = s.get(m.Team, team_id, populate_existing=True, with_for_update={"read": not schrijf})
    if row is None or row.publiek != vault.Keypair.of(private).public:
        raise Verlopen
    found: m.Team = row
    return found
