"""A trained model as a plain function from text to `Begrip`, loaded the way Rasa loads it."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.dialogue.nlu.begrip import Begrip
from bot.dialogue.nlu.labels import ACTS, BEHOEFTE, CRISES

_SLASH = re.compile(r"^[\s/]+")


class GeenModel(FileNotFoundError):
    """There is no trained model in the folder."""


def newest(folder: Path) -> Path:
    """The newest model in *folder*. Raises GeenModel where there is none."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise GeenModel(f"no model in {folder}/: run `make train` first")
    return models[-1]


def load(path: Path) -> Callable[[str], Begrip]:
    """The understanding of the model at *path*, without its dialogue."""
    from rasa.core.channels.channel import UserMessage
    from rasa.engine import loader
    from rasa.engine.constants import PLACEHOLDER_MESSAGE
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage

    with tempfile.TemporaryDirectory() as folder:
        metadata, runner = loader.load_predict_graph_runner(
            Path(folder), path, LocalModelStorage, DaskGraphRunner
        )
    last = metadata.nlu_target

    def understand(text: str) -> Begrip:
        # A slash at the start is data here, as it is in the router, not a command to Rasa.
        typed = UserMessage(_SLASH.sub(lambda found: " " * len(found.group()), text))
        messages = runner.run(inputs={PLACEHOLDER_MESSAGE: [typed]}, targets=[last])[last]
        return begrip(messages[0].as_dict(only_output_properties=True))

    return understand


def begrip(parsed: dict[str, Any]) -> Begrip:
    """What Rasa's parse result says, as a Begrip."""
    ranking = [(row["name"], float(row["confidence"])) for row in parsed["intent_ranking"]]
    intent = ranking[0][0]
    crisis = intent if intent in CRISES else None
    heard = ranking[1][0] if crisis else intent
    needs = [
        (e["value"], e["start"], e["end"]) for e in parsed["entities"] if e["entity"] == BEHOEFTE
    ]
    return Begrip(intent, heard if heard in ACTS else None, needs, crisis, ranking[0][1], ranking)
