"""The catalogue of needs, `data/behoeften.yml`: their words, their questions, their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

BESTAND = Path(__file__).parents[2] / "data" / "behoeften.yml"
#: The most questions that the talk asks about one need (seed statement A27).
HOOGSTENS = 2
SOORTEN = ("urgentie", "hulp", "vertel")
#: So many needs are named in one sentence.
_GENOEMD = 4


@dataclass(frozen=True)
class Vraag:
    """A gentle question about a need; *knoppen* are suggestions beside own words.

    *gelijk*: no choice comes first, so each time they stand in another order (seed statement B18).
    """

    id: str
    soort: str
    tekst: str
    knoppen: tuple[str, ...] = ()
    gelijk: bool = False


@dataclass(frozen=True)
class Behoefte:
    """One need: *kop* in the person's words, *hoor* after "Ik hoor", *woord_desk* for the desk.

    *stil* is the short question for when somebody looks along; most needs have none. *kort* names
    the need in a few neutral words.
    """

    label: str
    kop: str
    hoor: str
    icoon: str
    volgorde: int
    menu: bool
    vragen: tuple[Vraag, ...]
    woord_desk: str
    vragen_desk: tuple[str, ...]
    zrm: str
    kort: str = ""
    stil: str = ""


@lru_cache(maxsize=1)
def catalogus() -> Mapping[str, Behoefte]:
    """Return the needs by label, in the order of the menu."""
    return laad(BESTAND)


def waarover(labels: Sequence[str]) -> str:
    """Return the needs *labels* in a few neutral words: "een bed, geld of werk en praten"."""
    woorden = [catalogus()[label].kort for label in labels[:_GENOEMD]]
    woorden += ["meer"] if len(labels) > _GENOEMD else []
    return " en ".join(filter(None, (", ".join(woorden[:-1]), *woorden[-1:])))


def laad(bestand: Path) -> Mapping[str, Behoefte]:
    """Read *bestand*; raises ValueError with the label and what is wrong with it."""
    regels: list[dict[str, Any]] = yaml.load(bestand.read_text(encoding="utf-8"), yaml.CSafeLoader)
    behoeften = sorted((_behoefte(regel) for regel in regels), key=lambda b: b.volgorde)
    return {behoefte.label: behoefte for behoefte in behoeften}


def _behoefte(regel: dict[str, Any]) -> Behoefte:
    label = regel.get("label", "?")
    try:
        vragen = tuple(
            Vraag(
                v["id"], v["soort"], v["tekst"], tuple(v.get("knoppen", ())), v.get("gelijk", False)
            )
            for v in regel["vragen"]
        )
        behoefte = Behoefte(
            label=label,
            kop=regel["kop"],
            hoor=regel["hoor"],
            icoon=regel["icoon"],
            volgorde=int(regel["volgorde"]),
            menu=bool(regel.get("menu", True)),
            vragen=vragen,
            woord_desk=regel["woord_desk"],
            vragen_desk=tuple(regel["vragen_desk"]),
            zrm=regel["zrm"],
            kort=regel.get("kort", ""),
            stil=regel.get("stil", ""),
        )
    except KeyError as ontbreekt:
        raise ValueError(f"{label}: {ontbreekt.args[0]} ontbreekt") from None
    if len(vragen) > HOOGSTENS or any(vraag.soort not in SOORTEN for vraag in vragen):
        raise ValueError(f"{label}: hoogstens {HOOGSTENS} vragen, van soort {', '.join(SOORTEN)}")
    return behoefte
