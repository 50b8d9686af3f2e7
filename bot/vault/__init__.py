"""Keys, sealing and terugkeercodes: the only place that turns words into ciphertext and back.

Imports nothing of the rest of the project. Everything that holds what a person said goes through
`seal` and `unseal`; who holds which key is told in `docs/decisions/0003-keys.md`.
"""

from bot.vault.codes import FIND_WORDS, BadCode, code_key, find_tag, new_code, normalise
from bot.vault.keys import (
    Keypair,
    conversation_id,
    new_key,
    open_with,
    password_key,
    session_key,
    token_id,
    wrap_to,
)
from bot.vault.kluis import AndereKluis, Kluis, KluisBezet, SleutelWeg, meng
from bot.vault.sealing import VERHAAL_MIN, Unreadable, seal, seal_json, unseal, unseal_json

__all__ = [
    "FIND_WORDS",
    "VERHAAL_MIN",
    "AndereKluis",
    "BadCode",
    "Keypair",
    "Kluis",
    "KluisBezet",
    "SleutelWeg",
    "Unreadable",
    "code_key",
    "conversation_id",
    "find_tag",
    "meng",
    "new_code",
    "new_key",
    "normalise",
    "open_with",
    "password_key",
    "seal",
    "seal_json",
    "session_key",
    "token_id",
    "unseal",
    "unseal_json",
    "wrap_to",
]
