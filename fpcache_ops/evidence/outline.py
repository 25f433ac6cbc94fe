"""The outline of a file: what a slice can keep or leave out, piece by piece.

An *item* is a statement of the module or of a class body, a function, or a method. *Containers*
hold further items: classes, branches of a module-level condition, the names of an import, groups:
what only wraps a part of the module (a namespace, a function that is called on the spot).
Loops, ``try`` and ``with`` are kept whole: what happens in them depends on their order, their jumps
and their exceptions.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto
from itertools import pairwise

from tree_sitter import Node

from fpcache_ops.evidence.languages.scopes import ScopeTable
from fpcache_ops.evidence.syntax import fielded

NESTING_LIMIT = 40
"""Containers inside one another; a deeper one is kept whole."""

_WRAPPINGS_LIMIT = 8

MODULE = -1
"""The number of the module, as a parent."""


class ItemKind(StrEnum):
    """What an item is."""

    FUNCTION = auto()
    CLASS = auto()
    IMPORT = auto()
    NAME = auto()
    STATEMENT = auto()
    BRANCH = auto()
    GROUP = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the outline.

    ``node`` is all of it, with its decorators; ``core`` the definition or statement itself.
    ``parent`` is the container, ``owner`` the class around it (or ``MODULE``), ``clause`` the
    branch of the parent that it is in. ``spine`` are the nodes of a container from ``node`` to the
    bodies that hold its items: what hangs off them otherwise is its header.
    """

    number: int
    kind: ItemKind
    node: Node
    core: Node
    parent: int
    owner: int
    clause: int
    spine: tuple[Node, ...] = ()

    @property
    def is_container(self) -> bool:
        """Whether it holds items."""
        return bool(self.spine)


@dataclass(frozen=True, slots=True)
class Outline:
    """All items of a file; ``children`` lists those of each container, in source order.

    ``holes`` and ``clauses`` find items, and droppable branches, by the id of their node. ``tied``
    are items that are nothing without each other: a heredoc and its body.
    """

    root: Node
    items: tuple[Item, ...]
    children: Mapping[int, tuple[int, ...]]
    holes: Mapping[int, int]
    clauses: Mapping[int, int]
    tied: Mapping[int, tuple[int, ...]]

    def containers(self, item: Item) -> Iterator[Item]:
        """The containers around an item, from the inside out."""
        while item.parent != MODULE:
            item = self.items[item.parent]
            yield item

    def header(self, item: Item) -> Iterator[tuple[Node, str | None]]:
        """What a container has besides its items: named nodes, with their fields."""
        spine = {node.id for node in item.spine}
        for node in item.spine:
            for child, field in fielded(node):
                if child.id not in spine and child.id not in self.holes:
                    yield child, field


def outline(root: Node, scopes: ScopeTable) -> Outline:
    """The outline of a parsed file."""
    return _Outliner(scopes).outline(root)


@dataclass(frozen=True, slots=True)
class _Body:
    """A node whose children are items."""

    node: Node
    parent: int
    owner: int
    clause: int
    depth: int


