"""Code that is run: constants that run nothing else, and texts too poor to hold a name.

Samples: code-injection/constant_expression, code-injection/arithmetic, code-injection/nested_eval.
"""

from collections.abc import Callable

from fpcache_ops.validators.safe_patterns.engine.values import NUMBER, Hole, Text

_ARITHMETIC = frozenset("0123456789 +-*/%.()")
CODE_LIMIT = 4000

RunsOthers = Callable[[str], str | None]
"""Why constant code may run code that is not in it, in the words of its language."""


def harmless(text: Text, runs_others: RunsOthers) -> str | None:
    """Why a text may run foreign code; ``None`` if it cannot."""
    constant = text.constant
    if constant is not None:
        if len(constant) > CODE_LIMIT:
            return "constant code that is too long to read"
        return runs_others(constant)
    for piece in text.pieces:
        if isinstance(piece, str):
            if not _ARITHMETIC.issuperset(piece) or "**" in piece:
                return "code with values in it"
        elif not isinstance(piece, Hole):
            return "code that is put together of pieces"
        elif piece.kind == "matched":
            if len(text.pieces) > 1:
                return "code that is put together of pieces"
            # "**" among the letters means that powers can be written: they take all time there is.
            if piece.letters is None or not piece.letters <= _ARITHMETIC:
                return "code that may hold names"
        elif piece.kind != NUMBER:
            return "code with values in it"
    return None
