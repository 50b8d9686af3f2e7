"""How a row comes by its key: what somebody holds, mixed with the key file in the kluis.

And how a public key in the database, with whose it is, is known again as put there by this house.
"""

from __future__ import annotations

import hmac
import json
from contextlib import suppress

from nacl.encoding import RawEncoder
from nacl.hash import blake2b
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot import vault
from bot.records import models as m
from bot.records import vragen
from bot.records.database import Database
from bot.vault.keys import KEY_BYTES
from bot.vault.kluis import GESPREK, OVERDRACHT, UITNODIGING

_MERK = b"publieke sleutel"
#: The key file that says so stands outside the database, where who writes there cannot undo it.
_GEMERKT = ("gemerkt", "namen")
#: The same from before names were in a mark.
_ALLEEN_SLEUTELS = ("gemerkt", "alles")


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


def merk(s: Session, rij: m.Team | m.Hulpverlener, *, wacht: bool = False) -> bytes:
    """Return the mark (32 bytes) of the public key of a team or an account, and of its names.

    Made with a key from the kluis: who can only write to the database cannot make one for a key of
    their own, nor give a key another's name, so nothing is ever sealed to that. With *wacht* the
    mark of a team that has no member yet, to which nothing is sealed either. Raises `AndereKluis`.
    """
    namen = [rij.naam] if isinstance(rij, m.Team) else [rij.naam, rij.roepnaam]
    soort = ["wacht"] if wacht else []
    return _merk(
        s, json.dumps([rij.__tablename__, rij.id, rij.publiek.hex(), namen, *soort]).encode()
    )


def is_van_ons(s: Session, rij: m.Team | m.Hulpverlener) -> bool:
    """Tell whether public key and names of *rij* were put there by this house."""
    return _heeft(rij, merk(s, rij))


def wacht_op_lid(s: Session, team: m.Team) -> bool:
    """Tell whether *team* is one of ours that never had a member: the first gets a new key."""
    return _heeft(team, merk(s, team, wacht=True)) and team.id not in _met_leden(s)


def merk_alsnog(s: Session, rij: m.Team | m.Hulpverlener) -> bool:
    """Mark a row from before there were marks, or before names were in them; tell whether it was.

    Where there were marks already, a key without its own is not ours.
    """
    oud = f"{rij.__tablename__}:{rij.id}:".encode() + rij.publiek
    if kluis(s).heeft(*_ALLEEN_SLEUTELS) and not _heeft(rij, _merk(s, oud)):
        return False
    rij.merk = merk(s, rij, wacht=isinstance(rij, m.Team) and rij.id not in _met_leden(s))
    return True


def niet_van_ons(s: Session, *, lock: bool = False) -> list[m.Team | m.Hulpverlener]:
    """Return the teams and accounts whose public key or name has no mark, or not ours."""
    found: list[m.Team | m.Hulpverlener] = []
    for table in (m.Team, m.Hulpverlener):
        query = select(table).order_by(table.id)
        rijen = s.execute(query.with_for_update() if lock else query).scalars()
        found += [rij for rij in rijen if not is_van_ons(s, rij)]
    return [rij for rij in found if not (isinstance(rij, m.Team) and wacht_op_lid(s, rij))]


def _merk(s: Session, inhoud: bytes) -> bytes:
    kluis(s).controleer()
    key = kluis(s).sleutel_voor(_MERK)
    found: bytes = blake2b(inhoud, digest_size=KEY_BYTES, key=key, encoder=RawEncoder)
    return found


def _heeft(rij: m.Team | m.Hulpverlener, merk_: bytes) -> bool:
    return hmac.compare_digest(rij.merk or b"", merk_)


def _met_leden(s: Session) -> set[str]:
    return set(s.execute(vragen.MET_LEDEN).scalars())


def is_gemerkt(kluis_: vault.Kluis) -> bool:
    """Tell whether all that is ours has its mark: so since the first start, or an upgrade."""
    return kluis_.heeft(*_GEMERKT)


def zet_gemerkt(kluis_: vault.Kluis) -> None:
    """From now on a key without a mark is not ours. Raises OSError."""
    with suppress(FileExistsError):
        kluis_.maak(*_GEMERKT)


def koppel(database: Database) -> None:
    """Bind the database to its kluis for good, on the first start; later insist on that one.

    Raises `vault.AndereKluis` when the folder is another, or an empty one that was not mounted;
    `vault.KluisBezet` for a new database on a folder with keys of conversations: they are those of
    another, in which they would have no row, and be destroyed one day as nobody's.
    """
    nieuw = False
    with suppress(IntegrityError), database.begin() as s:  # another replica may be faster
        if s.get(m.Kluis, 1) is None:
            if any(any(database.kluis.ids(soort)) for soort in (GESPREK, OVERDRACHT)):
                raise vault.KluisBezet
            s.add(m.Kluis(nr=1, naam=database.kluis.naam()))
            nieuw = True
    if nieuw:
        zet_gemerkt(database.kluis)
    with database.read() as s:
        naam: str = s.get(m.Kluis, 1).naam
    database.kluis.hoort_bij(naam)
