"""The bell: wakes whoever waits for news when any process wrote something.

It carries no content. SQLite: `PRAGMA data_version` changes when another connection commits
(polled four times a second, about 10 microseconds a look). PostgreSQL: LISTEN on one connection.
"""

from __future__ import annotations

import asyncio
import select
import sqlite3
from contextlib import suppress
from typing import Any

from sqlalchemy.engine import make_url

from bot.records.database import CHANNEL, Database

POLL_SECONDS = 0.25


class Bell:
    """One for each process; `start` it in the event loop that waits on it.

    Each waiter has a future of its own and there is no lock: a browser that goes away in the
    middle of a wait can hold up nobody else.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._count = 0
        self._closed = False
        self._waiters: set[asyncio.Future[None]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin listening."""
        self._loop = asyncio.get_running_loop()
        listen = self._poll_sqlite if self._database.is_sqlite else self._listen_postgres
        self._task = asyncio.create_task(listen())

    async def stop(self) -> None:
        """Stop listening."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    @property
    def closed(self) -> bool:
        """Whether the process is ending: nobody should wait any more."""
        return self._closed

    def close(self) -> None:
        """Let everybody stop waiting, for good. May be called from a signal handler."""
        self._closed = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.ring)

    @property
    def count(self) -> int:
        """How often it rang: take it before reading, give it to `wait` after."""
        return self._count

    async def wait(self, count: int, timeout: float) -> bool:
        """Wait at most *timeout* seconds until it rang since *count*; tell whether it did."""
        if self._loop is None:
            raise RuntimeError("the bell was not started")
        if count == self._count and not self._closed:
            loop = asyncio.get_running_loop()
            waiter: asyncio.Future[None] = loop.create_future()
            self._waiters.add(waiter)
            over = loop.call_later(timeout, _wek, waiter)
            try:
                await waiter
            finally:
                over.cancel()
                self._waiters.discard(waiter)
        return self._count != count

    def ring(self) -> None:
        """Wake everybody in this process."""
        self._count += 1
        for waiter in self._waiters:
            _wek(waiter)

    async def _poll_sqlite(self) -> None:
        # timeout=0: while somebody writes, a look fails at once instead of holding up the loop.
        path = make_url(self._database.url).database
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            seen: Any = None
            while True:
                with suppress(sqlite3.OperationalError):
                    version = connection.execute("PRAGMA data_version").fetchone()
                    if version != seen:
                        seen = version
                        self.ring()
                await asyncio.sleep(POLL_SECONDS)
        finally:
            connection.close()

    async def _listen_postgres(self) -> None:
        while True:
            with suppress(Exception):
                await self._listen_once()
            # The database went away: whoever waits looks for itself, and we try again.
            self.ring()
            await asyncio.sleep(1)

    async def _listen_once(self) -> None:
        raw = self._database.engine.raw_connection()
        try:
            raw.detach()
            driver: Any = raw.dbapi_connection
            driver.set_isolation_level(0)
            driver.cursor().execute(f"LISTEN {CHANNEL}")
            while True:
                ready, _, _ = select.select([driver], [], [], 0)
                if ready:
                    driver.poll()
                    if driver.notifies:
                        driver.notifies.clear()
                        self.ring()
                await asyncio.sleep(POLL_SECONDS / 5)
        finally:
            raw.close()


def _wek(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)
