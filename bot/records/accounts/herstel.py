"""Three recovery sheets of a team: any two open its key, one opens nothing.

Each sheet is seven random words (7 x log2(7776) = 90 bits). The team's private key is wrapped
three times, once for each two sheets: no secret is divided by arithmetic of our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records.accounts.fouten import Geweigerd
from bot.records.accounts.teams import houd
from bot.vault.keys import new_salt

BLADEN = 3
_PAREN = tuple(combinations(range(1, BLADEN + 1), 2))


def maak_bladen(team_id: str, team_private: bytes) -> tuple[list[str], m.Herstel]:
    """Return the words of three new sheets, and the row that `bewaar` stores (about 0.3 s)."""
    bladen, zout = [vault.new_code() for _ in range(BLADEN)], new_salt()
    row = m.Herstel(team_id=team_id, zout=zout)
    for een, twee in _PAREN:
        key = _sleutel([vault.normalise(bladen[nr - 1]) for nr in (een, twee)], zout)
        kolom = f"paar_{een}{twee}"
        setattr(row, kolom, vault.seal(key, team_private, where=_where(kolom, team_id)))
    return bladen, row


def bewaar(s: Session, row: m.Herstel, team_private: bytes, dag: date) -> None:
    """Store sheets that were made; earlier ones of the team stop working.

    Raises `Verlopen` when *team_private* is not the team's key any more.
    """
    houd(s, row.team_id, team_private, schrijf=True)
    vergeet(s, row.team_id)
    row.dag = dag
    s.add(row)
    s.flush()


def vergeet(s: Session, team_id: str) -> None:
    """Let the sheets of a team, where it has any, stop working."""
    gone = delete(m.Herstel).where(m.Herstel.team_id == team_id)
    s.execute(gone.execution_options(synchronize_session=False))


def van_team(s: Session, team_id: str) -> m.Herstel | None:
    """Return what is stored of a team's sheets; all of it useless without two of them."""
    found: m.Herstel | None = s.get(m.Herstel, team_id, populate_existing=True)
    return found


def open_met(row: m.Herstel | None, bladen: Sequence[Sequence[str]]) -> bytes:
    """Return the team's private key that two sheets, each as its words, open.

    Their order does not matter. Raises `Geweigerd`; that takes as long for a team without sheets.
    """
    key = _sleutel(bladen, row.zout if row else b"\x00" * 16)
    if row is None:
        raise Geweigerd
    for een, twee in _PAREN:
        kolom = f"paar_{een}{twee}"
        try:
            return vault.unseal(key, getattr(row, kolom), where=_where(kolom, row.team_id))
        except vault.Unreadable:
            continue
    raise Geweigerd


def _sleutel(bladen: Sequence[Sequence[str]], zout: bytes) -> bytes:
    """Return the key of two sheets (Argon2id, about 0.1 s)."""
    return vault.password_key("\n".join(sorted(" ".join(blad) for blad in bladen)), zout)


def _where(kolom: str, team_id: str) -> str:
    return f"herstel.{kolom}:{team_id}"
