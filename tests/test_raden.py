"""Passwords that are guessed first are refused; those of somebody's own are taken."""

from __future__ import annotations

import pytest

from bot.records import accounts

NAMEN = ["Eerst jij", "Team Noord", "sanne", "Sanne"]


@pytest.mark.parametrize(
    "wachtwoord",
    ["wachtwoord12", "Wachtwoord1234", "Welkom2026!!", "welkom welkom", "123456789012",
     "aaaaaaaaaaaa", "qwertyuiop12", "1q2w3e4r5t6y", "Team Noord 12", "teamnoord2026",
     "EerstJij2026", "sanne sanne 7", "Sanne123456!", "P@ssw0rd2026", " " * 12,
     "121212121212"],
)  # fmt: skip
def test_a_password_that_is_guessed_first_is_refused(wachtwoord: str) -> None:
    """The most common ones, rows of keys, and the names of team, house and owner, with a year."""
    assert accounts.te_gewoon(wachtwoord, NAMEN)


@pytest.mark.parametrize(
    "wachtwoord",
    ["lange groene fiets 7", "x7#9K2$81!04", "8472-1937-5521", "mijn kat drinkt thee", "żółć gęślą",
     "noord zuid oost wolk", "welkom bij de vlinders"],
)  # fmt: skip
def test_a_password_of_ones_own_is_taken(wachtwoord: str) -> None:
    """Words that do not belong together, or what a password manager makes, with any letters."""
    assert not accounts.te_gewoon(wachtwoord, NAMEN)


def test_without_names_only_the_common_ones_are_refused() -> None:
    """The names are those of this house: elsewhere they are words like others."""
    assert not accounts.te_gewoon("Team Noord 12")
    assert accounts.te_gewoon("wachtwoord12")


def test_the_longest_name_goes_out_first() -> None:
    """Else half of it is left, and counts as somebody's own."""
    assert accounts.te_gewoon("Eerste Noord xyvz", ["noord", "Eerste Noord"])


def test_a_name_of_three_letters_counts_and_a_shorter_one_does_not() -> None:
    """Two letters stand in many words of one's own."""
    assert accounts.te_gewoon("bob bob bob wxyz", ["Bob"])
    assert not accounts.te_gewoon("bo bo bo bo wxyz", ["Bo"])


def test_five_different_characters_of_ones_own_are_enough() -> None:
    """Four are not."""
    assert not accounts.te_gewoon("welkom vxyqz")
    assert accounts.te_gewoon("welkom vxyqq")
