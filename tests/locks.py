"""Cheap password hashing for tests that make many accounts."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from bot.records.accounts import sloten
from bot.vault import keys


@pytest.fixture
def snelle_sloten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make Argon2id cheap: the tests that use this are not about its strength."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(sloten, "_hasher", hasher)
    monkeypatch.setattr(sloten, "_NIEMAND", hasher.hash("niemand"))
    monkeypatch.setattr(keys, "ARGON2_OPS", 1)
    monkeypatch.setattr(keys, "ARGON2_MEM", 8192)
