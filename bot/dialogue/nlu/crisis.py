"""Hears danger: a lexicon and a classifier, either of which is enough."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.dialogue.nlu.kenmerken import Analyse, Floats
from bot.dialogue.nlu.labels import CRISES
from bot.dialogue.nlu.lineair import Bools, Tabel, folds, learn, matrix
from bot.dialogue.nlu.voorbeelden import Voorbeeld, stemmen

FOLDS = 3
FALSE_ALARMS = 0.08  # how often calm messages of unseen voices may be taken for a crisis
_LEXICON, _GUARD, _ALONE = "crisis:", "crisis:geen_crisis", "alleen_"
#: A message of one word, no longer than this, is danger only where the inhoudsteam's list says so:
#: "morgen" and "rust" stand in many last messages, and say nothing alone.
_ONE_WORD = 14
_NEVER = 9.0  # more than any score
_GUARDED = 0.6  # how much clearer a crisis must be where a guard phrase stands
_STRENGTH = 0.3  # C of the SVMs
_MISS = 3.0  # a missed crisis weighs so much more than a false alarm


@dataclass(frozen=True)
class Alarm:
    """A crisis that was heard.

    `woorden` are the (start, end) the lexicon found, if it did; `over` is how far the classifier
    is above its threshold.
    """

    soort: str
    woorden: tuple[int, int] | None
    over: float = 0.0


@dataclass(frozen=True)
class Wacht:
    """The detector: a column for any crisis, then one for each kind."""

    table: Tabel
    threshold: float

    @classmethod
    def train(cls, examples: Sequence[Voorbeeld], width: int) -> "Wacht":
        """Learns the table, and the threshold from voices that were held out."""
        rows = matrix([e.analyse.vector for e in examples], width)
        targets = np.array([[e.crisis is not None, *(e.crisis == c for c in CRISES)]
                            for e in examples])  # fmt: skip
        out = folds(stemmen(examples), FOLDS)[0]
        heard = [examples[i].analyse for i in np.flatnonzero(out)]
        scores = _any(learn(rows[~out], targets[~out], _STRENGTH, _MISS).all_scores(rows[out]))
        scores -= np.array([_clearer(analyse) for analyse in heard])
        fired = np.array([lexicon(analyse) is not None for analyse in heard])
        threshold = border(scores, fired, targets[out, 0])
        return cls(learn(rows, targets, _STRENGTH, _MISS), threshold)

    def score(self, analyse: Analyse) -> float:
        """How much a message sounds like a crisis of any kind."""
        return float(_any(self.table.scores(analyse.vector)))

    def __call__(self, analyse: Analyse) -> Alarm | None:
        """The most likely crisis in a message, or None."""
        found = lexicon(analyse)
        over = self.score(analyse) - self.threshold - _clearer(analyse)
        if found is None and over <= 0:
            return None
        kinds = self.table.scores(analyse.vector)[1:]
        if found is not None:
            kinds[CRISES.index(found.soort)] += 1
        return Alarm(CRISES[int(kinds.argmax())], found.woorden if found else None, over)


def _clearer(analyse: Analyse) -> float:
    """How much clearer than others a message must be for the classifier to fire."""
    if len(analyse.words) < 2 and len(analyse.text.strip()) <= _ONE_WORD:
        return _NEVER
    return _GUARDED * guarded(analyse)


def _any(scores: Floats) -> Floats:
    return np.asarray((scores[..., 0] + scores[..., 1:].max(axis=-1)) / 2)


def guarded(analyse: Analyse) -> bool:
    """Whether the message holds a figure of speech, or says that a danger is over."""
    return any(hit.label == _GUARD for hit in analyse.phrases)


def lexicon(analyse: Analyse) -> Alarm | None:
    """The first crisis phrase of a message in which no guard phrase stands.

    A phrase of a list `alleen_...` counts where it is the whole message.
    """
    if guarded(analyse):
        return None
    words = analyse.words
    for hit in analyse.phrases:
        kind = hit.label.removeprefix(_LEXICON)
        whole = hit.last - hit.first == len(words)
        if kind != hit.label and (whole or not kind.startswith(_ALONE)):
            place = words[hit.first].start, words[hit.last - 1].end
            return Alarm(kind.removeprefix(_ALONE), place)
    return None


def border(scores: Floats, fired: Bools, gold: Bools) -> float:
    """The threshold at which lexicon and classifier together give FALSE_ALARMS on calm rows."""
    calm = np.sort(scores[~gold & ~fired])[::-1]
    room = int(FALSE_ALARMS * (~gold).sum()) - int((fired & ~gold).sum())
    if not len(calm):
        return 0.0
    return float(calm[min(max(room, int(0.01 * len(calm))), len(calm) - 1)])
