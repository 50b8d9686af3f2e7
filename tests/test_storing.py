"""Disk full, database gone: a calm page that keeps the words, nothing half written, and it goes on.

With the real servers. The disk is full by a limit on what the processes may write, and on a real
full disk where this machine lets us make one; the database is gone by moving it, or by stopping
PostgreSQL.
"""

from __future__ import annotations

import contextlib
import html
import os
import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from bot.records.database import migrate
from tests.databases import Cluster
from tests.nest import Nest, Server, servers
from tests.people import launch
from tests.robots import Hulpverlener, Overlever, plat
from tests.storm import check_database, eerste_hulpverlener
from tests.test_logregels import vreemde_regels

pytestmark = pytest.mark.model

TEKST = "ik wil vannacht <b>veilig</b> slapen & eten"


@dataclass
class Huis:
    """Two servers on a database that can be taken away."""

    url: str
    chat: Server
    desk: Server
    noor: Hulpverlener
    stuk: Callable[[], AbstractContextManager[None]]


@contextmanager
def _te_veel(chat: Server, desk: Server) -> Iterator[None]:
    """The kernel refuses every write beyond the first bytes of a file."""
    was = [(s.pid, resource.prlimit(s.pid, resource.RLIMIT_FSIZE)) for s in (chat, desk)]
    for pid, (_, hard) in was:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (4000, hard))  # a page is 4096 bytes
    yield
    for pid, limits in was:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


@contextmanager
def _volle_schijf(schijf: Path) -> Iterator[None]:
    """Another file takes all that is left."""
    with contextlib.suppress(OSError), (schijf / "groot").open("wb", buffering=0) as groot:
        while groot.write(b"x" * 512):
            pass
    yield
    (schijf / "groot").unlink()


@contextmanager
def _weg(schijf: Path) -> Iterator[None]:
    """The folder of the database is not there."""
    elders = schijf.rename(schijf.with_name("elders"))
    yield
    shutil.rmtree(schijf, ignore_errors=True)
    elders.rename(schijf)


@contextmanager
def _uit(cluster: Cluster) -> Iterator[None]:
    cluster.down()
    yield
    cluster.up()


@contextmanager
def _schijfje(map_: Path) -> Iterator[None]:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", map_], capture_output=True, check=False
    )
    if done.returncode:
        waarom = "this user may not make a small disk"
        if os.environ.get("CI") and not os.environ.get("ZONDER_SCHIJFJE"):
            pytest.fail(f"{waarom}: run CI as root, or say that it cannot with ZONDER_SCHIJFJE=1")
        pytest.skip(f"{waarom}; the limit on writing is tested instead")
    yield
    subprocess.run(["umount", "-l", map_], check=True)


@contextmanager
def _postgres() -> Iterator[Cluster]:
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="eerstjij-pg-")))
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(
    params=["limiet", "schijf", "weg", pytest.param("postgres", marks=pytest.mark.postgres)]
)
def huis(request: pytest.FixtureRequest, nest: Nest, tmp_path: Path) -> Iterator[Huis]:
    """The servers, for each way in which a database fails."""
    with contextlib.ExitStack() as stapel:
        map_ = tmp_path / "data"
        map_.mkdir()
        url = f"sqlite:///{map_ / 'eerst-jij.db'}"
        if request.param == "schijf":
            stapel.enter_context(_schijfje(map_))
        if request.param == "postgres":
            request.getfixturevalue("postgres_cluster")  # skips, or fails in CI
            cluster = stapel.enter_context(_postgres())
            url = cluster.new_url()
        migrate(url)
        chat, desk = servers(nest, url, tmp_path, SLEUTEL_DIR=str(map_ / "sleutels"))
        for server in (chat, desk):
            server.start()
            stapel.callback(server.kill)
        stuk = {
            "limiet": lambda: _te_veel(chat, desk),
            "schijf": lambda: _volle_schijf(map_),
            "weg": lambda: _weg(map_),
            "postgres": lambda: _uit(cluster),
        }[request.param]
        yield Huis(url, chat, desk, eerste_hulpverlener(desk), stuk)
        assert vreemde_regels(chat.log, desk.log) == []


def velden(blad: str) -> dict[str, str]:
    """Return what the form of a page sends: its hidden fields and its box."""
    gevonden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', blad))
    vak = re.search(r'<textarea[^>]*name="(\w+)"[^>]*>\n?(.*?)</textarea>', blad, re.DOTALL)
    return {**gevonden, vak[1]: html.unescape(vak[2])} if vak else gevonden


