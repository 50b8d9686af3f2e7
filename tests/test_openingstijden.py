"""bot.intake.openingstijden."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.openingstijden import NEDERLAND, Openingstijden

KANTOOR = Openingstijden.lees("ma-vr 09:00-17:00; za 10:30-14:00")
ALTIJD = Openingstijden.lees("ma-zo 00:00-24:00")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEDERLAND)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23 08:00", "vandaag om 9.00 uur"),
        ("2026-11-23 17:00", "morgen om 9.00 uur"),
        ("2026-11-27 18:00", "morgen om 10.30 uur"),
        ("2026-11-28 15:00", "maandag om 9.00 uur"),
        ("2026-12-24 20:00", "maandag om 9.00 uur"),
    ],
)
def test_says_in_words_when_it_opens(moment: str, words: str) -> None:
    """Closed hours say when somebody is there next; a public holiday is passed over."""
    assert words == ("" if KANTOOR.is_open(at(moment)) else KANTOOR.opent(at(moment)))


def test_open_hours_say_nothing() -> None:
    """While it is open there is no next time to name."""
    assert KANTOOR.is_open(at("2026-11-23 09:00"))
    assert KANTOOR.opent(at("2026-11-23 16:59")) is None


def test_day_and_night_has_no_holidays() -> None:
    """A team that is there day and night is there on Christmas too."""
    assert ALTIJD.is_open(at("2026-12-25 03:00"))
    assert not KANTOOR.is_open(at("2026-12-25 12:00"))


@given(st.integers(0, 366 * 24 * 60))
def test_a_whole_year_never_runs_out(minutes: int) -> None:
    """At any minute of a year it is open or it says when it opens."""
    moment = at("2026-01-01 00:00") + timedelta(minutes=minutes)
    assert KANTOOR.is_open(moment) or KANTOOR.opent(moment)


@pytest.mark.parametrize(
    "bad", ["", ";", "altijd", "ma 9-17", "xx 09:00-17:00", "ma-xx 09:00-17:00", "ma 17:00-09:00"]
)
def test_bad_hours_are_named(bad: str) -> None:
    """Hours that cannot be read are refused with what is wrong."""
    with pytest.raises(ValueError, match=r"is|does|names"):
        Openingstijden.lees(bad)


def test_days_may_run_over_the_weekend() -> None:
    """`vr-ma` means friday to monday."""
    hours = Openingstijden.lees("vr-ma 10:00-11:00")
    assert [day for day, _, _ in hours.perioden] == [0, 4, 5, 6]
