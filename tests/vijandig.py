"""Hostile requests for every route of both apps, made by hypothesis, and the house they go to.

The list of routes is taken from the apps, so that a new route is tried by itself.
"""

from __future__ import annotations

import gzip
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.routing import Mount, Route

from bot.chat.geschiedenis import MOMENT
from bot.chat.routes import ROUTES as CHAT
from bot.desk.app import ROUTES as DESK
from bot.records.database import migrate
from tests.nest import Nest, Server, servers
from tests.robots import VAN_HIER, Hulpverlener, Overlever
from tests.storm import eerste_hulpverlener
from tests.test_logregels import vreemde_regels

KOPPEN = (
    "cache-control", "content-security-policy", "cross-origin-opener-policy",
    "cross-origin-resource-policy", "permissions-policy", "referrer-policy",
    "x-content-type-options", "x-frame-options", "x-robots-tag",
)  # fmt: skip


@dataclass
class Huis:
    """Both servers, somebody with a case in hand, and the person whose case it is."""

    chat: Server
    desk: Server
    wie: Overlever
    noor: Hulpverlener
    zaak: str
    csrf: str

    def server(self, app: str) -> Server:
        """Return the server of an app."""
        return self.chat if app == "chat" else self.desk

    def cookies(self, app: str) -> dict[str, str]:
        """Return the cookies of who is at home there."""
        return (self.wie if app == "chat" else self.noor).browser.cookies

    def vraag(self, app: str, method: str, pad: str, **meer: object) -> httpx.Response:
        """Ask once, with cookies, and check what holds for every answer."""
        stroom = pad.endswith("/stroom")
        with httpx.Client(timeout=30, cookies=self.cookies(app)) as client:
            url = self.server(app).url + pad
            with client.stream(method, url, **meer) as answer:  # type: ignore[arg-type]
                if not (stroom and answer.status_code == 200):
                    answer.read()
        self.keur(answer)
        return answer

    def keur(self, answer: httpx.Response) -> None:
        """Check what holds for every answer: no failure, and all our headers."""
        assert answer.status_code < 500, (answer.request.method, answer.request.url)
        missing = [kop for kop in KOPPEN if kop not in answer.headers]
        assert not missing, (answer.request.method, answer.request.url, missing)
        assert answer.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in answer.headers["content-security-policy"]


def bewoond(nest: Nest, folder: Path, url: str) -> Iterator[Huis]:
    """Yield a house with both servers on an empty database; at the end their logs are looked at."""
    migrate(url)
    chat, desk = servers(nest, url, folder, GOEDKOOP="1")
    chat.start()
    desk.start()
    noor, wie = eerste_hulpverlener(desk), Overlever(chat.url)
    wie.begin()
    wie.naar_een_mens()
    zaak = noor.zaken()[0]
    assert noor.pak_op(zaak)
    yield Huis(chat, desk, wie, noor, zaak, noor.csrf())
    for server in (chat, desk):
        assert server.alive()
        server.kill()
    assert vreemde_regels(chat.log, desk.log) == []


def routes() -> list[tuple[str, str, str]]:
    """Return (app, method, path) for every route of both apps, static files too."""
    found = [("chat", "GET", "/static/chat.css"), ("desk", "GET", "/static/desk.css")]
    for app, its in (("chat", CHAT), ("desk", DESK)):
        for route in its:
            assert isinstance(route, Route | Mount)
            if isinstance(route, Route):
                found += [(app, m, route.path) for m in sorted(route.methods or ()) if m != "HEAD"]
    return found


ROUTES = routes()
#: Seeded, and without looking for the smallest example: the first that fails says enough.
SNEL = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
#: These end what the module's people are in the middle of; they get strangers' cookies instead.
EINDIGT = {"/weg", "/gesprek/wissen", "/uitloggen"}
EINDIGT_ZAAK = {"/overdracht/{id}/teruggeven", "/overdracht/{id}/sluiten"}

namen = st.sampled_from(
    ["tekst", "keuze", "client_id", "regel", "code", "csrf", "na", "nr", "status", "open", "naam",
     "wachtwoord", "team", "reden", "naar", "beschikbaar", "geheim", "lid", "wanneer", "gezien",
     "blad1", "blad2", "nieuw", "roepnaam", "toelichting", "volgende", "anders", "\x00", "", "x[]"]
)  # fmt: skip
waarden = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["/restart", '/keuze{"keuze": "wissen"}', "⟦begin⟧", "[x](behoefte:y)", "\ud800\udfff",
         "\x00", "\u202e\u2066", "%00%ff", "-1", "9" * 30, "٣", "' OR 1=1 --", "{{7*7}}",
         "a" * 3000,
         "../../etc/passwd", "é" * 500, "\r\nSet-Cookie: x=y"]
    ),
)  # fmt: skip
plekken = st.text(
    st.characters(codec="utf-8", exclude_characters="/?#"), min_size=1, max_size=40
) | st.sampled_from(["%00", "%ff%fe", "..", "%2e%2e%2f", "0" * 32, "a" * 43, "deel.pdf"])
soorten = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/json",
        "text/plain; charset=utf-16",
        "application/x-www-form-urlencoded; charset=utf-7",
        "multipart/form-data; boundary=x; charset=undefined",
        "multipart/form-data; boundary=x; charset=utf-7",
        "multipart/form-data; boundary=x; charset=unicode_escape",
        "multipart/form-data; boundary=x; charset*=utf-8''a%00b",
        "multipart/form-data; boundary=x; charset=UTF-8",
        "",
        "//",
    ]
)


