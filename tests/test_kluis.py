"""bot.vault.kluis: key files that are made, read and destroyed, and nothing in between."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.vault import AndereKluis, Kluis, SleutelWeg, meng, new_key
from bot.vault.kluis import GESPREK, OVERDRACHT

ID = "a" * 32


@pytest.fixture
def kluis(tmp_path: Path) -> Kluis:
    return Kluis(tmp_path / "var" / "sleutels")


def test_a_key_file_comes_back_until_it_is_destroyed(kluis: Kluis) -> None:
    """What was made can be read, by another process too; destroyed it is gone, also twice."""
    deel = kluis.maak(GESPREK, ID)
    assert len(deel) == 32
    assert Kluis(kluis.map).lees(GESPREK, ID) == deel
    assert not kluis.heeft(OVERDRACHT, ID)
    for _ in range(2):
        kluis.vernietig(GESPREK, ID)
        with pytest.raises(SleutelWeg):
            kluis.lees(GESPREK, ID)
    assert list(kluis.ids(GESPREK)) == []


def test_nobody_else_on_the_machine_can_look(kluis: Kluis) -> None:
    """Folder and files are the owner's alone."""
    kluis.maak(GESPREK, ID)
    ander = Kluis(kluis.map.with_name("ander"))
    ander.merk()
    for een in (kluis, ander):
        assert een.map.stat().st_mode & 0o777 == 0o700
        assert {pad.stat().st_mode & 0o777 for pad in een.map.iterdir()} == {0o600}


