"""Dates as people read them, in chat and desk alike: "3 oktober 2025"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

_MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_WEEKDAGEN = (
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag",
)  # fmt: skip
_DATUM = re.compile(r"~?(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_MOMENT = re.compile(r"(\d{2})-(\d{2})-(\d{4})(?: (\d{2}:\d{2}))?")


def dag_in_woorden(dag: date) -> str:
    """Return a day as "23 november 2026"."""
    return f"{dag.day} {_MAANDEN[dag.month - 1]} {dag.year}"


def zonder_jaar(dag: date) -> str:
    """Return a day that is near as "23 november"."""
    return f"{dag.day} {_MAANDEN[dag.month - 1]}"


def met_weekdag(dag: date, vanaf: date) -> str:
    """Return a day ahead as "vrijdag 27 november"; with its year if that is not the one of *vanaf*.

    *vanaf* is the day on which it is said.
    """
    woorden = zonder_jaar(dag) if dag.year == vanaf.year else dag_in_woorden(dag)
    return f"{_WEEKDAGEN[dag.weekday()]} {woorden}"


def stempel(moment: datetime) -> dict[str, str]:
    """Return what a bubble keeps of the *moment* it was said, as it was in the Netherlands."""
    return {"tijd": moment.strftime("%H:%M"), "dag": moment.date().isoformat()}


def dag_erbij(inhoud: Mapping[str, Any], vandaag: date) -> str:
    """Return the day of a bubble as "gisteren" or "maandag 23 november".

    Empty for a bubble of *vandaag*, and for one from before bubbles kept their day.
    """
    if not inhoud.get("dag"):
        return ""
    dag = date.fromisoformat(inhoud["dag"])
    if dag == vandaag:
        return ""
    return "gisteren" if dag == vandaag - timedelta(days=1) else met_weekdag(dag, vandaag)


def wanneer(inhoud: Mapping[str, Any], vandaag: date) -> str:
    """Return when a bubble was said: "14:05", and with its day if that is not *vandaag*.

    "Vanavond" of another day is no evening to go out.
    """
    return " om ".join(filter(None, (dag_erbij(inhoud, vandaag), inhoud.get("tijd"))))


def in_woorden(waarde: str | None) -> str:
    """Turn "2026-02-19" into "19 februari 2026"; month and year, or the year alone, also do.

    A moment as the desk keeps it ("23-11-2026 14:05") becomes "23 november 2026, 14:05". What is no
    date stays as it came; None is empty.
    """
    moment = _MOMENT.fullmatch(waarde or "")
    if moment:
        dag, maand, jaar, tijd = moment.groups()
        return _woorden(jaar, maand, dag, waarde or "") + (f", {tijd}" if tijd else "")
    gevonden = _DATUM.fullmatch(waarde or "")
    if not gevonden:
        return waarde or ""
    jaar, maand, dag = gevonden.groups()
    return _woorden(jaar, maand, dag, waarde or "")


def _woorden(jaar: str, maand: str | None, dag: str | None, anders: str) -> str:
    if maand is None:
        return jaar
    if not 1 <= int(maand) <= 12:
        return anders
    naam = f"{_MAANDEN[int(maand) - 1]} {jaar}"
    return f"{int(dag)} {naam}" if dag else naam
