"""Hears needs: which of the fourteen a message states, and in which words."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.dialogue.nlu.kenmerken import Analyse, Floats
from bot.dialogue.nlu.labels import BEHOEFTEN
from bot.dialogue.nlu.lineair import Bools, Tabel, folds, learn, matrix
from bot.dialogue.nlu.voorbeelden import Voorbeeld, stemmen

FOLDS = 3
_STRENGTH = 0.3  # C of the SVMs: with many voices, less trust in each word generalises better
_PRIOR = 60  # so many examples pull a label's threshold halfway to that of all labels
_ALSO = -0.3  # a part that scores more than this says the need too
_SHARP = 3.0  # how fast certainty grows above the threshold
_GRID = np.arange(-0.8, 0.6, 0.02)
_HANGERS = {"en", "maar", "want", "omdat", "dus", "ook", "terwijl", "daarom", "of", "?"}


@dataclass(frozen=True)
class Gehoord:
    """A need that was heard, and the stretch `text[start:end]` that says it."""

    behoefte: str
    start: int
    end: int
    zekerheid: float


@dataclass(frozen=True)
class Oor:
    """The classifier: one table for whole messages, one for parts of sentences."""

    whole: Tabel
    part: Tabel
    thresholds: Floats

    @classmethod
    def train(cls, examples: Sequence[Voorbeeld], width: int) -> "Oor":
        """Learns the tables, and the thresholds from voices that were held out."""
        data = _Rows(examples, width)
        out = folds(stemmen(examples), FOLDS)[0]
        scores = data.scores(data.learn(~out))[out]
        fitted = data.learn(np.ones(len(examples), bool))
        return cls(fitted.whole, fitted.part, thresholds(scores, data.whole_targets[out]))

    def scores(self, analyse: Analyse) -> Floats:
        """How clearly each need is said; half from the message, half from its best part."""
        whole = self.whole.scores(analyse.vector)
        if not analyse.parts:
            return whole
        best = np.max([self.part.scores(p.vector) for p in analyse.parts], axis=0)
        return np.asarray((whole + best) / 2)

    def __call__(self, analyse: Analyse) -> list[Gehoord]:
        """The needs in a message, in the order of the words that say them."""
        if not analyse.words:
            return []
        over = self.scores(analyse) - self.thresholds
        certain = 1 / (1 + np.exp(-_SHARP * over))
        per_part = np.array([self.part.scores(p.vector) for p in analyse.parts])
        found = [
            Gehoord(BEHOEFTEN[i], *place, float(certain[i]))
            for i in np.flatnonzero(over > 0)
            for place in _places(analyse, per_part[:, i])
        ]
        return sorted(found, key=lambda heard: (heard.start, heard.end))


def _places(analyse: Analyse, scores: Floats) -> list[tuple[int, int]]:
    """Where a need is said: its best part, and every part that says it too, joined if adjacent."""
    said = np.flatnonzero((scores > _ALSO) | (scores == scores.max()))
    runs = np.split(said, np.flatnonzero(np.diff(said) > 1) + 1)
    return [_stretch(analyse, analyse.parts[r[0]].first, analyse.parts[r[-1]].last) for r in runs]


def _stretch(analyse: Analyse, first: int, last: int) -> tuple[int, int]:
    """Start and end in the text of some words, without the "en" and "maar" at their ends."""
    words = analyse.words[first:last]
    while len(words) > 1 and words[0].vorm in _HANGERS:
        words = words[1:]
    while len(words) > 1 and words[-1].vorm in _HANGERS:
        words = words[:-1]
    return words[0].start, words[-1].end


class _Rows:
    """The training rows: whole messages, and their parts with the message each belongs to."""

    def __init__(self, examples: Sequence[Voorbeeld], width: int) -> None:
        self.whole = matrix([e.analyse.vector for e in examples], width)
        self.whole_targets = _targets([e.behoeften for e in examples])
        pieces = [(i, e, p) for i, e in enumerate(examples) for p in e.analyse.parts]
        self.part = matrix([p.vector for _, _, p in pieces], width)
        self.part_targets = _targets([e.behoeften_in(p.first, p.last) for _, e, p in pieces])
        self.owner = np.array([i for i, _, _ in pieces])

    def scores(self, oor: Oor) -> Floats:
        """What *oor* scores on every example, as `Oor.scores` does on one."""
        whole = oor.whole.all_scores(self.whole)
        best = np.full(whole.shape, -np.inf, np.float32)
        np.maximum.at(best, self.owner, oor.part.all_scores(self.part))
        return np.where(np.isfinite(best), (whole + best) / 2, whole)

    def learn(self, keep: Bools) -> Oor:
        """The tables, from the examples to *keep*."""
        part = keep[self.owner]
        return Oor(
            learn(self.whole[keep], self.whole_targets[keep], _STRENGTH),
            learn(self.part[part], self.part_targets[part], _STRENGTH),
            np.zeros(len(BEHOEFTEN), np.float32),
        )


def _targets(sets: Sequence[set[str]]) -> Bools:
    return np.array([[label in found for label in BEHOEFTEN] for found in sets])


def thresholds(scores: Floats, gold: Bools) -> Floats:
    """Per label the border with the best F1, pulled to the common one where examples are few."""
    common = _best(scores.ravel(), gold.ravel())
    own = np.array([_best(s, g) for s, g in zip(scores.T, gold.T, strict=True)])
    n = gold.sum(axis=0)
    return np.asarray((n * own + _PRIOR * common) / (n + _PRIOR), np.float32)


def _best(scores: Floats, gold: Bools) -> float:
    def f1(border: float) -> float:
        said = scores > border
        return float(2 * (said & gold).sum() / max(1, said.sum() + gold.sum()))

    return float(max(_GRID, key=f1))
