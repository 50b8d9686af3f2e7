"""Canary: what is typed in a browser stands nowhere, and all of the disk together opens nothing."""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.records.database import Database
from bot.settings import ROOT, load
from bot.vault import Kluis
from tests.aanval import Aanvaller, cellen
from tests.kanarie import STAM, Verhaal, bestanden, coderingen, sporen, vertel, zin
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.model]

#: Where programs put what they share in memory.
GEDEELD = (Path("/dev/shm"),)  # noqa: S108


@dataclass(frozen=True)
class Schijf:
    """Everything that a whole story left behind on the machine, while the servers still run."""

    verhaal: Verhaal
    url: str
    map: Path
    plekken: tuple[Path, ...]
    uitvoer: str


def _plekken(folder: Path, request: pytest.FixtureRequest, url: str) -> tuple[Path, ...]:
    """Make a backup, and return every place where something may have been written."""
    if url.startswith("sqlite"):
        shutil.copy(url.removeprefix("sqlite:///"), folder / "backup.db")
        extra: tuple[Path, ...] = ()
    else:
        cluster = request.getfixturevalue("own_cluster")
        cluster.checkpoint()
        extra = (cluster.folder, cluster.dump(url))
    return (folder, *extra, load().model_dir, ROOT / "var", *GEDEELD)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def schijf(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Schijf]:
    """The disk after a story, with the servers still there: nothing was tidied at an end."""
    folder = tmp_path_factory.mktemp("kanarie")
    url = f"sqlite:///{folder / 'eerst-jij.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("own_cluster").new_url()
    temp = folder / "temp"
    temp.mkdir()
    servers = Servers(url, folder / "log", TMPDIR=str(temp), HOME=str(temp)).start()
    try:
        verhaal = vertel(servers.chat, servers.desk, servers.link)
        (folder / "stdout").write_text("\n".join(servers.output))
        plekken = _plekken(folder, request, url)
        yield Schijf(verhaal, url, folder, plekken, "\n".join(servers.output))
    finally:
        assert servers.stop() == 0


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    """The search itself works: each encoding, at each alignment, in any surroundings, is found."""
    zoek = coderingen(STAM)
    for shift in range(3):
        text = ("y" * shift + zin(1)).encode()
        (tmp_path / "base64").write_bytes(base64.b64encode(text))
        assert sporen(zoek, [tmp_path / "base64"])
    for naam, inhoud in {
        "utf-8": zin(1).encode(),
        "utf-16-le": zin(1).encode("utf-16-le"),
        "utf-16-be": zin(1).encode("utf-16-be"),
        "json": json.dumps({"tekst": zin(1)}).encode(),
        "hex": zin(1).encode().hex().encode(),
    }.items():
        (tmp_path / "x").write_bytes(b"\x00\x01" + inhoud)
        assert sporen(zoek, [tmp_path / "x"]), naam
    words = zin(1).split()
    assert all(STAM in " ".join(words[n : n + 4]) for n in range(len(words) - 3))


def grootte(bestand: Path) -> int:
    """Return the bytes of a file; none of one that the running servers took away meanwhile."""
    try:
        return bestand.stat().st_size
    except FileNotFoundError:
        return 0


def test_no_sentence_code_or_cookie_stands_anywhere(schijf: Schijf) -> None:
    """Database, -wal, journal, PostgreSQL's folder and WAL, logs, temp, model, var, backup, kluis.

    As UTF-8, UTF-16, base64, JSON escapes, hex; any window of four words; the codes, the cookies
    and the keys in them, and the session of the desk.
    """
    looked = list(bestanden(*schijf.plekken))
    assert len(looked) > 5
    assert sum(map(grootte, looked)) > 1_000_000
    gezocht = {**coderingen(STAM), **schijf.verhaal.geheimen()}
    assert sporen(gezocht, schijf.plekken) == []


def test_with_everything_on_disk_nothing_of_a_person_opens(schijf: Schijf) -> None:
    """Every key file, setting, link and file in the attacker's hands: no sealed word opens.

    The same attacker with the cookie opens the talk: it is the cookie that is missing.
    """
    database = Database(schijf.url, Kluis(schijf.map / "sleutels"))
    files = [p.read_bytes() for p in bestanden(schijf.map / "sleutels")]
    dief = Aanvaller(database, files)
    dief.krijg(*files, *_geheimen_in(schijf.uitvoer), *_geheimen_in(_settings()))
    assert dief.geheimen
    assert dief.val_aan() == {}

    dief.krijg(base64.urlsafe_b64decode(schijf.verhaal.cookies[0] + "="))
    geopend = dief.val_aan()
    assert STAM in b"".join(geopend.values()).decode(errors="replace")
    assert {cel.tabel for cel in cellen(database) if cel not in geopend} >= {
        "notitie",
        "hulpverlener",
    }
    database.close()


def _settings() -> str:
    """Return every setting of the servers, as one text."""
    return "\n".join([*map(str, vars(load()).values()), *os.environ.values()])


def _geheimen_in(tekst: str) -> set[bytes]:
    """Return every 32 bytes that a word of *tekst* can be read as: a link's token, a key."""
    words = {word for word in re.split(r"[\s/=:,]+", tekst) if len(word) >= 16}
    tokens = {base64.urlsafe_b64decode(w + "=") for w in words if re.fullmatch(r"[\w-]{43}", w)}
    return tokens | {word.encode()[:32].ljust(32, b"\x00") for word in words}
