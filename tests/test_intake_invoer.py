"""The words of a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.invoer import Gehoord, Invoer, rest, zinsdeel


@pytest.mark.parametrize(
    ("tekst", "woord", "deel"),
    [
        (
            "Ik heb geen plek om te slapen en mijn baas betaalt niet",
            "slapen",
            "Ik heb geen plek om te slapen",
        ),
        (
            "Ik heb geen plek om te slapen en mijn baas betaalt niet",
            "betaalt",
            "mijn baas betaalt niet",
        ),
        ("Help. Ik wil graag een dokter zien. Dank.", "dokter", "Ik wil graag een dokter zien"),
        ("slapen", "slapen", "slapen"),
        ("eten en slapen", "slapen", "eten en slapen"),
    ],
)
def test_a_need_is_said_by_the_clause_it_stands_in(tekst: str, woord: str, deel: str) -> None:
    """The words around a keyword are kept with it, up to where another thought begins."""
    start = tekst.index(woord)
    assert zinsdeel(tekst, start, start + len(woord)) == deel


@given(st.text(min_size=1, max_size=400), st.data())
def test_the_words_of_a_need_are_always_verbatim(tekst: str, data: st.DataObject) -> None:
    """Whatever is cut out of a message stands in it, letter for letter."""
    start = data.draw(st.integers(0, len(tekst) - 1))
    eind = data.draw(st.integers(start + 1, len(tekst)))
    deel = zinsdeel(tekst, start, eind)
    assert deel in tekst
    assert len(deel) <= max(160, eind - start)


def test_what_lies_outside_the_needs_is_the_rest() -> None:
    """The remainder of a message is what no need took."""
    gehoord = (Gehoord("onderdak", "een bed"),)
    assert rest("ik wil een bed voor mij alleen", gehoord) == "ik wil voor mij alleen"


def test_a_pressed_button_has_no_typed_words() -> None:
    """The title of a button never counts as somebody's own words."""
    assert Invoer("keuze", "Ja, klopt", knop=True).getypt == ""
    assert Invoer("ja", " jawel ").getypt == "jawel"
