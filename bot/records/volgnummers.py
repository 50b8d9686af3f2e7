"""How far each talk is that somebody waits on: read once for all of them, not once for each.

When anybody writes, the bell (`bot.records.bell`) wakes every open page. Two hundred pages that
each look for themselves cost two fifths of the chat's time (measured with `make load`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bot.records import gesprekken
from bot.records.database import Database


class Volgnummers:
    """One for each process; everything here happens in one event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._wachters: Counter[str] = Counter()
        self._stand: dict[str, int] = {}
        self._gelezen = -1

    @contextmanager
    def wachter(self, gesprek_id: str) -> Iterator[None]:
        """Count somebody who waits on this talk among those that `laatste` reads for."""
        self._wachters[gesprek_id] += 1
        try:
            yield
        finally:
            self._wachters[gesprek_id] -= 1
            if not self._wachters[gesprek_id]:
                del self._wachters[gesprek_id]

    def laatste(self, gesprek_id: str, ring: int | None) -> int:
        """Return the number of the talk's last bubble; raises `gesprekken.Onbekend`.

        *ring* is the bell's count where it has just rung: the first to ask after a ring reads for
        everybody who waits. None, and a talk that was not among them (wiped, begun meanwhile), is
        looked up by itself.
        """
        if ring is not None and ring != self._gelezen:
            with self._database.read() as s:
                self._stand = gesprekken.volgnummers(s, list(self._wachters))
            self._gelezen = ring
        volgnr = self._stand.get(gesprek_id) if ring is not None else None
        return self._nu(gesprek_id) if volgnr is None else volgnr

    def _nu(self, gesprek_id: str) -> int:
        with self._database.read() as s:
            return gesprekken.get(s, gesprek_id).volgnr
