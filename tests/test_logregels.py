"""What the servers print and keep: lines of a fixed list; nothing of anybody who was there."""

from __future__ import annotations

import ast
import contextlib
import re
import signal
from pathlib import Path

import httpx
import pytest

from bot import logs
from bot.records.database import migrate
from bot.settings import ROOT
from tests.breuken import BREUKEN, KANARIE
from tests.nest import Nest, Server, servers
from tests.robots import Bezoeker, Hulpverlener, Overlever, plat
from tests.servers import Servers
from tests.storm import eerste_hulpverlener

VREEMD = {
    "X-Forwarded-For": "203.0.113.77",
    "Forwarded": "for=198.51.100.23;host=kanarie.example",
    "X-Real-IP": "2001:db8::7:77",
    "User-Agent": "Zilverreiger/7.3 (kanariepiet)",
    "Referer": "https://zeldzame-verwijzer.example/zoek?q=hulp",
    "Accept-Language": "tlh-QK;q=0.77",
}
VANAF = "127.43.21.9"
SPOREN = ("203.0.113.77", "198.51.100.23", "2001:db8::7:77", "zilverreiger", "kanariepiet",
          "zeldzame-verwijzer", "kanarie.example", "tlh-qk", VANAF)  # fmt: skip

_NAAM = r"(?:(?:GET|POST) /[a-z{}/_.-]*|[A-Za-z_][A-Za-z0-9_.]*|\d+)"
_REGELS = [
    re.escape(line).replace("%s", _NAAM).replace("%d", r"\d+") for line in sorted(logs.LINES)
]
#: The list of what a server may print, written down here once more on purpose.
REGEL = re.compile(
    r"(?:ERROR|WARNING|CRITICAL) (?:eerstjij(?:\.chat|\.desk)?) (?:"
    + "|".join(_REGELS)
    + r")|(?:ERROR|WARNING|CRITICAL) [A-Za-z_.?]+ "
    r"(?:left out \((?:text|[A-Za-z]+)\)|Invalid HTTP request received\.|"
    r"Unsupported upgrade request\.|ASGI callable returned without (?:starting|completing) "
    r"response\.|Application (?:startup|shutdown) failed\. Exiting\.|"
    r"Cancel \d+ running task\(s\), timeout graceful shutdown exceeded)"
)
#: What `serve` itself tells the operator.
VERTELT = re.compile(
    r"(chat  http://[\d.:]+/|desk  http://[\d.:]+/|Ctrl-C ends both\.|"
    r"Make the first desk account \(once\): http://[\d.:]+/uitnodiging/[\w-]{43})"
)


def vreemde_regels(*logboeken: Path) -> list[str]:
    """Return what stands in these logs that is not in the list."""
    regels = [r for log in logboeken for r in log.read_text(errors="replace").splitlines()]
    return [regel for regel in regels if not REGEL.fullmatch(regel)]


def gesprek(chat: str, desk: Server | None = None) -> list[Bezoeker]:
    """Talk, hand over, claim, answer, leave, come back by the code and leave again, all of it from
    an odd address and browser."""
    noor = eerste_hulpverlener(desk) if desk is not None else None
    wie = Overlever(chat)
    wie.browser.koppen, wie.browser.vanaf = VREEMD, VANAF
    wie.begin()
    wie.zeg("ik zoek een bed")
    wie.naar_een_mens()
    wie.browser.haal("/gesprek/bestaat-niet")
    if noor is not None:
        noor.browser.koppen, noor.browser.vanaf = VREEMD, VANAF
        zaak = noor.zaken()[0]
        assert noor.pak_op(zaak)
        assert noor.zeg(zaak, "hallo, ik ben er")
        noor.browser.haal(f"/overdracht/{zaak}.pdf")
        noor.browser.haal("/bestaat-niet")
    blad = wie.blad()
    code = " ".join(re.findall(r"<li>(\w+)</li>", blad[blad.rindex('class="paneel code"') :])[:7])
    wie.browser.stuur("/weg")
    wie.browser.cookies.clear()
    wie.browser.haal("/terug")
    assert wie.browser.stuur("/terug", code="appel peer boom").status_code == 422
    assert wie.browser.stuur("/terug", code=code).status_code == 303
    assert "ik zoek een bed" in plat(wie.blad())
    wie.browser.stuur("/weg")
    return [wie.browser]


