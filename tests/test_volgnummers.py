"""bot.records.volgnummers: one look at the database for everybody who waits."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from bot import vault
from bot.dialogue.router import Router
from bot.intake.openingstijden import Openingstijden
from bot.records import gesprekken, wissen
from bot.records.database import Database
from bot.records.volgnummers import Volgnummers
from tests.fake_bot import FakeBot

VANDAAG = date(2026, 11, 26)


class Vragen:
    """Counts what is asked about talks."""

    def __init__(self, database: Database) -> None:
        self.aantal = 0
        event.listen(database.engine, "before_cursor_execute", self._tel)

    def _tel(self, _c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.aantal += "FROM gesprek" in statement


def _begin(database: Database) -> tuple[str, bytes]:
    key = vault.new_key()
    with database.begin() as s:
        return gesprekken.begin(s, key, VANDAAG).id, key


def _zeg(database: Database, gesprek_id: str, key: bytes) -> None:
    with database.begin() as s:
        gesprekken.voeg_toe(s, gesprek_id, key, {"van": "jij", "tekst": "hoi"}, VANDAAG)


def test_one_look_for_everybody_who_waits(database: Database) -> None:
    """After a ring the first reads for all; each gets the number of its own talk."""
    talks = [_begin(database) for _ in range(30)]
    _zeg(database, *talks[7])
    volgnummers, vragen = Volgnummers(database), Vragen(database)
    with ExitStack() as wachters:
        for gesprek_id, _ in talks:
            wachters.enter_context(volgnummers.wachter(gesprek_id))
        laatste = [volgnummers.laatste(gesprek_id, ring=1) for gesprek_id, _ in talks]
    assert laatste == [0] * 7 + [1] + [0] * 22
    assert vragen.aantal == 1


def test_every_ring_is_read_anew(database: Database) -> None:
    """What was written after one ring is seen at the next, and at once by who looks itself."""
    gesprek_id, key = _begin(database)
    volgnummers = Volgnummers(database)
    with volgnummers.wachter(gesprek_id):
        assert volgnummers.laatste(gesprek_id, ring=1) == 0
        _zeg(database, gesprek_id, key)
        assert volgnummers.laatste(gesprek_id, ring=None) == 1
        assert volgnummers.laatste(gesprek_id, ring=2) == 1


def test_who_came_too_late_for_a_look_is_looked_up(database: Database) -> None:
    """A talk that nobody waited on when the others were read is not taken for gone."""
    een, (ander, key) = _begin(database)[0], _begin(database)
    _zeg(database, ander, key)
    volgnummers = Volgnummers(database)
    with volgnummers.wachter(een):
        assert volgnummers.laatste(een, ring=1) == 0
        with volgnummers.wachter(ander):
            assert volgnummers.laatste(ander, ring=1) == 1


def test_a_wiped_talk_is_gone(database: Database) -> None:
    """Wiped while its page waits, a talk is unknown at the next ring."""
    gesprek_id, _ = _begin(database)
    volgnummers = Volgnummers(database)
    with volgnummers.wachter(gesprek_id):
        assert volgnummers.laatste(gesprek_id, ring=1) == 0
        with database.begin() as s:
            wissen.wis(s, gesprek_id)
        with pytest.raises(gesprekken.Onbekend):
            volgnummers.laatste(gesprek_id, ring=2)


def test_two_pages_of_one_talk(database: Database) -> None:
    """One page that goes away does not take the talk from those that stay."""
    gesprek_id, _ = _begin(database)
    volgnummers, vragen = Volgnummers(database), Vragen(database)
    with volgnummers.wachter(gesprek_id):
        with volgnummers.wachter(gesprek_id):
            pass
        assert volgnummers.laatste(gesprek_id, ring=1) == 0
        assert volgnummers.laatste(gesprek_id, ring=1) == 0
    assert vragen.aantal == 1


def test_news_for_one_wakes_only_that_one(database: Database) -> None:
    """Of many pages that wait only the one with a new bubble hears news, and few look themselves.

    With *n* pages and *k* rings the database is asked about talks a few times for each ring, not
    *n* times.
    """
    paginas, berichten = 40, 6
    router = Router(database, FakeBot(), Openingstijden.lees("ma-zo 00:00-24:00"))  # type: ignore[arg-type]

    async def story() -> tuple[list[bool], int]:
        await router.bell.start()
        try:
            cookies = [await router.begin() for _ in range(paginas)]
            gezien = [(await router.beeld(cookie)).laatste_seq for cookie in cookies]
            await asyncio.sleep(0.6)
            wachtend = [
                asyncio.create_task(router.wacht_op_nieuws(cookie, na, 4.0))
                for cookie, na in zip(cookies[1:], gezien[1:], strict=True)
            ]
            await asyncio.sleep(0.6)
            vragen = Vragen(database)
            for _ in range(berichten):
                await router.bericht(cookies[0], tekst="hallo")
                await asyncio.sleep(0.35)
            gevraagd = vragen.aantal
            await router.bericht(cookies[1], tekst="hallo")
            return [await wacht for wacht in wachtend], gevraagd
        finally:
            await router.bell.stop()

    nieuws, gevraagd = asyncio.run(story())
    assert nieuws == [True] + [False] * (paginas - 2)
    assert 1 <= gevraagd < berichten * 12
