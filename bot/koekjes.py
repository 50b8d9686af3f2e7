"""The cookies of both servers: what each is called, and how it is read, set and taken away.

Over https each has the prefix `__Host-`: a browser then takes it from nobody but us, also not from
a neighbouring site, which could otherwise put its own talk or login into somebody's browser. The
bare name, for http, is not looked at over https.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response


def naam(kort: str, https: bool) -> str:
    """Return what the cookie *kort* is called."""
    return f"__Host-{kort}" if https else kort


def lees(request: Request, kort: str) -> str | None:
    """Return what stands in the cookie *kort*; None where there is none.

    Empty where it came twice: one of the two is not ours, and nobody can tell which. Read here and
    not by Starlette, which also takes odd white space off a name: a neighbouring site could set
    such a name, and it would count as ours.
    """
    heet = naam(kort, _https(request))
    delen = ";".join(request.headers.getlist("cookie")).split(";")
    paren = (deel.strip(" \t").partition("=") for deel in delen)
    gevonden = [waarde for key, is_, waarde in paren if is_ and key == heet]
    if len(gevonden) > 1:
        return ""
    return gevonden[0] if gevonden else None


def zet(
    request: Request, answer: Response, kort: str, waarde: str, duur: int | None = None
) -> None:
    """Set a cookie that no script reads and only we get back.

    Without *duur* (seconds) it goes when the browser closes.
    """
    https = _https(request)
    answer.set_cookie(naam(kort, https), waarde, max_age=duur, path="/", secure=https,
                      httponly=True, samesite="strict")  # fmt: skip


def wis(request: Request, answer: Response, kort: str) -> None:
    """Take the cookie *kort* away."""
    https = _https(request)
    answer.delete_cookie(naam(kort, https), path="/", secure=https, httponly=True,
                         samesite="strict")  # fmt: skip


def van_script(kort: str, https: bool) -> str:
    """Return the line with which a script of ours sets the cookie *kort*, a "1" and no more."""
    return f"{naam(kort, https)}=1; path=/; samesite=strict{'; secure' if https else ''}"


def _https(request: Request) -> bool:
    return bool(request.app.state.settings.https)
