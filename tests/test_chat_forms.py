"""Reading what a browser sends."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from starlette.requests import Request

from bot.chat.forms import is_stop_weg, lees_cookie, lees_inzending, lees_na, lees_veld, vraagt_deel
from tests.chat_stub import SETTINGS


def _request(
    body: bytes = b"", query: bytes = b"", headers: dict[str, str] | None = None
) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    koppen = {"content-type": "application/x-www-form-urlencoded", **(headers or {})}
    return Request(
        {
            "type": "http",
            "method": "POST",
            "app": SimpleNamespace(state=SimpleNamespace(settings=SETTINGS)),
            "path": "/",
            "query_string": query,
            "headers": [(k.encode(), v.encode("latin-1")) for k, v in koppen.items()],
        },
        receive,
    )


@pytest.mark.anyio
async def test_tekst_en_regels() -> None:
    """Text, ticked lines and client id come through as they were sent."""
    request = _request(b"tekst=h%C3%A9+jij&regel=a&regel=b&client_id=" + b"0f" * 16)
    inzending = await lees_inzending(request)
    assert inzending.tekst == "hé jij"
    assert inzending.keuze is None
    assert inzending.regels == ["a", "b"]
    assert inzending.client_id == "0f" * 16


@pytest.mark.anyio
@pytest.mark.parametrize("client_id", [b"", b"xyz", b"0F" * 16, b"0f" * 40, b"0f%00" * 8])
async def test_vreemde_client_id(client_id: bytes) -> None:
    """A client id of any other shape is no client id."""
    inzending = await lees_inzending(_request(b"keuze=k&client_id=" + client_id))
    assert (inzending.keuze, inzending.client_id) == ("k", None)


@pytest.mark.anyio
async def test_kapotte_bytes() -> None:
    """Bytes that are no text do not stop the form from being read."""
    assert await lees_veld(_request(b"code=%ff%fe"), "code") == "\ufffd\ufffd"
    assert await lees_veld(_request(b"\xff\x00="), "code") == ""


@pytest.mark.parametrize(
    ("query", "na"),
    [
        (b"na=12", 12),
        (b"", 0),
        (b"na=", 0),
        (b"na=-1", 0),
        (b"na=1e9", 0),
        ("na=²".encode(), 0),
        (b"na=" + b"9" * 16, 2**53),
        (b"na=" + b"9" * 400, 0),
    ],
)
def test_na(query: bytes, na: int) -> None:
    """The last number seen is a whole number that every database takes; anything odd is 0."""
    assert lees_na(_request(query=query)) == na


@pytest.mark.parametrize(
    ("kop", "cookie"),
    [("s=abc", "abc"), ("", None), ("s=", None), ("t=abc", None), ("s=" + "a" * 600, None)],
)
def test_cookie(kop: str, cookie: str | None) -> None:
    """Only a cookie that could open something is handed on."""
    assert lees_cookie(_request(headers={"cookie": kop})) == cookie


def test_deel() -> None:
    """The page's own script is known by its header."""
    assert vraagt_deel(_request(headers={"x-deel": "1"}))
    assert not vraagt_deel(_request())


@pytest.mark.parametrize(
    ("tekst", "is_weg"),
    [
        ("stop weg", True),
        ("  Stop  WEG. ", True),
        ("stop weg nu", False),
        ("niet stop weg", False),
        ("stop", False),
        ("", False),
        (None, False),
    ],
)
def test_stop_weg(tekst: str | None, is_weg: bool) -> None:
    """Only the safe word by itself is the exit; inside a sentence it is a message."""
    assert is_stop_weg(tekst) is is_weg
