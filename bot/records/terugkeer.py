"""Terugkeercodes: the code wraps the conversation's key, so it opens what the cookie opens.

The costly part (Argon2id) is apart from the database work, so that no transaction waits for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records.database import new_id
from bot.vault.keys import new_salt


@dataclass(frozen=True)
class NieuweCode:
    """A code that was drawn but not stored yet."""

    woorden: str = field(repr=False)
    rij: m.Terugkeer = field(repr=False)


@dataclass(frozen=True)
class Kandidaat:
    """A record that two words found, still closed."""

    id: str
    zout: bytes = field(repr=False)
    sleutel: bytes = field(repr=False)


def trek(gesprek_key: bytes) -> NieuweCode:
    """Draw a code and wrap the conversation's key under it (about 0.1 s)."""
    woorden = vault.new_code()
    words, salt, row_id = vault.normalise(woorden), new_salt(), new_id()
    sealed = vault.seal(
        vault.code_key(words, salt), gesprek_key, where=f"terugkeer.sleutel:{row_id}"
    )
    rij = m.Terugkeer(
        id=row_id,
        gesprek_id=vault.conversation_id(gesprek_key),
        vind=vault.find_tag(words),
        zout=salt,
        sleutel=sealed,
    )
    return NieuweCode(woorden, rij)


def bewaar(s: Session, code: NieuweCode) -> None:
    """Store a drawn code; an earlier one of the same conversation stops working."""
    s.execute(delete(m.Terugkeer).where(m.Terugkeer.gesprek_id == code.rij.gesprek_id))
    s.add(code.rij)
    s.flush()


def kandidaten(s: Session, words: list[str]) -> list[Kandidaat]:
    """Return the records whose first two words these are."""
    query = select(m.Terugkeer).where(m.Terugkeer.vind == vault.find_tag(words))
    return [Kandidaat(row.id, row.zout, row.sleutel) for row in s.execute(query).scalars()]


def probeer(words: list[str], found: list[Kandidaat]) -> tuple[bytes, str] | None:
    """Return (conversation key, record id) that the seven *words* open, or None.

    Costs at least one Argon2id, also when nothing was found: known and unknown look the same.
    """
    if not found:
        vault.code_key(words, b"\x00" * 16)
    for one in found:
        try:
            key = vault.unseal(
                vault.code_key(words, one.zout), one.sleutel, where=f"terugkeer.sleutel:{one.id}"
            )
        except vault.Unreadable:
            continue
        return key, one.id
    return None


def tel(s: Session, record_id: str) -> None:
    """Count one use of a code."""
    used = update(m.Terugkeer).where(m.Terugkeer.id == record_id)
    s.execute(used.values(gebruikt=m.Terugkeer.gebruikt + 1))


def bestaat(s: Session, gesprek_id: str) -> bool:
    """Tell whether this conversation has a code."""
    query = select(m.Terugkeer.id).where(m.Terugkeer.gesprek_id == gesprek_id)
    return s.execute(query).first() is not None
