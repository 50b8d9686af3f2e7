"""What the tests of the plain pages share: a conversation at a step, and small readers."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from bot.chat.forms import COOKIE
from bot.koekjes import naam
from tests.chat_steps import Gesprek
from tests.chat_stub import StubRouter

DEEL = {"x-deel": "1"}


def zet_op(client: TestClient, router: StubRouter, stap: str) -> Gesprek:
    """Let the browser have a conversation at *stap*; return it."""
    cookie = router.maak(stap)
    https = client.base_url.scheme == "https"
    client.cookies.set(naam(COOKIE, https), cookie, domain="testserver.local")
    return router.gesprekken[cookie]


def knop_met(pagina: str, tekst: str) -> str:
    """Return the value of the button with these words."""
    for value, inhoud in re.findall(
        r'<button[^>]*name="keuze" value="([^"]+)"[^>]*>(.*?)</button>', pagina, re.S
    ):
        if re.sub(r"<[^>]+>", "", inhoud).strip() == tekst:
            return str(value)
    raise AssertionError(f"no button {tekst!r}")


def client_id_van(pagina: str) -> str:
    """Return the number that the form carries."""
    found = re.search(r'name="client_id" value="([0-9a-f]+)"', pagina)
    assert found
    return found[1]
