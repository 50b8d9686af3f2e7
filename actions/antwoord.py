"""What somebody says: an answer to the question of now, or something in between."""

from __future__ import annotations

from actions.actie import Actie
from bot.intake.gesprek import beurt
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.uitkomst import Uitkomst


class ActionAntwoord(Actie):
    """Takes in what was said; the question of now comes after it."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_antwoord"

    def beurt(self, intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
        """Return the intake with what was said in it, and the answer to that."""
        return beurt(intake, invoer, wereld)
