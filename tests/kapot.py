"""The content broken mechanically, and `make check` on it: for test_kapot.py.

Runs from a copy of the project (`python -m tests.kapot`), so that the code reads the broken files
too. In each round every file is broken in one place; each check is a process of its own that
shares what was imported. Prints a line of JSON for a round.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from bot.content import keur_vorm, leestekst, poorten, woordenschat
from bot.content.nakijken import main as nakijken

Pad = tuple[str | int, ...]
#: A block with more names than any block of fields: two of them stand for all.
VEEL = 22


def plekken(waarde: Any, pad: Pad = ()) -> Iterator[tuple[Pad, Any]]:
    """Yield each place of a file with what stands there."""
    yield pad, waarde
    if isinstance(waarde, dict | list):
        delen = waarde.items() if isinstance(waarde, dict) else enumerate(waarde)
        namen = isinstance(waarde, dict) and len(waarde) > VEEL
        for naam, deel in islice(delen, 2) if namen else delen:
            yield from plekken(deel, (*pad, naam))


def soort(pad: Pad) -> str:
    """Return a place without the numbers in it: all blocks of a list have the same."""
    return "/".join("-" if isinstance(deel, int) else str(deel) for deel in pad)


def _weg(_waarde: Any) -> Any:
    return WEG


WEG = object()
#: Ways to break what stands in a place, each with the kinds of value that it can be done to.
MANIEREN: dict[str, tuple[type | tuple[type, ...], Callable[[Any], Any]]] = {
    "field dropped": (object, _weg),
    "list empty": (list, lambda _: []),
    "nothing behind the colon": (object, lambda _: None),
    "a word for a number": (int, lambda _: "achttien"),
    "flat": ((dict, list), lambda _: "plat"),
    "a list for a word": (str, lambda w: [w]),
}


def gebroken(inhoud: Any) -> Iterator[tuple[str, Any]]:
    """Yield (what was done, the file so), once for each kind of place and each way."""
    gedaan: set[tuple[str, str]] = set()
    for pad, waarde in plekken(inhoud):
        for naam, (kan, breek) in MANIEREN.items():
            past = isinstance(waarde, kan) and not (kan is int and isinstance(waarde, bool))
            if pad and past and (soort(pad), naam) not in gedaan:
                gedaan.add((soort(pad), naam))
                yield f"{soort(pad)}: {naam}", _met(inhoud, pad, breek(waarde))


def _met(inhoud: Any, pad: Pad, waarde: Any) -> Any:
    eerste, *rest = pad
    nieuw = inhoud.copy()
    nieuw[eerste] = _met(inhoud[eerste], tuple(rest), waarde) if rest else waarde
    if nieuw[eerste] is WEG:
        del nieuw[eerste]
    return nieuw


def kijk_na() -> dict[str, Any]:
    """Return what `make check` ended with and printed, in a process of its own."""
    with tempfile.TemporaryFile("w+") as uit:
        kind = os.fork()
        if not kind:
            _in_kind(uit)
        os.waitpid(kind, 0)
        uit.seek(0)
        gezegd: dict[str, Any] = json.load(uit)
        return gezegd


def _in_kind(uit: Any) -> None:
    gedrukt, fout, einde = io.StringIO(), "", -1
    try:
        with contextlib.redirect_stdout(gedrukt), contextlib.redirect_stderr(gedrukt):
            einde = nakijken([])
    except BaseException:
        fout = traceback.format_exc()
    json.dump({"einde": einde, "gedrukt": gedrukt.getvalue(), "fout": fout}, uit)
    uit.flush()
    os._exit(0)


def warm(root: Path) -> None:
    """Read what is not broken once, before the processes part: YAML and how common words are."""
    list(keur_vorm.vormen(root))
    taal = woordenschat.laad(root)
    for tekst in leestekst.alle(root):
        list(poorten.klachten(tekst, taal))


def main(root: Path, rondes: int) -> None:
    """Break a thing in every file, so many times, and print what the check says."""
    warm(root)
    bestanden = ["domain.yml", *sorted(str(p) for p in Path("data").rglob("*.yml"))]
    goed = {b: (root / b).read_text(encoding="utf-8") for b in bestanden}
    alle = {b: list(gebroken(yaml.load(goed[b], yaml.CSafeLoader))) for b in bestanden}
    for ronde in range(rondes):
        gedaan = {}
        for nr, (bestand, manieren) in enumerate(alle.items()):
            gedaan[bestand], inhoud = manieren[
                (ronde * len(manieren) // rondes + nr) % len(manieren)
            ]
            kapot = yaml.dump(inhoud, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
            (root / bestand).write_text(kapot, encoding="utf-8")
        print(json.dumps({"gedaan": gedaan, **kijk_na()}), flush=True)


if __name__ == "__main__":
    main(Path.cwd(), int(sys.argv[1]))
