"""Conversations: their bubbles in order, exactly once, and their state by one conditional step."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot import vault
from bot.intake.states import IllegalTransition, Staat, Stap
from bot.records import gesprekken, terugkeer
from bot.records import models as m
from bot.records.database import Database
from tests.desk_cases import VANDAAG

pytestmark = pytest.mark.usefixtures("snelle_sloten")


@pytest.fixture
def key(database: Database) -> bytes:
    key = vault.new_key()
    with database.begin() as s:
        gesprekken.begin(s, key, VANDAAG)
    return key


def test_bubbles_are_numbered_in_order_under_twenty_writers(database: Database, key: bytes) -> None:
    """Twenty messages at once all stand there once, numbered without a gap."""
    gesprek_id = vault.conversation_id(key)

    def write(nr: int) -> int:
        with database.begin() as s:
            return gesprekken.voeg_toe(
                s, gesprek_id, key, {"van": "jij", "tekst": f"{nr}"}, VANDAAG
            )

    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(write, range(20)))

    assert sorted(numbers) == list(range(1, 21))
    with database.read() as s:
        found = gesprekken.berichten(s, gesprek_id, lambda _: key)
        later = gesprekken.berichten(s, gesprek_id, lambda _: key, 18)
    assert [b.volgnr for b in found] == list(range(1, 21))
    assert {b.inhoud["tekst"] for b in found} == {str(nr) for nr in range(20)}
    assert [b.volgnr for b in later] == [19, 20]


def test_the_bubbles_of_a_turn_stand_in_order(database: Database, key: bytes) -> None:
    """Written together they get the next numbers, and the client id belongs to the first."""
    gesprek_id = vault.conversation_id(key)
    said = [{"van": "jij", "tekst": "hoi"}, *({"van": "bot", "tekst": t} for t in "ab")]
    with database.begin() as s:
        gesprekken.voeg_toe(s, gesprek_id, key, {"van": "bot", "tekst": "eerst"}, VANDAAG)
        gesprekken.voeg_alle_toe(s, key, said, VANDAAG, "a" * 32)

    with database.begin() as s:
        found = gesprekken.berichten(s, gesprek_id, lambda _: key)
        assert [(b.volgnr, b.inhoud["tekst"]) for b in found[1:]] == [
            (2, "hoi"),
            (3, "a"),
            (4, "b"),
        ]
        row = s.execute(select(m.Bericht).where(m.Bericht.client_id == "a" * 32)).scalar_one()
        assert row.volgnr == 2
        with pytest.raises(gesprekken.Onbekend):
            gesprekken.voeg_alle_toe(s, vault.new_key(), said, VANDAAG)


def test_a_conversation_opens_with_what_it_remembers(database: Database, key: bytes) -> None:
    """Read at once, the row and the memory are those of the same moment; another key opens none."""
    with database.begin() as s:
        gesprekken.onthoud(s, key, {"beurt": 3})
    with database.read() as s:
        gesprek, geheugen = gesprekken.geopend(s, key)
        assert gesprek == gesprekken.get(s, vault.conversation_id(key))
        assert geheugen == {"beurt": 3}
        with pytest.raises(gesprekken.Onbekend):
            gesprekken.geopend(s, vault.new_key())


def test_a_message_with_the_same_client_id_is_stored_once(database: Database, key: bytes) -> None:
    """The database itself refuses a second bubble with one client id, and undoes the counter."""
    gesprek_id = vault.conversation_id(key)
    with database.begin() as s:
        gesprekken.voeg_toe(s, gesprek_id, key, {"tekst": "een"}, VANDAAG, client_id="a" * 32)
        assert gesprekken.gezien(s, gesprek_id, "a" * 32)
        assert not gesprekken.gezien(s, gesprek_id, "b" * 32)

    with pytest.raises(IntegrityError), database.begin() as s:
        gesprekken.voeg_toe(s, gesprek_id, key, {"tekst": "een"}, VANDAAG, client_id="a" * 32)
    with database.read() as s:
        assert gesprekken.get(s, gesprek_id).volgnr == 1


def test_bubbles_without_a_key_are_left_out(database: Database, key: bytes) -> None:
    """Who holds only the overdracht's key sees only what belongs to the overdracht."""
    gesprek_id, other = vault.conversation_id(key), vault.new_key()
    with database.begin() as s:
        gesprekken.voeg_toe(s, gesprek_id, key, {"tekst": "voor de bot"}, VANDAAG)
        gesprekken.voeg_toe(
            s, gesprek_id, other, {"tekst": "voor het team"}, VANDAAG, overdracht_id="o" * 32
        )

    with database.read() as s:
        team = gesprekken.berichten(s, gesprek_id, {"o" * 32: other}.get)
        only = gesprekken.berichten(s, gesprek_id, lambda _: other, overdracht_id="o" * 32)
        both = gesprekken.berichten(s, gesprek_id, {"o" * 32: other, None: key}.get)
    assert [b.inhoud["tekst"] for b in team] == ["voor het team"]
    assert [b.inhoud["tekst"] for b in only] == ["voor het team"]
    assert [b.volgnr for b in both] == [1, 2]


