"""The first page: who waits, what is free, mine, the team's; and whether I can take a case now."""

from __future__ import annotations

import re
from typing import Any

from starlette.responses import PlainTextResponse, Response

from bot import koekjes
from bot.desk import lijsten, pagina
from bot.desk.bezoek import Bezoek, route
from bot.desk.routes.toegang import MISLUKT
from bot.records import accounts

_AANTAL = re.compile("[1-9][0-9]{0,6}")


def wachtrij(bezoek: Bezoek) -> Response:
    """Show the queue and the other lists; after logging in once how often that went wrong."""
    mislukt = koekjes.lees(bezoek.request, MISLUKT) or ""
    answer = _toon(bezoek, "wachtrij.html", mislukt=mislukt if _AANTAL.fullmatch(mislukt) else None)
    if mislukt:
        koekjes.wis(bezoek.request, answer, MISLUKT)
    return answer


def deel(bezoek: Bezoek) -> Response:
    """Return only the lists, for the page's script."""
    return _toon(bezoek, "deel_wachtrij.html")


def telling(bezoek: Bezoek) -> Response:
    """Return only the count in the bar, for the script of every page."""
    return bezoek.toon("telling.html", telling=bezoek.telling())


def _toon(bezoek: Bezoek, sjabloon: str, **velden: Any) -> Response:
    with bezoek.balie.database.read() as s:
        uren = bezoek.balie.settings.escalatie_uren
        found = lijsten.verzamel(s, bezoek.wie, bezoek.moment, uren)
    return bezoek.toon(sjabloon, lijsten=found, hier="wachtrij", **velden)


def zet_beschikbaar(bezoek: Bezoek) -> Response:
    """Say whether who is logged in can take a case now."""
    with bezoek.balie.database.begin() as s:
        accounts.zet_beschikbaar(s, bezoek.wie.sessie_id, bezoek.veld("beschikbaar") == "ja")
    return pagina.naar("/")


def hier(_bezoek: Bezoek) -> Response:
    """Hear from an open page that it is there; being asked is enough (see `bezoek.wie_is`)."""
    return Response(status_code=204)


def zet_geluid(bezoek: Bezoek) -> Response:
    """Say whether this session's pages sound when somebody new waits."""
    with bezoek.balie.database.begin() as s:
        accounts.zet_geluid(s, bezoek.wie.sessie_id, bezoek.veld("geluid") == "ja")
    return pagina.naar("/")


def gezond(bezoek: Bezoek) -> Response:
    """Tell that the desk runs and reaches its database."""
    with bezoek.balie.database.read() as s:
        accounts.heeft_leden(s)
    return PlainTextResponse("goed\n")


ROUTES = [
    route("/", wachtrij),
    route("/deel/wachtrij", deel),
    route("/deel/telling", telling),
    route("/beschikbaar", zet_beschikbaar, "POST"),
    route("/hier", hier, "POST"),
    route("/geluid", zet_geluid, "POST"),
    route("/gezond", gezond, vrij=True),
]
