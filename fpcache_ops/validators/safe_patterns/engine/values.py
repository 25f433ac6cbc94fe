"""What the engine computes with: for each expression, everything that it may be.

A ``Value`` is a tuple of alternatives (atoms). No alternative left out is possible: whatever is not
modelled is an ``Unknown`` atom, and one ``Unknown`` is enough for nothing to be proven.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpcache_ops.validators.safe_patterns.engine.ir import Scope

ALTERNATIVES = 24
TEXT_LIMIT = 20_000
PIECES_LIMIT = 80

NUMBER = "number"
"""The text of a number: digits, sign, point, exponent, nan, inf."""

CHOSEN = "chosen"
"""One of more constants of the program than are worth listing, whole."""

REST = "rest"
"""What follows a beginning that was asked for: anything at all."""

NORMAL = "normal path"
"""A path without ``..`` inside: what resolving gives."""

BELOW = "below a folder"
"""What is left of a normal path behind the folder, slash included, that it was found to be in."""

RESOLVING = "resolves below a folder"
"""A path that was found to be below a folder by resolving it: so it is as long as it is whole."""

WITHOUT = "without"
"""A text that lacks the characters, or words, that its hole names."""

ADDRESS = "address in its parts"
"""An object that an address was read into; what it holds is handed in."""

CLIENT = "client of its own"
"""What sends requests to whoever it is told to."""

OWN = "folder of the program"
"""Where the program's own files are, or one of them."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is unknown, in words; ``source`` when it is known user input.

    ``made``: code made it, of user input or of something that is no plain value: it may be any
    object. ``asked``: whoever asks the
    program says what it is, though it may be more than a text.
    """

    text: str
    source: bool = False
    made: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Hole:
    """A part of a text that is not known, but known to be of a kind.

    A knowledge table says which kinds are harmless where. ``letters`` are the only characters it
    may hold, when that is known (kind ``matched``). ``filled``: it holds one at least; ``named``:
    one at least that is no dot or blank. ``firsts`` are the only ones that it may begin with, when
    that is known.
    """

    kind: str
    letters: frozenset[str] | None = None
    filled: bool = False
    named: bool = False
    firsts: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Repeat:
    """Any number of the ``choices``, each any number of times, in any order, with a separator."""

    choices: "tuple[Pieces, ...]"
    separator: str


Piece = str | Hole | Repeat
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A string: constant if its pieces are. ``flavour``: str, bytes or a family's own (markup)."""

    pieces: Pieces
    flavour: str = "str"

    @property
    def constant(self) -> str | None:
        """The whole text, if it is constant."""
        if not self.pieces:
            return ""
        if len(self.pieces) == 1 and isinstance(self.pieces[0], str):
            return self.pieces[0]
        return None


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant that is no string; ``kind`` keeps ``True`` and ``1`` apart."""

    kind: str
    value: bool | int | float | None


@dataclass(frozen=True, slots=True)
class Number:
    """Some number."""


@dataclass(frozen=True, slots=True)
class Series:
    """An immutable sequence or set, or one that nothing changes: ``items``, then any of ``rest``.

    ``rest`` is the value of any number of further items, empty for none.
    """

    kind: str
    items: "tuple[Value, ...]"
    rest: "Value" = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping that nothing changes; ``rest`` is the value under any other key."""

    items: "tuple[tuple[str | int, Value], ...]"
    rest: "Value" = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A mutable container, known by the place where it is made; its content is in the state."""

    site: int


@dataclass(frozen=True, slots=True)
class Symbol:
    """Something of a library or a builtin, by its dotted path, as the imports name it."""

    path: str


@dataclass(frozen=True, slots=True)
class Routine:
    """A function of the code in view."""

    scope: "Scope"


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the code in view."""

    scope: "Scope"


@dataclass(frozen=True, slots=True)
class Bound:
    """A method of a value."""

    receiver: "Atom"
    name: str


