"""Caches of what was computed about a word, which can be emptied: the words are people's own."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar, cast
from weakref import WeakSet

F = TypeVar("F", bound=Callable[..., Any])
_caches: WeakSet[Any] = WeakSet()


def onthoud(maxsize: int) -> Callable[[F], F]:
    """Return `functools.lru_cache(maxsize)`, known to `vergeet`."""

    def om(functie: F) -> F:
        cache = lru_cache(maxsize)(functie)
        _caches.add(cache)
        return cast(F, cache)

    return om


def vergeet() -> None:
    """Empty every cache: no word of anybody stays in them."""
    for cache in list(_caches):
        cache.cache_clear()