def _gecodeerd(velden: list[tuple[str, str]]) -> bytes:
    return urlencode(velden, errors="surrogatepass").encode()


def _vraag(waarde: str) -> str:
    """Return a query in which every parameter that is really read holds *waarde*."""
    return _gecodeerd([(naam, waarde) for naam in PARAMETERS]).decode()


bodies = st.one_of(
    st.binary(max_size=300),
    st.lists(st.tuples(namen, waarden), max_size=8).map(_gecodeerd),
    st.just(b'--x\r\nContent-Disposition: form-data; name="tekst"\r\n\r\nhoi\r\n--x--\r\n'),
    st.just(b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nx\r\n--x--'),
    st.just(gzip.compress(b"tekst=" + b"a" * 100_000)),
)
koppen = st.fixed_dictionaries(
    {"content-type": soorten},
    optional={
        "x-deel": st.just("1"),
        "x-script": st.just("1"),
        "host": st.sampled_from(["", "elders.example", "a" * 300, "[::1", "x:99999999", "\\"]),
        "cookie": st.sampled_from(["s=", "s=" + "a" * 600, "d=;;=;,", "s=\u00e9", "s=a; s=b"]),
        "origin": st.sampled_from(["null", "http://[", "https://elders.example"]),
        "sec-fetch-site": st.sampled_from(["same-origin", "none", ""]),
        "range": st.just("bytes=0-1,2-3,-9"),
        "accept-encoding": st.just("gzip;q=zz"),
        "content-encoding": st.sampled_from(["gzip", "br"]),
        "if-modified-since": st.just("gisteren"),
        "expect": st.just("100-continue"),
    },
)
#: Every parameter that is really read.
PARAMETERS = ("na", "behoefte", "nog", "stand", "gewist", "verlopen", "js", MOMENT)
UTF8 = ("utf-8", "surrogatepass")
GROOT = "9" * 4400  # more digits than Python reads, and less than the head of a request may hold
methodes = st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE", "X-EIGEN"])
FORMULIEREN = [(app, route) for app, method, route in ROUTES if method == "POST"]


def bestook(huis: Huis, app: str, method: str, route: str) -> None:
    """Send odd methods, paths, queries, headers, cookies, content types and bodies to a route."""
    beurt = itertools.count()

    @SNEL
    @given(methodes | st.just(method), plekken, bodies, koppen, waarden)
    def probeer(methode: str, plek: str, body: bytes, kop: dict[str, str], waarde: str) -> None:
        vragen = [f"na={GROOT}&{MOMENT}={GROOT}", _vraag(waarde), waarde.encode(*UTF8).hex()]
        query = vragen[next(beurt) % 3][:10_000]
        deel = quote(plek, safe="%")
        pad = re.sub(r"{\w+}", huis.zaak if len(plek) % 2 else deel or "x", route)
        headers = {n: w.encode(*UTF8) for n, w in kop.items()}
        if route in EINDIGT:
            headers["cookie"] = b"s=vreemd; d=vreemd"
        huis.vraag(app, methode, pad, params=query, content=body, headers=headers)

    probeer()


def vul_in(huis: Huis, app: str, route: str) -> None:
    """Send forms of one's own page, with a right token, in which every field may hold anything.

    Forms that end what the module's people are in the middle of go to a case that is not there, and
    come from a stranger where they would take the cookie.
    """
    zaak = "0" * 32 if route in EINDIGT_ZAAK else huis.zaak
    vreemd = {"cookie": "s=vreemd; d=vreemd"} if route in EINDIGT else {}

    @SNEL
    @given(st.lists(st.tuples(namen, waarden), max_size=8))
    def probeer(velden: list[tuple[str, str]]) -> None:
        pad = re.sub(r"{\w+}", zaak, route)
        velden = [("csrf", huis.csrf), *((n, w) for n, w in velden if n != "csrf")]
        body = _gecodeerd(velden)
        headers = {"content-type": "application/x-www-form-urlencoded", **VAN_HIER, **vreemd}
        huis.vraag(app, "POST", pad, content=body, headers=headers)

    probeer()
