"""Code that a grammar reads as something that it is not, without an error in the tree.

Each shape is one that no program has where it is read rightly: a statement does not begin with an
object, and a value is not bound in the middle of an operation. Whoever has it is as unreadable as
if the tree had an error. Words say where to look: a look at all nodes would take as long as
reading them did.
"""

from tree_sitter import Node

from fpcache_ops.evidence import erased_types
from fpcache_ops.evidence.misread import java, javascript, php, python, ruby

READING = "misread-2"
"""Names this way of reading; another one may leave other files to nobody."""

_SHAPES = {
    "java": java.SHAPES,
    "javascript": javascript.SHAPES,
    "php": php.SHAPES,
    "python": python.SHAPES,
    "ruby": ruby.SHAPES,
    "tsx": javascript.TYPED_SHAPES,
    "typescript": javascript.TYPED_SHAPES,
}


def is_misread(language: str, root: Node, source: bytes) -> bool:
    """Whether something in a tree without errors is not what the program says."""
    for shape in _SHAPES.get(language, ()):
        for found in shape.words.finditer(source):
            leaf = root.descendant_for_byte_range(found.start(), found.start() + 1)
            if leaf is None or leaf.start_byte != found.start():
                continue  # A part of another word.
            if shape.is_wrong(leaf, source):
                return True
    has_types = language in erased_types.LANGUAGES
    return has_types and any(True for _ in erased_types.misread(root, source))
