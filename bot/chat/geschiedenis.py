"""The browser's own history: what Back may show after somebody left, without a cookie that tells.

With the script our pages replace each other, so Back finds none of them. Without it each page
replaces itself once, by its own address with the moment in it; whoever asks for that address much
later comes by Back. See decision 0026.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from starlette.requests import Request

#: The field of the address that holds the moment, in seconds since 1970, as hexadecimal.
MOMENT = "v"
#: Seconds in which a browser follows to the address that it was just given, on a slow line too.
VERS_SECONDEN = 60

Klok = Callable[[], float]


def vers_adres(request: Request, klok: Klok = time.time) -> str:
    """Return the address by which this page replaces itself; empty where it did so already."""
    if MOMENT in request.query_params:
        return ""
    zegt = "".join(f"{naam}&" for naam in ("gewist", "verlopen") if naam in request.query_params)
    return f"{request.url.path}?{zegt}{MOMENT}={int(klok()):x}"


def is_van_vroeger(request: Request, klok: Klok = time.time) -> bool:
    """Tell whether this page was given before and is asked for again, by Back or a kept tab.

    Somebody who asks the browser to reload wants to see it: then the browser asks for no copy.
    """
    try:
        gegeven = int(request.query_params.get(MOMENT, ""), 16)
    except ValueError:
        return False
    herladen = request.headers.get("cache-control", "")
    return not herladen and abs(int(klok()) - gegeven) > VERS_SECONDEN
