"""Which teams may get an overdracht: not excluded, and named to the person before."""

from __future__ import annotations

from bot.intake.intake import Intake
from bot.intake.invoer import Team

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
