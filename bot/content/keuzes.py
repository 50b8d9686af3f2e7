"""The choices that a step takes, as its own code names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

from bot.content import namen
from bot.intake.antwoord import SOORTEN, neem
from bot.intake.stappen import Stap


@lru_cache(maxsize=1)
def overal() -> frozenset[str]:
    """Return the choices that can be pressed in any step."""
    return frozenset(_woorden(neem.__code__))


def van(stap: Stap) -> frozenset[str]:
    """Return the choices that *stap* takes: its options, and what its code names."""
    return frozenset({*stap.opties, *_in(SOORTEN[stap.soort], set())})


@lru_cache(maxsize=1)
def alle() -> frozenset[str]:
    """Return the choices of all steps, for a text of which no step is known."""
    return overal().union(*(van(stap) for stap in namen.stappen().values()))


def _in(functie: Callable[..., Any], gezien: set[object]) -> Iterator[str]:
    """Yield the words in the code of *functie*, and in what of the talk it calls or looks up."""
    if functie in gezien or not isinstance(functie, FunctionType):
        return
    gezien.add(functie)
    yield from _woorden(functie.__code__)
    for naam in functie.__code__.co_names:
        ding = functie.__globals__.get(naam)
        if isinstance(ding, FunctionType) and ding.__module__ == functie.__module__:
            yield from _in(ding, gezien)
        elif isinstance(ding, str | tuple | frozenset | Mapping):
            yield from _plat([ding] if isinstance(ding, str) else ding)


def _woorden(code: CodeType) -> Iterator[str]:
    """Yield the strings that stand in *code*, and in the functions inside it."""
    for vast in code.co_consts:
        yield from _woorden(vast) if isinstance(vast, CodeType) else _plat([vast])


def _plat(dingen: Iterable[Any]) -> Iterator[str]:
    for ding in dingen:
        if isinstance(ding, str):
            yield ding
        elif isinstance(ding, tuple | frozenset):
            yield from _plat(ding)
