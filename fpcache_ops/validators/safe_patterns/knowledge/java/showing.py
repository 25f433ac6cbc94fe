"""Tests of what a value shows: texts, numbers, builders, bytes and letters of texts."""

import re
from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Atom,
    Hole,
    Instance,
    Literal,
    Repeat,
    Series,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Look,
    Need,
    Test,
    TextCheck,
    blame,
    user_input,
)
from fpcache_ops.validators.safe_patterns.languages.java import containers, texts


def shows(look: Look) -> Iterator[Text | None]:
    """The texts that a value shows; ``None`` for what is not known."""
    for atom in look.value:
        yield from _shown(look, atom)


def _shown(look: Look, atom: Atom) -> Iterator[Text | None]:
    match atom:
        case Text(flavour="str"):
            yield atom
        case Instance(kind=texts.BYTES | texts.CHARS | texts.BUILDER):
            held = texts.held(look.state, atom)
            yield from shows(look.at(held)) if held is not None else (None,)
        case _:
            pieces = texts.shown(atom)
            yield Text(pieces) if pieces is not None else None


def passes(check: TextCheck, what: str) -> Test:
    """Everything that is shown passes a check."""

    def test(look: Look) -> str | None:
        for text in shows(look):
            if text is None:
                return blame(look.value, f"{what} is no text that is known")
            if (reason := check(text)) is not None:
                return reason
        return None if look.value else f"nothing is known of {what}"

    return test


def fixed(text: Text) -> str | None:
    """Nothing but constants and numbers."""
    for piece in text.pieces:
        if isinstance(piece, Repeat):
            return "a part of it is repeated"
        if isinstance(piece, Hole) and piece.kind not in (NUMBER, CHOSEN):
            return f"a part of it ({piece.kind}) is not constant"
    return None


def items(look: Look) -> list[Value] | None:
    """The items of a container, whatever their number; ``None`` if they are not known."""
    found: list[Value] = []
    for atom in look.value:
        content = containers.content_of(atom, look.state)
        if not isinstance(content, Series):
            return None
        found += [*content.items, *([content.rest] if content.rest else [])]
    return found


def all_fixed(look: Look) -> str | None:
    """Constants and numbers, or containers of them; ``null``."""
    for atom in look.value:
        if isinstance(atom, Literal) and atom.value is None:
            continue
        inside = items(look.at((atom,)))
        for value in inside if inside is not None else [(atom,)]:
            if (reason := passes(fixed, "a value")(look.at(value))) is not None:
                return reason
    return None if look.value else "nothing is known of it"


def _no_text(look: Look) -> str | None:
    """No text that is put together, and nothing that a user gave."""
    if _is_text(look):
        return "a further text may be read, too"
    if user_input((look.value,), look.calling.machine):
        return "a further argument comes from outside"
    return None


_DECLARED = rb"\b(\w+)(?:\s*<[^;{}()]{0,200}>)?[\s\[\].]+%s\b"
"""What stands before a name: its type, or one of these words."""
_NO_TYPES = frozenset((b"return", b"throw", b"else", b"new"))
_MAY_BE_TEXT = frozenset((b"String", b"CharSequence", b"Object", b"var", b"T"))


def brings_text(look: Look, first: int) -> bool:
    """Whether one of the arguments from a position on may be a text that is not constant."""
    return any(_is_text(look.at(value)) for value in look.calling.given.positional[first:])


def _is_text(look: Look) -> bool:
    """What is not known may be a text, but for what is made here, or declared to be of a type."""
    if any(isinstance(atom, Text) and fixed(atom) is not None for atom in look.value):
        return True
    if not any(isinstance(atom, Unknown) for atom in look.value):
        return False
    given = look.calling.given.positional
    arguments = look.call.arguments if look.call is not None else ()
    if len(given) != len(arguments):
        return True
    code = look.calling.machine.unit.code
    return any(
        value is look.value and not _is_declared(argument.value, code)
        for value, argument in zip(given, arguments, strict=True)
    )


def _is_declared(argument: ir.Expression, code: bytes) -> bool:
    match argument:
        case ir.New() | ir.Lambda():
            return True
        case ir.Call(callee=ir.Library(path=path)):
            return path.rpartition(".")[2][:1].isupper()
        case ir.Name(name=name):
            found = re.findall(_DECLARED % re.escape(name.encode()), code)
            kinds = set(found) - _NO_TYPES
            return bool(kinds) and _MAY_BE_TEXT.isdisjoint(kinds)
    return False


def further(first: int) -> tuple[Need, ...]:
    """Arguments from a position on of a method that is known by its name alone.

    The library's are limits, handlers and containers: a text is what another method of the name
    may read like the one before.
    """
    return tuple(Need(_no_text, position, optional=True) for position in range(first, first + 6))
