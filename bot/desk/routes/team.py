"""The team: who is in it, and inviting a colleague."""

from __future__ import annotations

from starlette.responses import Response

from bot.desk.bezoek import Bezoek, route, schrijf_token
from bot.desk.zaak import team_namen
from bot.records import accounts, gesprekken


def team(bezoek: Bezoek) -> Response:
    """Show the members of my teams."""
    return _toon(bezoek, None)


def nodig_uit(bezoek: Bezoek) -> Response:
    """Make a one-time link for a colleague; it is shown now and never again."""
    team_id = bezoek.veld("team")
    pair = bezoek.wie.teams.get(team_id)
    if pair is None:
        raise gesprekken.Onbekend
    with bezoek.balie.database.begin() as s:
        token = accounts.nodig_uit(s, team_id, pair.private, bezoek.moment.seconden)
    adres = f"{bezoek.balie.settings.desk_adres}/uitnodiging/{schrijf_token(token)}"
    return _toon(bezoek, adres)


def _toon(bezoek: Bezoek, link: str | None) -> Response:
    with bezoek.balie.database.read() as s:
        namen = team_namen(s)
        teams = [
            (team_id, namen[team_id], accounts.leden(s, team_id, bezoek.moment.seconden))
            for team_id in sorted(bezoek.wie.teams, key=lambda team_id: namen[team_id])
        ]
    return bezoek.toon("team.html", teams=teams, link=link, hier="team")


ROUTES = [
    route("/team", team),
    route("/team/uitnodigen", nodig_uit, "POST"),
]
