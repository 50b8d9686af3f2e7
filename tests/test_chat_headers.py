"""The door: headers on every answer, limits, no posts from elsewhere, no words in the log."""

from __future__ import annotations

import asyncio
import re
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot import deur as headers
from bot.chat.app import create_app
from tests.chat_stub import SETTINGS, StubRouter
from tests.robots import VAN_HIER

BEWAARD = "ik wil bij mijn zus wonen"


@pytest.fixture
def router() -> StubRouter:
    """A router of our own."""
    return StubRouter()


@pytest.fixture
def client(router: StubRouter) -> TestClient:
    """A browser of today without a script."""
    return TestClient(create_app(SETTINGS, router), headers=VAN_HIER)


@pytest.mark.parametrize(
    ("method", "adres"),
    [
        ("GET", "/"),
        ("GET", "/gesprek"),
        ("GET", "/terug"),
        ("GET", "/uitleg"),
        ("GET", "/uitleg/1"),
        ("GET", "/static/chat.css"),
        ("GET", "/static/bestaat-niet"),
        ("GET", "/bestaat-niet"),
        ("GET", "/gezond"),
        ("GET", "/weg"),
        ("GET", "/gesprek/stroom"),
        ("PUT", "/gesprek"),
        ("POST", "/gesprek"),
    ],
)
def test_koppen_overal(client: TestClient, method: str, adres: str) -> None:
    """Every answer, also a file, a redirect and a failure, is not kept and tells nothing on."""
    antwoord = client.request(method, adres, follow_redirects=False)
    assert antwoord.headers["cache-control"] == "no-store"
    assert antwoord.headers["referrer-policy"] == "no-referrer"
    assert antwoord.headers["x-content-type-options"] == "nosniff"
    assert antwoord.headers["x-dns-prefetch-control"] == "off"
    assert antwoord.headers["x-robots-tag"].startswith("noindex")
    assert antwoord.headers["cross-origin-opener-policy"] == "same-origin"
    assert antwoord.headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in antwoord.headers["permissions-policy"]
    csp = antwoord.headers["content-security-policy"].split("; ")
    assert csp[0] == "default-src 'none'"
    assert {"base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"} < set(csp)
    assert {"require-trusted-types-for 'script'", "trusted-types eerstjij"} < set(csp)


def test_hsts_alleen_met_https(router: StubRouter) -> None:
    """Strict transport and a secure cookie come with https, and only then."""
    settings = SimpleNamespace(**{**vars(SETTINGS), "https": True})
    met, zonder = (
        TestClient(create_app(s, router), headers=VAN_HIER).post("/gesprek", follow_redirects=False)
        for s in (settings, SETTINGS)
    )
    assert "strict-transport-security" in met.headers
    assert "Secure" in met.headers["set-cookie"]
    assert "strict-transport-security" not in zonder.headers
    assert "Secure" not in zonder.headers["set-cookie"]


@pytest.mark.parametrize(
    "koppen",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elders.example"},
        {"origin": "http://testserver:81"},
        {"origin": "testserver"},
    ],
)
def test_van_elders(client: TestClient, router: StubRouter, koppen: dict[str, str]) -> None:
    """A post that another site sends is refused, and nothing happens."""
    antwoord = client.post("/gesprek", headers=koppen)
    assert antwoord.status_code == 403
    assert "Dit kwam van een andere site" in antwoord.text
    assert router.gesprekken == {}


@pytest.mark.parametrize(
    "koppen",
    [
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "none"},
        {"origin": "null"},
        {"origin": "http://testserver"},
        {},
    ],
)
def test_van_hier(router: StubRouter, koppen: dict[str, str]) -> None:
    """Our own forms are taken: under no-referrer browsers send them with `Origin: null`."""
    client = TestClient(create_app(SETTINGS, router), headers=koppen)
    velden = dict(re.findall('type="hidden" name="(merk)" value="([^"]+)"', client.get("/").text))
    client.post("/gesprek", data=velden)
    assert len(router.gesprekken) == 1


