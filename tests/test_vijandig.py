"""Hostile input on every route of both apps, as the servers really run: no 500, no hang, no leak.

The list of routes is taken from the apps, so that a new route is tried by itself.
"""

from __future__ import annotations

import html
import re
import secrets
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from bot import deur, verbinding
from bot.records.database import migrate
from bot.stromen import STROMEN_MAX
from tests.nest import Nest, Server, servers
from tests.robots import VAN_HIER, Overlever
from tests.vijandig import FORMULIEREN, ROUTES, Huis, bestook, bewoond, vul_in

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def huis(nest: Nest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Huis]:
    """Both servers on a database of their own, in SQLite."""
    folder: Path = tmp_path_factory.mktemp("vijandig")
    yield from bewoond(nest, folder, f"sqlite:///{folder / 'eerst-jij.db'}")


@pytest.mark.parametrize(("app", "method", "route"), ROUTES)
def test_every_route_answers_whatever_comes(huis: Huis, app: str, method: str, route: str) -> None:
    """Whatever is sent: never a failure, always our headers, and the servers stay up."""
    bestook(huis, app, method, route)


@pytest.mark.parametrize(("app", "route"), FORMULIEREN)
def test_forms_of_ones_own_page_with_odd_fields(huis: Huis, app: str, route: str) -> None:
    """With a right token, at home and logged in: every field may hold anything."""
    vul_in(huis, app, route)


@pytest.mark.parametrize("schrift", ["undefined", "utf-7", "unicode_escape", "utf-16", "a%00b"])
@pytest.mark.parametrize(("app", "route"), FORMULIEREN)
def test_a_form_in_another_charset_is_refused(
    huis: Huis, app: str, route: str, schrift: str
) -> None:
    """No page of ours sends one, and Python's charsets fail in ways that no form reader expects."""
    form = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n+2AA-\\ud800\r\n'
    body = b"".join(form % naam for naam in (b"tekst", b"code", b"naam", b"csrf")) + b"--x--"
    headers = {"content-type": f"multipart/form-data; boundary=x; charset={schrift}", **VAN_HIER}
    answer = huis.vraag(
        app, "POST", re.sub(r"{\w+}", huis.zaak, route), content=body, headers=headers
    )
    assert answer.status_code == 400


