"""Whether the chat works: for a monitor, not for people."""

from __future__ import annotations

from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse


async def gezond(request: Request) -> PlainTextResponse:
    """GET /gezond: the process answers and reaches its database; without it 503."""
    with suppress(Exception):
        await run_in_threadpool(request.app.state.router.gezond)
        return PlainTextResponse("goed")
    return PlainTextResponse("stuk", 503)
