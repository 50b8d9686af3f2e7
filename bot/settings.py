"""Settings: the environment and `.env`, checked once, as one frozen object.

Every setting is explained in `.env.example`; a test fails when one is missing there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path

from dotenv import dotenv_values

from bot.intake.openingstijden import Openingstijden
from bot.mail import Mail

ROOT = Path(__file__).resolve().parent.parent
_ADRES = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class SettingsError(Exception):
    """A setting has a value that cannot be used; the message names it and says what it must be."""


class GeenHost(SettingsError):
    """The setting *name* is no address on which this machine can listen."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(
            f"{name} must be an address of this machine, such as 127.0.0.1 or 0.0.0.0, "
            f"not {value!r}."
        )


@dataclass(frozen=True)
class Settings:
    """Everything that an operator can set."""

    host: str
    chat_port: int
    desk_port: int
    database_url: str
    sleutel_dir: Path
    https: bool
    desk_adres: str
    weg_adres: str
    naam: str
    team_naam: str
    organisatie: str
    openingstijden: Openingstijden
    escalatie_uren: int
    model_dir: Path
    encoder_path: Path | None
    logboek_standen: Path
    mail: Mail | None


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Return the settings from *environ* (default: `.env` under the process environment).

    Raises `SettingsError`.
    """
    if environ is None:
        stored = {k: v for k, v in dotenv_values(ROOT / ".env").items() if v is not None}
        environ = {**stored, **os.environ}
    env = _Reader(environ)
    chat_port, desk_port = env.port("CHAT_PORT", 8000), env.port("DESK_PORT", 8001)
    if chat_port == desk_port:
        raise SettingsError(f"CHAT_PORT must be another port than DESK_PORT, not both {desk_port}.")
    host = env.host("HOST", "127.0.0.1")
    naam = env.name("NAAM", "Eerst jij")
    desk_adres = env.address("DESK_ADRES", f"http://{host}:{desk_port}").rstrip("/")
    return Settings(
        host=host,
        chat_port=chat_port,
        desk_port=desk_port,
        database_url=env.database("DATABASE_URL", f"sqlite:///{ROOT / 'var' / 'eerst-jij.db'}"),
        sleutel_dir=Path(env.text("SLEUTEL_DIR", str(ROOT / "var" / "sleutels"))),
        https=env.yes_or_no("HTTPS", False),
        desk_adres=desk_adres,
        weg_adres=env.address("WEG_ADRES", "https://nl.wikipedia.org/wiki/Hoofdpagina"),
        naam=naam,
        team_naam=env.name("TEAM_NAAM", "Team Eerst jij"),
        organisatie=env.text("ORGANISATIE", ""),
        openingstijden=env.hours("OPENINGSTIJDEN", "ma-zo 00:00-24:00"),
        escalatie_uren=env.number("ESCALATIE_UREN", 4, 1, 168),
        model_dir=Path(env.text("MODEL_DIR", str(ROOT / "models"))),
        encoder_path=env.folder("ENCODER_PATH"),
        logboek_standen=Path(env.text("LOGBOEK_STANDEN", str(ROOT / "var" / "logboek-standen"))),
        mail=_mail(env, naam, desk_adres),
    )


def _mail(env: _Reader, naam: str, desk_adres: str) -> Mail | None:
    """Return the mail that always comes; None where no server is set."""
    aan = env.mailboxes("MAIL_AAN")
    server = env.server("MAIL_SERVER")
    if server is None:
        if aan:
            raise SettingsError("MAIL_SERVER must be host:port when MAIL_AAN is set.")
        return None
    van = env.mailboxes("MAIL_VAN")
    if len(van) != 1:
        raise SettingsError("MAIL_VAN must be one mail address when MAIL_SERVER is set.")
    if not aan:
        raise SettingsError("MAIL_AAN must be one or more mail addresses when MAIL_SERVER is set.")
    tls = env.text("MAIL_TLS", "starttls").lower()
    if tls not in ("starttls", "tls", "none"):
        raise SettingsError(f"MAIL_TLS must be starttls, tls or none, not {tls!r}.")
    if tls == "none" and server[0] not in ("127.0.0.1", "localhost"):
        raise SettingsError("MAIL_TLS must be starttls or tls for a server on another machine.")
    gebruiker, wachtwoord = env.text("MAIL_GEBRUIKER", ""), env.text("MAIL_WACHTWOORD", "")
    if bool(gebruiker) != bool(wachtwoord):
        raise SettingsError("MAIL_WACHTWOORD must be set together with MAIL_GEBRUIKER.")
    tijden = env.times("MAIL_TIJDEN", "09:00 13:00 17:00")
    return Mail(*server, tls, gebruiker, wachtwoord, van[0], aan, tijden, naam, desk_adres)


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        value = self._environ.get(name, "").strip() or default
        if not value.isprintable() or len(value) > 500:
            raise SettingsError(f"{name} must be one line of at most 500 characters.")
        return value

    def name(self, name: str, default: str) -> str:
        if name in self._environ and not self._environ[name].strip():
            raise SettingsError(f"{name} must be a name, not empty. Left out it is {default!r}.")
        return self.text(name, default)

    def host(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not re.fullmatch(r"[A-Za-z0-9.-]+", value):
            raise GeenHost(name, value)
        return value

    def port(self, name: str, default: int) -> int:
        return self.number(name, default, 1, 65535, "a port number")

    def number(
        self, name: str, default: int, least: int, most: int, what: str = "a whole number"
    ) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit() and least <= int(value) <= most):
            raise SettingsError(f"{name} must be {what} from {least} to {most}, not {value!r}.")
        return int(value)

    def yes_or_no(self, name: str, default: bool) -> bool:
        value = self.text(name, "yes" if default else "no").lower()
        if value in ("yes", "true", "1", "ja", "on"):
            return True
        if value in ("no", "false", "0", "nee", "off"):
            return False
        raise SettingsError(f"{name} must be yes or no, not {value!r}.")

    def address(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not value.startswith(("https://", "http://")) or " " in value:
            raise SettingsError(f"{name} must be an address that begins with https:// or http://.")
        return value

    def database(self, name: str, default: str) -> str:
        value = self.text(name, default)
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg2://")):
            raise SettingsError(f"{name} must begin with sqlite:/// or postgresql://.")
        if value in ("sqlite:///", "sqlite:///:memory:"):
            raise SettingsError(
                f"{name} must name a file after sqlite:///: chat and desk share it."
            )
        if not value.startswith("sqlite") and not _is_url(value):
            raise SettingsError(f"{name} must look like postgresql://user@host:5432/name.")
        return value

    def server(self, name: str) -> tuple[str, int] | None:
        if not (value := self.text(name, "")):
            return None
        found = re.fullmatch(r"([A-Za-z0-9.-]+):([0-9]{1,5})", value)
        if found is None or not 0 < int(found[2]) < 65536:
            raise SettingsError(f"{name} must be host:port, such as mail.example.org:587.")
        return found[1], int(found[2])

    def mailboxes(self, name: str) -> tuple[str, ...]:
        found = tuple(filter(None, re.split(r"[,; ]+", self.text(name, ""))))
        if not all(map(_ADRES.fullmatch, found)):
            raise SettingsError(f"{name} must hold mail addresses, with spaces between them.")
        return found

    def times(self, name: str, default: str) -> tuple[time, ...]:
        found = re.split(r"[,; ]+", self.text(name, default))
        if not all(re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", moment) for moment in found):
            raise SettingsError(f"{name} must hold times such as '09:00 13:00 17:00'.")
        return tuple(sorted({time.fromisoformat(moment) for moment in found}))

    def folder(self, name: str) -> Path | None:
        value = self.text(name, "")
        if value and not Path(value).is_dir():
            raise SettingsError(f"{name} must be a folder that exists, or be left out.")
        return Path(value) if value else None

    def hours(self, name: str, default: str) -> Openingstijden:
        value = self.text(name, default)
        try:
            return Openingstijden.lees(value)
        except ValueError as error:
            raise SettingsError(
                f"{name} must look like 'ma-vr 09:00-17:00; za 10:00-14:00': {error}."
            ) from None


def _is_url(value: str) -> bool:
    """Tell whether SQLAlchemy can read this address; a file's address needs no such look."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return (make_url(value).port or 1) < 65536
    except (ValueError, ArgumentError):
        return False