def _rauw(server: Server, *stukken: bytes, wacht: float = 20) -> bytes:
    """Send bytes as they are; return what comes until the server closes or *wacht* is over."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wacht) as lijn:
        gekregen = b""
        try:
            for stuk in stukken:
                lijn.sendall(stuk)
            while stuk := lijn.recv(65536):
                gekregen += stuk
        except OSError:
            pass
        return gekregen


_BEGIN = b"POST /gesprek/bericht HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


KAPOT = [
    b"\x00\xff\x16\x03\x01" * 20,
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n  obs: fold\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nCookie: " + b"s=a;" * 50_000 + b"\r\n\r\n",
    b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"CONNECT elders.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET http://elders.example/ HTTP/1.1\r\nHost: elders.example\r\nConnection: close\r\n\r\n",
    b"GET /terug/ HTTP/1.1\r\nHost: elders.example\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade, close\r\n\r\n",
    _BEGIN + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhallo",
    _BEGIN + b"Content-Length: -1\r\n\r\n",
    _BEGIN + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    _BEGIN + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    _BEGIN + b"Transfer-Encoding: chunked\r\n\r\n" + b"fffffff\r\n" + b"a" * 70_000,
    _BEGIN + b"Content-Length: 9999999999999\r\n\r\n" + b"a" * 70_000,
]
APPS = ("chat", "desk")


@pytest.fixture(scope="module")
def op_kapot(huis: Huis) -> dict[tuple[str, bytes], bytes]:
    """What comes back for each. They are sent at once: some are only let go after a while."""
    alle = [(app, bytes_) for app in APPS for bytes_ in KAPOT]
    with ThreadPoolExecutor(len(alle)) as pool:
        terug = pool.map(lambda een: _rauw(huis.server(een[0]), een[1]), alle)
        return dict(zip(alle, terug, strict=True))


@pytest.mark.parametrize("bytes_", KAPOT)
@pytest.mark.parametrize("app", APPS)
def test_broken_http_is_refused_with_our_headers(
    huis: Huis, op_kapot: dict[tuple[str, bytes], bytes], app: str, bytes_: bytes
) -> None:
    """Smuggling, folded, doubled, endless and foreign headers, and what is no HTTP at all:

    an answer below 500 with our headers or a closed line, nobody is sent elsewhere, and the next
    visitor is served.
    """
    gekregen = op_kapot[app, bytes_]
    if gekregen:
        assert re.match(rb"HTTP/1.1 [34]\d\d|HTTP/1.1 200", gekregen), gekregen[:80]
        kop = gekregen.partition(b"\r\n\r\n")[0].lower()
        assert b"cache-control: no-store" in kop
        assert b"elders.example" not in kop
    assert huis.vraag(app, "GET", "/gezond").status_code == 200


@pytest.mark.parametrize("app", ["chat", "desk"])
def test_slow_senders_are_let_go_and_hold_up_nobody(nest: Nest, tmp_path: Path, app: str) -> None:
    """Forty who send a letter now and then, of a head or of a body: others are served meanwhile,

    and each of the forty is let go in time.
    """
    url = f"sqlite:///{tmp_path / 'eerst-jij.db'}"
    migrate(url)
    server = servers(nest, url, tmp_path)[0 if app == "chat" else 1]
    server.start(TRAAG="1")
    heads = [b"GET / HTTP/1.1\r\nHo"] * 20 + [
        b"POST /gesprek HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\ntekst="
    ] * 20
    lijnen = []
    for head in heads:
        lijn = socket.create_connection(("127.0.0.1", server.port), timeout=30)
        lijn.sendall(head)
        lijnen.append(lijn)
    assert httpx.get(f"{server.url}/gezond", timeout=10).status_code == 200
    end = time.monotonic() + 60
    antwoorden: list[bytes] = []
    for lijn in lijnen:
        gekregen = b""
        lijn.settimeout(0.2)
        while time.monotonic() < end:
            try:
                lijn.sendall(b"a")
                stuk = lijn.recv(65536)
                if not stuk:
                    break
                gekregen += stuk
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            raise AssertionError("a slow sender was never let go")
        antwoorden.append(gekregen)
        lijn.close()
    assert all(a[:12] in (b"", b"HTTP/1.1 408") for a in antwoorden)
    assert httpx.get(f"{server.url}/gezond", timeout=10).status_code == 200
    server.kill()


def test_streams_of_one_visitor_are_bounded(huis: Huis) -> None:
    """Fifty streams of one conversation, or of one login: most are refused; the talk goes on."""
    for app, pad in (("chat", "/gesprek/stroom?na=99999"), ("desk", "/stroom")):
        with httpx.Client(timeout=20, cookies=huis.cookies(app)) as client:
            open_ = [
                client.send(client.build_request("GET", huis.server(app).url + pad), stream=True)
                for _ in range(STROMEN_MAX)
            ]
            # An iterator that is let go of closes its stream: they are kept.
            lopend = [stroom.iter_raw() for stroom in open_]
            assert all(next(stroom) for stroom in lopend)
            with client.stream("GET", huis.server(app).url + pad) as over:
                assert over.status_code == 429
            for stroom in open_:
                stroom.close()
    huis.wie.zeg("ik ben er nog")


@pytest.mark.parametrize("body", [b"tekst=" + b"a" * 3_000_000, b"a=b&" * 60_000])
def test_large_bodies_take_no_memory(huis: Huis, body: bytes) -> None:
    """Thirty large or many-fielded bodies at once: refused, and memory stays where it was."""

    def een(_nr: int) -> int:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return huis.vraag(
            "chat", "POST", "/gesprek/bericht", content=body, headers=headers
        ).status_code

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(een, range(6)))
        voor = huis.chat.memory()
        assert set(pool.map(een, range(30))) <= {400, 413}
    assert huis.chat.memory() - voor < 40_000


#: What a visitor could type to be taken for a command of Rasa, a slot or a label.
BEVELEN = [
    "/restart", "/session_start", '/keuze{"keuze": "wissen"}', "/wissen", "//wissen", "／restart",
    "⁄restart", "∕restart", " \u200b/restart", '/begin{"x": "y"}', "⟦begin⟧", "[x](behoefte:y)",
    '[x]{"entity": "behoefte", "value": "aangifte"}', "/SetSlots(intake=1)", "EXTERNAL: restart",
    "/restart@1.0{}", "/stoppen", '/hulpverlener{"via": "knop"}', "{intake}", "$stap",
]  # fmt: skip


def _bevelen(wie: Overlever, staat: str) -> None:
    for bevel in BEVELEN:
        wie.zeg(bevel)
        blad = wie.blad()
        assert f'data-staat="{staat}"' in blad, bevel
        bubbels = wie.bubbels(blad)
        assert [b.tekst for b in bubbels if b.van == "jij"][-1] == bevel.strip()
        assert [b.seq for b in bubbels] == list(range(1, len(bubbels) + 1))


def test_typed_commands_are_words_in_every_state(huis: Huis) -> None:
    """Commands of Rasa, labels and slots, typed while the bot, nobody or a human answers or it is

    closed: they stand in the talk as words, and neither state nor talk changes by them.
    """
    wie = Overlever(huis.chat.url)
    wie.begin()
    wie.druk("overslaan")
    _bevelen(wie, "bot")
    wie.naar_een_mens()
    _bevelen(wie, "wacht")
    zaak = next(z for z in huis.noor.zaken() if z != huis.zaak)
    assert huis.noor.pak_op(zaak)
    _bevelen(wie, "mens")
    csrf, gezien = huis.noor.csrf(), huis.noor.gezien(zaak)
    answer = huis.noor.browser.stuur(
        f"/overdracht/{zaak}/sluiten", csrf=csrf, tekst="klaar", gezien=gezien
    )
    assert answer.status_code == 303
    assert 'data-staat="dicht"' in wie.blad()
    wie.zeg("/restart")
    assert 'data-staat="wacht"' in wie.blad()


def test_many_turns_stay_as_fast_and_as_small(huis: Huis) -> None:
    """Two hundred turns of one conversation: the last take no longer than the first, memory stays.

    `make turns` does ten thousand.
    """
    wie = Overlever(huis.chat.url)
    wie.begin()
    tijden = []
    for nr in range(200):
        start = time.perf_counter()
        answer = wie.browser.stuur(
            "/gesprek/bericht?na=999999", tekst=f"bericht {nr}", client_id=secrets.token_hex(16)
        )
        tijden.append(time.perf_counter() - start)
        assert answer.status_code == 303, nr
        if nr == 50:
            voor = huis.chat.memory()
    eerst, laatst = sorted(tijden[10:60])[25], sorted(tijden[-50:])[25]
    assert laatst < 3 * eerst + 0.05
    assert huis.chat.memory() - voor < 30_000
    assert len(html.unescape(wie.blad())) > 1000


def test_bounds_are_there() -> None:
    """The limits that the tests above lean on are set, and small enough to mean something."""
    assert deur.BODY_SECONDEN <= 30
    assert verbinding.KOP_SECONDEN <= 30
    assert verbinding.KOP_MAX <= 64 * 1024
    assert deur.BODY_MAX <= deur.UITLEZEN_MAX <= 8 * 1024 * 1024
