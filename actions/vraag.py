"""The question of now."""

from __future__ import annotations

from actions.actie import Actie
from bot.intake import vraag
from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.uitkomst import Uitkomst


class ActionVraag(Actie):
    """Asks the current question of the talk, or nothing where the router speaks."""

    def name(self) -> str:
        """Return the name that the rules use."""
        return "action_vraag"

    def beurt(self, intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
        """Return the question."""
        return vraag.vraag(intake)
