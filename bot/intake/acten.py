"""Which acts are an answer to the question of now, and which always interrupt it."""

from __future__ import annotations

#: Acts that are an answer where somebody is asked for their own words ("voetbal" to "wat helpt
#: jou?"). With a question mark they stay a question.
VRIJ = frozenset({"buiten_bereik", "wantrouwen", "schaamte", "kosten", "duur", "vervolg"})
#: Acts that are so only in a few words ("de politie", "mijn zus" to "wie niet?").
VRIJ_KORT = frozenset({"politie_vraag", "zorg_om_ander", "groet", "dank", "afscheid"})
KORT = 6
#: Acts that answer the question of now or tell something: none of them has a text of its own.
ANTWOORD = frozenset({"ja", "nee", "weet_niet", "overslaan", "behoefte", "nlu_fallback"})
#: Acts that say no to a question of yes or no, or leave it.
NEE = ("nee", "overslaan", "weet_niet")
#: Acts that interrupt everything once the NLU is sure of them: somebody may have come in.
STERK = frozenset({"stoppen", "wissen", "hulpverlener", "minderjarig", "terug", "uitleg"})
#: Below this the NLU's act is no interruption where own words were asked for.
ZEKER = 0.75
#: Acts that are answered at a guess too: that this is a computer is never held back (invariant 11).
ALTIJD = frozenset({"bot_vraag"})
#: Below this the NLU guesses, and a guess gets no answer of its own.
GOK = 0.5
