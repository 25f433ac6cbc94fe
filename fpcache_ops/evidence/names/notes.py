"""What has been read of an item so far, and what of it is still to be read."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.languages.scopes import Flow, Reach
from fpcache_ops.evidence.names.facts import DEFINED, Bound
from fpcache_ops.evidence.names.kinds import Kinds
from fpcache_ops.evidence.names.levels import Level
from fpcache_ops.evidence.names.spelling import as_compared, unmangled
from fpcache_ops.evidence.names.uses import BIND, CHANGING, ELEMENT, RESULT, WRITE

SPELT_LIMIT = 100_000
"""Names of a language that are remembered as they are compared."""


class Notes:
    """What has been read of an item so far, and what of it is still to be read."""

    def __init__(self, source: bytes, kinds: Kinds) -> None:
        self.source = source
        self.kinds = kinds
        self.scopes = kinds.scopes
        self.levels = [Level(-1, False)]
        self.pending: list[tuple[Node, int, Flow]] = []
        self.self_name: str | None = None
        self.self_is_plain = False
        self.in_class = False
        self.outermost = -1
        self.own: dict[str, int] = {}
        self.own_binds: dict[str, list[Bound]] = {}
        self.attribute_binds: dict[str, list[Bound]] = {}
        self.attributes: dict[str, int] = {}
        self.soft: set[str] = set()
        self.taken: set[str] = set()
        self.operates_on_self = self.leaks_self = False
        self.writes_any = self.writes_any_own = False
        self.exits = self.compares = self.binds_any = False
        self.doubts: set[Fallback] = set()
        self.poisons: set[Fallback] = set()

    def text(self, node: Node) -> str:
        """What a node spells, as the language compares names."""
        raw = self.source[node.start_byte : node.end_byte]
        known = self.kinds.spelt.get(raw)
        if known is None:
            known = as_compared(raw.decode("utf-8", "replace"), self.scopes)
            if len(self.kinds.spelt) < SPELT_LIMIT:
                self.kinds.spelt[raw] = known
        return known

    def identifiers(self, node: Node) -> Iterator[str]:
        """The names below a node, from left to right."""
        pending = [node]
        while pending:
            at = pending.pop()
            if at.type in self.scopes.identifiers:
                yield self.text(at)
            else:
                pending += reversed(at.named_children)

    def use(self, scope: int, name: str, bits: int) -> None:
        """Something is done to a name, as it is meant in a level."""
        self.levels[scope].use(name, bits)

    def enter(self, parent: int, hides: bool, *, block: bool = False, later: bool = False) -> int:
        """A level inside another one: its number."""
        self.levels.append(Level(parent, hides, block, later))
        return len(self.levels) - 1

    def queue(self, nodes: Iterable[Node], scope: int, flow: Flow) -> None:
        """Have nodes read, whose values go there."""
        self.pending.extend((node, scope, flow) for node in nodes)

    def last_name(self, node: Node) -> str:
        """``C``, of ``A::B::C``."""
        return next(reversed(list(self.identifiers(node))), "")

    def define(self, scope: int, name: str) -> None:
        """A function in a block may also be one of what is around it."""
        self.bind(scope, name, DEFINED)
        while self.levels[scope].block:
            scope = self.levels[scope].parent
            if scope == 0:
                self.bind(0, name, DEFINED)

    def bind_as(self, scope: int, name: str, value: Bound, reach: Reach) -> None:
        """A name is bound, as far as its form reaches."""
        match reach:
            case Reach.FUNCTION:
                while self.levels[scope].block:
                    scope = self.levels[scope].parent
                self.bind(scope, name, value)
            case Reach.BLOCK:
                self.bind(scope, name, value)
            case Reach.OUTWARD if scope or (self.in_class and self.scopes.global_objects):
                # What a class declares is a field; what is set in it is set around it.
                self.levels[scope].assigned.setdefault(name, []).append(value)
            case Reach.OUTWARD:
                self.bind(0, name, value)
            case Reach.OPEN if scope:
                self.soft.add(name)
            case Reach.OPEN:
                self.bind(0, name, value)
            case _:
                assert_never(reach)

    def bind(self, scope: int, name: str, value: Bound) -> None:
        """A name is bound in a level, to this value."""
        level = self.levels[scope]
        level.binds.setdefault(name, []).append(value)
        level.use(name, BIND)

    def attribute(self, name: str, bits: int) -> None:
        """Something is done to an attribute of anything."""
        self.attributes[name] = self.attributes.get(name, 0) | bits
        self.strange(name, bits)
        short = unmangled(name) if self.scopes.mangles else ""
        if short:
            self.attributes[short] = self.attributes.get(short, 0) | bits

    def strange(self, name: str, bits: int) -> None:
        """An attribute through which others can be written."""
        if name in self.scopes.poisons or name in self.scopes.namespaces:
            self.poisons.add(Fallback.NAMESPACE)
        if bits & (BIND | WRITE | RESULT) and name in self.scopes.wholes:
            self.writes_any = True
        if bits & (CHANGING | ELEMENT) and name in self.scopes.wildcards:
            self.writes_any = True

    def own_attribute(self, name: str, bits: int) -> None:
        """Something is done to an attribute of the object of the method."""
        self.own[name] = self.own.get(name, 0) | bits
        if name in self.scopes.poisons:
            self.poisons.add(Fallback.NAMESPACE)
        if bits & (CHANGING | ELEMENT) and name in self.scopes.wildcards:
            self.writes_any_own = True
        if self.self_is_plain:
            self.attribute(name, bits)

    def is_object(self, root: Node) -> bool:
        """Whether a root is the object of the method around."""
        if self.self_name is None:
            return False
        return root.type in self.scopes.self_kinds or self.text(root) == self.self_name

    def is_self(self, given: list[Node]) -> bool:
        """Whether the first argument is the object of the method."""
        return bool(given and given[0].type in self.scopes.identifiers and self.is_object(given[0]))

    def constant(self, node: Node) -> str | None:
        """The text of a string that is written out, or of a symbol."""
        scopes = self.scopes
        if node.type in scopes.symbols:
            return self.text(node)
        if node.type not in scopes.strings or any(
            child.type in scopes.interpolations for child in node.named_children
        ):
            return None
        return self.raw(node).strip("\"'`")

    def raw(self, node: Node) -> str:
        """What a node spells, as it stands in the file."""
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")
