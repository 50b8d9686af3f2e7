"""An overlever and a hulpverlener at a real browser, for the end-to-end tests and the pictures."""

from __future__ import annotations

import os
import shutil
import time
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from bot.desk.woorden import STATUS

WACHTWOORD = "een lange zin met vogels"
#: Chromium's engine without windows, as Debian packs it.
SCHIL = "chromium-headless-shell"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
#: The words of each element that a locator finds, in one question to the browser.
WOORDEN = "all => all.map(e => e.innerText.trim().split(/\\s+/).join(' '))"
#: What this person answers when a question is not what a test is about.
ANTWOORDEN = {
    "meekijken": "Nee",
    "Kijkt er nu iemand mee": "Nee",
    "op een veilige plek": "Ja",
    "plek waar je niet veilig bent": "Buiten",
    "Is er nog een plek": "Klaar",
    "Klopt dat?": "Ja, klopt",
    "Is er nog iets dat je nodig hebt": "Nee, dit is het",
    "Wat komt voor jou eerst": "Maakt niet uit",
    "Klopt het zo?": "Zo klopt het",
    "Mag dat?": "Ja, deel dit",
}


def launch(playwright: Playwright, *, heel: bool = False) -> Browser:
    """Start Debian's Chromium; the test is skipped where there is none, but never in CI.

    Without *heel* that is its engine alone, without windows around it, where that is installed: the
    same pages in less than half of the time (decision 0042).
    """
    namen = ("chromium", "chromium-browser")
    path = next(filter(None, map(shutil.which, namen if heel else (SCHIL, *namen))), None)
    if path is None and os.environ.get("CI"):
        pytest.fail("Chromium is missing: apt-get install chromium")
    if path is None:
        pytest.skip("Chromium is missing: this test needs a browser")
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


class Overlever:
    """Somebody on a phone, with or without JavaScript."""

    def __init__(self, browser: Browser, base: str, *, js: bool = True, **options: Any) -> None:
        self.base, self.js = base, js
        options = {"viewport": {"width": 360, "height": 740}, **options}
        self.context = browser.new_context(java_script_enabled=js, **options)
        self.page = self.context.new_page()

    def begin(self) -> None:
        """Read the start page and begin."""
        self.page.goto(self.base)
        self.page.get_by_role("button", name="Begin").click()
        expect(self.page.get_by_role("log")).to_be_visible()
        self.page.wait_for_load_state()  # the script has the forms, where there is one

    def zeg(self, tekst: str) -> None:
        """Type something and send it."""
        self.page.get_by_label("Jouw bericht").fill(tekst)
        self._click(self.page.get_by_role("button", name="Stuur"))

    def druk(self, tekst: str) -> None:
        """Press the button with these words; those behind "Meer" are opened first."""
        knoppen = self.page.locator("button[name=keuze]").filter(has_text=tekst)
        woorden = knoppen.evaluate_all(WOORDEN)
        knop = knoppen.nth(woorden.index(tekst) if tekst in woorden else 0)
        if not knop.is_visible():
            self.page.locator("details.meer > summary").last.click()
        self._click(knop)

    def antwoord_tot(self, vraag: str, most: int = 40) -> None:
        """Answer what comes, skipping what is not in `ANTWOORDEN`, until *vraag* is asked."""
        for _ in range(most):
            last = self.laatste()
            if vraag in last:
                return
            answer = next((a for q, a in ANTWOORDEN.items() if q in last), None)
            self.druk(answer if answer in self.knoppen() else "Overslaan")
        raise AssertionError(f"never asked: {vraag}; last: {self.laatste()}")

    def knoppen(self) -> list[str]:
        """Return the words of the offered buttons."""
        return list(self.page.locator("#keuzes button[name=keuze]").evaluate_all(WOORDEN))

    def bubbels(self, van: str | None = None) -> list[str]:
        """Return what stands in the talk, in order."""
        kind = f"[data-van={van}]" if van else "[data-van]"
        return list(self.page.locator(f"[role=log] {kind}").evaluate_all(WOORDEN))

    def laatste(self) -> str:
        """Return the last thing that the bot said."""
        return (self.bubbels("bot") or [""])[-1]

    def code(self) -> str:
        """Return the seven words of the code that is shown."""
        return " ".join(self.page.locator(".code li").all_inner_texts()[-7:])

    def terug(self, code: str) -> None:
        """Come back with a code."""
        self.page.goto(f"{self.base}/terug")
        self.page.locator("[name=code]").fill(code)
        self.page.get_by_role("main").get_by_role("button").first.click()
        expect(self.page.get_by_role("log")).to_be_visible()

    def wacht_op(self, tekst: str, seconds: float = 20) -> None:
        """Wait until *tekst* stands in the talk; without JavaScript by looking again."""
        if self.js:
            expect(self.page.get_by_role("log")).to_contain_text(tekst, timeout=seconds * 1000)
            return
        end = time.monotonic() + seconds
        while tekst not in " ".join(self.bubbels()):
            assert time.monotonic() < end, f"never came: {tekst}"
            self.page.goto(f"{self.base}/gesprek")

    def _last(self) -> int:
        nummers = "all => all.map(e => +e.dataset.seq)"
        found: list[int] = self.page.locator("[role=log] [data-seq]").evaluate_all(nummers)
        return found[-1] if found else 0

    def _click(self, knop: Locator) -> None:
        """Press *knop* and wait for the answer."""
        if not self.js:
            with self.page.expect_navigation():
                knop.click()
            return
        before = self._last()
        # A new question takes no press for a moment: a person waits too.
        self.page.wait_for_selector("[data-gesprek]:not(.vers)", state="attached")
        knop.click()
        self.page.wait_for_function(
            """before => {
                const all = document.querySelectorAll('[role=log] [data-seq]');
                const last = all.length ? +all[all.length - 1].dataset.seq : 0;
                const busy = document.querySelector('#keuzes[aria-busy]');
                const fout = document.querySelector('[data-vak=fout] .fout');
                return !document.querySelector('[data-gesprek]') || fout
                    || (last > before && !busy && !document.querySelector('.onderweg'));
            }""",
            arg=before,
        )


