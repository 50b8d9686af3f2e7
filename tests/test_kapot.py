"""`make check` on content that is broken mechanically: it always answers in words, with a place."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.content import bron, keur_kaart
from bot.content.bevinding import Bevinding
from bot.content.nakijken import main, nakijken, waarschuwingen
from bot.settings import ROOT

RONDES = 12
#: Nothing may stand there, or it may be left out: not each of these is a mistake.
MAG = re.compile(
    r".*: field dropped|-/voor: list empty|-/bron(nen/-)?/datum: .*|-/(nagebeld|nagekeken|datum): "
    r"nothing .*|.*eerst_in: a list for a word|uitleg/.*/uitleg: a list .*|uitzonderingen: list .*|"
    r"-/(behoeften|crisis|kort|niet|niet_naast|woorden/-|knoppen): list empty|-/wacht: nothing .*|"
    r".*/(knoppen|buttons): list empty|uitleg/.*: flat|entities/-: flat"
)
#: Words of Python, which say nothing to the inhoudsteam.
ENGELS = re.compile(r"object|attribute|indices|argument|subscript|iterable|NoneType|Error|KeyE")


@pytest.fixture(scope="module")
def klein(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with three blocks of each file of examples."""
    root = tmp_path_factory.mktemp("klein")
    for naam in ("bot", "data", "actions", "tests"):
        shutil.copytree(ROOT / naam, root / naam, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "domain.yml", root)
    for pad in (root / "data" / "nlu").glob("*.yml"):
        inhoud = yaml.load(pad.read_text(encoding="utf-8"), yaml.CSafeLoader)
        inhoud["nlu"] = inhoud["nlu"][:3]
        pad.write_text(yaml.safe_dump(inhoud, allow_unicode=True), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def rondes(klein: Path) -> list[dict[str, Any]]:
    """What the command said in each round; the files are as they were afterwards."""
    kopie = klein.with_name("kapot")
    shutil.copytree(klein, kopie)
    klaar = subprocess.run(
        [sys.executable, "-m", "tests.kapot", str(RONDES)],
        cwd=kopie, capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    return [json.loads(regel) for regel in klaar.stdout.splitlines()]


def test_whatever_is_broken_the_command_ends_with_one_and_words(
    rondes: list[dict[str, Any]],
) -> None:
    """A field dropped, a list empty, nothing behind a colon, a word for a number, a nesting made
    flat, in every file at once: the command ends with 1, raises nothing and speaks no Python.
    """
    assert len(rondes) == RONDES
    for ronde in rondes:
        assert (ronde["einde"], ronde["fout"]) == (1, ""), ronde["gedaan"]
        assert "Traceback" not in ronde["gedrukt"]
        assert not ENGELS.search(ronde["gedrukt"]), ENGELS.search(ronde["gedrukt"])


def test_each_broken_file_is_named(rondes: list[dict[str, Any]]) -> None:
    """Each file in which something stands that does not belong there has a line of its own."""
    stil = [
        (bestand, wat)
        for ronde in rondes
        for bestand, wat in ronde["gedaan"].items()
        if not MAG.fullmatch(wat) and f"\n{bestand}:" not in f"\n{ronde['gedrukt']}"
    ]
    assert sum(len(r["gedaan"]) for r in rondes) > 40 * RONDES
    assert stil == []


#: (what, file, old, new, words of the message): each alone once gave a traceback or nothing.
LOS = [
    ("source without its day", "data/sociale_kaart.yml",
     re.compile(r'(- \{url: "[^"]+"), datum: [^}]+'), r"\1", "mist het veld “datum”"),
    ("needs empty", "data/sociale_kaart.yml", re.compile(r"  behoeften: \[.*\]"), "  behoeften:",
     "“112, behoeften” is niet opgebouwd zoals het hoort: hier hoort een lijst."),
    ("dangers empty", "data/sociale_kaart.yml", re.compile(r"  crisis: \[.*\]"), "  crisis:",
     "“112, crisis” is niet opgebouwd zoals het hoort: hier hoort een lijst."),
    ("sources empty", "data/sociale_kaart.yml", re.compile(r"  bronnen:\n(    - .*\n)+"),
     "  bronnen:\n", "“112, bronnen” is niet opgebouwd zoals het hoort: hier hoort een lijst."),
    ("an age in words", "data/sociale_kaart.yml", re.compile(r"  vanaf: \d+"), "  vanaf: achttien",
     ", vanaf” is niet opgebouwd zoals het hoort: hier hoort een getal."),
    ("no such day", "data/sociale_kaart.yml", re.compile(r"  nagebeld: null"),
     "  nagebeld: 2026-02-31", "Deze dag bestaat niet."),
    ("a list for a name", "data/rechten.yml", re.compile(r"  tekst: "), "  [a, b]: x\n  tekst: ",
     "geen goede YAML"),
]  # fmt: skip


@pytest.mark.parametrize("fout", LOS, ids=lambda fout: fout[0])
def test_one_mistake_is_said_with_its_line_and_stops_no_other_message(
    klein: Path, capsys: pytest.CaptureFixture[str], fout: tuple[Any, ...]
) -> None:
    """What once ended in a traceback has a line with its place; a mistake in another file, made
    beside it, is said too.
    """
    _, bestand, oud, nieuw, zegt = fout
    terug = {b: (klein / b).read_text(encoding="utf-8") for b in (bestand, "data/situaties.yml")}
    kapot, aantal = oud.subn(nieuw, terug[bestand], count=1)
    ander = terug["data/situaties.yml"].replace("stap: klacht", "stap: klagt")
    try:
        (klein / bestand).write_text(kapot, encoding="utf-8")
        (klein / "data/situaties.yml").write_text(ander, encoding="utf-8")
        einde = main([str(klein)])
    finally:
        for naam, inhoud in terug.items():
            (klein / naam).write_text(inhoud, encoding="utf-8")
    gedrukt = capsys.readouterr().out
    assert aantal == 1
    assert einde == 1
    assert re.search(rf"^{bestand}:\d+  .*{re.escape(zegt)}", gedrukt, re.M), gedrukt
    assert "De vraag “klagt” bestaat niet" in gedrukt


def test_the_last_net_names_the_file_that_was_read(
    klein: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A check that fails on what nobody foresaw gives one Dutch sentence with the file, and the
    warnings that fail take no message away.
    """

    def stuk(root: Path) -> Any:
        _blok = bron.lees(root, keur_kaart.BESTAND)
        raise TypeError("NoneType")

    monkeypatch.setattr("bot.content.keur_kaart.waarschuwingen", stuk)
    (fout,) = waarschuwingen(klein)
    assert isinstance(fout, Bevinding)
    assert fout.bestand == keur_kaart.BESTAND
    assert "gelezen werd data/sociale_kaart.yml" in fout.wat
    los = Bevinding("domain.yml", 3, "Er is iets.", "Doe iets.")
    monkeypatch.setattr("bot.content.nakijken.nakijken", lambda _root: [los])
    assert main([str(klein)]) == 1
    assert "domain.yml:3  Er is iets." in capsys.readouterr().out


def test_the_small_copy_is_right(klein: Path) -> None:
    """What is broken here was whole: the copy itself has no mistake."""
    assert nakijken(klein) == []
