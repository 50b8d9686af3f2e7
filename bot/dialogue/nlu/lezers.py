"""Reads the examples of a training on as many cores as there are."""

from collections import Counter
from collections.abc import Sequence
from os import cpu_count
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed

from bot.dialogue.nlu import encoder
from bot.dialogue.nlu.kenmerken import GROUPS, Analyse, Kenmerken
from bot.dialogue.nlu.lexicon import Lexicon
from bot.dialogue.nlu.normaliser import Normaliser

_FEW = 1000  # fewer texts are read sooner than a second process starts


def lezer(encoder_path: Path | None) -> Kenmerken:
    """Somebody who reads with the words of data/lexicon, and has learned no features yet."""
    normaliser = Normaliser.load()
    return Kenmerken(normaliser, Lexicon.load(normaliser), encoder.of(encoder_path))


def learn(texts: Sequence[str], encoder_path: Path | None) -> Kenmerken:
    """Returns a reader that knows the features of *texts*."""
    total: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
    for counts in Parallel(n_jobs=_hands(texts))(
        delayed(_count)(share, encoder_path) for share in _shares(texts)
    ):
        for group in GROUPS:
            total[group].update(counts[group])
    part = lezer(encoder_path)
    part.learn(total, len(texts))
    return part


def read(part: Kenmerken, texts: Sequence[str], encoder_path: Path | None) -> list[Analyse]:
    """What *part*, which reads with the words of data/lexicon, sees of each text."""
    known = part.state()
    return [
        analyse
        for share in Parallel(n_jobs=_hands(texts))(
            delayed(_read)(known, share, encoder_path) for share in _shares(texts)
        )
        for analyse in share
    ]


def _count(texts: Sequence[str], encoder_path: Path | None) -> dict[str, Counter[str]]:
    return lezer(encoder_path).count(texts)


def _read(
    known: tuple[dict[str, Any], dict[str, Any]], texts: Sequence[str], encoder_path: Path | None
) -> list[Analyse]:
    part = lezer(encoder_path)
    part.restore(*known)
    return [part(text) for text in texts]


def _hands(texts: Sequence[str]) -> int:
    return 1 if len(texts) < _FEW else cpu_count() or 1


def _shares(texts: Sequence[str]) -> list[Sequence[str]]:
    size = -(-len(texts) // _hands(texts)) or 1
    return [texts[i : i + size] for i in range(0, len(texts), size)]
