"""Doing something with a case. Each action is one transaction with the change of state in it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from bot.desk import pagina
from bot.desk.bezoek import Bezoek, route
from bot.desk.blad import kop_persoon, woord_desk
from bot.desk.routes.zaken import bericht_nr, zaakpagina
from bot.desk.tekst import REGEL_MAX, SlechteInvoer, eis
from bot.desk.woorden import STATUS_KEUZES, STATUS_KLAAR
from bot.desk.zaak import noteer_inzage
from bot.intake import toon
from bot.intake.teksten import bubbels as vaste_bubbels
from bot.intake.vervolg import NODIG, laatste_dag, lees_dag, vervolg_van
from bot.records import gesprekken, ontvangst, overdrachten, termijnen
from bot.records.overdrachten import Overdracht

OPGEPAKT, TERUGGEGEVEN, GESLOTEN = "opgepakt", "teruggegeven", "gesloten"
NIEUW_BERICHT = "Er is net een nieuw bericht gekomen. Lees dat eerst."
_CLIENT_ID = re.compile("[0-9a-f]{32}")


class Ongelezen(SlechteInvoer):
    """The person wrote something that the page did not show yet."""


@contextmanager
def _zaak(bezoek: Bezoek) -> Iterator[tuple[Session, Overdracht]]:
    """Open the case in the path in one write transaction."""
    with bezoek.balie.database.begin() as s:
        yield s, overdrachten.voor_team(s, bezoek.id, bezoek.wie.teams)


def pak_op(bezoek: Bezoek) -> Response:
    """Claim the case; the overlever is told who is there now."""
    with _zaak(bezoek) as (s, overdracht):
        if overdrachten.pak_op(s, overdracht, bezoek.wie.hulpverlener, bezoek.moment.seconden):
            noteer_inzage(s, bezoek.wie, overdracht, OPGEPAKT, bezoek.moment)
            _zeg(s, bezoek, overdracht, "utter_mens_begint", naam=bezoek.roepnaam)
    return _terug(bezoek)


def geef_terug(bezoek: Bezoek) -> Response:
    """Put the case back into the queue; the overlever is told, and keeps their place."""
    with _zaak(bezoek) as (s, overdracht):
        wie, nu = bezoek.wie.hulpverlener.id, bezoek.moment.seconden
        overdrachten.geef_terug(s, overdracht, wie, nu)
        if not _ongelezen(s, bezoek, overdracht):
            termijnen.zag(s, overdracht.gesprek_id, "team", bezoek.moment.dag)
        noteer_inzage(s, bezoek.wie, overdracht, TERUGGEGEVEN, bezoek.moment)
        _zeg(s, bezoek, overdracht, "utter_mens_weg", naam=bezoek.roepnaam)
    return pagina.naar("/")


def bericht(bezoek: Bezoek) -> Response:
    """Send a message into the talk; the same message that comes twice is sent once."""
    try:
        tekst = eis("bericht", bezoek.veld("tekst"), "Typ eerst een bericht.")
    except SlechteInvoer as fout:
        return zaakpagina(bezoek, fout)
    client_id = _client_id(bezoek)
    with _zaak(bezoek) as (s, overdracht):
        overdrachten.eis_eigenaar(s, overdracht, bezoek.wie.hulpverlener.id)
        if not ontvangst.gezien(s, overdracht.gesprek_id, client_id):
            _antwoord(s, bezoek, overdracht, tekst, client_id)
    return _terug(bezoek)


def _client_id(bezoek: Bezoek) -> str:
    """Return the mark that a form carries, so that sending it again counts once."""
    gegeven = bezoek.veld("client_id")
    return gegeven if _CLIENT_ID.fullmatch(gegeven) else secrets.token_hex(16)


def _antwoord(
    s: Session, bezoek: Bezoek, overdracht: Overdracht, tekst: str, client_id: str
) -> None:
    """Write a message; what crossed it on the way, unread, still waits for an answer."""
    gekruist = _ongelezen(s, bezoek, overdracht)
    _schrijf(s, bezoek, overdracht, tekst, client_id)
    if gekruist:
        termijnen.wacht(s, overdracht.gesprek_id, "team", bezoek.moment.dag)


def _ongelezen(s: Session, bezoek: Bezoek, overdracht: Overdracht) -> bool:
    """Tell whether the person wrote after the last bubble that the page showed (`gezien`)."""
    na = bericht_nr(bezoek.veld("gezien"))
    nieuw = gesprekken.berichten(
        s, overdracht.gesprek_id, lambda _: overdracht.key, na, overdracht_id=overdracht.id
    )
    return any(een.inhoud["van"] == "jij" for een in nieuw)


def notitie(bezoek: Bezoek) -> Response:
    """Add a note that only the team reads; every member may."""
    try:
        tekst = eis("notitie", bezoek.veld("tekst"), "Typ eerst een notitie.")
    except SlechteInvoer as fout:
        return zaakpagina(bezoek, fout)
    with _zaak(bezoek) as (s, overdracht):
        inhoud = {"wie": bezoek.roepnaam, "tekst": tekst, "wanneer": bezoek.moment.voluit}
        overdrachten.noteer(s, overdracht, {**inhoud, "client_id": _client_id(bezoek)})
    return _terug(bezoek, "#notities")


def volg_op(bezoek: Bezoek) -> Response:
    """Say what happens with one wens; its owner may, and after closing a colleague too."""
    try:
        stap = _stap(bezoek)
    except SlechteInvoer as fout:
        return zaakpagina(bezoek, fout)
    nr = bezoek.veld("nr")
    if not (nr.isascii() and nr.isdigit() and len(nr) < 4):
        raise gesprekken.Onbekend
    with _zaak(bezoek) as (s, overdracht):
        wie, client_id = bezoek.wie.hulpverlener.id, _client_id(bezoek)
        overdrachten.eis_opvolger(s, overdracht, wie, bezoek.moment.seconden)
        if not ontvangst.gezien(s, overdracht.gesprek_id, client_id):
            overdrachten.volg_op(s, overdracht, int(nr), stap)
            _vertel(s, bezoek, overdracht, int(nr), stap)
            ontvangst.merk(s, overdracht.gesprek_id, client_id)
    return _terug(bezoek, f"#wens-{nr}")


def _vertel(
    s: Session, bezoek: Bezoek, overdracht: Overdracht, nr: int, stap: dict[str, Any]
) -> None:
    """Tell the overlever in the talk what happened with wens *nr*."""
    label = next(e["behoefte"] for e in overdrachten.opvolging(s, overdracht) if e["nr"] == nr)
    velden = {veld: stap.get(veld, "") for veld in ("reden", "naar", "toelichting")}
    velden["naar"] = velden["naar"].rstrip(" .")
    kop = kop_persoon(label)
    _zeg(s, bezoek, overdracht, f"utter_opvolging_{stap['status']}", behoefte=kop, **velden)
    vervolg = vervolg_van(stap)
    if vervolg and not overdracht.kop.get("stil"):  # there is news, they read once
        _zeg(s, bezoek, overdracht, "utter_opvolging_vervolg", **vervolg.velden())


def _stap(bezoek: Bezoek) -> dict[str, Any]:
    """Return the step of the opvolging that was filled in; raises `SlechteInvoer`."""
    status = bezoek.veld("status")
    if status not in STATUS_KEUZES:
        raise SlechteInvoer("opvolging", "Kies wat er met deze wens gebeurt.")
    stap: dict[str, Any] = {
        "status": status,
        "dag": bezoek.moment.dag.isoformat(),
        "wie": bezoek.roepnaam,
    }
    nodig = {
        "niet_gelukt": ("reden", "Schrijf waarom het niet gelukt is. De persoon leest dit."),
        "doorverwezen": ("naar", "Schrijf naar wie je doorverwijst. De persoon leest dit."),
    }.get(status)
    if nodig:
        veld, leeg = nodig
        stap[veld] = _regel(bezoek, veld, leeg)
    if status in NODIG:
        stap["vervolg"] = _vervolg(bezoek)
    if bezoek.veld("toelichting"):
        stap["toelichting"] = _regel(bezoek, "toelichting", "")
    return stap


def _vervolg(bezoek: Bezoek) -> dict[str, str]:
    """Return what comes next, as it was filled in; raises `SlechteInvoer`."""
    leeg = "Schrijf wat de volgende stap is. De persoon leest dit."
    stap = _regel(bezoek, "volgende", leeg)
    dag = _dag(bezoek)
    anders = _regel(bezoek, "anders", "Schrijf wat er gebeurt als dat niet lukt.")
    return {"stap": stap, "dag": dag.isoformat(), "anders": anders}


def _dag(bezoek: Bezoek) -> date:
    """Return the day of the next step; raises `SlechteInvoer`."""
    getypt, vandaag = bezoek.veld("wanneer"), bezoek.moment.dag
    dag = lees_dag(getypt)
    if dag is None:
        leeg = "Kies de dag van de volgende stap. Vandaag mag ook."
        fout = "Dit is geen dag. Schrijf de dag als 27-11-2026." if getypt else leeg
    elif dag < vandaag:
        fout = "Deze dag is al voorbij. Kies vandaag, of een dag daarna."
    elif dag > laatste_dag(vandaag):
        fout = "Deze dag is te ver weg. Kies een dag binnen een jaar."
    else:
        return dag
    raise SlechteInvoer("opvolging-wanneer", fout)


def _regel(bezoek: Bezoek, veld: str, leeg: str) -> str:
    """Return one line of the opvolging; raises `SlechteInvoer`, which stands beside its field."""
    return eis(f"opvolging-{veld}", bezoek.veld(veld), leeg, REGEL_MAX)


def sluit(bezoek: Bezoek) -> Response:
    """Close the case with what was arranged; what is still open is named to the overlever.

    Not over a message that the page did not show yet: it may tell of danger, which closing ends.
    """
    try:
        tekst = eis("sluiten", bezoek.veld("tekst"), "Schrijf wat er geregeld is.")
        with _zaak(bezoek) as (s, overdracht):
            overdrachten.eis_eigenaar(s, overdracht, bezoek.wie.hulpverlener.id)
            if _ongelezen(s, bezoek, overdracht):
                raise Ongelezen("sluiten", NIEUW_BERICHT)
            nog_open = _nog_open(s, overdracht, bezoek.velden("open"))
            nog_open = [] if overdracht.kop.get("stil") else nog_open
            _schrijf(s, bezoek, overdracht, _afsluiting(tekst, nog_open), secrets.token_hex(16))
            overdrachten.sluit(s, overdracht, bezoek.wie.hulpverlener.id)
            noteer_inzage(s, bezoek.wie, overdracht, GESLOTEN, bezoek.moment)
            _zeg(s, bezoek, overdracht, "utter_gesloten", naam=bezoek.roepnaam)
    except Ongelezen as fout:
        return zaakpagina(bezoek, fout, 409)
    except SlechteInvoer as fout:
        return zaakpagina(bezoek, fout)
    return pagina.naar("/")


def _nog_open(s: Session, overdracht: Overdracht, genoemd: list[str]) -> list[str]:
    """Return the needs that stay open as the overlever calls them.

    Raises `SlechteInvoer` for one that has no outcome and was not named.
    """
    zonder_uitkomst = [
        een
        for een in overdrachten.opvolging(s, overdracht)
        if een["stappen"][-1]["status"] not in STATUS_KLAAR
    ]
    vergeten = [woord_desk(e["behoefte"]) for e in zonder_uitkomst if str(e["nr"]) not in genoemd]
    if vergeten:
        raise SlechteInvoer(
            "sluiten",
            f"Geef eerst een uitkomst, of kruis aan dat het open blijft: {', '.join(vergeten)}.",
        )
    return [f"“{kop_persoon(een['behoefte'])}”" for een in zonder_uitkomst]


def _afsluiting(tekst: str, nog_open: list[str]) -> str:
    return f"{tekst}\n\nDit is nog open: {', '.join(nog_open)}." if nog_open else tekst


def _schrijf(
    s: Session, bezoek: Bezoek, overdracht: Overdracht, tekst: str, client_id: str
) -> None:
    inhoud = {"van": "hulpverlener", "naam": bezoek.roepnaam, "tekst": tekst}
    _voeg_toe(s, bezoek, overdracht, inhoud, client_id)


def _zeg(s: Session, bezoek: Bezoek, overdracht: Overdracht, response: str, **velden: str) -> None:
    """Let the chatbot say a fixed text of `domain.yml` in the talk.

    Short and neutral to somebody on whose talk another looked along.
    """
    response = toon.stil(response) if overdracht.kop.get("stil") else response
    for tekst in vaste_bubbels(response, **velden):
        _voeg_toe(s, bezoek, overdracht, {"van": "bot", "tekst": tekst}, None)


def _voeg_toe(
    s: Session,
    bezoek: Bezoek,
    overdracht: Overdracht,
    inhoud: dict[str, Any],
    client_id: str | None,
) -> None:
    gesprekken.voeg_toe(
        s,
        overdracht.gesprek_id,
        overdracht.key,
        {**inhoud, **bezoek.moment.stempel},
        bezoek.moment.dag,
        overdracht_id=overdracht.id,
        client_id=client_id,
    )


def _terug(bezoek: Bezoek, anker: str = "") -> Response:
    """Go back to the case; the page's script only needs to hear that it was done."""
    if bezoek.van_script():
        return Response(status_code=204)
    return pagina.naar(f"/overdracht/{bezoek.id}{anker}")


ROUTES = [
    route("/overdracht/{id}/oppakken", pak_op, "POST"),
    route("/overdracht/{id}/teruggeven", geef_terug, "POST"),
    route("/overdracht/{id}/bericht", bericht, "POST"),
    route("/overdracht/{id}/notitie", notitie, "POST"),
    route("/overdracht/{id}/opvolging", volg_op, "POST"),
    route("/overdracht/{id}/sluiten", sluit, "POST"),
]
