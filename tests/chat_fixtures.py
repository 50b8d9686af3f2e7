"""Fixtures of the chat's tests: a plain browser, the served app, a Chromium, and small phones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.chat.app import create_app
from tests.certificaat import maak_certificaat
from tests.chat_browser import Huis, neutraal
from tests.chat_stub import SETTINGS, StubRouter
from tests.people import launch
from tests.robots import VAN_HIER
from tests.servers import free_port


def _huis(certificaat: Path | None = None) -> Iterator[Huis]:
    port, weg_port = free_port(), free_port()
    weg, https = f"http://127.0.0.1:{weg_port}/", certificaat is not None
    settings = SimpleNamespace(https=https, weg_adres=weg, naam="Eerst jij", organisatie="")
    router = StubRouter()
    weer = Starlette(routes=[Route("/", neutraal)])
    weer.state.traag, weer.state.gevraagd = 0.0, []
    url = f"{'https' if https else 'http'}://localhost:{port}"
    huis = Huis(router, url, weg, settings, weer)
    huis.start(create_app(settings, router), port, certificaat)
    huis.start(weer, weg_port)
    yield huis
    for server in huis.servers:
        server.should_exit = True


@pytest.fixture(scope="module")
def huis() -> Iterator[Huis]:
    """The chat with the stub router, and a neutral page of "somebody else"."""
    yield from _huis()


@pytest.fixture(scope="module")
def veilig_huis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    """The same over https, as people get it."""
    yield from _huis(maak_certificaat(tmp_path_factory.mktemp("https")))


@pytest.fixture(scope="module")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A Chromium; skipped where there is none, but never in CI.

    A module with `HEEL` gets the whole browser: what it does without a network, for one.
    """
    with sync_playwright() as playwright:
        browser = launch(playwright, heel=getattr(request.module, "HEEL", False))
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


@pytest.fixture
def router() -> StubRouter:
    """A router of our own."""
    return StubRouter()


@pytest.fixture
def client(router: StubRouter) -> TestClient:
    """A browser of today that follows redirects by hand."""
    return TestClient(create_app(SETTINGS, router), follow_redirects=False, headers=VAN_HIER)
