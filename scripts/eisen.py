"""Writes docs/eisen.md: the statements from practice, each with the tests that prove it.

Runs tests/eisen and takes names, docstrings and results from there: a statement without a test
that passed shows as missing, and so does one of whose tests any did not. What stands in part only
says so, whatever passed.
"""

import ast
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "tests" / "eisen"
OUT = ROOT / "docs" / "eisen.md"
STANDEN = ("bewezen", "deels", "later", "ontbreekt")
KOP = """# De uitspraken uit de praktijk, en hun test

Deze tabel komt uit de tests zelf: `make eisen` draait `tests/eisen` en schrijft hem. Een regel
waarvan niet alle tests slagen, of die er geen heeft, staat er als **ontbreekt**. *Deels*: de tests
slagen, maar er is meer gevraagd; wat er nog niet is, staat erbij. *Later*: de reden staat erbij.
Wat een test bewijst, staat in de zin erachter; wat mensen moeten beoordelen (toon, begrip door
lezers), bewijst hij niet. Hoeveel mensen al nakeken, staat erbij en komt uit de data.

{stand}

| id | uitspraak | wat de chatbot doet | wat de test moet tonen | staat | test |
|---|---|---|---|---|---|
"""


def rijen():
    """Return the statements in order, as `tests/eisen/rijen.yml` has them."""
    return yaml.load((MAP / "rijen.yml").read_text(encoding="utf-8"), yaml.CSafeLoader)


def proeven():
    """Return, by statement, the name and the rule (first line of the docstring) of its tests."""
    found = {}
    for file in sorted(MAP.glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            row = re.match(r"test_([ab]\d+)_", getattr(node, "name", ""))
            if isinstance(node, ast.FunctionDef) and row:
                rule = " ".join((ast.get_docstring(node) or "").split())
                found.setdefault(row[1].upper(), []).append((node.name, rule))
    return found


def mensenwerk():
    """Return, by statement, how much of its data was checked by a human so far."""
    kaarten = {
        "A5": ("rechten", "rechten.yml", "nagekeken"),
        "A14": ("adressen", "sociale_kaart.yml", "nagebeld"),
    }
    gedaan = {}
    for row, (wat, bestand, dag) in kaarten.items():
        regels = yaml.load((ROOT / "data" / bestand).read_text(encoding="utf-8"), yaml.CSafeLoader)
        klaar = sum(regel[dag] is not None for regel in regels)
        gedaan[row] = f"Door een mens nagekeken: {klaar} van de {len(regels)} {wat}."
    return gedaan


def results():
    """Run the tests; return the names of those of which every case passed."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "eisen.xml"
        command = [sys.executable, "-m", "pytest", str(MAP), "-q", f"--junitxml={report}"]
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
        cases = list(ET.parse(report).iter("testcase"))  # noqa: S314  (our own file)
    names = {case.get("name", "").split("[")[0] for case in cases}
    bad = {case.get("name", "").split("[")[0] for case in cases if len(case.findall("*"))}
    return names - bad


def stand(row, tests, passed):
    """Return how a statement stands: bewezen, deels, later or **ontbreekt**, with what is left."""
    if tests and all(name in passed for name, _ in tests):
        return f"deels: {row['deels']}" if "deels" in row else "bewezen"
    return f"later: {row['later']}" if row.get("later") and not tests else "**ontbreekt**"


def page(passed):
    """Return the page; *passed* are the names of the tests that passed."""
    found, lines, mensen, telling = proeven(), [], mensenwerk(), Counter()
    for row in rijen():
        tests = found.get(row["id"], ())
        staat = stand(row, tests, passed)
        telling[staat.partition(":")[0].strip("*")] += 1
        proofs = [f"`{n}`: {r}" for n, r in tests] if "ontbreekt" not in staat else []
        if proofs:
            staat = " ".join([staat, *filter(None, [mensen.get(row["id"])])])
        cells = [row["id"], row["eis"], row["doet"], row["proef"], staat, "<br>".join(proofs)]
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    aantallen = ", ".join(f"{telling[naam]} {naam}" for naam in STANDEN)
    return KOP.format(stand=f"Van de {len(lines)}: {aantallen}.") + "\n".join(lines) + "\n"


if __name__ == "__main__":
    OUT.write_text(page(results()), encoding="utf-8")
    print(OUT.relative_to(ROOT))
