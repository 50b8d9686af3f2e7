"""The steps of the talk, in order, and which one it is now.

The current step is always computed: the side question that is open, or else the first step of
the plan that holds and was not answered or skipped. So nothing is asked twice, and after every
interruption the talk goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.intake import opties
from bot.intake.behoeften import catalogus
from bot.intake.intake import WENS, Intake
from bot.intake.regels import LIEVER_NIET_EIGEN
from bot.intake.stil import DEEL, te_delen
from bot.intake.voorwaarden import (
    altijd,
    andere_taal,
    iets_gehoord,
    iets_gekozen,
    iets_te_delen,
    is_gedeeld,
    leeftijd_open,
    man_vrouw_open,
    meer_teams,
    nog_geen_wens,
    omgaan,
    omgaan_onveilig,
    onveilig_nu,
    regels_gekozen,
    te_delen_met,
    te_lezen,
    te_rangen,
    uitgebreid,
    veel_woorden,
)

#: How many needs can be put first, and so how many get questions of their own.
EERST = 3


@dataclass(frozen=True)
class Stap:
    """One step.

    *soort* names how it is answered (`antwoord.SOORTEN`); *velden* are the fields it fills;
    *opties* are, per value, the typed words that mean it; *ook* are acts that count as an answer
    here; *tekst* is the end of the names of its responses, the step's own name unless given;
    *stil* says that there is a shorter text for when somebody looks along.
    """

    naam: str
    soort: str
    velden: tuple[str, ...] = ()
    geldt: Callable[[Intake], bool] = altijd
    opties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ook: frozenset[str] = frozenset()
    vrij: bool = False
    stil: bool = False
    tekst: str = ""

    @property
    def response(self) -> str:
        """The end of the names of its responses: utter_vraag_<response>, utter_uitleg_<...>."""
        return self.tekst or self.naam


def huidige(intake: Intake) -> Stap:
    """Return the step that the talk is in."""
    if intake.tussen is not None:
        return _zijstap(intake.tussen)
    return next(stap for stap in plan(intake) if _open(stap, intake))


def _zijstap(naam: str) -> Stap:
    """Return the side step *naam*: after "opnieuw:" stands a step that is asked once more."""
    zij, _, over = naam.partition(":")
    return OPNIEUW[over] if zij == "opnieuw" else ZIJSTAPPEN[zij]


def _open(stap: Stap, intake: Intake) -> bool:
    return stap.naam not in intake.gesloten and stap.geldt(intake)


def plan(intake: Intake) -> Iterator[Stap]:
    """Yield every step of the main talk in order; the last one never closes."""
    yield from BEGIN
    yield from _stil(intake)
    yield from NODIG
    yield from _over_wensen(intake)
    yield from OMGAAN
    for stap in EIND:
        yield from _stil_delen(intake) if _in_stilte(stap, intake) else (stap,)


def _stil(intake: Intake) -> Iterator[Stap]:
    """Yield the questions for when somebody looks along: a word each, and yes or no is enough.

    What was said is shown only after a yes to that: a list on a watched screen tells everything.
    """
    if not intake.is_("stil"):
        return
    for behoefte in catalogus().values():
        if behoefte.stil:
            yield Stap(f"stil.{behoefte.label}", "stil_wens", tekst="stil_wens")
    yield Stap("stil_lijst", "stil_lijst", ("poort.lijst",), iets_te_delen)


def _in_stilte(stap: Stap, intake: Intake) -> bool:
    return stap.naam == "toestemming" and intake.is_("stil")


def _stil_delen(intake: Intake) -> Iterator[Stap]:
    """Yield a question for each line in the place of the list with ticks."""
    if te_delen_met(intake):
        for naam in te_delen(intake):
            yield Stap(DEEL + naam, "stil_deel", tekst="stil_deel")


def _over_wensen(intake: Intake) -> Iterator[Stap]:
    if not uitgebreid(intake):
        return
    for label in intake.rang or intake.wensen[:EERST]:
        for vraag in catalogus()[label].vragen:
            yield Stap(
                f"{WENS}{label}.{vraag.id}",
                {"urgentie": "keuze", "hulp": "ja_nee", "vertel": "woorden"}[vraag.soort],
                (f"{WENS}{label}.{veld_van(vraag.soort)}",),
                opties=opties.URGENTIE if vraag.soort == "urgentie" else {},
                vrij=vraag.soort == "vertel",
                tekst=f"wens_{vraag.soort}",
            )


def veld_van(soort: str) -> str:
    """Return the field of a need that a question of this kind fills."""
    return {"vertel": "meer"}.get(soort, soort)


BEGIN = (
    Stap("meekijken", "meekijken", ("veilig.kijkt_mee",), opties=opties.KIJKT_MEE, stil=True),
    Stap("veilig_nu", "ja_nee", ("veilig.nu",), opties=opties.ONVEILIG, stil=True),
    Stap("gevaar_nu", "gevaar_nu", ("gevaar_nu",), onveilig_nu, stil=True),
    Stap(
        "onveilig_waar",
        "onveilig_waar",
        ("veilig.binnen", "veilig.buiten", "veilig.telefoon"),
        veel_woorden,
        opties.PLEKKEN,
    ),
)

NODIG = (
    Stap("gehoord", "gehoord", geldt=iets_gehoord, stil=True),
    Stap("wat_nodig", "wat_nodig", geldt=nog_geen_wens),
    Stap("meer", "meer", geldt=iets_gekozen),
    Stap("rang", "rang", geldt=te_rangen),
)

OMGAAN = (
    Stap("hoe", "hoe", ("poort.hoe",), uitgebreid, vrij=True),
    Stap(
        "liever_niet",
        "liever_niet",
        ("liever_niet", LIEVER_NIET_EIGEN),
        omgaan,
        opties.LIEVER_NIET,
        vrij=True,
    ),
    Stap("wie_niet", "woorden", ("wie_niet",), omgaan, vrij=True),
    Stap("bang", "bang", ("veilig.bang_voor_herhaling",), omgaan_onveilig, opties.BANG),
    Stap("taal", "woorden", ("hoe.taal",), omgaan, ook=frozenset({"andere_taal"}), vrij=True),
    Stap("tolk", "ja_nee", ("hoe.tolk",), andere_taal),
    Stap(
        "man_vrouw",
        "keuze",
        ("hoe.hulpverlener",),
        man_vrouw_open,
        opties.MAN_VROUW,
        ook=frozenset({"hulpverlener"}),
    ),
    Stap("tempo", "woorden", ("hoe.tempo",), omgaan, vrij=True),
    Stap("duur_hulp", "woorden", ("hoe.duur",), omgaan, vrij=True),
    Stap("contact", "woorden", ("contact.manier",), omgaan, vrij=True),
    Stap("tijden", "woorden", ("contact.veilige_tijden",), omgaan, vrij=True),
    Stap("leeftijd", "leeftijd", ("leeftijdsgroep",), leeftijd_open, opties.LEEFTIJD),
    Stap("misgegaan", "woorden", ("eerder_misgegaan",), omgaan, vrij=True),
    Stap("wat_helpt", "woorden", ("wat_helpt",), omgaan, vrij=True),
    Stap("wil_houden", "woorden", ("wil_houden",), omgaan, vrij=True),
    Stap("eerste_stap", "woorden", ("eerste_stap",), omgaan, vrij=True),
)

EIND = (
    Stap("samenvatting", "samenvatting", geldt=te_lezen, stil=True),
    Stap("teams", "teams", ("teams_niet",), geldt=meer_teams, stil=True),
    Stap("toestemming", "toestemming", geldt=te_delen_met),
    Stap("bevestig", "bevestig", geldt=regels_gekozen, stil=True),
    Stap("na_overdracht", "na_overdracht", geldt=is_gedeeld, stil=True),
    Stap("niets_gedeeld", "niets_gedeeld", stil=True),
)

#: Side questions: beside the plan, opened by an act and closed by any answer.
ZIJSTAPPEN = {
    stap.naam: stap
    for stap in (
        Stap("menu", "menu"),
        Stap("nog_iets", "wat_nodig", stil=True),
        Stap("crisis", "crisis", stil=True),
        Stap("crisis_zelfdoding", "crisis_zelfdoding"),
        Stap("hulpverlener", "hulpverlener", stil=True),
        Stap("gevaar_delen", "gevaar_delen", stil=True),
        Stap("jong_delen", "jong_delen", stil=True),
        Stap("andere_taal", "andere_taal", ("hoe.taal",), stil=True),
        Stap("in_taal", "in_taal", ("hoe.taal", "hoe.tolk")),
        Stap("teams_mens", "teams_mens", ("teams_niet",), stil=True),
        Stap("mens", "mens", stil=True),
        Stap("ander_wie", "ander_wie", opties=opties.ROLLEN),
        Stap("ander_kaart", "ander_kaart"),
        Stap("wissen", "wissen", stil=True),
        Stap("gestopt", "gestopt", stil=True),
        Stap("vastgelopen", "vastgelopen", stil=True),
        Stap("verander", "verander", vrij=True, stil=True),
        Stap("klacht", "klacht", vrij=True),
    )
}

#: What a line of the summary can ask once more.
OPNIEUW = {
    stap.naam: stap
    for stap in (
        *BEGIN,
        *NODIG,
        *OMGAAN,
        Stap("aangifte", "keuze", ("aangifte",), opties=opties.AANGIFTE),
    )
}
