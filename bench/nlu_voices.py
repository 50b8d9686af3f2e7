"""How well the understanding does on voices it never heard: `python bench/nlu_voices.py`.

Voices are held out whole, a few at a time, never messages at random: a writer repeats themselves,
and a random split measures that. Prints one table, a row per voice. `--toets VOICE ...` holds out
exactly these together; `--folds N` spreads all voices over N parts (default 4). The threshold of
each part is chosen by the training itself, on other voices than the ones tested.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from rasa.shared.nlu.training_data.loading import load_data  # noqa: E402

from bot.dialogue import evaluate  # noqa: E402
from bot.dialogue.nlu import components  # noqa: E402
from bot.dialogue.nlu.begrip import Begrijper  # noqa: E402
from bot.dialogue.nlu.kenmerken import Kenmerken  # noqa: E402
from bot.dialogue.nlu.lexicon import Lexicon  # noqa: E402
from bot.dialogue.nlu.lineair import folds  # noqa: E402
from bot.dialogue.nlu.normaliser import Normaliser  # noqa: E402

HEAD = ("stem", "n", "needs F1", "crisis", "alarms", "kind", "hard neg", "act", "oos", "ms p95")


def examples(folder: Path) -> list[Any]:
    """The labelled messages in *folder*, as Rasa reads them."""
    return components.labelled(load_data(str(folder)))


def stem(message: Any) -> str:
    """Whose voice a message is."""
    return str(((message.get("metadata") or {}).get("intent") or {}).get("stem", "onbekend"))


def gold(message: Any) -> dict[str, Any]:
    """A message as a line of an evaluation file."""
    found = components.voorbeeld(message)
    return {
        "text": message.get("text"),
        "needs": sorted(found.behoeften),
        "crisis": found.crisis,
        "act": None if found.act == "behoefte" else found.act,
        "stem": found.stem,
        "hard": bool(((message.get("metadata") or {}).get("intent") or {}).get("lijkt_op_crisis")),
    }


def learn(messages: Sequence[Any]) -> Begrijper:
    """The whole understanding, from some messages only."""
    normaliser = Normaliser.load()
    kenmerken = Kenmerken(normaliser, Lexicon.load(normaliser))
    kenmerken.fit([m.get("text") for m in messages])
    for message in messages:
        message.set(components.ANALYSE, kenmerken(message.get("text")))
    return Begrijper.train(kenmerken, [components.voorbeeld(m) for m in messages])


def row(name: str, results: Sequence[evaluate.Uitslag]) -> list[str]:
    """One line of the table."""
    found = evaluate.report(results)
    hard = [r for r in results if r.gold["hard"]]
    wrong = np.mean([r.heard.crisis is not None for r in hard]) if hard else None
    figures = (
        found["needs"]["micro"]["f1"],
        found["crisis"]["recall"],
        found["crisis"]["false_positive_rate"],
        found["crisis"]["kind_accuracy"],
        wrong,
        found["act"]["accuracy"],
        found["out_of_reach"]["taken_for_need_or_crisis"],
    )
    shown = ["-" if f is None else f"{f:.3f}" for f in figures]
    return [name, str(len(results)), *shown, f"{found['ms_per_message']['p95']:.1f}"]


def show(rows: Sequence[Sequence[str]]) -> None:
    """Prints the table in columns."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    for cells in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)))


def main(argv: list[str] | None = None) -> int:
    """Prints the table; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--toets", nargs="+", metavar="STEM")
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--data", type=Path, default=ROOT / "data" / "nlu")
    args = parser.parse_args(argv)
    messages = examples(args.data)
    voices = [stem(m) for m in messages]
    held = [np.isin(voices, args.toets)] if args.toets else folds(voices, args.folds)
    results: list[evaluate.Uitslag] = []
    for out in held:
        understand = learn([m for m, o in zip(messages, out, strict=True) if not o])
        rows = [gold(m) for m, o in zip(messages, out, strict=True) if o]
        results += evaluate.measure(rows, understand)
    table = [list(HEAD)]
    for name in sorted({r.gold["stem"] for r in results}):
        table.append(row(name, [r for r in results if r.gold["stem"] == name]))
    show([*table, row("ALL", results)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
