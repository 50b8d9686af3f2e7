"""Writes bubbles into a talk that a human has, or is awaited for: with or without the team."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.intake import toon
from bot.intake.datum import stempel
from bot.intake.teksten import bubbels
from bot.intake.uitkomst import Bericht
from bot.records import gesprekken, overdrachten


class Schrijver:
    """What is said to both stands in the overdracht; what is only the overlever's does not."""

    def __init__(self, klok: Callable[[], datetime]) -> None:
        self._clock = klok

    def _zeg(
        self,
        s: Any,
        overdracht: overdrachten.Overdracht,
        response: str,
        paneel: dict[str, Any] | None = None,
    ) -> None:
        """Say a fixed text into the case; *paneel* hangs on its last bubble.

        Short and neutral where somebody looked along when the case was made.
        """
        stil = overdracht.kop.get("stil")
        *eerst, laatste = bubbels(toon.stil(response) if stil else response)
        for text in eerst:
            self._bubbel(s, overdracht, "bot", text, None)
        self._bubbel(s, overdracht, "bot", laatste, None, paneel)

    def _bubbel(
        self,
        s: Any,
        overdracht: overdrachten.Overdracht,
        van: str,
        tekst: str,
        client_id: str | None,
        paneel: dict[str, Any] | None = None,
    ) -> None:
        moment = self._clock()
        inhoud = {"van": van, "tekst": tekst, **stempel(moment)}
        gesprekken.voeg_toe(
            s,
            overdracht.gesprek_id,
            overdracht.key,
            {**inhoud, "paneel": paneel} if paneel else inhoud,
            moment.date(),
            overdracht_id=overdracht.id,
            client_id=client_id,
        )

    def _zeg_zelf(self, s: Any, key: bytes, gesprek_id: str, response: str) -> None:
        """Say something that the hulpverlener need not read."""
        self._zeg_alles(s, key, gesprek_id, (Bericht(response),))

    def _zeg_alles(self, s: Any, key: bytes, gesprek_id: str, berichten: Sequence[Bericht]) -> None:
        """Say fixed texts that only the overlever reads; a panel stands below the text before.

        Short and neutral while somebody looks along.
        """
        stil = gesprekken.geheugen(s, key).get("stil")
        inhoud: list[dict[str, Any]] = []
        for bericht in berichten:
            if bericht.json is not None:
                inhoud[-1]["paneel"] = bericht.json["paneel"]
            elif bericht.response is not None:
                naam = toon.stil(bericht.response) if stil else bericht.response
                teksten = bubbels(naam, **bericht.velden)
                inhoud += [{"van": "bot", "tekst": tekst} for tekst in teksten]
        for bubbel in inhoud:
            self._zelf(s, key, gesprek_id, bubbel, None)

    def _zelf(
        self, s: Any, key: bytes, gesprek_id: str, inhoud: dict[str, Any], client_id: str | None
    ) -> None:
        moment = self._clock()
        inhoud = {**inhoud, **stempel(moment)}
        gesprekken.voeg_toe(s, gesprek_id, key, inhoud, moment.date(), client_id=client_id)
