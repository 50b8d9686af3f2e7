"""Pages from templates: everything escaped, nothing inline."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.desk.blad import leeg
from bot.desk.woorden import STATUS
from bot.intake.datum import dag_in_woorden, in_woorden, wanneer, zonder_jaar

HIER = Path(__file__).parent
STATIC = HIER / "static"


def _merk(naam: str) -> str:
    """Return the address of a static file, new whenever its content is."""
    digest = blake2b((STATIC / naam).read_bytes(), digest_size=6).hexdigest()
    return f"/static/{naam}?v={digest}"


_omgeving = Environment(
    loader=FileSystemLoader(HIER / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_omgeving.filters.update(
    dag=dag_in_woorden,
    dag_kort=zonder_jaar,
    datum=in_woorden,
    leeg=leeg,
    wanneer=wanneer,
    domein=lambda url: urlsplit(url).netloc.removeprefix("www."),
)
_omgeving.globals.update(STATUS=STATUS, merk=_merk)


def toon(sjabloon: str, status: int = 200, /, **velden: Any) -> HTMLResponse:
    """Return the page that *sjabloon* makes of *velden*."""
    return HTMLResponse(_omgeving.get_template(sjabloon).render(**velden), status)


def naar(pad: str) -> Response:
    """Send the browser on to *pad*, a path of our own; never to another site."""
    return RedirectResponse(pad, 303)


FOUTEN = {
    400: ("Dit formulier klopt niet", "Ga terug en probeer het nog een keer."),
    401: ("Je bent niet meer ingelogd", "Log opnieuw in. Daarna kun je verder."),
    403: ("Dit formulier kwam niet van hier", "Laad de pagina opnieuw. Probeer het dan nog eens."),
    404: ("Deze pagina is er niet", "Misschien is ze gewist, of hoort ze bij een ander team."),
    405: ("Dit kan hier niet", "Ga terug naar de wachtrij."),
    408: ("Het versturen duurde te lang", "Ga terug en probeer het nog een keer."),
    409: ("Deze zaak is intussen veranderd", "Kijk eerst hoe de zaak er nu voor staat."),
    413: ("Dit is te veel tekst", "Maak je tekst korter en stuur hem opnieuw."),
    500: ("Er ging hier iets mis", "Het ligt niet aan jou. Probeer het zo nog een keer."),
    503: ("De gegevens zijn even niet te bereiken", "Probeer het over een minuut nog een keer."),
}


def fout(
    status: int,
    kop: str | None = None,
    uitleg: str | None = None,
    getypt: str = "",
    zaak_id: str | None = None,
) -> HTMLResponse:
    """Return a calm page for what cannot be done; what was typed stands in it, to be copied.

    With *zaak_id* it leads back to that case.
    """
    eigen_kop, eigen_uitleg = FOUTEN.get(status, FOUTEN[500])
    return toon(
        "fout.html",
        status,
        wie=None,
        naam="",
        kop=kop or eigen_kop,
        uitleg=uitleg or eigen_uitleg,
        getypt=getypt,
        zaak_id=zaak_id,
        opnieuw_inloggen=status == 401,
    )
