"""How a fixed text is said: short and neutral on a watched screen, plain to who has little Dutch.

To who shared something before, what is said of that holds: nobody reads "nobody saw this" then.

While somebody looks along nothing is said in full unless it stands in `NEUTRAAL` (decision 0029):
so a text that is written later cannot show on a watched screen by being forgotten. Names stand
here without "utter_".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import groupby

from bot.intake.teksten import teksten
from bot.intake.uitkomst import Bericht, Uitkomst

#: Danger weighs more than a glance (decision 0022), and so does a page that broke.
HARDOP = (
    "crisis_", "wacht_crisis_", "mens_crisis_", "mens_weg_crisis_", "ander_gevaar", "storing",
)  # fmt: skip
#: What tells nothing to who looks along, as it is.
NEUTRAAL = frozenset({
    "groet", "dank", "terug", "terug_niets", "niet_gewist", "weggehaald", "veranderd",
    "deel_veranderd", "typ_maar", "niets_gekozen", "lijst", "lijst_leeg", "nog_niets", "stoppen",
    "schelden", "stop_mens", "mens_stoppen", "mens_begint", "wis_nee", "code_bewaard",
    "code_alleen_nu", "code_gebruikt", "weer_bot", "terug_welkom", "wacht_stop", "wacht_schelden",
    "wacht_adressen", "wacht_talen", "vraag_in_taal", "leeg", "te_lang", "oude_knop",
    "eerst_veilig", "ook_jij", "vraagt_code", "vraagt_later", "vraagt_nee",
})  # fmt: skip
#: Said in the place of thanks and of words that were kept.
_OPGESCHREVEN = (
    "gehoord_", "zwaar", "rouw", "bewaard", "niet_begrepen", "woorden_bewaard", "erbij",
    "genoteerd", "luister", "misgegaan_gehoord", "aangifte", "geen_politie", "klopt_niet",
    "nog_nodig", "wacht_ontvangen", "wacht_zwaar", "wacht_geen_politie",
)  # fmt: skip
#: Families of which all say the same then, by how their names begin.
_SAMEN: Mapping[str, str] = {
    "uitleg_": "stil_uitleg",
    "ander_": "stil_zorg_om_ander",
    "opvolging_": "stil_opvolging",
    "minderjarig_": "stil_minderjarig",
    "meekijken_weet_niet": "stil_aan",
    "weer_wachten_": "stil_weer_wachten",
    "situatie_land_": "stil_situatie_land_112",
    **dict.fromkeys(_OPGESCHREVEN, "stil_opgeschreven"),
}
#: On once lines went along with a handover that still stands.
MEE = "meegegeven"
_AL_STIL = ("stil_", "vraag_stil_", "uitleg_stil_")


def stil(naam: str) -> str:
    """Return the name of the text in the place of *naam* while somebody looks along."""
    kern = naam.removeprefix("utter_")
    if kern in NEUTRAAL or kern.startswith((*HARDOP, *_AL_STIL)):
        return naam
    for rest in (kern, kern.removeprefix("vraag_"), kern.removeprefix("wacht_")):
        kort = _in("stil", rest)
        if kort in teksten():
            return kort
    # A question has nothing else in its place: a talk without one is a dead end.
    anders = kern if kern.startswith("vraag_") else "stil_later"
    samen = next((kort for begin, kort in _SAMEN.items() if kern.startswith(begin)), anders)
    return f"utter_{samen}"


def simpel(naam: str) -> str:
    """Return the name of the question in the place of *naam* to who has little Dutch."""
    kern = naam.removeprefix("utter_")
    kort = _in("simpel", kern.removeprefix("vraag_"))
    return kort if kern.startswith("vraag_") and kort in teksten() else naam


def gedeeld(naam: str) -> str:
    """Return the name of the text in the place of *naam* to who shared something before."""
    anders = f"{naam}_gedeeld"
    return anders if anders in teksten() else naam


def _in(toon: str, kern: str) -> str:
    return f"utter_{toon}_{kern}"


def pas_aan(uitkomst: Uitkomst) -> Uitkomst:
    """Return *uitkomst* in the tone of its talk.

    While somebody looks along no addresses and no rights stand in view, and the list only after a
    yes to seeing it; a text that would come twice comes once.
    """
    if uitkomst.intake.is_(MEE):
        uitkomst = replace(uitkomst, berichten=_met_naam(uitkomst.berichten, gedeeld))
    if uitkomst.intake.is_("stil"):
        zonder = [b for b in uitkomst.berichten if not _verraadt(b)]
        return replace(uitkomst, berichten=_met_naam(zonder, stil))
    if uitkomst.intake.is_("simpel"):
        return replace(uitkomst, berichten=_met_naam(uitkomst.berichten, simpel))
    return uitkomst


def _met_naam(berichten: Iterable[Bericht], hoe: Callable[[str], str]) -> tuple[Bericht, ...]:
    nieuw = (replace(b, response=hoe(b.response)) if b.response else b for b in berichten)
    return tuple(bericht for bericht, _ in groupby(nieuw))


def _verraadt(bericht: Bericht) -> bool:
    paneel = (bericht.json or {}).get("paneel")
    return paneel is not None and paneel["soort"] != "samenvatting" and not paneel.get("nood")
