"""What Rasa said in one turn, read into bubbles, buttons and things to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.dialogue import knoppen
from bot.dialogue.agent import Beurt


class StilleBeurt(Exception):
    """Rasa gave no answer at all: a dead end, which must never be shown."""


@dataclass
class Uitkomst:
    """One turn: the bubbles to show, what to remember, and what the router must do."""

    geheugen: dict[str, Any] = field(repr=False)
    bubbels: list[dict[str, Any]] = field(default_factory=list, repr=False)
    overdracht: dict[str, Any] | None = None
    code: bool = False
    wissen: bool = False


def lees_beurt(beurt: Beurt, geheugen: dict[str, Any]) -> Uitkomst:
    """Read a turn; raises `StilleBeurt` when there is nothing to show and nothing to do."""
    vorige = [k["id"] for k in geheugen.get("knoppen", [])]
    uitkomst = Uitkomst({**geheugen, "rasa": beurt.kept, "vorige": vorige, "knoppen": []})
    uitkomst.geheugen["beurt"] = geheugen.get("beurt", 0) + 1
    for message in beurt.messages:
        if message.get("text"):
            uitkomst.bubbels.append({"van": "bot", "tekst": message["text"]})
        for rasa_knop in message.get("buttons") or []:
            uitkomst.geheugen["knoppen"].append(knoppen.onthoud(rasa_knop))
        _lees_opdracht(uitkomst, message.get("custom") or {})
    if uitkomst.geheugen.pop("blijft", False):
        _laat_lijst(uitkomst.geheugen, geheugen)
    if not (uitkomst.bubbels or uitkomst.overdracht or uitkomst.code or uitkomst.wissen):
        raise StilleBeurt
    return uitkomst


def _lees_opdracht(uitkomst: Uitkomst, opdracht: dict[str, Any]) -> None:
    if "paneel" in opdracht:
        paneel = _paneel(opdracht["paneel"], uitkomst.geheugen)
        if uitkomst.bubbels and "paneel" not in uitkomst.bubbels[-1]:
            uitkomst.bubbels[-1]["paneel"] = paneel
        else:
            uitkomst.bubbels.append({"van": "bot", "tekst": "", "paneel": paneel})
    doe = opdracht.get("doe")
    if doe == "overdracht":
        uitkomst.overdracht = opdracht
    elif doe == "code":
        uitkomst.code = True
    elif doe == "wissen":
        uitkomst.wissen = True
    elif doe == "lijst_blijft":
        uitkomst.geheugen["blijft"] = True
    elif doe == "stil":
        uitkomst.geheugen["stil"] = bool(opdracht.get("aan"))


def _laat_lijst(nieuw: dict[str, Any], oud: dict[str, Any]) -> None:
    """Keep the list of the turn before alive: its buttons and ticks are still those of now."""
    nieuw["knoppen"] += [k for k in oud.get("knoppen", []) if k["los"]]
    nieuw["vorige"] = [k["id"] for k in oud.get("knoppen", []) if not k["los"]]
    nieuw["beurt"] = oud.get("beurt", 0)


def _paneel(paneel: dict[str, Any], geheugen: dict[str, Any]) -> dict[str, Any]:
    """Replace the payloads of a panel's buttons by ids, and note the turn it belongs to."""
    regels = []
    for regel in paneel.get("regels", []):
        records = [knoppen.onthoud(k, los=True) for k in regel.get("knoppen", [])]
        geheugen["knoppen"].extend(records)
        regels.append({**regel, "knoppen": [{"id": r["id"], "tekst": r["titel"]} for r in records]})
    return {**paneel, "regels": regels, "beurt": geheugen["beurt"]} if regels else paneel
