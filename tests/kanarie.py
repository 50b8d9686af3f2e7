"""Canary sentences, a whole story told with them in a browser, and the search for their traces.

Every four words in a row hold a word with `STAM` in it, which occurs nowhere else: who searches for
the stem in an encoding finds any window of four words in that encoding, and less.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from bot.intake.openingstijden import NEDERLAND
from tests.people import Hulpverlener, Overlever, launch

STAM = "kwartsvlinder"
#: Beyond ASCII too, so that JSON must escape where it does.
_ACCENT = "crèmekwartsvlinder"


def zin(nr: int) -> str:
    """Return a sentence of its own for each place where something is typed."""
    return (
        f"ik kan {STAM}{nr} nergens slapen vannacht {STAM}ei{nr} en ik {_ACCENT}{nr} wil "
        f"een dokter {STAM}hal{nr}"
    )


def coderingen(woord: str) -> dict[str, bytes]:
    """Return the bytes to look for, by the name of the encoding."""
    raw = woord.encode()
    found = {
        "utf-8": raw,
        "utf-8 upper": woord.upper().encode(),
        "utf-16-le": woord.encode("utf-16-le"),
        "utf-16-be": woord.encode("utf-16-be"),
        "utf-32-le": woord.encode("utf-32-le"),
        "hex": raw.hex().encode(),
        "json": "".join(f"\\u{ord(letter):04x}" for letter in woord).encode(),
        "url": "".join(f"%{byte:02X}" for byte in raw).encode(),
        "backwards": raw[::-1],
    }
    for shift in range(3):
        # Of the encoding of a longer text only the middle is the same whatever stands around it.
        text = base64.b64encode(b"x" * shift + raw + b"xx").decode()
        found[f"base64 +{shift}"] = text[4 if shift else 0 : (shift + len(raw)) // 3 * 4].encode()
    return found


def bestanden(*plekken: Path) -> Iterator[Path]:
    """Yield every file under these places."""
    for plek in plekken:
        paths = [plek] if plek.is_file() else sorted(plek.rglob("*"))
        yield from (p for p in paths if p.is_file() and not p.is_symlink() and p.stat().st_size)


def sporen(gezocht: dict[str, bytes], plekken: Iterable[Path]) -> list[tuple[str, str]]:
    """Return (file, encoding) of everything that is found in any file under *plekken*."""
    found = []
    for pad in bestanden(*plekken):
        data = pad.read_bytes()  # and not a map of it, in which a search takes ten times as long
        found += [(str(pad), naam) for naam, bytes_ in gezocht.items() if bytes_ in data]
    return found


@dataclass
class Verhaal:
    """What came of a story: every secret that a person held in it."""

    cookies: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    sessies: list[str] = field(default_factory=list)

    def geheimen(self) -> dict[str, bytes]:
        """Return what must stand nowhere, apart from the sentences."""
        found = {}
        for nr, waarde in enumerate((*self.cookies, *self.sessies)):
            found[f"cookie {nr}"] = waarde.encode()
            raw = base64.urlsafe_b64decode(waarde + "=")
            found |= {f"key {nr}": raw, f"key {nr} hex": raw.hex().encode()}
        for nr, code in enumerate(self.codes):
            for window in range(4):
                words = code.split()[window : window + 4]
                for sign in (" ", ",", '","', '", "', "-"):
                    found[f"code {nr} {window} {sign!r}"] = sign.join(words).encode()
        return found


def _deel_alles(overlever: Overlever) -> str:
    """Say what is needed, share all of it with the team; return the code."""
    overlever.begin()
    overlever.antwoord_tot("Wat heb jij nu nodig?")
    overlever.zeg(zin(1))
    overlever.zeg(zin(2))
    overlever.antwoord_tot("Klopt het zo?")
    overlever.antwoord_tot("Wat mag ik delen")
    for box in overlever.page.locator("input[name=regel]").all():
        box.check()
    overlever.druk("Deel wat ik koos")
    overlever.druk("Ja, deel dit")
    expect(overlever.page.locator(".code li")).to_have_count(7)
    return overlever.code()


def _doe_af(noor: Hulpverlener) -> None:
    """Note, say what happens with each wens, take the case along as files, and close it."""
    zaak = noor.page.url.rpartition("/")[2]
    morgen = datetime.now(NEDERLAND).date() + timedelta(days=1)
    noor.noteer(zin(6))
    noor.volg_op(1, "geregeld", toelichting=zin(7))
    vervolg = {"volgende": zin(13), "wanneer": morgen.isoformat(), "anders": zin(14)}
    noor.volg_op(2, "doorverwezen", naar=zin(12), **vervolg)
    for soort in ("json", "pdf"):
        assert noor.page.request.get(f"{noor.base}/overdracht/{zaak}.{soort}").ok
    noor.sluit(zin(8))


def _kom_terug(terug: Overlever, code: str) -> None:
    """Come back, after a wrong code; read what was arranged, and type too much."""
    terug.page.goto(f"{terug.base}/terug")
    terug.page.locator("[name=code]").fill(f"{zin(9)} {code}")
    terug.page.get_by_role("main").get_by_role("button").first.click()
    expect(terug.page.locator("[name=code]")).to_be_visible()
    terug.terug(code.upper())
    for nr in (4, 12, 13, 14):
        assert f"{STAM}ei{nr}" in terug.page.content()
    terug.zeg(zin(10))
    terug.zeg(zin(11) * 30)
    expect(terug.page.locator(".fout").first).to_be_visible()


def _cookie(wie: Overlever | Hulpverlener, naam: str) -> str:
    return next(c["value"] for c in wie.context.cookies() if c["name"] == naam)


def vertel(chat: str, desk: str, link: str) -> Verhaal:
    """Tell a whole story at real browsers, the return without JavaScript.

    Talk, handoff, live chat both ways, note, opvolging, files of the case, return by code. The
    browser is closed then: what it keeps itself is on the person's own phone.
    """
    with sync_playwright() as playwright:
        browser = launch(playwright, heel=True)
        verhaal = _vertel(browser, chat, desk, link)
        browser.close()
    return verhaal


def _vertel(browser: Browser, chat: str, desk: str, link: str) -> Verhaal:
    verhaal, overlever = Verhaal(), Overlever(browser, chat)
    noor, terug = Hulpverlener(browser, desk), Overlever(browser, chat, js=False)
    noor.maak_account(link)
    code = _deel_alles(overlever)
    overlever.zeg(zin(3))
    noor.page.goto(desk)
    noor.pak_op()
    assert STAM in noor.page.locator("#wens-1").inner_text()
    noor.zeg(zin(4))
    overlever.wacht_op(zin(4))
    overlever.zeg(zin(5))
    expect(noor.page.locator("#bubbels")).to_contain_text(zin(5))
    _doe_af(noor)
    _kom_terug(terug, code)
    verhaal.cookies += [_cookie(wie, "s") for wie in (overlever, terug)]
    verhaal.sessies.append(_cookie(noor, "d"))
    verhaal.codes.append(code)
    return verhaal
