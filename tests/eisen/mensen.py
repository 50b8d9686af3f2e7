"""People for the statements: generated talks, and talks that the real understanding hears."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any

from bot.content.uitingen import per_label
from bot.dialogue.agent import Bot
from bot.settings import ROOT, load
from tests.praat import ALTIJD, TEAMS, Beurt, Gesprek
from tests.test_nlu_data import examples

#: The day on which the talks of the statements are (see conftest.py).
DAG = date(2026, 11, 23)
#: A text that asks one of the questions of the talk, in one of its three tones.
VRAAG = re.compile(r"utter_(vraag|stil|simpel)_|utter_\w+_boven$")
_MERK = re.compile(r"\[([^\]]+)\]\(behoefte:(\w+)\)")
#: Words of the police.
_POLITIE = re.compile(r"politie|aangifte|marechaussee|recherche|\bagent(en)?\b", re.I)
#: Buttons that lead nowhere.
_GEEN_STAP = ("/stoppen", "/wissen", "/uitleg", "/code", "/terug")
#: So many generated talks (seed statement A26), of so many turns at most.
GESPREKKEN, BEURTEN = 500, 14
#: So many talks of the trained understanding (seed statement A6), of so many typed messages.
ECHTE, BERICHTEN = 200, 3


@lru_cache(maxsize=1)
def voorbeelden() -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Return (intent, text, needs with their words) of every example of data/nlu."""
    gevonden = []
    for intent, _, tekst in examples():
        behoeften = tuple((label, woorden) for woorden, label in _MERK.findall(tekst))
        gevonden.append((intent, _MERK.sub(r"\1", tekst), behoeften))
    return tuple(gevonden)


@dataclass
class Wandeling:
    """One generated talk: *vroeg* tells whether the person spoke of aangifte or police."""

    gesprek: Gesprek
    beurten: list[Beurt] = field(default_factory=list)
    gekozen: set[str] = field(default_factory=set)
    vroeg: list[bool] = field(default_factory=list)
    teruggezegd: set[str] = field(default_factory=set)


@lru_cache(maxsize=1)
def wandelingen() -> tuple[Wandeling, ...]:
    """Return 500 talks of people who press, type any example, skip and change their mind."""
    return tuple(_wandel(Random(nr)) for nr in range(GESPREKKEN))


def _wandel(rng: Random) -> Wandeling:
    w = Wandeling(Gesprek(teams=TEAMS))
    w.beurten.append(w.gesprek.beurt)
    w.vroeg.append(False)
    for _ in range(rng.randrange(6, BEURTEN)):
        beurt = _zet(w, rng)
        w.beurten.append(beurt)
        if any(d["doe"] in ("overdracht", "wissen") for d in beurt.doe):
            break
    return w


def _zet(w: Wandeling, rng: Random) -> Beurt:
    """Make one move, and note which needs the person named or pressed."""
    worp, knoppen = rng.random(), w.gesprek.beurt.knoppen
    eerder = w.vroeg[-1]
    if worp < 0.65 and knoppen:
        knop = rng.choice(knoppen)
        w.gekozen |= set(re.findall(r'"keuze": "(\w+)"', knop["payload"]))
        if w.gesprek.stap.startswith("stil.") and knop["title"] == "Ja":
            w.gekozen.add(w.gesprek.stap.removeprefix("stil."))  # one need at a time, yes or no
        w.vroeg.append(eerder)
        return w.gesprek.drukt_op(knop)
    if worp < 0.72:
        w.vroeg.append(eerder)
        return w.gesprek.altijd(rng.choice([a for a in ALTIJD if a not in ("code", "wissen")]))
    intent, tekst, behoeften = rng.choice(voorbeelden())
    over = intent in ("politie_vraag", "geen_politie") or "aangifte" in dict(behoeften)
    w.vroeg.append(eerder or over or bool(re.search("aangifte|politie", tekst, re.I)))
    w.teruggezegd |= {label for label, _ in behoeften}
    if w.gesprek.stap.startswith("stil.") and intent == "ja":
        w.gekozen.add(w.gesprek.stap.removeprefix("stil."))
    return w.gesprek.zegt(tekst, intent, behoeften)


def noemt_politie(tekst: str) -> bool:
    """Tell whether *tekst* has a word of the police in it."""
    return bool(_POLITIE.search(tekst))


def getraind() -> set[str]:
    """Return every line on which the understanding trained, or is measured, in small letters."""
    return {zin.casefold() for zinnen in per_label().values() for zin in zinnen}


def gaat_verder(beurt: Beurt) -> bool:
    """Tell whether *beurt* ends in something to do: a choice, a question of the talk, a handover.

    A question mark somewhere in a text is no question of the talk, and a button that only stops,
    wipes or explains is nothing to go on with.
    """
    verder = [k for k in beurt.knoppen if not k["payload"].startswith(_GEEN_STAP)]
    vraag = bool(beurt.responses) and bool(VRAAG.match(beurt.responses[-1]))
    klaar = any(d["doe"] in ("overdracht", "wissen", "code") for d in beurt.doe)
    return bool(verder) or klaar or (vraag and "?" in beurt.teksten[-1])


