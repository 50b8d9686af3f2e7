"""The door and what stands beside it, piece by piece: log lines, streams, connections."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import warnings
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from bot import logs, stromen
from bot.deur import Deur


def _record(msg: Any, *args: Any, name: str = "eerstjij", exc: Any = None) -> str:
    record = logging.LogRecord(name, logging.ERROR, "x.py", 1, msg, args, exc)
    return logs.Vocabulary().format(record)


@pytest.mark.parametrize(
    ("msg", "args", "meer", "says"),
    [
        ("turn failed: %s", ("KeyError",), {}, "turn failed: KeyError"),
        ("%s failed (%s)", ("POST /a/{id}", "X"), {}, "POST /a/{id} failed (X)"),
        ("keeper: %s waiting unseen since yesterday or longer", (3,), {},
         "keeper: 3 waiting unseen since yesterday or longer"),
        ("turn failed: %s", ("twee woorden",), {}, "left out (text)"),
        ("turn failed: %s", ("Fout\nregel",), {}, "left out (text)"),
        ("%s failed (%s)", ("X", "twee woorden"), {}, "left out (text)"),
        ("iets anders", (), {}, "left out (text)"),
        (ValueError("geheim"), (), {}, "left out (text)"),
        ("x", (), {"exc": (ValueError, ValueError("geheim"), None)}, "left out (ValueError)"),
        ("turn failed: %s", ("twee woorden",), {"exc": (KeyError, KeyError("geheim"), None)},
         "left out (KeyError)"),
        ("turn failed: %s", ({"a": 1},), {}, "left out (text)"),
        ("turn failed: %s", ({},), {}, "left out (text)"),
    ],
)  # fmt: skip
def test_a_line_of_the_list_or_nothing(
    msg: Any, args: tuple[Any, ...], meer: dict[str, Any], says: str
) -> None:
    """A template of the list with names of code is written; all else says only its kind."""
    assert _record(msg, *args, **meer) == f"ERROR eerstjij {says}"


def test_a_logger_is_named_by_the_code() -> None:
    """The server's own lines stand in the list; a name that is no name of code is not written."""
    line = "Invalid HTTP request received."
    assert _record(line, name="uvicorn.error") == f"ERROR uvicorn.error {line}"
    assert _record("x", name="een zin\nvan iemand") == "ERROR ? left out (text)"


