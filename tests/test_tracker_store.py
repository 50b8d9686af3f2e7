"""bot.dialogue.tracker_store."""

import asyncio
import json
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.dialogue.tracker_store import EVENTS_KEPT, TurnStore

DOMAIN = Domain.from_dict(
    {
        "intents": ["hoi"],
        "slots": {
            "intake": {
                "type": "any",
                "influence_conversation": False,
                "mappings": [{"type": "custom"}],
            },
            "stap": {"type": "text", "mappings": [{"type": "custom"}]},
        },
        "forms": {"vragen": {"required_slots": []}},
    }
)


def turn(store: TurnStore, kept: dict[str, Any], *events: Any) -> dict[str, Any]:
    """Run one turn that adds *events*; return what is kept, as it comes back from storage."""
    store.put("x", kept)
    tracker = asyncio.run(store.get_or_create_tracker("x"))
    for event in events:
        tracker.update(event, DOMAIN)
    asyncio.run(store.save(tracker))
    stored: dict[str, Any] = json.loads(json.dumps(store.take("x")))
    return stored


def reopen(store: TurnStore, kept: dict[str, Any]) -> DialogueStateTracker:
    store.put("x", kept)
    tracker = asyncio.run(store.retrieve("x"))
    assert tracker is not None
    return tracker


def test_slots_and_loop_survive_hundreds_of_turns() -> None:
    """A slot set in the first turn and an active form are still there after 300 turns."""
    store = TurnStore(DOMAIN)
    kept = turn(store, {}, SlotSet("intake", {"wens": ["ñ"]}), ActiveLoop("vragen"))
    for number in range(300):
        kept = turn(
            store, kept, ActionExecuted("action_listen"), UserUttered(str(number), {"name": "hoi"})
        )
    tracker = reopen(store, kept)
    assert tracker.copy().get_slot("intake") == {"wens": ["ñ"]}
    assert tracker.active_loop_name == "vragen"
    assert len(kept["events"]) <= EVENTS_KEPT


def test_the_last_turns_are_kept_whole() -> None:
    """However long the talk, the policies see the last two turns from their first event on."""
    store, kept = TurnStore(DOMAIN), {}
    for number in range(9):
        words = UserUttered("woorden", {"name": str(number)})
        kept = turn(store, kept, words, ActionExecuted("action_listen"))
    names = [e.get("name") or e["parse_data"]["intent"]["name"] for e in kept["events"]]
    assert names == ["action_listen", "7", "action_listen", "8", "action_listen"]


def test_what_is_kept_does_not_grow() -> None:
    """After 300 turns as many bytes are kept as after 30."""
    store, sizes = TurnStore(DOMAIN), {}
    kept: dict[str, Any] = {}
    for number in range(1, 301):
        kept = turn(
            store,
            kept,
            ActionExecuted("action_listen"),
            UserUttered("hallo daar", {"name": "hoi"}),
            SlotSet("intake", {"beurt": number}),
        )
        sizes[number] = len(json.dumps(kept))
    assert sizes[300] < sizes[30] * 1.1


def test_the_newest_value_of_a_slot_wins() -> None:
    """A slot that changed several times comes back with its last value."""
    store = TurnStore(DOMAIN)
    kept: dict[str, Any] = {}
    for value in ("een", "twee", "drie"):
        kept = turn(store, kept, SlotSet("stap", value), SlotSet("intake", {"nu": value}))
    tracker = reopen(store, kept)
    assert (tracker.get_slot("stap"), tracker.get_slot("intake")) == ("drie", {"nu": "drie"})


def test_nothing_stays_after_a_turn() -> None:
    """Between turns the store holds no conversation at all."""
    store = TurnStore(DOMAIN)
    turn(store, {}, UserUttered("geheim", {"name": "hoi"}))
    assert asyncio.run(store.retrieve("x")) is None
    assert list(asyncio.run(store.keys())) == []


def test_a_conversation_can_be_deleted() -> None:
    """The store can forget a conversation in the middle of a turn."""
    store = TurnStore(DOMAIN)
    store.put("x", {"slots": {}, "events": []})
    asyncio.run(store.delete("x"))
    assert asyncio.run(store.retrieve("x")) is None
