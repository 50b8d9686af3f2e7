"""One request to the desk: who it is, what was sent, and what happens when it cannot be done."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot import koekjes, vault
from bot.desk import pagina
from bot.desk.balie import Balie, Moment
from bot.desk.telling import Telling, tel
from bot.intake.getypt import schoon
from bot.intake.states import IllegalTransition
from bot.records import accounts, gesprekken, overdrachten
from bot.vault.keys import KEY_BYTES
from bot.vault.tokens import lees_token, schrijf_token

log = logging.getLogger("eerstjij.desk")

SESSIE = "d"
FORMULIER = "f"
#: How often (seconds) being seen is written down; well under `accounts.AFWEZIG_NA`.
GEZIEN_ELKE = 20
NIEUWE_SLEUTEL = (
    "Het team kreeg net een nieuwe sleutel",
    "Laad de pagina opnieuw. Probeer het dan nog eens.",
)
VREEMDE_SLEUTEL = (
    "Dit team krijgt nu geen nieuwe sleutel",
    "De accounts van dit team kloppen niet. Er is niets veranderd. Zeg dit tegen de beheerder.",
)
_VELDEN_MAX = 100
_TEKSTVELDEN = ("tekst", "reden", "naar", "toelichting", "volgende", "anders")
_ID = re.compile("[0-9a-f]{32}")


class Uitgelogd(Exception):
    """Nobody is logged in with this cookie (any more)."""


@dataclass(frozen=True)
class Bezoek:
    """A request with what was sent; *wie* is None on the pages that need no login."""

    request: Request
    balie: Balie
    form: FormData
    sleutel: bytes
    moment: Moment
    ingelogd: accounts.Aangemeld | None = None

    @property
    def wie(self) -> accounts.Aangemeld:
        """Who is logged in; raises `Uitgelogd`."""
        if self.ingelogd is None:
            raise Uitgelogd
        return self.ingelogd

    @property
    def roepnaam(self) -> str:
        """The first name of who is logged in."""
        return str(self.wie.hulpverlener.roepnaam)

    @property
    def id(self) -> str:
        """The id in the path; raises `gesprekken.Onbekend` for what can be none."""
        waarde = str(self.request.path_params["id"])
        if not _ID.fullmatch(waarde):
            raise gesprekken.Onbekend
        return waarde

    def veld(self, naam: str) -> str:
        """Return a field of the form as it was typed, without control characters."""
        waarde = self.form.get(naam)
        return schoon(waarde) if isinstance(waarde, str) else ""

    def getypt(self) -> str:
        """Return the longer texts of the form, so that no failure loses them."""
        return "\n".join(filter(None, map(self.veld, _TEKSTVELDEN)))

    def velden(self, naam: str) -> list[str]:
        """Return every value of a field that can be ticked more than once."""
        return [waarde for waarde in self.form.getlist(naam) if isinstance(waarde, str)]

    def cookie(self, naam: str) -> bytes | None:
        """Return the 32 bytes of a cookie of ours, or None."""
        return lees_token(koekjes.lees(self.request, naam) or "")

    def van_script(self) -> bool:
        """Tell whether the page's own script asks: it wants no whole page."""
        return self.request.headers.get("x-script") == "1"

    def verder(self, token: bytes) -> Bezoek:
        """Return this visit in the session of *token*, for the page that follows a new one."""
        return replace(self, sleutel=token)

    def toon(self, sjabloon: str, status: int = 200, **velden: Any) -> Response:
        """Return a page of our own, with what every page needs."""
        return pagina.toon(
            sjabloon,
            status,
            **{"wie": self.ingelogd, "naam": self.balie.settings.naam, "hier": None, **velden},
            tel=self.telling,
            csrf=csrf(self.sleutel),
        )

    def telling(self) -> Telling:
        """Return who waits now; nobody where nobody is logged in."""
        if self.ingelogd is None:
            return Telling()
        with self.balie.database.read() as s:
            return tel(s, self.ingelogd, self.moment)

    def zet_cookie(self, answer: Response, naam: str, waarde: str, duur: int | None) -> None:
        """Set a cookie that only we get back."""
        koekjes.zet(self.request, answer, naam, waarde, duur)


Doel = Callable[[Bezoek], Response]
AsyncDoel = Callable[[Bezoek], Awaitable[Response]]


def csrf(sleutel: bytes) -> str:
    """Return the token that every form carries; it tells nothing about the *sleutel*."""
    return blake2b(sleutel, digest_size=16, person=b"desk-csrf").hexdigest()


def route(pad: str, doel: Doel, methode: str = "GET", *, vrij: bool = False) -> Route:
    """Return a route whose *doel* runs in a thread; only with *vrij* without being logged in."""

    async def endpoint(request: Request) -> Response:
        async def in_een_draad(bezoek: Bezoek) -> Response:
            return await run_in_threadpool(_voer_uit, doel, bezoek, vrij)

        return await ontvang(request, in_een_draad, vrij=vrij)

    return Route(pad, endpoint, methods=[methode], name=f"{methode} {pad}")


def async_route(pad: str, doel: AsyncDoel, methode: str = "GET", *, vrij: bool = False) -> Route:
    """Return a route whose *doel* runs in the event loop; without login only with *vrij*."""

    async def endpoint(request: Request) -> Response:
        async def hier(bezoek: Bezoek) -> Response:
            try:
                if not vrij:
                    bezoek = replace(bezoek, ingelogd=await run_in_threadpool(wie_is, bezoek))
                return await doel(bezoek)
            except Exception as fout:
                return _op_fout(bezoek, fout)

        return await ontvang(request, hier, vrij=vrij)

    return Route(pad, endpoint, methods=[methode], name=f"{methode} {pad}")


