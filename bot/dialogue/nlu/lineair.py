"""Linear classifiers: learned with scikit-learn, used as one table of weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.dialogue.nlu.kenmerken import Floats, Vector

Bools = NDArray[np.bool_]
SEED = 7


def matrix(vectors: Sequence[Vector], width: int) -> csr_matrix:
    """The vectors as rows of one sparse matrix with *width* columns."""
    ends = np.cumsum([0] + [len(v.columns) for v in vectors])
    columns = np.concatenate([v.columns for v in vectors] or [np.zeros(0, np.int32)])
    values = np.concatenate([v.values for v in vectors] or [np.zeros(0, np.float32)])
    return csr_matrix((values.astype(np.float64), columns, ends), shape=(len(vectors), width))


@dataclass(frozen=True)
class Tabel:
    """One column of weights per label; `scores` are distances to each label's border."""

    weights: Floats  # (features, labels)
    bias: Floats  # (labels,)

    def scores(self, vector: Vector) -> Floats:
        """The score of each label for one vector."""
        return np.asarray(vector.values @ self.weights[vector.columns] + self.bias)

    def all_scores(self, rows: csr_matrix) -> Floats:
        """The scores of many rows at once."""
        return np.asarray(rows @ self.weights + self.bias, np.float32)


def learn(rows: csr_matrix, targets: Bools, strength: float = 1.0, positive: float = 2.0) -> Tabel:
    """One linear SVM per column of *targets* (rows x labels), on as many cores as there are.

    Args:
        strength: C of the SVM.
        positive: how much heavier a miss weighs than a false alarm.
    """
    weights = np.zeros((rows.shape[1], targets.shape[1]), np.float32)
    bias = np.full(targets.shape[1], -1.0, np.float32)
    said = [i for i, target in enumerate(targets.T) if target.any() and not target.all()]
    # Processes, not threads: the library draws its chances from one state that threads would share.
    fitted = Parallel(n_jobs=-1)(
        delayed(_fit)(rows, targets[:, i], strength, positive) for i in said
    )
    for i, (weight, offset) in zip(said, fitted, strict=True):
        weights[:, i], bias[i] = weight, offset
    return Tabel(weights, bias)


def _fit(rows: csr_matrix, target: Bools, strength: float, positive: float) -> tuple[Floats, float]:
    svm = LinearSVC(
        C=strength, class_weight={False: 1.0, True: positive}, tol=0.3,
        max_iter=200, random_state=SEED,
    )  # fmt: skip
    svm.fit(rows, target)
    return svm.coef_[0].astype(np.float32), float(svm.intercept_[0])


def folds(voices: Sequence[str], n: int) -> list[Bools]:
    """Splits by voice into *n* parts of about equal size; True where a row is held out."""
    names, sizes = np.unique(np.array(voices, object).astype(str), return_counts=True)
    load, home = np.zeros(n), {}
    for i in np.argsort(-sizes, kind="stable"):
        home[names[i]] = int(load.argmin())
        load[home[names[i]]] += sizes[i]
    own = np.array([home[voice] for voice in voices])
    return [own == k for k in range(n) if (own == k).any()]
