"""bot.dialogue.logs: nothing that a person typed reaches a log."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.settings import ROOT

CANARY = "paarse olifant onder de brug"

TALK = f"""
import asyncio, logging, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)
from bot.dialogue.agent import Bot, knop
from bot.dialogue.action_endpoint import InProcessActions
from bot.settings import load

bot = Bot.newest(load().model_dir)
wereld = {{"aanwezig": False, "open": True, "opent": None, "teams": [], "regels": None,
           "via": "tekst", "tekst": "{CANARY}"}}

async def broken(*_args, **_kwargs):
    raise RuntimeError("{CANARY}")

async def main():
    kept = (await bot.antwoord("a" * 32, {{}}, knop("begin", ""), wereld)).kept
    for text in ("{CANARY}", "/{CANARY}", '/restart{{"x": "{CANARY}"}}', "{CANARY} 😢" * 50):
        parsed = await bot.begrijp(text)
        kept = (await bot.antwoord("a" * 32, kept, parsed, wereld)).kept
    InProcessActions.request = broken
    try:
        await bot.antwoord("a" * 32, kept, await bot.begrijp("{CANARY}"), wereld)
    except Exception as error:
        print("failed as meant:", type(error).__name__)

asyncio.run(main())
print("done")
"""


@pytest.mark.model
def test_no_word_of_a_talk_is_logged() -> None:
    """Ordinary, slash-led and very long text, and an action that breaks: no word is printed.

    The worst case: every logger of the process is set to DEBUG.
    """
    done = subprocess.run(
        [sys.executable, "-c", TALK],
        cwd=ROOT,
        env={**os.environ, "LOG_LEVEL": "DEBUG"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    printed = done.stdout + done.stderr
    assert done.stdout.rstrip().endswith("done"), printed[-2000:]
    for window in (CANARY, "paarse olifant", "onder de brug"):
        assert window not in printed


@pytest.mark.model
def test_telemetry_is_off_before_rasa_is_loaded() -> None:
    """Importing the agent switches Rasa's telemetry and error reporting off, whatever was set."""
    code = (
        "import os; os.environ.pop('RASA_TELEMETRY_ENABLED', None); import bot.dialogue.agent; "
        "from rasa import telemetry; print(telemetry.is_telemetry_enabled())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "False"