async def _form(request: Request) -> FormData:
    if request.method != "POST":
        return FormData()
    return await request.form(max_files=0, max_fields=_VELDEN_MAX)


async def ontvang(request: Request, doel: AsyncDoel, *, vrij: bool) -> Response:
    """Read what was sent, check where it came from, and let *doel* answer."""
    balie: Balie = request.app.state.balie
    sessie = lees_token(koekjes.lees(request, SESSIE) or "")
    sleutel = lees_token(koekjes.lees(request, FORMULIER) or "") if vrij else sessie
    bezoek = Bezoek(
        request,
        balie,
        await _form(request),
        sleutel or secrets.token_bytes(KEY_BYTES),
        Moment(balie.klok()),
    )
    if not vrij and sessie is None:
        return uitgelogd(bezoek)
    if request.method == "POST" and not _zelfde_formulier(bezoek, sleutel):
        return pagina.fout(403, getypt=bezoek.getypt())
    answer = await doel(bezoek)
    if vrij and sleutel is None and answer.media_type == "text/html":
        bezoek.zet_cookie(answer, FORMULIER, schrijf_token(bezoek.sleutel), None)
    return answer


def uitgelogd(bezoek: Bezoek) -> Response:
    """Send on to the login page; who typed something or whose script asks gets told instead."""
    getypt = bezoek.getypt()
    if bezoek.van_script() or getypt:
        return pagina.fout(401, getypt=getypt)
    return pagina.naar("/inloggen")


def wie_is(bezoek: Bezoek) -> accounts.Aangemeld:
    """Return who is logged in, and write down that they were seen; raises `Uitgelogd`."""
    token, nu = bezoek.cookie(SESSIE), bezoek.moment.seconden
    if token is None:
        raise Uitgelogd
    try:
        with bezoek.balie.database.read() as s:
            wie = accounts.aangemeld(s, token, nu)
    except accounts.Verlopen:
        raise Uitgelogd from None
    vanzelf = bezoek.request.headers.get("x-vanzelf") == "1"
    if nu - (wie.gezien if vanzelf else min(wie.gezien, wie.gedaan)) >= GEZIEN_ELKE:
        with bezoek.balie.database.begin() as s:
            accounts.gezien(s, wie.sessie_id, nu, vanzelf=vanzelf)
    return wie


def _zelfde_formulier(bezoek: Bezoek, sleutel: bytes | None) -> bool:
    gegeven = bezoek.form.get("csrf")
    return (
        sleutel is not None
        and isinstance(gegeven, str)
        and secrets.compare_digest(gegeven.encode(), csrf(sleutel).encode())
    )


def _voer_uit(doel: Doel, bezoek: Bezoek, vrij: bool) -> Response:
    """Run *doel* as who is logged in; whatever stops it becomes a calm page."""
    try:
        return doel(bezoek if vrij else replace(bezoek, ingelogd=wie_is(bezoek)))
    except Exception as fout:
        return _op_fout(bezoek, fout)


def _op_fout(bezoek: Bezoek, fout: Exception) -> Response:
    """Return the page for what stopped a request, with the typed text in it; log no content."""
    getypt = bezoek.getypt()
    if isinstance(fout, Uitgelogd):
        return uitgelogd(bezoek)
    if isinstance(fout, gesprekken.Onbekend | accounts.GeenLid):
        return pagina.fout(404, getypt=getypt)
    if isinstance(fout, accounts.Verlopen):
        return pagina.fout(404, "Deze link werkt niet meer", "Vraag je collega om een nieuwe.")
    if isinstance(fout, accounts.Geweigerd):
        return pagina.naar("/inloggen")
    if isinstance(fout, overdrachten.NietVanJou):
        return pagina.fout(409, *niet_van_jou(fout), getypt, bezoek.id)
    if isinstance(fout, vault.Unreadable):  # the team's key was renewed a moment ago
        weg = _ging_eruit(bezoek)
        return uitgelogd(bezoek) if weg else pagina.fout(409, *NIEUWE_SLEUTEL, getypt)
    if isinstance(fout, accounts.VreemdeSleutel):
        return pagina.fout(409, *VREEMDE_SLEUTEL, getypt)
    if isinstance(fout, IllegalTransition | gesprekken.Verlopen):
        return pagina.fout(409, getypt=getypt, zaak_id=bezoek.id)
    log.error("%s failed (%s)", bezoek.request.scope["route"].name, type(fout).__name__)
    return pagina.fout(503 if isinstance(fout, DBAPIError | OSError) else 500, getypt=getypt)


def _ging_eruit(bezoek: Bezoek) -> bool:
    """Tell whether who was logged in when this request began is not any more: the key was renewed
    because of them."""
    token = bezoek.cookie(SESSIE)
    if token is None:
        return False
    try:
        with bezoek.balie.database.read() as s:
            accounts.aangemeld(s, token, bezoek.moment.seconden)
    except accounts.Verlopen:
        return True
    return False


def niet_van_jou(fout: overdrachten.NietVanJou) -> tuple[str, str]:
    """Return heading and explanation for somebody who does not have the case."""
    if fout.eigenaar is None:
        return "Deze zaak heeft nog niemand", "Pak de zaak eerst op. Daarna kun je dit doen."
    return (
        f"{fout.eigenaar} heeft deze zaak",
        f"Alleen {fout.eigenaar} kan dit nu doen. Je kunt wel lezen en een notitie maken.",
    )
