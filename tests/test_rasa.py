"""The ordinary Rasa commands on the content, as every Rasa user would run them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT, load

#: Every text is said by an action, by its name, so Rasa finds none of them in a story or rule.
_SAID_BY_ACTIONS = re.compile(r"The utterance '\w+' is not used in any story or rule")


def rasa(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rasa", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "PYTHONWARNINGS": "ignore::DeprecationWarning",
        },
        capture_output=True,
        text=True,
        timeout=300,
    )


def test_data_validate_is_clean() -> None:
    """`rasa data validate` finds no problem, and warns of nothing but texts said by actions."""
    done = rasa("data", "validate")
    printed = done.stdout + done.stderr
    assert done.returncode == 0, printed[-3000:]
    warnings = re.findall(r"UserWarning: (.*)", printed)
    assert warnings, "the shape of rasa's output changed: this test would see nothing"
    assert [w for w in warnings if not _SAID_BY_ACTIONS.match(w)] == []


@pytest.mark.model
def test_every_story_of_the_talk_passes(tmp_path: Path) -> None:
    """`rasa test` predicts every action of every test story, with the understanding in it."""
    model = max(load().model_dir.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    done = rasa(
        "test", "core", "--e2e", "--fail-on-prediction-errors",
        "--stories", "tests/stories", "--model", str(model), "--out", str(tmp_path),
    )  # fmt: skip
    printed = done.stdout + done.stderr
    assert done.returncode == 0, printed[-3000:]
    assert not (tmp_path / "failed_test_stories.yml").read_text().count("story:"), printed[-3000:]
