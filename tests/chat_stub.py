"""A small router of our own, without Rasa or a database: it plays every state of the talk.

For the tests of the web app, and to look at its pages: `python -m tests.chat_stub` serves them.
"""

from __future__ import annotations

import asyncio
import dataclasses
import secrets
from types import SimpleNamespace
from typing import Any

from bot.dialogue.beeld import (
    Beeld,
    Bubbel,
    FouteCode,
    GeenGesprek,
    Inzage,
    Knop,
    SlechteInvoer,
    Wens,
)

SETTINGS = SimpleNamespace(https=False, weg_adres="https://www.buienradar.nl/", naam="Eerst jij")
CODE = "brood appel kaars zeep melk tafel wortel"

ALTIJD = [
    Knop("hulpverlener", "Een mens"),
    Knop("overslaan", "Overslaan"),
    Knop("terug", "Terug"),
    Knop("uitleg", "Uitleg"),
    Knop("stoppen", "Stoppen"),
    Knop("wissen", "Wissen"),
    Knop("code", "Mijn code"),
]
BEHOEFTEN = {
    "veiligheid": "Veilig zijn",
    "onderdak": "Slapen en wonen",
    "medisch": "Dokter en lijf",
    "psychisch": "Gevoel en hoofd",
    "basis": "Eten en kleren",
    "geld_werk": "Geld en werk",
    "verblijf": "Papieren",
    "juridisch": "Recht en advocaat",
    "kinderen": "Mijn kinderen",
    "sociaal": "Iemand om mee te praten",
    "taal": "Tolk en taal",
    "toekomst": "Later",
    "terugkeer": "Terug naar mijn land",
    "aangifte": "Aangifte",
    "iets_anders": "Iets anders",
}
REGELS = [
    {
        "id": "wens.onderdak",
        "kop": "Slapen en wonen",
        "tekst": "ik kan vannacht niet naar huis",
        "bron": "jouw woorden",
    },
    {"id": "veilig.nu", "kop": "Nu veilig", "tekst": "Weet ik niet", "bron": "jouw keuze"},
    {
        "id": "wie_niet",
        "kop": "Wie het niet mag weten",
        "tekst": "mijn oom en zijn vrienden <b>",
        "bron": "jouw woorden",
    },
]
ADRESSEN = [
    {
        "id": "113",
        "naam": "113 Zelfmoordpreventie",
        "voor": "Denk je aan de dood? Praat met iemand.",
        "tel": "0800-0113",
        "tel_link": "08000113",
        "web": "https://www.113.nl",
        "chat": "https://www.113.nl",
        "uren": "dag en nacht",
        "kosten": "gratis",
        "politie": "nee",
        "aangifte": "nee",
        "talen": "Nederlands",
        "bron": "https://www.113.nl/contact",
        "datum": "2025-10-03",
        "nagebeld": None,
    },
    {
        "id": "fairwork",
        "naam": "FairWork",
        "voor": "Voor mensen met problemen op het werk.",
        "tel": None,
        "tel_link": None,
        "web": "fairwork.nu",
        "chat": None,
        "uren": None,
        "kosten": "gratis advies",
        "politie": "nee",
        "aangifte": "nee",
        "talen": "meer dan 12 talen",
        "bron": "fairwork.nu",
        "datum": "2019-05",
        "nagebeld": "2026-11-20",
    },
]
WENSEN = [
    Wens(
        "onderdak",
        "Slapen en wonen",
        "mee_bezig",
        "Sam is hiermee bezig.",
        "2026-11-22",
        (Knop("klopt_niet:1", "Dit klopt niet"), Knop("nog_nodig:1", "Ik heb dit nog nodig")),
    ),
    Wens("medisch", "Dokter en lijf", "niet_gelukt", "Niet gelukt: er is nu geen plek.", None),
]
INZAGE = [Inzage("Sam, team Veilige Plek", "2026-11-22", "heeft je hele verhaal gelezen")]
TE_LANG = "Je bericht is te lang. Maak het korter, of stuur het in stukken."


class Gesprek:
    """One conversation of the stub: its picture, and what it already took."""

    def __init__(self) -> None:
        self.beeld = Beeld("bot", False, [], [], ALTIJD)
        self.client_ids: set[str] = set()
        self.regels: list[str] = []

    def zeg(self, van: Any, tekst: str, **rest: Any) -> None:
        """Add one bubble."""
        seq = self.beeld.laatste_seq + 1
        self.zet(bubbels=[*self.beeld.bubbels, Bubbel(seq, van, tekst, **rest)], laatste_seq=seq)

    def zet(self, **waarden: Any) -> None:
        """Change the picture."""
        self.beeld = dataclasses.replace(self.beeld, **waarden)

    def kies(self, *teksten: str) -> None:
        """Offer these buttons; their ids are fresh, as the real ones."""
        self.zet(knoppen=[Knop(secrets.token_hex(4), tekst) for tekst in teksten])


def _begin(g: Gesprek) -> None:
    g.zeg("bot", "Dag. Ik ben een chatbot, dus een computer.")
    g.zeg("bot", "Kijkt er nu iemand mee op je scherm?")
    g.kies("Ja", "Nee", "Weet ik niet")


def _stil(g: Gesprek) -> None:
    g.zet(stil=True)
    g.zeg("bot", "Tik bovenaan om weg te gaan. Wil je een teken van een mens?")
    g.kies("Ja", "Nee", "Niemand kijkt meer mee")


