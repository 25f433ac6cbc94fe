"""XPath expressions: constants, numbers, and encoded values inside quotes.

Samples: xpath-injection/constant_expression, xpath-injection/variables.
"""

from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    WITHOUT,
    Hole,
    Repeat,
    Text,
)

ESCAPED = "XPath value"
"""What an encoder for XPath gives: no quotes of its own."""


def harmless(text: Text) -> str | None:
    """Why an expression may be another one: encoded values stand in quotes only."""
    quote = ""
    for piece in text.pieces:
        if isinstance(piece, str):
            for letter in piece:
                if quote:
                    quote = "" if letter == quote else quote
                elif letter in "'\"":
                    quote = letter
        elif isinstance(piece, Repeat):
            return "a part of it is repeated"
        elif piece.kind == WITHOUT and quote and quote in (piece.letters or ()):
            continue
        elif piece.kind == ESCAPED or _is_word(piece):
            if not quote:
                return "an encoded value stands outside of quotes"
        elif piece.kind == CHOSEN:
            if quote:
                return "a constant that is not listed stands inside quotes"
        elif piece.kind != NUMBER:
            return f"a part of it ({piece.kind}) is not made for XPath"
    return None


def _is_word(piece: Hole) -> bool:
    """Whether a text was matched that can hold no quote."""
    return piece.kind == "matched" and piece.letters is not None and not piece.letters & {"'", '"'}
