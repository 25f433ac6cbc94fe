"""What an item of the outline does to names: which it binds, deletes, changes and refers to.

One walk over the syntax of an item, without recursion, driven by the tables of the language. Names
are compared as the language compares them. What the walk does not know it takes for a reference
through which the thing may be changed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import assert_never

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.scopes import (
    Binder,
    Doubt,
    Flow,
    Reach,
    ScopeTable,
)
from fpcache_ops.evidence.outline import Item, ItemKind, Outline
from fpcache_ops.evidence.syntax import fielded, grammar

# What is done to a name, as bits. A name with none of these is only looked at.
READ = 0
BIND = 1
"""It is bound, rebound or deleted."""
WRITE = 2
"""An element of it is, or what the language itself looks up in it (``__init__``)."""
MUTATE = 4
"""A method is called on it that changes containers: ``append``, ``update``."""
CALL = 8
"""A method is called on it that may change something."""
DECORATE = 16
"""A method of it decorates a definition."""
ESCAPE = 32
"""It is passed on, returned or stored: something else may change it."""
ELEMENT = 64
"""Something that it holds is."""
ALIAS = 128
"""It is given another name."""
RESULT = 256
"""It is called, and something is done to what it returns that may change this."""
CONFIGURE = 512
"""A method is called on it whose name says that it sets something: ``set_policy``."""
DEEP = 1024
"""An attribute of it is bound, or something behind one is changed."""

BOUND = 2048
"""An attribute of it gets out; it may be a method through which it can be changed."""

TEACH = 4096
"""A method of it decorates a definition, and not only to make it known."""

INVOKE = 8192
"""It is called."""

LATER = 16
"""So many bits further on: what a function does that is not called where it stands."""

CHANGED = BIND | WRITE | MUTATE | CONFIGURE
"""It is no longer what it was."""

_CHANGING = CHANGED | CALL | ESCAPE | DEEP

_OF_FLOW = {
    Flow.READ: READ,
    Flow.ELEMENT: ELEMENT,
    Flow.ESCAPE: ESCAPE,
    Flow.ALIAS: ESCAPE | ALIAS,
    Flow.DECORATE: ESCAPE,
    Flow.LATER: ESCAPE,
    Flow.PUBLISH: READ,
}


def _flow_of(bits: int) -> Flow:
    """Where something goes to which this is done."""
    if bits & (_CHANGING | BOUND):
        return Flow.ESCAPE
    return Flow.ELEMENT if bits & ELEMENT else Flow.READ


_LATER_FLOWS = (Flow.ALIAS, Flow.LATER, Flow.PUBLISH)

_INTERNED = 100_000

Bound = Node | str
"""What a name is bound to: a node of the source, or the kind of definition."""

UNKNOWN = "unknown"
IMPORTED = "imported"
MODULE_ITSELF = "module "
"""Before the name of a module that is imported as such."""
DEFINED = "defined"


@dataclass(frozen=True, slots=True)
class Facts:
    """What an item does to names.

    ``binds`` are names bound where the item stands, with what to; ``module_binds`` those of the
    module, which a method may bind too by declaring them. ``soft`` are names bound by it that hide
    nothing.

    ``annotated`` are names that only its annotations mention. With bits of use: ``names`` of the
    module that it touches, ``own`` attributes that it touches through ``self``, ``of_names``
    attributes of a name of the module (attribute, then name), ``attributes`` of anything else;
    ``attribute_binds`` is what any of these is bound to. ``binds_any``: it may bind any name that
    nothing else does. ``taken`` are names of other modules that it imports, under whatever name.

    ``operates_on_self``: ``self`` is used otherwise than for its attributes; ``leaks_self``: and
    something else may get hold of it. ``writes_any``: an attribute
    is written whose name is computed; ``writes_any_own``: one of ``self``. ``exits``: what follows
    it may not be reached. ``compares``: it asks whether values are equal. ``doubts`` are about what
    the item itself means, ``poisons`` about what it may do to anything in the file.
    """

    binds: Mapping[str, tuple[Bound, ...]]
    module_binds: Mapping[str, tuple[Bound, ...]]
    own_binds: Mapping[str, tuple[Bound, ...]]
    attribute_binds: Mapping[str, tuple[Bound, ...]]
    annotated: frozenset[str]
    names: Mapping[str, int]
    own: Mapping[str, int]
    of_names: Mapping[str, Mapping[str, int]]
    attributes: Mapping[str, int]
    soft: frozenset[str]
    taken: frozenset[str]
    operates_on_self: bool
    leaks_self: bool
    writes_any: bool
    writes_any_own: bool
    exits: bool
    compares: bool
    binds_any: bool
    doubts: frozenset[Fallback]
    poisons: frozenset[Fallback]


class _Scope:
    """A function, class or the item itself, while it is walked."""

    __slots__ = (
        "annotated",
        "assigned",
        "attributes",
        "binds",
        "block",
        "declared",
        "hides",
        "later",
        "parent",
        "uses",
    )

    def __init__(
        self, parent: int, hides: bool, *, block: bool = False, later: bool = False
    ) -> None:
        self.parent = parent
        self.hides = hides
        self.block = block
        self.later = later
        # Bound here, but declared around.
        self.assigned: dict[str, list[Bound]] = {}
        self.binds: dict[str, list[Bound]] = {}
        self.declared: set[str] = set()
        self.uses: dict[str, int] = {}
        self.annotated: set[str] = set()
        # Of names: the attribute, the name, and what is done to the attribute.
        self.attributes: list[tuple[str, str, int]] = []


class _Sign:
    """A link of a chain that is no attribute."""


_CALLED = _Sign()
_INDEXED = _Sign()
_Link = str | _Sign

_Handler = Callable[["_Walk", Node, int, Flow], None]


class _Actions:
    """For each number of a kind, what the walk does: a method, or the flow into its children."""

    def __init__(self, table: LanguageTable, scopes: ScopeTable) -> None:
        language = grammar(table.name)
        self.scopes = scopes
        self.handlers: list[_Handler | None] = []
        self.flows: list[Flow] = []
        self.comparisons = frozenset(
            number
            for number in range(language.node_kind_count)
            if language.node_kind_for_id(number) in scopes.comparisons
        )
        for number in range(language.node_kind_count):
            name = language.node_kind_for_id(number) or ""
            self.handlers.append(self._handler(name))
            self.flows.append(scopes.flows.get(name, Flow.ESCAPE))
        self.interned: dict[bytes, str] = {}
        # Whether a kind has names of its own, and hides others with them.
        self.levels: list[bool | None] = []
        for number in range(language.node_kind_count):
            name = language.node_kind_for_id(number) or ""
            known = True if name in scopes.blocks else None
            self.levels.append(False if name in scopes.class_bodies else known)
        # Naming one of these is as bad as calling it.
        self.rewriters = frozenset(
            name
            for name, reflection in scopes.reflection.items()
            if reflection.doubt in (Doubt.EVALUATES, Doubt.NAMESPACE)
        )

    def _handler(self, kind: str) -> _Handler | None:
        scopes = self.scopes
        tables: tuple[tuple[Iterable[str], _Handler], ...] = (
            (scopes.literals, _Walk.skip),
            (scopes.strings, _Walk.string),
            (scopes.own_kinds, _Walk.chain),
            (scopes.annotations, _Walk.annotation),
            (scopes.identifiers, _Walk.name),
            (scopes.not_names, _Walk.partly),
            (scopes.transparent, _Walk.transparent),
            (scopes.decorators, _Walk.decorator),
            (scopes.binders, _Walk.binder),
            (scopes.mutating_operators, _Walk.operator),
            (scopes.references, _Walk.reference),
            (scopes.captures, _Walk.capture),
            (scopes.mixed_patterns, _Walk.mixed_pattern),
            (scopes.imports, _Walk.imports),
            (scopes.globals, _Walk.declare),
            (scopes.wrappers, _Walk.wrapper),
            (scopes.scopes, _Walk.function),
            (scopes.classes, _Walk.nested_class),
            (scopes.typevars, _Walk.typevar),
            (scopes.bases, _Walk.base),
            (scopes.jumps, _Walk.jump),
            (scopes.doubtful_kinds, _Walk.doubtful_kind),
            (scopes.members, _Walk.chain),
            (scopes.subscripts, _Walk.chain),
            (scopes.views, _Walk.chain),
            (scopes.calls, _Walk.chain),
        )
        return next((handler for kinds, handler in tables if kind in kinds), None)


@cache
def _actions(table: LanguageTable) -> _Actions:
    assert table.scope is not None
    return _Actions(table, table.scope)


def as_compared(name: str, scopes: ScopeTable) -> str:
    """A name as the language compares it."""
    if scopes.escaped_names and "\\" in name:
        name = _ESCAPE.sub(_unescaped, name)
    if scopes.nfkc and not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    if scopes.sigils:
        name = name.strip(scopes.sigils) or name
    return name.lower() if scopes.casefold else name


_ESCAPE = re.compile(r"\\u(?:\{0*([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4}))")


def _unescaped(escape: re.Match[str]) -> str:
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= 0x10FFFF else escape[0]


def part(node: Node, field: str) -> Node | None:
    """The child in a field, or the named child of this number."""
    if not field.isdigit():
        return node.child_by_field_name(field)
    children = node.named_children
    return children[int(field)] if int(field) < len(children) else None


def unmangled(name: str) -> str:
    """``__x``, of ``_Shop__x``: what the attribute is called inside its class."""
    if name.startswith("_") and not name.startswith("__"):
        cut = name.find("__", 1)
        if cut > 0 and not name.endswith("__"):
            return name[cut:]
    return ""


def facts_of(item: Item, layout: Outline, source: bytes, table: LanguageTable) -> Facts:
    """The facts of an item; of a container, those of its header."""
    walk = _Walk(source, _actions(table))
    if item.is_container:
        walk.header(item, layout)
    else:
        walk.item(item)
    return walk.facts()


class _Walk:
    """Walks one item."""

    def __init__(self, source: bytes, actions: _Actions) -> None:
        self._source = source
        self._actions = actions
        self._scopes = actions.scopes
        self._levels = [_Scope(-1, False)]
        self._pending: list[tuple[Node, int, Flow]] = []
        self._self_name: str | None = None
        self._self_is_plain = False
        self._in_class = False
        self._outermost = -1
        self._own: dict[str, int] = {}
        self._own_binds: dict[str, list[Bound]] = {}
        self._attribute_binds: dict[str, list[Bound]] = {}
        self._attributes: dict[str, int] = {}
        self._soft: set[str] = set()
        self._taken: set[str] = set()
        self._operates_on_self = self._leaks_self = False
        self._writes_any = self._writes_any_own = False
        self._exits = self._compares = self._binds_any = False
        self._doubts: set[Fallback] = set()
        self._poisons: set[Fallback] = set()

    # The walk

    def item(self, item: Item) -> None:
        self._in_class = item.owner >= 0
        if self._in_class:
            self._find_self(item)
        if item.kind is ItemKind.FUNCTION:
            self._outermost = item.core.id
        if item.core.type in self._scopes.loose_methods:
            self._loose_method(item)
        if item.kind is ItemKind.NAME:
            around = item.node.parent
            self._imported(item.node, 0, around.type if around is not None else "")
            return
        self._pending.append((item.node, 0, Flow.READ))
        self._run()

    def header(self, item: Item, layout: Outline) -> None:
        self._in_class = item.owner >= 0
        if item.kind is ItemKind.IMPORT:
            return
        for node, field in layout.header(item):
            if field == self._scopes.not_names.get(item.core.type, ""):
                continue
            if field == "name" and item.kind in (ItemKind.CLASS, ItemKind.GROUP):
                self._bind(0, self._last_name(node), DEFINED)
            elif node.type in self._scopes.parameter_lists or field in (
                self._scopes.parameter_fields
            ):
                given = IMPORTED if self._wraps_a_module(item, layout) else UNKNOWN
                self._header_parameters(node, given)
            else:
                self._pending.append((node, 0, Flow.READ))
        self._run()

    def _header_parameters(self, node: Node, given: Bound) -> None:
        """Parameters of what wraps a module; what they are given is looked at."""
        scopes = self._scopes
        listed = node.type in scopes.parameter_lists
        for parameter in node.named_children if listed else [node]:
            field = scopes.parameters.get(parameter.type)
            target = part(parameter, field) if field else parameter
            for name in self._identifiers(parameter):
                self._use(0, name, READ)
            for name in self._identifiers(target or parameter):
                self._bind(0, name, given)

    def _wraps_a_module(self, item: Item, layout: Outline) -> bool:
        """Whether what wraps a module is given others only, or what browsers have anyhow."""
        scopes = self._scopes
        for node in item.spine:
            if node.type not in scopes.calls:
                continue
            callee = scopes.calls[node.type]
            function, given = part(node, callee.function), part(node, callee.arguments)
            if function is None or given is None:
                return False
            return self._text(function) in scopes.wrapping_calls or all(
                one.id in layout.holes
                or one in item.spine
                or (one.type in scopes.identifiers and self._text(one) in scopes.builtins)
                for one in given.named_children
            )
        return False

    def _run(self) -> None:
        pending = self._pending
        handlers, flows, levels = self._actions.handlers, self._actions.flows, self._actions.levels
        comparisons = self._actions.comparisons
        while pending:
            node, scope, flow = pending.pop()
            kind = node.kind_id
            if kind in comparisons:
                self._compares = True
            hides = levels[kind]
            if hides is not None:
                self._levels.append(_Scope(scope, hides, block=hides))
                scope = len(self._levels) - 1
            handler = handlers[kind]
            if handler is not None:
                handler(self, node, scope, flow)
                continue
            inner = flows[kind]
            if inner < 0:
                inner = flow
            elif inner is Flow.ESCAPE and flow in _LATER_FLOWS:
                inner = Flow.PUBLISH if flow is Flow.PUBLISH else Flow.LATER
            for child in node.named_children:
                pending.append((child, scope, inner))

    def facts(self) -> Facts:
        """Settle which names are local, and sum up."""
        levels = self._levels
        top = levels[0]
        binds = {name: tuple(values) for name, values in top.binds.items()}
        declared: dict[str, list[Bound]] = {}
        for level in reversed(levels[1:]):
            around = levels[level.parent]
            if not level.hides:
                self._soft.update(level.binds)
            for name in level.declared & level.binds.keys():
                declared.setdefault(name, []).extend(level.binds[name])
            for name, given in level.assigned.items():
                if not (level.hides and name in level.binds):
                    around.assigned.setdefault(name, []).extend(given)
            for name, bits in level.uses.items():
                if name in level.declared:
                    top.uses[name] = top.uses.get(name, 0) | bits
                elif not (level.hides and name in level.binds):
                    outside = bits & ~BIND
                    if level.later:
                        outside = (outside | outside >> LATER) << LATER
                    around.uses[name] = around.uses.get(name, 0) | outside
            around.annotated |= level.annotated - level.binds.keys()
            for attribute, name, bits in level.attributes:
                if name in level.declared:
                    top.attributes.append((attribute, name, bits))
                elif level.hides and name in level.binds:
                    self._attribute(attribute, bits)
                else:
                    around.attributes.append((attribute, name, bits))
        for name, given in top.assigned.items():
            top.uses[name] = top.uses.get(name, 0) | BIND
            declared.setdefault(name, []).extend(given)
        of_names: dict[str, dict[str, int]] = {}
        for attribute, name, bits in top.attributes:
            known = of_names.setdefault(attribute, {})
            known[name] = known.get(name, 0) | bits
        if not self._actions.rewriters.isdisjoint(top.uses):
            self._poisons.add(Fallback.EVALUATED_CODE)
        if not self._scopes.namespaces.isdisjoint((*top.uses, *self._taken)):
            self._poisons.add(Fallback.NAMESPACE)
        for name, sign in self._scopes.rewriting.items():
            if sign in self._source:
                named = (top.uses, self._attributes, of_names, self._taken)
                self._writes_any |= any(name in one for one in named)
        module_binds = {name: tuple(values) for name, values in declared.items()}
        if self._in_class and self._scopes.implicit_self:
            for name, bits in top.uses.items():
                self._own[name] = self._own.get(name, 0) | bits | bits >> LATER
                if bits & CHANGED:
                    self._attribute(name, bits)
            for name, given in top.assigned.items():
                self._own_binds.setdefault(name, []).extend(given)
        if self._in_class:
            for name in binds.keys() - declared.keys():
                top.uses[name] &= ~BIND
                if top.uses[name] == READ:
                    del top.uses[name]
        else:
            for name, values in binds.items():
                module_binds[name] = values + module_binds.get(name, ())
        return Facts(
            binds=binds,
            module_binds=module_binds,
            own_binds={name: tuple(values) for name, values in self._own_binds.items()},
            attribute_binds={name: tuple(values) for name, values in self._attribute_binds.items()},
            annotated=frozenset(top.annotated - top.uses.keys()),
            names=top.uses,
            own=self._own,
            of_names=of_names,
            attributes=self._attributes,
            soft=frozenset(self._soft),
            taken=frozenset(self._taken),
            operates_on_self=self._operates_on_self,
            leaks_self=self._leaks_self,
            writes_any=self._writes_any,
            writes_any_own=self._writes_any_own,
            exits=self._exits,
            compares=self._compares,
            binds_any=self._binds_any,
            doubts=frozenset(self._doubts),
            poisons=frozenset(self._poisons),
        )

    # Names

    def _text(self, node: Node) -> str:
        raw = self._source[node.start_byte : node.end_byte]
        known = self._actions.interned.get(raw)
        if known is None:
            known = as_compared(raw.decode("utf-8", "replace"), self._scopes)
            if len(self._actions.interned) < _INTERNED:
                self._actions.interned[raw] = known
        return known

    def _identifiers(self, node: Node) -> Iterator[str]:
        pending = [node]
        while pending:
            at = pending.pop()
            if at.type in self._scopes.identifiers:
                yield self._text(at)
            else:
                pending += reversed(at.named_children)

    def _use(self, scope: int, name: str, bits: int) -> None:
        uses = self._levels[scope].uses
        uses[name] = uses.get(name, 0) | bits

    def _last_name(self, node: Node) -> str:
        """``C``, of ``A::B::C``."""
        return next(reversed(list(self._identifiers(node))), "")

    def _define(self, scope: int, name: str) -> None:
        """A function in a block may also be one of what is around it."""
        self._bind(scope, name, DEFINED)
        while self._levels[scope].block:
            scope = self._levels[scope].parent
            if scope == 0:
                self._bind(0, name, DEFINED)

    def _bind_as(self, scope: int, name: str, value: Bound, reach: Reach) -> None:
        match reach:
            case Reach.FUNCTION:
                while self._levels[scope].block:
                    scope = self._levels[scope].parent
                self._bind(scope, name, value)
            case Reach.BLOCK:
                self._bind(scope, name, value)
            case Reach.OUTWARD if scope:
                self._levels[scope].assigned.setdefault(name, []).append(value)
            case Reach.OUTWARD:
                self._bind(0, name, value)
            case Reach.OPEN if scope:
                self._soft.add(name)
            case Reach.OPEN:
                self._bind(0, name, value)
            case _:
                assert_never(reach)

    def _bind(self, scope: int, name: str, value: Bound) -> None:
        level = self._levels[scope]
        level.binds.setdefault(name, []).append(value)
        level.uses[name] = level.uses.get(name, 0) | BIND

    def _attribute(self, name: str, bits: int) -> None:
        self._attributes[name] = self._attributes.get(name, 0) | bits
        self._strange(name, bits)
        short = unmangled(name) if self._scopes.mangles else ""
        if short:
            self._attributes[short] = self._attributes.get(short, 0) | bits

    def _strange(self, name: str, bits: int) -> None:
        """An attribute through which others can be written."""
        if name in self._scopes.poisons or name in self._scopes.namespaces:
            self._poisons.add(Fallback.NAMESPACE)
        if bits & BIND and name in self._scopes.wholes:
            self._writes_any = True
        if bits & (_CHANGING | ELEMENT) and name in self._scopes.wildcards:
            self._writes_any = True

    def _own_attribute(self, name: str, bits: int) -> None:
        self._own[name] = self._own.get(name, 0) | bits
        if name in self._scopes.poisons:
            self._poisons.add(Fallback.NAMESPACE)
        if bits & (_CHANGING | ELEMENT) and name in self._scopes.wildcards:
            self._writes_any_own = True
        if self._self_is_plain:
            self._attribute(name, bits)

    def _find_self(self, item: Item) -> None:
        """The first parameter of a method is the object; only some names for it are customary."""
        scopes = self._scopes
        if scopes.self_word:
            self._self_name, self._self_is_plain = scopes.self_word, True
        if not scopes.first_parameter_is_self or item.kind is not ItemKind.FUNCTION:
            return
        for decorator in item.node.named_children:
            if decorator.type in scopes.decorators and any(
                name in scopes.static_decorators for name in self._identifiers(decorator)
            ):
                return
        for child in item.core.named_children:
            if child.type in scopes.parameter_lists and child.named_child_count:
                self._self_name = next(self._identifiers(child.named_children[0]), None)
                self._self_is_plain = self._self_name not in scopes.self_names
                return

    def _loose_method(self, item: Item) -> None:
        """A method that its class does not hold: an attribute of anything."""
        name = item.core.child_by_field_name("name")
        if name is None:
            return
        method = self._text(name)
        self._attribute(method, BIND)
        if method in self._scopes.implicit_members:
            for child in item.core.named_children:
                if child.type in self._scopes.parameter_lists:
                    for of in self._identifiers(child):
                        self._use(0, of, WRITE)
                    return

    # Handlers

    def skip(self, _node: Node, _scope: int, _flow: Flow) -> None:
        """A literal, a comment: no names."""

    def name(self, node: Node, scope: int, flow: Flow) -> None:
        name = self._text(node)
        if name == self._self_name:
            self._operates_on_self = True
            self._leaks_self |= flow is not Flow.READ
        if name in self._scopes.reflection:
            self._named_by_reflection(name)
        if scope == 0 and name in self._scopes.exits:
            self._exits = True
        self._use(scope, name, _OF_FLOW[flow])

    def string(self, node: Node, scope: int, _flow: Flow) -> None:
        """Only what is interpolated can name anything."""
        for child in node.named_children:
            if child.type in self._scopes.interpolations:
                self._pending.append((child, scope, Flow.READ))

    def partly(self, node: Node, scope: int, flow: Flow) -> None:
        """A kind of which one field is a word, not a name."""
        word = self._scopes.not_names[node.type]
        inner = self._actions.flows[node.kind_id]
        for child, field in fielded(node):
            if field != word:
                self._pending.append((child, scope, flow if inner < 0 else inner))

    def transparent(self, node: Node, scope: int, flow: Flow) -> None:
        self._pending.extend((child, scope, flow) for child in node.named_children)

    def decorator(self, node: Node, scope: int, _flow: Flow) -> None:
        self._pending.extend((child, scope, Flow.DECORATE) for child in node.named_children)

    def wrapper(self, node: Node, scope: int, _flow: Flow) -> None:
        self._pending.extend((child, scope, Flow.READ) for child in node.named_children)

    def operator(self, node: Node, scope: int, flow: Flow) -> None:
        """``list << x``."""
        field, signs = self._scopes.mutating_operators[node.type]
        sign, changed = node.child_by_field_name("operator"), node.child_by_field_name(field)
        inner = self._actions.flows[node.kind_id]
        flow = flow if inner < 0 else inner
        if sign is None or sign.type not in signs:
            changed = None
        for child in node.named_children:
            if child == changed:
                bits = MUTATE | _OF_FLOW[flow]
                self._chain(child, scope, flow, written=True, value=None, bits=bits)
            else:
                self._pending.append((child, scope, flow))

    def reference(self, node: Node, scope: int, flow: Flow) -> None:
        """``&x``: whoever has it may assign to ``x``."""
        field, signs = self._scopes.references[node.type]
        sign, given = node.child_by_field_name("operator"), node.child_by_field_name(field)
        if sign is None or sign.type not in signs:
            given = None
        for child in node.named_children:
            if child == given:
                self._give_out(child, scope, Reach.OUTWARD)
            else:
                self._pending.append((child, scope, flow))

    def capture(self, node: Node, scope: int, _flow: Flow) -> None:
        """``use (&$x)``: a function assigns to a variable around it."""
        for child in node.named_children:
            self._give_out(child, scope, Reach.FUNCTION)

    def _give_out(self, node: Node, scope: int, reach: Reach) -> None:
        """Something that others may assign to."""
        self._target(node, scope, Binder(reach=reach, also_reads=True), None)
        if node.type in self._scopes.identifiers:
            self._use(scope, self._text(node), ESCAPE)

    def jump(self, node: Node, scope: int, _flow: Flow) -> None:
        flow = Flow.ESCAPE
        if scope == 0:
            self._exits = True
            if node.type in self._scopes.returns:
                flow = Flow.PUBLISH
        self._pending.extend((child, scope, flow) for child in node.named_children)

    def doubtful_kind(self, node: Node, scope: int, _flow: Flow) -> None:
        self._reflected(self._scopes.doubtful_kinds[node.type], 0, node.named_children, scope)
        self._pending.extend((child, scope, Flow.ESCAPE) for child in node.named_children)

    def annotation(self, node: Node, scope: int, _flow: Flow) -> None:
        """A type: it names things, and strings in it do too."""
        annotated = self._levels[scope].annotated
        pending = [node]
        while pending:
            at = pending.pop()
            if at.type in self._scopes.strings:
                text = self._source[at.start_byte : at.end_byte].decode("utf-8", "replace")
                words = "".join(c if c.isalnum() or c == "_" else " " for c in text).split()
                annotated.update(word for word in words if word.isidentifier())
            elif at.type in self._scopes.identifiers:
                annotated.add(self._text(at))
            elif at.type in self._scopes.calls:
                self.chain(at, scope, Flow.READ)
            elif at.type in self._scopes.members:
                root, _ = self._unrolled(at, scope)
                pending.append(root)
            else:
                pending += at.named_children

    def typevar(self, node: Node, scope: int, _flow: Flow) -> None:
        for name in self._identifiers(node):
            self._soft.add(name)
            self._use(scope, name, READ)

    def base(self, node: Node, scope: int, _flow: Flow) -> None:
        """What a class inherits from is part of it."""
        for name in self._identifiers(node):
            self._use(scope, name, READ)

    def declare(self, node: Node, scope: int, _flow: Flow) -> None:
        """The names belong to the module, whatever this function does to them."""
        self._levels[scope].declared |= set(self._identifiers(node))
        if scope == 0 and self._in_class:
            self._poisons.add(Fallback.NAMESPACE)

    def imports(self, node: Node, scope: int, _flow: Flow) -> None:
        self._imported(node, scope, node.type)

    def _imported(self, node: Node, scope: int, kind: str) -> None:
        scopes = self._scopes
        whole = kind in scopes.module_imports
        pending = [(node, "")]
        while pending:
            at, field = pending.pop()
            if at.type in scopes.star_imports:
                if scopes.unbound_elsewhere:
                    self._binds_any = True
                    return
                self._poisons.add(Fallback.STAR_IMPORT)
            elif at.type in scopes.path_imports:
                self._path_import(at, scope)
            elif at.type in scopes.import_aliases:
                alias = at.child_by_field_name(scopes.import_aliases[at.type])
                source = at.child_by_field_name("name") or part(at, "0")
                bound = alias or source
                if source is not None and not whole:
                    self._taken.update(self._identifiers(source))
                if bound is not None:
                    known = self._dotted(source) if whole and source is not None else IMPORTED
                    self._bind_first(scope, bound, known)
                    self._imports_builtins(scope, known)
            elif at.type in scopes.import_names and field not in scopes.import_sources:
                first = next(self._identifiers(at), "")
                known = MODULE_ITSELF + first if whole else IMPORTED
                if not whole:
                    self._taken.update(self._identifiers(at))
                self._bind_first(scope, at, known)
                self._imports_builtins(scope, known)
            elif field not in scopes.import_sources:
                pending += [(child, field or "") for child, field in fielded(at)]

    def _bind_first(self, scope: int, node: Node, kind: str) -> None:
        """``import a.b`` binds ``a``; elsewhere it binds ``b``."""
        if self._scopes.last_import_names:
            self._bind(scope, self._last_name(node), kind)
            return
        first = next(self._identifiers(node), None)
        if first is not None:
            self._bind(scope, first, kind)

    def _path_import(self, node: Node, scope: int) -> None:
        """``"example.org/go-shop/v2"``: what it is called stands in another file."""
        path = node.child_by_field_name(self._scopes.path_imports[node.type])
        name = node.child_by_field_name("name")
        if name is not None:
            self._bind(scope, self._text(name), IMPORTED)
            self._binds_any = name.type in self._scopes.star_imports
        elif path is not None:
            text = self._source[path.start_byte : path.end_byte].decode("utf-8", "replace")
            text = text.strip("\"`'")
            self._bind(scope, text.rpartition("/")[2], IMPORTED)
            self._binds_any = "." in text

    def _imports_builtins(self, scope: int, known: str) -> None:
        """In a function it is not followed under what name."""
        if scope and known.removeprefix(MODULE_ITSELF) in self._scopes.builtin_modules:
            self._poisons.add(Fallback.NAMESPACE)

    def _dotted(self, node: Node) -> str:
        return MODULE_ITSELF + ".".join(self._identifiers(node))

    def binder(self, node: Node, scope: int, flow: Flow) -> None:
        form = self._scopes.binders[node.type]
        value: Bound | None = part(node, form.value) if form.value else None
        flow_in = form.flow
        if value is not None and self._scopes.import_calls:
            value = self._module_of(value) or value
        if self._scopes.export_roots and self._exports(node, form):
            flow_in = Flow.PUBLISH
        for place, (child, found) in enumerate(fielded(node)):
            field = found or str(place)
            if field in form.targets or not form.targets:
                self._target(child, scope, form, value)
            elif field and field == form.value:
                self._pending.append((child, scope, flow_in))
            else:
                inner = self._actions.flows[node.kind_id]
                self._pending.append((child, scope, flow if inner < 0 else inner))

    def _is_plain(self, target: Node) -> bool:
        """Whether a target is assigned to by ``=``."""
        sign = target.parent.child_by_field_name("operator") if target.parent else None
        return sign is not None and sign.type == "="

    def _reach(self, target: Node, form: Binder) -> Reach:
        """To what a name is local, by the words or kinds around its binding."""
        node = target.parent if form.reaches else None  # A parent is looked for from the root.
        if node is None:
            return form.reach
        word = node.child_by_field_name("kind")
        spelt = self._text(word) if word is not None else ""
        around = node.parent.type if node.parent is not None else ""
        signs = [around, spelt, *(child.type for child in node.children if not child.is_named)]
        return next((form.reaches[one] for one in signs if one in form.reaches), form.reach)

    def _exports(self, node: Node, form: Binder) -> bool:
        """``module.exports = ...``."""
        at = node.child_by_field_name(form.targets[0]) if form.targets else None
        while at is not None and at.type in self._scopes.members:
            at = part(at, self._scopes.members[at.type][0])
        return at is not None and self._text(at) in self._scopes.export_roots

    def _module_of(self, value: Bound) -> str:
        """What ``require("a").b`` stands for, if it does for anything imported."""
        if isinstance(value, str):
            return ""
        at: Node | None = value
        whole = True
        while at is not None:
            if at.type in self._scopes.members:
                at, whole = at.child_by_field_name(self._scopes.members[at.type][0]), False
            elif at.type in self._scopes.transparent and at.named_child_count == 1:
                at = at.named_children[0]
            else:
                break
        if at is None or at.type not in self._scopes.calls:
            return ""
        callee = self._scopes.calls[at.type]
        function, given = part(at, callee.function), part(at, callee.arguments)
        if function is None or self._text(function) not in self._scopes.import_calls:
            return ""
        named = given.named_children if given is not None else []
        if whole and len(named) == 1 and named[0].type in self._scopes.strings:
            return MODULE_ITSELF + self._text(named[0]).strip("\"'`")
        return IMPORTED

    def _target(self, top: Node, scope: int, form: Binder, value: Bound | None) -> None:
        scopes = self._scopes
        reads = form.also_reads and not self._is_plain(top)
        pending = [top]
        while pending:
            at = pending.pop()
            kind = at.type
            if kind in scopes.identifiers or kind in scopes.member_names:
                name = self._text(at)
                known = value if value is not None and at == top else UNKNOWN
                if isinstance(value, str) and known is UNKNOWN:
                    known = IMPORTED
                reach = Reach.OUTWARD if kind in scopes.global_kinds else self._reach(top, form)
                if form.hides:
                    self._bind_as(scope, name, known, reach)
                else:
                    self._soft.add(name)
                if reads:
                    self._use(scope, name, ELEMENT)
            elif (
                kind in scopes.members
                or kind in scopes.subscripts
                or kind in scopes.calls
                or kind in scopes.own_kinds
            ):
                bits = BIND | ELEMENT if reads else BIND
                self._chain(at, scope, Flow.READ, written=True, value=value, bits=bits)
            elif kind in scopes.partial_patterns:
                target = part(at, scopes.partial_patterns[kind])
                for child in at.named_children:
                    if child == target:
                        pending.append(child)
                    elif child.type not in scopes.member_names:
                        self._pending.append((child, scope, Flow.ESCAPE))
            elif kind in scopes.patterns:
                pending += at.named_children
            else:
                self._pending.append((at, scope, Flow.ESCAPE))

    def mixed_pattern(self, node: Node, scope: int, _flow: Flow) -> None:
        """A name in it may be captured or compared with: both are assumed."""
        for name in self._identifiers(node):
            self._soft.add(name)
            if scope == 0:
                self._bind(scope, name, UNKNOWN)
            self._use(scope, name, READ)

    def nested_class(self, node: Node, scope: int, _flow: Flow) -> None:
        """A class inside an item: what it binds hides nothing from its methods."""
        body = node.child_by_field_name(self._scopes.classes[node.type])
        self._levels.append(_Scope(scope, False))
        inside = len(self._levels) - 1
        for child, field in fielded(node):
            if field == "name":
                self._bind(scope, self._text(child), DEFINED)
            elif child == body:
                self._pending.append((child, inside, Flow.READ))
            else:
                self._pending.append((child, scope, Flow.READ))

    def function(self, node: Node, scope: int, flow: Flow) -> None:
        scopes = self._scopes
        later = node.id != self._outermost and (
            node.type in scopes.deferred or (bool(scopes.deferred) and flow in _LATER_FLOWS)
        )
        self._levels.append(_Scope(scope, True, later=later))
        inside = len(self._levels) - 1
        bodies = scopes.scopes[node.type]
        for child, found in fielded(node):
            field = found or ""
            if child.type in scopes.parameter_lists:
                self._parameters(child, scope, inside)
            elif field in scopes.parameter_fields:
                self._target(child, inside, Binder(), None)
            elif field in bodies:
                self._pending.append((child, inside, Flow.ESCAPE))
            elif field == "name" and node.type in scopes.lambdas:
                self._bind(inside, self._text(child), DEFINED)
            elif field == "name" and (
                child.type in scopes.identifiers or child.type in scopes.member_names
            ):
                self._define(scope, self._text(child))
            else:
                self._pending.append((child, scope, Flow.READ))

    def _parameters(self, node: Node, outside: int, inside: int) -> None:
        """Defaults and annotations are read where the function is defined."""
        scopes = self._scopes
        form = Binder()
        for parameter in node.named_children:
            field = scopes.parameters.get(parameter.type)
            if field is None:
                self._target(parameter, inside, form, None)
                continue
            targets = parameter.children_by_field_name(field) if field else []
            if not targets and parameter.named_child_count and not field:
                targets = parameter.named_children[:1]
            signs = scopes.promotions.get(parameter.type, ())
            promoted = any(child.type in signs for child in parameter.children)
            for child in parameter.named_children:
                if child in targets:
                    self._target(child, inside, form, None)
                    if promoted:
                        self._own_attribute(self._text(child), BIND)
                        self._own_binds.setdefault(self._text(child), []).append(UNKNOWN)
                else:
                    self._pending.append((child, outside, Flow.ESCAPE))

    # Chains: ``a.b[c].d(e)``

    def chain(self, node: Node, scope: int, flow: Flow) -> None:
        self._chain(node, scope, flow, written=False, value=None)

    def _chain(
        self,
        node: Node,
        scope: int,
        flow: Flow,
        *,
        written: bool,
        value: Bound | None,
        bits: int = BIND,
    ) -> None:
        root, links = self._unrolled(node, scope)
        result = _OF_FLOW[flow]
        if flow is Flow.ALIAS and any(link is _CALLED for link in links):
            result = ESCAPE
        kept = self._along(links, flow, bits if written else result, written)
        first = links[0] if links else None
        if written and links and isinstance(links[-1], str):
            given = value if value is not None else UNKNOWN
            self._attribute_binds.setdefault(links[-1], []).append(given)
        if root.type in self._scopes.own_kinds:
            if self._self_name is None:
                self._attribute(self._text(root), kept[1])
                self._behind(links, kept)
            else:
                self._own_links(links, kept, value if written and len(links) == 1 else None)
            return
        if root.type in self._scopes.identifiers:
            self._from_name(root, scope, links, kept)
            if isinstance(first, str) and self._text(root) in self._scopes.global_objects:
                self._of_the_program(first, kept[1])
            if isinstance(first, str) and self._is_object(root):
                self._own_links(links, kept, value if written and len(links) == 1 else None)
                return
            if isinstance(first, str) and not self._is_any_object(root):
                self._levels[scope].attributes.append((first, self._text(root), kept[1]))
                self._strange(first, kept[1])
                short = unmangled(first) if self._scopes.mangles else ""
                if short:
                    self._attribute(short, kept[1])
                self._behind(links, kept)
                return
        elif root == node:  # No chain after all: ``super.()``.
            self._pending.extend((child, scope, Flow.ESCAPE) for child in root.named_children)
        elif first is _CALLED and root.type not in self._scopes.scopes:
            self._doubts.add(Fallback.COMPUTED_CALL)
            self._pending.append((root, scope, Flow.ESCAPE))
        else:
            # ``(a or b).append(c)``: it is done to either.
            self._pending.append((root, scope, _flow_of(kept[0])))
        if isinstance(first, str):
            self._attribute(first, kept[1])
        self._behind(links, kept)

    def _of_the_program(self, name: str, bits: int) -> None:
        """``globalThis.name`` is ``name``."""
        self._use(0, name, bits & ~BIND)
        if bits & BIND:
            self._levels[0].assigned.setdefault(name, []).append(UNKNOWN)

    def _is_object(self, root: Node) -> bool:
        """Whether a root is the object of the method around."""
        if self._self_name is None:
            return False
        return root.type in self._scopes.self_kinds or self._text(root) == self._self_name

    def _is_any_object(self, root: Node) -> bool:
        """Whether a root is an object of which nothing is known."""
        return root.type in self._scopes.self_kinds or (
            bool(self._scopes.self_word) and self._text(root) == self._scopes.self_word
        )

    def _behind(self, links: list[_Link], kept: list[int]) -> None:
        """Attributes behind the first link: they belong to anything."""
        for position in range(1, len(links)):
            link = links[position]
            if isinstance(link, str):
                self._attribute(link, kept[position + 1])
            elif link is _CALLED and not isinstance(links[position - 1], str):
                self._doubts.add(Fallback.COMPUTED_CALL)

    def _from_name(self, root: Node, scope: int, links: list[_Link], kept: list[int]) -> None:
        scopes = self._scopes
        name = self._text(root)
        self._use(scope, name, kept[0] | (INVOKE if links and links[0] is _CALLED else READ))
        if self._is_object(root) and not (links and isinstance(links[0], str)):
            self._operates_on_self = self._leaks_self = True
            if links and links[0] is _INDEXED and kept[0] & _CHANGING:
                self._writes_any_own = True
        if name in scopes.global_objects and links and links[0] is _INDEXED and kept[0] & _CHANGING:
            self._poisons.add(Fallback.NAMESPACE)
        if name in scopes.dictionaries and any(bits & ~BOUND for bits in kept):
            self._writes_any = self._writes_any_own = True
        if name in scopes.builtin_modules and kept[0] & _CHANGING:
            self._poisons.add(Fallback.NAMESPACE)

    def _own_links(self, links: list[_Link], kept: list[int], value: Bound | None) -> None:
        """Attributes of ``self``: the first is its own."""
        first = links[0]
        assert isinstance(first, str)
        self._own_attribute(first, kept[1])
        if kept[1] & BIND:
            self._own_binds.setdefault(first, []).append(value if value is not None else UNKNOWN)
        self._behind(links, kept)

    def _along(self, links: list[_Link], flow: Flow, result: int, written: bool) -> list[int]:
        """What is done to the root, and to the value behind each link."""
        count = len(links)
        kept = [READ] * (count + 1)
        kept[count] = result
        behind = READ
        if written:
            behind = WRITE
        elif not links:
            return kept
        elif flow is Flow.DECORATE and isinstance(links[-1], str):
            behind = ELEMENT | self._method(links[-1], flow)  # ``@a.register`` calls it.
        elif result & (ESCAPE | ELEMENT):
            behind = ELEMENT | (result & ALIAS)
            if isinstance(links[-1], str):
                behind |= BOUND
        for position in range(count - 1, -1, -1):
            link = links[position]
            if link is _CALLED:
                # What is done to a result is not done to the function, nor to where it was found;
                # but it may be to the object whose method it is, and this is the next link.
                done = behind | kept[count] if position + 1 == count else behind
                kept[position] = RESULT if done & _CHANGING else READ
                continue
            if isinstance(link, str):
                if (position + 1 < count and links[position + 1] is _CALLED) or (
                    self._scopes.accessors_call and not written
                ):
                    behind |= self._method(link, flow)
                elif behind & _CHANGING and not link.startswith("__"):
                    behind = (behind & ~_CHANGING) | DEEP
            kept[position] = behind
        return kept

    def _method(self, name: str, flow: Flow) -> int:
        """What a method does to its object, by its name."""
        scopes = self._scopes
        if flow is Flow.DECORATE:
            return DECORATE if name in scopes.registrations else DECORATE | TEACH
        if name in scopes.mutators:
            return MUTATE
        if name.startswith(scopes.mutator_prefixes):
            return CONFIGURE
        if name in scopes.iterators:
            return ELEMENT
        return READ if name in scopes.reads else CALL

    def _unrolled(self, node: Node, scope: int) -> tuple[Node, list[_Link]]:
        """The leftmost node of a chain, and what is done to it from left to right."""
        scopes = self._scopes
        links: list[_Link] = []
        while True:
            kind = node.type
            inner: Node | None = None
            if kind in scopes.members:
                of, named = scopes.members[kind]
                inner, name = part(node, of), part(node, named)
                if inner is None or name is None:
                    break
                self._rest(node, scope, inner, name)
                links.append(self._member(node, name, scope))
            elif kind in scopes.calls:
                callee = scopes.calls[kind]
                name = part(node, callee.name) if callee.name else None
                if callee.function:
                    inner = part(node, callee.function)
                else:
                    inner = part(node, callee.object) or name
                if inner is None:
                    break
                arguments = part(node, callee.arguments)
                if arguments is not None or not scopes.accessors_call:
                    links.append(_CALLED)
                self._rest(node, scope, inner, name, arguments)
                method = name if name is not inner else None
                self._arguments(arguments, method or inner, method is not None, scope)
                if method is not None:
                    links.append(self._member(node, method, scope))
            elif kind in scopes.subscripts:
                inner = part(node, scopes.subscripts[kind])
                if inner is None:
                    break
                key = self._constant_key(node, inner) if scopes.keys_are_members else ""
                self._rest(node, scope, inner)
                links.append(key or _INDEXED)
            elif kind in scopes.views:
                inner = part(node, scopes.views[kind])
                if inner is None:
                    break
                self._rest(node, scope, inner)
            elif kind in scopes.own_kinds:
                links.append(self._text(node))
                break
            elif kind in scopes.transparent and node.named_child_count == 1:
                inner = node.named_children[0]
            else:
                break
            node = inner
        links.reverse()
        return node, links

    def _member(self, node: Node, name: Node, scope: int) -> _Link:
        """The name of a member, unless it is computed."""
        if name.type not in self._scopes.computed_members.get(node.type, ()):
            return self._text(name)
        self._pending.append((name, scope, Flow.READ))
        self._doubts.add(Fallback.REFLECTION)
        return _INDEXED

    def _rest(self, node: Node, scope: int, *parts: Node | None) -> None:
        """Queue what else there is in a link of a chain: an index, a block."""
        for child in node.named_children:
            if child not in parts:
                self._pending.append((child, scope, Flow.READ))

    def _constant_key(self, node: Node, inner: Node) -> str:
        """``x``, of ``a["x"]``."""
        keys = [child for child in node.named_children if child != inner]
        if len(keys) != 1 or keys[0].type not in self._scopes.strings:
            return ""
        key = self._text(keys[0]).strip("\"'")
        return key if key.isidentifier() else ""

    def _arguments(
        self, arguments: Node | None, function: Node, is_method: bool, scope: int
    ) -> None:
        """Queue the arguments of a call, by what the callee is known to do with them."""
        scopes = self._scopes
        core = function
        while core.type in scopes.transparent and core.named_child_count == 1:
            core = core.named_children[0]
        name, method = "", ""
        if is_method:
            method = self._text(core)
            flow = scopes.harmless_methods.get(method, Flow.ESCAPE)
        elif core.type in scopes.identifiers:
            name = self._text(core)
            flow = scopes.harmless_calls.get(name, Flow.ESCAPE)
        else:
            if core.type in scopes.members:
                named = part(core, scopes.members[core.type][1])
                method = self._text(named) if named is not None else ""
            flow = scopes.harmless_methods.get(method, Flow.ESCAPE)
        if flow is Flow.ESCAPE and method in scopes.registrations and scopes.deferred:
            flow = Flow.LATER
        if scope == 0 and (name or method) in scopes.exits:
            self._exits = True
        given = arguments.named_children if arguments is not None else []
        given = [one for one in given if one.type not in scopes.comments]
        given = [
            one.named_children[0]
            if one.type in scopes.argument_wrappers and one.named_child_count == 1
            else one
            for one in given
        ]
        if name in scopes.defining_calls:
            self._defined_by_call(given[scopes.defining_calls[name] :][:1], scope)
        if name in scopes.library_calls and scope == 0:
            self._library(given)
        reflection = scopes.reflection.get(name) or scopes.reflective_methods.get(method)
        if reflection is not None:
            self._reflected(reflection.doubt, reflection.argument, given, scope)
            if self._is_self(given):
                given = given[1:]
        if name in scopes.dictionaries and not given and scope == 0:
            self._poisons.add(Fallback.NAMESPACE)
        if flow is Flow.INHERIT:  # ``super(Shop, self)`` says nothing of either.
            return
        if arguments is not None:
            # ``f(x for x in y)``: the generator stands where the list of arguments would.
            listed = arguments.type in scopes.argument_lists
            self._pending.extend((one, scope, flow) for one in (given if listed else [arguments]))
            if scopes.by_reference and flow is Flow.ESCAPE:
                self._rebound(given, scope)

    def _constant(self, node: Node) -> str | None:
        """The text of a string that is written out, or of a symbol."""
        scopes = self._scopes
        if node.type in scopes.symbols:
            return self._text(node)
        if node.type not in scopes.strings or any(
            child.type in scopes.interpolations for child in node.named_children
        ):
            return None
        text = self._source[node.start_byte : node.end_byte].decode("utf-8", "replace")
        return text.strip("\"'`")

    def _defined_by_call(self, given: list[Node], scope: int) -> None:
        """``define("LIMIT", 5)``."""
        for one in given:
            name = self._constant(one)
            if name is None:
                self._poisons.add(Fallback.NAMESPACE)
            else:
                name = as_compared(name.rpartition("\\")[2], self._scopes)
                self._levels[scope].assigned.setdefault(name, []).append(UNKNOWN)

    def _library(self, given: list[Node]) -> None:
        """``require "json"``: what it defines, if that is known."""
        names = [self._constant(one) for one in given]
        for name in names:
            known = self._scopes.libraries.get(name or "")
            if known is None:
                self._binds_any = True
                return
            for one in known:
                self._bind(0, one, IMPORTED)

    def _rebound(self, given: list[Node], scope: int) -> None:
        """A variable that is handed out by reference may be another one afterwards."""
        for one in given:
            if one.type in self._scopes.identifiers:
                self._use(scope, self._text(one), BIND | WRITE)

    # Reflection

    def _reflected(self, doubt: Doubt, argument: int, given: list[Node], scope: int) -> None:
        scopes = self._scopes
        named = given[argument] if argument < len(given) else None
        constant = self._constant(named) if named is not None else None
        if constant is not None and scopes.sigils:
            constant = as_compared(constant, scopes)
        known = constant is not None and constant.isidentifier()
        match doubt:
            case Doubt.EVALUATES:
                if given or not scopes.accessors_call:  # Else it is given a block.
                    self._poisons.add(Fallback.EVALUATED_CODE)
            case Doubt.INCLUDES:
                if scope == 0 and not self._in_class:
                    self._poisons.add(Fallback.EVALUATED_CODE)
            case Doubt.NAMESPACE:
                self._poisons.add(Fallback.NAMESPACE)
            case Doubt.COMPUTED_NAMES:
                names = [self._constant(one) for one in given]
                for name in names:
                    if name is not None:
                        self._use(scope, as_compared(name, scopes), READ)
                if scope == 0 and not self._in_class and (None in names or not names):
                    self._poisons.add(Fallback.UNBOUND_NAME)
            case Doubt.CALLS_BY_NAME:
                if named is not None and constant is None:
                    self._doubts.add(Fallback.REFLECTION)
            case Doubt.READS_BY_NAME:
                if known and constant is not None:
                    self._named_attribute(given, constant, ELEMENT | ESCAPE)
                else:
                    self._doubts.add(Fallback.REFLECTION)
            case Doubt.WRITES_BY_NAME:
                if known and constant is not None:
                    self._named_attribute(given, constant, BIND)
                elif not argument or not (given and given[0].type in scopes.containers):
                    self._writes_any_own |= self._is_self(given)
                    self._writes_any |= not self._is_self(given) or self._self_is_plain
                    self._doubts.add(Fallback.REFLECTION)
                if given and given[0].type in scopes.identifiers:
                    name = self._text(given[0])
                    self._use(scope, name, WRITE)
                    if name in scopes.builtin_modules:
                        self._poisons.add(Fallback.NAMESPACE)

    def _named_by_reflection(self, name: str) -> None:
        """``map(getattr, ...)``: what it will be called with cannot be seen here."""
        if self._scopes.reflection[name].doubt is Doubt.WRITES_BY_NAME:
            self._writes_any = self._writes_any_own = True
        self._doubts.add(Fallback.REFLECTION)

    def _named_attribute(self, given: list[Node], name: str, bits: int) -> None:
        if self._is_self(given):
            self._own_attribute(name, bits)
            if bits & BIND:
                self._own_binds.setdefault(name, []).append(UNKNOWN)
        else:
            self._attribute(name, bits)

    def _is_self(self, given: list[Node]) -> bool:
        return bool(
            given and given[0].type in self._scopes.identifiers and self._is_object(given[0])
        )
