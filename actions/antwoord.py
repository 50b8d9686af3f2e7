"""An answer to the question of now."""

from __future__ import annotations

from actions.actie import Actie
from bot.intake.antwoord import beantwoord
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.uitkomst import Uitkomst


class ActionAntwoord(Actie):
    """Takes a message or button as the answer to the current question."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_antwoord"

    def beurt(self, intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
        """Return the intake with the answer in it."""
        return beantwoord(intake, invoer, wereld)
