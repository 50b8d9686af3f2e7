"""Makes the README's pictures from the running program: `make pictures`.

Starts both servers on a database of their own, lives a short story with invented words, and takes
one picture of the chat on a phone and one of a case in the desk.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.people import Hulpverlener, Overlever, launch  # noqa: E402
from tests.servers import Servers  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
WOORDEN = "ik kan nergens slapen vannacht en ik ben bang dat hij me vindt"


def main() -> None:
    """Take the pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{folder}/pictures.db"
        servers = Servers(url, Path(folder) / "log").start()
        browser = launch(playwright)
        try:
            story(browser, servers)
        finally:
            browser.close()
            servers.stop()


def story(browser: object, servers: Servers) -> None:
    """Live the story and take both pictures on the way."""
    noor = Hulpverlener(browser, servers.desk)  # type: ignore[arg-type]
    noor.maak_account(servers.link)
    phone = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
    overlever = Overlever(browser, servers.chat, **phone)  # type: ignore[arg-type]
    overlever.begin()
    overlever.antwoord_tot("Wat heb jij nu nodig?")
    overlever.zeg(WOORDEN)
    overlever.page.mouse.move(0, 0)  # a phone has no pointer over a button
    overlever.page.wait_for_timeout(1500)
    overlever.page.screenshot(path=PICTURES / "chat.png")
    overlever.antwoord_tot("over hoe we met je omgaan")
    for knop in ("Ja", "Politie", "Klaar", "Overslaan"):
        overlever.druk(knop)
    overlever.antwoord_tot("Wat mag ik delen")
    overlever.druk("Deel alles")
    if "Mag dat?" in overlever.laatste():
        overlever.druk("Ja, deel dit")
    noor.page.goto(servers.desk)
    noor.pak_op()
    noor.zeg("Hoi, ik ben Noor. Kun je nu veilig praten?")
    overlever.zeg("ja even wel")
    noor.page.wait_for_timeout(1000)
    noor.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    noor.page.screenshot(path=PICTURES / "desk.png")


if __name__ == "__main__":
    main()
