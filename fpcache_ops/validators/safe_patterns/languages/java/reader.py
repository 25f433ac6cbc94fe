"""Java's classes and their members, lowered to ``ir``. Bodies are read when asked for."""

import re
from collections.abc import Iterable, Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.languages.java import library
from fpcache_ops.validators.safe_patterns.languages.java.answers import annotations, answered_with
from fpcache_ops.validators.safe_patterns.languages.java.calls import CONSTRUCTOR
from fpcache_ops.validators.safe_patterns.languages.java.classes import (
    CLASS_KINDS,
    UNSEEN,
    ClassOf,
    FieldOf,
    MethodOf,
    modifiers,
    named,
)
from fpcache_ops.validators.safe_patterns.languages.java.names import Around, Block, Inside, Read
from fpcache_ops.validators.safe_patterns.languages.java.statements import Statements


class Reader(Statements):
    """Reads one source."""

    def module(self) -> ir.Scope:
        """The scope of the whole source."""
        scope = ir.Scope("module", "", None, 0, len(self._source))
        definitions: list[ir.Statement] = []
        self._scope = scope
        nodes = [node for node in named(self._root) if node.type in CLASS_KINDS]
        found: list[ClassOf] = []
        for node in nodes:
            name = self._text(node.child_by_field_name("name"))
            if name in self.classes:
                self._variables.add(name)
            self.classes[name] = self._outline(node, None, scope, None)
            found.append(self.classes[name])
        self._link_all(found)
        for one in found:
            self._fill(one)
        for node in nodes:
            one = self.classes[self._text(node.child_by_field_name("name"))]
            definitions.append(ir.DefineClass(node.start_byte, node.end_byte, one.scope))
        scope.reader = lambda _: tuple(definitions)
        for one in list(self.by_scope.values()):
            self._inherit(one)
        return scope

    def _outline(
        self, node: SyntaxNode, outer: ClassOf | None, parent: ir.Scope, around: Around
    ) -> ClassOf:
        """A class and those inside it, by their names: members may mention all of them."""
        self._budget.read()
        name = self._text(node.child_by_field_name("name"))
        words_, _ = modifiers(node)
        kind = node.type.removesuffix("_declaration")
        body = node.child_by_field_name("body")
        scope = ir.Scope("class", name, parent, node.start_byte, node.end_byte)
        parent.inner.append(scope)
        top = outer is None and around is None
        # A constant of an enum may have a body, with other methods.
        closed = kind == "record" or (kind == "enum" and not _has_bodies(body))
        made = ClassOf(
            name=name,
            kind=kind,
            scope=scope,
            outer=outer,
            static=top or "static" in words_ or kind in ("interface", "enum", "record"),
            final="final" in words_ or closed,
            private="private" in words_,
            constructed=kind == "class" and "abstract" not in words_,
        )
        if outer is not None and outer.kind == "interface":
            made.static = True
        self.by_scope[id(scope)] = made
        self._bases[id(made)] = (node, around)
        if kind == "enum":
            made.implied |= library.OF_ENUMS
        self._outline_inside(made, body, around)
        return made

    def _outline_inside(self, made: ClassOf, body: SyntaxNode | None, around: Around) -> None:
        for inner in _declared(body):
            name = self._text(inner.child_by_field_name("name"))
            if name in made.nested:
                self._variables.add(name)
            inside = Inside(made, True, around)
            made.nested[name] = self._outline(inner, made, made.scope, inside)

    def _link_all(self, found: Iterable[ClassOf]) -> None:
        """Resolve what classes derive from, in view: they inherit classes, too."""
        every: list[ClassOf] = []
        pending = list(found)
        while pending:
            one = pending.pop()
            every.append(one)
            pending.extend(one.nested.values())
        for _ in range(2):
            # What one inherits may be what the next one derives from.
            for one in every:
                one.interfaces = []
                for base, of_class in self._derived_from(one):
                    if isinstance(base, ClassOf) and of_class:
                        one.base = base
                    elif isinstance(base, ClassOf):
                        one.interfaces.append(base)

    def _derived_from(self, one: ClassOf) -> Iterator[tuple[ClassOf | str, bool]]:
        """What a class extends (true) and implements."""
        node, around = self._bases[id(one)]
        for child in node.children:
            if child.type not in ("superclass", "super_interfaces", "extends_interfaces"):
                continue
            types = list(named(child))
            if types and types[0].type == "type_list":
                types = list(named(types[0]))
            for each in types:
                yield self._type(each, Inside(one, True, around)), child.type == "superclass"

    def _fill(self, made: ClassOf) -> None:
        """Read what a class declares; the bodies of its members later."""
        node, around = self._bases[id(made)]
        if made.kind == "record":
            self._components(made, node.child_by_field_name("parameters"), around)
        self._members(made, node.child_by_field_name("body"), around)

    def _components(self, made: ClassOf, node: SyntaxNode | None, around: Around) -> None:
        """The parts of a record are fields, and methods of the same names give them."""
        names: list[str] = []
        for child in named(node):
            declarator = next((c for c in named(child) if c.type == "variable_declarator"), child)
            name = self._text(declarator.child_by_field_name("name"))
            kind = self._named_type(child.child_by_field_name("type"), Inside(made, False, around))
            kind = f"{UNSEEN}[]" if child.type == "spread_parameter" else kind
            made.fields[name] = FieldOf(name, kind, False, True, True, False, len(made.fields))
            names.append(name)
        made.implied |= frozenset(names)

    def _class(self, node: SyntaxNode, parent: ir.Scope, around: Around) -> ClassOf:
        """A class that is declared inside of code, without what it derives from."""
        return self._outline(node, None, parent, around)

    def _complete(self, made: ClassOf) -> None:
        """Read the rest of a class that is declared inside of code."""
        self._link_all([made])
        self._fill(made)
        self._inherit_all(made)

    def _inherit(self, one: ClassOf) -> None:
        """What members a class has that are declared out of sight."""
        for found, of_class in self._derived_from(one):
            if isinstance(found, ClassOf):
                if of_class:
                    one.base = found
                    one.constructed = False
                elif found.fields or self._adds_code(found):
                    one.inherits = True
            elif found in library.PLAIN_BASES:
                one.implied |= library.implied(found)
                if of_class and found != "java.lang.Object":
                    one.constructed = False
            else:
                one.inherits = True
                if of_class:
                    one.constructed = False

    def _adds_code(self, interface: ClassOf) -> bool:
        """Whether an interface in view brings methods with bodies, or what others declare."""
        node, _ = self._bases[id(interface)]
        extends = any(child.type == "extends_interfaces" for child in node.children)
        return extends or any(
            not one.abstract for several in interface.methods.values() for one in several
        )

    def _members(self, made: ClassOf, body: SyntaxNode | None, around: Around) -> None:
        statements: list[ir.Statement] = []
        pending = list(named(body))
        while pending:
            node = pending.pop(0)
            if node.type == "enum_body_declarations":
                pending = list(named(node)) + pending
            elif node.type in CLASS_KINDS:
                inner = made.nested[self._text(node.child_by_field_name("name"))]
                self._fill(inner)
                statements.append(ir.DefineClass(node.start_byte, node.end_byte, inner.scope))
            elif node.type in ("field_declaration", "constant_declaration"):
                statements.extend(self._fields(made, node, around))
            elif node.type in ("method_declaration", "constructor_declaration"):
                statements.append(self._method(made, node, around))
            elif node.type == "compact_constructor_declaration":
                made.constructed = False
                statements.append(self._method(made, node, around))
            elif node.type in ("static_initializer", "block"):
                statements.append(self._initialiser(made, node, around))
            elif node.type == "enum_constant":
                statements.append(self._enum_constant(made, node, around))
        made.scope.reader = lambda _: tuple(statements)

    def _fields(self, made: ClassOf, node: SyntaxNode, around: Around) -> Iterator[ir.Statement]:
        found, annotated = modifiers(node)
        in_interface = made.kind in ("interface", "annotation_type")
        static = "static" in found or in_interface
        declared = self._named_type(node.child_by_field_name("type"), Inside(made, static, around))
        for part in node.children_by_field_name("declarator"):
            name = self._text(part.child_by_field_name("name"))
            dimensions = self._text(part.child_by_field_name("dimensions"))
            kind = declared + "[]" * dimensions.count("[")
            one = FieldOf(
                name,
                kind,
                static,
                "final" in found or in_interface,
                "private" in found,
                annotated,
                len(made.fields),
            )
            made.fields[name] = one
            value = part.child_by_field_name("value")
            if value is None:
                yield ir.Declare(node.start_byte, node.end_byte, (), False)
                continue
            scope = self._function(f"{name} =", part, made.scope)
            one.scope = scope
            simple = kind == "java.lang.String" or kind in library.PRIMITIVES
            one.inlined = one.final and simple and _looks_constant(value)
            if not static:
                scope.parameters = (ir.Parameter("this", "receiver", None),)
                made.initialisers.append(scope)
            start = node.start_byte
            scope.reader = self._reading(
                Inside(made, static, around),
                self._initial(one, made, value, start),
                self._names_taken(around),
            )
            yield ir.Define(start, node.end_byte, scope)

    def _initial(self, one: FieldOf, made: ClassOf, value: SyntaxNode, start: int) -> Read:
        def read(scope: ir.Scope) -> Iterator[ir.Statement]:
            at = (start, value.end_byte)
            given = self._cast(self._initialiser_value(value, one.type), one.type)
            scope.bind(one.name, ir.Binding("assign", given))
            owner: ir.Expression = ir.ClassName(*at, made.scope)
            if not one.static:
                owner = ir.Name(*at, "this")
            yield ir.Assign(*at, (ir.Attribute(*at, owner, one.name),), given)

        return read

    def _method(self, made: ClassOf, node: SyntaxNode, around: Around) -> ir.Statement:
        found, _ = modifiers(node)
        constructor = node.type != "method_declaration"
        name = CONSTRUCTOR if constructor else self._text(node.child_by_field_name("name"))
        static = "static" in found
        scope = self._function(made.name if constructor else name, node, made.scope)
        body = node.child_by_field_name("body")
        inside = Block(Inside(made, static, around))
        before, self._taken = self._taken, self._names_taken(around)
        parameters = self._parameters(node.child_by_field_name("parameters"), inside, scope)
        receiver = () if static else (ir.Parameter("this", "receiver", None),)
        scope.parameters = (*receiver, *parameters)
        scope.types[""] = self._named_type(node.child_by_field_name("type"), inside)
        owner, _ = self._bases.get(id(made), (None, None))
        if not static and not constructor and owner is not None:
            of_method, of_class = (annotations(one, self._text) for one in (node, owner))
            known = {name for name in (*of_method, *of_class) if name not in self.classes}
            if len(known) == len({*of_method, *of_class}):
                scope.answers = answered_with(
                    of_method, of_class, scope.types[""], self.imports.types.get("MediaType", "")
                )
        scope.reader = self._reading(inside, lambda _: self._statements(named(body)))
        self._taken = before
        one = MethodOf(
            name,
            tuple(parameter.type for parameter in parameters),
            any(parameter.kind == "rest" for parameter in parameters),
            static,
            static or constructor or made.final or bool(found & {"private", "final"}),
            scope,
            abstract=body is None,
            private="private" in found,
        )
        if body is None or "native" in found:
            scope.is_generator = True
        if constructor:
            made.constructors.append(one)
        made.methods.setdefault(name, []).append(one)
        return ir.Define(node.start_byte, node.end_byte, scope)

    def _parameters(
        self, node: SyntaxNode | None, inside: Block, scope: ir.Scope
    ) -> tuple[ir.Parameter, ...]:
        found: list[ir.Parameter] = []
        for child in named(node):
            name_node = child.child_by_field_name("name")
            kind = "positional"
            if child.type == "spread_parameter":
                kind = "rest"
                declarator = next(
                    (part for part in named(child) if part.type == "variable_declarator"), None
                )
                name_node = declarator.child_by_field_name("name") if declarator else None
                declared = f"{UNSEEN}[]"
            elif child.type == "formal_parameter":
                declared = self._named_type(child.child_by_field_name("type"), inside)
                dimensions = self._text(child.child_by_field_name("dimensions"))
                declared += "[]" * dimensions.count("[")
            elif child.type == "identifier":
                name_node, declared = child, ""
            else:
                continue
            name = self._text(name_node)
            local = self._declare(name, declared, inside, scope, "parameter")
            asked = _ASKED.search(self._text(child)) is not None
            found.append(ir.Parameter(local, kind, None, declared, asked=asked))
        return tuple(found)

    def _initialiser(self, made: ClassOf, node: SyntaxNode, around: Around) -> ir.Statement:
        static = node.type == "static_initializer"
        scope = self._function("an initialiser", node, made.scope)
        if static:
            made.first_static_code = min(made.first_static_code, len(made.fields))
            made.static_initialisers.append(scope)
        else:
            scope.parameters = (ir.Parameter("this", "receiver", None),)
            made.initialisers.append(scope)
        block = next(named(node), None) if static else node
        inside = Block(Inside(made, static, around))
        taken = self._names_taken(around)
        scope.reader = self._reading(inside, lambda _: self._statements(named(block)), taken)
        return ir.Define(node.start_byte, node.end_byte, scope)

    def _enum_constant(self, made: ClassOf, node: SyntaxNode, around: Around) -> ir.Statement:
        scope = self._function("an enum constant", node, made.scope)
        made.constants[self._text(node.child_by_field_name("name"))] = scope
        body = node.child_by_field_name("body")
        arguments = node.child_by_field_name("arguments")

        def read(_: ir.Scope) -> Iterator[ir.Statement]:
            at = (node.start_byte, node.end_byte)
            given = tuple(self._expression(child) for child in named(arguments))
            value: ir.Expression = ir.Opaque(*at, (*given, ir.Constant(*at, None)), "an enum")
            if body is not None:
                value = self._anonymous(node, body, given)
            yield ir.Evaluate(*at, value)

        scope.reader = self._reading(Inside(made, True, around), read, self._names_taken(around))
        return ir.Define(node.start_byte, node.end_byte, scope)

    def _inherit_all(self, made: ClassOf) -> None:
        self._inherit(made)
        for inner in made.nested.values():
            self._inherit_all(inner)

    def _anonymous(
        self, node: SyntaxNode, body: SyntaxNode, arguments: tuple[ir.Expression, ...]
    ) -> ir.Expression:
        scope = ir.Scope("class", "", self._scope, node.start_byte, node.end_byte)
        self._scope.inner.append(scope)
        made = ClassOf("", "class", scope, None, False, True, constructed=False)
        base = self._type(node.child_by_field_name("type"), self._around)
        made.inherits = not (isinstance(base, str) and base in library.PLAIN_BASES)
        if isinstance(base, str) and not made.inherits:
            made.implied |= library.implied(base)
        self.by_scope[id(scope)] = made
        around = self._snapshot()
        if isinstance(base, ClassOf):
            made.interfaces.append(base)
        self._outline_inside(made, body, around)
        self._link_all(made.nested.values())
        self._members(made, body, around)
        for inner in made.nested.values():
            self._inherit_all(inner)
        return ir.Anonymous(node.start_byte, node.end_byte, arguments, scope)


