"""The outline of a file: what a slice can keep or leave out, piece by piece.

An *item* is a statement of the module or of a class body, a function, or a method. *Containers*
hold further items: classes, branches of a module-level condition, the names of an import.
Loops, ``try`` and ``with`` are kept whole: what happens in them depends on their order, their jumps
and their exceptions.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, auto

from tree_sitter import Node

from fpcache_ops.evidence.languages.scopes import ScopeTable
from fpcache_ops.evidence.syntax import fielded

NESTING_LIMIT = 40
"""Containers inside one another; a deeper one is kept whole."""

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

    ``holes`` and ``clauses`` find items, and droppable branches, by the id of their node.
    """

    root: Node
    items: tuple[Item, ...]
    children: Mapping[int, tuple[int, ...]]
    holes: Mapping[int, int]
    clauses: Mapping[int, int]

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

    def outline(self, root: Node) -> Outline:
        self._bodies.append(_Body(root, MODULE, MODULE, 0, 0))
        while self._bodies:
            body = self._bodies.pop()
            self._children[body.parent] += [
                self._item(node, body)
                for node in body.node.named_children
                if node.type not in self._layout
            ]
        items = self._items
        children = {
            parent: tuple(sorted(found, key=lambda number: items[number].node.start_byte))
            for parent, found in self._children.items()
        }
        return Outline(root, tuple(items), children, self._holes, self._clauses)

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
        if core.type in scopes.functions:
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
