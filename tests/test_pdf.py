"""The PDF of a case: complete, readable in every script, and on one page where it fits."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk import blad
from bot.desk.gevaar import Later
from bot.desk.pdf import schrift
from bot.desk.pdf.maker import FONTS, maak_pdf
from tests import desk_cases as cases
from tests.test_desk_blad import opvolging

KENT = set(TTFont(FONTS / "DejaVuSans.ttf").getBestCmap())


def pdf(samenvatting: dict[str, Any]) -> bytes:
    een = blad.maak(samenvatting, opvolging(samenvatting))
    return maak_pdf(een, "Eerst jij", "Team Noord")


def paginas(inhoud: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", inhoud))


def lees(inhoud: bytes, tmp_path: Path) -> str:
    """Return the words of a PDF; skipped where poppler is not installed."""
    if shutil.which("pdftotext") is None:
        assert not os.environ.get("CI"), "CI must have pdftotext"
        pytest.skip("pdftotext (poppler-utils) is not installed")
    path = tmp_path / "blad.pdf"
    path.write_bytes(inhoud)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize(
    "vorm", [cases.in_gevaar, cases.zonder_loon, cases.minderjarig, cases.met_kinderen]
)
def test_an_ordinary_case_fits_on_one_page(vorm: Any) -> None:
    """Three wensen with own words, limits and the rest stand on one A4."""
    inhoud = pdf(vorm())

    assert inhoud.startswith(b"%PDF")
    assert paginas(inhoud) == 1


def test_what_matters_is_in_it_in_order(tmp_path: Path) -> None:
    """Danger first, then the limits, then the wensen with own words and where they come from."""
    text = lees(pdf(cases.in_gevaar()), tmp_path)

    stukken = [
        "Geen diagnose, geen identificatie, geen aangifte.",
        "Gevaar nu „hij staat beneden en belt steeds aan”",
        "Houd je hieraan",
        "„geen politie aan de deur” „niet bellen, alleen typen” (eigen woorden)",
        "„mijn oom, en niemand van de winkel” (eigen woorden)",
        "Wat de persoon nodig heeft",
        "1. Veiligheid",
        "2. Onderdak „ik kan vannacht niet hier blijven”",
        "Wil niet zeggen: tempo.",
    ]
    plekken = [text.index(stuk) for stuk in stukken]
    assert plekken == sorted(plekken)


def test_danger_that_came_later_stands_on_top(tmp_path: Path) -> None:
    """A crisis during the wait is on the paper too, before all else."""
    samenvatting = cases.zonder_loon()
    een = blad.maak(samenvatting, opvolging(samenvatting))
    later = (Later("zelfdoding", None, None),)
    text = lees(maak_pdf(een, "Eerst jij", "Team Noord", later), tmp_path)

    assert "Gedachten aan zelfdoding Gezegd na het delen." in text
    assert text.index("Gedachten aan") < text.index("Houd je hieraan")


def test_polish_and_emoji_are_drawn(tmp_path: Path) -> None:
    """Letters that the font has are drawn as they are."""
    text = lees(pdf(cases.zonder_loon()), tmp_path)

    assert "Żółć, łódź, źdźbło" in text
    assert "3 maanden geen loon 😞" in text


def test_arabic_is_joined_and_reads_from_the_right(tmp_path: Path) -> None:
    """Every Arabic letter is there, in its joined form; turned back it is what was typed."""
    text = unicodedata.normalize("NFKC", lees(pdf(cases.met_kinderen()), tmp_path))

    for woord in ["أريد", "أن", "يذهب", "أطفالي", "إلى", "المدرسة"]:
        assert woord in text or woord[::-1] in text


def test_arabic_letters_take_their_form_from_their_neighbours() -> None:
    """First, middle, last and single forms; lam and alef become one sign; marks do not part."""
    assert schrift.vorm("ببب") == "\ufe91\ufe92\ufe90"
    assert schrift.vorm("ب") == "\ufe8f"
    assert schrift.vorm("اب") == "\ufe8d\ufe8f"
    assert schrift.vorm("لا") == "\ufefb"
    assert schrift.vorm("بلا") == "\ufe91\ufefc"
    assert schrift.vorm("بَب") == "\ufe91\u064e\ufe90"
    assert schrift.vorm("abc żółć") == "abc żółć"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةپچژگ ", max_size=30))
def test_joining_loses_no_arabic_letter(text: str) -> None:
    """The joined forms are the same letters by Unicode's own tables."""
    assert unicodedata.normalize("NFKC", schrift.vorm(text)) == unicodedata.normalize("NFKC", text)


def test_what_the_font_lacks_is_named() -> None:
    """A sign without a picture is written as its name, so that nobody overlooks it."""
    assert schrift.zichtbaar("ሰላም", KENT.__contains__) == (
        "[ETHIOPIC SYLLABLE SA][ETHIOPIC SYLLABLE LAA][ETHIOPIC SYLLABLE ME]"
    )
    assert schrift.zichtbaar("x\U0001fae8", KENT.__contains__).startswith("x[")
    assert schrift.zichtbaar("👍🏽 ❤️", KENT.__contains__) == "[THUMBS UP SIGN] ❤"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    """Every letter of any script is either drawn or named."""
    seen = schrift.zichtbaar(text, KENT.__contains__)

    for teken in text:
        if unicodedata.category(teken)[0] in "LN":
            assert teken in seen or f"[{unicodedata.name(teken, '')}]" in seen or "[U+" in seen


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), st.integers(1, 40))
def test_breaking_lines_loses_nothing_and_fits(text: str, breedte: int) -> None:
    """Put together again the lines are the text; none is wider than the space."""
    lines = schrift.regels(text, breedte, lambda deel: float(len(deel)))

    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    assert all(len(line) <= breedte for line in lines)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=3000))
def test_whatever_somebody_typed_makes_a_pdf(text: str) -> None:
    """No text makes it fail: any script, any sign, long or short."""
    samenvatting = cases.samenvatting(
        gevaar_nu=cases.F([{"soort": "zelfdoding", "eigen_woorden": text}], "eigen_woorden"),
        liever_niet=cases.eigen(text, text),
        wensen=[cases.wens("onderdak", None, text, meer=text)],
        eigen_tekst=cases.eigen(text),
    )

    assert pdf(samenvatting).startswith(b"%PDF")


def test_a_long_story_goes_on_over_pages_and_stays_whole(tmp_path: Path) -> None:
    """What does not fit on one page continues on the next; the last words are there."""
    lang = " ".join(f"woord{nr}" for nr in range(1500))
    samenvatting = cases.samenvatting(
        liever_niet=cases.eigen(lang), wensen=[cases.wens("onderdak", 1, lang, "einde")]
    )

    inhoud = pdf(samenvatting)

    assert paginas(inhoud) > 2
    text = lees(inhoud, tmp_path)
    assert all(f"woord{nr}" in text for nr in range(1500))
    assert "„einde”" in text


def test_the_font_comes_with_its_licence() -> None:
    """DejaVu may be copied with its notice."""
    assert "DejaVu" in (FONTS / "LICENSE").read_text(encoding="utf-8")
