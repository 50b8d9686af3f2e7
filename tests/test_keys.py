"""bot.vault.keys."""

from hashlib import blake2b

import pytest
from argon2.low_level import Type, hash_secret_raw
from nacl.public import PublicKey, SealedBox

from bot.vault import (
    Keypair,
    Unreadable,
    conversation_id,
    new_key,
    open_with,
    password_key,
    session_key,
    token_id,
    wrap_to,
)
from bot.vault.keys import new_salt


def test_wrapped_key_opens_for_its_holder_only() -> None:
    """A key wrapped to a public key opens with that private key, for that place, and no other."""
    pair, key = Keypair.new(), new_key()
    box = wrap_to(pair.public, key, where="a:1")
    assert key == open_with(pair, box, where="a:1")
    with pytest.raises(Unreadable):
        open_with(Keypair.new(), box, where="a:1")
    with pytest.raises(Unreadable):
        open_with(pair, box, where="a:2")


@pytest.mark.parametrize("box", [b"", b"x", b"y" * 100])
def test_rubbish_does_not_open(box: bytes) -> None:
    """Anything that is no box fails closed."""
    with pytest.raises(Unreadable):
        open_with(Keypair.new(), box, where="a")


def test_pair_follows_from_its_private_half() -> None:
    """The public half is computed from the private one."""
    pair = Keypair.new()
    assert pair == Keypair.of(pair.private)


def test_private_half_is_not_printed() -> None:
    """A pair in a traceback or log line shows no private key."""
    pair = Keypair.new()
    assert repr(pair.private) not in repr(pair)


def test_ids_and_keys_of_one_secret_are_unrelated() -> None:
    """The id stored in the database is not the key, nor a part of it."""
    secret = new_key()
    values = {conversation_id(secret), token_id(secret), session_key(secret).hex()[:32]}
    assert len(values) == 3
    assert all(secret.hex()[:32] != value for value in values)


def test_password_key_needs_password_and_salt() -> None:
    """Equal passwords give equal keys under one salt and unrelated ones under another."""
    salt = new_salt()
    assert password_key("een lange zin", salt) == password_key("een lange zin", salt)
    assert password_key("een lange zin", salt) != password_key("een lange zin", new_salt())
    assert password_key("een lange zin", salt) != password_key("een lange zim", salt)


def test_ids_and_keys_stay_what_they_are() -> None:
    """What is stored today opens in every later version: each id and key as another library makes
    it from the same secret, and for its own purpose."""
    secret = bytes(range(32))
    for found, purpose, size in (
        (conversation_id(secret), b"gesprek-id", 16),
        (token_id(secret), b"token-id", 16),
        (session_key(secret).hex(), b"token-sleutel", 32),
    ):
        assert found == blake2b(secret, digest_size=size, person=purpose).hexdigest()


def test_a_password_costs_three_passes_over_64_megabytes() -> None:
    """The key is Argon2id's as another library computes it, with the cost of RFC 9106."""
    zin, zout = "één lange zin", bytes(range(16))
    found = hash_secret_raw(zin.encode(), zout, 3, 64 * 1024, 1, 32, Type.ID)
    assert password_key(zin, zout) == found


def test_a_wrapped_key_is_bound_by_what_another_library_computes() -> None:
    """A box that was made today opens in every later version: its place is a hash that stays."""
    pair, key = Keypair.new(), new_key()
    bound = blake2b("a:é".encode(), digest_size=32, person=b"plaats").digest() + key
    box = SealedBox(PublicKey(pair.public)).encrypt(bound)
    assert open_with(pair, box, where="a:é") == key


def test_keys_and_salts_are_fresh_and_long_enough() -> None:
    """No two are equal; a key has 32 bytes, a salt 16."""
    assert len({new_key() for _ in range(50)} | {new_salt() for _ in range(50)}) == 100
    assert (len(new_key()), len(new_salt())) == (32, 16)
