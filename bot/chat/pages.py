"""Drawing the pages: one Jinja environment, and the few values that templates cannot work out."""

from __future__ import annotations

import re
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from bot import koekjes
from bot.chat.beloften import Belofte, Beloften, Proef
from bot.chat.contract import Settings
from bot.chat.forms import WEGGEGAAN, Inzending
from bot.dialogue.beeld import Beeld, Bubbel, Knop
from bot.intake.datum import in_woorden
from bot.intake.talen import talen

_SJABLONEN = Path(__file__).parent / "templates"
# Numbers as the fixed texts of the bot write them: 112, 0800-0113, 088 0767 000, 033-448 11 86.
_TELEFOON = re.compile(
    r"(?<![\d-])(?:112|113|0[89]00[- ]\d{4}|0\d{1,3}[- ]\d(?: ?\d){5,7})(?![\d-]|\.\d)"
)
_NIETS = Inzending()
#: Codes of languages that are read from right to left.
_RECHTS = frozenset({"ar", "fa", "he", "ps", "ur"})
# Always in reach on the quiet row; the others stand under "Meer".
_VOORAAN = ("hulpverlener", "overslaan", "stoppen", "wissen")


def bel(tekst: str) -> Markup:
    """Escape a text of the bot and make its phone numbers into links that call."""
    delen, vorige = [], 0
    for gevonden in _TELEFOON.finditer(tekst):
        nummer = gevonden.group()
        delen += [
            escape(tekst[vorige : gevonden.start()]),
            Markup('<a class="tel" href="tel:{}">{}</a>').format(re.sub(r"\D", "", nummer), nummer),
        ]
        vorige = gevonden.end()
    return Markup("").join([*delen, escape(tekst[vorige:])])


def web(waarde: str | None) -> str | None:
    """Return an address that is safe to link to (https or http), or None."""
    if not waarde:
        return None
    adres = waarde if "://" in waarde else f"https://{waarde}"
    return adres if adres.startswith(("https://", "http://")) else None


@lru_cache(maxsize=1)
def _in_taal() -> dict[str, str]:
    """Return the fixed texts that are in another language, with its code."""
    return {
        tekst.strip(): t.code
        for t in talen().values()
        for tekst in (t.zelf, t.knop, t.bubbel, t.stil, t.wacht, t.mens, t.dicht, t.nood)
    }


def taal(tekst: str) -> Markup:
    """Return the attributes that tell in which language, and which way, *tekst* is read.

    A fixed text in another language has its own; of any other the browser sees the way itself.
    """
    code = _in_taal().get(tekst.strip())
    if code is None:
        return Markup('dir="auto"')
    return Markup('lang="{}" dir="{}"').format(code, "rtl" if code in _RECHTS else "ltr")


def kaal(adres: str) -> str:
    """Turn "https://www.fier.nl/" into "fier.nl", and a longer address into its site."""
    return adres.partition("://")[2].partition("/")[0].removeprefix("www.") or adres


def _laatste_beurt(bubbels: list[Bubbel]) -> list[Bubbel]:
    """Return what was said after the person's own last message."""
    eigen = max((i for i, b in enumerate(bubbels) if b.van == "jij"), default=-1)
    return bubbels[eigen + 1 :]


def _einde(bubbels: list[Bubbel]) -> int:
    """Return the seq where reading goes on: the last own message, or the first bubble."""
    eigen = [b.seq for b in bubbels if b.van == "jij"]
    return eigen[-1] if eigen else (bubbels[0].seq if bubbels else -1)


def _splits(altijd: list[Knop]) -> tuple[list[Knop], list[Knop]]:
    vooraan = sorted(
        (k for k in altijd if k.id in _VOORAAN), key=lambda knop: _VOORAAN.index(knop.id)
    )
    return vooraan, [k for k in altijd if k.id not in _VOORAAN]


