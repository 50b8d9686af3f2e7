"""The steps of the stub's talk: what it shows in every state, and what a press leads to."""

from __future__ import annotations

import dataclasses
import secrets
from datetime import date
from typing import Any

from bot.dialogue.beeld import Beeld, Bubbel, Inzage, Knop, Wens
from bot.intake import rechten, sociale_kaart
from bot.intake.talen import talen

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


def verlopen(g: Gesprek) -> None:
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
    bedekt = g.beeld.laatste_seq if g.beeld.stil else 0
    g.zet(staat="wacht", heeft_code=True, stil=False, bedekt=bedekt)
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


def _nood(g: Gesprek) -> None:
    eerste = {**ADRESSEN[0], "id": "112", "naam": "112", "tel": "112", "tel_link": "112"}
    paneel = {"soort": "hulp", "nood": True, "adressen": [eerste, ADRESSEN[0]]}
    g.zeg("jij", "hij staat voor de deur")
    g.zeg("bot", "Je kunt nu 112 bellen. Ga weg als dat kan.", paneel=paneel)
    g.zeg("bot", "Ik kan zelf geen hulp sturen. Wil je nu met een mens praten?")
    g.kies("Ja, met een mens", "Verder met het gesprek", "Dat bedoelde ik niet")


def _rechten(g: Gesprek) -> None:
    vandaag = date(2026, 11, 25)
    paneel = rechten.paneel(vandaag, sociale_kaart.zonder_papieren(vandaag, None))
    g.zeg("bot", "Dit zijn rechten die je hebt.", paneel=paneel)
    g.kies("Verder")


def _arabisch(g: Gesprek) -> None:
    taal = talen()["ar"]
    g.zeg("bot", taal.bubbel)
    g.kies(taal.knop, "Nederlands")


def _eerder(g: Gesprek) -> None:
    _stil(g)
    g.zeg("jij", "Ja")
    _wacht(g)


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
    "nood": _nood,
    "rechten": _rechten,
    "arabisch": _arabisch,
    "eerder": _eerder,
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
    "Ja, met een mens": "wacht",
    "Wissen": "wissen",
    "Nee, bewaar het": "vraag",
    **dict.fromkeys(BEHOEFTEN.values(), "samenvatting"),
}