def _vraag(g: Gesprek) -> None:
    g.zet(stil=False, knoppen=[])
    g.zeg("bot", "Dank je. Wat heb je nodig? Je mag het zeggen zoals jij wilt.")


def _menu(g: Gesprek) -> None:
    g.zeg("bot", "Ik heb dit niet goed begrepen. Ik bewaar je woorden wel.")
    g.zeg("bot", "Waar gaat het over? Kies een plaatje.")
    plaatjes = [Knop(secrets.token_hex(4), t, icoon=b) for b, t in BEHOEFTEN.items()]
    g.zet(knoppen=[*plaatjes, Knop(secrets.token_hex(4), "Ik kies niets")])


def _verlopen(g: Gesprek) -> None:
    """Take buttons and ticks out of panels of an earlier turn, as the real router does."""
    bubbels = [
        dataclasses.replace(
            b,
            paneel={
                **b.paneel,
                "delen": False,
                "regels": [{**regel, "knoppen": []} for regel in b.paneel["regels"]],
            },
        )
        if b.paneel and "regels" in b.paneel
        else b
        for b in g.beeld.bubbels
    ]
    g.zet(bubbels=bubbels)


def _samenvatting(g: Gesprek) -> None:
    regels = [
        {
            **regel,
            "knoppen": [
                {"id": secrets.token_hex(4), "tekst": "Anders"},
                {"id": secrets.token_hex(4), "tekst": "Weg ermee"},
            ],
        }
        for regel in REGELS
    ]
    paneel = {"soort": "samenvatting", "delen": False, "regels": regels}
    g.zeg("bot", "Dit heb ik van jou gehoord. Klopt het?", paneel=paneel)
    g.kies("Ja, het klopt", "Er mist iets")


def _toestemming(g: Gesprek) -> None:
    paneel = {"soort": "samenvatting", "delen": True, "regels": REGELS}
    g.zeg("bot", "Wat mag team Veilige Plek lezen? Vink aan wat jij wilt.", paneel=paneel)
    g.kies("Ja, deel dit", "Nee, deel niets")


def _wacht(g: Gesprek) -> None:
    g.zet(staat="wacht", heeft_code=True)
    g.zeg("bot", "Het is verstuurd. Er is nu niemand. Maandag om 9 uur wel.")
    g.zeg(
        "bot",
        "Dit is jouw code. Schrijf hem op als een lijstje boodschappen.",
        paneel={"soort": "code", "woorden": CODE.split()},
    )
    g.kies("Stop met wachten")


def _mens(g: Gesprek) -> None:
    g.zet(staat="mens")
    g.zeg("bot", "Sam is hier. Nu antwoordt een mens.")
    g.zeg("hulpverlener", "Hoi, ik ben Sam. Ik heb gelezen wat je nodig hebt.", naam="Sam")
    g.zeg("hulpverlener", "Ik zoek een plek om te slapen. Is vanavond goed?", naam="Sam")
    g.kies("Ik wil weer de chatbot")


def _dicht(g: Gesprek) -> None:
    g.zet(staat="dicht", wensen=WENSEN, inzage=INZAGE)
    g.zeg("bot", "Sam heeft het gesprek afgerond. Je kunt altijd verder.")
    g.kies("Ik heb dit nog nodig", "Dit klopt niet", "Verder met de chatbot")


def _hulp(g: Gesprek) -> None:
    g.zeg("bot", "Ik kan zelf geen hulp sturen. Bel 112 of 0800-0113.")
    g.zeg("bot", "Deze mensen kunnen helpen.", paneel={"soort": "hulp", "adressen": ADRESSEN})
    g.kies("Verder")


def _wissen(g: Gesprek) -> None:
    g.zeg("bot", "Wil je alles wissen? Daarna is het echt weg.")
    g.kies("Ja, wis alles", "Nee, bewaar het")


STAPPEN = {
    "begin": _begin,
    "stil": _stil,
    "vraag": _vraag,
    "menu": _menu,
    "samenvatting": _samenvatting,
    "toestemming": _toestemming,
    "wacht": _wacht,
    "mens": _mens,
    "dicht": _dicht,
    "hulp": _hulp,
    "wissen": _wissen,
}
# What a press leads to, by the words on the button; typed text leads on in the same way.
DAARNA = {
    "Ja": "stil",
    "Nee": "vraag",
    "Weet ik niet": "vraag",
    "Niemand kijkt meer mee": "vraag",
    "Ik kies niets": "samenvatting",
    "Ja, het klopt": "toestemming",
    "Ja, deel dit": "wacht",
    "Nee, deel niets": "hulp",
    "Een mens": "wacht",
    "Wissen": "wissen",
    "Nee, bewaar het": "vraag",
    **dict.fromkeys(BEHOEFTEN.values(), "samenvatting"),
}


class StubBell:
    """The stub looks for itself: nothing has to ring."""

    loopt = False

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
    ) -> None:
        """Take one message, once."""
        g = self._open(cookie)
        if client_id in g.client_ids:
            return
        gezegd = self._knop(g, keuze) if keuze is not None else self._tekst(tekst or "")
        if client_id:
            g.client_ids.add(client_id)
        g.regels = list(regels or [])
        if gezegd == "Ja, wis alles":
            del self.gesprekken[cookie]
            return
        g.zeg("jij", gezegd)
        _verlopen(g)
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
