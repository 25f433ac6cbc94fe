"""What the units of all languages have in common: a text, its tree, and where each word stands."""

import re
from collections.abc import Iterator
from typing import ClassVar

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.engine.language import Member

_DEPTH_LIMIT = 250
_LINE_END = re.compile(rb"\r?\n")
_LONGEST = 60
"""Characters of source that people are shown."""


class SourceUnit:
    """One source. Not shared between findings: reading is budgeted.

    ``whole``: it is all of a file, not a slice of one. ``word`` is what an identifier looks like,
    and ``not_code`` are the kinds of nodes in which a word is no identifier. ``remark`` finds where
    comments may begin and lines go on. ``makers``, ``objects_run`` and ``cutters`` are a unit's.
    """

    word: ClassVar[re.Pattern[bytes]]
    not_code: ClassVar[frozenset[str]]
    remark: ClassVar[re.Pattern[bytes]] = re.compile(rb"//|/\*|<!--|-->")
    makers: ClassVar[tuple[str, ...]] = ()
    objects_run: ClassVar[bool] = False
    cutters: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, source: bytes, root: SyntaxNode, budget: Budget) -> None:
        self._source = source
        self._root = root
        self._budget = budget
        self._words: dict[bytes, list[int]] | None = None
        self._code: bytes | None = None
        self.whole = True

    @property
    def source(self) -> bytes:
        """The bytes."""
        return self._source

    @property
    def code(self) -> bytes:
        """The bytes as patterns are looked for in them: blanks stand in place of comments.

        So they do where a line ends that a statement does not end with. The rest stands where it
        stood.
        """
        if self._code is None:
            self._code = self._without_layout()
        return self._code

    def _without_layout(self) -> bytes:
        source, root = self._source, self._root
        blanks: list[tuple[int, int]] = []
        end = 0
        for found in self.remark.finditer(source):
            if found.start() < end:
                continue
            self._budget.read()
            node = root.descendant_for_byte_range(found.start(), found.end())
            if node is None:
                continue
            if "comment" in node.type:
                end = node.end_byte
                blanks.append((node.start_byte, end))
            elif found[0][:1] == b"\\" and node.type not in self.not_code:
                blanks.append(found.span())
        for found in _LINE_END.finditer(source):
            self._budget.read()
            node = root.descendant_for_byte_range(*found.span())
            if node is not None and self._goes_on(node):
                blanks.append(found.span())
        if not blanks:
            return source
        text = bytearray(source)
        for start, stop in blanks:
            text[start:stop] = b" " * (stop - start)
        return bytes(text)

    def _goes_on(self, node: SyntaxNode) -> bool:
        """Whether a statement goes on where a line ends in this node."""
        return False

    @property
    def root(self) -> SyntaxNode:
        """The syntax tree: claims look at comments in it."""
        return self._root

    def shared(self, _: str) -> bool:
        """Whether code that is not seen sets variables of the module by their names."""
        return False

    def says(self, start: int, end: int) -> str:
        """The source text of a range, shortened for people."""
        text = " ".join(self._source[start:end].decode("utf-8", "replace").split())
        text = "".join(letter if letter.isprintable() else "?" for letter in text)
        return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."

    def mentions(self, word: str) -> bool:
        """Whether the code (not its comments or strings) holds the word anywhere."""
        return any(True for _ in self._identifiers(word))

    def callers(self, scope: ir.Scope) -> "tuple[tuple[ir.Call, ir.Scope], ...] | None":
        """All calls of a function, where that is followed; ``None`` if there may be others."""
        return None

    def inside_only_read(self, name: str) -> bool:
        """Whether the containers inside of one are left as they are, where that is followed."""
        return False

    def defines(self, name: str) -> bool:
        """Whether a function or class of this name is in view, where that is asked for."""
        return False

    def mentioned_inside(self, name: str, scope: ir.Scope) -> bool:
        """Whether a function, lambda or class inside the scope mentions the name."""
        if not scope.inner:
            return False
        spots = self._spots(self._spelt(name))
        return any(inner.start <= spot < inner.end for inner in scope.inner for spot in spots)

    def mentioned_beside(self, name: str) -> bool:
        """Whether a function is mentioned anywhere but where it is defined, once."""
        nodes = [node for node in self._identifiers(name) if field_of(node) != "attribute"]
        nodes = [node for node in nodes if not is_keyword(node)]
        return len(nodes) != 1

    def may_be_own(self, start: int, end: int, names: frozenset[str]) -> bool:
        """Whether a call there of an object's method may be of one in view; ``names`` are like it.

        Of the object nothing is known but where the call stands.
        """
        return False

    def may_be_program(self, path: str) -> bool:
        """Whether what is imported may be of the program itself, as far as its name tells."""
        return path.startswith((".", "@/", "~"))

    def derives(self, name: str) -> bool:
        """Whether a class in view derives from one of this name."""
        return False

    @property
    def runs_on_its_own(self) -> bool:
        """Whether ``members`` and ``unasked`` are answered for names alone, without classes."""
        return False

    def members(self, name: str) -> Iterator[Member]:
        """What something in view has as a property of this name."""
        return iter(())

    def is_whole_body(self, start: int, end: int) -> bool:
        """Whether a comment there is all that a function holds, which reads itself as a text."""
        return False

    def listeners(self, name: str) -> Iterator[Member]:
        """What in view waits for something that a method of this name makes happen."""
        return iter(())

    def only_called(self, name: str, start: int, end: int) -> bool:
        """Whether a function is mentioned between two places only to be called, where asked for."""
        return False

    def unasked(self) -> Iterator[tuple[str, Member]]:
        """Functions in view that run without being called."""
        return iter(())

    def functions(self) -> tuple[Member, ...]:
        """Functions without a name: whoever is given one calls it."""
        return ()

    def called_back(self, scope: ir.Scope | None) -> Iterator[Member]:
        """What others may call of an object that they are given."""
        return iter(())

    def overriding(self, start: int, end: int) -> Iterator[Member]:
        """Methods in view that one out of view, which is called there, may call of its object."""
        return iter(())

    def may_hold_ours(self, path: str) -> bool:
        """Whether a path is that of a method of what a class keeps: an object of any class."""
        return False

    def may_be_in_view(self, declared: str) -> bool:
        """Whether what is declared with a type may be an object, or a function, in view."""
        return True

    def may_be_function(self, declared: str) -> bool:
        """Whether what is declared with a type may be a function: an interface out of view."""
        return True

    def is_made_up(self) -> bool:
        """Whether objects may be made whose methods are all one function."""
        return False

    def is_told(self, name: str) -> bool:
        """Whether what is kept under a name is given something in view that it may call."""
        return True

    def receiver_of(self, start: int, end: int) -> str:
        """The type that the object is declared with whose method is called there."""
        return ""

    def type_of(self, node: ir.Expression, scope: ir.Scope) -> str:
        """The type that a variable or field is declared with, if that is seen."""
        return ""

    def stands_apart(self, names: frozenset[str], spans: list[tuple[int, int]]) -> bool:
        """Whether the code outside of these ranges mentions one of the names."""
        return any(
            not any(start <= node.start_byte < end for start, end in spans)
            for name in names
            for node in self._identifiers(name)
        )

    def _spelt(self, name: str) -> str:
        """How the source spells a variable that the reader may have given a number."""
        return name

    def _text(self, node: SyntaxNode) -> bytes:
        return self._source[node.start_byte : node.end_byte]

    def _spots(self, word: str) -> list[int]:
        if self._words is None:
            self._words = {}
            for match in self.word.finditer(self._source):
                self._words.setdefault(match[0], []).append(match.start())
        return self._words.get(word.encode(), [])

    def _identifiers(self, word: str) -> Iterator[SyntaxNode]:
        """The syntax nodes that are this identifier."""
        for spot in self._spots(word):
            self._budget.read()
            node = self._root.descendant_for_byte_range(spot, spot + len(word.encode()))
            if node is not None and node.type not in self.not_code:
                yield node


def is_keyword(node: SyntaxNode) -> bool:
    """Whether a word is the name of an argument."""
    parent = node.parent
    return parent is not None and parent.type == "keyword_argument" and field_of(node) == "name"


def is_deep(root: SyntaxNode) -> bool:
    """Whether the tree is so deep that looking up one node takes long; small parts cannot be."""
    pending = [(root, 0)]
    while pending:
        node, depth = pending.pop()
        if depth > _DEPTH_LIMIT:
            return True
        pending += [
            (child, depth + 1)
            for child in node.children
            if depth + child.descendant_count > _DEPTH_LIMIT
        ]
    return False


def field_of(node: SyntaxNode) -> str | None:
    """The name of the field that the node is in its parent."""
    parent = node.parent
    if parent is None:
        return None
    for index, child in enumerate(parent.children):
        if child == node:
            return parent.field_name_for_child(index)
    return None
