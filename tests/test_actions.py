"""The actions: thin, and never the reason that a talk ends up in a log."""

from __future__ import annotations

import ast
import asyncio
import logging
from datetime import datetime, timezone, tzinfo
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.actie import Actie, als_knop, lees_invoer, lees_wereld
from actions.antwoord import ActionAntwoord
from bot.intake import ingang
from bot.intake.intake import Intake
from bot.intake.invoer import Gehoord, Invoer, Team, Wereld
from bot.intake.uitkomst import Knop, Uitkomst
from bot.settings import ROOT
from tests.praat import ACTIES, domein, regels

KANARIE = "dit mag nergens staan"


def tracker(**bericht: Any) -> Tracker:
    """Return a tracker whose latest message has these parts."""
    vol = {"intent": {"name": "nlu_fallback"}, "text": "", "entities": [], **bericht}
    return Tracker("x", {"intake": None}, vol, [], False, None, {}, "action_antwoord")


class ActieStuk(Actie):
    """An action that breaks with the person's words in its error."""

    def name(self) -> str:
        return "action_stuk"

    def beurt(self, intake: Intake, invoer: Invoer, wereld: Wereld) -> Uitkomst:
        raise RuntimeError(invoer.tekst)


def draai(actie: Actie, spoor: Tracker) -> tuple[list[Any], list[dict[str, Any]]]:
    """Run an action; return its events and what it said."""
    dispatcher = CollectingDispatcher()
    return asyncio.run(actie.run(dispatcher, spoor, {})), dispatcher.messages


def test_an_error_is_met_kindly_and_logs_only_its_type(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The person reads that something broke; the log names the error and none of their words."""
    caplog.set_level(logging.DEBUG)
    gebeurd, gezegd = draai(ActieStuk(), tracker(text=KANARIE))
    assert gebeurd == []
    assert [bericht["response"] for bericht in gezegd] == ["utter_storing"]
    assert "action_stuk: RuntimeError" in caplog.text
    assert KANARIE not in caplog.text


def test_a_broken_intake_is_an_error_like_any_other() -> None:
    """A slot that cannot be read is answered, never thrown."""
    spoor = tracker()
    spoor.slots["intake"] = {"velden": "kapot"}
    _, gezegd = draai(ActionAntwoord(), spoor)
    assert gezegd[0]["response"] == "utter_storing"


def test_the_message_is_read_as_it_was_typed() -> None:
    """The words come from the router, the needs with the clause that says them."""
    invoer = lees_invoer(
        tracker(
            text="ik wil een bed",
            intent={"name": "acuut_gevaar"},
            intent_ranking=[{"name": "acuut_gevaar"}, {"name": "zorg_om_ander"}],
            entities=[{"entity": "behoefte", "value": "onderdak", "start": 11, "end": 14}],
            metadata={"tekst": "ik wil een bed", "via": "tekst", "regels": ["wie_niet"]},
        )
    )
    assert invoer.behoeften == (Gehoord("onderdak", "ik wil een bed"),)
    assert (invoer.ook, invoer.regels, invoer.knop) == ("zorg_om_ander", ("wie_niet",), False)


def test_a_button_is_read_as_a_choice() -> None:
    """What was pressed is no typed text."""
    invoer = lees_invoer(
        tracker(
            text="Klaar",
            intent={"name": "keuze"},
            entities=[{"entity": "keuze", "value": "klaar", "start": 0, "end": 0}],
            metadata={"via": "knop", "tekst": "Klaar"},
        )
    )
    assert (invoer.keuze, invoer.knop, invoer.getypt) == ("klaar", True, "")


def test_without_the_router_a_message_still_has_its_words() -> None:
    """In `rasa shell` there is no metadata."""
    spoor = tracker(text="hallo", metadata=None)
    assert lees_invoer(spoor).getypt == "hallo"
    assert lees_wereld(spoor).teams == ()


def test_the_world_is_what_the_router_told() -> None:
    """Presence, hours and teams come with the message."""
    teams = [{"id": "a", "naam": "A"}]
    wereld = lees_wereld(tracker(metadata={"aanwezig": True, "opent": "om 9 uur", "teams": teams}))
    assert wereld.aanwezig
    assert (wereld.opent, wereld.teams) == ("om 9 uur", (Team("a", "A"),))


def test_a_button_is_a_payload_of_rasa() -> None:
    """The router replaces the payload; the icon goes along."""
    assert als_knop(Knop("Klaar", "klaar", "taal")) == {
        "title": "Klaar",
        "payload": '/keuze{"keuze": "klaar"}',
        "icoon": "taal",
    }


def test_rasa_finds_every_action_of_the_domain_and_of_the_rules() -> None:
    """What the rules call exists, and nothing exists that they do not call."""
    executor = ActionExecutor()
    executor.register_package("actions")
    gevonden = {naam for naam in executor.actions if naam != "action_stuk"}
    assert gevonden == set(domein()["actions"]) == set(ACTIES)
    assert {naam for namen in regels().values() for naam in namen} == set(ACTIES)


def test_the_actions_know_the_bot_and_the_bot_knows_no_action() -> None:
    """Nothing in bot/ imports actions; the executor in this process finds them by name."""
    geladen = [
        (pad.name, naam)
        for pad in (ROOT / "bot").rglob("*.py")
        for knoop in ast.walk(ast.parse(pad.read_text(encoding="utf-8")))
        if isinstance(knoop, ast.Import | ast.ImportFrom)
        for naam in [getattr(knoop, "module", None), *(a.name for a in knoop.names)]
    ]
    assert ("action_endpoint.py", "rasa_sdk.executor") in geladen
    assert [g for g in geladen if (g[1] or "").split(".")[0] == "actions"] == []


def test_the_day_is_that_of_the_netherlands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half past midnight in the Netherlands is the new day, wherever the server's clock stands."""

    class Nacht(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 11, 25, 23, 30, tzinfo=timezone.utc).astimezone(tz)

    monkeypatch.setattr(ingang, "datetime", Nacht)
    assert ingang.als_wereld({}).vandaag == "2026-11-26"
