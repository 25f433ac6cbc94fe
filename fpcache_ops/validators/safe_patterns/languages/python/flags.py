"""Flags of regular expressions."""

from fpcache_ops.validators.safe_patterns.engine.values import Symbol, Value

_ASCII = frozenset({"re.A", "re.ASCII"})


def is_ascii(value: Value) -> bool:
    """Whether a flag only makes a pattern match less than it does without."""
    return bool(value) and all(isinstance(a, Symbol) and a.path in _ASCII for a in value)
