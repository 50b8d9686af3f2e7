"""Training: `rasa train` on the content, only when the content or the code of the NLU changed.

`python -m bot.dialogue.train` is `rasa` without TensorFlow, where no component computes with it; as
a small main module it is also what each process that reads examples starts with.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.dialogue.nlu.encoder import mark
from bot.settings import ROOT, SettingsError, load

#: Not the sociale kaart and the samenvatting: the bot reads those when it runs.
CONTENT = ("config.yml", "domain.yml", "data/nlu", "data/stories", "data/lexicon",
           "data/behoeften.yml", "bot/dialogue/nlu")  # fmt: skip
STAMP = "content.sha256"
BUSY = "busy.lock"
#: Where Rasa keeps what it trained, to take over what did not change.
CACHE = ROOT / ".rasa" / "cache"


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

    Where another process trains into it, waits for that one. Rasa's output (progress bars by the
    thousand lines) goes to `train.log` beside the models.
    """
    try:
        models.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise SettingsError(f"MODEL_DIR must be a folder that can be made, not {models}.") from None
    now = content_hash() + mark(load().encoder_path)
    if _stands(models, now) and not force:
        return 0
    with (models / BUSY).open("w") as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)
        return 0 if _stands(models, now) and not force else _train(models, now)


def _stands(models: Path, now: str) -> bool:
    stamp = models / STAMP
    return stamp.exists() and stamp.read_text() == now and any(models.glob("*.tar.gz"))


def _train(models: Path, now: str) -> int:
    print("Training the model (some minutes) ...", flush=True)
    with TemporaryDirectory(dir=models) as folder:
        # Rasa's own check of the content takes a minute; `make check` says more, in plain words,
        # and `rasa data validate` is a test. With nothing to take over, nothing is compared.
        command = [sys.executable, "-m", __name__, "train", "--out", folder, "--quiet",
                   "--skip-validation", *(() if CACHE.is_dir() else ("--force",))]  # fmt: skip
        env = {
            **os.environ,
            "RASA_TELEMETRY_ENABLED": "false",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        }
        with (models / "train.log").open("w") as log:
            status = subprocess.run(  # noqa: S603
                command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, check=False
            ).returncode
        made = list(Path(folder).glob("*.tar.gz"))
        if status != 0 or not made:
            print(f"Training failed; see {models / 'train.log'}", file=sys.stderr)
            return status or 1
        older = [path for path in models.glob("*.tar.gz") if path.name != made[0].name]
        # In one step: who starts the bot now finds a whole model, the older one or this one.
        made[0].replace(models / made[0].name)
    (models / STAMP).write_text(now)
    for old in older:
        old.unlink()
    return 0


def _rasa() -> None:
    from bot.dialogue import zonder_tensorflow

    zonder_tensorflow.install(ROOT / "config.yml")
    from rasa.__main__ import main

    main()


if __name__ == "__main__":
    _rasa()
