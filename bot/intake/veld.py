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

#: The values that mean a choice; everything else stands as it was typed or pressed.
CODES = frozenset({
    "ja", "nee", "weet_niet", "nu", "deze_week", "later", "man", "vrouw", "maakt_niet_uit",
    "<18", "rond 18", "18+", "zelf_gevraagd", "wil_niet",
})  # fmt: skip

Waarde = str | tuple[str, ...] | None


@dataclass(frozen=True)
class Veld:
    """One answer: *waarde* is a word, own words or a list of these; *bron* is where it is from."""

    waarde: Waarde = None
    bron: str = NIET_GEVRAAGD

    @property
    def eigen_woorden(self) -> tuple[str, ...]:
        """The words in it that the person typed; a choice of ours ("nu") is none."""
        waarden = self.waarde if isinstance(self.waarde, tuple) else (self.waarde,)
        eigen = self.bron == EIGEN
        return tuple(w for w in waarden if eigen and w is not None and w not in CODES)

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
