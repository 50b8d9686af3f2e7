"""bot.dialogue.nlu.lexicon."""

from pathlib import Path

import pytest
import yaml

from bot.dialogue.nlu.labels import ACTS, BEHOEFTEN, CRISES, WENDINGEN
from bot.dialogue.nlu.lexicon import Lexicon, LexiconError, read
from bot.dialogue.nlu.normaliser import LEXICON, Normaliser
from bot.settings import ROOT

NORMALISER = Normaliser.load()
SHIPPED = Lexicon.load(NORMALISER)


def found(phrases: list[str], text: str, begrippen: dict[str, list[str]] | None = None) -> bool:
    """Whether one of *phrases* stands in *text*."""
    lexicon = Lexicon(begrippen or {}, {"label": phrases}, NORMALISER)
    words = NORMALISER(text)
    return bool(lexicon.phrases(words, lexicon.concepts(words)))


def labels(text: str) -> set[str]:
    """The labels of the shipped lexicons' phrases in *text*."""
    words = NORMALISER(text)
    return {hit.label for hit in SHIPPED.phrases(words, SHIPPED.concepts(words))}


def test_a_phrase_is_found_by_sound() -> None:
    """A phrase in plain Dutch finds the words however they are spelled."""
    assert found(["niet meer leven"], "kwil nie meer leve")


def test_a_star_is_any_ending() -> None:
    """`slaap*` finds every word that begins so, and no other."""
    assert found(["slaap*"], "ik zoek een slaapplek")
    assert not found(["slaap*"], "ik zoek een plek")


def test_dots_skip_up_to_three_words() -> None:
    """`...` stands for nothing up to three words, not four."""
    assert found(["geen ... bed"], "ik heb geen bed")
    assert found(["geen ... bed"], "geen fijn warm eigen bed")
    assert not found(["geen ... bed"], "geen fijn warm eigen zacht bed")


def test_a_begrip_stands_for_its_words() -> None:
    """`<eten>` finds any word of that begrip, also one of two words."""
    assert found(["geen <eten>"], "geen brood", {"eten": ["brood", "warme maaltijd"]})
    assert found(["geen <eten>"], "geen warme maaltijd", {"eten": ["brood", "warme maaltijd"]})


def test_a_choice_is_either_word() -> None:
    """`a/b` finds a and b and nothing else."""
    assert found(["wil/mag niet"], "ik mag niet")
    assert not found(["wil/mag niet"], "ik kan niet")


def test_a_mistake_in_a_phrase_is_named() -> None:
    """A begrip that does not exist is refused with the phrase in the message."""
    with pytest.raises(LexiconError, match="geen <onzin>"):
        Lexicon({}, {"label": ["geen <onzin>"]}, NORMALISER)


def test_a_short_star_is_refused() -> None:
    """Two letters and a star would find half the language."""
    with pytest.raises(LexiconError, match=r"ze\*"):
        Lexicon({}, {"label": ["ze*"]}, NORMALISER)


@pytest.mark.parametrize(
    ("file", "known"),
    [
        ("behoeften", set(BEHOEFTEN)),
        ("crisis", {*CRISES, *(f"alleen_{kind}" for kind in CRISES), "geen_crisis"}),
        ("uitingen", set(ACTS)),
        ("wendingen", set(WENDINGEN)),
    ],
)
def test_the_lexicons_speak_of_known_labels(file: str, known: set[str]) -> None:
    """A list under a label that does not exist would never do anything."""
    assert set(read(LEXICON / f"{file}.yml")) <= known


def test_every_need_and_every_crisis_has_phrases() -> None:
    """No need and no crisis rests on examples alone."""
    assert set(read(LEXICON / "behoeften.yml")) == set(BEHOEFTEN)
    assert set(read(LEXICON / "crisis.yml")) >= set(CRISES)


def test_the_shipped_lexicon_hears_direct_danger() -> None:
    """Plain words of danger are found without any learning."""
    assert "crisis:acuut_gevaar" in labels("hij heeft een mes")
    assert "crisis:zelfdoding" in labels("ik wil er niet meer zijn")
    assert "crisis:medische_nood" in labels("ze ademt niet meer")


@pytest.mark.parametrize(
    "text",
    ["ik lach me dood", "mijn telefoon is dood", "dat is jaren geleden", "hij is al jaren dood"],
)
def test_figures_of_speech_are_guarded(text: str) -> None:
    """A guard phrase stands in a saying and in what is long over."""
    assert "crisis:geen_crisis" in labels(text)


def test_a_list_may_be_yaml_or_commas(tmp_path: Path) -> None:
    """Both ways of writing a list give the same phrases."""
    file = tmp_path / "x.yml"
    file.write_text("een:\n  - slaap\n  - bed\ntwee: slaap, bed\n", encoding="utf-8")
    assert read(file) == {"een": ["slaap", "bed"], "twee": ["slaap", "bed"]}


#: "I want to die" in the languages that the chat has a page for, English aside, and in some more.
STERVEN = {
    "ar": "أريد أن أموت", "pl": "nie chcę już żyć", "ro": "nu mai vreau să trăiesc",
    "bg": "искам да умра", "es": "ya no quiero vivir", "fr": "je veux mourir",
    "tr": "ölmek istiyorum", "hu": "meg akarok halni", "ru": "я хочу умереть", "uk": "не хочу жити",
    "vi": "tôi muốn chết", "pt": "quero morrer", "tl": "gusto ko nang mamatay",
}  # fmt: skip


@pytest.mark.parametrize("taal", STERVEN)
def test_who_wants_to_die_is_heard_in_their_own_language(taal: str) -> None:
    """A whole sentence is enough; "ik wil vrienden" is not Indonesian for wanting to die."""
    assert "crisis:zelfdoding" in labels(STERVEN[taal])
    assert "crisis:zelfdoding" not in labels("ik wil vrienden")


def test_every_language_of_the_chat_has_such_a_sentence() -> None:
    """A language with a page of its own is one in which somebody may cry for help."""
    talen = yaml.load((ROOT / "data" / "talen.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert {taal["code"] for taal in talen} - {"en"} <= set(STERVEN)


@pytest.mark.parametrize(
    "text",
    ["zabiją mnie", "vrea să mă omoare", "ще ме убият", "убьют меня", "beni öldürecek",
     "quiere matarme", "il va me tuer", "سيقتلني", "mijn broers gaan me vermoorden",
     "ze maken me dood daar"],
)  # fmt: skip
def test_who_fears_to_be_killed_is_heard(text: str) -> None:
    """In their own language, or of a family that is no "hij" or "ze"."""
    assert "crisis:acuut_gevaar" in labels(text)


@pytest.mark.parametrize(
    "text",
    ["on nie oddycha", "nu pot să respir", "тя не диша", "он не дышит", "nefes alamıyorum",
     "no puedo respirar", "il ne respire plus", "nem lélegzik", "لا يتنفس"],
)  # fmt: skip
def test_who_cannot_breathe_is_heard(text: str) -> None:
    """In their own language, of oneself or of somebody else."""
    assert "crisis:medische_nood" in labels(text)


def test_dead_just_is_no_figure_of_speech() -> None:
    """In "was ik maar dood gewoon" the last word is no part of "doodgewoon"."""
    assert "crisis:geen_crisis" not in labels("was ik maar dood gwn, serieus")
    assert "crisis:geen_crisis" in labels("dat is doodgewoon")
