"""The mail that always comes: alike with and without news, on fixed moments, from one replica."""

from __future__ import annotations

import ast
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from datetime import time as klok_tijd
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import event

from bot import postbode as brenger
from bot import serve
from bot.intake.openingstijden import NEDERLAND
from bot.logs import LINES
from bot.mail import Mail
from bot.postbode import postbode
from bot.records import postbeurt
from bot.records.database import Database
from bot.settings import ROOT, SettingsError, load
from tests import desk_cases as cases
from tests.certificaat import maak_certificaat
from tests.mailserver import Mailserver

AAN = ("team@example.org", "piket@example.org")
MAIL = Mail(
    "127.0.0.1", 25, "none", "", "", "balie@example.org", AAN,
    (klok_tijd(9), klok_tijd(13), klok_tijd(17)), "Eerst jij", "https://balie.example.org",
)  # fmt: skip
#: Thursday, nine o'clock in winter.
NEGEN = datetime(2026, 11, 26, 8, tzinfo=timezone.utc)
GOED = {
    "MAIL_SERVER": "mail.example.org:587",
    "MAIL_VAN": "balie@example.org",
    "MAIL_AAN": "team@example.org, piket@example.org",
}


class Klok:
    """Begins *eerder* seconds before *moment*, and goes on as real time does."""

    def __init__(self, moment: datetime, eerder: float) -> None:
        self._verschil = moment.timestamp() - eerder - time.time()

    def __call__(self) -> float:
        return time.time() + self._verschil


def om(*delen: int) -> float:
    """Return a moment of the Dutch clock in seconds since 1970."""
    return datetime(*delen, tzinfo=NEDERLAND).timestamp()  # type: ignore[arg-type, misc]


def bezorgd(database: Database, moment: datetime) -> tuple[list[bytes], list[float]]:
    """Let the mail of *moment* go out; return what a server got, and by how much it was late."""
    klok = Klok(moment, 0.3)
    with Mailserver() as server:
        mail = replace(MAIL, port=server.port)
        with postbode(mail, partial(postbeurt.neem, database), klok):
            assert server.wacht(len(AAN))
        te_laat = [t - time.time() + klok() - moment.timestamp() for t in server.gekomen]
    return sorted(server.gesprekken, key=lambda g: g.find(AAN[0].encode()) < 0), te_laat


def zonder(gesprek: bytes) -> bytes:
    """Return what was sent, with Date and Message-ID made the same."""
    return re.sub(rb"(?m)^(Date|Message-ID): .*\r$", rb"\1", gesprek)


def test_with_and_without_news_every_byte_is_the_same(database: Database) -> None:
    """All that a mail server gets is alike but for Date and Message-ID, and as long; also at
    another hour of another day. It comes at its moment, not before and not later for news.
    """
    leeg, laat_leeg = bezorgd(database, NEGEN)
    team = cases.maak_team(database)
    for _ in range(3):
        cases.draag_over(database, team, cases.in_gevaar(), gevaar="nu")
    vol, laat_vol = bezorgd(database, NEGEN + timedelta(days=9, hours=4))
    assert len(leeg) == len(vol) == len(AAN)
    assert list(map(zonder, leeg)) == list(map(zonder, vol))
    assert list(map(len, leeg)) == list(map(len, vol))
    assert leeg != vol
    assert all(0 <= te_laat < 2 for te_laat in (*laat_leeg, *laat_vol))


def test_nothing_of_a_case_is_read(database: Database) -> None:
    """Neither mail nor postbode knows any record, and taking the turn touches its one row alone."""
    for naam in ("mail.py", "postbode.py"):
        boom = ast.parse((ROOT / "bot" / naam).read_text(encoding="utf-8"))
        geladen = {n.module or "" for n in ast.walk(boom) if isinstance(n, ast.ImportFrom)}
        geladen |= {a.name for n in ast.walk(boom) if isinstance(n, ast.Import) for a in n.names}
        assert {g for g in geladen if g.startswith("bot")} <= {
            "bot.mail", "bot.intake.openingstijden",
        }  # fmt: skip
    gezegd: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: gezegd.append(a[2]))
    assert postbeurt.neem(database, NEGEN)
    assert {g.split()[0] for g in gezegd} <= {"BEGIN", "UPDATE", "NOTIFY"}
    assert re.findall(r"UPDATE (\w+)", " ".join(gezegd)) == ["postbeurt"]


