"""bot.dialogue.graaf."""

from __future__ import annotations

import asyncio
import importlib.util
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner import dask
from rasa.engine.runner.dask import DaskGraphRunner

from bot.dialogue import graaf
from bot.dialogue.agent import Bot, knop
from bot.settings import load

ZINNEN = ("ik zoek een slaapplek en een dokter", "ja", "ben je een robot", "hij slaat me", "qzx")


def van_rasa() -> Any:
    """Return what Rasa itself runs a graph with."""
    spec = importlib.util.spec_from_file_location("dask_van_rasa", dask.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.DaskGraphRunner.run


async def gesprek(bot: Bot) -> list[Any]:
    """Return what is understood and answered in a small talk, without times and ids."""
    wereld = {"regels": [], "via": "tekst", "teams": [], "aanwezig": False, "opent": None}
    kept: dict[str, Any] = {}
    found: list[Any] = []
    for zegt in (knop("begin", ""), *[await bot.begrijp(zin) for zin in ZINNEN]):
        beurt = await bot.antwoord("x", kept, zegt, {**wereld, "tekst": zegt["text"]})
        kept = beurt.kept
        found += [zegt, beurt.messages, kept["slots"]]
    return found


@pytest.mark.model
def test_a_graph_gives_what_it_gives_in_rasa(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is understood and what is answered is the same to the letter as with Rasa's own run."""
    bot = Bot.newest(load().model_dir)
    assert DaskGraphRunner.run is graaf._run
    hier = asyncio.run(gesprek(bot))
    monkeypatch.setattr(DaskGraphRunner, "run", van_rasa())
    assert asyncio.run(gesprek(bot)) == hier


def test_a_node_runs_once_and_a_failing_one_is_told() -> None:
    """What two nodes need is made once; an error of a run is the error that Rasa has for it."""
    made: list[str] = []

    def node(name: str, *needs: str) -> tuple[Any, Any]:
        def run(*given: tuple[str, Any]) -> tuple[str, Any]:
            made.append(name)
            if name == "stuk":
                raise RuntimeError
            return name, sum(value for _, value in given)

        return SimpleNamespace(needs=dict(enumerate(needs))), run

    nodes = {
        "a": node("a", "in"),
        "b": node("b", "a", "in"),
        "c": node("c", "a", "b"),
        "stuk": node("stuk", "a"),
    }
    runner: Any = SimpleNamespace(
        _graph_schema=SimpleNamespace(
            nodes={name: schema for name, (schema, _) in nodes.items()}, target_names=["c"]
        ),
        _instantiated_nodes={name: run for name, (_, run) in nodes.items()},
    )
    assert graaf._run(runner, {"in": 2}) == {"c": 6}
    assert made == ["a", "b", "c"]
    assert graaf._run(runner, {"in": 2}, ["b"]) == {"b": 4}
    with pytest.raises(GraphRunError):
        graaf._run(runner, {"in": 2}, ["stuk"])
