"""`make audit` and `make sbom`: look at the locks with tools in a venv of their own.

pip-audit asks the Python Package Index for advisories; what it finds must stand in
docs/dependencies.md with a reason. Ends with 1 for an advisory that nobody has looked at yet, and
for a lock that could not be checked while another could. Where the advisories cannot be reached it
says loudly that nothing was checked, and ends with 0: CI needs no network.
"""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.txt"  # what runs: the SBOM lists this one alone
#: Every lock: also what tests, trains, looks at the locks and installs.
LOCKS = [LOCK, *sorted(ROOT.glob("requirements-*.txt"))]
TOOLS_LOCK = ROOT / "requirements-tools.txt"
TOOLS = ROOT / ".venv" / ".tools"
REVIEWED = ROOT / "docs" / "dependencies.md"
SBOM = ROOT / "sbom.json"
SECONDS = 600
NIETS = """\
########################################################################
#  audit: NOTHING WAS CHECKED. The advisories cannot be reached here.  #
#  This is no pass: run `make audit` again where there is a network.   #
########################################################################"""


def tools():
    """Install the tools where they are not there yet; raises CalledProcessError."""
    stamp, wanted = TOOLS / "installed.sha256", hashlib.sha256(TOOLS_LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    python, uv = ROOT / ".venv" / "bin" / "python", ROOT / ".venv" / ".uv" / "bin" / "uv"
    subprocess.run([python, "-m", "venv", "--clear", TOOLS], check=True)
    target = TOOLS / "bin" / "python"
    subprocess.run(
        [uv, "pip", "sync", "--quiet", "--python", target, "--require-hashes", TOOLS_LOCK],
        check=True,
    )
    stamp.write_text(wanted)


def reviewed(text):
    """Return {package: advisories} as the table in docs/dependencies.md gives them."""
    rows = re.findall(r"^\| ([a-z0-9-]+) \| ([A-Z][A-Za-z0-9 -]+) \|", text, re.MULTILINE)
    return {package: set(ids.split()) for package, ids in rows}


def judge(found, known):
    """Return (packages that were checked, lines about advisories that nobody looked at)."""
    checked = [one for one in found if "skip_reason" not in one]
    new = []
    for one in checked:
        for fault in one["vulns"]:
            names = {fault["id"], *fault.get("aliases", [])}
            if not names & known.get(one["name"], set()):
                fixed = ", ".join(fault.get("fix_versions", [])) or "no version yet"
                new.append(f"{one['name']} {one['version']}: {fault['id']}, mended in {fixed}")
    return len(checked), new


def ask(lock):
    """Return what the index knows of each package of one *lock*, as pip-audit tells it."""
    done = subprocess.run(
        [TOOLS / "bin" / "pip-audit", "--requirement", lock, "--require-hashes",
         "--disable-pip", "--format", "json", "--progress-spinner", "off"],
        capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip
    return json.loads(done.stdout)["dependencies"]


def ask_all():
    """Return what the index knows of each package, once, and the names of the locks that failed.

    One that fails takes nothing of the others away; nor does one of which nothing is known count
    as checked.
    """
    found, failed = {}, []
    for lock in LOCKS:
        try:
            packages = ask(lock)
            count, _ = judge(packages, {})
        except (OSError, ValueError, KeyError, TypeError, subprocess.SubprocessError):
            packages, count = [], 0
        found |= {(one["name"], one.get("version")): one for one in packages}
        if not count:
            failed.append(lock.name)
    return list(found.values()), failed


def audit():
    """Compare the advisories for all locks with those that were looked at; return the status."""
    try:
        tools()
        found, failed = ask_all()
    except (OSError, subprocess.SubprocessError):
        found, failed = [], []
    count, new = judge(found, reviewed(REVIEWED.read_text()))
    if count == 0:
        print(NIETS, file=sys.stderr)
        return 0
    for line in new:
        print(f"audit: not looked at yet: {line}")
    for name in failed:
        print(f"audit: NOT CHECKED: {name}. This is no pass: run `make audit` again.")
    print(f"audit: {count} packages checked, {len(found) - count} unknown to the index.")
    return 1 if new or failed else 0


def sbom():
    """Write the lock as a CycloneDX list."""
    tools()
    subprocess.run(
        [TOOLS / "bin" / "cyclonedx-py", "requirements", "--output-reproducible", "--of", "JSON",
         "-o", SBOM, LOCK],
        check=True, timeout=SECONDS,
    )  # fmt: skip
    print(f"sbom: {len(json.loads(SBOM.read_text())['components'])} packages in {SBOM.name}")
    return 0


if __name__ == "__main__":
    sys.exit({"audit": audit, "sbom": sbom}[sys.argv[1]]())
