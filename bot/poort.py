"""The ports: whether a server can listen on one, and in which words it is told that it cannot."""

from __future__ import annotations

import errno
import socket

from bot.settings import GeenHost, SettingsError


def bezet(host: str, *ports: int) -> bool:
    """Tell whether a port is in use, and say which; raises `SettingsError` (see `is_vrij`)."""
    taken = [str(port) for port in ports if not is_vrij(host, port)]
    if taken:
        wat = f"Port {taken[0]} is" if len(taken) == 1 else f"Ports {' and '.join(taken)} are"
        print(f"{wat} already in use: stop what runs there or set CHAT_PORT / DESK_PORT.")
    return bool(taken)


def is_vrij(host: str, port: int) -> bool:
    """Tell whether a server can listen on this port.

    Raises `SettingsError` where *host* is no address of this machine, and where the machine refuses
    the port for another reason than that it is in use; the message says which.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise GeenHost("HOST", host) from None
            raise SettingsError(
                f"CHAT_PORT and DESK_PORT must be ports that this machine lets you listen on, "
                f"and it refuses {port} ({error.strerror})."
            ) from None
    return True
