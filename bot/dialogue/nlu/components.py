"""The understanding as Rasa graph components: see config.yml for their order.

Each component is thin: it keeps one part of `begrip` in Rasa's model storage (JSON and plain
arrays, never pickle) and hangs what it heard on the message. The analysis of a message is
computed once, by `KenmerkenFeaturizer`, and shared.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.dialogue.nlu import encoder, lezers
from bot.dialogue.nlu.acts import LABELS, Tolk
from bot.dialogue.nlu.begrip import combine
from bot.dialogue.nlu.behoeften import Gehoord, Oor
from bot.dialogue.nlu.crisis import Wacht
from bot.dialogue.nlu.kenmerken import Analyse, Kenmerken
from bot.dialogue.nlu.labels import BEHOEFTE, CRISES
from bot.dialogue.nlu.lexicon import Lexicon
from bot.dialogue.nlu.lineair import Tabel
from bot.dialogue.nlu.normaliser import LEXICON, Normaliser
from bot.dialogue.nlu.voorbeelden import Voorbeeld
from bot.settings import load

ANALYSE = "analyse"  # the keys under which the components leave each other what they found
RANKING = "act_ranking"
GEHOORD = "gehoord"
_TYPES = DefaultV1Recipe.ComponentType
_C = TypeVar("_C", bound="Onderdeel")


class Onderdeel(GraphComponent):
    """What the components share: making, keeping and finding back their part."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, part: Any = None
    ) -> None:
        self.config, self._storage, self._resource, self.part = config, storage, resource, part

    @classmethod
    def create(
        cls: type[_C], config: dict[str, Any], model_storage: ModelStorage,
        resource: Resource, execution_context: ExecutionContext,
    ) -> _C:  # fmt: skip
        """An untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: type[_C], config: dict[str, Any], model_storage: ModelStorage,
        resource: Resource, execution_context: ExecutionContext, **kwargs: Any,
    ) -> _C:  # fmt: skip
        """The component as it was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, cls.read(folder))

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Rasa's cache must not survive a change of the lexicons or of this code."""
        seen = hashlib.sha256(encoder.mark(_encoder_path()).encode())
        for path in sorted([*LEXICON.glob("*.yml"), *Path(__file__).parent.glob("*.py")]):
            seen.update(path.read_bytes())
        return seen.hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from the examples and keeps what was learned."""
        self.part = self.learn(training_data)
        with self._storage.write_to(self._resource) as folder:
            self.write(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Hangs what this component hears on each message that has a text, even an empty one."""
        for message in messages:
            if message.get(TEXT) is not None:
                self.hear(message)
        return messages

    def learn(self, data: TrainingData) -> Any:
        raise NotImplementedError

    def hear(self, message: Message) -> None:
        raise NotImplementedError

    def write(self, folder: Path) -> None:
        raise NotImplementedError

    @classmethod
    def read(cls, folder: Path) -> Any:
        raise NotImplementedError


