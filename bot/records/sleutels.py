"""How a row comes by its key: what somebody holds, mixed with the key file in the kluis.

And how a public key in the database is known again as one that was put there by this house.
"""

from __future__ import annotations

import hmac
from contextlib import suppress

from nacl.encoding import RawEncoder
from nacl.hash import blake2b
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records.database import Database
from bot.vault.keys import KEY_BYTES
from bot.vault.kluis import GESPREK, OVERDRACHT, UITNODIGING

_MERK = b"publieke sleutel"
#: The key file that says so stands outside the database, where who writes there cannot undo it.
_GEMERKT = ("gemerkt", "alles")


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


def merk(s: Session, tabel: str, rij_id: str, publiek: bytes) -> bytes:
    """Return the mark (32 bytes) of the public key of a team or an account.

    Made with a key from the kluis: who can only write to the database cannot make one for a key of
    their own, so nothing is ever sealed to that. Raises `AndereKluis`.
    """
    kluis(s).controleer()
    key = kluis(s).sleutel_voor(_MERK)
    van = f"{tabel}:{rij_id}:".encode()
    found: bytes = blake2b(van + publiek, digest_size=KEY_BYTES, key=key, encoder=RawEncoder)
    return found


def is_van_ons(s: Session, rij: m.Team | m.Hulpverlener) -> bool:
    """Tell whether the public key of *rij* was put there by this house."""
    eigen = merk(s, rij.__tablename__, rij.id, rij.publiek)
    return hmac.compare_digest(rij.merk or b"", eigen)


def niet_van_ons(s: Session, *, lock: bool = False) -> list[m.Team | m.Hulpverlener]:
    """Return the teams and accounts whose public key has no mark, or not ours."""
    found: list[m.Team | m.Hulpverlener] = []
    for table in (m.Team, m.Hulpverlener):
        query = select(table).order_by(table.id)
        rijen = s.execute(query.with_for_update() if lock else query).scalars()
        found += [rij for rij in rijen if not is_van_ons(s, rij)]
    return found


def is_gemerkt(kluis_: vault.Kluis) -> bool:
    """Tell whether every key that is ours has its mark: so since the first start, or an upgrade."""
    return kluis_.heeft(*_GEMERKT)


def zet_gemerkt(kluis_: vault.Kluis) -> None:
    """From now on a key without a mark is not ours. Raises OSError."""
    with suppress(FileExistsError):
        kluis_.maak(*_GEMERKT)


def koppel(database: Database) -> None:
    """Bind the database to its kluis for good, on the first start; later insist on that one.

    Raises `vault.AndereKluis` when the folder is another, or an empty one that was not mounted.
    """
    nieuw = False
    with suppress(IntegrityError), database.begin() as s:  # another replica may be faster
        if s.get(m.Kluis, 1) is None:
            s.add(m.Kluis(nr=1, naam=database.kluis.naam()))
            nieuw = True
    if nieuw:
        zet_gemerkt(database.kluis)
    with database.read() as s:
        naam: str = s.get(m.Kluis, 1).naam
    database.kluis.hoort_bij(naam)
