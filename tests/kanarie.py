"""Canary sentences, a whole story told with them over HTTP, and the search for their traces.

Every four words in a row hold a word with `STAM` in it, which occurs nowhere else: who searches for
the stem in an encoding finds any window of four words in that encoding, and less.
"""

from __future__ import annotations

import base64
import mmap
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.intake.openingstijden import NEDERLAND
from tests.people import ANTWOORDEN
from tests.robots import Hulpverlener, Overlever, plat

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
        with pad.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            found += [
                (str(pad), naam) for naam, bytes_ in gezocht.items() if data.find(bytes_) >= 0
            ]
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


def _naar(overlever: Overlever, vraag: str) -> str:
    """Answer what comes until *vraag* is asked; return that page."""
    for _ in range(40):
        blad = overlever.blad()
        gezegd = [b.tekst for b in overlever.bubbels(blad) if b.van == "bot"][-1]
        if vraag in gezegd:
            return blad
        knoppen = overlever.knoppen(blad)
        keus = next((a for v, a in ANTWOORDEN.items() if v in gezegd), "Overslaan")
        overlever.druk(knoppen.get(keus, "overslaan"))
    raise AssertionError(f"never asked: {vraag}; last: {gezegd}")


def _deel_alles(overlever: Overlever) -> str:
    """Say what is needed, share all of it with the team; return the code."""
    overlever.begin()
    _naar(overlever, "Wat heb jij nu nodig?")
    overlever.zeg(zin(1))
    overlever.zeg(zin(2))
    _naar(overlever, "Klopt het zo?")
    blad = _naar(overlever, "Wat mag ik delen")
    regels = re.findall(r'name="regel" value="([^"]+)"', blad)
    overlever.druk(overlever.knoppen(blad)["Deel wat ik koos"], regel=regels)
    blad = overlever.blad()
    overlever.druk(overlever.knoppen(blad)["Ja, deel dit"])
    blad = overlever.blad()
    assert 'data-staat="wacht"' in blad, plat(blad)
    woorden = re.findall(r"<li>([a-z]+)</li>", blad[blad.rindex('class="paneel code"') :])
    return " ".join(woorden[:7])


def _vervolg() -> dict[str, str]:
    """Return what comes next with a wens, tomorrow."""
    morgen = datetime.now(NEDERLAND).date() + timedelta(days=1)
    return {"volgende": zin(13), "wanneer": morgen.isoformat(), "anders": zin(14)}


def vertel(chat: str, desk: str, link: str) -> Verhaal:
    """Tell a whole story: talk, handoff, live chat both ways, note, opvolging, return by code."""
    verhaal, overlever, noor = Verhaal(), Overlever(chat), Hulpverlener(desk)
    noor.maak_account(link)
    code = _deel_alles(overlever)
    overlever.zeg(zin(3))
    (zaak,) = noor.zaken()
    assert noor.pak_op(zaak)
    assert STAM in noor.browser.haal(f"/overdracht/{zaak}").text
    assert noor.zeg(zaak, zin(4))
    overlever.zeg(zin(5))
    for pad, velden in (
        ("notitie", {"tekst": zin(6)}),
        ("opvolging", {"nr": "1", "status": "geregeld", "toelichting": zin(7)}),
        ("opvolging", {"nr": "2", "status": "doorverwezen", "naar": zin(12), **_vervolg()}),
        ("sluiten", {"tekst": zin(8), "open": ["1", "2"]}),
    ):
        csrf, gezien = noor.csrf(f"/overdracht/{zaak}"), noor.gezien(zaak)
        answer = noor.browser.stuur(f"/overdracht/{zaak}/{pad}", csrf=csrf, gezien=gezien, **velden)
        assert answer.status_code == 303, (pad, plat(answer.text))
    noor.browser.haal(f"/overdracht/{zaak}.json")
    noor.browser.haal(f"/overdracht/{zaak}.pdf")
    terug = Overlever(chat)
    assert terug.browser.stuur("/terug", code=f"{zin(9)} {code}").status_code == 422
    assert terug.browser.stuur("/terug", code=code.upper()).status_code == 303
    blad = terug.blad()
    for nr in (4, 12, 13, 14):
        assert f"{STAM}ei{nr}" in blad
    terug.zeg(zin(10))
    answer = terug.browser.stuur("/gesprek/bericht", tekst=zin(11) * 30)
    assert answer.status_code == 422
    verhaal.cookies += [o.browser.cookies["s"] for o in (overlever, terug)]
    verhaal.sessies.append(noor.browser.cookies["d"])
    verhaal.codes.append(code)
    return verhaal
