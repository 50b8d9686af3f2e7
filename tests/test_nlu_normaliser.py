"""bot.dialogue.nlu.normaliser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.nlu.normaliser import Normaliser, stam

NORMALISER = Normaliser.load()

typed = st.text(
    alphabet=st.one_of(
        st.sampled_from("abdeghiklmnoprstuvwz ABE123.,?!'’\n-/éëïñ😭🔪🏳️‍🌈"),
        st.characters(blacklist_categories=("Cs",)),
    ),
    max_size=120,
)


def words(text: str) -> list[str]:
    """The plain words of a message."""
    return [word.vorm for word in NORMALISER(text)]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("kan nie slape", "kan niet slape"),
        ("kheb da ff nodig", "ik heb dat even nodig"),
        ("m'n osso", "mijn huis"),
        ("HEEEEELP", "help"),
        ("w8 ff", "wacht even"),
        ("niks 😭", "niets huilen"),
        ("hij hep n mes 🔪", "hij heb een mes mes"),
        ("'k weet 't nie", "ik weet het niet"),
        ("paspóórt", "paspoort"),
        ("2dagen", "twee dagen"),
    ],
)
def test_typed_dutch_becomes_plain_dutch(text: str, plain: str) -> None:
    """Straattaal, texting, stretched letters, accents and pictures become plain words."""
    assert words(text) == plain.split()


@pytest.mark.parametrize(
    ("one", "other"),
    [("slape", "slapen"), ("slaapt", "slapen"), ("vrau", "vrouw"), ("mijn", "mein"),
     ("zelfmoort", "zelfmoord"), ("regter", "rechter"), ("gelt", "geld")],
)  # fmt: skip
def test_words_that_sound_alike_share_a_stem(one: str, other: str) -> None:
    """A spelling by ear finds the same stem as the word it means."""
    assert stam(one) == stam(other)


@pytest.mark.parametrize(
    ("one", "other"), [("hoer", "huur"), ("zoon", "zon"), ("man", "maan"), ("kast", "kassen")]
)
def test_words_that_differ_keep_different_stems(one: str, other: str) -> None:
    """Sound alone does not make two words of another meaning one."""
    assert stam(one) != stam(other)


def test_english_words_are_read_as_english_only_in_english() -> None:
    """ "room" and "die" are Dutch words in a Dutch message."""
    assert "dood" in words("i will die here, they lock me")
    assert "dood" not in words("die man heeft mijn geld en ik wil het terug")


@given(typed)
def test_every_word_lies_inside_the_text(text: str) -> None:
    """Start and end are places in the text as it was typed, in order, and never empty."""
    found = NORMALISER(text)
    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)


@pytest.mark.parametrize("text", ["", "   ", "...", "\n\n", "-"])
def test_nothing_typed_gives_no_words(text: str) -> None:
    """Blanks and punctuation are no words."""
    assert words(text) == []
