"""Scripted people over plain HTTP: they send again until they are answered, as the pages do.

What was acknowledged is remembered, so that a test can look it up afterwards, however often the
servers died in between.
"""

from __future__ import annotations

import html
import re
import secrets
import ssl
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import pyotp

WACHTWOORD = "een lange zin met vogels"
GEDULD = 150.0
#: What a browser of today says of a form on one of our own pages.
VAN_HIER = {"sec-fetch-site": "same-origin"}
#: Made once: reading the certificates takes longer than most answers.
TLS = ssl.create_default_context()
_BUBBEL = re.compile(r'data-van="(\w+)" data-seq="(\d+)"')
_ZEGT = re.compile(r'<div class="zegt" dir="auto">(.*?)</div>', re.DOTALL)
_KNOP = re.compile(r'<button[^>]*name="keuze" value="([^"]*)"[^>]*>(.*?)</button>', re.DOTALL)
#: What somebody presses who wants to talk with a human soon.
NAAR_EEN_MENS = {
    "Hoe wil je met een mens praten?": "Nu, en ik deel verder niets",
    "Wil je wachten op een mens?": "Ja, en ik deel verder niets",
    "Mag dat?": "Ja, deel dit",
}


def plat(stuk: str) -> str:
    """Return the words of a piece of a page."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", stuk)).split())


def _verborgen(form: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


class Bezoeker:
    """A browser that does not give up: every request is sent until a server answers it."""

    def __init__(self, adres: str) -> None:
        self.adres = adres
        self.cookies: dict[str, str] = {}
        self.koppen: dict[str, str] = {}
        self.vanaf: str | None = None
        self.opnieuw = 0

    def een_keer(self, methode: str, pad: str, **meer: Any) -> httpx.Response:
        """Ask once, and take whatever comes."""
        transport = httpx.HTTPTransport(local_address=self.vanaf, verify=TLS)
        with httpx.Client(
            timeout=20,
            cookies=self.cookies,
            headers={**VAN_HIER, **self.koppen},
            transport=transport,
        ) as client:
            answer = client.request(methode, self.adres + pad, **meer)
            if answer.status_code < 500:
                self.cookies.update(dict(client.cookies))
            return answer

    def _vraag(self, methode: str, pad: str, **meer: Any) -> httpx.Response:
        end = time.monotonic() + GEDULD
        while True:
            try:
                answer = self.een_keer(methode, pad, **meer)
                if answer.status_code < 500:
                    return answer
            except httpx.TransportError:
                pass
            assert time.monotonic() < end, f"never answered: {methode} {pad}"
            self.opnieuw += 1
            time.sleep(0.1)

    def haal(self, pad: str) -> httpx.Response:
        """Get a page."""
        return self._vraag("GET", pad)

    def stuur(self, pad: str, **velden: Any) -> httpx.Response:
        """Post a form."""
        return self._vraag("POST", pad, data=velden)


@dataclass
class Bubbel:
    """One bubble of the page."""

    van: str
    seq: int
    tekst: str


@dataclass
class Overlever:
    """Somebody who chats; *gezegd* is every text of theirs that was acknowledged, in order."""

    adres: str
    gezegd: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.browser = Bezoeker(self.adres)

    def begin(self) -> None:
        """Begin a conversation."""
        assert self.browser.stuur("/gesprek").status_code == 303

    def zeg(self, tekst: str) -> None:
        """Type something; it counts as said when the server has acknowledged it."""
        answer = self.browser.stuur(
            "/gesprek/bericht", tekst=tekst, client_id=secrets.token_hex(16)
        )
        assert answer.status_code == 303, (answer.status_code, plat(answer.text))
        self.gezegd.append(tekst)

    def druk(self, keuze: str, **velden: Any) -> httpx.Response:
        """Press the button with this id."""
        return self.browser.stuur(
            "/gesprek/bericht", keuze=keuze, client_id=secrets.token_hex(16), **velden
        )

    def blad(self) -> str:
        """Return the whole page."""
        answer = self.browser.haal("/gesprek")
        assert answer.status_code == 200
        return answer.text

    def bubbels(self, blad: str | None = None) -> list[Bubbel]:
        """Return what stands in the talk, in order."""
        stukken = re.split(r'(?=<div class="bubbel )', blad or self.blad())[1:]
        found = []
        for stuk in stukken:
            van, seq = _BUBBEL.search(stuk).groups()  # type: ignore[union-attr]
            zegt = _ZEGT.search(stuk)
            found.append(Bubbel(van, int(seq), html.unescape(zegt[1]) if zegt else ""))
        return found

    def knoppen(self, blad: str) -> dict[str, str]:
        """Return the offered buttons: words to id."""
        return {plat(woorden): keuze for keuze, woorden in _KNOP.findall(blad)}

    def naar_een_mens(self) -> None:
        """Ask for a human and share nothing more; returns when the handoff stands."""
        self.druk("hulpverlener")
        for _ in range(30):
            blad = self.blad()
            if 'data-staat="bot"' not in blad:
                return
            laatste = [b.tekst for b in self.bubbels(blad) if b.van == "bot"][-1]
            knoppen = self.knoppen(blad)
            keus = next((k for v, k in NAAR_EEN_MENS.items() if v in laatste), "Overslaan")
            self.druk(knoppen.get(keus, "overslaan"))
        raise AssertionError("never handed over")


@dataclass
class Hulpverlener:
    """Somebody at the desk; *gezegd* is, per case, every message that was acknowledged."""

    adres: str
    naam: str = "noor"
    roepnaam: str = "Noor"
    gezegd: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.browser = Bezoeker(self.adres)

    def maak_account(self, link: str) -> None:
        """Make the account of a one-time link."""
        pad = "/uitnodiging/" + link.rpartition("/")[2]
        blad = self.browser.haal(pad).text
        velden = _verborgen(blad)
        self.geheim = velden["geheim"]
        answer = self.browser.stuur(
            pad,
            **velden,
            naam=self.naam,
            roepnaam=self.roepnaam,
            wachtwoord=WACHTWOORD,
            code=pyotp.TOTP(self.geheim).now(),
        )
        assert answer.status_code == 303, plat(answer.text)

    def csrf(self, pad: str = "/") -> str:
        """Return the token of the forms."""
        return self._csrf(self.browser.haal(pad).text)

    def _csrf(self, blad: str) -> str:
        found = re.search(r'name="csrf" value="([^"]*)"', blad)
        assert found, plat(blad)[:500]
        return found[1]

    def gezien(self, zaak: str) -> str:
        """Open a case; return the number of the last bubble that it shows, as its forms send it."""
        found = re.search(
            r'name="gezien" value="(\d+)"', self.browser.haal(f"/overdracht/{zaak}").text
        )
        assert found
        return found[1]

    def nodig_uit(self) -> str:
        """Return a one-time link for a colleague."""
        blad = self.browser.haal("/team").text
        form = blad[blad.index('action="/team/uitnodigen"') :].partition("</form>")[0]
        answer = self.browser.stuur("/team/uitnodigen", **_verborgen(form))
        found = re.search(r"/uitnodiging/[\w-]+", answer.text)
        assert found, plat(answer.text)
        return found[0]

    def zaken(self) -> list[str]:
        """Return the ids of the cases on the first page."""
        return list(dict.fromkeys(re.findall(r"/overdracht/([0-9a-f]{32})", self.lijsten())))

    def lijsten(self) -> str:
        """Return the first page."""
        return self.browser.haal("/").text

    def pak_op(self, zaak: str) -> bool:
        """Try to claim a case; tell whether it is mine now."""
        csrf = self.csrf()
        answer = self.browser.stuur(f"/overdracht/{zaak}/oppakken", csrf=csrf)
        assert answer.status_code in (303, 404, 409), answer.status_code
        return answer.status_code == 303

    def zeg(self, zaak: str, tekst: str) -> bool:
        """Write to the person; tell whether it was taken."""
        csrf = self.csrf()
        answer = self.browser.stuur(
            f"/overdracht/{zaak}/bericht", csrf=csrf, tekst=tekst, client_id=secrets.token_hex(16)
        )
        assert answer.status_code in (303, 404, 409), answer.status_code
        if answer.status_code != 303:
            return False
        self.gezegd.setdefault(zaak, []).append(tekst)
        return True