class Pages:
    """Draws every page and part of the chat; holds no state but the settings."""

    def __init__(self, settings: Settings) -> None:
        self._weg_adres = settings.weg_adres
        self._env = Environment(
            loader=FileSystemLoader(_SJABLONEN),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters.update(datum=in_woorden, bel=bel, web=web, kaal=kaal, taal=taal)
        self._env.globals.update(
            weg_adres=settings.weg_adres,
            weg_koekje=koekjes.van_script(WEGGEGAAN, settings.https),
            naam=settings.naam,
            organisatie=settings.organisatie,
        )

    def start(self, status: int = 200, **waarden: Any) -> HTMLResponse:
        """Draw the start page.

        *loopt*: a conversation is open; *gewist*: one was just wiped; *verlopen*: the one asked for
        is not there; *vers* is the address by which it replaces itself where there is no script;
        *melding* says what went wrong; *merk* goes into its forms, see `bot/chat/cookies.py`.
        """
        begin = {"loopt": False, "gewist": False, "verlopen": False, "melding": "", "merk": "",
                 "vers": ""}  # fmt: skip
        return self._pagina("start.html", status, **{**begin, **waarden})

    def terug(
        self, melding: str = "", code: str = "", status: int = 200, vers: str = "", merk: str = ""
    ) -> HTMLResponse:
        """Draw the form for the terugkeercode; *vers* and *merk* as in `start`."""
        return self._pagina("terug.html", status, melding=melding, code=code, vers=vers, merk=merk)

    def uitleg(self, beloften: Beloften, loopt: bool, vers: str = "") -> HTMLResponse:
        """Draw what is promised and what is not; *loopt* and *vers* as in `start`."""
        return self._pagina("uitleg.html", 200, beloften=beloften, loopt=loopt, vers=vers)

    def proef(self, belofte: Belofte, proef: Proef, vers: str = "") -> HTMLResponse:
        """Draw the test behind one promise, as it stands in the program."""
        return self._pagina("proef.html", 200, belofte=belofte, proef=proef, vers=vers)

    def gesprek(
        self, beeld: Beeld, status: int = 200, stand_open: bool = False, vraag: bool = False
    ) -> HTMLResponse:
        """Draw the whole talk; *vraag*: with the present question once more, at the message.

        *stand_open*: with the overview unfolded, but not where somebody looked along.
        """
        waarden = _waarden(beeld, vraag) | {"stand_open": stand_open and not beeld.bedekt}
        return self._pagina("gesprek.html", status, **waarden)

    def deel(self, beeld: Beeld, status: int = 200, vraag: bool = False) -> HTMLResponse:
        """Draw the new part of the talk, for the page's own script; *vraag* as in `gesprek`."""
        return self._pagina("deel.html", status, stand_open=False, **_waarden(beeld, vraag))

    def fout(
        self, status: int, soort: str, inzending: Inzending = _NIETS, merk: str = ""
    ) -> HTMLResponse:
        """Draw a calm page for what went wrong; *inzending* is given back, to send once more.

        With the client id that it had: should it have arrived after all, it counts once. *merk* as
        in `start`.
        """
        return self._pagina(
            "fout.html",
            status,
            soort=soort,
            inzending=inzending,
            merk=merk,
            client_id=inzending.client_id or _nieuw_id(),
        )

    def leeg(self, vanzelf: str = "") -> HTMLResponse:
        """Draw an empty page: what Back shows after an exit; it asks at once for *vanzelf*."""
        return self._pagina("leeg.html", 200, naar="/", vanzelf=vanzelf)

    def verder(self) -> HTMLResponse:
        """Draw an empty page that leaves by itself: the safe word, typed without JavaScript.

        No redirect: Chromium holds a redirect after a form post against `form-action`.
        """
        return self._pagina("leeg.html", 200, naar=self._weg_adres, vanzelf=self._weg_adres)

    def _pagina(self, sjabloon: str, status: int, **waarden: Any) -> HTMLResponse:
        return HTMLResponse(self._env.get_template(sjabloon).render(**waarden), status)


def _vraag(beeld: Beeld) -> str:
    """Return what the bot asks now; empty where it asks nothing."""
    beurt = _laatste_beurt(beeld.bubbels) if beeld.staat == "bot" else []
    return next((b.tekst for b in reversed(beurt) if b.tekst), "")


def _waarden(beeld: Beeld, vraag: bool) -> dict[str, Any]:
    vooraan, meer = _splits(beeld.altijd)
    laatste = _laatste_beurt(beeld.bubbels)
    open_ = [b for b in beeld.bubbels if b.seq > beeld.bedekt]
    vraagbaar = any(knop.id == "hulpverlener" for knop in beeld.altijd)
    return {
        # From this bubble on a human can be asked for beside a number.
        "mens_na": laatste[0].seq if laatste and vraagbaar else None,
        "beeld": beeld,
        "vraag": _vraag(beeld) if vraag else "",
        "bubbels": laatste if beeld.stil else open_,
        "eerder": [] if beeld.stil else beeld.bubbels[: len(beeld.bubbels) - len(open_)],
        "einde": _einde(open_),
        "met_plaatje": [k for k in beeld.knoppen if k.icoon],
        "zonder_plaatje": [k for k in beeld.knoppen if not k.icoon],
        "vooraan": vooraan,
        "meer": meer,
        "client_ids": (_nieuw_id(), _nieuw_id()),
        "los": secrets.token_hex(2),
    }


def _nieuw_id() -> str:
    return secrets.token_hex(16)
