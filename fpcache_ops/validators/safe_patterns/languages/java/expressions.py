"""Java's expressions, lowered to ``ir``."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.languages.java import library, literals
from fpcache_ops.validators.safe_patterns.languages.java.classes import (
    UNSEEN,
    ClassOf,
    FieldOf,
    named,
    words,
)
from fpcache_ops.validators.safe_patterns.languages.java.names import (
    Block,
    Local,
    Names,
    PatternVariable,
    bare,
)

DEPTH_LIMIT = 60
"""Expressions or blocks inside one another; deeper ones are opaque."""

ARRAY_LIMIT = 64
_IDENTITY = {"==": "same", "!=": "not same"}
_NO_NUMBERS = frozenset({"boolean", "java.lang.String"})
_NO_ENUMS = library.LEAVES | {"?number"}
COMPARISONS = frozenset({"<", "<=", "==", "!=", ">=", ">"})


class Expressions(Names, ABC):
    """Reads expressions."""

    @abstractmethod
    def _call(self, node: SyntaxNode) -> ir.Expression:
        """A call of a method."""

    @abstractmethod
    def _creation(self, node: SyntaxNode) -> ir.Expression:
        """``new``."""

    @abstractmethod
    def _lambda(self, node: SyntaxNode) -> ir.Expression:
        """A function without a name."""

    @abstractmethod
    def _reference(self, node: SyntaxNode) -> ir.Expression:
        """``owner::method``."""

    def _expression(self, node: SyntaxNode | None) -> ir.Expression:
        if node is None:
            return ir.Opaque(0, 0, (), "nothing")
        self._budget.read()
        node = bare(node) or node
        if self._depth >= DEPTH_LIMIT:
            return self._opaque(node)
        self._depth += 1
        try:
            return self._expression_of(node)
        finally:
            self._depth -= 1

    def _opaque(self, node: SyntaxNode) -> ir.Expression:
        """Not modelled: every local in it may have been bound to anything."""
        self._scope.is_generator = True
        at = (node.start_byte, node.end_byte)
        lost = ir.Opaque(*at, (), "not modelled")
        binds: list[ir.Expression] = []
        for local in self._mentioned(node):
            self._scope.bind(local.name, ir.Binding("unmodelled"))
            binds.append(ir.Bind(*at, ir.Name(*at, local.name), lost))
        return ir.Opaque(*at, tuple(binds), "not modelled") if binds else lost

    def _expression_of(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        match node.type:
            case "identifier":
                return self._name(node)
            case "this":
                return self._this(node)
            case "string_literal" | "character_literal":
                return self._constant(node)
            case _ if node.type.endswith("integer_literal"):
                return self._constant(node)
            case "decimal_floating_point_literal" | "hex_floating_point_literal":
                return ir.Cast(*at, ir.Constant(*at, None), "double")
            case "true" | "false":
                return ir.Constant(*at, node.type == "true")
            case "null_literal":
                return ir.Constant(*at, None)
            case "class_literal":
                return ir.Library(*at, f"{UNSEEN}.class")
            case "field_access":
                return self._field_access(node)
            case "array_access":
                array = self._expression(node.child_by_field_name("array"))
                return ir.Subscript(*at, array, self._expression(node.child_by_field_name("index")))
            case "method_invocation":
                return self._call(node)
            case "object_creation_expression":
                return self._creation(node)
            case "array_creation_expression":
                return self._array_creation(node)
            case "array_initializer":
                return self._array(node)
            case "cast_expression":
                declared = self._named_type(node.child_by_field_name("type"), self._around)
                return self._cast(self._expression(node.child_by_field_name("value")), declared)
            case "binary_expression":
                return self._binary(node)
            case "unary_expression":
                op = self._operator(node)
                operand = self._expression(node.child_by_field_name("operand"))
                return ir.Unary(*at, "not" if op == "!" else op, operand)
            case "ternary_expression":
                before = len(self._patterns)
                test = self._expression(node.child_by_field_name("condition"))
                then = self._expression(node.child_by_field_name("consequence"))
                self._end_patterns(before)
                orelse = self._expression(node.child_by_field_name("alternative"))
                return self._promoted(ir.Choice(*at, test, then, orelse), (then, orelse))
            case "assignment_expression":
                return self._assigned(node)
            case "update_expression":
                return self._stepped(node)
            case "instanceof_expression":
                return self._instance_of(node)
            case "lambda_expression":
                return self._lambda(node)
            case "method_reference":
                return self._reference(node)
            case "switch_expression":
                return self._select(node)
            case _:
                return self._opaque(node)

    def _constant(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        text = self._text(node)
        try:
            if node.type == "string_literal":
                if any(child.type == "string_interpolation" for child in node.children):
                    return self._opaque(node)
                return ir.Constant(*at, literals.string(text))
            if node.type == "character_literal":
                return ir.Cast(*at, ir.Constant(*at, literals.character(text)), "char")
            value, kind = literals.integer(text)
        except (literals.NotPlain, ValueError):
            return ir.Opaque(*at, (), "a literal of an unusual form")
        constant = ir.Constant(*at, value)
        return constant if kind == "int" else ir.Cast(*at, constant, kind)

    def _this(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        inside = self._inside()
        if inside is None or inside.static:
            return ir.Opaque(*at, (), "`this` where there is none")
        return ir.Name(*at, "this")

    def _name(self, node: SyntaxNode) -> ir.Expression:
        """A simple name where a value is wanted."""
        at = (node.start_byte, node.end_byte)
        name = self._text(node)
        local = self._local(name)
        if local is not None:
            return ir.Name(*at, local.name)
        found = self._field(name, node)
        return found if found is not None else self._other(name, at)

    def _other(self, name: str, at: tuple[int, int]) -> ir.Expression:
        """A name that is neither local nor field: a class, a package, or out of sight."""
        if name in self.imports.members:
            return ir.Library(*at, self.imports.members[name])
        found = self._type_named(name, self._around)
        if isinstance(found, ClassOf):
            return ir.ClassName(*at, found.scope)
        if found.startswith(UNSEEN) and name in library.ROOTS:
            return ir.Library(*at, name)
        return ir.Library(*at, found)

    def _field_access(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        owner = node.child_by_field_name("object")
        member = node.child_by_field_name("field")
        name = self._text(member)
        if owner is None or owner.type == "super":
            return ir.Library(*at, f"{UNSEEN}.super.{name}")
        if member is not None and member.type == "this":
            found = self._type_named(self._text(owner), self._around)
            if isinstance(found, ClassOf):
                inside = self._inside()
                if inside is not None and inside.of is found and not inside.static:
                    return ir.Name(*at, "this")
                return ir.Receiver(*at, found.scope)
            return ir.Opaque(*at, (), "an object outside")
        path = self._known_path(node)
        if isinstance(path, ClassOf):
            return ir.ClassName(*at, path.scope)
        value = self._expression(owner)
        found_field: tuple[ClassOf, FieldOf] | None = None
        if isinstance(value, ir.ClassName):
            one = self.by_scope[id(value.scope)]
            if name in one.nested:
                return ir.ClassName(*at, one.nested[name].scope)
            found_field = one.field(name)
            if found_field is not None and found_field[1].static:
                value = ir.ClassName(*at, found_field[0].scope)
        elif isinstance(value, ir.Name) and value.name == "this" and _is_this(owner):
            inside = self._inside()
            found_field = inside.of.field(name) if inside is not None else None
            if found_field is not None and found_field[1].static:
                value = ir.ClassName(*at, found_field[0].scope)
        whole = ir.Attribute(*at, value, name)
        if isinstance(value, ir.Name) and name == "length":
            is_array = self._scope.types.get(value.name, "").endswith("[]")
            return ir.Cast(*at, whole, "int") if is_array else whole
        return self._cast(whole, found_field[1].type) if found_field is not None else whole

    def _binary(self, node: SyntaxNode) -> ir.Expression:
        """Chains lean to the left: they are read without going deeper for each operator."""
        spine = [node]
        while True:
            left = spine[-1].child_by_field_name("left")
            if left is None or left.type != "binary_expression":
                break
            self._budget.read()
            spine.append(left)
        before = len(self._patterns)
        result = self._expression(spine[-1].child_by_field_name("left"))
        for part in reversed(spine):
            op = self._operator(part)
            if op == "||":
                self._end_patterns(before)
            right = self._expression(part.child_by_field_name("right"))
            at = (part.start_byte, part.end_byte)
            if op in ("&&", "||"):
                result = self._logical("and" if op == "&&" else "or", result, right, at)
            elif op in COMPARISONS:
                simple = self._is_simple(result) or self._is_simple(right)
                result = ir.Compare(
                    *at, result, ((op if simple else _IDENTITY.get(op, op), right),)
                )
            else:
                result = ir.Binary(*at, op, result, right)
        return result

    def _kind(self, node: ir.Expression) -> str:
        """The static type of an expression, as far as it is plain to see."""
        match node:
            case ir.Constant(value=bool()) | ir.Compare() | ir.Logical() | ir.Unary(op="not"):
                return "boolean"
            case ir.Constant(value=int()):
                return "int"
            case ir.Constant(value=str()):
                return "java.lang.String"
            case ir.Cast(type=declared):
                return declared
            case ir.Name(name=name) | ir.Bind(target=ir.Name(name=name)):
                return self._scope.types.get(name, "")
            case ir.Unary(op="-" | "+" | "~", operand=operand):
                return "int" if self._kind(operand) == "int" else "?number"
            case ir.Binary(op=op, left=left, right=right):
                kinds = (self._kind(left), self._kind(right))
                if op == "+" and not all(kind and "." not in kind for kind in kinds):
                    return "java.lang.String" if "java.lang.String" in kinds else ""
                return "int" if kinds == ("int", "int") else "?number"
            case _:
                return ""

    def _is_simple(self, node: ir.Expression) -> bool:
        """Whether what is compared with this is compared by value; ``null`` has one identity."""
        kind = self._kind(node)
        null = isinstance(node, ir.Constant) and node.value is None
        return null or kind == "?number" or kind in library.PRIMITIVES

    def _promoted(self, whole: ir.Expression, branches: tuple[ir.Expression, ...]) -> ir.Expression:
        """A choice between a number and another kind of number is of a kind that fits both."""
        kinds = {self._kind(branch) for branch in branches}
        if (len(kinds) == 1 and not kinds & {"", "?number"}) or kinds & _NO_NUMBERS:
            return whole
        plain = kinds <= (library.NUMBERS | {"?number"})
        return ir.Cast(whole.start, whole.end, whole, "?number" if plain else "?letter")

    @staticmethod
    def _logical(
        op: str, left: ir.Expression, right: ir.Expression, at: tuple[int, int]
    ) -> ir.Expression:
        items = left.items if isinstance(left, ir.Logical) and left.op == op else (left,)
        return ir.Logical(*at, op, (*items, right))

    def _assignment(self, node: SyntaxNode, at: tuple[int, int]) -> ir.Statement:
        left = bare(node.child_by_field_name("left"))
        right = node.child_by_field_name("right")
        op = self._operator(node)
        local = self._local(self._text(left)) if left is not None else None
        if left is None or left.type != "identifier":
            local = None
        if op == "=":
            if local is not None:
                value = self._cast(self._expression(right), local.type)
                return self._set(local, value, at)
            target = self._expression(left)
            value = self._expression(right)
            if isinstance(target, ir.Cast):
                value, target = self._cast(value, target.type), target.value
            value = self._as_item(target, value)
            if any(isinstance(each, ir.Bind) for each in ir.inside(value)):
                # Where it goes is decided before the value is, which changes something.
                parts = (*ir.children(target), value)
                return ir.Evaluate(*at, ir.Opaque(*at, parts, "an unusual assignment"))
            if isinstance(target, (ir.Attribute, ir.Subscript)):
                return ir.Assign(*at, (target,), value)
            return ir.Evaluate(*at, ir.Opaque(*at, (target, value), "an unusual assignment"))
        value = self._expression(right)
        if local is not None:
            name = ir.Name(at[0], at[1], local.name)
            whole = ir.Binary(*at, op[:-1], name, value)
            return self._set(local, self._as_local(whole, local), at)
        target = self._expression(left)
        if isinstance(target, ir.Cast):
            target = target.value
        steps = any(isinstance(each, ir.Bind) for each in ir.inside(target))
        if isinstance(target, ir.Subscript) and not steps:
            return ir.Augment(*at, op[:-1], target, value)
        owner = target.value if isinstance(target, ir.Attribute) else None
        if isinstance(target, ir.Attribute) and isinstance(owner, (ir.Name, ir.ClassName)):
            whole = ir.Binary(*at, op[:-1], target, value)
            return ir.Assign(*at, (target,), whole)
        children = tuple(ir.children(target)) or (target,)
        return ir.Evaluate(*at, ir.Opaque(*at, (*children, value), "an unusual assignment"))

    def _as_local(self, value: ir.Expression, local: Local) -> ir.Expression:
        """What is reckoned with a variable and kept in it: of its type, if that is seen."""
        if local.type:
            return self._cast(value, local.type)
        return ir.Cast(value.start, value.end, value, "?letter")

    def _as_item(self, target: ir.Expression, value: ir.Expression) -> ir.Expression:
        """What an array has as an item is of its type: ``longs[0] = 1`` is a ``long``."""
        if not isinstance(target, ir.Subscript):
            return value
        declared = self._kind(target.value)
        depth = target.value
        while isinstance(depth, ir.Subscript) and not declared:
            depth = depth.value
            declared = self._kind(depth).removesuffix("[]")
        if declared.endswith("[]"):
            return self._cast(value, declared.removesuffix("[]"))
        return ir.Cast(value.start, value.end, value, "?letter")

    def _set(self, local: Local, value: ir.Expression, at: tuple[int, int]) -> ir.Statement:
        self._scope.bind(local.name, ir.Binding("assign", value))
        return ir.Assign(*at, (ir.Name(*at, local.name),), value)

    def _step(self, node: SyntaxNode) -> tuple[Local, ir.Expression] | None:
        """``i++`` for a local: the local, and what it is then."""
        operand = bare(next(named(node), None))
        if operand is None or operand.type != "identifier":
            return None
        local = self._local(self._text(operand))
        if local is None:
            return None
        at = (node.start_byte, node.end_byte)
        op = "+" if any(child.type == "++" for child in node.children) else "-"
        more = ir.Binary(*at, op, ir.Name(*at, local.name), ir.Constant(*at, 1))
        return local, self._as_local(more, local)

    def _assigned(self, node: SyntaxNode) -> ir.Expression:
        """An assignment whose value is used."""
        at = (node.start_byte, node.end_byte)
        statement = self._assignment(node, at)
        match statement:
            case ir.Assign(targets=(ir.Name() as name,), value=value):
                return ir.Bind(*at, name, value)
            case ir.Assign(targets=(target,), value=value) | ir.Augment(target=target, value=value):
                parts = tuple(ir.children(target))
                return ir.Opaque(*at, (*parts, value), "an assignment inside an expression")
            case ir.Evaluate(value=value):
                return value
            case _:
                return self._opaque(node)

    def _stepped(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        step = self._step(node)
        if step is None:
            target = self._expression(next(named(node), None))
            if isinstance(target, ir.Cast):
                target = target.value
            parts = tuple(ir.children(target)) or (target,)
            whole = ir.Opaque(*at, parts, "a step of something that is no local")
            return ir.Cast(*at, whole, "java.lang.Number")
        local, value = step
        self._scope.bind(local.name, ir.Binding("assign", value))
        bind = ir.Bind(*at, ir.Name(*at, local.name), value)
        if node.children and node.children[0].type in ("++", "--"):
            return bind
        op = "-" if any(child.type == "++" for child in node.children) else "+"
        return self._as_local(ir.Binary(*at, op, bind, ir.Constant(*at, 1)), local)

    def _instance_of(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        value = self._expression(node.child_by_field_name("left"))
        name = node.child_by_field_name("name")
        pattern = node.child_by_field_name("pattern")
        if pattern is not None:
            lost = ir.Opaque(*at, (), "a part of a record")
            binds = [ir.Bind(*at, ir.Name(*at, own), lost) for own in self._pattern(pattern)]
            return ir.Cast(*at, ir.Opaque(*at, (value, *binds), "a pattern"), "boolean")
        if name is not None:
            inside = self._block_around()
            text = self._text(name)
            declared = self._named_type(node.child_by_field_name("right"), inside)
            # In the other branch, the name is that of the field.
            hidden = self._field(text, name) is not None
            own = self._bound_by_pattern(text, declared, inside, name)
            if hidden:
                value = ir.Opaque(*at, (value,), "a variable that hides a field")
            value = ir.Bind(*at, ir.Name(*at, own), value)
        return ir.Cast(*at, value, "boolean")

    def _initialiser_value(self, node: SyntaxNode, declared: str) -> ir.Expression:
        if node.type == "array_initializer":
            return self._array(node, declared)
        return self._expression(node)

    def _array(self, node: SyntaxNode, declared: str = "") -> ir.Expression:
        inner = declared.removesuffix("[]") if declared.endswith("[]") else ""
        items = tuple(self._cast(self._initialiser_value(c, inner), inner) for c in named(node))
        return ir.Sequence(node.start_byte, node.end_byte, "list", items)

    def _array_creation(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        value = node.child_by_field_name("value")
        declared = self._named_type(node.child_by_field_name("type"), self._around)
        if value is not None:
            dimensions = "".join(
                self._text(child) for child in node.children_by_field_name("dimensions")
            )
            return self._array(value, declared + "[]" * dimensions.count("["))
        sizes = [
            self._expression(next(named(child), None))
            for child in node.children_by_field_name("dimensions")
            if child.type == "dimensions_expr"
        ]
        size = sizes[0].value if len(sizes) == 1 and isinstance(sizes[0], ir.Constant) else None
        flat = len(node.children_by_field_name("dimensions")) == 1
        if not flat or not isinstance(size, int) or not 0 <= size <= ARRAY_LIMIT:
            return ir.Call(
                *at,
                ir.Library(*at, "java.lang.reflect.Array.newInstance"),
                tuple(ir.Argument(each) for each in sizes),
            )
        items = tuple(self._default(declared, at) for _ in range(size))
        return ir.Sequence(*at, "list", items)

    @staticmethod
    def _default(declared: str, at: tuple[int, int]) -> ir.Expression:
        if declared in library.REALS:
            return ir.Cast(*at, ir.Constant(*at, 0), declared)
        if declared in library.INTEGERS:
            return ir.Cast(*at, ir.Constant(*at, 0), declared)
        return ir.Constant(*at, False if declared == "boolean" else None)

    def _pattern(self, node: SyntaxNode) -> Iterator[str]:
        """The variables that a pattern binds."""
        inside = self._block_around()
        for part in words(node):
            if part.type == "identifier" and not _names_record(part):
                yield self._bound_by_pattern(self._text(part), "", inside, part)

    def _bound_by_pattern(self, name: str, declared: str, inside: Block, node: SyntaxNode) -> str:
        """A variable that ends with its statement, unless that is left where nothing matches."""
        before = inside.names.get(name)
        own = self._declare(name, declared, inside, self._scope, "pattern")
        now = inside.names[name]
        self._patterns.append(PatternVariable(inside, name, before, now, _outlives(node)))
        return own

    def _label(self, node: SyntaxNode, subject: ir.Expression) -> ir.Expression:
        """A constant; a mere name is one of the enum that is looked at, if it may be one."""
        if node.type == "identifier" and self._kind(subject) not in _NO_ENUMS:
            at = (node.start_byte, node.end_byte)
            return ir.Library(*at, f"{UNSEEN}.{self._text(node)}")
        return self._expression(node)

    def _select(self, node: SyntaxNode) -> ir.Expression:
        """A switch that has a value, if its arms are plain expressions."""
        at = (node.start_byte, node.end_byte)
        arms: list[tuple[list[SyntaxNode], SyntaxNode]] = []
        default: SyntaxNode | None = None
        for rule in named(node.child_by_field_name("body")):
            parts = list(named(rule))
            if rule.type != "switch_rule" or len(parts) != 2:
                return self._opaque(node)
            parts[1] = _alone(parts[1])
            if parts[1].type == "throw_statement" and _only_throws(parts[1]):
                # What is not thrown is of another arm.
                continue
            if parts[1].type not in ("expression_statement", "yield_statement"):
                return self._opaque(node)
            labels = list(named(parts[0]))
            if any("pattern" in label.type or label.type == "guard" for label in labels):
                return self._opaque(node)
            if any(child.type == "default" for child in parts[0].children):
                default = parts[1]
            if labels:
                arms.append((labels, parts[1]))
        subject = self._expression(node.child_by_field_name("condition"))
        inside = self._block_around()
        own = self._declare("a subject", "", inside, self._scope, "subject")
        first: ir.Expression = ir.Bind(*at, ir.Name(*at, own), subject)
        tests: list[tuple[ir.Expression, ir.Expression]] = []
        for labels, value in arms:
            for label in labels:
                test = ir.Compare(*at, first, (("case", self._label(label, subject)),))
                first = ir.Name(*at, own)
                tests.append((test, self._expression(next(named(value), None))))
        if not tests:
            return self._opaque(node)
        # What has no label, and no default, is an exception.
        result = tests[-1][1]
        if default is not None:
            result = self._expression(next(named(default), None))
        branches = (result, *(chosen for _, chosen in tests))
        for each, chosen in reversed(tests):
            result = ir.Choice(*at, each, chosen, result)
        return self._promoted(result, branches)


def _alone(node: SyntaxNode) -> SyntaxNode:
    """The one statement of a block."""
    inner = list(named(node)) if node.type == "block" else []
    return inner[0] if len(inner) == 1 else node


def _only_throws(node: SyntaxNode) -> bool:
    """Whether what is thrown is made of values alone: nothing is changed on the way."""
    pending = [node]
    while pending:
        one = pending.pop()
        if one.type in _ACTS:
            return False
        pending.extend(named(one))
    return True


_ACTS = frozenset(
    {
        "assignment_expression",
        "update_expression",
        "method_invocation",
        "lambda_expression",
        "switch_expression",
        "class_body",
    }
)


def _names_record(node: SyntaxNode) -> bool:
    """Whether a name in a pattern is that of the record, not a variable for a part of it."""
    around = node.parent
    while around is not None and around.type.startswith("scoped"):
        node, around = around, around.parent
    if around is None or around.type != "record_pattern":
        return False
    return next(named(around), None) == node


def _outlives(node: SyntaxNode) -> bool:
    """Whether a variable of a pattern is known behind the test that binds it: it came out false."""
    around, negated = node.parent, False
    while around is not None:
        if around.type == "unary_expression":
            negated = not negated
        elif around.type == "binary_expression":
            operator = around.child_by_field_name("operator")
            kind = operator.type if operator is not None else ""
            if kind not in ("&&", "||") or negated is (kind == "&&"):
                return False
        elif around.type.endswith("_statement"):
            return negated
        elif (
            around.type != "parenthesized_expression"
            and "pattern" not in around.type
            and (around.type != "instanceof_expression")
        ):
            return False
        around = around.parent
    return False


def _is_this(node: SyntaxNode) -> bool:
    """Whether it is ``this`` itself, not looked at as something that it derives from."""
    plain = bare(node)
    return plain is not None and plain.type == "this"
