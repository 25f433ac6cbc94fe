"""Where an object goes that is begun here: nobody gets at it but by methods that are known."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Unit
from fpcache_ops.validators.safe_patterns.languages.source_unit import field_of

_THROUGH = frozenset({"parenthesized_expression", "cast_expression", "ternary_expression"})
_AROUND = frozenset(
    {"method_declaration", "constructor_declaration", "compact_constructor_declaration"}
)
_STATEMENTS = frozenset(
    {"expression_statement", "local_variable_declaration", "return_statement", "resource"}
)
_MENTIONS = 60
"""Mentions of variables that are looked at one by one."""


@dataclass(slots=True)
class Whereabouts:
    """What may be done with an object that is built step by step.

    ``plain`` methods leave what counts as it is, ``ends`` give something that nobody changes, and
    ``takers`` are given it; ``fixed`` methods are plain if they are given constants. In the
    statement that it is begun in, ``judged`` methods are looked at elsewhere.
    """

    unit: Unit
    plain: frozenset[str]
    ends: frozenset[str]
    takers: frozenset[str]
    judged: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()
    _seen: set[tuple[int, int]] = field(default_factory=set)

    def stays(self, start: int, end: int) -> bool:
        """Whether what the expression at these bytes makes is changed by nobody but these."""
        node = self.unit.root.descendant_for_byte_range(start, max(start, end - 1))
        while node is not None and (node.start_byte, node.end_byte) != (start, end):
            node = node.parent
        return node is not None and self._goes_on(node, _statement(node))

    def _goes_on(self, node: SyntaxNode, begun: SyntaxNode | None) -> bool:
        while node.parent is not None:
            parent = node.parent
            match parent.type:
                case "method_invocation" if field_of(node) == "object":
                    name = self._text(parent.child_by_field_name("name"))
                    if name in self.ends:
                        return True
                    here = name in self.judged and _statement(node) == begun
                    fixed = name in self.fixed and _is_given_constants(self.unit, parent)
                    if not (here or fixed or name in self.plain):
                        return False
                case "argument_list":
                    call = parent.parent
                    named = call.child_by_field_name("name") if call is not None else None
                    return self._text(named) in self.takers and self._is_of_library(call)
                case "variable_declarator" | "resource":
                    if field_of(node) == "name":
                        return True
                    name_of = parent.child_by_field_name("name")
                    return name_of is not None and self._stays_as(name_of, begun)
                case "assignment_expression":
                    left = parent.child_by_field_name("left")
                    if field_of(node) == "left":
                        return True
                    return left is not None and self._stays_as(left, begun)
                case "expression_statement" | "binary_expression":
                    return True
                case "instanceof_expression":
                    # With a name, it is a variable, too.
                    fields = ("name", "pattern")
                    return all(parent.child_by_field_name(one) is None for one in fields)
                case kind if kind not in _THROUGH:
                    return False
            node = parent
        return False

    def _stays_as(self, name: SyntaxNode, begun: SyntaxNode | None) -> bool:
        """Whether a variable of a method is only mentioned to do what is known."""
        around = _around(name)
        if name.type != "identifier" or around is None:
            return False
        word = self._text(name)
        if not re.search(
            rb"[\w>\]]\s+%s\s*[=;:,)]" % re.escape(word.encode()),
            self.unit.code[around.start_byte : around.end_byte],
        ):
            # A field: other methods have it, too.
            return False
        spot = (around.start_byte, hash(word))
        if spot in self._seen:
            return True
        self._seen.add(spot)
        mentions = list(_mentions(self.unit, word, around))
        return len(mentions) <= _MENTIONS and all(self._goes_on(one, begun) for one in mentions)

    def _is_of_library(self, call: SyntaxNode | None) -> bool:
        """Whether a method is one of another object, and of none whose class is in view."""
        owner = call.child_by_field_name("object") if call is not None else None
        if call is None or owner is None or owner.type in ("this", "super"):
            return False
        name = self._text(call.child_by_field_name("name")).encode()
        return re.search(_DECLARED % re.escape(name), self.unit.code) is None

    def _text(self, node: SyntaxNode | None) -> str:
        return (node.text or b"").decode("utf-8", "replace") if node is not None else ""


def _is_given_constants(unit: Unit, call: SyntaxNode) -> bool:
    given = call.child_by_field_name("arguments")
    span = (given.start_byte, given.end_byte) if given is not None else (0, 0)
    found = _CONSTANTS.fullmatch(unit.code, *span)
    return found is not None and (
        found[1] is None
        or re.search(_FINAL % re.escape(found[1]), unit.code) is not None
        or _REDIRECT.search(found[0]) is not None
    )


_CONSTANTS = re.compile(
    rb"[\s(]+(?:new\s+File[\s(]+)?(?:\"[^\"]*\"|null|(?:\w+\s*\.\s*)*([A-Z][A-Z0-9_]*))[\s)]*"
)
"""``(new File("/srv"))``, ``(FOLDER)``."""
_FINAL = rb"\bfinal\s[^;=(){}]*\b%s\s*=[\s(]*(?:new\s+File[\s(]+)?\"[^\"]*\"[\s)]*;"
_DECLARED = rb"(?<!\breturn)(?<!\bnew)\s%s\s*\([^()]*\)\s*(?:throws\s[^{;]*)?\{"
_REDIRECT = re.compile(rb"\bRedirect\s*\.\s*(?:INHERIT|PIPE|DISCARD)\b")


def is_mentioned_behind(unit: Unit, name: str, start: int, end: int) -> bool:
    """Whether a variable of the method around is mentioned behind the call at these bytes."""
    node = unit.root.descendant_for_byte_range(start, max(start, end - 1))
    around = _around(node) if node is not None else None
    if around is None:
        return True
    return any(one.start_byte >= end for one in _mentions(unit, name, around))


def _mentions(unit: Unit, word: str, around: SyntaxNode) -> Iterator[SyntaxNode]:
    spots = re.compile(rb"(?<![\w.])%s\b" % re.escape(word.encode()))
    for found in spots.finditer(unit.code, around.start_byte, around.end_byte):
        node = unit.root.descendant_for_byte_range(*found.span())
        parent = node.parent if node is not None else None
        if node is None or parent is None or node.type != "identifier":
            continue
        # The name of a method is none of a variable.
        if not (field_of(node) == "name" and parent.type.startswith("method_")):
            yield node


def _around(node: SyntaxNode) -> SyntaxNode | None:
    around: SyntaxNode | None = node
    while around is not None and around.type not in _AROUND:
        around = around.parent
    return around


def _statement(node: SyntaxNode) -> SyntaxNode | None:
    """The statement that an expression stands in."""
    around: SyntaxNode | None = node
    while around is not None and around.type not in _STATEMENTS:
        around = around.parent
    return around
