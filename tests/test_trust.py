"""docs/trust.md and docs/beloften.md: what is promised there is tested here."""

import re
from pathlib import Path

import pytest

from bot.settings import ROOT

DOCS = ROOT / "docs"
TRUST = (DOCS / "trust.md").read_text(encoding="utf-8")
PROMISES = (DOCS / "beloften.md").read_text(encoding="utf-8")


def test_every_test_that_trust_names_is_there() -> None:
    """A promise whose test was taken away is no promise."""
    named = set(re.findall(r"`((?:test_|desk_)\w+\.py)`", TRUST))
    assert len(named) > 15
    assert {name for name in named if not (ROOT / "tests" / name).is_file()} == set()


@pytest.mark.parametrize("page", ["trust.md", "beloften.md", "dpia.md"])
def test_no_link_leads_nowhere(page: str) -> None:
    """Each link leads to a file of the project."""
    text = (DOCS / page).read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert [link for link in links if not (DOCS / link).resolve().is_file()] == []


def test_every_promise_to_the_overlever_links_to_its_test() -> None:
    """For the curious: behind every promise stands the file that proves it."""
    promised = PROMISES.split("## Dit beloven wij")[1].split("## Dit kunnen wij niet")[0]
    lines = [line for line in promised.splitlines() if line.startswith("- ")]
    assert len(lines) >= 8
    for line in lines:
        [link] = re.findall(r"\[test\]\(([^)]+)\)", line)
        path = Path(DOCS / link).resolve()
        assert path.name.startswith("test_")
        assert "def test_" in path.read_text(encoding="utf-8")


def test_every_row_of_the_bar_is_answered() -> None:
    """Each row says yes, partly or no; where it does not hold wholly it says why."""
    table = TRUST.split("## The bar, row by row")[1].split("## What we cannot hide")[0]
    rows = [line.split("|")[1:4] for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 28
    assert {holds.strip() for _, holds, _ in rows} == {"yes", "partly", "no"}
    assert all(len(why.strip()) > 30 for _, holds, why in rows if holds.strip() != "yes")
