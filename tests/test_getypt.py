"""bot.intake.getypt: what a person typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.getypt import schoon


@given(st.text())
def test_no_control_character_is_left(text: str) -> None:
    """Whatever is typed, only line breaks are left of the control characters."""
    kept = schoon(text)
    assert all(c == "\n" or unicodedata.category(c) not in ("Cc", "Cs") for c in kept)
    assert kept == schoon(kept)


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1))
def test_letters_numbers_and_marks_stay(text: str) -> None:
    """Words are kept letter for letter (in composed form)."""
    assert schoon(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  hoi  ", "hoi"),
        ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
        ("a\x00b\x1bc", "abc"),
        ("👩\u200d👧 😢", "👩\u200d👧 😢"),
        ("gewoon\u202egekeerd", "gewoongekeerd"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\ud800", ""),
    ],
)
def test_examples(typed: str, kept: str) -> None:
    """Line breaks, emoji and HTML stay as typed; controls and turned text do not."""
    assert kept == schoon(typed)
