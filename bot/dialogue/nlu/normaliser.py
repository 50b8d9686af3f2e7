"""Reads Dutch as people type it: words with their place in the original text.

The normaliser never changes the text itself. It gives each typed word a plain form (`vorm`),
and a stem by sound (`stam`) under which "slape", "slapen" and "slaapt" are the same word.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml

from bot.dialogue.nlu.onthouden import onthoud

LEXICON = Path(__file__).resolve().parents[3] / "data" / "lexicon"

_TOKEN = re.compile(
    r"['’`](?:[tknmsr])\b"  # 't, 'k, 'n: a clitic on its own
    r"|[^\W_]+(?:['’`´][^\W_]+)*"  # a word, m'n and foto's in one piece
    r"|[\U0001F000-\U0001FAFF\u2600-\u27BF\u26D3\u2708]"  # a picture
    r"|[.!?…\n]+|[,;:]|€"
)
_PARTS = re.compile(r"[^\W\d_]+|\d+")
_LONG = re.compile(r"(.)\1{2,}")
_SENTENCE_END = re.compile(r"[.!?…\n]")

# Words that give a language away; what is a word in both is not here.
_ENGLISH = {
    "i", "i'm", "im", "the", "my", "to", "you", "your", "he", "she", "they", "not", "and", "for",
    "with", "this", "that", "what", "have", "no", "his", "her", "from", "can", "it", "do", "if",
    "are", "at", "dey",
}  # fmt: skip
_DUTCH = {
    "ik", "de", "het", "een", "en", "niet", "nie", "geen", "mij", "mijn", "hij", "zij",
    "ze", "van", "dat", "met", "voor", "op", "te", "er", "ook", "maar", "als", "heb",
    "ben", "naar", "bij", "wil", "nog", "kan", "hebben", "moet",
}  # fmt: skip


@dataclass(frozen=True)
class Woord:
    """One plain word and where it was typed: `text[start:end]` of the original message."""

    vorm: str
    stam: str
    start: int
    end: int
    grens: int = 0  # what stands before it: 0 nothing, 1 a comma, 2 the end of a sentence


_SOUNDS = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        ("sch", "sg"),
        ("ch", "g"),
        ("ij|ei|ey", "y"),
        ("ouw|auw|au|ow", "ou"),
        ("ae", "aa"),
        ("ie", "i"),
        ("ck", "k"),
        ("qu", "kw"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("x", "ks"),
        ("ph", "f"),
        ("th", "t"),
        ("z", "s"),
        ("v", "f"),
        # slapen sounds like slaapen: one vowel before one consonant and a vowel is long
        (r"(?<![aeiouy])([aeou])(?=[bdfghjklmnprstw][aeiouy])", r"\1\1"),
        (r"([bdfghjklmnprstw])\1+", r"\1"),
    )
)
_HARD = str.maketrans("db", "tp")


@onthoud(50_000)
def klank(vorm: str) -> str:
    """How a word sounds, whatever its spelling: "vrau" and "vrouw", "zij" and "zei" are one."""
    for pattern, plain in _SOUNDS:
        vorm = pattern.sub(plain, vorm)
    return vorm


@onthoud(50_000)
def stam(vorm: str) -> str:
    """The sound of a word without -e, -en and the -t of a verb."""
    sound = klank(vorm)
    if len(sound) > 3 and sound.endswith("en"):
        sound = sound[:-1]
    if len(sound) > 3 and sound.endswith("e") and sound[-2] not in "aeiouy":
        sound = sound[:-1]
    sound = sound[:-1] if sound.endswith("dt") else sound
    sound = sound[:-1] + sound[-1:].translate(_HARD)
    if len(sound) > 3 and sound.endswith("t") and sound[-2] in "pkfgmnlrw":
        sound = sound[:-1]
    return sound


@onthoud(50_000)
def kort(vorm: str) -> str:
    """The sound with short vowels only, to compare the beginnings of words."""
    return re.sub(r"([aeou])\1", r"\1", klank(vorm))


def plain(text: str) -> str:
    """Lower case without accents or typographic variants."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


class Normaliser:
    """Turns a message into plain words.

    Args:
        woorden: what people type -> the plain word(s), as in data/lexicon/normalisatie.yml.
        engels: the same for messages that are mostly English, before *woorden*.
    """

    def __init__(self, woorden: dict[str, str], engels: dict[str, str] | None = None) -> None:
        self._woorden = _table(woorden)
        self._engels = {**self._woorden, **_table(engels or {})}
        self._known = set(self._woorden).union(*self._woorden.values())
        self._dutch_words = onthoud(50_000)(partial(self._look_up, table=self._woorden))
        self._english_words = onthoud(5_000)(partial(self._look_up, table=self._engels))

    @classmethod
    def load(cls, folder: Path = LEXICON) -> "Normaliser":
        """Reads normalisatie.yml in *folder*."""
        with (folder / "normalisatie.yml").open(encoding="utf-8") as file:
            groups = yaml.load(file, yaml.CBaseLoader)  # noqa: S506  (strings only: "no" is a word)
        engels = groups.pop("engels", {})
        return cls({t: word for group in groups.values() for t, word in group.items()}, engels)

    def __call__(self, text: str) -> list[Woord]:
        """The words of *text*, with start and end in *text* as it was typed."""
        tokens = list(_TOKEN.finditer(text))
        look_up = self._english_words if _is_english(tokens) else self._dutch_words
        words: list[Woord] = []
        grens = 2
        for match in tokens:
            typed, place = match.group(), match.span()
            if _SENTENCE_END.search(typed):
                grens = 2
                if "?" in typed and words:
                    words.append(Woord("?", "?", *place))
            elif typed in ",;:":
                grens = max(grens, 1)
            for vorm in look_up(typed):
                words.append(Woord(vorm, stam(vorm), *place, grens))
                grens = 0
        return words

    def _look_up(self, token: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
        typed = plain(token).replace("’", "'").replace("`", "'").replace("´", "'")
        whole = _find(typed, table)
        if whole is not None:
            return whole
        found: list[str] = []
        for part in _PARTS.findall(typed.replace("'", "")):
            found.extend(_find(part, table) or (self._unstretched(part),))
        return tuple(found)

    def _unstretched(self, part: str) -> str:
        if part.isdigit():
            return part
        double = _LONG.sub(r"\1\1", part)
        return double if double in self._known else _LONG.sub(r"\1", part)


def _table(woorden: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {plain(typed): tuple(words.split()) for typed, words in woorden.items()}


def _find(typed: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    for form in (typed, _LONG.sub(r"\1\1", typed), _LONG.sub(r"\1", typed)):
        if form in table:
            return table[form]
    return None


def _is_english(tokens: list[re.Match[str]]) -> bool:
    words = [token.group().lower() for token in tokens]
    return sum(w in _ENGLISH for w in words) > sum(w in _DUTCH for w in words)
