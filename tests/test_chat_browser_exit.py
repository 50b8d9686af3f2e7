"""Leaving, in a real Chromium: the quick exit, and what stays on the phone."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from playwright.sync_api import BrowserContext, Error, expect

from bot.chat import geschiedenis
from tests.chat_browser import NEUTRAAL, Huis, gesprek_van, open_gesprek

pytest_plugins = ["tests.chat_fixtures"]
pytestmark = pytest.mark.browser
#: What a browser shows when there is no network is its own, not its engine's.
HEEL = True


@pytest.mark.parametrize("manier", ["knop", "shift", "stop weg"])
def test_snel_weg(huis: Huis, telefoon: BrowserContext, manier: str) -> None:
    """Button, Shift three times and "stop weg" empty the page at once, then a neutral page comes;
    the conversation is gone and Back shows nothing of it."""
    page = telefoon.new_page()
    page.goto(huis.url)
    page.click("text=Begin")
    page.wait_for_url("**/gesprek**")
    page.click("text=Nee")
    page.wait_for_selector("text=Wat heb je nodig")
    cookie = next(c["value"] for c in telefoon.cookies() if c["name"] == "s")
    if manier == "knop":
        page.evaluate("document.querySelector('[data-snel-weg]').click()")
    elif manier == "shift":
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.fill("#tekst", "Stop weg.")
        page.press("#tekst", "Enter")
    page.wait_for_url(huis.weg)
    assert NEUTRAAL in page.content()
    einde = time.monotonic() + 10
    while cookie in huis.router.gesprekken and time.monotonic() < einde:
        page.wait_for_timeout(20)
    assert cookie not in huis.router.gesprekken
    assert [c for c in telefoon.cookies() if c["name"] == "s"] == []
    page.go_back()
    assert page.url == "about:blank"  # the tab's list never held more than one page of ours


@pytest.mark.parametrize("manier", ["weg", "wissen", "wissen op het begin"])
def test_weg_in_een_tab_leegt_de_andere(huis: Huis, telefoon: BrowserContext, manier: str) -> None:
    """Who leaves or wipes in one tab leaves nothing open in another: it is empty and goes to the
    neutral page too, also with a draft in its box. The tab that wiped says that it did."""
    een = open_gesprek(huis, telefoon, "wissen" if manier == "wissen" else "mens")
    twee, drie = telefoon.new_page(), telefoon.new_page()
    twee.goto(huis.url + "/gesprek")
    twee.fill("#tekst", "een half bericht")
    drie.goto(huis.url + "/uitleg")
    if manier == "weg":
        een.locator("[data-snel-weg]").click(no_wait_after=True)
        een.wait_for_url(huis.weg)
    elif manier == "wissen":
        een.click("text=Ja, wis alles")
        een.wait_for_selector("text=Alles is gewist.")
    else:
        een.goto(huis.url)
        een.click("summary:has-text('Alles wissen')")
        een.click("text=Ja, wis alles")
        een.wait_for_selector("text=Alles is gewist.")
    for ander in (twee, drie):
        ander.wait_for_url(huis.weg)
        assert NEUTRAAL in ander.content()


def test_een_kladje_houdt_niets_anders_vast(huis: Huis, telefoon: BrowserContext) -> None:
    """Where a browser cannot tell its other tabs, a page of a talk that is gone empties itself: a
    draft stays in its box, and nothing else; sent, it is given back."""
    telefoon.add_init_script("delete window.BroadcastChannel; delete window.EventSource;")
    page = open_gesprek(huis, telefoon, "dicht")
    gesprek_van(huis, telefoon).zeg("hulpverlener", "Ik ben Sam.", naam="Sam")
    page.reload()
    page.fill("#tekst", "een half bericht")
    telefoon.clear_cookies()
    expect(page.locator("[data-uitbak]")).to_have_text("Dit gesprek is er niet meer.")
    over = page.inner_text("main").split("\n")
    assert [regel for regel in over if regel.strip()] == [
        "Informatie", "Dit gesprek is er niet meer.", "Jouw bericht", "Stuur"
    ]  # fmt: skip
    assert "Sam" not in page.content()
    assert page.input_value("#tekst") == "een half bericht"
    page.click("text=Stuur")
    page.wait_for_selector("text=Jouw tekst staat er nog")
    assert page.input_value("#tekst") == "een half bericht"


def test_leeg_binnen_300_ms(huis: Huis, telefoon: BrowserContext) -> None:
    """The screen is blank within 300 ms of the tap, however slow the neutral page is."""
    # The shortest of three: the machine of a test may be busy with others.
    assert min(_leeg_na(huis, telefoon) for _ in range(3)) < 300


def _leeg_na(huis: Huis, telefoon: BrowserContext) -> float:
    """Leave a talk; return after how many ms the screen was blank."""
    page = open_gesprek(huis, telefoon, "mens")
    geduurd: list[float] = []
    page.expose_function("leeg", lambda ms: geduurd.append(ms))
    page.evaluate(
        """() => addEventListener("pointerdown", e => {
            const wit = () => !document.body.innerText.trim() && "rgb(255, 255, 255)"
                === getComputedStyle(document.documentElement).backgroundColor;
            const kijk = () => wit() ? window.leeg(performance.now() - e.timeStamp)
                : requestAnimationFrame(kijk);
            kijk();
        }, true)"""
    )
    huis.neutraal.state.traag = 2.0
    try:
        page.locator("[data-snel-weg]").click(no_wait_after=True)
        page.wait_for_url(huis.weg)
    finally:
        huis.neutraal.state.traag = 0.0
    page.close()
    assert len(geduurd) == 1
    return geduurd[0]


def test_weg_zonder_netwerk(huis: Huis, telefoon: BrowserContext) -> None:
    """Without a network the page is just as empty, and Back and Forward show nothing."""
    page = open_gesprek(huis, telefoon, "mens")
    telefoon.set_offline(True)
    page.locator("[data-snel-weg]").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert "Sam" not in page.content()
    for ga in (page.go_back, page.go_forward):
        with suppress(Error):  # the browser's own: there is no network
            ga()
        expect(page.locator("body")).not_to_contain_text("Sam")
        assert "/gesprek" not in page.url


@pytest.mark.parametrize(
    "toetsen",
    [
        ["Shift", "Shift"],
        ["Shift", "Shift", "a", "Shift"],
        ["Shift+A", "Shift+B", "Shift+C"],
        ["Shift", "Shift+A", "Shift"],
    ],
)
def test_shift_telt_precies(huis: Huis, telefoon: BrowserContext, toetsen: list[str]) -> None:
    """Two times is not enough, another key starts anew, and Shift with a letter does not count."""
    page = open_gesprek(huis, telefoon, "vraag")
    page.focus("#tekst")
    for toets in toetsen:
        page.keyboard.press(toets)
    page.wait_for_timeout(100)
    assert page.url.startswith(huis.url)
    assert "Wat heb je nodig" in page.inner_text("[role=log]")


def test_shift_vervalt(huis: Huis, telefoon: BrowserContext) -> None:
    """Each press opens a window of 5 s; the count is told aloud and lapses after it."""
    page = telefoon.new_page()
    page.clock.install(time=0)
    page.goto(huis.url)
    page.clock.pause_at(3600)  # from here it goes on when we say so, however slow the machine
    page.keyboard.press("Shift")
    page.clock.run_for(4900)
    page.keyboard.press("Shift")
    expect(page.locator("[data-tel]")).to_have_text("Nog 1 keer Shift. Dan ga je weg.")
    page.clock.run_for(5100)
    expect(page.locator("[data-tel]")).to_have_text("")
    page.keyboard.press("Shift")
    assert page.url.startswith(huis.url)


def test_weg_zonder_js(huis: Huis, telefoon_zonder_js: BrowserContext) -> None:
    """Without JavaScript the exit is a link that ends the conversation; Back shows no words."""
    page = open_gesprek(huis, telefoon_zonder_js, "mens")
    cookie = telefoon_zonder_js.cookies()[0]["value"]
    page.click("[data-snel-weg]")
    page.wait_for_url(huis.weg)
    assert cookie in huis.router.weggegaan
    page.go_back()
    page.wait_for_url("**/gesprek?nog*")  # asked once more, and just as empty
    page.wait_for_load_state()
    assert "Sam" not in page.content()
    assert "Nee" not in page.inner_text("body")


def test_weg_zonder_js_en_zonder_netwerk(huis: Huis, telefoon_zonder_js: BrowserContext) -> None:
    """Without JavaScript and without a network the page is gone at once, and Back shows nothing
    while there is no network; once there is, Chromium asks for the exit again by itself."""
    page = open_gesprek(huis, telefoon_zonder_js, "mens")
    cookie = telefoon_zonder_js.cookies()[0]["value"]
    telefoon_zonder_js.set_offline(True)
    page.click("[data-snel-weg]")
    for ga in (lambda: None, page.go_back, page.go_forward):
        with suppress(Error):  # the browser's own: there is no network
            ga()
        page.wait_for_url("chrome-error:**")
        expect(page.locator("body")).not_to_contain_text("Sam")
    telefoon_zonder_js.set_offline(False)
    page.wait_for_url(huis.weg)
    assert cookie in huis.router.weggegaan
    assert telefoon_zonder_js.cookies() == []


def test_terug_na_weg_zonder_js_toont_niets(
    huis: Huis, telefoon_zonder_js: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without JavaScript every page that Back finds after the exit is empty: talk and start."""
    page = telefoon_zonder_js.new_page()
    page.goto(huis.url)
    page.wait_for_url("**/?v=*")
    assert "Wat heb jij nodig?" in page.inner_text("main")
    page.click("text=Begin")
    page.click("text=Nee")
    page.fill("#tekst", "ik wil slapen")
    page.click("text=Stuur")
    page.click("[data-snel-weg]")
    page.wait_for_url(huis.weg)
    monkeypatch.setattr(geschiedenis, "VERS_SECONDEN", -1)  # as if the talk took a while
    gezien = 0
    while page.go_back() is not None and page.url != "about:blank":
        if "/gesprek" in page.url:
            page.wait_for_url("**/gesprek?nog*")
        assert page.inner_text("body").split() == ["Hier", "staat", "niets", "Verder"], page.url
        gezien += 1
    assert gezien >= 2
    monkeypatch.undo()
    page.goto(huis.url)
    page.wait_for_url("**/?v=*")
    assert "Wat heb jij nodig?" in page.inner_text("main")