class Echt(Gesprek):
    """A talk in which the trained understanding hears what is typed."""

    def typt(self, tekst: str) -> Beurt:
        """Type *tekst*; what it means is up to the model."""
        gehoord = hoort(tekst)
        rang = [r["name"] for r in gehoord["intent_ranking"]]
        return self._stuur(
            gehoord["intent"]["name"],
            tekst,
            [e for e in gehoord["entities"] if e["entity"] == "behoefte"],
            ook=rang[1] if len(rang) > 1 else None,
            zeker=float(gehoord["intent"]["confidence"]),
        )


@dataclass
class EchteWandeling(Wandeling):
    """A talk of typed messages whose true needs are known (*teruggezegd*: what was really said).

    *vanzelf*: needs that counted without a yes; *gevraagd* and *mis*: how often the bot asked
    whether it heard right, and how often it did not.
    """

    vanzelf: set[str] = field(default_factory=set)
    gevraagd: int = 0
    mis: int = 0


@lru_cache(maxsize=1)
def echte_wandelingen() -> tuple[EchteWandeling, ...]:
    """Return 200 talks of plain messages (`bench/gewoon`, on which nobody trained), up to the list.

    Each person says yes only to what they really said.
    """
    regels = [
        json.loads(regel)
        for pad in sorted((ROOT / "bench" / "gewoon").glob("*.jsonl"))
        for regel in pad.read_text(encoding="utf-8").splitlines()
    ]
    berichten = [r for r in regels if r["act"] not in ("ja", "wissen")]
    return tuple(_echte_wandel(Random(nr).sample(berichten, BERICHTEN)) for nr in range(ECHTE))


def _echte_wandel(berichten: list[dict[str, Any]]) -> EchteWandeling:
    w = EchteWandeling(tot_wat_nodig(Echt))
    over = False
    for bericht in berichten:
        over = over or _over_politie(bericht)
        voor = set(w.gesprek.intake.wensen)
        w.teruggezegd |= set(bericht["needs"])
        w.beurten.append(w.gesprek.typt(bericht["text"]))
        w.vanzelf |= set(w.gesprek.intake.wensen) - voor
        while "Ja, klopt" in w.gesprek.beurt.titels():
            _zeg_of_het_klopt(w)
        w.vroeg += [over] * (len(w.beurten) - len(w.vroeg))
    return w


def _over_politie(bericht: dict[str, Any]) -> bool:
    act, labels = bericht["act"], bericht["needs"]
    over = act in ("politie_vraag", "geen_politie") or "aangifte" in labels
    return over or noemt_politie(bericht["text"])


def _zeg_of_het_klopt(w: EchteWandeling) -> None:
    """Press yes where all that the bot says back was really said, and no otherwise."""
    klopt = {g.label for g in w.gesprek.intake.gehoord} <= w.teruggezegd
    w.gevraagd += 1
    w.mis += not klopt
    titels = w.gesprek.beurt.titels()
    nee = next(titel for titel in titels if titel.startswith("Nee"))
    w.beurten.append(w.gesprek.drukt("Ja, klopt" if klopt else nee))


def tot_wat_nodig(soort: type[Gesprek] = Gesprek, plek: str = "Nee, nergens", **opties: Any) -> Any:
    """Return a talk at the question what somebody needs; *plek* is where they are not safe."""
    gesprek = soort(**opties)
    for titel in ("Nee", "Ja", plek):
        gesprek.drukt(titel)
    if gesprek.stap == "onveilig_waar":
        gesprek.drukt("Klaar")
    assert gesprek.stap == "wat_nodig"
    return gesprek


def tot_omgaan(soort: type[Gesprek] = Gesprek, **opties: Any) -> Any:
    """Return a talk with one need, at the first question about how to treat the person."""
    gesprek = tot_wat_nodig(soort, **opties)
    gesprek.zegt("ik zoek een bed", "behoefte", [("onderdak", "ik zoek een bed")])
    for titel in ("Ja, klopt", "Nee, dit is het", "Nu"):
        gesprek.drukt(titel)
    gesprek.altijd("overslaan")
    gesprek.drukt("Ja")
    assert gesprek.stap == "liever_niet"
    return gesprek


def ga_naar(gesprek: Gesprek, stap: str, hoogstens: int = 30) -> Gesprek:
    """Skip questions until *stap* is asked."""
    for _ in range(hoogstens):
        if gesprek.stap == stap:
            return gesprek
        gesprek.altijd("overslaan")
    raise AssertionError(f"never asked: {stap}, but {gesprek.stap}")


def deel_alles(gesprek: Gesprek) -> dict[str, Any]:
    """Go to the end of the talk, share everything, and return the handover."""
    ga_naar(gesprek, "samenvatting")
    gesprek.drukt("Zo klopt het")
    if gesprek.stap == "teams":
        klaar = {"Ze mogen het allemaal zien", "Klaar"} & set(gesprek.beurt.titels())
        gesprek.drukt(klaar.pop())
    gesprek.drukt("Deel alles")
    gesprek.drukt("Ja, deel dit")
    overdracht = gesprek.beurt.overdracht
    assert overdracht is not None
    return overdracht


_LUS = asyncio.new_event_loop()


@lru_cache(maxsize=1)
def bot() -> Bot:
    """Return the trained bot."""
    return Bot.newest(load().model_dir)


@lru_cache(maxsize=5000)
def hoort(tekst: str) -> dict[str, Any]:
    """Return what the trained understanding hears."""
    gehoord: dict[str, Any] = _LUS.run_until_complete(bot().begrijp(tekst))
    return gehoord
