"""Reading what a browser sends: every field bounded, nothing trusted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from starlette.datastructures import FormData
from starlette.requests import Request

from bot import koekjes

COOKIE = "s"
#: Left by the script at the exit, for when the exit itself does not reach us: without a network.
#: Whatever is asked next ends both cookies and shows no word of the talk.
WEGGEGAAN = "w"
_COOKIE_MAX = 512
_VELDEN_MAX = 200
_CLIENT_ID = re.compile(r"[0-9a-f]{8,32}")  # as long as its column
_SEQ_MAX = 2**53  # the largest whole number that a browser counts exactly
_STOP_WEG = re.compile(r"\s*stop\s+weg\s*[.!]*\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Inzending:
    """One posted message: typed text or a pressed button, with the lines that were ticked.

    *gezien* is the last bubble that stood on the page when the button was pressed.
    """

    tekst: str | None = None
    keuze: str | None = None
    regels: list[str] = field(default_factory=list)
    client_id: str | None = None
    gezien: int | None = None


async def lees_inzending(request: Request) -> Inzending:
    """Return the posted message; raises HTTPException 400 for a form that cannot be read."""
    form = await _form(request)
    client_id = _veld(form, "client_id")
    return Inzending(
        tekst=_veld(form, "tekst"),
        keuze=_veld(form, "keuze"),
        regels=[waarde for waarde in form.getlist("regel") if isinstance(waarde, str)],
        client_id=client_id if client_id and _CLIENT_ID.fullmatch(client_id) else None,
        gezien=_nummer(_veld(form, "gezien") or ""),
    )


async def lees_veld(request: Request, naam: str) -> str:
    """Return one field of the posted form, empty where it is not there."""
    return _veld(await _form(request), naam) or ""


def lees_cookie(request: Request) -> str | None:
    """Return the conversation's cookie, or None where there is none that could be one.

    Also None for who left already and whose exit did not arrive.
    """
    return None if is_weggegaan(request) else lees_laatste_cookie(request)


def lees_laatste_cookie(request: Request) -> str | None:
    """Return the conversation's cookie of who is here or has just left."""
    waarde = koekjes.lees(request, COOKIE) or ""
    return waarde if 0 < len(waarde) <= _COOKIE_MAX and waarde.isascii() else None


def is_weggegaan(request: Request) -> bool:
    """Tell whether this browser left by the quick exit without our hearing of it."""
    return koekjes.lees(request, WEGGEGAAN) is not None


def lees_na(request: Request) -> int:
    """Return the last sequence number that the page already has; 0 for anything odd."""
    return _nummer(request.query_params.get("na", "")) or 0


def vraagt_deel(request: Request) -> bool:
    """Tell whether the page's own script asks: it wants a part, not a whole page."""
    return request.headers.get("x-deel") == "1"


def is_stop_weg(tekst: str | None) -> bool:
    """Tell whether this is the safe word "stop weg": it works as the quick exit, also typed."""
    return bool(tekst and _STOP_WEG.fullmatch(tekst))


def _nummer(waarde: str) -> int | None:
    """Return the sequence number that *waarde* writes; None for anything odd."""
    if not (waarde.isascii() and waarde.isdigit() and len(waarde) < 17):
        return None
    return min(int(waarde), _SEQ_MAX)


async def _form(request: Request) -> FormData:
    return await request.form(max_files=0, max_fields=_VELDEN_MAX)


def _veld(form: FormData, naam: str) -> str | None:
    waarde = form.get(naam)
    return waarde if isinstance(waarde, str) else None
