"""The faults that are planted, what must be said of each, and the talks that come by them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.content.beurt import Zet
from bot.dialogue import knoppen
from bot.dialogue.menskant import Menskant
from bot.dialogue.router import Router
from bot.intake import begrip, wachten
from bot.intake.intake import Intake
from bot.intake.uitkomst import zeg
from bot.vault.kluis import Kluis
from tests.planten import (
    Plant,
    ander_team,
    anders_gezegd,
    biedt_weer_aan,
    blijft_in_gevaar,
    code_opent,
    cookie_opent,
    deelt_alles,
    gevaar_in_rij,
    half_gezegd,
    hoort,
    in_samenvatting,
    in_tekst,
    inval,
    lekt_elders,
    lekt_liever_niet,
    met_aangifte,
    nee_is_ja,
    nooit_genoeg,
    op_knop,
    recht_zegt,
    rijen_blijven,
    team_leest_mee,
    vraagt_eerst,
    vraagt_leeftijd,
    wissen_stopt,
    wist_niet,
    zet,
    zonder_knop,
    zwijgt_op,
)

# -- against each rule, to be found by walking ---------------------------------------------------


@dataclass(frozen=True)
class Fout:
    """A planted fault, *klacht* is what must be said of it."""

    klacht: str
    plant: Plant


FOUTEN: dict[int, Fout] = {
    1: Fout("“veilig_nu” does not speak of it",
            in_tekst(utter_vraag_veilig_nu=("Ben je nu op een veilige plek", "Waarbij hulp"))),
    2: Fout("De politie helpt ook",
            in_tekst(utter_vraag_onveilig_waar=("Je kunt er meer kiezen", "De politie helpt ook"))),
    3: Fout("wissen was not taken", wissen_stopt()),
    4: Fout("zelfdoding without 113",
            in_tekst(utter_crisis_zelfdoding=("113 of 0800-0113", "ons"))),
    5: Fout("otherwise than ticked", deelt_alles()),
    6: Fout("distress got the fallback utter_niet_begrepen",
            zet(begrip, _straks=lambda *_: "utter_niet_begrepen")),
    7: Fout("2 questions", in_tekst(utter_begin=(r"Ik kan geen hulp sturen\.", "Is dat goed?"))),
    8: Fout("is asked again", zet(
        Intake, sla_over=lambda self, stap, *_velden: self.beantwoord(stap, self, sluit=False))),
    9: Fout("asks: “Wat is er gebeurd",
            in_tekst(utter_vraag_wat_nodig=("Wat heb jij nu nodig", "Wat is er gebeurd"))),
    10: Fout("“slachtoffer” in", in_tekst(
        utter_vraag_meer=("dat je nodig hebt", "dat slachtoffers nodig hebben"))),
    11: Fout("and not said",
             in_tekst(utter_bot_vraag=("een chatbot, een computer", "er voor jou"))),
    12: Fout("left after wiping: bestand", zet(Kluis, vernietig=lambda *_: None)),
}  # fmt: skip

# -- against each clause of a rule, in the talk that comes by it ---------------------------------

Woorden, Druk, Altijd = partial(Zet, "typ"), partial(Zet, "knop"), partial(Zet, "altijd")
Desk, Knop = partial(Zet, "desk"), partial(Zet, "mens_knop")


def Keuze(wat: str) -> Zet:
    """Return the press of a choice."""
    return Druk(f'/keuze{{"keuze": "{wat}"}}')


NEE, JA = Druk("/nee"), Druk("/ja")
NA_VEILIG = (NEE, Woorden("ik slaap op straat"), JA)
BIJ_MEER = (*NA_VEILIG, Keuze("nergens"), JA)
BIJ_HOE = (*BIJ_MEER, NEE, Altijd("overslaan"), Altijd("overslaan"), JA)
BIJ_RECHT = (NEE, JA, Woorden("wat zijn mijn rechten"))
VERDER = Keuze("verder")
MES = Woorden("hij staat voor de deur met een mes")
NIETS = Woorden("...")
VRAAGT_MENS = (Altijd("hulpverlener"), Keuze("mens_nu"))
BIJ_MENS = (*VRAAGT_MENS, Desk("pak_op"))
DEELT = (*BIJ_MEER, Altijd("hulpverlener"), Keuze("eerst_samenvatting"), NEE, Keuze("klopt"),
         Keuze("deel_alles"), JA)  # fmt: skip
GEEN_POLITIE = Woorden("geen politie alsjeblieft")
ZELF = "hij staat beneden aan de deur te bonken doe iets"
WIST = (Altijd("wissen"), JA)
ZONDER_112 = {"utter_mens_crisis_acuut_gevaar": (r"Bel 112 als dat kan\. ", "")}
WEET_NIET_WAAR = "De chatbot kan geen hulp sturen, en weet niet waar je bent. "

#: Rule, what is broken of it, how, and the talk. Only "no typed word in a file after wiping" has
#: no fault here: a file that was spoiled once stays so, and the talk after it would not be clean.
DELEN: tuple[tuple[int, str, Plant, tuple[Zet, ...]], ...] = (
    (1, "“onveilig_waar” is asked before safety", vraagt_eerst(), (NEE,)),
    (2, "unasked: “Ik maak me zorgen",
     in_tekst(utter_crisis_acuut_gevaar=("Bel 112", "112, politie")),
     (Woorden("112"), MES)),
    (2, "unasked: “Wie mag dit niet weten",
     in_tekst(utter_vraag_wie_niet=("Een naam hoeft niet", "De politie ook niet")),
     (*BIJ_HOE, Keuze("Politie"), Keuze("klaar"))),
    (2, "unasked: “Ik vertel niets aan de politie", hoort("wat kan jij", "politie_vraag"),
     (NEE, Woorden("wat kan jij"))),
    (2, "unasked: “• je wilt iets weten over aangifte",
     hoort("ik slaap op straat", "behoefte", "aangifte"), BIJ_MEER),
    (2, "De politie helpt ook", FOUTEN[2].plant, (NEE, GEEN_POLITIE, JA)),
    (2, "unasked on a button", op_knop("utter_vraag_meer", "Ja, en aangifte"), BIJ_MEER),
    (2, "unasked beside the address", met_aangifte(),
     (*VRAAGT_MENS, Knop("adressen"))),
    (2, "unasked in a right", recht_zegt("Je mag aangifte doen."), BIJ_RECHT),
    (3, "overslaan was not taken", zet(Intake, sla_over=lambda self, *_: self),
     (NEE, Altijd("overslaan"))),
    (3, "stoppen was not taken", inval("stoppen"), (NEE, Altijd("stoppen"))),
    (3, "stoppen was not taken", inval("stoppen"), (NEE, Woorden("stop"))),
    (3, "hulpverlener was not taken", inval("hulpverlener"), (NEE, Woorden("hulpverlener"))),
    (3, "overslaan is not offered",
     zet(knoppen, ALTIJD_BOT=[k for k in knoppen.ALTIJD_BOT if k.id != "overslaan"]), ()),
    (3, "heropenen is not offered", zet(knoppen, DICHT=knoppen.DICHT[1:]),
     (*BIJ_MENS, Desk("sluit"))),
    (3, "intrekken is not offered", zet(knoppen, WACHT=knoppen.WACHT[:1]), VRAAGT_MENS),
    (4, "acuut_gevaar without a human", zonder_knop("utter_vraag_crisis", "/ja"), (MES,)),
    (4, "acuut_gevaar without a human", zonder_knop("utter_vraag_crisis", "/ja"),
     (NEE, NEE, Woorden("ja"))),
    (4, "acuut_gevaar without a human", zet(Menskant, _heropenen=lambda *_: None),
     (*BIJ_MENS, Desk("sluit"), MES)),
    (4, "without what the bot cannot do",
     in_tekst(utter_vraag_crisis=("Ik kan zelf geen hulp sturen", "Ik denk aan je")),
     (MES,)),
    (4, "does not go on after danger", blijft_in_gevaar(), (MES, VERDER)),
    (4, "a line of the red list was not heard", hoort(ZELF, "nlu_fallback"), (Woorden(ZELF),)),
    (4, "without 112 while a human is there", in_tekst(**ZONDER_112), (*BIJ_MENS, MES)),
    (4, "without what the bot cannot do, while",
     in_tekst(utter_mens_crisis_acuut_gevaar=(WEET_NIET_WAAR, "")), (*BIJ_MENS, MES)),
    (4, "without who reads it", zet(wachten, bij_mens=lambda invoer, _kijkt: (
        f"utter_mens_crisis_{invoer.intent}")), (*BIJ_MENS, Desk("even_weg"), MES)),
    (5, "without a yes", nee_is_ja(), (JA, Altijd("hulpverlener"), NEE)),
    (5, "“liever_niet.woorden” is filled and was not ticked", in_samenvatting(lekt_liever_niet),
     (NEE, GEEN_POLITIE, *VRAAGT_MENS)),
    (5, "“verhaal.waarde” is no place", in_samenvatting(lekt_elders), VRAAGT_MENS),
    (5, "sealed to", in_samenvatting(ander_team), VRAAGT_MENS),
    (5, "“wens.onderdak” says other than was shown", in_samenvatting(half_gezegd), DEELT),
    (5, "“wens.onderdak” was never said: “is dakloos", anders_gezegd(), DEELT),
    (5, "tells the queue of a danger", gevaar_in_rij(), VRAAGT_MENS),
    (5, "a team reads", team_leest_mee(), (*VRAAGT_MENS, Woorden("hallo daar"), Desk("pak_op"))),
    (6, "distress got the fallback", FOUTEN[6].plant, (Woorden("ik huil de hele tijd"),)),
    (6, "misunderstood twice, and no human", zet(begrip, HOOGSTENS=99), (NIETS, NIETS)),
    (6, "misunderstood twice, and no human", zet(begrip, HOOGSTENS=99), (JA, NIETS, NIETS)),
    (6, "misunderstood twice, and no human",
     zonder_knop("utter_vraag_vastgelopen", "/hulpverlener"), (NIETS, NIETS)),
    (6, "misunderstood twice, and no pictures",
     zonder_knop("utter_vraag_vastgelopen", "plaatjes"), (NIETS, NIETS)),
    (6, "something broke", inval("dank", lambda i: zeg(i.met("zwijg"))),
     (Woorden("dank je wel"),)),
    (6, "no answer in “onveilig_waar”", zwijgt_op("dank je wel"),
     (NEE, JA, Woorden("dank je wel"))),
    (6, "no answer in “wacht”", zet(wachten, antwoord=lambda *_: wachten.Antwoord()),
     (*VRAAGT_MENS, NIETS)),
    (6, "no answer in “dicht”", zet(Menskant, _blijft_dicht=lambda *_: True),
     (*BIJ_MENS, Desk("sluit"), NIETS)),
    (6, "refused without a word", in_tekst(utter_leeg=("(?s).+", " ")), (Woorden("  "),)),
    (7, "4 bubbles", in_tekst(utter_begin=("Ik schrijf op", "Fijn.\n\nIk schrijf op")), ()),
    (7, "questions: Wil je dat", recht_zegt("Wil je dat?"), BIJ_RECHT),
    (8, "is asked after “genoeg”", nooit_genoeg(), (*BIJ_HOE, Keuze("genoeg"))),
    (8, "the age is asked though it was said", vraagt_leeftijd(),
     (NEE, Woorden("ik ben 17 jaar"), NEE, JA)),
    (8, "onderdak is offered again", biedt_weer_aan,
     (NEE, JA, Keuze("nergens"), Keuze("plaatjes"), Keuze("onderdak"))),
    (9, "asks: “Zeg waar je bent", op_knop("utter_vraag_meer", "Zeg waar je bent"), BIJ_MEER),
    (9, "asks: “Typ je adres", in_tekst(utter_vraag_meer=("Is er", "Typ je adres. Is er")),
     BIJ_MEER),
    (10, "“slachtoffer” in “Ik ben", op_knop("utter_vraag_meer", "Ik ben slachtoffer"), BIJ_MEER),
    (10, "“slachtoffer” in “Je bent", recht_zegt("Je bent slachtoffer."), BIJ_RECHT),
    (10, "“eigen schuld” in", in_tekst(utter_vraag_meer=("dat je", "zonder eigen schuld, dat je")),
     BIJ_MEER),
    (10, "“slachtoffer” in “slachtoffer",
     in_tekst(utter_vraag_meer=("dat je", "“slachtoffer” dat je")), BIJ_MEER),
    (11, "asked in “dicht”", in_tekst(utter_bot_vraag=("een chatbot, een computer", "er voor jou")),
     (*BIJ_MENS, Desk("sluit"), Woorden("ben je een robot"))),
    (12, "rij in gesprek.id", rijen_blijven(), WIST),
    (12, "cookie opent nog", cookie_opent(), WIST),
    (12, "code opent nog", zet(Router, terug=code_opent), (Altijd("code"), *WIST)),
    (12, "wiping did not wipe", wist_niet(), WIST),
    (12, "wiping did not wipe", wist_niet(),
     (Altijd("wissen"), Woorden("ja"))),
)  # fmt: skip
