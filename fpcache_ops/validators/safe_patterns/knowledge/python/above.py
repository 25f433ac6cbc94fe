"""What stands above views: classes that ask those they derive from, and around applications."""

import re
from collections.abc import Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Unit

_ASKED = re.compile(
    rb"\bsuper\s*\([^()]*\)\s*\.\s*(?:(?:full_)?dispatch(?:_request)?|finalize_re(?:quest|sponse)|_iter"
    rb"|_?handle\w*|process_response|render_to_response|get|post|put|patch|delete|head|options)\s*\("
)
"""Methods that give an answer which a class above, or the view itself, has made."""
_WRAPPED = re.compile(rb"\b(?:wsgi_app|asgi_app)\s*=(?!=)\s*(\w+)\s*\(")
_DECORATED = re.compile(rb"(?m)^[ \t]+decorators\s*=(?!=)\s*[\[(]([^\])]*)[\])]")
_WORD = re.compile(rb"[A-Za-z_]\w*")


def answers(unit: Unit) -> Iterator[tuple[int, int]]:
    """Where answers come from above: the bytes of the calls."""
    for found in _ASKED.finditer(unit.code):
        node: SyntaxNode | None = unit.root.descendant_for_byte_range(found.start(), found.end())
        while node is not None and (node.type != "call" or node.end_byte < found.end()):
            node = node.parent
        if node is not None:
            yield node.start_byte, node.end_byte


def is_wrapped(unit: Unit) -> bool:
    """Whether a function or class in view stands around an application, or around all of a view."""
    words = set(_WRAPPED.findall(unit.code))
    for listed in _DECORATED.findall(unit.code):
        words.update(_WORD.findall(listed))
    return any(unit.defines(word.decode()) for word in words)
