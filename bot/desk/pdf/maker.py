"""The sheet of a case as a PDF on A4: danger first, then what to respect, then the wensen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF

from bot.desk.blad import gevuld, leeg
from bot.desk.bladdelen import Blad, Regel, Wens
from bot.desk.gevaar import Later
from bot.desk.pdf import schrift
from bot.intake.teksten import zin

FONTS = Path(__file__).parents[1] / "fonts"
#: Millimetres.
RAND, KOP_BREEDTE, PAGINA_BREEDTE, ONDER = 14.0, 44.0, 210.0, 283.0
_PT = 0.3528
_REGELAFSTAND = 1.38

_ZWART, _GRIJS, _ROOD, _OKER = (25, 28, 32), (88, 96, 104), (122, 24, 12), (94, 66, 0)
_ROOD_VLAK, _OKER_VLAK = (252, 236, 232), (253, 246, 226)


def maak_pdf(
    blad: Blad,
    naam: str,
    team: str,
    later: tuple[Later, ...] = (),
    let_op: tuple[Later, ...] = (),
) -> bytes:
    """Return the PDF of *blad*. *naam* is the service, *team* who it was shared with.

    *later* is the danger that came up after the samenvatting was made, *let_op* what else was
    said since that comes first.
    """
    vel = _Vel()
    vel.pdf.set_title("Samenvatting")
    vel.pdf.set_creator(naam)
    vel.alinea(" · ".join(filter(None, ("Samenvatting", blad.taal))), 17, vet=True)
    vel.alinea(f"{naam} · gedeeld met {team} op {blad.gedeeld_op}", 9, kleur=_GRIJS)
    vel.alinea(f"{blad.let_op} Leeg betekent niet nee.", 9, kleur=_GRIJS)
    if blad.jong:
        vel.alinea(blad.jong, 11, vet=True)
    if blad.meldcode:
        vel.alinea(blad.meldcode, 10)
    _let_op(vel, blad, let_op)
    _later(vel, later)
    _gevaar(vel, blad)
    vel.vlak([_Stuk("Houd je hieraan", 11, True, _OKER)], list(blad.grenzen), _OKER_VLAK, _OKER)
    vel.kop("Wat de persoon nodig heeft")
    for wens in blad.wensen:
        _wens(vel, wens)
    if not blad.wensen:
        vel.alinea("Er zijn geen wensen gedeeld.", 10)
    if blad.eigen_tekst.teksten:
        vel.kop("Ook gezegd")
        for tekst in blad.eigen_tekst.teksten:
            vel.alinea(f"„{tekst}”", 11.5)
    _antwoorden(vel, blad)
    return bytes(vel.pdf.output())


def _antwoorden(vel: _Vel, blad: Blad) -> None:
    """Write the answers by their groups, and in one line what was left empty and why."""
    for kop, regels in (
        ("Veiligheid", blad.veilig),
        ("Hoe met mij", blad.omgang),
        ("Verder", blad.verder),
    ):
        vel.kop(kop)
        vel.tabel(gevuld(regels))
        for bron, koppen in leeg(regels):
            vel.alinea(f"{bron}: {koppen}.", 9, kleur=_GRIJS)


def _let_op(vel: _Vel, blad: Blad, let_op: tuple[Later, ...]) -> None:
    stukken = []
    if blad.meekijker:
        kop, *zinnen = blad.meekijker.zinnen
        stukken.append(_Stuk(kop, 12, True, _OKER))
        stukken += [_Stuk(zin, 10, False, _ZWART) for zin in zinnen]
    for een in let_op:
        stukken.append(_Stuk(een.kop, 12, True, _OKER))
        if een.woorden:
            stukken.append(_Stuk(f"„{een.woorden}”", 11, False, _ZWART))
    if let_op:
        stukken.append(_Stuk("Gezegd na het delen.", 9, False, _ZWART))
    if stukken:
        vel.vlak(stukken, [], _OKER_VLAK, _OKER)


def _later(vel: _Vel, later: tuple[Later, ...]) -> None:
    stukken = []
    for een in later:
        stukken.append(_Stuk(een.kop, 14, True, _ROOD))
        if een.woorden:
            stukken.append(_Stuk(f"„{een.woorden}”", 13, False, _ZWART))
    if stukken:
        stukken.append(_Stuk("Gezegd na het delen.", 9, False, _ZWART))
        vel.vlak(stukken, [], _ROOD_VLAK, _ROOD)


def _gevaar(vel: _Vel, blad: Blad) -> None:
    stukken = []
    for gevaar in blad.gevaar:
        stukken.append(_Stuk(gevaar.kop, 14, True, _ROOD))
        if gevaar.woorden:
            stukken.append(_Stuk(f"„{gevaar.woorden}”", 13, False, _ZWART))
    if stukken:
        stukken.append(_Stuk(f"Bron: {blad.gevaar_regel.bron}", 8, False, _GRIJS))
        vel.vlak(stukken, [], _ROOD_VLAK, _ROOD)
    else:
        vel.tabel([blad.gevaar_regel])


def _wens(vel: _Vel, wens: Wens) -> None:
    rang = f"{wens.rang}. " if wens.rang else ""
    vel.alinea(f"{rang}{wens.kop}", 11, vet=True, boven=1.2)
    for tekst in wens.woorden.teksten:
        vel.alinea(f"„{tekst}”", 12, inspring=4)
    if not wens.woorden.teksten:
        vel.alinea(f"Geen eigen woorden ({wens.woorden.bron})", 9, inspring=4, kleur=_GRIJS)
    vel.tabel(gevuld(wens.regels), inspring=4)
    nu = wens.nu
    door = f" door {nu.wie}" if nu.wie else ""
    wat = f" · {nu.wat}" if nu.wat else ""
    vel.alinea(f"Stand: {nu.status.lower()}, {nu.dag}{door}{wat}", 9, inspring=4, kleur=_GRIJS)
    if wens.vervolg:
        tekst = zin("utter_opvolging_vervolg", **wens.vervolg.velden())
        vel.alinea(tekst, 9, inspring=4, kleur=_GRIJS)


@dataclass(frozen=True)
class _Stuk:
    """A paragraph: *grootte* in points."""

    tekst: str
    grootte: float
    vet: bool
    kleur: tuple[int, int, int]


class _Vel:
    """A sheet that is filled from top to bottom; a new page begins where it is full."""

    def __init__(self) -> None:
        self.pdf = FPDF(format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font("dejavu", "", FONTS / "DejaVuSans.ttf")
        self.pdf.add_font("dejavu", "B", FONTS / "DejaVuSans-Bold.ttf")
        self.pdf.add_page()
        self.y = RAND

    def kop(self, tekst: str) -> None:
        """Write a heading with a line under it."""
        self.alinea(tekst, 12, vet=True, boven=3.0, samen=10)
        self.pdf.set_draw_color(*_GRIJS)
        self.pdf.set_line_width(0.2)
        self.pdf.line(RAND, self.y, PAGINA_BREEDTE - RAND, self.y)
        self.y += 1

    def alinea(
        self,
        tekst: str,
        grootte: float,
        *,
        vet: bool = False,
        kleur: tuple[int, int, int] = _ZWART,
        inspring: float = 0,
        boven: float = 0,
        samen: float = 0,
    ) -> None:
        """Write a paragraph; *samen* millimetres must fit under it on the same page."""
        regels = self._breek(tekst, grootte, vet, PAGINA_BREEDTE - 2 * RAND - inspring)
        self.y += boven
        self._zorg_voor(len(regels) * _hoogte(grootte) + samen)
        self._schrijf(regels, grootte, vet, kleur, RAND + inspring, PAGINA_BREEDTE - RAND)

    def tabel(self, rijen: list[Regel], inspring: float = 0, grootte: float = 9.5) -> None:
        """Write a row for each field: what it is about, what was said, where that comes from."""
        links = RAND + inspring
        midden = links + KOP_BREEDTE
        for rij in rijen:
            tekst = "\n".join(f"„{t}”" if rij.eigen else t for t in rij.teksten) or "–"
            regels = self._breek(f"{tekst}  ({rij.bron})", grootte, False, _rechts() - midden)
            self._zorg_voor(len(regels) * _hoogte(grootte))
            top = self.y
            self._schrijf([rij.kop], grootte, False, _GRIJS, links, midden)
            self.y = top
            kleur = _ZWART if rij.teksten else _GRIJS
            self._schrijf(regels, grootte, False, kleur, midden, _rechts())

    def vlak(
        self,
        stukken: list[_Stuk],
        rijen: list[Regel],
        vul: tuple[int, int, int],
        rand: tuple[int, int, int],
    ) -> None:
        """Write paragraphs and rows on a coloured ground with a bar at its side."""
        self.y += 2
        hoogte = self._meet_vlak(stukken, rijen)
        if hoogte < ONDER - RAND:
            self._zorg_voor(hoogte)
            self.pdf.set_fill_color(*vul)
            self.pdf.rect(RAND, self.y, PAGINA_BREEDTE - 2 * RAND, hoogte, style="F")
            self.pdf.set_fill_color(*rand)
            self.pdf.rect(RAND, self.y, 1.4, hoogte, style="F")
        self.y += 2
        for stuk in stukken:
            self.alinea(stuk.tekst, stuk.grootte, vet=stuk.vet, kleur=stuk.kleur, inspring=4)
        self.tabel(rijen, inspring=4, grootte=10)
        self.y += 2

    def _meet_vlak(self, stukken: list[_Stuk], rijen: list[Regel]) -> float:
        """Return how high `vlak` will be: it is drawn once on a page that is thrown away."""
        proef = _Meting(self)
        for stuk in stukken:
            proef.alinea(stuk.tekst, stuk.grootte, vet=stuk.vet, kleur=stuk.kleur, inspring=4)
        proef.tabel(rijen, inspring=4, grootte=10)
        return proef.y + 4

    def _breek(self, tekst: str, grootte: float, vet: bool, breedte: float) -> list[str]:
        self.pdf.set_font("dejavu", "B" if vet else "", grootte)
        kent = self.pdf.fonts["dejavuB" if vet else "dejavu"].cmap
        leesbaar = schrift.vorm(schrift.zichtbaar(tekst, kent.__contains__))
        return schrift.regels(leesbaar, breedte, self.pdf.get_string_width)

    def _schrijf(
        self,
        regels: list[str],
        grootte: float,
        vet: bool,
        kleur: tuple[int, int, int],
        links: float,
        rechts: float,
    ) -> None:
        """Write lines that are broken already; each on the page where it fits."""
        for regel in regels:
            self._zorg_voor(_hoogte(grootte))
            self.pdf.set_font("dejavu", "B" if vet else "", grootte)
            self.pdf.set_text_color(*kleur)
            beeld = schrift.in_beeld(regel)
            x = links
            if schrift.is_rechts(regel):
                x = rechts - self.pdf.get_string_width(beeld)
            self.pdf.text(x, self.y + grootte * _PT * 1.02, beeld)
            self.y += _hoogte(grootte)

    def _zorg_voor(self, hoogte: float) -> None:
        """Begin a new page where *hoogte* no longer fits, unless it fits on none."""
        if self.y + min(hoogte, ONDER - RAND) > ONDER:
            self.pdf.add_page()
            self.y = RAND


class _Meting(_Vel):
    """A sheet without end that only measures."""

    def __init__(self, vel: _Vel) -> None:
        self.pdf = vel.pdf
        self.y = 0

    def _schrijf(
        self,
        regels: list[str],
        grootte: float,
        vet: bool,
        kleur: tuple[int, int, int],
        links: float,
        rechts: float,
    ) -> None:
        self.y += len(regels) * _hoogte(grootte)

    def _zorg_voor(self, hoogte: float) -> None:
        pass


def _hoogte(grootte: float) -> float:
    """Return the height of a line (mm) of letters of *grootte* points."""
    return grootte * _PT * _REGELAFSTAND


def _rechts() -> float:
    return PAGINA_BREEDTE - RAND
