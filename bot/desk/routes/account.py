"""My own account: another password, another device for the codes. Both end every other session."""

from __future__ import annotations

from typing import Any

import pyotp
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.desk.bezoek import SESSIE, Bezoek, async_route, route
from bot.desk.rem import TeDruk
from bot.desk.routes.toegang import HEEL_DRUK, TE_DRUK
from bot.desk.slot import (
    browser_van,
    geef_browser,
    geheim_van,
    kies_wachtwoord,
    koppel,
    lees_wachtwoord,
    toestel,
    toonde_geheim,
)
from bot.desk.tekst import SlechteInvoer
from bot.records import accounts, logboek
from bot.vault.tokens import schrijf_token

KLOPT_NIET = "Je wachtwoord of je code klopt niet. Wacht anders op de volgende code."
KLAAR = {
    "wachtwoord": "Je wachtwoord is veranderd. Overal anders ben je nu uitgelogd.",
    "toestel": "Je codes komen nu van je nieuwe toestel. Overal anders ben je nu uitgelogd.",
}


def account(bezoek: Bezoek) -> Response:
    """Show both forms."""
    return _pagina(bezoek, pyotp.random_base32())


async def verander_wachtwoord(bezoek: Bezoek) -> Response:
    """Take another password, after the old one and a code."""
    return await _verander(bezoek, "wachtwoord")


async def verander_toestel(bezoek: Bezoek) -> Response:
    """Take another device, after the password, a code of the old one and a code of the new one."""
    return await _verander(bezoek, "toestel")


async def _verander(bezoek: Bezoek, wat: str) -> Response:
    naam, geheim = bezoek.wie.hulpverlener.naam, geheim_van(bezoek)
    if wat == "toestel" and not toonde_geheim(bezoek):
        return _pagina(bezoek, geheim)
    browser = await run_in_threadpool(browser_van, bezoek, naam)
    try:
        async with bezoek.balie.rem.beurt(naam, browser):
            token = await run_in_threadpool(_wissel, bezoek, wat, geheim)
    except TeDruk as druk:
        zin = HEEL_DRUK if druk.lang else TE_DRUK
        return _pagina(bezoek, geheim, SlechteInvoer(f"{wat}-oud", zin), 429)
    except accounts.Geweigerd:
        return _pagina(bezoek, geheim, SlechteInvoer(f"{wat}-oud", KLOPT_NIET))
    except SlechteInvoer as fout:
        return _pagina(bezoek, geheim, fout)
    merk = bezoek.balie.rem.gelukt(naam, browser)
    answer = bezoek.verder(token).toon("klaar.html", kop="Mijn account", melding=KLAAR[wat])
    bezoek.zet_cookie(answer, SESSIE, schrijf_token(token), None)
    await run_in_threadpool(geef_browser, bezoek, answer, naam, merk)
    return answer


def _wissel(bezoek: Bezoek, wat: str, geheim: str) -> bytes:
    """Check who it is, change the lock, and return the token of the one session that is left."""
    database, nu, stap = bezoek.balie.database, bezoek.moment.seconden, None
    if wat == "wachtwoord":
        nieuw = kies_wachtwoord(bezoek, "nieuw")
    else:
        stap = koppel(bezoek, geheim, "nieuwe_code")
    with database.read() as s:
        kandidaat = accounts.vind(s, bezoek.wie.hulpverlener.naam)
    oud = lees_wachtwoord(bezoek)
    bewijs = accounts.controleer(kandidaat, oud, bezoek.veld("code"), nu)
    keuze = (nieuw, bewijs.totp) if wat == "wachtwoord" else (oud, geheim)
    slot = accounts.maak_slot(bewijs.hulpverlener_id, bewijs.privaat, *keuze)
    with database.begin() as s:
        token = accounts.verander_slot(s, bewijs, slot, nu, stap)
        for team_id in sorted(bezoek.wie.teams):
            logboek.schrijf(s, wat, bewijs.hulpverlener_id, bezoek.moment.dag, team_id=team_id)
    return token


def _pagina(
    bezoek: Bezoek, geheim: str, fout: SlechteInvoer | None = None, status: int = 422
) -> Response:
    velden: dict[str, Any] = toestel(bezoek, geheim, bezoek.wie.hulpverlener.naam)
    return bezoek.toon(
        "account.html",
        status if fout else 200,
        fout=fout,
        minimum=accounts.WACHTWOORD_MIN,
        hier="account",
        **velden,
    )


ROUTES = [
    route("/account", account),
    async_route("/account/wachtwoord", verander_wachtwoord, "POST"),
    async_route("/account/toestel", verander_toestel, "POST"),
]
