"""Java's calls, objects that are made, and functions without a name, lowered to ``ir``."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.languages.java import library
from fpcache_ops.validators.safe_patterns.languages.java.classes import (
    UNSEEN,
    ClassOf,
    MethodOf,
    named,
)
from fpcache_ops.validators.safe_patterns.languages.java.expressions import Expressions
from fpcache_ops.validators.safe_patterns.languages.java.names import Block, Inside, bare
from fpcache_ops.validators.safe_patterns.languages.java.texts import (
    DELETE_ALL,
    REPLACE_ALL,
    TEXT_REPLACE,
    TEXT_REPLACE_ALL,
)

CONSTRUCTOR = "<init>"
_OF_STRINGS = {"replace": TEXT_REPLACE, "replaceAll": TEXT_REPLACE_ALL}
"""Methods of what is declared as a text: no other object has them."""
REMOVE_AT = "remove[]"
"""``list.remove(i)`` where ``i`` is an ``int``: another method than that for an object."""


def _is_all(builder: ir.Expression, arguments: tuple[ir.Argument, ...]) -> bool:
    """Whether these are the bounds of all that a builder holds: ``0, builder.length()``."""
    if len(arguments) < 2 or not isinstance(builder, ir.Name):
        return False
    low, high = arguments[0].value, arguments[1].value
    while isinstance(high, ir.Cast):
        high = high.value
    match low, high:
        case ir.Constant(value=0), ir.Call(
            callee=ir.Method(value=ir.Name(name=name), name="length"), arguments=()
        ):
            return name == builder.name
        case _:
            return False


class Calls(Expressions, ABC):
    """Reads calls."""

    @abstractmethod
    def _anonymous(
        self, node: SyntaxNode, body: SyntaxNode, arguments: tuple[ir.Expression, ...]
    ) -> ir.Expression:
        """An object of a class that is declared on the spot."""

    @abstractmethod
    def _statements(self, nodes: Iterable[SyntaxNode]) -> Iterator[ir.Statement]:
        """Statements in order."""

    @abstractmethod
    def _parameters(
        self, node: SyntaxNode | None, inside: Block, scope: ir.Scope
    ) -> tuple[ir.Parameter, ...]:
        """The parameters of a function, declared in its block."""

    def _arguments(self, node: SyntaxNode | None) -> tuple[ir.Argument, ...]:
        return tuple(ir.Argument(self._expression(child)) for child in named(node))

    def _call(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        name_node = node.child_by_field_name("name")
        name = self._text(name_node)
        owner = node.child_by_field_name("object")
        spot = (node.start_byte, name_node.end_byte if name_node is not None else at[1])
        if owner is None:
            callee = self._unqualified(name, spot)
        elif owner.type == "super" or any(child.type == "super" for child in node.children):
            callee = ir.Library(*spot, f"{UNSEEN}.super.{name}")
        else:
            held = self._expression(owner)
            # The one abstract method of a functional interface is the function itself.
            kind = self._kind(held)
            self.receivers[at] = self._declared_type(owner)
            callee = ir.Method(*spot, held, name)
            if library.FUNCTIONS.get(kind) == name:
                callee = ir.Applied(*spot, held, name, kind)
        arguments = self._arguments(node.child_by_field_name("arguments"))
        single = name == "remove" and len(arguments) == 1 and self._is_int(arguments[0].value)
        if single and isinstance(callee, ir.Method):
            callee = ir.Method(*spot, callee.value, REMOVE_AT)
        changed = _OF_STRINGS.get(name, "")
        if changed and isinstance(callee, ir.Method) and self._is_string(callee.value):
            callee = ir.Method(*spot, callee.value, changed)
        if isinstance(callee, ir.Method) and _is_all(callee.value, arguments):
            every = {"replace": REPLACE_ALL, "delete": DELETE_ALL}.get(name, name)
            callee = ir.Method(*spot, callee.value, every)
        whole = ir.Call(*at, callee, arguments)
        kind = self._kind_of(callee)
        return ir.Cast(*at, whole, kind) if kind else whole

    def _declared_type(self, node: SyntaxNode) -> str:
        """The type that an object is declared with, if that is plain to see."""
        node = bare(node) or node
        match node.type:
            case "identifier":
                local = self._local(self._text(node))
                return local.type if local is not None else self._type_of_field(self._text(node))
            case "field_access":
                owner = node.child_by_field_name("object")
                if owner is not None and owner.type == "this":
                    return self._type_of_field(self._text(node.child_by_field_name("field")))
                return ""
            case "cast_expression":
                return self._named_type(node.child_by_field_name("type"), self._around)
            case "method_invocation" if node.child_by_field_name("object") is None:
                return self._type_of_result(self._text(node.child_by_field_name("name")))
            case _:
                return ""

    def _type_of_field(self, name: str) -> str:
        around = self._around
        while around is not None:
            found = around.of.field(name) if isinstance(around, Inside) else None
            if found is not None:
                return found[1].type
            around = around.outer
        return ""

    def _type_of_result(self, name: str) -> str:
        around = self._around
        while around is not None:
            for one in around.of.chain() if isinstance(around, Inside) else ():
                if name in one.methods:
                    return one.methods[name][0].scope.types.get("", "")
            around = around.outer
        return ""

    def _kind_of(self, callee: ir.Expression) -> str:
        """The primitive type of what a method of a text gives, whatever the text."""
        if not isinstance(callee, ir.Method) or not self._is_text(callee.value):
            return ""
        return library.TEXT_METHODS.get(callee.name, "")

    def _is_text(self, value: ir.Expression) -> bool:
        """Whether an expression is certainly a text, or ``null``."""
        match value:
            case ir.Constant(value=str()):
                return True
            case ir.Call(callee=ir.Method(value=inner, name=name)):
                if name in library.ASKED_FOR_TEXTS and isinstance(inner, ir.Name):
                    declared = self._scope.types.get(inner.name, "")
                    return declared.rpartition(".")[2] in library.ASKED_TYPES
                return name in library.OF_TEXTS and self._is_text(inner)
            case _:
                return self._is_string(value)

    def _is_string(self, value: ir.Expression) -> bool:
        """Whether an expression is a variable that is declared as a text."""
        name = value.name if isinstance(value, ir.Name) else ""
        return self._scope.types.get(name) == "java.lang.String"

    def _is_int(self, value: ir.Expression) -> bool:
        """Whether an expression is certainly of a primitive integral type."""
        match value:
            case ir.Constant(value=int()):
                return True
            case ir.Name(name=name):
                return self._scope.types.get(name, "") in ("int", "short", "byte", "char")
            case ir.Cast(type=declared):
                return declared in ("int", "short", "byte", "char")
            case ir.Binary(left=left, right=right):
                return self._is_int(left) and self._is_int(right)
            case ir.Unary(op="-", operand=operand):
                return self._is_int(operand)
            case _:
                return False

    def _unqualified(self, name: str, at: tuple[int, int]) -> ir.Expression:
        """``name(...)``: a method of the innermost class that has one of the name."""
        around = self._around
        own = True
        while around is not None:
            if isinstance(around, Inside):
                found = around.of.with_method(name)
                if found is not None:
                    if around.of.may_inherit and not self._is_plain(found.methods[name]):
                        return ir.Library(*at, f"{UNSEEN}.{name}")
                    return self._own_method(found, name, own and not around.static, at)
                if around.of.kind == "enum" and name in ("valueOf", "values"):
                    return ir.Method(*at, ir.ClassName(*at, around.of.scope), name)
                if around.of.may_inherit or around.of.implies(name):
                    return ir.Library(*at, f"{UNSEEN}.{name}")
                own = False
            around = around.outer
        if name in self.imports.members:
            return ir.Library(*at, self.imports.members[name])
        if len(self.imports.wild_members) == 1:
            return ir.Library(*at, f"{self.imports.wild_members[0]}.{name}")
        return ir.Library(*at, f"{UNSEEN}.{name}")

    @staticmethod
    def _is_plain(methods: list[MethodOf]) -> bool:
        """Whether no method out of sight can be meant rather than this one."""
        if len(methods) != 1 or methods[0].varargs:
            return False
        plain = ("HttpServletRequest", "HttpServletResponse")
        return all(
            kind in library.LEAVES or kind.rpartition(".")[2] in plain for kind in methods[0].types
        )

    def _own_method(
        self, found: ClassOf, name: str, own: bool, at: tuple[int, int]
    ) -> ir.Expression:
        receiver: ir.Expression
        if all(one.static for one in found.methods[name]):
            receiver = ir.ClassName(*at, found.scope)
        elif own:
            receiver = ir.Name(*at, "this")
        else:
            receiver = ir.Receiver(*at, found.scope)
        return ir.Method(*at, receiver, name)

    def _explicit(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        constructor = node.child_by_field_name("constructor")
        arguments = self._arguments(node.child_by_field_name("arguments"))
        callee: ir.Expression = ir.Library(*at, f"{UNSEEN}.super.{CONSTRUCTOR}")
        if constructor is not None and constructor.type == "this":
            callee = ir.Method(*at, ir.Name(*at, "this"), CONSTRUCTOR)
        return ir.Call(*at, callee, arguments)

    def _creation(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        type_node = node.child_by_field_name("type")
        found = self._type(type_node, self._around)
        arguments = self._arguments(node.child_by_field_name("arguments"))
        spot = (at[0], type_node.end_byte if type_node is not None else at[1])
        body = next((child for child in named(node) if child.type == "class_body"), None)
        qualified = node.children[0].type != "new"
        if qualified:
            outer = self._expression(node.children[0])
            values = (outer, *(argument.value for argument in arguments))
            made: ir.Expression = ir.Opaque(*at, values, "an inner object of another")
        elif isinstance(found, ClassOf):
            made = ir.Call(*at, ir.ClassName(*spot, found.scope), arguments)
        else:
            made = ir.Call(*at, ir.Library(*spot, found), arguments)
        return self._anonymous(node, body, (made,)) if body is not None else made

    def _lambda(self, node: SyntaxNode) -> ir.Expression:
        scope = ir.Scope("lambda", "a lambda", self._scope, node.start_byte, node.end_byte)
        self._scope.inner.append(scope)
        scope.types[""] = self._made_for(node)
        inside = Block(self._snapshot())
        parameters = node.child_by_field_name("parameters")
        found: list[ir.Parameter] = []
        spots = [parameters] if parameters is not None and parameters.type == "identifier" else []
        typed: tuple[ir.Parameter, ...] = ()
        if parameters is not None and parameters.type == "formal_parameters":
            typed = self._parameters(parameters, inside, scope)
        elif not spots:
            spots = list(named(parameters))
        for spot in spots:
            own = self._declare(self._text(spot), "", inside, scope, "lambda")
            found.append(ir.Parameter(own, "positional", None))
        scope.parameters = typed or tuple(found)
        body = node.child_by_field_name("body")

        def read(_: ir.Scope) -> Iterator[ir.Statement]:
            if body is not None and body.type == "block":
                yield from self._statements(named(body))
            elif body is not None:
                value = self._expression(body)
                yield ir.Return(value.start, value.end, value)

        scope.reader = self._reading(inside, read)
        return ir.Lambda(node.start_byte, node.end_byte, scope)

    def _made_for(self, node: SyntaxNode) -> str:
        """The interface that a lambda is made for, where it is declared or cast right there."""
        parent = node.parent
        while parent is not None and parent.type == "parenthesized_expression":
            parent = parent.parent
        if parent is not None and parent.type == "variable_declarator":
            parent = parent.parent
        if parent is None or parent.type not in ("local_variable_declaration", "cast_expression"):
            return ""
        return self._named_type(parent.child_by_field_name("type"), self._around)

    def _reference(self, node: SyntaxNode) -> ir.Expression:
        """``owner::method``: a function that calls it with something that is not known."""
        at = (node.start_byte, node.end_byte)
        parts = list(named(node))
        scope = ir.Scope("lambda", "a method reference", self._scope, *at)
        self._scope.inner.append(scope)
        scope.parameters = (ir.Parameter("given", "rest", None),)
        scope.bind("given", ir.Binding("parameter"))
        owner = parts[0] if parts else None
        last = node.children[-1] if node.children else None
        new = last is not None and last.type == "new"

        def read(_: ir.Scope) -> Iterator[ir.Statement]:
            given = (ir.Argument(ir.Name(*at, "given")),)
            callee: ir.Expression
            found = self._type(owner, self._around) if new else ""
            if isinstance(found, ClassOf):
                # Which of its constructors is meant, is not known.
                callee = ir.ClassName(*at, found.scope)
                given = (ir.Argument(ir.Name(*at, "given"), spread=1),)
            elif new:
                callee = ir.Library(*at, found)
            else:
                receiver = self._expression(owner) if owner is not None else None
                callee = ir.Method(*at, receiver or ir.Library(*at, UNSEEN), self._text(last))
            yield ir.Return(*at, ir.Call(*at, callee, given))

        scope.reader = self._reading(Block(self._snapshot()), read)
        return ir.Lambda(*at, scope)
