"""Getting in and out: logging in and logging off."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot import koekjes
from bot.desk import pagina
from bot.desk.bezoek import SESSIE, Bezoek, async_route, route
from bot.desk.rem import TeDruk
from bot.desk.slot import browser_van, geef_browser, inlognaam, lees_wachtwoord
from bot.records import accounts
from bot.vault.tokens import schrijf_token

GEWEIGERD = "Dat klopt niet. Kijk je naam, je wachtwoord en je code na."
TE_DRUK = "Er zijn nu te veel pogingen. Wacht een halve minuut. Probeer het dan opnieuw."
HEEL_DRUK = (
    "Met deze naam ging het inloggen heel vaak mis. Wacht een kwartier. "
    "Of log in met een browser waarin je al eerder inlogde. "
    "Lukt dat niet? Vraag een collega om een link."
)
#: The cookie with a number that the next page of the queue shows, once.
MISLUKT = "m"


def inlogformulier(bezoek: Bezoek) -> Response:
    """Show the form for name, password and code."""
    return _inlogpagina(bezoek, 200, None)


async def log_in(bezoek: Bezoek) -> Response:
    """Check name, password and code; whatever is wrong gets the same sentence."""
    naam = inlognaam(bezoek.veld("naam"))
    browser = await run_in_threadpool(browser_van, bezoek, naam)
    try:
        async with bezoek.balie.rem.beurt(naam, browser):
            token = await run_in_threadpool(_token, bezoek, naam)
    except TeDruk as druk:
        return _inlogpagina(bezoek, 429, HEEL_DRUK if druk.lang else TE_DRUK)
    except accounts.Geweigerd:
        return _inlogpagina(bezoek, 401, GEWEIGERD)
    merk = bezoek.balie.rem.gelukt(naam, browser)
    answer = pagina.naar("/")
    bezoek.zet_cookie(answer, SESSIE, schrijf_token(token), None)
    await run_in_threadpool(geef_browser, bezoek, answer, naam, merk)
    if keer := bezoek.balie.rem.mislukt_sinds(naam, browser, merk):
        bezoek.zet_cookie(answer, MISLUKT, str(keer), None)
    return answer


def _token(bezoek: Bezoek, naam: str) -> bytes:
    """Return the token of a new session; the slow hashes hold up no transaction.

    Raises `Geweigerd`, which is counted for whoever has an account of this name; for nobody's names
    together, so that it takes as long.
    """
    database, nu = bezoek.balie.database, bezoek.moment.seconden
    with database.read() as s:
        kandidaat = accounts.vind(s, naam)
    wachtwoord = lees_wachtwoord(bezoek)
    try:
        bewijs = accounts.controleer(kandidaat, wachtwoord, bezoek.veld("code"), nu)
        with database.begin() as s:
            return accounts.open_sessie(s, bewijs, nu)
    except accounts.Geweigerd:
        bezoek.balie.rem.mislukt(naam if kandidaat.id else "")
        raise


def log_uit(bezoek: Bezoek) -> Response:
    """End the session."""
    with bezoek.balie.database.begin() as s:
        accounts.meld_af(s, bezoek.wie.sessie_id)
    answer = pagina.naar("/inloggen")
    koekjes.wis(bezoek.request, answer, SESSIE)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _inlogpagina(bezoek: Bezoek, status: int, melding: str | None) -> Response:
    getypt = bezoek.veld("naam")[:200]
    return bezoek.toon("inloggen.html", status, melding=melding, getypt=getypt)


ROUTES = [
    route("/inloggen", inlogformulier, vrij=True),
    async_route("/inloggen", log_in, "POST", vrij=True),
    route("/uitloggen", log_uit, "POST"),
]
