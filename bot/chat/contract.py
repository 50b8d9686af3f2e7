"""What the web app needs from the rest: the router behind it and a few settings.

Written down as protocols, so that the pages can be tried and tested without Rasa or a database.
"""

from __future__ import annotations

from typing import Protocol

from bot.dialogue.beeld import Beeld


class Settings(Protocol):
    """The settings that the pages use."""

    @property
    def https(self) -> bool:
        """True where people reach the chat over https."""

    @property
    def weg_adres(self) -> str:
        """The neutral page of somebody else that the quick exit opens."""

    @property
    def naam(self) -> str:
        """The name of the chat, as the start page shows it."""

    @property
    def organisatie(self) -> str:
        """Who runs this chat; empty where nobody does yet: a trial."""


class Bell(Protocol):
    """What wakes a stream when something was written; runs as long as the app does."""

    @property
    def closed(self) -> bool:
        """True when the process is ending: streams end too."""

    async def start(self) -> None:
        """Begin to listen."""

    async def stop(self) -> None:
        """Stop listening."""


class Router(Protocol):
    """The owner of every conversation; a *cookie* is the only handle to one."""

    @property
    def bell(self) -> Bell:
        """What wakes `wacht_op_nieuws`."""

    def gezond(self) -> None:
        """Read the database once; raises what keeps that from working."""

    async def begin(self) -> str:
        """Start a conversation and return its cookie."""

    async def beeld(self, cookie: str, na: int = 0) -> Beeld:
        """Return what to show, bubbles after *na* only; raises `GeenGesprek`."""

    async def bericht(
        self,
        cookie: str,
        tekst: str | None = None,
        keuze: str | None = None,
        regels: list[str] | None = None,
        client_id: str | None = None,
        gezien: int | None = None,
    ) -> None:
        """Take one message, once per *client_id*; raises `GeenGesprek` and `SlechteInvoer`.

        *gezien* is the last bubble that the person saw when they pressed, where that is known.
        """

    async def wis(self, cookie: str) -> None:
        """Wipe the conversation."""

    async def terug(self, code: str) -> str:
        """Return a cookie for the terugkeercode; raises `FouteCode`."""

    async def weg(self, cookie: str) -> None:
        """Quick exit: what has no code and no overdracht is wiped."""

    async def wacht_op_nieuws(self, cookie: str, na: int, timeout: float) -> bool:
        """Wait at most *timeout* seconds for something newer than *na*; raises `GeenGesprek`."""
