"""The walk over an item: for each node, whoever knows its kind; of any other the children.

A value of a kind that nobody knows may get out, and so may all that it is made of.
"""

from collections.abc import Callable, Iterable
from functools import cache

from tree_sitter import Node

from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.scopes import Flow, ScopeTable
from fpcache_ops.evidence.names import binding, chains, definitions, imports, reflection
from fpcache_ops.evidence.names.facts import Facts
from fpcache_ops.evidence.names.kinds import Kinds
from fpcache_ops.evidence.names.notes import Notes
from fpcache_ops.evidence.names.settling import settled
from fpcache_ops.evidence.names.uses import LATER_FLOWS, OF_FLOW
from fpcache_ops.evidence.outline import Item, ItemKind, Outline
from fpcache_ops.evidence.syntax import fielded

_Handler = Callable[[Notes, Node, int, Flow], None]
"""Reads a node in a level, whose value goes somewhere."""


def facts_of(item: Item, layout: Outline, source: bytes, table: LanguageTable) -> Facts:
    """The facts of an item; of a container, those of its header."""
    kinds, handlers = _known_of(table)
    notes = Notes(source, kinds)
    notes.in_class = item.owner >= 0
    if item.is_container:
        definitions.header(notes, item, layout)
    else:
        _item(notes, item)
    _walk(notes, handlers)
    return settled(notes)


def _item(notes: Notes, item: Item) -> None:
    if notes.in_class:
        definitions.find_self(notes, item)
    if item.kind is ItemKind.FUNCTION:
        notes.outermost = item.core.id
    if item.core.type in notes.scopes.loose_methods:
        definitions.loose_method(notes, item)
    if item.kind is ItemKind.NAME:
        around = item.node.parent
        imports.import_names(notes, item.node, 0, around.type if around is not None else "")
    else:
        notes.queue([item.node], 0, Flow.READ)


def _walk(notes: Notes, handlers: list[_Handler | None]) -> None:
    pending = notes.pending
    flows, levels, comparisons = notes.kinds.flows, notes.kinds.levels, notes.kinds.comparisons
    while pending:
        node, scope, flow = pending.pop()
        kind = node.kind_id
        if kind in comparisons:
            notes.compares = True
        is_block = levels[kind]
        if is_block is not None:
            scope = notes.enter(scope, is_block, block=is_block)
        handler = handlers[kind]
        if handler is not None:
            handler(notes, node, scope, flow)
            continue
        inner = flows[kind]
        if inner < 0:
            inner = flow
        elif inner is Flow.ESCAPE and flow in LATER_FLOWS:
            inner = Flow.PUBLISH if flow is Flow.PUBLISH else Flow.LATER
        for child in node.named_children:
            pending.append((child, scope, inner))


# Who knows a kind


@cache
def _known_of(table: LanguageTable) -> tuple[Kinds, list[_Handler | None]]:
    """The kinds of a language, and for each number of one who knows it."""
    assert table.scope is not None
    kinds = Kinds(table.name, table.scope)
    return kinds, [_handler(name, kinds.scopes) for name in kinds.names]


def _handler(kind: str, scopes: ScopeTable) -> _Handler | None:
    tables: tuple[tuple[Iterable[str], _Handler], ...] = (
        (scopes.literals, _skip),
        (scopes.strings, _string),
        (scopes.own_kinds, chains.chain),
        (scopes.annotations, chains.annotation),
        (scopes.identifiers, _name),
        (scopes.not_names, _partly),
        (scopes.binders, binding.binder),
        (scopes.mutating_operators, chains.operator),
        (scopes.references, binding.reference),
        (scopes.captures, binding.capture),
        (scopes.mixed_patterns, binding.mixed_pattern),
        (scopes.imports, imports.imports),
        (scopes.globals, binding.declare),
        (scopes.scopes, definitions.function),
        (scopes.classes, definitions.nested_class),
        (scopes.typevars, binding.typevar),
        (scopes.bases, definitions.base),
        (scopes.jumps, _jump),
        (scopes.doubtful_kinds, reflection.doubtful_kind),
        (scopes.members, chains.chain),
        (scopes.subscripts, chains.chain),
        (scopes.views, chains.chain),
        (scopes.calls, chains.chain),
    )
    return next((handler for kinds, handler in tables if kind in kinds), None)


def _skip(_notes: Notes, _node: Node, _scope: int, _flow: Flow) -> None:
    """A literal, a comment: no names."""


def _name(notes: Notes, node: Node, scope: int, flow: Flow) -> None:
    name = notes.text(node)
    if name == notes.self_name:
        notes.operates_on_self = True
        notes.leaks_self |= flow is not Flow.READ
    if name in notes.scopes.reflection:
        reflection.named(notes, name)
    if scope == 0 and name in notes.scopes.exits:
        notes.exits = True
    notes.use(scope, name, OF_FLOW[flow])


def _string(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """Only what is interpolated can name anything."""
    for child in node.named_children:
        if child.type in notes.scopes.interpolations:
            notes.pending.append((child, scope, Flow.READ))


def _partly(notes: Notes, node: Node, scope: int, flow: Flow) -> None:
    """A kind of which one field is a word, not a name."""
    word = notes.scopes.not_names[node.type]
    inner = notes.kinds.flows[node.kind_id]
    for child, field in fielded(node):
        if field != word:
            notes.pending.append((child, scope, flow if inner < 0 else inner))


def _jump(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    flow = Flow.ESCAPE
    if scope == 0:
        notes.exits = True
        if node.type in notes.scopes.returns:
            flow = Flow.PUBLISH
    notes.queue(node.named_children, scope, flow)
