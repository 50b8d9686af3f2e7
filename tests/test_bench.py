"""The measurements that nobody looks at every day end with an error when something is wrong."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import geheugen, long


def test_without_gdb_the_memory_was_not_looked_at(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing looked at is no pass: status 1, and a line that says so."""
    monkeypatch.setattr(sys, "argv", ["geheugen.py"])
    monkeypatch.setattr(geheugen.shutil, "which", lambda _naam: None)
    assert geheugen.main() == 1
    assert "NOTHING WAS LOOKED AT" in capsys.readouterr().err


def test_any_trace_in_memory_is_an_error(tmp_path: Path) -> None:
    """One word in one of the two processes, or a process that was not looked at: status 1."""
    core = tmp_path / "core"
    core.write_bytes(b"\0" * 99 + b"kwartsvlinder" + b"\0" * 99)
    found, around = geheugen.count(core, {"utf-8": b"kwartsvlinder", "utf-16": b"k\0w\0"})
    assert found == {"utf-8": 1}
    assert len(around) == 1
    niets, iets = {"traces": {}}, {"traces": found}
    assert geheugen.judge({"chat": niets, "desk": niets}) == 0
    assert geheugen.judge({"chat": niets, "desk": iets}) == 1
    assert geheugen.judge({"chat": iets, "desk": niets}) == 1
    assert geheugen.judge({"chat": niets}) == 1


@pytest.mark.parametrize(
    ("einde", "fouten"),
    [
        ((20.0, 164), []),
        ((5.0, 90), []),
        ((20.1, 100), ["a turn takes 20.1 ms at the end and 10.0 at the start"]),
        ((10.0, 165), ["the memory grew by 65 MB"]),
    ],
)
def test_a_talk_that_grows_slow_or_large_is_an_error(
    einde: tuple[float, int], fouten: list[str]
) -> None:
    """Twice the time of the first tenth and 64 MB more are the bounds; what is between is none."""
    assert long.judge([(10.0, 100), (99.0, 999), einde]) == fouten
