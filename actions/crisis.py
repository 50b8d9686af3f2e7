"""Danger."""

from __future__ import annotations

from actions.actie import Actie
from bot.intake.gesprek import beurt
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.uitkomst import Uitkomst


class ActionCrisis(Actie):
    """Answers danger on the turn in which it is said."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_crisis"

    def beurt(self, intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
        """Return concern, the number, and the way to a human."""
        return beurt(intake, invoer, wereld)
