"""The chat in a real Chromium: what a phone shows, keeps, announces and leaves behind."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.chat_browser import NEUTRAAL, Huis, bubbels, gesprek_van, open_gesprek
from tests.chat_stub import CODE, STAPPEN

pytest_plugins = ["tests.chat_fixtures"]
pytestmark = pytest.mark.browser


def _te_lang(huis: Huis, context: BrowserContext) -> Page:
    page = open_gesprek(huis, context, "vraag")
    page.fill("#tekst", "heel veel woorden " * 200)
    page.click("text=Stuur")
    page.wait_for_selector(".fout")
    return page


def _verlopen(huis: Huis, context: BrowserContext) -> Page:
    page = open_gesprek(huis, context, "vraag")
    page.fill("#tekst", "Ik wil slapen")
    context.clear_cookies()
    page.click("text=Stuur")
    page.wait_for_selector("[data-fout]")
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
    "verlopen": _verlopen,
    "foute_code": _foute_code,
    "meer_open": _meer_open,
}


# --- how it looks, in every state ---


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


# --- leaving ---


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
    einde = time.monotonic() + 2
    while cookie in huis.router.gesprekken and time.monotonic() < einde:
        page.wait_for_timeout(20)
    assert cookie not in huis.router.gesprekken
    assert [c for c in telefoon.cookies() if c["name"] == "s"] == []
    page.go_back()
    assert page.url == "about:blank"  # the tab's list never held more than one page of ours


def test_leeg_binnen_300_ms(huis: Huis, telefoon: BrowserContext) -> None:
    """The screen is blank within 300 ms of the tap, however slow the neutral page is."""
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
    assert len(geduurd) == 1
    assert geduurd[0] < 300


def test_weg_zonder_netwerk(huis: Huis, telefoon: BrowserContext) -> None:
    """Without a network the page is just as empty, and Back shows nothing."""
    page = open_gesprek(huis, telefoon, "mens")
    telefoon.set_offline(True)
    page.locator("[data-snel-weg]").click(no_wait_after=True)
    page.wait_for_timeout(300)
    assert "Sam" not in page.content()


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
    page.clock.install()
    page.goto(huis.url)
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
    page.wait_for_load_state()
    assert "Sam" not in page.content()
    assert "Nee" not in page.inner_text("body")


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


# --- nothing stays ---


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


# --- the talk ---


def test_hele_gesprek_zonder_js(huis: Huis, telefoon_zonder_js: BrowserContext) -> None:
    """The whole talk works as plain forms: begin, answer, type, tick lines, code, and back."""
    page = telefoon_zonder_js.new_page()
    page.goto(huis.url)
    page.click("text=Begin")
    page.click("text=Nee")
    page.fill("#tekst", "ik kan vannacht niet naar huis")
    page.click("text=Stuur")
    page.click("button:has-text('Slapen en wonen')")
    page.click("text=Ja, het klopt")
    page.check("input[value='wens.onderdak']")
    page.click("text=Ja, deel dit")
    assert gesprek_van(huis, telefoon_zonder_js).regels == ["wens.onderdak"]
    assert page.locator(".code li").all_inner_texts() == CODE.split()
    gesprek_van(huis, telefoon_zonder_js).zeg("hulpverlener", "Hoi, ik ben Sam.", naam="Sam")
    page.click("noscript a")  # Kijk of er nieuws is
    assert bubbels_zonder_js(page)[-1] == ("hulpverlener", "Hoi, ik ben Sam.")
    telefoon_zonder_js.clear_cookies()
    page.goto(huis.url)
    page.click("text=Terug met mijn code")
    page.fill("#code", CODE)
    page.click("text=Open mijn gesprek")
    assert page.locator("details.stand").get_attribute("open") is not None
    assert "Sam is hiermee bezig." in page.inner_text("details.stand")


def bubbels_zonder_js(page: Page) -> list[tuple[str, str]]:
    """Return who said what, without running anything in the page."""
    gevonden = page.locator("[role=log] > [data-van]").all()
    return [(b.get_attribute("data-van") or "", b.locator(".zegt").inner_text()) for b in gevonden]


def test_met_js_laadt_niets_opnieuw(huis: Huis, telefoon: BrowserContext) -> None:
    """With JavaScript the talk goes on in the same page, and each message stands there once."""
    page = open_gesprek(huis, telefoon, "begin")
    page.evaluate("window.zelfde = true")
    page.click("text=Nee")
    page.wait_for_selector("text=Wat heb je nodig")
    page.fill("#tekst", "ik wil slapen")
    page.press("#tekst", "Enter")
    page.wait_for_selector(".plaatje")
    assert page.evaluate("window.zelfde")
    gezegd = [tekst for van, tekst in bubbels(page) if van == "jij"]
    assert gezegd == ["Nee", "ik wil slapen"]
    assert page.input_value("#tekst") == ""
    assert page.locator(".onderweg").count() == 0


def test_enter_en_shift_enter(huis: Huis, telefoon: BrowserContext) -> None:
    """Enter sends, Shift+Enter makes a new line and the box grows with it."""
    page = open_gesprek(huis, telefoon, "vraag")
    page.focus("#tekst")
    hoog = page.locator("#tekst").bounding_box()
    page.keyboard.type("een")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("twee")
    hoger = page.locator("#tekst").bounding_box()
    assert hoog is not None
    assert hoger is not None
    assert hoger["height"] > hoog["height"]
    page.keyboard.press("Enter")
    page.wait_for_selector(".plaatje")
    assert ("jij", "een\ntwee") in bubbels(page)


def test_alleen_toetsen(huis: Huis, telefoon: BrowserContext) -> None:
    """The whole way, begin to choice to typing, works with keys only; focus goes along."""
    page = telefoon.new_page()
    page.goto(huis.url)
    _tab_tot(page, "Begin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gesprek**")
    _tab_tot(page, "Nee")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Wat heb je nodig")
    expect(page.locator("#tekst")).to_be_focused()
    page.keyboard.type("ik wil slapen")
    page.keyboard.press("Enter")
    page.wait_for_selector(".plaatje")
    _tab_tot(page, "Slapen en wonen", terug=True)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Klopt het?")
    expect(page.locator("#keuzes")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("button:has-text('Ja, het klopt')")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_selector("input[type=checkbox]")
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.value === 'veilig.nu'"):
            break
    page.keyboard.press("Space")
    assert page.is_checked("input[value='veilig.nu']")
    _tab_tot(page, "Ja, deel dit")
    page.keyboard.press("Enter")
    page.wait_for_selector(".code")
    assert gesprek_van(huis, telefoon).regels == ["veilig.nu"]


def _tab_tot(page: Page, tekst: str, terug: bool = False) -> None:
    for _ in range(40):
        page.keyboard.press("Shift+Tab" if terug else "Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == tekst:
            return
    raise AssertionError(f"Tab never reached {tekst!r}")


def test_nieuws_van_een_mens(huis: Huis, telefoon: BrowserContext) -> None:
    """What a hulpverlener writes appears within two seconds, once, and nothing says "typt"."""
    page = open_gesprek(huis, telefoon, "mens")
    page.wait_for_timeout(200)
    gesprek = gesprek_van(huis, telefoon)
    for woord in ("een", "twee", "drie"):
        gesprek.zeg("hulpverlener", f"bericht {woord}", naam="Sam")
        page.wait_for_selector(f"text=bericht {woord}", timeout=2000)
    gezegd = [tekst for van, tekst in bubbels(page) if tekst.startswith("bericht")]
    assert gezegd == ["bericht een", "bericht twee", "bericht drie"]
    page.fill("#tekst", "dank je")
    page.press("#tekst", "Enter")
    assert page.is_hidden("[data-typt]")
    expect(page.locator(".jij:has-text('dank je')")).to_have_count(1)


def test_nieuws_zonder_stroom(huis: Huis, telefoon: BrowserContext) -> None:
    """Where a stream cannot pass, the page asks every few seconds instead."""
    page = telefoon.new_page()
    page.add_init_script("delete window.EventSource")
    cookie = huis.router.maak("mens")
    telefoon.add_cookies([{"name": "s", "value": cookie, "url": huis.url}])
    page.goto(huis.url + "/gesprek")
    huis.router.gesprekken[cookie].zeg("hulpverlener", "gevonden", naam="Sam")
    page.wait_for_selector("text=gevonden", timeout=8000)


def test_een_keer_aangekondigd(huis: Huis, telefoon: BrowserContext) -> None:
    """Every bubble is added to the log once: a screen reader says it once."""
    page = open_gesprek(huis, telefoon, "vraag")
    page.evaluate(
        """() => { window.erbij = []; new MutationObserver(lijst => lijst.forEach(m =>
            m.addedNodes.forEach(n => n.dataset && window.erbij.push(n.textContent))))
            .observe(document.querySelector("[role=log]"), {childList: true}); }"""
    )
    page.fill("#tekst", "ik wil slapen")
    page.press("#tekst", "Enter")
    page.wait_for_selector(".plaatje")
    erbij = [re.sub(r"\s+", " ", tekst).strip() for tekst in page.evaluate("window.erbij")]
    assert erbij == [
        "jij ik wil slapen",
        "chatbot Ik heb dit niet goed begrepen. Ik bewaar je woorden wel.",
        "chatbot Waar gaat het over? Kies een plaatje.",
    ]


# --- bad networks, double taps, bad input ---


def test_uitbak_precies_een_keer(huis: Huis, telefoon: BrowserContext) -> None:
    """Typed without a network, messages wait and then arrive once each, in order."""
    page = open_gesprek(huis, telefoon, "mens")
    page.wait_for_timeout(200)
    telefoon.set_offline(True)
    for woord in ("een", "twee", "drie"):
        page.fill("#tekst", woord)
        page.press("#tekst", "Enter")
    expect(page.locator("[data-uitbak]")).to_have_text(
        "Nog niet verstuurd. Ik probeer het opnieuw."
    )
    gesprek = gesprek_van(huis, telefoon)
    gesprek.zeg("hulpverlener", "ondertussen", naam="Sam")
    telefoon.set_offline(False)
    expect(page.locator(".onderweg")).to_have_count(0)
    assert [b.tekst for b in gesprek.beeld.bubbels if b.van == "jij"][1:] == ["een", "twee", "drie"]
    assert [t for _, t in bubbels(page)][-4:] == ["ondertussen", "een", "twee", "drie"]
    expect(page.locator("[data-uitbak]")).to_have_text("")


def test_antwoord_kwijt(huis: Huis, telefoon: BrowserContext) -> None:
    """Where the server took a message but the answer got lost, it still counts once."""
    page = open_gesprek(huis, telefoon, "mens")
    kwijt: list[int] = []

    def verlies(route: object) -> None:
        if kwijt:
            route.continue_()  # type: ignore[attr-defined]
            return
        kwijt.append(1)
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/gesprek/bericht**", verlies)
    page.fill("#tekst", "hoor je mij")
    page.press("#tekst", "Enter")
    expect(page.locator(".onderweg")).to_have_count(0)
    assert kwijt
    gezegd = [b.tekst for b in gesprek_van(huis, telefoon).beeld.bubbels if b.van == "jij"]
    assert gezegd == ["Nee", "hoor je mij"]
    assert [t for v, t in bubbels(page) if v == "jij"] == ["Nee", "hoor je mij"]


@pytest.mark.parametrize("met_js", [True, False])
def test_dubbele_tik(huis: Huis, chromium: Browser, met_js: bool) -> None:
    """A double tap on a button counts once, with and without JavaScript."""
    context = chromium.new_context(java_script_enabled=met_js)
    page = open_gesprek(huis, context, "begin")
    page.dblclick("text=Weet ik niet")
    page.wait_for_selector("text=Wat heb je nodig")
    page.wait_for_timeout(200)
    gezegd = [b.tekst for b in gesprek_van(huis, context).beeld.bubbels if b.van == "jij"]
    context.close()
    assert gezegd == ["Weet ik niet"]


def test_twee_bladen(huis: Huis, telefoon: BrowserContext) -> None:
    """Two tabs on one conversation stay the same; an old button is refused in a calm sentence."""
    een = open_gesprek(huis, telefoon, "begin")
    twee = telefoon.new_page()
    twee.goto(huis.url + "/gesprek")
    twee.evaluate("document.querySelector('#keuzes').id = 'keuzes'")
    knop = twee.get_attribute("button:has-text('Nee')", "value")
    een.click("text=Nee")
    twee.wait_for_selector("text=Wat heb je nodig")
    assert bubbels(een) == bubbels(twee)
    twee.evaluate(
        """knop => { const b = document.createElement("button"); b.name = "keuze"; b.value = knop;
            b.textContent = "Nee"; document.querySelector("#keuzes").append(b); b.click(); }""",
        knop,
    )
    expect(twee.locator("[role=alert]")).to_have_text("Die knop hoort bij een vraag van eerder.")
    assert bubbels(een) == bubbels(twee)


@pytest.mark.parametrize("tekst", ["woord " * 2000, "  "])
def test_geweigerde_tekst_blijft(huis: Huis, telefoon: BrowserContext, tekst: str) -> None:
    """A refused text is said so above the box, and stands in the box again."""
    page = open_gesprek(huis, telefoon, "vraag")
    voor = bubbels(page)
    page.fill("#tekst", tekst)
    page.click("text=Stuur")
    page.wait_for_selector("[role=alert] .fout")
    assert page.input_value("#tekst") == tekst
    assert bubbels(page) == voor


def test_opmaak_is_tekst(huis: Huis, telefoon: BrowserContext) -> None:
    """Typed HTML is shown as it was typed, at once and after a reload."""
    page = open_gesprek(huis, telefoon, "mens")
    tekst = '<img src=x onerror="document.title=1"><b>hoi</b> &amp; {{ 7*7 }}'
    page.fill("#tekst", tekst)
    page.press("#tekst", "Enter")
    expect(page.locator(".onderweg")).to_have_count(0)
    assert ("jij", tekst) in bubbels(page)
    page.reload()
    assert ("jij", tekst) in bubbels(page)
    assert page.title() == "Informatie"


def test_gesprek_weg_geeft_tekst_terug(huis: Huis, telefoon: BrowserContext) -> None:
    """Where the conversation is gone, what was typed is given back and can be taken along."""
    page = _verlopen(huis, telefoon)
    assert page.input_value("#tekst") == "Ik wil slapen"
    page.click("text=Begin opnieuw")
    page.wait_for_selector("[role=log]")
    assert page.input_value("#tekst") == "Ik wil slapen"


def test_storing_probeert_opnieuw(huis: Huis, telefoon: BrowserContext) -> None:
    """While the server fails the message waits in the page; then it arrives once."""
    page = open_gesprek(huis, telefoon, "mens")
    huis.router.kapot = True
    try:
        page.fill("#tekst", "bericht in nood")
        page.press("#tekst", "Enter")
        expect(page.locator("[data-uitbak]")).to_contain_text("Nog niet verstuurd")
    finally:
        huis.router.kapot = False
    expect(page.locator(".onderweg")).to_have_count(0)
    assert [t for v, t in bubbels(page) if v == "jij"] == ["Nee", "bericht in nood"]


# --- panels, silence, voice ---


def test_oude_knoppen_verdwijnen(huis: Huis, telefoon: BrowserContext) -> None:
    """Ticks and buttons of a summary disappear from the page when the talk has gone on."""
    page = open_gesprek(huis, telefoon, "toestemming")
    assert page.locator("[role=log] input").count() == 3
    page.click("text=Nee, deel niets")
    page.wait_for_selector("text=Deze mensen kunnen helpen")
    assert page.locator("[role=log] input").count() == 0
    assert "ik kan vannacht niet naar huis" in page.inner_text("[role=log]")


def test_stil(huis: Huis, telefoon: BrowserContext) -> None:
    """Silent mode shows the last words of the bot and large buttons, nothing of the talk."""
    page = open_gesprek(huis, telefoon, "begin")
    page.click("#keuzes >> text=Ja")
    page.wait_for_selector(".stil")
    assert [van for van, _ in bubbels(page)] == ["bot"]
    knop = page.locator("#keuzes button").first.bounding_box()
    assert knop is not None
    assert knop["height"] >= 72
    assert page.is_hidden("#tekst")
    page.click("text=Niemand kijkt meer mee")
    page.wait_for_selector("text=Wat heb je nodig")
    assert page.is_visible("#tekst")


def test_wissen(huis: Huis, telefoon: BrowserContext) -> None:
    """After the yes to wiping, the cookie is gone and the start page says so."""
    page = open_gesprek(huis, telefoon, "wissen")
    page.click("text=Ja, wis alles")
    page.wait_for_selector("text=Alles is gewist.")
    assert telefoon.cookies() == []


STEM = """
    window.gezegd = [];
    const stem = {localService: %s, lang: "nl-NL", name: "Ellen"};
    Object.defineProperty(window, "speechSynthesis", {value: {speaking: false,
        getVoices: () => [stem], speak: z => window.gezegd.push(z.text), cancel: () => {}}});
    window.SpeechSynthesisUtterance = class { constructor(t) { this.text = t; } };
"""


@pytest.mark.parametrize("eigen", ["true", "false"])
def test_voorlezen(huis: Huis, telefoon: BrowserContext, eigen: str) -> None:
    """Reading aloud is offered with a Dutch voice of the phone itself, never with one elsewhere."""
    telefoon.add_init_script(STEM % eigen)
    page = open_gesprek(huis, telefoon, "vraag")
    knop = page.locator("[data-lees]")
    if eigen == "false":
        expect(knop).to_be_hidden()
        return
    knop.click()
    (gezegd,) = page.evaluate("window.gezegd")
    assert "Wat heb je nodig" in gezegd
    assert "Nee" not in gezegd
