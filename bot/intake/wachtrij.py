"""The order of the queue, and in words why a case stands where it stands.

Danger comes first, always. After that the time somebody has waited decides, with a head start of
at most `VOORSPRONG_MAX` for who says to be unsafe, needs something now, or is under 18. Because
the head start is bounded, who waits longer than that is overtaken by nobody but danger: nobody
starves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.intake.bewaren import te_lang

#: Minutes of waiting that count extra; together at most `VOORSPRONG_MAX`.
VOORSPRONG = {"onveilig": 60, "jong": 30, "haast": 30}
VOORSPRONG_MAX = 90
#: From this many minutes the queue says that somebody waits long.
LANG = 60

#: Said of somebody who does not know whether there is danger now: no crisis, and not safe.
MISSCHIEN = "misschien"
GEVAAR = {
    "acuut_gevaar": "gevaar nu",
    "medische_nood": "medische nood",
    "zelfdoding": "gedachten aan zelfdoding",
    MISSCHIEN: "weet niet of er nu gevaar is",
}
BRON = {"eigen_woorden": "gezegd door de persoon", "knop": "aangeklikt door de persoon"}
_REDEN = {
    "onveilig": "voelt zich nu niet veilig",
    "jong": "is jonger dan 18",
    "haast": "heeft nu iets nodig",
}


@dataclass(frozen=True)
class Wachtende:
    """Somebody who waits. *sinds* in seconds since 1970; *gevaar* is a kind of crisis or None.

    *gezien*: a hulpverlener has read all of it. *weer*: somebody had it and gave it back. *uren*:
    agreed hours after which that is too long.
    """

    id: str
    sinds: float
    gevaar: str | None = None
    gevaar_bron: str | None = None
    onveilig: bool = False
    jong: bool = False
    haast: bool = False
    gezien: bool = True
    weer: bool = False
    uren: int = 4


@dataclass(frozen=True)
class Plaats:
    """A place in the queue: 1 is next. *reden* says why, *wacht* how long already, in words."""

    wachtende: Wachtende
    nr: int
    reden: str
    wacht: str


def volgorde(cases: Iterable[Wachtende], nu: float) -> list[Plaats]:
    """Return the queue at *nu* (seconds since 1970), the next case first."""
    rij = sorted(cases, key=lambda case: _sleutel(case, nu))
    ander_gevaar = sum(1 for case in rij if case.gevaar)
    return [
        Plaats(case, nr, _reden(case, nr, ander_gevaar, nu), wachttijd(case.sinds, nu))
        for nr, case in enumerate(rij, 1)
    ]


def wachttijd(sinds: float, nu: float) -> str:
    """Return how long somebody has waited, in words: "4 minuten", "2 uur en 5 minuten"."""
    minuten = _minuten(sinds, nu)
    if minuten < 1:
        return "minder dan 1 minuut"
    uren, rest = divmod(minuten, 60)
    if uren >= 48:
        return f"{uren // 24} dagen"
    los = f"{rest} {'minuut' if rest == 1 else 'minuten'}"
    if not uren:
        return los
    return f"{uren} uur en {los}" if rest else f"{uren} uur"


def voorsprong(case: Wachtende) -> int:
    """Return how many minutes count extra for this case."""
    return min(VOORSPRONG_MAX, sum(VOORSPRONG[grond] for grond in _gronden(case)))


def _sleutel(case: Wachtende, nu: float) -> tuple[bool, float, float, str]:
    sinds = min(case.sinds, nu)
    return (not case.gevaar, sinds - 60 * voorsprong(case) * (not case.gevaar), sinds, case.id)


def _gronden(case: Wachtende) -> list[str]:
    return [grond for grond in VOORSPRONG if getattr(case, grond)]


def _minuten(sinds: float, nu: float) -> int:
    return max(0, int(nu - sinds)) // 60


def _reden(case: Wachtende, nr: int, in_gevaar: int, nu: float) -> str:
    return " ".join(filter(None, (_plaats(case, nr, in_gevaar, nu), _te_lang(case, nu))))


def _te_lang(case: Wachtende, nu: float) -> str:
    """Say what went wrong where the agreed hours have passed."""
    if not te_lang(case.sinds, nu, case.uren):
        return ""
    if not case.gezien:
        return "Te lang: nog niemand heeft dit gelezen."
    return "Te lang." if case.weer else "Te lang: gelezen, maar nog niet opgepakt."


def _plaats(case: Wachtende, nr: int, in_gevaar: int, nu: float) -> str:
    if case.gevaar:
        wat = GEVAAR.get(case.gevaar, "gevaar nu")
        bron = f" ({BRON[case.gevaar_bron]})" if case.gevaar_bron in BRON else ""
        waar = "Bovenaan" if nr == 1 else "Vooraan, na wie langer in gevaar wacht"
        return f"{waar}: {wat}{bron}."
    if in_gevaar:
        waar = "Na wie in gevaar is"
    else:
        waar = "Bovenaan" if nr == 1 else "Op volgorde van wachten"
    gronden = _gronden(case)
    zinnen = [f"{waar}: niemand wacht langer." if waar == "Bovenaan" else f"{waar}."]
    if gronden:
        woorden = ", ".join(_REDEN[grond] for grond in gronden)
        zinnen = [f"{waar}. Telt {voorsprong(case)} minuten extra: {woorden}."]
    if _minuten(case.sinds, nu) >= LANG:
        zinnen.append("Wacht al lang.")
    return " ".join(zinnen)
