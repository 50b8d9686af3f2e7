"""Bad networks, double taps and bad input in a real Chromium: nothing lost, nothing doubled."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Route, expect

from bot.chat.app import SOORT
from bot.chat.pages import Pages
from tests.chat_browser import Huis, bubbels, gesprek_van, open_gesprek, verlopen

pytest_plugins = ["tests.chat_fixtures"]
pytestmark = pytest.mark.browser


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
    for blad in (een, twee):  # the news may reach the other tab before the answer reaches this one
        blad.wait_for_selector("text=Wat heb je nodig")
    assert bubbels(een) == bubbels(twee)
    twee.wait_for_timeout(600)  # the news may draw the question once more
    twee.wait_for_selector("main:not(.vers)")  # a new question takes no press at once
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
    page = verlopen(huis, telefoon)
    assert page.input_value("#tekst") == "Ik wil slapen"
    page.click("text=Begin opnieuw")
    page.wait_for_selector("[role=log]")
    assert page.input_value("#tekst") == "Ik wil slapen"


WIFI = "<!doctype html><title>Wifi</title><main>Log in op het netwerk van het hotel</main>"


@pytest.mark.parametrize("status", [408, 400, 403, 413, 200])
def test_geen_antwoord_is_geen_verlies(huis: Huis, telefoon: BrowserContext, status: int) -> None:
    """A message that ran out of time or was turned away at the door, or an answer that is no page
    of ours, takes nothing typed from the page: it is sent again and counts once."""
    ons = Pages(huis.settings).fout(status, SOORT[status]).body.decode() if status != 200 else WIFI
    page = open_gesprek(huis, telefoon, "mens")
    keer: list[int] = []

    def eerst_niet(route: Route) -> None:
        keer.append(1)
        if len(keer) > 1:
            return route.continue_()
        return route.fulfill(status=status, body=ons, content_type="text/html; charset=utf-8")

    page.route("**/gesprek/bericht**", eerst_niet)
    for woord in ("ik kom vanavond", "waar ben je"):
        page.fill("#tekst", woord)
        page.press("#tekst", "Enter")
    page.fill("#tekst", "een half bericht")
    expect(page.locator("[data-uitbak]")).to_contain_text("Nog niet verstuurd")
    expect(page.locator(".onderweg")).to_have_count(0)
    gezegd = [b.tekst for b in gesprek_van(huis, telefoon).beeld.bubbels if b.van == "jij"]
    assert gezegd == ["Nee", "ik kom vanavond", "waar ben je"]
    assert page.input_value("#tekst") == "een half bericht"


def test_een_vreemd_antwoord_maakt_niet_doof(huis: Huis, telefoon: BrowserContext) -> None:
    """Where asking for news brings a page that is not ours, the page goes on asking."""
    telefoon.add_init_script("delete window.EventSource")
    page = open_gesprek(huis, telefoon, "mens")
    keer: list[int] = []

    def eerst_niet(route: Route) -> None:
        keer.append(1)
        if len(keer) > 1:
            return route.continue_()
        return route.fulfill(body=WIFI, content_type="text/html; charset=utf-8")

    page.route("**/gesprek/nieuws**", eerst_niet)
    gesprek_van(huis, telefoon).zeg("hulpverlener", "Ik ben er.", naam="Sam")
    expect(page.get_by_text("Ik ben er.")).to_be_visible(timeout=20000)


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
    # It waits one second, then two, then four.
    expect(page.locator(".onderweg")).to_have_count(0, timeout=20000)
    assert [t for v, t in bubbels(page) if v == "jij"] == ["Nee", "bericht in nood"]
