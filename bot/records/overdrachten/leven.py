"""The life of an overdracht: made, changed, taken back, finished where that was cut off."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from bot import vault
from bot.intake.states import Staat
from bot.records import gesprekken, logboek, ontvangers, sleutels, termijnen
from bot.records import models as m
from bot.records.database import new_id
from bot.records.overdrachten.dossier import begin_opvolging
from bot.records.overdrachten.openen import Overdracht, ids_van, rij, voor_gesprek
from bot.vault.kluis import OVERDRACHT

#: What is so for a while, and counts from when it was said last.
NU = frozenset({"meelezer"})
#: Dangers said after the handoff that are kept with their message; the newest ones.
LATER_MAX = 20


def maak(
    s: Session,
    gesprek_key: bytes,
    team_ids: Collection[str],
    kop: dict[str, Any],
    samenvatting: dict[str, Any],
    today: date,
) -> Overdracht:
    """Seal a *samenvatting* to each team of *team_ids* and return the new overdracht.

    *kop* is what the queue needs ({"sinds": epoch seconds, "gevaar": kind or None}); "wachtte" is
    added where something of an earlier case lies unread. One opvolging is started for each wens.
    """
    overdracht_id, gesprek_id = new_id(), vault.conversation_id(gesprek_key)
    if gesprekken.get(s, gesprek_id).wacht_team is not None:
        kop = {**kop, "wachtte": True}
    sleutels.kluis(s).maak(OVERDRACHT, overdracht_id)
    geheim = vault.new_key()
    key = sleutels.van_overdracht(s, gesprek_id, overdracht_id, geheim)
    s.add(
        m.Overdracht(
            id=overdracht_id,
            gesprek_id=gesprek_id,
            dag=today,
            sleutel_gesprek=vault.seal(
                sleutels.van_gesprek(s, gesprek_id, gesprek_key),
                geheim,
                where=f"overdracht.sleutel_gesprek:{overdracht_id}",
            ),
            kop=vault.seal_json(key, kop, where=f"overdracht.kop:{overdracht_id}"),
            samenvatting=_verzegel(key, samenvatting, overdracht_id),
        )
    )
    s.flush()
    ontvangers.wikkel(s, overdracht_id, team_ids, geheim)
    termijnen.wacht(s, gesprek_id, "team", today)
    overdracht = voor_gesprek(s, gesprek_key, overdracht_id)
    begin_opvolging(s, overdracht, samenvatting.get("wensen", []), today)
    return overdracht


def zet_kop(s: Session, overdracht: Overdracht, *, ander: bool = False, **changes: Any) -> None:
    """Change what the queue knows of this overdracht.

    A *gevaar* is also kept under "later", with the number of the newest bubble: closing the case
    ends its place in the queue, not that it was said. *ander*: it was said to be somebody else's.
    """
    now = _kop(s, overdracht)
    kop = {**now, **changes}
    nr = gesprekken.get(s, overdracht.gesprek_id).volgnr
    if changes.get("gevaar") and nr:
        van_ander = {"ander": True} if ander else {}
        later = [*now.get("later", ()), {"soort": changes["gevaar"], "nr": nr, **van_ander}]
        kop["later"] = later[-LATER_MAX:]
    sealed = vault.seal_json(overdracht.key, kop, where=f"overdracht.kop:{overdracht.id}")
    s.execute(update(m.Overdracht).where(m.Overdracht.id == overdracht.id).values(kop=sealed))


def bericht_bij(nr: int, bubbels: Iterable[gesprekken.Bericht]) -> gesprekken.Bericht | None:
    """Return the last message that the person had sent by bubble *nr*: what was said then."""
    eerder = [b for b in bubbels if b.inhoud["van"] == "jij" and b.volgnr <= nr]
    return max(eerder, key=lambda b: b.volgnr, default=None)


def _verzegel(key: bytes, samenvatting: dict[str, Any], overdracht_id: str) -> bytes:
    """Seal a summary: as long with one word for each wens as with long answers."""
    where = f"overdracht.samenvatting:{overdracht_id}"
    return vault.seal_json(key, samenvatting, where=where, least=vault.VERHAAL_MIN)


def _kop(s: Session, overdracht: Overdracht) -> dict[str, Any]:
    """Return what the queue knows now, and hold it until the transaction ends."""
    sealed = rij(s, overdracht.id, lock=True).kop
    kop: dict[str, Any] = vault.unseal_json(
        overdracht.key, sealed, where=f"overdracht.kop:{overdracht.id}"
    )
    return kop


def let_op(s: Session, overdracht: Overdracht, soort: str) -> None:
    """Keep that *soort* was said after the handoff, once, with its message.

    An age or a pregnancy with the first one, who reads along with the last one.
    """
    al = _kop(s, overdracht).get("let_op", ())
    eerder = [een for een in al if een["soort"] == soort]
    if eerder and soort not in NU:
        return
    nr = gesprekken.get(s, overdracht.gesprek_id).volgnr
    over = [een for een in al if een not in eerder]
    zet_kop(s, overdracht, let_op=[*over, {"soort": soort, "nr": nr}])


def let_niet_meer_op(s: Session, overdracht: Overdracht, soort: str) -> None:
    """Take away that *soort* was said: it is over."""
    al = _kop(s, overdracht).get("let_op", ())
    zet_kop(s, overdracht, let_op=[een for een in al if een["soort"] != soort])


def trek_in(
    s: Session, overdracht_id: str, wat: str = "ingetrokken", *, alleen: bool = False
) -> None:
    """Destroy an overdracht that nobody picked up: the consent was taken back.

    Its key file first, then its rows; the log tells the teams, by *wat*. *alleen*: nothing waited
    for a team but this case. Raises OSError when the key file cannot be destroyed.
    """
    gesprek_id = rij(s, overdracht_id).gesprek_id
    gedeeld = logboek.zaken_van(s, zaak=overdracht_id)
    sleutels.kluis(s).vernietig(OVERDRACHT, overdracht_id)
    for table, column in (
        (m.Opvolging, m.Opvolging.overdracht_id),
        (m.Inzage, m.Inzage.overdracht_id),
        (m.Notitie, m.Notitie.overdracht_id),
        (m.Ontvanger, m.Ontvanger.overdracht_id),
        (m.Bericht, m.Bericht.overdracht_id),
        (m.Overdracht, m.Overdracht.id),
    ):
        s.execute(
            delete(table)
            .where(column == overdracht_id)
            .execution_options(synchronize_session=False)
        )
    if alleen or not ids_van(s, gesprek_id):  # nothing is left that a team could still read
        termijnen.beantwoord(s, gesprek_id)
    logboek.verwijderd(s, wat, gedeeld)


def leeft(s: Session, overdracht_id: str) -> bool:
    """Tell whether the key file of an overdracht is there: without it nobody opens it."""
    return sleutels.kluis(s).heeft(OVERDRACHT, overdracht_id)


def maak_af(s: Session, gesprek_id: str) -> bool:
    """Finish what was cut off while a consent was taken back; tell whether there was anything.

    An overdracht without its key file is gone: its rows go too, and where the person waited on it
    the bot has the word again.
    """
    gesprek = gesprekken.get(s, gesprek_id, lock=True)
    weg = [one for one in ids_van(s, gesprek_id) if not leeft(s, one)]
    for one in weg:
        trek_in(s, one, "opgeruimd")
    if gesprek.overdracht_id in weg:
        s.execute(
            update(m.Gesprek)
            .where(m.Gesprek.id == gesprek_id)
            .values(staat=Staat.BOT.value, versie=gesprek.versie + 1, overdracht_id=None)
            .execution_options(synchronize_session=False)
        )
        s.expire_all()
    return bool(weg)
