"""What people type to get in: name, password, code; and the device that makes the codes."""

from __future__ import annotations

import hmac
import re
import unicodedata
from hashlib import blake2b
from typing import Any

import pyotp
import segno
from starlette.responses import Response

from bot import koekjes
from bot.desk.bezoek import Bezoek
from bot.desk.tekst import SlechteInvoer
from bot.records import accounts

#: The cookie by which the brake knows a browser again, and how many days after a login it does.
BROWSER = "b"
BROWSER_DAGEN = 90
WACHTWOORD_MAX = 200
_NAAM = re.compile(r"[a-z0-9][a-z0-9._-]{1,38}[a-z0-9]")
_GEHEIM = re.compile("[A-Z2-7]{32}")
#: The brake's mark, the day on which it was given, and what signs both for the account's lock.
_MERK = re.compile("([0-9a-f]{32})([0-9a-f]{5})([0-9a-f]{32})")


def inlognaam(naam: str) -> str:
    """Return a name as accounts are found by: capitals and width do not matter."""
    return unicodedata.normalize("NFKC", naam).strip().lower()[:200]


def lees_wachtwoord(bezoek: Bezoek, veld: str = "wachtwoord") -> str:
    """Return the password as it was typed; the same letters count as the same password."""
    waarde = bezoek.form.get(veld)
    return unicodedata.normalize("NFKC", waarde) if isinstance(waarde, str) else ""


def browser_van(bezoek: Bezoek, naam: str) -> str | None:
    """Return the brake's mark of a browser that logged in as *naam* before, or None.

    None too when that was longer than `BROWSER_DAGEN` ago, or before another password or device:
    a copy of the cookie is worth nothing for ever. Reads the database.
    """
    gevonden = _MERK.fullmatch(koekjes.lees(bezoek.request, BROWSER) or "")
    if gevonden is None:
        return None
    merk, dag, teken = gevonden.groups()
    oud = bezoek.moment.dag.toordinal() - int(dag, 16)
    klopt = hmac.compare_digest(teken, _teken(bezoek, naam, merk + dag))
    return merk if klopt and 0 <= oud <= BROWSER_DAGEN else None


def geef_browser(bezoek: Bezoek, answer: Response, naam: str, merk: str) -> None:
    """Let this browser be known by the brake's *merk* from today on. Reads the database."""
    merk += f"{bezoek.moment.dag.toordinal():05x}"
    waarde = merk + _teken(bezoek, naam, merk)
    bezoek.zet_cookie(answer, BROWSER, waarde, BROWSER_DAGEN * 24 * 3600)


def _teken(bezoek: Bezoek, naam: str, merk: str) -> str:
    """Return what signs *merk* for the lock that this account has now: its salt is in it."""
    database = bezoek.balie.database
    with database.read() as s:
        slot = accounts.vind(s, naam).zout
    sleutel = database.kluis.sleutel_voor(b"desk-merk")
    return blake2b(merk.encode() + slot, key=sleutel, digest_size=16).hexdigest()


def kies_namen(bezoek: Bezoek) -> dict[str, str]:
    """Return the names that were filled in for a new account; raises `SlechteInvoer`."""
    naam, roepnaam = inlognaam(bezoek.veld("naam")), bezoek.veld("roepnaam")
    if not _NAAM.fullmatch(naam):
        raise SlechteInvoer(
            "naam", "Neem 3 tot 40 letters of cijfers. Een punt of streepje in het midden mag."
        )
    if not roepnaam or len(roepnaam) > 40 or not roepnaam.isprintable():
        raise SlechteInvoer("roepnaam", "Vul je voornaam in, hoogstens 40 letters.")
    return {"naam": naam, "roepnaam": roepnaam}


def kies_wachtwoord(bezoek: Bezoek, veld: str = "wachtwoord") -> str:
    """Return a new password that may be used; raises `SlechteInvoer`."""
    wachtwoord = lees_wachtwoord(bezoek, veld)
    if len(wachtwoord) < accounts.WACHTWOORD_MIN:
        raise SlechteInvoer(
            veld, f"Neem een wachtwoord van {accounts.WACHTWOORD_MIN} tekens of meer."
        )
    if len(wachtwoord) > WACHTWOORD_MAX:
        raise SlechteInvoer(veld, f"Neem hoogstens {WACHTWOORD_MAX} tekens.")
    if accounts.te_gewoon(wachtwoord, _namen(bezoek)):
        raise SlechteInvoer(
            veld,
            "Dit wachtwoord is makkelijk te raden. Neem vier woorden die niet bij elkaar horen.",
        )
    return wachtwoord


def _namen(bezoek: Bezoek) -> list[str]:
    """Return what is no secret here: the names of the house, of the teams and of who asks."""
    with bezoek.balie.database.read() as s:
        teams = [team.naam for team in accounts.teams(s)]
    return [bezoek.balie.settings.naam, *teams, bezoek.veld("naam"), bezoek.veld("roepnaam")]


def geheim_van(bezoek: Bezoek) -> str:
    """Return the secret of the device that the form showed; a fresh one where it showed none."""
    geheim = bezoek.veld("geheim")
    return geheim if _GEHEIM.fullmatch(geheim) else pyotp.random_base32()


def toonde_geheim(bezoek: Bezoek) -> bool:
    """Tell whether the form that was sent had shown a secret."""
    return _GEHEIM.fullmatch(bezoek.veld("geheim")) is not None


def koppel(bezoek: Bezoek, geheim: str, veld: str = "code") -> int:
    """Return the step of the first code of a new device; raises `SlechteInvoer`."""
    try:
        return accounts.totp_stap(geheim, bezoek.veld(veld), bezoek.moment.seconden)
    except accounts.Geweigerd:
        raise SlechteInvoer(
            veld, "Deze code klopt niet. Neem de code die je app nu laat zien."
        ) from None


def toestel(bezoek: Bezoek, geheim: str, naam: str) -> dict[str, Any]:
    """Return what a page shows to link a device: a QR code, and the secret to type over."""
    uri = pyotp.TOTP(geheim).provisioning_uri(
        name=naam[:40] or "hulpverlener", issuer_name=bezoek.balie.settings.naam
    )
    return {
        "geheim": geheim,
        "geheim_leesbaar": " ".join(geheim[i : i + 4] for i in range(0, len(geheim), 4)),
        "qr": segno.make(uri, error="m").svg_inline(
            scale=4, border=3, dark="#000", light="#fff", omitsize=True, title="QR-code"
        ),
    }
