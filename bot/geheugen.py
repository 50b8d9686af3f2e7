"""The memory of a server, in which words and keys stand while it answers: it stays in memory."""

from __future__ import annotations

import resource

#: Bytes. Linux hands a core dump to a program (systemd-coredump, apport) whatever the limit says,
#: also with 0, but with 1 it makes none at all; nor does one byte hold one in a file.
AFDRUK_MAX = 1


def geen_afdruk() -> None:
    """Let no core dump of this process reach the disk when it crashes; it cannot be undone.

    Nothing is said of ptrace: who may look into the process (`bench/geheugen.py`) still can.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    top = 0 if hard == 0 else AFDRUK_MAX
    resource.setrlimit(resource.RLIMIT_CORE, (top, top))
