"""How much one process remembers of the code that it read."""

from dataclasses import dataclass

OBJECTS_BYTES = 4_000
"""What evidence and its key take beside its bytes, measured: most of what a small one does."""

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of each kind, the newest kept. One thing alone may be larger than its room.

    ``evidence``: of what was built. ``trees``: of source whose syntax tree is kept, which takes
    some twenty times as much. ``slices``: of source that is kept read for slicing, which takes some
    hundred times as much.
    """

    evidence: int = 16 * _MB
    trees: int = 4 * _MB
    slices: int = _MB


FOR_THE_REQUEST = Room(evidence=_MB, trees=_MB // 4, slices=_MB // 8)
"""Where somebody else remembers the answers: what is asked about one file after the other."""
