"""The words that stand in the code itself and that an overlever reads, with their lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

#: Folders of which every sentence and button is for the overlever: a new module there is judged.
MAPPEN = ("actions", "bot/chat", "bot/dialogue", "bot/intake")
#: What in them is for another reader, or is what a person types; with the reason.
NIET = {
    "bot/dialogue/evaluate.py": "a command of who measures the model",
    "bot/dialogue/nlu": "the words and labels that the model learns from",
    "bot/dialogue/train.py": "a command of who installs the program",
    "bot/dialogue/zonder_tensorflow.py": "names of parts of Rasa",
    "bot/intake/delen.py": "what a person types",
    "bot/intake/getypt.py": "names of kinds of characters",
    "bot/intake/herken.py": "what a person types",
    "bot/intake/opties.py": "what a person types",
    "bot/intake/samenvatting.py": "the desk reads it: what the summary is not",
    "bot/intake/wachtrij.py": "the desk reads it: the queue",
}
#: Names and functions elsewhere of which every word is: parts of sentences, and words of one.
NAMEN = {
    "bot/desk/routes/acties.py": ("OPGEPAKT", "GESLOTEN"),
    "bot/desk/zaak.py": ("GELEZEN", "_VOOR_DE_PERSOON"),
    "bot/dialogue/botkant.py": ("keer", "nieuw"),
    "bot/intake/openingstijden.py": ("LANG", "opent", "_dag", "_uur"),
    "bot/intake/stil.py": ("woord",),
    "bot/intake/vraag.py": ("WAAR", "_bevestig"),
}
#: Headers, methods and the like begin with a capital too; a pattern or a tag is no sentence.
_GEEN_ZIN = re.compile(r"[A-Z][\w-]*[-/][\w/-]+|[A-Z]+|[^\w“].*|.*[<>=\\%].*", re.DOTALL)
_ZIN = re.compile(r"[A-ZÀ-Ý“][a-zà-ÿ“]|[A-Z] |.*[a-zà-ÿ] [a-zà-ÿ]", re.DOTALL)
_LOG = ("debug", "info", "warning", "error", "exception")


def teksten(root: Path) -> Iterator[tuple[str, int, str]]:
    """Yield (file, line, text) of every text in the code; a value in it reads as a number."""
    heel = set(bestanden(root))
    for bestand in sorted({*heel, *NAMEN}):
        boom = ast.parse((root / bestand).read_text(encoding="utf-8"))
        namen, geen = _van_namen(boom, NAMEN.get(bestand, ())), _geen_tekst(boom)
        for knoop in ast.walk(boom):
            tekst = _als_tekst(knoop)
            if not tekst or knoop in geen or not re.search(r"[^\W\d_]{2}", tekst):
                continue
            zin = bestand in heel and _ZIN.match(tekst) and not _GEEN_ZIN.fullmatch(tekst)
            if zin or knoop in namen:
                yield bestand, getattr(knoop, "lineno", 1), tekst.strip()


def bestanden(root: Path) -> Iterator[str]:
    """Yield the files of which every sentence is for the overlever."""
    for map_ in MAPPEN:
        for pad in sorted((root / map_).rglob("*.py")):
            naam = pad.relative_to(root)
            if not NIET.keys() & {str(naam), *map(str, naam.parents)}:
                yield str(naam)


def _als_tekst(knoop: ast.AST) -> str | None:
    if isinstance(knoop, ast.Constant) and isinstance(knoop.value, str):
        return knoop.value
    if isinstance(knoop, ast.JoinedStr):
        return "".join(
            str(getattr(deel, "value", "1")) if isinstance(deel, ast.Constant) else "1"
            for deel in knoop.values
        )
    return None


def _van_namen(boom: ast.AST, namen: tuple[str, ...]) -> set[ast.AST]:
    """Return all that stands in the functions *namen*, or is given one of those names."""
    gevonden: set[ast.AST] = set()
    for knoop in ast.walk(boom):
        if isinstance(knoop, ast.FunctionDef) and knoop.name in namen:
            gevonden.update(deel for regel in knoop.body for deel in ast.walk(regel))
        elif isinstance(knoop, ast.Assign):
            for doel, waarde in _paren(knoop):
                if isinstance(doel, ast.Name) and doel.id in namen:
                    gevonden.update(ast.walk(waarde))
    return gevonden


def _paren(knoop: ast.Assign) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield each name of an assignment with its value: "A, B = 1, 2" gives two."""
    doel, waarde = knoop.targets[0], knoop.value
    if isinstance(doel, ast.Tuple) and isinstance(waarde, ast.Tuple):
        yield from zip(doel.elts, waarde.elts, strict=True)
    else:
        yield doel, waarde


def _geen_tekst(boom: ast.AST) -> set[ast.AST]:
    """Return what nobody reads: docstrings, pieces of a whole text, keys, logs and errors."""
    geen: set[ast.AST] = set()
    for knoop in ast.walk(boom):
        if isinstance(knoop, ast.Expr) and isinstance(knoop.value, ast.Constant):
            geen.add(knoop.value)
        elif isinstance(knoop, ast.JoinedStr):
            geen.update(knoop.values)
        elif isinstance(knoop, ast.Dict):
            geen.update(filter(None, knoop.keys))
        elif isinstance(knoop, ast.Raise) or _is_log(knoop):
            geen.update(ast.walk(knoop))
        elif isinstance(knoop, ast.Subscript):
            geen.update(ast.walk(knoop.slice))
    return geen


def _is_log(knoop: ast.AST) -> bool:
    functie = knoop.func if isinstance(knoop, ast.Call) else None
    return isinstance(functie, ast.Attribute) and functie.attr in _LOG
