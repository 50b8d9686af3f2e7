"""The pages by effect: what somebody manages to put into the real page does nothing.

In Chromium, in the running chat and desk. Each test first shows that the same thing does work on a
page without our policy, so that a test which tries nothing cannot pass.
"""

from __future__ import annotations

import http.server
import itertools
import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from bot.records.database import migrate
from tests.nest import Nest, servers
from tests.people import launch
from tests.robots import Overlever
from tests.storm import eerste_hulpverlener

pytestmark = [pytest.mark.model, pytest.mark.browser]

#: What is put into the page: each would set window.kwaad, or ask the other site for something.
PROEVEN = {
    "inline script": "s = document.createElement('script'); s.text = 'window.kwaad = 1';"
    " document.body.append(s)",
    "script of elsewhere": "s = document.createElement('script'); s.src = ELDERS + '/kwaad.js';"
    " document.body.append(s)",
    "event handler": "d = document.createElement('div');"
    " d.setAttribute('onclick', 'window.kwaad = 1'); document.body.append(d); d.click()",
    "html with a handler": "document.body.insertAdjacentHTML('beforeend',"
    " '<img src=/bestaat-niet onerror=\"window.kwaad = 1\">')",
    "inner html": "document.body.lastElementChild.innerHTML = '<b>kwaad</b>'; window.kwaad = 1",
    "document write": "document.write('<p>kwaad</p>'); window.kwaad = 1",
    "eval": "setTimeout(() => eval('window.kwaad = 1'))",  # straight from a debugger it may
    "javascript address": "a = document.createElement('a'); a.href = 'javascript:window.kwaad=1';"
    " document.body.append(a); a.click()",
    "form elsewhere": "f = document.createElement('form'); f.method = 'post';"
    " f.action = ELDERS + '/form'; f.target = 'ander'; document.body.append(f); f.submit()",
    "picture": "i = document.createElement('img'); i.src = ELDERS + '/plaatje';"
    " document.body.append(i)",
    "frame": "i = document.createElement('iframe'); i.src = ELDERS + '/kader';"
    " document.body.append(i)",
    "frame with a page in it": "i = document.createElement('iframe');"
    " i.srcdoc = '<script>parent.kwaad = 1</' + 'script>'; document.body.append(i)",
    "object": "o = document.createElement('object'); o.data = ELDERS + '/ding';"
    " document.body.append(o)",
    "base": "b = document.createElement('base'); b.href = ELDERS + '/'; document.head.prepend(b);"
    " i = document.createElement('img'); i.src = 'via-base'; document.body.append(i)",
    "style of elsewhere": "l = document.createElement('link'); l.rel = 'stylesheet';"
    " l.href = ELDERS + '/stijl'; document.head.append(l)",
    "inline style": "s = document.createElement('style');"
    " s.textContent = 'body { background: url(' + ELDERS + '/stijl) }'; document.head.append(s)",
    "fetch": "fetch(ELDERS + '/haal', { mode: 'no-cors' }).catch(() => 0)",
    "beacon": "navigator.sendBeacon(ELDERS + '/baken', 'x')",
    "socket": "try { new WebSocket(ELDERS.replace('http', 'ws')) } catch (e) { 0 }",
    "event source": "new EventSource(ELDERS + '/bron')",
    "worker": "new Worker(URL.createObjectURL(new Blob(['fetch(\"' + ELDERS + '/w\")'])))",
    "prefetch": "l = document.createElement('link'); l.rel = 'prefetch'; l.href = ELDERS + '/voor';"
    " document.head.append(l)",
    "sound": "a = document.createElement('audio'); a.src = ELDERS + '/geluid';"
    " document.body.append(a); a.load()",
    "font": "new FontFace('x', 'url(' + ELDERS + '/letter)').load().catch(() => 0)",
}
#: Blocked by Trusted Types or by throwing; the others by a violation that the page can hear.
_LUISTER = """() => { window.schendingen = [];
  document.addEventListener('securitypolicyviolation',
    e => window.schendingen.push(e.effectiveDirective)); }"""

_NUMMERS = itertools.count(1)


