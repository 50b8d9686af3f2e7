"""The kluis: a small key file for each conversation, overdracht and link, beside the database.

What such a file holds is mixed into every key that opens what it belongs to. Destroying the file
therefore closes every copy of the rows, in every backup, for whoever holds cookie, code or team
key. That is true only while the folder itself is in no backup that keeps old versions
(`docs/operators.md`, decision 0010).
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from nacl.encoding import RawEncoder
from nacl.hash import blake2b

from bot.vault.keys import KEY_BYTES, new_key

#: What a key file belongs to: the first part of its name.
GESPREK, OVERDRACHT, UITNODIGING = "gesprek", "overdracht", "uitnodiging"
_MERK = "merk"
_LOS = "los-"
_GEEN = b"\x00" * KEY_BYTES


class SleutelWeg(Exception):
    """There is no such key file (any more): what it belonged to is unreadable for ever."""


class AndereKluis(OSError):
    """The folder is not the one that belongs to this database, or it is not there.

    Not `SleutelWeg`: a disk that was not mounted must never look like a wiped conversation.
    """


class KluisBezet(AndereKluis):
    """The folder holds keys of conversations, and this database has none: they are another's."""


def meng(geheim: bytes, deel: bytes) -> bytes:
    """Return the key that *geheim* and the key file's *deel* (32 bytes each) make together.

    One way in both: whoever has one half learns nothing of the other or of the result.
    """
    key: bytes = blake2b(
        geheim, digest_size=KEY_BYTES, key=deel, person=b"kluis-meng", encoder=RawEncoder
    )
    return key


class Kluis:
    """The folder. Processes and replicas share it; nothing of it is kept in memory."""

    def __init__(self, map_: Path) -> None:
        self.map = map_
        self._hoort_bij: str | None = None

    def merk(self) -> bytes:
        """Return the folder's own 32 random bytes; made on first use, also of several at once."""
        pad = self.map / _MERK
        if not pad.exists():
            self.map.mkdir(parents=True, exist_ok=True, mode=0o700)
            with suppress(FileExistsError):
                self._schrijf(_MERK, new_key())
        return pad.read_bytes()

    def naam(self) -> str:
        """Return the name (32 hex digits) by which a database knows this folder again."""
        digest: bytes = blake2b(
            self.merk(), digest_size=16, person=b"kluis-naam", encoder=RawEncoder
        )
        return digest.hex()

    def sleutel_voor(self, doel: bytes) -> bytes:
        """Return a key (32 bytes) for one *doel* (at most 16 bytes) that all servers share."""
        key: bytes = blake2b(self.merk(), digest_size=KEY_BYTES, person=doel, encoder=RawEncoder)
        return key

    def hoort_bij(self, naam: str) -> None:
        """From now on insist on the folder of this *naam*; raises `AndereKluis`."""
        self._hoort_bij = naam
        self.controleer()

    def maak(self, soort: str, id_: str) -> bytes:
        """Make the key file of a new *soort* with this id and return what it holds.

        It is on the disk, name and all, before this returns. Raises OSError, `AndereKluis`.
        """
        self.controleer()
        deel = new_key()
        self._schrijf(f"{soort}-{id_}", deel)
        return deel

    def lees(self, soort: str, id_: str) -> bytes:
        """Return what the key file holds; raises `SleutelWeg`, `AndereKluis`."""
        try:
            deel = self._pad(soort, id_).read_bytes()
        except FileNotFoundError:
            self.controleer()
            raise SleutelWeg from None
        if len(deel) != KEY_BYTES or deel == _GEEN:
            raise SleutelWeg  # killed while it was made or destroyed
        return deel

    def heeft(self, soort: str, id_: str) -> bool:
        """Tell whether the key file can be read; raises `AndereKluis`."""
        try:
            self.lees(soort, id_)
        except SleutelWeg:
            return False
        return True

    def vernietig(self, soort: str, id_: str) -> None:
        """Destroy a key file for good: overwrite, flush, unlink, flush the folder.

        One that is gone already is no error. Raises OSError, `AndereKluis`.
        """
        pad = self._pad(soort, id_)
        try:
            with pad.open("r+b", buffering=0) as bestand:
                bestand.write(_GEEN)
                os.fsync(bestand.fileno())
        except FileNotFoundError:
            self.controleer()
            return
        with suppress(FileNotFoundError):  # another tab was faster
            pad.unlink()
        self._spoel_map()

    def ids(self, soort: str) -> Iterator[tuple[str, float]]:
        """Yield (id, when it was last touched, in seconds since 1970) of each key file."""
        with suppress(FileNotFoundError):
            for pad in self.map.glob(f"{soort}-*"):
                with suppress(FileNotFoundError):
                    yield pad.name.partition("-")[2], pad.stat().st_mtime

    def raak_aan(self, soort: str, id_: str, moment: float) -> None:
        """Give the file one and the same time as all others: it shall not tell when it was made."""
        with suppress(FileNotFoundError):
            os.utime(self._pad(soort, id_), (moment, moment))

    def stand(self, naam: str) -> str:
        """Return what was noted under *naam*; empty where nothing was, or nobody can read it."""
        try:
            return (self.map / naam).read_text("ascii")
        except (FileNotFoundError, UnicodeDecodeError):
            return ""

    def zet_stand(self, naam: str, tekst: str) -> None:
        """Note *tekst* (ASCII) under *naam*, replacing what was; raises OSError, `AndereKluis`."""
        self.controleer()
        self._schrijf(naam, tekst.encode("ascii"), os.replace)

    def _pad(self, soort: str, id_: str) -> Path:
        return self.map / f"{soort}-{id_}"

    def controleer(self) -> None:
        """Make sure that the folder is there and the right one; raises `AndereKluis`."""
        if self._hoort_bij is None:
            return
        try:
            anders = not (self.map / _MERK).exists() or self.naam() != self._hoort_bij
        except OSError:
            anders = True
        if anders:
            raise AndereKluis("SLEUTEL_DIR is not the folder that belongs to this database")

    def _schrijf(
        self, naam: str, inhoud: bytes, plaats: Callable[[Path, Path], None] = os.link
    ) -> None:
        """Write a file: under its name it is whole, or not there. Raises OSError.

        *plaats* gives it its name: `os.link` raises FileExistsError for one that is there.
        """
        try:
            self._schrijf_heel(naam, inhoud, plaats)
        except OSError as fout:
            # Without the path: it holds an id, and errors are looked at by people.
            raise OSError(fout.errno, fout.strerror) from None

    def _schrijf_heel(self, naam: str, inhoud: bytes, plaats: Callable[[Path, Path], None]) -> None:
        self.map.mkdir(parents=True, exist_ok=True, mode=0o700)
        los = self.map / f"{_LOS}{secrets.token_hex(8)}"
        nummer = os.open(los, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(nummer, inhoud)
            os.fsync(nummer)
            plaats(los, self.map / naam)
        finally:
            os.close(nummer)
            los.unlink(missing_ok=True)
        self._spoel_map()

    def _spoel_map(self) -> None:
        nummer = os.open(self.map, os.O_RDONLY)
        try:
            os.fsync(nummer)
        finally:
            os.close(nummer)
