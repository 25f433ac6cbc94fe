"""What code is read with. Workers import this and no more: it is small, and starts quickly."""

from collections.abc import Callable, Mapping

from fpcache_ops.core.ports import EvidenceBuilder
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.validators.apart.messages import Hands
from fpcache_ops.validators.safe_patterns import SafePatterns

POLICIES: Mapping[str, Callable[[], EvidenceBuilder]] = {
    "file": FilePolicy,
    "scope": ScopePolicy,
    "closure": ClosurePolicy,
}


def _under(policy: str) -> Hands:
    patterns = SafePatterns()
    return Hands(POLICIES[policy](), patterns, patterns.look)


def whole_files() -> Hands:
    """Under the policy ``file``."""
    return _under("file")


def slices() -> Hands:
    """Under the policy ``scope``."""
    return _under("scope")


def closures() -> Hands:
    """Under the policy ``closure``, which wants a checkout: not apart, where only files are."""
    return _under("closure")


READING: Mapping[str, Callable[[], Hands]] = {
    "file": whole_files,
    "scope": slices,
    "closure": closures,
}
