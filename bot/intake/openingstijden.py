"""Opening hours of the team: when somebody should be there, in words an overlever understands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

NEDERLAND = ZoneInfo("Europe/Amsterdam")
KORT = ("ma", "di", "wo", "do", "vr", "za", "zo")
LANG = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_PART = re.compile(r"([a-z]{2})(?:-([a-z]{2}))? (\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")


@lru_cache(maxsize=8)
def _feestdagen(year: int) -> frozenset[date]:
    """Return the Dutch public holidays of a *year*, computed: no list that goes stale."""
    return frozenset(holidays.country_holidays("NL", years=year))


@dataclass(frozen=True)
class Openingstijden:
    """Hours per weekday (0 is Monday) in minutes; closed on public holidays unless always open."""

    perioden: tuple[tuple[int, int, int], ...]

    @classmethod
    def lees(cls, tekst: str) -> Openingstijden:
        """Read "ma-vr 09:00-17:00; za 10:00-14:00"; raises ValueError that says what is wrong."""
        perioden = []
        for part in filter(None, (p.strip().lower() for p in tekst.split(";"))):
            match = _PART.fullmatch(part)
            if match is None:
                raise ValueError(f"{part!r} is not days and hours")
            first, last, *clock = match.groups()
            if first not in KORT or (last or first) not in KORT:
                raise ValueError(f"{part!r} names an unknown day (use {', '.join(KORT)})")
            hours = [int(c) for c in clock]
            begin, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
            if not 0 <= begin < end <= 24 * 60:
                raise ValueError(f"{part!r} does not end after it begins")
            day, stop = KORT.index(first), KORT.index(last or first)
            while True:
                perioden.append((day, begin, end))
                if day == stop:
                    break
                day = (day + 1) % 7
        if not perioden:
            raise ValueError("it is empty")
        return cls(tuple(sorted(perioden)))

    @property
    def altijd(self) -> bool:
        """Whether these hours are day and night, every day."""
        return all((day, 0, 24 * 60) in self.perioden for day in range(7))

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the team should be there at *moment* (aware)."""
        here = moment.astimezone(NEDERLAND)
        minute = here.hour * 60 + here.minute
        return any(begin <= minute < end for begin, end in self._van(here.date()))

    def opent(self, moment: datetime) -> str | None:
        """Return when the team is there next ("morgen om 9.00 uur"); None when open now."""
        if self.is_open(moment):
            return None
        here = moment.astimezone(NEDERLAND)
        for ahead in range(15):
            day = here.date() + timedelta(days=ahead)
            for begin, _ in self._van(day):
                start = datetime.combine(day, time(begin // 60, begin % 60), NEDERLAND)
                if start > here:
                    return f"{_dag(day, here.date())} om {_uur(begin)}"
        return None

    def _van(self, day: date) -> list[tuple[int, int]]:
        if day in _feestdagen(day.year) and not self.altijd:
            return []
        return [(begin, end) for weekday, begin, end in self.perioden if weekday == day.weekday()]


def _dag(day: date, today: date) -> str:
    ahead = (day - today).days
    if ahead == 0:
        return "vandaag"
    if ahead == 1:
        return "morgen"
    if ahead < 7:
        return LANG[day.weekday()]
    return f"{LANG[day.weekday()]} {day.day}-{day.month}"


def _uur(minute: int) -> str:
    """Return a time of the clock of 24 hours: "3 uur" could be the night or the afternoon."""
    return f"{minute // 60}.{minute % 60:02d} uur"
