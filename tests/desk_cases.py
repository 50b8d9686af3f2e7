"""Teams, colleagues and cases for tests and pictures, made by the records themselves.

Every person and every word here is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyotp

from bot import vault
from bot.intake.openingstijden import NEDERLAND
from bot.intake.states import Stap
from bot.records import accounts, gesprekken, keeper, klok, overdrachten
from bot.records.database import Database

WACHTWOORD = "lange groene fiets 7"
VANDAAG = date(2026, 11, 23)
#: 23 November 2026, 14:05 in the Netherlands, in seconds since 1970.
NU = 1795439100.0
#: What comes next with a wens, as it is filled in on the desk; the day is the one after tomorrow.
VERVOLG = {
    "volgende": "Ik bel de opvang.",
    "wanneer": "2026-11-25",
    "anders": "Dan bel ik een andere opvang",
}


@dataclass(frozen=True)
class Team:
    """A team with its private key, which no test database holds."""

    id: str
    naam: str
    pair: vault.Keypair


@dataclass(frozen=True)
class Collega:
    """A hulpverlener with what they type to log in."""

    id: str
    naam: str
    roepnaam: str
    totp: str

    def code(self, now: float) -> str:
        """Return the TOTP code of this moment."""
        return pyotp.TOTP(self.totp).at(int(now))


@dataclass(frozen=True)
class Zaak:
    """A conversation with its overdracht, from the overlever's side."""

    sleutel: bytes
    overdracht: overdrachten.Overdracht

    @property
    def id(self) -> str:
        """The overdracht's id."""
        return self.overdracht.id


def maak_team(database: Database, naam: str = "Team Noord") -> Team:
    """Make a team."""
    with database.begin() as s:
        row, pair = accounts.maak_team(s, naam)
        return Team(row.id, naam, pair)


def maak_collega(database: Database, team: Team, naam: str, roepnaam: str) -> Collega:
    """Make an account in *team* by an invitation."""
    secret = pyotp.random_base32()
    with database.begin() as s:
        token = accounts.nodig_uit(s, team.id, team.pair.private)
        person = accounts.maak_account(
            s, token, naam=naam, roepnaam=roepnaam, wachtwoord=WACHTWOORD, totp=secret
        )
        return Collega(person.id, naam, roepnaam, secret)


def log_in(database: Database, collega: Collega, now: float) -> bytes:
    """Return the token of a new session that begins at *now*; *now* must rise by 30 each time."""
    with database.begin() as s:
        return accounts.meld_aan(s, collega.naam, WACHTWOORD, collega.code(now), now)


def draag_over(
    database: Database,
    team: Team,
    samenvatting: dict[str, Any],
    *teams: Team,
    sinds: float = NU,
    gevaar: str | None = None,
    dag: date = VANDAAG,
) -> Zaak:
    """Begin a conversation and hand it over to *team* (and *teams*); it waits since *sinds*."""
    key = vault.new_key()
    with database.begin() as s:
        gesprek = gesprekken.begin(s, key, dag)
        ids = [one.id for one in (team, *teams)]
        kop = {"sinds": sinds, "gevaar": gevaar}
        overdracht = overdrachten.maak(s, key, ids, kop, samenvatting, dag)
        gesprekken.zet_staat(s, gesprek, Stap.OVERDRAGEN, overdracht.id)
        return Zaak(key, overdracht)


def verder_met_bot(database: Database, zaak: Zaak) -> None:
    """Let the person of a closed *zaak* go on with the bot."""
    with database.begin() as s:
        gesprek = gesprekken.get(s, zaak.overdracht.gesprek_id)
        gesprekken.zet_staat(s, gesprek, Stap.VERDER_MET_BOT)


def draag_weer_over(database: Database, zaak: Zaak, team: Team) -> Zaak:
    """Let the person of a closed *zaak* go on with the bot, and hand over to *team*."""
    gesprek_id = zaak.overdracht.gesprek_id
    verder_met_bot(database, zaak)
    with database.begin() as s:
        kop = {"sinds": NU, "gevaar": None}
        nieuw = overdrachten.maak(s, zaak.sleutel, [team.id], kop, in_gevaar(), VANDAAG)
        gesprekken.zet_staat(s, gesprekken.get(s, gesprek_id), Stap.OVERDRAGEN, nieuw.id)
        return Zaak(zaak.sleutel, nieuw)


