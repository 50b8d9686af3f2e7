"""What the sheet of a case is made of."""

from __future__ import annotations

from dataclasses import dataclass

from bot.desk.woorden import MELDCODE, WAARDEN
from bot.intake.vervolg import Vervolg


@dataclass(frozen=True)
class Regel:
    """One field: what it is about, what was said (nothing: empty), and where that comes from."""

    kop: str
    teksten: tuple[str, ...]
    bron: str
    eigen: bool

    @property
    def tekst(self) -> str:
        """The value as one line."""
        return " · ".join(self.teksten)


@dataclass(frozen=True)
class Gevaar:
    """A danger that was spoken of; *woorden* verbatim where there are any."""

    kop: str
    woorden: str | None


@dataclass(frozen=True)
class Stap:
    """One step of the opvolging of a wens."""

    status: str
    dag: str
    wie: str | None
    wat: str | None
    vervolg: Vervolg | None = None


@dataclass(frozen=True)
class Wens:
    """One need: its own words, what is known about it, and what happens with it."""

    nr: int
    behoefte: str
    kop: str
    rang: int | None
    woorden: Regel
    regels: tuple[Regel, ...]
    stappen: tuple[Stap, ...]
    open: bool
    vervolg: Vervolg | None = None

    @property
    def nu(self) -> Stap:
        """The step that holds now."""
        return self.stappen[-1]


@dataclass(frozen=True)
class Meekijker:
    """That somebody may look along; *zeker*: the person said so. *niet*: what was not shared."""

    zeker: bool
    niet: tuple[str, ...]

    @property
    def zinnen(self) -> tuple[str, ...]:
        """The warning: a heading, what to do, and what the case lacks because of it."""
        doe = "Stel ja/nee-vragen. Schrijf alleen wat een ander mag zien."
        if not self.zeker:
            return ("Iemand kijkt mogelijk mee", f"{doe} De persoon weet het niet zeker.")
        niet = f"Hierdoor niet gedeeld of niet gevraagd: {', '.join(self.niet)}."
        return ("Iemand kijkt mogelijk mee", doe, *((niet,) if self.niet else ()))


@dataclass(frozen=True)
class Blad:
    """Everything that a hulpverlener reads about a case, ready to show."""

    gemaakt: str
    let_op: str
    jong: str | None
    taal: str | None
    meekijker: Meekijker | None
    gevaar: tuple[Gevaar, ...]
    gevaar_regel: Regel
    grenzen: tuple[Regel, ...]
    veilig: tuple[Regel, ...]
    wensen: tuple[Wens, ...]
    eigen_tekst: Regel
    omgang: tuple[Regel, ...]
    verder: tuple[Regel, ...]
    aan: tuple[str, ...]
    gedeeld_op: str

    @property
    def meldcode(self) -> str | None:
        """What comes next with somebody who is under 18; None with who is not, or may be."""
        return MELDCODE if self.jong == WAARDEN["<18"] else None
