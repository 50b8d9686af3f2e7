"""What a turn gives: the intake as it now stands, and what is said in that order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.intake.intake import Intake
from bot.intake.invoer import Invoer, Wereld
from bot.intake.stappen import Stap


@dataclass(frozen=True)
class Knop:
    """A button that depends on what was said; fixed buttons stand in the domain."""

    tekst: str
    keuze: str
    icoon: str | None = None


@dataclass(frozen=True)
class Bericht:
    """One thing said: a response of the domain with its fields and buttons, or data (*json*)."""

    response: str | None = None
    velden: Mapping[str, str] = field(default_factory=dict)
    knoppen: tuple[Knop, ...] = ()
    json: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Uitkomst:
    """The outcome of a turn."""

    intake: Intake
    berichten: tuple[Bericht, ...] = ()


#: Takes a message as the answer to a step, or gives None where it is none.
Neem = Callable[[Intake, Stap, Invoer, Wereld], Uitkomst | None]


def zeg(intake: Intake, *responses: str) -> Uitkomst:
    """Return *intake* with these fixed texts."""
    return Uitkomst(intake, tuple(Bericht(response) for response in responses))


def doe(wat: str, **meer: Any) -> Bericht:
    """Return a request to the router."""
    return Bericht(json={"doe": wat, **meer})


def toon(paneel: Mapping[str, Any]) -> Bericht:
    """Return a panel to show in the talk."""
    return Bericht(json={"paneel": paneel})
