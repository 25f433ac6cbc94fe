"""Where requests work: threads, of which those that are quick keep a lane free of those that wait.

A request starts in the fast lane, where few run at a time. One that has not finished after a moment
(it waits for a validator) leaves the lane to others and goes on beside it, so that slow or dead
validators never stand in the way of answers that are in the cache.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from fpcache_ops.service.problems import unavailable

_MOMENT = 0.05

_T = TypeVar("_T")


class Lanes:
    """Threads for the requests of one process; made inside its event loop."""

    def __init__(self, *, fast: int, threads: int, seconds: float) -> None:
        self._fast = asyncio.Semaphore(fast)
        self._threads = threads
        self._busy = 0
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")

    @property
    def busy(self) -> int:
        """How many requests work, or wait to."""
        return self._busy

    async def run(self, work: Callable[[], _T]) -> _T:
        """Do the work in a thread.

        Raises:
            Problem: too many others wait, or it took too long; then it goes on, unheard.
        """
        if self._busy >= self._threads:
            raise unavailable("too many requests wait for their answers: try again", retry_after=2)
        loop = asyncio.get_running_loop()
        self._busy += 1
        try:
            await self._fast.acquire()
        except BaseException:
            self._busy -= 1
            raise
        in_lane = True

        def leave() -> None:
            nonlocal in_lane
            if in_lane:
                in_lane = False
                self._fast.release()

        answer: asyncio.Future[_T] = loop.create_future()

        def give_up() -> None:
            if not answer.done():
                answer.set_exception(unavailable("there was no answer in time: try again"))

        def linger() -> None:
            leave()
            timers.append(loop.call_later(self._seconds - _MOMENT, give_up))

        timers = [loop.call_later(_MOMENT, linger)]
        try:
            running = self._pool.submit(work)
            # The event loop is woken once for each answer, which is a good part of what one costs.
            running.add_done_callback(lambda done: _in(loop, partial(self._finished, done, answer)))
            return await answer
        finally:
            for timer in timers:
                timer.cancel()
            leave()

    def _finished(self, done: Future[_T], answer: "asyncio.Future[_T]") -> None:
        self._busy -= 1
        if answer.done():
            return
        if done.cancelled():
            answer.cancel()
        elif (error := done.exception()) is not None:
            answer.set_exception(error)
        else:
            answer.set_result(done.result())

    def close(self) -> None:
        """Let no more work in; what runs is not waited for."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _in(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(what)
