"""What a slice takes of other files: the imports that it keeps, and what it does with them."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from fpcache_ops.evidence.index import Index
from fpcache_ops.evidence.languages.modules import EVERYTHING, Ambient, Import
from fpcache_ops.evidence.names.uses import BIND, CHANGED
from fpcache_ops.evidence.outline import ItemKind
from fpcache_ops.evidence.slice import Slice

Span = tuple[int, int]

MODULES_LIMIT = 200
"""Modules of which it is looked what is taken of them; of further ones it is all."""

# No member of something else; ``...name`` spreads it.
BEFORE = r"(?<![\w$@])(?<!(?<!\.)\.)"
AFTER = r"(?![\w$])"


WANTS_LIMIT = 50_000
"""That one part may have; with more they are not followed."""


@dataclass(frozen=True, slots=True)
class Want:
    """``name`` of ``module``, as a slice imports it; ``""`` is all of the module.

    ``typed``: only annotations mention it. ``members`` is what is taken of it if it is a module
    itself; empty where that may be all.
    """

    module: str
    name: str
    typed: bool = False
    members: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """The same, for people."""
        return ":".join(part for part in (self.module, self.name) if part)


def everything(source: bytes, imports: Sequence[Import]) -> tuple[Want, ...]:
    """What a whole file takes."""
    return _wanted(source, [(0, len(source))], imports, imports, frozenset(), None)


def wanted(known: Index, cut: Slice, imports: Sequence[Import]) -> tuple[Want, ...]:
    """What a slice of a file takes, in source order."""
    spans = sorted(spans_of(known, cut))
    kept = [one for one in imports if _inside(spans, one.start, one.end)]
    types = _types(known, cut)
    modules = known.table.modules
    if modules is None or modules.ambient is Ambient.NOWHERE:
        return _wanted(known.source, spans, kept, imports, types, known)
    named = [one for one in kept if one.name != EVERYTHING]
    sources = ["", *dict.fromkeys(one.module for one in imports if one.name == EVERYTHING)]
    ambient = (
        Want(source, name, name in types)
        for name in _from_elsewhere(known, cut, spread=modules.spread)
        for source in sources
    )
    # One too many, so that whoever follows them sees that they are.
    return (
        *_wanted(known.source, spans, named, imports, types, known),
        *islice(ambient, WANTS_LIMIT + 1),
    )


def _from_elsewhere(known: Index, cut: Slice, *, spread: bool) -> Iterator[str]:
    """The names of a slice that its file does not bind; ``spread``: or not alone."""
    items, scopes = known.outline.items, known.scopes
    found: dict[str, None] = {}
    for number in sorted(cut.kept | cut.opened):
        facts = known.facts(number)
        found.update((name, None) for name, bits in facts.names.items() if spread or bits != BIND)
        found.update(dict.fromkeys(sorted(facts.annotated)))
    for name in found:
        binders = known.binders.get(name, ())
        imported = any(items[n].kind in (ItemKind.IMPORT, ItemKind.NAME) for n in binders)
        if name not in scopes.builtins and (not binders or (spread and not imported)):
            yield name


def _types(known: Index, cut: Slice) -> frozenset[str]:
    """Names of the module that only annotations of a slice mention."""
    used: set[str] = set()
    annotated: set[str] = set()
    for number in cut.kept | cut.opened:
        facts = known.facts(number)
        annotated |= facts.annotated
        used.update(name for name, bits in facts.names.items() if bits != BIND)
    return frozenset(annotated - used)


def passes_on(known: Index, numbers: frozenset[int], imports: Sequence[Import]) -> bool:
    """Whether these items only import what they bind or offer."""
    items = known.outline.items
    statements = {one.statement for one in imports}
    return all(
        items[number].kind in (ItemKind.IMPORT, ItemKind.NAME)
        or (items[number].node.start_byte, items[number].node.end_byte) in statements
        for number in numbers
    )


def spans_of(known: Index, cut: Slice) -> Iterator[Span]:
    """Where the text of a slice stands: its items, and the headers of containers."""
    layout = known.outline
    for number in cut.kept | cut.opened:
        item = layout.items[number]
        if not item.is_container:
            yield item.node.start_byte, item.node.end_byte
            continue
        for node, _ in layout.header(item):
            yield node.start_byte, node.end_byte


def _inside(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether a range lies in one of some spans, which are sorted and apart."""
    at = bisect_right(spans, (start, sys.maxsize)) - 1
    return at >= 0 and end <= spans[at][1]


