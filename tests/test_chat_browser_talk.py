"""The talk in a real Chromium: with and without JavaScript, by keys, aloud, in silence."""

from __future__ import annotations

import dataclasses
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.chat_browser import Huis, bubbels, gesprek_van, open_gesprek
from tests.chat_steps import CODE, STAPPEN

pytest_plugins = ["tests.chat_fixtures"]
pytestmark = pytest.mark.browser


def test_hele_gesprek_zonder_js(huis: Huis, telefoon_zonder_js: BrowserContext) -> None:
    """The whole talk works as plain forms: begin, answer, type, tick lines, code, and back."""
    page = telefoon_zonder_js.new_page()
    page.goto(huis.url)
    page.wait_for_url("**/?v=*")  # without the script it replaces itself once: no press between
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
    page.click("text=Kijk of er nieuws is")
    assert bubbels_zonder_js(page)[-1] == ("hulpverlener", "Hoi, ik ben Sam.")
    telefoon_zonder_js.clear_cookies()
    page.goto(huis.url)
    page.wait_for_url("**/?v=*")
    page.click("text=Terug met mijn code")
    page.wait_for_url("**/terug?v=*")
    page.fill("#code", CODE)
    page.click("text=Open mijn gesprek")
    assert page.locator("details.stand").get_attribute("open") is not None
    assert "Sam is hiermee bezig." in page.inner_text("details.stand")


def test_zonder_het_script_is_er_een_weg_naar_nieuws(huis: Huis, telefoon: BrowserContext) -> None:
    """Where JavaScript is on but the script did not arrive, the answer of a hulpverlener is one
    press away; where it did, the page needs no such button and shows none."""
    telefoon.route("**/static/chat.js", lambda route: route.abort())
    page = open_gesprek(huis, telefoon, "wacht")
    gesprek_van(huis, telefoon).zeg("hulpverlener", "Hoi, ik ben Sam.", naam="Sam")
    assert "Hoi, ik ben Sam." not in page.inner_text("[role=log]")
    page.click("text=Kijk of er nieuws is")
    expect(page.get_by_role("log")).to_contain_text("Hoi, ik ben Sam.")
    telefoon.unroute("**/static/chat.js")
    page.reload()
    expect(page.get_by_text("Kijk of er nieuws is")).to_be_hidden()


def test_de_lijst_heeft_een_knop_om_te_printen(huis: Huis, telefoon: BrowserContext) -> None:
    """With the script a press prints, also beside a list that came later; without it a sentence
    tells how. On a list that is not the newest neither stands.
    """
    telefoon.add_init_script("window.print = () => { window.geprint = (window.geprint || 0) + 1; }")
    page = open_gesprek(huis, telefoon, "menu")
    page.click("text=Ik kies niets")
    page.click("text=Print de lijst")
    assert page.evaluate("window.geprint") == 1
    STAPPEN["samenvatting"](gesprek_van(huis, telefoon))
    expect(page.locator(".samenvatting")).to_have_count(2)
    assert page.locator(".printen:visible").count() == 1
    page.locator("text=Print de lijst").last.click()
    assert page.evaluate("window.geprint") == 2


@pytest.mark.parametrize(("van", "naar"), [("vraag", "stil"), ("stil", "vraag")])
def test_een_half_bericht_overleeft_de_stilte(
    huis: Huis, telefoon: BrowserContext, van: str, naar: str
) -> None:
    """Half a sentence stands in the box when silence comes or goes from another tab: the words, the
    place where one types, and the talk goes on; on a watched screen nothing else stays."""
    page = open_gesprek(huis, telefoon, van)
    page.focus("#tekst")
    page.keyboard.type("ik wil graag slapn")
    page.keyboard.press("ArrowLeft")
    STAPPEN[naar](gesprek_van(huis, telefoon))
    page.wait_for_selector(f"main[data-stil='{int(naar == 'stil')}']")
    page.keyboard.type("e")
    assert page.input_value("#tekst") == "ik wil graag slapen"
    assert page.locator("main.stil").count() == int(naar == "stil")
    assert [van for van, _ in bubbels(page)][-1] == "bot"
    if naar == "stil":
        assert "Nee" not in page.inner_text("[role=log]")
    page.wait_for_selector("main:not(.vers)")
    page.press("#tekst", "Enter")
    expect(page.locator("#tekst")).to_have_value("")
    expect(page.locator(".onderweg")).to_have_count(0)  # it has arrived
    gezegd = [b.tekst for b in gesprek_van(huis, telefoon).beeld.bubbels if b.van == "jij"]
    assert gezegd[-1] == "ik wil graag slapen"


