"""Text that somebody typed: what is kept of it, and how long it may be."""

from __future__ import annotations

BERICHT_MAX = 4000
REGEL_MAX = 200


class SlechteInvoer(Exception):
    """What was typed cannot be used; *melding* says in Dutch what to do, *veld* which field."""

    def __init__(self, veld: str, melding: str) -> None:
        super().__init__(veld)
        self.veld = veld
        self.melding = melding


def eis(veld: str, tekst: str, leeg: str, hoogstens: int = BERICHT_MAX) -> str:
    """Return *tekst* if it is not empty and not too long; raises `SlechteInvoer`."""
    if not tekst:
        raise SlechteInvoer(veld, leeg)
    if len(tekst) > hoogstens:
        over = len(tekst) - hoogstens
        raise SlechteInvoer(
            veld, f"Je tekst is {over} tekens te lang. Er passen {hoogstens} tekens in."
        )
    return tekst
