"""A new question in a real Chromium: no press meant for the one before answers it."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.chat_browser import Huis, bubbels, gesprek_van, open_gesprek

pytest_plugins = ["tests.chat_fixtures"]
pytestmark = pytest.mark.browser

#: Presses the first answer as soon as a new one stands there, and says when.
METEEN = """() => new Promise(klaar => {
    const was = document.querySelector("#keuzes button").value;
    const kijk = new MutationObserver(() => {
        const knop = document.querySelector("#keuzes button");
        if (!knop || knop.value === was) return;
        kijk.disconnect();
        setTimeout(() => { %s; klaar(knop.textContent.trim()); }, 50);
    });
    kijk.observe(document.querySelector("#keuzes").parentNode, {childList: true, subtree: true});
    document.querySelector("#keuzes button").click();
})"""


def gezegd(page: Page) -> list[str]:
    """Return what the person said."""
    return [tekst for van, tekst in bubbels(page) if van == "jij"]


def vraag_met_knoppen(huis: Huis, context: BrowserContext) -> Page:
    """Return a page whose question and the next one both have buttons."""
    return open_gesprek(huis, context, "samenvatting")


def test_een_tweede_druk_is_geen_antwoord(huis: Huis, telefoon: BrowserContext) -> None:
    """A press on a button that has just appeared is not taken, by script or aid; a moment later
    the same button answers, and nothing in between is lost."""
    page = vraag_met_knoppen(huis, telefoon)
    assert page.evaluate(METEEN % "knop.click()") == "Ja, deel dit"
    page.wait_for_selector("main:not(.vers)")
    assert gezegd(page) == ["Nee", "Ja, het klopt"]
    assert page.locator("[aria-busy]").count() == 0
    page.click("text=Ja, deel dit")
    page.wait_for_selector(".code")
    assert gezegd(page) == ["Nee", "Ja, het klopt", "Ja, deel dit"]


@pytest.mark.parametrize("toets", ["Enter", " "])
def test_een_tweede_toets_is_geen_antwoord(
    huis: Huis, telefoon: BrowserContext, toets: str
) -> None:
    """A key pressed on a new button at once, or held down, answers nothing."""
    page = vraag_met_knoppen(huis, telefoon)
    page.focus("#keuzes button")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # 50 ms apart, as a trembling hand does
    page.wait_for_selector("text=Wat mag team")
    expect(page.locator(".zegt:has-text('Wat mag team')")).to_be_focused()
    page.focus("#keuzes button")
    vers = page.evaluate("document.querySelector('main').classList.contains('vers')")
    page.keyboard.press(toets)
    assert vers
    page.wait_for_selector("main:not(.vers)")
    assert gezegd(page) == ["Nee", "Ja, het klopt"]
    page.keyboard.press(toets)
    page.wait_for_selector(".code")


def test_een_toets_die_ingedrukt_blijft(huis: Huis, telefoon: BrowserContext) -> None:
    """A key that is held down presses no answer, however long it lasts."""
    page = vraag_met_knoppen(huis, telefoon)
    page.keyboard.down("Enter")  # nothing is pressed: the focus is on no button
    page.focus("#keuzes button")
    page.keyboard.down("Enter")
    page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    assert gezegd(page) == ["Nee"]
    assert not gesprek_van(huis, telefoon).client_ids


def test_de_aanwijzer_gaat_door_een_nieuwe_knop_heen(huis: Huis, telefoon: BrowserContext) -> None:
    """Two quick clicks in the same place answer one question."""
    page = vraag_met_knoppen(huis, telefoon)
    page.evaluate(  # so that the next answer stands in the very same place
        "document.querySelector('[data-vak=keuzes]').style = 'position: fixed; top: 80px'"
    )
    plek = page.locator("#keuzes button").first.bounding_box()
    assert plek
    x, y = plek["x"] + 20, plek["y"] + 20
    page.mouse.click(x, y)
    page.wait_for_selector("main.vers")
    page.mouse.click(x, y)
    page.wait_for_selector("main:not(.vers)")
    assert gezegd(page) == ["Nee", "Ja, het klopt"]
    page.mouse.click(x, y)
    page.wait_for_selector(".code")


def test_een_tweede_enter_stuurt_geen_leeg_bericht(huis: Huis, telefoon: BrowserContext) -> None:
    """Enter twice after typed words sends them once, and no complaint about an empty message."""
    page = open_gesprek(huis, telefoon, "vraag")
    page.focus("#tekst")
    page.keyboard.type("ik wil slapen")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector(".plaatje")
    page.wait_for_selector("main:not(.vers)")
    assert gezegd(page) == ["Nee", "ik wil slapen"]
    expect(page.locator(".fout")).to_have_count(0)


@pytest.mark.parametrize("knop", ["Overslaan", "Terug"])
def test_overslaan_slaat_niets_ongezien_over(
    huis: Huis, telefoon: BrowserContext, knop: str
) -> None:
    """Pressed while a typed answer is still under way, Overslaan and Terug answer no question that
    nobody saw: they are refused in a calm sentence, and the new question stands."""
    page = open_gesprek(huis, telefoon, "vraag")
    onderweg: list[Route] = []
    page.route("**/gesprek/bericht**", lambda r: r.continue_() if onderweg else onderweg.append(r))
    page.fill("#tekst", "ik wil slapen")
    page.press("#tekst", "Enter")
    expect(page.locator(".onderweg")).to_have_count(1)
    page.eval_on_selector(f".altijd button:text-is('{knop}')", "knop => knop.click()")
    expect(page.locator(".onderweg")).to_have_count(2)
    onderweg[0].continue_()
    expect(page.locator("[role=alert]")).to_contain_text("hoort bij een vraag van eerder")
    expect(page.get_by_text("Waar gaat het over?")).to_be_in_viewport()
    assert gezegd(page) == ["Nee", "ik wil slapen"]
    page.wait_for_selector("main:not(.vers)")
    page.eval_on_selector(f".altijd button:text-is('{knop}')", "knop => knop.click()")
    expect(page.locator("[role=alert]")).to_have_text("")
    assert gezegd(page) == ["Nee", "ik wil slapen", knop]


def test_een_mens_vragen_opent_niets_op_een_bekeken_scherm(
    huis: Huis, telefoon: BrowserContext
) -> None:
    """In silent mode, asking for a human leaves closed what was hidden; the page stands at its end
    with the code in view, a new line too, and what was before opens by the person's own hand."""
    page = open_gesprek(huis, telefoon, "stil")
    gesprek = gesprek_van(huis, telefoon)
    for _ in range(20):
        gesprek.zeg("bot", "Kijkt er nu iemand mee? In gevaar bel je 112.")
    gesprek.kies("Ja, met een mens")
    page.reload()
    page.click("text=Ja, met een mens")
    page.wait_for_selector(".code")
    assert [van for van, _ in bubbels(page)] == ["bot", "bot"]
    expect(page.get_by_text("Kijkt er nu iemand mee? In").first).to_be_hidden()
    for deel in (".code", "#tekst"):
        expect(page.locator(deel)).to_be_in_viewport()
    assert page.evaluate("scrollY + innerHeight >= document.documentElement.scrollHeight - 4")
    gesprek.zeg("hulpverlener", "Hoi, ik ben Sam.", naam="Sam")
    expect(page.locator(".hulpverlener")).to_be_in_viewport()
    expect(page.locator(".code")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Kijkt er nu iemand mee? In").first).to_be_hidden()
    page.click("text=Eerder")
    expect(page.get_by_text("Kijkt er nu iemand mee? In").first).to_be_visible()


def test_wat_bedekt_is_opent_ook_zonder_js(huis: Huis, telefoon_zonder_js: BrowserContext) -> None:
    """Without JavaScript the same: closed until it is opened."""
    page = open_gesprek(huis, telefoon_zonder_js, "stil")
    gesprek_van(huis, telefoon_zonder_js).kies("Ja, met een mens")
    page.reload()
    page.click("text=Ja, met een mens")
    expect(page.locator(".code")).to_be_visible()
    expect(page.get_by_text("Kijkt er nu iemand mee")).to_be_hidden()
    page.click("text=Eerder")
    expect(page.get_by_text("Kijkt er nu iemand mee")).to_be_visible()


@pytest.mark.parametrize("stap", ["wacht", "stil"])
def test_meer_komt_in_beeld(huis: Huis, telefoon: BrowserContext, stap: str) -> None:
    """What opens under Meer stands on the screen, also at the end of a long talk."""
    page = open_gesprek(huis, telefoon, stap)
    for _ in range(10):
        gesprek_van(huis, telefoon).zeg("bot", "Een regel. " * 10)
    page.reload()
    page.locator("details.meer > summary").first.click()
    if stap == "stil":
        page.locator(".altijd details.meer > summary").click()
    expect(page.locator("text=Wat wij beloven")).to_be_in_viewport()
