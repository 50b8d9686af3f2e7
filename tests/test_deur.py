"""The door and what stands beside it, piece by piece: log lines, streams, connections."""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from bot import logs, stromen
from bot.deur import BODY_MAX, UITLEZEN_MAX, Deur


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


def _deur(
    app: Any,
    scope: dict[str, Any],
    *stukken: dict[str, Any],
    stroom: Iterator[dict[str, Any]] | None = None,
    adres: str = "http://hier.example",
    **meer: Any,
) -> list[dict[str, Any]]:
    """Send a request, in pieces or as a stream of them, through the door; return the answer."""
    gekregen: list[dict[str, Any]] = []
    rest = stroom or iter(stukken)

    async def receive() -> dict[str, Any]:
        return next(rest)

    async def send(message: Any) -> None:
        gekregen.append(message)

    def foutpagina(request: Request, status: int) -> PlainTextResponse:
        return PlainTextResponse(f"fout {status} op {request.url.path}", status)

    deur = Deur(app, foutpagina, adres=adres, **{"https": False, **meer})
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


@pytest.mark.parametrize(
    ("schrift", "status"),
    [("", 200), ("; charset=UTF-8", 200), ("; charset=utf8", 200), ("; charset=utf-7", 400),
     ("; charset=undefined", 400)],
)  # fmt: skip
def test_a_form_in_other_letters_than_ours_is_refused(schrift: str, status: int) -> None:
    """Every page of ours writes in UTF-8; the refusal has the words of the app."""
    soort = f"application/x-www-form-urlencoded{schrift}"
    leeg = {"type": "http.request", "body": b"", "more_body": False}
    vraag = _vraag("POST", origin="http://hier.example", content_type=soort)
    begin, tekst = _deur(_goed, vraag, leeg)
    assert begin["status"] == status
    assert tekst["body"] == (b"goed" if status == 200 else b"fout 400 op /")


def test_a_form_without_a_kind_is_let_in() -> None:
    """What says nothing of its letters is read as ours."""
    leeg = {"type": "http.request", "body": b"", "more_body": False}
    begin, _ = _deur(_goed, _vraag("POST", origin="http://hier.example"), leeg)
    assert begin["status"] == 200


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


def _post(*stukken: bytes, adres: str = "", **koppen: str) -> tuple[int, list[Any], int]:
    """Post *stukken*; return the status, what the app got of them, and how many were read."""
    gekregen: list[Any] = []
    gelezen = 0

    async def app(scope: Any, receive: Any, send: Any) -> None:
        gekregen.append((await receive())["body"])
        await PlainTextResponse("goed")(scope, receive, send)

    def berichten() -> Any:
        nonlocal gelezen
        for nr, stuk in enumerate(stukken, 1):
            gelezen = nr
            yield {"type": "http.request", "body": stuk, "more_body": nr < len(stukken)}

    answer = _deur(app, _vraag("POST", **koppen), stroom=berichten(), adres=adres)
    return answer[0]["status"], gekregen, gelezen


def test_a_body_is_given_whole_up_to_its_limit() -> None:
    """The largest body arrives byte for byte, in however many pieces; one byte more is refused."""
    deel = b"a" * (BODY_MAX - 1)
    assert _post(deel, b"b") == (200, [deel + b"b"], 2)
    assert _post(deel, b"bc") == (413, [], 2)
    assert _post(deel, b"b", b"") == (200, [deel + b"b"], 3)


