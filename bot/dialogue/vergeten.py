"""Between turns the process holds no words: what a turn left in memory is taken away.

Freed memory is written over by the C library (`bot.serve`); this sees to it that it gets freed.
Measured with a core dump by `bench/geheugen.py`.
"""

from __future__ import annotations

import asyncio
import gc

from bot.dialogue.nlu import onthouden

#: Seconds after a message.
NA_SECONDEN = 5.0


def houd_model() -> None:
    """Take what is loaded now out of every later collection: a collection then takes no time."""
    gc.collect()
    gc.freeze()


def straks() -> None:
    """Forget in a moment; call it in the event loop at every message."""
    asyncio.get_running_loop().call_later(NA_SECONDEN, vergeet)


def vergeet() -> None:
    """Empty the caches of words, and free what hangs together in a circle (errors, frames)."""
    onthouden.vergeet()
    gc.collect()
