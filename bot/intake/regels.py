"""The summary as the person sees it: one line for each thing they said, to keep, change or strike.

A line is also the unit of consent: only ticked lines leave the conversation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.intake.behoeften import catalogus
from bot.intake.intake import WENS, Intake
from bot.intake.veld import EIGEN, KNOP, Veld

BESTAND = Path(__file__).parents[2] / "data" / "samenvatting.yml"
EIGEN_TEKST = "eigen_tekst."
GEVAAR = "gevaar."
#: What somebody rather not wants in their own words, beside what they pressed.
LIEVER_NIET_EIGEN = "liever_niet.woorden"

#: The fields that are lines of their own, in order, each with the step that asks it again; None
#: where the words themselves are changed.
VELDEN: dict[str, str | None] = {
    "gevaar_nu": "gevaar_nu",
    "veilig.nu": "veilig_nu",
    "veilig.binnen": "onveilig_waar",
    "veilig.buiten": "onveilig_waar",
    "veilig.telefoon": "onveilig_waar",
    "veilig.kijkt_mee": "meekijken",
    "veilig.bang_voor_herhaling": "bang",
}
VELDEN_DAARNA: dict[str, str | None] = {
    "liever_niet": "liever_niet",
    LIEVER_NIET_EIGEN: "liever_niet",
    "wie_niet": None,
    "hoe.taal": None,
    "hoe.tolk": "tolk",
    "hoe.hulpverlener": "man_vrouw",
    "hoe.tempo": None,
    "hoe.duur": None,
    "hoe.anders": None,
    "contact.manier": None,
    "contact.veilige_tijden": None,
    "leeftijdsgroep": "leeftijd",
    "eerder_misgegaan": None,
    "wat_helpt": None,
    "wil_houden": None,
    "eerste_stap": None,
    "aangifte": "aangifte",
}


#: Fields in which a word of the catalogue ("later") could also be somebody's own word: as it is.
EIGEN_WOORDEN = frozenset(naam for naam, stap in VELDEN_DAARNA.items() if stap is None)


@dataclass(frozen=True)
class Regel:
    """A line: *id* names the field, *stap* the question that changes it (None: own words)."""

    id: str
    kop: str
    tekst: str
    bron: str
    stap: str | None = None


@lru_cache(maxsize=1)
def woorden() -> Any:
    """Return the words of the summary, `data/samenvatting.yml`."""
    return yaml.load(BESTAND.read_text(encoding="utf-8"), yaml.CSafeLoader)


def regels(intake: Intake) -> tuple[Regel, ...]:
    """Return the lines of what was said: danger first, then safety, needs and the rest."""
    return (
        *_gevaar(intake),
        *_velden(intake, VELDEN),
        *_wensen(intake),
        *_eigen_tekst(intake),
        *_velden(intake, VELDEN_DAARNA),
    )


def stil_woord(naam: str) -> str:
    """Return the neutral word for the line *naam*, empty where it has none."""
    if naam.startswith(WENS) and naam.count(".") == 1:
        return catalogus()[naam.removeprefix(WENS)].stil.rstrip("?").lower()
    return str(woorden()["stil"].get(naam, ""))


def _regel(naam: str, tekst: str, bron: str, stap: str | None = None, kop: str = "") -> Regel:
    teksten = woorden()
    return Regel(naam, kop or teksten["koppen"][naam], tekst, teksten["bron"][bron], stap)


def _gevaar(intake: Intake) -> Iterator[Regel]:
    for soort in dict.fromkeys(gevaar.soort for gevaar in intake.gevaar):
        gezegd = [g.woorden for g in intake.gevaar if g.soort == soort and g.woorden]
        tekst = " / ".join(gezegd) or woorden()["gevaar_knop"]
        yield _regel(GEVAAR + soort, tekst, EIGEN if gezegd else KNOP)


def _velden(intake: Intake, namen: dict[str, str | None]) -> Iterator[Regel]:
    for naam, stap in namen.items():
        veld = intake.veld(naam)
        if veld.waarde is None or (naam == "gevaar_nu" and intake.gevaar):
            continue
        yield _regel(naam, _tekst(naam, veld), veld.bron, stap)


def _tekst(naam: str, veld: Veld) -> str:
    if naam == "gevaar_nu":
        return str(woorden()[f"gevaar_{veld.waarde}"])
    if isinstance(veld.waarde, tuple):
        return ", ".join(veld.waarde) or str(woorden()["niets"])
    return str(veld.waarde) if naam in EIGEN_WOORDEN else waarde_tekst(str(veld.waarde))


def waarde_tekst(waarde: str) -> str:
    """Return how the value of an answer stands in the summary."""
    return str(woorden()["waarden"].get(waarde, waarde))


def _wensen(intake: Intake) -> Iterator[Regel]:
    volgorde = (*intake.rang, *(w for w in intake.wensen if w not in intake.rang))
    for label in volgorde:
        naam, kop = WENS + label, catalogus()[label].kop
        veld = intake.veld(naam)
        yield _regel(naam, " ".join(_over_wens(intake, label)), veld.bron, kop=kop)
        meer = intake.veld(f"{naam}.meer")
        if isinstance(meer.waarde, str):
            meer_kop = woorden()["meer"].format(kop=kop)
            yield _regel(f"{naam}.meer", meer.waarde, meer.bron, kop=meer_kop)


def _over_wens(intake: Intake, label: str) -> Iterator[str]:
    gezegd = intake.veld(WENS + label).waarde
    yield " / ".join(f"“{w}”" for w in gezegd) if gezegd else woorden()["zonder_woorden"]
    bij = woorden()["bij_wens"]
    if label in intake.rang:
        yield bij["rang"].format(waarde=intake.rang.index(label) + 1)
    for soort in ("urgentie", "hulp"):
        waarde = intake.veld(f"{WENS}{label}.{soort}").waarde
        if isinstance(waarde, str):
            yield bij[soort].format(waarde=waarde_tekst(waarde))


def _eigen_tekst(intake: Intake) -> Iterator[Regel]:
    kop = woorden()["koppen"]["eigen_tekst"]
    for nummer, tekst in enumerate(intake.eigen_tekst, 1):
        yield _regel(f"{EIGEN_TEKST}{nummer}", tekst, EIGEN, kop=kop)
