"""What an item of the outline does to names: which it binds, deletes, changes and refers to.

One walk over the syntax of an item, without recursion, driven by the tables of the language. Names
are compared as the language compares them. What the walk does not know it takes for a reference
through which the thing may be changed.
"""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.scopes import Binder, Callee, Doubt, Flow, ScopeTable
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

CHANGED = BIND | WRITE | MUTATE | CONFIGURE
"""It is no longer what it was."""

_CHANGING = CHANGED | CALL | ESCAPE | DEEP

_OF_FLOW = {
    Flow.READ: READ,
    Flow.ELEMENT: ELEMENT,
    Flow.ESCAPE: ESCAPE,
    Flow.ALIAS: ESCAPE | ALIAS,
    Flow.DECORATE: ESCAPE,
}


def _flow_of(bits: int) -> Flow:
    """Where something goes to which this is done."""
    if bits & (_CHANGING | BOUND):
        return Flow.ESCAPE
    return Flow.ELEMENT if bits & ELEMENT else Flow.READ


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
    attributes of a name of the module (attribute, then name), ``attributes`` of anything else.

    ``operates_on_self``: ``self`` is used otherwise than for its attributes; ``leaks_self``: and
    something else may get hold of it. ``writes_any``: an attribute
    is written whose name is computed; ``writes_any_own``: one of ``self``. ``exits``: what follows
    it may not be reached. ``compares``: it asks whether values are equal. ``doubts`` are about what
    the item itself means, ``poisons`` about what it may do to anything in the file.
    """

    binds: Mapping[str, tuple[Bound, ...]]
    module_binds: Mapping[str, tuple[Bound, ...]]
    own_binds: Mapping[str, tuple[Bound, ...]]
    annotated: frozenset[str]
    names: Mapping[str, int]
    own: Mapping[str, int]
    of_names: Mapping[str, Mapping[str, int]]
    attributes: Mapping[str, int]
    soft: frozenset[str]
    operates_on_self: bool
    leaks_self: bool
    writes_any: bool
    writes_any_own: bool
    exits: bool
    compares: bool
    doubts: frozenset[Fallback]
    poisons: frozenset[Fallback]


class _Scope:
    """A function, class or the item itself, while it is walked."""

    __slots__ = ("annotated", "attributes", "binds", "declared", "hides", "parent", "uses")

    def __init__(self, parent: int, hides: bool) -> None:
        self.parent = parent
        self.hides = hides
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
            (scopes.identifiers, _Walk.name),
            (scopes.not_names, _Walk.partly),
            (scopes.transparent, _Walk.transparent),
            (scopes.decorators, _Walk.decorator),
            (scopes.binders, _Walk.binder),
            (scopes.mixed_patterns, _Walk.mixed_pattern),
            (scopes.imports, _Walk.imports),
            (scopes.globals, _Walk.declare),
            (scopes.wrappers, _Walk.wrapper),
            (scopes.scopes, _Walk.function),
            (scopes.classes, _Walk.nested_class),
            (scopes.annotations, _Walk.annotation),
            (scopes.typevars, _Walk.typevar),
            (scopes.jumps, _Walk.jump),
            (scopes.doubtful_kinds, _Walk.doubtful_kind),
            (scopes.members, _Walk.chain),
            (scopes.subscripts, _Walk.chain),
            (scopes.calls, _Walk.chain),
        )
        return next((handler for kinds, handler in tables if kind in kinds), None)


@cache
def _actions(table: LanguageTable) -> _Actions:
    assert table.scope is not None
    return _Actions(table, table.scope)


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
        self._own: dict[str, int] = {}
        self._own_binds: dict[str, list[Bound]] = {}
        self._attributes: dict[str, int] = {}
        self._soft: set[str] = set()
        self._operates_on_self = self._leaks_self = False
        self._writes_any = self._writes_any_own = False
        self._exits = self._compares = False
        self._doubts: set[Fallback] = set()
        self._poisons: set[Fallback] = set()

    # The walk

    def item(self, item: Item) -> None:
        self._in_class = item.owner >= 0
        if item.kind is ItemKind.FUNCTION and self._in_class:
            self._find_self(item)
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
            if field == "name" and item.kind is ItemKind.CLASS:
                self._bind(0, self._text(node), DEFINED)
            else:
                self._pending.append((node, 0, Flow.READ))
        self._run()

    def _run(self) -> None:
        pending = self._pending
        handlers, flows = self._actions.handlers, self._actions.flows
        comparisons = self._actions.comparisons
        while pending:
            node, scope, flow = pending.pop()
            kind = node.kind_id
            if kind in comparisons:
                self._compares = True
            handler = handlers[kind]
            if handler is not None:
                handler(self, node, scope, flow)
                continue
            inner = flows[kind]
            if inner < 0:
                inner = flow
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
            for name, bits in level.uses.items():
                if name in level.declared:
                    top.uses[name] = top.uses.get(name, 0) | bits
                elif not (level.hides and name in level.binds):
                    around.uses[name] = around.uses.get(name, 0) | (bits & ~BIND)
            around.annotated |= level.annotated - level.binds.keys()
            for attribute, name, bits in level.attributes:
                if name in level.declared:
                    top.attributes.append((attribute, name, bits))
                elif level.hides and name in level.binds:
                    self._attribute(attribute, bits)
                else:
                    around.attributes.append((attribute, name, bits))
        of_names: dict[str, dict[str, int]] = {}
        for attribute, name, bits in top.attributes:
            known = of_names.setdefault(attribute, {})
            known[name] = known.get(name, 0) | bits
        if not self._actions.rewriters.isdisjoint(top.uses):
            self._poisons.add(Fallback.EVALUATED_CODE)
        if not self._scopes.namespaces.isdisjoint(top.uses):
            self._poisons.add(Fallback.NAMESPACE)
        module_binds = {name: tuple(values) for name, values in declared.items()}
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
            annotated=frozenset(top.annotated - top.uses.keys()),
            names=top.uses,
            own=self._own,
            of_names=of_names,
            attributes=self._attributes,
            soft=frozenset(self._soft),
            operates_on_self=self._operates_on_self,
            leaks_self=self._leaks_self,
            writes_any=self._writes_any,
            writes_any_own=self._writes_any_own,
            exits=self._exits,
            compares=self._compares,
            doubts=frozenset(self._doubts),
            poisons=frozenset(self._poisons),
        )

    # Names

    def _text(self, node: Node) -> str:
        raw = self._source[node.start_byte : node.end_byte]
        known = self._actions.interned.get(raw)
        if known is None:
            known = raw.decode("utf-8", "replace")
            if self._scopes.nfkc and not known.isascii():
                known = unicodedata.normalize("NFKC", known)
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
        if bits & _CHANGING and name in self._scopes.wildcards:
            self._writes_any = True

    def _own_attribute(self, name: str, bits: int) -> None:
        self._own[name] = self._own.get(name, 0) | bits
        if name in self._scopes.poisons:
            self._poisons.add(Fallback.NAMESPACE)
        if bits & _CHANGING and name in self._scopes.wildcards:
            self._writes_any_own = True
        if self._self_is_plain:
            self._attribute(name, bits)

    def _find_self(self, item: Item) -> None:
        """The first parameter of a method is the object; only some names for it are customary."""
        scopes = self._scopes
        if not scopes.first_parameter_is_self:
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

    def jump(self, node: Node, scope: int, _flow: Flow) -> None:
        if scope == 0:
            self._exits = True
        self._pending.extend((child, scope, Flow.ESCAPE) for child in node.named_children)

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
                self._poisons.add(Fallback.STAR_IMPORT)
            elif at.type in scopes.import_aliases:
                alias = at.child_by_field_name(scopes.import_aliases[at.type])
                source = at.child_by_field_name("name")
                bound = alias or source
                if bound is not None:
                    known = self._dotted(source) if whole and source is not None else IMPORTED
                    self._bind_first(scope, bound, known)
                    self._imports_builtins(scope, known)
            elif at.type in scopes.import_names and field not in scopes.import_sources:
                first = next(self._identifiers(at), "")
                known = MODULE_ITSELF + first if whole else IMPORTED
                self._bind_first(scope, at, known)
                self._imports_builtins(scope, known)
            elif field not in scopes.import_sources:
                pending += [(child, field or "") for child, field in fielded(at)]

    def _bind_first(self, scope: int, node: Node, kind: str) -> None:
        """``import a.b`` binds ``a``."""
        first = next(self._identifiers(node), None)
        if first is not None:
            self._bind(scope, first, kind)

    def _imports_builtins(self, scope: int, known: str) -> None:
        """In a function it is not followed under what name."""
        if scope and known.removeprefix(MODULE_ITSELF) in self._scopes.builtin_modules:
            self._poisons.add(Fallback.NAMESPACE)

    def _dotted(self, node: Node) -> str:
        return MODULE_ITSELF + ".".join(self._identifiers(node))

    def binder(self, node: Node, scope: int, flow: Flow) -> None:
        form = self._scopes.binders[node.type]
        value = node.child_by_field_name(form.value) if form.value else None
        for child, found in fielded(node):
            field = found or ""
            if field in form.targets or not form.targets:
                self._target(child, scope, form, value)
            elif field and field == form.value:
                self._pending.append((child, scope, form.flow))
            else:
                inner = self._actions.flows[node.kind_id]
                self._pending.append((child, scope, flow if inner < 0 else inner))

    def _target(self, top: Node, scope: int, form: Binder, value: Node | None) -> None:
        scopes = self._scopes
        pending = [top]
        while pending:
            at = pending.pop()
            kind = at.type
            if kind in scopes.identifiers:
                name = self._text(at)
                if form.hides:
                    known = value if value is not None and at == top else UNKNOWN
                    self._bind(scope, name, known)
                else:
                    self._soft.add(name)
                if form.also_reads:
                    self._use(scope, name, ELEMENT)
            elif kind in scopes.members or kind in scopes.subscripts or kind in scopes.calls:
                self._chain(at, scope, Flow.READ, written=True, value=value)
                if form.also_reads:
                    self.chain(at, scope, Flow.ELEMENT)
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

    def function(self, node: Node, scope: int, _flow: Flow) -> None:
        scopes = self._scopes
        self._levels.append(_Scope(scope, True))
        inside = len(self._levels) - 1
        bodies = scopes.scopes[node.type]
        for child, found in fielded(node):
            field = found or ""
            if child.type in scopes.parameter_lists:
                self._parameters(child, scope, inside)
            elif field in bodies:
                self._pending.append((child, inside, Flow.ESCAPE))
            elif field == "name" and child.type in scopes.identifiers:
                self._bind(scope, self._text(child), DEFINED)
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
            target = parameter.child_by_field_name(field) if field else None
            if target is None and parameter.named_child_count:
                target = parameter.named_children[0]
            for child in parameter.named_children:
                if child == target:
                    self._target(child, inside, form, None)
                else:
                    self._pending.append((child, outside, Flow.ESCAPE))

    # Chains: ``a.b[c].d(e)``

    def chain(self, node: Node, scope: int, flow: Flow) -> None:
        self._chain(node, scope, flow, written=False, value=None)

    def _chain(
        self, node: Node, scope: int, flow: Flow, *, written: bool, value: Node | None
    ) -> None:
        root, links = self._unrolled(node, scope)
        result = _OF_FLOW[flow]
        if flow is Flow.ALIAS and any(link is _CALLED for link in links):
            result = ESCAPE
        kept = self._along(links, flow, result, written)
        first = links[0] if links else None
        if root.type in self._scopes.identifiers:
            self._from_name(root, scope, links, kept)
            if isinstance(first, str) and self._text(root) == self._self_name:
                self._own_links(links, kept, value if written and len(links) == 1 else None)
                return
            if isinstance(first, str):
                self._levels[scope].attributes.append((first, self._text(root), kept[1]))
                self._strange(first, kept[1])
                short = unmangled(first) if self._scopes.mangles else ""
                if short:
                    self._attribute(short, kept[1])
                self._behind(links, kept)
                return
        elif first is _CALLED and root.type not in self._scopes.scopes:
            self._doubts.add(Fallback.COMPUTED_CALL)
            self._pending.append((root, scope, Flow.ESCAPE))
        else:
            # ``(a or b).append(c)``: it is done to either.
            self._pending.append((root, scope, _flow_of(kept[0])))
        if isinstance(first, str):
            self._attribute(first, kept[1])
        self._behind(links, kept)

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
        if name == self._self_name and not (links and isinstance(links[0], str)):
            self._operates_on_self = self._leaks_self = True
        if name in scopes.dictionaries and kept[0] & (_CHANGING | RESULT) & ~ESCAPE:
            self._writes_any = self._writes_any_own = True
        if name in scopes.builtin_modules and kept[0] & _CHANGING:
            self._poisons.add(Fallback.NAMESPACE)

    def _own_links(self, links: list[_Link], kept: list[int], value: Node | None) -> None:
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
        kept[count] = BIND if written else result
        behind = READ
        if written:
            behind = WRITE
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
                if position + 1 < count and links[position + 1] is _CALLED:
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
                inner, name = node.child_by_field_name(of), node.child_by_field_name(named)
                if inner is None or name is None:
                    break
                links.append(self._text(name))
            elif kind in scopes.calls:
                inner = node.child_by_field_name(scopes.calls[kind].function)
                if inner is None:
                    break
                links.append(_CALLED)
                self._arguments(node, inner, scopes.calls[kind], scope)
            elif kind in scopes.subscripts:
                field = scopes.subscripts[kind]
                inner = node.child_by_field_name(field)
                if inner is None:
                    break
                for child, found in fielded(node):
                    if found != field:
                        self._pending.append((child, scope, Flow.READ))
                links.append(_INDEXED)
            elif kind in scopes.transparent and node.named_child_count == 1:
                inner = node.named_children[0]
            else:
                break
            node = inner
        links.reverse()
        return node, links

    def _arguments(self, node: Node, function: Node, callee: Callee, scope: int) -> None:
        """Queue the arguments of a call, by what the callee is known to do with them."""
        scopes = self._scopes
        arguments = node.child_by_field_name(callee.arguments)
        core = function
        while core.type in scopes.transparent and core.named_child_count == 1:
            core = core.named_children[0]
        name, method = "", ""
        if core.type in scopes.identifiers:
            name = self._text(core)
            flow = scopes.harmless_calls.get(name, Flow.ESCAPE)
        else:
            if core.type in scopes.members:
                named = core.child_by_field_name(scopes.members[core.type][1])
                method = self._text(named) if named is not None else ""
            flow = scopes.harmless_methods.get(method, Flow.ESCAPE)
        if scope == 0 and (name or method) in scopes.exits:
            self._exits = True
        given = arguments.named_children if arguments is not None else []
        given = [one for one in given if one.type not in scopes.comments]
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

    # Reflection

    def _reflected(self, doubt: Doubt, argument: int, given: list[Node], scope: int) -> None:
        scopes = self._scopes
        named = given[argument] if argument < len(given) else None
        constant = None
        if (
            named is not None
            and named.type in scopes.strings
            and not any(child.type in scopes.interpolations for child in named.named_children)
        ):
            text = self._source[named.start_byte : named.end_byte].decode("utf-8", "replace")
            constant = text.strip("\"'`")
        known = constant is not None and constant.isidentifier()
        match doubt:
            case Doubt.EVALUATES:
                self._poisons.add(Fallback.EVALUATED_CODE)
            case Doubt.NAMESPACE:
                self._poisons.add(Fallback.NAMESPACE)
            case Doubt.CALLS_BY_NAME:
                if named is not None and constant is None:
                    self._doubts.add(Fallback.REFLECTION)
            case Doubt.READS_BY_NAME:
                if known and constant is not None:
                    self._named_attribute(given, constant, ELEMENT)
                else:
                    self._doubts.add(Fallback.REFLECTION)
            case Doubt.WRITES_BY_NAME:
                if known and constant is not None:
                    self._named_attribute(given, constant, BIND)
                else:
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
            given
            and given[0].type in self._scopes.identifiers
            and self._text(given[0]) == self._self_name
        )
