"""YAML in which every text, list and block knows the line it stands on."""

from __future__ import annotations

import re
import traceback
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.content.bevinding import Bevinding

_GEEN_DAG = "geen dag"


class Tekst(str):
    """A text of a YAML file; *regel* is the line on which its first words stand."""

    bestand: str = ""
    regel: int = 0


class Blok(dict[str, Any]):
    """A block of fields; *regel* is the line on which it begins."""

    bestand: str = ""
    regel: int = 0


class Rij(list[Any]):
    """A list; *regel* is the line on which it begins."""

    bestand: str = ""
    regel: int = 0


class Kapot(Exception):
    """A file that cannot be read; *bevinding* says where and why."""

    def __init__(self, bevinding: Bevinding) -> None:
        super().__init__(str(bevinding))
        self.bevinding = bevinding


class _Lezer(yaml.CSafeLoader):
    """Reads values as PyYAML does, and keeps lines; a field that stands twice is refused."""

    bestand: str = ""


def _tekst(lezer: _Lezer, knoop: yaml.ScalarNode) -> Tekst:
    tekst = Tekst(lezer.construct_scalar(knoop))
    tekst.bestand = lezer.bestand
    tekst.regel = knoop.start_mark.line + (2 if knoop.style in ("|", ">") else 1)
    return tekst


def _blok(lezer: _Lezer, knoop: yaml.MappingNode) -> Blok:
    blok = Blok()
    blok.bestand = lezer.bestand
    blok.regel = knoop.start_mark.line + 1
    for naam, waarde in knoop.value:
        sleutel = lezer.construct_object(naam, deep=True)
        if isinstance(sleutel, Blok | Rij):
            raise yaml.MarkedYAMLError(problem="lijst als naam", problem_mark=naam.start_mark)
        if sleutel in blok:
            raise yaml.MarkedYAMLError(problem=f"dubbel:{sleutel}", problem_mark=naam.start_mark)
        blok[sleutel] = lezer.construct_object(waarde, deep=True)
    return blok


def _rij(lezer: _Lezer, knoop: yaml.SequenceNode) -> Rij:
    rij = Rij(lezer.construct_object(deel, deep=True) for deel in knoop.value)
    rij.bestand = lezer.bestand
    rij.regel = knoop.start_mark.line + 1
    return rij


def _dag(lezer: _Lezer, knoop: yaml.ScalarNode) -> Any:
    try:
        return lezer.construct_yaml_timestamp(knoop)
    except ValueError:  # "2026-02-31"
        raise yaml.MarkedYAMLError(problem=_GEEN_DAG, problem_mark=knoop.start_mark) from None


_Lezer.add_constructor("tag:yaml.org,2002:timestamp", _dag)
_Lezer.add_constructor("tag:yaml.org,2002:str", _tekst)
_Lezer.add_constructor("tag:yaml.org,2002:map", _blok)
_Lezer.add_constructor("tag:yaml.org,2002:seq", _rij)


def regel_van(waarde: object, anders: int = 1) -> int:
    """Return the line on which *waarde* stands, or *anders* for a number, a day or nothing."""
    return int(getattr(waarde, "regel", anders) or anders)


def lees(root: Path, naam: str) -> Any:
    """Read the YAML file *naam* under *root*; raises `Kapot` with the line and the remedy.

    What several checks read is read once, and not to be changed.
    """
    try:
        inhoud = (root / naam).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Kapot(Bevinding(naam, 1, "Dit bestand is er niet.", "Zet het terug.")) from None
    except UnicodeDecodeError:
        wat = "Dit bestand is geen gewone tekst (UTF-8)."
        raise Kapot(Bevinding(naam, 1, wat, "Bewaar het opnieuw als UTF-8.")) from None
    return _ontleed(naam, inhoud)


@lru_cache(maxsize=128)
def _ontleed(naam: str, inhoud: str) -> Any:
    try:
        lezer = _Lezer(inhoud)
        lezer.bestand = naam
        return lezer.get_single_data()
    except yaml.YAMLError as fout:
        raise Kapot(_uitleg(naam, inhoud, fout)) from None


def plek_van(fout: BaseException, anders: str) -> tuple[str, int]:
    """Return the file and line that a check was reading when it failed with *fout*.

    That is the last block or text at hand in the innermost call; else the file *anders*.
    """
    plek = (anders, 1)
    for frame, _ in traceback.walk_tb(fout.__traceback__):
        gelezen = [w for w in frame.f_locals.values() if isinstance(w, Tekst | Blok | Rij)]
        plekken = [(w.bestand, w.regel) for w in gelezen if w.regel]
        plek = max(plekken, key=lambda p: p[1], default=plek)
    return plek


#: A value that begins with a quotation mark and has no second one on its line.
_HALF = re.compile(r"""[^#]*[:-] +(?:"[^"]*|'[^']*)$""")


def _uitleg(naam: str, inhoud: str, fout: yaml.YAMLError) -> Bevinding:
    """Say in plain words what PyYAML stumbled over."""
    regels = inhoud.splitlines()
    tab = next((nr for nr, regel in enumerate(regels, 1) if re.match(r" *\t", regel)), None)
    if tab:
        doe = "Vervang de tab door spaties, net zo veel als op de regels ernaast."
        return Bevinding(naam, tab, "Deze regel begint met een tab.", doe)
    mark = getattr(fout, "problem_mark", None) or getattr(fout, "context_mark", None)
    regel = min(mark.line + 1, len(regels)) if mark else 1
    probleem = str(getattr(fout, "problem", "") or "")
    if probleem.startswith("dubbel:"):
        veld = probleem.removeprefix("dubbel:")
        doe = "Haal een van de twee weg, of geef hem een andere naam."
        return Bevinding(naam, regel, f"“{veld}” staat hier voor de tweede keer.", doe)
    if probleem == _GEEN_DAG:
        doe = "Kijk op de kalender, en schrijf de dag zoals 2026-11-23."
        return Bevinding(naam, regel, "Deze dag bestaat niet.", doe)
    half = next((nr for nr, r in enumerate(regels[:regel], 1) if _HALF.match(r)), None)
    if half:
        regel = half
        doe = "Zet aan het begin en aan het eind van de tekst hetzelfde aanhalingsteken."
        return Bevinding(naam, regel, "Een aanhalingsteken wordt hier niet gesloten.", doe)
    if "mapping values" in probleem:
        doe = "Zet de hele tekst tussen aanhalingstekens, of kijk naar het inspringen."
        return Bevinding(naam, regel, "Er staat een dubbele punt te veel in deze regel.", doe)
    doe = "Kijk op deze regel en die erboven: inspringen, streepjes, dubbele punten, haakjes."
    return Bevinding(naam, regel, "Dit is geen goede YAML: de regel past niet bij de rest.", doe)
