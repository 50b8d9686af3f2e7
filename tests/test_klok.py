"""A wrong clock wipes nothing: the keeper believes a day only when the days went on one by one."""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from bot import vault
from bot.intake.openingstijden import NEDERLAND
from bot.records import accounts, gesprekken, keeper, klok
from bot.records import models as m
from bot.records.database import Database
from bot.records.klok import Klok
from bot.vault.kluis import GESPREK, UITNODIGING
from tests import desk_cases as cases
from tests.desk_cases import VANDAAG

pytestmark = pytest.mark.usefixtures("snelle_sloten")


def om(dag: int, uur: int = 4) -> float:
    """Return a moment of the day that comes so many days later."""
    return datetime.combine(_dag(dag), time(uur), NEDERLAND).timestamp()


def _dag(dag: int) -> date:
    return VANDAAG + timedelta(days=dag)


def _begin(database: Database) -> None:
    with database.begin() as s:
        gesprekken.begin(s, vault.new_key(), VANDAAG)


def _over(database: Database) -> int:
    with database.read() as s:
        return int(s.execute(select(func.count()).select_from(m.Gesprek)).scalar_one())


def _rondes(database: Database, *dagen: int) -> list[int]:
    """Make a round on each of these days; return how many talks were there after each."""
    found = []
    for dag in dagen:
        assert keeper.ronde(database, om(dag)) is not None
        found.append(_over(database))
    return found


def test_a_machine_that_starts_weeks_ahead_wipes_nothing(database: Database) -> None:
    """Not at its start, not when it starts again and again, and not when the clock is right anew;
    then the talk goes on its own day."""
    _begin(database)
    assert _rondes(database, 0, 1, 2, 45, 45, 46, 3, 3, 4, 5) == [1] * 10
    assert _rondes(database, *range(6, 31)) == [1] * 24 + [0]


def test_a_machine_that_was_off_for_weeks_wipes_two_days_later(database: Database) -> None:
    """The wait is short: what is over its term goes all the same."""
    _begin(database)
    assert _rondes(database, 0, 1, 2, 40, 40, 41, 42) == [1] * 6 + [0]


def test_three_days_without_a_round_are_no_jump(database: Database) -> None:
    """A long weekend off changes nothing; one day more does, and so does a day back."""
    for stil, blijft in ((3, 0), (4, 1), (-1, 1)):
        _begin(database)
        cases.ronde(database, om(29))
        database.kluis.zet_stand(klok.STAND, f"{_dag(31 - stil)} {_dag(0)}")
        assert _rondes(database, 31) == [blijft], stil
        cases.ronde(database, om(31))
        assert _over(database) == 0


@pytest.mark.parametrize("stand", ["", "x", "2026-11-26", "2026-11-26 x", "2026-13-01 2026-01-01"])
def test_without_a_readable_day_the_wait_begins(database: Database, stand: str) -> None:
    """The first round of all, an upgrade, or a file that somebody spoilt."""
    _begin(database)
    database.kluis.zet_stand(klok.STAND, stand)
    assert _rondes(database, 60, 61, 62) == [1, 1, 0]


def test_nothing_else_goes_by_a_day_that_is_not_believed(database: Database) -> None:
    """No warning, session, link or key file; and the talk's team is still counted as waiting."""
    team = cases.maak_team(database)
    zaak = cases.draag_over(database, team, cases.in_gevaar())
    noor = cases.maak_collega(database, team, "noor", "Noor")
    cases.log_in(database, noor, om(0))
    with database.begin() as s:
        accounts.nodig_uit(s, team.id, team.pair.private, om(0))
    database.kluis.maak(GESPREK, "a" * 32)
    database.kluis.raak_aan(GESPREK, "a" * 32, om(0))

    def er() -> tuple[int, ...]:
        with database.read() as s:
            rijen = [len(s.execute(select(t.id)).all()) for t in (m.Sessie, m.Uitnodiging)]
        return (*rijen, *(len(dict(database.kluis.ids(k))) for k in (GESPREK, UITNODIGING)))

    voor = er()
    keeper.ronde(database, om(0))
    done = keeper.ronde(database, om(90))
    assert done is not None
    assert (done.klok, done.ongezien, done.gewaarschuwd) == (Klok.SPRONG, 1, 0)
    assert er() == voor == (1, 1, 2, 1)
    cases.ronde(database, om(90))
    assert er() == (0, 0, 1, 0)
    assert zaak.overdracht.gesprek_id in dict(database.kluis.ids(GESPREK))


def test_what_somebody_had_wiped_goes_whatever_the_day_is(database: Database) -> None:
    """Rows whose key file was destroyed are nobody's: sweeping them asks no clock."""
    _begin(database)
    ((gesprek_id, _),) = database.kluis.ids(GESPREK)
    database.kluis.vernietig(GESPREK, gesprek_id)
    assert _rondes(database, 0) == [0]


def test_a_jump_is_told_once(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line of the fixed words, in the round that saw it; none at the first start of all."""
    monkeypatch.setattr(keeper, "ELKE_SECONDEN", 0)
    dagen = iter([0, 1, 40, 41, 42, 43, 10])

    def tijd() -> float:
        dag = next(dagen, None)
        if dag is None:
            een._einde.set()
        return om(10 if dag is None else dag)

    een = keeper.Keeper(sqlite_database, tijd)
    with caplog.at_level(logging.WARNING):
        een.start()
        een._draad.join(timeout=20)
    assert [r.getMessage() for r in caplog.records] == [
        "keeper: the day jumped, nothing is wiped for now"
    ] * 2


def test_a_day_that_cannot_be_noted_wipes_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk: the round ends before it wiped anything."""
    _begin(database)
    cases.ronde(database, om(29))

    def vol(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(vault.Kluis, "zet_stand", vol)
    with pytest.raises(OSError, match="full"):
        keeper.ronde(database, om(31))
    assert _over(database) == 1
