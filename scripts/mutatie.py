"""What `make mutatie` ends with: how many mutants of the keys and the doors the tests noticed.

Reads what mutmut left in mutants/. A mutant that hangs until its time is over counts as noticed;
one that no test reaches does not. Ends with 1 below 90%, or while mutants were not tried.
"""

import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MUTANTS = ROOT / "mutants"
LEAST = 90.0
#: mutmut's exit codes: of pytest, of a signal (SIGXCPU: the time is over), and its own.
_KINDS = {1: "killed", 3: "killed", 0: "survived", 5: "no test", 33: "no test", None: "not tried"}
_KINDS |= dict.fromkeys((-24, 24, 36, 152, 255), "timeout")
COLUMNS = ("killed", "timeout", "survived", "no test", "not tried", "other")


def counted(folder):
    """Return {module: Counter of COLUMNS} of every module under *folder* that has mutants."""
    found = {}
    for meta in sorted(folder.glob("bot/**/*.meta")):
        codes = json.loads(meta.read_text())["exit_code_by_key"].values()
        if codes:
            module = str(meta.relative_to(folder)).removesuffix(".py.meta").replace("/", ".")
            found[module] = Counter(_KINDS.get(code, "other") for code in codes)
    return found


def score(counts):
    """Return the percentage of mutants that the tests noticed."""
    return 100 * (counts["killed"] + counts["timeout"]) / (counts.total() or 1)


def table(found):
    """Return the lines of a table in Markdown: one for each module and one for all."""
    lines = [f"| module | mutants | {' | '.join(COLUMNS)} | score |", "|---" * 9 + "|"]
    for module, counts in [*found.items(), ("all", sum(found.values(), Counter()))]:
        figures = " | ".join(str(counts[column]) for column in COLUMNS)
        lines.append(f"| {module} | {counts.total()} | {figures} | {score(counts):.1f}% |")
    return lines


def main():
    """Print the table; return the exit status."""
    found = counted(MUTANTS)
    print("\n".join(table(found)))
    total = sum(found.values(), Counter())
    if total["not tried"] or score(total) < LEAST:
        print(f"The bar is {LEAST:.0f}%, with every mutant tried.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
