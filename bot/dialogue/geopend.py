"""A conversation that was opened with its key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot import vault
from bot.dialogue.beeld import GeenGesprek
from bot.records import gesprekken, ontvangst, overdrachten
from bot.records.database import Database


@dataclass(frozen=True)
class Open:
    """A conversation that was opened: what it remembers, and whether this message came before."""

    gesprek: gesprekken.Gesprek
    geheugen: dict[str, Any] = field(repr=False)
    gezien: bool = False


def open_gesprek(database: Database, key: bytes, client_id: str | None = None) -> Open:
    """Open the conversation of *key*; raises `GeenGesprek`."""
    try:
        with database.read() as s:
            gesprek, geheugen = gesprekken.geopend(s, key)
            gezien = client_id is not None and ontvangst.gezien(s, gesprek.id, client_id)
            if gesprek.overdracht_id is None or overdrachten.leeft(s, gesprek.overdracht_id):
                return Open(gesprek, geheugen, gezien)
        with database.begin() as s:
            overdrachten.maak_af(s, gesprek.id)
            return Open(gesprekken.get(s, gesprek.id), geheugen, gezien)
    except (gesprekken.Onbekend, vault.Unreadable):
        raise GeenGesprek from None
