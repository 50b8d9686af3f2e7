"""What is remembered of a talk so far, to judge the next turn by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.content.beurt import Beurt
from bot.intake.invoer import Invoer
from bot.intake.regels import regels
from bot.intake.stappen import BEGIN, NODIG, OMGAAN
from bot.intake.stil import DEEL, REST, te_delen

#: What can be typed for each way out, word for word.
TYPEN = {
    "hulpverlener": ("hulpverlener", "mens", "praat met een mens"),
    "overslaan": ("overslaan", "sla over"),
    "stoppen": ("stop", "stoppen"),
    "wissen": ("wissen", "wis alles", "alles wissen"),
    "terug": ("terug", "ga terug"),
}
#: Questions that take several answers: only skipping or ending the list answers them.
LIJSTEN = frozenset({"onveilig_waar", "gehoord", "wat_nodig", "meer", "rang", "liever_niet"})
#: Choices that answer no question: they lead elsewhere, or ask to type.
GEEN_ANTWOORD = frozenset({"genoeg", "vertel", "plaatjes", "verder", "rechten", "adressen",
                          "mijn_taal"})  # fmt: skip
#: 112 is for danger, and no word of the police.
POLITIE = re.compile(
    r"politie|police|aangifte|\baangeven\b|marechaussee|\bagent(en)?\b|recherche", re.I
)
#: The short questions about a need, for when somebody looks along.
STIL = "stil."
_GEEN_POLITIE = ("politie_vraag", "geen_politie")
#: What is said of words that were not understood.
_BEWAARD = frozenset({"utter_niet_begrepen", "utter_woorden_bewaard"})
_HOOFD = frozenset(stap.naam for stap in (*BEGIN, *NODIG, *OMGAAN))


@dataclass
class Verloop:
    """One talk so far.

    *klaar* are the steps that were answered or skipped; *regels* the lines that could be ticked,
    by id with their text, *gekozen* those that were; *gelezen* those shown to say yes to at once;
    *getoond* all that ever stood in a list; *jong* the age, after a yes to that alone;
    *waarden* what pressed buttons said; *buiten* what was typed while the bot did not answer.
    """

    getypt: list[str] = field(default_factory=list)
    buiten: list[str] = field(default_factory=list)
    waarden: set[str] = field(default_factory=set)
    gevraagd: set[str] = field(default_factory=set)
    klaar: set[str] = field(default_factory=set)
    genoeg: bool = False
    politie: bool = False
    misverstaan: bool = False
    regels: dict[str, str] = field(default_factory=dict)
    gekozen: dict[str, str] = field(default_factory=dict)
    gelezen: dict[str, str] = field(default_factory=dict)
    getoond: dict[str, str] = field(default_factory=dict)
    jong: dict[str, str] = field(default_factory=dict)

    def na(self, beurt: Beurt) -> None:
        """Take in what the bot answered, after it was judged."""
        if beurt.gevraagd and beurt.na.intake.tussen is None:
            self.gevraagd.add(beurt.gevraagd)
        if beurt.na.staat == "bot" and beurt.melding is None:
            self.misverstaan = misverstaan(beurt)
        self._kies(beurt)
        for bubbel in beurt.bot:
            self.getoond |= {r["id"]: r["tekst"] for r in (bubbel.paneel or {}).get("regels", ())}
            if (bubbel.paneel or {}).get("delen"):
                self.regels = {r["id"]: r["tekst"] for r in (bubbel.paneel or {})["regels"]}
            if beurt.gevraagd == "jong_delen" and bubbel.paneel:
                self.gelezen = {r["id"]: r["tekst"] for r in bubbel.paneel.get("regels", ())}

    def voor(self, beurt: Beurt) -> None:
        """Take in what the person did, before the answer to it is judged."""
        if beurt.getypt and beurt.melding is None:
            self.getypt.append(beurt.getypt)
            if beurt.voor.staat != "bot":
                self.buiten.append(beurt.getypt)
        self.waarden |= {waarde(payload) for payload in (beurt.druk, *getypte_knoppen(beurt))}
        self.politie = self.politie or over_politie(beurt)
        if (wil(beurt, "terug") or beurt.deed("terug")) and beurt.gevraagd:
            self.klaar.discard(beurt.gevraagd)
            self.klaar &= beurt.na.intake.gesloten  # what going back opened again
        if beantwoord(beurt):
            self.klaar.add(beurt.voor.stap)
        self.genoeg = self.genoeg or waarde(beurt.druk) == "genoeg"

    def _kies(self, beurt: Beurt) -> None:
        """Note which lines the person chose to share, as they stood on the page."""
        if beurt.voor.stap.startswith(DEEL):
            self._kies_stil(beurt)
        if beurt.voor.stap == "jong_delen" and beurt.voor.intake.is_("stil"):
            self.jong = {"leeftijdsgroep": "<18"} if zei_ja(beurt) else {}
        if beurt.voor.stap == "bevestig" and beurt.na.stap == "niets_gedeeld":
            self.gekozen = {}
        if beurt.voor.stap != "toestemming":
            return
        getypt = beurt.getypt.lower()
        if waarde(beurt.druk) == "deel_gekozen":
            self.gekozen = {k: t for k, t in self.regels.items() if k in beurt.zet.regels}
        elif waarde(beurt.druk) == "deel_alles" or getypt in ("deel alles", "alles"):
            self.gekozen = dict(self.regels)
        else:
            self.gekozen = {}

    def _kies_stil(self, beurt: Beurt) -> None:
        """Note the lines for which a short question was answered with a yes or a no."""
        naam = beurt.voor.stap.removeprefix(DEEL)
        lijnen = {regel.id: regel.tekst for regel in regels(beurt.voor.intake)}
        namen = te_delen(beurt.voor.intake).get(naam, ())
        if naam == REST:  # only what stood on the page is the rest of it
            namen = tuple(n for n in namen if self.getoond.get(n) == lijnen[n])
        if beurt.voor.stap in beurt.na.intake.gesloten:
            # A line that was taken away is shared no more, though it was said yes to before.
            self.gekozen = {k: t for k, t in self.gekozen.items() if k in lijnen and k not in namen}
            self.gekozen |= {n: lijnen[n] for n in namen} if zei_ja(beurt) else {}


def zei_ja(beurt: Beurt) -> bool:
    """Tell whether the person pressed yes, or typed words that are nothing but a yes."""
    heard = beurt.begrip is not None and beurt.begrip.intent == "ja"
    typed = Invoer("ja", beurt.getypt).duidelijk_ja and bool(beurt.getypt)
    return beurt.druk == "/ja" or beurt.getypt.casefold() == "ja" or (heard and typed)


def waarde(druk: str) -> str:
    """Return what a payload says: its choice, or its intent."""
    found = re.search(r'"keuze": "(.*)"', druk)
    return found[1] if found else druk.removeprefix("/")


def getypte_knoppen(beurt: Beurt) -> list[str]:
    """Return the payloads of the buttons whose words were typed: that is pressing them."""
    kaal = _kaal(beurt.getypt)
    return [k.payload for k in beurt.voor.aanbod if kaal and _kaal(k.titel) == kaal]


def _kaal(tekst: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", tekst.casefold()))


def wil(beurt: Beurt, uitgang: str) -> bool:
    """Tell whether the person took this way out: pressed it, or typed it word for word."""
    kaal = _kaal(beurt.getypt)
    titels = [k.titel.casefold() for k in beurt.voor.aanbod]
    dubbel = any(t == kaal or t.startswith(f"{kaal} ") for t in titels) if kaal else False
    if beurt.zet.soort == "altijd" and beurt.zet.wat == uitgang:
        return beurt.melding is None
    return kaal in TYPEN[uitgang] and not dubbel


def over_politie(beurt: Beurt) -> bool:
    """Tell whether the person brings up the police: in words, by the NLU's ear or a button.

    Who presses "Politie" as what they rather not want says nothing more of it.
    """
    begrip = beurt.begrip
    gehoord = begrip is not None and (
        begrip.intent in _GEEN_POLITIE or "aangifte" in begrip.behoeften
    )
    woorden = not getypte_knoppen(beurt) and bool(POLITIE.search(beurt.getypt))
    return gehoord or woorden or waarde(beurt.druk) == "aangifte"


def misverstaan(beurt: Beurt) -> bool:
    """Tell whether the bot said that it did not understand."""
    return not _BEWAARD.isdisjoint(beurt.responses)


def beantwoord(beurt: Beurt) -> bool:
    """Tell whether the person answered or skipped the question of the talk that was open."""
    stap, intake = beurt.voor.stap, beurt.voor.intake
    hoofd = stap in _HOOFD or stap.startswith(("wens.", STIL))
    if not hoofd or intake.tussen is not None or beurt.melding or beurt.na.staat != "bot":
        return False
    if wil(beurt, "overslaan"):
        return True
    if beurt.zet.soort == "knop":
        if stap in LIJSTEN:
            return waarde(beurt.druk) in ("klaar", "niets", "nergens") and stap != "gehoord"
        return waarde(beurt.druk) not in GEEN_ANTWOORD | {"hulpverlener"}
    if stap.startswith(STIL):
        return _kaal(beurt.getypt) in ("ja", "nee", "weet ik niet")
    return bool(beurt.getypt) and stap not in LIJSTEN and _gevuld(beurt)


def _gevuld(beurt: Beurt) -> bool:
    namen = [v for s in (*BEGIN, *NODIG, *OMGAAN) if s.naam == beurt.voor.stap for v in s.velden]
    if beurt.voor.stap.startswith("wens."):
        _, label, _ = beurt.voor.stap.split(".")
        namen = [f"wens.{label}.{v}" for v in ("urgentie", "hulp", "meer")]
    voor, na = beurt.voor.intake, beurt.na.intake
    return any(voor.veld(n) != na.veld(n) and na.veld(n).waarde for n in namen)


def strings(waarde_: Any) -> list[str]:
    """Return every text in plain data."""
    if isinstance(waarde_, str):
        return [waarde_]
    if isinstance(waarde_, dict):
        return [t for deel in waarde_.values() for t in strings(deel)]
    return [t for deel in waarde_ for t in strings(deel)] if isinstance(waarde_, list) else []
