"""The same program, written otherwise: layout, comments, names, parentheses, unrelated statements.

A change is a list of pieces of the source and what stands there instead. The line with the mark
stays one line, so that the mark goes on pointing at the same statement.
"""

import random
from collections.abc import Iterator
from itertools import pairwise

from fpcache_ops.evidence.syntax import parse
from fpcache_ops.evidence.tree import SyntaxNode

Edit = tuple[int, int, bytes]
_WHOLE = frozenset(
    {
        "string_literal",
        "character_literal",
        "string",
        "template_string",
        "regex",
        "jsx_text",
        "line_comment",
        "block_comment",
        "comment",
    }
)
_COMMENTS = frozenset({"line_comment", "block_comment", "comment"})
_DECLARING = frozenset(
    {
        "variable_declarator",
        "formal_parameter",
        "catch_formal_parameter",
        "enhanced_for_statement",
        "resource",
    }
)


_NO_VARIABLES = frozenset(
    {
        "labeled_statement",
        "break_statement",
        "continue_statement",
        "lambda_expression",
        "inferred_parameters",
        "enum_constant",
        "switch_label",
        "scoped_identifier",
        "method_reference",
        "element_value_pair",
    }
)


def changed(source: bytes, edits: list[Edit]) -> bytes:
    """The source with pieces replaced, none of them inside of another."""
    result, at = b"", 0
    for start, end, new in sorted(edits):
        assert start >= at
        result += source[at:start] + new
        at = end
    return result + source[at:]


def nodes(root: SyntaxNode) -> Iterator[SyntaxNode]:
    """All nodes in source order."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(node.children))


def leaves(root: SyntaxNode) -> Iterator[SyntaxNode]:
    """The words of a program; literals and comments are one."""
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type in _WHOLE or not node.children:
            yield node
        else:
            pending.extend(reversed(node.children))


def marked(source: bytes) -> tuple[int, int]:
    """Where the marked line begins and ends."""
    at = source.index(b"<-- finding")
    end = source.find(b"\n", at)
    return source.rfind(b"\n", 0, at) + 1, len(source) if end < 0 else end


def laid_out(language: str, source: bytes) -> bytes:
    """Other spaces, empty lines and ordinary comments; in Java also other line ends."""
    chance = random.Random(source)
    first, last = marked(source)
    edits: list[Edit] = []
    words = list(leaves(parse(language, source).root_node))
    for one, other in pairwise(words):
        start, end = one.end_byte, other.start_byte
        gap = source[start:end]
        if first <= start < last or first < end <= last or not gap or gap.strip():
            continue
        if _in_markup(one) or _in_markup(other) or chance.random() < 0.6:
            continue
        comments = one.type in _COMMENTS or other.type in _COMMENTS
        quiet = b"" if comments else chance.choice((b"", b"/* nothing to see here */", b" "))
        if b"\n" in gap or (language == "java" and one.type not in _COMMENTS):
            line = chance.choice((b"\n", b"\n\n", b"  // quiet\n", b"\n/* either */\n"))
            edits.append((start, end, gap if comments else line + b"  "))
        else:
            edits.append((start, end, b"  " + quiet + b" "))
    return changed(source, edits)


def _in_markup(node: SyntaxNode) -> bool:
    one: SyntaxNode | None = node
    while one is not None:
        if one.type.startswith("jsx"):
            return True
        one = one.parent
    return False


def renamed(source: bytes, pattern: str) -> bytes:
    """Java with other names of locals and parameters, consistently."""
    root = parse("java", source).root_node
    declared: set[bytes] = set()
    taken: set[bytes] = set()
    spots: list[tuple[SyntaxNode, bytes]] = []
    for node in nodes(root):
        if node.type == "type_identifier":
            taken.add(_text(source, node))
        if node.type != "identifier" or node.parent is None:
            continue
        word, parent = _text(source, node), node.parent
        spots.append((node, word))
        name = parent.child_by_field_name("name") == node
        whole = parent.parent.type if parent.parent is not None else ""
        if name and parent.type in _DECLARING and "field" not in whole and "const" not in whole:
            declared.add(word)
        elif name or parent.child_by_field_name("field") == node or parent.type in _NO_VARIABLES:
            taken.add(word)
    edits = [
        (node.start_byte, node.end_byte, pattern.format(word.decode()).encode())
        for node, word in spots
        if word in declared - taken
    ]
    return changed(source, edits)


def _text(source: bytes, node: SyntaxNode) -> bytes:
    return source[node.start_byte : node.end_byte]


def parenthesised(source: bytes) -> bytes:
    """Java with parentheses around arguments and first values that say nothing."""
    chance = random.Random(source)
    edits: list[Edit] = []
    end = 0
    for node in nodes(parse("java", source).root_node):
        parent = node.parent
        if parent is None or not node.is_named or node.start_byte < end or node.type in _COMMENTS:
            continue
        argument = parent.type == "argument_list" and parent.parent is not None
        annotation = argument and "annotation" in (parent.parent.type if parent.parent else "")
        value = parent.type == "variable_declarator" and (
            parent.child_by_field_name("value") == node and node.type != "array_initializer"
        )
        if ((argument and not annotation) or value) and chance.random() < 0.5:
            text = _text(source, node)
            edits.append((node.start_byte, node.end_byte, b"((" + text + b"))"))
            end = node.end_byte
    return changed(source, edits)


_BESIDE = (
    b'\nint beside1 = 40 + 2;\nString beside2 = "x" + beside1;\n'
    b'if (beside1 > 3) { beside2 = "y"; }\n'
    b"for (int beside3 = 0; beside3 < beside1; beside3++) { beside2 += beside3; }\n"
)


def beside(source: bytes) -> bytes:
    """Java with statements beside the point in every method, and a method of their own."""
    edits: list[Edit] = []
    for node in nodes(parse("java", source).root_node):
        body = node.child_by_field_name("body")
        if body is None:
            continue
        at = body.start_byte + 1
        if node.type in ("method_declaration", "constructor_declaration"):
            calls = [c for c in body.named_children if c.type == "explicit_constructor_invocation"]
            at = calls[0].end_byte if calls else at
            line = source.find(b"\n", at)
            if b"<-- finding" in source[at:line]:
                at = line  # The mark is that of the header.
            edits.append((at, at, _BESIDE))
        elif node.type == "class_declaration":
            edits.append((at, at, b"\nprivate static int beside4(int given) { return given; }\n"))
    return changed(source, edits)