def test_only_vocabulary_takes_every_way_to_print(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Prints, warnings, uncaught errors of process, thread and destructor: no word of them."""
    for module, name in (
        (sys, "stdout"), (sys, "stderr"), (sys, "excepthook"), (sys, "unraisablehook"),
        (threading, "excepthook"), (warnings, "showwarning"), (logging, "raiseExceptions"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, getattr(module, name))
    handlers, level = logging.root.handlers[:], logging.root.level
    logging.root.setLevel(logging.DEBUG)
    with open(2, "w", closefd=False) as echt:
        monkeypatch.setattr(sys, "stderr", echt)
        logs.only_vocabulary()
        assert logging.root.level == logging.WARNING
        try:
            fout = RuntimeError("geheim")
            print("geheim")
            print("geheim", file=sys.stderr)
            sys.stdout.write("geheim")
            sys.stderr.write("geheim")
            warnings.warn("geheim", stacklevel=1)
            warnings.showwarning("geheim", UserWarning, "x.py", 1)
            sys.excepthook(RuntimeError, fout, None)
            threading.excepthook(threading.ExceptHookArgs((RuntimeError, fout, None, None)))
            sys.unraisablehook(type("A", (), {"exc_type": RuntimeError})())  # type: ignore[arg-type]
            echt.flush()
        finally:
            logging.root.handlers, logging.root.level = handlers, level
    out, err = capfd.readouterr()
    assert out == ""
    assert err.splitlines() == ["ERROR eerstjij not caught: RuntimeError"] * 3
    assert logging.raiseExceptions is False


def test_streams_of_one_are_no_streams_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """At most so many for one visitor; another has their own; a place comes back; none is kept."""
    telt = stromen.Stromen()
    plekken = [telt.plek(b"een") for _ in range(stromen.STROMEN_MAX)]
    for plek in plekken:
        assert not telt.is_vol(b"een")
        plek.__enter__()
    assert telt.is_vol(b"een")
    with pytest.raises(stromen.Vol), telt.plek(b"een"):
        pass
    with telt.plek(b"ander"):
        assert not telt.is_vol(b"ander")
    for plek in plekken:
        plek.__exit__(None, None, None)
    assert not telt.is_vol(b"een")
    assert telt._open == {}
    monkeypatch.setattr(stromen, "STROMEN_MAX", 1)
    assert not telt.is_vol(b"nieuw")


def _deur(app: Any, scope: dict[str, Any], *stukken: dict[str, Any]) -> list[dict[str, Any]]:
    gekregen: list[dict[str, Any]] = []
    rest = iter(stukken)

    async def receive() -> dict[str, Any]:
        return next(rest)

    async def send(message: Any) -> None:
        gekregen.append(message)

    def foutpagina(_request: Request, status: int) -> PlainTextResponse:
        return PlainTextResponse(f"fout {status}", status)

    deur = Deur(app, foutpagina, https=False, adres="http://hier.example")
    asyncio.run(deur(scope, receive, send))
    return gekregen


def _vraag(method: str = "GET", **koppen: str) -> dict[str, Any]:
    headers = [(k.replace("_", "-").encode(), v.encode()) for k, v in koppen.items()]
    return {"type": "http", "method": method, "path": "/", "query_string": b"", "headers": headers}


async def _goed(_scope: Any, receive: Any, send: Any) -> None:
    await PlainTextResponse("goed")(_scope, receive, send)


@pytest.mark.parametrize(
    ("vraag", "dicht"),
    [
        (_vraag(), False),
        (_vraag(content_length="0"), False),
        (_vraag(content_length="5"), True),
        (_vraag(transfer_encoding="chunked"), True),
        (_vraag("HEAD", content_length="5"), True),
        (_vraag("POST", content_length="0", origin="http://hier.example"), False),
    ],
)
def test_a_body_with_a_get_closes_the_line(vraag: dict[str, Any], dicht: bool) -> None:
    """A page is given without waiting for a body that does not belong there."""
    leeg = {"type": "http.request", "body": b"", "more_body": False}
    begin, _ = _deur(_goed, vraag, leeg)
    assert begin["status"] == 200
    assert ((b"connection", b"close") in begin["headers"]) is dicht


@pytest.mark.parametrize("origin", ["http://[", "http://x:y:z", "http://elders.example", "iets"])
def test_an_odd_origin_is_another_site(origin: str) -> None:
    """What is no address at all does not come from here."""
    begin, _ = _deur(_goed, _vraag("POST", origin=origin, host="hier.example"))
    assert begin["status"] == 403


def test_a_failure_after_the_answer_began_ends_it(caplog: pytest.LogCaptureFixture) -> None:
    """No second answer is begun, and the line names only the kind."""

    async def halverwege(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise RuntimeError("geheim")

    assert [m["type"] for m in _deur(halverwege, _vraag())] == ["http.response.start"]
    assert caplog.messages == ["request failed (RuntimeError)"]


def test_a_body_is_given_once_and_then_what_comes_next() -> None:
    """An app that asks on after the body hears what the server says, such as that they left."""
    gehoord = []

    async def vraagt_door(_scope: Any, receive: Any, send: Any) -> None:
        gehoord.extend([await receive(), await receive()])
        await PlainTextResponse("goed")(_scope, receive, send)

    _deur(
        vraagt_door,
        _vraag("POST", origin="http://hier.example", content_type="application/json"),
        {"type": "http.request", "body": b"ab", "more_body": False},
        {"type": "http.disconnect"},
    )
    assert [bericht["type"] for bericht in gehoord] == ["http.request", "http.disconnect"]
    assert gehoord[0]["body"] == b"ab"
