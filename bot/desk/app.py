"""The hulpverlener's web app: routes, static files and the door, put together. No Rasa in it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.desk import pagina
from bot.desk.balie import Balie, Settings
from bot.desk.rem import Rem
from bot.desk.routes import (
    account,
    acties,
    herstel,
    logboek,
    rij,
    stroom,
    team,
    toegang,
    uitnodiging,
    zaken,
)
from bot.deur import Deur
from bot.records.bell import Bell
from bot.records.database import Database
from bot.stromen import Stromen

ROUTES = [
    *toegang.ROUTES,
    *uitnodiging.ROUTES,
    *herstel.ROUTES,
    *account.ROUTES,
    *rij.ROUTES,
    *zaken.ROUTES,
    *acties.ROUTES,
    *team.ROUTES,
    *logboek.ROUTES,
    *stroom.ROUTES,
]


def create_app(
    settings: Settings, database: Database, klok: Callable[[], float] = time.time
) -> Starlette:
    """Return the desk as an ASGI app on a migrated *database*.

    *klok* gives seconds since 1970; tests drive it.
    """
    rem = Rem(time.monotonic, sleutel=database.kluis.sleutel_voor(b"desk-browser"))
    balie = Balie(settings, database, klok, rem, Rem(time.monotonic), Bell(database))

    @asynccontextmanager
    async def leven(_app: Starlette) -> AsyncIterator[None]:
        await balie.bel.start()
        yield
        await balie.bel.stop()

    app = Starlette(
        routes=[*ROUTES, Mount("/static", StaticFiles(directory=pagina.STATIC))],
        middleware=[
            Middleware(
                Deur, foutpagina=_foutpagina, adres=settings.desk_adres, https=settings.https
            )
        ],
        exception_handlers={HTTPException: _http_fout},
        lifespan=leven,
    )
    app.router.redirect_slashes = False  # it would send people to whatever Host they named
    app.state.settings, app.state.balie = settings, balie
    app.state.stromen = Stromen()
    return app


def _foutpagina(_request: Request, status: int) -> Response:
    return pagina.fout(status)


async def _http_fout(_request: Request, fout: Exception) -> Response:
    return pagina.fout(fout.status_code if isinstance(fout, HTTPException) else 500)
