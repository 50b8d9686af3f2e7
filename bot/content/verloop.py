"""What is remembered of a talk so far, to judge the next turn by."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.content.beurt import Beurt
from bot.content.uitingen import OVER_POLITIE, over_politie
from bot.intake.herken import kaal, zegt_iets
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
#: 112 is for danger, and no word of the police. Typed by ear it is named too ("polisie"), and who
#: wants to report or to accuse ("melden", "klacht indienen") speaks of aangifte in data/nlu too.
POLITIE = re.compile(
    r"pol[iy]+[tcs]+i+e?|police|a+n?gi+[fv]te|\baangeven\b|marechaussee|\bagent(en)?\b|recherche|"
    r"klacht (\w+ )?(indien|neerleg)|\b(ge)?meld(en|ing)\b|aanklag|aanklacht|"
    r"proces.?verbaal|\bbureau\b|verklaring|strafbaar|aange(ef|geven)|skot(oe|u)|\bwout|popo|"
    r"\bcops\b|pl[iy][st]ie|inspectie|\bind\b|immigra|vreemdelingen",
    re.I,
)
_GEEN_POLITIE = re.compile(rf"\bgeen (\w+ )?({POLITIE.pattern})", re.I)
#: Presses that ask about aangifte, and the one that wants none.
_DRUKT_AANGIFTE = frozenset({"aangifte", "verander:aangifte", "zelf_gevraagd"})
_DRUKT_GEEN = "wil_niet"
#: Said to danger while the human who has the case is "even weg".
NIEMAND_KIJKT = "Misschien kijkt er nu niemand"
#: The short questions about a need, for when somebody looks along.
STIL = "stil."
#: What is said of words that were not understood.
_BEWAARD = frozenset({"utter_niet_begrepen", "utter_woorden_bewaard"})
#: The same on a watched screen, where it is also said of words that were understood.
_STIL_BEWAARD = "utter_stil_opgeschreven"
#: Said in a talk with a human, or while one is awaited: from then on words are only kept.
_ONTVANGEN = re.compile(
    r"utter_(stil_)?(wacht_ontvangen|wacht_zwaar|opgeschreven|heropend|weer_wachten_nog)$"
)
_HOOFD = frozenset(stap.naam for stap in (*BEGIN, *NODIG, *OMGAAN))


@dataclass
class Verloop:
    """One talk so far.

    *klaar* are the steps that were answered or skipped; *regels* the lines that could be ticked,
    by id with their text, *gekozen* those that were; *gelezen* those shown to say yes to at once;
    *getoond* all that ever stood in a list; *jong* the age, after a yes to that alone;
    *waarden* what pressed buttons said; *buiten* what was typed while the bot did not answer;
    *politie*: they asked about the police, and since then did not say that they want none;
    *genoemd*: they named it ever; *ontvangen*: they read that what they type now is only kept;
    *even_weg*: the human said so at the desk; *gewaarschuwd* the dangers that were answered since
    this human picked up, each with whether it was said that nobody may be looking.
    """

    getypt: list[str] = field(default_factory=list)
    buiten: list[str] = field(default_factory=list)
    waarden: set[str] = field(default_factory=set)
    gevraagd: set[str] = field(default_factory=set)
    klaar: set[str] = field(default_factory=set)
    genoeg: bool = False
    politie: bool = False
    genoemd: bool = False
    ontvangen: bool = False
    even_weg: bool = False
    gewaarschuwd: set[tuple[str, bool]] = field(default_factory=set)
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
        if wil_geen_politie(beurt):
            self.politie = False
        self._buiten_bot(beurt)
        self._kies(beurt)
        for bubbel in beurt.bot:
            self.getoond |= {r["id"]: r["tekst"] for r in (bubbel.paneel or {}).get("regels", ())}
            if (bubbel.paneel or {}).get("delen"):
                self.regels = {r["id"]: r["tekst"] for r in (bubbel.paneel or {})["regels"]}
            if beurt.gevraagd == "jong_delen" and bubbel.paneel:
                self.gelezen = {r["id"]: r["tekst"] for r in bubbel.paneel.get("regels", ())}

    def _buiten_bot(self, beurt: Beurt) -> None:
        """Note what a human, or waiting for one, makes that is not said again."""
        zelfde = beurt.na.staat == beurt.voor.staat and not beurt.gedeeld
        gezegd = beurt.na.staat in ("wacht", "dicht") and any(
            map(_ONTVANGEN.match, beurt.responses)
        )
        self.ontvangen = (self.ontvangen and zelfde) or gezegd
        if beurt.na.staat != "mens" or beurt.voor.staat != "mens":
            self.gewaarschuwd = set()  # each who picks up says it anew
        elif beurt.crisis and beurt.tekst.strip():
            self.gewaarschuwd.add((beurt.crisis, NIEMAND_KIJKT in beurt.tekst))

    def voor(self, beurt: Beurt) -> None:
        """Take in what the person did, before the answer to it is judged."""
        if beurt.getypt and beurt.melding is None:
            self.getypt.append(beurt.getypt)
            if beurt.voor.staat != "bot":
                self.buiten.append(beurt.getypt)
        self.waarden |= {waarde(payload) for payload in (beurt.druk, *getypte_knoppen(beurt))}
        self.politie = self.politie or noemt_politie(beurt)
        self.genoemd = self.genoemd or self.politie
        if beurt.zet.soort == "desk" and beurt.zet.wat in ("komt", "gaat", "even_weg"):
            self.even_weg = beurt.zet.wat == "even_weg"
        if (wil(beurt, "terug") or beurt.deed("terug")) and beurt.gevraagd:
            self.klaar.discard(beurt.gevraagd)
            self.klaar &= beurt.na.intake.gesloten  # what going back opened again
            self.genoeg = self.genoeg and beurt.na.intake.is_("genoeg")
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
    getypt = kaal(beurt.getypt)
    return [k.payload for k in beurt.voor.aanbod if getypt and kaal(k.titel) == getypt]


def wil(beurt: Beurt, uitgang: str) -> bool:
    """Tell whether the person took this way out: pressed it, or typed it word for word."""
    getypt = kaal(beurt.getypt)
    titels = [k.titel.casefold() for k in beurt.voor.aanbod]
    dubbel = any(t == getypt or t.startswith(f"{getypt} ") for t in titels) if getypt else False
    if beurt.zet.soort == "altijd" and beurt.zet.wat == uitgang:
        return beurt.melding is None
    return getypt in TYPEN[uitgang] and not dubbel


def noemt_politie(beurt: Beurt) -> bool:
    """Tell whether the person brings up the police: in words, by a button or a labelled line.

    What the NLU heard is no excuse: a bot that mishears would excuse itself. Who presses "Politie"
    as what they rather not want says nothing more of it.
    """
    knoppen = getypte_knoppen(beurt)
    if any(waarde(payload) in _DRUKT_AANGIFTE for payload in (beurt.druk, *knoppen)):
        return True
    label = beurt.zet.label in OVER_POLITIE or beurt.getypt in over_politie()
    return not knoppen and (label or bool(POLITIE.search(beurt.getypt)))


def wil_geen_politie(beurt: Beurt) -> bool:
    """Tell whether the person said, heard by the bot, that they want no police.

    That excuses its own answer only. Words that were not heard so (a "no" in Polish) take nothing
    back of what they asked before.
    """
    gehoord = beurt.begrip is not None and beurt.begrip.intent == "geen_politie"
    gezegd = beurt.zet.label == "geen_politie" or bool(_GEEN_POLITIE.search(beurt.getypt))
    return (gehoord and (gezegd or noemt_politie(beurt))) or waarde(beurt.druk) == _DRUKT_GEEN


def misverstaan(beurt: Beurt) -> bool:
    """Tell whether the bot said that it did not understand.

    On a watched screen: it heard nothing in typed words, wrote them down and asks the same again.
    To signs alone ("...") it explains the question, which is the same.
    """
    if beurt.getypt and not zegt_iets(beurt.getypt) and beurt.na.intake.tussen is None:
        return any("uitleg" in naam for naam in beurt.responses)
    if not _BEWAARD.isdisjoint(beurt.responses):
        return True
    heard = beurt.begrip is not None and (
        beurt.begrip.intent != "nlu_fallback" or beurt.begrip.behoeften
    )
    weer = bool(beurt.getypt) and beurt.na.stap == beurt.voor.stap and not heard
    return weer and _STIL_BEWAARD in beurt.responses


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
        return kaal(beurt.getypt) in ("ja", "nee", "weet ik niet")
    return bool(beurt.getypt) and stap not in LIJSTEN and _gevuld(beurt)


def _gevuld(beurt: Beurt) -> bool:
    namen = [v for s in (*BEGIN, *NODIG, *OMGAAN) if s.naam == beurt.voor.stap for v in s.velden]
    if beurt.voor.stap.startswith("wens."):
        _, label, _ = beurt.voor.stap.split(".")
        namen = [f"wens.{label}.{v}" for v in ("urgentie", "hulp", "meer")]
    voor, na = beurt.voor.intake, beurt.na.intake
    return any(voor.veld(n) != na.veld(n) and na.veld(n).waarde for n in namen)
