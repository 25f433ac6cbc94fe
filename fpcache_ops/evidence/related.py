"""What other files have to do with a slice: definitions that it imports, code that uses its names.

What is taken of a file is a function of its content and of what is asked for, and remembered so.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fpcache_ops.core.evidence import PartKind, Unplaced
from fpcache_ops.evidence.encoding import CannotSlice
from fpcache_ops.evidence.files import SourceFile
from fpcache_ops.evidence.index import Index
from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.modules import EVERYTHING
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.evidence.names.spelling import as_compared
from fpcache_ops.evidence.names.uses import BIND
from fpcache_ops.evidence.outline import MODULE, ItemKind
from fpcache_ops.evidence.project import Project, Surface, Surfaces
from fpcache_ops.evidence.slice import Slice
from fpcache_ops.evidence.sliceable import Sliceable, Sliceables
from fpcache_ops.evidence.wanted import Span, Want, everything, passes_on, spans_of, wanted

REMEMBERED_BYTES = 16 * 1024 * 1024
"""Of what was taken of files."""


class TooMuch(Exception):
    """There is more than may be shown."""


Name = tuple[str, tuple[str, ...]]
"""A name of a module, and those by which other files get at it."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The items that bind what is offered under a name, and the names that it has there.

    ``told``: whether that can be told at all.
    """

    items: frozenset[int] = frozenset()
    names: frozenset[str] = frozenset()
    told: bool = True


@dataclass(frozen=True, slots=True)
class Origin:
    """What to look for from the slice of one file.

    ``wants`` is what it imports. ``defined`` are the names of the functions around its places,
    ``classes`` those of classes (``inner``: inside others), ``members`` those of methods; whoever
    uses these may call them.
    ``fields`` it reads of its own object and ``names`` of its own module: others may write them.
    ``around`` are the items of the places.
    """

    wants: tuple[Want, ...]
    defined: tuple[Name, ...] = ()
    classes: tuple[Name, ...] = ()
    inner: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    around: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken of a file; ``wants`` is what that imports, ``lines`` where it stands.

    ``passes_on``: it is nothing but imports, which hand on what was asked for.
    """

    kind: PartKind
    data: bytes
    wants: tuple[Want, ...]
    lines: tuple[tuple[int, int], ...]
    passes_on: bool = False


