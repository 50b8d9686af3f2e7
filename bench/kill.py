"""Kills servers and databases at random moments of many talks; nothing may be lost or doubled.

`make kill` runs it: 500 kills, half on SQLite and half on PostgreSQL. Ends with 1 and the first
fault when something is lost, doubled or half written.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.databases import Cluster, postgres_missing
from tests.nest import Nest
from tests.storm import Storm


def storm(nest: Nest, kills: int, seed: int, *, postgres: bool) -> None:
    """Run one storm and print what stood it."""
    folder = Path(tempfile.mkdtemp(prefix="eerstjij-kill-"))
    cluster = None
    url = f"sqlite:///{folder / 'eerst-jij.db'}"
    if postgres:
        cluster = Cluster(Path(tempfile.mkdtemp(prefix="eerstjij-pg-")))
        cluster.start()
        url = cluster.new_url()
    start = time.monotonic()
    try:
        one = Storm(nest, url, folder, seed, cluster)
        one.rage(kills)
        stood = one.check()
    finally:
        if cluster is not None:
            cluster.stop()
    name = "PostgreSQL" if postgres else "SQLite"
    print(
        f"{name}: {sum(one.kills.values())} kills in {time.monotonic() - start:.0f} s, seed {seed}"
    )
    for what, count in (*sorted(one.kills.items()), *stood.items()):
        print(f"  {count:6} {what}")
    print("  nothing lost, nothing doubled, nothing half written", flush=True)


def main() -> None:
    """Run the storms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    nest = Nest()
    try:
        half = args.kills // 2
        storm(nest, args.kills - half, args.seed, postgres=False)
        missing = postgres_missing()
        if missing:
            sys.exit(f"PostgreSQL was not killed: {missing}")
        storm(nest, half, args.seed, postgres=True)
    finally:
        nest.stop()


if __name__ == "__main__":
    main()
