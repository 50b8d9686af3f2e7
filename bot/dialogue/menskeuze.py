"""What a button does while a human answers, is awaited, or has closed the talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from bot.dialogue import wisvraag
from bot.dialogue.beeld import SlechteInvoer
from bot.dialogue.wachtmelding import Wachtmelding, intake_van, zet_intake
from bot.intake import wachten
from bot.intake.crisis import terug_van_mens
from bot.intake.delen import teruggenomen
from bot.intake.ingang import als_wereld
from bot.intake.invoer import Gevaar
from bot.intake.states import Staat, Stap
from bot.intake.talen import gekozen, talen
from bot.intake.teksten import zin
from bot.intake.zelf import noemt_ander
from bot.records import gesprekken, ontvangst, overdrachten, termijnen, wissen
from bot.records.database import Database


class Menskeuze(Wachtmelding):
    """Moves the talk by the buttons of the router; Rasa is not called."""

    def __init__(
        self,
        database: Database,
        klok: Callable[[], datetime],
        wereld: Callable[[], dict[str, Any]],
        escalatie_uren: int,
    ) -> None:
        super().__init__(klok, escalatie_uren)
        self._database = database
        self._world = wereld

    async def keuze(
        self,
        key: bytes,
        gesprek: gesprekken.Gesprek,
        geheugen: dict[str, Any],
        keuze: str,
        client_id: str | None,
        getypt: str | None = None,
    ) -> None:
        """Do what a button of the router says; raises `SlechteInvoer` for one it does not know.

        Also `IllegalTransition` and `Verlopen` when the talk has moved on. What is said carries
        the *client_id*: sent once more, the button does nothing. *getypt* are the words that
        pressed it; they are kept in the same transaction, and the person sees them, the team not.
        """
        soort, _, nr = keuze.partition(":")
        doen = self._stappen().get(soort)
        with self._database.begin() as s:
            if getypt is not None:
                self._zelf(s, key, gesprek.id, {"van": "jij", "tekst": getypt}, client_id)
            if doen is not None:
                doen(s, key, gesprek, geheugen)
            elif soort in ("klopt_niet", "nog_nodig") and nr.isascii() and nr.isdigit():
                self._reactie(s, key, gesprek, soort, int(nr))
            else:
                raise SlechteInvoer(zin("utter_oude_knop"))
            if client_id is not None and getypt is None:
                ontvangst.merk(s, gesprek.id, client_id)

    def _stappen(self) -> Mapping[str, Callable[..., None]]:
        """Return what a button or a command does, by its name."""
        return {
            "adressen": self._adressen,
            "andere_taal": self._andere_taal,
            "intrekken": self._intrekken,
            "heropenen": self._heropenen,
            "verder_met_bot": self._verder,
            "wissen": self._wis_vraag,
            "wis_ja": self._wis,
            "wis_nee": self._wis_nee,
            "stoppen": self._stoppen,
        }

    def _adressen(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        """Show whom one can turn to oneself while nobody is there."""
        berichten = wachten.wat_helpt_nu(intake_van(geheugen), als_wereld(self._world()))
        self._zeg_alles(s, key, gesprek.id, berichten)

    def _andere_taal(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        """Say where the talk stands in the language that was chosen, else which there are."""
        gelezen = gekozen(intake_van(geheugen).merken)
        taal = talen().get(geheugen.get("taal") or "") or gelezen
        self._zeg_alles(s, key, gesprek.id, (wachten.in_taal(taal, gesprek.staat),))

    def _intrekken(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        """Stop waiting: what nobody opened yet is taken back, a case in hand stays closed."""
        overdracht = overdrachten.voor_gesprek(s, key, gesprek.overdracht_id or "")
        if overdrachten.inzagen(s, overdracht):
            gesprekken.zet_staat(s, gesprek, Stap.AFZIEN)
            gesprekken.onthoud(s, key, {**gesprekken.geheugen(s, key), "afgezien": "ja"})
            self._zeg(s, overdracht, "utter_wacht_afzien")
            return
        gesprekken.zet_staat(s, gesprek, Stap.INTREKKEN)
        weg, gevaren, jong = _gedeeld(s, overdracht), _later(s, overdracht), _jong(s, overdracht)
        overdrachten.trek_in(s, overdracht.id, alleen="wachtte" not in overdracht.kop)
        staat = _gedeeld(s, *overdrachten.van_gesprek(s, key))
        nu = gesprekken.geheugen(s, key)
        if weg - staat:
            nu = zet_intake(nu, lambda intake: teruggenomen(intake, alles=not staat))
        if gevaren or jong:
            nu = zet_intake(nu, lambda intake: terug_van_mens(intake, gevaren, jong=jong))
        gesprekken.onthoud(s, key, nu)
        self._zeg_zelf(s, key, gesprek.id, "utter_wacht_stop")

    def _heropenen(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        """Put the newest case back into the queue."""
        mijn = overdrachten.van_gesprek(s, key)
        overdracht = next((o for o in mijn if o.id == gesprek.overdracht_id), mijn[-1])
        gesprekken.zet_staat(s, gesprek, Stap.HEROPENEN, overdracht.id)
        nu = gesprekken.geheugen(s, key)
        # Whether somebody looks along may have changed while the bot had the word.
        stil = bool(nu.get("stil"))
        overdrachten.zet_kop(s, overdracht, sinds=self._clock().timestamp(), stil=stil)
        overdracht = overdrachten.voor_gesprek(s, key, overdracht.id)
        termijnen.wacht(s, gesprek.id, "team", self._clock().date())
        gesprekken.onthoud(s, key, {**nu, "afgezien": None})
        self._zeg(s, overdracht, "utter_heropend")

    def _verder(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        gesprekken.zet_staat(s, gesprek, Stap.VERDER_MET_BOT)
        self._zeg_zelf(s, key, gesprek.id, "utter_weer_bot")

    def _stoppen(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        self._zeg_zelf(s, key, gesprek.id, "utter_stop_mens")

    def _wis_vraag(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        self._zeg_zelf(s, key, gesprek.id, "utter_wis_vraag")
        gesteld = gesprekken.get(s, gesprek.id)
        gesprekken.onthoud(s, key, wisvraag.onthouden(gesteld, geheugen))

    def _wis_nee(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        self._zeg_zelf(s, key, gesprek.id, "utter_wis_nee")

    def _wis(self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, geheugen: Any) -> None:
        if not wisvraag.staat_open(gesprek, geheugen):
            raise SlechteInvoer(zin("utter_oude_knop"))
        wissen.wis(s, gesprek.id)

    def _reactie(
        self, s: Any, key: bytes, gesprek: gesprekken.Gesprek, soort: str, nr: int
    ) -> None:
        """Keep the person's word on what happened with one wens; a closed case opens again."""
        mijn = overdrachten.van_gesprek(s, key)
        if not mijn:
            raise SlechteInvoer(zin("utter_oude_knop"))
        overdracht = next((o for o in mijn if o.id == gesprek.overdracht_id), mijn[-1])
        stap = {"status": soort, "van": "jij", "dag": self._clock().date().isoformat()}
        try:
            overdrachten.volg_op(s, overdracht, nr, stap)
        except gesprekken.Onbekend:
            raise SlechteInvoer(zin("utter_oude_knop")) from None
        self._zeg(s, overdracht, f"utter_{soort}")
        if gesprek.staat in (Staat.DICHT, Staat.BOT):
            self._heropenen(s, key, gesprek, None)


