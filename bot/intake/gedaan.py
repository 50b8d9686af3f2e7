"""An answer that was given, with what it takes to undo it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.intake.invoer import Gehoord, Gevaar
from bot.intake.veld import Veld

#: What stands in the lists, where that is no text.
_INHOUD: Mapping[str, Any] = {"gehoord": Gehoord, "gevaar": Gevaar}


@dataclass(frozen=True)
class Gedaan:
    """One answered step: fields as they were before, and what it put in and took from each list.

    *merken* are the marks that it put on.
    """

    stap: str
    sluit: bool = True
    velden: Mapping[str, Veld | None] = field(default_factory=dict)
    erbij: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    eraf: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    merken: tuple[str, ...] = ()

    def naar_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        data: dict[str, Any] = {"stap": self.stap, "sluit": self.sluit}
        data["velden"] = {n: v and v.naar_dict() for n, v in self.velden.items()}
        for kant in ("erbij", "eraf"):
            data[kant] = {
                lijst: [asdict(x) if lijst in _INHOUD else x for x in items]
                for lijst, items in getattr(self, kant).items()
            }
        return {**data, "merken": list(self.merken)}

    @classmethod
    def van_dict(cls, data: Mapping[str, Any]) -> Gedaan:
        """Read back what `naar_dict` gave."""
        kanten = {
            kant: {
                lijst: tuple(_INHOUD[lijst](**x) if lijst in _INHOUD else x for x in items)
                for lijst, items in data[kant].items()
            }
            for kant in ("erbij", "eraf")
        }
        velden = {n: v and Veld.van_dict(v) for n, v in data["velden"].items()}
        merken = tuple(data.get("merken", ()))
        return cls(data["stap"], data["sluit"], velden, **kanten, merken=merken)
