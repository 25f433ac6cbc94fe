"""What every policy has in common: files and evidence are remembered by what they are made of."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from fpcache_ops.core.evidence import Unplaced
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import Sources
from fpcache_ops.evidence.files import Files, SourceFile
from fpcache_ops.evidence.locating import Located, gather, locate
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.evidence.room import OBJECTS_BYTES, Room

_Key = tuple[object, ...]

T = TypeVar("T")


class Memory(Generic[T]):
    """Makes evidence, once for each finding in the same bytes. Safe to share between threads.

    ``make`` is the policy proper: a function of the located finding alone. ``weigh`` says how many
    bytes its result holds beside its objects.
    """

    def __init__(
        self,
        make: Callable[[Located], T],
        weigh: Callable[[T], int],
        room: Room = Room(),  # noqa: B008  frozen
    ) -> None:
        self._make = make
        self._weigh = weigh
        self.files = Files(room)
        self._known: Remembered[_Key, T] = Remembered(room.evidence)

    def build(self, finding: Finding, sources: Sources) -> T | Unplaced:
        """What is made of a finding, or why it cannot be placed in the submitted files."""
        named = gather(finding, self.files, sources)
        if isinstance(named, Unplaced):
            return named
        key = _key(finding, named)
        known = self._known.get(key)
        if known is not None:
            return known
        located = locate(finding, named)
        if isinstance(located, Unplaced):
            return located
        made = self._make(located)
        return self._known.put(key, made, self._weigh(made) + OBJECTS_BYTES)


def _key(finding: Finding, named: Mapping[str, SourceFile]) -> _Key:
    """Everything that the evidence is made of; paths decide about the language."""
    return (
        finding.type,
        finding.rule_id,
        finding.locations,
        finding.flows,
        *(file.sha256 for file in named.values()),
    )