class _Outliner:
    def __init__(self, scopes: ScopeTable) -> None:
        self._scopes = scopes
        self._layout = scopes.comments | scopes.continuation
        self._items: list[Item] = []
        self._children: dict[int, list[int]] = defaultdict(list)
        self._holes: dict[int, int] = {}
        self._clauses: dict[int, int] = {}
        self._bodies: list[_Body] = []
        self._tied: dict[int, tuple[int, ...]] = {}

    def outline(self, root: Node) -> Outline:
        self._bodies.append(_Body(root, MODULE, MODULE, 0, 0))
        while self._bodies:
            body = self._bodies.pop()
            found = [
                self._item(node, body)
                for node in body.node.named_children
                if node.type not in self._layout
            ]
            self._children[body.parent] += found
            if self._scopes.trailers or self._scopes.leaders:
                self._tie(found)
        items = self._items
        children = {
            parent: tuple(sorted(found, key=lambda number: items[number].node.start_byte))
            for parent, found in self._children.items()
        }
        return Outline(root, tuple(items), children, self._holes, self._clauses, self._tied)

    def _tie(self, siblings: list[int]) -> None:
        """A trailer belongs to something on the line before it, a leader to what follows."""
        for number, following in pairwise(siblings):
            if self._items[number].node.type in self._scopes.leaders:
                self._bind_together(number, following)
        for place, number in enumerate(siblings):
            if self._items[number].node.type not in self._scopes.trailers:
                continue
            row = -1
            for other in reversed(siblings[:place]):
                node = self._items[other].node
                if row >= 0 and node.end_point[0] != row:
                    break
                if node.type not in self._scopes.trailers:
                    row = node.end_point[0]
                self._bind_together(number, other)

    def _bind_together(self, one: int, other: int) -> None:
        self._tied[one] = (*self._tied.get(one, ()), other)
        self._tied[other] = (*self._tied.get(other, ()), one)

    def _item(self, node: Node, body: _Body) -> int:
        scopes = self._scopes
        number = len(self._items)
        core, spine = node, [node]
        while core.type in scopes.wrappers:
            inner = core.child_by_field_name(scopes.wrappers[core.type])
            if inner is None:
                break
            core = inner
            spine.append(core)
        kind = ItemKind.STATEMENT
        inside: list[_Body] = []
        names: list[Node] = []
        deep = body.depth >= NESTING_LIMIT
        wrapped = [] if deep else self._wrapped(core, spine)
        if wrapped:
            kind = ItemKind.GROUP
            inside = [_Body(block, number, body.owner, 0, body.depth + 1) for block in wrapped]
        elif core.type in scopes.functions:
            kind = ItemKind.FUNCTION
        elif core.type in scopes.imports:
            kind = ItemKind.IMPORT
            names = self._names(core)
        elif core.type in scopes.classes:
            kind = ItemKind.CLASS
            block = core.child_by_field_name(scopes.classes[core.type])
            if block is not None and not deep:
                spine.append(block)
                inside.append(_Body(block, number, number, 0, body.depth + 1))
        elif core.type in scopes.branches and not deep:
            inside = self._branches(core, number, body, spine)
            if inside:
                kind = ItemKind.BRANCH
        self._holes[node.id] = number
        self._items.append(
            Item(
                number,
                kind,
                node,
                core,
                body.parent,
                body.owner,
                body.clause,
                tuple(spine) if inside or names else (),
            )
        )
        self._bodies += inside
        for name in names:
            child = len(self._items)
            self._holes[name.id] = child
            self._children[number].append(child)
            self._items.append(Item(child, ItemKind.NAME, name, name, number, body.owner, 0))
        return number

    def _wrapped(self, core: Node, spine: list[Node]) -> list[Node]:
        """The bodies of what wraps a part of the module, with the way to them."""
        scopes = self._scopes
        if not scopes.bodies and not scopes.wrappings:
            return []
        way: list[Node] = []
        at = core
        for _ in range(_WRAPPINGS_LIMIT):
            if at.type in scopes.bodies:
                found = [
                    child for child in at.named_children if child.type == scopes.bodies[at.type]
                ]
                if found:
                    spine += [*way, found[0]]
                return found[:1]
            if at.type in scopes.factories:
                return self._factory(at, way, spine)
            if at.type in scopes.calls:
                return self._called_on_the_spot(at, way, spine)
            if at.type not in scopes.wrappings or at.named_child_count != 1:
                return []
            at = at.named_children[0]
            way.append(at)
        return []

    def _called_on_the_spot(self, call: Node, way: list[Node], spine: list[Node]) -> list[Node]:
        """``(function (f) { ... })(function () { ... })``, ``define(function () { ... })``."""
        scopes = self._scopes
        callee = scopes.calls[call.type]
        function = call.child_by_field_name(callee.function) if callee.function else None
        arguments = call.child_by_field_name(callee.arguments)
        if function is None or arguments is None:
            return []
        bodies: list[Node] = []
        inner = [function]
        while inner[-1].type in scopes.wrappings and inner[-1].named_child_count == 1:
            inner.append(inner[-1].named_children[0])
        immediate = inner[-1].type in scopes.lambdas
        if (
            not immediate
            and (function.text or b"").decode("utf-8", "replace") not in scopes.wrapping_calls
        ):
            return []
        spine += way
        if immediate:
            spine += inner
            self._lambda_body(inner[-1], spine, bodies)
        given = [one for one in arguments.named_children if one.type in scopes.lambdas]
        if given:
            spine.append(arguments)
            for one in given:
                spine.append(one)
                self._lambda_body(one, spine, bodies)
        return bodies

    def _factory(self, assignment: Node, way: list[Node], spine: list[Node]) -> list[Node]:
        """``module.exports = function (app) { ... }``, if it defines functions itself."""
        scopes = self._scopes
        target, function = assignment.child_by_field_name("left"), None
        if (
            target is not None
            and (target.text or b"").decode("utf-8", "replace")
            in (scopes.factories[assignment.type])
        ):
            function = assignment.child_by_field_name("right")
        if function is None or function.type not in scopes.lambdas:
            return []
        body = function.child_by_field_name("body")
        if body is None or not any(map(self._defines, body.named_children)):
            return []
        bodies: list[Node] = []
        spine += [*way, function]
        self._lambda_body(function, spine, bodies)
        return bodies

    def _defines(self, statement: Node) -> bool:
        """Whether a statement defines a function, or hands one to something."""
        if statement.type in self._scopes.functions:
            return True
        node = statement
        for _ in range(_WRAPPINGS_LIMIT):
            if node.type in self._scopes.lambdas:
                return True
            if not node.named_child_count:
                return False
            node = node.named_children[-1]
        return False

    def _lambda_body(self, function: Node, spine: list[Node], bodies: list[Node]) -> None:
        body = function.child_by_field_name("body")
        if body is not None and body.type in self._scopes.branch_bodies:
            spine.append(body)
            bodies.append(body)

    def _names(self, core: Node) -> list[Node]:
        """The names of an import, if some of them can be left out."""
        if core.type not in self._scopes.import_lists:
            return []
        names = core.children_by_field_name("name")
        listed = any(child.type == "(" for child in core.children)
        return names if listed or len(names) > 1 else []

    def _branches(self, core: Node, number: int, body: _Body, spine: list[Node]) -> list[_Body]:
        """The bodies of a conditional. Its first branch is there whenever any of it is."""
        inside: list[_Body] = []
        clause = 0
        for child in core.named_children:
            blocks = [child]
            if child.type in self._scopes.branches:
                clause += 1
                self._clauses[child.id] = clause
                spine.append(child)
                blocks = child.named_children
            for block in blocks:
                if block.type in self._scopes.branch_bodies:
                    spine.append(block)
                    inside.append(_Body(block, number, body.owner, clause, body.depth + 1))
        return inside
