"""Those that wait do not stand in the way of those that are quick."""

import asyncio
import threading

import pytest

from fpcache_ops.service.lanes import Lanes
from fpcache_ops.service.problems import Problem


def test_many_that_wait_and_one_that_does_not():
    """Three times as many as the lane is wide; the quick one is answered while they wait."""
    gate = threading.Event()

    async def main():
        lanes = Lanes(fast=2, threads=20, seconds=30)
        waiting = [asyncio.create_task(lanes.run(lambda: gate.wait(30))) for _ in range(6)]
        assert await asyncio.wait_for(lanes.run(lambda: "quick"), 20) == "quick"
        assert not any(task.done() for task in waiting)
        gate.set()
        assert await asyncio.gather(*waiting) == [True] * 6
        lanes.close()

    asyncio.run(main())


def test_there_is_an_end_to_it():
    """Too many are turned away at once, and nobody waits for ever; errors come through."""
    gate = threading.Event()

    async def main():
        lanes = Lanes(fast=1, threads=1, seconds=0.01)
        with pytest.raises(Problem, match="no answer in time") as late:
            await lanes.run(lambda: gate.wait(30))
        assert late.value.status == 503
        with pytest.raises(Problem, match="too many requests wait"):
            await lanes.run(lambda: None)
        assert lanes.busy == 1
        gate.set()
        lanes.close()

    asyncio.run(main())

    async def failing():
        lanes = Lanes(fast=1, threads=2, seconds=30)
        with pytest.raises(ZeroDivisionError):
            await lanes.run(lambda: 1 // 0)
        assert await lanes.run(lambda: 7) == 7
        lanes.close()

    asyncio.run(failing())
