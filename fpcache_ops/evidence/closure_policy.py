"""The ``closure`` policy: ``scope``, and what of the repository's other files goes with it.

The definitions that a slice imports and, once more, those that these import; who calls the function
around the place; who writes a field or a name that it reads. They stand beside the slice, which is
that of ``scope``: whoever judges the slice alone says the same, and asks again when they change.

All of it wants a checkout. From some files nobody can tell who else there is: then it is ``scope``,
and the reason is recorded.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from weakref import WeakKeyDictionary

import msgspec

from fpcache_ops.core.evidence import Built, Fallback, Part, PartKind, Unplaced, digest
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import Checkout, Sources
from fpcache_ops.evidence.building import part_digest
from fpcache_ops.evidence.files import Files, SourceFile
from fpcache_ops.evidence.languages import language_of
from fpcache_ops.evidence.languages.modules import EVERYTHING, Ambient, Target, folder_of
from fpcache_ops.evidence.locating import Located
from fpcache_ops.evidence.policy import Memory
from fpcache_ops.evidence.project import FILES_LIMIT, HOPS_LIMIT, Project, Surfaces
from fpcache_ops.evidence.related import (
    Origin,
    Others,
    Taken,
    TooMuch,
    changed,
    member,
    readable,
    unset,
    word,
)
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.wanted import WANTS_LIMIT, Want

POLICY = "closure"

DEPTH = 2
"""How far imports are followed. A file that only hands a name on does not count."""

PARTS_LIMIT = 64
"""Parts of other files in one evidence."""

BYTES_LIMIT = 1024 * 1024
"""Bytes of such parts."""

CALLERS_LIMIT = 32
"""Files that call or write something of one file; of more, none is shown."""

LOOKED_LIMIT = 200_000
"""Files that are looked into for a name, once for each name."""

SOUGHT_LIMIT = 5000
"""Names of one file that are looked for elsewhere."""

NAMES_LIMIT = 8
"""Names that other files give to one thing."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What ``scope`` makes of a finding, and what to look for from there, for each of its files.

    None where nothing is proven from them anyhow.
    """

    built: Built
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part that another place of the repository gives: what it is there for, and its lines."""

    role: str
    path: str
    taken: Taken


@dataclass(frozen=True, slots=True)
class Related:
    """All such parts, in their order, and what they have to do with each other."""

    pieces: tuple[Piece, ...]
    relations: tuple[tuple[str, int, str, int], ...]
    short_of: Fallback | None = None


class ClosurePolicy:
    """Builds evidence under the ``closure`` policy; safe to share between threads."""

    def __init__(self) -> None:
        self.scope = ScopePolicy()
        self._starts = Memory(self._start, lambda start: start.built.size)
        self._files = Files()
        self._surfaces = Surfaces()
        self._others = Others(self.scope.sliceables, self._surfaces)
        self._projects: WeakKeyDictionary[Checkout, Project | None] = WeakKeyDictionary()
        self._lock = Lock()

    def build(self, finding: Finding, sources: Sources) -> Built | Unplaced:
        """The evidence of a finding, or why it cannot be placed in the checkout."""
        start = self._starts.build(finding, sources)
        if isinstance(start, Unplaced):
            return start
        related = self._related(finding, start, sources)
        if isinstance(related, Fallback):
            return replace(start.built, widened=start.built.widened or related)
        return _with(start.built, related) if related is not None else start.built

    def related(self, finding: Finding, sources: Sources) -> tuple[Piece, ...]:
        """What of other places is in the evidence of a finding."""
        start = self._starts.build(finding, sources)
        related = None if isinstance(start, Unplaced) else self._related(finding, start, sources)
        return related.pieces if isinstance(related, Related) else ()

    def _start(self, located: Located) -> _Start:
        made = self.scope.make(located)
        if made.evidence.fallback is not None:
            return _Start(made, ())
        origins = []
        for number, file in enumerate(located.files):
            places = [(one.start, one.end) for one in located.marks if one.part == number]
            origins.append(self._others.origin(file, places, whole=made.widened is not None))
        return _Start(made, tuple(origins))

    def _related(
        self, finding: Finding, start: _Start, sources: Sources
    ) -> Related | Fallback | None:
        if not start.origins:
            return None
        project = self._project(sources)
        if project is None:
            return Fallback.PARTIAL_FILES
        places = (*finding.locations, *(step for flow in finding.flows for step in flow))
        paths = tuple(dict.fromkeys(at.path for at in places))
        try:
            return _Search(project, self._others, paths, start.origins).run()
        except TooMuch:
            return Fallback.CLOSURE_LIMIT

    def _project(self, sources: Sources) -> Project | None:
        if not isinstance(sources, Checkout):
            return None
        with self._lock:
            if sources not in self._projects:
                paths = sources.paths()
                self._projects[sources] = (
                    Project(sources, sorted(paths), self._files, self._surfaces)
                    if paths is not None and len(paths) <= FILES_LIMIT
                    else None
                )
            return self._projects[sources]


