"""Accounts of the desk: teams, one-time links, locks, sessions, members and recovery sheets.

A team's private key reaches a member only through a one-time link; a member's own private key is
wrapped by the password, and during a session under the session's token.
"""

from bot.records.accounts.fouten import (
    GeenLid,
    Geweigerd,
    NaamBezet,
    RoepnaamBezet,
    Verlopen,
    VreemdeSleutel,
)
from bot.records.accounts.leden import Lid, leden, naam_van, roepnamen, vernieuw_sleutel, zet_uit
from bot.records.accounts.raden import te_gewoon
from bot.records.accounts.sessies import (
    AFWEZIG_NA,
    SESSIE_DUUR,
    STIL_MAX,
    Aangemeld,
    aangemeld,
    beeindig,
    gezien,
    meld_aan,
    meld_af,
    nieuwe_sessie,
    open_sessie,
    verander_slot,
    zet_beschikbaar,
    zet_geluid,
)
from bot.records.accounts.sloten import (
    TOTP_STAP,
    WACHTWOORD_MIN,
    Bewijs,
    Kandidaat,
    controleer,
    maak_slot,
    totp_stap,
    vind,
)
from bot.records.accounts.teams import heeft_leden, houd, maak_team, ontvangende_teams, teams
from bot.records.accounts.uitnodigingen import (
    UITNODIGING_DUUR,
    eerste_link,
    link_voor_team,
    maak_account,
    nodig_uit,
    open_account,
    uitnodiging,
    vergeet_links,
)

__all__ = [
    "AFWEZIG_NA",
    "SESSIE_DUUR",
    "STIL_MAX",
    "TOTP_STAP",
    "UITNODIGING_DUUR",
    "WACHTWOORD_MIN",
    "Aangemeld",
    "Bewijs",
    "GeenLid",
    "Geweigerd",
    "Kandidaat",
    "Lid",
    "NaamBezet",
    "RoepnaamBezet",
    "Verlopen",
    "VreemdeSleutel",
    "aangemeld",
    "beeindig",
    "controleer",
    "eerste_link",
    "gezien",
    "heeft_leden",
    "houd",
    "leden",
    "link_voor_team",
    "maak_account",
    "maak_slot",
    "maak_team",
    "meld_aan",
    "meld_af",
    "naam_van",
    "nieuwe_sessie",
    "nodig_uit",
    "ontvangende_teams",
    "open_account",
    "open_sessie",
    "roepnamen",
    "te_gewoon",
    "teams",
    "totp_stap",
    "uitnodiging",
    "verander_slot",
    "vergeet_links",
    "vernieuw_sleutel",
    "vind",
    "zet_beschikbaar",
    "zet_geluid",
    "zet_uit",
]
