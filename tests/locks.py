"""Cheap password hashing for tests that make many accounts, and no wait for a wrong code."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher

from bot.dialogue import terugkomst
from bot.records.accounts import sloten
from bot.vault import keys


def goedkoop(zet: Callable[[object, str, object], None] = setattr) -> None:
    """Make Argon2id cheap in this process; *zet* sets an attribute, so that a test can undo it."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    zet(sloten, "_hasher", hasher)
    zet(sloten, "_NIEMAND", hasher.hash("niemand"))
    zet(terugkomst, "RASTER", 0.001)
    zet(keys, "ARGON2_OPS", 1)
    zet(keys, "ARGON2_MEM", 8192)


@pytest.fixture
def snelle_sloten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make Argon2id cheap: the tests that use this are not about its strength."""
    goedkoop(monkeypatch.setattr)
