"""The overlever's web app: routes, static files and the door, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.chat.contract import Router, Settings
from bot.chat.pages import Pages
from bot.chat.routes import ROUTES
from bot.deur import Deur
from bot.stromen import Stromen

_STATIC = Path(__file__).parent / "static"
#: Which page stands for which status, where nothing else drew one.
SOORT = {
    400: "onleesbaar",
    403: "elders",
    404: "onbekend",
    405: "onbekend",
    408: "te_langzaam",
    413: "te_groot",
}


def create_app(settings: Settings, router: Router) -> Starlette:
    """Return the chat as an ASGI app that talks through *router*."""
    pages = Pages(settings)

    def foutpagina(request: Request, status: int) -> Response:
        return pages.fout(status, SOORT.get(status, "storing"))

    async def http_fout(request: Request, fout: Exception) -> Response:
        status = fout.status_code if isinstance(fout, HTTPException) else 500
        return foutpagina(request, status)

    @asynccontextmanager
    async def bel_aan(app: Starlette) -> AsyncIterator[None]:
        await router.bell.start()
        yield
        await router.bell.stop()

    app = Starlette(
        routes=[*ROUTES, Mount("/static", StaticFiles(directory=_STATIC))],
        middleware=[
            Middleware(Deur, foutpagina=foutpagina, https=settings.https, beleid="eerstjij")
        ],
        exception_handlers={HTTPException: http_fout},
        lifespan=bel_aan,
    )
    app.router.redirect_slashes = False  # it would send people to whatever Host they named
    app.state.settings, app.state.router, app.state.pages = settings, router, pages
    app.state.stromen = Stromen()
    return app
