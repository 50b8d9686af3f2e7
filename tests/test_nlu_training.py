"""How a training reads the examples: once, with every hand, and nothing else than Rasa would."""

from copy import deepcopy
from pathlib import Path

import pytest
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.importers.rasa import RasaFileImporter

from bot.dialogue import inhoud
from bot.dialogue.nlu import lezers
from bot.dialogue.nlu.kenmerken import Vector
from tests.nlu_cases import LINES

NLU = """
nlu:
- intent: behoefte
  metadata:
    stem: a
  examples: |
    - [ik zoek een bed](behoefte:onderdak) en [eten](behoefte:basis)
    - [ik zoek een bed](behoefte:onderdak) en [eten](behoefte:basis)
- intent: groet
  examples: |
    - hoi
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A folder with two files of examples."""
    (tmp_path / "een.yml").write_text(NLU)
    (tmp_path / "twee.yml").write_text(NLU.replace("hoi", "dag").replace("stem: a", "stem: b"))
    return [str(tmp_path)]


def test_the_examples_are_what_rasa_reads(files: list[str]) -> None:
    """Our importer gives the same data as Rasa's own, to the fingerprint."""
    ours = inhoud.Inhoud(None, None, files).get_nlu_data()
    theirs = RasaFileImporter(None, None, files).get_nlu_data()
    assert ours.fingerprint() == theirs.fingerprint()
    assert len(ours.training_examples) == 4


def test_the_examples_are_read_once(files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """However often and in whatever language Rasa asks, each file is read one time."""
    read: list[str] = []
    own = inhoud.lees
    monkeypatch.setattr(inhoud, "lees", lambda path: read.append(path) or own(path))
    importer = TrainingDataImporter.load_from_dict(
        {"importers": [{"name": "bot.dialogue.inhoud.Inhoud"}]}, None, None, files
    )
    for language in ("en", "nl"):
        importer.get_nlu_data(language)
    importer.get_nlu_data()
    assert len(read) == 2


def test_a_copy_of_a_line_stands_alone(files: list[str]) -> None:
    """What is hung on a copy is not on the line it was made of, and marks it as another."""
    line = inhoud.Inhoud(None, None, files).get_nlu_data().training_examples[0]
    other = deepcopy(line)
    assert other.fingerprint() == line.fingerprint()
    other.set("intent", "groet")
    assert line.get("intent") == "behoefte"
    assert other.fingerprint() != line.fingerprint()


def test_two_hands_read_what_one_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shared among processes, the features and what is seen of each text are the same."""
    texts = [line[0] for line in LINES] * 2
    one = lezers.lezer(None)
    one.fit(texts)
    monkeypatch.setattr(lezers, "_FEW", 1)
    many = lezers.learn(texts, None)
    assert many.state()[0] == one.state()[0]
    for text, seen in zip(texts, lezers.read(many, texts, None), strict=True):
        own = one(text)
        assert seen.words == own.words
        assert _weights(seen.vector) == pytest.approx(_weights(own.vector))


def _weights(vector: Vector) -> dict[int, float]:
    return dict(zip(vector.columns.tolist(), vector.values.tolist(), strict=True))


def test_what_is_turned_down_is_seen() -> None:
    """What is not needed, or there already, is a feature of its own; a lack of it is not."""

    def afgewezen(tekst: str) -> set[str]:
        reader = lezers.lezer(None)
        return {f for f in reader.count([tekst])["zin"] if f.endswith((">dokter", ">slapen"))}

    assert afgewezen("ik hoef geen dokter") == {"wendingen:niet_nodig>dokter"}
    assert afgewezen("een huisarts heb ik al") == {"wendingen:al_gehad>dokter"}
    assert afgewezen("slaapplek is gefixt") == {"wendingen:al_gehad>slapen"}
    assert afgewezen("ik heb geen bed en geen dokter") == set()
