"""How the chat looks in a real Chromium: axe, small screens, nothing from outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from bot.intake.talen import talen
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


def _eerder_open(huis: Huis, context: BrowserContext) -> Page:
    page = open_gesprek(huis, context, "eerder")
    page.click("text=Eerder")
    page.wait_for_selector(".eerder [data-van=jij]")
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
    "uitleg": _adres("/uitleg"),
    "uitleg_loopt": _stap("vraag", "/uitleg"),
    "proef": _adres("/uitleg/4"),
    "onbekend": _adres("/bestaat-niet"),
    "stand": _stap("dicht", "/gesprek?stand"),
    "te_lang": _te_lang,
    "verlopen": verlopen,
    "foute_code": _foute_code,
    "meer_open": _meer_open,
    "eerder_open": _eerder_open,
}


MATEN = [(320, 640, "112.5%"), (320, 256, "112.5%"), (640, 400, "112.5%"), (390, 844, "225%")]


@pytest.mark.parametrize("beeld", BEELDEN)
def test_axe(huis: Huis, chromium: Browser, beeld: str) -> None:
    """axe finds nothing in any state, light and dark, with contrast held to AAA. No other host is
    asked for anything, the console does not complain; title, link preview and icon say nothing."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    gevraagd: list[str] = []
    gemeld: list[str] = []
    context.on("request", lambda request: gevraagd.append(request.url))
    context.on("console", lambda melding: gemeld.append(melding.text))
    page = BEELDEN[beeld](huis, context)
    assert page.title() == "Informatie"
    assert page.get_attribute("meta[property='og:title']", "content") == "Informatie"
    assert page.get_attribute("link[rel=icon]", "href") == "/static/icoon.svg"
    regels = {
        "rules": {"color-contrast-enhanced": {"enabled": True}},
        "resultTypes": ["violations"],  # no list of all that is in order: it takes longest
    }
    page.emulate_media(color_scheme="light")
    licht = Axe().run(page, options=regels)
    page.emulate_media(color_scheme="dark")
    donker = Axe().run(page, options=regels)
    context.close()
    assert licht.violations_count == 0, licht.generate_report()
    assert donker.violations_count == 0, donker.generate_report()
    assert gevraagd
    assert [url for url in gevraagd if not url.startswith(huis.url)] == []
    assert [m for m in gemeld if "the server responded with a status of 4" not in m] == []


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


def test_begin_is_dichtbij(huis: Huis, telefoon: BrowserContext) -> None:
    """On a small phone the whole way to Begin is one and a half screens; what matters most of what
    cannot be hidden stands above it, unfolded."""
    page = BEELDEN["start"](huis, telefoon)
    plek = page.get_by_role("button", name="Begin").bounding_box()
    assert plek is not None
    assert plek["y"] + plek["height"] <= 1.5 * 640
    for grens in ("Je browser onthoudt", "kan meekijken", "Deel je een telefoon"):
        zin = page.get_by_text(grens)
        assert zin.is_visible()
        assert (zin.bounding_box() or {})["y"] < plek["y"]
    for lijst in page.locator("details.lees > summary").all():
        lijst.click()
    for grens in ("De wifi thuis", "Dat is een computer", "geschiedenis wist de knop niet"):
        assert page.get_by_text(grens).is_visible()


def test_in_nood_staat_een_mens_direct_na_het_nummer(huis: Huis, telefoon: BrowserContext) -> None:
    """The number to call, then a human: one after the other, both in sight at once; used once."""
    page = open_gesprek(huis, telefoon, "nood")
    bel = page.get_by_role("link", name="Bel 112").bounding_box()
    mens = page.get_by_role("button", name="Ik wil met een mens praten")
    plek = mens.bounding_box()
    assert bel is not None
    assert plek is not None
    assert 0 < plek["y"] - bel["y"] < 400
    mens.click()
    page.wait_for_selector("main[data-staat=wacht]")
    assert page.locator("button[value=hulpverlener]:visible", has_text="Ik wil met").count() == 0


@pytest.mark.parametrize("stap", ["begin", "nood"])
def test_de_ring_om_een_keuze_is_heel(huis: Huis, telefoon: BrowserContext, stap: str) -> None:
    """The ring of the last choice is not cut off by the bar below it."""
    page = open_gesprek(huis, telefoon, stap)
    knop = page.locator("#keuzes button").last
    page.keyboard.press("Tab")
    knop.focus()
    over = page.evaluate(
        """() => {
            const onder = document.activeElement.getBoundingClientRect().bottom;
            return document.querySelector(".schrijf").getBoundingClientRect().top - onder;
        }"""
    )
    assert over >= 6  # 3 px of ring, 3 px away


def test_bij_dubbele_letters_past_een_woord_in_het_vak(huis: Huis, chromium: Browser) -> None:
    """At 320 px with letters of twice the size the box holds words, and stands within the page."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = open_gesprek(huis, context, "begin")
    page.add_style_tag(content="html { font-size: 225% !important }")
    vak, stuur = page.locator("#tekst").bounding_box(), page.locator(".stuur").bounding_box()
    assert vak is not None
    assert stuur is not None
    assert vak["width"] >= 240
    assert vak["x"] + vak["width"] <= 320
    assert stuur["y"] + stuur["height"] <= 640
    context.close()


def test_een_andere_taal_zegt_het(huis: Huis, telefoon: BrowserContext) -> None:
    """A bubble and a button in another language carry its code and the way it is read, so that a
    screen reader says it right and Arabic begins on the right; the Dutch around it stays Dutch."""
    page = open_gesprek(huis, telefoon, "arabisch")
    taal = talen()["ar"]
    merk = "e => [e.lang, e.dir, getComputedStyle(e).direction]"
    bubbel = page.locator("[data-van=bot] .zegt").last
    assert bubbel.evaluate(merk) == ["ar", "rtl", "rtl"]
    assert "112" in bubbel.inner_text()
    assert page.locator("#keuzes button").first.inner_text() == taal.knop
    assert page.locator("#keuzes button").first.evaluate(merk) == ["ar", "rtl", "rtl"]
    for nederlands in (page.locator("#keuzes button").last, page.locator(".zegt").first):
        assert nederlands.evaluate(merk) == ["", "auto", "ltr"]


BEWEGING = """() => Array.from(document.querySelectorAll("*"), e => [e, getComputedStyle(e)])
    .filter(([, s]) => s.animationName !== "none" || /[1-9]/.test(s.transitionDuration)
        || s.scrollBehavior !== "auto").map(([e]) => e.localName)"""


@pytest.mark.parametrize("beweging", ["reduce", "no-preference"])
def test_wie_geen_beweging_wil_krijgt_geen(huis: Huis, chromium: Browser, beweging: Any) -> None:
    """With reduced motion nothing on the page moves by itself, also while the bot types and the
    page scrolls; without that wish the dots breathe and the page glides."""
    context = chromium.new_context(reduced_motion=beweging)
    page = open_gesprek(huis, context, "vraag")
    page.evaluate(
        """() => { document.documentElement.classList.add("vloeiend");
            document.querySelector("[data-typt]").hidden = false; }"""
    )
    beweegt = page.evaluate(BEWEGING)
    context.close()
    assert beweegt == ([] if beweging == "reduce" else ["html", "i", "i", "i"])
