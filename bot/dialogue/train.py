"""Training: `rasa train` on the content, only when the content or the code of the NLU changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from bot.dialogue.nlu.encoder import mark
from bot.settings import ROOT, SettingsError, load

#: Not the sociale kaart and the samenvatting: the bot reads those when it runs.
CONTENT = ("config.yml", "domain.yml", "data/nlu", "data/stories", "data/lexicon",
           "data/behoeften.yml", "bot/dialogue/nlu")  # fmt: skip
STAMP = "content.sha256"


def content_hash(root: Path = ROOT) -> str:
    """Return one hash over every file that the model is made of."""
    digest = hashlib.sha256()
    for name in CONTENT:
        path = root / name
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def train_if_changed(models: Path, *, force: bool = False) -> int:
    """Train into the folder *models* when needed; returns 0, or rasa's exit status.

    Rasa's output (progress bars by the thousand lines) goes to `train.log` beside the models.
    """
    try:
        models.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise SettingsError(f"MODEL_DIR must be a folder that can be made, not {models}.") from None
    stamp, now = models / STAMP, content_hash() + mark(load().encoder_path)
    done = stamp.exists() and stamp.read_text() == now and any(models.glob("*.tar.gz"))
    if done and not force:
        return 0
    print("Training the model (some minutes) ...", flush=True)
    command = [sys.executable, "-m", "rasa", "train", "--out", str(models), "--quiet"]
    env = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    with (models / "train.log").open("w") as log:
        status = subprocess.run(  # noqa: S603
            command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, check=False
        ).returncode
    if status != 0:
        print(f"Training failed; see {models / 'train.log'}", file=sys.stderr)
        return status
    newest = max(models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    for old in models.glob("*.tar.gz"):
        if old != newest:
            old.unlink()
    stamp.write_text(now)
    return 0
