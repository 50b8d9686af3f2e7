"""What comes next with a wens: which step, who, when, and what happens if that does not work.

Source: statement A24 of practice (docs/eisen.md): no opvolging without an owner and a day. It
stands inside a step ("vervolg": {"stap", "dag", "anders"}); older steps have none. Decision 0035.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.intake.datum import met_weekdag

#: Outcomes after which something still has to happen.
NODIG = ("mee_bezig", "doorverwezen")
#: So far ahead a next step can be planned.
DAGEN_VOORUIT = 365
#: How a day comes in: from a date field, or typed where the browser has none.
_VORMEN = ("%Y-%m-%d", "%d-%m-%Y")


@dataclass(frozen=True)
class Vervolg:
    """The next step that was agreed; *wanneer* is its day in words."""

    stap: str
    wie: str
    dag: date
    wanneer: str
    anders: str

    def is_voorbij(self, vandaag: date) -> bool:
        """Tell whether the day of the step has passed, so that somebody must look."""
        return self.dag < vandaag

    def velden(self) -> dict[str, str]:
        """Return the fields of the text `utter_opvolging_vervolg`; each ends without a stop."""
        velden = {naam: getattr(self, naam) for naam in ("stap", "wie", "wanneer", "anders")}
        return {naam: waarde.rstrip(" .") for naam, waarde in velden.items()}


def eis_vervolg(stap: Mapping[str, Any]) -> None:
    """Refuse a new step of the team that needs a next one and has it not whole.

    Raises ValueError; without the words of the step, because errors end up in logs.
    """
    if stap["status"] in NODIG:
        vervolg = stap.get("vervolg") or {}
        heel = (stap.get("wie"), *map(vervolg.get, ("stap", "dag", "anders")))
        if not all(heel):
            raise ValueError("a step without what comes next")
        date.fromisoformat(vervolg["dag"])


def vervolg_van(stap: Mapping[str, Any]) -> Vervolg | None:
    """Return what comes next after *stap*, if that was said."""
    if "vervolg" not in stap:
        return None
    gezegd, dag = stap["vervolg"], date.fromisoformat(stap["vervolg"]["dag"])
    wanneer = met_weekdag(dag, date.fromisoformat(stap["dag"]))
    return Vervolg(gezegd["stap"], stap["wie"], dag, wanneer, gezegd["anders"])


def geldend(stappen: Iterable[Mapping[str, Any]]) -> Vervolg | None:
    """Return what comes next with a wens: what the team said last; the person takes none back."""
    *_, laatste = (stap for stap in stappen if stap.get("van") != "jij")
    return vervolg_van(laatste)


def lees_dag(tekst: str) -> date | None:
    """Return the day that *tekst* writes ("2026-11-27" or "27-11-2026"), or None."""
    for vorm in _VORMEN:
        with suppress(ValueError):
            return datetime.strptime(tekst, vorm).date()
    return None


def laatste_dag(vandaag: date) -> date:
    """Return the last day on which a next step can be planned."""
    return vandaag + timedelta(days=DAGEN_VOORUIT)
