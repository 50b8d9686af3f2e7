"""Runs the graph of a loaded model: one node after the other, each when something needs it.

Rasa gives it to dask, which plans each run anew for threads that are not there: a sixth of
Rasa's part of a turn, in which a graph is run three times (measured).
"""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner


def install() -> None:
    """Let every graph of this process run here."""
    DaskGraphRunner.run = _run


def _run(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """Return what each of *targets* (None: those of the graph) gives, by name.

    Raises GraphRunError as Rasa does.
    """
    # A node takes and gives (name, value); so does what is put in.
    done: dict[str, tuple[str, Any]] = {name: (name, v) for name, v in (inputs or {}).items()}

    def result(name: str) -> tuple[str, Any]:
        if name not in done:
            node = self._graph_schema.nodes[name]
            done[name] = self._instantiated_nodes[name](*(result(n) for n in node.needs.values()))
        return done[name]

    try:
        return dict(result(name) for name in targets or self._graph_schema.target_names)
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
