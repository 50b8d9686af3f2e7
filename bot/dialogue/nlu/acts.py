"""Hears what somebody does with a message: greets, says no, asks for a person, ..."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.dialogue.nlu.kenmerken import Analyse, Floats
from bot.dialogue.nlu.labels import ACTS, BEHOEFTE
from bot.dialogue.nlu.lineair import Bools, Tabel, folds, learn, matrix
from bot.dialogue.nlu.voorbeelden import Voorbeeld, stemmen

FOLDS = 2
LABELS = (*ACTS, BEHOEFTE)
_SOFT = 3.0  # sharpness of the ranking below the first


@dataclass(frozen=True)
class Tolk:
    """The classifier, and how a lead of the first over the second becomes a confidence."""

    table: Tabel
    slope: float
    offset: float

    @classmethod
    def train(cls, examples: Sequence[Voorbeeld], width: int) -> "Tolk":
        """Learns the table, and the confidence from voices that were held out."""
        rows = matrix([e.analyse.vector for e in examples], width)
        gold = np.array([LABELS.index(e.act) for e in examples])
        targets = gold[:, None] == np.arange(len(LABELS))
        out = folds(stemmen(examples), FOLDS)[0]
        scores = learn(rows[~out], targets[~out], positive=1.0).all_scores(rows[out])
        slope, offset = _calibrate(_lead(scores), scores.argmax(axis=1) == gold[out])
        return cls(learn(rows, targets, positive=1.0), slope, offset)

    def __call__(self, analyse: Analyse) -> list[tuple[str, float]]:
        """Every act with its confidence, the likeliest first; confidences add up to one."""
        scores = self.table.scores(analyse.vector)
        first = float(1 / (1 + np.exp(-(self.slope * float(_lead(scores)) + self.offset))))
        order = np.argsort(-scores)
        rest = np.exp(_SOFT * scores[order[1:]])
        shares = (first, *(1 - first) * rest / rest.sum())
        return [(LABELS[i], float(s)) for i, s in zip(order, shares, strict=True)]


def _lead(scores: Floats) -> Floats:
    ranked = np.sort(scores, axis=-1)
    return np.asarray(ranked[..., -1] - ranked[..., -2])


def _calibrate(leads: Floats, right: Bools) -> tuple[float, float]:
    if right.all() or not right.any():
        return 1.0, 0.0
    fit = LogisticRegression().fit(leads[:, None], right)
    return float(fit.coef_[0, 0]), float(fit.intercept_[0])
