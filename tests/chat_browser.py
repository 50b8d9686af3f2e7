"""The chat with the stub behind it, served for a real browser, and how to look at its pages."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import uvicorn
from playwright.sync_api import BrowserContext, Page
from starlette.applications import Starlette
from starlette.responses import HTMLResponse

from tests.chat_stub import StubRouter

NEUTRAAL = "Het weer van vandaag"


async def neutraal(request: Any) -> HTMLResponse:
    request.app.state.gevraagd.append(request.url.query)
    await asyncio.sleep(request.app.state.traag)
    return HTMLResponse(f"<!doctype html><title>Weer</title><p>{NEUTRAAL}</p>")


@dataclass
class Huis:
    """The chat and the neutral page, each on a port of its own."""

    router: StubRouter
    url: str
    weg: str
    settings: SimpleNamespace
    neutraal: Starlette
    servers: list[uvicorn.Server] = field(default_factory=list)

    def start(self, app: Any, port: int, certificaat: Path | None = None) -> None:
        """Serve *app* in a thread until the tests are done; with a *certificaat* over https."""
        config = uvicorn.Config(
            app,
            port=port,
            log_level="error",
            access_log=False,
            ws="none",
            loop="asyncio",
            ssl_certfile=certificaat,
        )
        config.timeout_graceful_shutdown = 1
        server = uvicorn.Server(config)
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.01)
        self.servers.append(server)


def open_gesprek(huis: Huis, context: BrowserContext, stap: str, adres: str = "/gesprek") -> Page:
    """Return a page that shows a conversation standing at *stap*."""
    cookie = huis.router.maak(stap)
    context.add_cookies([{"name": "s", "value": cookie, "url": huis.url}])
    page = context.new_page()
    page.goto(huis.url + adres)
    return page


def bubbels(page: Page) -> list[tuple[str, str]]:
    """Return who said what, in the order of the page."""
    found = page.evaluate(
        """() => Array.from(document.querySelectorAll("[role=log] [data-van]"),
            b => [b.dataset.van, b.querySelector(".zegt").textContent.trim()])"""
    )
    return [(van, tekst) for van, tekst in found]


def gesprek_van(huis: Huis, context: BrowserContext) -> Any:
    """Return the stub's conversation of this browser."""
    cookie = next(c["value"] for c in context.cookies() if c["name"] == "s")
    return huis.router.gesprekken[cookie]


def verlopen(huis: Huis, context: BrowserContext) -> Page:
    """Return the page after a message to a conversation that is gone."""
    page = open_gesprek(huis, context, "vraag")
    page.fill("#tekst", "Ik wil slapen")
    context.clear_cookies()
    page.click("text=Stuur")
    page.wait_for_selector("[data-fout]")
    return page
