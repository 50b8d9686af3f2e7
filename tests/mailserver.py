"""A mail server for tests: keeps every byte that a client sends."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from pathlib import Path

_ANTWOORDEN = {
    b"STARTTLS": b"220 begin\r\n",
    b"AUTH": b"235 ja\r\n",
    b"DATA": b"354 ga door\r\n",
    b"QUIT": b"221 dag\r\n",
}


class Mailserver:
    """Listens on localhost. *gesprekken* holds what each client sent, in the order of coming in.

    *certificaat*: offers STARTTLS with it; *meteen*: speaks TLS from the first byte.
    *weigert*: a recipient that it does not take. *stom*: it never says a word.
    """

    def __init__(
        self,
        certificaat: Path | None = None,
        *,
        meteen: bool = False,
        weigert: str = "",
        stom: bool = False,
    ) -> None:
        self.gesprekken: list[bytes] = []
        self.gekomen: list[float] = []
        self._weigert, self._stom, self._meteen = weigert.encode(), stom, meteen
        self._tls = None
        if certificaat:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificaat)
        self._oor = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._oor.getsockname()[1])
        threading.Thread(target=self._luister, daemon=True).start()

    def __enter__(self) -> Mailserver:
        return self

    def __exit__(self, *_: object) -> None:
        self._oor.shutdown(socket.SHUT_RDWR)
        self._oor.close()

    @property
    def mails(self) -> list[bytes]:
        """Return what was delivered: head and body, without the words around it."""
        return [g.partition(b"DATA\r\n")[2].partition(b"\r\n.\r\n")[0] for g in self.af]

    @property
    def af(self) -> list[bytes]:
        """Return the talks in which a mail was delivered, to the end."""
        return [g for g in list(self.gesprekken) if b"\r\n.\r\nQUIT\r\n" in g]

    def wacht(self, aantal: int, hoogstens: float = 10) -> bool:
        """Wait until *aantal* mails were delivered; tell whether they were."""
        einde = time.monotonic() + hoogstens
        while len(self.af) < aantal and time.monotonic() < einde:
            time.sleep(0.01)
        return len(self.af) >= aantal

    def _luister(self) -> None:
        while True:
            try:
                client, _ = self._oor.accept()
            except OSError:
                return
            self.gekomen.append(time.time())
            self.gesprekken.append(b"")
            nr = len(self.gesprekken) - 1
            threading.Thread(target=self._praat, args=(client, nr), daemon=True).start()

    def _praat(self, client: socket.socket, nr: int) -> None:
        if self._stom:
            time.sleep(60)
        try:
            if self._meteen and self._tls:
                client = self._tls.wrap_socket(client, server_side=True)
            client.sendall(b"220 proef\r\n")
            lijn = client.makefile("rb")
            while regel := lijn.readline():
                self.gesprekken[nr] += regel
                woord = regel.split()[0].upper()
                client.sendall(self._antwoord(woord, regel, client))
                if woord == b"STARTTLS" and self._tls:
                    client = self._tls.wrap_socket(client, server_side=True)
                    lijn = client.makefile("rb")
                if woord == b"DATA":
                    while (regel := lijn.readline()) != b".\r\n":
                        self.gesprekken[nr] += regel
                    self.gesprekken[nr] += regel
                    client.sendall(b"250 goed\r\n")
        except OSError:
            pass
        finally:
            client.close()

    def _antwoord(self, woord: bytes, regel: bytes, client: socket.socket) -> bytes:
        if woord == b"EHLO":
            veilig = isinstance(client, ssl.SSLSocket)
            meer = [b"250-STARTTLS\r\n"] if self._tls and not veilig else []
            return b"250-proef\r\n" + b"".join(meer) + b"250-AUTH PLAIN\r\n250 SIZE 100000\r\n"
        if woord == b"RCPT" and self._weigert and self._weigert in regel:
            return b"550 nee\r\n"
        return _ANTWOORDEN.get(woord, b"250 goed\r\n")
