"""Tells a page of the desk that there is news (`bot.stromen`)."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator
from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot import koekjes
from bot.desk.balie import Balie
from bot.desk.bezoek import SESSIE
from bot.records import accounts, overdrachten
from bot.stromen import HALLO, HARTSLAG, KOPPEN, NIEUWS, SOORT, Stromen, Vol
from bot.vault.tokens import lees_token

log = logging.getLogger("eerstjij.desk")

HARTSLAG_SECONDEN = 15.0  # below the idle limit of common proxies
DUUR_SECONDEN = 600.0  # then the browser connects anew: no stream outlives a forgotten tab for long


async def stroom(request: Request) -> Response:
    """Stream "nieuws" whenever something changed that this hulpverlener sees; 204 without login."""
    token = lees_token(koekjes.lees(request, SESSIE) or "")
    if token is None:
        return Response(status_code=204)  # tells an EventSource not to come back
    balie: Balie = request.app.state.balie
    stromen: Stromen = request.app.state.stromen
    if stromen.is_vol(token):
        return Response(status_code=429)
    try:
        stand = await run_in_threadpool(_stand, balie, token)
    except accounts.Verlopen:
        return Response(status_code=204)
    if request.method == "HEAD":
        return Response(media_type=SOORT)
    return StreamingResponse(
        _een_van_de_stromen(stromen, balie, token, stand),
        media_type=SOORT,
        headers=KOPPEN,
    )


async def _een_van_de_stromen(
    stromen: Stromen, balie: Balie, token: bytes, stand: str
) -> AsyncIterator[bytes]:
    with suppress(Vol), stromen.plek(token):
        async for gebeurtenis in _gebeurtenissen(balie, token, stand):
            yield gebeurtenis


async def _gebeurtenissen(balie: Balie, token: bytes, stand: str) -> AsyncIterator[bytes]:
    """Compare what this hulpverlener sees each time the bell rings.

    The first thing said is "nieuws": whatever changed before the stream began is fetched too.
    """
    yield HALLO + NIEUWS
    begin = time.monotonic()
    while time.monotonic() - begin < DUUR_SECONDEN and not balie.bel.closed:
        geteld = balie.bel.count
        try:
            nieuw = await run_in_threadpool(_stand, balie, token)
        except accounts.Verlopen:
            yield NIEUWS  # the page asks, hears that nobody is logged in, and shows no more
            return
        except Exception as fout:
            # The database is away for a moment: the stream goes on, and looks again.
            log.error("news failed (%s)", type(fout).__name__)
            nieuw = stand
        if nieuw != stand:
            stand = nieuw
            yield NIEUWS
        if not await balie.bel.wait(geteld, HARTSLAG_SECONDEN):
            yield HARTSLAG


def _stand(balie: Balie, token: bytes) -> str:
    """Return a mark of what this session sees; raises `accounts.Verlopen` when it ended.

    It tells of nobody that they are there: a laptop that sleeps keeps its line open for minutes.
    """
    nu = balie.klok()
    with balie.database.read() as s:
        wie = accounts.aangemeld(s, token, nu)
        stand = overdrachten.stand(s, list(wie.teams), nu)
        sleutels = [(team_id, pair.public.hex()) for team_id, pair in sorted(wie.teams.items())]
    return f"{stand} {sleutels}"


ROUTES = [Route("/stroom", stroom, methods=["GET"], name="GET /stroom")]
