"""Which names the talk uses: the texts that the code can say, the steps, the intents and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

from bot.content import bron
from bot.intake import toon
from bot.intake.crisis import SOORTEN as CRISES
from bot.intake.gesprek import ANTWOORDEN
from bot.intake.opties import ROLLEN
from bot.intake.stappen import BEGIN, EIND, NODIG, OMGAAN, OPNIEUW, ZIJSTAPPEN, Stap
from bot.intake.tussendoor import INVALLEN, OVER_ANDER
from bot.intake.vraag import LIJSTEN

SITUATIES, LANDEN = "data/situaties.yml", "data/landen.yml"
#: Questions that go on with a second text.
MET_MEER = ("onveilig_waar", "menu", "rang", "liever_niet", "teams", "teams_mens")
WENS = ("wens_urgentie", "wens_hulp", "wens_vertel", "stil_wens", "stil_lijst", "stil_deel")
#: What the person can say of a need that was followed up (the router, by name).
REACTIES = frozenset({"utter_klopt_niet", "utter_nog_nodig"})
#: Intents that are an answer or open a step: no text has their name.
ZONDER_TEKST = frozenset({*ANTWOORDEN, *CRISES, *INVALLEN}) - {"geen_politie"}


@dataclass(frozen=True)
class Plek:
    """Where something stands."""

    bestand: str
    regel: int


def stappen() -> dict[str, Stap]:
    """Return every step by the end of the names of its texts."""
    alle = (*BEGIN, *NODIG, *OMGAAN, *EIND, *ZIJSTAPPEN.values(), *OPNIEUW.values())
    return {stap.response: stap for stap in alle}


def code(root: Path) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of all code that can say a text of the domain."""
    for map_ in ("bot", "actions"):
        for pad in sorted((root / map_).rglob("*.py")):
            if "content" not in pad.parts:
                yield str(pad.relative_to(root)), pad.read_text(encoding="utf-8")


def nodig(root: Path) -> dict[str, Plek]:
    """Return every text that can be said, with where it is asked for."""
    namen = {naam: Plek("bot/intake/stappen.py", 1) for naam in _van_stappen()}
    for intent, (plek, _) in regels(root).items():
        if intent not in ZONDER_TEKST:
            namen[f"utter_{intent}"] = plek
    for bestand in (SITUATIES, LANDEN):
        for blok in bron.lees(root, bestand):
            namen[str(blok.get("zegt"))] = Plek(bestand, blok.regel)
    for bestand, inhoud in code(root):
        for gevonden in re.finditer(r'"(utter_[a-z_]+)"', inhoud):
            regel = inhoud.count("\n", 0, gevonden.start()) + 1
            namen[gevonden[1]] = Plek(bestand, regel)
    toon_ = Plek("bot/intake/toon.py", 1)
    begin = beginselen(root)
    gezegd = {*namen, *(str(n) for n in domein(root)["responses"] if str(n).startswith(begin))}
    gezegd |= {toon.gedeeld(naam) for naam in gezegd}
    anders = {hoe(naam) for naam in gezegd for hoe in (toon.gedeeld, toon.stil, toon.simpel)}
    return namen | dict.fromkeys(anders - set(namen), toon_)


@lru_cache(maxsize=1)
def _van_stappen() -> frozenset[str]:
    alle = stappen()
    namen = {f"utter_{soort}_{n}" for n, soort in product((*alle, *WENS), ("vraag", "uitleg"))}
    stil = {f"utter_stil_{naam}" for naam, stap in alle.items() if stap.stil}
    namen |= stil | {f"utter_vraag_{naam}_meer" for naam in MET_MEER}
    namen |= {f"{naam}_meer" for naam in stil if naam.removeprefix("utter_stil_") in MET_MEER}
    namen |= {f"utter_crisis_{v}{s}" for v, s in product(("", "zacht_", "jong_", "ander_"), CRISES)}
    namen |= {f"utter_{naam}_boven" for naam in LIJSTEN} | {
        "utter_vraag_hulpverlener_later",
        "utter_vraag_gehoord_gok",
        "utter_vraag_jong_delen_teams",
        "utter_stil_jong_delen_teams",
        "utter_stil_jong_delen_meer",
    }
    return frozenset(namen | {f"utter_ander_{naam}" for naam in (*ROLLEN, *OVER_ANDER)})


def beginselen(root: Path) -> tuple[str, ...]:
    """Return how the names begin that the code makes from a state (f"utter_opvolging_{...}")."""
    gevonden = {
        naam
        for _, inhoud in code(root)
        for naam in re.findall(r'f"(utter_[a-z]+_[a-z_]*)\{', inhoud)
    }
    return tuple(sorted(gevonden))


def regels(root: Path) -> dict[str, tuple[Plek, list[str]]]:
    """Return, for each intent that begins a rule, where that is and which actions follow."""
    gevonden: dict[str, tuple[Plek, list[str]]] = {}
    for bestand in verhalen(root):
        for regel in bron.lees(root, bestand).get("rules") or ():
            eerste, *rest = regel.get("steps") or [{}]
            if "intent" in eerste:
                acties = [str(stap["action"]) for stap in rest if "action" in stap]
                plek = Plek(bestand, bron.regel_van(eerste))
                gevonden.setdefault(str(eerste["intent"]), (plek, acties))
    return gevonden


def verhalen(root: Path) -> list[str]:
    """Return the paths of the files with stories and rules."""
    return [str(p.relative_to(root)) for p in sorted((root / "data" / "stories").glob("*.yml"))]


def domein(root: Path) -> dict[str, Any]:
    """Return domain.yml with the lines in it."""
    inhoud: dict[str, Any] = bron.lees(root, "domain.yml")
    return inhoud
