"""Tells a page of the chat that there is news (`bot.stromen`)."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.chat.contract import Router
from bot.chat.forms import lees_cookie, lees_na
from bot.dialogue.beeld import GeenGesprek
from bot.stromen import HALLO, HARTSLAG, KOPPEN, NIEUWS, SOORT, Stromen, Vol

log = logging.getLogger("eerstjij.chat")

HARTSLAG_SECONDEN = 15.0  # below the idle limit of common proxies
DUUR_SECONDEN = 240.0  # then the browser connects anew: no stream outlives a forgotten tab for long


async def stroom(request: Request) -> Response:
    """Stream one "nieuws" as soon as there is something after `na`; 204 without a conversation."""
    router: Router = request.app.state.router
    cookie, na = lees_cookie(request), lees_na(request)
    if cookie is None:
        return Response(status_code=204)  # tells an EventSource not to come back
    stromen: Stromen = request.app.state.stromen
    if stromen.is_vol(cookie.encode()):
        return Response(status_code=429)  # an EventSource gives up: the page asks now and then
    try:
        is_nieuw = await router.wacht_op_nieuws(cookie, na, 0.0)
    except GeenGesprek:
        return Response(status_code=204)
    if request.scope.get("method") == "HEAD":
        return Response(media_type=SOORT)
    return StreamingResponse(
        _gebeurtenissen(stromen, router, cookie, na, is_nieuw),
        media_type=SOORT,
        headers=KOPPEN,
    )


async def _gebeurtenissen(
    stromen: Stromen, router: Router, cookie: str, na: int, is_nieuw: bool
) -> AsyncIterator[bytes]:
    yield HALLO
    einde = time.monotonic() + DUUR_SECONDEN
    try:
        with stromen.plek(cookie.encode()):
            while not (is_nieuw or router.bell.closed) and time.monotonic() < einde:
                is_nieuw = await router.wacht_op_nieuws(cookie, na, HARTSLAG_SECONDEN)
                if not is_nieuw:
                    yield HARTSLAG
    except Vol:
        return
    except GeenGesprek:
        is_nieuw = True  # wiped meanwhile: the page finds out when it asks
    except Exception as fout:
        # The database is away for a moment: the browser connects anew by itself.
        log.error("news failed (%s)", type(fout).__name__)
        return
    if is_nieuw:
        yield NIEUWS
