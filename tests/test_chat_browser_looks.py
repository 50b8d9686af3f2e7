"""How the chat looks in a real Chromium: axe, small screens, nothing from outside."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.chat_browser import Huis, open_gesprek, verlopen
from tests.chat_steps import STAPPEN

pytest_plugins = ["tests.chat_fixtures"]
pytestmark = pytest.mark.browser


def _te_lang(huis: Huis, context: BrowserContext) -> Page:
    page = open_gesprek(huis, context, "vraag")
    page.fill("#tekst", "heel veel woorden " * 200)
    page.click("text=Stuur")
    page.wait_for_selector(".fout")
    return page


def _foute_code(huis: Huis, context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(huis.url + "/terug")
    page.fill("#code", "brood kaas")
    page.click("text=Open mijn gesprek")
    page.wait_for_selector(".fout")
    return page


def _meer_open(huis: Huis, context: BrowserContext) -> Page:
    page = open_gesprek(huis, context, "stil")
    page.click("summary")
    return page


def _adres(adres: str) -> Callable[[Huis, BrowserContext], Page]:
    def open_adres(huis: Huis, context: BrowserContext) -> Page:
        page = context.new_page()
        page.goto(huis.url + adres)
        return page

    return open_adres


def _stap(stap: str, adres: str = "/gesprek") -> Callable[[Huis, BrowserContext], Page]:
    return lambda huis, context: open_gesprek(huis, context, stap, adres)


BEELDEN: dict[str, Callable[[Huis, BrowserContext], Page]] = {
    **{stap: _stap(stap) for stap in STAPPEN},
    "start": _adres("/"),
    "loopt": _stap("vraag", "/"),
    "gewist": _adres("/?gewist"),
    "terug": _adres("/terug"),
    "onbekend": _adres("/bestaat-niet"),
    "stand": _stap("dicht", "/gesprek?stand"),
    "te_lang": _te_lang,
    "verlopen": verlopen,
    "foute_code": _foute_code,
    "meer_open": _meer_open,
}


MATEN = [(320, 640, "112.5%"), (320, 256, "112.5%"), (640, 400, "112.5%"), (390, 844, "225%")]


@pytest.mark.parametrize("beeld", BEELDEN)
def test_axe(huis: Huis, chromium: Browser, beeld: str) -> None:
    """axe finds nothing in any state, light and dark, with contrast held to AAA."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = BEELDEN[beeld](huis, context)
    regels = {"rules": {"color-contrast-enhanced": {"enabled": True}}}
    page.emulate_media(color_scheme="light")
    licht = Axe().run(page, options=regels)
    page.emulate_media(color_scheme="dark")
    donker = Axe().run(page, options=regels)
    context.close()
    assert licht.violations_count == 0, licht.generate_report()
    assert donker.violations_count == 0, donker.generate_report()


@pytest.mark.parametrize("beeld", BEELDEN)
def test_past(huis: Huis, chromium: Browser, beeld: str) -> None:
    """No state scrolls sideways at 320 px, at 200% or 400% zoom, or with double letters; the exit
    is in sight, 44 px high, and nothing lies over it, also at the end of the page."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = BEELDEN[beeld](huis, context)
    for breed, hoog, letter in MATEN:
        page.set_viewport_size({"width": breed, "height": hoog})
        page.add_style_tag(content=f"html {{ font-size: {letter} !important }}")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        found = page.evaluate(
            """() => {
                const e = document.querySelector("[data-snel-weg]"), v = e.getBoundingClientRect();
                const top = document.elementFromPoint(v.x + v.width / 2, v.y + v.height / 2);
                return {breder: document.documentElement.scrollWidth - innerWidth, hoog: v.height,
                    links: v.left, over: innerWidth - v.right, boven: v.top,
                    bovenop: e.contains(top)};
            }"""
        )
        maat = (breed, hoog, letter, found)
        assert found["breder"] <= 0, maat
        assert found["hoog"] >= 44, maat
        assert min(found["links"], found["over"], found["boven"]) >= 0, maat
        assert found["bovenop"], maat
    context.close()


def test_niets_van_buiten(huis: Huis, telefoon: BrowserContext) -> None:
    """In no state is another host asked for anything or does the console complain; title, link
    preview and icon say nothing."""
    gevraagd: list[str] = []
    gemeld: list[str] = []
    telefoon.on("request", lambda request: gevraagd.append(request.url))
    telefoon.on("console", lambda melding: gemeld.append(melding.text))
    for naam, open_beeld in BEELDEN.items():
        page = open_beeld(huis, telefoon)
        assert page.title() == "Informatie", naam
        assert page.get_attribute("meta[property='og:title']", "content") == "Informatie"
        assert page.get_attribute("link[rel=icon]", "href") == "/static/icoon.svg"
        page.close()
        telefoon.clear_cookies()
    assert [url for url in gevraagd if not url.startswith(huis.url)] == []
    assert [m for m in gemeld if "the server responded with a status of 4" not in m] == []