def test_weg_zonder_netwerk_eindigt_later(huis: Huis, telefoon: BrowserContext) -> None:
    """An exit that did not reach us ends the talk at the first chance: no word is ever shown."""
    page = open_gesprek(huis, telefoon, "mens")
    cookie = next(c["value"] for c in telefoon.cookies() if c["name"] == "s")
    telefoon.set_offline(True)
    page.locator("[data-snel-weg]").click(no_wait_after=True)
    page.wait_for_timeout(300)
    telefoon.set_offline(False)
    later = telefoon.new_page()
    later.goto(huis.url + "/gesprek")
    assert later.inner_text("body").split() == ["Hier", "staat", "niets", "Verder"]
    assert telefoon.cookies() == []
    einde = time.monotonic() + 10
    while cookie in huis.router.gesprekken and time.monotonic() < einde:
        later.wait_for_timeout(20)
    assert cookie in huis.router.weggegaan
    later.click("text=Verder")
    assert later.get_by_role("button", name="Begin").is_visible()


def test_stop_weg_zonder_js(huis: Huis, telefoon_zonder_js: BrowserContext) -> None:
    """Typed and sent, "stop weg" leaves without JavaScript too."""
    page = open_gesprek(huis, telefoon_zonder_js, "vraag")
    page.fill("#tekst", "stop weg")
    page.click("text=Stuur")
    page.wait_for_url(huis.weg)
    assert telefoon_zonder_js.cookies() == []


