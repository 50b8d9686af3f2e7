"""A training example: what was said, in whose voice, and what it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.nlu.kenmerken import Analyse


@dataclass(frozen=True)
class Voorbeeld:
    """One message with its labels.

    Args:
        analyse: the message as the classifiers see it.
        act: an act, or "behoefte" where the message only states needs or tells a story.
        spans: (need, start, end) for each stretch of the text that says a need.
        crisis: one of the crises, or None.
        stem: whose voice it is; a voice that is tested on was not trained on.
    """

    analyse: Analyse
    act: str
    spans: tuple[tuple[str, int, int], ...]
    crisis: str | None
    stem: str

    @property
    def behoeften(self) -> set[str]:
        return {label for label, _, _ in self.spans}

    def behoeften_in(self, first: int, last: int) -> set[str]:
        """The needs said for at least half by the words from *first* up to *last*."""
        words = self.analyse.words
        a, b = words[first].start, words[last - 1].end
        return {
            label
            for label, start, end in self.spans
            if 2 * (min(end, b) - max(start, a)) >= min(end - start, b - a)
        }


def stemmen(examples: Sequence[Voorbeeld]) -> list[str]:
    """The voice of each example."""
    return [example.stem for example in examples]
