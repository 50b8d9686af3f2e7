"""The streams of both web apps: what goes over one, and how many a visitor may hold open.

Server-Sent Events that say only "nieuws"; the page then fetches it, and no words go this way. A
forgotten or hostile page cannot pile them up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

HALLO = b"retry: 2000\n\n: hallo\n\n"
NIEUWS = b"event: nieuws\ndata: nieuws\n\n"
HARTSLAG = b": hier\n\n"
SOORT = "text/event-stream"
#: A proxy passes each event on at once.
KOPPEN = {"X-Accel-Buffering": "no"}
#: Streams at a time for one conversation or one login. Browsers themselves stop at six.
STROMEN_MAX = 8


class Vol(Exception):
    """This visitor has as many streams open as anybody needs."""


class Stromen:
    """Counts the open streams of one process, by visitor."""

    def __init__(self) -> None:
        self._open: Counter[bytes] = Counter()

    def is_vol(self, wie: bytes) -> bool:
        """Tell whether this visitor can have no more."""
        return self._open.get(wie, 0) >= STROMEN_MAX

    @contextmanager
    def plek(self, wie: bytes) -> Iterator[None]:
        """Take a place while a stream runs; raises `Vol`."""
        if self.is_vol(wie):
            raise Vol
        self._open[wie] += 1
        try:
            yield
        finally:
            self._open[wie] -= 1
            if not self._open[wie]:
                del self._open[wie]
