"""bot.intake.states."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.intake.states import TRANSITIONS, IllegalTransition, Staat, Stap, next_state


@pytest.mark.parametrize(("staat", "stap"), itertools.product(Staat, Stap))
def test_only_the_table_is_legal(staat: Staat, stap: Stap) -> None:
    """Every pair is either in the table, with its outcome, or refused by name."""
    if (staat, stap) in TRANSITIONS:
        assert next_state(staat, stap) is TRANSITIONS[staat, stap]
    else:
        with pytest.raises(IllegalTransition) as caught:
            next_state(staat, stap)
        assert (caught.value.staat, caught.value.stap) == (staat, stap)


@given(st.lists(st.sampled_from(Stap), max_size=60))
def test_no_sequence_leaves_the_table(steps: list[Stap]) -> None:
    """Whatever is tried in whatever order, the state is one of four and only moves legally."""
    staat = Staat.BOT
    for stap in steps:
        before = staat
        try:
            staat = next_state(staat, stap)
        except IllegalTransition:
            assert staat is before
        assert staat in Staat


def test_every_state_is_reached_and_left() -> None:
    """No state is a trap: each can be entered and left again."""
    entered = set(TRANSITIONS.values())
    left = {staat for staat, _ in TRANSITIONS}
    assert entered == left == set(Staat)