def test_an_unknown_conversation_is_told_everywhere(database: Database) -> None:
    """A forged or wiped key finds nothing and writes nothing."""
    key = vault.new_key()
    gesprek_id = vault.conversation_id(key)

    with database.begin() as s:
        with pytest.raises(gesprekken.Onbekend):
            gesprekken.get(s, gesprek_id)
        with pytest.raises(gesprekken.Onbekend):
            gesprekken.geheugen(s, key)
        with pytest.raises(gesprekken.Onbekend):
            gesprekken.onthoud(s, key, {})
        with pytest.raises(gesprekken.Onbekend):
            gesprekken.voeg_toe(s, gesprek_id, key, {"tekst": "?"}, VANDAAG)


def test_memory_is_kept_under_the_key_of_its_conversation(database: Database, key: bytes) -> None:
    """What the talk remembers comes back as it was, whatever letters it holds."""
    value = {"knoppen": {"a1": "/ja"}, "woorden": ["żółć", "😞", "مرحبا"]}
    with database.begin() as s:
        gesprekken.onthoud(s, key, value)

    with database.read() as s:
        assert gesprekken.geheugen(s, key) == value


def test_a_step_computed_from_an_old_state_is_dropped(database: Database, key: bytes) -> None:
    """Of two steps from the same state one is made; the other is told that it came too late."""
    with database.read() as s:
        old = gesprekken.get(s, vault.conversation_id(key))
    with database.begin() as s:
        assert gesprekken.zet_staat(s, old, Stap.OVERDRAGEN, "o" * 32) is Staat.WACHT

    with database.begin() as s, pytest.raises(gesprekken.Verlopen):
        gesprekken.zet_staat(s, old, Stap.OVERDRAGEN, "p" * 32)
    with database.begin() as s:
        now = gesprekken.get(s, old.id)
        assert (now.staat, now.versie, now.overdracht_id) == (Staat.WACHT, 1, "o" * 32)
        with pytest.raises(IllegalTransition):
            gesprekken.zet_staat(s, now, Stap.SLUITEN)
        assert gesprekken.zet_staat(s, now, Stap.INTREKKEN) is Staat.BOT
        assert gesprekken.get(s, old.id).overdracht_id is None


def test_of_twenty_who_make_the_same_step_one_wins(database: Database, key: bytes) -> None:
    """The conditional update has one winner across threads."""
    with database.read() as s:
        old = gesprekken.get(s, vault.conversation_id(key))

    def step(_: int) -> bool:
        try:
            with database.begin() as s:
                gesprekken.zet_staat(s, old, Stap.OVERDRAGEN, "o" * 32)
        except gesprekken.Verlopen:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(step, range(20))) == 1


def test_a_code_opens_its_conversation(database: Database, key: bytes) -> None:
    """The newest code gives the key back; an older one and a wrong one give nothing."""
    old, code = terugkeer.trek(database.kluis, key), terugkeer.trek(database.kluis, key)
    for drawn in (old, code):
        with database.begin() as s:
            terugkeer.bewaar(s, drawn)

    def opens(words: list[str]) -> bytes | None:
        with database.read() as s:
            found = terugkeer.kandidaten(s, words)
        return terugkeer.probeer(words, found)

    right = vault.normalise(code.woorden)
    assert opens(right) == key
    assert opens(vault.normalise(old.woorden)) is None
    assert opens([*right[:2], *vault.normalise(vault.new_code())[2:]]) is None
    with database.read() as s:
        assert terugkeer.bestaat(s, vault.conversation_id(key))
        assert not terugkeer.bestaat(s, "0" * 32)
