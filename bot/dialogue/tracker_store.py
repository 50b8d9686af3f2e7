"""Where Rasa keeps a conversation during one turn, and what is kept of it between turns.

Between turns a tracker is a small dict that the router seals: every slot, the active loop and how
the last turns were understood, without their words. A turn costs the same at the start and after
hundreds of turns (measured, design 8).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.constants import UTTER_PREFIX
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

#: Two turns are more than MemoizationPolicy's max_history looks back on, and no rule is longer
#: than one. Every policy goes through all that is kept, three times a turn.
TURNS_KEPT, EVENTS_KEPT = 2, 30


class TurnStore(TrackerStore):
    """Holds the trackers of the turns that are under way; nothing stays after `take`."""

    def __init__(self, domain: Domain | None = None) -> None:
        super().__init__(domain or Domain.empty())
        self._kept: dict[str, dict[str, Any]] = {}

    def put(self, sender_id: str, data: dict[str, Any]) -> None:
        """Bring in what was kept of a conversation ({} for a new one)."""
        self._kept[sender_id] = data

    def take(self, sender_id: str) -> dict[str, Any]:
        """Return what must be kept of the conversation and forget it here."""
        return self._kept.pop(sender_id, {})

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Rebuild the tracker; slots go in as leading events, which `tracker.copy` keeps."""
        data = self._kept.get(sender_id)
        if not data:
            return None
        events: list[Event] = [SlotSet(name, value) for name, value in data["slots"].items()]
        if data.get("loop"):
            events.append(ActiveLoop(data["loop"]))
        events += [_kind(event["event"])._from_parameters(event) for event in data["events"]]
        return DialogueStateTracker.from_events(
            sender_id, events, self.domain.slots, domain=self.domain
        )

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep slots, active loop and the last turns of *tracker*."""
        silent = {slot.name for slot in self.domain.slots if not slot.has_features()}
        events = [e for e in tracker.events if not (isinstance(e, SlotSet) and e.key in silent)]
        self._kept[tracker.sender_id] = {
            "slots": {n: s.value for n, s in tracker.slots.items() if s.value is not None},
            "loop": tracker.active_loop_name,
            "events": [_zonder_woorden(event).as_dict() for event in _tail(events)],
        }

    async def keys(self) -> Iterable[str]:
        """Return the ids of the turns under way."""
        return list(self._kept)

    async def delete(self, sender_id: str) -> None:
        """Forget a conversation."""
        self._kept.pop(sender_id, None)


@lru_cache(maxsize=64)
def _kind(name: str) -> Any:
    """Return the class of an event; Rasa itself looks through all of them for each event."""
    return Event.resolve_by_type(name)


def _zonder_woorden(event: Event) -> Event:
    """Return an event of a turn without what was said in it: policies look at intents and actions.

    So nobody's words are kept twice, and one word leaves as much behind as two hundred. The name of
    a text of ours stays.
    """
    if isinstance(event, UserUttered):
        return UserUttered("", event.intent, timestamp=event.timestamp)
    if isinstance(event, BotUttered):
        naam = {k: v for k, v in event.metadata.items() if k.startswith(UTTER_PREFIX)}
        return BotUttered(metadata=naam, timestamp=event.timestamp)
    return event


def _tail(events: list[Event]) -> list[Event]:
    """Return the events of the last turns, from where the bot began to listen."""
    events = events[-EVENTS_KEPT:]
    begins = [
        index
        for index, event in enumerate(events)
        if isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME
    ]
    # The last of them is the end of this turn.
    return events[begins[-(TURNS_KEPT + 1) :][0] :] if begins else events
