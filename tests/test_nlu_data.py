"""data/nlu: enough examples, of enough different people, for everything a message can say."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.dialogue.nlu.labels import ACTS, BEHOEFTEN, CRISES
from bot.settings import ROOT

#: The bars of the design, for each label.
NEED, OF_THEM_SEVERAL, CRISIS, ACT = 250, 84, 500, 120
LOOK_ALIKES = OUT_OF_REACH = 600
VOICES = 12
_MARK = re.compile(r"\[[^\]]+\]\(behoefte:(\w+)\)")


@cache
def read(file: Path) -> Any:
    """Return what stands in a file of examples."""
    return yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)


def examples() -> list[tuple[str, str, str]]:
    """Return (label of intent, voice, text as it stands) of every example."""
    found = []
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        if file.name == "knoppen.yml":
            continue
        for block in read(file)["nlu"]:
            voice = block["metadata"]["stem"]
            for line in block["examples"].splitlines():
                found.append((block["intent"], voice, line.removeprefix("- ")))
    return found


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, str, str]]:
    return examples()


def test_enough_examples_for_each_label(lines: list[tuple[str, str, str]]) -> None:
    """Every act has 120 examples or more, every kind of crisis 500, every need 250; 600 are out of
    reach.
    """
    intents = Counter(intent for intent, _, _ in lines)
    needs = Counter(label for _, _, text in lines for label in set(_MARK.findall(text)))
    assert len({*ACTS, *CRISES, *BEHOEFTEN}) == 27 + 3 + 14
    assert {a: intents[a] for a in ACTS if intents[a] < ACT} == {}
    assert {c: intents[c] for c in CRISES if intents[c] < CRISIS} == {}
    assert {n: needs[n] for n in BEHOEFTEN if needs[n] < NEED} == {}
    assert intents["buiten_bereik"] >= OUT_OF_REACH


def test_enough_of_what_only_looks_like_danger() -> None:
    """600 examples or more look like a crisis and are none, and are marked so."""
    files = [read(file) for file in sorted((ROOT / "data" / "nlu").glob("*.yml"))]
    marked = [
        block["examples"]
        for file in files
        for block in file["nlu"]
        if block.get("metadata", {}).get("lijkt_op_crisis")
        and block["intent"] not in CRISES
        and "crisis" not in block["metadata"]
    ]
    assert sum(len(text.splitlines()) for text in marked) >= LOOK_ALIKES


def test_every_label_is_said_by_different_people(lines: list[tuple[str, str, str]]) -> None:
    """Each crisis and each need is said in twelve voices or more, each act in eight."""
    voices: dict[str, set[str]] = defaultdict(set)
    for intent, voice, text in lines:
        for label in (intent, *_MARK.findall(text)):
            voices[label].add(voice)
    assert all(len(voices[label]) >= VOICES for label in (*CRISES, *BEHOEFTEN))
    assert all(len(voices[label]) >= 8 for label in ACTS)


def test_no_example_stands_twice(lines: list[tuple[str, str, str]]) -> None:
    """The same words are one example, whatever their capitals."""
    plain = Counter(re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", t).lower() for _, _, t in lines)
    assert [text for text, count in plain.items() if count > 1] == []


def test_each_need_is_said_beside_others(lines: list[tuple[str, str, str]]) -> None:
    """Real messages mix needs: of each need a third of its bar, 84 examples, states several; over
    all lines that state a need it is a quarter or more.
    """
    stated = [set(_MARK.findall(t)) for intent, _, t in lines if intent == "behoefte"]
    several = [needs for needs in stated if len(needs) > 1]
    beside = Counter(label for needs in several for label in needs)
    assert {n: beside[n] for n in BEHOEFTEN if beside[n] < OF_THEM_SEVERAL} == {}
    assert len(several) >= 0.25 * sum(bool(needs) for needs in stated)


def test_the_same_words_say_the_same_need(lines: list[tuple[str, str, str]]) -> None:
    """Words that are marked twice have one label: two would teach nothing, and Rasa warns of it."""
    labels: dict[str, set[str]] = defaultdict(set)
    for _, _, text in lines:
        for words, label in re.findall(r"\[([^\]]+)\]\(behoefte:(\w+)\)", text):
            labels[words].add(label)
    assert {words: found for words, found in labels.items() if len(found) > 1} == {}


def test_no_voice_of_the_tests_is_a_voice_of_the_training(
    lines: list[tuple[str, str, str]],
) -> None:
    """Who is measured on was not learned from: no name of a voice stands in both."""
    files = sorted((ROOT / "bench").glob("*/*.jsonl"))
    voices = {
        json.loads(line).get("stem", file.stem)
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    assert len(voices) > 70
    assert voices & {voice for _, voice, _ in lines} == set()
