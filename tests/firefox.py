"""Debian's Firefox by Marionette, the wire that it brings itself: lines of JSON on a socket."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

from tests.webdriver import KAN, NERGENS, Browser, Fout, wacht_op


class Firefox(Browser):
    """A Firefox on a profile of its own; *js* off is its own setting `javascript.enabled`."""

    soort = "Firefox"
    programma = shutil.which("firefox-esr") or shutil.which("firefox")
    pakketten = "firefox-esr"

    def __init__(self, js: bool) -> None:
        super().__init__(js)
        assert self.programma is not None
        profiel = Path(self._map.name)
        instellingen = {
            "marionette.port": 0,
            "javascript.enabled": js,
            "network.dns.disabled": True,
            "network.proxy.type": 1,
            "network.proxy.http": NERGENS[0],
            "network.proxy.http_port": NERGENS[1],
            "network.proxy.ssl": NERGENS[0],
            "network.proxy.ssl_port": NERGENS[1],
            # A page as wide as a small phone: a window cannot be that small.
            "toolkit.legacyUserProfileCustomizations.stylesheets": True,
        }
        (profiel / "user.js").write_text(
            "".join(
                f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in instellingen.items()
            )
        )
        (profiel / "chrome").mkdir()
        (profiel / "chrome/userChrome.css").write_text(
            ".browserStack > browser { max-width: 320px; max-height: 640px }"
        )
        self._process = subprocess.Popen(
            [self.programma, "--marionette", "--headless", "--no-remote", "--profile", profiel],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self._map.name},
        )
        poort = profiel / "MarionetteActivePort"
        wacht_op(lambda: poort.exists() and poort.read_text().strip(), lambda: "Firefox is silent")
        self._lijn = socket.create_connection(("127.0.0.1", int(poort.read_text())))
        self._lezer = self._lijn.makefile("rb")
        self._nummer = 0
        self._ontvang()  # it says first who it is
        self.vraag("NewSession", **KAN)

    def vraag(self, commando: str, **gegevens: Any) -> Any:
        """Send `lengte:[0, number, name, fields]`; the answer is `[1, number, error, result]`."""
        self._nummer += 1
        bericht = json.dumps([0, self._nummer, f"WebDriver:{commando}", gegevens]).encode()
        self._lijn.sendall(b"%d:%s" % (len(bericht), bericht))
        _, _, fout, antwoord = self._ontvang()
        if fout:
            raise Fout(f"{commando}: {fout['message'] or fout['error']}")
        return antwoord["value"] if isinstance(antwoord, dict) and "value" in antwoord else antwoord

    def vers(self) -> None:
        """Another tab, and no cookies; starting anew takes seconds."""
        self.vraag("DeleteAllCookies")
        nieuw = self.vraag("NewWindow", type="tab", focus=True)["handle"]
        self.vraag("CloseWindow")
        self.vraag("SwitchToWindow", handle=nieuw)

    def _ontvang(self) -> Any:
        lengte = b""
        while (teken := self._lezer.read(1)) != b":":
            if not teken:
                raise AssertionError("Firefox is gone")
            lengte += teken
        return json.loads(self._lezer.read(int(lengte)))

    def sluit(self) -> None:
        """End it, and throw its profile away."""
        self._lijn.close()
        self._process.terminate()
        self._process.wait()
        self._map.cleanup()
