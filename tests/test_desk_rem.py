"""The brake on logging in."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from bot.desk import rem
from bot.desk.rem import Rem, TeDruk


class Tijd:
    """A clock that moves on when somebody sleeps; it keeps how long each sleep was."""

    def __init__(self) -> None:
        self.nu = 0.0
        self.gewacht: list[float] = []

    def klok(self) -> float:
        return self.nu

    async def slaap(self, seconden: float) -> None:
        self.gewacht.append(seconden)
        await asyncio.sleep(0)


async def poging(een: Rem, naam: str, browser: str | None = None) -> bool:
    try:
        async with een.beurt(naam, browser):
            return True
    except TeDruk:
        return False


def draai(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(coroutine)


def test_the_first_attempts_do_not_wait() -> None:
    """Somebody who mistypes a few times notices nothing."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)

    async def probeer() -> list[bool]:
        return [await poging(een, "sanne") for _ in range(rem.VRIJ + 1)]

    assert all(draai(probeer()))
    assert tijd.gewacht == []


def test_guessing_gets_slow_and_stays_bounded() -> None:
    """Each further attempt waits longer, never longer than the bound."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)

    async def raad() -> None:
        for _ in range(30):
            await poging(een, "sanne")
            tijd.nu += tijd.gewacht[-1] if tijd.gewacht else 0

    draai(raad())

    assert tijd.gewacht == sorted(tijd.gewacht)
    assert tijd.gewacht[-1] == rem.UITSTEL_MAX


def test_two_hundred_parallel_guesses_gain_nothing() -> None:
    """Attempts count when they come in: of 200 at once only a handful is checked."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)

    async def tegelijk() -> list[bool]:
        return await asyncio.gather(*(poging(een, "sanne") for _ in range(200)))

    assert sum(draai(tegelijk())) <= 10


def test_an_attack_on_one_name_leaves_others_alone() -> None:
    """Somebody else logs in at once meanwhile."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)

    async def meng() -> bool:
        await asyncio.gather(*(poging(een, "sanne") for _ in range(20)))
        tijd.gewacht.clear()
        return await poging(een, "bram")

    assert draai(meng())
    assert tijd.gewacht == []


def test_the_owner_gets_in_from_a_known_browser_while_others_guess() -> None:
    """A browser that logged in before has a count of its own, under its own name only."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)

    async def val_aan() -> tuple[bool, bool, bool]:
        await poging(een, "sanne")
        merk = een.gelukt("sanne", None)
        await asyncio.gather(*(poging(een, "sanne") for _ in range(200)))
        tijd.gewacht.clear()
        return (
            await poging(een, "sanne", merk),
            await poging(een, "sanne", "0" * 32),
            merk == een.gelukt("sanne", merk),
        )

    bekend, onbekend, zelfde = draai(val_aan())

    assert bekend
    assert not onbekend
    assert zelfde
    assert tijd.gewacht == []


def test_a_known_browser_does_not_guess_another_name_freely() -> None:
    """The mark of one name is worth nothing for another."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)

    async def misbruik() -> list[bool]:
        merk = een.gelukt("sanne", None)
        return await asyncio.gather(*(poging(een, "bram", merk) for _ in range(200)))

    assert sum(draai(misbruik())) <= 10


def test_a_right_login_forgets_the_wrong_ones_and_time_does_too() -> None:
    """After a success, or a quarter of an hour of quiet, nobody waits for what was before."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)

    async def opnieuw() -> None:
        await asyncio.gather(*(poging(een, "sanne") for _ in range(20)))
        een.gelukt("sanne", None)
        tijd.gewacht.clear()
        await poging(een, "sanne")
        await asyncio.gather(*(poging(een, "bram") for _ in range(20)))
        tijd.gewacht.clear()
        tijd.nu += rem.VERGEET_NA + rem.WACHT_MAX + rem.UITSTEL_MAX + 1
        await poging(een, "bram")

    draai(opnieuw())

    assert tijd.gewacht == []


def test_at_most_two_are_checked_at_a_time_and_the_queue_is_bounded() -> None:
    """Each check takes 64 MB: two at a time, and who finds a full queue hears so at once."""
    een = Rem(lambda: 0.0)
    nu, hoogste = 0, 0

    async def een_poging(naam: str) -> bool:
        nonlocal nu, hoogste
        try:
            async with een.beurt(naam, None):
                nu += 1
                hoogste = max(hoogste, nu)
                await asyncio.sleep(0.001)
                nu -= 1
        except TeDruk:
            return False
        return True

    async def allen() -> list[bool]:
        return await asyncio.gather(*(een_poging(f"naam{nr}") for nr in range(100)))

    results = draai(allen())

    assert hoogste == rem.TEGELIJK
    assert sum(results) == rem.IN_DE_RIJ


def test_memory_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many names are tried, only so many are remembered."""
    monkeypatch.setattr(rem, "_BANEN", 10)
    monkeypatch.setattr(rem, "_BROWSERS", 10)
    een = Rem(lambda: 0.0)

    async def veel() -> None:
        for nr in range(50):
            await poging(een, f"naam{nr}")
        for nr in range(50):
            await poging(een, f"naam{nr}")
            een.gelukt(f"naam{nr}", None)

    draai(veel())

    assert len(een._banen) <= 10
    assert len(een._browsers) <= 10
