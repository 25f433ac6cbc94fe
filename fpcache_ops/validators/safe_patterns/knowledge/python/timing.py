"""Timing attacks in Python: secrets compared byte by byte.

Proven: ``compare_digest`` of whole values, and comparisons with nothing, a number or an empty
text, which tell nobody more than that.
"""

import re

from fpcache_ops.core.verdict import Justification
from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.engine.values import Literal, Number, Text
from fpcache_ops.validators.safe_patterns.knowledge.model import (
    Family,
    Form,
    Look,
    Need,
    Sink,
    anything,
    constant,
)


def _tells_nothing(look: Look) -> str | None:
    """Nothing, a number, or an empty text."""
    for atom in look.value:
        match atom:
            case Literal() | Number():
                continue
            case Text() if atom.constant == "":
                continue
            case _:
                return "two values are compared that may be secret"
    return None if look.value else "nothing is known of it"


_COMPARES = re.compile(rb"\b_?(?:compare_digest|constant_time_compare)\b")
_PARTS = re.compile(rb"\b(?:i?zip(?:_longest)?|x?range|enumerate|map)\b")


def _piece_by_piece(unit: Unit, start: int, end: int) -> str | None:
    """A loop over pairs or positions: it ends at the first that differs, which takes longer."""
    for found in _COMPARES.finditer(unit.code, start, end):
        node: SyntaxNode | None = unit.root.descendant_for_byte_range(found.start(), found.end())
        compared: list[SyntaxNode] = []
        while node is not None:
            given = node.child_by_field_name("arguments") if node.type == "call" else None
            if given is not None:
                compared = compared or list(given.named_children[:2])
                if all(map(_is_piece, given.named_children)):
                    return "pieces of two values are compared"
            if node.type in _LOOPS and compared:
                pieces = _pieces_of(unit, node)
                if all(_is_piece(one) or _holds(one, pieces) for one in compared):
                    return "pieces of two values are compared"
            if any(_PARTS.search(unit.code, *span) for span in _rounds(node)):
                return "two values are compared piece by piece"
            if node.type == "function_definition" and _is_asked_for_pieces(unit, node):
                return "the function may be asked for each piece of two values"
            node = node.parent
    return None


def _is_asked_for_pieces(unit: Unit, function: SyntaxNode) -> bool:
    """Whether a function is called with pieces, or in a loop over such, or mapped."""
    named = function.child_by_field_name("name")
    name = named.text or b"" if named is not None else b""
    for number, found in enumerate(re.finditer(rb"\b%s\b" % re.escape(name), unit.code)):
        if number >= _MENTIONS:
            return True
        node: SyntaxNode | None = unit.root.descendant_for_byte_range(*found.span())
        if node is None or node.type != "identifier" or node == named:
            continue
        while node is not None and node.type != "function_definition":
            given = node.child_by_field_name("arguments") if node.type == "call" else None
            if given is not None and given.named_children:
                callee = node.child_by_field_name("function")
                if callee is not None and _MAPS.search(callee.text or b""):
                    return True
                if all(map(_is_piece, given.named_children)):
                    return True
            if any(_PARTS.search(unit.code, *span) for span in _rounds(node)):
                return True
            node = node.parent
    return False


_MENTIONS = 60
"""Of a function that are looked at."""
_MAPS = re.compile(rb"\b(?:i?map|starmap)\Z")


_LOOPS = frozenset({"for_statement", "while_statement"})
_ASSIGNED = re.compile(rb"\w\s*(?::[^=\n]*)?=(?!=)|:=")
_NEXT = re.compile(rb"next\s*\(.*", re.DOTALL)
_TAKEN = re.compile(rb"\b(?:next|pop|popleft|read|recv)\s*\(")


def _is_piece(node: SyntaxNode) -> bool:
    """Whether a part of a value by its position is in an expression."""
    keys = node.children_by_field_name("subscript") if node.type == "subscript" else []
    if node.type == "call" and _NEXT.fullmatch(node.text or b""):
        return True
    return any(key.type != "string" for key in keys) or any(map(_is_piece, node.named_children))


def _holds(node: SyntaxNode, pieces: set[bytes]) -> bool:
    """Whether one of these is compared, as it is or out of what it is put into."""
    text = node.text or b""
    return text in pieces or not pieces.isdisjoint(_WORD.findall(text))


