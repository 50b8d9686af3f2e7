"""Debian's WebKitGTK, the engine of Safari and of every iPhone, by its own driver over HTTP."""

from __future__ import annotations

import glob
import json
import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from tests.servers import free_port
from tests.webdriver import KAN, NERGENS, Browser, Fout, wacht_op

# Where each command lives over HTTP: the names are those of the standard.
_HTTP = {
    "Navigate": "POST url",
    "GetCurrentURL": "GET url",
    "Back": "POST back",
    "ExecuteScript": "POST execute/sync",
    "ExecuteAsyncScript": "POST execute/async",
    "ElementClick": "POST element/{id}/click",
    "ElementSendKeys": "POST element/{id}/value",
    "PerformActions": "POST actions",
    "GetCookies": "GET cookie",
    "AddCookie": "POST cookie",
    "TakeScreenshot": "GET screenshot",
    "SetWindowRect": "POST window/rect",
}


class WebKit(Browser):
    """WebKitGTK's small browser on a screen of its own, as Safari and every iPhone draw pages."""

    soort = "WebKit"
    programma = next(iter(glob.glob("/usr/lib/*/webkit2gtk-4.*/MiniBrowser")), None)
    if not (shutil.which("WebKitWebDriver") and shutil.which("Xvfb")):
        programma = None
    pakketten = "webkit2gtk-driver xvfb"

    def __init__(self, js: bool) -> None:
        super().__init__(js)
        # A page as wide as a small phone: the window's own buttons would keep it wider.
        stijl = Path(self._map.name) / "gtk-3.0/gtk.css"
        stijl.parent.mkdir()
        stijl.write_text("* { min-width: 0; padding: 0; margin: 0; border: 0; font-size: 1px }")
        lees, schrijf = os.pipe()
        # fmt: off
        scherm = ["Xvfb", "-displayfd", str(schrijf), "-screen", "0", "320x640x24",
                  "-nolisten", "tcp"]
        # fmt: on
        self._scherm = subprocess.Popen(scherm, pass_fds=[schrijf], stderr=subprocess.DEVNULL)
        os.close(schrijf)
        with open(lees) as gezegd:
            display = gezegd.readline().strip()
        self._omgeving = {
            **os.environ,
            "DISPLAY": f":{display}",
            "GDK_BACKEND": "x11",
            "XDG_CONFIG_HOME": self._map.name,
        }
        args = [
            "--automation",
            "--full-screen",
            f"--enable-javascript={str(js).lower()}",
            "--proxy=http://{}:{}".format(*NERGENS),
            "--ignore-host=localhost",
            "--ignore-host=127.0.0.1",
        ]
        eigen = {"binary": self.programma, "args": args}
        self._kan = {"alwaysMatch": {"webkitgtk:browserOptions": eigen, **KAN}}
        self._driver: subprocess.Popen[bytes] | None = None
        self.vers()

    def vers(self) -> None:
        """Another driver and browser, which keep nothing of the ones before.

        The ones before are killed: asked to end, now and then they never do.
        """
        for _ in range(3):
            with suppress(httpx.ReadTimeout):  # now and then a browser never comes up
                return self._begin()
        raise Fout("three times no browser came up")

    def _begin(self) -> None:
        self._stop()
        poort = free_port()
        self._driver = subprocess.Popen(
            ["WebKitWebDriver", f"--port={poort}", "--host=127.0.0.1"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._omgeving,
            start_new_session=True,
        )
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{poort}", timeout=10)
        wacht_op(self._luistert, lambda: "WebKit's driver is silent")
        gemaakt = self._http.post("/session", json={"capabilities": self._kan}, timeout=60)
        self._sessie = f"/session/{gemaakt.json()['value']['sessionId']}/"
        self.vraag("SetWindowRect", x=0, y=0, width=320, height=640)

    def _stop(self) -> None:
        if self._driver:
            self._http.close()
            with suppress(ProcessLookupError):
                os.killpg(self._driver.pid, signal.SIGKILL)
            self._driver.wait()

    def _luistert(self) -> bool:
        with suppress(httpx.ConnectError):
            return self._http.get("/status").is_success
        return False

    def vraag(self, commando: str, **gegevens: Any) -> Any:
        """Send the command to its place; what stands in the address goes there."""
        methode, plek = _HTTP[commando].format(**gegevens).split()
        body = json.dumps(gegevens) if methode == "POST" else None
        try:
            antwoord = self._http.request(methode, self._sessie + plek, content=body)
        except httpx.ReadTimeout:
            # Asked of a page that just made way for one of another process: nobody answers.
            raise Fout(f"{commando}: no answer") from None
        waarde = antwoord.json()["value"]
        if antwoord.is_error:
            raise Fout(f"{commando}: {waarde['message']}")
        return waarde

    def sluit(self) -> None:
        """End browser, driver and screen."""
        self._stop()
        self._scherm.terminate()
        self._scherm.wait()
        self._map.cleanup()
