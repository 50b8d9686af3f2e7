"""Logging for a process that embeds Rasa: nothing that a person typed can reach a log.

Rasa's own set-up runs only in its command line; embedded and unconfigured it prints message text
(measured, anchors/rasa.md 4.1). `quiet` must run before anything of Rasa is imported.
"""

from __future__ import annotations

import logging
import os
import warnings
from typing import Any


def quiet() -> None:
    """Silence Rasa, TensorFlow and structlog; keep our own logger, which knows no content."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Filters are reset by libraries that Rasa imports, and a warning of Rasa's can carry text.
    warnings.showwarning = _no_warning
    import structlog

    structlog.configure(
        processors=[_drop],
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.ReturnLoggerFactory(),
        cache_logger_on_first_use=True,
    )
    for name in ("rasa", "rasa_sdk", "tensorflow", "absl", "matplotlib", "asyncio", "sanic"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL)
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
    logging.captureWarnings(False)


def _no_warning(*_args: Any, **_kwargs: Any) -> None:
    pass


def _drop(_logger: Any, _name: str, _event: Any) -> Any:
    import structlog

    raise structlog.DropEvent
