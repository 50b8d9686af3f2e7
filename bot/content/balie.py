"""The hulpverlener's side of a tried talk: behind the records, saying what the desk says."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import pyotp
from sqlalchemy import update

from bot import vault
from bot.intake import toon
from bot.intake.datum import stempel
from bot.intake.states import IllegalTransition
from bot.intake.teksten import bubbels
from bot.intake.vervolg import NODIG, vervolg_van
from bot.records import accounts, gesprekken, overdrachten
from bot.records import models as m
from bot.records.accounts import sloten

if TYPE_CHECKING:
    from bot.content.proefhuis import Proefhuis

TEAMS = ("Team Noord", "Team Zuid", "Team Oost")


class Onspeelbaar(Exception):
    """This move cannot be made here and now: there is no such button, code or case."""


class Balie:
    """A hulpverlener of every team, behind the records; says in the talk what the desk says."""

    def __init__(self, huis: Proefhuis, aantal: int) -> None:
        self._huis = huis
        self._token = b""
        if aantal == 0:
            return
        with huis.database.begin() as s:
            token = accounts.eerste_link(s, TEAMS[0], now=huis.nu.timestamp())
            assert token is not None  # noqa: S101
        secret, woord = pyotp.random_base32(), secrets.token_urlsafe(16)
        with huis.database.begin() as s:
            wie = accounts.maak_account(
                s, token, naam="noor", roepnaam="Noor", wachtwoord=woord, totp=secret,
                now=huis.nu.timestamp(),
            )  # fmt: skip
            for naam in TEAMS[1:aantal]:
                team, pair = accounts.maak_team(s, naam)
                sleutel = sloten.wikkel_voor(wie, team.id, pair.private)
                s.add(m.Lidmaatschap(team_id=team.id, hulpverlener_id=wie.id, sleutel=sleutel))
        with huis.database.begin() as s:
            code = pyotp.TOTP(secret).at(huis.nu.timestamp())
            self._token = accounts.meld_aan(s, "noor", woord, code, huis.nu.timestamp())

    def is_er(self, aanwezig: bool, *, beschikbaar: bool = True) -> None:
        """Be seen now, or not since long; *beschikbaar*: not set to "even weg"."""
        moment = self._huis.nu.timestamp()
        gezien = int(moment) if aanwezig else int(moment) - 24 * 3600
        with self._huis.database.begin() as s:
            ooit = int(moment) + 10**8  # a login that does not end: what is tried is the talk
            stand = {"gezien": gezien, "verloopt": ooit, "gedaan": ooit, "beschikbaar": beschikbaar}
            s.execute(update(m.Sessie).values(stand))

    def doe(self, wat: str) -> None:
        """Do one thing at the desk; raises `Onspeelbaar`."""
        wat, _, rest = wat.partition(":")
        if wat in ("komt", "even_weg", "gaat"):
            self.is_er(wat != "gaat", beschikbaar=wat != "even_weg")
            return
        doen = {
            "pak_op": self._pak_op, "zeg": self._zeg, "geef_terug": self._geef_terug,
            "sluit": self._sluit, "volg_op": self._volg_op,
        }[wat]  # fmt: skip
        try:
            with self._huis.database.begin() as s:
                doen(s, self._zaak(s), rest)
        except (overdrachten.NietVanJou, gesprekken.Onbekend, gesprekken.Verlopen,
                IllegalTransition) as fout:  # fmt: skip
            raise Onspeelbaar from fout

    def leest(self) -> list[str]:
        """Return what the teams can read of the person's words in the talk, in every case."""
        with self._huis.database.read() as s:
            wie = self._wie(s)
            cases = [overdrachten.voor_team(s, z, wie.teams) for z in self._zaken(s)]
            found = [b for o in cases for b in gesprekken.berichten(
                s, o.gesprek_id, lambda _id, o=o: o.key, overdracht_id=o.id  # type: ignore[misc]
            )]  # fmt: skip
        return [b.inhoud["tekst"] for b in found if b.inhoud["van"] == "jij"]

    def _wie(self, s: Any) -> accounts.Aangemeld:
        return accounts.aangemeld(s, self._token, self._huis.nu.timestamp())

    def _zaken(self, s: Any) -> list[str]:
        return [o.id for o in overdrachten.van_gesprek(s, self._huis.key)]

    def _zaak(self, s: Any) -> overdrachten.Overdracht:
        gesprek = gesprekken.get(s, vault.conversation_id(self._huis.key))
        if gesprek.overdracht_id is None or not self._token:
            raise Onspeelbaar
        return overdrachten.voor_team(s, gesprek.overdracht_id, self._wie(s).teams)

    def _pak_op(self, s: Any, zaak: overdrachten.Overdracht, _rest: str) -> None:
        wie = self._wie(s).hulpverlener
        if overdrachten.pak_op(s, zaak, wie, self._huis.nu.timestamp()):
            inzage = {"wie": "Noor", "wat": "opgepakt", "wanneer": "2-3-2026 9:00"}
            overdrachten.noteer_inzage(s, zaak, inzage)
            self._bot(s, zaak, "utter_mens_begint", naam="Noor")

    def _zeg(self, s: Any, zaak: overdrachten.Overdracht, tekst: str) -> None:
        overdrachten.eis_eigenaar(s, zaak, self._wie(s).hulpverlener.id)
        self._bubbel(s, zaak, {"van": "hulpverlener", "naam": "Noor", "tekst": tekst})

    def _geef_terug(self, s: Any, zaak: overdrachten.Overdracht, _rest: str) -> None:
        nu = self._huis.nu.timestamp()
        overdrachten.geef_terug(s, zaak, self._wie(s).hulpverlener.id, nu)
        self._bot(s, zaak, "utter_mens_weg", naam="Noor")

    def _sluit(self, s: Any, zaak: overdrachten.Overdracht, _rest: str) -> None:
        overdrachten.sluit(s, zaak, self._wie(s).hulpverlener.id)
        self._bot(s, zaak, "utter_gesloten", naam="Noor")

    def _volg_op(self, s: Any, zaak: overdrachten.Overdracht, status: str) -> None:
        rijen = overdrachten.opvolging(s, zaak)
        if not rijen:
            raise Onspeelbaar
        stap: dict[str, Any] = {"status": status, "dag": "2026-03-02", "wie": "Noor"}
        if status in NODIG:
            stap["vervolg"] = {"stap": "Ik bel.", "dag": "2026-03-03", "anders": "Ik schrijf je."}
        overdrachten.volg_op(s, zaak, rijen[0]["nr"], stap)
        velden = {"reden": "Het was vol.", "naar": "een dokter", "toelichting": ""}
        self._bot(s, zaak, f"utter_opvolging_{status}", behoefte="Slapen", **velden)
        vervolg = vervolg_van(stap)
        if vervolg and not zaak.kop.get("stil"):
            self._bot(s, zaak, "utter_opvolging_vervolg", **vervolg.velden())

    def _bot(self, s: Any, zaak: overdrachten.Overdracht, response: str, **velden: str) -> None:
        response = toon.stil(response) if zaak.kop.get("stil") else response
        for tekst in bubbels(response, **velden):
            self._bubbel(s, zaak, {"van": "bot", "tekst": tekst})

    def _bubbel(self, s: Any, zaak: overdrachten.Overdracht, inhoud: dict[str, Any]) -> None:
        moment = self._huis.nu
        gesprekken.voeg_toe(
            s, zaak.gesprek_id, zaak.key, {**inhoud, **stempel(moment)},
            moment.date(), overdracht_id=zaak.id,
        )  # fmt: skip