def test_the_bytes_are_overwritten_before_the_name_goes(
    kluis: Kluis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second name of the same file holds zeros after destroying, flushed before the unlink."""
    kluis.maak(GESPREK, ID)
    other = kluis.map / "tweede"
    os.link(kluis.map / f"gesprek-{ID}", other)
    done: list[str] = []
    fsync, unlink = os.fsync, Path.unlink

    def spoel(fd: int) -> None:
        assert other.read_bytes() == b"\x00" * 32  # what is flushed is there to be flushed
        done.append("fsync")
        fsync(fd)

    monkeypatch.setattr(os, "fsync", spoel)
    monkeypatch.setattr(Path, "unlink", lambda pad: (done.append("unlink"), unlink(pad))[1])
    kluis.vernietig(GESPREK, ID)

    assert other.read_bytes() == b"\x00" * 32
    assert done == ["fsync", "unlink", "fsync"]


@pytest.mark.parametrize("inhoud", [b"", b"\x07" * 31, b"\x00" * 32, b"\x07" * 33])
def test_half_a_key_file_is_none(kluis: Kluis, inhoud: bytes) -> None:
    """What a killed process may leave behind reads as destroyed, never as a key."""
    kluis.maak(GESPREK, ID)
    (kluis.map / f"gesprek-{ID}").write_bytes(inhoud)
    with pytest.raises(SleutelWeg):
        kluis.lees(GESPREK, ID)
    kluis.vernietig(GESPREK, ID)
    assert not (kluis.map / f"gesprek-{ID}").exists()


def test_a_key_file_is_never_written_over(kluis: Kluis) -> None:
    """Making one that exists fails, keeps the old one, and the error tells no id."""
    deel = kluis.maak(GESPREK, ID)
    with pytest.raises(FileExistsError) as failed:
        kluis.maak(GESPREK, ID)
    assert ID not in str(failed.value)
    assert failed.value.strerror == os.strerror(errno.EEXIST)
    assert kluis.lees(GESPREK, ID) == deel
    assert not list(kluis.map.glob("los-*"))


def test_twenty_who_destroy_at_once_all_succeed(kluis: Kluis) -> None:
    """Two tabs that wipe at the same moment: the file is gone and neither gets an error."""
    for nr in range(20):
        kluis.maak(GESPREK, f"{nr:032x}")
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(lambda _, nr=nr: kluis.vernietig(GESPREK, f"{nr:032x}"), range(20)))
        assert not kluis.heeft(GESPREK, f"{nr:032x}")


def test_all_who_start_at_once_see_one_mark(kluis: Kluis) -> None:
    """The folder's own secret is made once, however many ask first."""
    with ThreadPoolExecutor(20) as pool:
        marks = set(pool.map(lambda _: Kluis(kluis.map).merk(), range(20)))
    assert len(marks) == 1
    assert len(marks.pop()) == 32


def test_who_comes_second_takes_the_mark_that_is_there(
    kluis: Kluis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two look at once and see none; the one whose file comes too late reads the other's."""
    merk = kluis.merk()
    monkeypatch.setattr(Path, "exists", lambda _pad: False)
    assert Kluis(kluis.map).merk() == merk


def test_a_folder_that_is_not_mounted_is_no_wiped_conversation(kluis: Kluis) -> None:
    """With the folder away, empty or another's, reading and making fail loudly."""
    kluis.maak(GESPREK, ID)
    kluis.hoort_bij(kluis.naam())
    away = kluis.map.rename(kluis.map.with_name("weg"))

    for step in (lambda: None, kluis.map.mkdir, lambda: Kluis(kluis.map).merk()):
        step()
        with pytest.raises(AndereKluis):
            kluis.lees(GESPREK, ID)
        with pytest.raises(AndereKluis):
            kluis.maak(GESPREK, "b" * 32)
        with pytest.raises(AndereKluis):
            kluis.vernietig(GESPREK, ID)
    assert (away / f"gesprek-{ID}").exists()
    with pytest.raises(AndereKluis):
        Kluis(kluis.map).hoort_bij(Kluis(away).naam())


def test_a_folder_that_cannot_be_read_is_no_wiped_conversation(
    kluis: Kluis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fails is told as the wrong folder, never as a key that is gone."""
    kluis.hoort_bij(kluis.naam())

    def kapot(_kluis: Kluis) -> bytes:
        raise OSError(5, "input/output error")

    monkeypatch.setattr(Kluis, "naam", kapot)
    with pytest.raises(AndereKluis):
        kluis.controleer()


def test_names_and_mixed_keys_stay_what_they_are(kluis: Kluis) -> None:
    """What is stored today opens in every later version: both are what another library makes."""
    een, twee = bytes(range(32)), bytes(range(32, 64))
    assert meng(een, twee) == blake2b(een, digest_size=32, key=twee, person=b"kluis-meng").digest()
    naam = blake2b(kluis.merk(), digest_size=16, person=b"kluis-naam").hexdigest()
    assert kluis.naam() == naam


def test_mixing_needs_both_halves() -> None:
    """Another file or another secret gives an unrelated key; the same two always the same."""
    one, other, deel = new_key(), new_key(), new_key()
    assert meng(one, deel) == meng(one, deel)
    assert len({meng(one, deel), meng(other, deel), meng(one, other), meng(deel, one), one}) == 5


_MAKER = """
import sys
from pathlib import Path
from bot.vault import Kluis
kluis = Kluis(Path(sys.argv[1]))
for nr in range(1_000_000):
    kluis.maak("gesprek", f"{nr:032x}")
    print(nr, flush=True)
    if nr % 2:
        kluis.vernietig("gesprek", f"{nr:032x}")
        print(-nr, flush=True)
"""


def test_killed_at_any_moment_it_keeps_its_word(tmp_path: Path) -> None:
    """After kill -9 what was told made can be read, what was told destroyed cannot."""
    for round_ in range(8):
        folder = tmp_path / str(round_)
        maker = subprocess.Popen(
            [sys.executable, "-c", _MAKER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert maker.stdout is not None
        told = [int(maker.stdout.readline()) for _ in range(7 + 5 * round_)]
        maker.send_signal(signal.SIGKILL)
        told += [int(line) for line in maker.stdout]
        maker.wait()
        maker.stdout.close()

        kluis, gone = Kluis(folder), {-nr for nr in told if nr < 0}
        made = [nr for nr in told if nr >= 0]
        assert len(made) > 4
        # The last one made may have been under destruction when the process was killed.
        assert all(kluis.heeft(GESPREK, f"{nr:032x}") for nr in made[:-1] if nr not in gone)
        assert not any(kluis.heeft(GESPREK, f"{nr:032x}") for nr in gone)


def test_a_file_that_goes_while_it_is_looked_at_is_no_error(
    kluis: Kluis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may destroy a key between two looks: then it is gone, and nothing fails."""
    kluis.maak(GESPREK, ID)
    kluis.raak_aan(GESPREK, ID, 1000.0)
    assert list(kluis.ids(GESPREK)) == [(ID, 1000.0)]
    kluis.raak_aan(GESPREK, "b" * 32, 1000.0)
    echt = Path.stat

    def weg(pad: Path, **opties: object) -> os.stat_result:
        if pad.name.startswith(f"{GESPREK}-"):
            raise FileNotFoundError
        return echt(pad, **opties)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "stat", weg)
    assert list(kluis.ids(GESPREK)) == []

    def verdwenen(_pad: Path, _patroon: str) -> Iterator[Path]:
        raise FileNotFoundError

    monkeypatch.setattr(Path, "glob", verdwenen)
    assert list(kluis.ids(GESPREK)) == []
