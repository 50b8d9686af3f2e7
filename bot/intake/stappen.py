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
from bot.intake.regels import LIEVER_NIET_EIGEN, regels
from bot.intake.stil import DEEL, lijst_gezien, te_delen
from bot.intake.teamkeuze import ontvangers

#: How many needs can be put first, and so how many get questions of their own.
EERST = 3


def _altijd(_intake: Intake) -> bool:
    return True


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
    geldt: Callable[[Intake], bool] = _altijd
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
    yield Stap("stil_lijst", "stil_lijst", ("poort.lijst",), _regels)


def _in_stilte(stap: Stap, intake: Intake) -> bool:
    return stap.naam == "toestemming" and intake.is_("stil")


def _stil_delen(intake: Intake) -> Iterator[Stap]:
    """Yield a question for each line in the place of the list with ticks."""
    if _te_delen(intake):
        for naam in te_delen(intake):
            yield Stap(DEEL + naam, "stil_deel", tekst="stil_deel")


def _over_wensen(intake: Intake) -> Iterator[Stap]:
    if not _uitgebreid(intake):
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


def _uitgebreid(intake: Intake) -> bool:
    """Tell whether there is room for questions: not on the short route, and not when enough.

    Nor while somebody looks along, or for somebody with little Dutch.
    """
    return not any(intake.is_(merk) for merk in ("kort", "genoeg", "stil", "simpel"))


def _omgaan(intake: Intake) -> bool:
    return _uitgebreid(intake) and intake.veld("poort.hoe").waarde == "ja"


def _omgaan_onveilig(intake: Intake) -> bool:
    """Ask about being afraid only of somebody who spoke of not being safe."""
    plekken = ("veilig.nu", "veilig.binnen", "veilig.buiten", "veilig.telefoon")
    onveilig = any(intake.veld(naam).waarde in ("nee", "weet_niet") for naam in plekken)
    return _omgaan(intake) and (onveilig or bool(intake.gevaar) or "veiligheid" in intake.wensen)


def _andere_taal(intake: Intake) -> bool:
    taal = intake.veld("hoe.taal").waarde
    gevraagd = _omgaan(intake) or (intake.is_("simpel") and not intake.is_("genoeg"))
    return gevraagd and isinstance(taal, str) and taal.lower() != "nederlands"


def _leeftijd_open(intake: Intake) -> bool:
    return _omgaan(intake) and intake.veld("leeftijdsgroep").waarde is None


def _onveilig_nu(intake: Intake) -> bool:
    al_gezegd = any(g.soort == "acuut_gevaar" for g in intake.gevaar)
    return intake.veld("veilig.nu").waarde in ("nee", "weet_niet") and not al_gezegd


def _niet_stil(intake: Intake) -> bool:
    return not intake.is_("stil")


def _veel_woorden(intake: Intake) -> bool:
    """Tell whether a question in many words can be asked now."""
    return not intake.is_("stil") and not intake.is_("simpel")


def _iets_gehoord(intake: Intake) -> bool:
    """Say back what was heard; while somebody looks along only after a yes to reading it."""
    return bool(intake.gehoord) and (_niet_stil(intake) or lijst_gezien(intake))


def _nog_geen_wens(intake: Intake) -> bool:
    return not intake.wensen and _niet_stil(intake)


def _wensen(intake: Intake) -> bool:
    return bool(intake.wensen or intake.eigen_tekst) and _niet_stil(intake)


def _te_rangen(intake: Intake) -> bool:
    return len(intake.wensen) > 1 and _uitgebreid(intake)


def _regels(intake: Intake) -> bool:
    return bool(regels(intake))


def _te_lezen(intake: Intake) -> bool:
    return _regels(intake) and (_niet_stil(intake) or lijst_gezien(intake))


def _teams(intake: Intake) -> bool:
    return len(intake.teams) > 1 and _regels(intake)


def _te_delen(intake: Intake) -> bool:
    return _regels(intake) and bool(ontvangers(intake))


def _gekozen(intake: Intake) -> bool:
    # With no team at all, the yes is answered with where else one can go.
    return bool(intake.deel) and bool(ontvangers(intake) or not intake.teams)


def _gedeeld(intake: Intake) -> bool:
    return intake.is_("gedeeld")


BEGIN = (
    Stap("meekijken", "meekijken", ("veilig.kijkt_mee",), opties=opties.KIJKT_MEE, stil=True),
    Stap("veilig_nu", "ja_nee", ("veilig.nu",), opties=opties.ONVEILIG, stil=True),
    Stap("gevaar_nu", "gevaar_nu", ("gevaar_nu",), _onveilig_nu, stil=True),
    Stap(
        "onveilig_waar",
        "onveilig_waar",
        ("veilig.binnen", "veilig.buiten", "veilig.telefoon"),
        _veel_woorden,
        opties.PLEKKEN,
    ),
)

NODIG = (
    Stap("gehoord", "gehoord", geldt=_iets_gehoord, stil=True),
    Stap("wat_nodig", "wat_nodig", geldt=_nog_geen_wens),
    Stap("meer", "meer", geldt=_wensen),
    Stap("rang", "rang", geldt=_te_rangen),
)

OMGAAN = (
    Stap("hoe", "hoe", ("poort.hoe",), _uitgebreid, vrij=True),
    Stap(
        "liever_niet",
        "liever_niet",
        ("liever_niet", LIEVER_NIET_EIGEN),
        _omgaan,
        opties.LIEVER_NIET,
        vrij=True,
    ),
    Stap("wie_niet", "woorden", ("wie_niet",), _omgaan, vrij=True),
    Stap("bang", "ja_nee", ("veilig.bang_voor_herhaling",), _omgaan_onveilig),
    Stap("taal", "woorden", ("hoe.taal",), _omgaan, ook=frozenset({"andere_taal"}), vrij=True),
    Stap("tolk", "ja_nee", ("hoe.tolk",), _andere_taal),
    Stap(
        "man_vrouw",
        "keuze",
        ("hoe.hulpverlener",),
        _omgaan,
        opties.MAN_VROUW,
        ook=frozenset({"hulpverlener"}),
    ),
    Stap("tempo", "woorden", ("hoe.tempo",), _omgaan, vrij=True),
    Stap("duur_hulp", "woorden", ("hoe.duur",), _omgaan, vrij=True),
    Stap("contact", "woorden", ("contact.manier",), _omgaan, vrij=True),
    Stap("tijden", "woorden", ("contact.veilige_tijden",), _omgaan, vrij=True),
    Stap("leeftijd", "leeftijd", ("leeftijdsgroep",), _leeftijd_open, opties.LEEFTIJD),
    Stap("misgegaan", "woorden", ("eerder_misgegaan",), _omgaan, vrij=True),
    Stap("wat_helpt", "woorden", ("wat_helpt",), _omgaan, vrij=True),
    Stap("wil_houden", "woorden", ("wil_houden",), _omgaan, vrij=True),
    Stap("eerste_stap", "woorden", ("eerste_stap",), _omgaan, vrij=True),
)

EIND = (
    Stap("samenvatting", "samenvatting", geldt=_te_lezen, stil=True),
    Stap("teams", "teams", ("teams_niet",), geldt=_teams, stil=True),
    Stap("toestemming", "toestemming", geldt=_te_delen),
    Stap("bevestig", "bevestig", geldt=_gekozen, stil=True),
    Stap("na_overdracht", "na_overdracht", geldt=_gedeeld, stil=True),
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
        Stap("rechten", "rechten", opties=opties.PAPIEREN),
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
