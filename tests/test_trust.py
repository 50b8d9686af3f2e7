"""docs/trust.md and the page of promises: what is promised there is tested here."""

import ast
import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from bot.chat.app import create_app
from bot.chat.beloften import beloften, proef
from bot.settings import ROOT
from tests.chat_stub import SETTINGS, StubRouter
from tests.robots import VAN_HIER

DOCS = ROOT / "docs"
TRUST = (DOCS / "trust.md").read_text(encoding="utf-8")


@pytest.fixture
def client() -> TestClient:
    """A browser without a script."""
    return TestClient(create_app(SETTINGS, StubRouter()), headers=VAN_HIER)


def test_every_test_that_trust_names_is_there() -> None:
    """A promise whose test was taken away is no promise."""
    named = set(re.findall(r"`((?:test_|desk_)\w+\.py)`", TRUST))
    assert len(named) > 15
    assert {name for name in named if not (ROOT / "tests" / name).is_file()} == set()


def test_every_test_that_a_page_or_a_promise_names_is_a_test() -> None:
    """Where a function is named too (`test_x.py::test_y` or a bare `test_y`), it is in the tree."""
    er = {
        deel.name: pad.name
        for pad in (ROOT / "tests").rglob("test_*.py")
        for deel in ast.walk(ast.parse(pad.read_text(encoding="utf-8")))
        if isinstance(deel, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert len(er) > 1000
    tekst = "\n".join(p.read_text(encoding="utf-8") for p in sorted(DOCS.rglob("*.md")))
    los = set(re.findall(r"`(test_\w+)`", tekst))
    met = re.findall(r"\b(test_\w+\.py)::(test_\w+)", tekst)
    met += [tuple(belofte.test.split("::")) for belofte in beloften().beloven]
    assert len(met) >= 10
    weg = {naam for naam in los - set(er) if not (ROOT / "tests" / f"{naam}.py").is_file()}
    assert weg == set()
    assert {(pad, naam) for pad, naam in met if er.get(naam) != pad} == set()


@pytest.mark.parametrize("page", ["trust.md", "dpia.md"])
def test_no_link_leads_nowhere(page: str) -> None:
    """Each link leads to a file of the project."""
    text = (DOCS / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert [link for link in links if not (DOCS / link).resolve().is_file()] == []


def test_the_page_shows_every_promise_and_every_limit(client: TestClient) -> None:
    """What stands in the content file stands on the page, in order; under 60 KB with its files."""
    page = client.get("/uitleg").text
    said = re.findall(r"<li>(.*?)(?:\n|</li>)", page)
    expected = [f"<b>{b.kop}</b> {b.tekst}".strip() for b in beloften().beloven]
    assert len(expected) >= 8
    assert [unescape(line) for line in said] == [*expected, *beloften().kunnen_niet]
    static = sum(len(client.get(f"/static/chat.{kind}").content) for kind in ("css", "js"))
    assert len(page.encode()) + static < 60_000


def test_behind_every_promise_of_the_page_stands_its_test(client: TestClient) -> None:
    """The page of a promise shows the rule and the whole source of one test, as it is in the tree,
    and nothing of another file."""
    links = re.findall(r'href="(/uitleg/\d+)"', client.get("/uitleg").text)
    assert links == [f"/uitleg/{nr}" for nr in range(1, len(beloften().beloven) + 1)]
    for link, belofte in zip(links, beloften().beloven, strict=True):
        answer = client.get(link)
        naam, _, functie = belofte.test.partition("::")
        [source] = re.findall(r"<pre[^>]*>(.*?)</pre>", answer.text, re.S)
        assert answer.status_code == 200
        assert f"<h1>{belofte.kop}</h1>" in answer.text
        assert f"\ndef {functie}(" in f"\n{unescape(source)}"
        assert unescape(source) in (ROOT / "tests" / naam).read_text(encoding="utf-8")
        found = proef(belofte.test)
        assert found
        assert len(found.regel) > 30
        assert len(answer.content) < 20_000
    assert client.get(f"/uitleg/{len(links) + 1}").status_code == 404


@pytest.mark.parametrize(
    "adres", ["/uitleg/0", "/uitleg/-1", "/uitleg/01", "/uitleg/٣", "/uitleg/test_e2e.py",
              "/uitleg/1/", "/uitleg/..%2f..%2f.env", "/uitleg/%00"]
)  # fmt: skip
def test_no_other_file_can_be_asked_for(client: TestClient, adres: str) -> None:
    """A promise is asked for by its number; whatever else is asked is a page that is not there."""
    answer = client.get(adres)
    assert answer.status_code == 404
    assert "<pre" not in answer.text


@pytest.mark.parametrize(
    "test", ["test_trust.py::test_weg", "test_weg.py::test_x", "conftest.py::x", "../x.py::x",
             "test_a/../../bot/settings.py::load", "nest.py::nest", "test_trust.py"]
)  # fmt: skip
def test_a_promise_names_a_test_and_nothing_else(test: str) -> None:
    """A name that is no test of the tree shows nothing, so that its page is not there."""
    assert proef(test) is None


def test_what_a_test_holds_is_text_on_the_page(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tag or script in the source of a test is shown, and is none."""
    from bot.chat import routes
    from bot.chat.beloften import Proef

    kwaad = Proef("tests/test_x.py", "<b>regel</b>", "x = '</pre><script>alert(1)</script>'")
    monkeypatch.setattr(routes, "proef", lambda _test: kwaad)
    page = client.get("/uitleg/1").text
    assert page.count("<script") == 1
    assert "<b>" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_page_of_promises_is_two_taps_away(client: TestClient) -> None:
    """The start page links to it, and so does the talk; it leads back to an open talk."""
    assert 'href="/uitleg"' in client.get("/").text
    assert 'href="/gesprek' not in client.get("/uitleg").text
    client.post("/gesprek")
    assert 'href="/uitleg"' in client.get("/gesprek").text
    assert 'href="/gesprek#einde"' in client.get("/uitleg").text
    for page in ("/uitleg", "/uitleg/1"):
        assert "data-snel-weg" in client.get(page).text


def test_every_row_of_the_bar_is_answered() -> None:
    """Each row says yes, partly or no; where it does not hold wholly it says why."""
    table = TRUST.split("## The bar, row by row")[1].split("## What we cannot hide")[0]
    rows = [line.split("|")[1:4] for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 28
    assert {holds.strip() for _, holds, _ in rows} <= {"yes", "partly", "no"}
    assert all(len(why.strip()) > 30 for _, holds, why in rows if holds.strip() != "yes")


def test_every_row_tells_on_which_database_it_was_shown() -> None:
    """What was seen on SQLite alone is not said of PostgreSQL."""
    table = TRUST.split("## The bar, row by row")[1].split("## What we cannot hide")[0]
    rows = [line.split("|")[3] for line in table.splitlines() if line.startswith("| ")][1:]
    assert all(re.match(r" \*(Both|SQLite|None)\*\. \S", why) for why in rows)


def test_no_module_is_long() -> None:
    """Who asks "who can read this?" reads short files: 300 lines at most."""
    lang = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("bot", "actions")
        for path in (ROOT / folder).rglob("*.py")
    }
    assert len(lang) > 100
    assert {name: lines for name, lines in lang.items() if lines > 300} == {}


def test_no_function_is_long() -> None:
    """Nor does any function go over 40 lines; a migration is a list."""
    lang = {
        f"{path.name}:{deel.name}": deel.end_lineno - deel.lineno + 1
        for folder in ("bot", "actions")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts
        for deel in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(deel, ast.FunctionDef | ast.AsyncFunctionDef) and deel.end_lineno
    }
    assert len(lang) > 1000
    assert {naam: lines for naam, lines in lang.items() if lines > 40} == {}


def test_the_proxy_of_the_operators_page_writes_nothing_down() -> None:
    """Its nginx block: no body and no answer in a temporary file, no address or link in a log."""
    tekst = (DOCS / "operators.md").read_text(encoding="utf-8")
    [blok] = re.findall(r"```nginx\n(.*?)```", tekst, re.DOTALL)
    buiten, *servers = blok.split("server {\n")
    geen = {"proxy_buffering off;", "proxy_max_temp_file_size 0;", "proxy_request_buffering off;"}
    assert geen <= set(buiten.splitlines())
    assert len(servers) == 3
    for server in servers:
        regels = {regel.strip() for regel in server.splitlines()}
        assert {"access_log off;", "error_log /var/log/nginx/error.log emerg;"} <= regels
