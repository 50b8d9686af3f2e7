"""A small router of our own, without Rasa or a database: it plays every state of the talk.

For the tests of the web app, and to look at its pages: `python -m tests.chat_stub` serves them.
"""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from types import SimpleNamespace

from bot.dialogue.beeld import Beeld, FouteCode, GeenGesprek, SlechteInvoer
from bot.dialogue.knoppen import OP_DE_VRAAG
from tests.chat_steps import CODE, DAARNA, STAPPEN, Gesprek, verlopen

SETTINGS = SimpleNamespace(
    https=False, weg_adres="https://www.buienradar.nl/", naam="Eerst jij", organisatie=""
)
TE_LANG = "Je bericht is te lang. Maak het korter, of stuur het in stukken."


class StubBell:
    """The stub looks for itself: nothing has to ring."""

    loopt = False

    closed = False

    async def start(self) -> None:
        """Note that the app began."""
        self.loopt = True

    async def stop(self) -> None:
        """Note that the app ended."""
        self.loopt = False


class StubRouter:
    """The router's contract, played; tests look at *gesprekken* and push with *zeg*."""

    def __init__(self) -> None:
        self.bell = StubBell()
        self.gesprekken: dict[str, Gesprek] = {}
        self.weggegaan: list[str] = []
        self.luisteren: list[str] = []
        self.kapot = False

    def _open(self, cookie: str) -> Gesprek:
        if self.kapot:
            raise RuntimeError("geheime woorden die nergens mogen staan")
        if cookie not in self.gesprekken:
            raise GeenGesprek
        return self.gesprekken[cookie]

    def maak(self, stap: str = "begin") -> str:
        """Make a conversation that stands at *stap*; return its cookie."""
        cookie = secrets.token_urlsafe(32)
        gesprek = self.gesprekken[cookie] = Gesprek()
        if stap != "begin":
            STAPPEN["begin"](gesprek)
            gesprek.zeg("jij", "Nee")
        STAPPEN[stap](gesprek)
        return cookie

    def gezond(self) -> None:
        """Look whether what is played works."""
        if self.kapot:
            raise RuntimeError("geheime woorden die nergens mogen staan")

    async def begin(self) -> str:
        """Start a conversation."""
        if self.kapot:
            raise RuntimeError
        return self.maak()

    async def beeld(self, cookie: str, na: int = 0) -> Beeld:
        """Show the conversation after *na*."""
        beeld = self._open(cookie).beeld
        return dataclasses.replace(beeld, bubbels=[b for b in beeld.bubbels if b.seq > na])

    async def bericht(
        self,
        cookie: str,
        tekst: str | None = None,
        keuze: str | None = None,
        regels: list[str] | None = None,
        client_id: str | None = None,
        gezien: int | None = None,
    ) -> None:
        """Take one message, once."""
        g = self._open(cookie)
        if client_id in g.client_ids:
            return
        if keuze in OP_DE_VRAAG and gezien is not None and gezien < g.beeld.laatste_seq:
            raise SlechteInvoer("Die knop hoort bij een vraag van eerder.")
        gezegd = self._knop(g, keuze) if keuze is not None else self._tekst(tekst or "")
        if client_id:
            g.client_ids.add(client_id)
        g.regels = list(regels or [])
        if gezegd == "Ja, wis alles":
            del self.gesprekken[cookie]
            return
        g.zeg("jij", gezegd)
        verlopen(g)
        self._antwoord(g, gezegd)

    def _knop(self, g: Gesprek, keuze: str) -> str:
        panelen = [b.paneel for b in g.beeld.bubbels if b.paneel and "regels" in b.paneel]
        los = [k for p in panelen for regel in p["regels"] for k in regel.get("knoppen", [])]
        namen = {k.id: k.tekst for k in [*g.beeld.knoppen, *g.beeld.altijd]}
        namen.update({k["id"]: k["tekst"] for k in los})
        namen.update({k.id: k.tekst for w in g.beeld.wensen for k in w.knoppen})
        if keuze not in namen:
            raise SlechteInvoer("Die knop hoort bij een vraag van eerder.")
        return namen[keuze]

    def _tekst(self, tekst: str) -> str:
        schoon = "".join(c for c in tekst if c.isprintable() or c == "\n").strip()
        if not schoon:
            raise SlechteInvoer("Ik zie nog geen woorden. Typ iets, of kies een knop.", tekst)
        if len(schoon) > 2000:
            raise SlechteInvoer(TE_LANG, tekst)
        return schoon

    def _antwoord(self, g: Gesprek, gezegd: str) -> None:
        stap = DAARNA.get(gezegd)
        if stap is not None:
            STAPPEN[stap](g)
        elif g.beeld.staat == "bot" and not g.beeld.stil:
            STAPPEN["menu"](g)

    async def wis(self, cookie: str) -> None:
        """Wipe it."""
        self._open(cookie)
        del self.gesprekken[cookie]

    async def terug(self, code: str) -> str:
        """Return with the one code of the stub."""
        if code.lower().replace(",", " ").split() != CODE.split():
            raise FouteCode("Deze woorden passen niet. Kijk nog eens rustig.")
        return self.maak("dicht")

    async def weg(self, cookie: str) -> None:
        """Quick exit."""
        self._open(cookie)
        self.weggegaan.append(cookie)
        del self.gesprekken[cookie]

    async def wacht_op_nieuws(self, cookie: str, na: int, timeout: float) -> bool:
        """Look every 20 ms whether there is something after *na*."""
        if timeout:
            self.luisteren.append(cookie)  # a stream stands open
        einde = asyncio.get_running_loop().time() + timeout
        while self._open(cookie).beeld.laatste_seq <= na:
            if asyncio.get_running_loop().time() >= einde:
                return False
            await asyncio.sleep(0.02)
        return True


def main() -> None:
    """Serve the pages with the stub, to look at them."""
    import uvicorn

    from bot.chat.app import create_app

    uvicorn.run(create_app(SETTINGS, StubRouter()), port=8090, access_log=False, ws="none")


if __name__ == "__main__":
    main()
