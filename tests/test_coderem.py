"""The brake on terugkeercodes: somebody's find words and nobody's are answered alike."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.dialogue import coderem
from bot.dialogue.coderem import Coderem

WERK = 0.05


def _op(loos: bool) -> Coderem:
    """Return a brake whose checks take `WERK`; *loos*: the minute of nobody's words is spent."""
    rem = Coderem(lambda: 0.0)
    rem._duur.extend([WERK] * rem._duur.maxlen)
    if loos:
        rem._loos.tijden.extend([0.0] * coderem.LOOS)
    return rem


async def _tijden(rem: Coderem, vind: list[str], bekend: bool, aantal: int) -> list[float]:
    """Return after how many seconds each of *aantal* tries at once was answered."""
    begonnen = time.monotonic()

    async def een() -> float:
        assert await rem.probeer(vind, bekend, lambda: time.sleep(WERK)) is None
        return time.monotonic() - begonnen

    return await asyncio.gather(*(een() for _ in range(aantal)))


@pytest.mark.parametrize(("bekend", "loos"), [(True, True), (False, True), (False, False)])
def test_tries_at_once_on_one_pair_stand_in_one_line(bekend: bool, loos: bool) -> None:
    """Known, nobody's, and nobody's when the minute is spent: the nth answer takes n checks."""
    tijden = asyncio.run(_tijden(_op(loos), ["boom", "vis"], bekend, 8))

    assert tijden == sorted(tijden)
    assert all(tijd >= nr * WERK * 0.9 for nr, tijd in enumerate(tijden, 1))


def test_pairs_of_nobody_do_not_wait_for_each_other() -> None:
    """A flood of invented pairs is one line each: it costs no work and holds nobody up."""
    rem, samen = _op(loos=True), 40

    async def alle() -> None:
        await asyncio.gather(*(_tijden(rem, ["boom", str(nr)], False, 1) for nr in range(samen)))

    begonnen = time.monotonic()
    asyncio.run(alle())
    assert time.monotonic() - begonnen < samen * WERK


def test_who_is_spared_the_work_waits_for_a_place_all_the_same() -> None:
    """While both places are taken by others, nobody's pair is not answered sooner than a known."""
    for bekend in (True, False):
        rem = _op(loos=True)

        async def samen(rem: Coderem = rem, bekend: bool = bekend) -> float:
            anderen = [_tijden(rem, ["druk", str(nr)], True, 1) for nr in range(4)]
            taken = [asyncio.create_task(een) for een in anderen]
            await asyncio.sleep(0.001)
            (tijd,) = await _tijden(rem, ["boom", "vis"], bekend, 1)
            await asyncio.gather(*taken)
            return tijd

        assert asyncio.run(samen()) >= 2 * WERK


def test_what_is_remembered_of_a_check_is_the_work_alone() -> None:
    """Time spent in line is not taken for the time that a check takes."""
    rem = _op(loos=False)
    rem._duur.clear()
    asyncio.run(_tijden(rem, ["boom", "vis"], True, 6))

    assert min(rem._duur) >= WERK * 0.9
    assert sorted(rem._duur)[2] < 4 * WERK


@pytest.mark.parametrize("pauze", [0.1, 1.0])
def test_invented_pairs_are_forgotten_when_their_minute_is_over(pauze: float) -> None:
    """A flood that lasts grows nothing: no more pairs are kept than were asked for in a minute."""
    nu = 0.0
    rem = Coderem(lambda: nu)
    rem._duur.extend([0.0] * rem._duur.maxlen)

    async def stroom() -> int:
        nonlocal nu
        meest = 0
        for nr in range(3000):
            await rem.probeer(["boom", str(nr)], False, lambda: None)
            meest, nu = max(meest, len(rem._vakken)), nu + pauze
        return meest

    assert asyncio.run(stroom()) <= coderem.MINUUT / pauze + 1


def test_no_flood_gives_anybody_a_new_minute() -> None:
    """What is forgotten had its whole budget: a pair that was tried too often stays so."""
    nu = 0.0
    rem = Coderem(lambda: nu)
    rem._duur.extend([0.0] * rem._duur.maxlen)

    async def raad() -> None:
        nonlocal nu
        for _ in range(coderem.PER_VIND):
            await rem.probeer(["boom", "vis"], True, lambda: None)
        for nr in range(590):
            nu += 0.1
            await rem.probeer(["vis", str(nr)], False, lambda: None)
        with pytest.raises(coderem.TeVaak):
            await rem.probeer(["boom", "vis"], True, lambda: None)
        nu += 2.0
        assert await rem.probeer(["boom", "vis"], True, lambda: "open") == "open"

    asyncio.run(raad())


def test_a_pair_that_is_checked_now_is_not_forgotten() -> None:
    """However long it takes: who asks for it meanwhile stands in the same line."""
    nu = 0.0
    rem = Coderem(lambda: nu)

    async def lang() -> None:
        nonlocal nu
        vak = rem._vak(["boom", "vis"], nu)
        async with vak.beurt:
            nu += 2 * coderem.MINUUT
            rem._vak(["een", "ander"], nu)
            assert rem._vak(["boom", "vis"], nu) is vak
        nu += 2 * coderem.MINUUT
        rem._vak(["nog", "een"], nu)
        assert rem._vak(["boom", "vis"], nu) is not vak

    asyncio.run(lang())
