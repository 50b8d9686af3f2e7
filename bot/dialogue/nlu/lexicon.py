"""The words that the inhoudsteam keeps: begrippen, and phrases per behoefte and per crisis.

A phrase is words with a space between them, matched by sound (see `normaliser`):

- `slaap*`   a word that begins so
- `<slapen>` any word of that begrip
- `a/b`      either of these
- `...`      up to three words may stand between
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.dialogue.nlu.normaliser import LEXICON, Normaliser, Woord, kort, plain, stam
from bot.dialogue.nlu.onthouden import onthoud

GAP = 3
_SHORTEST, _LONGEST = 3, 18  # how long the beginning of a word before a * may be


class LexiconError(ValueError):
    """A phrase that cannot be read; the message says which file, list and phrase."""


@dataclass
class _Knoop:
    """A node of the tree of phrases; `labels` end here, `gap` may skip some words first."""

    next: dict[str, "_Knoop"] = field(default_factory=dict)
    gap: "_Knoop | None" = None
    labels: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Vondst:
    """A phrase found: its label, and the words from *first* up to (not with) *last*."""

    label: str
    first: int
    last: int


def read(path: Path) -> dict[str, list[str]]:
    """Label -> phrases of one lexicon file; a phrase list is YAML list or commas in one text."""
    with path.open(encoding="utf-8") as file:
        content = yaml.load(file, yaml.CBaseLoader)  # noqa: S506  (strings only)
    return {
        label: [p.strip() for p in (v.split(",") if isinstance(v, str) else v) if p.strip()]
        for label, v in content.items()
    }


class Lexicon:
    """Finds begrippen and phrases in the words of a message.

    Args:
        begrippen: name -> words and short phrases.
        phrases: label -> phrases; a label is any name, here `behoefte:onderdak` and the like.
        normaliser: reads the phrases the same way as the messages.
    """

    def __init__(
        self,
        begrippen: dict[str, list[str]],
        phrases: dict[str, list[str]],
        normaliser: Normaliser,
    ) -> None:
        self._normaliser = normaliser
        self._begrippen = set(begrippen)
        self._of_stam: dict[str, set[str]] = {}
        self._of_begin: dict[str, set[str]] = {}
        self._starts: set[str] = set()
        self._concept_tree, self._phrase_tree = _Knoop(), _Knoop()
        for name, words in begrippen.items():
            for word in words:
                self._add_concept(name, word)
        for label, items in phrases.items():
            for phrase in items:
                self._add(self._phrase_tree, phrase, label)
        self.symbols = onthoud(50_000)(self._symbols)
        self.concepts_of = onthoud(50_000)(self._concepts_of)

    @classmethod
    def load(cls, normaliser: Normaliser, folder: Path = LEXICON) -> "Lexicon":
        """Reads begrippen.yml and the lists of phrases in *folder*."""
        phrases: dict[str, list[str]] = {}
        for file in ("behoeften", "crisis", "uitingen", "wendingen"):
            for label, items in read(folder / f"{file}.yml").items():
                for phrase in items:
                    # one word hints, several words together say it: they weigh apart
                    hint = file == "behoeften" and len(phrase.split()) == 1
                    phrases.setdefault(f"{file}:{label}{'?' * hint}", []).append(phrase)
        return cls(read(folder / "begrippen.yml"), phrases, normaliser)

    def controleer(self, phrase: str) -> None:
        """Raises `LexiconError` if *phrase* cannot be read."""
        self._add(_Knoop(), phrase, "")

    def concepts(self, words: Sequence[Woord]) -> list[frozenset[str]]:
        """The begrippen of each word, those of phrases of several words included."""
        found = [self.concepts_of(word.vorm) for word in words]
        for hit in self._search(self._concept_tree, words, found):
            for i in range(hit.first, hit.last):
                found[i] = found[i] | {hit.label}
        return found

    def phrases(self, words: Sequence[Woord], concepts: Sequence[frozenset[str]]) -> list[Vondst]:
        """Every phrase in *words*, given their *concepts*."""
        return list(self._search(self._phrase_tree, words, concepts))

    def _add_concept(self, name: str, word: str) -> None:
        if " " in word or "<" in word:
            self._add(self._concept_tree, word, name)
        elif word.endswith("*"):
            self._of_begin.setdefault(self._start(word), set()).add(name)
        else:
            words = self._normaliser(word)
            if len(words) == 1:
                self._of_stam.setdefault(words[0].stam, set()).add(name)
            else:
                self._add(self._concept_tree, " ".join(w.vorm for w in words), name)

    def _start(self, word: str) -> str:
        start = kort(plain(word.rstrip("*")).replace("'", "").replace("-", ""))
        if not _SHORTEST <= len(start) <= _LONGEST:
            raise LexiconError(f"'{word}': voor het sterretje horen 3 tot 18 letters op klank")
        self._starts.add(start)
        return start

    def _add(self, tree: _Knoop, phrase: str, label: str) -> None:
        ends = [tree]
        for element in phrase.split():
            if element in ("...", "…"):
                ends = [_gap(node) for node in ends]
                continue
            ends = [
                node
                for end in ends
                for option in element.split("/")
                for node in self._step(end, option, phrase)
            ]
        for node in ends:
            node.labels.add(label)

    def _step(self, node: _Knoop, option: str, phrase: str) -> list[_Knoop]:
        if option.startswith("<") and option.endswith(">"):
            if option[1:-1] not in self._begrippen:
                raise LexiconError(f"'{phrase}': het begrip {option} bestaat niet")
            path = ["@" + option[1:-1]]
        elif option.endswith("*"):
            path = ["~" + self._start(option)]
        else:
            path = [word.stam for word in self._normaliser(option)]
        for symbol in path:
            node = node.next.setdefault(symbol, _Knoop())
        return [node]

    def _symbols(self, vorm: str) -> tuple[str, ...]:
        begin = kort(vorm)
        lengths = range(_SHORTEST, min(_LONGEST, len(begin)) + 1)
        return (stam(vorm), *("~" + begin[:n] for n in lengths if begin[:n] in self._starts))

    def _concepts_of(self, vorm: str) -> frozenset[str]:
        own, *starts = self.symbols(vorm)
        names = set(self._of_stam.get(own, ()))
        for start in starts:
            names |= self._of_begin.get(start[1:], set())
        return frozenset(names)

    def _search(
        self, tree: _Knoop, words: Sequence[Woord], concepts: Sequence[Iterable[str]]
    ) -> Iterator[Vondst]:
        keys = [
            (*self.symbols(word.vorm), *("@" + name for name in names))
            for word, names in zip(words, concepts, strict=True)
        ]
        seen = set()
        for first in range(len(words)):
            for label, last in self._walk(tree, keys, first):
                if (label, first, last) not in seen:
                    seen.add((label, first, last))
                    yield Vondst(label, first, last)

    def _walk(
        self, node: _Knoop, keys: Sequence[tuple[str, ...]], at: int
    ) -> Iterator[tuple[str, int]]:
        for label in node.labels:
            yield label, at
        if at < len(keys):
            for key in keys[at]:
                if key in node.next:
                    yield from self._walk(node.next[key], keys, at + 1)
        if node.gap is not None:
            for skip in range(min(GAP, len(keys) - at) + 1):
                yield from self._walk(node.gap, keys, at + skip)


def _gap(node: _Knoop) -> _Knoop:
    node.gap = node.gap or _Knoop()
    return node.gap
