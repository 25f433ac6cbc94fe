"""Expressions of JavaScript and TypeScript, lowered to ``ir``."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import (
    NULL,
    NotPlain,
    number,
    unescaped,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.members import SPECIAL
from fpcache_ops.validators.safe_patterns.languages.javascript.scoping import (
    Level,
    has,
    module_path,
    named,
    text_of,
)

_OWNER = re.compile(rb"\b(?:this|super)\b")
DEPTH_LIMIT = 60
"""Expressions or blocks inside one another, within one function; deeper ones are opaque."""

PERHAPS = "?"
"""A test that nothing is known of."""

SETTERS = frozenset(
    [
        "innerHTML",
        "outerHTML",
        "srcdoc",
        "location",
        "host",
        "hostname",
        "protocol",
        "href",
        "src",
        "cookie",
        "action",
        "textContent",
        "innerText",
    ]
)
"""Properties that a browser reads as code or an address when they are set: a call of ``name=``."""

_PARSED_AT_ONCE = frozenset({"innerHTML", "outerHTML", "textContent", "innerText"})
"""What they were set to is whole markup, or text: nothing that is appended stands inside of it."""

VISITING = frozenset(
    ["map", "filter", "find", "findIndex", "some", "every", "forEach", "flatMap", "findLast"]
)
"""Methods that call a function with each item, its number, and the container."""

_STRICT = {"===": "==", "!==": "!=", "==": "~=", "!=": "!~="}
_ORDERS = frozenset({"<", ">", "<=", ">="})
_LOGICAL = {"&&": "and", "||": "or", "??": "??"}
_TRANSPARENT = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "instantiation_expression",
    }
)
_GLOBAL_OBJECTS = frozenset({"window", "globalThis", "global", "self", "top", "parent"})
GLOBAL_FUNCTIONS = frozenset(
    {
        "eval",
        "Function",
        "setTimeout",
        "setInterval",
        "fetch",
        "location",
        "document",
        "parseInt",
        "parseFloat",
        "Number",
        "String",
        "encodeURIComponent",
        "encodeURI",
        "open",
        "crypto",
        "process",
        "Math",
        "JSON",
        "Object",
        "Array",
    }
)


class Expressions(ABC):
    """Reads expressions. ``budget`` bounds how many nodes are looked at."""

    def __init__(self, source: bytes, budget: Budget) -> None:
        self._source = source
        self._budget = budget
        self._scope = ir.Scope("module", "", None, 0, len(source))
        self._level = Level(self._scope, None)
        self._depth = 0

    @abstractmethod
    def _function(self, node: SyntaxNode, name: str) -> ir.Scope:
        """A function; its body is read later."""

    @abstractmethod
    def _class_scope(self, node: SyntaxNode, name: str) -> ir.Scope:
        """A class; its body is read later."""

    @abstractmethod
    def _jsx(self, node: SyntaxNode) -> ir.Expression:
        """An element of JSX."""

    def _text(self, node: SyntaxNode | None) -> str:
        return text_of(node) if node is not None else ""

    # Names

    def _name(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        name = self._text(node)
        found = self._level.find(name)
        if name == "arguments" and found is not None and not only_looks(node):
            # Whoever has it can set the parameters.
            found[0].unsteady.update(parameter.name for parameter in found[0].parameters)
        return ir.Name(*at, found[1] if found is not None else name)

    def _is_free(self, name: str) -> bool:
        """Whether nothing around declares the name."""
        return self._level.find(name) is None

    def _bound(self, name: str, kind: str, value: ir.Expression | None, shared: bool) -> str:
        """Note that a name is bound here; the variable that it stands for."""
        found = self._level.find(name)
        if found is None:
            return name
        scope, own, by_var = found
        if scope is self._scope:
            if by_var and value is not None:
                # It is undefined until then, and may be read before.
                at = (value.start, value.end)
                test = ir.Library(*at, PERHAPS)
                value = ir.Choice(*at, test, value, ir.Constant(*at, None))
            scope.bind(own, ir.Binding(kind, value, shared=shared))
        return own

    # Expressions

    def _many(self, nodes: Iterable[SyntaxNode]) -> tuple[ir.Expression, ...]:
        return tuple(self._expression(node) for node in nodes)

    def _lost(
        self, node: SyntaxNode, why: str, children: tuple[ir.Expression, ...] = ()
    ) -> ir.Expression:
        """Something whose value is not known; ``children`` are all the code in it."""
        at = (node.start_byte, node.end_byte)
        return ir.Opaque(*at, children or (ir.Library(*at, PERHAPS),), why)

    def _opaque(self, node: SyntaxNode) -> ir.Expression:
        """Not modelled: there may be calls in it, and every name in it counts as bound."""
        at = (node.start_byte, node.end_byte)
        self._scope.is_generator = True
        unseen = ir.Opaque(*at, (), "not modelled")
        return ir.Opaque(*at, (*self._forgotten(node), unseen), "not modelled")

    def _forgotten(self, node: SyntaxNode) -> Iterator[ir.Expression]:
        """Every variable named there may be anything now, and so may what it holds."""
        at = (node.start_byte, node.end_byte)
        for name in dict.fromkeys(_identifiers(node, self._budget)):
            own = ir.Name(*at, self._bound(name, "unmodelled", None, shared=True))
            yield own
            yield ir.Bind(*at, own, ir.Name(*at, PERHAPS))

    def _expression(self, node: SyntaxNode | None) -> ir.Expression:
        if node is None:
            return ir.Opaque(0, 0, (), "nothing")
        self._budget.read()
        while node.type in _TRANSPARENT or node.type == "type_assertion":
            inner = list(named(node))
            if not inner:
                return self._opaque(node)
            node = inner[-1] if node.type == "type_assertion" else inner[0]
        if self._depth >= DEPTH_LIMIT:
            return self._opaque(node)
        self._depth += 1
        try:
            return self._expression_of(node)
        finally:
            self._depth -= 1

    def _expression_of(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        match node.type:
            case "identifier" | "shorthand_property_identifier":
                return self._name(node)
            case "this" | "super":
                return ir.Name(*at, node.type)
            case "undefined":
                return ir.Constant(*at, None)
            case "null":
                return ir.Constant(*at, NULL)
            case "true" | "false":
                return ir.Constant(*at, node.type == "true")
            case "number":
                return self._literal(node, number)
            case "string":
                return self._literal(node, lambda text: unescaped(text[1:-1]))
            case "template_string":
                return self._template(node)
            case "regex":
                pattern = self._text(node.child_by_field_name("pattern"))
                flags = self._text(node.child_by_field_name("flags"))
                parts = (ir.Constant(*at, pattern), ir.Constant(*at, flags))
                return ir.Call(
                    *at,
                    ir.Library(*at, "builtins.RegExp"),
                    tuple(ir.Argument(part) for part in parts),
                )
            case "member_expression":
                return self._optional(node, self._member(node))
            case "subscript_expression":
                return self._optional(node, self._subscript(node))
            case "call_expression":
                return self._call(node)
            case "new_expression":
                callee = self._expression(node.child_by_field_name("constructor"))
                return ir.New(*at, callee, self._arguments(node.child_by_field_name("arguments")))
            case "binary_expression":
                return self._binary(node)
            case "unary_expression":
                return self._unary(node)
            case "update_expression":
                return self._update(node)
            case "assignment_expression":
                return self._assignment(node)
            case "augmented_assignment_expression":
                return self._augmented(node)
            case "ternary_expression":
                return ir.Choice(
                    *at,
                    self._expression(node.child_by_field_name("condition")),
                    self._expression(node.child_by_field_name("consequence")),
                    self._expression(node.child_by_field_name("alternative")),
                )
            case "sequence_expression":
                return self._comma(node, self._many(self._items(node)))
            case "array":
                return self._array(node)
            case "object":
                return self._object(node)
            case "arrow_function" | "function_expression" | "generator_function":
                name = self._text(node.child_by_field_name("name"))
                return ir.Lambda(*at, self._function(node, name))
            case "class":
                return self._class(node)
            case "await_expression":
                return ir.Cast(*at, self._expression(next(named(node), None)), "await")
            case "yield_expression":
                self._scope.is_generator = True
                return self._lost(node, "yielded", self._many(named(node)))
            case "meta_property":
                return ir.Name(*at, self._text(node))
            case "jsx_element" | "jsx_self_closing_element" | "jsx_fragment":
                return self._jsx(node)
            case "spread_element":
                return ir.Spread(*at, self._expression(next(named(node), None)))
            case _:
                return self._opaque(node)

    def _class(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        scope = self._class_scope(node, self._text(node.child_by_field_name("name")))
        given = tuple(base.value for base in scope.bases)
        return ir.Anonymous(*at, given, scope)

    def _items(self, node: SyntaxNode) -> Iterator[SyntaxNode]:
        """The operands of commas; they nest."""
        for child in named(node):
            if child.type == "sequence_expression":
                yield from self._items(child)
            else:
                yield child

    def _comma(self, node: SyntaxNode, items: tuple[ir.Expression, ...]) -> ir.Expression:
        """All are evaluated; the value is the last one's."""
        if len(items) > 1 and all(isinstance(item, ir.Constant) for item in items[:-1]):
            return items[-1]
        at = (node.start_byte, node.end_byte)
        last = ir.Constant(*at, len(items) - 1)
        return ir.Subscript(*at, ir.Sequence(*at, "comma", items), last)

    def _literal(self, node: SyntaxNode, read: "object") -> ir.Expression:
        try:
            assert callable(read)
            return ir.Constant(node.start_byte, node.end_byte, read(self._text(node)))
        except NotPlain:
            return self._lost(node, "a literal of an unusual form")

    def _template(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        try:
            parts = tuple(self._template_parts(node))
        except NotPlain:
            inner = [child for child in named(node) if child.type == "template_substitution"]
            values = tuple(self._expression(next(named(child), None)) for child in inner)
            return self._lost(node, "a template of an unusual form", values)
        if all(isinstance(part, str) for part in parts):
            return ir.Constant(*at, "".join(part for part in parts if isinstance(part, str)))
        return ir.Interpolated(*at, parts)

    def _template_parts(self, node: SyntaxNode) -> Iterator[str | ir.Formatted]:
        at, end = node.start_byte + 1, node.end_byte - 1
        for child in named(node):
            if child.type != "template_substitution":
                continue
            yield self._cooked(at, child.start_byte)
            inner = list(named(child))
            if len(inner) != 1:
                raise NotPlain("a substitution of an unusual form")
            value = self._expression(inner[0])
            yield ir.Formatted(child.start_byte, child.end_byte, value, "", None)
            at = child.end_byte
        yield self._cooked(at, end)

    def _cooked(self, start: int, end: int) -> str:
        raw = self._source[start:end].decode("utf-8", "replace").replace("\r\n", "\n")
        return unescaped(raw)

    # Members

    def _member(self, node: SyntaxNode) -> ir.Attribute | ir.Name:
        at = (node.start_byte, node.end_byte)
        owner = node.child_by_field_name("object")
        name = self._text(node.child_by_field_name("property"))
        if owner is not None and owner.type == "identifier":
            word = self._text(owner)
            own = name in GLOBAL_FUNCTIONS and self._is_free(name)
            if own and word in _GLOBAL_OBJECTS and self._is_free(word):
                return ir.Name(*at, name)
        return ir.Attribute(*at, self._expression(owner), name)

    def _subscript(self, node: SyntaxNode) -> ir.Attribute | ir.Subscript:
        at = (node.start_byte, node.end_byte)
        value = self._expression(node.child_by_field_name("object"))
        key = self._expression(node.child_by_field_name("index"))
        if isinstance(key, ir.Constant) and isinstance(key.value, str) and not key.value.isdigit():
            return ir.Attribute(*at, value, key.value)
        return ir.Subscript(*at, value, key)

    def _optional(self, node: SyntaxNode, value: ir.Expression) -> ir.Expression:
        """``?.``: perhaps it is not evaluated at all."""
        if node.child_by_field_name("optional_chain") is None and not has(node, "optional_chain"):
            return value
        at = (node.start_byte, node.end_byte)
        return ir.Choice(*at, ir.Library(*at, PERHAPS), value, ir.Constant(*at, None))

    def _call(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        function = node.child_by_field_name("function")
        arguments = node.child_by_field_name("arguments")
        while function is not None and function.type in _TRANSPARENT:
            inner = list(named(function))
            if not inner or inner[0].type in ("sequence_expression", "assignment_expression"):
                break
            function = inner[0]
        if function is None:
            return self._opaque(node)
        optional = has(node, "optional_chain") or has(function, "optional_chain")
        if function.type == "identifier" and self._text(function) == "await":
            # `await (...)`, which looks like a call; what stands behind it belongs to it.
            return self._lost(node, "waited for", self._many(named(arguments)))
        if function.type == "import":
            return ir.Call(*at, ir.Library(*at, "builtins.import"), self._arguments(arguments))
        if function.type == "identifier" and self._text(function) == "require":
            only = list(named(arguments))
            if self._is_free("require") and len(only) == 1 and only[0].type == "string":
                return ir.Library(*at, module_path(only[0]))
        callee: ir.Expression
        if function.type == "member_expression":
            callee = self._member(function)
        elif function.type == "subscript_expression":
            callee = self._subscript(function)
        else:
            callee = self._expression(function)
        if arguments is not None and arguments.type == "template_string":
            call = ir.Call(*at, callee, self._tagged(arguments))
        else:
            call = ir.Call(*at, callee, self._arguments(arguments))
            self._note_visitor(call)
        if not optional:
            return call
        return ir.Choice(*at, ir.Library(*at, PERHAPS), call, ir.Constant(*at, None))

    def _note_visitor(self, call: ir.Call) -> None:
        """A function without a name that is written where a method calls it with each item."""
        if not isinstance(call.callee, ir.Attribute) or len(call.arguments) not in (1, 2):
            return
        visitor = call.arguments[0].value
        if not isinstance(visitor, ir.Lambda) or any(one.spread for one in call.arguments):
            return
        scope = visitor.scope
        # By its name, or by that of `arguments.callee`, it could call itself with something else.
        alone = scope.name == "<function>" and b"arguments" not in self._source
        if call.callee.name in VISITING and alone and not _takes_list(scope, call.callee.name):
            scope.visits = call.callee.value, call.callee.name

    def _tagged(self, node: SyntaxNode) -> tuple[ir.Argument, ...]:
        """What a tag is called with: the texts, by a name of ours, then the values."""
        at = (node.start_byte, node.end_byte)
        try:
            parts = tuple(self._template_parts(node))
        except NotPlain:
            return (ir.Argument(self._opaque(node), "template"),)
        texts = tuple(ir.Constant(*at, part) for part in parts if isinstance(part, str))
        values = tuple(ir.Argument(part.value) for part in parts if isinstance(part, ir.Formatted))
        return (ir.Argument(ir.Sequence(*at, "tuple", texts), "template"), *values)

    def _arguments(self, node: SyntaxNode | None) -> tuple[ir.Argument, ...]:
        found: list[ir.Argument] = []
        for child in named(node):
            if child.type == "spread_element":
                inner = self._expression(next(named(child), None))
                found.append(ir.Argument(inner, None, 1))
            else:
                found.append(ir.Argument(self._expression(child)))
        return tuple(found)

    # Operators

    def _binary(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        operator = self._text(node.child_by_field_name("operator"))
        first, second = node.child_by_field_name("left"), node.child_by_field_name("right")
        if first is None or second is None or first.type == "private_property_identifier":
            return self._opaque(node)
        if operator == ">" and second.type == "template_string":
            # A tag with type arguments, where the language is said to have no types.
            return self._opaque(node)
        left, right = self._expression(first), self._expression(second)
        if operator in _LOGICAL:
            return ir.Logical(*at, _LOGICAL[operator], (left, right))
        if operator in _STRICT:
            return self._equality(at, _STRICT[operator], left, right)
        if operator in _ORDERS:
            found = _membership(at, operator, left, right)
            return found if found is not None else ir.Compare(*at, left, ((operator, right),))
        if operator in ("in", "instanceof"):
            given = (ir.Argument(left), ir.Argument(right))
            return ir.Call(*at, ir.Library(*at, f"builtins.{operator}"), given)
        return ir.Binary(*at, operator, left, right)

    def _equality(
        self, at: tuple[int, int], op: str, left: ir.Expression, right: ir.Expression
    ) -> ir.Expression:
        negative = op.startswith("!")
        for one, other in ((left, right), (right, left)):
            if isinstance(other, ir.Constant) and isinstance(other.value, str):
                kind = _typeof(one, other.value)
                if kind is not None:
                    return ir.Unary(*at, "not", kind) if negative else kind
            if op in ("~=", "!~=") and isinstance(other, ir.Constant):
                empty = other.value is None or other.value is NULL
                if empty and isinstance(one, ir.Name):
                    tests = tuple(
                        ir.Compare(*at, one, (("!=", ir.Constant(*at, value)),))
                        for value in (None, NULL)
                    )
                    there = ir.Logical(*at, "and", tests)
                    return there if negative else ir.Unary(*at, "not", there)
        found = _membership(at, op, left, right)
        return found if found is not None else ir.Compare(*at, left, ((op, right),))

    def _unary(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        operator = self._text(node.child_by_field_name("operator"))
        argument = node.child_by_field_name("argument")
        if operator == "delete":
            target = self._expression(argument)
            return self._lost(node, "deleted", tuple(ir.children(target)) or (target,))
        operand = self._expression(argument)
        match operator:
            case "!":
                return ir.Unary(*at, "not", operand)
            case "typeof":
                library = ir.Library(*at, "builtins.typeof")
                return ir.Call(*at, library, (ir.Argument(operand),))
            case "void":
                return self._comma(node, (self._lost(node, "void", (operand,)), _undefined(at)))
            case "~" if isinstance(operand, ir.Call) and _is_asked(node):
                found = _index_of(operand)
                return found if found is not None else ir.Unary(*at, operator, operand)
            case _:
                return ir.Unary(*at, operator, operand)

    def _update(self, node: SyntaxNode) -> ir.Expression:
        """``x++``: the value is the number before, that of ``++x`` the one after."""
        at = (node.start_byte, node.end_byte)
        argument = node.child_by_field_name("argument")
        operator = self._text(node.child_by_field_name("operator"))
        prefix = bool(node.children) and node.children[0].type in ("++", "--")
        while argument is not None and argument.type in _TRANSPARENT:
            argument = next(named(argument), None)
        if argument is None or argument.type != "identifier":
            target = self._expression(argument)
            return self._lost(node, "a count", tuple(ir.children(target)) or (target,))
        old = self._name(argument)
        one = ir.Constant(*at, 1)
        new = ir.Binary(*at, operator[:1], ir.Unary(*at, "+", old), one)
        bind = ir.Bind(*at, self._target_name(argument, None), new)
        return bind if prefix else ir.Binary(*at, "-" if operator == "++" else "+", bind, one)

    def _target_name(self, node: SyntaxNode, value: ir.Expression | None) -> ir.Name:
        own = self._bound(self._text(node), "assign", value, shared=True)
        return ir.Name(node.start_byte, node.end_byte, own)

    def _assignment(self, node: SyntaxNode) -> ir.Expression:
        """An assignment inside an expression."""
        at = (node.start_byte, node.end_byte)
        left = node.child_by_field_name("left")
        while left is not None and left.type in _TRANSPARENT:
            left = next(named(left), None)
        value = self._expression(node.child_by_field_name("right"))
        if left is None:
            return self._opaque(node)
        if left.type == "identifier":
            return ir.Bind(*at, self._target_name(left, value), value)
        if left.type in ("member_expression", "subscript_expression"):
            return self._set_member(node, left, value)
        # A pattern: neither what it binds is followed, nor what its defaults do.
        unseen = (ir.Opaque(*at, (), "not modelled"),) if "(" in self._text(left) else ()
        return self._lost(node, "unpacked", (value, *self._forgotten(left), *unseen))

    def _set_member(
        self, node: SyntaxNode, left: SyntaxNode, value: ir.Expression
    ) -> ir.Expression:
        target = self._member(left) if left.type == "member_expression" else self._subscript(left)
        setter = self._setter(node, target, value)
        if setter is not None:
            return setter
        inner = tuple(ir.children(target)) or (target,)
        return self._lost(node, "set inside an expression", (*inner, value))

    def _setter(
        self, node: SyntaxNode, target: ir.Expression, value: ir.Expression
    ) -> ir.Call | None:
        """Setting what a browser interprets, as a call."""
        at = (node.start_byte, node.end_byte)
        if isinstance(target, ir.Name) and target.name == "location" and self._is_free("location"):
            target = ir.Attribute(*at, ir.Library(*at, "builtins.window"), "location")
        if not isinstance(target, ir.Attribute) or target.name not in SETTERS:
            return None
        callee = ir.Attribute(target.start, target.end, target.value, f"{target.name}=")
        return ir.Call(*at, callee, (ir.Argument(value),))

    def _augmented(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        left = node.child_by_field_name("left")
        operator = self._text(node.child_by_field_name("operator"))[:-1]
        while left is not None and left.type in _TRANSPARENT:
            left = next(named(left), None)
        value = self._expression(node.child_by_field_name("right"))
        if left is None:
            return self._opaque(node)
        if left.type == "identifier":
            new = self._operated(at, operator, self._name(left), value)
            return ir.Bind(*at, self._target_name(left, new), new)
        if left.type == "member_expression" and operator == "+":
            name = self._text(left.child_by_field_name("property"))
            if name in SETTERS and name not in _PARSED_AT_ONCE:
                # What is appended goes on where the old text ends.
                value = self._operated(at, operator, self._expression(left), value)
        if left.type in ("member_expression", "subscript_expression"):
            # What it holds then is more than what is added to it.
            owner = self._expression(left.child_by_field_name("object"))
            return self._lost(node, "put together", (self._set_member(node, left, value), owner))
        return self._opaque(node)

    @staticmethod
    def _operated(
        at: tuple[int, int], operator: str, old: ir.Expression, value: ir.Expression
    ) -> ir.Expression:
        """What ``old operator= value`` gives."""
        if operator in _LOGICAL:
            return ir.Logical(*at, _LOGICAL[operator], (old, value))
        return ir.Binary(*at, operator, old, value)

    # Displays

    def _array(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        items: list[ir.Expression] = []
        filled = False
        for child in node.children:
            if child.type == ",":
                if not filled:
                    items.append(_undefined(at))
                filled = False
            elif child.is_named and child.type != "comment":
                items.append(self._expression(child))
                filled = True
        return ir.Sequence(*at, "list", tuple(items))

    def _object(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        items: list[tuple[ir.Expression | None, ir.Expression]] = []
        plain = True
        for child in named(node):
            spot = (child.start_byte, child.end_byte)
            match child.type:
                case "shorthand_property_identifier":
                    items.append((ir.Constant(*spot, self._text(child)), self._name(child)))
                case "pair":
                    key = self._key(child.child_by_field_name("key"))
                    value = self._expression(child.child_by_field_name("value"))
                    if isinstance(key, ir.Constant) and key.value == "__proto__":
                        empty = isinstance(value, ir.Constant) and value.value is NULL
                        plain = plain and empty
                    if not (isinstance(key, ir.Constant) and key.value == "__proto__"):
                        items.append((key, value))
                    changes = isinstance(value, ir.Lambda) and self._changes_unasked(key, spot)
                    plain = plain and not changes
                case "spread_element":
                    items.append((None, self._expression(next(named(child), None))))
                case "method_definition":
                    key = self._key(child.child_by_field_name("name"))
                    if has(child, "get") or has(child, "set"):
                        plain = False
                    plain = plain and not self._changes_unasked(key, spot)
                    name = key.value if isinstance(key, ir.Constant) else ""
                    items.append((key, ir.Lambda(*spot, self._function(child, str(name)))))
                case _:
                    return self._opaque(node)
        if not plain:
            parts = [part for pair in items for part in pair if part is not None]
            return self._lost(node, "an object with code of its own", tuple(parts))
        return ir.Mapping(*at, tuple(items))

    def _changes_unasked(self, key: ir.Expression, spot: tuple[int, int]) -> bool:
        """Whether a function may change its object where no call is written."""
        unasked = not isinstance(key, ir.Constant) or key.value in SPECIAL
        return unasked and _OWNER.search(self._source, *spot) is not None

    def _key(self, node: SyntaxNode | None) -> ir.Expression:
        if node is None:
            return ir.Opaque(0, 0, (), "nothing")
        at = (node.start_byte, node.end_byte)
        if node.type == "computed_property_name":
            return self._expression(next(named(node), None))
        if node.type in ("property_identifier", "private_property_identifier"):
            return ir.Constant(*at, self._text(node))
        key = self._expression(node)
        if isinstance(key, ir.Constant) and isinstance(key.value, int):
            return ir.Constant(*at, str(key.value))
        return key


def only_looks(node: SyntaxNode) -> bool:
    """``arguments.length``, ``arguments[0]`` that is read."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "member_expression":
        return text_of(parent).endswith(".length")
    outer = parent.parent
    return (
        parent.type == "subscript_expression"
        and outer is not None
        and outer.type
        in ("variable_declarator", "binary_expression", "arguments", "return_statement")
    )


def _takes_list(scope: ir.Scope, method: str) -> bool:
    """Whether a visitor is given the list itself, too: it may change what comes next."""
    named = [
        one
        for one in scope.parameters
        if one.kind != "receiver" and one.name not in ("arguments", " others")
    ]
    before = 3 if method.startswith("reduce") else 2
    return len(named) > before or any(one.kind == "rest" for one in named)


def _is_asked(node: SyntaxNode) -> bool:
    """Whether nothing is done with what an expression gives but to ask if it counts as true."""
    parent = node.parent
    while parent is not None and parent.type in ("parenthesized_expression", "binary_expression"):
        operator = parent.child_by_field_name("operator")
        if operator is not None and text_of(operator) not in ("&&", "||"):
            return False
        node, parent = parent, parent.parent
    if parent is None:
        return False
    if parent.type == "unary_expression":
        return has(parent, "!")
    asks = ("if_statement", "while_statement", "do_statement", "ternary_expression")
    return parent.type in asks and parent.child_by_field_name("condition") == node


def _undefined(at: tuple[int, int]) -> ir.Constant:
    return ir.Constant(*at, None)


def _typeof(node: ir.Expression, kind: str) -> ir.Call | None:
    """``typeof x == kind`` as a question about ``x``."""
    if not isinstance(node, ir.Call) or not isinstance(node.callee, ir.Library):
        return None
    if node.callee.path != "builtins.typeof":
        return None
    library = ir.Library(node.start, node.end, f"builtins.typeof {kind}")
    return ir.Call(node.start, node.end, library, node.arguments)


def _index_of(node: ir.Expression) -> ir.Call | None:
    """``list.indexOf(x)`` as the question whether it is in the list."""
    if not isinstance(node, ir.Call) or not isinstance(node.callee, ir.Attribute):
        return None
    if node.callee.name != "indexOf" or len(node.arguments) != 1:
        return None
    callee = ir.Attribute(node.callee.start, node.callee.end, node.callee.value, "includes")
    return ir.Call(node.start, node.end, callee, node.arguments)


def _membership(
    at: tuple[int, int], op: str, left: ir.Expression, right: ir.Expression
) -> ir.Expression | None:
    """``list.indexOf(x) !== -1`` and its other spellings."""
    found = _index_of(left)
    if found is None:
        return None
    bound: int | None = None
    if isinstance(right, ir.Constant) and right.value == 0 and right.value is not False:
        bound = 0
    if isinstance(right, ir.Unary) and right.op == "-" and isinstance(right.operand, ir.Constant):
        bound = -1 if right.operand.value == 1 else None
    if (op, bound) in (("!=", -1), ("!~=", -1), (">", -1), (">=", 0)):
        return found
    if (op, bound) in (("==", -1), ("~=", -1), ("<", 0)):
        return ir.Unary(*at, "not", found)
    return None


def _identifiers(node: SyntaxNode | None, budget: Budget) -> Iterator[str]:
    pending = [node] if node is not None else []
    while pending:
        node = pending.pop()
        budget.read()
        if node.type in ("identifier", "shorthand_property_identifier_pattern"):
            yield text_of(node)
        pending.extend(node.children)