def _later(s: Any, overdracht: overdrachten.Overdracht) -> tuple[Gevaar, ...]:
    """Return the own danger that was said since the handover, each in its words."""
    return tuple(
        Gevaar(soort, tekst) for soort, tekst, ander in _sinds(s, overdracht, "later") if not ander
    )


def _jong(s: Any, overdracht: overdrachten.Overdracht) -> bool:
    """Tell whether the person said since the handover to be under 18, and named nobody else."""
    gezegd = _sinds(s, overdracht, "let_op")
    return any(soort == "jong" and not noemt_ander(tekst or "") for soort, tekst, _ in gezegd)


def _sinds(
    s: Any, overdracht: overdrachten.Overdracht, wat: str
) -> list[tuple[str, str | None, bool]]:
    """Return kind, words, and whether it was another's, of each that the case keeps under *wat*."""
    berichten = gesprekken.berichten(
        s, overdracht.gesprek_id, lambda _id: overdracht.key, overdracht_id=overdracht.id
    )
    return [
        (een["soort"], bericht.inhoud["tekst"] if bericht else None, bool(een.get("ander")))
        for een in overdracht.kop.get(wat, ())
        for bericht in (overdrachten.bericht_bij(een["nr"], berichten),)
    ]


def _gedeeld(s: Any, *zaken: overdrachten.Overdracht) -> set[str]:
    """Return the lines that were shared in these cases."""
    inhoud = [overdrachten.samenvatting(s, zaak) for zaak in zaken]
    return {regel for een in inhoud for regel in een.get("toestemming", {}).get("regels", ())}
