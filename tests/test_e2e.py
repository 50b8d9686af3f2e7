"""The whole story, with two people at real browsers and the servers as `make run` starts them."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from bot.intake.openingstijden import NEDERLAND
from tests.geduld import wacht_tot
from tests.nest import is_open
from tests.people import Hulpverlener, Overlever, launch
from tests.servers import Servers, free_port

pytestmark = [pytest.mark.browser, pytest.mark.model]

NODIG = "ik kan nergens slapen vannacht en ik heb een dokter nodig"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright, heel=True)
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def servers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Servers]:
    folder = tmp_path_factory.mktemp("e2e")
    url = f"sqlite:///{folder / 'eerst-jij.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_cluster").new_url()
    port = free_port()
    elsewhere = f"http://localhost:{port}/"  # the ordinary page that the exit leads to
    site = subprocess.Popen(
        [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"],
        cwd=tmp_path_factory.mktemp("weer"),
        stderr=subprocess.DEVNULL,
    )
    servers = Servers(url, folder / "log", WEG_ADRES=elsewhere).start()
    yield servers
    site.kill()
    site.wait()
    assert servers.stop() == 0
    assert not is_open(servers.chat_port)
    assert not is_open(servers.desk_port)
    assert "Traceback" not in (folder / "log").read_text()


@pytest.fixture(scope="module")
def noor(browser: Browser, servers: Servers) -> Hulpverlener:
    """The first hulpverlener, with the account of the one-time link; the desk stays open."""
    noor = Hulpverlener(browser, servers.desk)
    noor.maak_account(servers.link)
    return noor


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def overlever(
    request: pytest.FixtureRequest, browser: Browser, servers: Servers
) -> Iterator[Overlever]:
    overlever = Overlever(browser, servers.chat, js=request.param)
    yield overlever
    overlever.context.close()


def deel_alles(overlever: Overlever) -> str:
    """Walk the talk from the first word to a handoff; return the terugkeercode."""
    overlever.begin()
    overlever.antwoord_tot("Wat heb jij nu nodig?")
    overlever.zeg(NODIG)
    assert "nergens slapen" in overlever.laatste()
    overlever.antwoord_tot("Klopt het zo?")
    regel = overlever.page.locator(".paneel.samenvatting").last.locator(".regel")
    before = regel.count()
    regel.filter(has_text="Iemand kijkt mee").get_by_role("button", name="Weghalen").click()
    overlever.wacht_op("weggehaald")
    assert regel.count() == before - 1
    assert overlever.page.get_by_role("button", name="Weghalen").count() == before - 1
    overlever.antwoord_tot("Wat mag ik delen")
    for box in overlever.page.locator("input[name=regel]").all():
        assert not box.is_checked()
        box.check()
    overlever.druk("Deel wat ik koos")
    overlever.druk("Ja, deel dit")
    expect(overlever.page.locator(".code li")).to_have_count(7)
    return overlever.code()


def test_from_the_first_word_to_an_outcome_and_back(
    overlever: Overlever, noor: Hulpverlener, servers: Servers, browser: Browser
) -> None:
    """An overlever says what they need, shares it line by line, talks with a human, comes back.

    The desk shows the handoff within two seconds without a reload, the words verbatim; the live
    chat runs both ways; each need's outcome reaches the person, also on another phone by code.
    """
    noor.page.goto(servers.desk)
    waiting = noor.wachtenden()
    code = deel_alles(overlever)
    start = time.monotonic()
    wacht_tot(
        noor.page, "n => +document.querySelector('#lijsten').dataset.wacht === n", waiting + 1
    )
    assert time.monotonic() - start < 2
    noor.pak_op()
    assert "nergens slapen" in noor.page.locator("#wens-1").inner_text().replace("\n", " ")
    overlever.wacht_op("Noor")
    noor.zeg("Hoi, ik ben er. Ben je nu veilig?")
    overlever.wacht_op("Ben je nu veilig?")
    overlever.zeg("ja ik zit bij een vriendin")
    expect(noor.page.locator("#bubbels")).to_contain_text("bij een vriendin")
    noor.noteer("eerst een bed, dan de rest")
    noor.volg_op(1, "geregeld", toelichting="Bed vannacht in Delft")
    morgen = str(datetime.now(NEDERLAND).date() + timedelta(days=1))
    verder = {"volgende": "Ik vraag of het lukte", "wanneer": morgen, "anders": "Ik bel zelf"}
    noor.volg_op(2, "doorverwezen", naar="straatdokter", **verder)
    noor.sluit("Er is een bed en een dokter.")
    overlever.wacht_op("Volgende stap: Ik vraag of het lukte. Wie: Noor.")
    overlever.wacht_op("Er is een bed en een dokter.")
    thuis = Overlever(browser, servers.chat, js=overlever.js)
    thuis.terug(code.upper())
    stand = thuis.page.locator("details.stand").inner_text()
    assert "Geregeld." in stand
    assert "Bed vannacht in Delft" in stand
    assert "straatdokter" in stand
    assert "Volgende stap: Ik vraag of het lukte. Wie: Noor. Wanneer: " in stand
    assert "Noor" in stand
    assert "eerst een bed" not in thuis.page.content()
    thuis.page.get_by_role("button", name="Ik heb dit nog nodig").first.click()
    expect(thuis.page.locator("details.stand")).to_contain_text("ik heb dit nog nodig")
    noor.page.goto(servers.desk)
    wacht_tot(noor.page, "+document.querySelector('#lijsten').dataset.wacht >= 1")
    thuis.page.goto(f"{servers.chat}/")
    thuis.page.get_by_text("Alles wissen", exact=True).click()
    thuis.page.get_by_role("button", name="Ja, wis alles").click()
    expect(thuis.page.get_by_text("Alles is gewist")).to_be_visible()
    overlever.page.goto(f"{servers.chat}/gesprek")
    expect(overlever.page.get_by_role("button", name="Begin")).to_be_visible()
    noor.page.goto(servers.desk)
    assert noor.wachtenden() == waiting
    thuis.context.close()


def test_a_line_of_the_summary_is_changed_in_other_words(overlever: Overlever) -> None:
    """Pressing "Veranderen" asks for that line alone; the new words stand in it, the old are gone,
    and every other line is as it was."""
    overlever.begin()
    overlever.antwoord_tot("Wat heb jij nu nodig?")
    overlever.zeg(NODIG)
    overlever.antwoord_tot("Klopt het zo?")
    samen = overlever.page.locator(".paneel.samenvatting").last
    before = samen.locator(".regel").all_inner_texts()
    regel = samen.locator(".regel").filter(has_text="nergens slapen")
    regel.get_by_role("button", name="Veranderen").click()
    expect(overlever.page.locator("[data-van=bot]").last).to_contain_text("?")
    overlever.zeg("liever een bed bij mijn zus in de buurt")
    overlever.antwoord_tot("Klopt het zo?")
    after = overlever.page.locator(".paneel.samenvatting").last.locator(".regel").all_inner_texts()
    assert len(after) == len(before)
    nieuw = [een for een in after if een not in before]
    assert len(nieuw) == 1
    assert "bed bij mijn zus" in nieuw[0]
    assert "nergens slapen" not in " ".join(after)


def test_the_quick_exit_leaves_nothing(overlever: Overlever, servers: Servers) -> None:
    """The exit is the first thing that Tab reaches; after it, Back shows no word of the talk."""
    overlever.begin()
    overlever.antwoord_tot("Wat heb jij nu nodig?")
    overlever.zeg("ik ben bang voor mijn man")
    overlever.page.locator("[data-snel-weg]").click()
    overlever.page.wait_for_url("http://localhost:**")
    end = time.monotonic() + 5  # the browser tells us of the exit while the other page comes
    while overlever.page.context.cookies() and time.monotonic() < end:
        overlever.page.wait_for_timeout(20)
    assert overlever.page.context.cookies() == []
    overlever.page.go_back()
    overlever.page.wait_for_load_state()  # an empty page asks for itself once more
    expect(overlever.page.locator("body")).not_to_contain_text("bang voor mijn man")
    overlever.page.goto(f"{servers.chat}/gesprek")
    expect(overlever.page).to_have_url(f"{servers.chat}/gesprek?nog#einde")
    expect(overlever.page.locator("body")).not_to_contain_text("bang voor mijn man")


@pytest.mark.parametrize(
    ("tekst", "nummer"),
    [
        ("hij staat voor de deur met een mes en ik kan niet weg", "112"),
        ("ik wil er niet meer zijn, ik heb pillen gespaard", "113"),
        ("mijn vriendin ligt op de grond en ze ademt niet meer", "112"),
    ],
)
def test_a_crisis_is_answered_on_that_turn(overlever: Overlever, tekst: str, nummer: str) -> None:
    """The number, what the bot cannot do and a human come at once; the talk stays open."""
    overlever.begin()
    overlever.zeg(tekst)
    said = " ".join(overlever.bubbels("bot")[-3:])
    assert nummer in said
    assert "geen hulp sturen" in said
    beside = overlever.page.locator("[role=log] button[value=hulpverlener]:visible")
    always = overlever.page.locator("[data-vak=altijd] button[value=hulpverlener]:visible")
    assert (beside.count(), always.count()) == (1, 1)
    before = len(overlever.bubbels("bot"))
    overlever.zeg("hallo")
    assert len(overlever.bubbels("bot")) > before
    assert overlever.bubbels("jij")[-1].split()[-1] == "hallo"
    before = len(overlever.bubbels("bot"))
    overlever.druk("Praat met een mens")
    answered = overlever.bubbels("bot")[before:]
    assert re.search("mens|hulpverlener", " ".join(answered))


def test_bad_input_gets_a_sentence_and_loses_nothing(overlever: Overlever) -> None:
    """Empty, very long, HTML, commands and emoji: always an answer, and the words stay."""
    overlever.begin()
    for tekst in ("<b onclick=alert(1)>hoi</b>", "/restart", '/keuze{"keuze":"klaar"}', "😢😢"):
        overlever.zeg(tekst)
        assert tekst in " ".join(overlever.bubbels("jij"))
    assert overlever.page.locator("[onclick]").count() == 0
    assert overlever.page.locator(".jij b").count() == 0
    long = "heel lang verhaal " * 600
    overlever.page.get_by_label("Jouw bericht").fill(long)
    overlever.page.get_by_role("button", name="Stuur").click()
    expect(overlever.page.locator(".fout")).to_be_visible()
    assert overlever.page.get_by_label("Jouw bericht").input_value().strip() == long.strip()


def test_two_tabs_show_the_same_talk(browser: Browser, servers: Servers) -> None:
    """What is said in one tab stands in the other after a look, once and in order."""
    one = Overlever(browser, servers.chat)
    one.begin()
    two = Overlever(browser, servers.chat)
    two.context.add_cookies(one.context.cookies())
    two.page.goto(f"{servers.chat}/gesprek")
    one.zeg("eerste")
    two.zeg("tweede")
    one.wacht_op("tweede")
    typed = [b.split()[-1] for b in one.bubbels("jij")]
    assert typed == ["eerste", "tweede"]
    one.context.close()
    two.context.close()


def test_no_request_goes_to_another_host(
    browser: Browser, servers: Servers, tmp_path: Path
) -> None:
    """During a whole talk the browser asks nobody but the chat's own server."""
    overlever = Overlever(browser, servers.chat)
    asked: set[str] = set()
    overlever.page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    deel_alles(overlever)
    assert asked == {servers.chat.removeprefix("http://")}
    overlever.context.close()
