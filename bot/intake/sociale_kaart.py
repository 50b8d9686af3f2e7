"""The directory of help, `data/sociale_kaart.yml`: who can help, by need and in a crisis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.intake.datum import dag_in_woorden

BESTAND = Path(__file__).parents[2] / "data" / "sociale_kaart.yml"
#: Days after which a check no longer counts, and the entry is not shown (design of the directory).
HOUDBAAR = 180
#: Days for which a waiting time counts; then the person is told to ask.
WACHT_DAGEN = 30
#: Calendar years after which the newest source of an entry that nobody called is too old.
BRON_JAREN = 6
#: Whose pages count as the government's.
OVERHEID = (
    *("rijksoverheid.nl", "government.nl", "wegwijzermensenhandel.nl", "politie.nl"),
    *("inspectieszw.nl", "nlarbeidsinspectie.nl", "schadefonds.nl"),
)
VOLWASSEN = 18
#: For somebody under 18 (seed statement B19).
JONG = ("kindertelefoon", "veiligthuis")


@dataclass(frozen=True)
class Bron:
    """The page on which an entry was read; *datum* as the page gives it, None where it does not."""

    url: str
    datum: str | None


@dataclass(frozen=True)
class Adres:
    """A place of help; *nagebeld* is the day on which a person called or opened it.

    *kort* are the names that people use for it, and for the organisation behind it. *oud*: too old
    to be shown, and shown all the same because there is nobody else.
    """

    id: str
    naam: str
    kort: tuple[str, ...]
    voor: str
    behoeften: tuple[str, ...]
    tel: str | None
    tel_ook: str | None
    web: str | None
    chat: str | None
    uren: str | None
    kosten: str | None
    talen: str | None
    politie: str | None
    aangifte: str | None
    overheid: bool
    vanaf: int | None
    tot: int | None
    crisis: tuple[str, ...]
    ander: bool
    papieren_nodig: bool | None
    wacht: str | None
    bronnen: tuple[Bron, ...]
    datum: str | None
    nagebeld: date | None
    wachttijd: str | None = None
    wachttijd_op: date | None = None
    oud: bool = False

    @property
    def tel_link(self) -> str | None:
        """The number as a link that a phone can dial."""
        return f"tel:{self.tel.replace(' ', '').replace('-', '')}" if self.tel else None

    @property
    def altijd_open(self) -> bool:
        """Whether somebody is there day and night."""
        return "dag en nacht" in (self.uren or "")

    @property
    def bron(self) -> str | None:
        """Where to look it up: their own page or the government's that was read, else their site.

        Somebody else's page is never shown as the source; None where there is no other.
        """
        gelezen = [b.url for b in self.bronnen]
        eigen = [url for url in gelezen if self.web and _domein(url) == _domein(self.web)]
        overheid = [url for url in gelezen if _domein(url) in OVERHEID]
        return next(iter([*eigen, *overheid]), self.web)

    @property
    def weg_op(self) -> date:
        """The day from which the entry is no longer shown (decision 0004).

        Some time after somebody called; or, never called (and marked so), some years after its
        newest source, at once where no source has a date. A crisis number stays, and so does what
        has no number and no page that could be wrong.
        """
        if self.nagebeld is not None:
            return self.nagebeld + timedelta(days=HOUDBAAR + 1)
        if self.crisis or self.id in JONG or not (self.tel or self.web or self.chat):
            return date.max
        return date(int(self.datum[:4]) + BRON_JAREN + 1, 1, 1) if self.datum else date.min

    def te_zien(self, vandaag: date) -> bool:
        """Tell whether the entry may be shown on that day."""
        return vandaag < self.weg_op

    def past_bij(self, leeftijd: str | None) -> bool:
        """Tell whether the entry is for the age group *leeftijd* ("<18", "rond 18", "18+").

        Around 18 both fit, what is for the young and what is for adults: each card says its age.
        """
        te_jong = leeftijd == "<18" and self.vanaf is not None and self.vanaf >= VOLWASSEN
        te_oud = leeftijd == "18+" and self.tot is not None and self.tot <= VOLWASSEN
        return not te_jong and not te_oud

    def wachten(self, vandaag: date | None) -> str | None:
        """Return what is said of waiting; a waiting time only within so many days of its day."""
        if not self.wacht:
            return None
        lang = "Vraag hoe lang het wachten duurt."
        dag = self.wachttijd_op
        if self.wachttijd and dag and vandaag and (vandaag - dag).days <= WACHT_DAGEN:
            lang = f"Wachttijd: {self.wachttijd}. Dat was op {dag_in_woorden(dag)}."
        return f"{self.wacht} {lang}"

    def naar_dict(self, met_aangifte: bool = False, vandaag: date | None = None) -> dict[str, Any]:
        """Return the entry as the chat page shows it, on the day *vandaag*.

        What it says about aangifte is left out unless the person brought that up.
        """
        return {
            "id": self.id,
            "naam": self.naam,
            "voor": self.voor,
            "tel": " of ".join(nummer for nummer in (self.tel, self.tel_ook) if nummer) or None,
            "tel_link": self.tel_link,
            "web": self.web,
            "chat": self.chat,
            "uren": self.uren,
            "wacht": self.wachten(vandaag),
            "kosten": self.kosten,
            "politie": self.politie,
            "aangifte": self.aangifte if met_aangifte else None,
            "talen": self.talen,
            "bron": self.bron,
            "datum": self.datum,
            "nagebeld": self.nagebeld.isoformat() if self.nagebeld else None,
            "oud": self.oud,
        }


def _domein(url: str) -> str:
    """Return the site of an address, without "www." and the like."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


