"""What names stand for: locals by block, fields, classes in view, things of libraries.

Locals are told apart by block: the second variable of a name inside one method is ``name~2``. What
is no local is a field (``Attribute`` of ``this``, of a class, or of an object not followed), a
class in view (``ClassName``) or something of a library (``Library``).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.languages.java import library
from fpcache_ops.validators.safe_patterns.languages.java.classes import (
    UNSEEN,
    ClassOf,
    FieldOf,
    Imports,
    Texts,
    dotted,
    imports,
    named,
    words,
)
from fpcache_ops.validators.safe_patterns.languages.java.heirs import Heir, heirs


@dataclass(slots=True)
class Local:
    """A variable: its name in the program that is made here, and its type."""

    name: str
    type: str


@dataclass(slots=True)
class Block:
    """The locals and local classes of one block; ``outer`` is what is around it."""

    outer: "Block | Inside | None"
    names: dict[str, Local] = field(default_factory=dict)
    types: dict[str, ClassOf] = field(default_factory=dict)


@dataclass(slots=True)
class Inside:
    """The body of a class; ``static``: no object of it is at hand."""

    of: ClassOf
    static: bool
    outer: "Block | Inside | None"


@dataclass(slots=True)
class PatternVariable:
    """A variable that a test binds, and what its name stands for ``before``.

    ``outlives``: it is known behind the test, not inside: that came out false there.
    """

    inside: Block
    name: str
    before: Local | None
    now: Local
    outlives: bool

    def show(self, local: Local | None) -> None:
        """From here on, the name stands for this."""
        if local is None:
            self.inside.names.pop(self.name, None)
        else:
            self.inside.names[self.name] = local


Around = Block | Inside | None
Read = Callable[[ir.Scope], Iterator[ir.Statement]]
Body = Callable[[ir.Scope], ir.Block]


class Names:
    """Resolves names of one source. ``budget`` bounds how many nodes it looks at."""

    def __init__(self, source: bytes, root: SyntaxNode, budget: Budget) -> None:
        self._source = source
        self._text = Texts(source)
        self._budget = budget
        self._root = root
        self.imports: Imports = imports(root, self._text)
        self.classes: dict[str, ClassOf] = {}
        self.by_scope: dict[int, ClassOf] = {}
        self._variables = type_parameters(root, source)
        self._scope = ir.Scope("module", "", None, 0, len(source))
        self._around: Around = None
        self._taken: dict[str, int] = {}
        self._depth = 0
        self._patterns: list[PatternVariable] = []
        self.heirs: tuple[Heir, ...] = heirs(root, source, budget)
        self.receivers: dict[tuple[int, int], str] = {}
        self._bases: dict[int, tuple[SyntaxNode, Around]] = {}

    def _named_type(self, node: SyntaxNode | None, around: Around) -> str:
        """The full name of a declared type; a class in view is known by its scope."""
        found = self._type(node, around)
        if isinstance(found, ClassOf):
            return f"{UNSEEN}{found.name}"
        closed = found in library.FUNCTIONS or found in library.FINAL
        if not closed and self.has_heirs(found):
            # An object of it may be one of those in view.
            return f"{UNSEEN}.{found}"
        return found

    def has_heirs(self, path: str) -> bool:
        """Whether a class in view derives from a type of the library, or from one derived of it."""
        name = path.rpartition(".")[2].removesuffix("[]")
        return name[:1].isupper() and any(
            base.endswith(name) or base.removesuffix("Wrapper").endswith(name)
            for one in self.heirs
            for base in one.bases
        )

    def _type(self, node: SyntaxNode | None, around: Around) -> ClassOf | str:
        if node is None:
            return ""
        self._budget.read()
        match node.type:
            case "array_type":
                inner = self._named_type(node.child_by_field_name("element"), around)
                dimensions = self._text(node.child_by_field_name("dimensions"))
                return inner + "[]" * dimensions.count("[")
            case "generic_type" | "annotated_type":
                kinds = ("type_identifier", "scoped_type_identifier", "integral_type")
                inner_node = next((c for c in named(node) if c.type in kinds), None)
                return self._type(inner_node, around) if inner_node is not None else UNSEEN
            case "integral_type" | "floating_point_type" | "boolean_type" | "void_type":
                return self._text(node)
            case "type_identifier" | "identifier":
                return self._type_named(self._text(node), around)
            case "scoped_type_identifier" | "scoped_identifier" | "field_access":
                return self._path(dotted(node, self._text), around)
            case _:
                return UNSEEN

    def _type_named(self, name: str, around: Around) -> ClassOf | str:
        """What a simple name of a type stands for."""
        if name == "var":
            return ""
        if name in self._variables:
            return UNSEEN
        while around is not None:
            if isinstance(around, Block):
                if name in around.types:
                    return around.types[name]
            else:
                one: ClassOf | None = around.of
                while one is not None:
                    inner = one.member_type(name)
                    if inner is not None:
                        return inner
                    if one.name == name:
                        return one
                    one = one.outer
            around = around.outer
        if name in self.classes:
            return self.classes[name]
        return self.imports.type(name)

    def _path(self, path: str, around: Around) -> ClassOf | str:
        """What a dotted name of a type stands for."""
        first, *rest = path.split(".")
        if first[:1].islower() and first in library.ROOTS:
            own = self.imports.package
            if own and path.startswith(f"{own}."):
                inner = path.removeprefix(f"{own}.").split(".")
                if inner[0] in self.classes:
                    return self._nested(self.classes[inner[0]], inner[1:])
            return path
        found = self._type_named(first, around)
        if isinstance(found, ClassOf):
            return self._nested(found, rest)
        return ".".join((found, *rest))

    @staticmethod
    def _nested(found: ClassOf, rest: list[str]) -> ClassOf | str:
        for name in rest:
            if name not in found.nested:
                return UNSEEN
            found = found.nested[name]
        return found

    def _declare(
        self, name: str, declared: str, inside: Block, scope: ir.Scope, kind: str = ""
    ) -> str:
        """A new local; its name in the program that is made here."""
        number = self._taken.get(name, 0) + 1
        self._taken[name] = number
        own = name if number == 1 else f"{name}~{number}"
        inside.names[name] = Local(own, declared)
        scope.types[own] = declared
        scope.bindings.setdefault(own, [])
        if kind:
            scope.bind(own, ir.Binding(kind))
        return own

    def _end_patterns(self, first: int) -> None:
        """The variables of patterns are gone, unless they are known from now on only."""
        for one in reversed(self._patterns[first:]):
            if not one.outlives:
                one.show(one.before)

    def _block_around(self) -> Block:
        if not isinstance(self._around, Block):
            self._around = Block(self._around)
        return self._around

    def _local(self, name: str) -> Local | None:
        """A local of the code that is being read, if that is what a name stands for."""
        around = self._around
        while around is not None:
            if isinstance(around, Block):
                if name in around.names:
                    return around.names[name]
            elif around.of.field(name) is not None or around.of.may_inherit:
                return None
            around = around.outer
        return None

    def _cast(self, value: ir.Expression, declared: str) -> ir.Expression:
        if not declared or declared.startswith(UNSEEN) or declared == "java.lang.String":
            return value
        return ir.Cast(value.start, value.end, value, declared)

    def _reading(self, around: Around, read: Read, taken: dict[str, int] | None = None) -> Body:
        """The reader of a body; ``taken`` are the names of the method around it."""
        names = self._taken if taken is None else taken

        def body(scope: ir.Scope) -> ir.Block:
            before = self._scope, self._around, self._taken, self._depth
            self._scope, self._around, self._taken, self._depth = scope, around, names, 0
            try:
                if scope.parameters and scope.parameters[0].kind == "receiver":
                    scope.bind("this", ir.Binding("parameter"))
                return tuple(read(scope))
            finally:
                self._scope, self._around, self._taken, self._depth = before

        return body

    def _names_taken(self, around: Around) -> dict[str, int]:
        """The names that locals of a member may not have: those of the method around its class."""
        while around is not None:
            if isinstance(around, Block):
                return self._taken
            around = around.outer
        return {}

    def _inside(self) -> Inside | None:
        around = self._around
        while isinstance(around, Block):
            around = around.outer
        return around

    def _snapshot(self) -> Around:
        """What is around now, without what is declared later on."""

        def copied(around: Around) -> Around:
            if isinstance(around, Block):
                return Block(copied(around.outer), dict(around.names), dict(around.types))
            return around

        return copied(self._around)

    def _field(self, name: str, node: SyntaxNode) -> ir.Expression | None:
        """The field that a name stands for, seen from here."""
        at = (node.start_byte, node.end_byte)
        around = self._around
        first = True
        static = False
        while around is not None:
            if isinstance(around, Inside):
                static = static or around.static
                found = around.of.field(name)
                if found is not None:
                    return self._member(at, found, first and not around.static)
                if name in around.of.constants:
                    return ir.Attribute(*at, ir.ClassName(*at, around.of.scope), name)
                if around.of.may_inherit:
                    return ir.Library(*at, f"{UNSEEN}.{name}")
                first = False
            elif name in around.names:
                return None
            around = around.outer
        return None

    def _member(
        self, at: tuple[int, int], found: tuple[ClassOf, FieldOf], own: bool
    ) -> ir.Expression:
        owner, one = found
        receiver: ir.Expression
        if one.static or one.inlined:
            receiver = ir.ClassName(*at, owner.scope)
        elif own:
            receiver = ir.Name(*at, "this")
        else:
            receiver = ir.Receiver(*at, owner.scope)
        return self._cast(ir.Attribute(*at, receiver, one.name), one.type)

    def _known_path(self, node: SyntaxNode) -> ClassOf | None:
        """``own.package.Class`` as a class in view."""
        own = self.imports.package
        text = dotted(node, self._text)
        if not own or not text.startswith(f"{own}."):
            return None
        first = text.split(".")[0]
        if self._local(first) is not None or self._field(first, node) is not None:
            return None
        found = self._path(text, self._around)
        return found if isinstance(found, ClassOf) else None

    def _function(self, name: str, node: SyntaxNode, parent: ir.Scope) -> ir.Scope:
        scope = ir.Scope("function", name, parent, node.start_byte, node.end_byte)
        parent.inner.append(scope)
        return scope

    def _mentioned(self, node: SyntaxNode) -> Iterator[Local]:
        """The locals that a node names."""
        seen: set[str] = set()
        for part in words(node):
            self._budget.read()
            name = self._text(part)
            if part.type == "identifier" and name not in seen:
                seen.add(name)
                local = self._local(name)
                if local is not None:
                    yield local

    def _operator(self, node: SyntaxNode) -> str:
        operator = node.child_by_field_name("operator")
        return self._text(operator) if operator is not None else "?"


def bare(node: SyntaxNode | None) -> SyntaxNode | None:
    """A node without the parentheses around it."""
    while node is not None and node.type == "parenthesized_expression":
        inner = list(named(node))
        if len(inner) != 1:
            return node
        node = inner[0]
    return node


def type_parameters(root: SyntaxNode, source: bytes) -> set[str]:
    """Every name that is a type variable somewhere: it stands for no class anywhere here."""
    found: set[str] = set()
    text = Texts(source)
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type == "type_parameter":
            first = next(
                (c for c in named(node) if c.type in ("type_identifier", "identifier")), None
            )
            if first is not None:
                found.add(text(first))
            continue
        code = node.type in ("block", "expression_statement", "argument_list")
        if not code or _DECLARES.search(source, node.start_byte, node.end_byte):
            pending.extend(node.named_children)
    return found


_DECLARES = re.compile(rb"\b(?:class|interface|record)\b|\bnew\b[^;{]{0,300}\)\s{0,80}\{")
"""Classes that are declared inside of code."""
