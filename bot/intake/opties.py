"""The words with which somebody types a choice instead of pressing it, per value of the field."""

from __future__ import annotations

KIJKT_MEE = {
    "nee": ("niemand", "ben alleen", "alleen thuis", "geen mens"),
    "ja": ("naast me", "naast mij", "kijkt mee", "leest mee", "over mijn schouder"),
}
URGENTIE = {
    "nu": ("nu", "vandaag", "vanavond", "vannacht", "meteen", "direct", "gelijk", "spoed"),
    "deze_week": ("week", "morgen", "paar dagen", "overmorgen"),
    "later": ("later", "maand", "geen haast", "ooit", "rustig"),
    "weet_niet": ("weet niet", "geen idee"),
}
PLEKKEN = {
    "binnen": ("huis", "thuis", "binnen", "kamer"),
    "buiten": ("buiten", "straat"),
    "telefoon": ("telefoon", "mobiel", "online", "internet", "insta", "snapchat", "whatsapp"),
}
#: Who somebody is that worries about another (seed statements B5, B7, B24).
ROLLEN = {
    "bekende": ("vriend", "vriendin", "familie", "zus", "broer", "nichtje", "dochter", "zoon"),
    "school": ("school", "leraar", "lerares", "docent", "mentor", "leerling", "juf", "meester"),
    "zorg": ("zorg", "arts", "huisarts", "verpleegkundige", "ziekenhuis", "tandarts"),
    "ngo": ("ngo", "stichting", "hulporganisatie", "vrijwilliger"),
    "werk": ("werk", "collega", "werkgever", "baas", "buurt", "buren", "buurvrouw", "buurman"),
}
LIEVER_NIET = {
    "Politie": ("politie",),
    "Gemeente": ("gemeente",),
    "Een man": ("man", "mannen"),
    "Een vrouw": ("vrouw", "vrouwen"),
    "Familie": ("familie",),
}
ONVEILIG = {"nee": ("niet veilig", "onveilig", "niet echt veilig", "nergens veilig")}
BANG = {"ja": ("beetje", "best wel")}
MAN_VROUW = {
    "man": ("man", "meneer", "jongen"),
    "vrouw": ("vrouw", "mevrouw", "dame", "meisje"),
    "maakt_niet_uit": ("maakt niet uit", "maakt me niet uit", "egaal", "allebei"),
}
LEEFTIJD = {"<18": ("jonger",), "rond 18": ("rond",), "18+": ("ouder", "volwassen")}
AANGIFTE = {"zelf_gevraagd": ("weten",), "wil_niet": ("wil niet", "wil het niet")}
