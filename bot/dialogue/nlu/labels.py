"""What a message can say (the label guide: docs/labels.md): behoeften, crisis and acts."""

BEHOEFTEN = (
    "veiligheid", "onderdak", "medisch", "psychisch", "basis", "geld_werk", "verblijf",
    "juridisch", "kinderen", "sociaal", "taal", "toekomst", "terugkeer", "aangifte",
)  # fmt: skip
CRISES = ("acuut_gevaar", "zelfdoding", "medische_nood")
ACTS = (
    "ja", "nee", "weet_niet", "overslaan", "groet", "afscheid", "dank", "hulpverlener",
    "bot_vraag", "anoniem", "politie_vraag", "geen_politie", "ben_ik_slachtoffer", "schaamte",
    "wantrouwen", "zorg_om_ander", "minderjarig", "stoppen", "wissen", "uitleg", "terug",
    "kosten", "duur", "vervolg", "andere_taal", "schelden", "buiten_bereik",
)  # fmt: skip

BEHOEFTE = "behoefte"  # the intent of a statement of needs, and the name of the entity
NIETS = "nlu_fallback"  # the intent where nothing was understood

# The need that goes with each crisis, and the acts after which needs are somebody else's.
BEHOEFTE_VAN = {
    "acuut_gevaar": "veiligheid",
    "zelfdoding": "psychisch",
    "medische_nood": "medisch",
}
ZONDER_BEHOEFTEN = ("zorg_om_ander", "buiten_bereik")

#: How something is said, the lists of data/lexicon/wendingen.yml: a hint, never a label.
WENDINGEN = (
    "niet_nodig", "al_gehad", "niet_terug", "terug_geweigerd", "uitzetting", "daar_wacht_iemand",
    "later_als", "niet_meer",
)  # fmt: skip
