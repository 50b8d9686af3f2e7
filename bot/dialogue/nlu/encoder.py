"""An optional sentence encoder: what a message means as a row of numbers.

It reads a folder that the operator put there (`ENCODER_PATH`): `model.onnx` and `tokenizer.json`,
as sentence encoders are exported for ONNX. Nothing is ever downloaded. Needs the packages of
`requirements-encoder.txt`; without the setting neither they nor this module's work are used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from bot.dialogue.nlu.kenmerken import Floats
from bot.settings import SettingsError

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
TOKENS = 128  # a message has 2,000 characters at most; what is longer than this is cut
_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


class Encoder:
    """The encoder in one folder; call it with texts to get one row of length 1 for each."""

    def __init__(self, folder: Path) -> None:
        """Load the encoder. Raises `SettingsError` with what is missing."""
        missing = [name for name in (MODEL, TOKENIZER) if not (folder / name).is_file()]
        if missing:
            raise SettingsError(
                f"ENCODER_PATH must be a folder with {MODEL} and {TOKENIZER}; "
                f"there is no {' and no '.join(missing)} in it."
            )
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise SettingsError(
                f"ENCODER_PATH is set, but {error.name} is not installed: install "
                "requirements-encoder.txt, or take the setting out."
            ) from None
        self.mark = mark(folder)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.enable_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / MODEL), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # what is wrong with a model file has many names
            raise SettingsError(
                f"ENCODER_PATH: {MODEL} cannot be read ({type(error).__name__})."
            ) from None
        self._wants = {one.name for one in self._session.get_inputs()}
        self.size = self(["."]).shape[1]

    def __call__(self, texts: Sequence[str]) -> Floats:
        """One row per text; the mean over its tokens where the model gives a row per token."""
        found = self._tokenizer.encode_batch([text or "." for text in texts])
        mask = np.array([one.attention_mask for one in found], np.int64)
        rows = (np.array([one.ids for one in found], np.int64), mask, np.zeros_like(mask))
        given = {n: v for n, v in zip(_INPUTS, rows, strict=True) if n in self._wants}
        out: Any = self._session.run(None, given)[0]
        if out.ndim == 3:
            weight = mask[:, :, None].astype(np.float32)
            out = (out * weight).sum(axis=1) / weight.sum(axis=1)
        norm = np.linalg.norm(out, axis=1, keepdims=True)
        return np.asarray(out / np.maximum(norm, 1e-9), np.float32)


def mark(folder: Path | None) -> str:
    """A hash of the encoder in *folder*; empty where there is none."""
    digest = hashlib.sha256()
    for name in (MODEL, TOKENIZER) if folder else ():
        path = Path(str(folder)) / name
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest() if folder else ""


@lru_cache(maxsize=1)
def of(folder: Path | None) -> Encoder | None:
    """The encoder in *folder*, loaded once; None where the setting is empty."""
    return Encoder(folder) if folder else None


def same(encoder: Encoder | None, trained_with: str) -> Encoder | None:
    """*encoder*, where it is the one that the model learned with; raises `SettingsError`."""
    if (encoder.mark if encoder else "") != trained_with:
        raise SettingsError(
            "ENCODER_PATH must be the encoder that the model was trained with "
            f"({'another one' if trained_with else 'none'}): run `make train`."
        )
    return encoder
