"""A key of 32 random bytes as it stands in cookies and links: 43 signs of base64url."""

from __future__ import annotations

import base64
import binascii

from bot.vault.keys import KEY_BYTES

_LENGTH = 43


def schrijf_token(token: bytes) -> str:
    """Return the text for a *token* of 32 bytes."""
    return base64.urlsafe_b64encode(token).rstrip(b"=").decode()


def lees_token(tekst: str) -> bytes | None:
    """Return the 32 bytes that *tekst* stands for; None for anything odd."""
    if len(tekst) != _LENGTH or not tekst.isascii():
        return None
    try:
        token = base64.b64decode(tekst + "=", altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    return token if len(token) == KEY_BYTES else None
