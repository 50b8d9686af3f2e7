"""`python -m bot evaluate FILE.jsonl`: measures the understanding against labelled messages."""

import argparse
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.dialogue.nlu.begrip import Begrip
from bot.dialogue.nlu.labels import ACTS, BEHOEFTEN, CRISES

_KNOWN = {None, *BEHOEFTEN, *CRISES, *ACTS}


class SlechteRegel(ValueError):
    """A line of the file that is no labelled message; says which and why."""


@dataclass(frozen=True)
class Uitslag:
    """One message: what it says by its labels (`gold`), what was heard, and how long it took."""

    text: str
    gold: dict[str, Any]
    heard: Begrip
    ms: float

    @property
    def gold_needs(self) -> set[str]:
        """The needs by the labels."""
        return set(self.gold["needs"])

    @property
    def heard_needs(self) -> set[str]:
        """The needs that were heard."""
        return {label for label, _, _ in self.heard.needs}


def read(path: Path) -> Iterator[dict[str, Any]]:
    """The labelled messages of a JSON-lines file. Raises SlechteRegel."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            labels = {**{"needs": [], "crisis": None, "act": None}, **row}
            wrong = {*labels["needs"], labels["crisis"], labels["act"]} - _KNOWN
            if wrong or not isinstance(labels["text"], str):
                raise ValueError(f"unknown label {', '.join(map(str, wrong))}")
        except (ValueError, KeyError, TypeError) as error:
            raise SlechteRegel(f"{path}, line {number}: {error}") from error
        yield labels


def measure(rows: Iterable[dict[str, Any]], understand: Callable[[str], Begrip]) -> list[Uitslag]:
    """Has every message understood, one at a time."""
    results = []
    for row in rows:
        start = time.perf_counter()
        heard = understand(row["text"])
        results.append(Uitslag(row["text"], row, heard, (time.perf_counter() - start) * 1000))
    return results


def report(results: Sequence[Uitslag]) -> dict[str, Any]:
    """The figures design section 7 asks for, as plain data; a ratio without cases is null."""
    times = [r.ms for r in results] or [0.0]
    return {
        "messages": len(results),
        "needs": _needs(results),
        "crisis": _crisis(results),
        "act": _act(results),
        "out_of_reach": _out_of_reach(results),
        "ms_per_message": {"p50": _quantile(times, 50), "p95": _quantile(times, 95)},
    }


def _needs(results: Sequence[Uitslag]) -> dict[str, Any]:
    per_label = {
        label: _prf(
            sum(label in r.gold_needs and label in r.heard_needs for r in results),
            sum(label in r.heard_needs for r in results),
            sum(label in r.gold_needs for r in results),
        )
        for label in BEHOEFTEN
    }
    totals = [sum(row[key] for row in per_label.values()) for key in ("hits", "said", "gold")]
    return {"micro": _prf(*totals), "per_label": per_label}


def _crisis(results: Sequence[Uitslag]) -> dict[str, Any]:
    real = [r for r in results if r.gold["crisis"]]
    calm = [r for r in results if not r.gold["crisis"]]
    found = [r for r in real if r.heard.crisis]
    alarms = len(found) + sum(r.heard.crisis is not None for r in calm)
    right = sum(r.heard.crisis == r.gold["crisis"] for r in found)
    by_kind = {}
    for kind in CRISES:
        own = [r for r in real if r.gold["crisis"] == kind]
        heard = [r for r in own if r.heard.crisis]
        by_kind[kind] = {
            "gold": len(own),
            "recall": _ratio(len(heard), len(own)),
            "kind_right": _ratio(sum(r.heard.crisis == kind for r in heard), len(heard)),
        }
    return {
        "gold": len(real),
        "recall": _ratio(len(found), len(real)),
        "precision": _ratio(len(found), alarms),
        "false_positive_rate": _ratio(alarms - len(found), len(calm)),
        "kind_accuracy": _ratio(right, len(found)),
        "by_kind": by_kind,
    }


def _act(results: Sequence[Uitslag]) -> dict[str, Any]:
    per_label = {}
    for label in (*ACTS, None):
        hits = sum(r.gold["act"] == r.heard.act == label for r in results)
        said = sum(r.heard.act == label for r in results)
        gold = sum(r.gold["act"] == label for r in results)
        if gold:
            per_label["null" if label is None else label] = _prf(hits, said, gold)
    scores = [row["f1"] or 0.0 for row in per_label.values()]
    right = sum(r.gold["act"] == r.heard.act for r in results)
    return {
        "accuracy": _ratio(right, len(results)),
        "macro_f1": round(float(np.mean(scores)), 4) if scores else None,
        "per_label": per_label,
    }


def _out_of_reach(results: Sequence[Uitslag]) -> dict[str, Any]:
    own = [r for r in results if r.gold["act"] == "buiten_bereik"]
    taken = sum(bool(r.heard.needs) or r.heard.crisis is not None for r in own)
    return {"gold": len(own), "taken_for_need_or_crisis": _ratio(taken, len(own))}


def _prf(hits: int, said: int, gold: int) -> dict[str, Any]:
    f1 = _ratio(2 * hits, said + gold)
    return {
        "precision": _ratio(hits, said), "recall": _ratio(hits, gold), "f1": f1,
        "hits": hits, "said": said, "gold": gold,
    }  # fmt: skip


def _ratio(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _quantile(values: Sequence[float], percent: int) -> float:
    return round(float(np.percentile(values, percent)), 3)


def prediction(result: Uitslag) -> dict[str, Any]:
    """What was predicted for one message, for `--predictions`."""
    return {
        "text": result.text,
        "needs": sorted(result.heard_needs),
        "crisis": result.heard.crisis,
        "act": result.heard.act,
        "confidence": round(result.heard.confidence, 4),
        "spans": [[label, result.text[a:b]] for label, a, b in result.heard.needs],
        "gold": {key: result.gold[key] for key in ("needs", "crisis", "act")},
    }


def _print(found: dict[str, Any]) -> None:
    crisis, micro = found["crisis"], found["needs"]["micro"]
    print(f"messages {found['messages']}")
    print(f"needs    F1 {micro['f1']}  P {micro['precision']}  R {micro['recall']}")
    print(f"crisis   recall {crisis['recall']}  false alarms {crisis['false_positive_rate']}"
          f"  kind {crisis['kind_accuracy']}")  # fmt: skip
    print(f"act      accuracy {found['act']['accuracy']}  macro F1 {found['act']['macro_f1']}")
    print(f"ms       p50 {found['ms_per_message']['p50']}  p95 {found['ms_per_message']['p95']}")


def main(argv: list[str]) -> int:
    """Evaluate the newest model (or `--model`) on a JSON-lines file; 2 when that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m bot evaluate", description=__doc__)
    parser.add_argument("file", type=Path, help="one labelled message a line")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--predictions", type=Path, help="write what was heard, a line each")
    parser.add_argument("--model", type=Path, help="a model file; else the newest in models/")
    args = parser.parse_args(argv)
    from bot.dialogue.nlu import model
    from bot.settings import load

    try:
        rows = list(read(args.file))
        understand = model.load(args.model or model.newest(load().model_dir))
    except (OSError, SlechteRegel) as error:
        print(error)
        return 2
    results = measure(rows, understand)
    if args.predictions:
        with args.predictions.open("w", encoding="utf-8") as file:
            for result in results:
                file.write(json.dumps(prediction(result), ensure_ascii=False) + "\n")
    found = report(results)
    if args.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        _print(found)
    return 0
