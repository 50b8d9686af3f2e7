"""The cookies of the chat: the key to the talk, and the mark of a form in a browser that needs it.

A browser of today says with each post which site sent it (`Sec-Fetch-Site`): the door judges that.
One from before 2023, or one that is on http, says nothing, and under `no-referrer` anybody's form
comes with `Origin: null`. There each form that begins, opens or wipes a talk carries a mark that is
also in a cookie. Another site can neither read nor set that cookie: it cannot make somebody type
into a talk that it opened with a code of its own. The servers keep nothing of it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot import koekjes
from bot.chat.forms import COOKIE, WEGGEGAAN, lees_veld

#: The field of the form; the cookie has the same mark in it.
MERK = "merk"
_KOEKJE = "t"
_MERK = re.compile(r"[0-9a-f]{32}")
# Not "cache": nothing of ours is ever in it (no-store), and emptying it takes seconds on an old
# phone, while the person waits to be away.
_WIS_BROWSER = '"cookies", "storage"'


def met_cookie(request: Request, answer: Response, cookie: str) -> Response:
    """Give the browser the key to its talk; what it needed before the talk goes."""
    koekjes.zet(request, answer, COOKIE, cookie)
    _ruim_op(request, answer)
    return answer


def zonder_cookie(request: Request, answer: Response) -> Response:
    """Take every cookie of ours away."""
    koekjes.wis(request, answer, COOKIE)
    _ruim_op(request, answer)
    answer.headers["Clear-Site-Data"] = _WIS_BROWSER
    return answer


def met_merk(
    request: Request, teken: Callable[..., Response], *delen: Any, **rest: Any
) -> Response:
    """Return the page that *teken* draws, with a mark for its forms where this browser needs one.

    After an exit that did not arrive the mark can go with all else: then Begin asks for a second
    tap.
    """
    if _zegt_wie_stuurt(request):
        return teken(*delen, **rest)
    oud = _lees(koekjes.lees(request, _KOEKJE) or "")
    merk = oud or secrets.token_hex(16)
    answer = teken(*delen, **rest, merk=merk)
    if not oud:
        koekjes.zet(request, answer, _KOEKJE, merk)
    return answer


async def is_van_ons(request: Request) -> bool:
    """Tell whether a page of ours sent this form, as far as the door left that open."""
    if _zegt_wie_stuurt(request):
        return True
    merk = _lees(koekjes.lees(request, _KOEKJE) or "")
    gegeven = _lees(await lees_veld(request, MERK))
    return bool(merk) and secrets.compare_digest(merk, gegeven)


def _zegt_wie_stuurt(request: Request) -> bool:
    return "sec-fetch-site" in request.headers


def _lees(waarde: str) -> str:
    return waarde if _MERK.fullmatch(waarde) else ""


def _ruim_op(request: Request, answer: Response) -> None:
    for kort in (_KOEKJE, WEGGEGAAN):
        if koekjes.lees(request, kort) is not None:
            koekjes.wis(request, answer, kort)