class _Search:
    """The search for what goes with one finding."""

    def __init__(
        self, project: Project, others: Others, paths: Sequence[str], origins: Sequence[Origin]
    ) -> None:
        self._project = project
        self._others = others
        self._paths = paths
        self._origins = origins
        self._pieces: list[Piece] = []
        self._numbers: dict[tuple[str, bytes], int] = {}
        self._size = 0
        self._looked = 0
        self._offered: dict[tuple[str, str, int], list[Target]] = {}
        self._relations: dict[tuple[str, int, str, int], None] = {}
        # What is known of each file that was imported: the number of the part that has a name.
        self._known: dict[str, dict[_Name, int]] = defaultdict(dict)

    def run(self) -> Related:
        """All that goes with it. Raises TooMuch."""
        self._callees()
        callers: list[tuple[Piece, list[tuple[str, int]]]] = []
        short_of = None
        try:
            for number, origin in enumerate(self._origins):
                callers += self._around(number, self._paths[number], origin)
        except TooMuch:
            # Too many to be told from those that call something else of this name.
            callers, short_of = [], Fallback.CALLERS_LIMIT
        # In an order that says nothing of where they are.
        for piece, reasons in sorted(callers, key=lambda one: (one[0].role, one[0].taken.data)):
            at = self._add(piece)
            for name, part in reasons:
                self._relations[piece.role, at, name, part] = None
        return Related(tuple(self._pieces), tuple(self._relations), short_of)

    # What is imported

    def _callees(self) -> None:
        level = [
            (number, self._paths[number], origin.wants)
            for number, origin in enumerate(self._origins)
        ]
        for _ in range(DEPTH):
            pending, level = deque(level), []
            while pending:
                part, at, wants = pending.popleft()
                for number, path, taken in self._imported(part, at, wants):
                    further = pending if taken.passes_on else level
                    further.append((number, path, taken.wants))

    def _imported(
        self, part: int, at: str, wants: Sequence[Want]
    ) -> Iterator[tuple[int, str, Taken]]:
        """The parts that are new among those that a part imports."""
        asked: dict[str, dict[_Name, str]] = {}
        if len(wants) > WANTS_LIMIT:
            raise TooMuch
        for want in wants:
            for target in self._meant(at, want):
                names = asked.setdefault(target.path, {})
                names.setdefault((target.name, want.typed), want.written)
        for path, names in asked.items():
            known = self._known[path]
            new = {one for one in names if _part_of(known, one) is None}
            if new:
                values, types = (
                    frozenset(name for name, typed in new if typed is of_types)
                    for of_types in (False, True)
                )
                taken = self._others.named(self._file(path), values, types - values)
                number = self._add(Piece("callees", path, taken))
                is_whole = taken.kind is PartKind.SOURCE
                known.update(dict.fromkeys({_WHOLE} if is_whole else new, number))
                yield number, path, taken
            for one, written in names.items():
                holder = _part_of(known, one)
                assert holder is not None
                self._relations["uses", part, written, holder] = None

    def _meant(self, at: str, want: Want) -> Iterator[Target]:
        """What an import means: of a name that a package does not bind, the module inside it."""
        targets = self._project.targets(at, want.module, want.name)
        inner = any(not target.name for target in targets)
        self._look(len(targets))
        for target in targets:
            if target.maybe and (
                target.path == at or not self._project.spells(target.path, want.name)
            ):
                continue
            if not target.name and want.members:
                dot = "" if want.module.endswith(".") else "."
                for name in want.members:
                    inside = Want(f"{want.module}{dot}{want.name}", name, want.typed)
                    yield from self._meant(at, inside)
                continue
            found = self._offering(target, HOPS_LIMIT)
            untold = (
                target.maybe and not self._others.binds(self._file(target.path), target.name).told
            )
            if found or untold or not (target.maybe or (target.name and inner)):
                yield from found or (target,)

    def _offering(self, target: Target, hops: int) -> list[Target]:
        """Where a name is bound: in its file, or in one of which that file offers everything."""
        asked = target.path, target.name, hops
        if asked not in self._offered:
            self._offered[asked] = self._offered_by(target, hops)
        return self._offered[asked]

    def _offered_by(self, target: Target, hops: int) -> list[Target]:
        self._look(1)
        if self._others.binds(self._file(target.path), target.name).items:
            return [target]
        if not target.name or target.name == EVERYTHING or not hops:
            return []
        found: list[Target] = []
        for one in self._project.surface(target.path).imports:
            if one.name == EVERYTHING:
                for further in self._project.targets(target.path, one.module, target.name):
                    found += self._offering(further, hops - 1) if further.name else ()
        return list(dict.fromkeys(found))

    def _look(self, files: int) -> None:
        self._looked += files
        if self._looked > LOOKED_LIMIT:
            raise TooMuch

    def _file(self, path: str) -> SourceFile:
        return readable(self._project, path)

    def _add(self, piece: Piece) -> int:
        """The number of a part, which may be there already. Raises TooMuch."""
        key = piece.path, piece.taken.data
        if key in self._numbers:
            return self._numbers[key]
        self._numbers[key] = len(self._origins) + len(self._pieces)
        self._pieces.append(piece)
        self._size += len(piece.taken.data)
        if len(self._pieces) > PARTS_LIMIT or self._size > BYTES_LIMIT:
            raise TooMuch
        return self._numbers[key]

    # Who calls, who writes

    def _around(
        self, part: int, at: str, origin: Origin
    ) -> Iterator[tuple[Piece, list[tuple[str, int]]]]:
        """Parts that call, or write, something of the file at a path, with what that is."""
        uses: dict[tuple[str, str], dict[bytes, str]] = defaultdict(dict)
        for role, path, pattern, name in self._uses(at, origin):
            uses[role, path][pattern] = name
        found = 0
        for (role, path), patterns in uses.items():
            taken = self._others.using(
                self._file(path),
                tuple(patterns),
                origin.around if path == at else frozenset(),
                derived=role == "derived",
            )
            if taken is not None:
                found += 1
                if found > CALLERS_LIMIT:
                    raise TooMuch
                names = dict.fromkeys(patterns.values())
                shown = "callers" if role == "derived" else role
                yield Piece(shown, path, taken), [(name, part) for name in names]

    def _uses(self, at: str, origin: Origin) -> Iterator[tuple[str, str, bytes, str]]:
        """Where to look for what uses something: role, path, the text of the use, and the name."""
        table = language_of(at)
        if table is None:
            return
        if len(origin.names) + len(origin.fields) > SOUGHT_LIMIT:
            raise TooMuch
        for name, offered in origin.defined:
            for path, pattern in self._known_as(at, name, offered):
                yield "callers", path, pattern, name or offered[0]
        for name, offered in origin.classes:
            # What is made of a class matters where its objects keep something.
            for path, pattern in self._known_as(at, name, offered):
                yield "callers" if origin.fields else "derived", path, pattern, name
        for name in origin.inner:
            for path in self._project.spelling(name, at):
                bare = path == at or self._has_anyway(path, at)
                pattern = word(name) if bare else member(name)
                yield "callers" if origin.fields else "derived", path, pattern, name
        implicit = table.scope is not None and table.scope.implicit_self
        kin = {at}
        for name in (*(name for name, _ in origin.classes), *origin.inner):
            kin.update(self._project.spelling(name, at))
        making = table.modules.making if table.modules is not None else frozenset()
        for name in origin.members:
            for path in self._project.spelling(name, at):
                # Whoever makes an object spells its class, or derives from it.
                if path in kin or name not in making:
                    bare = implicit and path in kin
                    yield "callers", path, word(name) if bare else member(name), name
        for name, offered in origin.names:
            for path, pattern in self._known_as(at, name, offered):
                if path != at:
                    yield "writers", path, changed(pattern, table), name
        for name in origin.fields:
            for path in self._project.spelling(name, at):
                if path != at:
                    for pattern in (changed(member(name), table), *unset(name)):
                        yield "writers", path, pattern, name

    def _known_as(self, at: str, name: str, offered: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The files that may know a name of a file's module, and how they write it."""
        if name:
            yield at, word(name)
        for one in offered:
            goal = Target(at, one)
            words = [one] if one not in ("", "default") else _stems(at)
            for spelt in words:
                for path in self._project.spelling(spelt, at):
                    if path == at:
                        continue
                    if self._has_anyway(path, at):
                        yield path, word(spelt)
                    for local, of in self._locals(path, goal, spelt):
                        yield path, member(local, of) if of else word(local)
                        if not of and local not in words and len(words) < NAMES_LIMIT:
                            words.append(local)

    def _has_anyway(self, path: str, at: str) -> bool:
        """Whether a file has the names of another one without importing them."""
        table = language_of(at)
        ambient = table.modules.ambient if table is not None and table.modules is not None else None
        return ambient is Ambient.EVERYWHERE or (
            ambient is Ambient.FOLDER and folder_of(path) == folder_of(at)
        )

    def _locals(self, path: str, goal: Target, spelt: str) -> Iterator[tuple[str, str]]:
        """What the file at a path may call something: a name, or a name of a module.

        ``spelt`` is what others may know it as.
        """
        project = self._project
        for one in project.surface(path).imports:
            whole = one.name in ("", EVERYTHING)
            for target in project.targets(path, one.module, spelt if whole else one.name):
                if target.name and project.leads(target, goal):
                    if one.name == "":
                        yield spelt, one.local
                    else:
                        yield (spelt if whole else one.local), ""
                elif not target.name and project.leads(Target(target.path, spelt), goal):
                    yield spelt, one.local
            if one.name == "" and goal.name in ("", "default"):
                for target in project.targets(path, one.module, ""):
                    if project.leads(target, Target(goal.path, "")):
                        yield one.local, ""


def _stems(path: str) -> list[str]:
    """How an import may spell a file that it means as a whole."""
    folder, _, name = path.rpartition("/")
    return [name.partition(".")[0], *folder.rpartition("/")[2:]]


_Name = tuple[str, bool]
"""A name, and whether only what its type is known by."""

_WHOLE = ("", False)


def _part_of(known: Mapping[_Name, int], one: _Name) -> int | None:
    """The part that has what is asked for."""
    name, _ = one
    return known.get(one, known.get((name, False), known.get(_WHOLE)))


def _with(built: Built, related: Related) -> Built:
    """The evidence of ``scope`` with what goes with it."""
    shown = "too many to show" if related.short_of else "all outside tests"
    told = (("callers and writers", shown), *related.relations)
    lines = b"".join(msgspec.json.encode(one) + b"\n" for one in told)
    evidence = replace(
        built.evidence,
        policy=POLICY,
        parts=(
            *built.evidence.parts,
            *(Part(piece.taken.kind, piece.taken.data) for piece in related.pieces),
            Part(PartKind.RELATIONS, lines),
        ),
    )
    canonical = evidence.encode()
    (_, context), *parts = built.part_digests
    groups: dict[str, list[bytes]] = {"callees": [lines], "callers": [], "writers": []}
    for piece in related.pieces:
        groups[piece.role] += (piece.taken.kind.encode(), piece.taken.data)
    parts += [
        (role, part_digest(b"".join(len(one).to_bytes(8, "big") + one for one in data)))
        for role, data in groups.items()
    ]
    return replace(
        built,
        evidence=evidence,
        digest=digest(canonical),
        size=len(canonical),
        part_digests=(("context", part_digest(f"{POLICY}\x00{context}".encode())), *parts),
        widened=built.widened or related.short_of,
    )
