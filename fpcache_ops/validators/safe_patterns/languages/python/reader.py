"""Python's syntax tree, lowered to ``ir``. Bodies of functions are read when they are asked for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.languages.python.literals import (
    NotPlain,
    number,
    prefix_of,
    unescaped,
)

DEPTH_LIMIT = 60
"""Expressions or blocks inside one another; deeper ones are opaque."""

_COMPARISONS = frozenset({"<", "<=", "==", "!=", ">=", ">", "in", "not in", "is", "is not", "<>"})
_PLAIN_TYPES = frozenset(
    {
        "type",
        "identifier",
        "attribute",
        "generic_type",
        "type_parameter",
        "member_type",
        "union_type",
        "subscript",
        "binary_operator",
        "none",
        "list",
        "tuple",
        "ellipsis",
        "comment",
        "string",
        "string_start",
        "string_content",
        "string_end",
        "escape_sequence",
        "concatenated_string",
    }
)
_LAYOUT = frozenset({"comment", "line_continuation"})
_PATTERNS = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "expression_list"})

_OTHERWISE_INSIDE = re.compile(r":=|\b(?:yield|await|lambda)\b|\b(?:locals|vars|dir|super)\b")
"""What a function does to itself, not to the one around it."""


class Reader:
    """Reads one source. ``budget`` bounds how many nodes it looks at."""

    def __init__(self, source: bytes, budget: Budget) -> None:
        self._source = source
        self._budget = budget
        self._scope = ir.Scope("module", "", None, 0, len(source))
        self._depth = 0
        self._comprehensions = 0

    def module(self, root: SyntaxNode) -> ir.Scope:
        """The scope of the whole source."""
        scope = ir.Scope("module", "", None, 0, len(self._source))
        scope.reader = lambda owner: self._read(owner, list(_named(root)))
        return scope

    def _read(self, scope: ir.Scope, nodes: list[SyntaxNode]) -> ir.Block:
        before = self._scope, self._depth, self._comprehensions
        self._scope, self._depth, self._comprehensions = scope, 0, 0
        try:
            return self._block(nodes)
        finally:
            self._scope, self._depth, self._comprehensions = before

    def _text(self, node: SyntaxNode) -> str:
        return self._source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    # Statements

    def _block(self, nodes: Iterable[SyntaxNode]) -> ir.Block:
        return tuple(self._statement(node) for node in nodes)

    def _body(self, node: SyntaxNode | None) -> ir.Block:
        if node is None:
            return ()
        return self._block(_named(node)) if node.type == "block" else (self._statement(node),)

    def _statement(self, node: SyntaxNode) -> ir.Statement:
        self._budget.read()
        if self._depth >= DEPTH_LIMIT:
            return self._unmodelled(node)
        self._depth += 1
        try:
            return self._statement_of(node)
        finally:
            self._depth -= 1

    def _statement_of(self, node: SyntaxNode) -> ir.Statement:
        at = (node.start_byte, node.end_byte)
        match node.type:
            case "expression_statement":
                return self._expression_statement(node)
            case "return_statement":
                values = self._many(_named(node))
                return ir.Return(*at, values[0] if values else None)
            case "if_statement":
                return self._if(node)
            case "for_statement":
                iterable = self._expression(node.child_by_field_name("right"))
                target = self._target(node.child_by_field_name("left"), "for")
                return ir.For(
                    *at,
                    target,
                    iterable,
                    self._body(node.child_by_field_name("body")),
                    self._clause_body(node.child_by_field_name("alternative")),
                    not _has(node, "async"),
                )
            case "while_statement":
                return ir.While(
                    *at,
                    self._expression(node.child_by_field_name("condition")),
                    self._body(node.child_by_field_name("body")),
                    self._clause_body(node.child_by_field_name("alternative")),
                )
            case "try_statement":
                return self._try(node)
            case "with_statement":
                return self._with(node)
            case "match_statement":
                return self._match(node)
            case "function_definition":
                return self._function(node, ())
            case "class_definition":
                return self._class(node, ())
            case "decorated_definition":
                return self._decorated(node)
            case "import_statement" | "import_from_statement" | "future_import_statement":
                return self._import(node)
            case "raise_statement":
                return ir.Raise(*at, self._many(_named(node)))
            case "assert_statement":
                return ir.Assert(*at, self._many(_named(node)))
            case "pass_statement":
                return ir.Pass(*at)
            case "break_statement":
                return ir.Break(*at)
            case "continue_statement":
                return ir.Continue(*at)
            case "delete_statement":
                return ir.Delete(*at, tuple(self._deleted(node)))
            case "global_statement" | "nonlocal_statement":
                names = tuple(self._text(child) for child in _named(node))
                self._scope.outer.update(names)
                return ir.Pass(*at)
            case _:
                return self._unmodelled(node)

    def _unmodelled(self, node: SyntaxNode) -> ir.Statement:
        names = frozenset(_identifiers(node, self._source, self._budget))
        for name in names:
            self._scope.bind(name, ir.Binding("unmodelled"))
        self._scope.is_generator = True
        return ir.Unmodelled(node.start_byte, node.end_byte, names)

    def _expression_statement(self, node: SyntaxNode) -> ir.Statement:
        at = (node.start_byte, node.end_byte)
        parts = list(_named(node))
        if len(parts) != 1:
            return ir.Evaluate(*at, ir.Sequence(*at, "tuple", self._many(parts)))
        inner = parts[0]
        if inner.type == "assignment":
            return self._assignment(inner, at)
        if inner.type == "augmented_assignment":
            value = self._expression(inner.child_by_field_name("right"))
            operator = inner.child_by_field_name("operator")
            target = self._target(inner.child_by_field_name("left"), "augment")
            return ir.Augment(*at, self._text(operator)[:-1] if operator else "?", target, value)
        return ir.Evaluate(*at, self._expression(inner))

    def _assignment(self, node: SyntaxNode, at: tuple[int, int]) -> ir.Statement:
        lefts: list[SyntaxNode | None] = []
        right: SyntaxNode | None = node
        while right is not None and right.type == "assignment":
            lefts.append(right.child_by_field_name("left"))
            if not self._is_plain_type(right.child_by_field_name("type")):
                return self._unmodelled(node)
            right = right.child_by_field_name("right")
        if right is None:
            annotation = node.child_by_field_name("type")
            names = tuple(_identifiers(lefts[0], self._source))
            if lefts[0] is not None and lefts[0].type == "identifier":
                self._scope.bindings.setdefault(names[0], [])
            if lefts[0] is None or lefts[0].type != "identifier" or annotation is None:
                return self._unmodelled(node)
            literals = any(part.type == "string" for part in _all(annotation))
            return ir.Declare(*at, names, literals)
        value = self._expression(right)
        shared = len(lefts) > 1 or any(isinstance(one, ir.Bind) for one in ir.inside(value))
        targets = tuple(self._target(left, "assign", value, shared=shared) for left in lefts)
        return ir.Assign(*at, targets, value)

    @staticmethod
    def _is_plain_type(annotation: SyntaxNode | None) -> bool:
        """Whether an annotation only names types: it is an expression like any other."""
        return all(part.type in _PLAIN_TYPES for part in _all(annotation) if part.is_named)

    def _clause_body(self, clause: SyntaxNode | None) -> ir.Block:
        if clause is None:
            return ()
        body = clause.child_by_field_name("body")
        if body is None:
            body = next((child for child in _named(clause) if child.type == "block"), None)
        return self._body(body)

    def _if(self, node: SyntaxNode) -> ir.Statement:
        branches = [self._branch(node)]
        orelse: ir.Block = ()
        for clause in node.children_by_field_name("alternative"):
            if clause.type == "elif_clause":
                branches.append(self._branch(clause))
            else:
                orelse = self._clause_body(clause)
        return ir.If(node.start_byte, node.end_byte, tuple(branches), orelse)

    def _branch(self, node: SyntaxNode) -> tuple[ir.Expression, ir.Block]:
        test = self._expression(node.child_by_field_name("condition"))
        return test, self._body(node.child_by_field_name("consequence"))

    def _try(self, node: SyntaxNode) -> ir.Statement:
        handlers: list[ir.Handler] = []
        orelse: ir.Block = ()
        final: ir.Block = ()
        for clause in _named(node):
            if clause.type in ("except_clause", "except_group_clause"):
                handlers.append(self._handler(clause))
            elif clause.type == "else_clause":
                orelse = self._clause_body(clause)
            elif clause.type == "finally_clause":
                final = self._clause_body(clause)
        body = self._body(node.child_by_field_name("body"))
        return ir.Try(node.start_byte, node.end_byte, body, tuple(handlers), orelse, final)

    def _handler(self, node: SyntaxNode) -> ir.Handler:
        name = None
        types: list[ir.Expression] = []
        for child in _named(node):
            if child.type == "block":
                continue
            caught: SyntaxNode | None = child
            if child.type == "as_pattern":
                alias = child.child_by_field_name("alias")
                name = next(iter(_identifiers(alias, self._source)), None)
                caught = next(_named(child), None)
                if name is not None:
                    self._scope.bind(name, ir.Binding("except"))
            types.append(self._expression(caught))
        kinds = ir.Sequence(node.start_byte, node.end_byte, "tuple", tuple(types))
        return ir.Handler(kinds if types else None, name, self._clause_body(node))

    def _with(self, node: SyntaxNode) -> ir.Statement:
        items: list[tuple[ir.Expression, ir.Expression | None]] = []
        clause = next((child for child in _named(node) if child.type == "with_clause"), None)
        for item in _named(clause) if clause is not None else ():
            value = item.child_by_field_name("value")
            target: ir.Expression | None = None
            if value is not None and value.type == "as_pattern":
                alias = value.child_by_field_name("alias")
                value = next(_named(value), None)
                manager = self._expression(value)
                inner = next(_named(alias), None) if alias is not None else None
                target = self._target(inner, "with")
            else:
                manager = self._expression(value)
            items.append((manager, target))
        return ir.With(
            node.start_byte,
            node.end_byte,
            tuple(items),
            self._body(node.child_by_field_name("body")),
            not _has(node, "async"),
        )

    def _match(self, node: SyntaxNode) -> ir.Statement:
        subjects = self._many(node.children_by_field_name("subject"))
        subject = (
            subjects[0]
            if len(subjects) == 1
            else ir.Opaque(node.start_byte, node.end_byte, subjects, "several subjects")
        )
        body = node.child_by_field_name("body")
        cases = tuple(
            self._case(clause)
            for clause in (_named(body) if body is not None else ())
            if clause.type == "case_clause"
        )
        return ir.Match(node.start_byte, node.end_byte, subject, cases)

    def _case(self, node: SyntaxNode) -> ir.Case:
        patterns = [child for child in _named(node) if child.type == "case_pattern"]
        # ``case x,:`` takes what has one item, and ``x`` is that.
        alone = len(patterns) == 1 and not _has(node, ",")
        guard_clause = node.child_by_field_name("guard")
        parts: list[str] = []
        for pattern in patterns:
            parts.extend(_identifiers(pattern, self._source))
        whole = None
        constants: tuple[ir.Constant, ...] | None = None
        if alone:
            constants = self._literals(patterns[0])
            inner = next(_named(patterns[0]), None)
            if constants is None and inner is not None and inner.type == "dotted_name":
                whole = self._text(inner) if len(inner.named_children) == 1 else None
        for name in {*parts, *([whole] if whole else [])}:
            self._scope.bind(name, ir.Binding("case"))
        always = whole is not None or (
            alone and [part.type for part in patterns[0].children] == ["_"]
        )
        guard = next(_named(guard_clause), None) if guard_clause is not None else None
        return ir.Case(
            constants,
            whole,
            tuple(parts),
            self._expression(guard) if guard_clause is not None else None,
            self._body(node.child_by_field_name("consequence")),
            always,
        )

    def _literals(self, pattern: SyntaxNode) -> tuple[ir.Constant, ...] | None:
        """The only values that a pattern takes, if it is a string or an alternative of strings."""
        inner = next(_named(pattern), None) if pattern.type == "case_pattern" else pattern
        if inner is None or len(pattern.children) != 1:
            return None
        options = [inner]
        if inner.type == "union_pattern":
            options = [child for child in inner.children if child.type != "|"]
        found: list[ir.Constant] = []
        for option in options:
            if option.type == "case_pattern":
                nested = self._literals(option)
                if nested is None:
                    return None
                found.extend(nested)
                continue
            if option.type not in ("string", "concatenated_string"):
                return None
            value = self._expression(option)
            if not isinstance(value, ir.Constant):
                return None
            found.append(value)
        return tuple(found)

    def _decorated(self, node: SyntaxNode) -> ir.Statement:
        decorators = tuple(
            self._expression(next(_named(child), None))
            for child in _named(node)
            if child.type == "decorator"
        )
        definition = node.child_by_field_name("definition")
        if definition is None:
            return self._unmodelled(node)
        if definition.type == "class_definition":
            return self._class(definition, decorators, node)
        return self._function(definition, decorators, node)

    def _function(
        self,
        node: SyntaxNode,
        decorators: tuple[ir.Expression, ...],
        outer: SyntaxNode | None = None,
    ) -> ir.Statement:
        if not self._has_plain_types(node) and _walrus_names(node, self._source):
            # An annotation that binds names does so where the function is made.
            return self._unmodelled(outer or node)
        name_node = node.child_by_field_name("name")
        name = self._text(name_node) if name_node is not None else ""
        scope = self._new_scope("function", name, node)
        scope.decorators = decorators
        scope.is_async = _has(node, "async")
        scope.is_method = self._scope.kind == "class"
        scope.parameters = self._parameters(node.child_by_field_name("parameters"))
        if _answers_requests(scope):
            scope.parameters = tuple(
                replace(one, asked=True) if _is_asked(one) else one for one in scope.parameters
            )
        self._bind_parameters(scope)
        if not self._has_plain_types(node):
            # Annotations are run where the function is made.
            odd = ir.Opaque(node.start_byte, node.end_byte, (), "annotations that run code")
            scope.decorators = (*decorators, odd)
        body = node.child_by_field_name("body")
        scope.reader = lambda owner: self._read(owner, list(_named(body)) if body else [])
        self._scope.bind(name, ir.Binding("def", scope=scope))
        whole = outer or node
        return ir.Define(whole.start_byte, whole.end_byte, scope)

    def _new_scope(self, kind: str, name: str, node: SyntaxNode) -> ir.Scope:
        scope = ir.Scope(kind, name, self._scope, node.start_byte, node.end_byte)
        self._scope.inner.append(scope)
        return scope

    @staticmethod
    def _bind_parameters(scope: ir.Scope) -> None:
        for parameter in scope.parameters:
            scope.bind(parameter.name, ir.Binding("parameter"))

    def _class(
        self,
        node: SyntaxNode,
        decorators: tuple[ir.Expression, ...],
        outer: SyntaxNode | None = None,
    ) -> ir.Statement:
        name_node = node.child_by_field_name("name")
        name = self._text(name_node) if name_node is not None else ""
        scope = self._new_scope("class", name, node)
        scope.decorators = decorators
        bases = node.child_by_field_name("superclasses")
        scope.bases = self._arguments(bases) if bases is not None else ()
        body = node.child_by_field_name("body")
        scope.reader = lambda owner: self._read(owner, list(_named(body)) if body else [])
        self._scope.bind(name, ir.Binding("class", scope=scope))
        whole = outer or node
        return ir.DefineClass(whole.start_byte, whole.end_byte, scope)

    def _annotation(self, node: SyntaxNode) -> ir.Expression:
        """A type, as the expression that it is."""
        inner = next(_named(node), None) if node.type == "type" else node
        if inner is None or inner.type != "generic_type":
            return self._expression(inner)
        base, *lists = _named(inner)
        given = [self._annotation(part) for each in lists for part in _named(each)]
        at = (inner.start_byte, inner.end_byte)
        key = given[0] if len(given) == 1 else ir.Sequence(*at, "tuple", tuple(given))
        return ir.Subscript(*at, self._expression(base), key)

    def _parameters(self, node: SyntaxNode | None) -> tuple[ir.Parameter, ...]:
        found: list[ir.Parameter] = []
        kind = "either"
        for child in _named(node) if node is not None else ():
            inner = child
            default: ir.Expression | None = None
            declared = child.child_by_field_name("type")
            if child.type in ("default_parameter", "typed_default_parameter"):
                default = self._expression(child.child_by_field_name("value"))
                inner = child.child_by_field_name("name") or child
            elif child.type == "typed_parameter":
                inner = next(_named(child), child)
            if inner.type == "identifier":
                annotation = self._annotation(declared) if declared is not None else None
                name = self._text(inner)
                found.append(ir.Parameter(name, kind, default, annotation=annotation))
            elif inner.type == "list_splat_pattern":
                found.append(ir.Parameter(self._first_name(inner), "rest", None))
                kind = "named"
            elif inner.type == "dictionary_splat_pattern":
                found.append(ir.Parameter(self._first_name(inner), "named-rest", None))
            elif child.type == "positional_separator":
                found = [replace(p, kind="positional") for p in found]
            elif child.type == "keyword_separator":
                kind = "named"
            else:
                names = _identifiers(child, self._source)
                found.extend(ir.Parameter(name, "unmodelled", None) for name in names)
        return tuple(found)

    def _has_plain_types(self, node: SyntaxNode) -> bool:
        parameters = node.child_by_field_name("parameters")
        types = [child.child_by_field_name("type") for child in _named(parameters)]
        types.append(node.child_by_field_name("return_type"))
        return all(self._is_plain_type(each) for each in types)

    def _first_name(self, node: SyntaxNode) -> str:
        return next(iter(_identifiers(node, self._source)), "")

    def _import(self, node: SyntaxNode) -> ir.Statement:
        module = node.child_by_field_name("module_name")
        base = self._text(module).replace(" ", "") + "." if module is not None else ""
        if node.type == "future_import_statement":
            base = "__future__."
        names: list[tuple[str, str]] = []
        for child in _named(node):
            if child.type == "wildcard_import":
                self._scope.binds_anything = True
        for child in node.children_by_field_name("name"):
            if child.type == "aliased_import":
                path = self._dotted(child.child_by_field_name("name"))
                alias = child.child_by_field_name("alias")
                name = self._text(alias) if alias is not None else ""
                full = base + path
            else:
                path = self._dotted(child)
                name, full = path, base + path
                if not base:
                    name = full = path.split(".")[0]
            names.append((name, full))
            self._scope.bind(name, ir.Binding("import", path=full))
        return ir.Import(node.start_byte, node.end_byte, tuple(names))

    def _dotted(self, node: SyntaxNode | None) -> str:
        return ".".join(_identifiers(node, self._source))

    def _deleted(self, node: SyntaxNode) -> Iterator[ir.Expression]:
        for child in _named(node):
            yield self._target(child, "delete")

    # Targets

    def _target(
        self,
        node: SyntaxNode | None,
        kind: str,
        value: ir.Expression | None = None,
        *,
        shared: bool = False,
    ) -> ir.Expression:
        """What is assigned to; plain names are bound in the scope."""
        if node is None:
            return ir.Opaque(0, 0, (), "no target")
        self._budget.read()
        at = (node.start_byte, node.end_byte)
        while node.type == "parenthesized_expression" or (
            # ``for (x) in y`` binds x, ``for (x,) in y`` unpacks.
            node.type == "tuple_pattern" and len(node.named_children) == 1 and not _has(node, ",")
        ):
            inner = next(_named(node), None)
            if inner is None:
                break
            node = inner
        if node.type in ("identifier", "keyword_identifier"):
            name = self._text(node)
            if kind != "iterate":
                self._scope.bind(name, ir.Binding(kind, value, shared=shared))
            else:
                self._scope.iterated.add(name)
            return ir.Name(*at, name)
        unpacked = "unpack" if kind == "assign" else kind
        if node.type in _PATTERNS or node.type in ("tuple", "list"):
            if self._depth >= DEPTH_LIMIT:
                return self._opaque(node, unpacked)
            self._depth += 1
            items = tuple(self._target(child, unpacked) for child in _named(node))
            self._depth -= 1
            return ir.Sequence(*at, "tuple", items)
        if node.type in ("list_splat_pattern", "list_splat"):
            return ir.Spread(*at, self._target(next(_named(node), None), unpacked))
        if node.type in ("attribute", "subscript"):
            return self._expression(node)
        return self._opaque(node, unpacked)

    def _opaque(self, node: SyntaxNode, kind: str = "unmodelled") -> ir.Expression:
        """Not modelled: every name in it counts as bound."""
        for name in _identifiers(node, self._source, self._budget):
            self._scope.bind(name, ir.Binding(kind))
            if kind == "iterate":
                self._scope.iterated.add(name)
        self._scope.is_generator = True
        at = (node.start_byte, node.end_byte)
        bound = tuple(
            ir.Bind(*at, ir.Name(*at, name), ir.Opaque(*at, (), "not modelled"))
            for name in _walrus_names(node, self._source)
        )
        return ir.Opaque(*at, bound, "not modelled", unread=True)

    # Expressions

    def _many(self, nodes: Iterable[SyntaxNode]) -> tuple[ir.Expression, ...]:
        return tuple(self._expression(node) for node in nodes)

    def _expression(self, node: SyntaxNode | None) -> ir.Expression:
        if node is None:
            return ir.Opaque(0, 0, (), "nothing")
        self._budget.read()
        while node.type == "parenthesized_expression":
            inner = list(_named(node))
            if len(inner) != 1:
                return self._opaque(node)
            node = inner[0]
        if self._depth >= DEPTH_LIMIT:
            return self._opaque(node)
        self._depth += 1
        try:
            read = self._expression_of(node)
        finally:
            self._depth -= 1
        starred = self._source.startswith(b"*", node.start_byte)
        if starred and not isinstance(read, (ir.Spread, ir.Sequence)):
            # The grammar reads ``*f(), x`` as a call of ``*f``: whatever it is, it is spread.
            return ir.Spread(node.start_byte, node.end_byte, read)
        return read

    def _expression_of(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        match node.type:
            case "identifier" | "keyword_identifier":
                return ir.Name(*at, self._text(node))
            case "string" | "concatenated_string":
                return self._string(node)
            case "integer" | "float":
                try:
                    return ir.Constant(*at, number(self._text(node)))
                except NotPlain:
                    return ir.Opaque(*at, (), "a number of an unusual form")
            case "true":
                return ir.Constant(*at, True)
            case "false":
                return ir.Constant(*at, False)
            case "none":
                return ir.Constant(*at, None)
            case "ellipsis":
                return ir.Constant(*at, ...)
            case "attribute":
                return self._attribute(node)
            case "subscript":
                return self._subscript(node)
            case "call":
                if (body := self._at_once(node)) is not None:
                    return self._expression(body)
                callee = self._expression(node.child_by_field_name("function"))
                return ir.Call(*at, callee, self._arguments(node.child_by_field_name("arguments")))
            case "binary_operator":
                return self._binary(node)
            case "unary_operator":
                operator = node.child_by_field_name("operator")
                operand = self._expression(node.child_by_field_name("argument"))
                return ir.Unary(*at, self._text(operator) if operator else "?", operand)
            case "not_operator":
                operand = self._expression(node.child_by_field_name("argument"))
                return ir.Unary(*at, "not", operand)
            case "boolean_operator":
                return self._logical(node)
            case "comparison_operator":
                return self._compare(node)
            case "conditional_expression":
                parts = self._many(_named(node))
                if len(parts) != 3:
                    return ir.Opaque(*at, parts, "a conditional expression of an unusual form")
                return ir.Choice(*at, parts[1], parts[0], parts[2])
            case "tuple" | "list" | "set" | "expression_list":
                kind = "tuple" if node.type == "expression_list" else node.type
                return ir.Sequence(*at, kind, self._many(_named(node)))
            case "list_splat" | "list_splat_pattern":
                return ir.Spread(*at, self._expression(next(_named(node), None)))
            case "dictionary":
                return self._dictionary(node)
            case (
                "list_comprehension"
                | "set_comprehension"
                | "dictionary_comprehension"
                | "generator_expression"
            ):
                return self._comprehension(node)
            case "lambda":
                return self._lambda(node)
            case "named_expression":
                return self._walrus(node)
            case "await":
                return ir.Opaque(*at, self._many(_named(node)), "awaited")
            case "yield":
                self._scope.is_generator = True
                return ir.Opaque(*at, self._many(_named(node)), "yielded")
            case _:
                return self._opaque(node)

    def _attribute(self, node: SyntaxNode) -> ir.Expression:
        name = node.child_by_field_name("attribute")
        value = self._expression(node.child_by_field_name("object"))
        return ir.Attribute(
            node.start_byte, node.end_byte, value, self._text(name) if name is not None else ""
        )

    def _subscript(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        value = self._expression(node.child_by_field_name("value"))
        keys = [self._key(child) for child in node.children_by_field_name("subscript")]
        comma = any(child.type == "," for child in node.children)
        key = keys[0] if len(keys) == 1 and not comma else ir.Sequence(*at, "tuple", tuple(keys))
        return ir.Subscript(*at, value, key)

    def _key(self, node: SyntaxNode) -> ir.Expression:
        if node.type != "slice":
            return self._expression(node)
        bounds: list[ir.Expression | None] = [None, None, None]
        position = 0
        for child in node.children:
            if child.type == ":":
                position += 1
            elif child.is_named and child.type not in _LAYOUT and position < 3:
                bounds[position] = self._expression(child)
        return ir.Slice(node.start_byte, node.end_byte, *bounds)

    def _arguments(self, node: SyntaxNode | None) -> tuple[ir.Argument, ...]:
        if node is None:
            return ()
        if node.type == "generator_expression":
            return (ir.Argument(self._expression(node)),)
        found: list[ir.Argument] = []
        for child in _named(node):
            if child.type == "keyword_argument":
                name = child.child_by_field_name("name")
                value = self._expression(child.child_by_field_name("value"))
                found.append(ir.Argument(value, self._text(name) if name is not None else ""))
            elif child.type == "list_splat":
                found.append(ir.Argument(self._expression(next(_named(child), None)), spread=1))
            elif child.type == "dictionary_splat":
                found.append(ir.Argument(self._expression(next(_named(child), None)), spread=2))
            else:
                value = self._expression(child)
                inner = value.value if isinstance(value, ir.Spread) else None
                found.append(ir.Argument(inner, spread=1) if inner else ir.Argument(value))
        return tuple(found)

    def _binary(self, node: SyntaxNode) -> ir.Expression:
        """Chains lean to the left: they are read without going deeper for each operator."""
        spine = [node]
        while True:
            left = spine[-1].child_by_field_name("left")
            if left is None or left.type != "binary_operator":
                break
            self._budget.read()
            spine.append(left)
        result = self._expression(spine[-1].child_by_field_name("left"))
        for part in reversed(spine):
            operator = part.child_by_field_name("operator")
            right = self._expression(part.child_by_field_name("right"))
            text = self._text(operator) if operator is not None else "?"
            result = ir.Binary(part.start_byte, part.end_byte, text, result, right)
        return result

    def _logical(self, node: SyntaxNode) -> ir.Expression:
        operator = node.child_by_field_name("operator")
        word = self._text(operator) if operator is not None else "?"
        rights: list[SyntaxNode | None] = []
        left: SyntaxNode | None = node
        while left is not None and left.type == "boolean_operator":
            own = left.child_by_field_name("operator")
            if own is None or self._text(own) != word:
                break
            self._budget.read()
            rights.append(left.child_by_field_name("right"))
            left = left.child_by_field_name("left")
        items = (self._expression(left), *(self._expression(right) for right in reversed(rights)))
        return ir.Logical(node.start_byte, node.end_byte, word, items)

    def _compare(self, node: SyntaxNode) -> ir.Expression:
        operands: list[ir.Expression] = []
        operators: list[str] = []
        for index, child in enumerate(node.children):
            if node.field_name_for_child(index) == "operators":
                operators.append(" ".join(self._text(child).split()))
            elif child.is_named and child.type not in _LAYOUT:
                operands.append(self._expression(child))
        at = (node.start_byte, node.end_byte)
        if len(operands) != len(operators) + 1 or not _COMPARISONS.issuperset(operators):
            return ir.Opaque(*at, tuple(operands), "a comparison of an unusual form")
        return ir.Compare(*at, operands[0], tuple(zip(operators, operands[1:], strict=True)))

    def _dictionary(self, node: SyntaxNode) -> ir.Expression:
        items: list[tuple[ir.Expression | None, ir.Expression]] = []
        for child in _named(node):
            if child.type == "pair":
                items.append(
                    (
                        self._expression(child.child_by_field_name("key")),
                        self._expression(child.child_by_field_name("value")),
                    )
                )
            elif child.type == "dictionary_splat":
                items.append((None, self._expression(next(_named(child), None))))
            else:
                return self._opaque(node)
        return ir.Mapping(node.start_byte, node.end_byte, tuple(items))

    def _comprehension(self, node: SyntaxNode) -> ir.Expression:
        self._comprehensions += 1
        try:
            return self._comprehension_of(node)
        finally:
            self._comprehensions -= 1

    def _comprehension_of(self, node: SyntaxNode) -> ir.Expression:
        clauses: list[ir.Clause] = []
        for child in _named(node):
            if child.type == "for_in_clause":
                iterable = [
                    self._expression(right) for right in child.children_by_field_name("right")
                ]
                target = self._target(child.child_by_field_name("left"), "iterate")
                plain = not _has(child, "async") and len(iterable) == 1
                whole = iterable[0] if plain else ir.Opaque(0, 0, tuple(iterable), "several")
                clauses.append(ir.Clause(target, whole, (), plain))
            elif child.type == "if_clause" and clauses:
                last = clauses.pop()
                condition = self._expression(next(_named(child), None))
                conditions = (*last.conditions, condition)
                clauses.append(ir.Clause(last.target, last.iterable, conditions, last.modelled))
        body = node.child_by_field_name("body")
        kind = {
            "list_comprehension": "list",
            "set_comprehension": "set",
            "dictionary_comprehension": "dict",
        }.get(node.type, "lazy")
        key: ir.Expression | None = None
        if body is not None and body.type == "pair":
            key = self._expression(body.child_by_field_name("key"))
            element = self._expression(body.child_by_field_name("value"))
        else:
            element = self._expression(body)
        return ir.Comprehension(node.start_byte, node.end_byte, kind, key, element, tuple(clauses))

    def _at_once(self, call: SyntaxNode) -> SyntaxNode | None:
        """``(lambda: x)()``, which is ``x``, unless something in it means another there."""
        callee = call.child_by_field_name("function")
        while callee is not None and callee.type == "parenthesized_expression":
            callee = next(iter(_named(callee)), None)
        given = call.child_by_field_name("arguments")
        if callee is None or callee.type != "lambda" or given is None or list(_named(given)):
            return None
        body = callee.child_by_field_name("body")
        if body is None or callee.child_by_field_name("parameters") or self._scope.kind == "class":
            return None
        return None if _OTHERWISE_INSIDE.search(self._text(body)) else body

    def _lambda(self, node: SyntaxNode) -> ir.Expression:
        scope = self._new_scope("lambda", "<lambda>", node)
        scope.parameters = self._parameters(node.child_by_field_name("parameters"))
        self._bind_parameters(scope)
        body = node.child_by_field_name("body")

        def read(owner: ir.Scope) -> ir.Block:
            before = self._scope, self._depth, self._comprehensions
            self._scope, self._depth, self._comprehensions = owner, 0, 0
            try:
                value = self._expression(body)
                return (ir.Return(value.start, value.end, value),)
            finally:
                self._scope, self._depth, self._comprehensions = before

        scope.reader = read
        return ir.Lambda(node.start_byte, node.end_byte, scope)

    def _walrus(self, node: SyntaxNode) -> ir.Expression:
        value = self._expression(node.child_by_field_name("value"))
        name = node.child_by_field_name("name")
        text = self._text(name) if name is not None else ""
        self._scope.bind(text, ir.Binding("walrus"))
        if self._comprehensions:
            self._scope.unsteady.add(text)
        at = (node.start_byte, node.end_byte)
        return ir.Bind(*at, ir.Name(*at, text), value)

    # Strings

    def _string(self, node: SyntaxNode) -> ir.Expression:
        at = (node.start_byte, node.end_byte)
        parts: list[str | ir.Formatted] = []
        kinds: set[bool] = set()
        plain = True
        for string in _named(node) if node.type == "concatenated_string" else [node]:
            if string.type != "string":
                return self._opaque(node)
            start = string.children[0] if len(string.children) else None
            prefix, quotes = prefix_of(self._text(start) if start is not None else "")
            if "t" in prefix:
                return self._opaque(node)
            kinds.add("b" in prefix)
            plain = plain and "f" not in prefix
            try:
                parts.extend(self._pieces(string, prefix, quotes))
            except NotPlain:
                return self._opaque(node)
        if len(kinds) != 1:
            return self._opaque(node)
        if all(isinstance(part, str) for part in parts):
            text = "".join(part for part in parts if isinstance(part, str))
            if kinds == {True}:
                if any(ord(letter) > 0xFF for letter in text):
                    return self._opaque(node)
                return ir.Constant(*at, text.encode("latin-1"))
            return ir.Constant(*at, text)
        return ir.Interpolated(*at, tuple(parts))

    def _pieces(self, node: SyntaxNode, prefix: str, quotes: str) -> Iterator[str | ir.Formatted]:
        """The parts of one literal, by where they lie: the scanner's own tokens lose some text."""
        at = node.start_byte + len(prefix) + len(quotes)
        end = node.end_byte - len(quotes)
        if at > end or self._source[end : node.end_byte] != quotes.encode():
            raise NotPlain("a literal that is not closed")
        for child in node.children:
            self._budget.read()
            if child.type == "interpolation":
                yield from self._content(at, child.start_byte, prefix)
                yield from self._interpolation(child)
                at = child.end_byte
            elif child.type not in ("string_start", "string_content", "string_end"):
                raise NotPlain(child.type)
        yield from self._content(at, end, prefix)

    def _content(self, start: int, end: int, prefix: str) -> Iterator[str]:
        text = self._source[start:end].decode("utf-8", "replace")
        raw, binary = "r" in prefix, "b" in prefix
        if "f" not in prefix:
            yield unescaped(text, raw=raw, binary=binary)
            return
        # Doubled braces are no escapes of the string proper: split at them first.
        for index, piece in enumerate(text.split("{{")):
            yield "{" if index else ""
            yield unescaped(piece.replace("}}", "}"), raw=raw, binary=binary)

    def _interpolation(self, node: SyntaxNode) -> Iterator[str | ir.Formatted]:
        value = node.child_by_field_name("expression")
        conversion = node.child_by_field_name("type_conversion")
        specifier = node.child_by_field_name("format_specifier")
        if value is None:
            raise NotPlain("interpolation")
        shown = self._text(conversion)[1:] if conversion is not None else ""
        for child in node.children:
            if child.type == "=":
                # f"{x=}" shows the source text too, and by default the repr.
                yield self._source[value.start_byte : child.end_byte].decode("utf-8", "replace")
                shown = shown or ("" if specifier is not None else "r")
        spec: ir.Interpolated | None = None
        if specifier is not None:
            parts: list[str | ir.Formatted] = []
            at = specifier.start_byte + 1
            for child in specifier.children:
                if child.type in ("format_expression", "interpolation"):
                    parts.append(self._source[at : child.start_byte].decode("utf-8", "replace"))
                    inner = child.child_by_field_name("expression")
                    nested = self._expression(inner)
                    parts.append(ir.Formatted(child.start_byte, child.end_byte, nested, "?", None))
                    at = child.end_byte
            parts.append(self._source[at : specifier.end_byte].decode("utf-8", "replace"))
            spec = ir.Interpolated(specifier.start_byte, specifier.end_byte, tuple(parts))
        yield ir.Formatted(node.start_byte, node.end_byte, self._expression(value), shown, spec)


