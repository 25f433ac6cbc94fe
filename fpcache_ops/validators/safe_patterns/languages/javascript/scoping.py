"""Which variable a name stands for: blocks nest, functions nest, ``var`` is lifted to its function.

The engine knows variables by name within a function, so that a name declared in an inner block gets
one of its own: ``x@120`` is the ``x`` of the block at byte 120.
"""

from collections.abc import Iterable, Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget

FUNCTIONS = frozenset(
    {
        "function_declaration",
        "generator_function_declaration",
        "function_expression",
        "generator_function",
        "arrow_function",
        "method_definition",
    }
)
FUNCTION_DECLARATIONS = frozenset({"function_declaration", "generator_function_declaration"})
CLASS_DECLARATIONS = frozenset({"class_declaration", "abstract_class_declaration"})
_HOLDERS = frozenset(
    {
        "statement_block",
        "if_statement",
        "else_clause",
        "for_statement",
        "for_in_statement",
        "while_statement",
        "do_statement",
        "try_statement",
        "catch_clause",
        "finally_clause",
        "switch_statement",
        "switch_body",
        "switch_case",
        "switch_default",
        "labeled_statement",
        "export_statement",
    }
)


class Level:
    """The names that one block or function declares, and what is around it."""

    __slots__ = ("names", "outer", "scope", "vars")

    def __init__(self, scope: ir.Scope, outer: "Level | None") -> None:
        self.scope = scope
        self.outer = outer
        self.names: dict[str, str] = {}
        self.vars: set[str] = set()

    def find(self, name: str) -> tuple[ir.Scope, str, bool] | None:
        """The variable that a name stands for here: where it lives, its own name, if by ``var``."""
        level: Level | None = self
        while level is not None:
            own = level.names.get(name)
            if own is not None:
                return level.scope, own, name in level.vars
            level = level.outer
        return None


def named(node: SyntaxNode | None) -> Iterator[SyntaxNode]:
    """The named children that are code."""
    if node is None:
        return
    for child in node.named_children:
        if child.type not in ("comment", "html_comment"):
            yield child


def has(node: SyntaxNode, word: str) -> bool:
    """Whether a node has this word directly inside."""
    return any(child.type == word for child in node.children)


def text_of(node: SyntaxNode) -> str:
    """The text of a node."""
    return (node.text or b"").decode("utf-8", "replace")


def pattern_names(node: SyntaxNode | None) -> Iterator[str]:
    """The names that a pattern binds."""
    pending = [node] if node is not None else []
    while pending:
        part = pending.pop()
        match part.type:
            case "identifier" | "shorthand_property_identifier_pattern" | "undefined":
                yield text_of(part)
            case "assignment_pattern" | "object_assignment_pattern":
                left = part.child_by_field_name("left")
                pending += [left] if left is not None else []
            case "pair_pattern":
                value = part.child_by_field_name("value")
                pending += [value] if value is not None else []
            case "member_expression" | "subscript_expression":
                continue
            case _:
                pending.extend(named(part))


def lifted(nodes: Iterable[SyntaxNode], budget: Budget) -> tuple[set[str], set[str]]:
    """The names declared by ``var`` anywhere in a function, and functions in its blocks."""
    by_var: set[str] = set()
    in_blocks: set[str] = set()
    pending = [(node, True) for node in nodes]
    while pending:
        node, top = pending.pop()
        budget.read()
        if node.type == "variable_declaration":
            for declarator in named(node):
                by_var.update(pattern_names(declarator.child_by_field_name("name")))
        elif node.type in FUNCTION_DECLARATIONS:
            name = node.child_by_field_name("name")
            if not top and name is not None:
                in_blocks.add(text_of(name))
        elif node.type in _HOLDERS:
            kind = node.child_by_field_name("kind")
            if node.type == "for_in_statement" and kind is not None and kind.type == "var":
                by_var.update(pattern_names(node.child_by_field_name("left")))
            inner_top = top and node.type == "export_statement"
            pending.extend((child, inner_top) for child in named(node))
    return by_var, in_blocks


def declared(nodes: Iterable[SyntaxNode]) -> Iterator[str]:
    """The names that belong to the block which these statements are in."""
    for node in nodes:
        inner = node
        if node.type == "export_statement":
            declaration = node.child_by_field_name("declaration")
            if declaration is None:
                continue
            inner = declaration
        if inner.type == "lexical_declaration":
            for declarator in named(inner):
                yield from pattern_names(declarator.child_by_field_name("name"))
        elif inner.type == "import_statement":
            yield from imported_names(inner)
        elif inner.type in FUNCTION_DECLARATIONS | CLASS_DECLARATIONS | {"enum_declaration"}:
            name = inner.child_by_field_name("name")
            if name is not None:
                yield text_of(name)
        elif inner.type in ("ambient_declaration", "function_signature", "import_alias"):
            yield from _ambient(inner)
        elif inner.type == "expression_statement":
            for child in named(inner):
                if child.type in ("internal_module", "module"):
                    yield from _ambient(child)


def _ambient(node: SyntaxNode) -> Iterator[str]:
    pending = [node]
    while pending:
        node = pending.pop()
        name = node.child_by_field_name("name")
        if name is not None and name.type in ("identifier", "type_identifier"):
            yield text_of(name)
        elif node.type in ("ambient_declaration", "lexical_declaration", "variable_declaration"):
            pending.extend(named(node))
        elif node.type == "import_alias":
            yield from (text_of(c) for c in list(named(node))[:1])


def imported_names(node: SyntaxNode) -> Iterator[str]:
    """The names that an import binds."""
    for name, _ in imports(node):
        yield name


def imports(node: SyntaxNode) -> Iterator[tuple[str, str]]:
    """Names and what they are bound to, as paths that begin with the module's name."""
    if has(node, "type") or has(node, "typeof"):
        return
    module = module_path(node.child_by_field_name("source"))
    for child in named(node):
        if child.type == "import_require_clause":
            path = module_path(child.child_by_field_name("source"))
            yield from ((text_of(c), path) for c in named(child) if c.type == "identifier")
        elif child.type == "import_clause":
            yield from _clause(child, module)


def _clause(node: SyntaxNode, module: str) -> Iterator[tuple[str, str]]:
    for child in named(node):
        if child.type == "identifier":
            yield text_of(child), module
        elif child.type == "namespace_import":
            yield from ((text_of(name), module) for name in named(child))
        elif child.type == "named_imports":
            for specifier in named(child):
                if has(specifier, "type") or has(specifier, "typeof"):
                    continue
                name = specifier.child_by_field_name("name")
                alias = specifier.child_by_field_name("alias") or name
                if name is None or alias is None:
                    continue
                what = text_of(name)
                yield text_of(alias), module if what == "default" else f"{module}.{what}"


def module_path(source: SyntaxNode | None) -> str:
    """The name of a module, as it is asked for; Node's own without their prefix."""
    name = text_of(source)[1:-1] if source is not None else "?"
    return name.removeprefix("node:")
