"""Serving without TensorFlow: the same answers in half the time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.dialogue import zonder_tensorflow
from bot.settings import ROOT

ZINNEN = ["ik kan nergens slapen vannacht", "ik wil er niet meer zijn", "kost dit geld", "hoi"]
SCRIPT = """
import asyncio, json, sys
from pathlib import Path
from bot.dialogue import zonder_tensorflow
if sys.argv[1] == "met":
    zonder_tensorflow.install = lambda config: False
from bot.dialogue.agent import Bot
bot = Bot.newest(Path("models"))
async def alles():
    found = []
    for nr, zin in enumerate(json.loads(sys.argv[2])):
        begrepen = await bot.begrijp(zin)
        beurt = await bot.antwoord(f"g{nr}", {}, begrepen, {})
        needs = [{**e, "confidence_entity": round(e["confidence_entity"], 5)}
                 for e in begrepen["entities"]]
        found.append([begrepen["intent"]["name"], needs, beurt.messages])
    return found
found = asyncio.run(alles())
namen = ("tensorflow", *zonder_tensorflow.DIENSTEN)
echt = [naam for naam in namen if getattr(sys.modules.get(naam), "__file__", None)]
print(json.dumps([echt, found], default=str))
"""


@pytest.mark.model
def test_the_bot_answers_the_same_with_and_without_tensorflow() -> None:
    """Act, needs and what Rasa answers are equal; only one of the two loaded TensorFlow, and what
    reaches other firms' services.

    How certain a need is, to five digits: each process adds the features up in its own order.
    """
    gezegd = {}
    for hoe in ("met", "zonder"):
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, hoe, json.dumps(ZINNEN)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=240,
            check=True,
        )
        gezegd[hoe] = json.loads(done.stdout.splitlines()[-1])
    assert {"tensorflow", "pymongo", "redis", "slack_sdk"} <= set(gezegd["met"][0])
    assert gezegd["zonder"][0] == []
    assert gezegd["met"][1] == gezegd["zonder"][1]
    assert len({een[0] for een in gezegd["zonder"][1]}) > 2


@pytest.mark.parametrize(
    ("onderdeel", "nodig"),
    [
        ("DIETClassifier", True),
        ("rasa.core.policies.ted_policy.TEDPolicy", True),
        ("LogisticRegressionClassifier", False),
        ("bot.dialogue.nlu.components.ActClassifier", False),
    ],
)
def test_a_component_that_needs_it_gets_the_real_one(
    tmp_path: Path, onderdeel: str, nodig: bool
) -> None:
    """Whoever puts a neural component of Rasa's into config.yml gets TensorFlow again."""
    config = tmp_path / "config.yml"
    config.write_text(f"pipeline:\n  - name: {onderdeel}\npolicies:\n", encoding="utf-8")
    assert zonder_tensorflow.nodig(config) is nodig
    if nodig:
        before = list(sys.meta_path)
        sys.meta_path[:] = [f for f in before if type(f).__module__ != zonder_tensorflow.__name__]
        assert zonder_tensorflow.install(config) is False
        assert not any(type(f).__module__ == zonder_tensorflow.__name__ for f in sys.meta_path)
        sys.meta_path[:] = before


def test_our_own_pipeline_needs_none() -> None:
    """The content of this repository runs without."""
    assert zonder_tensorflow.nodig(ROOT / "config.yml") is False
