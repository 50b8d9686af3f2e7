"""Does the memory of the idle chat still hold what somebody said?

`python bench/geheugen.py [SECONDS]`

Starts the real servers, tells a whole story with canary sentences, waits (60 seconds unless told
otherwise), takes a core dump of the chat process with gdb's `gcore` and counts what is in it.
Needs gdb, Chromium and the trained model. Prints JSON: traces by encoding, and some of what stood
around them, so that one can see who keeps it. Ends with 1 for any trace, and without gdb: then
nothing was looked at.
"""

from __future__ import annotations

import json
import mmap
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.kanarie import STAM, coderingen, vertel  # noqa: E402
from tests.servers import Servers  # noqa: E402

AROUND = 60
PROCESSES = ("chat", "desk")


def child_that_runs(pid: int, what: str) -> int:
    """Return the child process of *pid* whose command line ends in *what*."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        if Path(f"/proc/{child}/cmdline").read_bytes().rstrip(b"\0").endswith(what.encode()):
            return int(child)
    raise LookupError(what)


def count(core: Path, wanted: dict[str, bytes]) -> tuple[dict[str, int], list[str]]:
    """Return how often each is in the dump, and what stands around the first of each."""
    found, around = {}, []
    with core.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for name, sought in wanted.items():
            places = [m.start() for m in re.finditer(re.escape(sought), data)]
            if places:
                found[name] = len(places)
            for place in places[:40]:
                piece = data[max(0, place - AROUND) : place + AROUND]
                around.append(re.sub(rb"[^ -~]+", b".", piece).decode())
    return found, around


def judge(result: dict[str, dict[str, Any]]) -> int:
    """Return the status: 0 when no process holds a trace, and each of them was looked at."""
    looked = set(result) == set(PROCESSES)
    return 0 if looked and not any(one["traces"] for one in result.values()) else 1


def main() -> int:
    """Tell the story, wait, dump, count; return the status."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    if shutil.which("gcore") is None:
        print("NOTHING WAS LOOKED AT: gcore (gdb) is not installed.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        servers = Servers(f"sqlite:///{place / 'db'}", place / "log").start()
        assert servers.process is not None
        try:
            story = vertel(servers.chat, servers.desk, servers.link)
            time.sleep(seconds)
            result = {}
            for name in PROCESSES:
                pid = child_that_runs(servers.process.pid, name)
                dump = ["gcore", "-o", str(place / name), str(pid)]
                subprocess.run(dump, check=True, capture_output=True)
                core = place / f"{name}.{pid}"
                wanted = {**coderingen(STAM), **story.geheimen()}
                found, around = count(core, wanted)
                result[name] = {"MB": core.stat().st_size >> 20, "traces": found, "around": around}
                core.unlink()
        finally:
            servers.stop()
    print(json.dumps({"seconds": seconds, **result}, indent=1))
    return judge(result)


if __name__ == "__main__":
    sys.exit(main())