class _Elders(http.server.BaseHTTPRequestHandler):
    """Another site: notes what is asked of it."""

    gevraagd: ClassVar[list[str]] = []
    pagina: ClassVar[bytes] = b"<!doctype html><title>x</title><body><p>x</p>"

    def do_GET(self) -> None:
        self.gevraagd.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.pagina)

    do_POST = do_GET

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def elders() -> Iterator[str]:
    """The address of another site."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Elders)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def bladen(
    nest: Nest, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Page]]:
    """The running talk and the running case, each in a browser of its own."""
    folder = tmp_path_factory.mktemp("bladen")
    url = f"sqlite:///{folder / 'eerst-jij.db'}"
    migrate(url)
    chat, desk = servers(nest, url, folder)
    chat.start()
    desk.start()
    noor, wie = eerste_hulpverlener(desk), Overlever(chat.url)
    wie.begin()
    wie.naar_een_mens()
    zaak = noor.zaken()[0]
    noor.pak_op(zaak)
    found = {}
    for naam, server, pad, cookies in (
        ("chat", chat, "/gesprek", wie.browser.cookies),
        ("desk", desk, f"/overdracht/{zaak}", noor.browser.cookies),
    ):
        context = browser.new_context()
        context.add_cookies(
            [{"name": n, "value": v, "url": server.url} for n, v in cookies.items()]
        )
        found[naam] = context.new_page()
        found[naam].goto(server.url + pad)
    yield found
    for page in found.values():
        page.context.close()
    chat.kill()
    desk.kill()


@pytest.fixture(scope="module")
def vrij(browser: Browser) -> Iterator[Page]:
    """A page for what is served without our policy."""
    page = browser.new_page()
    yield page
    page.close()


def probeer(page: Page, proef: str, elders: str) -> tuple[bool, list[str]]:
    """Put *proef* into the page; return whether it did anything, and what the policy said.

    Each try asks under a number of its own: what comes late of another one does not count.
    """
    map_ = f"/{next(_NUMMERS)}"
    page.evaluate("() => { delete window.kwaad; }")
    page.evaluate(_LUISTER)
    # Run as a debugger does: our policy holds for what it does, not for its own way in.
    fout = page.evaluate(
        "([code, elders]) => { const ELDERS = elders; let a, b, d, f, i, l, o, s;"
        " try { " + PROEVEN[proef] + "; return ''; } catch (e) { return e.name; } }",
        ["", elders + map_],
    )
    gezegd: list[str] = [fout] if fout else []
    for _ in range(100):
        if gezegd or _gelukt(page, map_):
            break
        page.wait_for_timeout(50)
        gezegd = page.evaluate("() => window.schendingen")
    if not _gelukt(page, map_):
        page.wait_for_timeout(200)  # what is told as blocked could still come
    return _gelukt(page, map_), gezegd


def _gelukt(page: Page, map_: str) -> bool:
    gevraagd = any(f"{pad}/".startswith(f"{map_}/") for pad in _Elders.gevraagd)
    return gevraagd or bool(page.evaluate("() => window.kwaad"))


@pytest.mark.parametrize("proef", PROEVEN)
def test_what_is_put_into_the_page_does_nothing(
    bladen: dict[str, Page], vrij: Page, elders: str, proef: str
) -> None:
    """Script, handler, form, picture, frame, base, style, connection: blocked and told, in both

    apps; on a page without our policy the same thing works.
    """
    vrij.goto(elders)
    assert probeer(vrij, proef, elders.replace("127.0.0.1", "localhost"))[0], "tries nothing"
    for naam, page in bladen.items():
        adres = page.url
        gelukt, gezegd = probeer(page, proef, elders)
        assert not gelukt, naam
        assert gezegd, naam
        assert page.url == adres
        page.reload()


def test_our_pages_can_be_framed_by_nobody(
    bladen: dict[str, Page], browser: Browser, elders: str
) -> None:
    """Another site that puts our page in a frame sees nothing of it."""
    page = browser.new_page()
    page.goto(elders)
    for blad in bladen.values():
        base = "/".join(blad.url.split("/")[:3])
        page.evaluate(
            "u => document.body.append(Object.assign(document.createElement('iframe'), {src: u}))",
            base + "/gezond",
        )
        page.wait_for_timeout(300)
        assert "goed" not in "".join(
            frame.content() for frame in page.frames if frame != page.main_frame
        )
    page.close()
