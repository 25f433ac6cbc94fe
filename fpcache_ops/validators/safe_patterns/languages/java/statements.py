"""Java's statements, lowered to ``ir``."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.languages.java.calls import Calls
from fpcache_ops.validators.safe_patterns.languages.java.classes import (
    CLASS_KINDS,
    ClassOf,
    named,
)
from fpcache_ops.validators.safe_patterns.languages.java.expressions import DEPTH_LIMIT
from fpcache_ops.validators.safe_patterns.languages.java.names import Around, Block


class Statements(Calls, ABC):
    """Reads statements."""

    @abstractmethod
    def _class(self, node: SyntaxNode, parent: ir.Scope, around: Around) -> ClassOf:
        """A class that is declared inside of code, without what it derives from."""

    @abstractmethod
    def _complete(self, made: ClassOf) -> None:
        """Read the rest of a class that is declared inside of code."""

    def _statements(self, nodes: Iterable[SyntaxNode]) -> Iterator[ir.Statement]:
        for node in nodes:
            yield from self._statement(node)

    def _block(self, node: SyntaxNode | None) -> ir.Block:
        """A block with its own locals; or a single statement."""
        if node is None:
            return ()
        outer = self._around
        self._around = Block(outer)
        try:
            inner = named(node) if node.type == "block" else [node]
            return tuple(self._statements(inner))
        finally:
            self._around = outer

    def _statement(self, node: SyntaxNode, label: str = "") -> Iterator[ir.Statement]:
        self._budget.read()
        if self._depth >= DEPTH_LIMIT:
            yield self._unmodelled(node)
            return
        self._depth += 1
        before, self._patterns = self._patterns, []
        try:
            yield from self._statement_of(node, label)
        finally:
            self._depth -= 1
            self._end_patterns(0)
            self._patterns = before

    def _body_behind(self, first: int, node: SyntaxNode | None) -> ir.Block:
        """What runs where a test came out true, that has bound variables from the ``first`` on."""
        later = [one for one in self._patterns[first:] if one.outlives]
        for one in reversed(later):
            one.show(one.before)
        body = self._block(node)
        for one in later:
            one.show(one.now)
        return body

    def _statement_of(self, node: SyntaxNode, label: str) -> Iterator[ir.Statement]:
        at = (node.start_byte, node.end_byte)
        match node.type:
            case "expression_statement":
                yield from self._expression_statement(next(named(node), None), at)
            case "local_variable_declaration":
                yield from self._variables_declared(node)
            case "return_statement":
                value = next(named(node), None)
                result = self._result_type()
                yield ir.Return(
                    *at, self._cast(self._expression(value), result) if value is not None else None
                )
            case "if_statement":
                yield self._if(node)
            case "for_statement":
                yield self._for(node, label)
            case "enhanced_for_statement":
                yield self._for_each(node, label)
            case "while_statement" | "do_statement":
                test = self._expression(node.child_by_field_name("condition"))
                body = self._body_behind(0, node.child_by_field_name("body"))
                yield ir.While(*at, test, body, (), (), node.type == "do_statement", label)
            case "labeled_statement":
                yield self._labelled(node)
            case "block":
                yield ir.Labelled(*at, "", (), self._block(node))
            case "synchronized_statement":
                lock = next((c for c in named(node) if c.type != "block"), None)
                body = self._block(node.child_by_field_name("body"))
                yield ir.Labelled(*at, "", (self._expression(lock),), body)
            case "switch_expression":
                yield self._switch(node)
            case "try_statement" | "try_with_resources_statement":
                yield self._try(node)
            case "throw_statement":
                yield ir.Raise(*at, tuple(self._expression(child) for child in named(node)))
            case "assert_statement":
                yield ir.Assert(*at, tuple(self._expression(child) for child in named(node)))
            case "break_statement":
                yield ir.Break(*at, self._text(next(named(node), None)))
            case "continue_statement":
                yield ir.Continue(*at, self._text(next(named(node), None)))
            case "explicit_constructor_invocation":
                yield ir.Evaluate(*at, self._explicit(node))
            case _ if node.type in CLASS_KINDS:
                yield self._local_class(node)
            case _:
                yield self._unmodelled(node)

    def _result_type(self) -> str:
        return self._scope.types.get("", "") if self._scope.kind == "function" else ""

    def _unmodelled(self, node: SyntaxNode) -> ir.Statement:
        self._scope.is_generator = True
        names = frozenset(local.name for local in self._mentioned(node))
        for name in names:
            self._scope.bind(name, ir.Binding("unmodelled"))
        return ir.Unmodelled(node.start_byte, node.end_byte, names)

    def _expression_statement(
        self, node: SyntaxNode | None, at: tuple[int, int]
    ) -> Iterator[ir.Statement]:
        if node is None:
            return
        while node.type == "parenthesized_expression" and len(node.named_children) == 1:
            node = node.named_children[0]
        if node.type == "assignment_expression":
            yield self._assignment(node, at)
        elif node.type == "update_expression":
            yield self._update(node, at)
        elif node.type == "switch_expression":
            yield self._switch(node)
        else:
            yield ir.Evaluate(*at, self._expression(node))

    def _update(self, node: SyntaxNode, at: tuple[int, int]) -> ir.Statement:
        step = self._step(node)
        if step is None:
            return ir.Evaluate(*at, self._expression(node))
        local, value = step
        return self._set(local, value, at)

    def _variables_declared(self, node: SyntaxNode) -> Iterator[ir.Statement]:
        inside = self._block_around()
        declared = self._named_type(node.child_by_field_name("type"), inside)
        for number, part in enumerate(node.children_by_field_name("declarator")):
            start = part.start_byte if number else node.start_byte
            at = (start, part.end_byte)
            name = self._text(part.child_by_field_name("name"))
            dimensions = self._text(part.child_by_field_name("dimensions"))
            kind = declared + "[]" * dimensions.count("[")
            value = part.child_by_field_name("value")
            own = self._declare(name, kind, inside, self._scope)
            if value is None:
                yield ir.Declare(*at, (own,), False)
                continue
            given = self._cast(self._initialiser_value(value, kind), kind)
            if not kind and value.type == "array_creation_expression":
                of = self._named_type(value.child_by_field_name("type"), inside)
                sizes = value.children_by_field_name("dimensions")
                made = of + "[]" * sum(self._text(child).count("[") for child in sizes)
                self._scope.types[own] = inside.names[name].type = made
            elif not kind:
                self._scope.types[own] = inside.names[name].type = self._inferred(given)
            yield self._set(inside.names[name], given, at)

    @staticmethod
    def _inferred(value: ir.Expression) -> str:
        """The type of a ``var``, where its value shows it."""
        match value:
            case ir.Constant(value=str()):
                return "java.lang.String"
            case ir.Constant(value=bool()):
                return "boolean"
            case ir.Constant(value=int()):
                return "int"
            case ir.Cast(type=declared):
                return declared
            case _:
                return ""

    def _if(self, node: SyntaxNode) -> ir.Statement:
        branches: list[tuple[ir.Expression, ir.Block]] = []
        orelse: ir.Block = ()
        whole = node
        while True:
            before = len(self._patterns)
            test = self._expression(node.child_by_field_name("condition"))
            body = self._body_behind(before, node.child_by_field_name("consequence"))
            branches.append((test, body))
            self._end_patterns(before)
            alternative = node.child_by_field_name("alternative")
            if alternative is None or alternative.type != "if_statement":
                orelse = self._block(alternative)
                break
            self._budget.read()
            node = alternative
        return ir.If(whole.start_byte, whole.end_byte, tuple(branches), orelse)

    def _for(self, node: SyntaxNode, label: str) -> ir.Statement:
        at = (node.start_byte, node.end_byte)
        outer = self._around
        self._around = Block(outer)
        first: list[ir.Statement] = []
        for child in node.children_by_field_name("init"):
            if child.type == "local_variable_declaration":
                first.extend(self._variables_declared(child))
            else:
                first.extend(self._expression_statement(child, (child.start_byte, child.end_byte)))
        condition = node.child_by_field_name("condition")
        test = self._expression(condition) if condition is not None else ir.Constant(*at, True)
        body = self._block(node.child_by_field_name("body"))
        update = [
            statement
            for child in node.children_by_field_name("update")
            for statement in self._expression_statement(child, (child.start_byte, child.end_byte))
        ]
        self._around = outer
        header = at[0] if not first else first[-1].end
        loop = ir.While(header, at[1], test, body, (), tuple(update), False, label)
        return ir.Labelled(*at, "", (), (*first, loop))

    def _for_each(self, node: SyntaxNode, label: str) -> ir.Statement:
        at = (node.start_byte, node.end_byte)
        iterable = self._expression(node.child_by_field_name("value"))
        outer = self._around
        inside = self._around = Block(outer)
        declared = self._named_type(node.child_by_field_name("type"), inside)
        name_node = node.child_by_field_name("name")
        own = self._declare(self._text(name_node), declared, inside, self._scope, "for")
        spot = (name_node.start_byte, name_node.end_byte) if name_node is not None else at
        target = ir.Name(*spot, own)
        first: ir.Block = ()
        cast = self._cast(target, declared)
        if cast is not target:
            first = (ir.Assign(*spot, (ir.Name(*spot, own),), cast),)
        body = self._block(node.child_by_field_name("body"))
        self._around = outer
        return ir.For(*at, target, iterable, (*first, *body), (), True, label)

    def _labelled(self, node: SyntaxNode) -> ir.Statement:
        label, *inner = named(node)
        text = self._text(label)
        body: list[ir.Statement] = []
        for child in inner:
            body.extend(self._statement(child, text))
        return ir.Labelled(node.start_byte, node.end_byte, text, (), tuple(body))

    def _try(self, node: SyntaxNode) -> ir.Statement:
        outer = self._around
        self._around = Block(outer)
        body = self._closing(list(named(node.child_by_field_name("resources"))), node)
        self._around = outer
        handlers: list[ir.Handler] = []
        final: ir.Block = ()
        for clause in named(node):
            if clause.type == "catch_clause":
                handlers.append(self._handler(clause))
            elif clause.type == "finally_clause":
                final = self._block(next(named(clause), None))
        return ir.Try(node.start_byte, node.end_byte, body, tuple(handlers), (), final)

    def _closing(self, resources: list[SyntaxNode], node: SyntaxNode) -> ir.Block:
        """Each resource is closed before any handler runs, the last one first."""
        if not resources:
            return self._block(node.child_by_field_name("body"))
        first, *others = resources
        opened = tuple(self._resource(first))
        last = opened[-1] if opened else None
        at = (first.start_byte, first.end_byte)
        held: ir.Expression = ir.Opaque(*at, (), "a resource")
        match last:
            case ir.Assign(targets=(ir.Name(name=name),)):
                held = ir.Name(*at, name)
            case ir.Evaluate(value=value):
                held = value
            case _:
                pass
        close = ir.Evaluate(*at, ir.Call(*at, ir.Method(*at, held, "close"), ()))
        body = self._closing(others, node)
        return (*opened, ir.Try(at[0], node.end_byte, body, (), (), (close,)))

    def _resource(self, node: SyntaxNode) -> Iterator[ir.Statement]:
        at = (node.start_byte, node.end_byte)
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        if name is None or value is None:
            for child in named(node):
                yield ir.Evaluate(*at, self._expression(child))
            return
        inside = self._block_around()
        declared = self._named_type(node.child_by_field_name("type"), inside)
        given = self._cast(self._expression(value), declared)
        self._declare(self._text(name), declared, inside, self._scope)
        yield self._set(inside.names[self._text(name)], given, at)

    def _handler(self, node: SyntaxNode) -> ir.Handler:
        outer = self._around
        inside = self._around = Block(outer)
        name = None
        for child in named(node):
            if child.type == "catch_formal_parameter":
                text = self._text(child.child_by_field_name("name"))
                name = self._declare(text, "", inside, self._scope, "catch")
        body = self._block(node.child_by_field_name("body"))
        self._around = outer
        return ir.Handler(None, name, body)

    def _switch(self, node: SyntaxNode) -> ir.Statement:
        subject = self._expression(node.child_by_field_name("condition"))
        outer = self._around
        self._around = Block(outer)
        arms: list[ir.Arm] = []
        for group in named(node.child_by_field_name("body")):
            labels: list[ir.Expression] = []
            names: list[str] = []
            guard: ir.Expression | None = None
            default = False
            rest: list[SyntaxNode] = []
            for child in named(group):
                if child.type != "switch_label":
                    rest.append(child)
                    continue
                default = default or any(part.type == "default" for part in child.children)
                for part in named(child):
                    if part.type == "guard":
                        guard = self._expression(next(named(part), None))
                    elif "pattern" in part.type:
                        names.extend(self._pattern(part))
                        names.append("")
                    else:
                        labels.append(self._label(part, subject))
            if group.type == "switch_rule":
                body = tuple(s for child in rest for s in self._rule(child))
            else:
                body = tuple(self._statements(rest))
            arms.append(
                ir.Arm(
                    tuple(labels),
                    default,
                    body,
                    group.type != "switch_rule",
                    tuple(names),
                    guard,
                )
            )
        self._around = outer
        return ir.Switch(node.start_byte, node.end_byte, subject, tuple(arms), "case")

    def _rule(self, node: SyntaxNode) -> Iterator[ir.Statement]:
        if node.type == "block":
            yield from self._block(node)
        else:
            yield from self._statement(node)

    def _local_class(self, node: SyntaxNode) -> ir.Statement:
        inside = self._block_around()
        around = self._snapshot()
        made = self._class(node, self._scope, around)
        inside.types[made.name] = made
        if isinstance(around, Block):
            around.types[made.name] = made
        self._complete(made)
        return ir.DefineClass(node.start_byte, node.end_byte, made.scope)
