"""Which teams may get an overdracht: not excluded, and named to the person before."""

from __future__ import annotations

import re

from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Team
from bot.intake.veld import Veld

#: The field with the teams whose names stood in a question, and the steps that name them.
GENOEMD = "teams_genoemd"
NOEMEN = ("teams", "teams_mens", "jong_delen", "toestemming", "bevestig")


def ontvangers(intake: Intake) -> tuple[Team, ...]:
    """Return the teams that the person did not exclude."""
    niet = intake.veld("teams_niet").waarde or ()
    return tuple(team for team in intake.teams if team.id not in niet)


def genoemde(intake: Intake) -> tuple[Team, ...]:
    """Return those of `ontvangers` whose names the person read: only these may get anything.

    A single team has not been named yet when somebody asks for a human first; there is no choice.
    """
    gelezen = intake.veld(GENOEMD).waarde or ()
    if len(intake.teams) == 1:
        return ontvangers(intake)
    return tuple(team for team in ontvangers(intake) if team.id in gelezen)


def laat_weg(intake: Intake, invoer: Invoer) -> Intake | None:
    """Return an intake without the teams that were chosen or typed, None where none was.

    "Alleen Team Noord" leaves out the others.
    """
    tekst = invoer.getypt.lower()
    gekozen = [t.id for t in intake.teams if t.id == invoer.keuze or t.naam.lower() in tekst]
    if gekozen and re.search(r"\b(alleen|wel)\b", tekst) and not re.search(r"\bniet\b", tekst):
        gekozen = [t.id for t in intake.teams if t.id not in gekozen]
    if not gekozen:
        return None
    al = intake.veld("teams_niet").waarde or ()
    return intake.zet("teams_niet", Veld(tuple(dict.fromkeys((*al, *gekozen))), invoer.bron))
