"""A press waits until the page that it opens stands whole, as a person does.

Playwright goes on as soon as the server has answered: a test that then counts what stands on the
page may count half a page, once in some thousands of presses, on a busy machine.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from playwright.sync_api import Error, Locator, Page, expect

DRUKKEN = ("click", "press", "dblclick", "tap")
#: How long what is expected may stay away, in ms: a busy machine once took over five seconds.
LANG_GENOEG = 20_000


def _met_geduld(druk: Callable[..., None]) -> Callable[..., None]:
    @wraps(druk)
    def gedrukt(waar: Page | Locator, *args: Any, **kwargs: Any) -> None:
        druk(waar, *args, **kwargs)
        page = waar.page if isinstance(waar, Locator) else waar
        if page.is_closed():
            return
        try:
            page.wait_for_load_state("domcontentloaded")
        except Error:  # closed, or on its way elsewhere: what is asked of it next will say so
            return

    return gedrukt


def leer_geduld() -> None:
    """Let every press of every page and locator wait, and what is expected come late."""
    expect.set_options(timeout=LANG_GENOEG)
    for soort in (Page, Locator):
        for naam in DRUKKEN:
            setattr(soort, naam, _met_geduld(getattr(soort, naam)))


def wacht_tot(page: Page, waar: str, arg: object = None) -> None:
    """Wait until the expression or function *waar* is true on the page.

    Playwright's own wait evaluates its text in the page, where our policy refuses that.
    """
    end = time.monotonic() + LANG_GENOEG / 1000
    while not page.evaluate(waar, arg):
        assert time.monotonic() < end, waar
        page.wait_for_timeout(20)
