"""What can stand in the way of a case."""

from __future__ import annotations


class NietVanJou(Exception):
    """Only the hulpverlener who has the case may do this; `eigenaar` is their first name."""

    def __init__(self, eigenaar: str | None = None) -> None:
        super().__init__("not yours")
        self.eigenaar = eigenaar
