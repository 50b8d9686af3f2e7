"""An old phone: the chat as an engine of 2019 reads it, played in today's Chromium.

What such an engine does not know is taken out of the style before it is served, and out of the
browser before a script runs (decision 0008 says where the floor is).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route

import bot.chat
from tests.chat_browser import Huis, bubbels, open_gesprek
from tests.chat_steps import STAPPEN

pytest_plugins = ["tests.chat_fixtures"]
pytestmark = pytest.mark.browser

STATISCH = Path(bot.chat.__file__).parent / "static"
# Younger than the floor: properties, and words in a value.
JONGE_EIGENSCHAP = re.compile(
    r"(margin|padding|border|inset|scroll-margin|scroll-padding)-(block|inline)|inset|border-(start|end)-"
    r"|aspect-ratio|container|place-|text-wrap|accent-color|color-scheme|text-size-adjust"
)
JONGE_WAARDE = re.compile(
    r"\b(min|max|clamp|color-mix|env)\(|\d(dvh|svh|lvh|cqw)\b|anywhere|fit-content|\" / \""
)
JONGE_KEUZE = re.compile(r":(focus-visible|is|where|has|not\([^)]*,)")
# What chat.js would stop at, as a whole: an old engine reads none of a script with these in it.
JONGE_TAAL = re.compile(r"\?\.|\?\?|\|\|=|&&=|\bstatic\s*\{|#\w+\s*[=(]|\(\?<[=!]|\d_\d|\d+n\b")
WEG_DAARMEE = """
    delete SubmitEvent.prototype.submitter;
    for (const [van, namen] of [
        [Array.prototype, ["at", "flat", "flatMap", "findLast", "toSorted"]],
        [String.prototype, ["at", "replaceAll", "matchAll"]],
        [Element.prototype, ["replaceChildren", "checkVisibility"]],
        [Object, ["fromEntries", "hasOwn", "groupBy"]],
        [Promise, ["any", "allSettled", "withResolvers"]],
        [AbortSignal, ["timeout", "any"]],
        [window, ["structuredClone", "queueMicrotask", "scheduler", "navigation"]],
        [Crypto.prototype, ["randomUUID"]],
    ]) for (const naam of namen) delete van[naam];
"""


def als_in_2019(css: str) -> str:
    """Return *css* without what an engine of 2019 passes over: declarations and whole rules."""

    def regel(gevonden: re.Match[str]) -> str:
        kiezer, inhoud = gevonden[1], gevonden[2]
        if JONGE_KEUZE.search(kiezer):
            return ""
        rooster = "display: grid" in inhoud or "display: inline-grid" in inhoud
        blijft = []
        for stuk in filter(None, map(str.strip, inhoud.split(";"))):
            naam, _, waarde = stuk.partition(":")
            jong = JONGE_EIGENSCHAP.match(naam) or JONGE_WAARDE.search(waarde)
            if jong or (naam in ("gap", "row-gap", "column-gap") and not rooster):
                continue
            blijft.append(stuk)
        return f"{kiezer}{{{'; '.join(blijft)}}}"

    return re.sub(r"([^{}]+)\{([^{}]*)\}", regel, re.sub(r"/\*.*?\*/", "", css, flags=re.S))


@pytest.fixture
def oude_telefoon(telefoon: BrowserContext) -> BrowserContext:
    """A small phone with an engine of 2019."""
    css = als_in_2019((STATISCH / "chat.css").read_text())

    def geef(route: Route) -> None:
        route.fulfill(body=css, content_type="text/css")

    telefoon.route("**/static/chat.css", geef)
    telefoon.add_init_script(WEG_DAARMEE)
    return telefoon


def _maten(page: Page) -> dict[str, object]:
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    gemeten: dict[str, object] = page.evaluate(
        """() => {
            const weg = document.querySelector("[data-snel-weg]"), v = weg.getBoundingClientRect();
            const boven = document.elementFromPoint(v.x + v.width / 2, v.y + v.height / 2);
            const eigen = kies => getComputedStyle(document.querySelector(kies));
            return {past: document.documentElement.scrollWidth <= innerWidth,
                weg: v.top >= 0 && v.left >= 8 && v.right <= innerWidth - 8 && v.height >= 44,
                bovenop: weg.contains(boven), rand: parseFloat(eigen("main").paddingLeft) >= 8}
        }"""
    )
    return gemeten


@pytest.mark.parametrize("stap", ["start", *STAPPEN])
def test_de_uitgang_blijft_in_beeld(huis: Huis, oude_telefoon: BrowserContext, stap: str) -> None:
    """On an old phone too the exit stays above everything at the end of every page, nothing scrolls
    sideways at 320 px, and words keep clear of the edge."""
    if stap == "start":
        page = oude_telefoon.new_page()
        page.goto(huis.url)
    else:
        page = open_gesprek(huis, oude_telefoon, stap, "/gesprek?stand")
    assert _maten(page) == {"past": True, "weg": True, "bovenop": True, "rand": True}


def test_een_gesprek_op_een_oude_telefoon(huis: Huis, oude_telefoon: BrowserContext) -> None:
    """The talk goes on in the same page, the focus has its ring, and the exit works."""
    page = oude_telefoon.new_page()
    fouten: list[str] = []
    page.on("pageerror", lambda fout: fouten.append(str(fout)))
    page.goto(huis.url)
    page.click("text=Begin")
    page.wait_for_url("**/gesprek**")
    page.evaluate("window.zelfde = true")
    page.click("text=Nee")
    page.wait_for_selector("text=Wat heb je nodig")
    page.fill("#tekst", "ik wil slapen")
    page.click("text=Stuur")
    page.wait_for_selector(".plaatje")
    assert [tekst for van, tekst in bubbels(page) if van == "jij"] == ["Nee", "ik wil slapen"]
    assert page.evaluate("window.zelfde")
    page.focus(".plaatje")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(huis.weg)
    assert fouten == []


def test_oude_tekens_in_het_script() -> None:
    """chat.js holds no sign that an engine of 2019 does not read: it would drop all of it."""
    assert JONGE_TAAL.findall((STATISCH / "chat.js").read_text()) == []


def test_wat_2019_overslaat() -> None:
    """The reader of this test takes out what is younger and leaves a fall-back."""
    css = "a { width: 5rem; width: min(1rem, 2%); gap: 1px; inset: 0 } b:focus-visible { top: 0 }"
    assert als_in_2019(css).split() == ["a", "{width:", "5rem}"]
