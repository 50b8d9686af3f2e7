"""Between turns the process holds no words: what a turn left in memory is taken away.

Freed memory is written over by the C library (`bot.serve`); this sees to it that it gets freed.
Measured with a core dump by `bench/geheugen.py`.
"""

from __future__ import annotations

import asyncio
import gc
from weakref import WeakSet

from bot.dialogue.nlu import onthouden

#: Seconds after a message.
NA_SECONDEN = 5.0
#: So many new objects before Python looks among them for circles by itself.
NIEUW = 50_000
_gepland: WeakSet[asyncio.AbstractEventLoop] = WeakSet()
_nog_eens: WeakSet[asyncio.AbstractEventLoop] = WeakSet()


def houd_model() -> None:
    """Take what is loaded now out of every later collection: a collection then takes no time.

    Python's own border of 700 new objects is passed several times in each turn: a fifth of its
    time (measured). What is left in circles goes with `vergeet`.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NIEUW)


def straks() -> None:
    """Forget in a moment; call it in the event loop at every message.

    At most once in `NA_SECONDEN`, however many write at once: a message that comes while a moment
    is planned is forgotten at the one after it, so five to ten seconds after it came.
    """
    loop = asyncio.get_running_loop()
    if loop in _gepland:
        _nog_eens.add(loop)
        return
    _gepland.add(loop)
    loop.call_later(NA_SECONDEN, _nu, loop)


def _nu(loop: asyncio.AbstractEventLoop) -> None:
    vergeet()
    _gepland.discard(loop)
    if loop in _nog_eens:
        _nog_eens.discard(loop)
        straks()


def vergeet() -> None:
    """Empty the caches of words, and free what hangs together in a circle (errors, frames)."""
    onthouden.vergeet()
    gc.collect()
