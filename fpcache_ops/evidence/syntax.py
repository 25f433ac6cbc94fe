"""Reading source with a grammar: one reading, for placing findings and for proving them safe."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version

from tree_sitter import Language, Node, Parser, Tree

from fpcache_ops.evidence import erased_types, misread
from fpcache_ops.evidence.languages import LanguageTable, language_named

PARSE_LIMIT = 2 * 1024 * 1024
"""Bytes; a larger file is evidence as a whole and nothing is proven from it."""


@cache
def grammar(name: str) -> Language:
    """The grammar of a language that has a table."""
    table = language_named(name)
    if table is None:
        raise LookupError(f"no grammar for {name!r}")
    return Language(table.load())


@cache
def grammar_version(table: LanguageTable) -> str:
    """The grammar and runtime that read the source: another one is another reading."""
    grammar = f"{table.grammar} {version(table.grammar)} tree-sitter {version('tree-sitter')}"
    readings = [erased_types.READING] if table.name in erased_types.LANGUAGES else []
    return " ".join((grammar, *readings, misread.READING))


def parse(language: str, source: bytes) -> Tree:
    """The syntax tree of ``source``; the caller checks :attr:`Node.has_error`,
    and whether something in it is :mod:`~fpcache_ops.evidence.misread`.

    A parser is made for each call: parsers must not be shared between threads.
    """
    parser = Parser(grammar(language))
    return (
        erased_types.read(parser, source)
        if language in erased_types.LANGUAGES
        else parser.parse(source)
    )


def fielded(node: Node) -> Iterable[tuple[Node, str | None]]:
    """The named children of a node with their fields."""
    if node.child_count <= _FEW:
        return [
            (child, node.field_name_for_child(index))
            for index, child in enumerate(node.children)
            if child.is_named
        ]
    return _walked(node)


def _walked(node: Node) -> Iterator[tuple[Node, str | None]]:
    cursor = node.walk()
    more = cursor.goto_first_child()
    while more:
        child = cursor.node
        if child is not None and child.is_named:
            yield child, cursor.field_name
        more = cursor.goto_next_sibling()


# ``field_name_for_child`` counts from the first child.
_FEW = 16


def part(node: Node, field: str) -> Node | None:
    """The child in a field, or the named child of this number."""
    if not field.isdigit():
        return node.child_by_field_name(field)
    children = node.named_children
    return children[int(field)] if int(field) < len(children) else None
