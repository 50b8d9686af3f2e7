"""The talks of the statements run on a fixed day: what they prove does not age with the data."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pytest

from tests.eisen.mensen import DAG


class Klok(datetime):
    """A clock that stands at noon on that day."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Klok:
        """Return that moment."""
        return cls(DAG.year, DAG.month, DAG.day, 12, tzinfo=tz)


@pytest.fixture(autouse=True)
def vaste_dag(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot of a talk think that it is that day."""
    monkeypatch.setattr("bot.intake.ingang.datetime", Klok)
