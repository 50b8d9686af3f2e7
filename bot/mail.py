"""The mail that always comes: its bytes and its moments, with or without news.

Only what an operator set is in it, so that whoever reads or counts these mails learns nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.intake.openingstijden import NEDERLAND

TEKST = """\
Deze mail komt elke dag om {tijden} uur. Hij komt altijd, ook als er niets nieuws is.

Aan deze mail kun je dus niet zien of er iets nieuws is. Kijk daarvoor in de balie:
{desk_adres}/

Een antwoord op deze mail leest niemand.
"""


@dataclass(frozen=True)
class Mail:
    """What is sent, to whom, when, and through which server.

    *tls*: "starttls", "tls" or "none". *tijden* are times of the Dutch clock, in order, each once.
    """

    host: str
    port: int
    tls: str
    gebruiker: str
    wachtwoord: str = field(repr=False)
    van: str
    aan: tuple[str, ...]
    tijden: tuple[time, ...]
    naam: str
    desk_adres: str

    @property
    def domein(self) -> str:
        """Return the domain of the sender: the only name of this machine that is ever told."""
        return self.van.rpartition("@")[2]

    def bericht(self, aan: str, moment: datetime) -> EmailMessage:
        """Return the mail to one recipient: alike but for Date and Message-ID, and as long.

        *moment* (aware) is the planned one. The Message-ID is 32 random hex digits at the sender's
        domain: one made by `email.utils` tells clock, process and machine.
        """
        mail = EmailMessage(policy=SMTP)
        mail["From"], mail["To"] = self.van, aan
        mail["Subject"] = f"Vaste mail van {self.naam}"
        mail["Date"] = format_datetime(moment.astimezone(timezone.utc))
        mail["Message-ID"] = f"<{secrets.token_hex(16)}@{self.domein}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's machine answers
        mail.set_content(TEKST.format(tijden=_opsomming(self.tijden), desk_adres=self.desk_adres))
        return mail

    def volgende(self, now: float) -> datetime:
        """Return the first moment after *now* (seconds since 1970), in UTC.

        An hour that the clock skips comes an hour later; one that comes twice counts once.
        """
        vandaag = datetime.fromtimestamp(now, NEDERLAND).date()
        momenten = (
            datetime.combine(vandaag + timedelta(days=verder), tijd, NEDERLAND)
            for verder in (0, 1)
            for tijd in self.tijden
        )
        later = (m.astimezone(timezone.utc) for m in momenten if m.timestamp() > now)
        return min(later)


def _opsomming(tijden: Iterable[time]) -> str:
    *eerste, laatste = (f"{tijd:%H:%M}" for tijd in tijden)
    return f"{', '.join(eerste)} en {laatste}" if eerste else laatste
