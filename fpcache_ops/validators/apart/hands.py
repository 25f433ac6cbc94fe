"""What code is read with. Workers import this and no more: it is small, and starts quickly."""

from collections.abc import Callable, Mapping

from fpcache_ops.core.ports import EvidenceBuilder
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.validators.apart.messages import Hands
from fpcache_ops.validators.safe_patterns import SafePatterns
from fpcache_ops.validators.safe_patterns.describe import look

POLICIES: Mapping[str, Callable[[], EvidenceBuilder]] = {
    "file": FilePolicy,
    "scope": ScopePolicy,
    "closure": ClosurePolicy,
}


def whole_files() -> Hands:
    """Under the policy ``file``."""
    return Hands(POLICIES["file"](), SafePatterns(), look)


def slices() -> Hands:
    """Under the policy ``scope``."""
    return Hands(POLICIES["scope"](), SafePatterns(), look)


def closures() -> Hands:
    """Under the policy ``closure``."""
    return Hands(POLICIES["closure"](), SafePatterns(), look)


READING: Mapping[str, Callable[[], Hands]] = {
    "file": whole_files,
    "scope": slices,
    "closure": closures,
}
