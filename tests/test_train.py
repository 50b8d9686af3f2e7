"""bot.dialogue.train: a model is whole or not there, and is made once."""

from __future__ import annotations

import multiprocessing
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.dialogue import train

Rasa = Callable[..., Any]


def rasa(folder: Path, status: int = 0, naps: float = 0.0) -> Rasa:
    """Return a stand-in for `subprocess.run`, which notes that it ran beside *folder*."""

    def run(command: list[str], **_how: Any) -> SimpleNamespace:
        out = Path(command[command.index("--out") + 1])
        half = out / f"{time.time_ns()}-nieuw.tar.gz"
        half.write_bytes(b"half of a mod")
        time.sleep(naps)
        assert not any(path.name == half.name for path in folder.glob("*.tar.gz"))
        half.write_bytes(b"all of a model")
        with (folder / "runs").open("a") as runs:
            runs.write("x")
        return SimpleNamespace(returncode=status)

    return run


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with the model of other content."""
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "20260101-000000-oud.tar.gz").write_bytes(b"an older model")
    (folder / train.STAMP).write_text("other content")
    return folder


def standing(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob("*.tar.gz"))]


def test_a_new_model_takes_the_place_of_the_old_when_it_is_whole(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is made only the old one stands there; then only the new one; then nothing is made
    again."""
    monkeypatch.setattr(subprocess, "run", rasa(models))
    assert train.train_if_changed(models) == 0
    assert standing(models) == [b"all of a model"]
    assert train.train_if_changed(models) == 0
    assert (models / "runs").read_text() == "x"
    assert train.train_if_changed(models, force=True) == 0
    assert (models / "runs").read_text() == "xx"


def test_a_training_that_fails_leaves_the_old_model(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where Rasa ends with an error its status is given on, and the next start tries again."""
    monkeypatch.setattr(subprocess, "run", rasa(models, status=3))
    assert train.train_if_changed(models) == 3
    assert standing(models) == [b"an older model"]
    assert f"Training failed; see {models / 'train.log'}" in capsys.readouterr().err
    assert train.train_if_changed(models) == 3
    assert [path.name for path in models.iterdir() if path.is_dir()] == []


def _train(models: Path) -> None:
    subprocess.run = rasa(models, naps=0.5)  # type: ignore[assignment]
    train.train_if_changed(models)


def test_of_two_at_once_one_trains(models: Path) -> None:
    """Who finds another at it waits, and has the model then."""
    two = [
        multiprocessing.get_context("fork").Process(target=_train, args=(models,)) for _ in range(2)
    ]
    for one in two:
        one.start()
    for one in two:
        one.join(30)
    assert [one.exitcode for one in two] == [0, 0]
    assert (models / "runs").read_text() == "x"
    assert standing(models) == [b"all of a model"]
