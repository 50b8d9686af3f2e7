"""The stream: it says that there is news, never what."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.testclient import TestClient

from bot.chat import stroom
from bot.chat.app import create_app
from tests.chat_stub import SETTINGS, StubRouter


async def _lees(router: StubRouter, cookie: str, na: int) -> tuple[int, bytes]:
    app = create_app(SETTINGS, router)
    request = Request(
        {
            "type": "http",
            "app": app,
            "headers": [(b"cookie", f"s={cookie}".encode())],
            "query_string": f"na={na}".encode(),
        }
    )
    antwoord = await stroom.stroom(request)
    if not isinstance(antwoord, StreamingResponse):
        return antwoord.status_code, b""
    assert antwoord.media_type == "text/event-stream"
    return antwoord.status_code, b"".join([stuk async for stuk in antwoord.body_iterator])  # type: ignore[misc]


def test_zegt_alleen_nieuws() -> None:
    """One event, with the one word "nieuws" and nothing of what was said."""
    router = StubRouter()
    cookie = router.maak("mens")
    status, gezegd = asyncio.run(_lees(router, cookie, 1))
    assert status == 200
    assert gezegd.endswith(b"event: nieuws\ndata: nieuws\n\n")
    assert gezegd.count(b"data:") == 1
    assert b"Sam" not in gezegd


def test_hartslag_en_einde(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without news the stream beats, and ends by itself so that the browser comes anew."""
    monkeypatch.setattr(stroom, "HARTSLAG_SECONDEN", 0.05)
    monkeypatch.setattr(stroom, "DUUR_SECONDEN", 0.12)
    router = StubRouter()
    cookie = router.maak("vraag")
    _, gezegd = asyncio.run(_lees(router, cookie, 99))
    assert gezegd.count(b": hier") >= 2
    assert b"data:" not in gezegd


def test_gewist_tijdens_de_stroom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wiped elsewhere meanwhile, the page is told to look: it then hears that the talk is gone."""
    monkeypatch.setattr(stroom, "HARTSLAG_SECONDEN", 5.0)
    router = StubRouter()
    cookie = router.maak("vraag")

    async def beide() -> bytes:
        lezen = asyncio.create_task(_lees(router, cookie, 99))
        await asyncio.sleep(0.1)
        await router.wis(cookie)
        return (await lezen)[1]

    assert asyncio.run(beide()).endswith(b"data: nieuws\n\n")


@pytest.mark.parametrize("cookie", ["", "vervalst", "a" * 600])
def test_zonder_gesprek(cookie: str) -> None:
    """Without a conversation the answer is 204: an EventSource then does not come back."""
    client = TestClient(create_app(SETTINGS, StubRouter()))
    antwoord = client.get("/gesprek/stroom", headers={"cookie": f"s={cookie}"})
    assert antwoord.status_code == 204
