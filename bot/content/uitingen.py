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
_AANGIFTE = "behoeften_aangifte.yml"
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
    for line in _rode_lijst():
        kind, _, text = line.partition("|")
        found[kind.strip()].append(text.strip())
    for label, text in _stemmen():
        found.setdefault(label, []).append(text)
    return {label: tuple(dict.fromkeys(texts)) for label, texts in sorted(found.items())}


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


def _rode_lijst() -> list[str]:
    path = ROOT / "tests" / "red_list.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line for line in lines if line.strip() and not line.startswith("#")]