_WORD = re.compile(rb"\w+")
_TARGETS = frozenset({"pattern_list", "tuple_pattern"})


def _assigned(node: SyntaxNode) -> list[tuple[SyntaxNode, SyntaxNode]]:
    """What a node gives to what, one by one."""
    if node.type not in ("assignment", "named_expression"):
        return []
    left = node.child_by_field_name("left" if node.type == "assignment" else "name")
    right = node.child_by_field_name("right" if node.type == "assignment" else "value")
    if left is None or right is None:
        return []
    left, right = _bare(left), _bare(right)
    several = left.type in _TARGETS and right.type in ("expression_list", "tuple")
    if several and len(left.named_children) == len(right.named_children):
        pairs = zip(left.named_children, right.named_children, strict=True)
        return [(_bare(target), _bare(value)) for target, value in pairs]
    return [(left, right)]


def _bare(node: SyntaxNode) -> SyntaxNode:
    while node.type == "parenthesized_expression":
        node = node.named_children[-1]
    return node


def _pieces_of(unit: Unit, loop: SyntaxNode) -> set[bytes]:
    """The variables that each round of a loop gives another piece."""
    found: set[bytes] = set()
    if loop.type == "for_statement":
        left = loop.child_by_field_name("left")
        found |= {one.text or b"" for one in (left, *left.named_children)} if left else set()
    pending = [loop] if _ASSIGNED.search(unit.code, loop.start_byte, loop.end_byte) else []
    while pending:
        node = pending.pop()
        pending.extend(node.named_children)
        for target, value in _assigned(node):
            rest = value.type == "subscript" and value.child_by_field_name("value")
            if rest and rest.text == target.text:
                # What is left of it is no piece that is taken out.
                continue
            if _is_piece(value) or _TAKEN.search(unit.code, value.start_byte, value.end_byte):
                found |= {one.text or b"" for one in (target, *target.named_children)}
    return found


def _rounds(node: SyntaxNode) -> list[tuple[int, int]]:
    """The source of what a loop or a comprehension runs over."""
    over: list[SyntaxNode | None] = []
    if node.type == "for_statement":
        over.append(node.child_by_field_name("right"))
    elif node.type == "while_statement":
        return [(node.start_byte, node.end_byte)]
    clauses = [child for child in node.children if child.type == "for_in_clause"]
    over += [clause.child_by_field_name("right") for clause in clauses]
    return [(one.start_byte, one.end_byte) for one in over if one is not None]


_FOR_CONSTANT = Form(
    "looks for a constant",
    (Need(constant, 0),),
    proves="timing-attack/ends_with_secret",
    any_position=True,
    justification=Justification.CODE_NOT_PRESENT,
)
_EARLY = frozenset({"compare_digest", "constant_time_compare", "eq", "__eq__", "__ne__"})
"""What ends with the first difference, if it is no comparison in constant time."""
_SEARCHES = frozenset(
    """
    startswith endswith removeprefix removesuffix find rfind index rindex count split rsplit
    partition rpartition replace match fullmatch search fnmatch fnmatchcase contains __contains__
    isdisjoint issubset issuperset
    """.split()  # noqa: SIM905
)
"""What ends with the first difference, unless it looks for a constant."""

FAMILY = Family(
    type="timing-attack",
    module=__name__,
    beyond="A comparison of two values that are not constant: whether one is secret is not known.",
    apart="What else takes longer for one value than for another.",
    sinks=(
        Sink(
            (
                Form(
                    "comparison in constant time",
                    (Need(anything, 0, "a"), Need(anything, 1, "b")),
                    proves="timing-attack/compare_digest",
                    justification=Justification.CODE_NOT_PRESENT,
                ),
            ),
            calls=frozenset(
                {
                    "hmac.compare_digest",
                    "secrets.compare_digest",
                    "_operator._compare_digest",
                    "django.utils.crypto.constant_time_compare",
                }
            ),
        ),
        Sink((), names=_EARLY),
        Sink((_FOR_CONSTANT,), names=_SEARCHES),
    ),
    compared=_tells_nothing,
    pattern="compared with nothing secret",
    refuses=_piece_by_piece,
)
