"""What both servers may print: one of a fixed list of lines, with names of code in them.

A line that is not in the list (of a library, a traceback, a warning) becomes "left out": it may
carry what a person typed. So no word, address or browser can reach a log, whoever logs it.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
import warnings
from types import TracebackType
from typing import Any

#: Templates of our own lines; each %s may only be the name of something in the code.
LINES = frozenset(
    {
        "request failed (%s)",
        "turn failed: %s",
        "understanding failed: %s",
        "chat: begin failed (%s)",
        "chat: message failed (%s)",
        "chat: code failed (%s)",
        "chat: exit failed (%s)",
        "news failed (%s)",
        "case left out (%s)",
        "keeper failed (%s)",
        "public keys not ours: %s",
        "keeper: the day jumped, nothing is wiped for now",
        "keeper: %s waiting unseen since yesterday or longer",
        "keeper: %s picked up but not answered since yesterday or longer",
        "keeper: %s read but not picked up for a month",
        "keeper: lines of the log are gone or changed",
        "mail failed (%s)",
        "%s failed (%s)",
        "%s: %s",
        "not caught: %s",
    }
)
#: What uvicorn says about a connection or an end, with nothing of a request in it.
_UVICORN = frozenset(
    {
        "Invalid HTTP request received.",
        "Unsupported upgrade request.",
        "ASGI callable returned without starting response.",
        "ASGI callable returned without completing response.",
        "Application startup failed. Exiting.",
        "Application shutdown failed. Exiting.",
        "Cancel %s running task(s), timeout graceful shutdown exceeded",
    }
)
_NAME = re.compile(r"(?:(?:GET|POST) /[a-z{}/_.-]*|[A-Za-z_][A-Za-z0-9_.]{0,80}|\d{1,6})")
_LOGGER = re.compile(r"[a-z_][A-Za-z0-9_.]{0,60}")


class Vocabulary(logging.Formatter):
    """Writes a record as one line of the list, or says only that something was left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; the record's exception and stack are never written."""
        name = record.name if _LOGGER.fullmatch(record.name) else "?"
        return f"{record.levelname} {name} {self._says(record)}"

    @staticmethod
    def _says(record: logging.LogRecord) -> str:
        # One dictionary as the only argument stands there by itself, not in a tuple.
        args = record.args if isinstance(record.args, tuple) else (record.args,)
        known = isinstance(record.msg, str) and record.msg in LINES | _UVICORN
        if known and all(_NAME.fullmatch(str(arg)) for arg in args):
            return record.getMessage()
        kind = record.exc_info[0] if record.exc_info else None
        return f"left out ({kind.__name__ if kind else 'text'})"


def only_vocabulary() -> None:
    """Let this process write nothing but lines of the list to stderr.

    Whatever else prints, a library or a traceback, prints into nothing.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Vocabulary())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    # Without this a line that cannot be written is printed with its arguments.
    logging.raiseExceptions = False
    logging.captureWarnings(False)
    warnings.showwarning = _no_warning
    sys.excepthook = _not_caught
    threading.excepthook = lambda args: _not_caught(args.exc_type, None, None)
    sys.unraisablehook = lambda args: _not_caught(args.exc_type, None, None)


def _not_caught(
    kind: type[BaseException], _error: BaseException | None, _trace: TracebackType | None
) -> None:
    logging.getLogger("eerstjij").error("not caught: %s", kind.__name__)


def _no_warning(*_args: Any, **_kwargs: Any) -> None:
    pass
