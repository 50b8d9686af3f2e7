"""Passwords that somebody guesses first: what everybody takes, and the names of the house.

A password is all that keeps a team's key closed for who has the disk (`docs/trust.md`); the brake
on logging in does not help there.
"""

from __future__ import annotations

from collections.abc import Iterable

#: Different characters that must be left when what everybody takes is taken out.
EIGEN_MIN = 5
_NAAM_MIN = 3
#: From the lists of passwords that leaked most, in Dutch and English.
_LIJST = """
1234567890 0123456789 9876543210 123456789 987654321 12345678 87654321 1234567 123456 654321
12345 54321 98765 1234 qwertyuiop qwertzuiop azertyuiop asdfghjkl zxcvbnm qwerty qwertz azerty
asdfgh asdf qwer zxcv 1q2w3e4r5t6y 1q2w3e4r5t 1q2w3e4r 1qaz2wsx 3edc4rfv abcdefghijkl abcdefgh
abcdef abcd wachtwoord wachtwoorden geheim welkom password passw0rd p@ssw0rd letmein iloveyou
ikhouvanjou hulpverlener hulpverlening opvang eerstjij nederland holland amsterdam rotterdam
feyenoord utrecht zomer winter herfst lente voorjaar maandag vrijdag januari december admin
administrator beheerder superman dragon monkey sunshine princess football voetbal schatje
lieverd changeme default secret login inloggen hallo hello
"""
#: The longest go first: "1234567890" before "1234".
_GEWOON = tuple(sorted(_LIJST.split(), key=len, reverse=True))


def te_gewoon(wachtwoord: str, namen: Iterable[str] = ()) -> bool:
    """Tell whether little is left of a *wachtwoord* without common words and these *namen*.

    Capitals, spaces and what stands around them ("Welkom 2026!!") make no difference.
    """
    rest = _kaal(wachtwoord)
    for woord in (*sorted(map(_kaal, namen), key=len, reverse=True), *_GEWOON):
        if len(woord) >= _NAAM_MIN:
            rest = rest.replace(woord, "")
    return len(set(rest)) < EIGEN_MIN


def _kaal(tekst: str) -> str:
    return "".join(tekst.casefold().split())