@lru_cache(maxsize=1)
def kaart() -> tuple[Adres, ...]:
    """Return every entry of the directory."""
    return laad(BESTAND)


def laad(bestand: Path) -> tuple[Adres, ...]:
    """Read *bestand*; raises KeyError for an entry without an id, name, purpose or source."""
    return tuple(
        uit_blok(regel)
        for regel in yaml.load(bestand.read_text(encoding="utf-8"), yaml.CSafeLoader)
    )


def uit_blok(regel: dict[str, Any]) -> Adres:
    """Return the entry of one block of the file; raises KeyError as `laad` does."""
    return Adres(
        id=regel["id"],
        naam=regel["naam"],
        kort=tuple(regel.get("kort", ())),
        voor=regel["voor"],
        behoeften=tuple(regel["behoeften"]),
        tel=regel.get("tel"),
        tel_ook=regel.get("tel_ook"),
        web=regel.get("web"),
        chat=regel.get("chat"),
        uren=regel.get("uren"),
        kosten=regel.get("kosten"),
        talen=regel.get("talen"),
        politie=regel.get("politie"),
        aangifte=regel.get("aangifte"),
        overheid=regel["overheid"],
        vanaf=regel.get("vanaf"),
        tot=regel.get("tot"),
        crisis=tuple(regel.get("crisis", ())),
        ander=regel.get("ander", False),
        papieren_nodig=regel.get("papieren_nodig"),
        wacht=regel.get("wacht"),
        bronnen=tuple(Bron(b["url"], b["datum"]) for b in regel["bronnen"]),
        datum=regel["datum"],
        nagebeld=regel["nagebeld"],
        wachttijd=regel.get("wachttijd"),
        wachttijd_op=regel.get("wachttijd_op"),
    )


def zichtbaar(adressen: Iterable[Adres], vandaag: date) -> list[Adres]:
    """Return those that may be shown; where none may, the newest, marked as old (decision 0004).

    Nobody to turn to costs a person more than a number that may have changed, and says so.
    """
    alle = list(adressen)
    te_zien = [adres for adres in alle if adres.te_zien(vandaag)]
    if te_zien or not alle:
        return te_zien
    return [replace(max(alle, key=lambda adres: (adres.weg_op, adres.tel is not None)), oud=True)]


def passend(adressen: Iterable[Adres], label: str, leeftijd: str | None = None) -> list[Adres]:
    """Return who of *adressen* is there for the need *label* and for that age group."""
    return [a for a in adressen if label in a.behoeften and a.past_bij(leeftijd)]


def voor_behoefte(label: str, vandaag: date, leeftijd: str | None = None) -> list[Adres]:
    """Return who helps with the need *label*: first who is not of the government.

    Then those that name it in front: an entry's needs stand in the order of what it is for. Among
    equals a number goes first.

    *leeftijd* is the age group of the summary. Who is there for the young stands behind the others
    unless the person is young; around 18 whoever has a limit of age stands in front, on both sides.
    """

    def plaats(adres: Adres) -> tuple[bool, bool, int, bool]:
        voor_jong = adres.tot is not None
        anders = voor_jong != (leeftijd == "<18")
        if leeftijd == "rond 18":
            anders = not voor_jong and adres.vanaf is None
        return adres.overheid, anders, adres.behoeften.index(label), adres.tel is None

    return sorted(zichtbaar(passend(kaart(), label, leeftijd), vandaag), key=plaats)


def crisis(soort: str) -> list[Adres]:
    """Return whom to call at once; these are shown whatever the day of their last check."""
    nummers = [a for a in kaart() if soort in a.crisis]
    return sorted(nummers, key=lambda a: a.crisis[0] != soort)


def zonder_papieren(vandaag: date, leeftijd: str | None = None) -> list[Adres]:
    """Return who, by their own page, also helps somebody without papers (seed statement A3)."""
    zonder = [a for a in kaart() if a.papieren_nodig is False and a.past_bij(leeftijd)]
    return zichtbaar(zonder, vandaag)


def voor_ander(vandaag: date) -> list[Adres]:
    """Return who thinks along with somebody who worries about another."""
    return zichtbaar((a for a in kaart() if a.ander), vandaag)


def bij_id(*ids: str) -> list[Adres]:
    """Return the entries with these ids, in that order; raises KeyError for an unknown one."""
    alle = {adres.id: adres for adres in kaart()}
    return [alle[naam] for naam in ids]


def paneel(
    adressen: Iterable[Adres],
    vandaag: date | None = None,
    met_aangifte: bool = False,
    nood: bool = False,
) -> dict[str, Any]:
    """Return the panel of the chat page that shows *adressen*; in *nood* the short way."""
    return {
        "soort": "hulp",
        "nood": nood,
        "adressen": [adres.naar_dict(met_aangifte, vandaag) for adres in adressen],
    }
