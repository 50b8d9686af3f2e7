"""One connection of a browser: what uvicorn leaves open is bounded here.

Who sends the head of a request slowly, or nothing at all, is let go, and so is who does not read
the answer; there are never more connections than the process can hold; what is no HTTP gets our
headers on its answer too.
"""

from __future__ import annotations

import asyncio
import resource

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.deur import KOPPEN

#: Seconds for the first line and the headers of a request, from the moment one may come.
KOP_SECONDEN = 15.0
#: Seconds in which somebody takes `LEES_MIN` bytes of an answer, or all that is left of it: a page
#: comes through on the slowest telephone, and nobody holds one here by not reading.
LEES_SECONDEN = 30.0
LEES_MIN = 16 * 1024
#: Bytes. A cookie and the headers of a browser are a few thousand.
KOP_MAX = 32 * 1024
#: Open connections of one process; more are closed at once.
VERBINDINGEN_MAX = 4000


def maak_ruimte() -> None:
    """Let this process hold as many connections as it takes in, where the machine allows it."""
    wanted = 2 * VERBINDINGEN_MAX
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        top = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (top, hard))


class Verbinding(H11Protocol):
    """uvicorn's HTTP/1.1 with a clock on the head of each request, and on who reads the answer."""

    _klok: asyncio.TimerHandle | None = None
    _leesklok: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a browser in, unless the house is full."""
        super().connection_made(transport)
        if len(self.connections) > VERBINDINGEN_MAX:
            transport.abort()
            return
        # Told as soon as anything waits here: a small answer holds a place as well as a large one.
        transport.set_write_buffer_limits(high=0)
        self._zet_klok()

    def data_received(self, data: bytes) -> None:
        """Read what came; the clock runs while no whole request is there."""
        super().data_received(data)
        self._zet_klok()

    def pause_writing(self) -> None:
        """Hold what is not taken yet; the clock runs until nothing of it is left."""
        super().pause_writing()
        self._zet_leesklok()

    def resume_writing(self) -> None:
        """Go on: all was taken."""
        self._stop_leesklok()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_klok()
        self._stop_leesklok()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP with our own headers."""
        koppen = [*KOPPEN.items(), ("Content-Type", "text/plain"), ("Connection", "close")]
        body = msg.encode("ascii")
        koppen.append(("Content-Length", str(len(body))))
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            for event in (
                h11.Response(status_code=400, headers=koppen),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _zet_klok(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_klok()
        elif self._klok is None:
            self._klok = self.loop.call_later(KOP_SECONDEN, self.transport.abort)

    def _stop_klok(self) -> None:
        if self._klok is not None:
            self._klok.cancel()
            self._klok = None

    def _zet_leesklok(self) -> None:
        over = self.transport.get_write_buffer_size()
        self._leesklok = self.loop.call_later(LEES_SECONDEN, self._leest, over)

    def _leest(self, over: int) -> None:
        """Go on with who took enough since *over* bytes were left; let go of who did not."""
        if over - self.transport.get_write_buffer_size() < LEES_MIN:
            self.transport.abort()
        else:
            self._zet_leesklok()

    def _stop_leesklok(self) -> None:
        if self._leesklok is not None:
            self._leesklok.cancel()
            self._leesklok = None
