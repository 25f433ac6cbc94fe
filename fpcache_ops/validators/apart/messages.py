"""What a worker is asked and answers: MessagePack in frames, each after its length."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import EvidenceBuilder, Validator
from fpcache_ops.core.verdict import Verdict
from fpcache_ops.validators.safe_patterns.validator import Seen

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hands:
    """What code is read with. ``start``: now, rather than at the first question; ``trouble``: why
    it cannot be read at present. ``apart``: by others, so that asking here computes nothing.
    """

    builder: EvidenceBuilder
    validator: Validator
    look: Callable[[Evidence], Seen]
    start: Callable[[], None] = lambda: None
    trouble: Callable[[], str | None] = lambda: None
    apart: bool = False


class Build(msgspec.Struct, frozen=True, tag=True):
    """Build evidence. ``files`` are digests by path; ``contents`` are what the worker lacks."""

    finding: Finding
    files: dict[str, bytes]
    missing: dict[str, str]
    contents: dict[bytes, bytes]


class Judge(msgspec.Struct, frozen=True, tag=True):
    """Judge canonical evidence."""

    canonical: bytes


class Look(msgspec.Struct, frozen=True, tag=True):
    """Say what is seen around the places of canonical evidence."""

    canonical: bytes


Task = Build | Judge | Look


class Answer(msgspec.Struct, frozen=True):
    """One of them, or why there is none.

    ``same`` names, for each part of the evidence, the file that it is word for word; such a part is
    sent empty.
    """

    built: Built | None = None
    same: list[bytes] = []
    unplaced: str | None = None
    verdict: Verdict | None = None
    seen: Seen | None = None
    failed: str = ""


class Shelf(Generic[T]):
    """Files by digest, those used last, up to a weight in all.

    The worker has one with contents; who asks has one that takes the same steps without them, and
    so knows what the worker still has.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[bytes, tuple[T, int]] = OrderedDict()
        self._weight = 0

    def get(self, digest: bytes) -> T | None:
        """What is there under a digest."""
        held = self._held.get(digest)
        return held[0] if held is not None else None

    def has(self, digest: bytes) -> bool:
        """Whether anything is."""
        return digest in self._held

    def use(self, digests: Sequence[bytes], new: Mapping[bytes, tuple[T, int]]) -> None:
        """Use these files, some of them new, with their weights; the oldest others fall off."""
        for digest in digests:
            if digest not in self._held:
                self._held[digest] = new[digest]
                self._weight += new[digest][1]
            self._held.move_to_end(digest)
        while self._weight > self._limit and len(self._held) > len(set(digests)):
            _, (_, weight) = self._held.popitem(last=False)
            self._weight -= weight


SHELF_BYTES = 8 * 1024 * 1024
FRAME_BYTES = 128 * 1024 * 1024
