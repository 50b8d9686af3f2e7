"""What people type: every line of data/nlu with its label, the red list, junk, and other voices.

The other voices are those of bench/toets, on which nobody trained.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import yaml

from bot.settings import ROOT

_ENTITEIT = re.compile(r"\[([^\]]*)\]\(behoefte:\w+\)")
#: The label of what asks nothing and names no need.
VERHAAL = "verhaal"
_AANGIFTE, _DEELS_AANGIFTE = "behoeften_aangifte.yml", "](behoefte:aangifte)"
#: Labels of lines that speak of the police, or of the immigration service in the same breath.
OVER_POLITIE = frozenset({"aangifte", "politie_vraag", "geen_politie"})
#: Messages that are no answer to anything.
ROMMEL = (
    "", "   ", "\n", "\u202e", "😢", "😢😢😢", "...", "?", "a", "asdfghjkl", "/restart", "/ja",
    "/keuze{\"keuze\": \"deel_alles\"}", "  /hulpverlener", "<b>hoi</b>",
    "<script>alert(1)</script>", "{x}", "{gehoord}", "0[", "[ja](behoefte:onderdak)", "%s %d",
    "'; DROP TABLE gesprek; --", "“ja”", "1", "17", "19", "ja nee", "…", "null", "\u0000hoi",
    "woord " * 300, "x" * 3000, "ik wil slapen " * 220, "a\nb\nc", "مرحبا", "здравей",
)  # fmt: skip


@lru_cache(maxsize=1)
def per_label() -> dict[str, tuple[str, ...]]:
    """Return the messages of every label; the red list stands under its kinds of danger.

    The need for the police, which the bot never brings up, also stands under "aangifte".
    """
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        if path.name != "knoppen.yml":
            for blok in _blokken(path.read_text(encoding="utf-8")):
                labels = {_label(blok), "aangifte"} if path.name == _AANGIFTE else {_label(blok)}
                for label in labels:
                    found.setdefault(label, []).extend(_regels(blok))
    for text, kind in rode_lijst().items():
        found[kind].append(text)
    for label, text in _stemmen():
        found.setdefault(label, []).append(text)
    return {label: tuple(dict.fromkeys(texts)) for label, texts in sorted(found.items())}


@lru_cache(maxsize=1)
def rode_lijst() -> dict[str, str]:
    """Return the lines of danger that must always be heard, each with its kind."""
    path = ROOT / "tests" / "red_list.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    delen = [line.partition("|") for line in lines if line.strip() and not line.startswith("#")]
    return {text.strip(): kind.strip() for kind, _, text in delen}


@lru_cache(maxsize=1)
def over_politie() -> frozenset[str]:
    """Return the messages that speak of the police by their label, or by that of a part of them."""
    found = {text for label in OVER_POLITIE for text in per_label()[label]}
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        regels = path.read_text(encoding="utf-8").splitlines()
        deels = [regel.strip().removeprefix("- ") for regel in regels if _DEELS_AANGIFTE in regel]
        found |= {_ENTITEIT.sub(r"\1", regel) for regel in deels}
    return frozenset(found)


@lru_cache(maxsize=1)
def rustig() -> frozenset[str]:
    """Return the messages that their label calls a story: no need, no danger, nothing asked."""
    found = {text for label, text in _stemmen() if label == VERHAAL}
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        for blok in _blokken(path.read_text(encoding="utf-8")):
            if _label(blok) == "behoefte":
                regels = (
                    regel.strip().removeprefix("- ") for regel in blok["examples"].splitlines()
                )
                found |= {regel for regel in regels if regel and not _ENTITEIT.search(regel)}
    return frozenset(found)


def _blokken(tekst: str) -> list[dict[str, Any]]:
    # In C: in Python it is a quarter of a minute for each process that walks.
    return list(yaml.load(tekst, yaml.CSafeLoader)["nlu"])


def _label(blok: dict[str, Any]) -> str:
    crisis = (blok.get("metadata") or {}).get("crisis")
    return str(crisis or blok["intent"])


def _regels(blok: dict[str, Any]) -> list[str]:
    lines = (line.strip().removeprefix("- ") for line in blok["examples"].splitlines())
    return [_ENTITEIT.sub(r"\1", line) for line in lines if line]


def _stemmen() -> Iterator[tuple[str, str]]:
    """Yield (label, message) of the voices of bench/toets; who says no more tells a story."""
    for path in sorted((ROOT / "bench" / "toets").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            gelabeld = json.loads(line)
            label = gelabeld["crisis"] or gelabeld["act"]
            yield label or ("behoefte" if gelabeld["needs"] else VERHAAL), gelabeld["text"]
            if "aangifte" in gelabeld["needs"]:
                yield "aangifte", gelabeld["text"]
