"""One conversation of ten thousand turns: what a turn and the page take at its start and its end.

`make turns` runs it (TURNS=1000 for a shorter one). Prints, for each tenth: the median of a turn in
milliseconds, of the whole page, and the chat's memory. Ends with 1 when a turn of the last tenth
takes over twice one of the first, or the memory grew by more than 64 MB between them.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.records.database import migrate
from tests.nest import Nest, servers
from tests.robots import Overlever

ZINNEN = ("ik zoek een bed", "ik weet het niet", "mag ik een dokter", "hallo", "😢", "/restart")
TRAGER_MAX = 2.0
GROEI_MAX_MB = 64


def judge(tenths: list[tuple[float, int]]) -> list[str]:
    """Return what is wrong with (milliseconds of a turn, megabytes) of each tenth, in order."""
    (first, before), (last, after) = tenths[0], tenths[-1]
    wrong = []
    if last > TRAGER_MAX * first:
        wrong.append(f"a turn takes {last:.1f} ms at the end and {first:.1f} at the start")
    if after - before > GROEI_MAX_MB:
        wrong.append(f"the memory grew by {after - before} MB")
    return wrong


def main() -> int:
    """Talk, measure and judge; return the status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=10_000)
    turns = parser.parse_args().turns
    folder = Path(tempfile.mkdtemp(prefix="eerstjij-long-"))
    url = f"sqlite:///{folder / 'eerst-jij.db'}"
    migrate(url)
    nest, tenths = Nest(), []
    try:
        chat, _ = servers(nest, url, folder)
        chat.start()
        wie = Overlever(chat.url)
        wie.begin()
        print(f"{'turns':>8} {'a turn, ms':>11} {'the page, ms':>13} {'memory, MB':>11}")
        for tenth in range(10):
            took = []
            for nr in range(turns // 10):
                velden = {"tekst": ZINNEN[nr % len(ZINNEN)], "client_id": secrets.token_hex(16)}
                start = time.perf_counter()
                wie.browser.stuur("/gesprek/bericht?na=9999999", **velden)
                took.append(time.perf_counter() - start)
            start = time.perf_counter()
            wie.blad()
            page = time.perf_counter() - start
            median = sorted(took)[len(took) // 2]
            count = (tenth + 1) * turns // 10
            tenths.append((median * 1000, chat.memory() // 1024))
            print(
                f"{count:8} {tenths[-1][0]:11.1f} {page * 1000:13.1f} {tenths[-1][1]:11}",
                flush=True,
            )
    finally:
        nest.stop()
    wrong = judge(tenths)
    for line in wrong:
        print(f"NOT RIGHT: {line}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
