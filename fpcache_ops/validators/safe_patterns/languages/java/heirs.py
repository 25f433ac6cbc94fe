"""Classes of a source that derive from others: their objects pass for objects of those."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.languages.java.classes import Texts, dotted, named


@dataclass(frozen=True, slots=True)
class Heir:
    """A class, by what it spells: where it is, the names of what it derives from, its methods.

    ``unnamed``: it is declared where its object is made.
    """

    start: int
    end: int
    unnamed: bool
    bases: frozenset[str]
    methods: frozenset[str]


def heirs(root: SyntaxNode, source: bytes, budget: Budget) -> tuple[Heir, ...]:
    """All of them, wherever in the source they are declared."""
    text = Texts(source)
    found: dict[tuple[int, int], Heir] = {}
    for match in _DERIVES.finditer(source):
        budget.read()
        word = root.descendant_for_byte_range(match.start(), match.end())
        node = word.parent if word is not None else None
        if node is not None and node.type in _CLAUSES:
            node = node.parent
        body = _body(node) if node is not None else None
        if node is None or body is None:
            continue
        bases = frozenset(dotted(one, text).rpartition(".")[2] for one in _bases(node))
        methods = frozenset(text(one.child_by_field_name("name")) for one in _methods(body))
        unnamed = node.type == "object_creation_expression"
        if bases:
            at = (node.start_byte, node.end_byte)
            found[at] = Heir(*at, unnamed, bases, methods)
    return tuple(found.values())


def _body(node: SyntaxNode) -> SyntaxNode | None:
    return next((one for one in named(node) if one.type in _BODIES), None)


def _methods(body: SyntaxNode) -> Iterator[SyntaxNode]:
    """Its methods; of an enum also those of its constants."""
    pending = list(named(body))
    while pending:
        one = pending.pop()
        if one.type == "method_declaration":
            yield one
        elif one.type in _OF_ENUMS or (one.type == "class_body" and body.type == "enum_body"):
            pending += named(one)


def _bases(node: SyntaxNode) -> Iterator[SyntaxNode]:
    """The types that it derives from, without what they are filled with."""
    types = [node.child_by_field_name("type")] if node.type.endswith("_expression") else []
    for clause in named(node):
        if clause.type in _CLAUSES:
            inner = list(named(clause))
            types += list(named(inner[0])) if inner and inner[0].type == "type_list" else inner
    for one in types:
        if one is not None:
            yield next(named(one), one) if one.type == "generic_type" else one


_DERIVES = re.compile(rb"\b(?:extends|implements|new)\b")
_CLAUSES = frozenset({"superclass", "super_interfaces", "extends_interfaces"})
_BODIES = frozenset({"class_body", "interface_body", "enum_body"})
_OF_ENUMS = frozenset({"enum_body_declarations", "enum_constant"})
