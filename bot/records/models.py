"""The tables. Every column that holds words is LargeBinary and written through `bot.vault` only.

`AAN_DE_BUITENKANT` names, per table, what can be read without any key; a test fails when a column
is added that is neither sealed nor in that list.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import declarative_base

Base: Any = declarative_base()

ID = String(32)


def _fk(target: str) -> Any:
    return ForeignKey(target, ondelete="CASCADE")


class Kluis(Base):
    """The name of the folder of key files that belongs to this database: one row, number 1."""

    __tablename__ = "kluis"
    nr = Column(Integer, primary_key=True, autoincrement=False)
    naam = Column(ID, nullable=False)


class Gesprek(Base):
    """One conversation; `id` is derived from the key in the browser's cookie."""

    __tablename__ = "gesprek"
    id = Column(ID, primary_key=True)
    staat = Column(String(8), nullable=False)
    versie = Column(Integer, nullable=False, default=0)
    volgnr = Column(Integer, nullable=False, default=0)
    begonnen = Column(Date, nullable=False)
    laatst = Column(Date, nullable=False)
    geheugen = Column(LargeBinary, nullable=False)
    overdracht_id = Column(ID, nullable=True)
    #: Retention (`bot.intake.bewaren`): since when something waits unseen, and the warning's date.
    wacht_jij = Column(Date, nullable=True)
    wacht_team = Column(Date, nullable=True)
    gewaarschuwd = Column(Date, nullable=True)


class Bericht(Base):
    """One bubble. Sealed under the conversation's key, or the overdracht's where that is set."""

    __tablename__ = "bericht"
    id = Column(ID, primary_key=True)
    gesprek_id = Column(ID, _fk("gesprek.id"), nullable=False, index=True)
    overdracht_id = Column(ID, nullable=True, index=True)
    volgnr = Column(Integer, nullable=False)
    client_id = Column(String(32), nullable=True)
    inhoud = Column(LargeBinary, nullable=False)
    __table_args__ = (
        UniqueConstraint("gesprek_id", "volgnr"),
        UniqueConstraint("gesprek_id", "client_id"),
    )


class Terugkeer(Base):
    """A terugkeercode: found by a tag of two words, opened by the other five."""

    __tablename__ = "terugkeer"
    id = Column(ID, primary_key=True)
    gesprek_id = Column(ID, _fk("gesprek.id"), nullable=False, unique=True)
    vind = Column(String(32), nullable=False, index=True)
    zout = Column(LargeBinary, nullable=False)
    sleutel = Column(LargeBinary, nullable=False)


class Team(Base):
    """An organisation that can open an overdracht."""

    __tablename__ = "team"
    id = Column(ID, primary_key=True)
    naam = Column(String(80), nullable=False, unique=True)
    publiek = Column(LargeBinary, nullable=False)
    #: Shows `publiek` to be ours (`sleutels.merk`); empty in rows from before there were marks.
    merk = Column(LargeBinary, nullable=True)


class Overdracht(Base):
    """What a person agreed to share, sealed to each team that they agreed to."""

    __tablename__ = "overdracht"
    id = Column(ID, primary_key=True)
    gesprek_id = Column(ID, _fk("gesprek.id"), nullable=False, index=True)
    dag = Column(Date, nullable=False)
    eigenaar_id = Column(ID, ForeignKey("hulpverlener.id"), nullable=True)
    sleutel_gesprek = Column(LargeBinary, nullable=False)
    kop = Column(LargeBinary, nullable=False)
    samenvatting = Column(LargeBinary, nullable=False)


class Ontvanger(Base):
    """A team that may open an overdracht; without a row here it cannot, and does not see it."""

    __tablename__ = "ontvanger"
    overdracht_id = Column(ID, _fk("overdracht.id"), primary_key=True)
    team_id = Column(ID, _fk("team.id"), primary_key=True, index=True)
    sleutel = Column(LargeBinary, nullable=False)
    dossier = Column(LargeBinary, nullable=False)


class Opvolging(Base):
    """What happens with one wens of an overdracht."""

    __tablename__ = "opvolging"
    id = Column(ID, primary_key=True)
    overdracht_id = Column(ID, _fk("overdracht.id"), nullable=False, index=True)
    nr = Column(Integer, nullable=False)
    inhoud = Column(LargeBinary, nullable=False)
    __table_args__ = (UniqueConstraint("overdracht_id", "nr"),)


class Inzage(Base):
    """Who opened an overdracht; sealed, shown to the overlever."""

    __tablename__ = "inzage"
    id = Column(ID, primary_key=True)
    overdracht_id = Column(ID, _fk("overdracht.id"), nullable=False, index=True)
    nr = Column(Integer, nullable=False)
    inhoud = Column(LargeBinary, nullable=False)
    __table_args__ = (UniqueConstraint("overdracht_id", "nr"),)


class Notitie(Base):
    """A note of one team for itself; neither the overlever nor another team opens it."""

    __tablename__ = "notitie"
    id = Column(ID, primary_key=True)
    overdracht_id = Column(ID, _fk("overdracht.id"), nullable=False, index=True)
    team_id = Column(ID, _fk("team.id"), nullable=False)
    nr = Column(Integer, nullable=False)
    inhoud = Column(LargeBinary, nullable=False)
    __table_args__ = (UniqueConstraint("overdracht_id", "nr"),)


