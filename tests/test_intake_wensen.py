"""Needs: how the question about them ends, and how what was heard is put right."""

from __future__ import annotations

import pytest

from tests.test_intake_gesprek import tot_wat_nodig


@pytest.mark.parametrize("hoe", ["weet niet", "plaatjes"])
def test_the_question_what_is_needed_ends(hoe: str) -> None:
    """Who does not know it, in words and in pictures, is not asked again (invariant 8)."""
    gesprek = tot_wat_nodig()
    if hoe == "plaatjes":
        gesprek.drukt("Laat plaatjes zien")
        gesprek.drukt("Klaar met kiezen")
    else:
        gesprek.zegt("weet niet", "weet_niet")
        assert gesprek.stap == "menu"
        gesprek.zegt("weet niet", "weet_niet")
    assert gesprek.stap == "hoe"
    gesprek.altijd("terug")
    assert gesprek.stap == "wat_nodig"
