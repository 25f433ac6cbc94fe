"""A worker: reads tasks from standard input, writes answers to standard output, ends with it."""

import os
import resource
import struct
import sys
from dataclasses import replace
from importlib import import_module
from typing import BinaryIO, assert_never

import msgspec

from fpcache_ops.core.evidence import Built, Evidence, PartKind
from fpcache_ops.core.ports import Unavailable
from fpcache_ops.validators.apart.messages import (
    SHELF_BYTES,
    Answer,
    Build,
    Hands,
    Judge,
    Look,
    Shelf,
    Task,
)

_LENGTH = struct.Struct(">I")
_MEMORY_BYTES = 4 * 1024**3
_NICE = 10
"""Whoever waits for what is known already goes before whoever waits for code to be read."""


def main(named: str) -> None:
    """Work until standard input ends. ``named`` makes the hands."""
    for what, limit in ((resource.RLIMIT_AS, _MEMORY_BYTES), (resource.RLIMIT_CORE, 0)):
        _, most = resource.getrlimit(what)
        lower = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(what, (lower, lower))
    os.nice(_NICE)
    asked = sys.stdin.buffer
    # Whoever prints something does not answer with it.
    said = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    module, _, function = named.partition(":")
    hands: Hands = getattr(import_module(module), function)()
    said.write(b"\n")
    said.flush()
    shelf: Shelf[bytes] = Shelf(SHELF_BYTES)
    tasks = msgspec.msgpack.Decoder(Task)
    while head := asked.read(_LENGTH.size):
        task = tasks.decode(asked.read(*_LENGTH.unpack(head)))
        _write(said, msgspec.msgpack.encode(_answer(task, hands, shelf)))


def _answer(task: Task, hands: Hands, shelf: Shelf[bytes]) -> Answer:
    try:
        match task:
            case Build():
                new = {name: (one, len(one)) for name, one in task.contents.items()}
                shelf.use(list(task.files.values()), new)
                return _built(task, hands, shelf)
            case Judge(canonical=canonical):
                return Answer(verdict=hands.validator.judge(Evidence.decode(canonical)))
            case Look(canonical=canonical):
                return Answer(seen=hands.look(Evidence.decode(canonical)))
            case _:
                assert_never(task)
    except Exception as error:  # noqa: BLE001  one odd finding never ends a worker
        return Answer(failed=f"reading the code failed ({type(error).__name__})")


def _built(task: Build, hands: Hands, shelf: Shelf[bytes]) -> Answer:
    contents = {path: shelf.get(digest) for path, digest in task.files.items()}
    found = hands.builder.build(task.finding, _Sent(contents, task.missing))
    if not isinstance(found, Built):
        return Answer(unplaced=str(found.reason))
    same, parts = [], []
    for part in found.evidence.parts:
        known = b""
        if part.kind is PartKind.SOURCE:
            named = (task.files[path] for path, one in contents.items() if one == part.content)
            known = next(named, b"")
        same.append(known)
        parts.append(replace(part, content=b"") if known else part)
    sent = replace(found, evidence=replace(found.evidence, parts=tuple(parts)))
    return Answer(built=sent, same=same)


class _Sent:
    """The files of one task."""

    def __init__(self, contents: dict[str, bytes | None], missing: dict[str, str]) -> None:
        self._contents = contents
        self._missing = missing

    def read(self, path: str) -> bytes | Unavailable:
        """See :class:`fpcache_ops.core.ports.Sources`."""
        content = self._contents.get(path)
        if content is None:
            return Unavailable(self._missing.get(path, "content unavailable"))
        return content


def _write(said: BinaryIO, answer: bytes) -> None:
    said.write(_LENGTH.pack(len(answer)) + answer)
    said.flush()


if __name__ == "__main__":
    main(sys.argv[1])