def _named(node: SyntaxNode | None) -> Iterator[SyntaxNode]:
    """The named children that are code."""
    if node is None:
        return
    for child in node.named_children:
        if child.type not in _LAYOUT:
            yield child


def _has(node: SyntaxNode, word: str) -> bool:
    return any(child.type == word for child in node.children)


def _all(node: SyntaxNode | None) -> Iterator[SyntaxNode]:
    pending = [node] if node is not None else []
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.children))


def _walrus_names(node: SyntaxNode, source: bytes) -> list[str]:
    """The names that ``:=`` binds somewhere in a node."""
    named = [part for part in _all(node) if part.type == "named_expression"]
    return [name for part in named for name in _identifiers(part.children[0], source)]


def _identifiers(node: SyntaxNode | None, source: bytes, budget: Budget | None = None) -> list[str]:
    found: list[str] = []
    for part in _all(node):
        if budget is not None:
            budget.read()
        if part.type in ("identifier", "keyword_identifier"):
            found.append(source[part.start_byte : part.end_byte].decode("utf-8", "replace"))
    return found


_ROUTES = frozenset(
    """
    route get post put patch delete head options websocket api_route command argument option
    view_config expose callback
    """.split()  # noqa: SIM905
)
"""Decorators of functions that are called with what somebody asks for."""

_OTHERS_OBJECTS = frozenset(
    "self cls request req response db session context ctx background_tasks settings".split()  # noqa: SIM905
)
_PROVIDERS = frozenset({"Depends", "Security", "Provide"})


def _answers_requests(scope: ir.Scope) -> bool:
    """Whether a function is called for whoever asks: it is routed, or takes the request first."""
    for decorator in scope.decorators:
        made = decorator.callee if isinstance(decorator, ir.Call) else decorator
        if isinstance(made, (ir.Attribute, ir.Name)) and made.name in _ROUTES:
            return True
    names = [one.name for one in scope.parameters]
    # A method may be one of the class, and have no object.
    return "request" in names[: 1 + scope.is_method]


def _is_asked(parameter: ir.Parameter) -> bool:
    """Whether a parameter of such a function is no object that the framework hands in."""
    default = parameter.default
    made = default.callee if isinstance(default, ir.Call) else None
    provided = isinstance(made, (ir.Name, ir.Attribute)) and made.name in _PROVIDERS
    return not provided and parameter.name not in _OTHERS_OBJECTS
