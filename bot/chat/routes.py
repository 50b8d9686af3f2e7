"""The routes of the chat: each reads a request, asks the router, and draws the answer."""

from __future__ import annotations

import dataclasses
import logging
from contextlib import suppress

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot import koekjes
from bot.chat.beloften import beloften, proef
from bot.chat.contract import Router, Settings
from bot.chat.cookies import is_van_ons, met_cookie, met_merk, zonder_cookie
from bot.chat.forms import (
    COOKIE,
    Inzending,
    is_stop_weg,
    is_weggegaan,
    lees_cookie,
    lees_inzending,
    lees_laatste_cookie,
    lees_na,
    lees_veld,
    vraagt_deel,
)
from bot.chat.geschiedenis import is_van_vroeger, vers_adres
from bot.chat.gezond import gezond
from bot.chat.pages import Pages
from bot.chat.stroom import stroom
from bot.dialogue import vergeten
from bot.dialogue.beeld import Beeld, FouteCode, GeenGesprek, SlechteInvoer

log = logging.getLogger("eerstjij.chat")

_GESPREK = "/gesprek#einde"
_GESPREK_NOG = "/gesprek?nog#einde"
_GESPREK_STAND = "/gesprek?stand#einde"
_STORING = "Het lukt nu even niet. Dat ligt niet aan jou. Probeer het zo nog eens."
_NOG_EENS = "Dat kwam niet goed aan. Er is niets veranderd. Probeer het nog eens."


def _router(request: Request) -> Router:
    router: Router = request.app.state.router
    return router


