"""Faults put into a server of `tests.nest`, each with words that must reach no log."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import threading
import traceback
import warnings
from collections.abc import Callable
from typing import Any, NoReturn

KANARIE = "paarse olifant onder de brug"


def kapot(*_args: Any, **_kwargs: Any) -> NoReturn:
    """Fail with words of a person in the error."""
    raise RuntimeError(KANARIE)


async def kapot_later(*_args: Any, **_kwargs: Any) -> NoReturn:
    """The same, for what is waited for."""
    raise RuntimeError(KANARIE)


def _actie() -> None:
    from actions.antwoord import ActionAntwoord

    ActionAntwoord.beurt = kapot  # type: ignore[method-assign]


def _rasa() -> None:
    from bot.dialogue.action_endpoint import InProcessActions

    InProcessActions.request = kapot_later  # type: ignore[method-assign]


def _router() -> None:
    from bot.dialogue.router import Router

    Router.bericht = kapot_later  # type: ignore[method-assign]


def _route() -> None:
    from bot.chat.pages import Pages
    from bot.desk import lijsten

    Pages.gesprek = kapot  # type: ignore[method-assign]
    lijsten.verzamel = kapot


def _starlette() -> None:
    from starlette.middleware.exceptions import ExceptionMiddleware

    ExceptionMiddleware.__call__ = kapot_later  # type: ignore[method-assign]


def _deur() -> None:
    """Even the page for faults fails: nothing of ours is left to catch it."""
    from bot.chat.pages import Pages
    from bot.desk import pagina

    Pages.fout = kapot  # type: ignore[method-assign]
    pagina.fout = kapot
    _starlette()


def _einde() -> None:
    from bot.records.bell import Bell

    Bell.stop = kapot_later  # type: ignore[method-assign]


def _bibliotheek() -> None:
    """A library that logs, warns, prints and fails in the background, at every health check."""
    from starlette.responses import PlainTextResponse

    init = PlainTextResponse.__init__

    def lek(self: PlainTextResponse, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **kwargs)
        logging.getLogger("rasa.core").error(KANARIE)
        logging.getLogger(KANARIE).error("%s", KANARIE)
        logging.getLogger("eerstjij").error("request failed (%s)", KANARIE)
        warnings.warn(KANARIE, stacklevel=1)
        print(KANARIE)
        print(KANARIE, file=sys.stderr)
        try:
            kapot()
        except RuntimeError:
            traceback.print_exc()
            logging.getLogger("sqlalchemy.pool").exception(KANARIE)
        threading.Thread(target=kapot).start()
        with contextlib.suppress(RuntimeError):
            asyncio.get_running_loop().create_task(kapot_later())

    PlainTextResponse.__init__ = lek  # type: ignore[method-assign]


BREUKEN: dict[str, Callable[[], None]] = {
    "actie": _actie,
    "rasa": _rasa,
    "router": _router,
    "route": _route,
    "starlette": _starlette,
    "deur": _deur,
    "einde": _einde,
    "bibliotheek": _bibliotheek,
}


def breek(naam: str) -> None:
    """Put the fault *naam* into this process."""
    BREUKEN[naam]()
