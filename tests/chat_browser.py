"""The chat with the stub behind it, served for a real Chromium; fixtures for the browser tests."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.chat.app import create_app
from tests.chat_stub import StubRouter
from tests.servers import free_port

CHROMIUM = shutil.which("chromium")
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NEUTRAAL = "Het weer van vandaag"


async def _neutraal(request: Any) -> HTMLResponse:
    await asyncio.sleep(float(request.query_params.get("traag", "0")))
    return HTMLResponse(f"<!doctype html><title>Weer</title><p>{NEUTRAAL}</p>")


@dataclass
class Huis:
    """The chat and the neutral page, each on a port of its own."""

    router: StubRouter
    url: str
    weg: str
    settings: SimpleNamespace
    servers: list[uvicorn.Server] = field(default_factory=list)

    def start(self, app: Any, port: int) -> None:
        """Serve *app* in a thread until the tests are done."""
        config = uvicorn.Config(
            app, port=port, log_level="error", access_log=False, ws="none", loop="asyncio"
        )
        config.timeout_graceful_shutdown = 1
        server = uvicorn.Server(config)
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.01)
        self.servers.append(server)


@pytest.fixture(scope="module")
def huis() -> Iterator[Huis]:
    """The chat with the stub router, and a neutral page of "somebody else"."""
    port, weg_port = free_port(), free_port()
    weg = f"http://127.0.0.1:{weg_port}/"
    settings = SimpleNamespace(https=False, weg_adres=weg, naam="Eerst jij")
    router = StubRouter()
    huis = Huis(router, f"http://localhost:{port}", weg, settings)
    huis.start(create_app(settings, router), port)
    huis.start(Starlette(routes=[Route("/", _neutraal)]), weg_port)
    yield huis
    for server in huis.servers:
        server.should_exit = True


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium; skipped where there is none, but never in CI."""
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def telefoon(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh browser on a small phone."""
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    context.set_default_timeout(8000)
    yield context
    context.close()


@pytest.fixture
def telefoon_zonder_js(chromium: Browser) -> Iterator[BrowserContext]:
    """The same, without JavaScript."""
    context = chromium.new_context(
        viewport={"width": 320, "height": 640}, java_script_enabled=False
    )
    context.set_default_timeout(8000)
    yield context
    context.close()


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
