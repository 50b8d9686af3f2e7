"""What is promised and what is not, `data/beloften.yml`, and the test behind each promise."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
BESTAND = "data/beloften.yml"


@dataclass(frozen=True)
class Belofte:
    """One promise; *test* is "test_file.py::test_name" under `tests/`."""

    kop: str
    tekst: str
    test: str


@dataclass(frozen=True)
class Beloften:
    """What is promised, and what nobody here can keep from happening."""

    beloven: tuple[Belofte, ...]
    kunnen_niet: tuple[str, ...]


@dataclass(frozen=True)
class Proef:
    """One test of the program's own tree: its file, the rule in its docstring, its source."""

    bestand: str
    regel: str
    bron: str


@lru_cache(maxsize=1)
def beloften() -> Beloften:
    """Return every promise; raises KeyError for one without a head or a test."""
    inhoud = yaml.load((ROOT / BESTAND).read_text(encoding="utf-8"), yaml.CSafeLoader)
    return Beloften(
        tuple(Belofte(b["kop"], b.get("tekst", ""), b["test"]) for b in inhoud["beloven"]),
        tuple(inhoud["kunnen_niet"]),
    )


@lru_cache(maxsize=64)
def proef(test: str, root: Path = ROOT) -> Proef | None:
    """Return the test that "test_file.py::test_name" names, None where the tree has no such test.

    Names come from the content file only, never from a request.
    """
    naam, _, functie = test.partition("::")
    bestand = root / "tests" / naam
    if not naam.startswith("test_") or "/" in naam or not bestand.is_file():
        return None
    bron = bestand.read_text(encoding="utf-8")
    for knoop in ast.parse(bron).body:
        if isinstance(knoop, ast.FunctionDef) and knoop.name == functie:
            begin = min([knoop.lineno, *(d.lineno for d in knoop.decorator_list)])
            regels = bron.splitlines()[begin - 1 : knoop.end_lineno]
            return Proef(f"tests/{naam}", ast.get_docstring(knoop) or "", "\n".join(regels))
    return None