def schrijf(database: Database, zaak: Zaak, tekst: str, tijd: str = "14:03", dag: str = "") -> int:
    """Let the overlever write while waiting or talking; return the bubble's number.

    Without *dag* as bubbles were before they kept their day.
    """
    with database.begin() as s:
        return gesprekken.voeg_toe(
            s,
            zaak.overdracht.gesprek_id,
            zaak.overdracht.key,
            {"van": "jij", "tekst": tekst, "tijd": tijd, **({"dag": dag} if dag else {})},
            VANDAAG,
            overdracht_id=zaak.id,
        )


def F(waarde: Any = None, bron: str | None = None) -> dict[str, Any]:
    """Return one field of a samenvatting: its value and where it comes from."""
    return {"waarde": waarde, "bron": bron or ("niet_gevraagd" if waarde is None else "knop")}


def eigen(*woorden: str) -> dict[str, Any]:
    """Return a field that holds a person's own words."""
    return {"waarde": list(woorden), "bron": "eigen_woorden"}


def wens(behoefte: str, rang: int | None, *woorden: str, **meer: Any) -> dict[str, Any]:
    """Return one wens; *woorden* are the own words."""
    return {
        "rang": rang,
        "behoefte": behoefte,
        "eigen_woorden": eigen(*woorden) if woorden else F(),
        "urgentie": F(meer.get("urgentie")),
        "heeft_al_hulp": F(meer.get("heeft_al_hulp")),
        "meer": {"waarde": meer["meer"], "bron": "eigen_woorden"} if "meer" in meer else F(),
    }


def samenvatting(**anders: Any) -> dict[str, Any]:
    """Return a samenvatting of the contract's shape in which nothing was asked, but *anders*."""
    leeg: dict[str, Any] = {
        "versie": "1",
        "gemaakt": VANDAAG.isoformat(),
        "let_op": (
            "Geen diagnose, geen identificatie, geen aangifte. Alleen wat de persoon zelf zei."
        ),
        "gevaar_nu": F(),
        "veilig": {
            naam: F()
            for naam in ("nu", "binnen", "buiten", "telefoon", "kijkt_mee", "bang_voor_herhaling")
        },
        "wensen": [],
        "eigen_tekst": F(),
        "liever_niet": F(),
        "wie_niet": F(),
        "hoe_met_mij": {
            naam: F() for naam in ("taal", "tolk", "hulpverlener", "tempo", "duur", "anders")
        },
        "leeftijdsgroep": F(),
        "eerder_misgegaan": F(),
        "wat_helpt": F(),
        "wil_houden": F(),
        "eerste_stap": F(),
        "contact": {"manier": F(), "veilige_tijden": F()},
        "aangifte": F(),
        "toestemming": {
            "regels": ["wens.onderdak"],
            "aan": ["Team Noord"],
            "wanneer": VANDAAG.isoformat(),
            "geschrapt": [],
        },
    }
    for naam, waarde in anders.items():
        oud = leeg[naam]
        samen = isinstance(oud, dict) and "bron" not in oud
        leeg[naam] = {**oud, **waarde} if samen else waarde
    return leeg