def _pages(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


def _naar(request: Request, adres: str) -> Response:
    """Send the browser on; its script gets the address in a header and replaces the page."""
    if vraagt_deel(request):
        return Response(status_code=204, headers={"X-Naar": adres})
    return RedirectResponse(adres, 303)


async def _beeld(request: Request, na: int = 0) -> Beeld | None:
    """Return the talk that belongs to the cookie, or None where there is none."""
    cookie = lees_cookie(request)
    if cookie is None:
        return None
    try:
        return await _router(request).beeld(cookie, na)
    except GeenGesprek:
        return None


async def start(request: Request) -> Response:
    """GET /: what this is and what it cannot hide, before anything is asked.

    By Back, after somebody left, it is an empty page.
    """
    loopt = await _beeld(request) is not None
    if is_van_vroeger(request) and not loopt:
        return _leeg(request)
    zegt = {naam: naam in request.query_params for naam in ("gewist", "verlopen")}
    answer = met_merk(request, _pages(request).start, loopt=loopt, **zegt, vers=vers_adres(request))
    return _vertrek(request, answer) if is_weggegaan(request) else answer


def _leeg(request: Request, vanzelf: str = "") -> Response:
    """Answer with a page on which nothing stands, and end what an exit left behind.

    It asks by itself for *vanzelf*.
    """
    answer = _pages(request).leeg(vanzelf)
    return _vertrek(request, answer) if is_weggegaan(request) else answer


async def begin(request: Request) -> Response:
    """POST /gesprek: begin; a conversation that is open already goes on."""
    tekst = await lees_veld(request, "tekst")
    if not await is_van_ons(request):
        return await _nog_eens(request, tekst)
    try:
        if is_weggegaan(request):
            await _meld_weg(_router(request), lees_laatste_cookie(request))
        cookie = lees_cookie(request)
        if cookie is None or await _beeld(request) is None:
            cookie = await _router(request).begin()
        if not tekst:
            return met_cookie(request, _naar(request, _GESPREK), cookie)
        # What was typed into a conversation that is gone waits in the box of the new one.
        beeld = dataclasses.replace(await _router(request).beeld(cookie), tekst_terug=tekst)
    except Exception as fout:
        log.error("chat: begin failed (%s)", type(fout).__name__)
        return _fout(request, 503, "geen_begin", Inzending(tekst=tekst))
    return met_cookie(request, _pages(request).gesprek(beeld), cookie)


def _fout(request: Request, status: int, soort: str, inzending: Inzending) -> Response:
    """Give the typed text back in a form that begins a talk."""
    return met_merk(request, _pages(request).fout, status, soort, inzending)


async def _nog_eens(request: Request, tekst: str = "") -> Response:
    """Ask for one more tap, with a fresh mark and the *tekst* that was typed."""
    if tekst:
        return _fout(request, 403, "nog_eens", Inzending(tekst=tekst))
    loopt = await _beeld(request) is not None
    return met_merk(request, _pages(request).start, 403, loopt=loopt, melding=_NOG_EENS)


async def gesprek(request: Request) -> Response:
    """GET /gesprek: the whole talk; without any cookie, as after the exit, an empty page.

    WebKit sends no SameSite=Strict cookie by Back from another site, such as that of a helper. So
    the empty page asks once more: from a page of ours the cookie comes along, if there is one.
    """
    beeld = await _beeld(request)
    if beeld is None:
        if is_weggegaan(request):
            return _leeg(request)
        if koekjes.lees(request, COOKIE) is None:
            return _leeg(request, "" if "nog" in request.query_params else _GESPREK_NOG)
        return RedirectResponse("/?verlopen", 303)
    return _pages(request).gesprek(beeld, stand_open="stand" in request.query_params)


async def bericht(request: Request) -> Response:
    """POST /gesprek/bericht: one typed message or one pressed button."""
    vergeten.straks()
    inzending = await lees_inzending(request)
    if inzending.keuze is None and is_stop_weg(inzending.tekst):
        return _vertrek(request, _pages(request).verder())
    cookie = lees_cookie(request)
    if cookie is None:
        return _verlopen(request, inzending)
    try:
        return await _neem_aan(request, cookie, inzending)
    except GeenGesprek:
        return _verlopen(request, inzending)
    except Exception as fout:
        log.error("chat: message failed (%s)", type(fout).__name__)
        return _pages(request).fout(503, "storing", inzending)


async def _neem_aan(request: Request, cookie: str, inzending: Inzending) -> Response:
    router, pages = _router(request), _pages(request)
    try:
        await router.bericht(cookie, **dataclasses.asdict(inzending))
    except SlechteInvoer as fout:
        deel, knop = vraagt_deel(request), inzending.keuze is not None
        beeld = await router.beeld(cookie, lees_na(request) if deel else 0)
        beeld = dataclasses.replace(beeld, fout=fout.melding, tekst_terug=fout.tekst)
        return pages.deel(beeld, 422, knop) if deel else pages.gesprek(beeld, 422, vraag=knop)
    beeld_na = await _beeld(request, lees_na(request))
    if beeld_na is None:  # the message was the yes to wiping everything
        return zonder_cookie(request, _naar(request, "/?gewist"))
    return pages.deel(beeld_na) if vraagt_deel(request) else _naar(request, _GESPREK)


def _verlopen(request: Request, inzending: Inzending) -> Response:
    """Give the typed text back where the conversation is gone."""
    return _fout(request, 410, "verlopen", inzending)


async def wissen(request: Request) -> Response:
    """POST /gesprek/wissen: wipe everything now."""
    if not await is_van_ons(request):
        return await _nog_eens(request)
    cookie = lees_cookie(request)
    if cookie is not None:
        with suppress(GeenGesprek):
            await _router(request).wis(cookie)
    return zonder_cookie(request, _naar(request, "/?gewist"))


async def nieuws(request: Request) -> Response:
    """GET /gesprek/nieuws?na=: the bubbles after *na*, with all that stands around them."""
    beeld = await _beeld(request, lees_na(request))
    return _pages(request).fout(410, "verlopen") if beeld is None else _pages(request).deel(beeld)


async def terug_form(request: Request) -> Response:
    """GET /terug: the form for the terugkeercode; by Back, after somebody left, an empty page."""
    if is_van_vroeger(request) and await _beeld(request) is None:
        return _leeg(request)
    return met_merk(request, _pages(request).terug, vers=vers_adres(request))


async def terug(request: Request) -> Response:
    """POST /terug: back with the code."""
    vergeten.straks()
    code, opnieuw = (await lees_veld(request, "code"))[:400], _pages(request).terug
    if not await is_van_ons(request):
        return met_merk(request, opnieuw, _NOG_EENS, code, 403)
    try:
        cookie = await _router(request).terug(code)
    except FouteCode as fout:
        return met_merk(request, opnieuw, fout.melding, code, 422)
    except Exception as fout:
        log.error("chat: code failed (%s)", type(fout).__name__)
        return met_merk(request, opnieuw, _STORING, code, 503)
    return met_cookie(request, _naar(request, _GESPREK_STAND), cookie)


async def uitleg(request: Request) -> Response:
    """GET /uitleg and /uitleg/<nr>: what is promised; the test behind promise number *nr*.

    By Back, after somebody left, an empty page.
    """
    loopt = await _beeld(request) is not None
    if is_van_vroeger(request) and not loopt:
        return _leeg(request)
    nr, inhoud, vers = request.path_params.get("nr"), beloften(), vers_adres(request)
    if nr is None:
        answer = _pages(request).uitleg(inhoud, loopt, vers)
    else:
        belofte = {str(i): b for i, b in enumerate(inhoud.beloven, 1)}.get(nr)
        gevonden = proef(belofte.test) if belofte else None
        if belofte is None or gevonden is None:
            raise HTTPException(404)
        answer = _pages(request).proef(belofte, gevonden, vers)
    return _vertrek(request, answer) if is_weggegaan(request) else answer


async def weg(request: Request) -> Response:
    """GET and POST /weg: the quick exit; leaving never waits for what fails on the way.

    A link or picture of another site takes nobody's key away: it leads on and changes nothing.
    Where the browser does not say whose link it was (before 2023) the exit works all the same.
    """
    settings: Settings = request.app.state.settings
    if request.method == "POST" and "js" in request.query_params:
        return _vertrek(request, Response(status_code=204))
    answer = RedirectResponse(settings.weg_adres, 303)
    is_van_hier = request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    return _vertrek(request, answer) if is_van_hier else answer


def _vertrek(request: Request, answer: Response) -> Response:
    """Let the browser go first; the router hears it afterwards."""
    answer.background = BackgroundTask(_meld_weg, _router(request), lees_laatste_cookie(request))
    return zonder_cookie(request, answer)


async def _meld_weg(router: Router, cookie: str | None) -> None:
    if cookie is None:
        return
    try:
        await router.weg(cookie)
    except GeenGesprek:
        pass
    except Exception as fout:
        log.error("chat: exit failed (%s)", type(fout).__name__)


async def naar_gesprek(request: Request) -> Response:
    """GET of an address that only takes posts (a reload): back to the talk."""
    return RedirectResponse("/gesprek", 303)


ROUTES = [
    Route("/", start),
    Route("/gesprek", gesprek, methods=["GET"]),
    Route("/gesprek", begin, methods=["POST"]),
    Route("/gesprek/bericht", bericht, methods=["POST"]),
    Route("/gesprek/bericht", naar_gesprek, methods=["GET"]),
    Route("/gesprek/wissen", wissen, methods=["POST"]),
    Route("/gesprek/wissen", naar_gesprek, methods=["GET"]),
    Route("/gesprek/nieuws", nieuws),
    Route("/gesprek/stroom", stroom),
    Route("/terug", terug_form, methods=["GET"]),
    Route("/terug", terug, methods=["POST"]),
    Route("/uitleg", uitleg, methods=["GET"]),
    Route("/uitleg/{nr}", uitleg, methods=["GET"]),
    Route("/weg", weg, methods=["GET", "POST"]),
    Route("/gezond", gezond),
]
