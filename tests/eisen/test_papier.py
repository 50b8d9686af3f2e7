"""What comes out of a printer, and what stays on the phone, in a real Chromium: apart, for its loop
bears no other beside it.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext

from bot.settings import ROOT
from tests.chat_browser import Huis, gesprek_van, open_gesprek
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


@pytest.mark.browser
def test_b15_bij_de_lijst_staat_hoe_je_print(
    huis: Huis, telefoon_zonder_js: BrowserContext
) -> None:
    """Also without a script: the way through the browser's own menu, and to mind who may see it; no
    button that does nothing.
    """
    page = open_gesprek(huis, telefoon_zonder_js, "samenvatting")
    assert "Afdrukken" in page.inner_text(".printen")
    assert "wie het papier kan zien" in page.inner_text(".printen")
    assert not page.locator("text=Print de lijst").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize("soort", ["telefoon", "telefoon_zonder_js"])
def test_b16_wat_iemand_openmaakt_blijft_op_de_telefoon(
    huis: Huis, soort: str, request: pytest.FixtureRequest
) -> None:
    """Each group is folded, and opens by a press or a key, also without JavaScript: no request
    goes out, nothing is kept, and the page says so; on paper stands only what is open.
    """
    context = request.getfixturevalue(soort)
    page = open_gesprek(huis, context, "rechten")
    eerst, gevraagd = gesprek_van(huis, context).beeld, []
    page.on("request", lambda vraag: gevraagd.append(vraag.url))
    vak = page.locator(".rechten")
    assert vak.locator(".adres:visible").count() == 0
    assert vak.get_by_text("Wat je openmaakt, zien wij niet.").is_visible()
    teksten = []
    for nr, kop in enumerate(("Met papieren", "Zonder papieren", "Uit een EU-land")):
        groep = vak.locator("summary", has_text=kop)
        groep.focus()
        page.keyboard.press("Enter" if nr else "Space")
        teksten.append(vak.locator("details").nth(nr).locator(".adres:visible").all_inner_texts())
    assert all(teksten)
    assert len({tuple(t) for t in teksten}) == 3
    vak.locator("summary", has_text="Met papieren").click()
    page.emulate_media(media="print")
    assert vak.locator("summary:visible").all_inner_texts() == [
        "Zonder papieren",
        "Uit een EU-land",
    ]
    # What the page asks by itself, whatever is opened.
    vanzelf = ("/gesprek/stroom?na=4", "/static/icoon.svg")
    assert [url for url in gevraagd if not url.endswith(vanzelf)] == []
    assert gesprek_van(huis, context).beeld == eerst