def bevat_spoor(folder: Path, sporen: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return every file under *folder* that holds one of *sporen*, in any of three encodings."""
    found = []
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            inhoud = path.read_bytes().lower() if path.is_file() else b""
            for spoor in sporen:
                vormen = (spoor.encode(), spoor.encode("utf-16-le"), spoor.encode().hex().encode())
                if any(vorm in inhoud for vorm in vormen):
                    found.append((path.name, spoor))
    return found


@pytest.mark.model
@pytest.mark.parametrize("soort", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_no_address_browser_or_referrer_in_any_file(
    nest: Nest, tmp_path: Path, soort: str, request: pytest.FixtureRequest
) -> None:
    """After talk, handoff, live chat, return and exit from an odd address with an odd browser:

    nothing of either stands in the database, its journal, the logs or the temporary files, and
    every printed line is one of the list.
    """
    url, extra = f"sqlite:///{tmp_path / 'eerst-jij.db'}", tmp_path
    if soort == "postgres":
        cluster = request.getfixturevalue("own_cluster")
        url, extra = cluster.new_url(), cluster.folder
    migrate(url)
    (tmp_path / "tmp").mkdir()
    chat, desk = servers(nest, url, tmp_path, TMPDIR=str(tmp_path / "tmp"))
    chat.start()
    desk.start()
    gesprek(chat.url, desk)
    for server in (chat, desk):
        httpx.get(f"{server.url}/%zz%00", headers=VREEMD, timeout=10)
        server.kill(signal.SIGTERM)
    (tmp_path / "proef.txt").write_text(VREEMD["User-Agent"])  # the search itself finds things
    assert bevat_spoor(tmp_path, SPOREN) == [
        ("proef.txt", "zilverreiger"),
        ("proef.txt", "kanariepiet"),
    ]
    assert extra == tmp_path or bevat_spoor(extra, SPOREN) == []
    assert vreemde_regels(chat.log, desk.log) == []


@pytest.mark.model
@pytest.mark.parametrize("breuk", BREUKEN)
def test_a_fault_anywhere_logs_its_kind_alone(nest: Nest, tmp_path: Path, breuk: str) -> None:
    """Words of a person in an error of an action, Rasa, the router, a route, Starlette, the door,

    a library or the end of the process: the line names the kind; the words are nowhere.
    """
    url = f"sqlite:///{tmp_path / 'eerst-jij.db'}"
    migrate(url)
    chat, desk = servers(nest, url, tmp_path, BREAK=breuk)
    chat.start()
    desk.start()
    for server in (chat, desk):
        bezoek = Bezoeker(server.url)
        for methode, pad in (
            ("POST", "/gesprek"),
            ("GET", "/gesprek"),
            ("POST", "/gesprek/bericht"),
            ("GET", "/gezond"),
            ("GET", "/inloggen"),
            ("GET", "/"),
        ):
            answer = bezoek.een_keer(methode, pad, data={"tekst": KANARIE})
            assert "Traceback" not in answer.text
        server.kill(signal.SIGTERM)
    assert bevat_spoor(tmp_path, (KANARIE, "olifant")) == []
    regels = (chat.log.read_text() + desk.log.read_text()).splitlines()
    assert vreemde_regels(chat.log, desk.log) == []
    assert any(regel.startswith("ERROR") for regel in regels)


@pytest.mark.model
def test_make_run_prints_its_addresses_and_nothing_else(tmp_path: Path) -> None:
    """The command as an operator starts it: addresses, the first link, and lines of the list."""
    log = tmp_path / "log"
    running = Servers(f"sqlite:///{tmp_path / 'eerst-jij.db'}", log).start()
    Hulpverlener(running.desk).maak_account(running.link.rsplit("/", 1)[1])  # else nobody can come
    gesprek(running.chat)
    assert running.stop() == 0
    assert [line for line in running.output if not VERTELT.fullmatch(line)] == []
    assert vreemde_regels(log) == ["Starting chat and desk ..."]
    assert bevat_spoor(tmp_path, SPOREN) == []


def _logregels() -> list[tuple[str, ast.Call]]:
    found = []
    for path in sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            wie = ast.unparse(node.func.value)
            hoe = ("debug", "info", "warning", "error", "exception", "critical", "log")
            if node.func.attr in hoe and (wie == "log" or "getLogger" in wie):
                found.append((f"{path.relative_to(ROOT)}:{node.lineno}", node))
    return found


def test_every_line_in_the_code_is_in_the_list() -> None:
    """Each call of the logger gives a template of the list, and only names of the code with it."""
    mag = re.compile(
        r"type\(\w+\)\.__name__|vreemd|self\.name\(\)|kind\.__name__|done\.ongezien|"
        r"done\.onbeantwoord|done\.gelezen|"
        r"bezoek\.request\.scope\['route'\]\.name"
    )
    gebruikt = set()
    for plek, call in _logregels():
        sjabloon, *waarden = call.args
        assert isinstance(sjabloon, ast.Constant), plek
        assert sjabloon.value in logs.LINES, plek
        assert not call.keywords, plek
        assert all(mag.fullmatch(ast.unparse(waarde)) for waarde in waarden), plek
        gebruikt.add(sjabloon.value)
    assert gebruikt == logs.LINES
