"""The door of both web apps: headers on every answer, a limit on what comes in, no foreign posts.

One plain ASGI middleware, so that it also holds for static files, streams and failures.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("eerstjij")

Foutpagina = Callable[[Request, int], Response]

#: Bytes. A text of 20,000 characters is at most 180,000 bytes as a form.
BODY_MAX = 256 * 1024
#: What is too large is read to its end up to here and dropped: a browser that is cut off while it
#: sends shows its own error instead of our page.
UITLEZEN_MAX = 4 * 1024 * 1024
BODY_SECONDEN = 20.0

_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)
_UIT = (
    "accelerometer", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer",
    "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
#: On every answer, whoever gives it; a page of ours says more in its own policy.
KOPPEN = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{naam}=()" for naam in _UIT),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # A link to a place of help is not looked up before somebody taps it.
    "X-DNS-Prefetch-Control": "off",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_HSTS = {"Strict-Transport-Security": "max-age=31536000"}


class _TeGroot(Exception):
    """The body is larger than any form of ours."""


class _TeLangzaam(Exception):
    """The body did not come in time."""


class _Verbroken(Exception):
    """The browser went away while it sent."""


class Deur:
    """Middleware; *foutpagina* draws the page for what is refused here, *adres* is our own.

    *beleid* names the one Trusted Types policy that the app's script may make ("'none'": none).
    """

    def __init__(
        self,
        app: ASGIApp,
        foutpagina: Foutpagina,
        https: bool,
        adres: str = "",
        beleid: str = "'none'",
    ) -> None:
        self._app = app
        self._foutpagina = foutpagina
        self._host = urlsplit(adres).netloc
        csp = {"Content-Security-Policy": f"{_CSP}; trusted-types {beleid}"}
        self._koppen = {**KOPPEN, **csp, **(_HSTS if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; of a failure nothing but its type is ever logged."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begonnen, sluit = False, _laat_niet_uitpraten(scope)

        async def stuur(message: Message) -> None:
            nonlocal begonnen
            if message["type"] == "http.response.start":
                begonnen = True
                koppen = MutableHeaders(scope=message)
                koppen.update(self._koppen)
                if sluit:
                    koppen["Connection"] = "close"
            await send(message)

        try:
            await self._binnen(scope, receive, stuur)
        except _Verbroken:
            return
        except (_TeGroot, _TeLangzaam) as fout:
            sluit = True  # the rest of the body is not waited for
            status = 413 if isinstance(fout, _TeGroot) else 408
            await self._foutpagina(Request(scope), status)(scope, receive, stuur)
        except Exception as fout:
            # The last net: no traceback to the browser, no words to the log.
            log.error("request failed (%s)", type(fout).__name__)
            if not begonnen:
                await self._foutpagina(Request(scope), 500)(scope, receive, stuur)

    async def _binnen(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if _van_elders(headers, self._host):
            await self._foutpagina(Request(scope), 403)(scope, receive, send)
            return
        if _ander_schrift(headers):
            await self._foutpagina(Request(scope), 400)(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(_lees(headers, receive), BODY_SECONDEN)
        except asyncio.TimeoutError:
            raise _TeLangzaam from None
        await self._app(scope, _met_body(body, receive), send)


def _laat_niet_uitpraten(scope: Scope) -> bool:
    """Tell whether a body comes with a request that takes none: it is not read to its end."""
    headers = Headers(scope=scope)
    lengte = headers.get("content-length", "0")
    return scope["method"] in ("GET", "HEAD") and (lengte != "0" or "transfer-encoding" in headers)


def _van_elders(headers: Headers, host: str) -> bool:
    """Tell whether another site than *host* (or the name we were called by) sent this post.

    `Origin: null` says nothing: under `no-referrer` browsers send it with our own forms too. Where
    the browser says nothing else, a token in the form decides: in each form of the desk, and in
    those of the chat that begin, open or wipe a talk (`bot/chat/cookies.py`). A message needs the
    cookie of its talk, which no other site's form brings. The exit takes whoever asks.
    """
    site = headers.get("sec-fetch-site", "same-origin")
    origin = headers.get("origin", "null")
    try:
        plaats = urlsplit(origin).netloc
    except ValueError:
        return True
    ander = origin != "null" and plaats not in {host, headers.get("host")} - {""}
    return ander or site not in ("same-origin", "none")


def _ander_schrift(headers: Headers) -> bool:
    """Tell whether a form says to be written in anything but UTF-8, as every page of ours is.

    Python knows charsets that fail in ways of their own, or read half a character.
    """
    _, delen = parse_options_header(headers.get("content-type", ""))
    return delen.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8")


async def _lees(headers: Headers, receive: Receive) -> bytes:
    lengte = headers.get("content-length", "")
    if lengte.isdigit() and (len(lengte) > 12 or int(lengte) > UITLEZEN_MAX):
        raise _TeGroot
    body, gelezen, meer = bytearray(), 0, True
    while meer:
        message = await receive()
        if message["type"] != "http.request":
            raise _Verbroken
        stuk = message.get("body", b"")
        gelezen += len(stuk)
        if gelezen > UITLEZEN_MAX:
            raise _TeGroot
        if gelezen <= BODY_MAX:
            body += stuk
        meer = message.get("more_body", False)
    if gelezen > BODY_MAX:
        raise _TeGroot
    return bytes(body)


def _met_body(body: bytes, receive: Receive) -> Receive:
    klaar = False

    async def lees() -> Message:
        nonlocal klaar
        if klaar:
            return await receive()
        klaar = True
        return {"type": "http.request", "body": body, "more_body": False}

    return lees