def test_without_script_the_words_stand_in_the_box_and_go_on(huis: Huis) -> None:
    """Chat: what was typed comes back in its box; nothing is half written; sent again it arrives.

    Also a first message, a code and a new conversation. Nobody starts a server anew.
    """
    wie = Overlever(huis.chat.url)
    wie.begin()
    wie.zeg("hallo")
    wie.druk("code")
    code = " ".join(re.findall(r"<li>(\w+)</li>", wie.blad())[-7:])
    voor = wie.bubbels()
    with huis.stuk():
        fout = wie.browser.een_keer(
            "POST", "/gesprek/bericht", data={"tekst": TEKST, "client_id": "ab" * 16}
        )
        nieuw = Overlever(huis.chat.url).browser.een_keer("POST", "/gesprek", data={"tekst": TEKST})
        terug = wie.browser.een_keer("POST", "/terug", data={"code": code})
    for blad in (fout, nieuw):
        assert blad.status_code == 503
        assert "Dat ligt niet aan jou" in blad.text
        assert velden(blad.text)["tekst"] == TEKST
    assert (terug.status_code, velden(terug.text)["code"]) == (503, code), plat(terug.text)
    assert [b.seq for b in wie.bubbels()] == [b.seq for b in voor]
    over = wie.browser.stuur("/gesprek/bericht", **velden(fout.text))
    assert over.status_code == 303
    assert [b.tekst for b in wie.bubbels() if b.van == "jij"] == ["hallo", TEKST]
    wie.naar_een_mens()
    check_database(huis.url, [wie], {})


def test_the_desk_keeps_the_words_and_goes_on(huis: Huis) -> None:
    """Desk: what was typed comes back to send again; a claim is whole or not there at all."""
    wie, noor = Overlever(huis.chat.url), huis.noor
    wie.begin()
    wie.naar_een_mens()
    zaak = noor.zaken()[0]
    csrf = noor.csrf()
    with huis.stuk():
        gepakt = noor.browser.een_keer("POST", f"/overdracht/{zaak}/oppakken", data={"csrf": csrf})
        assert gepakt.status_code == 503
        assert "even niet te bereiken" in gepakt.text
    check_database(huis.url, [wie], {})
    assert noor.pak_op(zaak)
    with huis.stuk():
        for pad in ("bericht", "notitie", "sluiten"):
            fout = noor.browser.een_keer(
                "POST", f"/overdracht/{zaak}/{pad}", data={"csrf": csrf, "tekst": TEKST}
            )
            assert fout.status_code == 503
            assert html.escape(TEKST, quote=False) in fout.text
        getypt = {n: f"{n} {TEKST}" for n in ("naar", "toelichting", "volgende", "anders")}
        fout = noor.browser.een_keer(
            "POST",
            f"/overdracht/{zaak}/opvolging",
            data={"csrf": csrf, "nr": "1", "status": "doorverwezen", **getypt},
        )
        assert fout.status_code == 503
        assert [t for t in getypt.values() if html.escape(t, quote=False) not in fout.text] == []
    assert noor.zeg(zaak, TEKST)
    assert [b.tekst for b in wie.bubbels() if b.van == "hulpverlener"] == [TEKST]
    check_database(huis.url, [wie], {"noor": [zaak]})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.mark.browser
def test_with_script_everything_goes_on_by_itself(huis: Huis, browser: Browser) -> None:
    """Chat: the message waits in the page and arrives by itself, once. Desk: it stays in its box;

    when the database is back, sending works, and what the person wrote appears without a reload.
    """
    wie = Overlever(huis.chat.url)
    wie.begin()
    wie.naar_een_mens()
    noor = huis.noor
    zaak = noor.zaken()[0]
    assert noor.pak_op(zaak)
    telefoon, balie = browser.new_context(), browser.new_context()
    for context, url, cookies in (
        (telefoon, huis.chat.url, wie.browser.cookies),
        (balie, huis.desk.url, noor.browser.cookies),
    ):
        context.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies.items()])
    chat, desk = telefoon.new_page(), balie.new_page()
    chat.goto(f"{huis.chat.url}/gesprek")
    desk.goto(f"{huis.desk.url}/overdracht/{zaak}")
    with huis.stuk():
        chat.fill("#tekst", TEKST)
        chat.press("#tekst", "Enter")
        expect(chat.locator("[data-uitbak]")).to_contain_text("Nog niet verstuurd", timeout=30000)
        expect(chat.locator(".onderweg")).to_contain_text(TEKST)
        desk.fill("#tekst", "antwoord van ons")
        desk.press("#tekst", "Enter")
        expect(desk.locator("#niet-verstuurd")).to_contain_text("tekst staat er nog", timeout=30000)
        assert desk.input_value("#tekst") == "antwoord van ons"
    expect(chat.locator(".onderweg")).to_have_count(0, timeout=30000)
    expect(desk.locator("#bubbels")).to_contain_text(TEKST, timeout=20000)
    desk.press("#tekst", "Enter")
    expect(chat.get_by_role("log")).to_contain_text("antwoord van ons", timeout=20000)
    assert [b.tekst for b in wie.bubbels() if b.van == "jij"][-1] == TEKST
    assert sum(b.tekst == TEKST for b in wie.bubbels()) == 1
    assert sum(b.tekst == "antwoord van ons" for b in wie.bubbels()) == 1
    telefoon.close()
    balie.close()


def test_a_start_without_a_database_says_so(tmp_path: Path) -> None:
    """When the database cannot be used at the start, one sentence says where to look."""
    from tests.servers import Servers

    log = tmp_path / "log"
    nowhere = Servers("postgresql://nobody@127.0.0.1:1/none", log)
    with pytest.raises(RuntimeError, match="The database cannot be used: look at DATABASE_URL"):
        nowhere.start()
    assert len(nowhere.output) == 1
    assert log.read_text() == "Starting chat and desk ...\n"
