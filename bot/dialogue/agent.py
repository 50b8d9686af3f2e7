"""The bot: Rasa's agent in this process, one turn at a time, without a server of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.dialogue import logs, zonder_tensorflow
from bot.settings import ROOT

logs.quiet()  # before Rasa is imported: it prints text otherwise
zonder_tensorflow.install(ROOT / "config.yml")

from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage  # noqa: E402

from bot.dialogue import action_endpoint, graaf  # noqa: E402
from bot.dialogue.nlu.model import newest  # noqa: E402
from bot.dialogue.tracker_store import TurnStore  # noqa: E402


@dataclass(frozen=True)
class Beurt:
    """What one turn gave: Rasa's messages in order, and what to keep of the talk."""

    messages: list[dict[str, Any]]
    kept: dict[str, Any] = field(repr=False)


class Bot:
    """A loaded model that answers turns. Not for several threads: one event loop."""

    def __init__(self, model: Path) -> None:
        action_endpoint.install()
        graaf.install()
        self._store = TurnStore()
        self._agent = Agent(action_endpoint=action_endpoint.InProcessActions())
        # Straight in: the wrapper that Agent puts around a store turns its errors into amnesia.
        self._agent.tracker_store = self._store
        self._agent.load_model(model)

    @classmethod
    def newest(cls, folder: Path) -> Bot:
        """Load the newest model in *folder*; raises `GeenModel`."""
        return cls(newest(folder))

    async def begrijp(self, tekst: str) -> dict[str, Any]:
        """Return what the NLU hears in *tekst* (intent, ranking, entities).

        Leading slashes are data here, not a command: Rasa would obey "/restart" from anybody.
        """
        clean = tekst.lstrip().lstrip("/").lstrip() or "?"
        shift = max(tekst.find(clean), 0)
        parsed: dict[str, Any] = await self._agent.parse_message(clean)
        for entity in parsed["entities"]:
            entity["start"] += shift
            entity["end"] += shift
        parsed["text"] = tekst
        return parsed

    async def antwoord(
        self, gesprek_id: str, kept: dict[str, Any], parsed: dict[str, Any], wereld: dict[str, Any]
    ) -> Beurt:
        """Answer one message that was understood as *parsed*; *wereld* reaches the actions."""
        channel = CollectingOutputChannel()
        self._store.put(gesprek_id, kept)
        message = UserMessage(
            text=parsed["text"],
            output_channel=channel,
            sender_id=gesprek_id,
            parse_data=parsed,
            metadata=wereld,
        )
        try:
            await self._agent.handle_message(message)
        finally:
            kept = self._store.take(gesprek_id)
        return Beurt(list(channel.messages), kept)


def knop(intent: str, titel: str, entities: dict[str, str] | None = None) -> dict[str, Any]:
    """Return parse data for a pressed button: it never passes the NLU."""
    return {
        "text": titel,
        "intent": {"name": intent, "confidence": 1.0},
        "intent_ranking": [{"name": intent, "confidence": 1.0}],
        "entities": [
            {"entity": name, "value": value, "start": 0, "end": 0, "extractor": "knop"}
            for name, value in (entities or {}).items()
        ],
    }
