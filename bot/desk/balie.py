"""What every route of the desk shares: settings, database, clock, brake and bell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.desk.rem import Rem
from bot.intake.datum import stempel
from bot.intake.openingstijden import NEDERLAND
from bot.records.bell import Bell
from bot.records.database import Database


class Settings(Protocol):
    """The settings that the desk looks at (see `bot.settings`)."""

    @property
    def https(self) -> bool:
        """Whether browsers reach the desk over https."""

    @property
    def naam(self) -> str:
        """What the service is called."""

    @property
    def desk_adres(self) -> str:
        """The address of the desk, without a slash at its end."""

    @property
    def escalatie_uren(self) -> int:
        """The hours after which waiting is too long."""


@dataclass(frozen=True)
class Balie:
    """One for each process. *klok* gives seconds since 1970.

    *rem* slows logging in; *herstelrem* is the line of who has sheets: neither fills the other.
    """

    settings: Settings
    database: Database
    klok: Callable[[], float]
    rem: Rem
    herstelrem: Rem
    bel: Bell


@dataclass(frozen=True)
class Moment:
    """A moment as people in the Netherlands write it."""

    seconden: float

    @property
    def _hier(self) -> datetime:
        return datetime.fromtimestamp(self.seconden, NEDERLAND)

    @property
    def dag(self) -> date:
        """The date."""
        return self._hier.date()

    @property
    def stempel(self) -> dict[str, str]:
        """What a bubble keeps of it."""
        return stempel(self._hier)

    @property
    def voluit(self) -> str:
        """Date and time as "23-11-2026 14:05"."""
        return f"{self._hier:%d-%m-%Y %H:%M}"
