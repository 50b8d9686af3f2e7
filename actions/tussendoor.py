"""What somebody says in between."""

from __future__ import annotations

from actions.actie import Actie
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.tussendoor import ga_in_op
from bot.intake.uitkomst import Uitkomst


class ActionTussendoor(Actie):
    """Answers an act; the question of now comes after it."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_tussendoor"

    def beurt(self, intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
        """Return the answer to the act."""
        return ga_in_op(intake, invoer, wereld)
