"""Blocking work beside the event loop, in threads that never keep the process from ending."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

Result = TypeVar("Result")


class Threads:
    """Runs calls in daemon threads, and knows when none is left.

    Unlike an executor's, such a thread is not waited for when the interpreter ends, so one call that hangs can't hold
    up a stop for ever. What it was doing then ends as in a crash.
    """

    def __init__(self) -> None:
        self._running = 0
        self._is_idle = asyncio.Event()
        self._is_idle.set()

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, or raise what it raises; when cancelled, the call itself runs on to its end."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._running += 1
        self._is_idle.clear()
        threading.Thread(target=self._call, args=(work, loop, future), name="monitor work", daemon=True).start()
        return await future

    async def wait_until_idle(self, seconds: float) -> bool:
        """Tell whether every call came to its end within `seconds`."""
        try:
            await asyncio.wait_for(self._is_idle.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _call(
        self, work: Callable[[], Result], loop: asyncio.AbstractEventLoop, future: asyncio.Future[Result]
    ) -> None:
        try:
            settle = partial(future.set_result, work())
        except BaseException as error:  # noqa: BLE001 (handed to the one who waits)
            settle = partial(future.set_exception, error)
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(self._end, future, settle)

    def _end(self, future: asyncio.Future[Result], settle: Callable[[], None]) -> None:
        self._running -= 1
        if self._running == 0:
            self._is_idle.set()
        if not future.done():
            settle()