def test_eerste_tab(huis: Huis, telefoon: BrowserContext) -> None:
    """The exit is the first thing that the Tab key reaches, on every page."""
    for adres in ("/", "/terug", "/bestaat-niet"):
        page = telefoon.new_page()
        page.goto(huis.url + adres)
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("Tab")
        if adres == "/terug":  # its box has the focus: one step back
            page.evaluate("scrollTo(0, 0)")
            eerste = page.evaluate(
                "document.querySelector('a, button, input, textarea, summary')"
                ".hasAttribute('data-snel-weg')"
            )
        else:
            eerste = page.evaluate("document.activeElement.hasAttribute('data-snel-weg')")
        assert eerste, adres


def test_niets_blijft_op_de_telefoon(huis: Huis, telefoon: BrowserContext) -> None:
    """A talk leaves one session cookie that no script reads, and no storage of any kind."""
    page = telefoon.new_page()
    page.goto(huis.url)
    page.click("text=Begin")
    page.wait_for_url("**/gesprek**")
    page.click("text=Nee")
    page.wait_for_selector("text=Wat heb je nodig")
    opslag = page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, document.cookie,
            (await indexedDB.databases()).length, (await caches.keys()).length,
            (await navigator.serviceWorker.getRegistrations()).length]"""
    )
    assert opslag == [0, 0, "", 0, 0, 0]
    (cookie,) = telefoon.cookies()
    assert (cookie["name"], cookie["expires"]) == ("s", -1)
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")


def test_ingebrachte_code_doet_niets(huis: Huis, telefoon: BrowserContext) -> None:
    """Injected script, handler, image, frame and form do nothing; text cannot become page."""
    page = open_gesprek(huis, telefoon, "vraag")
    huis.neutraal.state.gevraagd.clear()
    uitkomst = page.evaluate(
        """async ([weg]) => {
            let gelukt = [];
            const probeer = (naam, doe) => { try { doe(); gelukt.push(naam); } catch (e) {} };
            const maak = (soort, eigen) => Object.assign(document.createElement(soort), eigen);
            const erin = ding => document.body.append(ding);
            probeer("html", () => { document.body.innerHTML = "<p>x"; });
            probeer("script", () => erin(maak("script", {textContent: "window.stuk = 1"})));
            probeer("klok", () => { setTimeout("window.stuk = 2", 1); });
            const d = maak("div", {});
            probeer("handler", () => { d.setAttribute("onclick", "window.stuk = 3"); d.click(); });
            erin(maak("img", {src: weg + "?beeld"}));
            erin(maak("iframe", {src: weg + "?lijst"}));
            const vorm = maak("form", {action: weg + "?vorm", method: "post"});
            erin(vorm);
            vorm.submit();
            await fetch(weg + "?haal").then(() => gelukt.push("fetch")).catch(() => {});
            await new Promise(klaar => setTimeout(klaar, 200));
            return [gelukt.filter(g => g !== "handler"), window.stuk || 0, location.href];
        }""",
        [huis.weg],
    )
    assert uitkomst == [[], 0, huis.url + "/gesprek"]
    assert huis.neutraal.state.gevraagd == []
