"""Sealing: authenticated encryption of one cell of one row, padded so that length tells little."""

from __future__ import annotations

import json
from typing import Any

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)
from nacl.exceptions import CryptoError
from nacl.utils import random

FORMAT = b"\x01"
NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES

#: Plaintext is padded up to the next of these sizes (bytes), beyond the last to its multiples. The
#: first is for keys. What people say begins at `WOORDEN_MIN`: one word and a full message of 2,000
#: characters of ordinary text look the same.
BUCKETS = (1024, 4096, 16384, 65536)
WOORDEN_MIN = 4096
#: What a whole talk comes to, its memory and its summary: many rows of needs with their words.
VERHAAL_MIN = 16384


class Unreadable(Exception):
    """The ciphertext does not open: wrong key, another place, or it was changed."""


def pad(plaintext: bytes, least: int = 0) -> bytes:
    """Return *plaintext* with ISO/IEC 7816-4 padding up to its bucket, of *least* bytes or more.

    At least one byte is added.
    """
    need = max(len(plaintext) + 1, least)
    size = next((b for b in BUCKETS if need <= b), -(-need // BUCKETS[-1]) * BUCKETS[-1])
    return (plaintext + b"\x80").ljust(size, b"\x00")


def unpad(padded: bytes) -> bytes:
    """Undo `pad`. Raises `Unreadable` when the padding is not ours."""
    end = padded.rfind(b"\x80")
    if end < 0 or padded[end + 1 :].strip(b"\x00"):
        raise Unreadable
    return padded[:end]


def seal(key: bytes, plaintext: bytes, *, where: str, least: int = 0) -> bytes:
    """Seal *plaintext* under the 32-byte *key* for one place only, padded to *least* bytes or more.

    *where* names table, column and row ("bericht.inhoud:17"). It is bound as associated data, so
    a ciphertext that is moved to another cell no longer opens.
    """
    nonce = random(NONCE_BYTES)
    box = crypto_aead_xchacha20poly1305_ietf_encrypt(
        pad(plaintext, least), where.encode(), nonce, key
    )
    return FORMAT + nonce + box


def unseal(key: bytes, sealed: bytes, *, where: str) -> bytes:
    """Open what `seal` made for the same *key* and *where*; raises `Unreadable` otherwise."""
    if sealed[:1] != FORMAT or len(sealed) <= 1 + NONCE_BYTES:
        raise Unreadable
    nonce, box = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(box, where.encode(), nonce, key)
    except (CryptoError, ValueError, TypeError):
        # `from None`: a chained traceback would carry key and text as local variables.
        raise Unreadable from None
    return unpad(padded)


def seal_json(key: bytes, value: Any, *, where: str, least: int = WOORDEN_MIN) -> bytes:
    """`seal` for what people say and what is kept about it: anything JSON can hold."""
    text = json.dumps(value, ensure_ascii=False).encode()
    return seal(key, text, where=where, least=least)


def unseal_json(key: bytes, sealed: bytes, *, where: str, was: str | None = None) -> Any:
    """`unseal` for what `seal_json` made; *was* is what the place was called in older rows.

    The two must begin differently, so that no other row id makes one of them the other.
    """
    try:
        return json.loads(unseal(key, sealed, where=where))
    except Unreadable:
        if was is None:
            raise
    return json.loads(unseal(key, sealed, where=was))
