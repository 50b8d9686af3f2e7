"""Talks with the bot as the router does, without Rasa: the real rules, actions and texts.

A turn takes a few milliseconds, so that tests can walk through whole talks, and thousands of them.
`test_actions_rasa.py` shows that Rasa itself gives the same.
"""

from __future__ import annotations

import json
import re
from collections.abc import Coroutine, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.antwoord import ActionAntwoord
from actions.crisis import ActionCrisis
from actions.vraag import ActionVraag
from bot.intake.intake import Intake

ROOT = Path(__file__).parents[1]
ACTIES = {a.name(): a for a in (ActionAntwoord(), ActionCrisis(), ActionVraag())}
TEAM = {"id": "t1", "naam": "Team Noord"}
TEAMS = (TEAM, {"id": "t2", "naam": "Team Zuid"})
ALTIJD = ("hulpverlener", "overslaan", "terug", "uitleg", "stoppen", "wissen", "code")
CRISES = ("acuut_gevaar", "zelfdoding", "medische_nood")


@lru_cache(maxsize=1)
def domein() -> dict[str, Any]:
    """Return domain.yml."""
    return yaml.load((ROOT / "domain.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)


@lru_cache(maxsize=1)
def regels() -> dict[str, list[str]]:
    """Return the actions of each rule by its intent."""
    gevonden: dict[str, list[str]] = {}
    for bestand in sorted((ROOT / "data" / "stories").glob("*.yml")):
        for regel in yaml.load(bestand.read_text(encoding="utf-8"), yaml.CSafeLoader).get(
            "rules", []
        ):
            stappen = regel["steps"]
            gevonden[stappen[0]["intent"]] = [stap["action"] for stap in stappen[1:]]
    return gevonden


class Beurt:
    """What the bot did in one turn."""

    def __init__(self, uitingen: list[dict[str, Any]]) -> None:
        self.responses = [u["response"] for u in uitingen if u.get("response")]
        self.teksten = [deel for u in uitingen for deel in _bubbels(u)]
        self.knoppen = [knop for u in uitingen for knop in _knoppen(u)]
        self.panelen = [u["custom"]["paneel"] for u in uitingen if "paneel" in u.get("custom", {})]
        self.doe = [u["custom"] for u in uitingen if "doe" in u.get("custom", {})]

    @property
    def tekst(self) -> str:
        """All that was said, as one text."""
        return "\n".join(self.teksten)

    @property
    def overdracht(self) -> dict[str, Any] | None:
        """The handover of this turn, if there was one."""
        return next((d for d in self.doe if d["doe"] == "overdracht"), None)

    def titels(self) -> list[str]:
        """Return the titles of the offered buttons."""
        return [knop["title"] for knop in self.knoppen]


def _bubbels(uiting: dict[str, Any]) -> list[str]:
    if not uiting.get("response"):
        return []
    tekst = domein()["responses"][uiting["response"]][0]["text"]
    for naam in re.findall(r"{(\w+)}", tekst):
        tekst = tekst.replace("{" + naam + "}", uiting[naam])
    return tekst.strip().split("\n\n")


def _knoppen(uiting: dict[str, Any]) -> list[dict[str, str]]:
    vast = []
    if uiting.get("response"):
        vast = domein()["responses"][uiting["response"]][0].get("buttons", [])
    vast = [{**k, "payload": k["payload"].replace("{{", "{").replace("}}", "}")} for k in vast]
    regels_ = uiting.get("custom", {}).get("paneel", {}).get("regels", [])
    return [*vast, *(uiting.get("buttons") or []), *(k for r in regels_ for k in r["knoppen"])]


class Gesprek:
    """One conversation; *teams*, *aanwezig* and *opent* are what the router tells each turn."""

    def __init__(
        self,
        teams: Sequence[dict[str, str]] = (TEAM,),
        aanwezig: bool = True,
        opent: str | None = None,
        begin: bool = True,
    ) -> None:
        self.wereld = {"teams": list(teams), "aanwezig": aanwezig, "opent": opent}
        self.slots: dict[str, Any] = {"intake": None, "stap": None}
        self.beurt = Beurt([])
        self.alles: list[Beurt] = []
        if begin:
            self._stuur("begin", via="knop")

    @property
    def intake(self) -> Intake:
        """The intake as it now stands."""
        return Intake.van_dict(self.slots["intake"])

    @property
    def stap(self) -> str:
        """The step that the talk is in."""
        return self.slots["stap"]

    def zegt(
        self,
        tekst: str,
        intent: str = "nlu_fallback",
        behoeften: Sequence[tuple[str, str]] = (),
        ook: str | None = None,
        zeker: float = 1.0,
    ) -> Beurt:
        """Type *tekst*, understood as *intent* with *behoeften* as (label, its words)."""
        entiteiten = []
        for label, woorden in behoeften:
            start = tekst.index(woorden)
            entiteiten.append(
                {
                    "entity": "behoefte",
                    "value": label,
                    "start": start,
                    "end": start + len(woorden),
                }
            )
        return self._stuur(intent, tekst, entiteiten, ook=ook, zeker=zeker)

    def drukt(self, titel: str, regels: Sequence[str] = ()) -> Beurt:
        """Press the offered button with this title."""
        knop = next(k for k in self.beurt.knoppen if k["title"] == titel)
        return self.drukt_op(knop, regels)

    def drukt_op(self, knop: dict[str, str], regels: Sequence[str] = ()) -> Beurt:
        """Press this offered button."""
        naam, _, rest = knop["payload"][1:].partition("{")
        entiteiten = [
            {"entity": entiteit, "value": waarde, "start": 0, "end": 0}
            for entiteit, waarde in (json.loads("{" + rest) if rest else {}).items()
        ]
        return self._stuur(naam, knop["title"], entiteiten, via="knop", regels=regels)

    def altijd(self, intent: str) -> Beurt:
        """Press one of the buttons that are always there."""
        assert intent in ALTIJD
        return self._stuur(intent, intent, via="knop")

    def hervat(self) -> Beurt:
        """Come back, as the router does it."""
        return self._stuur("hervat", via="knop")

    def _stuur(
        self,
        intent: str,
        tekst: str = "",
        entiteiten: Sequence[dict[str, Any]] = (),
        via: str = "tekst",
        regels: Sequence[str] = (),
        ook: str | None = None,
        zeker: float = 1.0,
    ) -> Beurt:
        rangorde = [{"name": naam, "confidence": 1.0} for naam in (intent, ook) if naam]
        bericht = {
            "text": tekst,
            "intent": {"name": intent, "confidence": zeker},
            "entities": list(entiteiten),
            "intent_ranking": rangorde,
            "metadata": {**self.wereld, "via": via, "tekst": tekst, "regels": list(regels)},
        }
        self.beurt = Beurt([u for naam in regels_van(intent) for u in self._actie(naam, bericht)])
        self.alles.append(self.beurt)
        return self.beurt

    def _actie(self, naam: str, bericht: dict[str, Any]) -> list[dict[str, Any]]:
        slots = json.loads(json.dumps(self.slots))
        tracker = Tracker("x", slots, bericht, [], False, None, {}, naam)
        dispatcher = CollectingDispatcher()
        gebeurd = _af(ACTIES[naam].run(dispatcher, tracker, {}))
        self.slots |= {g["name"]: g["value"] for g in gebeurd}
        return dispatcher.messages


def _af(actie: Coroutine[Any, Any, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Run an action to its end without an event loop: it waits for nothing."""
    try:
        actie.send(None)
    except StopIteration as klaar:
        return klaar.value
    raise AssertionError("an action waits for something")


def regels_van(intent: str) -> list[str]:
    """Return the actions of the rule for *intent*."""
    return regels()[intent]
