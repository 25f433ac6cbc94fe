"""Reading source with a grammar: one reading, for placing findings and for proving them safe."""

from functools import cache
from importlib.metadata import version

from tree_sitter import Language, Node, Parser, Tree

from fpcache_ops.evidence.languages import LanguageTable, language_named

PARSE_LIMIT = 2 * 1024 * 1024
"""Bytes; a larger file is evidence as a whole and nothing is proven from it."""


@cache
def _grammar(name: str) -> Language:
    table = language_named(name)
    if table is None:
        raise LookupError(f"no grammar for {name!r}")
    return Language(table.load())


@cache
def grammar_version(table: LanguageTable) -> str:
    """The grammar and runtime that read the source: another one is another reading."""
    return f"{table.grammar} {version(table.grammar)} tree-sitter {version('tree-sitter')}"


def parse(language: str, source: bytes) -> Tree:
    """The syntax tree of ``source``; the caller checks :attr:`Node.has_error`.

    A parser is made for each call: parsers must not be shared between threads.
    """
    return Parser(_grammar(language)).parse(source)


def enclosing(node: Node | None, kinds: frozenset[str]) -> Node | None:
    """The nearest of the node and its ancestors that is of one of these kinds."""
    while node is not None and node.type not in kinds:
        node = node.parent
    return node