def test_the_head_tells_nothing_of_clock_process_or_machine() -> None:
    """The Date is the planned moment in UTC, the Message-ID random at the sender's domain; each
    recipient is alone in the head, and no machine answers.
    """
    een, twee = (MAIL.bericht(AAN[0], NEGEN) for _ in range(2))
    assert een["Date"] == "Thu, 26 Nov 2026 08:00:00 +0000"
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", een["Message-ID"])
    assert een["Message-ID"] != twee["Message-ID"]
    assert een["To"] == AAN[0]
    assert AAN[1] not in een.as_string()
    assert een["Auto-Submitted"] == "auto-generated"
    assert "09:00, 13:00 en 17:00 uur" in een.get_content()
    assert "https://balie.example.org/\n" in een.get_content()


@pytest.mark.parametrize(
    ("tijden", "nu", "moment"),
    [
        ("09:00 13:00", om(2026, 11, 26, 8, 59), om(2026, 11, 26, 9)),
        ("09:00 13:00", om(2026, 11, 26, 9), om(2026, 11, 26, 13)),
        ("09:00 13:00", om(2026, 11, 26, 13, 0, 1), om(2026, 11, 27, 9)),
        ("23:30 00:15", om(2026, 12, 31, 23, 29), om(2026, 12, 31, 23, 30)),
        ("23:30 00:15", om(2026, 12, 31, 23, 30), om(2027, 1, 1, 0, 15)),
        ("00:00", om(2026, 11, 26, 23, 59), om(2026, 11, 27, 0)),
        # 29 March 2026: two o'clock becomes three.
        ("01:30 02:30 03:15", om(2026, 3, 29, 1, 30), om(2026, 3, 29, 3, 15)),
        ("01:30 02:30 03:15", om(2026, 3, 29, 3, 15), om(2026, 3, 29, 3, 30)),
        ("01:30 02:30 03:15", om(2026, 3, 29, 3, 30), om(2026, 3, 30, 1, 30)),
        ("09:00", om(2026, 3, 28, 9), om(2026, 3, 28, 9) + 23 * 3600),
        # 25 October 2026: three o'clock becomes two; half past two comes twice and counts once.
        ("02:30", om(2026, 10, 25, 2, 0), om(2026, 10, 25, 2, 30)),
        ("02:30", om(2026, 10, 25, 2, 30), om(2026, 10, 26, 2, 30)),
        ("02:30", om(2026, 10, 25, 2, 30) + 3600, om(2026, 10, 26, 2, 30)),
        ("09:00", om(2026, 10, 24, 9), om(2026, 10, 24, 9) + 25 * 3600),
    ],
)
def test_each_time_of_the_dutch_clock_comes_once_a_day(
    tijden: str, nu: float, moment: float
) -> None:
    """Across midnight, and on the days when the clock changes."""
    mail = load({**GOED, "MAIL_TIJDEN": tijden}).mail
    assert mail is not None
    assert mail.volgende(nu).timestamp() == moment


def test_of_many_replicas_one_sends(database: Database) -> None:
    """Twenty take the turn of one moment at once: one gets it; the next moment is free again."""
    for moment in (NEGEN, NEGEN + timedelta(hours=4)):
        with ThreadPoolExecutor(20) as pool:
            gekregen = list(pool.map(partial(postbeurt.neem, database), [moment] * 20))
        assert gekregen.count(True) == 1


def test_two_replicas_send_one_mail(database: Database) -> None:
    """Two desks on one database, a few tenths of a second apart: each recipient gets one mail."""
    neem = partial(postbeurt.neem, database)
    with Mailserver() as server:
        mail = replace(MAIL, port=server.port)
        with (
            postbode(mail, neem, Klok(NEGEN, 0.4)),
            postbode(mail, neem, Klok(NEGEN, 0.2)),
        ):
            assert server.wacht(len(AAN))
            time.sleep(0.4)
    assert len(server.af) == len(AAN)


