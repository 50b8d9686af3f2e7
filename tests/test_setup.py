"""scripts/setup.py, the Makefile and the lock."""

import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from bot.settings import ROOT


@pytest.fixture
def setup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("setup_script", ROOT / "scripts" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_python_310_gives_one_clear_sentence(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a Python 3.10 the set-up ends and says how to get one."""
    monkeypatch.setattr(setup, "candidates", lambda: ["/bestaat/niet", "/bin/true"])
    with pytest.raises(SystemExit) as caught:
        setup.find_310()
    assert "pyenv install 3.10" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_finds_pythons_that_are_not_on_the_path(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """pyenv's versions folder and uv's own folder are looked into."""
    home = tmp_path
    for place in ("pyenv/versions/3.10.13/bin", "uv/cpython-3.10.14-linux/bin"):
        (home / place).mkdir(parents=True)
        (home / place / "python3.10").touch()
    monkeypatch.setenv("PYENV_ROOT", str(home / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(home / "uv"))
    monkeypatch.setenv("PATH", "")
    assert len(list(setup.candidates())) == 2


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("requirements.txt", 100),
        ("requirements-dev.txt", 100),
        ("requirements-encoder.txt", 10),
        ("requirements-tools.txt", 10),
        ("requirements-uv.txt", 1),
    ],
)
def test_the_lock_has_hashes_and_no_addresses(name: str, least: int) -> None:
    """Every locked package has a hash; no address of an index is written down."""
    text = (ROOT / name).read_text()
    packages = re.findall(r"^[a-z0-9][^\s=]*==.*$", text, re.MULTILINE)
    assert len(packages) >= least
    assert all(line.endswith("\\") for line in packages)
    assert text.count("--hash=sha256:") >= len(packages)
    assert "://" not in text
    assert "index-url" not in text


def test_no_lock_is_left_out() -> None:
    """Each lock of the project is written by `make lock`."""
    [regel] = re.findall(r"for f in ([^;]+);", (ROOT / "Makefile").read_text())
    assert {f"{name}.txt" for name in regel.split()} == {
        path.name for path in ROOT.glob("requirements*.txt")
    }


def test_everything_is_installed_by_its_hash(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also uv, which installs the rest: what is fetched is what was locked, or nothing."""
    commands: list[tuple[str, ...]] = []
    monkeypatch.setattr(setup, "VENV", tmp_path / "venv")
    monkeypatch.setattr(setup, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(setup, "find_310", lambda: "python3.10")
    monkeypatch.setattr(setup, "run", lambda *command: commands.append(tuple(map(str, command))))
    setup.install()

    fetched = [c for c in commands if {"install", "sync"} & set(c) and "--no-deps" not in c]
    assert len(fetched) == 2
    assert all("--require-hashes" in c for c in fetched)


def test_every_make_command_is_explained() -> None:
    """`make help` says what each command does."""
    text = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([a-z-]+):", text, re.MULTILINE)
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True
    ).stdout
    assert set(targets) == {line.split()[0] for line in shown.splitlines()}


def test_ci_runs_the_readmes_test_command() -> None:
    """CI calls the command that the README names, with its parts beside each other."""
    assert "make test" in (ROOT / "README.md").read_text()
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("exec make -j4 test")
