"""Statements, functions and classes of JavaScript and TypeScript, lowered to ``ir``.

Bodies of functions are read when they are asked for. What is lifted (``var``, functions) is lifted
here: a block begins with the functions that are declared in it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.languages.javascript.jsx import Elements
from fpcache_ops.validators.safe_patterns.languages.javascript.reading import (
    DEPTH_LIMIT,
    PERHAPS,
    only_looks,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.scoping import (
    CLASS_DECLARATIONS,
    FUNCTION_DECLARATIONS,
    FUNCTIONS,
    Level,
    declared,
    has,
    imports,
    lifted,
    named,
    pattern_names,
)

_TYPES_ONLY = frozenset(
    {
        "interface_declaration",
        "type_alias_declaration",
        "function_signature",
        "ambient_declaration",
    }
)
_LITERAL_TYPES = frozenset({"string", "number", "template_string", "template_literal_type"})
_NO_MEMBERS = frozenset(
    {
        "index_signature",
        "method_signature",
        "abstract_method_signature",
        "call_signature",
        "construct_signature",
        "property_signature",
        "accessibility_modifier",
        "decorator",
    }
)
METHOD = "method "
"""Before the name of a method among the names of its class: no variable is called like this."""

PRIVATE = "private "
"""Among the types of a method that only its class calls: none that is derived has another one."""

DECLARED = "declared type of "
"""Before the name of a parameter among the types of a function."""

FIELD = "field "
STATIC = "static "


class Reader(Elements):
    """Reads one source."""

    def module(self, root: SyntaxNode) -> ir.Scope:
        """The scope of the whole source."""
        nodes = list(named(root))
        scope = self._scope

        def read(owner: ir.Scope) -> ir.Block:
            return self._inside(owner, self._level, lambda: self._top(nodes, ()))

        scope.reader = read
        return scope

    def _inside(self, scope: ir.Scope, level: Level, read: Callable[[], ir.Block]) -> ir.Block:
        before = self._scope, self._level, self._depth
        self._scope, self._level, self._depth = scope, level, 0
        try:
            return read()
        finally:
            self._scope, self._level, self._depth = before

    # Blocks

    def _top(self, nodes: list[SyntaxNode], parameters: tuple[str, ...]) -> ir.Block:
        """The body of a function or module."""
        by_var, in_blocks = lifted(nodes, self._budget)
        names = self._level.names
        for name in (*by_var, *in_blocks, *declared(nodes)):
            names[name] = name
            self._scope.bindings.setdefault(name, [])
        self._level.vars |= by_var | in_blocks
        # Where its block is run, such a function may become that of the same name around it.
        self._scope.unsteady |= in_blocks
        for name in in_blocks:
            self._scope.bind(name, ir.Binding("a function in a block"))
        nothing, unclear = ir.Constant(0, 0, None), ir.Name(0, 0, PERHAPS)
        begin = [
            ir.Assign(0, 0, (ir.Name(0, 0, name),), unclear if name in in_blocks else nothing)
            for name in sorted((by_var | in_blocks) - set(parameters))
        ]
        return (*begin, *self._statements(nodes))

    def _block(self, node: SyntaxNode | None) -> ir.Block:
        """A block with names of its own, or a single statement."""
        if node is None:
            return ()
        nodes = list(named(node)) if node.type == "statement_block" else [node]
        return self._with_names(declared(nodes), node, lambda: self._statements(nodes))

    def _with_names(
        self, names: Iterable[str], node: SyntaxNode, read: Callable[[], ir.Block]
    ) -> ir.Block:
        own = list(names)
        if not own:
            return read()
        outer = self._level
        self._level = Level(self._scope, outer)
        for name in own:
            unique = f"{name}@{node.start_byte}"
            self._level.names[name] = unique
            self._scope.bindings.setdefault(unique, [])
        try:
            return read()
        finally:
            self._level = outer

    def _statements(self, nodes: list[SyntaxNode]) -> ir.Block:
        """Functions first, then everything else in order."""
        first: list[ir.Statement] = []
        then: list[ir.Statement] = []
        for node in nodes:
            inner = node.child_by_field_name("declaration") if node.type == _EXPORT else None
            is_function = (inner or node).type in FUNCTION_DECLARATIONS
            (first if is_function else then).extend(self._statement(node))
        return (*first, *then)

    def _statement(self, node: SyntaxNode) -> Iterable[ir.Statement]:
        self._budget.read()
        if self._depth >= DEPTH_LIMIT:
            return (self._unmodelled(node),)
        self._depth += 1
        try:
            return tuple(self._statement_of(node))
        finally:
            self._depth -= 1

    def _statement_of(self, node: SyntaxNode) -> Iterable[ir.Statement]:
        at = (node.start_byte, node.end_byte)
        match node.type:
            case "expression_statement":
                for inner in named(node):
                    yield from self._expression_statement(inner, at)
            case "lexical_declaration" | "variable_declaration":
                for declarator in named(node):
                    yield from self._declarator(node, declarator)
            case "return_statement":
                value = next(named(node), None)
                read = self._expression(value) if value is not None else None
                yield self._return(at, read)
            case "throw_statement":
                yield ir.Raise(*at, self._many(named(node)))
            case "if_statement":
                yield self._if(node)
            case "for_statement":
                yield from self._for(node, "")
            case "for_in_statement":
                yield from self._for_in(node, "")
            case "while_statement" | "do_statement":
                yield self._while(node, "")
            case "labeled_statement":
                yield from self._labelled(node)
            case "switch_statement":
                yield self._switch(node)
            case "try_statement":
                yield self._try(node)
            case "statement_block":
                yield ir.Labelled(*at, "", (), self._block(node))
            case "break_statement" | "continue_statement":
                label = self._text(node.child_by_field_name("label"))
                kind = ir.Break if node.type == "break_statement" else ir.Continue
                yield kind(*at, label)
            case "empty_statement" | "debugger_statement":
                yield ir.Pass(*at)
            case "import_statement":
                names = tuple(imports(node))
                for name, path in names:
                    self._scope.bind(name, ir.Binding("import", path=path))
                yield ir.Import(*at, names) if names else ir.Declare(*at, (), False)
            case "export_statement":
                yield from self._export(node)
            case "enum_declaration":
                yield self._enum(node)
            case kind if kind in FUNCTION_DECLARATIONS:
                yield self._define(node)
            case kind if kind in CLASS_DECLARATIONS:
                yield self._define_class(node)
            case kind if kind in _TYPES_ONLY:
                for name in declared([node]):
                    self._scope.bind(name, ir.Binding("declared elsewhere"))
                yield ir.Declare(*at, (), _holds_literal(node))
            case _:
                yield self._unmodelled(node)

    def _unmodelled(self, node: SyntaxNode) -> ir.Statement:
        pending, names = [node], set[str]()
        while pending:
            part = pending.pop()
            self._budget.read()
            if part.type in ("identifier", "shorthand_property_identifier_pattern"):
                names.add(self._bound(self._text(part), "unmodelled", None, shared=True))
            pending.extend(part.children)
        self._scope.is_generator = True
        return ir.Unmodelled(node.start_byte, node.end_byte, frozenset(names))

    def _return(self, at: tuple[int, int], value: ir.Expression | None) -> ir.Return:
        if self._scope.detached and value is not None:
            value = ir.Cast(value.start, value.end, value, "async")
        return ir.Return(*at, value)

    # Simple statements

    def _expression_statement(
        self, node: SyntaxNode, at: tuple[int, int]
    ) -> Iterator[ir.Statement]:
        while node.type == "parenthesized_expression":
            inner = next(named(node), None)
            if inner is None:
                break
            node = inner
        match node.type:
            case "sequence_expression":
                for item in self._items(node):
                    yield from self._expression_statement(item, at)
            case "assignment_expression":
                yield from self._assigned(node, at)
            case "augmented_assignment_expression" | "update_expression":
                read = self._expression(node)
                while isinstance(read, ir.Binary) and isinstance(read.left, ir.Bind):
                    read = read.left
                if isinstance(read, ir.Bind):
                    yield ir.Assign(*at, (read.target,), read.value)
                else:
                    yield ir.Evaluate(*at, read)
            case _:
                yield ir.Evaluate(*at, self._expression(node))

    def _assigned(self, node: SyntaxNode, at: tuple[int, int]) -> Iterator[ir.Statement]:
        """``a = b.c = value``."""
        lefts: list[SyntaxNode] = []
        right: SyntaxNode | None = node
        while right is not None and right.type == "assignment_expression":
            left = right.child_by_field_name("left")
            if left is not None:
                lefts.append(left)
            right = right.child_by_field_name("right")
        value = self._expression(right)
        if len(lefts) == 1 and lefts[0].type in ("object_pattern", "array_pattern"):
            yield from self._pattern(lefts[0], value, "assign", at)
            return
        targets: list[ir.Expression] = []
        for left in lefts:
            if left.type == "identifier":
                own = self._bound(self._text(left), "assign", value, shared=len(lefts) > 1)
                targets.append(ir.Name(left.start_byte, left.end_byte, own))
                continue
            if left.type not in ("member_expression", "subscript_expression"):
                yield self._unmodelled(node)
                return
            target = (
                self._member(left) if left.type == "member_expression" else self._subscript(left)
            )
            setter = self._setter(left, target, value)
            if setter is not None and len(lefts) > 1:
                yield self._unmodelled(node)
                return
            if setter is not None:
                call = ir.Call(*at, setter.callee, setter.arguments)
                yield ir.Evaluate(*at, call)
                return
            targets.append(target)
        if any(isinstance(target, ir.Name) and target.name == "location" for target in targets):
            setter = self._setter(node, ir.Name(*at, "location"), value)
            if setter is not None:
                yield ir.Evaluate(*at, setter)
                return
        yield ir.Assign(*at, tuple(targets), value)

    def _declarator(self, node: SyntaxNode, declarator: SyntaxNode) -> Iterator[ir.Statement]:
        pattern = declarator.child_by_field_name("name")
        initial = declarator.child_by_field_name("value")
        if pattern is None:
            yield self._unmodelled(declarator)
            return
        at = (declarator.start_byte, declarator.end_byte)
        if initial is None:
            if node.type == "variable_declaration":
                yield ir.Declare(*at, tuple(pattern_names(pattern)), False)
                return
            yield from self._pattern(pattern, ir.Constant(*at, None), "assign", at)
            return
        yield from self._pattern(pattern, self._expression(initial), "assign", at)

    # Patterns

    def _pattern(
        self,
        node: SyntaxNode,
        value: ir.Expression,
        kind: str,
        at: tuple[int, int],
        *,
        shared: bool = False,
    ) -> Iterator[ir.Statement]:
        """Take a value apart."""
        self._budget.read()
        match node.type:
            case "identifier" | "undefined":
                own = self._bound(self._text(node), kind, value, shared)
                target = ir.Name(node.start_byte, node.end_byte, own)
                yield ir.Assign(*at, (target,), value)
            case "object_pattern":
                whole, first = self._kept(node, value, at)
                yield from first
                for part in named(node):
                    yield from self._property(part, whole, kind, at)
            case "array_pattern":
                whole, first = self._kept(node, value, at)
                yield from first
                yield from self._positions(node, whole, kind, at)
            case "assignment_pattern" | "object_assignment_pattern":
                left = node.child_by_field_name("left")
                default = self._expression(node.child_by_field_name("right"))
                given, first = self._kept(node, value, at)
                yield from first
                spot = (node.start_byte, node.end_byte)
                missing = ir.Compare(*spot, given, (("==", ir.Constant(*spot, None)),))
                chosen = ir.Choice(*spot, missing, default, given)
                if left is not None:
                    yield from self._pattern(left, chosen, kind, at, shared=True)
            case "shorthand_property_identifier_pattern":
                own = self._bound(self._text(node), kind, value, True)
                target = ir.Name(node.start_byte, node.end_byte, own)
                yield ir.Assign(*at, (target,), value)
            case "member_expression" | "subscript_expression":
                yield ir.Evaluate(*at, self._set_member(node, node, value))
            case "non_null_expression" | "parenthesized_expression" | "as_expression":
                for inner in list(named(node))[:1]:
                    yield from self._pattern(inner, value, kind, at, shared=shared)
            case _:
                yield self._unmodelled(node)

    def _kept(
        self, node: SyntaxNode, value: ir.Expression, at: tuple[int, int]
    ) -> tuple[ir.Expression, tuple[ir.Statement, ...]]:
        """A value that can be used several times: by a name of its own, if it does anything."""
        if _is_plain(value) and not _sets(node, value):
            return value, ()
        name = f"{{}}@{node.start_byte}"
        self._scope.bind(name, ir.Binding("assign", value, shared=True))
        target = ir.Name(node.start_byte, node.start_byte, name)
        return target, (ir.Assign(*at, (target,), value),)

    def _property(
        self, part: SyntaxNode, whole: ir.Expression, kind: str, at: tuple[int, int]
    ) -> Iterator[ir.Statement]:
        spot = (part.start_byte, part.end_byte)
        match part.type:
            case "shorthand_property_identifier_pattern":
                value: ir.Expression = ir.Attribute(*spot, whole, self._text(part))
                yield from self._pattern(part, value, kind, at, shared=True)
            case "object_assignment_pattern":
                left = part.child_by_field_name("left")
                value = ir.Attribute(*spot, whole, self._text(left))
                yield from self._pattern(part, value, kind, at, shared=True)
            case "pair_pattern":
                key = self._key(part.child_by_field_name("key"))
                target = part.child_by_field_name("value")
                constant = isinstance(key, ir.Constant) and isinstance(key.value, str)
                if isinstance(key, ir.Constant) and constant and not str(key.value).isdigit():
                    value = ir.Attribute(*spot, whole, str(key.value))
                else:
                    value = ir.Subscript(*spot, whole, key)
                if target is not None:
                    yield from self._pattern(target, value, kind, at, shared=True)
            case "rest_pattern":
                for inner in named(part):
                    rest = self._lost(part, "what is left", (whole,))
                    yield from self._pattern(inner, rest, kind, at, shared=True)
            case _:
                yield self._unmodelled(part)

    def _positions(
        self, node: SyntaxNode, whole: ir.Expression, kind: str, at: tuple[int, int]
    ) -> Iterator[ir.Statement]:
        position = 0
        for child in node.children:
            if child.type == ",":
                position += 1
            elif child.type == "rest_pattern":
                for inner in named(child):
                    rest = self._lost(child, "what is left", (whole,))
                    yield from self._pattern(inner, rest, kind, at, shared=True)
            elif child.is_named and child.type != "comment":
                spot = (child.start_byte, child.end_byte)
                item = ir.Subscript(*spot, whole, ir.Constant(*spot, position))
                yield from self._pattern(child, item, kind, at, shared=True)

    # Compound statements

    def _if(self, node: SyntaxNode) -> ir.Statement:
        branches: list[tuple[ir.Expression, ir.Block]] = []
        orelse: ir.Block = ()
        current: SyntaxNode | None = node
        while current is not None:
            test = self._expression(current.child_by_field_name("condition"))
            branches.append((test, self._block(current.child_by_field_name("consequence"))))
            clause = current.child_by_field_name("alternative")
            inner = next(named(clause), None) if clause is not None else None
            current = None
            if inner is not None and inner.type == "if_statement":
                current = inner
            elif inner is not None:
                orelse = self._block(inner)
        return ir.If(node.start_byte, node.end_byte, tuple(branches), orelse)

    def _for(self, node: SyntaxNode, label: str) -> ir.Block:
        initial = node.child_by_field_name("initializer")
        names = declared([initial]) if initial is not None else ()

        def read() -> ir.Block:
            begin: list[ir.Statement] = []
            if initial is not None and initial.type != "empty_statement":
                if initial.type.endswith("_declaration"):
                    begin.extend(self._statement(initial))
                else:
                    at = (initial.start_byte, initial.end_byte)
                    if initial.type == "expression_statement":
                        begin.extend(self._statement(initial))
                    else:
                        begin.extend(self._expression_statement(initial, at))
            test = _condition(node.child_by_field_name("condition"))
            spot = (node.start_byte, node.end_byte)
            condition = ir.Constant(*spot, True) if test is None else self._expression(test)
            step = node.child_by_field_name("increment")
            update: ir.Block = ()
            if step is not None:
                at = (step.start_byte, step.end_byte)
                update = tuple(self._expression_statement(step, at))
            body = self._block(node.child_by_field_name("body"))
            loop = ir.While(*spot, condition, body, (), update, False, label)
            return (*begin, loop)

        return self._with_names(names, node, read)

    def _for_in(self, node: SyntaxNode, label: str) -> ir.Block:
        at = (node.start_byte, node.end_byte)
        iterable = self._expression(node.child_by_field_name("right"))
        operator = self._text(node.child_by_field_name("operator"))
        if operator == "in":
            keys = ir.Library(*at, "builtins.keys of")
            iterable = ir.Call(iterable.start, iterable.end, keys, (ir.Argument(iterable),))
        left = node.child_by_field_name("left")
        kind = self._text(node.child_by_field_name("kind"))
        names = pattern_names(left) if kind in ("let", "const") else ()

        def read() -> ir.Block:
            begin: tuple[ir.Statement, ...] = ()
            target: ir.Expression
            if left is not None and left.type == "identifier":
                own = self._bound(self._text(left), "for", None, shared=True)
                target = ir.Name(left.start_byte, left.end_byte, own)
            else:
                name = f"{{}}@{node.start_byte}"
                self._scope.bind(name, ir.Binding("for"))
                target = ir.Name(node.start_byte, node.start_byte, name)
                if left is not None:
                    spot = (left.start_byte, left.end_byte)
                    begin = tuple(self._pattern(left, target, "for", spot, shared=True))
            body = begin + self._block(node.child_by_field_name("body"))
            return (ir.For(*at, target, iterable, body, (), not has(node, "await"), label),)

        return self._with_names(names, node, read)

    def _while(self, node: SyntaxNode, label: str) -> ir.Statement:
        test = self._expression(node.child_by_field_name("condition"))
        body = self._block(node.child_by_field_name("body"))
        at = (node.start_byte, node.end_byte)
        return ir.While(*at, test, body, (), (), node.type == "do_statement", label)

    def _labelled(self, node: SyntaxNode) -> Iterator[ir.Statement]:
        at = (node.start_byte, node.end_byte)
        label = self._text(node.child_by_field_name("label"))
        body = node.child_by_field_name("body")
        inner: Iterable[ir.Statement]
        if body is None:
            yield self._unmodelled(node)
            return
        match body.type:
            case "for_statement":
                inner = self._for(body, label)
            case "for_in_statement":
                inner = self._for_in(body, label)
            case "while_statement" | "do_statement":
                inner = (self._while(body, label),)
            case _:
                inner = self._block(body)
        yield ir.Labelled(*at, label, (), tuple(inner))

    def _switch(self, node: SyntaxNode) -> ir.Statement:
        at = (node.start_byte, node.end_byte)
        subject = self._expression(node.child_by_field_name("value"))
        body = node.child_by_field_name("body")
        clauses = list(named(body))
        inside = [part for clause in clauses for part in clause.children_by_field_name("body")]
        arms: list[ir.Arm] = []

        def read() -> ir.Block:
            for clause in clauses:
                value = clause.child_by_field_name("value")
                labels = (self._expression(value),) if clause.type == "switch_case" else ()
                parts = [c for c in clause.children_by_field_name("body") if c.type != "comment"]
                block = self._statements(parts)
                arms.append(ir.Arm(labels, clause.type == "switch_default", block, True))
            return ()

        self._with_names(declared(inside), body or node, read)
        return ir.Switch(*at, subject, tuple(arms), "==")

    def _try(self, node: SyntaxNode) -> ir.Statement:
        handler = node.child_by_field_name("handler")
        final = node.child_by_field_name("finalizer")
        body = self._block(node.child_by_field_name("body"))
        handlers: tuple[ir.Handler, ...] = ()
        if handler is not None:
            pattern = handler.child_by_field_name("parameter")
            held: list[ir.Handler] = []

            def read() -> ir.Block:
                inner = handler.child_by_field_name("body")
                name: str | None = None
                begin: tuple[ir.Statement, ...] = ()
                if pattern is not None:
                    name = f"{{}}@{pattern.start_byte}"
                    self._scope.bind(name, ir.Binding("catch"))
                    spot = (pattern.start_byte, pattern.end_byte)
                    caught = ir.Name(pattern.start_byte, pattern.start_byte, name)
                    begin = tuple(self._pattern(pattern, caught, "catch", spot, shared=True))
                held.append(ir.Handler(None, name, begin + self._block(inner)))
                return ()

            self._with_names(pattern_names(pattern), handler, read)
            handlers = tuple(held)
        ending = next((c for c in named(final) if c.type == "statement_block"), None)
        return ir.Try(node.start_byte, node.end_byte, body, handlers, (), self._block(ending))

    def _export(self, node: SyntaxNode) -> Iterator[ir.Statement]:
        at = (node.start_byte, node.end_byte)
        declaration = node.child_by_field_name("declaration")
        value = node.child_by_field_name("value")
        if declaration is not None:
            nameless = declaration.child_by_field_name("name") is None
            if nameless and declaration.type in FUNCTION_DECLARATIONS | CLASS_DECLARATIONS:
                yield self._unmodelled(node)
                return
            yield from self._statement(declaration)
        elif value is not None:
            yield ir.Evaluate(*at, self._expression(value))
        elif has(node, "="):
            yield ir.Evaluate(*at, self._expression(next(named(node), None)))
        else:
            yield ir.Declare(*at, (), False)

    def _enum(self, node: SyntaxNode) -> ir.Statement:
        at = (node.start_byte, node.end_byte)
        items: list[tuple[ir.Expression | None, ir.Expression]] = []
        following: int | None = 0
        for member in named(node.child_by_field_name("body")):
            spot = (member.start_byte, member.end_byte)
            name_node = member.child_by_field_name("name") or member
            name = self._text(name_node).strip("\"'")
            if member.type == "enum_assignment":
                value = self._expression(member.child_by_field_name("value"))
                constant = value.value if isinstance(value, ir.Constant) else None
                following = constant + 1 if type(constant) is int else None
            elif following is not None:
                value = ir.Constant(*spot, following)
                following += 1
            else:
                value = self._lost(member, "a member of an enumeration")
            items.append((ir.Constant(*spot, name), value))
            if isinstance(value, ir.Constant) and type(value.value) is int:
                items.append((ir.Constant(*spot, str(value.value)), ir.Constant(*spot, name)))
        mapping = ir.Mapping(*at, tuple(items))
        own = self._bound(
            self._text(node.child_by_field_name("name")), "assign", mapping, shared=False
        )
        return ir.Assign(*at, (ir.Name(*at, own),), mapping)

    # Functions

    def _define(self, node: SyntaxNode) -> ir.Statement:
        name = self._text(node.child_by_field_name("name"))
        found = self._level.find(name)
        own = found[1] if found is not None else name
        scope = self._function(node, own)
        if found is not None and found[0] is self._scope:
            self._scope.bind(own, ir.Binding("def", scope=scope))
        return ir.Define(node.start_byte, node.end_byte, scope)

    def _function(self, node: SyntaxNode, name: str) -> ir.Scope:
        scope = ir.Scope(
            "function", name or "<function>", self._scope, node.start_byte, node.end_byte
        )
        self._scope.inner.append(scope)
        scope.detached = has(node, "async")
        scope.is_generator = node.type.startswith("generator") or has(node, "*")
        level = Level(scope, self._level)
        if node.type == "function_expression" and name:
            level.names[name] = name
            scope.bind(name, ir.Binding("itself"))
        arrow = node.type == "arrow_function"
        patterns = list(_parameters(node))
        parameters: list[ir.Parameter] = []
        if not arrow:
            parameters.append(ir.Parameter("this", "receiver", None))
            scope.bind("this", ir.Binding("receiver"))
        apart: list[tuple[str, SyntaxNode, SyntaxNode | None]] = []
        for pattern, default in patterns:
            one = self._parameter(scope, level, pattern, default, apart)
            decorators = self._decorators(pattern)
            if decorators:
                scope.types[f"{DECLARED}{one.name}"] = self._declared(pattern)
            parameters.append(replace(one, decorators=decorators))
        rest = "arguments" if not arrow else " others"
        if not any(parameter.kind == "rest" for parameter in parameters):
            parameters.append(ir.Parameter(rest, "rest", None))
        if not arrow:
            scope.bind(rest, ir.Binding("parameter"))
            level.names.setdefault("arguments", "arguments")
        scope.parameters = tuple(parameters)
        body = node.child_by_field_name("body")

        def read(owner: ir.Scope) -> ir.Block:
            return self._inside(owner, level, lambda: self._body(body, apart))

        scope.reader = read
        return scope

    def _declared(self, pattern: SyntaxNode) -> str:
        """The type that a parameter is declared to be of."""
        around = pattern.parent
        found = around.child_by_field_name("type") if around is not None else None
        return self._text(found).lstrip(": ") if found is not None else ""

    def _decorators(self, pattern: SyntaxNode) -> tuple[ir.Expression, ...]:
        """``@Param("id", ParseIntPipe) id: number``."""
        beside = pattern.parent.children if pattern.parent is not None else ()
        return tuple(
            self._expression(next(named(child), None))
            for child in beside
            if child.type == "decorator"
        )

    def _parameter(
        self,
        scope: ir.Scope,
        level: Level,
        pattern: SyntaxNode,
        default: SyntaxNode | None,
        apart: list[tuple[str, SyntaxNode, SyntaxNode | None]],
    ) -> ir.Parameter:
        """Not given, it is undefined; defaults and patterns are read where the body begins."""
        at = (pattern.start_byte, pattern.end_byte)
        kind = "either"
        if pattern.type == "rest_pattern":
            kind, pattern = "rest", next(named(pattern), pattern)
        if pattern.type == "assignment_pattern":
            default = pattern.child_by_field_name("right")
            pattern = pattern.child_by_field_name("left") or pattern
        if pattern.type == "identifier":
            name = self._text(pattern)
            level.names[name] = name
            if default is not None:
                apart.append((name, pattern, default))
        else:
            name = f"{{}}@{pattern.start_byte}"
            for part in pattern_names(pattern):
                level.names[part] = part
                scope.bind(part, ir.Binding("parameter"))
            apart.append((name, pattern, default))
        scope.bind(name, ir.Binding("parameter"))
        return ir.Parameter(name, kind, ir.Constant(*at, None) if kind == "either" else None)

    def _body(
        self,
        body: SyntaxNode | None,
        apart: list[tuple[str, SyntaxNode, SyntaxNode | None]],
    ) -> ir.Block:
        if body is None:
            return ()
        nodes = list(named(body)) if body.type == "statement_block" else []
        own = set(lifted(nodes, self._budget)[0]) | set(declared(nodes)) if apart else set[str]()
        begin = [part for each in apart for part in self._taken_apart(*each, own)]
        if body.type != "statement_block":
            value = self._expression(body)
            return (*begin, self._return((value.start, value.end), value))
        names = tuple(parameter.name for parameter in self._scope.parameters)
        if self._level.names.get("arguments") == "arguments" and _lends_arguments(body):
            # Whoever has it can set the parameters.
            self._scope.unsteady.update(names)
        return (*begin, *self._top(nodes, (*names, *self._level.names)))

    def _taken_apart(
        self, name: str, pattern: SyntaxNode, default: SyntaxNode | None, own: set[str]
    ) -> Iterator[ir.Statement]:
        at = (pattern.start_byte, pattern.end_byte)
        given: ir.Expression = ir.Name(*at, name)
        if default is not None:
            spot = (default.start_byte, default.end_byte)
            value = self._expression(default)
            # The default does not see what the body declares.
            if any(isinstance(n, ir.Name) and n.name in own for n in ir.inside(value)):
                value = self._lost(default, "a default", (value,))
            missing = ir.Compare(*spot, given, (("==", ir.Constant(*spot, None)),))
            chosen = ir.Choice(*spot, missing, value, given)
            yield ir.Assign(*spot, (ir.Name(*at, name),), chosen)
        if pattern.type != "identifier":
            yield from self._pattern(pattern, given, "parameter", at, shared=True)

    # Classes

    def _define_class(self, node: SyntaxNode) -> ir.Statement:
        name = self._text(node.child_by_field_name("name"))
        found = self._level.find(name)
        own = found[1] if found is not None else name
        scope = self._class_scope(node, own)
        if found is not None and found[0] is self._scope:
            self._scope.bind(own, ir.Binding("class", scope=scope))
        return ir.DefineClass(node.start_byte, node.end_byte, scope)

    def _class_scope(self, node: SyntaxNode, name: str) -> ir.Scope:
        scope = ir.Scope("class", name or "<class>", self._scope, node.start_byte, node.end_byte)
        self._scope.inner.append(scope)
        bases: list[ir.Argument] = []
        for child in named(node):
            if child.type == "class_heritage":
                clause = next((c for c in named(child) if c.type == "extends_clause"), None)
                value = (
                    clause.child_by_field_name("value")
                    if clause is not None
                    else next((c for c in named(child) if c.type != "implements_clause"), None)
                )
                if value is not None:
                    bases.append(ir.Argument(self._expression(value)))
        scope.bases = tuple(bases)
        outer = node.parent
        exported = outer is not None and outer.type == _EXPORT
        scope.decorators = tuple(
            self._expression(next(named(child), None))
            for child in (*(named(outer) if exported else ()), *named(node))
            if child.type == "decorator"
        )
        level = Level(scope, self._level)
        if node.type == "class" and name:
            level.names[name] = name
            scope.bind(name, ir.Binding("itself"))
        body = node.child_by_field_name("body")

        def read(owner: ir.Scope) -> ir.Block:
            return self._inside(owner, level, lambda: self._members(body))

        scope.reader = read
        return scope

    def _members(self, body: SyntaxNode | None) -> ir.Block:
        made: list[ir.Statement] = []
        decorators: list[ir.Expression] = []
        for member in named(body):
            at = (member.start_byte, member.end_byte)
            if member.type == "decorator":
                decorators.append(self._expression(next(named(member), None)))
                continue
            decorators += [
                self._expression(next(named(child), None))
                for child in named(member)
                if child.type == "decorator"
            ]
            if member.type == "method_definition":
                made += [ir.Evaluate(one.start, one.end, one) for one in decorators]
                made += self._named_at_once(member)
                made.append(self._method(member, tuple(decorators)))
            elif member.type in ("field_definition", "public_field_definition"):
                made += self._named_at_once(member)
                made += self._field(member, tuple(decorators))
            elif member.type == "class_static_block":
                made.append(ir.Labelled(*at, "", (), self._static_block(member)))
            elif member.type not in _NO_MEMBERS:
                made.append(self._unmodelled(member))
            decorators = []
        return tuple(made)

    def _named_at_once(self, node: SyntaxNode) -> Iterator[ir.Statement]:
        """The name of a member that is computed, which happens where the class is declared."""
        name = node.child_by_field_name("property") or node.child_by_field_name("name")
        if name is not None and name.type == "computed_property_name":
            key = self._expression(next(named(name), None))
            yield ir.Evaluate(name.start_byte, name.end_byte, key)

    def _static_block(self, node: SyntaxNode) -> ir.Block:
        """A block that ``var`` does not leave."""
        inner = next(named(node), None)
        own = set().union(*lifted(list(named(inner)), self._budget))
        return self._with_names(sorted(own), node, lambda: self._block(inner))

    def _method(self, node: SyntaxNode, decorators: tuple[ir.Expression, ...]) -> ir.Statement:
        at = (node.start_byte, node.end_byte)
        key = self._key(node.child_by_field_name("name"))
        constant = isinstance(key, ir.Constant) and isinstance(key.value, str)
        name = str(key.value) if isinstance(key, ir.Constant) and constant else "?"
        function = self._function(node, name)
        function.decorators = decorators
        if name.startswith("#") or _is_private(node):
            function.types[PRIVATE] = PRIVATE
        special = has(node, "get") or has(node, "set")
        prefix = STATIC if has(node, "static") else METHOD
        own = f"{prefix}{name}"
        kind = "accessor" if special else "def"
        self._scope.bind(own, ir.Binding(kind, scope=function))
        if not constant:
            self._scope.binds_anything = True
        return ir.Assign(*at, (ir.Name(*at, own),), ir.Lambda(*at, function))

    def _field(
        self, node: SyntaxNode, decorators: tuple[ir.Expression, ...]
    ) -> Iterator[ir.Statement]:
        at = (node.start_byte, node.end_byte)
        if has(node, "declare"):
            return
        key = self._key(node.child_by_field_name("property") or node.child_by_field_name("name"))
        constant = isinstance(key, ir.Constant) and isinstance(key.value, str)
        name = str(key.value) if isinstance(key, ir.Constant) and constant else "?"
        initial = node.child_by_field_name("value")
        value = self._expression(initial) if initial is not None else ir.Constant(*at, None)
        for decorator in decorators:
            value = self._lost(node, "decorated", (decorator, value))
        static = has(node, "static")
        own = f"{STATIC if static else FIELD}{name}"
        # Whoever has the class can write what is static, unless the compiler forbids it.
        kept = not static or name.startswith("#") or has(node, "readonly") or _is_private(node)
        self._scope.bind(own, ir.Binding("assign", value if kept else None))
        if name.startswith("#") or _is_private(node):
            self._scope.types[own] = PRIVATE
        if not constant:
            self._scope.binds_anything = True
        yield ir.Assign(*at, (ir.Name(*at, own),), value)


def _is_private(node: SyntaxNode) -> bool:
    return any(
        child.type == "accessibility_modifier" and child.text == b"private"
        for child in node.children
    )


_EXPORT = "export_statement"


def _condition(node: SyntaxNode | None) -> SyntaxNode | None:
    """The test of a ``for``, if it has one."""
    if node is None or node.type == "empty_statement":
        return None
    if node.type == "expression_statement":
        return next(named(node), None)
    return node


def _parameters(node: SyntaxNode) -> Iterator[tuple[SyntaxNode, SyntaxNode | None]]:
    """Patterns and their defaults."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        yield single, None
        return
    for child in named(node.child_by_field_name("parameters")):
        if child.type in ("required_parameter", "optional_parameter"):
            pattern = child.child_by_field_name("pattern")
            if pattern is not None and pattern.type != "this":
                yield pattern, child.child_by_field_name("value")
        else:
            yield child, None


