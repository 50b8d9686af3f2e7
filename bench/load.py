"""Many people chat at once with the real servers: lost messages, the time of an answer, memory.

`make load` runs it (LOAD="--chats N --minutes M"). The bar is 200 chats for 30 minutes on two quiet
cores: nothing lost, 95% of the answers within a second, memory flat. Everybody types about every
ten seconds, asks for what is new and holds a stream open as the page does, and every third hands
over. Ends with 1 when something was lost.
"""

from __future__ import annotations

import argparse
import random
import re
import secrets
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.records.database import migrate
from tests.nest import Nest, Server, servers
from tests.robots import TLS, Overlever
from tests.storm import eerste_hulpverlener

TYPT_ELKE = 10.0
ZINNEN = ("ik zoek een bed voor vannacht", "ik heb een dokter nodig", "hij heeft mijn paspoort",
          "ik weet het niet", "mag ik een tolk", "hallo")  # fmt: skip
_SEQ = re.compile(r'data-seq="(\d+)"')


class Load:
    """*chats* people for *seconds*; what each answer took, in seconds."""

    def __init__(self, chat: Server, chats: int, seconds: float) -> None:
        self.chat, self.seconds = chat, seconds
        self.took: list[float] = []
        self.failed = 0
        self.lost = 0
        self._end = time.monotonic() + seconds
        self._threads = [threading.Thread(target=self._one, args=(nr,)) for nr in range(chats)]

    def run(self) -> list[int]:
        """Let everybody talk; return the chat's memory in kB, taken ten times on the way."""
        for thread in self._threads:
            thread.start()
        memory = []
        for _ in range(10):
            time.sleep(self.seconds / 10)
            memory.append(self.chat.memory())
        for thread in self._threads:
            thread.join()
        return memory

    def _one(self, nr: int) -> None:
        draw = random.Random(nr)  # noqa: S311
        time.sleep(draw.uniform(0, min(TYPT_ELKE, self.seconds / 4)))
        wie = Overlever(self.chat.url)
        wie.begin()
        keer, seq = 0, 0
        while time.monotonic() < self._end:
            keer += 1
            seq = self._say(wie, f"woord {nr}-{keer} {draw.choice(ZINNEN)}", seq)
            if keer == 3 and nr % 3 == 0:
                wie.naar_een_mens()
            seq = self._listen(wie, seq, draw.uniform(0.5, 1.5) * TYPT_ELKE)
        said = [b.tekst for b in wie.bubbels() if b.tekst.startswith("woord ")]
        if said != wie.gezegd:
            self.lost += 1

    def _say(self, wie: Overlever, tekst: str, seq: int) -> int:
        """Send a message until it is answered; return the last bubble's number."""
        velden = {"tekst": tekst, "client_id": secrets.token_hex(16)}
        while True:
            start = time.monotonic()
            try:
                answer = wie.browser.een_keer(
                    "POST", f"/gesprek/bericht?na={seq}", data=velden, headers={"X-Deel": "1"}
                )
                ok = answer.status_code == 200
            except httpx.TransportError:
                ok = False
            self.took.append(time.monotonic() - start)
            if ok:
                wie.gezegd.append(tekst)
                return _laatste(answer.text, seq)
            self.failed += 1

    def _listen(self, wie: Overlever, seq: int, seconds: float) -> int:
        """Hold a stream open as the page does between two messages; get the news it tells of."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            try:
                if not self._wacht(wie, seq, left):
                    break
                answer = wie.browser.een_keer(
                    "GET", f"/gesprek/nieuws?na={seq}", headers={"X-Deel": "1"}
                )
                seq = _laatste(answer.text, seq)
            except httpx.TransportError:
                time.sleep(2)
        return seq

    def _wacht(self, wie: Overlever, seq: int, seconds: float) -> bool:
        """Wait at most *seconds* for the stream to tell of news; tell whether it did."""
        end = time.monotonic() + seconds
        timeout = httpx.Timeout(20, read=seconds)
        with (
            suppress(httpx.ReadTimeout),
            httpx.Client(timeout=timeout, cookies=wie.browser.cookies, verify=TLS) as client,
            client.stream("GET", f"{self.chat.url}/gesprek/stroom?na={seq}") as stream,
        ):
            for stuk in stream.iter_raw():
                if b"event: nieuws" in stuk:
                    return True
                if time.monotonic() > end:
                    break
        return False


def _laatste(deel: str, seq: int) -> int:
    """Return the number of the last bubble of a piece of the page; *seq* where it has none."""
    return max([seq, *map(int, _SEQ.findall(deel))])


def main() -> None:
    """Run it and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=30)
    args = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="eerstjij-load-"))
    url = f"sqlite:///{folder / 'eerst-jij.db'}"
    migrate(url)
    nest = Nest()
    try:
        chat, desk = servers(nest, url, folder)
        chat.start()
        desk.start()
        eerste_hulpverlener(desk)
        load = Load(chat, args.chats, args.minutes * 60)
        memory = load.run()
    finally:
        nest.stop()
    took = sorted(load.took)
    print(f"{args.chats} chats, {args.minutes:g} minutes: {len(took)} messages")
    print(f"  lost: {load.lost}, sent again: {load.failed}")
    median, most = took[len(took) // 2], took[len(took) * 95 // 100]
    print(f"  an answer: {median:.2f} s median, {most:.2f} s for 95%")
    print(f"  memory of the chat, MB: {' '.join(str(m // 1024) for m in memory)}")
    sys.exit(1 if load.lost else 0)


if __name__ == "__main__":
    main()
