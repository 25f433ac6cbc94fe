"""What a slice takes of other files: the imports that it keeps, and what it does with them."""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from fpcache_ops.evidence.bindings import BIND
from fpcache_ops.evidence.index import Index
from fpcache_ops.evidence.languages.modules import EVERYTHING, Ambient, Import
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

    ``typed``: only annotations mention it.
    """

    module: str
    name: str
    typed: bool = False

    @property
    def written(self) -> str:
        """The same, for people."""
        return ":".join(part for part in (self.module, self.name) if part)


def everything(source: bytes, imports: Sequence[Import]) -> tuple[Want, ...]:
    """What a whole file takes."""
    return _wanted(source, [(0, len(source))], imports, imports, frozenset())


def wanted(known: Index, cut: Slice, imports: Sequence[Import]) -> tuple[Want, ...]:
    """What a slice of a file takes, in source order."""
    spans = sorted(spans_of(known, cut))
    kept = [one for one in imports if _inside(spans, one.start, one.end)]
    types = _types(known, cut)
    modules = known.table.modules
    if modules is None or modules.ambient is Ambient.NOWHERE:
        return _wanted(known.source, spans, kept, imports, types)
    named = [one for one in kept if one.name != EVERYTHING]
    sources = ["", *dict.fromkeys(one.module for one in imports if one.name == EVERYTHING)]
    ambient = (
        Want(source, name, name in types)
        for name in _from_elsewhere(known, cut, spread=modules.spread)
        for source in sources
    )
    # One too many, so that whoever follows them sees that they are.
    return (
        *_wanted(known.source, spans, named, imports, types),
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
) -> tuple[Want, ...]:
    statements = sorted({one.statement for one in imports})
    found: dict[Want, None] = {}
    looked = 0
    for one in kept:
        typed = one.local.partition(".")[0] in types
        if one.name or not one.local:
            found[Want(one.module, one.name, typed)] = None
            continue
        looked += 1
        names = _taken(source, spans, statements, one) if looked <= MODULES_LIMIT else [""]
        for name in names:
            found[Want(one.module, name, typed)] = None
    return tuple(found)


def _taken(
    source: bytes, spans: Sequence[Span], apart: Sequence[Span], module: Import
) -> Iterator[str]:
    """What is taken of a module that was imported as such; all of it, if it is not only read."""
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
