"""One connection: who is slow or speaks no HTTP is let go, and the house is never too full."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from bot import verbinding
from bot.deur import KOPPEN
from bot.verbinding import Verbinding, maak_ruimte

LANG = 0.3
HALF = b"GET / HTTP/1.1\r\nHost: x\r\n"
HEEL = HALF + b"\r\n"


async def _traag(_scope: Any, _receive: Any, send: Any) -> None:
    """Begin to answer at once and end after `LANG` seconds."""
    await send({"type": "http.response.start", "status": 200,
                "headers": [(b"content-length", b"4")]})  # fmt: skip
    await send({"type": "http.response.body", "body": b"go", "more_body": True})
    await asyncio.sleep(LANG)
    await send({"type": "http.response.body", "body": b"ed"})


Praat = Callable[[Callable[..., Awaitable[Any]]], Awaitable[Any]]


def _bij(praat: Praat, app: Any = _traag) -> Any:
    """Run *praat* with a way to connect to a server of our own, that keeps little in its socket."""

    async def huis() -> Any:
        config = uvicorn.Config(app, ws="none", log_config=None, server_header=False)
        config.load()
        state, loop = ServerState(), asyncio.get_running_loop()
        server = await loop.create_server(lambda: Verbinding(config, state, {}), "127.0.0.1", 0)
        server.sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
        adres = server.sockets[0].getsockname()

        async def bel(klein: bool = False) -> Any:
            lijn = socket.socket()
            if klein:
                lijn.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            lijn.setblocking(False)
            await loop.sock_connect(lijn, adres)
            return lijn if klein else await asyncio.open_connection(sock=lijn)

        try:
            return await asyncio.wait_for(praat(bel), 10)
        finally:
            server.close()

    return asyncio.run(huis())


async def _alles(lezer: asyncio.StreamReader) -> bytes:
    """Return what comes until the server closes, also where it cuts the line."""
    gekregen = b""
    with suppress(ConnectionResetError):
        while stuk := await lezer.read(65536):
            gekregen += stuk
    return gekregen


@pytest.mark.parametrize("druppels", [False, True])
def test_a_head_that_does_not_come_is_not_waited_for(
    druppels: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence and a head in drops end alike, however often a drop comes."""
    monkeypatch.setattr(verbinding, "KOP_SECONDEN", 0.2)

    async def praat(bel: Any) -> tuple[bytes, float]:
        begonnen = asyncio.get_running_loop().time()
        lezer, schrijver = await bel()
        lezen = asyncio.create_task(_alles(lezer))
        if druppels:
            schrijver.write(HALF)
        while not lezen.done():
            await asyncio.sleep(0.02)
            if druppels:
                schrijver.write(b"A: b\r\n")
        return await lezen, asyncio.get_running_loop().time() - begonnen

    gekregen, duurde = _bij(praat)
    assert gekregen == b""
    assert 0.15 < duurde < 5


