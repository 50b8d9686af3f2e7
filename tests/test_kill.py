"""Servers and databases that are killed at random moments: nothing is lost, nothing is doubled.

A small storm on each database; `make kill` runs the large one.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.databases import Cluster
from tests.nest import Nest, is_open
from tests.robots import Overlever
from tests.servers import Servers
from tests.storm import Storm

pytestmark = pytest.mark.model

KILLS = 4


def test_a_storm_on_sqlite(nest: Nest, tmp_path: Path) -> None:
    """Chat and desk killed at random: what was acknowledged stands there once, in order."""
    storm = Storm(nest, f"sqlite:///{tmp_path / 'eerst-jij.db'}", tmp_path, seed=2)
    storm.rage(KILLS)
    stood = storm.check()
    assert stood["messages of hulpverleners"] >= 1
    assert stood["messages of overlevers"] >= KILLS


@pytest.mark.postgres
def test_a_storm_on_postgres(nest: Nest, tmp_path: Path, own_cluster: Cluster) -> None:
    """The same on PostgreSQL, which is itself killed and restarted too."""
    storm = Storm(nest, own_cluster.new_url(), tmp_path, seed=3, cluster=own_cluster)
    storm.rage(KILLS)
    assert storm.check()["claims"] >= 1


def test_the_parent_killed_leaves_nobody_behind(tmp_path: Path) -> None:
    """`serve` killed with -9: both servers end at once, and the next start has the whole talk."""
    url = f"sqlite:///{tmp_path / 'eerst-jij.db'}"
    servers = Servers(url, tmp_path / "log").start()
    wie = Overlever(servers.chat)
    wie.begin()
    wie.zeg("ik zoek een bed")
    assert servers.process is not None
    os.kill(servers.process.pid, signal.SIGKILL)
    servers.process.wait(10)
    end = time.monotonic() + 20
    while is_open(servers.chat_port) or is_open(servers.desk_port):
        assert time.monotonic() < end, "a server was left behind"
        time.sleep(0.05)
    servers.start()
    assert [b.tekst for b in wie.bubbels() if b.van == "jij"] == ["ik zoek een bed"]
    assert servers.stop() == 0
