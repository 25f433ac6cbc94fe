"""What leaves together, and in which order."""

import asyncio
from collections.abc import Sequence

from fpcache_ops.service.gathering import Gathered


class Network(asyncio.Transport):
    """Notes what is done to it."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[bytes | str] = []

    def write(self, data):
        self.done.append(data)

    def close(self):
        self.done.append("closed")

    def abort(self):
        self.done.append("aborted")


def after(*turns: Sequence[bytes | str]) -> list[bytes | str]:
    """What reaches the network of what is written, or done, in so many turns of an event loop."""
    network = Network()

    async def run() -> None:
        gathered = Gathered(network, asyncio.get_running_loop())
        for turn in turns:
            for what in turn:
                if isinstance(what, bytes):
                    gathered.write(what)
                else:
                    getattr(gathered, what)()
            await asyncio.sleep(0)

    asyncio.run(run())
    return network.done


def test_head_and_body_are_one_piece():
    """And what comes in a later turn is another."""
    assert after([b"head ", b"body"], [b"next"], []) == [b"head body", b"next"]


def test_nothing_is_lost_by_closing():
    """Last words are sent before the connection is closed, and only once."""
    assert after([b"last words", "close"]) == [b"last words", "closed"]


def test_what_is_aborted_is_not_sent():
    """Nobody waits for a client that takes nothing."""
    assert after([b"answer", "abort"]) == ["aborted"]


def test_much_is_not_gathered():
    """A transport that is full has to say so before there is more."""
    large = b"x" * 70_000
    assert after([b"head", large, b"end"], []) == [b"head" + large, b"end"]
