"""A field of what the person said: the value, and where it comes from.

Empty never means no: a field without a value says whether it was not asked, not answered or not
shared (design section 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

EIGEN = "eigen_woorden"
KNOP = "knop"
NIET_GEVRAAGD = "niet_gevraagd"
WIL_NIET = "wil_niet_zeggen"
NIET_GEDEELD = "niet_gedeeld"

Waarde = str | tuple[str, ...] | None


@dataclass(frozen=True)
class Veld:
    """One answer: *waarde* is a word, own words or a list of these; *bron* is where it is from."""

    waarde: Waarde = None
    bron: str = NIET_GEVRAAGD

    def naar_dict(self) -> dict[str, Any]:
        """Return the field as the summary's JSON has it."""
        waarde = list(self.waarde) if isinstance(self.waarde, tuple) else self.waarde
        return {"waarde": waarde, "bron": self.bron}

    @classmethod
    def van_dict(cls, data: dict[str, Any]) -> Veld:
        """Read back what `naar_dict` gave."""
        waarde = data["waarde"]
        return cls(tuple(waarde) if isinstance(waarde, list | tuple) else waarde, data["bron"])


ONBEKEND = Veld()
GEEN_ANTWOORD = Veld(None, WIL_NIET)
