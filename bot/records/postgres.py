"""PostgreSQL that does not answer: nobody waits for it without an end.

The server ends a statement that takes too long. A server that is stopped, overloaded or cut off
ends nothing, and libpq waits for ever: hence a limit on our side too, for connections of ours only.
"""

from __future__ import annotations

import select
from typing import Any

from psycopg2 import OperationalError
from psycopg2.extensions import POLL_OK, POLL_READ, connection, set_wait_callback

#: Seconds that one statement may take, by the server's clock.
STATEMENT_MAX = 10


class Verbinding(connection):  # type: ignore[misc]
    """A connection that is given up after *antwoord_max* seconds of silence."""

    #: A little longer than a statement may take: the server's own refusal comes first.
    antwoord_max = STATEMENT_MAX + 2.0


CONNECT_ARGS: dict[str, Any] = {
    "connection_factory": Verbinding,
    "options": f"-c statement_timeout={STATEMENT_MAX * 1000}",
    "connect_timeout": 5,
    # A host that is gone is noticed by the kernel within some ten seconds, also between statements.
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}


def _wacht(een: connection) -> None:
    """Wait for the server; too much silence raises `OperationalError`, and psycopg2 closes."""
    most = getattr(een, "antwoord_max", None)
    while (staat := een.poll()) != POLL_OK:
        poll = select.poll()
        poll.register(een.fileno(), select.POLLIN if staat == POLL_READ else select.POLLOUT)
        if not poll.poll(None if most is None else most * 1000):
            raise OperationalError("the database does not answer")


set_wait_callback(_wacht)
