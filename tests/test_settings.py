"""bot.settings and .env.example."""

import re
from pathlib import Path

import pytest

from bot.settings import ROOT, SettingsError, load

SOURCE = (ROOT / "bot" / "settings.py").read_text()
NAMES = set(re.findall(r'env\.\w+\("([A-Z_]+)"', SOURCE))
EXAMPLE = (ROOT / ".env.example").read_text()


def test_everything_has_a_default() -> None:
    """With nothing set it starts, on this machine only."""
    settings = load({})
    assert (settings.host, settings.chat_port, settings.desk_port) == ("127.0.0.1", 8000, 8001)
    assert settings.database_url.startswith("sqlite:///")


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_setting_is_explained(name: str) -> None:
    """Each setting stands in .env.example, with a comment above it."""
    lines = EXAMPLE.splitlines()
    index = next(i for i, line in enumerate(lines) if re.match(f"#?{name}=", line))
    while re.match("#?[A-Z_]+=", lines[index]):
        index -= 1
    assert lines[index].startswith("# ")


def test_example_explains_no_setting_that_is_gone() -> None:
    """`.env.example` names only settings that exist."""
    assert set(re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE)) == NAMES


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "foo bar"),
        ("HOST", "http://127.0.0.1"),
        ("TEAM_NAAM", ""),
        ("TEAM_NAAM", "  "),
        ("CHAT_PORT", "http"),
        ("CHAT_PORT", "0"),
        ("DESK_PORT", "70000"),
        ("DESK_PORT", "²"),
        ("HTTPS", "maybe"),
        ("WEG_ADRES", "javascript:alert(1)"),
        ("DESK_ADRES", "desk.example.org"),
        ("CHAT_PORT", "8001"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql://h:abc/x"),
        ("DATABASE_URL", "postgresql://h:70000/x"),
        ("OPENINGSTIJDEN", "altijd"),
        ("NAAM", "x" * 501),
    ],
)
def test_bad_value_names_the_setting(name: str, value: str) -> None:
    """A value that cannot be used ends with the setting's name and what it must be."""
    with pytest.raises(SettingsError, match=f"{name} must "):
        load({name: value})


@pytest.mark.parametrize(("value", "meaning"), [("yes", True), ("Ja", True), ("0", False)])
def test_yes_and_no(value: str, meaning: bool) -> None:
    """Switches take yes and no in a few spellings."""
    assert load({"HTTPS": value}).https is meaning


def test_environment_wins_over_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`.env` is read, and the process environment wins."""
    (tmp_path / ".env").write_text("CHAT_PORT=9000\nDESK_PORT=9001\n")
    monkeypatch.setattr("bot.settings.ROOT", tmp_path)
    monkeypatch.setenv("DESK_PORT", "9002")
    settings = load()
    assert (settings.chat_port, settings.desk_port) == (9000, 9002)