def in_gevaar() -> dict[str, Any]:
    """Somebody whom a man is waiting for downstairs."""
    return samenvatting(
        gevaar_nu=F(
            [{"soort": "acuut_gevaar", "eigen_woorden": "hij staat beneden en belt steeds aan"}],
            "eigen_woorden",
        ),
        veilig={
            "nu": F("nee"),
            "binnen": F("nee"),
            "buiten": F("nee"),
            "telefoon": F("weet_niet"),
            "kijkt_mee": F("nee"),
        },
        wensen=[
            wens("veiligheid", 1, "hij staat beneden en belt steeds aan", urgentie="nu"),
            wens(
                "onderdak",
                2,
                "ik kan vannacht niet hier blijven",
                "liefst ver weg van deze stad",
                urgentie="nu",
                heeft_al_hulp="nee",
                meer="Mijn zusje slaapt ook hier. Wij blijven samen.",
            ),
            wens("medisch", 3, "mijn pols doet zeer", urgentie="deze_week"),
        ],
        liever_niet=eigen("geen politie aan de deur", "niet bellen, alleen typen"),
        wie_niet={"waarde": "mijn oom, en niemand van de winkel", "bron": "eigen_woorden"},
        hoe_met_mij={
            "taal": {"waarde": "Engels gaat beter", "bron": "eigen_woorden"},
            "tolk": F("ja"),
            "hulpverlener": F("vrouw"),
            "tempo": F(None, "wil_niet_zeggen"),
        },
        leeftijdsgroep=F("18+"),
        eerder_misgegaan={
            "waarde": "De vorige keer belden ze mijn familie.",
            "bron": "eigen_woorden",
        },
        wat_helpt={"waarde": "muziek, en mijn zusje", "bron": "eigen_woorden"},
        contact={
            "manier": F("alleen hier met code"),
            "veilige_tijden": {"waarde": "na 22 uur, dan is hij weg", "bron": "eigen_woorden"},
        },
        aangifte=F("wil_niet"),
        toestemming={
            "regels": ["gevaar", "wens.veiligheid", "wens.onderdak", "liever_niet"],
            "aan": ["Team Noord"],
            "wanneer": VANDAAG.isoformat(),
            "geschrapt": ["wil_houden"],
        },
    )


def zonder_loon() -> dict[str, Any]:
    """A worker without wages or passport, partly in Polish."""
    return samenvatting(
        veilig={"nu": F("ja"), "binnen": F("weet_niet"), "telefoon": F("ja")},
        wensen=[
            wens(
                "geld_werk", 1, "3 maanden geen loon 😞", "Proszę o pomoc, nie wiem co robić",
                urgentie="deze_week",
            ),
            wens("verblijf", 2, "de baas heeft mijn paspoort"),
            wens("onderdak", 3, "wij slapen met 6 man in een busje"),
        ],
        eigen_tekst=eigen("Żółć, łódź, źdźbło"),
        hoe_met_mij={"taal": F("Pools"), "tolk": F("ja")},
        leeftijdsgroep=F("18+"),
        contact={"manier": F("alleen hier met code"), "veilige_tijden": F(None, "niet_gedeeld")},
    )  # fmt: skip


def minderjarig() -> dict[str, Any]:
    """Somebody under 18 who is afraid of what is sent around."""
    return samenvatting(
        veilig={"nu": F("weet_niet"), "kijkt_mee": F("nee")},
        wensen=[
            wens("psychisch", 1, "ik slaap niet meer", urgentie="deze_week"),
            wens("sociaal", 2, "iemand om mee te praten die niet boos wordt"),
        ],
        liever_niet=eigen("niet via school"),
        wie_niet={"waarde": "mijn ouders", "bron": "eigen_woorden"},
        leeftijdsgroep=F("<18"),
        contact={
            "manier": F("alleen hier met code"),
            "veilige_tijden": F(None, "wil_niet_zeggen"),
        },
    )


def met_kinderen() -> dict[str, Any]:
    """A mother who writes in Arabic."""
    return samenvatting(
        veilig={"nu": F("ja")},
        wensen=[
            wens("kinderen", 1, "أريد أن يذهب أطفالي إلى المدرسة"),
            wens("taal", None, "ik kan de brief niet lezen", heeft_al_hulp="weet_niet"),
        ],
        hoe_met_mij={"taal": F("Arabisch"), "tolk": F("ja"), "hulpverlener": F("vrouw")},
        contact={"manier": F("alleen hier met code"), "veilige_tijden": F()},
        aangifte=F("zelf_gevraagd"),
    )


def ronde(database: Database, now: float) -> keeper.Ronde | None:
    """Let the keeper make a round on a machine whose clock was steady until now."""
    dag = datetime.fromtimestamp(now, NEDERLAND).date()
    database.kluis.zet_stand(klok.STAND, f"{dag} {dag - klok.RUSTIG}")
    return keeper.ronde(database, now)