def test_an_answer_may_take_longer_than_a_head(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock stands still while an answer is made, and runs again for the next request."""
    monkeypatch.setattr(verbinding, "KOP_SECONDEN", LANG / 3)

    async def praat(bel: Any) -> bytes:
        lezer, schrijver = await bel()
        schrijver.write(HEEL)
        await lezer.readuntil(b"goed")
        schrijver.write(HALF)
        return await _alles(lezer)

    assert _bij(praat) == b""


def test_a_full_house_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """One connection more is closed at once; who is in is served, and makes place in the end."""
    monkeypatch.setattr(verbinding, "VERBINDINGEN_MAX", 1)

    async def praat(bel: Any) -> tuple[bytes, bytes, bytes]:
        binnen, schrijver = await bel()
        schrijver.write(HEEL)
        buiten, _ = await bel()
        geweerd = await _alles(buiten)
        antwoord = await binnen.readuntil(b"goed")
        schrijver.close()
        await asyncio.sleep(0.05)
        binnen, schrijver = await bel()
        schrijver.write(HEEL)
        return geweerd, antwoord, await binnen.readuntil(b"goed")

    geweerd, antwoord, daarna = _bij(praat)
    assert geweerd == b""
    assert antwoord.startswith(b"HTTP/1.1 200")
    assert daarna.startswith(b"HTTP/1.1 200")


def test_what_is_no_http_gets_our_headers() -> None:
    """Its answer is kept nowhere either, and the line ends."""

    async def praat(bel: Any) -> bytes:
        lezer, schrijver = await bel()
        schrijver.write(b"\x00\xff\r\n\r\n")
        return await _alles(lezer)

    kop, _, blad = _bij(praat).decode().partition("\r\n\r\n")
    regels = kop.split("\r\n")
    assert regels[0].startswith("HTTP/1.1 400")
    assert {f"{naam}: {waarde}" for naam, waarde in KOPPEN.items()} <= set(regels)
    assert blad == "Invalid HTTP request received."


def test_nonsense_after_an_answer_began_gets_no_second_answer() -> None:
    """What was sent stands; the line ends."""

    async def praat(bel: Any) -> bytes:
        lezer, schrijver = await bel()
        schrijver.write(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        begin = await lezer.readuntil(b"go")
        schrijver.write(b"geen lengte\r\n")
        return begin + await _alles(lezer)

    gekregen = _bij(praat)
    assert gekregen.startswith(b"HTTP/1.1 200")
    assert gekregen.count(b"HTTP/1.1") == 1
    assert not gekregen.endswith(b"goed")


def _blad(lengte: int) -> Any:
    """Return an app whose answer is a page of that many bytes."""

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        koppen = [(b"content-length", str(lengte).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": koppen})
        await send({"type": "http.response.body", "body": b"a" * lengte})

    return app


async def _lees_op(lijn: socket.socket, stuk: int, pauze: float = 0, tot: int = 1 << 30) -> int:
    """Take *stuk* bytes now and then, *tot* or until the line ends; return how many came."""
    loop, gekregen = asyncio.get_running_loop(), 0
    with suppress(ConnectionResetError):
        while gekregen < tot and (nu := await loop.sock_recv(lijn, stuk)):
            gekregen += len(nu)
            await asyncio.sleep(pauze)
    return gekregen


@pytest.mark.parametrize("lengte", [40_000, 2_000_000])
def test_who_does_not_read_is_let_go(lengte: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that nobody takes is dropped with its line, also a small one and the last."""
    monkeypatch.setattr(verbinding, "LEES_SECONDEN", 0.2)

    async def praat(bel: Any) -> int:
        lijn = await bel(klein=True)
        lijn.sendall(HEEL)
        await asyncio.sleep(1)
        return await _lees_op(lijn, 65536)

    assert 0 < _bij(praat, _blad(lengte)) < lengte


def test_who_reads_slowly_gets_the_whole_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bad line takes many times the clock's seconds, a piece in each: nothing is cut off, and the
    line is good for the next page.
    """
    monkeypatch.setattr(verbinding, "LEES_SECONDEN", 0.3)
    monkeypatch.setattr(verbinding, "LEES_MIN", 1024)
    lengte = 60_000

    async def praat(bel: Any) -> tuple[int, float]:
        begonnen = asyncio.get_running_loop().time()
        lijn = await bel(klein=True)
        lijn.sendall(HEEL)
        een = await _lees_op(lijn, 2048, 0.05, tot=lengte)
        duurde = asyncio.get_running_loop().time() - begonnen
        await asyncio.sleep(0.8)
        lijn.sendall(HEEL)
        return min(een, await _lees_op(lijn, 65536, tot=lengte)), duurde

    gekregen, duurde = _bij(praat, _blad(lengte))
    assert gekregen >= lengte
    assert duurde > 1


def test_a_stream_is_not_cut_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """News that comes a little at a time, for longer than the clock runs, all arrives."""
    monkeypatch.setattr(verbinding, "LEES_SECONDEN", 0.1)

    async def stroom(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(10):
            await send({"type": "http.response.body", "body": b": hier\n\n", "more_body": True})
            await asyncio.sleep(0.05)
        await send({"type": "http.response.body", "body": b"einde"})

    async def praat(bel: Any) -> bytes:
        lezer, schrijver = await bel()
        schrijver.write(HEEL)
        return bytes(await lezer.readuntil(b"einde"))

    assert _bij(praat, stroom).count(b": hier") == 10


WIL = 2 * verbinding.VERBINDINGEN_MAX


@pytest.mark.parametrize(
    ("soft", "hard", "gezet"),
    [
        (WIL, WIL, []),
        (WIL - 1, resource.RLIM_INFINITY, [WIL]),
        (WIL - 1, 2 * WIL, [WIL]),
        (100, 200, [200]),
    ],
)
def test_room_is_made_where_the_machine_allows_it(
    soft: int, hard: int, gezet: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twice as many files as connections, or all that may be; never fewer than there were."""
    keren: list[tuple[int, tuple[int, int]]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _wat: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda wat, paar: keren.append((wat, paar)))
    maak_ruimte()
    assert keren == [(resource.RLIMIT_NOFILE, (top, hard)) for top in gezet]