def test_a_clock_that_ran_ahead_keeps_nobody_silent(database: Database) -> None:
    """A moment far away was taken by a wrong clock: the right ones are taken all the same."""
    assert postbeurt.neem(database, NEGEN + timedelta(days=9000))
    assert postbeurt.neem(database, NEGEN)
    assert not postbeurt.neem(database, NEGEN)


def test_it_goes_over_tls_and_the_certificate_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """STARTTLS comes before name, password and mail. A server without it, or whose certificate
    nobody vouches for, gets neither.
    """
    certificaat = maak_certificaat(tmp_path)
    veilig = replace(MAIL, host="localhost", tls="starttls", gebruiker="post", wachtwoord="geheim")
    with Mailserver() as plat, Mailserver(certificaat) as vreemd:
        brenger._bezorg(replace(veilig, port=plat.port), NEGEN)
        brenger._bezorg(replace(veilig, port=vreemd.port), NEGEN)
    assert [r.getMessage() for r in caplog.records] == [
        *["mail failed (SMTPNotSupportedError)"] * 2,
        *["mail failed (SSLCertVerificationError)"] * 2,
    ]
    monkeypatch.setenv("SSL_CERT_FILE", str(certificaat))
    with Mailserver(certificaat) as bekend, Mailserver(certificaat, meteen=True) as meteen:
        brenger._bezorg(replace(veilig, port=bekend.port), NEGEN)
        brenger._bezorg(replace(veilig, tls="tls", port=meteen.port), NEGEN)
        assert bekend.wacht(len(AAN))
        assert meteen.wacht(len(AAN))
    assert len(caplog.records) == 4
    for gesprek in (*plat.gesprekken, *vreemd.gesprekken):
        assert not re.search(rb"AUTH|MAIL|DATA", gesprek)
    for gesprek in bekend.gesprekken:
        assert re.findall(rb"(?m)^(STARTTLS|AUTH|mail|data|DATA)", gesprek)[:2] == [
            b"STARTTLS", b"AUTH",
        ]  # fmt: skip