def _sets(pattern: SyntaxNode, value: ir.Expression) -> bool:
    """Whether what a pattern binds may change which value an expression gives."""
    root = value
    while isinstance(root, ir.Attribute):
        root = root.value
    if not isinstance(root, ir.Name):
        return False
    members = isinstance(value, ir.Attribute) and _has_members(pattern)
    return members or root.name.partition("@")[0] in set(pattern_names(pattern))


def _has_members(pattern: SyntaxNode) -> bool:
    pending = [pattern]
    while pending:
        part = pending.pop()
        if part.type in ("member_expression", "subscript_expression"):
            return True
        pending.extend(named(part))
    return False


def _lends_arguments(body: SyntaxNode) -> bool:
    """Whether a function without ``arguments`` of its own inside does more than look at them."""
    if b"arguments" not in (body.text or b""):
        return False
    pending = [(body, False)]
    while pending:
        part, inside = pending.pop()
        if inside and part.type == "identifier" and part.text == b"arguments":
            if not only_looks(part):
                return True
        elif part.type == "arrow_function":
            pending.extend((child, True) for child in named(part))
        elif part is body or part.type not in FUNCTIONS:
            pending.extend((child, inside) for child in named(part))
    return False


def _is_plain(value: ir.Expression) -> bool:
    """Whether evaluating it twice is as good as once."""
    while isinstance(value, ir.Attribute):
        value = value.value
    return isinstance(value, (ir.Name, ir.Library, ir.Constant))


__all__ = ["FIELD", "METHOD", "PERHAPS", "STATIC", "Reader"]


def _holds_literal(node: SyntaxNode) -> bool:
    """Whether a text or a number is written out in a type."""
    pending = [node]
    while pending:
        part = pending.pop()
        if part.is_named and part.type in _LITERAL_TYPES:
            return True
        pending.extend(part.children)
    return False
