"""What the classifiers see of a message: weighted words, sounds, letters, begrippen, phrases."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.dialogue.nlu.lexicon import Lexicon, Vondst
from bot.dialogue.nlu.normaliser import Normaliser, Woord
from bot.dialogue.nlu.onthouden import onthoud

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

# The groups of features; each group weighs the same, however many of its features there are.
GROUPS = ("woord", "paar", "letters", "begrip", "samen", "zin")
MIN_DF = 2
_WINDOW = 3  # how far from a begrip a word may stand to be one feature with it
_SMALL = frozenset(
    ("de", "het", "een", "en", "van", "te", "in", "op", "is", "dat", "die", "dit", "er", "om",
     "aan", "met", "voor", "naar", "ook", "nog", "maar", "als", "dan")
)  # fmt: skip
#: Phrases that turn something down: what it is tells as much as that it is so.
_AFGEWEZEN = frozenset(("wendingen:niet_nodig", "wendingen:al_gehad"))
_SHORT = 3  # a part of a sentence has at least so many words
_JOINTS = {"en", "maar", "want", "omdat", "dus", "terwijl", "daarom"}


@dataclass(frozen=True)
class Vector:
    """A sparse row: the columns that are not zero, and their values."""

    columns: Ints
    values: Floats


@dataclass(frozen=True)
class Zinsdeel:
    """A part of a message, from word *first* up to *last*, and its features."""

    first: int
    last: int
    vector: Vector


@dataclass(frozen=True)
class Analyse:
    """Everything the classifiers know of one message, computed once.

    `named` are the begrippen that some word of it stands for.
    """

    text: str
    words: list[Woord]
    phrases: list[Vondst]
    vector: Vector
    parts: list[Zinsdeel]
    named: frozenset[str] = frozenset()

    def fingerprint(self) -> str:
        """Rasa's cache asks this of anything that hangs on a message."""
        return self.text


def parts(words: Sequence[Woord]) -> list[tuple[int, int]]:
    """Cuts a message into sentences and parts of sentences: (first word, last word + 1)."""
    cuts = [0]
    for i, word in enumerate(words):
        room = i - cuts[-1] >= _SHORT and len(words) - i >= _SHORT
        soft = word.grens == 1 or word.vorm in _JOINTS
        if i > cuts[-1] and (word.grens == 2 or (soft and room)):
            cuts.append(i)
    return [(a, b) for a, b in zip(cuts, [*cuts[1:], len(words)], strict=True) if b > a]


@onthoud(50_000)
def _letters(vorm: str) -> tuple[str, ...]:
    padded = f" {vorm} "
    return tuple(padded[i : i + n] for n in (2, 3, 4, 5) for i in range(len(padded) - n + 1))


def _features(
    words: Sequence[Woord], concepts: Sequence[Iterable[str]], labels: Iterable[str]
) -> dict[str, Counter[str]]:
    stems = [word.stam for word in words]
    pairs = Counter(f"{a} {b}" for a, b in zip(["<", *stems], [*stems, ">"], strict=True))
    pairs.update(f"{a}_{b}" for a, b in zip(stems, stems[2:], strict=False))
    letters: Counter[str] = Counter()
    for word in words:
        letters.update(_letters(word.vorm))
    found = (
        Counter(stems),
        pairs,
        letters,
        Counter(name for names in concepts for name in names),
        _together(words, stems, concepts),
        Counter(labels),
    )
    return dict(zip(GROUPS, found, strict=True))


def _labels(
    phrases: Iterable[Vondst], concepts: Sequence[Iterable[str]], first: int, last: int
) -> Iterator[str]:
    """The labels of the phrases from word *first* up to *last*, and what is turned down there."""
    for hit in phrases:
        if hit.first < last and hit.last > first:
            yield hit.label
            if hit.label in _AFGEWEZEN:
                for names in concepts[max(hit.first, first) : min(hit.last, last)]:
                    yield from (f"{hit.label}>{name}" for name in names)


def _together(
    words: Sequence[Woord], stems: Sequence[str], concepts: Sequence[Iterable[str]]
) -> Counter[str]:
    """Each begrip with the words near it: "bed" with "weg" says more than either."""
    telling = [i for i, word in enumerate(words) if word.vorm not in _SMALL]
    found: Counter[str] = Counter()
    for i, names in enumerate(concepts):
        near = [j for j in telling if j != i and abs(j - i) <= _WINDOW] if names else ()
        for j in near:
            side = "<" if j < i else ">"
            found.update([f"{name}{side}{stems[j]}" for name in names])
    return found