def _wanted(
    source: bytes,
    spans: Sequence[Span],
    kept: Sequence[Import],
    imports: Sequence[Import],
    types: frozenset[str],
    known: Index | None,
) -> tuple[Want, ...]:
    statements = sorted({one.statement for one in imports})
    found: dict[Want, None] = {}
    looked = 0
    for one in kept:
        typed = known is not None and (
            (one.local.partition(".")[0] in types and _is_of_the_module(known, one))
            or _is_for_types(known, one, imports)
        )
        if one.name or not one.local:
            members: list[str] = []
            if known is not None and known.table.modules is not None and looked < MODULES_LIMIT:
                looked += known.table.modules.dotted
                if known.table.modules.dotted and one.name != EVERYTHING:
                    members = list(_taken(source, spans, statements, one, known))
            found[Want(one.module, one.name, typed, () if "" in members else tuple(members))] = None
            continue
        looked += 1
        names = _taken(source, spans, statements, one, known) if looked <= MODULES_LIMIT else [""]
        for name in names:
            found[Want(one.module, name, typed)] = None
    return tuple(found)


def _is_of_the_module(known: Index, one: Import) -> bool:
    """Whether it is the module that an import gives a name, and not a function."""
    kinds = {known.outline.items[number].kind for number in known.at(one.start)}
    return bool(kinds) and kinds <= {ItemKind.IMPORT, ItemKind.NAME}


def _is_for_types(known: Index, one: Import, imports: Sequence[Import]) -> bool:
    """Whether an import happens for type checkers only, which run nothing of it."""
    module, name = known.table.modules.for_types if known.table.modules is not None else ("", "")
    root, dot, last = one.only_if.rpartition(".")
    if not last or last != name:
        return False
    if any(bits & CHANGED for _, bits, _ in known.attribute_uses(name)):
        return False
    if dot:
        return known.module(root) == module
    binding = [other.module for other in imports if other.local == name]
    return set(binding) == {module} and len(known.binders.get(name, ())) == len(binding)


def _is_said(known: Index, offset: int) -> bool:
    """Whether what stands at an offset is in a comment, or in a text that nothing is done with."""
    node = known.outline.root.descendant_for_byte_range(offset, offset + 1)
    scopes = known.scopes
    while node is not None and node.type not in scopes.interpolations:
        if node.type in scopes.comments:
            return True
        around = node.parent
        if around is not None and around.type in known.table.statements:
            return node.type in scopes.strings and around.named_child_count == 1
        node = around
    return False


def _taken(
    source: bytes,
    spans: Sequence[Span],
    apart: Sequence[Span],
    module: Import,
    known: Index | None,
) -> Iterator[str]:
    """What is taken of a module that was imported as such; all of it, if it is not only read.

    What a text says of it is no use of it, unless the file looks at its own texts.
    """
    mute = known is not None and b"__doc__" not in source
    seen = False
    for start, end in spans:
        text = source[start:end]
        if not text.isascii():
            yield ""
            return
        for match in _uses(module.local).finditer(text.decode("ascii")):
            at = start + match.start()
            if _inside(apart, at, at + 1):
                continue
            if mute and known is not None and _is_said(known, at):
                continue
            seen = True
            name = match[1] or ""
            if name != module.besides or not name:
                yield name
            if not name:
                return
    if not seen and not module.besides:
        yield ""


@lru_cache(maxsize=4096)
def _uses(local: str) -> re.Pattern[str]:
    """A dotted name in a text, with the attribute that is taken of it."""
    dotted = r"\s*\.\s*".join(re.escape(part) for part in local.split("."))
    return re.compile(rf"{BEFORE}{dotted}{AFTER}(?:\s*\.\s*([A-Za-z_$][\w$]*))?")
