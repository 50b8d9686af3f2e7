"""An attacker who holds a database, files and some secrets, and tries everything with everything.

Knows the program: where each key comes from and which place a cell is bound to.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import LargeBinary, select

from bot import vault
from bot.records import models as m
from bot.records.database import Database
from bot.vault.sealing import BUCKETS, FORMAT

#: What `vault.seal` makes is never shorter; a key wrapped to a public key always is.
MIN_VERZEGELD = BUCKETS[0]

#: Cells that keep the name of the column in which they stood before revision 0003.
_OUDE_PLAATS = {
    ("ontvanger", "sleutel"): "overdracht.sleutel_team",
    ("ontvanger", "dossier"): "overdracht.sleutel_dossier",
}

#: Tables of which a row is bound to its number too, in this column.
_GENUMMERD = {"bericht": "volgnr", "opvolging": "nr", "inzage": "nr", "notitie": "nr"}


@dataclass(frozen=True)
class Cel:
    """One sealed cell, with the place that its ciphertext is bound to."""

    tabel: str
    kolom: str
    rij: str
    inhoud: bytes = field(repr=False)
    nummer: int | None = None

    @property
    def van(self) -> str:
        """The row that it hangs on: its own, or the overdracht of which it is a team's copy."""
        return self.rij.split(":")[0] if self.tabel == "ontvanger" else self.rij

    @property
    def where(self) -> str:
        oud = _OUDE_PLAATS.get((self.tabel, self.kolom))
        if oud is not None:  # bound to the overdracht; which team's row it is, its key decides
            return f"{oud}:{self.van}"
        if self.nummer is not None:
            return f"{self.tabel}.{self.kolom}.nr:{self.rij}:{self.nummer}"
        return f"{self.tabel}.{self.kolom}:{self.rij}"


def cellen(database: Database) -> list[Cel]:
    """Return every sealed cell of a database."""
    found = []
    with database.read() as s:
        for table in m.Base.metadata.sorted_tables:
            open_ = m.AAN_DE_BUITENKANT[table.name]
            for row in s.execute(select(table)).mappings():
                rij = ":".join(str(row[c.name]) for c in table.primary_key)
                nummer = row.get(_GENUMMERD.get(table.name, ""))
                found += [
                    Cel(table.name, c.name, rij, bytes(row[c.name]), nummer)
                    for c in table.columns
                    if isinstance(c.type, LargeBinary) and c.name not in open_
                ]
    return found


class Aanvaller:
    """Collects secrets; `val_aan` opens what they open, what that opens, and so on."""

    def __init__(self, database: Database, delen: Iterable[bytes]) -> None:
        self.database = database
        self.delen = list(delen)
        self.geheimen: list[bytes] = []
        self.open: dict[Cel, bytes] = {}

    def krijg(self, *geheimen: bytes) -> None:
        """Take secrets: keys, tokens, cookies, whole files."""
        self.geheimen += [g for g in geheimen if len(g) == 32]

    def krijg_code(self, woorden: str) -> None:
        """Take a terugkeercode, and try it on every record."""
        with self.database.read() as s:
            for row in s.execute(select(m.Terugkeer)).scalars():
                self.krijg(vault.code_key(vault.normalise(woorden), bytes(row.zout)))

    def krijg_wachtwoord(self, wachtwoord: str) -> None:
        """Take the password of a hulpverlener."""
        with self.database.read() as s:
            for row in s.execute(select(m.Hulpverlener)).scalars():
                self.krijg(vault.password_key(wachtwoord, bytes(row.zout)))

    def val_aan(self) -> dict[Cel, bytes]:
        """Return what could be opened, with its plaintext."""
        dicht, nieuw = cellen(self.database), list(self.geheimen)
        while nieuw:
            sleutels = list(itertools.chain.from_iterable(map(self._gemengd, nieuw)))
            nieuw = []
            for cel in list(dicht):
                tekst = self._probeer(cel, sleutels)
                if tekst is not None:
                    dicht.remove(cel)
                    self.open[cel] = tekst
                    nieuw += [tekst] if len(tekst) == 32 else []
        return self.open

    def _gemengd(self, geheim: bytes) -> list[bytes]:
        token = vault.session_key(geheim)
        een = [vault.meng(half, deel) for half in (geheim, token) for deel in self.delen]
        twee = [vault.meng(sleutel, deel) for sleutel in een for deel in self.delen]
        return [geheim, token, *een, *twee]

    def _probeer(self, cel: Cel, sleutels: list[bytes]) -> bytes | None:
        doos = cel.inhoud[:1] != FORMAT or len(cel.inhoud) < MIN_VERZEGELD
        for sleutel in sleutels:
            try:
                if doos:
                    return vault.open_with(vault.Keypair.of(sleutel), cel.inhoud, where=cel.where)
                return vault.unseal(sleutel, cel.inhoud, where=cel.where)
            except vault.Unreadable:
                pass
        return None


def delen_van(kluis: vault.Kluis) -> list[bytes]:
    """Return the content of every file of the kluis that is there now."""
    return [pad.read_bytes() for pad in sorted(kluis.map.iterdir())]


def tabellen(open_: dict[Cel, bytes], rijen: set[Any] | None = None) -> set[str]:
    """Return "table.column" of what was opened; of these rows only, where given."""
    return {f"{c.tabel}.{c.kolom}" for c in open_ if rijen is None or c.rij in rijen}
