"""A one-time link: it makes an account, or opens an account that exists once more."""

from __future__ import annotations

import pyotp
from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.desk import pagina
from bot.desk.bezoek import SESSIE, Bezoek, route
from bot.desk.slot import (
    browser_van,
    geef_browser,
    geheim_van,
    inlognaam,
    kies_namen,
    kies_wachtwoord,
    koppel,
    toestel,
)
from bot.desk.slot import toonde_geheim as toonde
from bot.desk.tekst import SlechteInvoer
from bot.records import accounts, gesprekken, logboek
from bot.vault.tokens import lees_token, schrijf_token


def uitnodiging(bezoek: Bezoek) -> Response:
    """Show the form that makes an account, or that opens one again."""
    return _pagina(bezoek, pyotp.random_base32(), _van_wie(bezoek), None)


def neem_aan(bezoek: Bezoek) -> Response:
    """Use up the link and log its owner in."""
    wie, geheim, nu = _van_wie(bezoek), geheim_van(bezoek), bezoek.moment.seconden
    if not toonde(bezoek):
        return _pagina(bezoek, geheim, wie, None)
    try:
        namen = {} if wie else kies_namen(bezoek)
        wachtwoord = kies_wachtwoord(bezoek)
        koppel(bezoek, geheim)
        with bezoek.balie.database.begin() as s:
            naam = _maak(s, bezoek, namen, wachtwoord, geheim)
    except SlechteInvoer as fout:
        return _pagina(bezoek, geheim, wie, fout)
    except accounts.NaamBezet:
        bezet = SlechteInvoer("naam", "Er is al iemand met deze naam. Kies een andere.")
        return _pagina(bezoek, geheim, wie, bezet)
    except accounts.RoepnaamBezet:
        bezet = SlechteInvoer("roepnaam", "Iemand in het team heet al zo. Zet er een letter bij.")
        return _pagina(bezoek, geheim, wie, bezet)
    with bezoek.balie.database.read() as s:
        kandidaat = accounts.vind(s, naam)
    bewijs = accounts.controleer(kandidaat, wachtwoord, bezoek.veld("code"), nu)
    with bezoek.balie.database.begin() as s:
        sessie = accounts.open_sessie(s, bewijs, nu)
    answer = pagina.naar("/")
    bezoek.zet_cookie(answer, SESSIE, schrijf_token(sessie), None)
    merk = bezoek.balie.rem.gelukt(naam, browser_van(bezoek, naam))
    geef_browser(bezoek, answer, naam, merk)
    return answer


def _maak(s: Session, bezoek: Bezoek, namen: dict[str, str], wachtwoord: str, geheim: str) -> str:
    """Make or open the account, tell the log, and return its name."""
    token, nu = _token(bezoek), bezoek.moment.seconden
    team_id = accounts.uitnodiging(s, token, nu).team_id
    if namen:
        person = accounts.maak_account(
            s, token, **namen, wachtwoord=wachtwoord, totp=geheim, now=nu
        )
    else:
        person = accounts.open_account(s, token, wachtwoord=wachtwoord, totp=geheim, now=nu)
    wat = "account" if namen else "account_terug"
    logboek.schrijf(s, wat, person.id, bezoek.moment.dag, team_id=team_id)
    return str(person.naam)


def _van_wie(bezoek: Bezoek) -> str | None:
    """Return the name of the account that the link opens again, None where it makes a new one."""
    with bezoek.balie.database.read() as s:
        link = accounts.uitnodiging(s, _token(bezoek), bezoek.moment.seconden)
        return accounts.naam_van(s, link.hulpverlener_id) if link.hulpverlener_id else None


def _token(bezoek: Bezoek) -> bytes:
    token = lees_token(str(bezoek.request.path_params["token"]))
    if token is None:
        raise gesprekken.Onbekend
    return token


def _pagina(bezoek: Bezoek, geheim: str, wie: str | None, fout: SlechteInvoer | None) -> Response:
    return bezoek.toon(
        "uitnodiging.html",
        422 if fout else 200,
        fout=fout,
        bestaand=wie,
        **toestel(bezoek, geheim, wie or inlognaam(bezoek.veld("naam"))),
        getypt={"naam": bezoek.veld("naam")[:40], "roepnaam": bezoek.veld("roepnaam")[:40]},
        minimum=accounts.WACHTWOORD_MIN,
    )


ROUTES = [
    route("/uitnodiging/{token}", uitnodiging, vrij=True),
    route("/uitnodiging/{token}", neem_aan, "POST", vrij=True),
]
