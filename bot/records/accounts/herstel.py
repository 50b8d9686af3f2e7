"""Three recovery sheets of a team: any two open its key, one opens nothing.

Each sheet is seven random words (7 x log2(7776) = 90 bits). The team's key is sealed to a pair
made for this; the private half of that is wrapped three times, once for each two sheets. So the
sheets stay good when the team's key is renewed, and no secret is divided by arithmetic of our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import combinations

from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records.accounts.fouten import Geweigerd
from bot.records.accounts.teams import houd
from bot.vault.keys import new_salt

BLADEN = 3
_PAREN = tuple(combinations(range(1, BLADEN + 1), 2))


def maak_bladen(team_id: str) -> tuple[list[str], m.Herstel]:
    """Return the words of three new sheets, and the row that `bewaar` stores (about 0.3 s)."""
    bladen = [vault.new_code() for _ in range(BLADEN)]
    pair, zout = vault.Keypair.new(), new_salt()
    row = m.Herstel(team_id=team_id, zout=zout, publiek=pair.public)
    for een, twee in _PAREN:
        key = _sleutel([vault.normalise(bladen[nr - 1]) for nr in (een, twee)], zout)
        kolom = f"paar_{een}{twee}"
        setattr(row, kolom, vault.seal(key, pair.private, where=_where(kolom, team_id)))
    return bladen, row


def bewaar(s: Session, row: m.Herstel, team_private: bytes, dag: date) -> None:
    """Store sheets that were made; earlier ones of the team stop working. Raises `Verlopen`."""
    houd(s, row.team_id, team_private, schrijf=True)
    row.dag = dag
    row.sleutel = vault.wrap_to(row.publiek, team_private, where=_where("sleutel", row.team_id))
    oud = s.get(m.Herstel, row.team_id)
    if oud is not None:
        s.delete(oud)
        s.flush()
    s.add(row)
    s.flush()


def van_team(s: Session, team_id: str) -> m.Herstel | None:
    """Return what is stored of a team's sheets; all of it useless without two of them."""
    found: m.Herstel | None = s.get(m.Herstel, team_id, populate_existing=True)
    return found


def open_met(row: m.Herstel | None, bladen: Sequence[Sequence[str]]) -> bytes:
    """Return the team's private key that two sheets, each as its words, open.

    Their order does not matter. Raises `Geweigerd`. Takes as long for a team without sheets.
    """
    key = _sleutel(bladen, row.zout if row else b"\x00" * 16)
    if row is None:
        raise Geweigerd
    for een, twee in _PAREN:
        kolom = f"paar_{een}{twee}"
        try:
            private = vault.unseal(key, getattr(row, kolom), where=_where(kolom, row.team_id))
        except vault.Unreadable:
            continue
        where = _where("sleutel", row.team_id)
        return vault.open_with(vault.Keypair.of(private), row.sleutel, where=where)
    raise Geweigerd


def volg_sleutel(s: Session, team_id: str, team_private: bytes) -> None:
    """Let the sheets of a team, where it has any, open its new key."""
    row = van_team(s, team_id)
    if row is not None:
        row.sleutel = vault.wrap_to(row.publiek, team_private, where=_where("sleutel", team_id))
        s.flush()


def _sleutel(bladen: Sequence[Sequence[str]], zout: bytes) -> bytes:
    """Return the key of two sheets (Argon2id, about 0.1 s)."""
    return vault.password_key("\n".join(sorted(" ".join(blad) for blad in bladen)), zout)


def _where(kolom: str, team_id: str) -> str:
    return f"herstel.{kolom}:{team_id}"
