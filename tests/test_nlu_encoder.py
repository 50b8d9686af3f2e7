"""bot.dialogue.nlu.encoder, with a tiny encoder that is made here."""

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from bot.dialogue.nlu import encoder
from bot.dialogue.nlu.begrip import Begrijper
from bot.dialogue.nlu.kenmerken import Kenmerken
from bot.dialogue.nlu.lexicon import Lexicon
from bot.dialogue.nlu.normaliser import Normaliser
from bot.dialogue.nlu.voorbeelden import Voorbeeld
from bot.settings import SettingsError, load
from tests.nlu_cases import LINES

WORDS = ("[PAD]", "[UNK]", "bed", "kamer", "slapen", "honger", "eten", "ik", "een", "wil")
SIZE = 6
#: "bed", "kamer" and "slapen" mean the same to this encoder, as do "honger" and "eten".
MEANING = {"bed": 0, "kamer": 0, "slapen": 0, "honger": 1, "eten": 1}


def make(folder: Path, seed: int = 0) -> Path:
    """Write an encoder into *folder*: a row of numbers for each of the WORDS."""
    folder.mkdir(exist_ok=True)
    rows = np.random.default_rng(seed).normal(size=(len(WORDS), SIZE)).astype(np.float32) * 0.01
    for word, place in MEANING.items():
        rows[WORDS.index(word), place] = 1
    graph = helper.make_graph(
        [helper.make_node("Gather", ["rows", "input_ids"], ["out"])],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["n", "t"])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["n", "t", SIZE])],
        [numpy_helper.from_array(rows, "rows")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(folder / encoder.MODEL))
    words = Tokenizer(WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    words.save(str(folder / encoder.TOKENIZER))
    return folder


def kenmerken(meaning: encoder.Encoder | None) -> Kenmerken:
    """Features with or without an encoder."""
    normaliser = Normaliser.load()
    return Kenmerken(normaliser, Lexicon.load(normaliser), meaning)


def test_a_text_is_one_row_of_length_one(tmp_path: Path) -> None:
    """Each text gives one row of length 1; padding does not count."""
    tiny = encoder.Encoder(make(tmp_path))
    alone, padded = tiny(["ik wil een bed"])[0], tiny(["ik wil een bed", "bed " * 20])[0]
    assert tiny.size == SIZE
    assert np.linalg.norm(alone) == pytest.approx(1)
    assert alone == pytest.approx(padded)


def test_an_endless_text_is_cut(tmp_path: Path) -> None:
    """What is longer than TOKENS is cut, an empty text has a row too."""
    tiny = encoder.Encoder(make(tmp_path))
    assert tiny(["bed " * 5000, ""]).shape == (2, SIZE)


def test_the_meaning_is_a_group_of_features(tmp_path: Path) -> None:
    """With an encoder each vector, of the message and of its parts, has its numbers behind it."""
    plain, rich = kenmerken(None), kenmerken(encoder.Encoder(make(tmp_path)))
    for one in (plain, rich):
        one.fit(["ik wil een bed en ik wil eten", "ik wil een bed en eten"])
    text = "ik wil een bed en ik wil ook eten"
    without, found = plain(text), rich(text)
    assert len(rich) == len(plain) + SIZE
    assert list(found.vector.columns[-SIZE:]) == list(range(len(plain), len(rich)))
    assert found.vector.values[:-SIZE] == pytest.approx(without.vector.values)
    assert len(found.parts) == len(without.parts) > 1
    assert not np.allclose(found.parts[0].vector.values[-SIZE:], found.vector.values[-SIZE:])


def test_a_word_that_was_never_seen_is_heard_by_its_meaning(tmp_path: Path) -> None:
    """ "kamer" is in no example; the encoder knows that it means what "bed" means."""

    def learn(meaning: encoder.Encoder | None) -> Begrijper:
        own = kenmerken(meaning)
        said = [(stem, *line) for stem in "abc" for line in LINES if "kamer" not in line[0]]
        own.fit([line[1] for line in said])
        rows = [
            Voorbeeld(own(text), act, ((need, 0, len(text)),) if need else (), crisis, stem)
            for stem, text, act, need, crisis in said
        ]
        return Begrijper.train(own, rows)

    def sleep(understand: Begrijper) -> float:
        analyse = understand.kenmerken("kamer")
        return float(understand.oor.scores(analyse)[1])  # onderdak

    assert sleep(learn(encoder.Encoder(make(tmp_path)))) > sleep(learn(None)) + 0.1


@pytest.mark.parametrize("name", [encoder.MODEL, encoder.TOKENIZER])
def test_what_is_missing_is_named(tmp_path: Path, name: str) -> None:
    """The operator reads the setting and the file."""
    (make(tmp_path) / name).unlink()
    with pytest.raises(SettingsError, match=rf"ENCODER_PATH.*{name}"):
        encoder.Encoder(tmp_path)


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    """A file that is no model ends with the setting's name."""
    (make(tmp_path) / encoder.MODEL).write_bytes(b"no model")
    with pytest.raises(SettingsError, match="ENCODER_PATH"):
        encoder.Encoder(tmp_path)


def test_a_model_keeps_to_the_encoder_it_learned_with(tmp_path: Path) -> None:
    """Another encoder, none, or one too many is refused with what to do."""
    one = encoder.Encoder(make(tmp_path / "een"))
    other = encoder.Encoder(make(tmp_path / "twee", seed=1))
    assert encoder.same(one, one.mark) is one
    assert encoder.same(None, "") is None
    for given, trained in ((other, one.mark), (None, one.mark), (one, "")):
        with pytest.raises(SettingsError, match=r"ENCODER_PATH.*make train"):
            encoder.same(given, trained)


def test_another_encoder_means_another_training(tmp_path: Path) -> None:
    """The mark of an encoder changes with its files; without one it is empty."""
    first, second = make(tmp_path / "een"), make(tmp_path / "twee", seed=1)
    assert len({encoder.mark(first), encoder.mark(second), encoder.mark(None)}) == 3
    assert encoder.mark(None) == ""


def test_without_the_setting_nothing_is_loaded(tmp_path: Path) -> None:
    """No ENCODER_PATH, no encoder; a folder that is not there is named."""
    assert encoder.of(load({}).encoder_path) is None
    with pytest.raises(SettingsError, match="ENCODER_PATH"):
        load({"ENCODER_PATH": str(tmp_path / "nergens")})
