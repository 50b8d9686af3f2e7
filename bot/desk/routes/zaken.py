"""Reading a case: on the screen, on paper, as a PDF, as JSON."""

from __future__ import annotations

import json
import secrets
from datetime import date
from typing import Any

from starlette.responses import Response

from bot.desk import zaak as zaken
from bot.desk.bezoek import Bezoek, route
from bot.desk.blad import woord_desk
from bot.desk.gevaar import aangevuld
from bot.desk.pdf.maker import maak_pdf
from bot.desk.tekst import SlechteInvoer
from bot.desk.woorden import STATUS_KEUZES
from bot.desk.zaak import AFGEDRUKT, GELEZEN, JSON, PDF, Zaak
from bot.intake import sociale_kaart
from bot.intake.behoeften import catalogus
from bot.intake.vervolg import laatste_dag
from bot.records import gesprekken, overdrachten, termijnen

_NR_MAX = 2**31 - 1
#: What somebody types on a case; after a mistake it stands there again.
_GETYPT = ("tekst", "reden", "naar", "toelichting", "volgende", "wanneer", "anders")


def lees(bezoek: Bezoek, wat: str) -> Zaak:
    """Return the case in the path, once it is kept that it was looked at: each time counts."""
    database, wie, moment = bezoek.balie.database, bezoek.wie, bezoek.moment
    with database.begin() as s:
        overdracht = overdrachten.voor_team(s, bezoek.id, wie.teams)
        zaken.noteer_inzage(s, wie, overdracht, wat, moment)
    _zag(bezoek, overdracht)
    with database.read() as s:
        return zaken.lees(s, wie, overdrachten.voor_team(s, bezoek.id, wie.teams), moment)


def _zag(bezoek: Bezoek, overdracht: overdrachten.Overdracht) -> None:
    """Keep that somebody of the team opened the case: nothing in it waits any more to be seen."""
    with bezoek.balie.database.read() as s:
        if gesprekken.get(s, overdracht.gesprek_id).wacht_team is None:
            return
    with bezoek.balie.database.begin() as s:
        termijnen.zag(s, overdracht.gesprek_id, "team", bezoek.moment.dag, overdracht.id)


def toon_zaak(bezoek: Bezoek) -> Response:
    """Show a case on one screen."""
    return zaakpagina(bezoek)


def zaakpagina(bezoek: Bezoek, fout: SlechteInvoer | None = None, status: int = 422) -> Response:
    """Return the page of a case; after a mistake (*status*) with what was typed in its box."""
    zaak = lees(bezoek, GELEZEN)
    getypt = {naam: bezoek.veld(naam) for naam in _GETYPT}
    return bezoek.toon(
        "zaak.html",
        status if fout else 200,
        zaak=zaak,
        fout=fout,
        getypt=getypt,
        gekozen={
            "nr": bezoek.veld("nr"),
            "status": bezoek.veld("status"),
            "open": bezoek.velden("open"),
        },
        client_id=lambda: secrets.token_hex(16),  # of each form another
        kennis={w.behoefte: _kennis(w.behoefte, bezoek.moment.dag) for w in zaak.blad.wensen},
        keuzes=STATUS_KEUZES,
        laatste_dag=laatste_dag(bezoek.moment.dag),
    )


def _kennis(behoefte: str, vandaag: date) -> dict[str, Any]:
    """Return what helps a hulpverlener with one need: gentle questions, and places of help."""
    bekend = catalogus().get(behoefte)
    return {
        "vragen": bekend.vragen_desk if bekend else (),
        "hulp": sociale_kaart.voor_behoefte(behoefte, vandaag),
    }


