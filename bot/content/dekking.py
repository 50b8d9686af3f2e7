"""What the walked talks reached: every response, every step of every rule, every button."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import yaml

from bot.content.beurt import Beurt
from bot.content.verloop import waarde
from bot.dialogue import knoppen
from bot.dialogue.vertoning import REACTIES
from bot.intake.behoeften import catalogus
from bot.intake.intake import WENS
from bot.intake.paneel import REGEL_KNOPPEN
from bot.intake.regels import EIGEN_TEKST, GEVAAR, VELDEN, VELDEN_DAARNA
from bot.intake.talen import talen
from bot.intake.vraag import (
    ANDERE_TEAMS,
    GENOEG,
    MET_RECHTEN,
    RECHTEN,
    ZONDER_LIJST,
)
from bot.settings import ROOT

SOORTEN = ("response", "regel", "knop")
#: Choices that carry the name of a line, a need or a team: one of them stands for all.
_EIGEN = re.compile(r"(wens|gevaar|eigen_tekst)\..*")


#: Choices at the questions with teams that are no team.
_GEEN_TEAM = ("allemaal", "klaar", "alleen_mens", "ja", "nee")
#: Beside every question of who read the page in another language: one stands for all.
_MIJN_TAAL = "mijn_taal"
_BIJ_ELKE_VRAAG = f"elke vraag: {_MIJN_TAAL}"
#: Said only when the database or the model fails, which no walker brings about: test_storing.py.
_BIJ_STORING = {"utter_storing"}


class Dekking:
    """Counts what was reached, as (kind, name)."""

    def __init__(self) -> None:
        self.geteld: Counter[tuple[str, str]] = Counter()

    def tel(self, beurt: Beurt) -> None:
        """Count one turn."""
        self.geteld.update(("response", naam) for naam in beurt.responses)
        self.geteld.update(("regel", naam) for naam in _regelstappen(beurt.stappen))
        if beurt.druk and beurt.melding is None:
            self.geteld[("knop", _knop(beurt))] += 1

    def erbij(self, ander: Mapping[tuple[str, str], int]) -> None:
        """Add what another worker counted."""
        self.geteld.update(ander)

    def nooit(self, soort: str) -> list[str]:
        """Return what of this kind was never reached."""
        return sorted(n for n in alles()[soort] if not self.geteld[(soort, n)])

    def stand(self, soort: str) -> tuple[int, int]:
        """Return how many of this kind were reached, and how many there are."""
        return len(alles()[soort]) - len(self.nooit(soort)), len(alles()[soort])


def _regelstappen(stappen: Iterable[str]) -> Iterator[str]:
    """Yield each step of a rule as "intent / action / ...", as far as it came."""
    pad: list[str] = []
    for stap in stappen:
        pad = [*pad, stap] if stap.startswith("action_") else [stap]
        yield " / ".join(pad)


def _knop(beurt: Beurt) -> str:
    if waarde(beurt.druk) == _MIJN_TAAL:
        return _BIJ_ELKE_VRAAG
    if beurt.zet.soort == "altijd" or beurt.zet.soort == "mens_knop":
        return f"{'bot' if beurt.voor.staat == 'bot' else 'mens'}: {beurt.druk.split(':')[0]}"
    return f"{_stap(beurt.voor.stap)}: {_wat(waarde(beurt.druk), beurt.voor.stap)}"


def _stap(stap: str) -> str:
    stap = stap.removeprefix("opnieuw:")
    # The same question about each need, about each line.
    samen = (("stil.", "stil_wens"), ("stil_deel.", "stil_deel"), ("verander", "verander"))
    return next((naam for begin, naam in samen if stap.startswith(begin)), stap)


def _wat(keuze: str, stap: str) -> str:
    if stap in ("teams", "teams_mens", "jong_delen"):
        return keuze if keuze in _GEEN_TEAM else "een team"
    soort, _, rest = keuze.partition(":")
    if soort in ("weg", "verander"):
        return f"{soort}:{_EIGEN.sub(lambda m: m[1], rest)}"
    return keuze


@lru_cache(maxsize=1)
def alles() -> dict[str, frozenset[str]]:
    """Return everything that could be reached, by kind."""
    domein = yaml.load((ROOT / "domain.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {
        "response": frozenset(domein["responses"]) - _BIJ_STORING,
        "regel": frozenset(_alle_regels()),
        "knop": frozenset(_alle_knoppen(domein["responses"])),
    }


def _alle_regels() -> Iterator[str]:
    for path in sorted((ROOT / "data" / "stories").glob("*.yml")):
        inhoud = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        for regel in (*inhoud.get("rules", ()), *inhoud.get("stories", ())):
            stappen = [stap.get("intent") or stap.get("action") for stap in regel["steps"]]
            yield from _regelstappen(s for s in stappen if s and s != "action_listen")


def _alle_knoppen(responses: Mapping[str, Any]) -> Iterator[str]:
    for knop in knoppen.ALTIJD_BOT:
        yield f"bot: {knop.id}"
    mens = (*knoppen.ALTIJD_MENS, *knoppen.WACHT, *knoppen.DICHT, *knoppen.WIS_VRAAG)
    yield from (f"mens: {knop.id}" for knop in mens)
    yield from (f"mens: {naam}" for naam, _ in REACTIES)
    yield from (f"{wie}: {knoppen.BEWAARD.id}" for wie in ("bot", "mens"))
    yield from _vaste_knoppen(responses)
    yield from _knoppen_van_taal()
    yield from _knoppen_bij_regels()
    for behoefte in catalogus().values():
        if behoefte.menu:
            yield f"menu: {behoefte.label}"
            yield f"wat_nodig: {behoefte.label}"
        yield f"rang: {behoefte.label}"
        yield f"gehoord: niet:{behoefte.label}"
        for vraag in behoefte.vragen:
            yield from (f"wens.{behoefte.label}.{vraag.id}: {k}" for k in vraag.knoppen)
            if vraag.soort == "vertel":
                yield f"wens.{behoefte.label}.{vraag.id}: {GENOEG.keuze}"
            if behoefte.label in MET_RECHTEN:
                yield f"wens.{behoefte.label}.{vraag.id}: {RECHTEN.keuze}"
    yield from ("menu: iets_anders", "teams: een team", "teams_mens: een team")
    yield "jong_delen: een team"
    yield f"toestemming: {ANDERE_TEAMS.keuze}"
    yield f"gestopt: {ZONDER_LIJST.keuze}"


def _knoppen_van_taal() -> Iterator[str]:
    yield from (f"andere_taal: {code}" for code in talen())
    yield from ("in_taal: taal_mens", "in_taal: verder", _BIJ_ELKE_VRAAG)


def _knoppen_bij_regels() -> Iterator[str]:
    """Yield what stands beside each line of the summary; needs, dangers and own words are one."""
    namen = (WENS, GEVAAR, EIGEN_TEKST)
    for regel in (*(naam.rstrip(".") for naam in namen), *VELDEN, *VELDEN_DAARNA):
        yield from (f"samenvatting: {wat}{regel}" for _, wat in REGEL_KNOPPEN)


def _vaste_knoppen(responses: Mapping[str, Any]) -> Iterator[str]:
    """Yield the buttons of the domain, by the step that asks with them."""
    for naam, varianten in responses.items():
        stap = re.sub(r"^utter_(vraag_|stil_|simpel_)?|_(meer|later|boven|gok|teams)$", "", naam)
        for knop in (k for variant in varianten for k in variant.get("buttons", ())):
            keuze = waarde(knop["payload"].replace("{{", "{").replace("}}", "}"))
            for echte in _stappen(stap):
                yield f"{echte}: {keuze}"


def _stappen(stap: str) -> list[str]:
    soort = {"wens_urgentie": "urgentie", "wens_hulp": "hulp"}.get(stap)
    if soort is None:
        return [stap]
    return [
        f"wens.{b.label}.{v.id}" for b in catalogus().values() for v in b.vragen if v.soort == soort
    ]
