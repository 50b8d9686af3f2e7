"""What can stand in the way of an account."""

from __future__ import annotations


class Geweigerd(Exception):
    """Name, password or code is not right; which of them is not told."""


class Verlopen(Exception):
    """The link, the session or the team's key is no longer valid."""


class NaamBezet(Exception):
    """There is already an account, or a team, with this name."""


class RoepnaamBezet(Exception):
    """Somebody in the team has this first name, or somebody who was switched off."""


class VreemdeSleutel(Exception):
    """No member of the team has a public key that this house made: nobody would get its key."""


class GeenLid(Exception):
    """There is no such member in this team."""
