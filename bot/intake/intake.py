"""Everything a conversation knows about what the person said: one immutable value.

Every change gives a new `Intake`. It lives as plain data (`naar_dict`) in one slot of Rasa, and
imports nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.intake.gedaan import Gedaan
from bot.intake.invoer import Gehoord, Gevaar, Team
from bot.intake.veld import GEEN_ANTWOORD, KNOP, ONBEKEND, Veld

#: Lists that one answer can change, and that going back puts right item by item: what was heard
#: in between stays.
_LIJSTEN = ("gehoord", "rang", "eigen_tekst", "gevaar")
WENS = "wens."
#: How a side question begins that asks a step of the talk once more.
OPNIEUW = "opnieuw:"
#: Steps that take one thing at a time: going back undoes one of them, not all.
STUK_VOOR_STUK = frozenset({"gehoord", "wat_nodig", "meer", "samenvatting"})


@dataclass(frozen=True)
class Intake:
    """What was said so far.

    *velden* holds every answer by name, the confirmed needs among them ("wens.<label>"); *gehoord*
    the needs still to confirm; *gedaan* the answered steps in order; *tussen* the side question
    that is open; *deel* the lines chosen to share, by id with the text that was agreed to; *merken*
    what is on; *lijst* marks the list that was printed last.
    """

    velden: Mapping[str, Veld] = field(default_factory=dict)
    gehoord: tuple[Gehoord, ...] = ()
    rang: tuple[str, ...] = ()
    eigen_tekst: tuple[str, ...] = ()
    gevaar: tuple[Gevaar, ...] = ()
    gedaan: tuple[Gedaan, ...] = ()
    tussen: str | None = None
    geschrapt: tuple[str, ...] = ()
    deel: Mapping[str, str] = field(default_factory=dict)
    merken: tuple[str, ...] = ()
    tellers: Mapping[str, int] = field(default_factory=dict)
    teams: tuple[Team, ...] = ()
    lijst: str = ""

    # -- reading ---------------------------------------------------------------------------------

    def veld(self, naam: str) -> Veld:
        """Return the answer by that name, `ONBEKEND` where there is none."""
        return self.velden.get(naam, ONBEKEND)

    def is_(self, merk: str) -> bool:
        """Tell whether *merk* is on."""
        return merk in self.merken

    def tel(self, naam: str) -> int:
        """Return how often *naam* happened."""
        return self.tellers.get(naam, 0)

    @property
    def wensen(self) -> tuple[str, ...]:
        """The labels of the confirmed needs, in the order in which they were confirmed."""
        return tuple(
            naam[len(WENS) :]
            for naam in self.velden
            if naam.startswith(WENS) and naam.count(".") == 1
        )

    @property
    def gesloten(self) -> frozenset[str]:
        """The steps that were answered or skipped: these are not asked again."""
        return frozenset(g.stap for g in self.gedaan if g.sluit)

    # -- changing --------------------------------------------------------------------------------

    def zet(self, naam: str, veld: Veld) -> Intake:
        """Return an intake with this answer."""
        return replace(self, velden={**self.velden, naam: veld})

    def haal_weg(self, *namen: str) -> Intake:
        """Return an intake without these answers."""
        return replace(self, velden={n: v for n, v in self.velden.items() if n not in namen})

    def met(self, *merken: str) -> Intake:
        """Return an intake with *merken* on."""
        return replace(self, merken=tuple(dict.fromkeys((*self.merken, *merken))))

    def zonder(self, *merken: str) -> Intake:
        """Return an intake with *merken* off."""
        return replace(self, merken=tuple(m for m in self.merken if m not in merken))

    def tel_op(self, naam: str) -> Intake:
        """Return an intake in which *naam* happened once more."""
        return replace(self, tellers={**self.tellers, naam: self.tel(naam) + 1})

    def vergeet(self, naam: str) -> Intake:
        """Return an intake in which *naam* never happened."""
        return replace(self, tellers={n: t for n, t in self.tellers.items() if n != naam})

    def zij(self, stap: str | None) -> Intake:
        """Return an intake with this side question open, or none.

        What was emptied to be asked again, and got no new answer, stands as it was.
        """
        weer = (self.tussen or "").partition(OPNIEUW)[2]
        leeg = self.gedaan[-1] if weer and stap != self.tussen and self.gedaan else None
        return replace(self if leeg is None else self._geef_terug(leeg, weer), tussen=stap)

    def _geef_terug(self, leeg: Gedaan, stap: str) -> Intake:
        """Return an intake with what *leeg* emptied for the question *stap*, where it did."""
        oud = {naam: veld for naam, veld in leeg.velden.items() if veld is not None}
        if leeg.stap != stap or leeg.sluit or not oud:
            return self
        woorden = [woord for veld in oud.values() for woord in veld.eigen_woorden]
        nieuw = replace(self, velden={**oud, **self.velden}, gedaan=self.gedaan[:-1])
        return nieuw.houd_vast(woorden)

    def bewaar(self, tekst: str) -> Intake:
        """Keep words that were not understood, verbatim and once."""
        if not tekst or tekst in self.eigen_tekst:
            return self
        return replace(self, eigen_tekst=(*self.eigen_tekst, tekst))

    def hoor(self, behoeften: Iterable[Gehoord]) -> Intake:
        """Note needs as heard; they count only after the person confirms them."""
        erbij = [g for g in dict.fromkeys(behoeften) if not self._weet_al(g)]
        return replace(self, gehoord=(*self.gehoord, *erbij))

    def _weet_al(self, gehoord: Gehoord) -> bool:
        bekend = self.veld(WENS + gehoord.label).waarde or ()
        return gehoord in self.gehoord or gehoord.woorden in bekend

    def wens(self, label: str, woorden: Iterable[str] = (), bron: str = KNOP) -> Intake:
        """Add a need that the person confirmed or chose; words are added to those there were."""
        oud = self.veld(WENS + label)
        oude_woorden = oud.waarde if isinstance(oud.waarde, tuple) else ()
        alle = tuple(dict.fromkeys((*oude_woorden, *woorden)))
        return self.zet(WENS + label, Veld(alle, bron) if alle else Veld(None, KNOP))

    def schrap_wens(self, label: str) -> Intake:
        """Take out a need with everything that was said about it, also what was only heard."""
        eigen = WENS + label
        namen = [n for n in self.velden if n == eigen or n.startswith(eigen + ".")]
        return replace(
            self.haal_weg(*namen),
            rang=tuple(r for r in self.rang if r != label),
            gehoord=tuple(g for g in self.gehoord if g.label != label),
        )

    # -- the order of the talk -------------------------------------------------------------------

    def beantwoord(self, stap: str, nieuw: Intake, sluit: bool = True) -> Intake:
        """Return *nieuw*, reached from here by answering *stap*; *sluit* ends the step."""
        namen = [n for n in {**self.velden, **nieuw.velden} if self._oud(n) != nieuw._oud(n)]
        gedaan = Gedaan(
            stap,
            sluit,
            {naam: self._oud(naam) for naam in namen},
            _verschillen(nieuw, self),
            _verschillen(self, nieuw),
            tuple(merk for merk in nieuw.merken if merk not in self.merken),
        )
        return replace(nieuw, gedaan=(*nieuw.gedaan, gedaan)).vergeet("misverstaan")

    def _oud(self, naam: str) -> Veld | None:
        return self.velden.get(naam)

    def sla_over(self, stap: str, *velden: str) -> Intake:
        """Return an intake in which the person would not say what *stap* asked."""
        nieuw = self
        for naam in velden:
            nieuw = nieuw.zet(naam, GEEN_ANTWOORD)
        return self.beantwoord(stap, nieuw)

    def sluit(self, *stappen: str) -> Intake:
        """Return an intake in which *stappen* are not asked, and to which no way back leads."""
        dicht = tuple(map(Gedaan, stappen))
        vast = self.tel("vast") + len(dicht)
        tellers = {**self.tellers, "vast": vast} if self.tel("vast") else self.tellers
        return replace(self, gedaan=(*dicht, *self.gedaan), tellers=tellers)

    def terug(self) -> Intake | None:
        """Return an intake in which the last answered question is open again; None before any.

        Typed words are never lost by it: what no longer stands anywhere is kept as own words.
        """
        if not self.gedaan:
            return None
        nieuw, stap = self, self.gedaan[-1].stap
        while nieuw.gedaan and nieuw.gedaan[-1].stap == stap:
            nieuw = nieuw._herstel(nieuw.gedaan[-1])
            if stap in STUK_VOOR_STUK:
                break
        return replace(nieuw, tussen=None).houd_vast(self.alle_woorden())

    def alle_woorden(self) -> tuple[str, ...]:
        """Return everything typed that stands anywhere in the intake, verbatim."""
        velden = (w for veld in self.velden.values() for w in veld.eigen_woorden)
        gevaar = (g.woorden for g in self.gevaar if g.woorden)
        return (*velden, *(g.woorden for g in self.gehoord), *gevaar, *self.eigen_tekst)

    def houd_vast(self, woorden: Iterable[str]) -> Intake:
        """Return an intake in which all *woorden* still stand somewhere."""
        weg = [deel for deel in woorden if not any(deel in staat for staat in self.alle_woorden())]
        return replace(self, eigen_tekst=tuple(dict.fromkeys((*self.eigen_tekst, *weg))))

    def _herstel(self, gedaan: Gedaan) -> Intake:
        velden = {n: v for n, v in self.velden.items() if n not in gedaan.velden}
        velden |= {naam: veld for naam, veld in gedaan.velden.items() if veld is not None}
        return replace(
            self,
            velden=velden,
            gedaan=self.gedaan[:-1],
            merken=tuple(merk for merk in self.merken if merk not in gedaan.merken),
            gehoord=_zet_terug(self.gehoord, gedaan, "gehoord"),
            rang=_zet_terug(self.rang, gedaan, "rang"),
            eigen_tekst=_zet_terug(self.eigen_tekst, gedaan, "eigen_tekst"),
            gevaar=_zet_terug(self.gevaar, gedaan, "gevaar"),
        )

    def heropen(self, *stappen: str) -> Intake:
        """Return an intake in which *stappen* are asked again; what was said stays until then.

        The first part of a name ("stil_deel") stands for all steps that begin with it.
        """
        open_ = [g.stap in stappen or g.stap.partition(".")[0] in stappen for g in self.gedaan]
        gedaan = tuple(
            replace(g, sluit=False) if weer else g
            for g, weer in zip(self.gedaan, open_, strict=True)
        )
        return replace(self, gedaan=gedaan)

    # -- plain data ------------------------------------------------------------------------------

    def naar_dict(self) -> dict[str, Any]:
        """Return the intake as plain data, which JSON can hold."""
        return {
            "velden": {naam: veld.naar_dict() for naam, veld in self.velden.items()},
            "gehoord": [asdict(g) for g in self.gehoord],
            "gevaar": [asdict(g) for g in self.gevaar],
            "gedaan": [g.naar_dict() for g in self.gedaan],
            "teams": [asdict(t) for t in self.teams],
            "rang": list(self.rang),
            "eigen_tekst": list(self.eigen_tekst),
            "geschrapt": list(self.geschrapt),
            "deel": dict(self.deel),
            "merken": list(self.merken),
            "tellers": dict(self.tellers),
            "tussen": self.tussen,
            "lijst": self.lijst,
        }

    @classmethod
    def van_dict(cls, data: Mapping[str, Any] | None) -> Intake:
        """Read back what `naar_dict` gave; None is a new intake."""
        if not data:
            return cls()
        return cls(
            velden={naam: Veld.van_dict(veld) for naam, veld in data["velden"].items()},
            gehoord=tuple(Gehoord(**g) for g in data["gehoord"]),
            gevaar=tuple(Gevaar(**g) for g in data["gevaar"]),
            gedaan=tuple(Gedaan.van_dict(g) for g in data["gedaan"]),
            teams=tuple(Team(**t) for t in data["teams"]),
            rang=tuple(data["rang"]),
            eigen_tekst=tuple(data["eigen_tekst"]),
            geschrapt=tuple(data["geschrapt"]),
            deel=dict(data["deel"]),
            merken=tuple(data["merken"]),
            tellers=dict(data["tellers"]),
            tussen=data["tussen"],
            lijst=data.get("lijst", ""),
        )


def _verschillen(meer: Intake, minder: Intake) -> dict[str, tuple[Any, ...]]:
    """Return, for each list, what *meer* has in it and *minder* has not."""
    verschillen = {
        lijst: tuple(x for x in getattr(meer, lijst) if x not in getattr(minder, lijst))
        for lijst in _LIJSTEN
    }
    return {lijst: items for lijst, items in verschillen.items() if items}


def _zet_terug(nu: tuple[Any, ...], gedaan: Gedaan, lijst: str) -> tuple[Any, ...]:
    """Return the list as it was before *gedaan*, with what was added in between."""
    blijft = (x for x in nu if x not in gedaan.erbij.get(lijst, ()))
    return (*blijft, *gedaan.eraf.get(lijst, ()))
