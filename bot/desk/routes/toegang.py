"""Getting in and out: logging in, logging off, and the invitation that makes an account."""

from __future__ import annotations

import re
import unicodedata

import pyotp
import segno
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from bot.desk import pagina
from bot.desk.bezoek import SESSIE, Bezoek, async_route, lees_token, route, schrijf_token
from bot.desk.rem import TeDruk
from bot.desk.tekst import SlechteInvoer
from bot.records import accounts, gesprekken

BROWSER = "b"
BROWSER_DUUR = 90 * 24 * 3600
WACHTWOORD_MAX = 200
GEWEIGERD = "Dat klopt niet. Kijk je naam, je wachtwoord en je code na."
TE_DRUK = "Er zijn nu te veel pogingen. Wacht een halve minuut. Probeer het dan opnieuw."
_NAAM = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")
_GEHEIM = re.compile("[A-Z2-7]{32}")
_MERK = re.compile("[0-9a-f]{32}")


def inlogformulier(bezoek: Bezoek) -> Response:
    """Show the form for name, password and code."""
    return _inlogpagina(bezoek, 200, None)


async def log_in(bezoek: Bezoek) -> Response:
    """Check name, password and code; whatever is wrong gets the same sentence."""
    naam, browser = _inlognaam(bezoek.veld("naam")), _browser(bezoek)
    try:
        async with bezoek.balie.rem.beurt(naam, browser):
            token = await run_in_threadpool(_token, bezoek, naam)
    except TeDruk:
        return _inlogpagina(bezoek, 429, TE_DRUK)
    except accounts.Geweigerd:
        return _inlogpagina(bezoek, 401, GEWEIGERD)
    merk = bezoek.balie.rem.gelukt(naam, browser)
    answer = pagina.naar("/")
    bezoek.zet_cookie(answer, SESSIE, schrijf_token(token), accounts.SESSIE_DUUR)
    bezoek.zet_cookie(answer, BROWSER, merk, BROWSER_DUUR)
    return answer


def _token(bezoek: Bezoek, naam: str) -> bytes:
    """Return the token of a new session; the slow hashes hold up no transaction."""
    database, nu = bezoek.balie.database, bezoek.moment.seconden
    with database.read() as s:
        kandidaat = accounts.vind(s, naam)
    wachtwoord = _wachtwoord(bezoek)
    bewijs = accounts.controleer(kandidaat, wachtwoord, bezoek.veld("code"), nu)
    with database.begin() as s:
        return accounts.open_sessie(s, bewijs, nu)


def log_uit(bezoek: Bezoek) -> Response:
    """End the session."""
    with bezoek.balie.database.begin() as s:
        accounts.meld_af(s, bezoek.wie.sessie_id)
    answer = pagina.naar("/inloggen")
    answer.delete_cookie(SESSIE)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def uitnodiging(bezoek: Bezoek) -> Response:
    """Show the form that makes an account."""
    token = _uitnodigingstoken(bezoek)
    with bezoek.balie.database.read() as s:
        accounts.uitnodiging(s, token, bezoek.moment.seconden)
    return _uitnodigingspagina(bezoek, pyotp.random_base32(), None)


def neem_aan(bezoek: Bezoek) -> Response:
    """Make the account of an invitation and log its owner in."""
    token, nu = _uitnodigingstoken(bezoek), bezoek.moment.seconden
    with bezoek.balie.database.read() as s:
        accounts.uitnodiging(s, token, nu)
    geheim = bezoek.veld("geheim")
    if not _GEHEIM.fullmatch(geheim):
        return _uitnodigingspagina(bezoek, pyotp.random_base32(), None)
    try:
        account = _account(bezoek, geheim)
        with bezoek.balie.database.begin() as s:
            accounts.maak_account(s, token, totp=geheim, now=nu, **account)
        with bezoek.balie.database.read() as s:
            kandidaat = accounts.vind(s, account["naam"])
        bewijs = accounts.controleer(kandidaat, account["wachtwoord"], bezoek.veld("code"), nu)
        with bezoek.balie.database.begin() as s:
            sessie = accounts.open_sessie(s, bewijs, nu)
    except SlechteInvoer as fout:
        return _uitnodigingspagina(bezoek, geheim, fout)
    except accounts.NaamBezet:
        bezet = SlechteInvoer("naam", "Er is al iemand met deze naam. Kies een andere.")
        return _uitnodigingspagina(bezoek, geheim, bezet)
    answer = pagina.naar("/")
    bezoek.zet_cookie(answer, SESSIE, schrijf_token(sessie), accounts.SESSIE_DUUR)
    return answer


