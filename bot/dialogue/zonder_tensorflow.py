"""Rasa without TensorFlow and without other firms' services: less time to start, less memory.

Rasa 3.6 imports TensorFlow wherever a component *could* use it; ours (`config.yml`) do not. While
none does, an empty stand-in takes its place: it can be imported, named and subclassed, and does
nothing. So it is with what Rasa can send a talk to, or keep it in, at another firm: none of that is
even loaded where people talk. Measured in docs/decisions/0026.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

#: What Rasa imports for its neural components, and what that pulls in.
PAKKETTEN = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")
#: The services that Rasa can talk through or keep a talk in: this system uses none of them.
DIENSTEN = ("aiogram", "boto3", "botocore", "mattermostwrapper", "pymongo", "redis",
            "rocketchat_API", "slack_sdk", "twilio", "webexteamssdk")  # fmt: skip
#: Rasa's own components that compute with it.
NODIG_VOOR = (
    "ConveRTFeaturizer",
    "DIETClassifier",
    "LanguageModelFeaturizer",
    "ResponseSelector",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
)


def install(config: Path) -> bool:
    """Put the stand-in in place unless *config* names a component that needs the real one.

    Call it before anything of Rasa is imported. Returns whether it is in place; False too where
    TensorFlow was loaded already.
    """
    if any(isinstance(finder, _Vinder) for finder in sys.meta_path):
        return True
    if nodig(config) or any(naam in sys.modules for naam in PAKKETTEN):
        return False
    sys.meta_path.insert(0, _Vinder())
    return True


def nodig(config: Path) -> bool:
    """Tell whether a component in *config* computes with TensorFlow."""
    inhoud = yaml.load(config.read_text(encoding="utf-8"), yaml.CSafeLoader)
    onderdelen = [*(inhoud.get("pipeline") or ()), *(inhoud.get("policies") or ())]
    return any(str(een["name"]).rpartition(".")[2] in NODIG_VOOR for een in onderdelen)


class _Leeg(type):
    """A class that has every attribute, each a class like it; as a decorator it changes nothing."""

    def __getattr__(cls, naam: str) -> Any:
        if naam.startswith("__"):
            raise AttributeError(naam)
        return _nieuw(naam)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return args[0] if len(args) == 1 and callable(args[0]) else super().__call__()


class _Module(ModuleType):
    """A module of such classes."""

    def __init__(self, naam: str) -> None:
        super().__init__(naam)
        self.__path__ = []

    def __getattr__(self, naam: str) -> Any:
        if naam.startswith("__"):
            raise AttributeError(naam)
        waarde = sys.modules.get(f"{self.__name__}.{naam}") or _nieuw(naam)
        setattr(self, naam, waarde)
        return waarde


def _nieuw(naam: str) -> Any:
    return _Leeg(naam, (), {})


class _Vinder(MetaPathFinder, Loader):
    """Finds the stand-in for every module of these packages."""

    def find_spec(self, naam: str, _path: object, _target: object = None) -> ModuleSpec | None:
        if naam.partition(".")[0] not in {*PAKKETTEN, *DIENSTEN}:
            return None
        return ModuleSpec(naam, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Leave it empty."""
