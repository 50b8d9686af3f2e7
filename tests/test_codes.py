"""bot.vault.codes: the terugkeercode."""

import math
import random
import re
from hashlib import blake2b
from string import ascii_lowercase

import pytest
from argon2.low_level import Type, hash_secret_raw
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import ROOT
from bot.vault import BadCode, code_key, find_tag, new_code, new_key, normalise
from bot.vault.codes import KEY_WORDS, check_words, words
from bot.vault.keys import new_salt


def test_at_least_64_bits_behind_the_key() -> None:
    """The words that form the key carry at least 64 bits, counted from the list itself."""
    assert math.log2(len(words())) * KEY_WORDS >= 64


def test_code_has_seven_listed_words() -> None:
    """A new code is seven words of the list, and no two codes are equal."""
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(len(code.split()) == 7 and set(code.split()) <= set(words()) for code in codes)


def test_equal_codes_in_two_records_give_unrelated_keys() -> None:
    """The same words under two salts give different keys: one search never serves two records."""
    code = normalise(new_code())
    assert code_key(code, new_salt()) != code_key(code, new_salt())


def test_find_tag_does_not_depend_on_the_key_words() -> None:
    """The tag in the database comes from the first two words alone."""
    one, other = normalise(new_code()), normalise(new_code())
    merk = new_key()
    assert find_tag(one, merk) == find_tag(one[:2] + other[2:], merk)


def test_find_tag_cannot_be_guessed_from_the_database() -> None:
    """Without the kluis's own secret nobody can compute which two words a tag stands for."""
    code = normalise(new_code())
    assert find_tag(code, new_key()) != find_tag(code, new_key())


SEPARATORS = st.sampled_from([" ", "  ", "-", ", ", "\n", "\t", ". ", " - ", "; ", "\u00a0"])
CASES = st.sampled_from([str.lower, str.upper, str.title])


@given(st.data())
def test_mistypings_of_form_do_not_matter(data: st.DataObject) -> None:
    """Case, spaces, commas, hyphens, numbering and accents around the right words are forgiven."""
    code = new_code().split()
    typed = ""
    for number, word in enumerate(code, 1):
        spelled = data.draw(CASES)(word)
        if data.draw(st.booleans()):
            spelled = spelled.replace("e", "é", 1).replace("E", "É", 1)
        typed += (f"{number}. " if data.draw(st.booleans()) else "") + spelled
        typed += data.draw(SEPARATORS)
    assert normalise(typed) == code


def _slip(rng: random.Random, word: str) -> str:
    """Return a word as a thumb may get it wrong: a letter too few, too many, other, or swapped."""
    at = rng.randrange(len(word) - 1)
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    return rng.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )


def _form(rng: random.Random, words: list[str]) -> str:
    """Return words as people type them over: case, accents, numbers, commas, lines, order kept."""
    accents = {"e": "éèëê", "a": "áàä", "o": "óö", "u": "üú", "i": "ïí", "c": "ç", "n": "ñ"}
    typed = ""
    for nr, word in enumerate(words, 1):
        spelled = "".join(
            rng.choice(accents[x]) if x in accents and rng.random() < 0.1 else x for x in word
        )
        spelled = rng.choice([str.lower, str.upper, str.title, str.swapcase])(spelled)
        number = rng.choice(["", "", "", f"{nr}. ", f"{nr}) ", f"{nr} - ", f"({nr}) "])
        after = rng.choice(
            [" ", "  ", ", ", "-", " - ", "\n", "\r\n", "\t", ". ", "; ", " / ", "\u00a0"]
        )
        typed += number + spelled + after
    return rng.choice(["", " ", "\n", "- ", '"']) + typed


def test_ten_thousand_mistypings_are_read_or_fail_kindly() -> None:
    """Every slip of form is read as the code; every slip of a letter names just the odd word.

    A slip that makes another listed word cannot be seen here: it is simply another code.
    """
    rng, known = random.Random(20261125), set(words())
    slips = odd = 0
    for _ in range(10_000):
        code = [rng.choice(words()) for _ in range(7)]
        meant = list(code)
        if rng.random() < 0.5:
            slips += 1
            at = rng.randrange(7)
            meant[at] = _slip(rng, code[at])
        typed = _form(rng, meant)
        if set(meant) <= known:
            assert normalise(typed) == meant
        else:
            odd += 1
            with pytest.raises(BadCode) as caught:
                normalise(typed)
            assert caught.value.unknown == [word for word in meant if word not in known]
            assert caught.value.count == 7
    assert slips > 4500
    assert odd > 0.9 * slips


