"""bot.vault.sealing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vault import Unreadable, new_key, seal, seal_json, unseal, unseal_json
from bot.vault.sealing import BUCKETS, pad, unpad

KEY = new_key()


@given(st.binary(max_size=70_000))
def test_opens_to_the_same_bytes(plaintext: bytes) -> None:
    """What was sealed for a place opens there, byte for byte."""
    assert plaintext == unseal(KEY, seal(KEY, plaintext, where="a"), where="a")


@given(st.text(max_size=200), st.text(max_size=200))
def test_short_texts_look_the_same_size(one: str, other: str) -> None:
    """Two texts of the same bucket give ciphertexts of the same length."""
    sizes = {len(seal_json(KEY, text, where="a")) for text in (one, other)}
    assert len(sizes) == 1


def test_one_word_and_two_hundred_words_look_the_same() -> None:
    """A one-word answer, one of 200 words and a full message of 2,000 letters: equal sizes."""
    toen = {"tijd": "14:05", "dag": "2026-11-23"}
    one = len(seal_json(KEY, {"van": "jij", "tekst": "ja", **toen}, where="a"))
    for text in ("zesletters " * 180 + "eenentwintig " * 20, "x" * 2000, "é" * 2000, "ع" * 2000):
        assert len(seal_json(KEY, {"van": "jij", "tekst": text, **toen}, where="a")) == one


@given(st.binary(max_size=70_000), st.sampled_from([0, 1, *BUCKETS, 5000, 100_000]))
def test_no_row_is_smaller_than_its_least(plaintext: bytes, least: int) -> None:
    """Padding goes up to a bucket that holds both the text and the least size, and comes off."""
    padded = pad(plaintext, least)
    assert len(padded) >= max(least, len(plaintext) + 1)
    assert len(padded) in BUCKETS or len(padded) % BUCKETS[-1] == 0
    assert unpad(padded) == plaintext


@pytest.mark.parametrize("size", [0, 1, BUCKETS[0] - 1, BUCKETS[0], BUCKETS[-1], 200_000])
def test_padding_comes_off(size: int) -> None:
    """Padding is undone at, below and above every bucket, and always adds something."""
    padded = pad(b"\x00" * size)
    assert unpad(padded) == b"\x00" * size
    assert len(padded) > size


@pytest.mark.parametrize(
    ("size", "least", "padded"),
    [
        (0, 0, 1024), (1023, 0, 1024), (1024, 0, 4096), (4095, 0, 4096), (4096, 0, 16384),
        (16383, 0, 16384), (65535, 0, 65536), (65536, 0, 131072), (131071, 0, 131072),
        (131072, 0, 196608), (0, 1024, 1024), (0, 1025, 4096), (4095, 4096, 4096),
        (4096, 4096, 16384), (0, 65537, 131072),
    ],
)  # fmt: skip
def test_a_row_has_the_size_of_its_bucket(size: int, least: int, padded: int) -> None:
    """To the byte: what just fits with its mark is not made larger, one byte more is."""
    assert len(pad(b"x" * size, least)) == padded


def test_padding_that_is_not_ours_is_refused() -> None:
    """Bytes without the padding mark, or with rubbish after it, do not come off as text."""
    rubbish = [b"text\x80\x00" + bytes([byte]) for byte in range(1, 256) if byte != 0x80]
    for wrong in (b"", b"\x00\x00", *rubbish):
        with pytest.raises(Unreadable):
            unpad(wrong)


def test_another_place_does_not_open() -> None:
    """A ciphertext moved to another table, column or row fails closed."""
    sealed = seal(KEY, b"woorden", where="bericht.inhoud:1")
    for where in ("bericht.inhoud:2", "bericht.kop:1", "notitie.inhoud:1", ""):
        with pytest.raises(Unreadable):
            unseal(KEY, sealed, where=where)


def test_another_key_does_not_open() -> None:
    """Only the key that sealed opens."""
    with pytest.raises(Unreadable):
        unseal(new_key(), seal(KEY, b"woorden", where="a"), where="a")


def test_any_changed_byte_is_noticed() -> None:
    """Changing one byte anywhere, or cutting the end, fails closed."""
    sealed = seal(KEY, b"woorden", where="a")
    for index in range(len(sealed)):
        forged = sealed[:index] + bytes([sealed[index] ^ 1]) + sealed[index + 1 :]
        with pytest.raises(Unreadable):
            unseal(KEY, forged, where="a")
    for cut in (0, 1, 20, 25, len(sealed) - 1):
        with pytest.raises(Unreadable):
            unseal(KEY, sealed[:cut], where="a")


def test_the_same_text_never_looks_the_same() -> None:
    """Sealing twice gives different ciphertexts."""
    assert seal(KEY, b"ja", where="a") != seal(KEY, b"ja", where="a")


def test_failure_carries_no_secret() -> None:
    """The error that leaves `unseal` has no cause with key or text in it."""
    with pytest.raises(Unreadable) as caught:
        unseal(new_key(), seal(KEY, b"woorden", where="a"), where="a")
    assert caught.value.__cause__ is None
    assert caught.value.args == ()


def test_json_keeps_every_letter() -> None:
    """Emoji, Arabic and Polish come back as they were."""
    value = {"tekst": "żółć \U0001f622 مرحبا"}
    assert value == unseal_json(KEY, seal_json(KEY, value, where="a"), where="a")


def test_an_older_row_opens_at_the_place_of_its_time() -> None:
    """*was* is tried after *where*; without it, or with another key, nothing opens."""
    oud = seal_json(KEY, {"tekst": "hallo"}, where="bericht.inhoud:1")
    nieuw = {"where": "bericht.inhoud.nr:1:7"}
    assert unseal_json(KEY, oud, **nieuw, was="bericht.inhoud:1") == {"tekst": "hallo"}
    for anders in ({"was": None}, {}, {"was": "bericht.inhoud:2"}):
        with pytest.raises(Unreadable):
            unseal_json(KEY, oud, **nieuw, **anders)
    with pytest.raises(Unreadable):
        unseal_json(bytes(32), oud, **nieuw, was="bericht.inhoud:1")
