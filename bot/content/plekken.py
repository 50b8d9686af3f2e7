"""Which line of the summary answers for what stands in each place of a samenvatting.

Every word in it is walked, whatever place it has: a field that is new there and unknown here is
found the first time that it holds something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.intake.intake import WENS
from bot.intake.regels import EIGEN_TEKST, LIEVER_NIET_EIGEN
from bot.intake.wachtrij import MISSCHIEN

#: What stands there of ours, of which the person said nothing.
_VAN_ONS = re.compile(
    r"versie|gemaakt|let_op|.+\.bron|wensen\.\w+\.zrm"
    r"|toestemming\.(wanneer|(regels|aan|geschrapt)\.\d+)"
)
_EIGEN_TEKST = re.compile(r"eigen_tekst\.waarde\.(\d+)")
#: Places, each with the name of its line.
_PLEKKEN = tuple(
    (re.compile(plek), regel)
    for plek, regel in (
        (rf"gevaar_nu\.waarde\.{MISSCHIEN}\.soort", "gevaar_nu"),
        (r"gevaar_nu\.waarde\.(\w+)\.(?:soort|eigen_woorden)", r"gevaar.\1"),
        (r"(veilig|contact)\.(\w+)\.waarde", r"\1.\2"),
        (r"hoe_met_mij\.(\w+)\.waarde", r"hoe.\1"),
        (r"wensen\.(\w+)\.meer\.waarde", rf"{WENS}\1.meer"),
        (r"wensen\.(\w+)\.(?:behoefte|rang|(?:urgentie|heeft_al_hulp)\.waarde)", rf"{WENS}\1"),
        (r"wensen\.(\w+)\.eigen_woorden\.waarde\.\d+", rf"{WENS}\1"),
        (r"liever_niet_woorden\.waarde\.\d+", LIEVER_NIET_EIGEN),
        (r"(liever_niet)\.waarde\.\d+", r"\1"),
        (r"(wie_niet|leeftijdsgroep|eerder_misgegaan|wat_helpt|wil_houden|eerste_stap|aangifte)"
         r"\.waarde", r"\1"),
    )
)  # fmt: skip


def gevuld(inhoud: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str]]:
    """Yield (place, line, text) for all that a samenvatting tells; the line None: not known."""
    gedeeld = inhoud["toestemming"]["regels"]
    for plek, tekst in _bladen(inhoud):
        if not _VAN_ONS.fullmatch(plek):
            yield plek, _regel(plek, gedeeld), tekst


def is_naam(plek: str) -> bool:
    """Tell whether this place holds a name of ours for a need or a danger, not words."""
    return plek.endswith((".behoefte", ".soort"))


def _bladen(deel: Any, plek: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(deel, Mapping):
        delen = [(str(naam), waarde) for naam, waarde in deel.items()]
    elif isinstance(deel, list | tuple):
        delen = [(_heet(nummer, waarde), waarde) for nummer, waarde in enumerate(deel)]
    else:
        yield from [(plek, str(deel))] if deel is not None else []
        return
    for naam, waarde in delen:
        yield from _bladen(waarde, f"{plek}.{naam}" if plek else naam)


def _heet(nummer: int, deel: Any) -> str:
    """Return how one of a list is called: a need and a danger by their label."""
    labels = deel if isinstance(deel, Mapping) else {}
    return str(labels.get("behoefte") or labels.get("soort") or nummer)


def _regel(plek: str, gedeeld: Sequence[str]) -> str | None:
    eigen = _EIGEN_TEKST.fullmatch(plek)
    if eigen:
        namen = [naam for naam in gedeeld if naam.startswith(EIGEN_TEKST)]
        return dict(enumerate(namen)).get(int(eigen[1]), EIGEN_TEKST)
    regel = next((m.expand(r) for p, r in _PLEKKEN if (m := p.fullmatch(plek))), None)
    # The line with more about a need is shared apart, and tells which need that is.
    zonder = regel and plek.endswith(".behoefte") and regel not in gedeeld
    return f"{regel}.meer" if zonder else regel
