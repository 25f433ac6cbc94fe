"""What code is read with. Workers import this and no more: it is small, and starts quickly."""

from collections.abc import Callable, Mapping

from fpcache_ops.core.ports import EvidenceBuilder
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.room import FOR_THE_REQUEST, Room
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.validators.apart.messages import Hands
from fpcache_ops.validators.safe_patterns import SafePatterns

POLICIES: Mapping[str, Callable[[], EvidenceBuilder]] = {
    "file": FilePolicy,
    "scope": ScopePolicy,
    "closure": ClosurePolicy,
}


def _with(builder: EvidenceBuilder, room: Room) -> Hands:
    patterns = SafePatterns(room.evidence)
    return Hands(builder, patterns, patterns.look)


# Whoever asks a worker remembers what it answered, and asks about one file after the other.


def whole_files(room: Room = FOR_THE_REQUEST) -> Hands:
    """Under the policy ``file``."""
    return _with(FilePolicy(room), room)


def slices(room: Room = FOR_THE_REQUEST) -> Hands:
    """Under the policy ``scope``."""
    return _with(ScopePolicy(room=room), room)


def closures(room: Room = FOR_THE_REQUEST) -> Hands:
    """Under the policy ``closure``, which wants a checkout: not apart, where only files are."""
    return _with(ClosurePolicy(), room)


READING: Mapping[str, Callable[[Room], Hands]] = {
    "file": whole_files,
    "scope": slices,
    "closure": closures,
}
