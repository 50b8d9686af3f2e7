"""Striking: what a person takes out is gone for good, from the way back too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from bot.intake.intake import WENS, Intake
from bot.intake.regels import EIGEN_TEKST, GEVAAR
from bot.intake.stappen import plan

#: Tells whether an item of the list of that name belongs to what is struck.
Hoort = Callable[[str, Any], bool]


def schrap(intake: Intake, naam: str) -> Intake:
    """Return an intake without the line *naam* and what was said in it."""
    if naam.startswith(GEVAAR):
        return _schrap_gevaar(intake, naam.removeprefix(GEVAAR))
    if naam.startswith(EIGEN_TEKST):
        return _schrap_tekst(intake, tekst_van(intake, naam))
    if naam.startswith(WENS) and naam.count(".") == 1:
        return _schrap_wens(intake, naam.removeprefix(WENS))
    return _zonder_spoor(intake.haal_weg(naam), (naam,))


def schrap_gehoord(intake: Intake, labels: Collection[str]) -> Intake:
    """Return an intake in which the needs *labels* were not heard, before they were confirmed."""
    over = tuple(gehoord for gehoord in intake.gehoord if gehoord.label not in labels)
    return _zonder_spoor(
        replace(intake, gehoord=over),
        hoort=lambda lijst, item: lijst == "gehoord" and item.label in labels,
    )


def tekst_van(intake: Intake, naam: str) -> str:
    """Return the words of the line *naam*, one of those in own words."""
    return intake.eigen_tekst[int(naam.removeprefix(EIGEN_TEKST)) - 1]


def _schrap_gevaar(intake: Intake, soort: str) -> Intake:
    over = tuple(gevaar for gevaar in intake.gevaar if gevaar.soort != soort)
    return _zonder_spoor(
        replace(intake, gevaar=over),
        hoort=lambda lijst, item: lijst == "gevaar" and item.soort == soort,
    )


def _schrap_tekst(intake: Intake, tekst: str) -> Intake:
    over = tuple(eigen for eigen in intake.eigen_tekst if eigen != tekst)
    return _zonder_spoor(
        replace(intake, eigen_tekst=over),
        hoort=lambda lijst, item: lijst == "eigen_tekst" and item == tekst,
    )


def _schrap_wens(intake: Intake, label: str) -> Intake:
    namen = {naam for gedaan in intake.gedaan for naam in gedaan.velden}
    eigen = WENS + label
    zonder = _zonder_spoor(
        intake.schrap_wens(label),
        [naam for naam in namen if naam == eigen or naam.startswith(eigen + ".")],
        lambda lijst, item: (
            (lijst == "rang" and item == label) or (lijst == "gehoord" and item.label == label)
        ),
    )
    # The needs behind it move up; the questions about needs are over.
    al = {stap.naam for stap in plan(intake)}
    nieuw = (stap.naam for stap in plan(zonder) if stap.naam.startswith(WENS))
    return zonder.sluit(*(naam for naam in nieuw if naam not in al))


def _zonder_spoor(
    intake: Intake, velden: Collection[str] = (), hoort: Hoort = lambda _lijst, _item: False
) -> Intake:
    """Return an intake whose way back brings back neither *velden* nor the items that *hoort*."""

    def schoon(lijsten: Mapping[str, tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
        return {n: tuple(x for x in items if not hoort(n, x)) for n, items in lijsten.items()}

    gedaan = tuple(
        replace(
            een,
            velden={naam: veld for naam, veld in een.velden.items() if naam not in velden},
            erbij=schoon(een.erbij),
            eraf=schoon(een.eraf),
        )
        for een in intake.gedaan
    )
    return replace(intake, gedaan=gedaan)
