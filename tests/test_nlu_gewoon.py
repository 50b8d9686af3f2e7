"""The bar of the understanding, on what people plainly type (`bench/gewoon`).

Twelve hands wrote nine sets of some 800 messages and their labels, with only the label guide before
them; another labelled 420 of them anew (docs/model-card.md). Two more hands wrote `bench/gevaar`:
danger, a hundred messages of each of six kinds of writer, and two more `bench/indirect`: eighty
of each, half of them without any word of danger; four more `bench/kalm`: what people
answer and tell without any danger; two more `bench/wending`: needs that are turned down or met,
threats for later, what another said. Nobody trains on them. The figures are those of
a training on data/nlu as it stands, so that they hold or fail for everybody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bench.nlu_card import schrijver
from bot.dialogue import evaluate
from bot.dialogue.evaluate import Uitslag
from bot.dialogue.nlu import model
from bot.settings import ROOT, load
from tests.test_nlu_data import examples

GEWOON = sorted((ROOT / "bench" / "gewoon").glob("*.jsonl"))
GEVAAR = sorted((ROOT / "bench" / "gevaar").glob("*.jsonl"))
INDIRECT = sorted((ROOT / "bench" / "indirect").glob("*.jsonl"))
TOETS = sorted((ROOT / "bench" / "toets").glob("*.jsonl"))
KALM = sorted((ROOT / "bench" / "kalm").glob("*.jsonl"))
WENDING = sorted((ROOT / "bench" / "wending").glob("*.jsonl"))
#: Kinds of writers of the plain messages, at the least.
GROEPEN = 54


@pytest.fixture(scope="module")
def uitslagen() -> list[Uitslag]:
    """What the newest model hears in every message."""
    understand = model.load(model.newest(load().model_dir))
    rows = [row for path in GEWOON for row in evaluate.read(path)]
    return evaluate.measure(rows, understand)


@pytest.fixture(scope="module")
def cijfers(uitslagen: Sequence[Uitslag]) -> dict[str, Any]:
    return evaluate.report(uitslagen)


def _kaal(tekst: str) -> str:
    zonder = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", tekst)
    return re.sub(r"\W+", " ", zonder).strip().lower()


def _geleerd(paths: Sequence[Path]) -> tuple[int, list[str]]:
    """Return how many messages there are, and those that stand in the training too."""
    geleerd = {_kaal(tekst) for _, _, tekst in examples()}
    rows = [row for path in paths for row in evaluate.read(path)]
    return len(rows), [
        r["text"] for r in rows if len(r["text"]) > 12 and _kaal(r["text"]) in geleerd
    ]


def test_no_message_is_a_line_of_the_training() -> None:
    """More than a word or two stands in no training line, capitals and signs aside."""
    aantal, ook_geleerd = _geleerd((*GEWOON, *GEVAAR, *INDIRECT, *KALM, *WENDING))
    assert aantal > 9000
    assert ook_geleerd == []


def test_few_hard_messages_are_lines_of_the_training() -> None:
    """Of the hard test 103 in 4,234 are: short plain things ("ik wil aangifte doen") that others
    wrote too. They stay, so that its figures can be set beside the older ones; no more may come.
    """
    aantal, ook_geleerd = _geleerd(TOETS)
    assert aantal == 4234
    assert len(ook_geleerd) <= 103


@pytest.mark.model
def test_needs_are_heard(cijfers: dict[str, Any]) -> None:
    """Micro F1 over the fourteen needs, several in a message: 0.90 or more."""
    assert cijfers["needs"]["micro"]["f1"] >= 0.90


@pytest.mark.model
def test_danger_is_heard_and_ordinary_talk_is_not_danger(cijfers: dict[str, Any]) -> None:
    """Of danger 0.98 is heard, of zelfdoding, indirect for half, 0.95, its kind 0.97 right; at most
    0.05 of the rest is taken for it.
    """
    assert cijfers["crisis"]["recall"] >= 0.98
    assert cijfers["crisis"]["by_kind"]["zelfdoding"]["recall"] >= 0.95
    assert cijfers["crisis"]["kind_accuracy"] >= 0.97
    assert cijfers["crisis"]["false_positive_rate"] <= 0.05


@pytest.mark.model
def test_acts_are_heard(cijfers: dict[str, Any]) -> None:
    """The act is right, or rightly none, in 0.93 or more."""
    assert cijfers["act"]["accuracy"] >= 0.93


@pytest.mark.model
def test_what_is_out_of_reach_is_seldom_a_need(cijfers: dict[str, Any]) -> None:
    """The bar is 0.03; with some 420 messages the test allows two more than that."""
    reach = cijfers["out_of_reach"]
    assert reach["taken_for_need_or_crisis"] * reach["gold"] <= 0.03 * reach["gold"] + 2


@pytest.mark.model
def test_every_kind_of_writer_is_heard(uitslagen: Sequence[Uitslag]) -> None:
    """Of no kind of writer is more than one danger in ten missed; of the hard cases, which are no
    kind of writer, not more than one in seven. That is no gap of three points: with some twenty
    dangers each, one missed is five. The gap is held on `bench/gevaar`, below.
    """
    per_stem: dict[str, list[bool]] = defaultdict(list)
    for uitslag in uitslagen:
        if uitslag.gold["crisis"]:
            per_stem[uitslag.gold["stem"]].append(uitslag.heard.crisis is not None)
    assert len(per_stem) >= GROEPEN
    gehoord = {stem: sum(g) / len(g) for stem, g in per_stem.items()}
    assert {s: g for s, g in gehoord.items() if g < (6 / 7 if s.startswith("hard") else 0.9)} == {}


@pytest.mark.model
@pytest.mark.parametrize("path", GEVAAR, ids=lambda path: path.stem)
def test_danger_is_heard_alike_whoever_writes(path: Path) -> None:
    """Some hundred dangers of each of six kinds of writer: 0.98 heard, at most 0.05 false alarms.

    Between two kinds the bar is 0.03. The test holds 0.052: two messages in ninety more, for a gap
    of one or two messages is chance. So four points pass here, and are not the bar.
    """
    understand = model.load(model.newest(load().model_dir))
    uitslagen = evaluate.measure(evaluate.read(path), understand)
    crisis = evaluate.report(uitslagen)["crisis"]
    assert crisis["recall"] >= 0.98
    assert crisis["false_positive_rate"] <= 0.05
    per_stem: dict[str, list[bool]] = defaultdict(list)
    for uitslag in uitslagen:
        if uitslag.gold["crisis"]:
            per_stem[uitslag.gold["stem"]].append(uitslag.heard.crisis is not None)
    gehoord = sorted(sum(g) / len(g) for g in per_stem.values())
    assert len(per_stem) == 6
    assert min(len(g) for g in per_stem.values()) > 90
    assert gehoord[-1] - gehoord[0] <= 0.03 + 2 / 90


@pytest.mark.model
def test_between_kinds_of_writers_there_are_at_most_three_points() -> None:
    """The plain test and the tests of danger together: four hundred dangers or more of each of six
    kinds of writer, so that a point is more than chance."""
    understand = model.load(model.newest(load().model_dir))
    rows = [row for path in (*GEWOON, *GEVAAR, *INDIRECT) for row in evaluate.read(path)]
    gehoord: dict[str, list[bool]] = defaultdict(list)
    for uitslag in evaluate.measure([row for row in rows if row["crisis"]], understand):
        gehoord[schrijver(uitslag.gold["stem"])].append(uitslag.heard.crisis is not None)
    del gehoord["hard"]
    assert len(gehoord) == 6
    assert min(map(len, gehoord.values())) >= 400
    delen = [sum(g) / len(g) for g in gehoord.values()]
    assert max(delen) - min(delen) <= 0.03


@pytest.mark.model
def test_danger_without_a_word_of_danger_is_heard() -> None:
    """More than half of these dangers name none: 0.95 or more is heard, its kind 0.97 right, and at
    most 0.05 false alarms. Between two kinds of writer five points pass here; the bar is three.
    """
    understand = model.load(model.newest(load().model_dir))
    uitslagen = evaluate.measure([r for p in INDIRECT for r in evaluate.read(p)], understand)
    crisis = evaluate.report(uitslagen)["crisis"]
    assert len(uitslagen) == 720
    assert crisis["recall"] >= 0.95
    assert crisis["kind_accuracy"] >= 0.97
    assert crisis["false_positive_rate"] <= 0.05
    per_stem: dict[str, list[bool]] = defaultdict(list)
    for uitslag in uitslagen:
        if uitslag.gold["crisis"]:
            per_stem[uitslag.gold["stem"]].append(uitslag.heard.crisis is not None)
    gehoord = sorted(sum(g) / len(g) for g in per_stem.values())
    assert len(per_stem) == 6
    assert gehoord[-1] - gehoord[0] <= 0.03 + 2 / 80


@pytest.mark.model
def test_a_calm_talk_is_seldom_danger() -> None:
    """Short answers and small talk, a third of it in words of danger: the bar is 0.05, and the
    test allows one message in a hundred more. What is taken for danger is asked about.
    """
    understand = model.load(model.newest(load().model_dir))
    uitslagen = evaluate.measure([r for p in KALM for r in evaluate.read(p)], understand)
    cijfers = evaluate.report(uitslagen)
    assert cijfers["crisis"]["gold"] == 0
    assert cijfers["crisis"]["false_positive_rate"] <= 0.06
    assert cijfers["act"]["accuracy"] >= 0.93


@pytest.mark.model
def test_turns_of_phrase_are_heard_less_well() -> None:
    """Of needs turned down or met, threats for later, fear of being sent back: below the bars.

    Danger 0.95 (bar 0.98), false alarms 0.07 (0.05), needs 0.80 (0.90): what it must not fall
    under; docs/model-card.md has the figures.
    """
    understand = model.load(model.newest(load().model_dir))
    uitslagen = evaluate.measure([r for p in WENDING for r in evaluate.read(p)], understand)
    cijfers = evaluate.report(uitslagen)
    assert len(uitslagen) == 600
    assert cijfers["crisis"]["recall"] >= 0.95
    assert cijfers["crisis"]["false_positive_rate"] <= 0.07
    assert cijfers["needs"]["micro"]["f1"] >= 0.80
    assert cijfers["act"]["accuracy"] >= 0.95
