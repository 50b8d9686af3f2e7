"""A mistake in the content: where it stands, what is wrong, what to do about it; in plain Dutch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Bevinding:
    """One mistake; *bestand* is a path from the root of the project, *regel* counts from 1."""

    bestand: str
    regel: int
    wat: str
    doe: str

    def __str__(self) -> str:
        """Return the mistake as it is printed: file:line, what is wrong, and what to do."""
        return f"{self.bestand}:{self.regel}  {self.wat}\n    Doe dit: {self.doe}"