def _declared(body: SyntaxNode | None) -> Iterator[SyntaxNode]:
    """The classes that are declared right inside a body."""
    for node in named(body):
        if node.type == "enum_body_declarations":
            yield from _declared(node)
        elif node.type in CLASS_KINDS:
            yield node


def _has_bodies(body: SyntaxNode | None) -> bool:
    """Whether a constant of an enum has methods of its own."""
    return any(
        node.type == "enum_constant" and node.child_by_field_name("body") is not None
        for node in named(body)
    )


def _looks_constant(node: SyntaxNode) -> bool:
    """Whether a value is put together of literals and names alone."""
    pending = [node]
    while pending:
        one = pending.pop()
        if one.type in _COMPUTED:
            return False
        pending.extend(named(one))
    return True


_COMPUTED = frozenset(
    {
        "method_invocation",
        "object_creation_expression",
        "array_access",
        "array_creation_expression",
        "lambda_expression",
        "method_reference",
        "switch_expression",
        "this",
        "null_literal",
    }
)


_ASKED = re.compile(
    r"@\s*(?:[\w.]+\.)?(?:Request(?:Param|Body|Header|Part|Attribute)|PathVariable|CookieValue|"
    r"MatrixVariable|ModelAttribute|(?:Query|Path|Form|Header|Cookie|Matrix|Bean)Param)\b"
)
"""Annotations of parameters that whoever asks the program gives."""
