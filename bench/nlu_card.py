"""The figures of docs/model-card.md: by voice and by label, each with its 95% interval.

Measures the trained model on `bench/gewoon`, what people plainly type, on `bench/gevaar`, danger in
a hundred messages of each kind of writer, on `bench/indirect`, danger half of which has no word of
it, on `bench/kalm`, a talk without any, on `bench/wending`, needs turned down, threats for later
and other turns of phrase, and on `bench/toets`, voices that say most things around the corner;
nobody trained on any. Prints Markdown.
`--curve` learns anew from ever more voices instead, and prints what each thousand lines brought.
Ratios have Wilson's interval; F1 has the 2.5th and 97.5th percentile of 1,000 draws of messages.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from nlu_table import TOETS, pick  # noqa: E402
from nlu_voices import examples, learn, stem  # noqa: E402

from bot.dialogue import evaluate  # noqa: E402
from bot.dialogue.evaluate import Uitslag  # noqa: E402
from bot.dialogue.nlu import crisis, model  # noqa: E402
from bot.dialogue.nlu.kenmerken import Analyse  # noqa: E402
from bot.dialogue.nlu.labels import ACTS, BEHOEFTEN, CRISES  # noqa: E402
from bot.dialogue.nlu.lexicon import Lexicon  # noqa: E402
from bot.dialogue.nlu.normaliser import Normaliser  # noqa: E402
from bot.settings import load  # noqa: E402

GEWOON, GEVAAR, INDIRECT, KALM, WENDING = (
    ROOT / "bench" / naam for naam in ("gewoon", "gevaar", "indirect", "kalm", "wending")
)
#: The six kinds of writers over all tests, each by how the names of its voices begin. Hard cases
#: are no kind of writer.
SCHRIJVERS = {
    "straattaal": ("straat", "jongen", "app"),
    "loverboy": ("loverboy", "vriendje", "meisje", "prostitutie", "club"),
    "beperking, laaggeletterd": ("beperking", "lvb", "laaggeletterd", "fonetisch", "klank",
                                 "spreek"),
    "Oost-Europa": ("migrant_eu", "oost", "arbeid", "werker", "kost"),
    "Afrika, Azië": ("migrant_ver", "afrika", "huishoud", "engels", "vlucht"),
    "gewoon": ("gewoon", "net", "zorgvuldig", "lang", "volwassene"),
    "hard": ("hard",),
}  # fmt: skip
DRAWS = 1000
_Z = 1.96


def wilson(part: int, whole: int) -> str:
    """A ratio with its interval, as "0.91 (0.88-0.94)"; a dash without cases."""
    if not whole:
        return "-"
    p, z = part / whole, _Z**2 / whole
    middle = (p + z / 2) / (1 + z)
    half = math.sqrt(p * (1 - p) * z + z**2 / 4) / (1 + z)
    return f"{p:.2f} ({middle - half:.2f}-{middle + half:.2f})"


def f1(results: Sequence[Uitslag], labels: Sequence[str] = BEHOEFTEN) -> str:
    """The micro F1 of some needs with its interval."""
    wanted = set(labels)
    counts = np.array([
        (
            len(r.gold_needs & r.heard_needs & wanted),
            len(r.heard_needs & wanted) + len(r.gold_needs & wanted),
        )
        for r in results
    ])  # fmt: skip
    if not counts[:, 1].sum():
        return "-"
    rng = np.random.default_rng(7)
    drawn = counts[rng.integers(0, len(counts), (DRAWS, len(counts)))].sum(axis=1)
    low, high = np.percentile(2 * drawn[:, 0] / np.maximum(drawn[:, 1], 1), (2.5, 97.5))
    return f"{2 * counts[:, 0].sum() / counts[:, 1].sum():.2f} ({low:.2f}-{high:.2f})"


def share(
    results: Sequence[Uitslag], of: Callable[[Uitslag], Any], hit: Callable[[Uitslag], Any]
) -> str:
    """The share of the results *of* which holds for which *hit* holds."""
    own = [r for r in results if of(r)]
    return wilson(sum(bool(hit(r)) for r in own), len(own))


def crisis_recall(results: Sequence[Uitslag], kind: str | None = None) -> str:
    """How many messages in danger (of one kind) were taken for danger of any kind."""
    return share(
        results, lambda r: r.gold["crisis"] and kind in (None, r.gold["crisis"]),
        lambda r: r.heard.crisis,
    )  # fmt: skip


@lru_cache(maxsize=1)
def _lexicon() -> tuple[Normaliser, Lexicon]:
    normaliser = Normaliser.load()
    return normaliser, Lexicon.load(normaliser)


def is_indirect(row: dict[str, Any]) -> bool:
    """Whether a message is in danger and the lexicon alone finds no phrase of danger in it."""
    normaliser, lexicon = _lexicon()
    words = normaliser(row["text"])
    phrases = lexicon.phrases(words, lexicon.concepts(words))
    said = Analyse(row["text"], words, phrases, vector=[], parts=[])
    return bool(row["crisis"]) and crisis.lexicon(said) is None


def indirect_recall(results: Sequence[Uitslag]) -> str:
    """How many dangers that the lexicon does not find were taken for danger, and of how many."""
    own = [r for r in results if is_indirect(r.gold)]
    return f"{crisis_recall(own)} of {len(own)}"


def alarms(results: Sequence[Uitslag]) -> str:
    """How many calm messages were taken for danger."""
    return share(results, lambda r: not r.gold["crisis"], lambda r: r.heard.crisis)


def act(results: Sequence[Uitslag], label: str | None = None) -> str:
    """How often the act was right (of messages with this act)."""
    return share(
        results, lambda r: label in (None, r.gold["act"]), lambda r: r.gold["act"] == r.heard.act
    )


def bars(results: Sequence[Uitslag]) -> Iterator[str]:
    """The table of the figures that have a bar."""
    times = np.percentile([r.ms for r in results], 95)
    reach = share(
        results, lambda r: r.gold["act"] == "buiten_bereik",
        lambda r: r.heard_needs or r.heard.crisis,
    )  # fmt: skip
    kind = share(
        results, lambda r: r.gold["crisis"] and r.heard.crisis,
        lambda r: r.gold["crisis"] == r.heard.crisis,
    )  # fmt: skip
    yield f"| {len(results)} messages | measured | bar |"
    yield "|---|---|---|"
    yield f"| needs, micro F1 | {f1(results)} | 0.90 |"
    yield f"| danger of any kind, recall | {crisis_recall(results)} | 0.98 |"
    yield f"| indirect danger (no phrase of the lexicon) | {indirect_recall(results)} | 0.95 |"
    yield f"| zelfdoding alone | {crisis_recall(results, 'zelfdoding')} | 0.95 |"
    yield f"| false alarms on everything else | {alarms(results)} | at most 0.05 |"
    yield f"| kind of danger right, where found | {kind} | 0.97 |"
    yield f"| acts | {act(results)} | 0.93 |"
    yield f"| out of reach taken for a need or danger | {reach} | at most 0.03 |"
    yield f"| one message, p95 | {times:.1f} ms | 5 ms |"


def by_voice(found: dict[str, list[Uitslag]]) -> Iterator[str]:
    """The table of voices."""
    yield "| voice | messages | needs F1 | crisis recall | false alarms | acts |"
    yield "|---|---|---|---|---|---|"
    for name, own in found.items():
        yield (f"| {name} | {len(own)} | {f1(own)} | {crisis_recall(own)} | {alarms(own)} | "
               f"{act(own)} |")  # fmt: skip


def schrijver(stem: str) -> str:
    """The kind of writer of the voice *stem*; raises StopIteration for one of no kind."""
    return next(soort for soort, begin in SCHRIJVERS.items() if stem.startswith(begin))


def by_writer(results: Sequence[Uitslag]) -> Iterator[str]:
    """The table of kinds of writers: together they have enough dangers to tell points apart."""
    yield "| kind of writer | dangers | recall | calm | false alarms |"
    yield "|---|---|---|---|---|"
    for soort in SCHRIJVERS:
        own = [r for r in results if schrijver(r.gold["stem"]) == soort]
        gevaar = sum(bool(r.gold["crisis"]) for r in own)
        yield (f"| {soort} | {gevaar} | {crisis_recall(own)} | {len(own) - gevaar} | "
               f"{alarms(own)} |")  # fmt: skip


def by_label(results: Sequence[Uitslag]) -> Iterator[str]:
    """The tables of needs, crises and acts."""
    yield "| need | in so many | precision | recall | F1 |"
    yield "|---|---|---|---|---|"
    for label in BEHOEFTEN:
        gold = [r for r in results if label in r.gold_needs]
        heard = [r for r in results if label in r.heard_needs]
        hits = sum(label in r.heard_needs for r in gold)
        said, own = wilson(hits, len(heard)), wilson(hits, len(gold))
        yield f"| {label} | {len(gold)} | {said} | {own} | {f1(results, [label])} |"
    yield ""
    yield "| crisis | in so many | recall |"
    yield "|---|---|---|"
    for kind in CRISES:
        count = sum(r.gold["crisis"] == kind for r in results)
        yield f"| {kind} | {count} | {crisis_recall(results, kind)} |"
    yield ""
    yield "| act | in so many | right |"
    yield "|---|---|---|"
    for label in ACTS:
        count = sum(r.gold["act"] == label for r in results)
        yield f"| {label} | {count} | {act(results, label)} |"


def curve(steps: Sequence[int]) -> Iterator[str]:
    """What ever more voices bring, on the same messages."""
    messages = examples(ROOT / "data" / "nlu")
    gold = [row for path in sorted(TOETS.glob("*.jsonl")) for row in evaluate.read(path)]
    yield "| lines | voices | needs F1 | crisis recall | false alarms | acts |"
    yield "|---|---|---|---|---|---|"
    for lines in steps:
        some, _ = pick(messages, lines)
        results = evaluate.measure(gold, learn(some))
        yield (f"| {len(some)} | {len({stem(m) for m in some})} | {f1(results)} | "
               f"{crisis_recall(results)} | {alarms(results)} | {act(results)} |")  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """Print the tables; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--curve", nargs="*", type=int, metavar="LINES")
    args = parser.parse_args(argv)
    if args.curve is not None:
        for line in curve(args.curve or (2500, 5000, 10_000, 20_000, 30_000, 10**6)):
            print(line, flush=True)
        return 0
    understand = model.load(model.newest(load().model_dir))
    samen: list[Uitslag] = []
    for folder in (GEWOON, GEVAAR, INDIRECT, KALM, WENDING, TOETS):
        found: dict[str, list[Uitslag]] = {}
        for path in sorted(folder.glob("*.jsonl")):
            for result in evaluate.measure(evaluate.read(path), understand):
                found.setdefault(result.gold.get("stem", path.stem), []).append(result)
        results = [r for own in found.values() for r in own]
        print(f"\n### {folder.name}\n")
        print("\n".join((*bars(results), "", *by_voice({**found, "all": results}), "",
                         *by_label(results))))  # fmt: skip
        if folder in (GEWOON, GEVAAR, INDIRECT):
            samen += results
    print("\n### plain, danger and indirect together, by kind of writer\n")
    print("\n".join(by_writer(samen)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