class Others:
    """Takes what is asked for of files. Safe to share between threads."""

    def __init__(self, sliceables: Sliceables, surfaces: Surfaces) -> None:
        self._sliceables = sliceables
        self._surfaces = surfaces
        self._known: Remembered[tuple[object, ...], Taken | None] = Remembered(REMEMBERED_BYTES)
        self._bound: Remembered[tuple[object, ...], Bound] = Remembered(100_000)

    def origin(self, file: SourceFile, places: Sequence[Span], *, whole: bool) -> Origin:
        """What to look for from some places; ``whole``: all of their file is shown."""
        surface = self._surfaces.of(file)
        wants = everything(file.content, surface.imports) if whole else ()
        try:
            known = self._sliceables.of(file)
            seeds = frozenset(seed for place in places for seed in known.seeds(place))
            cut = Slice(seeds, seeds, frozenset()) if whole else known.close(seeds)
        except CannotSlice:
            return Origin(wants)
        if not whole:
            wants = wanted(known.index, cut, surface.imports)
        return _origin(known.index, cut, wants, surface, places)

    def binds(self, file: SourceFile, name: str) -> Bound:
        """What a file offers under a name; nothing if it cannot be told."""
        key = (_kind(file), file.sha256, name)
        known = self._bound.get(key)
        if known is None:
            try:
                known = _bound(self._sliceables.of(file).index, self._surfaces.of(file), name)
            except CannotSlice:
                known = Bound(told=False)
            self._bound.put(key, known, 1)
        return known

    def named(self, file: SourceFile, names: frozenset[str], types: frozenset[str]) -> Taken:
        """What a file binds some names to, and what some types are known by.

        All of it for ``""``, and for names that it does not bind.
        """
        key = (_kind(file), file.sha256, names, types)
        known = self._known.get(key)
        if known is None:
            known = self._named(file, names, types)
            self._known.put(key, known, len(known.data))
        return known

    def _named(self, file: SourceFile, names: frozenset[str], types: frozenset[str]) -> Taken:
        bound = {name: self.binds(file, name) for name in names | types}
        if not all(one.items for one in bound.values()):
            return self._whole(file)
        seeds = frozenset().union(*(bound[name].items for name in names))
        referred, typed = (
            sorted(frozenset().union(*(bound[name].names for name in some)))
            for some in (names, types)
        )
        try:
            known = self._sliceables.of(file)
            return self._slice(file, known, known.close(seeds, referred, typed))
        except CannotSlice:
            return self._whole(file)

    def using(
        self, file: SourceFile, texts: Sequence[bytes], besides: frozenset[int], *, derived: bool
    ) -> Taken | None:
        """The functions and statements of a file that hold some text, other than ``besides``.

        With what they refer to, but not the helpers that they call. ``derived``: only classes that
        have it in their header. ``None`` if there are none. What only imports uses nothing.
        """
        key = (_kind(file), file.sha256, tuple(texts), besides, derived)
        nothing = Taken(PartKind.SOURCE, b"", (), ())
        known = self._known.get(key)
        if known is None:
            known = self._using(file, texts, besides, derived) or nothing
            self._known.put(key, known, len(known.data) + 1)
        return known if known.data else None

    def _using(
        self, file: SourceFile, texts: Sequence[bytes], besides: frozenset[int], derived: bool
    ) -> Taken | None:
        folds = (
            file.table is not None and file.table.scope is not None and file.table.scope.casefold
        )
        flags = re.IGNORECASE if folds else re.NOFLAG
        found = [at for one in texts for at in re.finditer(one, file.content, flags)]
        if not found:
            # It spells the name, but in other letters.
            return None if file.content.isascii() else self._whole(file)
        try:
            known = self._sliceables.of(file)
            index = known.index
            items, containers = index.outline.items, index.outline.containers
            own = {one.number for n in besides for one in containers(items[n])}
            seeds = set()
            for at in found:
                for number in index.at(at.end(at.re.groups) - 1):
                    kind = items[number].kind
                    around = {number, *(one.number for one in containers(items[number]))}
                    if (
                        number not in own
                        and kind not in (ItemKind.IMPORT, ItemKind.NAME)
                        and besides.isdisjoint(around)
                        and (not derived or kind is ItemKind.CLASS)
                        and (not at.re.groups or _is_use(index, at.end(1) - 1))
                    ):
                        seeds.add(number)
            if not seeds:
                return None
            cut = known.close(frozenset(seeds))
            return self._slice(file, known, _without_helpers(index, cut))
        except CannotSlice:
            return self._whole(file)

    def _slice(self, file: SourceFile, known: Sliceable, cut: Slice) -> Taken:
        """A slice of a file. Raises CannotSlice."""
        return Taken(
            PartKind.TREE,
            known.tree(cut).data,
            wanted(known.index, cut, self._surfaces.of(file).imports),
            tuple(_lines(file, known, cut)),
            bool(cut.seeds) and passes_on(known.index, cut.seeds, self._surfaces.of(file).imports),
        )

    def _whole(self, file: SourceFile) -> Taken:
        wants = everything(file.content, self._surfaces.of(file).imports)
        return Taken(PartKind.SOURCE, file.content, wants, ((1, len(file.lines)),))


def readable(project: Project, path: str) -> SourceFile:
    """A file of a checkout. Raises TooMuch: it is too large to be shown."""
    file = project.file(path)
    if isinstance(file, Unplaced):
        raise TooMuch
    return file


def _kind(file: SourceFile) -> str:
    return file.table.name if file.table is not None else ""


def _bound(known: Index, surface: Surface, name: str) -> Bound:
    if name == EVERYTHING:
        return Bound()
    names = {name}
    items: set[int] = set()
    if surface.exports is not None:
        if not name and len(surface.exports) > 1:
            return Bound()  # The module, which other names are put into.
        offers = surface.offers(name)
        names = {one.local for one in offers} - {""}
        for one in offers:
            if not one.local:
                items.update(known.at(one.start))
    compared = frozenset(as_compared(one, known.scopes) for one in names)
    for spelt in compared:
        if spelt not in known.binders:
            return Bound()
        items.update(known.binders[spelt])
    return Bound(frozenset(items), compared)