class Hulpverlener(Base):
    """An account of the desk. `roepnaam` is what an overlever sees."""

    __tablename__ = "hulpverlener"
    id = Column(ID, primary_key=True)
    naam = Column(String(40), nullable=False, unique=True)
    roepnaam = Column(String(40), nullable=False)
    wachtwoord = Column(String(200), nullable=False)
    zout = Column(LargeBinary, nullable=False)
    publiek = Column(LargeBinary, nullable=False)
    merk = Column(LargeBinary, nullable=True)
    privaat = Column(LargeBinary, nullable=False)
    totp = Column(LargeBinary, nullable=False)
    totp_laatst = Column(BigInteger, nullable=False, default=0)
    actief = Column(Boolean, nullable=False, default=True)


class Lidmaatschap(Base):
    """A hulpverlener of a team, with the team's private key sealed to them."""

    __tablename__ = "lidmaatschap"
    team_id = Column(ID, _fk("team.id"), primary_key=True)
    hulpverlener_id = Column(ID, _fk("hulpverlener.id"), primary_key=True)
    sleutel = Column(LargeBinary, nullable=False)


class Sessie(Base):
    """A logged-in browser of the desk; the private key is wrapped under the session's token."""

    __tablename__ = "sessie"
    id = Column(ID, primary_key=True)
    hulpverlener_id = Column(ID, _fk("hulpverlener.id"), nullable=False, index=True)
    sleutel = Column(LargeBinary, nullable=False)
    verloopt = Column(BigInteger, nullable=False)
    gezien = Column(BigInteger, nullable=False)
    beschikbaar = Column(Boolean, nullable=False, default=True)
    #: When somebody last did something in it: an open page alone is nothing done.
    gedaan = Column(BigInteger, nullable=False)
    geluid = Column(Boolean, nullable=False, default=False)


class Uitnodiging(Base):
    """A one-time link that makes an account; carries the team's private key.

    The key is sealed under the link's token and its key file together. With *hulpverlener_id* it
    makes that account usable again instead.
    """

    __tablename__ = "uitnodiging"
    id = Column(ID, primary_key=True)
    team_id = Column(ID, _fk("team.id"), nullable=False)
    hulpverlener_id = Column(ID, _fk("hulpverlener.id"), nullable=True)
    sleutel = Column(LargeBinary, nullable=False)
    verloopt = Column(BigInteger, nullable=False)
    eerste = Column(Boolean, nullable=False, default=False)


class Herstel(Base):
    """Three sheets of which any two open a team's key, for when nobody can log in any more.

    Each column `paar_..` is the team's private key under the key of two of the sheets.
    """

    __tablename__ = "herstel"
    team_id = Column(ID, _fk("team.id"), primary_key=True)
    dag = Column(Date, nullable=False)
    zout = Column(LargeBinary, nullable=False)
    paar_12 = Column(LargeBinary, nullable=False)
    paar_13 = Column(LargeBinary, nullable=False)
    paar_23 = Column(LargeBinary, nullable=False)


class Logboek(Base):
    """One line of the log; `merk` hashes the line and the one before it. Lines are never changed.

    No foreign keys: a line outlives what it is about.
    """

    __tablename__ = "logboek"
    nr = Column(Integer, primary_key=True, autoincrement=False)
    dag = Column(Date, nullable=False)
    wie = Column(ID, nullable=False)
    wat = Column(String(16), nullable=False)
    team_id = Column(ID, nullable=True, index=True)
    zaak = Column(ID, nullable=True)
    merk = Column(String(64), nullable=False)


class Logboekstand(Base):
    """The last line of the log (one row): who writes a line holds it, one after the other."""

    __tablename__ = "logboekstand"
    id = Column(Integer, primary_key=True, autoincrement=False)
    nr = Column(Integer, nullable=False)
    merk = Column(String(64), nullable=False)


class Postbeurt(Base):
    """The last moment, in UTC, whose mail a replica took upon itself (one row): see `postbeurt`."""

    __tablename__ = "postbeurt"
    id = Column(Integer, primary_key=True, autoincrement=False)
    dag = Column(Date, nullable=False)
    minuut = Column(Integer, nullable=False)


#: Readable without any key, each for a reason: ids, states and counters to route and order, dates
#: for retention, what a hulpverlener is called and how long a session lasts (seconds since 1970).
AAN_DE_BUITENKANT: dict[str, set[str]] = {
    "kluis": {"nr", "naam"},
    "gesprek": {
        "id", "staat", "versie", "volgnr", "begonnen", "laatst", "overdracht_id",
        "wacht_jij", "wacht_team", "gewaarschuwd",
    },
    "bericht": {"id", "gesprek_id", "overdracht_id", "volgnr", "client_id"},
    "terugkeer": {"id", "gesprek_id", "vind", "zout"},
    "team": {"id", "naam", "publiek", "merk"},
    "overdracht": {"id", "gesprek_id", "dag", "eigenaar_id"},
    "ontvanger": {"overdracht_id", "team_id"},
    "opvolging": {"id", "overdracht_id", "nr"},
    "inzage": {"id", "overdracht_id", "nr"},
    "notitie": {"id", "overdracht_id", "team_id", "nr"},
    "hulpverlener": {
        "id", "naam", "roepnaam", "wachtwoord", "zout", "publiek", "merk", "totp_laatst", "actief",
    },
    "lidmaatschap": {"team_id", "hulpverlener_id"},
    "sessie": {"id", "hulpverlener_id", "verloopt", "gezien", "beschikbaar", "gedaan", "geluid"},
    "uitnodiging": {"id", "team_id", "hulpverlener_id", "verloopt", "eerste"},
    "herstel": {"team_id", "dag", "zout"},
    "logboek": {"nr", "dag", "wie", "wat", "team_id", "zaak", "merk"},
    "logboekstand": {"id", "nr", "merk"},
    "postbeurt": {"id", "dag", "minuut"},
}  # fmt: skip