def test_zonder_netwerk_is_een_bekeken_scherm_meteen_leeg(
    huis: Huis, telefoon: BrowserContext
) -> None:
    """Where the new page cannot be fetched, the words of before are gone all the same, and the page
    asks until it has it."""
    page = open_gesprek(huis, telefoon, "begin")
    page.route("**/gesprek", lambda route: route.abort())
    page.fill("#tekst", "ik wil")
    page.click("#keuzes >> text=Ja")
    expect(page.get_by_role("log")).to_be_empty()
    page.unroute("**/gesprek")
    page.wait_for_selector("main.stil")
    assert page.input_value("#tekst") == "ik wil"


def in_beeld(page: Page, *delen: str) -> bool:
    """Tell whether each of these stands wholly between the bar at the top and the box."""
    return bool(
        page.evaluate(
            """delen => {
                const boven = document.querySelector(".kop").getBoundingClientRect().bottom;
                const onder = document.querySelector(".schrijf").getBoundingClientRect().top;
                return delen.every(deel => {
                    const vlak = document.querySelector(deel).getBoundingClientRect();
                    return vlak.height && vlak.top >= boven && vlak.bottom <= onder;
                });
            }""",
            list(delen),
        )
    )


@pytest.mark.parametrize("met_js", [True, False])
def test_het_overzicht_hoort_bij_het_gesprek(huis: Huis, chromium: Browser, met_js: bool) -> None:
    """Back with the code on a small phone, the last words and the overview stand there together;
    folded it is one line at the box, wherever the talk is scrolled to."""
    context = chromium.new_context(
        viewport={"width": 320, "height": 568}, java_script_enabled=met_js
    )
    page = context.new_page()
    page.goto(huis.url + "/terug")
    page.fill("#code", CODE)
    page.click("text=Open mijn gesprek")
    page.wait_for_selector("[role=log]")
    gesprek = gesprek_van(huis, context)
    assert gesprek.beeld.bubbels[-1].tekst.startswith("Sam heeft het gesprek afgerond.")
    assert in_beeld(page, "[data-van]:last-child .zegt", ".stand", ".wensen .status")
    page.click(".stand > summary")
    for plek in (0, 10_000):
        page.evaluate("y => scrollTo(0, y)", plek)
        assert in_beeld(page, ".stand > summary")
    context.close()


def test_een_oude_knop_zegt_het(huis: Huis, telefoon_zonder_js: BrowserContext) -> None:
    """Without JavaScript a button of an old page changes nothing: on the small screen stands what
    happened, and the question of now, which can be answered at once."""
    oud = open_gesprek(huis, telefoon_zonder_js, "begin")
    nu = telefoon_zonder_js.new_page()
    nu.goto(huis.url + "/gesprek")
    nu.click("#keuzes >> text=Nee")
    for woord in ("slapen", "brood"):  # a page that is longer than the screen
        nu.fill("#tekst", woord)
        nu.click("text=Stuur")
    voor = gesprek_van(huis, telefoon_zonder_js).beeld
    oud.click("text=Weet ik niet")
    expect(oud.locator("#fout")).to_have_text("Die knop hoort bij een vraag van eerder.")
    expect(oud.locator(".vraag")).to_have_text("Waar gaat het over? Kies een plaatje.")
    assert in_beeld(oud, "#fout", ".vraag")
    assert gesprek_van(huis, telefoon_zonder_js).beeld == voor
    oud.click("#keuzes >> text=Ik kies niets")
    expect(oud.locator(".samenvatting")).to_be_visible()


def test_een_te_lang_bericht_zegt_het(huis: Huis, telefoon_zonder_js: BrowserContext) -> None:
    """Without JavaScript the sentence about a refused text is in sight, above the box with it."""
    page = open_gesprek(huis, telefoon_zonder_js, "menu")
    page.fill("#tekst", "woord " * 1000)
    page.click("text=Stuur")
    assert in_beeld(page, "#fout")
    assert page.input_value("#tekst") == "woord " * 1000


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
    page.wait_for_selector("main:not(.vers)")
    _tab_tot(page, "Slapen en wonen", terug=True)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Klopt het?")
    expect(page.locator(".zegt:has-text('Klopt het?')")).to_be_focused()
    page.wait_for_selector("main:not(.vers)")
    _tab_tot(page, "Ja, het klopt")
    page.keyboard.press("Enter")
    page.wait_for_selector("input[type=checkbox]")
    page.wait_for_selector("main:not(.vers)")
    for _ in range(12):
        page.keyboard.press("Tab")
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


