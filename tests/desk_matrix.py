"""Who may do what at the desk: every route x every visitor x whose case it is.

A new route without a line here fails the build. "in": sent on to the login page.
"""

from __future__ import annotations

#: The visitors. The case was shared with the teams Noord and Zuid, not with West. Whoever is
#: "uitgezet" was a member of Noord when the session began.
WIE = ("niemand", "uitgezet", "lid", "eigenaar", "lid tweede team", "ander team")

Cel = int | str


def _voor_allen(status: Cel) -> dict[str, Cel]:
    return dict.fromkeys(WIE, status)


def _leden(
    status: int, eigenaar: int | None = None, tweede: int | None = None, ander: int | None = None,
    buiten: Cel = "in",
) -> dict[str, Cel]:  # fmt: skip
    """Return a line for who is logged in; *buiten* is the answer to who is not (any more)."""
    return {
        "niemand": buiten,
        "uitgezet": buiten,
        "lid": status,
        "eigenaar": status if eigenaar is None else eigenaar,
        "lid tweede team": status if tweede is None else tweede,
        "ander team": status if ander is None else ander,
    }


def _zaak(status: int, eigenaar: int | None = None, buiten: Cel = "in") -> dict[str, Cel]:
    """Return a line for a case: both teams it was shared with are alike, another finds nothing."""
    return _leden(status, eigenaar, ander=404, buiten=buiten)


def _team(status: int) -> dict[str, Cel]:
    """Return a line for something that only members of the team Noord may do."""
    return _leden(status, tweede=404, ander=404)


#: The case is in the hands of the owner. Every post carries the right token and fitting fields;
#: 401 to who is not logged in: a text was typed, and is given back.
IN_HANDEN: dict[str, dict[str, Cel]] = {
    "GET /inloggen": _voor_allen(200),
    "POST /inloggen": _voor_allen(401),
    "POST /uitloggen": _voor_allen("in"),
    "GET /uitnodiging/{token}": _voor_allen(404),
    "POST /uitnodiging/{token}": _voor_allen(404),
    "GET /herstel": _voor_allen(200),
    "POST /herstel": _voor_allen(401),
    "GET /gezond": _voor_allen(200),
    "GET /": _leden(200),
    "GET /deel/wachtrij": _leden(200),
    "GET /deel/telling": _leden(200),
    "POST /beschikbaar": _leden(303),
    "POST /hier": _leden(204),
    "POST /geluid": _leden(303),
    "GET /stroom": _leden(200, buiten=204),
    "GET /sociale-kaart": _leden(200),
    "GET /account": _leden(200),
    "POST /account/wachtwoord": _leden(422),
    "POST /account/toestel": _leden(422),
    "GET /logboek": _leden(200),
    "GET /team": _leden(200),
    "POST /team/uitnodigen": _team(200),
    "POST /team/link": _team(200),
    "POST /team/uitzetten": _team(200),
    "POST /team/herstelbladen": _team(200),
    "GET /overdracht/{id}": _zaak(200),
    "GET /overdracht/{id}/deel": _zaak(200),
    "GET /overdracht/{id}/afdruk": _zaak(200),
    "GET /overdracht/{id}/er-nog": _zaak(204),
    "GET /overdracht/{id}.pdf": _zaak(200),
    "GET /overdracht/{id}.json": _zaak(200),
    "POST /overdracht/{id}/oppakken": _zaak(409, eigenaar=303),
    "POST /overdracht/{id}/teruggeven": _zaak(409, eigenaar=303),
    "POST /overdracht/{id}/bericht": _zaak(409, eigenaar=303, buiten=401),
    "POST /overdracht/{id}/notitie": _zaak(303, buiten=401),
    "POST /overdracht/{id}/opvolging": _zaak(409, eigenaar=303),
    "POST /overdracht/{id}/sluiten": _zaak(409, eigenaar=303, buiten=401),
}

#: What is otherwise where the case waits and nobody has it: everybody it was shared with may take
#: it, and nobody may do what only its owner can.
WACHT: dict[str, dict[str, Cel]] = {
    **IN_HANDEN,
    "POST /overdracht/{id}/oppakken": _zaak(303),
    "POST /overdracht/{id}/teruggeven": _zaak(409),
    "POST /overdracht/{id}/bericht": _zaak(409, buiten=401),
    "POST /overdracht/{id}/opvolging": _zaak(409),
    "POST /overdracht/{id}/sluiten": _zaak(409, buiten=401),
}

#: The case was closed: nobody can take it or talk in it, and who had it may still say what came of
#: a wens.
DICHT: dict[str, dict[str, Cel]] = {
    **WACHT,
    "POST /overdracht/{id}/oppakken": _zaak(409),
    "POST /overdracht/{id}/opvolging": _zaak(409, eigenaar=303),
}

#: After that the person went on with the bot: nor may who had it say more.
BIJ_DE_BOT: dict[str, dict[str, Cel]] = {
    **DICHT,
    "POST /overdracht/{id}/opvolging": _zaak(409),
    "POST /overdracht/{id}/oppakken": _zaak(404),
}

MATRIX = {"in handen": IN_HANDEN, "wacht": WACHT, "dicht": DICHT, "bij de bot": BIJ_DE_BOT}
#: Here nothing that anybody may do changes what another may.
STIL = ("dicht", "bij de bot")