class Hulpverlener:
    """Somebody at the desk."""

    def __init__(self, browser: Browser, base: str, naam: str = "noor", roepnaam: str = "Noor"):
        self.base, self.naam, self.roepnaam, self.secret = base, naam, roepnaam, ""
        self.context = browser.new_context(viewport={"width": 1280, "height": 900})
        self.page: Page = self.context.new_page()

    def maak_account(self, link: str) -> None:
        """Make the account behind a one-time link; logs in."""
        self.page.goto(link)
        self.secret = "".join(self.page.locator(".geheim code").inner_text().split())
        self.page.get_by_label("Inlognaam").fill(self.naam)
        self.page.get_by_label("Voornaam").fill(self.roepnaam)
        self.page.get_by_label("Wachtwoord").fill(WACHTWOORD)
        self.page.get_by_label("Code uit je app").fill(pyotp.TOTP(self.secret).now())
        self.page.get_by_role("button", name="Maak mijn account").click()
        expect(self.page.get_by_role("heading", name="Wacht op hulp")).to_be_visible()

    def wachtenden(self) -> int:
        """Return how many cases wait, as the page shows it now."""
        return int(self.page.locator("#lijsten").get_attribute("data-wacht") or 0)

    def pak_op(self) -> None:
        """Claim the first case of the queue."""
        self.page.get_by_role("button", name="Oppakken").first.click()
        expect(self.page.get_by_label("Bericht aan de persoon")).to_be_visible()

    def zeg(self, tekst: str) -> None:
        """Write to the person."""
        self.page.get_by_label("Bericht aan de persoon").fill(tekst)
        self.page.get_by_role("button", name="Stuur").click()
        expect(self.page.locator("#bubbels")).to_contain_text(tekst)

    def noteer(self, tekst: str) -> None:
        """Write a note for the team."""
        self.page.get_by_label("Nieuwe notitie").fill(tekst)
        self.page.get_by_role("button", name="Bewaar notitie").click()
        expect(self.page.locator("#notities")).to_contain_text(tekst)

    def volg_op(self, nr: int, status: str, **velden: str) -> None:
        """Say what happens with wens number *nr*."""
        wens = self.page.locator(f"#wens-{nr}")
        wens.get_by_text("Zeg wat ermee gebeurt").click()
        wens.locator(f"input[value={status}]").check()
        for naam, tekst in velden.items():
            wens.locator(f"input[name={naam}]").fill(tekst)
        wens.get_by_role("button", name="Bewaar").click()
        expect(wens.locator(".stap").first).to_contain_text(STATUS[status])

    def sluit(self, tekst: str, open_nrs: tuple[int, ...] = ()) -> None:
        """Close the case with what was arranged; name what stays open."""
        self.page.get_by_text("Zaak sluiten").click()
        self.page.get_by_label("Wat is er geregeld?").fill(tekst)
        for nr in open_nrs:
            self.page.locator(f"#sluiten input[name=open][value='{nr}']").check()
        self.page.get_by_role("button", name="Sluit de zaak").click()
        expect(self.page.locator("body")).not_to_contain_text("Bericht aan de persoon")
