"""When a step of the talk is asked: what must hold of what was said until now."""

from __future__ import annotations

from bot.intake.intake import Intake
from bot.intake.regels import regels
from bot.intake.stil import lijst_gezien
from bot.intake.teamkeuze import ontvangers


def altijd(_intake: Intake) -> bool:
    """Hold whatever was said."""
    return True


def uitgebreid(intake: Intake) -> bool:
    """Tell whether there is room for questions: not on the short route, and not when enough.

    The short route is that of who is young, or wants the list first. Nor is there room while
    somebody looks along, or for somebody with little Dutch.
    """
    jong = intake.veld("leeftijdsgroep").waarde == "<18"
    kort = any(intake.is_(merk) for merk in ("lijst_eerst", "genoeg", "stil", "simpel"))
    return not jong and not kort


def omgaan(intake: Intake) -> bool:
    """Tell whether the person wants to say how to treat them, and there is room for questions."""
    return uitgebreid(intake) and intake.veld("poort.hoe").waarde == "ja"


def omgaan_onveilig(intake: Intake) -> bool:
    """Ask about being afraid only of somebody who spoke of not being safe."""
    plekken = ("veilig.nu", "veilig.binnen", "veilig.buiten", "veilig.telefoon")
    onveilig = any(intake.veld(naam).waarde in ("nee", "weet_niet") for naam in plekken)
    return omgaan(intake) and (onveilig or bool(intake.gevaar) or "veiligheid" in intake.wensen)


def andere_taal(intake: Intake) -> bool:
    """Ask for an interpreter only of somebody who named another language than Dutch."""
    taal = intake.veld("hoe.taal").waarde
    gevraagd = omgaan(intake) or (intake.is_("simpel") and not intake.is_("genoeg"))
    return gevraagd and isinstance(taal, str) and taal.lower() != "nederlands"


def leeftijd_open(intake: Intake) -> bool:
    """Ask the age only of somebody who did not say it by themselves."""
    return omgaan(intake) and intake.veld("leeftijdsgroep").waarde is None


def man_vrouw_open(intake: Intake) -> bool:
    """Ask for a man or a woman only of somebody who did not say it by themselves."""
    return omgaan(intake) and intake.veld("hoe.hulpverlener").waarde is None


def onveilig_nu(intake: Intake) -> bool:
    """Ask about danger now of who is not or may not be safe, unless they spoke of it."""
    al_gezegd = any(g.soort == "acuut_gevaar" for g in intake.gevaar)
    return intake.veld("veilig.nu").waarde in ("nee", "weet_niet") and not al_gezegd


def niet_stil(intake: Intake) -> bool:
    """Tell whether nobody looks along."""
    return not intake.is_("stil")


def veel_woorden(intake: Intake) -> bool:
    """Tell whether a question in many words can be asked now."""
    return not intake.is_("stil") and not intake.is_("simpel")


def iets_gehoord(intake: Intake) -> bool:
    """Say back what was heard; while somebody looks along only after a yes to reading it."""
    return bool(intake.gehoord) and (niet_stil(intake) or lijst_gezien(intake))


def nog_geen_wens(intake: Intake) -> bool:
    """Ask what is needed until there is a need; on a watched screen by a word each."""
    return not intake.wensen and niet_stil(intake)


def iets_gekozen(intake: Intake) -> bool:
    """Ask for more once there is something; not on a watched screen."""
    return bool(intake.wensen or intake.eigen_tekst) and niet_stil(intake)


def te_rangen(intake: Intake) -> bool:
    """Ask what comes first where there are several needs, and room for questions."""
    return len(intake.wensen) > 1 and uitgebreid(intake)


def iets_te_delen(intake: Intake) -> bool:
    """Tell whether the summary has a line."""
    return bool(regels(intake))


def te_lezen(intake: Intake) -> bool:
    """Show the summary where it has a line; on a watched screen after a yes to seeing it."""
    return iets_te_delen(intake) and (niet_stil(intake) or lijst_gezien(intake))


def meer_teams(intake: Intake) -> bool:
    """Ask about teams only where there is a choice, and something for them."""
    return len(intake.teams) > 1 and iets_te_delen(intake)


def te_delen_met(intake: Intake) -> bool:
    """Ask what may be shared where somebody is left to share it with."""
    return iets_te_delen(intake) and bool(ontvangers(intake))


def regels_gekozen(intake: Intake) -> bool:
    """Ask for the last yes once lines were chosen for a team that is left to get them.

    With no team at all, the yes is answered with where else one can go.
    """
    return bool(intake.deel) and bool(ontvangers(intake) or not intake.teams)


def is_gedeeld(intake: Intake) -> bool:
    """Tell whether something was handed over."""
    return intake.is_("gedeeld")