@pytest.mark.parametrize("keer", [1, 40])
def test_te_groot(client: TestClient, router: StubRouter, keer: int) -> None:
    """A body that no form of ours can be is answered with a calm page; the talk goes on."""
    cookie = router.maak("vraag")
    client.cookies.set("s", cookie)
    antwoord = client.post("/gesprek/bericht", content=b"tekst=" + b"a" * 300_000 * keer)
    assert antwoord.status_code == 413
    assert "Dit bericht is te groot" in antwoord.text
    assert "Jouw gesprek is er nog" in antwoord.text
    assert client.get("/gesprek").status_code == 200


def test_grootste_formulier_past(client: TestClient, router: StubRouter) -> None:
    """The most that the text box can hold, in the widest characters, still gets its text back."""
    client.cookies.set("s", router.maak("vraag"))
    tekst = "語" * 20_000
    antwoord = client.post("/gesprek/bericht", data={"tekst": tekst})
    assert antwoord.status_code == 422
    assert tekst in antwoord.text


def _stroomsgewijs(app: Any, stukken: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Send a request piece by piece; return what came back."""
    gekregen: list[dict[str, Any]] = []
    rest = iter(stukken)

    async def receive() -> dict[str, Any]:
        stuk = next(rest, None)
        if stuk is None:
            await asyncio.sleep(60)
        return stuk or {}

    async def send(message: dict[str, Any]) -> None:
        gekregen.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/gesprek",
        "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"content-type", b"multipart/form-data")],
    }
    asyncio.run(app(scope, receive, send))
    return gekregen


def test_eindeloos(router: StubRouter) -> None:
    """A body without a length is counted while it comes in."""
    stuk = {"type": "http.request", "body": b"a" * 1_000_000, "more_body": True}
    gekregen = _stroomsgewijs(create_app(SETTINGS, router), [stuk] * 100)
    assert gekregen[0]["status"] == 413


def test_te_langzaam(router: StubRouter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sends endlessly slowly gets a calm page, with our headers, and is let go."""
    monkeypatch.setattr(headers, "BODY_SECONDEN", 0.05)
    stuk = {"type": "http.request", "body": b"a", "more_body": True}
    begin, blad = _stroomsgewijs(create_app(SETTINGS, router), [stuk])[:2]
    assert begin["status"] == 408
    assert (b"connection", b"close") in begin["headers"]
    assert (b"cache-control", b"no-store") in begin["headers"]
    assert b"duurde te lang" in blad["body"]
    assert router.gesprekken == {}


def test_weg_tijdens_sturen(router: StubRouter) -> None:
    """A browser that goes away while it sends gets no answer, and nothing begins."""
    assert _stroomsgewijs(create_app(SETTINGS, router), [{"type": "http.disconnect"}]) == []
    assert router.gesprekken == {}


def test_fout_zonder_woorden(
    client: TestClient, router: StubRouter, caplog: pytest.LogCaptureFixture
) -> None:
    """What breaks gives a calm page, the typed text back, and only a type in the log."""
    client.cookies.set("s", router.maak("vraag"))
    router.kapot = True
    antwoord = client.post("/gesprek/bericht", data={"tekst": BEWAARD})
    bladzijde = client.get("/gesprek")
    assert (antwoord.status_code, bladzijde.status_code) == (503, 500)
    assert "Hier ging iets mis" in bladzijde.text
    assert BEWAARD in antwoord.text
    assert "Traceback" not in antwoord.text + bladzijde.text
    assert "RuntimeError" in caplog.text
    assert BEWAARD not in caplog.text
    assert "geheime woorden" not in caplog.text + antwoord.text + bladzijde.text


def test_anders_dan_http() -> None:
    """What is no http request (the app's start) goes by the door untouched."""
    with TestClient(create_app(SETTINGS, router := StubRouter())):
        assert router.bell.loopt
    assert not router.bell.loopt
