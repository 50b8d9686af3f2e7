"""Terugkeercodes: the code wraps the conversation's key, so it opens what the cookie opens.

The costly part (Argon2id) is apart from the database work, so that no transaction waits for it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records import sleutels, vragen
from bot.records.database import new_id
from bot.vault.keys import new_key, new_salt
from bot.vault.kluis import GESPREK


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
    #: What the conversation's key file holds; with anything else the code opens nothing.
    deel: bytes = field(repr=False)


#: Whom nobody's words are tried on, so that they cost what somebody's cost.
_NIEMAND = Kandidaat(
    "0" * 32, new_salt(), vault.seal(new_key(), new_key(), where="terugkeer.sleutel:"), new_key()
)


def trek(kluis: vault.Kluis, gesprek_key: bytes) -> NieuweCode:
    """Draw a code and wrap the conversation's key under it (about 0.1 s); raises `SleutelWeg`."""
    woorden = vault.new_code()
    words, salt, row_id = vault.normalise(woorden), new_salt(), new_id()
    deel = kluis.lees(GESPREK, vault.conversation_id(gesprek_key))
    sealed = vault.seal(
        vault.meng(vault.code_key(words, salt), deel),
        gesprek_key,
        where=f"terugkeer.sleutel:{row_id}",
    )
    rij = m.Terugkeer(
        id=row_id,
        gesprek_id=vault.conversation_id(gesprek_key),
        vind=vault.find_tag(words, kluis.merk()),
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
    """Return the records whose first two words these are; none that was wiped.

    Raises `AndereKluis`: without the right folder every code would seem to be a wrong one.
    """
    kluis, found = sleutels.kluis(s), []
    kluis.controleer()
    vind = vault.find_tag(words, kluis.merk())
    for row in s.execute(vragen.CODES, {"vind": vind}):
        if row.id is None:
            kluis.merk()  # a file is read here too
            continue
        with suppress(vault.SleutelWeg):
            deel = kluis.lees(GESPREK, row.gesprek_id)
            found.append(Kandidaat(row.id, row.zout, row.sleutel, deel))
    return found


def probeer(words: list[str], found: list[Kandidaat]) -> bytes | None:
    """Return the conversation key that the seven *words* open, or None.

    Where nothing was found the same work is done for nobody: known and unknown look the same.
    """
    for one in found or [_NIEMAND]:
        try:
            code_key = vault.meng(vault.code_key(words, one.zout), one.deel)
            return vault.unseal(code_key, one.sleutel, where=f"terugkeer.sleutel:{one.id}")
        except vault.Unreadable:
            continue
    return None


def bestaat(s: Session, gesprek_id: str) -> bool:
    """Tell whether this conversation has a code."""
    return s.execute(vragen.CODE, {"id": gesprek_id}).first() is not None
