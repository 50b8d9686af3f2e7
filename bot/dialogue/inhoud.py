"""Rasa's way to the content, which reads the examples once.

Rasa asks an importer for them three times in one training (for the domain, for the stories and
for the graph), and copies all that it has for each next file: minutes, with so many lines.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class Regel(Message):
    """An example, of which Rasa makes a copy for each step of a training."""

    _mark = ""

    def __deepcopy__(self, memo: dict[int, object]) -> Regel:
        """A copy on which other things can be hung; what is in it, nobody changes."""
        other = Regel.__new__(Regel)
        other.__dict__ = {**self.__dict__, "data": dict(self.data)}
        return other

    def set(self, prop: str, info: Any, add_to_output: bool = False) -> None:
        """As `Message.set`."""
        if self.get(prop) is not info:
            self._mark = ""
        super().set(prop, info, add_to_output)

    def fingerprint(self) -> str:
        """As `Message.fingerprint`, which Rasa asks for at each step."""
        self._mark = self._mark or super().fingerprint()
        return self._mark

    def __eq__(self, other: object) -> bool:
        """As of `Message`."""
        return bool(super().__eq__(other))

    def __hash__(self) -> int:
        """Alike for lines that are alike; Rasa looks for double ones by it, file after file."""
        return hash((self.get(TEXT), self.get(INTENT)))


class _Lezer(RasaYAMLReader):
    """Rasa's reader, without its schema: that takes longer than everything else of reading.

    What is wrong in a file, `make check` says in plain words.
    """

    def validate(self, string: str) -> None:
        """As `RasaYAMLReader.validate`, of a file that was checked."""

    def _parse_nlu(self, nlu_data: list[dict[str, Any]] | None) -> None:
        super()._parse_nlu(nlu_data)
        lines: list[Message] = self.training_examples  # type: ignore[has-type]
        self.training_examples = [Regel(data=line.data) for line in lines]


def lees(path: str) -> TrainingData:
    """Return the examples of one file."""
    return _Lezer().read(path)


class Inhoud(RasaFileImporter):
    """Reads config.yml, domain.yml and data as `RasaFileImporter` does."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Every example of data/nlu; *language* matters to no file that we have."""
        return self._examples

    @cached_property
    def _examples(self) -> TrainingData:
        files = [lees(path) for path in self._nlu_files]
        lines = chain.from_iterable(f.training_examples for f in files)
        return TrainingData(
            training_examples=list(lines),
            entity_synonyms={k: v for f in files for k, v in f.entity_synonyms.items()},
            regex_features=list(chain.from_iterable(f.regex_features for f in files)),
            lookup_tables=list(chain.from_iterable(f.lookup_tables for f in files)),
            responses={k: v for f in files for k, v in f.responses.items()},
        )
