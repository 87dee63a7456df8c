"""Work that may take its time, in a thread of its own that nobody waits for."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def in_own_thread(work: Callable[..., T], *arguments: Any) -> T:
    """Return what `work` returns, or raise what it raises, without holding the event loop.

    A caller that is cancelled meanwhile ends at once and the thread is left to itself: an executor would wait for it.
    The loop's own threads are not used: a process that was forked has the loop, and none of its threads.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if answer.done():
            return  # cancelled
        if error is None:
            answer.set_result(result)  # type: ignore[arg-type]  # it is what `work` returned
        else:
            answer.set_exception(error)

    def run() -> None:
        result, error = None, None
        try:
            result = work(*arguments)
        except BaseException as raised:
            error = raised
        with suppress(RuntimeError):  # the loop was closed meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="keras-quiet", daemon=True).start()
    return await answer
