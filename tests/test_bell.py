"""bot.records.bell."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date
from typing import Any

import anyio

from bot import vault
from bot.records import gesprekken
from bot.records.bell import Bell
from bot.records.database import Database


def run(database: Database, story: Any) -> Any:
    """Run *story* with a bell that listens."""

    async def main() -> Any:
        bell = Bell(database)
        await bell.start()
        try:
            await bell.wait(bell.count, 1)  # the listener says once that it began
            return await asyncio.wait_for(story(bell), 20)
        finally:
            await bell.stop()

    return asyncio.run(main())


def write(database: Database) -> None:
    with database.begin() as s:
        gesprekken.begin(s, vault.new_key(), date.today())


def test_a_write_wakes_everybody_who_waits(database: Database) -> None:
    """Something that is committed is heard by all that wait, well within two seconds."""

    async def story(bell: Bell) -> list[bool]:
        waiting = [asyncio.create_task(bell.wait(bell.count, 2)) for _ in range(5)]
        await asyncio.sleep(0.1)
        write(database)
        return list(await asyncio.gather(*waiting))

    assert run(database, story) == [True] * 5


def test_without_a_write_the_wait_ends_in_time(database: Database) -> None:
    """Who waits for nothing gets False when the time is over."""

    async def story(bell: Bell) -> bool:
        await asyncio.sleep(0.6)
        return await bell.wait(bell.count, 0.5)

    assert run(database, story) is False


def test_what_was_written_before_the_wait_is_not_missed(database: Database) -> None:
    """A count taken before reading makes a write in between end the wait at once."""

    async def story(bell: Bell) -> bool:
        before = bell.count
        write(database)
        await asyncio.sleep(1)
        return await asyncio.wait_for(bell.wait(before, 10), 0.5)

    assert run(database, story) is True


def test_waiters_that_are_cut_off_hold_up_nobody(database: Database) -> None:
    """Browsers that go away in the middle of a wait leave the bell working for all others."""

    async def story(bell: Bell) -> bool:
        for _ in range(50):
            with anyio.CancelScope() as scope:
                async with anyio.create_task_group() as group:
                    for _ in range(4):
                        group.start_soon(bell.wait, bell.count, 30)
                    await asyncio.sleep(0)
                    bell.ring()
                    scope.cancel()
        waiting = asyncio.create_task(bell.wait(bell.count, 3))
        await asyncio.sleep(0.1)
        write(database)
        return await waiting

    assert run(database, story) is True


def test_closing_ends_every_wait(database: Database) -> None:
    """When the process ends nobody waits on, and nobody begins to."""

    async def story(bell: Bell) -> bool:
        waiting = asyncio.create_task(bell.wait(bell.count, 30))
        await asyncio.sleep(0.1)
        bell.close()
        await asyncio.wait_for(waiting, 1)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(bell.wait(bell.count, 30), 1)
            return bell.closed
        return False

    assert run(database, story) is True