def _origin(
    known: Index,
    cut: Slice,
    wants: tuple[Want, ...],
    surface: Surface,
    places: Sequence[Span],
) -> Origin:
    items, scopes = known.outline.items, known.scopes
    defined: dict[str, None] = {}
    classes: dict[str, None] = {}
    inner: dict[str, None] = {}
    members: dict[str, None] = {}
    fields: dict[str, None] = {}
    for number in sorted(cut.seeds):
        item, facts = items[number], known.facts(number)
        if item.kind is ItemKind.FUNCTION:
            (defined if item.owner == MODULE else members).update(dict.fromkeys(facts.binds))
            if not facts.binds:  # Of a type that is named before it: ``func (p *Page) Show()``.
                members.update((n, None) for n, bits in facts.attributes.items() if bits & BIND)
                fields.update((n, None) for n, bits in facts.attributes.items() if bits != BIND)
        elif item.kind is ItemKind.STATEMENT and item.owner == MODULE:
            defined.update(
                (name, None)
                for name, values in facts.binds.items()
                if any(not isinstance(one, str) and one.type in scopes.lambdas for one in values)
            )
        if item.owner != MODULE:
            outermost = items[item.owner].owner == MODULE
            (classes if outermost else inner).update(dict.fromkeys(known.facts(item.owner).binds))
    names: dict[str, None] = {}
    for number in sorted(cut.kept):
        item, facts = items[number], known.facts(number)
        if item.owner != MODULE:
            fields.update((name, None) for name, bits in facts.own.items() if bits != BIND)
        elif item.kind not in (ItemKind.IMPORT, ItemKind.NAME):
            names.update(dict.fromkeys(facts.module_binds))
    # What is offered as it stands there, without a name of its own.
    inline = [
        name
        for name, exports in (surface.exports or {}).items()
        if any(
            not one.local and one.start <= start and end <= one.end
            for one in exports
            for start, end in places
        )
    ]
    return Origin(
        wants,
        (*_names(surface, defined), *((("", tuple(inline)),) if inline else ())),
        _names(surface, classes),
        tuple(name for name in inner if name),
        tuple(name for name in members if name and name not in scopes.initializers),
        tuple(fields),
        _names(surface, names),
        cut.seeds,
    )


def _names(surface: Surface, names: Iterable[str]) -> tuple[Name, ...]:
    return tuple((name, surface.offered(name)) for name in names if name)


def _without_helpers(known: Index, cut: Slice) -> Slice:
    """A slice without the bodies of functions and classes that it was not made for."""
    items, containers = known.outline.items, known.outline.containers

    def stays(number: int) -> bool:
        own = number in cut.seeds or any(
            one.number in cut.seeds for one in containers(items[number])
        )
        return own or items[number].kind is not ItemKind.FUNCTION

    kept = frozenset(
        number for number in cut.kept if stays(number) and not items[number].is_container
    )
    around = {one.number for number in kept for one in containers(items[number])}
    return Slice(cut.seeds, kept, frozenset(around | (cut.opened & around)))


def _is_use(known: Index, offset: int) -> bool:
    """Whether a name stands at an offset, and in no type, text or comment."""
    modules = known.table.modules
    node = known.outline.root.descendant_for_byte_range(offset, offset + 1)
    if node is None or modules is None:
        return True
    kinds = known.scopes.identifiers
    if not (node.type in kinds or node.type.endswith("identifier") or node.type == "name"):
        return False
    while node is not None and node.type not in modules.types:
        if node.type in known.table.statements:
            return True
        node = node.parent
    return node is None


def _lines(file: SourceFile, known: Sliceable, cut: Slice) -> Iterator[tuple[int, int]]:
    for start, end in spans_of(known.index, cut):
        yield file.lines.line_at(start), file.lines.line_at(max(end - 1, start))


# How a text uses a name

_BEFORE = rb"(?<![\w$\x80-\xff])"
_AFTER = rb"(?![\w$\x80-\xff])"
_MEMBER = rb"(?:\.|->|::)\s*"


def word(name: str) -> bytes:
    """A name, wherever it stands. Of a pattern the group is the name."""
    return _BEFORE + rb"(" + _escaped(name) + rb")" + _AFTER


def member(name: str, of: str = "") -> bytes:
    """A name after the sign of a member, of something or of a module."""
    dotted = rb"\s*\.\s*".join(_escaped(part) for part in of.split("."))
    return (
        (_BEFORE + dotted + rb"\s*" if of else b"")
        + _MEMBER
        + rb"("
        + _escaped(name)
        + rb")"
        + _AFTER
    )


def changed(what: bytes, table: LanguageTable) -> bytes:
    """The same where it is written: assigned to, or what it holds is changed."""
    mutators = b"|".join(sorted(map(_escaped, table.scope.mutators))) if table.scope else b""
    return (
        what
        + rb"\s*(?:\[[^\[\]\n]{0,200}\]\s*|,[^=\n]{0,100})?"
        + rb"(?:(?:[-+*/%&|^@.:]|//|\*\*|<<|>>|&&|\|\||\?\?)?=(?![=>~])|\+\+|--|<<|"
        + rb"(?:\.|->)\s*(?:"
        + (mutators or rb"(?!)")
        + rb")\s*\()"
    )


def unset(name: str) -> list[bytes]:
    """A member where it is deleted, or written by its name."""
    spelt = _escaped(name)
    return [
        rb"\b(?:del|delete|unset)\b[^\n]{0,200}" + _MEMBER + spelt + _AFTER,
        rb"(?i:set_?attr|instance_variable_set|defineProperty)\w*\s*\([^\n]{0,200}"
        rb"[\"'@:]" + spelt + _AFTER,
    ]


def _escaped(name: str) -> bytes:
    return re.escape(name.encode("utf-8", "surrogatepass"))
