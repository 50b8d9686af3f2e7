"""The supply chain: the SBOM names every locked package; an advisory is looked at or fails."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from types import ModuleType

import pytest

from bot.settings import ROOT


@pytest.fixture
def audit() -> ModuleType:
    """scripts/audit.py as a module."""
    spec = importlib.util.spec_from_file_location("audit_script", ROOT / "scripts" / "audit.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def locked() -> dict[str, str]:
    """Return what the lock names: package to version."""
    text = (ROOT / "requirements.txt").read_text()
    return dict(re.findall(r"^([a-z0-9][^\s=\[]*)(?:\[[^\]]*\])?==([^\s;]+)", text, re.MULTILINE))


def test_the_sbom_names_every_locked_package() -> None:
    """`make sbom` gives a CycloneDX list with each package of the lock in its version."""
    done = subprocess.run(
        [sys.executable, "scripts/audit.py", "sbom"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    sbom = json.loads((ROOT / "sbom.json").read_text())
    assert sbom["bomFormat"] == "CycloneDX"
    found = {one["name"]: one["version"] for one in sbom["components"]}
    assert found == locked()
    assert len(found) > 100
    bronnen = [bron for one in sbom["components"] for bron in one["externalReferences"]]
    hashes = [one["alg"] for bron in bronnen for one in bron["hashes"]]
    assert set(hashes) == {"SHA-256"}
    assert len(hashes) >= len(found)


def test_an_advisory_that_nobody_looked_at_fails(audit: ModuleType) -> None:
    """A known one passes, by any of its names; a new one, or one of another package, does not."""
    known = {"aiohttp": {"CVE-2024-42367"}}
    fault = {"id": "PYSEC-1", "aliases": ["CVE-2024-42367"], "fix_versions": ["3.10.2"]}
    one = {"name": "aiohttp", "version": "3.9.5", "vulns": [fault]}
    assert audit.judge([one], known) == (1, [])
    other = {**one, "name": "sanic"}
    assert audit.judge([other], known)[1] == ["sanic 3.9.5: PYSEC-1, mended in 3.10.2"]
    new = {**one, "vulns": [{"id": "CVE-2030-1", "aliases": [], "fix_versions": []}]}
    assert "CVE-2030-1" in audit.judge([new], known)[1][0]


def test_nothing_reached_is_said_loudly_and_fails_nothing(
    audit: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every package was skipped, the audit ends with 0, so that CI needs no network; a block
    of four lines on stderr says that nothing was checked and that this is no pass."""
    skipped = json.dumps({"dependencies": [{"name": "aiohttp", "skip_reason": "not found"}]})
    monkeypatch.setattr(audit, "tools", lambda: None)
    monkeypatch.setattr(
        audit.subprocess, "run", lambda *_a, **_k: subprocess.CompletedProcess([], 0, skipped)
    )
    assert audit.audit() == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == audit.NIETS + "\n"
    assert err.count("NOTHING WAS CHECKED") == err.count("This is no pass") == 1
    assert {len(line) for line in err.splitlines()} == {72}


def test_every_lock_is_asked_about(
    audit: ModuleType, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what tests, trains, audits and installs: a fault in any of the five locks is told."""
    asked = []

    def run(command: list[object], **_meer: object) -> subprocess.CompletedProcess[str]:
        lock = command[command.index("--requirement") + 1]
        asked.append(lock)
        fault = {"id": "CVE-2030-1", "aliases": [], "fix_versions": []}
        one = {"name": lock.stem, "version": "1", "vulns": [fault]}  # type: ignore[attr-defined]
        return subprocess.CompletedProcess([], 1, json.dumps({"dependencies": [one]}))

    monkeypatch.setattr(audit, "tools", lambda: None)
    monkeypatch.setattr(audit.subprocess, "run", run)
    assert audit.audit() == 1
    assert sorted(asked) == sorted(ROOT.glob("requirements*.txt"))
    assert len(asked) == 5
    told = capsys.readouterr().out
    assert all(f"not looked at yet: {lock.stem} 1" in told for lock in asked)


@pytest.mark.parametrize("kapot", [0, 2, 4])
@pytest.mark.parametrize("hoe", ["stil", "traag", "onzin", "overgeslagen"])
@pytest.mark.parametrize("fouten", [True, False])
def test_a_lock_that_fails_hides_nothing_of_the_others(
    kapot: int,
    hoe: str,
    fouten: bool,
    audit: ModuleType,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was found in four locks is told while the fifth gives no answer; that one is named, and
    the audit does not pass."""

    def run(command: list[object], **_meer: object) -> subprocess.CompletedProcess[str]:
        lock = command[command.index("--requirement") + 1]
        if lock == audit.LOCKS[kapot]:
            if hoe == "traag":
                raise subprocess.TimeoutExpired("pip-audit", 1)
            over = [{"name": "x", "skip_reason": "not found"}]
            leeg = {"stil": "", "onzin": "[]", "overgeslagen": json.dumps({"dependencies": over})}
            return subprocess.CompletedProcess([], 1, leeg[hoe])
        fault = {"id": "CVE-2030-1", "aliases": [], "fix_versions": []}
        one = {"name": lock.stem, "version": "1", "vulns": [fault] * fouten}  # type: ignore[attr-defined]
        return subprocess.CompletedProcess([], fouten, json.dumps({"dependencies": [one]}))

    monkeypatch.setattr(audit, "tools", lambda: None)
    monkeypatch.setattr(audit.subprocess, "run", run)
    assert audit.audit() == 1
    told = capsys.readouterr().out
    goed = [lock for lock in audit.LOCKS if lock != audit.LOCKS[kapot]]
    assert [f"not looked at yet: {lock.stem} 1" in told for lock in goed] == [fouten] * 4
    assert re.findall(r"NOT CHECKED: (\S+)\.", told) == [audit.LOCKS[kapot].name]


def test_every_reviewed_package_is_in_the_lock(audit: ModuleType) -> None:
    """The table speaks of packages that we have, each with an advisory and a reason."""
    text = (ROOT / "docs" / "dependencies.md").read_text()
    table = audit.reviewed(text)
    assert set(table) <= set(locked())
    assert len(table) == len(re.findall(r"^\| [a-z]", text, re.MULTILINE)) - 1 > 5
    assert all(re.search(rf"^\| {p} \| [^|]+\| \w[^|]{{20,}}\|$", text, re.M) for p in table)


def test_the_lock_of_the_tools_has_hashes() -> None:
    """The tools that look at the lock are locked themselves."""
    text = (ROOT / "requirements-tools.txt").read_text()
    assert re.search(r"^pip-audit==", text, re.MULTILINE)
    assert "--hash=sha256:" in text
    assert "://" not in text
