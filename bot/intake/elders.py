"""Danger in another country: there the numbers of here may not work (seed statement B17)."""

from __future__ import annotations

from bot.intake import situaties
from bot.intake.intake import Intake
from bot.intake.situaties import Situatie
from bot.intake.uitkomst import Uitkomst, zeg

#: Said of somebody else in danger, wherever the person who worries is.
ANDER = "utter_crisis_land"


def elders(intake: Intake, tekst: str = "") -> Situatie | None:
    """Return in which country somebody is by *tekst* or by what they said before; None: here."""
    gezegd = filter(None, map(situaties.in_gevaar, (tekst, *reversed(intake.alle_woorden()))))
    return next(gezegd, None) or _eerder(intake)


def _eerder(intake: Intake) -> Situatie | None:
    """Return the country that was answered before, also where its words were not kept."""
    alle = (s for s in situaties.situaties() if s.gevaar)
    return next((s for s in alle if intake.is_(s.merk)), None)


def verder(intake: Intake) -> Uitkomst:
    """Go on after danger; somebody in another country reads once more what holds there."""
    land = elders(intake)
    nieuw = intake.zij(None)
    return zeg(nieuw.met(land.merk), land.zegt) if land else zeg(nieuw)
