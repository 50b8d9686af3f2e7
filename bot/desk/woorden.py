"""The words in which the desk says what a samenvatting holds, for hulpverleners."""

from __future__ import annotations

from bot.intake import wachtrij

GEVAAR = {soort: woorden.capitalize() for soort, woorden in wachtrij.GEVAAR.items()}
#: What is no danger and must still be seen first, once it was said after the handoff.
LET_OP = {
    "jong": "Jonger dan 18",
    "zwanger": "Zegt zwanger te zijn",
    "meelezer": "Iemand kijkt nu mee. Houd het kort.",
}
#: Openly, and never without the person knowing it first.
MELDCODE = "Jonger dan 18: volg de meldcode van je team. Zeg eerst aan de persoon wat je doet."
BRON = {
    "eigen_woorden": "eigen woorden",
    "knop": "knop",
    "niet_gevraagd": "niet gevraagd",
    "wil_niet_zeggen": "wil niet zeggen",
    "niet_gedeeld": "niet gedeeld",
}
WAARDEN = {
    "ja": "Ja",
    "nee": "Nee",
    "weet_niet": "Weet het niet",
    "nu": "Nu",
    "deze_week": "Deze week",
    "later": "Later",
    "man": "Liefst een man",
    "vrouw": "Liefst een vrouw",
    "maakt_niet_uit": "Maakt niet uit",
    "<18": "Jonger dan 18",
    "rond 18": "Rond de 18",
    "18+": "18 of ouder",
    "zelf_gevraagd": "Vroeg er zelf naar",
    "wil_niet": "Wil geen aangifte",
}
STATUS = {
    "ontvangen": "Ontvangen",
    "opgepakt": "Opgepakt",
    "mee_bezig": "Mee bezig",
    "geregeld": "Geregeld",
    "niet_gelukt": "Niet gelukt",
    "doorverwezen": "Doorverwezen",
    "klopt_niet": "De persoon zegt: dit klopt niet",
    "nog_nodig": "De persoon zegt: ik heb dit nog nodig",
}
#: What a hulpverlener can say about a wens.
STATUS_KEUZES = ("opgepakt", "mee_bezig", "geregeld", "niet_gelukt", "doorverwezen")
#: With one of these nothing is open any more.
STATUS_KLAAR = ("geregeld", "niet_gelukt", "doorverwezen")
