"""The postbode: brings the mail that always comes, in threads of its own.

It knows a clock and the settings, and nothing of any case. Whether this process is the one that
sends is told by *beurt*.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from bot.mail import Mail

log = logging.getLogger("eerstjij")

#: So long before its moment a mail's turn is taken: a busy database does not show in when it goes.
VOORAF = 30.0
#: A clock that is set right is noticed within so many seconds.
_KIJK = 60.0
_SERVER_MAX = 10.0


@contextmanager
def postbode(
    mail: Mail | None, beurt: Callable[[datetime], bool], klok: Callable[[], float] = time.time
) -> Iterator[None]:
    """Bring *mail* at each of its moments for as long as this lasts; None: nothing is ever sent.

    *beurt* tells, once for each moment among all replicas, whether the mail of it is ours.
    A failure is one log line, and the next moment is tried as always.
    """
    if mail is None:
        yield
        return
    einde = threading.Event()
    _draad(_loop, mail, beurt, klok, einde)
    try:
        yield
    finally:
        einde.set()


def _draad(doe: Callable[..., None], *args: object) -> None:
    threading.Thread(target=doe, args=args, daemon=True, name="postbode").start()


def _loop(
    mail: Mail,
    beurt: Callable[[datetime], bool],
    klok: Callable[[], float],
    einde: threading.Event,
) -> None:
    while not einde.is_set():
        moment = mail.volgende(now := klok())
        if (rest := moment.timestamp() - now) > VOORAF:
            einde.wait(min(rest - VOORAF, _KIJK))
            continue
        try:
            ons = beurt(moment)
        except Exception as error:
            ons = False
            log.error("mail failed (%s)", type(error).__name__)
        if not einde.wait(max(0.0, moment.timestamp() - klok())) and ons:
            # A server that drips its answers holds up this mail, not the next.
            _draad(_bezorg, mail, moment)


def _bezorg(mail: Mail, moment: datetime) -> None:
    """Send to each recipient apart: they do not see each other, and none waits for another's."""
    for aan in mail.aan:
        try:
            _stuur(mail, aan, moment)
        except Exception as error:
            log.error("mail failed (%s)", type(error).__name__)


def _stuur(mail: Mail, aan: str, moment: datetime) -> None:
    """Send one mail; raises OSError and smtplib's kinds of it.

    Without TLS to a server of this machine only (`bot.settings`).
    """
    context = ssl.create_default_context()
    waar = (mail.host, mail.port, mail.domein)
    server = (
        smtplib.SMTP_SSL(*waar, timeout=_SERVER_MAX, context=context)
        if mail.tls == "tls"
        else smtplib.SMTP(*waar, timeout=_SERVER_MAX)
    )
    with server:
        if mail.tls == "starttls":
            server.starttls(context=context)
        if mail.gebruiker:
            server.login(mail.gebruiker, mail.wachtwoord)
        server.send_message(mail.bericht(aan, moment), mail.van, [aan])
