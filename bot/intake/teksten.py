"""The fixed texts of `domain.yml`, read without Rasa: the desk puts some of them into a talk."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

BESTAND = Path(__file__).parents[2] / "domain.yml"


@lru_cache(maxsize=1)
def teksten() -> Mapping[str, list[str]]:
    """Return the texts of every response by its name."""
    return laad(BESTAND)


def laad(bestand: Path) -> Mapping[str, list[str]]:
    """Read the responses of a domain file; a variant without a text is left out."""
    domein: dict[str, Any] = yaml.load(bestand.read_text(encoding="utf-8"), yaml.CSafeLoader)
    return {
        naam: [variant["text"] for variant in varianten if variant.get("text")]
        for naam, varianten in domein["responses"].items()
    }


def tekst(response: str, /, **velden: str) -> str:
    """Return the first text of a response with its fields ("{naam}") filled in.

    A value is put in as it is and never read as a field itself. Raises KeyError for a name that
    the domain does not have.
    """
    stukken = teksten()[response][0].split("{")
    gevuld = [stukken[0]]
    for stuk in stukken[1:]:
        veld, haak, rest = stuk.partition("}")
        gevuld.append(velden[veld] + rest if haak and veld in velden else "{" + stuk)
    return "".join(gevuld)


def bubbels(response: str, /, **velden: str) -> list[str]:
    """Return the bubbles of a response: a blank line in it begins a new one. See `tekst`."""
    delen = (deel.strip() for deel in tekst(response, **velden).split("\n\n"))
    return [deel for deel in delen if deel]


def zin(response: str, /, **velden: str) -> str:
    """Return a response as one line, for a place that has no bubbles. See `tekst`."""
    return " ".join(bubbels(response, **velden))
