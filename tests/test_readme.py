"""The README and the documents keep what they promise."""

import re

import pytest

from bot.settings import ROOT

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", DOCS, ids=lambda p: p.name)
def test_every_link_in_the_documents_leads_somewhere(page) -> None:  # type: ignore[no-untyped-def]
    """Each relative link or picture of a document exists in the repository."""
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    for link in links:
        if "://" not in link:
            assert (page.parent / link).exists(), link


def test_decisions_are_numbered_without_gaps() -> None:
    """Decisions are numbered 0001, 0002 and on, each once."""
    numbers = sorted(p.name[:4] for p in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == [f"{n:04d}" for n in range(1, len(numbers) + 1)]


def test_every_package_of_the_house_is_on_the_map() -> None:
    """The README's map names each package of `bot`, and every command it gives exists."""
    text = (ROOT / "README.md").read_text()
    packages = {p.parent.name for p in (ROOT / "bot").glob("*/__init__.py")}
    missing = {name for name in packages if f"bot/{name}/" not in text}
    assert missing == set()
    makefile = (ROOT / "Makefile").read_text()
    for command in re.findall(r"^make ([a-z-]+)", text, re.MULTILINE):
        assert f"\n{command}:" in makefile
