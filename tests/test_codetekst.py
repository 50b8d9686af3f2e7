"""The words in the code that an overlever reads: no module of the talk is passed over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from bot.content import codetekst
from bot.settings import ROOT

#: Common Dutch words: a text with two of them is Dutch, whatever else it is.
_NEDERLANDS = re.compile(
    r"\b(ik|je|jij|jou|jouw|wij|het|een|de|dit|dat|is|niet|geen|hoe|wat|wie|op|van|voor|naar|met|"
    r"kun|wil|mag|vraag|lang|was|er|nog|nu|hier|ook|als|dan)\b",
    re.IGNORECASE,
)


def _modules(naam: str) -> Iterator[str]:
    """Yield the files of *naam* ("bot.intake.vraag"), and of the packages that it stands in."""
    delen = naam.split(".")
    for tot in range(1, len(delen) + 1):
        for pad in (Path(*delen[:tot], "__init__.py"), Path(*delen[:tot]).with_suffix(".py")):
            if (ROOT / pad).is_file():
                yield str(pad)


def _ingevoerd(bestand: str) -> set[str]:
    gevonden: set[str] = set()
    for knoop in ast.walk(ast.parse((ROOT / bestand).read_text(encoding="utf-8"))):
        if isinstance(knoop, ast.ImportFrom) and knoop.module:
            for naam in knoop.names:
                gevonden.update(_modules(f"{knoop.module}.{naam.name}"))
        elif isinstance(knoop, ast.Import):
            gevonden.update(m for naam in knoop.names for m in _modules(naam.name))
    return gevonden


def bereikt() -> set[str]:
    """Return every module of ours that the pages of the chat and the talk bring in."""
    gezien: set[str] = set()
    nieuw = set(codetekst.bestanden(ROOT))
    while nieuw:
        gezien |= nieuw
        nieuw = {m for bestand in nieuw for m in _ingevoerd(bestand)} - gezien
    return gezien


def zinnen(bestand: str) -> Iterator[str]:
    """Yield the Dutch sentences of a file that somebody could read; errors and logs are none."""
    boom = ast.parse((ROOT / bestand).read_text(encoding="utf-8"))
    geen = codetekst._geen_tekst(boom)
    for knoop in ast.walk(boom):
        tekst = codetekst._als_tekst(knoop)
        if not tekst or knoop in geen or codetekst._GEEN_ZIN.fullmatch(tekst):
            continue
        if len(set(_NEDERLANDS.findall(tekst.lower()))) > 1:
            yield tekst.strip()


#: Files outside the talk in which Dutch stands, and who reads it.
NIET_VAN_HET_GESPREK = {
    "bot/mail.py": "the mail to a team",
    "bot/records/logboek.py": "who opened what: the desk reads it",
}


def test_every_dutch_sentence_of_the_talk_is_judged() -> None:
    """In each module that the chat or the talk brings in, a text in Dutch passes the gates, or the
    module is named with its other reader.
    """
    geoordeeld = {(bestand, tekst) for bestand, _, tekst in codetekst.teksten(ROOT)}
    uit = {*codetekst.NIET, *NIET_VAN_HET_GESPREK}
    gemist = [
        (bestand, tekst)
        for bestand in sorted(bereikt())
        if not uit & {bestand, *map(str, Path(bestand).parents)}
        for tekst in zinnen(bestand)
        if (bestand, tekst) not in geoordeeld
    ]
    assert len(bereikt()) > 90
    assert gemist == []


def test_a_new_module_of_the_talk_is_judged_without_being_named(tmp_path: Path) -> None:
    """A sentence in a module that nobody put on a list is read, in each of the four folders."""
    for map_ in codetekst.MAPPEN:
        (tmp_path / map_).mkdir(parents=True)
        (tmp_path / map_ / "nieuw.py").write_text('ZIN = "Vraag hoe lang het duurt."\n')
    for bestand in codetekst.NAMEN:
        (tmp_path / bestand).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / bestand).write_text("")
    gelezen = [(bestand, tekst) for bestand, _, tekst in codetekst.teksten(tmp_path)]
    assert gelezen == [
        (f"{map_}/nieuw.py", "Vraag hoe lang het duurt.") for map_ in sorted(codetekst.MAPPEN)
    ]


def test_what_is_said_of_waiting_is_judged() -> None:
    """The two sentences on waiting at an address are among the texts, with their file."""
    gelezen = {(bestand, tekst) for bestand, _, tekst in codetekst.teksten(ROOT)}
    assert ("bot/intake/sociale_kaart.py", "Vraag hoe lang het wachten duurt.") in gelezen
    assert ("bot/intake/sociale_kaart.py", "Wachttijd: 1. Dat was op 1.") in gelezen


def test_what_is_left_out_is_there_and_speaks_to_nobody() -> None:
    """Each module that is left out exists, has its reason, and says "je" to nobody."""
    for naam, reden in codetekst.NIET.items():
        pad = ROOT / naam
        assert pad.exists(), naam
        assert reden
        for bestand in [pad] if pad.is_file() else sorted(pad.rglob("*.py")):
            gezegd = [
                tekst
                for tekst in zinnen(str(bestand.relative_to(ROOT)))
                if tekst[:1].isupper() and re.search(r"\b(je|jij|jou|jouw)\b", tekst)
            ]
            assert gezegd == [], bestand