@dataclass(frozen=True, slots=True)
class Instance:
    """An object that a known call makes, by a name of ours; ``details`` are what it was made of."""

    kind: str
    details: "tuple[Value, ...]" = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Anything at all."""

    cause: Cause


Atom = (
    Text
    | Literal
    | Number
    | Series
    | Table
    | Reference
    | Symbol
    | Routine
    | Class
    | Bound
    | Instance
    | Unknown
)
Value = tuple[Atom, ...]
Content = Series | Table | None
"""What a mutable container holds; ``None`` when it is out of sight."""

NOTHING = Unknown(Cause("a value that is never set"))


def text(constant: str, flavour: str = "str") -> Value:
    """A constant string."""
    return (Text((constant,) if constant else (), flavour),)


def literal(value: bool | int | float | None) -> Value:
    """A constant that is no string."""
    return (Literal(type(value).__name__, value),)


def unknown(cause: str, *, source: bool = False, made: bool = False, asked: bool = False) -> Value:
    """Anything at all, and why."""
    return (Unknown(Cause(cause, source, made, asked)),)


NUMBERS: Value = (Number(),)
BOOLEANS: Value = (Literal("bool", True), Literal("bool", False))
NONE: Value = literal(None)


def hole(
    kind: str,
    letters: frozenset[str] | None = None,
    flavour: str = "str",
    *,
    filled: bool = False,
    named: bool = False,
    firsts: frozenset[str] | None = None,
) -> Value:
    """A text of a kind."""
    return (Text((Hole(kind, letters, filled, named, firsts),), flavour),)


def normal(pieces: Iterable[Piece]) -> Pieces:
    """Pieces with adjacent text joined, and a repetition absorbing what repeats right after it."""
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            if not piece:
                continue
            if out and isinstance(out[-1], str):
                out[-1] += piece
                continue
        out.append(piece)
    return tuple(out)


def size(pieces: Pieces) -> int:
    """The number of constant characters."""
    return sum(len(piece) for piece in pieces if isinstance(piece, str))


def join(first: Value, second: Value) -> Value:
    """Everything that either may be. It is ``first`` itself if ``second`` adds nothing."""
    if first is second:
        return first
    new = [atom for atom in second if atom not in first]
    if not new:
        return first
    unknowns = [atom for atom in first if isinstance(atom, Unknown)]
    added = [atom for atom in new if isinstance(atom, Unknown)]
    kept = [atom for atom in new if not isinstance(atom, Unknown)]
    result = first
    if added and not unknowns:
        best = next((a for a in added if a.cause.source or a.cause.asked), added[0])
        result = (*first, best)
    elif added and (not unknowns[0].cause.source or not unknowns[0].cause.made):
        source = unknowns[0].cause.source
        better = next(
            (a for a in added if a.cause.source and (a.cause.made or not source)),
            None,
        )
        if better is not None:
            result = tuple(better if isinstance(atom, Unknown) else atom for atom in first)
    return _bounded((*result, *kept)) if kept else result


def joined(values: Iterable[Value]) -> Value:
    """Everything that any of the values may be."""
    result: Value = ()
    for value in values:
        result = join(result, value)
    return result


def _bounded(value: Value) -> Value:
    if len(value) <= ALTERNATIVES:
        return value
    texts = [atom for atom in value if isinstance(atom, Text)]
    others = tuple(atom for atom in value if not isinstance(atom, Text))
    if len(texts) < 2:
        return value
    flavours = {atom.flavour for atom in texts}
    if len(flavours) == 1 and all(_is_chosen(atom) for atom in texts):
        chosen: Value = (Text((Hole(CHOSEN),), flavours.pop()),)
    else:
        chosen = unknown("a text with too many forms to list")
    return join(others, chosen)


def _is_chosen(atom: Text) -> bool:
    return atom.constant is not None or atom.pieces == (Hole(CHOSEN),)


def is_unknown(value: Value) -> Unknown | None:
    """The unknown alternative of a value, if it has one; a value without any is unknown, too."""
    if not value:
        return NOTHING
    return next((atom for atom in value if isinstance(atom, Unknown)), None)


def within(atom: Atom) -> tuple[Value, ...]:
    """What a value is made of: items, what an object was given, whose method it is."""
    match atom:
        case Series(items=items, rest=rest):
            return (*items, rest)
        case Table(items=pairs, rest=rest):
            return (*(item for _, item in pairs), rest)
        case Bound(receiver=receiver):
            return ((receiver,),)
        case Instance(details=details):
            return details
        case _:
            return ()


def references(value: Value) -> Iterable[int]:
    """The places of the mutable containers that a value may be or hold."""
    pending: list[Atom] = list(value)
    while pending:
        atom = pending.pop()
        if isinstance(atom, Reference):
            yield atom.site
        else:
            for inner in within(atom):
                pending.extend(inner)
