"""The terugkeercode: seven everyday Dutch words with which somebody comes back.

Two words find the record, five are the key: 5 x log2(7776) = 64.6 bits behind Argon2id with a
salt of its own for each record (bar: at least 64 bits, `docs/decisions/0003-keys.md`). The words
can pass for a shopping list or a note.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path

from nacl.encoding import RawEncoder
from nacl.hash import blake2b

from bot.vault.keys import password_key

FIND_WORDS = 2
KEY_WORDS = 5
CODE_WORDS = FIND_WORDS + KEY_WORDS
LIST_SIZE = 7776
SHORTEST, LONGEST = 4, 10
_LIST = Path(__file__).with_name("woorden.txt")


class BadCode(ValueError):
    """The text cannot be a terugkeercode; `unknown` lists the words that are not in the list."""

    def __init__(self, unknown: list[str], count: int) -> None:
        super().__init__("not a terugkeercode")
        self.unknown = unknown
        self.count = count


def check_words(words: list[str]) -> list[str]:
    """Return *words* if a code may be drawn from them; raises ValueError for a bad list."""
    if len(words) != LIST_SIZE or len(set(words)) != LIST_SIZE:
        raise ValueError(f"the word list needs {LIST_SIZE} different words")
    if not all(re.fullmatch(f"[a-z]{{{SHORTEST},{LONGEST}}}", w) for w in words):
        raise ValueError("the word list may hold only words of 4 to 10 letters a-z")
    return words


@lru_cache(maxsize=1)
def words() -> list[str]:
    """Return the word list (`woorden.txt`; its sources are named in `LICENSE`)."""
    return check_words(_LIST.read_text(encoding="ascii").split())


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(words())


def new_code() -> str:
    """Return seven random words, separated by single spaces."""
    return " ".join(secrets.choice(words()) for _ in range(CODE_WORDS))


def normalise(text: str) -> list[str]:
    """Return the seven words that *text* spells.

    Case, accents, and everything between the words (spaces, commas, hyphens, new lines, numbers
    of a list) do not matter; the order does. Raises `BadCode`.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    found = re.findall("[a-z]+", plain)
    unknown = [w for w in found if w not in _known()]
    if unknown or len(found) != CODE_WORDS:
        raise BadCode(unknown, len(found))
    return found


def find_tag(code: list[str], merk: bytes) -> str:
    """Return the tag under which the record of this *code* stands (from its first two words).

    *merk* is the kluis's own secret: from the database alone the two words cannot be guessed.
    """
    digest: bytes = blake2b(
        " ".join(code[:FIND_WORDS]).encode(),
        digest_size=16,
        key=merk,
        person=b"terugkeer-vind",
        encoder=RawEncoder,
    )
    return digest.hex()


def code_key(code: list[str], salt: bytes) -> bytes:
    """Return the key that the last five words of *code* stand for (Argon2id, about 0.1 s)."""
    return password_key(" ".join(code[FIND_WORDS:]), salt)
