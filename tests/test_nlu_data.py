"""data/nlu: enough examples, of enough different people, for everything a message can say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest
import yaml

from bot.dialogue.nlu.labels import ACTS, BEHOEFTEN, CRISES
from bot.settings import ROOT

LEAST = 60
VOICES = 12
_MARK = re.compile(r"\[[^\]]+\]\(behoefte:(\w+)\)")


def examples() -> list[tuple[str, str, str]]:
    """Return (label of intent, voice, text as it stands) of every example."""
    found = []
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        if file.name == "knoppen.yml":
            continue
        for block in yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)["nlu"]:
            voice = block["metadata"]["stem"]
            for line in block["examples"].splitlines():
                found.append((block["intent"], voice, line.removeprefix("- ")))
    return found


@pytest.fixture(scope="module")
def lines() -> list[tuple[str, str, str]]:
    return examples()


def test_at_least_sixty_examples_for_each_label(lines: list[tuple[str, str, str]]) -> None:
    """Every act, every kind of crisis and every need has 60 examples or more."""
    count = Counter(intent for intent, _, _ in lines)
    for _, _, text in lines:
        count.update(set(_MARK.findall(text)))
    labels = {*ACTS, *CRISES, *BEHOEFTEN}
    assert len(labels) == 27 + 3 + 14
    assert {label: count[label] for label in labels if count[label] < LEAST} == {}


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


def test_a_third_of_the_need_lines_says_several_needs(lines: list[tuple[str, str, str]]) -> None:
    """Real messages mix needs: of the lines that state needs at least a quarter states several."""
    stated = [set(_MARK.findall(t)) for intent, _, t in lines if intent == "behoefte"]
    several = sum(len(needs) > 1 for needs in stated)
    assert several >= 0.25 * sum(bool(needs) for needs in stated)


def test_the_same_words_say_the_same_need(lines: list[tuple[str, str, str]]) -> None:
    """Words that are marked twice have one label: two would teach nothing, and Rasa warns of it."""
    labels: dict[str, set[str]] = defaultdict(set)
    for _, _, text in lines:
        for words, label in re.findall(r"\[([^\]]+)\]\(behoefte:(\w+)\)", text):
            labels[words].add(label)
    assert {words: found for words, found in labels.items() if len(found) > 1} == {}