MORGEN = """Date.prototype.toDateString = () => "morgen";
    document.dispatchEvent(new Event("visibilitychange"));"""


def test_een_nieuwe_dag_tekent_het_blad_opnieuw(huis: Huis, telefoon: BrowserContext) -> None:
    """A page that stayed open past midnight says of which day a message is as soon as somebody
    looks again; the words in the box stay."""
    page = open_gesprek(huis, telefoon, "mens")
    gesprek = gesprek_van(huis, telefoon)
    gesprek.zeg("hulpverlener", "Ik sta er vanavond.", naam="Sam", tijd="14:05")
    expect(page.get_by_text("Sam, hulpverlener 14:05")).to_be_visible()
    *eerst, laatste = gesprek.beeld.bubbels
    gesprek.zet(bubbels=[*eerst, dataclasses.replace(laatste, tijd="gisteren om 14:05")])
    page.fill("#tekst", "een half bericht")
    page.evaluate(MORGEN)
    expect(page.get_by_text("Sam, hulpverlener gisteren om 14:05")).to_be_visible()
    assert page.input_value("#tekst") == "een half bericht"
    gesprek.zeg("hulpverlener", "Ben je er?", naam="Sam")
    expect(page.get_by_text("Ben je er?")).to_be_visible()


def test_een_nieuwe_dag_zonder_gesprek_houdt_het_kladje(
    huis: Huis, telefoon: BrowserContext
) -> None:
    """Where the talk is gone when the page is drawn anew, the draft stays, and nothing else."""
    page = open_gesprek(huis, telefoon, "mens")
    page.fill("#tekst", "een half bericht")
    page.route("**/gesprek/nieuws**", lambda route: route.abort())
    telefoon.clear_cookies()
    page.evaluate(MORGEN)
    expect(page.locator("[data-uitbak]")).to_have_text("Dit gesprek is er niet meer.")
    assert page.input_value("#tekst") == "een half bericht"
    expect(page.get_by_role("log")).to_be_empty()


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


def test_oude_knoppen_verdwijnen(huis: Huis, telefoon: BrowserContext) -> None:
    """Ticks and buttons of a summary disappear from the page when the talk has gone on."""
    page = open_gesprek(huis, telefoon, "toestemming")
    assert page.locator("[role=log] input").count() == 3
    page.click("text=Nee, deel niets")
    page.wait_for_selector("text=Deze mensen kunnen helpen")
    assert page.locator("[role=log] input").count() == 0
    assert "ik kan vannacht niet naar huis" in page.inner_text("[role=log]")


def test_stil(huis: Huis, telefoon: BrowserContext) -> None:
    """Silent mode shows the last words of the bot, large buttons and a small box, nothing else."""
    page = open_gesprek(huis, telefoon, "begin")
    page.click("#keuzes >> text=Ja")
    page.wait_for_selector(".stil")
    page.wait_for_load_state()  # the page loads itself anew, and its style with it
    assert [van for van, _ in bubbels(page)] == ["bot"]
    knop = page.locator("#keuzes button").first.bounding_box()
    assert knop is not None
    assert knop["height"] >= 72
    assert page.is_visible("#tekst")
    assert page.is_hidden("[data-vak=altijd]")
    page.click("text=Niemand kijkt meer mee")
    page.wait_for_selector("text=Wat heb je nodig")
    assert page.is_visible("[data-vak=altijd]")


def test_wat_getypt_is_blijft_staan(huis: Huis, telefoon: BrowserContext) -> None:
    """A link out of the talk does not eat what stands in the box: it says so and stays; once the
    box is empty it leads on, and the page leads back to the talk."""
    page = open_gesprek(huis, telefoon, "vraag")
    page.fill("#tekst", "ik wil slapen")
    page.locator("details.meer > summary").last.click()
    page.click("text=Wat wij beloven")
    expect(page.locator("[data-uitbak]")).to_have_text(
        "Jouw bericht staat er nog. Stuur het eerst."
    )
    assert page.input_value("#tekst") == "ik wil slapen"
    page.fill("#tekst", "")
    page.click("text=Wat wij beloven")
    expect(page.get_by_role("heading", name="Dit beloven wij")).to_be_visible()
    page.click("text=Verder met mijn gesprek")
    expect(page.get_by_role("log")).to_be_visible()
    assert page.evaluate("history.length") <= 2  # about:blank and one entry of ours


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