def _account(bezoek: Bezoek, geheim: str) -> dict[str, str]:
    """Return what was filled in for a new account; raises `SlechteInvoer`."""
    naam, roepnaam = _inlognaam(bezoek.veld("naam")), bezoek.veld("roepnaam")
    wachtwoord = _wachtwoord(bezoek)
    if not _NAAM.fullmatch(naam):
        raise SlechteInvoer(
            "naam", "Neem 3 tot 40 letters of cijfers. Een punt of streepje in het midden mag."
        )
    if not roepnaam or len(roepnaam) > 40 or not roepnaam.isprintable():
        raise SlechteInvoer("roepnaam", "Vul je voornaam in, hoogstens 40 letters.")
    if len(wachtwoord) < accounts.WACHTWOORD_MIN:
        raise SlechteInvoer(
            "wachtwoord", f"Neem een wachtwoord van {accounts.WACHTWOORD_MIN} tekens of meer."
        )
    if len(wachtwoord) > WACHTWOORD_MAX:
        raise SlechteInvoer("wachtwoord", f"Neem hoogstens {WACHTWOORD_MAX} tekens.")
    try:
        accounts.totp_stap(geheim, bezoek.veld("code"), bezoek.moment.seconden)
    except accounts.Geweigerd:
        raise SlechteInvoer(
            "code", "Deze code klopt niet. Neem de code die je app nu laat zien."
        ) from None
    return {"naam": naam, "roepnaam": roepnaam, "wachtwoord": wachtwoord}


def _inlognaam(naam: str) -> str:
    """Return a name as accounts are found by: capitals and width do not matter."""
    return unicodedata.normalize("NFKC", naam).strip().lower()[:200]


def _wachtwoord(bezoek: Bezoek) -> str:
    """Return the password as it was typed; the same letters count as the same password."""
    waarde = bezoek.form.get("wachtwoord")
    return unicodedata.normalize("NFKC", waarde) if isinstance(waarde, str) else ""


def _browser(bezoek: Bezoek) -> str | None:
    waarde = bezoek.request.cookies.get(BROWSER, "")
    return waarde if _MERK.fullmatch(waarde) else None


def _uitnodigingstoken(bezoek: Bezoek) -> bytes:
    token = lees_token(str(bezoek.request.path_params["token"]))
    if token is None:
        raise gesprekken.Onbekend
    return token


def _inlogpagina(bezoek: Bezoek, status: int, melding: str | None) -> Response:
    getypt = bezoek.veld("naam")[:200]
    return bezoek.toon("inloggen.html", status, melding=melding, getypt=getypt)


def _uitnodigingspagina(bezoek: Bezoek, geheim: str, fout: SlechteInvoer | None) -> Response:
    uri = pyotp.TOTP(geheim).provisioning_uri(
        name=_inlognaam(bezoek.veld("naam"))[:40] or "hulpverlener",
        issuer_name=bezoek.balie.settings.naam,
    )
    return bezoek.toon(
        "uitnodiging.html",
        422 if fout else 200,
        fout=fout,
        geheim=geheim,
        geheim_leesbaar=" ".join(geheim[i : i + 4] for i in range(0, len(geheim), 4)),
        qr=segno.make(uri, error="m").svg_inline(
            scale=4, border=3, dark="#000", light="#fff", omitsize=True, title="QR-code"
        ),
        getypt={"naam": bezoek.veld("naam")[:40], "roepnaam": bezoek.veld("roepnaam")[:40]},
        minimum=accounts.WACHTWOORD_MIN,
    )


ROUTES = [
    route("/inloggen", inlogformulier, vrij=True),
    async_route("/inloggen", log_in, "POST"),
    route("/uitloggen", log_uit, "POST"),
    route("/uitnodiging/{token}", uitnodiging, vrij=True),
    route("/uitnodiging/{token}", neem_aan, "POST", vrij=True),
]
