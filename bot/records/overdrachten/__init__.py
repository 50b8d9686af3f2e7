"""Overdrachten: what was shared with a team, and what happened with each wens.

The overdracht's key is wrapped to each team that was agreed to (`bot.records.ontvangers`) and
under the conversation's key. A dossier key (internal notes) is wrapped to its team alone.
"""

from bot.records.accounts import AFWEZIG_NA
from bot.records.overdrachten.aanwezigheid import (
    aanwezig,
    aanwezige_teams,
    beschikbaar,
    iemand_aanwezig,
    is_weg,
)
from bot.records.overdrachten.dossier import (
    inzagen,
    noteer,
    noteer_inzage,
    notities,
    opvolging,
    volg_op,
)
from bot.records.overdrachten.fouten import NietVanJou
from bot.records.overdrachten.leven import (
    bericht_bij,
    leeft,
    let_niet_meer_op,
    let_op,
    maak,
    maak_af,
    trek_in,
    zet_kop,
)
from bot.records.overdrachten.openen import (
    Overdracht,
    ids_van,
    samenvatting,
    van_gesprek,
    voor_gesprek,
    voor_team,
)
from bot.records.overdrachten.toewijzing import (
    eigenaar,
    eis_eigenaar,
    eis_opvolger,
    geef_terug,
    is_verlaten,
    laat_los,
    pak_op,
    sluit,
)
from bot.records.overdrachten.zaken import stand, wachtrij

__all__ = [
    "AFWEZIG_NA",
    "NietVanJou",
    "Overdracht",
    "aanwezig",
    "aanwezige_teams",
    "bericht_bij",
    "beschikbaar",
    "eigenaar",
    "eis_eigenaar",
    "eis_opvolger",
    "geef_terug",
    "ids_van",
    "iemand_aanwezig",
    "inzagen",
    "is_verlaten",
    "is_weg",
    "laat_los",
    "leeft",
    "let_niet_meer_op",
    "let_op",
    "maak",
    "maak_af",
    "noteer",
    "noteer_inzage",
    "notities",
    "opvolging",
    "pak_op",
    "samenvatting",
    "sluit",
    "stand",
    "trek_in",
    "van_gesprek",
    "volg_op",
    "voor_gesprek",
    "voor_team",
    "wachtrij",
    "zet_kop",
]