@given(st.text(max_size=100))
def test_anything_else_fails_kindly(text: str) -> None:
    """No text makes `normalise` break: it gives seven listed words or raises BadCode."""
    try:
        found = normalise(text)
    except BadCode as error:
        assert error.unknown or error.count != 7  # noqa: PT017
    else:
        assert len(found) == 7


def test_unknown_words_are_named() -> None:
    """The error says which word is not in the list, and how many there were."""
    with pytest.raises(BadCode) as caught:
        normalise("qqqq " + " ".join(new_code().split()[:3]))
    assert caught.value.unknown == ["qqqq"]
    assert caught.value.count == 4


def test_the_error_itself_repeats_nothing_that_was_typed() -> None:
    """What may end up in a log names the kind of mistake, no word of the code."""
    with pytest.raises(BadCode) as caught:
        normalise(new_code().replace(" ", "q "))
    assert str(caught.value) == "not a terugkeercode"


def test_a_code_that_was_written_down_opens_in_every_later_version() -> None:
    """The tag and the key are what other libraries make of the first two and the last five words,
    with one space between them."""
    code, merk, zout = new_code().split(), bytes(range(32)), bytes(range(16))
    vind = blake2b(" ".join(code[:2]).encode(), digest_size=16, key=merk, person=b"terugkeer-vind")
    assert find_tag(code, merk) == vind.hexdigest()
    key = hash_secret_raw(" ".join(code[2:]).encode(), zout, 3, 64 * 1024, 1, 32, Type.ID)
    assert code_key(code, zout) == key


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (["aap"] * 7776, "the word list needs 7776 different words"),
        ([words()[0], *words()[:-1]], "the word list needs 7776 different words"),
        (words()[:-1], "the word list needs 7776 different words"),
        ([*words(), "woordje"], "the word list needs 7776 different words"),
        ([*words(), words()[0]], "the word list needs 7776 different words"),
        (
            [f"w{n}" for n in range(7776)],
            "the word list may hold only words of 4 to 10 letters a-z",
        ),
        ([*words()[:-1], "Aap é"], "the word list may hold only words of 4 to 10 letters a-z"),
        ([*words()[:-1], "aap"], "the word list may hold only words of 4 to 10 letters a-z"),
        ([*words()[:-1], "a" * 11], "the word list may hold only words of 4 to 10 letters a-z"),
    ],
)
def test_a_bad_word_list_is_refused(bad: list[str], why: str) -> None:
    """A list that is short, long, doubled or holds other words cannot be used, and it says why."""
    with pytest.raises(ValueError, match="word list") as refused:
        check_words(bad)
    assert str(refused.value) == why


def test_a_good_word_list_is_taken_as_it_is() -> None:
    """Words of four and of ten letters may stand in it."""
    good = [*words()[:-2], "a" * 4, "a" * 10]
    assert check_words(good) is good


def test_no_word_is_harsh() -> None:
    """No word of the list holds what a code may not hold: violence, law, body, religion, sex."""
    regels = (ROOT / "scripts" / "woorden_niet.txt").read_text(encoding="utf-8").splitlines()
    niet = re.compile("|".join(d for r in regels if not r.startswith("#") for d in r.split()))
    assert niet.search("vonnis")
    assert [w for w in words() if niet.search(w)] == []
    assert not {"gegrepen", "ruzie", "janken", "emiraten", "curator", "vonnis"} & set(words())


def test_no_two_words_are_one_letter_apart() -> None:
    """A slip of the finger never makes another word of the list."""
    lijst = set(words())
    for word in lijst:
        weg = {word[:i] + word[i + 1 :] for i in range(len(word))}
        anders = {word[:i] + c + word[i + 1 :] for i in range(len(word)) for c in ascii_lowercase}
        assert not ((weg | anders) - {word}) & lijst
