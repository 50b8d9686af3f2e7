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


async def _raad(een: Rem, keer: int, naam: str = "sanne", browser: str | None = None) -> int:
    return sum([await poging(een, naam, browser) for _ in range(keer)])


async def _raad_door(een: Rem, tijd: Tijd, keer: int, browser: str | None = None) -> None:
    """Have so many attempts checked, each as soon as it may be."""
    while keer:
        if await poging(een, "sanne", browser):
            keer -= 1
        else:
            tijd.nu += 1


@pytest.mark.parametrize(("keer", "pauze"), [(1, 8.0), (29, rem.VERGEET_NA + 8), (60, 3600.0)])
def test_a_code_cannot_be_guessed_by_staying_at_it(keer: int, pauze: float) -> None:
    """In three days hardly more than a hundred guesses a day, however they are spread.

    At one in four seconds it would be 64,800, and nearly one in five that a code is right.
    """
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)

    async def raad() -> int:
        gelukt = 0
        while tijd.nu < 3 * 24 * 3600:
            gelukt += await _raad(een, keer)
            tijd.nu += pauze
        return gelukt

    assert 60 < draai(raad()) < 360


def test_a_minute_comes_after_thirty_attempts_and_grows_to_a_quarter_of_an_hour() -> None:
    """Ten by ten twice as long."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)
    draai(_raad_door(een, tijd, rem.VEEL))
    reeks = een._reeksen[een._reeks("sanne")]
    assert reeks.volgende - tijd.nu <= rem.WACHT_MAX
    draai(_raad_door(een, tijd, 1))
    assert reeks.volgende - tijd.nu >= rem.LANG
    assert [rem._lang(over) for over in (0, 1, 9, 10, 20, 30, 40, 5000)] == [
        0, 60, 60, 120, 240, 480, 900, 900,
    ]  # fmt: skip


def test_other_names_and_a_pause_of_hours_do_not_end_a_long_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever else is tried pushes nothing out; a day of quiet does end it, and one success."""
    monkeypatch.setattr(rem, "_BANEN", 2)
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap, b"k" * 32)
    draai(_raad_door(een, tijd, rem.VEEL + 1))
    for nr in range(50):
        draai(poging(een, f"naam{nr}"))
    with pytest.raises(TeDruk) as druk:
        een._uitstel("sanne", None)
    assert druk.value.lang
    tijd.nu += 23 * 3600
    assert draai(_raad(een, 3)) == 1
    tijd.nu += 25 * 3600
    assert draai(_raad(een, 3)) == 3
    draai(_raad_door(een, tijd, rem.VEEL))
    een.gelukt("sanne", een.gelukt("bram", None))
    assert draai(_raad(een, 3)) == 3


def test_a_known_browser_never_waits_for_minutes() -> None:
    """Not for what strangers try, not for its own; and strangers go on waiting when it gets in."""
    tijd = Tijd()
    een = Rem(tijd.klok, tijd.slaap)
    merk = een.gelukt("sanne", None)
    draai(_raad_door(een, tijd, rem.VEEL + 1))
    nu = tijd.nu
    draai(_raad_door(een, tijd, 100, merk))
    assert tijd.nu - nu <= 100 * rem.UITSTEL_MAX
    assert een.gelukt("sanne", merk) == merk
    tijd.nu = nu
    assert draai(_raad(een, 1)) == 0


def test_wrong_logins_are_told_once_in_each_browser() -> None:
    """Who guessed right takes nothing away from what the owner reads in a browser of their own."""
    een = Rem(lambda: 0.0)
    eigen = een.gelukt("sanne", None)
    assert een.mislukt_sinds("sanne", None, eigen) == 0
    for _ in range(3):
        een.mislukt("sanne")
    een.mislukt("bram")
    dief = een.gelukt("sanne", None)
    assert een.mislukt_sinds("sanne", None, dief) == 3
    een.mislukt("sanne")
    assert een.mislukt_sinds("sanne", None, een.gelukt("sanne", None)) == 1
    assert een.mislukt_sinds("sanne", eigen, een.gelukt("sanne", eigen)) == 4
    assert een.mislukt_sinds("sanne", eigen, een.gelukt("sanne", eigen)) == 0
    assert een.mislukt_sinds("bram", None, een.gelukt("bram", None)) == 1


def test_of_what_browsers_read_no_more_is_kept_than_of_attempts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was used longest ago goes first."""
    monkeypatch.setattr(rem, "_BANEN", 3)
    een = Rem(lambda: 0.0)
    merken = [een.gelukt("sanne", None) for _ in range(4)]
    for merk in merken:
        een.mislukt_sinds("sanne", None, merk)
    assert list(een._gelezen) == [merken[2], merken[3], "naam sanne"]
