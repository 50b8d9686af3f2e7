"""Coming back with two recovery sheets, when nobody of a team can log in any more."""

from __future__ import annotations

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot import vault
from bot.desk import pagina
from bot.desk.bezoek import Bezoek, async_route, route
from bot.desk.rem import TeDruk
from bot.desk.routes.toegang import TE_DRUK
from bot.records import accounts, logboek
from bot.records.accounts import herstel
from bot.vault.tokens import schrijf_token

VELDEN = ("blad1", "blad2")
KLOPT_NIET = (
    "Deze twee bladen openen niets. Kijk de woorden en het team na. Neem twee verschillende bladen."
)


def formulier(bezoek: Bezoek) -> Response:
    """Show the form for two sheets."""
    return _pagina(bezoek, 200, None)


async def open_team(bezoek: Bezoek) -> Response:
    """Give whoever has two sheets a link that makes a new account in the team."""
    try:
        bladen = [_woorden(bezoek.veld(veld)) for veld in VELDEN]
        # Not slowed down by the attempts of others: 90 bits a sheet cannot be guessed. Only how
        # many are checked at a time is bounded, in a line that is not the one of logging in.
        async with bezoek.balie.herstelrem.beurt(secrets.token_hex(8), None):
            token = await run_in_threadpool(_open, bezoek, bladen)
    except _GeenBlad as fout:
        return _pagina(bezoek, 422, str(fout))
    except TeDruk:
        return _pagina(bezoek, 429, TE_DRUK)
    except accounts.Geweigerd:
        return _pagina(bezoek, 401, KLOPT_NIET)
    return pagina.naar(f"/uitnodiging/{schrijf_token(token)}")


class _GeenBlad(Exception):
    """What was typed cannot be the words of a sheet."""


def _woorden(getypt: str) -> list[str]:
    try:
        return vault.normalise(getypt[:500])
    except vault.BadCode as fout:
        if fout.unknown:
            raise _GeenBlad(f"Het woord “{fout.unknown[0][:20]}” staat op geen blad.") from None
        raise _GeenBlad(f"Op een blad staan 7 woorden. Je typte er {fout.count}.") from None


def _open(bezoek: Bezoek, bladen: list[list[str]]) -> bytes:
    """Return the token of a new link into the team that was chosen; raises `Geweigerd`."""
    team_id, nu = bezoek.veld("team"), bezoek.moment.seconden
    with bezoek.balie.database.read() as s:
        row = herstel.van_team(s, team_id)
    private = herstel.open_met(row, bladen)
    with bezoek.balie.database.begin() as s:
        token = accounts.nodig_uit(s, team_id, private, nu)
        logboek.schrijf(s, "herstel", logboek.BLADEN, bezoek.moment.dag, team_id=team_id)
    return token


def _pagina(bezoek: Bezoek, status: int, melding: str | None) -> Response:
    with bezoek.balie.database.read() as s:
        teams = [(team.id, team.naam) for team in accounts.teams(s)]
    return bezoek.toon(
        "herstel.html", status, melding=melding, teams=teams, gekozen=bezoek.veld("team")
    )


ROUTES = [
    route("/herstel", formulier, vrij=True),
    async_route("/herstel", open_team, "POST", vrij=True),
]
