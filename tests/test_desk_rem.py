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
    een = Rem(lambda: 0.0)

    async def veel() -> None:
        for nr in range(50):
            await poging(een, f"naam{nr}")
        for nr in range(50):
            await poging(een, f"naam{nr}")
            een.gelukt(f"naam{nr}", None)

    draai(veel())

    assert len(een._banen) <= 10
    kamers = [v for v in vars(een).values() if hasattr(v, "__len__")]
    assert max(map(len, kamers)) <= 32  # the key: of browsers nothing is kept


async def wachttijden(een: Rem, tijd: Tijd, keer: int, naam: str = "sanne") -> list[float]:
    """Return how long each of *keer* attempts, one after the other, had to wait."""
    gevonden = []
    for _ in range(keer):
        tijd.gewacht.clear()
        assert await poging(een, naam)
        gevonden.append(sum(tijd.gewacht))
        tijd.nu += gevonden[-1]
    return gevonden


def test_each_wait_is_twice_the_one_before() -> None:
    """Five attempts at once, then one, two and four seconds, and four from then on."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)
    assert draai(wachttijden(een, tijd, 11)) == [0, 0, 0, 0, 0, 1, 2, 4, 4, 4, 4]
    assert draai(wachttijden(een, tijd, 1, "bram")) == [0]


def test_who_would_wait_more_than_eight_seconds_is_told_so() -> None:
    """Attempts at the same moment queue up behind each other; the last place is eight seconds."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)

    async def tegelijk(keer: int) -> list[bool]:
        return [await poging(een, "sanne") for _ in range(keer)]

    assert draai(tegelijk(11)) == [True] * 8 + [False] * 3
    assert tijd.gewacht == [1, 3, 7]
    tijd.nu = 2.9
    assert draai(tegelijk(1)) == [False]
    tijd.nu = 3
    assert draai(tegelijk(2)) == [True, False]
    assert tijd.gewacht == [1, 3, 7, 8]


def test_a_quarter_of_an_hour_of_quiet_is_counted_from_the_end_of_the_wait() -> None:
    """At fifteen minutes an attempt is remembered, a moment later it is not."""
    for stil, daarna in ((rem.VERGEET_NA, [0, 2]), (rem.VERGEET_NA + 0.5, [0, 0])):
        tijd = Tijd()
        een = Rem(tijd.klok, tijd.slaap)
        draai(wachttijden(een, tijd, 5))
        tijd.nu = 1 + stil
        assert draai(wachttijden(een, tijd, 2)) == daarna


def test_a_known_browser_finds_a_full_queue_open() -> None:
    """However many strangers stand in it, whoever was here before is let in."""
    een = Rem(lambda: 0.0)
    merk = een.gelukt("sanne", None)
    klaar = asyncio.Event()

    async def bezet(naam: str) -> None:
        async with een.beurt(naam, None):
            await klaar.wait()

    async def vol() -> tuple[bool, bool, bool]:
        rij = [asyncio.create_task(bezet(f"naam{nr}")) for nr in range(rem.IN_DE_RIJ)]
        await asyncio.sleep(0)
        vreemd = await poging(een, "sanne")
        eigen = asyncio.create_task(poging(een, "sanne", merk))
        await asyncio.sleep(0)
        ander = await poging(een, "bram", merk)
        klaar.set()
        await asyncio.gather(*rij)
        return vreemd, ander, await eigen

    assert draai(vol()) == (False, False, True)
    assert een._in_de_rij == 0


def test_the_mark_of_a_browser_is_given_once_and_kept() -> None:
    """A known browser keeps its mark; no, an empty, another's and an unknown one give a new one."""
    een = Rem(lambda: 0.0)
    merk = een.gelukt("sanne", None)
    assert len(merk) == 32
    assert een.gelukt("sanne", merk) == merk
    nieuwe = [een.gelukt(naam, was) for naam, was in
              (("sanne", ""), ("bram", merk), ("sanne", "0" * 32), ("sanne", None))]  # fmt: skip
    assert len({merk, "", "0" * 32, *nieuwe}) == 7
    assert een.gelukt("sanne", merk) == merk
    assert een.gelukt("bram", nieuwe[1]) == nieuwe[1]


def test_a_right_login_forgets_its_own_attempts_alone() -> None:
    """A known browser has its own count: strangers under the same name still wait."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)
    merk = een.gelukt("sanne", None)
    draai(wachttijden(een, tijd, 6))
    een.gelukt("sanne", merk)
    assert draai(wachttijden(een, tijd, 1)) == [2]
    een.gelukt("sanne", None)
    assert draai(wachttijden(een, tijd, 1)) == [0]


def test_what_was_used_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many names and not one more; each use puts one in front again."""
    monkeypatch.setattr(rem, "_BANEN", 2)
    een = Rem(lambda: 0.0)
    for naam in ("een", "twee"):
        draai(poging(een, naam))
    assert list(een._banen) == ["naam een", "naam twee"]
    for naam in ("een", "drie"):
        draai(poging(een, naam))
    assert list(een._banen) == ["naam een", "naam drie"]


def test_a_restart_forgets_no_browser_and_nobody_makes_a_mark() -> None:
    """Another process with the same key knows the mark; one letter, name or key else does not."""
    sleutel = b"k" * 32
    merk = Rem(lambda: 0.0, sleutel=sleutel).gelukt("sanne", None)
    na = Rem(lambda: 0.0, sleutel=sleutel)
    assert na.gelukt("sanne", merk) == merk
    for nr in range(32):
        anders = merk[:nr] + ("0" if merk[nr] != "0" else "1") + merk[nr + 1 :]
        assert na.gelukt("sanne", anders) != anders
    assert na.gelukt("bram", merk) != merk
    assert Rem(lambda: 0.0).gelukt("sanne", merk) != merk


def test_who_waits_for_its_own_delay_takes_no_place_in_the_line() -> None:
    """A flood for some names is slowed down by itself: others find the line open meanwhile."""
    klaar = asyncio.Event()

    async def slaap(_seconden: float) -> None:
        await klaar.wait()

    async def stroom() -> tuple[int, bool]:
        een = Rem(lambda: 0.0, slaap)
        namen = [f"naam{nr}" for nr in range(30) for _ in range(rem.VRIJ + 3)]
        rij = [asyncio.create_task(poging(een, naam)) for naam in namen]
        for _ in range(5 * len(rij)):
            await asyncio.sleep(0)
        ander = await poging(een, "sanne")
        klaar.set()
        await asyncio.gather(*rij)
        return een._in_de_rij, ander

    assert draai(stroom()) == (0, True)
