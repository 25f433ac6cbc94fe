"""Where what a call makes goes from there: it is given back, kept in a variable, or handed on."""

import re
from collections.abc import Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Unit

_THROUGH = frozenset(
    {
        *("await", "parenthesized_expression", "conditional_expression", "boolean_operator"),
        *("tuple", "expression_list", "named_expression", "as_pattern"),
    }
)
"""What gives, among others, what stands in it."""
_AROUND = frozenset({"function_definition", "lambda", "module"})
_KEEPS = frozenset(
    b"append appendleft add insert extend update setdefault put put_nowait push set".split()
)
"""Methods by which something is kept for others to take."""
_GIVES = frozenset(
    b"""
    dict list tuple set frozenset next iter max min sorted reversed zip map filter enumerate sum
    getattr setattr vars type copy deepcopy partial reduce chain
    """.split()
)
"""Functions that give what they are given, or keep it."""
_MENTIONS = 60
"""Mentions of a variable that are looked at one by one."""
_BACK = re.compile(rb"\b(?:return|yield)[\s(]*\Z")
_END = re.compile(rb"\s*(?:[,)\n;]|\Z|if\b|or\b|and\b|else\b)")
_BOUND = re.compile(rb"\s*(?::[^=\n]*)?=(?!=)")


def is_changed(unit: Unit, start: int, end: int, harmless: re.Pattern[bytes]) -> bool:
    """Whether what the call at these bytes makes may be changed behind it.

    It is not where it is given back, or handed on to code out of view; nor by what ``harmless``
    matches behind the name of a variable that it is kept in.
    """
    node = unit.root.descendant_for_byte_range(start, max(start, end - 1))
    while node is not None and (node.start_byte, node.end_byte) != (start, end):
        node = node.parent
    parent = node.parent if node is not None else None
    while node is not None and parent is not None:
        match parent.type:
            case "return_statement" | "yield" | "expression_statement":
                return False
            case "attribute":
                return harmless.match(unit.code, node.end_byte) is None
            case "argument_list" | "keyword_argument":
                return _is_changed_in_view(unit, node, parent, harmless)
            case "assignment":
                return _is_changed_as(unit, parent.child_by_field_name("left"), harmless)
            case kind if kind in _THROUGH:
                if kind == "named_expression":
                    name = parent.child_by_field_name("name")
                    if _is_changed_as(unit, name, harmless):
                        return True
                node, parent = parent, parent.parent
            case _:
                return True
    return True


def _is_changed_in_view(
    unit: Unit, given: SyntaxNode, around: SyntaxNode, harmless: re.Pattern[bytes]
) -> bool:
    """Whether a function in view that is given something changes it, or hands it on."""
    arguments = around if around.type == "argument_list" else around.parent
    call = arguments.parent if arguments is not None else None
    callee = call.child_by_field_name("function") if call is not None else None
    word = callee.child_by_field_name("attribute") or callee if callee is not None else None
    if word is None or word.type != "identifier" or arguments is None:
        return True
    name = unit.code[word.start_byte : word.end_byte]
    if name in _GIVES or (word is not callee and name in _KEEPS):
        return True
    if not unit.defines(name.decode("utf-8", "replace")):
        return False
    if word is not callee:
        # Of which object it is the method, is not known.
        return True
    place = list(arguments.named_children).index(given) if around is arguments else -1
    defined = list(_functions(unit, name))
    return len(defined) != 1 or place < 0 or _is_changed_inside(unit, defined[0], place, harmless)


def _functions(unit: Unit, name: bytes) -> Iterator[SyntaxNode]:
    """What is defined by a name."""
    for found in re.finditer(rb"\b(?:def|class)\s+%s\b" % re.escape(name), unit.code):
        node = unit.root.descendant_for_byte_range(*found.span())
        while node is not None and not node.type.endswith("_definition"):
            node = node.parent
        if node is not None:
            yield node


def _is_changed_inside(
    unit: Unit, function: SyntaxNode, place: int, harmless: re.Pattern[bytes]
) -> bool:
    """Whether a function does more to what it is given first, second, ... than give it back."""
    listed = function.child_by_field_name("parameters")
    body = function.child_by_field_name("body")
    names = listed.named_children if listed is not None else ()
    if function.type != "function_definition" or body is None or place >= len(names):
        return True
    word = names[place]
    if word.type == "typed_parameter":
        word = word.named_children[0]
    return word.type != "identifier" or _is_mentioned_otherwise(unit, word, body, harmless)


def _is_changed_as(unit: Unit, target: SyntaxNode | None, harmless: re.Pattern[bytes]) -> bool:
    """Whether a variable is mentioned but to be given back, or to be changed harmlessly."""
    if target is None or target.type != "identifier":
        return True
    around: SyntaxNode | None = target
    while around is not None and around.type not in _AROUND:
        around = around.parent
    return around is None or _is_mentioned_otherwise(unit, target, around, harmless)


def _is_mentioned_otherwise(
    unit: Unit, word: SyntaxNode, around: SyntaxNode, harmless: re.Pattern[bytes]
) -> bool:
    name = unit.code[word.start_byte : word.end_byte]
    spots = re.compile(rb"(?<![\w.])%s\b" % re.escape(name))
    found = spots.finditer(unit.code, around.start_byte, around.end_byte)
    for number, spot in enumerate(found):
        if number >= _MENTIONS:
            return True
        back = _BACK.search(unit.code, max(0, spot.start() - 40), spot.start())
        given_back = back is not None and _END.match(unit.code, spot.end())
        bound = _BOUND.match(unit.code, spot.end())
        if not (given_back or bound or harmless.match(unit.code, spot.end())):
            return True
    return False
