"""bot.dialogue.locks."""

import asyncio
from contextlib import suppress

import pytest

from bot.dialogue.locks import Locks
from bot.records.database import Database

ONE, OTHER = "a" * 32, "b" * 32


@pytest.mark.parametrize("processes", [1, 2])
def test_turns_of_one_conversation_never_overlap(database: Database, processes: int) -> None:
    """Whoever comes second waits, also in another process where the database allows several."""
    if processes == 2 and database.is_sqlite:
        processes = 1  # SQLite means one chat process
    locks = [Locks(database) for _ in range(processes)]
    inside, most = 0, 0

    async def turn(number: int) -> None:
        nonlocal inside, most
        async with locks[number % processes].hold(ONE):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1

    async def all_turns() -> None:
        await asyncio.gather(*(turn(n) for n in range(8)))

    asyncio.run(all_turns())
    assert most == 1


def test_first_come_first_served(database: Database) -> None:
    """Within a process turns run in the order in which they came."""
    locks, order = Locks(database), []

    async def turn(number: int) -> None:
        async with locks.hold(ONE):
            order.append(number)
            await asyncio.sleep(0)

    async def all_turns() -> None:
        await asyncio.gather(*(turn(n) for n in range(6)))

    asyncio.run(all_turns())
    assert order == sorted(order)


def test_conversations_do_not_wait_for_each_other(database: Database) -> None:
    """A slow turn of one person holds up nobody else."""
    locks = Locks(database)

    async def both() -> bool:
        async with locks.hold(ONE), locks.hold(OTHER):
            return True

    assert asyncio.run(asyncio.wait_for(both(), 5))


def test_a_failing_turn_gives_the_lock_back(database: Database) -> None:
    """After an error the next turn goes on, and nothing is kept of either."""
    locks = Locks(database)

    async def fail_then_go() -> None:
        with suppress(ValueError):
            async with locks.hold(ONE):
                raise ValueError
        async with locks.hold(ONE):
            pass

    asyncio.run(asyncio.wait_for(fail_then_go(), 5))
    assert locks._here == {}
    assert locks._users == {}