@DefaultV1Recipe.register(_TYPES.MESSAGE_FEATURIZER, is_trainable=True)
class KenmerkenFeaturizer(Onderdeel):
    """Normalises a message and finds its features, for the other components to use."""

    part: Kenmerken

    def learn(self, data: TrainingData) -> Kenmerken:
        return lezers.learn([m.get(TEXT) for m in labelled(data)], _encoder_path())

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Analyses the examples too, once for all components that learn from them."""
        messages = labelled(training_data)
        texts = [m.get(TEXT) for m in messages]
        for message, analyse in zip(
            messages, lezers.read(self.part, texts, _encoder_path()), strict=True
        ):
            message.set(ANALYSE, analyse)
        return training_data

    def hear(self, message: Message) -> None:
        message.set(ANALYSE, self.part(message.get(TEXT)))

    def write(self, folder: Path) -> None:
        names, arrays = self.part.state()
        mark = self.part.encoder.mark if self.part.encoder else ""
        _write(folder, {"names": names, "encoder": mark}, arrays)
        # The lexicons go into the model: a model and its words belong together.
        shutil.copytree(LEXICON, folder / "lexicon")

    @classmethod
    def read(cls, folder: Path) -> Kenmerken:
        normaliser = Normaliser.load(folder / "lexicon")
        kept, arrays = _read(folder)
        meaning = encoder.same(encoder.of(_encoder_path()), kept["encoder"])
        part = Kenmerken(normaliser, Lexicon.load(normaliser, folder / "lexicon"), meaning)
        part.restore(kept["names"], arrays)
        return part


@DefaultV1Recipe.register(_TYPES.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(Onderdeel):
    """Hears the act of a message."""

    part: Tolk

    def learn(self, data: TrainingData) -> Tolk:
        examples = voorbeelden(data)
        return Tolk.train(examples, _width(examples))

    def hear(self, message: Message) -> None:
        message.set(RANKING, self.part(message.get(ANALYSE)))

    def write(self, folder: Path) -> None:
        scale = {"slope": self.part.slope, "offset": self.part.offset}
        _write(folder, scale, _arrays("table", self.part.table))

    @classmethod
    def read(cls, folder: Path) -> Tolk:
        scale, arrays = _read(folder)
        return Tolk(_table("table", arrays), scale["slope"], scale["offset"])


@DefaultV1Recipe.register(_TYPES.ENTITY_EXTRACTOR, is_trainable=True)
class NeedsExtractor(Onderdeel):
    """Hears the needs in a message and the words that say them."""

    part: Oor

    def learn(self, data: TrainingData) -> Oor:
        examples = voorbeelden(data)
        return Oor.train(examples, _width(examples))

    def hear(self, message: Message) -> None:
        message.set(GEHOORD, self.part(message.get(ANALYSE)))

    def write(self, folder: Path) -> None:
        arrays = _arrays("whole", self.part.whole) | _arrays("part", self.part.part)
        _write(folder, {}, arrays | {"thresholds": self.part.thresholds})

    @classmethod
    def read(cls, folder: Path) -> Oor:
        _, arrays = _read(folder)
        return Oor(_table("whole", arrays), _table("part", arrays), arrays["thresholds"])


@DefaultV1Recipe.register(_TYPES.INTENT_CLASSIFIER, is_trainable=True)
class CrisisDetector(Onderdeel):
    """Hears danger, and decides: comes last, and a crisis wins from every other intent."""

    part: Wacht

    def learn(self, data: TrainingData) -> Wacht:
        examples = voorbeelden(data)
        return Wacht.train(examples, _width(examples))

    def hear(self, message: Message) -> None:
        analyse: Analyse = message.get(ANALYSE)
        heard: list[Gehoord] = message.get(GEHOORD)
        begrip = combine(analyse, message.get(RANKING), heard, self.part(analyse))
        sure = {need.behoefte: need.zekerheid for need in heard}
        ranking = [{"name": name, "confidence": c} for name, c in begrip.ranking]
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:10], add_to_output=True)
        entities = [
            {
                "entity": BEHOEFTE, "value": label, "start": start, "end": end,
                "confidence_entity": sure.get(label, 1.0), "extractor": "NeedsExtractor",
            }
            for label, start, end in begrip.needs
        ]  # fmt: skip
        message.set(ENTITIES, entities, add_to_output=True)

    def write(self, folder: Path) -> None:
        _write(folder, {"threshold": self.part.threshold}, _arrays("table", self.part.table))

    @classmethod
    def read(cls, folder: Path) -> Wacht:
        numbers, arrays = _read(folder)
        return Wacht(_table("table", arrays), numbers["threshold"])


def voorbeelden(data: TrainingData) -> list[Voorbeeld]:
    """The examples of Rasa's training data as this module's classifiers want them."""
    return [voorbeeld(message) for message in labelled(data)]


def labelled(data: TrainingData) -> list[Message]:
    """The messages somebody can type; not the stand-ins of what only a button says."""
    known = {*LABELS, *CRISES}
    return [m for m in data.nlu_examples if m.get(TEXT) and m.get(INTENT) in known]


def voorbeeld(message: Message) -> Voorbeeld:
    """One example; its `analyse` is None where nobody analysed the message yet."""
    intent = message.get(INTENT)
    about = (message.get(METADATA) or {}).get("intent") or {}
    return Voorbeeld(
        analyse=message.get(ANALYSE),
        act=BEHOEFTE if intent in CRISES else intent,
        spans=tuple(
            (e["value"], e["start"], e["end"])
            for e in message.get(ENTITIES, [])
            if e["entity"] == BEHOEFTE
        ),
        crisis=intent if intent in CRISES else about.get("crisis"),
        stem=about.get("stem", "onbekend"),
    )


def _width(examples: list[Voorbeeld]) -> int:
    return 1 + max((int(e.analyse.vector.columns.max(initial=-1)) for e in examples), default=-1)


def _arrays(name: str, table: Tabel) -> dict[str, Any]:
    # Half as precise, half as large: packing and loading take most of their time for these.
    return {f"{name}_weights": table.weights.astype(np.float16), f"{name}_bias": table.bias}


def _table(name: str, arrays: dict[str, Any]) -> Tabel:
    return Tabel(arrays[f"{name}_weights"].astype(np.float32), arrays[f"{name}_bias"])


def _write(folder: Path, data: dict[str, Any], arrays: dict[str, Any]) -> None:
    (folder / "part.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    np.savez(folder / "part.npz", **arrays)


def _read(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    with np.load(folder / "part.npz", allow_pickle=False) as arrays:
        found = {name: arrays[name] for name in arrays.files}
    return json.loads((folder / "part.json").read_text(encoding="utf-8")), found


def _encoder_path() -> Path | None:
    return load().encoder_path
