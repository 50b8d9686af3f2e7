"""The small things that templates cannot work out themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.chat.pages import bel, kaal, web
from bot.intake.datum import in_woorden, wanneer


@pytest.mark.parametrize(
    ("waarde", "tekst"),
    [
        ("2026-02-19", "19 februari 2026"),
        ("2026-02-09", "9 februari 2026"),
        ("2026-02", "februari 2026"),
        ("2026", "2026"),
        ("~2025", "2025"),
        ("23-11-2026 14:05", "23 november 2026, 14:05"),
        ("23-11-2026", "23 november 2026"),
        ("23-13-2026", "23-13-2026"),
        ("2026-13", "2026-13"),
        ("vorige week", "vorige week"),
        (None, ""),
    ],
)
def test_datum(waarde: str | None, tekst: str) -> None:
    """A date is written as people write it; what is no date stays as it came."""
    assert in_woorden(waarde) == tekst


@pytest.mark.parametrize(
    ("inhoud", "vandaag", "tekst"),
    [
        ({"tijd": "14:05", "dag": "2026-03-02"}, date(2026, 3, 2), "14:05"),
        ({"tijd": "23:59", "dag": "2026-03-01"}, date(2026, 3, 2), "gisteren om 23:59"),
        ({"tijd": "14:05", "dag": "2026-02-28"}, date(2026, 3, 2), "zaterdag 28 februari om 14:05"),
        ({"tijd": "9:00", "dag": "2025-12-31"}, date(2026, 1, 1), "gisteren om 9:00"),
        (
            {"tijd": "9:00", "dag": "2025-12-30"},
            date(2026, 1, 1),
            "dinsdag 30 december 2025 om 9:00",
        ),
        ({"tijd": "14:05"}, date(2026, 3, 2), "14:05"),
        ({}, date(2026, 3, 2), ""),
    ],
)
def test_wanneer(inhoud: dict[str, Any], vandaag: date, tekst: str) -> None:
    """A time of today stands alone; of another day with that day, and its year if not ours."""
    assert wanneer(inhoud, vandaag) == tekst


@pytest.mark.parametrize(
    ("tekst", "nummers"),
    [
        ("Bel 112.", ["112"]),
        ("Bel 113 of 0800-0113.", ["113", "08000113"]),
        ("Bel 0900-8844, of 033-448 11 86.", ["09008844", "0334481186"]),
        ("Bel 0800-2000, of 088 0767 000.", ["08002000", "0880767000"]),
        ("Het kost 112.50 euro, code 1123, 2026-11-22", []),
        ("geen nummer", []),
    ],
)
def test_bel(tekst: str, nummers: list[str]) -> None:
    """Numbers in the bot's words can be tapped to call; other numbers are left alone."""
    gemaakt = str(bel(tekst))
    assert [deel.split('"')[0] for deel in gemaakt.split("tel:")[1:]] == nummers


def test_bel_is_veilig() -> None:
    """Around the numbers everything is escaped."""
    assert bel("<b>112</b>&").startswith("&lt;b&gt;<a")
    assert bel("<b>112</b>&").endswith("&lt;/b&gt;&amp;")


@pytest.mark.parametrize(
    ("waarde", "adres"),
    [
        ("https://www.fier.nl", "https://www.fier.nl"),
        ("fairwork.nu", "https://fairwork.nu"),
        ("javascript://x%0aalert(1)", None),
        ("data://x", None),
        ("", None),
        (None, None),
    ],
)
def test_web(waarde: str | None, adres: str | None) -> None:
    """Only web addresses become links."""
    assert web(waarde) == adres


def test_kaal() -> None:
    """An address is shown as its site, a source that is no address as its name."""
    assert kaal("https://www.fier.nl/chat?x") == "fier.nl"
    assert kaal("CoMensha") == "CoMensha"
