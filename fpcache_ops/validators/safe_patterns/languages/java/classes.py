"""The classes of a source: their members, and what names of types and fields stand for."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.languages.java import library

CLASS_KINDS = frozenset(
    {
        "class_declaration",
        "interface_declaration",
        "enum_declaration",
        "record_declaration",
        "annotation_type_declaration",
    }
)
COMMENTS = frozenset({"line_comment", "block_comment"})
UNSEEN = "?"
"""Begins the path of what is declared nowhere in view."""


@dataclass(slots=True, eq=False)
class FieldOf:
    """A field. ``scope`` is a function of its own that runs the initialiser, if there is one.

    ``inlined``: its name alone stands for the initialiser, which looks constant.
    """

    name: str
    type: str
    static: bool
    final: bool
    private: bool
    annotated: bool
    number: int
    scope: ir.Scope | None = None
    inlined: bool = False


@dataclass(slots=True, eq=False)
class MethodOf:
    """A method or constructor."""

    name: str
    types: tuple[str, ...]
    varargs: bool
    static: bool
    fixed: bool
    scope: ir.Scope
    abstract: bool = False
    private: bool = False


@dataclass(slots=True, eq=False)
class ClassOf:
    """A class. ``inherits``: it has members that are declared out of sight.

    ``implied`` are the names of methods that it has without anybody writing them down in view.
    """

    name: str
    kind: str
    scope: ir.Scope
    outer: "ClassOf | None"
    static: bool
    final: bool
    base: "ClassOf | None" = None
    interfaces: "list[ClassOf]" = field(default_factory=list)
    inherits: bool = False
    private: bool = False
    implied: frozenset[str] = library.OF_OBJECTS
    constructed: bool = True
    fields: dict[str, FieldOf] = field(default_factory=dict)
    methods: dict[str, list[MethodOf]] = field(default_factory=dict)
    constructors: list[MethodOf] = field(default_factory=list)
    initialisers: list[ir.Scope] = field(default_factory=list)
    constants: dict[str, ir.Scope] = field(default_factory=dict)
    static_initialisers: list[ir.Scope] = field(default_factory=list)
    first_static_code: int = 1 << 30
    nested: "dict[str, ClassOf]" = field(default_factory=dict)

    def chain(self) -> "Iterator[ClassOf]":
        """The class and the classes in view that it extends."""
        seen: list[ClassOf] = []
        one: ClassOf | None = self
        while one is not None and one not in seen:
            seen.append(one)
            yield one
            one = one.base

    def member_type(self, name: str) -> "ClassOf | None":
        """The class of this name that it declares, or inherits from what is in view."""
        pending: list[ClassOf] = [self]
        seen: list[ClassOf] = []
        while pending:
            one = pending.pop(0)
            if one in seen:
                continue
            seen.append(one)
            if name in one.nested and (one is self or not one.nested[name].private):
                return one.nested[name]
            pending += [*([one.base] if one.base is not None else []), *one.interfaces]
        return None

    @property
    def has_blocks(self) -> bool:
        """Whether it has initialisers that are no field's."""
        return len(self.initialisers) > sum(
            one.scope is not None and not one.static for one in self.fields.values()
        )

    @property
    def may_inherit(self) -> bool:
        """Whether members that are not in view may belong to it."""
        return any(one.inherits for one in self.chain())

    def field(self, name: str) -> "tuple[ClassOf, FieldOf] | None":
        """A field in view, and the class that declares it: what is private is not inherited."""
        for one in self.chain():
            if name in one.fields and (one is self or not one.fields[name].private):
                return one, one.fields[name]
        return None

    def hides(self, name: str) -> bool:
        """Whether several of the classes declare a field: which one is meant, types decide."""
        return sum(name in one.fields for one in self.chain()) > 1

    def with_method(self, name: str) -> "ClassOf | None":
        """The class that declares a method of this name which this one has, in view."""
        for one in self.chain():
            methods = one.methods.get(name, ())
            if methods and (one is self or not all(method.private for method in methods)):
                return one
        return None

    def implies(self, name: str) -> bool:
        """Whether it has a method of this name that nobody declares in view."""
        return any(name in one.implied for one in self.chain())


@dataclass(slots=True)
class Imports:
    """What a source imports."""

    package: str = ""
    types: dict[str, str] = field(default_factory=dict)
    packages: list[str] = field(default_factory=list)
    members: dict[str, str] = field(default_factory=dict)
    wild_members: list[str] = field(default_factory=list)

    def type(self, name: str) -> str:
        """The full path of a type by its simple name."""
        if name in self.types:
            return self.types[name]
        if name in self.members:
            return self.members[name]
        found = [
            package
            for package in ("java.lang", *self.packages)
            if name in library.PACKAGES.get(package, ())
        ]
        return f"{found[0]}.{name}" if len(found) == 1 else f"{UNSEEN}.{name}"


def imports(root: SyntaxNode, text: "Texts") -> Imports:
    """Read the package and the imports."""
    found = Imports()
    for node in root.named_children:
        if node.type == "package_declaration":
            found.package = dotted(node, text)
        if node.type != "import_declaration":
            continue
        path = dotted(node, text)
        static = any(child.type == "static" for child in node.children)
        wild = any(child.type == "asterisk" for child in node.children)
        last = path.rpartition(".")[2]
        if static and wild:
            found.wild_members.append(path)
        elif static:
            # Of methods of several classes, the arguments decide which one is meant.
            several = found.members.get(last, path) != path
            found.members[last] = f"{UNSEEN}.{last}" if several else path
        elif wild:
            found.packages.append(path)
        else:
            found.types[last] = path
    return found


class Texts:
    """The text of nodes of one source."""

    def __init__(self, source: bytes) -> None:
        self._source = source

    def __call__(self, node: SyntaxNode | None) -> str:
        """The text of a node; of none it is empty."""
        if node is None:
            return ""
        return self._source[node.start_byte : node.end_byte].decode("utf-8", "replace")


def dotted(node: SyntaxNode, text: Texts) -> str:
    """The dotted name that a node holds."""
    return ".".join(text(part) for part in words(node) if part.type in NAMES)


NAMES = frozenset({"identifier", "type_identifier"})


def words(node: SyntaxNode | None) -> Iterator[SyntaxNode]:
    """The leaves of a node in order."""
    pending = [node] if node is not None else []
    while pending:
        node = pending.pop()
        if not node.children:
            yield node
        pending.extend(reversed(node.children))


def named(node: SyntaxNode | None) -> Iterator[SyntaxNode]:
    """The named children that are code."""
    for child in node.named_children if node is not None else ():
        if child.type not in COMMENTS:
            yield child


def modifiers(node: SyntaxNode) -> tuple[frozenset[str], bool]:
    """The modifiers of a declaration, and whether it is annotated."""
    found: set[str] = set()
    annotated = False
    for child in node.children:
        if child.type == "modifiers":
            for inner in child.children:
                if inner.type in ("annotation", "marker_annotation"):
                    annotated = True
                elif inner.type not in COMMENTS:
                    found.add(inner.type)
    return frozenset(found), annotated
