"""How long `make check` takes: `python bench/keuren.py`. Ends with an error above a minute.

Each time a process of its own, from start to end, as the inhoudsteam waits for it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIMES, AT_MOST = 3, 60.0


def once() -> float:
    """Seconds of one check of the content as it stands; raises CalledProcessError for mistakes."""
    begin = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "bot", "check"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
    return time.monotonic() - begin


def main() -> int:
    """Print the times; returns 1 where one is above the bar."""
    times = [once() for _ in range(TIMES)]
    print(f"make check: {', '.join(f'{t:.1f}' for t in times)} s (at most {AT_MOST:.0f})")
    return int(max(times) > AT_MOST)


if __name__ == "__main__":
    sys.exit(main())
