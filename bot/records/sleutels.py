"""How a row comes by its key: what somebody holds, mixed with the key file in the kluis."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records.database import Database
from bot.vault.kluis import GESPREK, OVERDRACHT, UITNODIGING


def kluis(s: Session) -> vault.Kluis:
    """Return the kluis that belongs to the database of this session."""
    found: vault.Kluis = s.info["kluis"]
    return found


def van_gesprek(s: Session, gesprek_id: str, geheim: bytes) -> bytes:
    """Return the key that *geheim* (a cookie's key, or a code's) makes; raises `SleutelWeg`."""
    return vault.meng(geheim, kluis(s).lees(GESPREK, gesprek_id))


def van_overdracht(s: Session, gesprek_id: str, overdracht_id: str, geheim: bytes) -> bytes:
    """Return the key that an unwrapped *geheim* of an overdracht makes; raises `SleutelWeg`.

    The conversation's key file is in it too: destroying that one file closes all that hangs on it.
    """
    eigen = vault.meng(geheim, kluis(s).lees(OVERDRACHT, overdracht_id))
    return van_gesprek(s, gesprek_id, eigen)


def van_link(s: Session, link_id: str, token: bytes) -> bytes:
    """Return the key that the *token* of a one-time link makes; raises `SleutelWeg`."""
    return vault.meng(vault.session_key(token), kluis(s).lees(UITNODIGING, link_id))


def koppel(database: Database) -> None:
    """Bind the database to its kluis for good, on the first start; later insist on that one.

    Raises `vault.AndereKluis` when the folder is another, or an empty one that was not mounted.
    """
    with suppress(IntegrityError), database.begin() as s:  # another replica may be faster
        if s.get(m.Kluis, 1) is None:
            s.add(m.Kluis(nr=1, naam=database.kluis.naam()))
    with database.read() as s:
        naam: str = s.get(m.Kluis, 1).naam
    database.kluis.hoort_bij(naam)
