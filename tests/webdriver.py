"""Firefox and WebKit, driven by the commands of W3C WebDriver: each over its own wire.

Firefox (firefox.py) listens itself, WebKit (webkit.py) has a driver. Both know the same commands,
so a test is written once. Neither reaches further than this machine: whatever is asked of another
host goes to a proxy that is not there.
"""

from __future__ import annotations

import base64
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from bot.chat.forms import COOKIE
from bot.koekjes import naam

T = TypeVar("T")

WACHT = 15.0
NERGENS = ("127.0.0.1", 9)
#: A certificate of our own is good enough; the tests wait themselves.
KAN = {"acceptInsecureCerts": True, "pageLoadStrategy": "none"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
SHIFT, ENTER = "\ue008", "\ue007"


class Fout(Exception):
    """The browser refused a command."""


def wacht_op(doe: Callable[[], T | None], zegt: Callable[[], str], hoogstens: float = WACHT) -> T:
    """Ask *doe* until it gives something true; raises AssertionError with what *zegt* tells."""
    einde = time.monotonic() + hoogstens
    while True:
        with suppress(Fout):  # between two pages there is none
            if gegeven := doe():
                return gegeven
        if time.monotonic() > einde:
            raise AssertionError(f"not in {hoogstens} s; {zegt()}")
        time.sleep(0.02)


class Browser:
    """What a person does in a browser; *vraag* carries one command to it and back."""

    soort = ""
    #: What it is started with; None where something of `pakketten` is missing.
    programma: str | None = None
    pakketten = ""

    def __init__(self, js: bool) -> None:
        self.js = js
        self._map = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)

    def vraag(self, commando: str, **gegevens: Any) -> Any:
        """Send one command; returns its answer or raises `Fout`."""
        raise NotImplementedError

    def sluit(self) -> None:
        """End the browser and what belongs to it."""
        raise NotImplementedError

    def ga(self, url: str) -> None:
        """Open *url*, as typed in the bar; again where it had only just begun and did not hear."""
        for _ in range(3):
            self.vraag("Navigate", url=url)
            with suppress(AssertionError):
                wacht_op(self._is_ergens, lambda: "", 5)
                return
        raise AssertionError(f"{self.soort} does not open {url}")

    def _is_ergens(self) -> bool:
        return bool(
            self.doe("return document.readyState === 'complete' && document.URL !== 'about:blank'")
        )

    def terug(self) -> None:
        """Press Back."""
        self.vraag("Back")

    def adres(self) -> str:
        """Return the address in the bar."""
        return str(self.vraag("GetCurrentURL"))

    def doe(self, script: str, *args: Any) -> Any:
        """Run *script* as the driver, also where the page may run none; return what it gives."""
        return self.vraag("ExecuteScript", script=script, args=list(args))

    def tekst(self, kies: str = "body") -> str:
        """Return the words to be seen in *kies*, on one line; empty where there is none."""
        gezien = self.doe(
            "let e = document.querySelector(arguments[0]); return e && e.innerText", kies
        )
        return " ".join((gezien or "").split())

    def zoek(self, kies: str, met: str = "") -> dict[str, str]:
        """Wait for the first *kies* with the words *met*, on a page that is all there."""
        return self.wacht(
            lambda: self.doe(
                "return document.readyState === 'complete' &&"
                " Array.from(document.querySelectorAll(arguments[0]))"
                ".find(e => e.textContent.includes(arguments[1]))",
                kies,
                met,
            )
        )

    def druk(self, met: str, kies: str = "button, a, summary") -> None:
        """Press what holds the words *met*, as soon as it takes a press."""
        self.zoek("body:not(:has(.vers))")
        self.vraag("ElementClick", id=self.zoek(kies, met)[ELEMENT])

    def tik(self, kies: str) -> None:
        """Tap in the middle of *kies* and do not wait for what comes of it."""
        vinger = {"pointerType": "mouse"}
        stappen = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": self.zoek(kies)},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        bron = {"type": "pointer", "id": "muis", "parameters": vinger, "actions": stappen}
        self.vraag("PerformActions", actions=[bron])

    def toetsen(self, *toetsen: str) -> None:
        """Press and leave these keys, one after the other."""
        stappen = [
            {"type": soort, "value": toets} for toets in toetsen for soort in ("keyDown", "keyUp")
        ]
        self.vraag("PerformActions", actions=[{"type": "key", "id": "toetsen", "actions": stappen}])

    def typ(self, kies: str, tekst: str) -> None:
        """Type *tekst* into *kies*."""
        self.vraag("ElementSendKeys", id=self.zoek(kies)[ELEMENT], text=tekst)

    def geef_cookie(self, url: str, waarde: str) -> None:
        """Let the browser have a conversation, as if it began there."""
        self.ga(url + "/gezond")
        self.wacht(lambda: self.tekst() == "goed")
        https = url.startswith("https")
        eigen = {"name": naam(COOKIE, https), "value": waarde, "path": "/", "secure": https}
        self.vraag("AddCookie", cookie={**eigen, "httpOnly": True, "sameSite": "Strict"})

    def vers(self) -> None:
        """Begin anew: no past and no cookies."""
        raise NotImplementedError

    def cookies(self) -> list[dict[str, Any]]:
        """Return the cookies of the page that is open."""
        found: list[dict[str, Any]] = self.vraag("GetCookies")
        return found

    def opslag(self) -> list[int]:
        """Return how much of this site the browser keeps, in each of its five stores.

        Only with *js*: without it the stores do not answer, and no page can fill them.
        """
        return self.vraag(  # type: ignore[no-any-return]
            "ExecuteAsyncScript",
            script="""const klaar = arguments[0];
                Promise.all([indexedDB.databases(), caches.keys(),
                    navigator.serviceWorker.getRegistrations()]).then(
                    a => klaar([localStorage, sessionStorage, ...a].map(x => x.length)),
                    fout => klaar([String(fout)]))""",
            args=[],
        )

    def beeld(self) -> bytes:
        """Return a picture (PNG) of what is to be seen."""
        return base64.b64decode(self.vraag("TakeScreenshot", full=False))

    def wacht(self, doe: Callable[[], T | None]) -> T:
        """Ask *doe* until it gives something true; raises AssertionError with what stands there."""
        return wacht_op(doe, lambda: f"{self.soort} at {self.adres()}: {self.tekst()}")
