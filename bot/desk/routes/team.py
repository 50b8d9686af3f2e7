"""The team: who is in it, links for new and for locked out colleagues, leaving, the sheets."""

from __future__ import annotations

from sqlalchemy.orm import Session
from starlette.responses import Response

from bot import vault
from bot.desk.bezoek import Bezoek, route
from bot.desk.zaak import team_namen
from bot.records import accounts, gesprekken, logboek
from bot.records.accounts import herstel
from bot.vault.tokens import schrijf_token


def team(bezoek: Bezoek) -> Response:
    """Show the members of my teams."""
    return _toon(bezoek)


def nodig_uit(bezoek: Bezoek) -> Response:
    """Make a one-time link for a new colleague; it is shown now and never again."""
    team_id, pair = _mijn_team(bezoek)
    with bezoek.balie.database.begin() as s:
        token = accounts.nodig_uit(s, team_id, pair.private, bezoek.moment.seconden)
        _schrijf(s, bezoek, "uitgenodigd", team_id)
    return _toon(bezoek, link=_adres(bezoek, token), voor="je nieuwe collega")


def link_voor_lid(bezoek: Bezoek) -> Response:
    """Make a one-time link with which a colleague who is locked out gets in again."""
    team_id, pair = _mijn_team(bezoek)
    lid_id, nu = bezoek.veld("lid"), bezoek.moment.seconden
    with bezoek.balie.database.begin() as s:
        token = accounts.nodig_uit(s, team_id, pair.private, nu, voor=lid_id)
        voor = accounts.roepnamen(s, {lid_id})[lid_id]
        _schrijf(s, bezoek, "link", team_id)
        logboek.schrijf(s, "link_voor", lid_id, bezoek.moment.dag, team_id=team_id)
    return _toon(bezoek, link=_adres(bezoek, token), voor=voor)


def zet_uit(bezoek: Bezoek) -> Response:
    """Take a colleague out of the team; the team gets another key in the same step."""
    team_id, pair = _mijn_team(bezoek)
    lid_id, door = bezoek.veld("lid"), bezoek.wie.hulpverlener.id
    with bezoek.balie.database.begin() as s:
        accounts.zet_uit(s, team_id, pair, lid_id, door)
        naam = accounts.roepnamen(s, {lid_id})[lid_id]
        _schrijf(s, bezoek, "uitgezet", team_id)
        _schrijf(s, bezoek, "sleutel", team_id)
    melding = (
        f"{naam} kan er niet meer in. Het team heeft een nieuwe sleutel. "
        "Links en herstelbladen van eerder werken niet meer: maak ze opnieuw."
    )
    return _toon(bezoek, melding=melding)


def bladen(bezoek: Bezoek) -> Response:
    """Make three recovery sheets; they are shown now and never again."""
    team_id, pair = _mijn_team(bezoek)
    woorden, row = herstel.maak_bladen(team_id, pair.private)
    with bezoek.balie.database.begin() as s:
        herstel.bewaar(s, row, pair.private, bezoek.moment.dag)
        _schrijf(s, bezoek, "bladen", team_id)
        naam = team_namen(s)[team_id]
    return bezoek.toon(
        "herstelbladen.html",
        bladen=[blad.split() for blad in woorden],
        team=naam,
        dag=bezoek.moment.dag,
        adres=f"{bezoek.balie.settings.desk_adres}/herstel",
    )


def _mijn_team(bezoek: Bezoek) -> tuple[str, vault.Keypair]:
    team_id = bezoek.veld("team")
    pair = bezoek.wie.teams.get(team_id)
    if pair is None:
        raise gesprekken.Onbekend
    return team_id, pair


def _schrijf(s: Session, bezoek: Bezoek, wat: str, team_id: str) -> None:
    logboek.schrijf(s, wat, bezoek.wie.hulpverlener.id, bezoek.moment.dag, team_id=team_id)


def _adres(bezoek: Bezoek, token: bytes) -> str:
    return f"{bezoek.balie.settings.desk_adres}/uitnodiging/{schrijf_token(token)}"


def _toon(
    bezoek: Bezoek, link: str | None = None, voor: str = "", melding: str | None = None
) -> Response:
    with bezoek.balie.database.read() as s:
        namen = team_namen(s)
        teams = [
            (
                team_id,
                namen[team_id],
                accounts.leden(s, team_id, bezoek.moment.seconden),
                herstel.van_team(s, team_id),
            )
            for team_id in sorted(bezoek.wie.teams, key=lambda team_id: namen[team_id])
        ]
    return bezoek.toon("team.html", teams=teams, link=link, voor=voor, melding=melding, hier="team")


ROUTES = [
    route("/team", team),
    route("/team/uitnodigen", nodig_uit, "POST"),
    route("/team/link", link_voor_lid, "POST"),
    route("/team/uitzetten", zet_uit, "POST"),
    route("/team/herstelbladen", bladen, "POST"),
]