def test_a_body_that_is_too_large_is_read_to_its_end_but_not_for_ever() -> None:
    """Up to its second limit a browser may finish and sees our page; beyond it nothing is read."""
    deel = b"a" * (UITLEZEN_MAX // 4)
    assert _post(*[deel] * 4) == (413, [], 4)
    assert _post(*[deel] * 4, b"") == (413, [], 5)
    assert _post(*[deel] * 4, b"a", b"", b"") == (413, [], 5)


@pytest.mark.parametrize(
    ("lengte", "gelezen"),
    [
        (str(UITLEZEN_MAX), 1),
        (str(UITLEZEN_MAX + 1), 0),
        ("0" * 11 + "5", 1),
        ("0" * 12 + "5", 0),
        ("9" * 5000, 0),
        ("veel", 1),
        ("-5", 1),
        ("", 1),
    ],
)
def test_what_says_that_it_is_too_large_is_not_read(lengte: str, gelezen: int) -> None:
    """The length is believed where it is one; a number that no form has is refused unread."""
    found = _post(b"dag", content_length=lengte)
    assert found == ((200, [b"dag"], 1) if gelezen else (413, [], 0))


def test_a_refused_body_ends_the_line() -> None:
    """What is left of it is not waited for; a body that was taken leaves the line open."""
    for lengte, dicht in ((str(UITLEZEN_MAX + 1), True), ("3", False)):
        begin = _deur(_goed, _vraag("POST", content_length=lengte),
                      {"type": "http.request", "body": b"dag"})[0]  # fmt: skip
        assert ((b"connection", b"close") in begin["headers"]) is dicht


def test_a_body_may_say_nothing_of_itself() -> None:
    """A message without a body or a word about more is an empty body that is at its end."""
    gekregen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        gekregen.append(await receive())
        await PlainTextResponse("goed")(scope, receive, send)

    _deur(app, _vraag("POST"), {"type": "http.request"})
    assert gekregen == [{"type": "http.request", "body": b"", "more_body": False}]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_page_is_given_whoever_leads_to_it(method: str) -> None:
    """A link on another site may lead here, and no body is read. The door lets every GET by: what
    one changes (`/weg` of the chat) looks itself at who asks."""
    vraag = _vraag(method, origin="http://elders.example", sec_fetch_site="cross-site")
    assert _deur(_goed, vraag)[0]["status"] == 200


def test_a_stream_hears_that_the_browser_went() -> None:
    """A page that is fetched gets what the server says next, as it comes."""
    gehoord: list[Any] = []

    async def stroom(scope: Any, receive: Any, send: Any) -> None:
        gehoord.append(await receive())
        await PlainTextResponse("goed")(scope, receive, send)

    _deur(stroom, _vraag(), {"type": "http.disconnect"})
    assert gehoord == [{"type": "http.disconnect"}]


@pytest.mark.parametrize("origin", ["http:///x", "", "http://"])
def test_no_address_at_all_is_not_ours(origin: str) -> None:
    """Where the desk does not know its own address either, an origin without a host is refused."""
    assert _post(b"", origin=origin, host="")[0] == 403
    assert _post(b"", origin=origin)[0] == 403
    assert _post(b"", origin="null")[0] == 200
    assert _post(b"", origin="http://naam.example", host="naam.example")[0] == 200


@pytest.mark.parametrize("https", [True, False])
def test_the_policy_of_a_page_names_its_own_script(https: bool) -> None:
    """Without a policy of its own an app may make none; with HTTPS a browser keeps to it a year."""
    for meer, beleid in (({}, "'none'"), ({"beleid": "naam"}, "naam")):
        koppen = dict(_deur(_goed, _vraag(), https=https, **meer)[0]["headers"])
        csp = koppen[b"content-security-policy"].decode().split("; ")
        assert csp[-2:] == ["require-trusted-types-for 'script'", f"trusted-types {beleid}"]
        assert csp[0] == "default-src 'none'"
        assert koppen.get(b"strict-transport-security") == (b"max-age=31536000" if https else None)


def test_the_page_of_a_refusal_knows_its_request() -> None:
    """It is drawn for the request that was refused, with our headers on it."""
    for vraag, status in (
        (_vraag("POST", origin="http://elders.example"), 403),
        (_vraag("POST", content_length="9" * 13), 413),
    ):
        begin, blad = _deur(_goed, vraag)
        assert (begin["status"], blad["body"]) == (status, f"fout {status} op /".encode())
        assert (b"cache-control", b"no-store") in begin["headers"]


def test_a_failure_before_the_answer_gives_a_page(caplog: pytest.LogCaptureFixture) -> None:
    """Of the failure only its kind is told, to the log."""

    async def kapot(_scope: Any, _receive: Any, _send: Any) -> None:
        raise RuntimeError("geheim")

    begin, blad = _deur(kapot, _vraag())
    assert (begin["status"], blad["body"]) == (500, b"fout 500 op /")
    assert (b"cache-control", b"no-store") in begin["headers"]
    assert (b"connection", b"close") not in begin["headers"]
    assert caplog.messages == ["request failed (RuntimeError)"]


def test_what_is_no_http_goes_by() -> None:
    """The app gets it as it came."""
    gezien: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        gezien.append((scope, await receive()))
        await send({"type": "klaar"})

    assert _deur(app, {"type": "lifespan"}, {"type": "begin"}) == [{"type": "klaar"}]
    assert gezien == [({"type": "lifespan"}, {"type": "begin"})]
