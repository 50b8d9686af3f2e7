"""What a turn costs here and with stock Rasa, on the same model, in the same run: `make bench`.

Ours: actions in process, their results unchecked, `TurnStore` between turns. Stock: the same model
and the same actions behind Rasa's HTTP action server, with Rasa's SQL tracker store. Both answer
the same messages, in alternation, so that the machine's drift hits both. Medians and ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.dialogue.agent import Bot, knop  # noqa: E402

# isort: split
from rasa.core.agent import Agent  # noqa: E402
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage  # noqa: E402
from rasa.core.tracker_store import SQLTrackerStore  # noqa: E402
from rasa.utils.endpoints import EndpointConfig  # noqa: E402

from bot.settings import load  # noqa: E402
from tests.servers import free_port  # noqa: E402

TALK = (
    "hallo",
    "kost dit geld",
    "ben je een robot",
    "ik kan nergens slapen",
    "wat gebeurt er daarna",
)
WERELD = {
    "aanwezig": False,
    "open": True,
    "opent": None,
    "teams": [],
    "regels": None,
    "via": "tekst",
}


class Ours:
    """One conversation with the bot as the chat runs it."""

    def __init__(self, model: Path) -> None:
        self.bot, self.kept = Bot(model), {}

    async def begin(self) -> None:
        """Start the talk."""
        beurt = await self.bot.antwoord("a" * 32, {}, knop("begin", ""), {**WERELD, "tekst": ""})
        self.kept = beurt.kept

    async def turn(self, text: str) -> None:
        """Say one thing."""
        parsed = await self.bot.begrijp(text)
        beurt = await self.bot.antwoord("a" * 32, self.kept, parsed, {**WERELD, "tekst": text})
        self.kept = beurt.kept


class Stock:
    """One conversation with the same model as Rasa runs it."""

    def __init__(self, model: Path, folder: str, port: int, validate: Any) -> None:
        from rasa.core.actions.action import RemoteAction

        self._remote, self._validate = RemoteAction, validate
        endpoint = EndpointConfig(url=f"http://127.0.0.1:{port}/webhook")
        self.agent = Agent(action_endpoint=endpoint)
        self.agent.load_model(model)
        store = SQLTrackerStore(self.agent.domain, dialect="sqlite", db=f"{folder}/stock.db")
        self.agent.processor.tracker_store = self.agent.tracker_store = store

    async def begin(self) -> None:
        """Start the talk."""
        await self._handle("/begin")

    async def turn(self, text: str) -> None:
        """Say one thing."""
        await self._handle(text)

    async def _handle(self, text: str) -> None:
        ours = self._remote._validate_action_result
        self._remote._validate_action_result = self._validate
        try:
            await self.agent.handle_message(
                UserMessage(
                    text, CollectingOutputChannel(), "stock", metadata={**WERELD, "tekst": text}
                )
            )
        finally:
            self._remote._validate_action_result = ours


async def measure(sides: dict[str, Any], turns: int) -> dict[str, list[float]]:
    """Return milliseconds per turn for each side, turn by turn in alternation."""
    took: dict[str, list[float]] = {name: [] for name in sides}
    for side in sides.values():
        await side.begin()
    for number in range(turns):
        for name, side in sides.items():
            start = time.perf_counter()
            await side.turn(TALK[number % len(TALK)])
            took[name].append((time.perf_counter() - start) * 1000)
    return took


def report(took: dict[str, list[float]]) -> None:
    """Print medians per stretch of the talk and the ratio of medians."""
    turns = len(took["ours"])
    stretches = [
        ("first 20", slice(0, 20)),
        ("last 20", slice(turns - 20, turns)),
        ("all", slice(None)),
    ]
    print(f"{'turns':10} {'ours ms':>9} {'stock ms':>9} {'ratio':>7}")
    for name, part in stretches:
        ours, stock = (statistics.median(took[side][part]) for side in ("ours", "stock"))
        print(f"{name:10} {ours:9.1f} {stock:9.1f} {stock / ours:7.1f}")


def main() -> None:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=100, help="turns of each talk (default 100)")
    turns = parser.parse_args().turns
    from rasa.core.actions.action import RemoteAction

    stock_validate = RemoteAction._validate_action_result
    model = max(load().model_dir.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    port = free_port()
    env = {**os.environ, "SANIC_HOST": "127.0.0.1", "RASA_TELEMETRY_ENABLED": "false"}
    server = subprocess.Popen(
        [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(port)],
        cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        time.sleep(5)
        with tempfile.TemporaryDirectory() as folder:
            ours = Ours(model)
            sides = {"ours": ours, "stock": Stock(model, folder, port, stock_validate)}
            report(asyncio.run(measure(sides, turns)))
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    main()
