"""What comes out of a printer, in a real Chromium: apart, for its loop bears no other beside it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext

from bot.settings import ROOT
from tests.chat_browser import Huis, open_gesprek
from tests.chat_steps import REGELS

pytest_plugins = ["tests.chat_fixtures"]


@pytest.mark.browser
def test_b15_op_papier_staat_alleen_de_lijst(huis: Huis, telefoon: BrowserContext) -> None:
    """Printed, the newest list stands alone, black on white, on one page: no other word of the
    talk, no button, no heading, and no margin for a browser's own line with the address.
    """
    pagina = open_gesprek(huis, telefoon, "samenvatting")
    pagina.fill("#tekst", "dit mist nog")
    pagina.emulate_media(media="print", color_scheme="dark")
    assert not pagina.locator("#tekst").is_visible()
    gedrukt = pagina.evaluate("document.body.innerText").split()
    lijst = " ".join(f"{r['kop']} {r['tekst']} {r['bron']}" for r in REGELS).split()
    assert gedrukt == lijst
    kleuren = pagina.evaluate(
        """() => { const r = getComputedStyle(document.querySelector(".regel-tekst"));
            return [r.color, getComputedStyle(document.body).backgroundColor]; }"""
    )
    assert kleuren == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    pdf = pagina.pdf(format="A4", display_header_footer=False)
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == 1
    regels = (ROOT / "bot/chat/static/chat.css").read_text(encoding="utf-8")
    assert "@page { margin: 0; }" in regels
    pagina.emulate_media(media="screen")
    pagina.click("text=Er mist iets")
    pagina.wait_for_selector(".bubbel.jij >> text=Er mist iets")
    pagina.emulate_media(media="print")
    assert pagina.evaluate("document.body.innerText").split() == lijst
