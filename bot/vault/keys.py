"""Where keys come from, and how one key carries another."""

from __future__ import annotations

from dataclasses import dataclass, field

from nacl import pwhash
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.utils import random

from bot.vault.sealing import Unreadable

KEY_BYTES = 32
SALT_BYTES = pwhash.argon2id.SALTBYTES

#: Argon2id: 3 passes over 64 MiB, the interactive-to-moderate range of RFC 9106 (section 4).
ARGON2_OPS = 3
ARGON2_MEM = 64 * 1024 * 1024


def new_key() -> bytes:
    """Return a fresh random 32-byte key."""
    return random(KEY_BYTES)


def new_salt() -> bytes:
    """Return a fresh random salt for `password_key`."""
    return random(SALT_BYTES)


def _derive(secret: bytes, purpose: bytes, size: int = KEY_BYTES) -> bytes:
    """Derive *size* bytes for one *purpose* (at most 16 bytes) from a high-entropy *secret*."""
    digest: bytes = blake2b(secret, digest_size=size, person=purpose, encoder=RawEncoder)
    return digest


def conversation_id(key: bytes) -> str:
    """Return the id under which the conversation of this cookie *key* is stored (32 hex digits).

    One way: the id, which the database holds, tells nothing about the key.
    """
    return _derive(key, b"gesprek-id", 16).hex()


def token_id(token: bytes) -> str:
    """Return the id under which a one-time link or a desk session is stored."""
    return _derive(token, b"token-id", 16).hex()


def session_key(token: bytes) -> bytes:
    """Return the key that wraps private keys while this *token* (session, link) is in use."""
    return _derive(token, b"token-sleutel")


def password_key(password: str, salt: bytes) -> bytes:
    """Return the key that a *password* stands for (Argon2id, about 0.1 s of one core)."""
    key: bytes = pwhash.argon2id.kdf(
        KEY_BYTES, password.encode(), salt, opslimit=ARGON2_OPS, memlimit=ARGON2_MEM
    )
    return key


@dataclass(frozen=True)
class Keypair:
    """An X25519 pair of a team or a hulpverlener; both halves are 32 raw bytes."""

    public: bytes
    private: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Keypair:
        """Return a fresh pair."""
        return cls.of(bytes(PrivateKey.generate()))

    @classmethod
    def of(cls, private: bytes) -> Keypair:
        """Return the pair that belongs to this *private* half."""
        return cls(bytes(PrivateKey(private).public_key), private)


def wrap_to(public: bytes, key: bytes, *, where: str) -> bytes:
    """Seal a *key* to the holder of a *public* key, for one place (see `seal`) only."""
    bound = _derive(where.encode(), b"plaats") + key
    box: bytes = SealedBox(PublicKey(public)).encrypt(bound)
    return box


def open_with(pair: Keypair, box: bytes, *, where: str) -> bytes:
    """Return the key that `wrap_to` put into *box*; raises `Unreadable`."""
    try:
        bound: bytes = SealedBox(PrivateKey(pair.private)).decrypt(box)
    except (CryptoError, ValueError, TypeError):
        raise Unreadable from None
    place, key = bound[:KEY_BYTES], bound[KEY_BYTES:]
    if place != _derive(where.encode(), b"plaats"):
        raise Unreadable
    return key