class Meaning(Protocol):
    """A sentence encoder (`encoder.Encoder`)."""

    size: int
    mark: str

    def __call__(self, texts: Sequence[str]) -> Floats: ...


class Kenmerken:
    """Learns which features exist and how rare they are, and turns messages into vectors.

    Where there is an *encoder*, its numbers are one more group of features.
    """

    def __init__(
        self, normaliser: Normaliser, lexicon: Lexicon, encoder: Meaning | None = None
    ) -> None:
        self._normaliser, self._lexicon, self.encoder = normaliser, lexicon, encoder
        self._columns: dict[str, dict[str, int]] = {group: {} for group in GROUPS}
        self._idf: Floats = np.zeros(0, np.float32)

    def __len__(self) -> int:
        return len(self._idf) + (self.encoder.size if self.encoder else 0)

    def fit(self, texts: Sequence[str]) -> None:
        """Collects the features that occur in at least two of *texts*."""
        self.learn(self.count(texts), len(texts))

    def count(self, texts: Iterable[str]) -> dict[str, Counter[str]]:
        """In how many of *texts* each feature occurs, by group."""
        counts: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
        for text in texts:
            words = self._normaliser(text)
            concepts = self._lexicon.concepts(words)
            phrases = self._lexicon.phrases(words, concepts)
            labels = _labels(phrases, concepts, 0, len(words))
            for group, found in _features(words, concepts, labels).items():
                counts[group].update(found.keys())
        return counts

    def learn(self, counts: dict[str, Counter[str]], total: int) -> None:
        """Keeps the features that `count` saw at least twice in *total* texts."""
        idf: list[float] = []
        for group in GROUPS:
            kept = sorted(name for name, n in counts[group].items() if n >= MIN_DF)
            self._columns[group] = {name: len(idf) + i for i, name in enumerate(kept)}
            idf += [math.log((1 + total) / (1 + counts[group][name])) + 1 for name in kept]
        self._idf = np.array(idf, np.float32)

    def __call__(self, text: str) -> Analyse:
        """Reads one message."""
        words = self._normaliser(text)
        concepts = self._lexicon.concepts(words)
        phrases = self._lexicon.phrases(words, concepts)
        cuts = parts(words)
        stretches = [(0, len(words)), *(cuts if len(cuts) > 1 else ())]
        meanings = self._meanings([words[a:b] for a, b in stretches])
        vectors = []
        for (a, b), meaning in zip(stretches, meanings, strict=True):
            labels = _labels(phrases, concepts, a, b)
            vectors.append(self._with(self._vector(words[a:b], concepts[a:b], labels), meaning))
        per_part = vectors[1:] or vectors * len(cuts)
        found = [Zinsdeel(a, b, v) for (a, b), v in zip(cuts, per_part, strict=True)]
        return Analyse(text, words, phrases, vectors[0], found, frozenset().union(*concepts))

    def _meanings(self, stretches: Sequence[Sequence[Woord]]) -> Sequence[Floats | None]:
        if self.encoder is None:
            return [None] * len(stretches)
        return list(self.encoder([" ".join(w.vorm for w in words) for words in stretches]))

    def _with(self, vector: Vector, meaning: Floats | None) -> Vector:
        if meaning is None:
            return vector
        columns = np.arange(len(self._idf), len(self._idf) + len(meaning), dtype=np.int32)
        return Vector(
            np.concatenate([vector.columns, columns]), np.concatenate([vector.values, meaning])
        )

    def _vector(
        self, words: Sequence[Woord], concepts: Sequence[Iterable[str]], labels: Iterable[str]
    ) -> Vector:
        columns: list[int] = []
        values: list[Floats] = []
        for group, found in _features(words, concepts, labels).items():
            known = self._columns[group]
            hits = [(known[name], n) for name, n in found.items() if name in known]
            if hits:
                at, n = zip(*hits, strict=True)
                weight = (1 + np.log(np.array(n, np.float32))) * self._idf[list(at)]
                columns += at
                values.append(weight / np.linalg.norm(weight))
        value = np.concatenate(values) if values else np.zeros(0, np.float32)
        return Vector(np.array(columns, np.int32), value.astype(np.float32))

    def state(self) -> tuple[dict[str, Any], dict[str, Floats]]:
        """What must be kept: plain data for JSON, and arrays."""
        return {group: list(names) for group, names in self._columns.items()}, {"idf": self._idf}

    def restore(self, names: dict[str, list[str]], arrays: dict[str, Floats]) -> None:
        """The opposite of `state`."""
        self._idf, at = arrays["idf"], 0
        for group in GROUPS:
            self._columns[group] = {name: at + i for i, name in enumerate(names[group])}
            at += len(names[group])