def deel(bezoek: Bezoek) -> Response:
    """Return where the case stands and the bubbles after number `na`, for the page's script.

    It goes on with a page that was counted; whoever asks for it without one is counted here. It
    asks by itself, also where nobody looks: by this alone nothing counts as seen (`_zag`).
    """
    nummer = bericht_nr(bezoek.request.query_params.get("na", ""))
    database, wie, moment = bezoek.balie.database, bezoek.wie, bezoek.moment
    with database.read() as s:
        overdracht = overdrachten.voor_team(s, bezoek.id, wie.teams)
        eerste = zaken.moet_noteren(s, wie, overdracht, GELEZEN, moment)
    if eerste:
        with database.begin() as s:
            zaken.noteer_inzage(s, wie, overdracht, GELEZEN, moment)
    with database.read() as s:
        boven = zaken.bovenaan(s, overdracht)
        return bezoek.toon(
            "deel_gesprek.html",
            stand=zaken.stand(s, wie, overdracht, moment),
            bubbels=zaken.bubbels(s, overdracht, nummer),
            notities=len(overdrachten.notities(s, overdracht)),
            vandaag=moment.dag,
            gevaar_nrs=zaken.bericht_nrs(boven["later"] + boven["let_op"]),
            **boven,
        )


def bericht_nr(waarde: str) -> int:
    """Return the number of a bubble that *waarde* writes; 0 for anything odd."""
    if not (waarde.isascii() and waarde.isdigit() and len(waarde) < 17):
        return 0
    return min(int(waarde), _NR_MAX)


def er_nog(bezoek: Bezoek) -> Response:
    """Tell a page that only shows the case (on paper) that it may still be shown."""
    with bezoek.balie.database.read() as s:
        overdrachten.voor_team(s, bezoek.id, bezoek.wie.teams)
    return Response(status_code=204)


def afdruk(bezoek: Bezoek) -> Response:
    """Show the sheet of a case for paper: one A4."""
    return bezoek.toon("afdruk.html", zaak=lees(bezoek, AFGEDRUKT))


def pdf(bezoek: Bezoek) -> Response:
    """Return the sheet of a case as a PDF."""
    zaak = lees(bezoek, PDF)
    inhoud = maak_pdf(zaak.blad, bezoek.balie.settings.naam, zaak.team, zaak.later, zaak.let_op)
    return _bestand(inhoud, "application/pdf", f"samenvatting-{zaak.id[:8]}.pdf")


def als_json(bezoek: Bezoek) -> Response:
    """Return the samenvatting by its published schema (`bot/intake/samenvatting.schema.json`).

    Danger that was spoken of since stands in it too, as on the screen and on paper.
    """
    zaak = lees(bezoek, JSON)
    with bezoek.balie.database.read() as s:
        samenvatting = overdrachten.samenvatting(s, zaak.overdracht)
    samenvatting = aangevuld(samenvatting, zaak.later + zaak.let_op)
    inhoud = json.dumps(samenvatting, ensure_ascii=False, indent=2).encode()
    return _bestand(inhoud, "application/json", f"samenvatting-{zaak.id[:8]}.json")


def _bestand(inhoud: bytes, soort: str, naam: str) -> Response:
    koppen = {"Content-Disposition": f'attachment; filename="{naam}"'}
    return Response(inhoud, media_type=soort, headers=koppen)


def kaart(bezoek: Bezoek) -> Response:
    """Show the sociale kaart, of one need or of the first of them."""
    labels = list(catalogus())
    gevraagd = bezoek.request.query_params.get("behoefte", "")
    behoefte = gevraagd if gevraagd in labels else labels[0]
    return bezoek.toon(
        "sociale_kaart.html",
        behoeften=[(label, woord_desk(label)) for label in labels],
        behoefte=behoefte,
        kop=woord_desk(behoefte),
        kennis=_kennis(behoefte, bezoek.moment.dag),
        hier="kaart",
    )


ROUTES = [
    route("/overdracht/{id}.pdf", pdf),
    route("/overdracht/{id}.json", als_json),
    route("/overdracht/{id}", toon_zaak),
    route("/overdracht/{id}/deel", deel),
    route("/overdracht/{id}/er-nog", er_nog),
    route("/overdracht/{id}/afdruk", afdruk),
    route("/sociale-kaart", kaart),
]