def test_a_server_that_refuses_slows_or_is_gone_changes_nothing(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One line of the vocabulary without an address for each mail that failed; who is not refused
    gets it, and the next moment is tried as always.
    """
    monkeypatch.setattr(brenger, "_SERVER_MAX", 0.2)
    with Mailserver(weigert=AAN[0]) as kieskeurig, Mailserver(stom=True) as stil:
        brenger._bezorg(replace(MAIL, port=kieskeurig.port), NEGEN)
        assert kieskeurig.wacht(1)
        brenger._bezorg(replace(MAIL, port=stil.port), NEGEN)
    brenger._bezorg(replace(MAIL, port=kieskeurig.port), NEGEN)  # nobody listens any more
    assert b"RCPT TO:<piket@example.org>" in kieskeurig.af[0].replace(b"rcpt", b"RCPT")
    assert all(r.msg in LINES for r in caplog.records)
    fouten = [r.getMessage() for r in caplog.records]
    assert fouten == [
        "mail failed (SMTPRecipientsRefused)",
        *["mail failed (SMTPServerDisconnected)"] * 2,
        *["mail failed (ConnectionRefusedError)"] * 2,
    ]


def test_after_a_failure_the_next_moment_is_tried(caplog: pytest.LogCaptureFixture) -> None:
    """The database is away at one moment and back at the next: a log line, and then the mail."""
    gevraagd: list[datetime] = []
    morgen = NEGEN + timedelta(days=1)
    klokken = [Klok(NEGEN, 0.2), Klok(morgen, 0.5)]

    def klok() -> float:
        return klokken[bool(gevraagd) and klokken[0]() >= NEGEN.timestamp()]()

    def beurt(moment: datetime) -> bool:
        gevraagd.append(moment)
        if moment == NEGEN:
            raise ConnectionError("geheim")
        return len(gevraagd) == 2

    with Mailserver() as server:
        mail = replace(MAIL, port=server.port, tijden=(klok_tijd(9),))
        with postbode(mail, beurt, klok):
            assert server.wacht(len(AAN))
    assert gevraagd[:2] == [NEGEN, morgen]
    assert [r.getMessage() for r in caplog.records] == ["mail failed (ConnectionError)"]


def test_the_desk_brings_it(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk's process sends what its settings say for as long as it runs."""
    moment = datetime.fromtimestamp(time.time() + 1, timezone.utc)
    monkeypatch.setattr(
        Mail, "volgende", lambda _, now: moment + timedelta(days=now >= moment.timestamp())
    )
    with Mailserver() as server:
        waar = {"MAIL_SERVER": f"127.0.0.1:{server.port}", "MAIL_TLS": "none"}
        huis = {"DATABASE_URL": sqlite_url, "SLEUTEL_DIR": str(tmp_path / "sleutels")}
        monkeypatch.setattr(serve.logs, "only_vocabulary", lambda: None)
        monkeypatch.setattr(serve, "bezet", lambda *_: False)
        monkeypatch.setattr(serve, "_run", lambda *_: server.wacht(len(AAN)))
        assert serve.run_desk(load({**GOED, **waar, **huis}))


def test_without_a_server_nothing_is_ever_asked_or_sent() -> None:
    """Off by default: no thread, no turn taken."""
    assert load({}).mail is None
    with postbode(load({}).mail, lambda _: pytest.fail("asked")):
        pass


def test_what_is_set_is_what_is_sent() -> None:
    """The settings of one mail, with its defaults; the password is in no text of it."""
    geheim = {"MAIL_GEBRUIKER": "post", "MAIL_WACHTWOORD": "een-geheim"}
    mail = load({**GOED, **geheim, "DESK_ADRES": "https://balie.example.org/"}).mail
    assert mail == replace(
        MAIL, host="mail.example.org", port=587, tls="starttls", gebruiker="post",
        wachtwoord="een-geheim",
    )  # fmt: skip
    assert "een-geheim" not in repr(mail)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("MAIL_SERVER", {"MAIL_SERVER": ""}),
        ("MAIL_SERVER", {"MAIL_SERVER": "mail.example.org"}),
        ("MAIL_SERVER", {"MAIL_SERVER": "mail.example.org:0"}),
        ("MAIL_SERVER", {"MAIL_SERVER": "mail.example.org:70000"}),
        ("MAIL_SERVER", {"MAIL_SERVER": "http://mail.example.org:25"}),
        ("MAIL_TLS", {"MAIL_TLS": "misschien"}),
        ("MAIL_TLS", {"MAIL_TLS": "none"}),
        ("MAIL_WACHTWOORD", {"MAIL_GEBRUIKER": "post"}),
        ("MAIL_WACHTWOORD", {"MAIL_WACHTWOORD": "een-geheim"}),
        ("MAIL_VAN", {"MAIL_VAN": ""}),
        ("MAIL_VAN", {"MAIL_VAN": "a@example.org b@example.org"}),
        ("MAIL_VAN", {"MAIL_VAN": "Balie <a@example.org>"}),
        ("MAIL_AAN", {"MAIL_AAN": ""}),
        ("MAIL_AAN", {"MAIL_AAN": "team"}),
        ("MAIL_TIJDEN", {"MAIL_TIJDEN": "9:00"}),
        ("MAIL_TIJDEN", {"MAIL_TIJDEN": "24:00"}),
        ("MAIL_TIJDEN", {"MAIL_TIJDEN": "ma 09:00"}),
    ],
)
def test_a_bad_setting_is_named(name: str, values: dict[str, str]) -> None:
    """It ends with the setting's name and what it must be, and never with a password."""
    with pytest.raises(SettingsError, match=f"^{name} must ") as fout:
        load({**GOED, **values})
    assert "een-geheim" not in str(fout.value)
