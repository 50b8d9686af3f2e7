"""One turn at a time for each conversation, in order, across processes on PostgreSQL.

Rasa's own ticket lock polls once a second and its Redis version is not atomic (anchors/rasa.md
2.5); it stays in memory and is never contended. SQLite means one chat process, so the lock of
this process is enough there.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from bot.records.database import Database

TRY_EVERY_SECONDS = 0.02
#: Locks held at a time on PostgreSQL: each takes a connection, and a turn needs one beside it.
HELD_MAX = 10


class Locks:
    """Hands out the lock of a conversation."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._here: dict[str, asyncio.Lock] = {}
        self._users: dict[str, int] = {}
        self._places: asyncio.Semaphore | None = None

    @asynccontextmanager
    async def hold(self, gesprek_id: str) -> AsyncIterator[None]:
        """Hold the lock of this conversation; whoever comes second waits, first come first."""
        lock = self._here.setdefault(gesprek_id, asyncio.Lock())
        self._users[gesprek_id] = self._users.get(gesprek_id, 0) + 1
        try:
            async with lock:
                if self._database.is_sqlite:
                    yield
                else:
                    async with self._place(), self._advisory(gesprek_id):
                        yield
        finally:
            self._users[gesprek_id] -= 1
            if self._users[gesprek_id] == 0:
                del self._users[gesprek_id], self._here[gesprek_id]

    def _place(self) -> asyncio.Semaphore:
        """Return what keeps connections free: made in the event loop that uses it."""
        if self._places is None:
            self._places = asyncio.Semaphore(HELD_MAX)
        return self._places

    @asynccontextmanager
    async def _advisory(self, gesprek_id: str) -> AsyncIterator[None]:
        number = int(gesprek_id[:15], 16)
        with self._database.engine.connect() as connection:
            take = text("SELECT pg_try_advisory_lock(:n)")
            while not connection.execute(take, {"n": number}).scalar_one():
                await asyncio.sleep(TRY_EVERY_SECONDS)
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": number})
