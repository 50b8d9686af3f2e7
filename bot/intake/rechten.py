"""Rights in plain words, `data/rechten.yml`: shown to who asks, all groups at once.

The page folds each group; which one somebody opens stays on the phone (decision 0036).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.intake.sociale_kaart import HOUDBAAR, Adres, Bron

BESTAND = Path(__file__).parents[2] / "data" / "rechten.yml"
#: For whom a right can be; nobody is asked which of them they are (seed statements B4 and B16).
GROEPEN = ("papieren", "zonder", "eu")


@dataclass(frozen=True)
class Recht:
    """One right; *voor* are the groups that it is for, none: everybody."""

    id: str
    tekst: str
    voor: tuple[str, ...]
    bronnen: tuple[Bron, ...]
    nagekeken: date | None

    def te_zien(self, vandaag: date) -> bool:
        """Tell whether it may be shown: never checked (and marked so), or lately."""
        return self.nagekeken is None or (vandaag - self.nagekeken).days <= HOUDBAAR

    def naar_dict(self) -> dict[str, Any]:
        """Return the right as the chat page shows it."""
        return {
            "tekst": self.tekst,
            "voor": list(self.voor),
            "bron": self.bronnen[0].url,
            "datum": self.bronnen[0].datum,
            "nagekeken": self.nagekeken.isoformat() if self.nagekeken else None,
        }


@lru_cache(maxsize=1)
def rechten() -> tuple[Recht, ...]:
    """Return every right."""
    return laad(BESTAND)


def laad(bestand: Path) -> tuple[Recht, ...]:
    """Read *bestand*; raises KeyError for a right without a text or source."""
    return tuple(
        Recht(
            regel["id"],
            regel["tekst"],
            tuple(regel["voor"]),
            tuple(Bron(b["url"], b["datum"]) for b in regel["bronnen"]),
            regel["nagekeken"],
        )
        for regel in yaml.load(bestand.read_text(encoding="utf-8"), yaml.CSafeLoader)
    )


def paneel(vandaag: date, adressen: Iterable[Adres]) -> dict[str, Any]:
    """Return the panel of the chat page: the rights of every group, each with whom it is for.

    *adressen* are who also helps without papers.
    """
    return {
        "soort": "rechten",
        "rechten": [recht.naar_dict() for recht in rechten() if recht.te_zien(vandaag)],
        "adressen": [adres.naar_dict(vandaag=vandaag) for adres in adressen],
    }
