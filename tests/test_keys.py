"""bot.vault.keys."""

import pytest

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
