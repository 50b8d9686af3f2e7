"""The log of my teams: who did what with a case, an account or the key."""

from __future__ import annotations

from starlette.responses import Response

from bot.desk.bezoek import Bezoek, route
from bot.intake.datum import dag_in_woorden
from bot.records import accounts, logboek

_NIET_VAN_ONS = {
    logboek.PERSOON: "de persoon zelf",
    logboek.SYSTEEM: "het systeem",
    logboek.BLADEN: "iemand met twee bladen",
}


def toon(bezoek: Bezoek) -> Response:
    """Show the newest lines."""
    with bezoek.balie.database.read() as s:
        rijen = logboek.regels(s, list(bezoek.wie.teams))
        namen = {**accounts.roepnamen(s, {rij.wie for rij in rijen}), **_NIET_VAN_ONS}
    regels = [
        (rij.nr, dag_in_woorden(rij.dag), namen.get(rij.wie, "?"), logboek.WAT[rij.wat], rij.zaak)
        for rij in rijen
    ]
    return bezoek.toon("logboek.html", regels=regels, hier="logboek")


ROUTES = [route("/logboek", toon)]
