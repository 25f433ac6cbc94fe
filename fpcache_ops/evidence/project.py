"""A checkout as the ``closure`` policy sees it: which file an import means, who spells a word."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from tree_sitter import Node, Query, QueryCursor

from fpcache_ops.core.evidence import Unplaced
from fpcache_ops.core.ports import Checkout, Unavailable
from fpcache_ops.evidence.files import Files, SourceFile
from fpcache_ops.evidence.languages import LanguageTable, language_of
from fpcache_ops.evidence.languages.modules import (
    EVERYTHING,
    Export,
    Import,
    ModuleTable,
    Target,
)
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.evidence.syntax import grammar

FILES_LIMIT = 50_000
"""Files of a checkout that is looked through."""

HOPS_LIMIT = 4
"""Files that hand a name on to the next."""

REMEMBERED_NAMES = 200_000
"""That files take and offer."""

# Nobody is protected by what tests do.
_TEST = re.compile(
    r"(?:^|/)(?:tests?|testing|specs?|__tests__)/|(?:^|/)(?:test_[^/]*|conftest\.[^/]*)$"
    r"|[._-](?:test|tests|spec)\.[^/]*$|(?:Tests?|TestCase)\.(?:java|php)$"
)


@dataclass(frozen=True, slots=True)
class Surface:
    """What a file takes of others, in source order, and what it offers them, by name.

    ``exports`` is ``None`` where a file offers all that it binds.
    """

    imports: tuple[Import, ...] = ()
    exports: Mapping[str, tuple[Export, ...]] | None = None

    def offered(self, local: str) -> tuple[str, ...]:
        """The names under which others can have what is called so here."""
        if self.exports is None:
            return (local,)
        return tuple(
            name for name, known in self.exports.items() if any(one.local == local for one in known)
        )

    def offers(self, name: str) -> tuple[Export, ...]:
        """What others get by a name, where not all that is bound is offered."""
        known = self.exports or {}
        return known.get(name) or (known.get("", ()) if name == "default" else ())


class Surfaces:
    """What files take and offer, read once for each content. Safe to share between threads."""

    def __init__(self) -> None:
        self._known: Remembered[tuple[str, bytes], Surface] = Remembered(REMEMBERED_NAMES)

    def of(self, file: SourceFile) -> Surface:
        """The surface of a file; an empty one of what cannot be parsed."""
        table, root = file.table, file.root
        if table is None or table.modules is None or root is None:
            return Surface()
        key = (table.name, file.sha256)
        known = self._known.get(key)
        if known is None:
            known = _surface(table, table.modules, root)
            size = len(known.imports) + len(known.exports or ()) + 1
            known = self._known.put(key, known, size)
        return known


def _surface(table: LanguageTable, modules: ModuleTable, root: Node) -> Surface:
    found = QueryCursor(_query(table)).captures(root)
    imports = tuple(
        one if one.statement[1] else replace(one, statement=(node.start_byte, node.end_byte))
        for node in sorted(found.get("import", ()), key=_place)
        for one in modules.read(node)
    )
    if modules.offer is None:
        return Surface(imports)
    exports: dict[str, list[Export]] = defaultdict(list)
    for node in sorted(found.get("export", ()), key=_place):
        for one in modules.offer(node):
            exports[one.name].append(one)
    return Surface(imports, {name: tuple(known) for name, known in exports.items()})


def _place(node: Node) -> tuple[int, int]:
    return node.start_byte, -node.end_byte


@lru_cache
def _query(table: LanguageTable) -> Query:
    assert table.modules is not None
    return Query(grammar(table.name), table.modules.query)


class Project:
    """The files of one checkout. What it finds out is a function of them alone."""

    def __init__(self, checkout: Checkout, paths: Sequence[str], files: Files, surfaces: Surfaces):
        self._checkout = checkout
        self._files = files
        self._surfaces = surfaces
        self._paths = frozenset(paths)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        self._by_folder: dict[str, list[str]] = defaultdict(list)
        self._by_family: dict[str, list[str]] = defaultdict(list)
        for path in sorted(paths):
            folder, _, name = path.rpartition("/")
            self._by_name[name].append(path)
            self._by_folder[folder].append(path)
            table = language_of(path)
            if table is not None and table.modules is not None and not _TEST.search(path):
                self._by_family[table.modules.family].append(path)
        self._contents: dict[str, list[tuple[str, bytes, str]]] = {}
        self._targets: dict[tuple[str, str, str], tuple[Target, ...]] = {}
        self._spelling: dict[tuple[str, str], tuple[str, ...]] = {}

    # What languages ask

    def __contains__(self, path: str) -> bool:
        """Whether there is such a file."""
        return path in self._paths

    def ending(self, path: str) -> Sequence[str]:
        """The files of this path below any folder, in order."""
        tail = f"/{path}"
        named = self._by_name.get(path.rpartition("/")[2], ())
        return [one for one in named if one == path or one.endswith(tail)]

    def inside(self, folder: str) -> Sequence[str]:
        """The files directly in a folder, in order."""
        return self._by_folder.get(folder, ())

    def folders(self, path: str) -> Sequence[str]:
        """The folders of this path below any folder, in order, that hold files."""
        tail = f"/{path}"
        return [one for one in self._by_folder if one == path or one.endswith(tail)]

    def text(self, path: str) -> str:
        """What a file of the build says; empty if there is none."""
        content = self._checkout.read(path) if path in self._paths else b""
        return "" if isinstance(content, Unavailable) else content.decode("utf-8", "replace")

    # What the policy asks

    def file(self, path: str) -> SourceFile | Unplaced:
        """A file, read."""
        return self._files.read(path, self._checkout)

    def surface(self, path: str) -> Surface:
        """What a file takes and offers."""
        file = self.file(path)
        return Surface() if isinstance(file, Unplaced) else self._surfaces.of(file)

    def targets(self, at: str, module: str, name: str) -> tuple[Target, ...]:
        """The files of the checkout that an import at a path may mean."""
        key = (at, module, name)
        known = self._targets.get(key)
        if known is None:
            table = language_of(at)
            assert table is not None
            assert table.modules is not None
            found = table.modules.find(self, at, module, name)
            known = self._targets[key] = tuple(dict.fromkeys(found))
        return known

    def spelling(self, word: str, at: str) -> tuple[str, ...]:
        """The files, tests apart, of the languages of a path's family that hold a word."""
        table = language_of(at)
        if table is None or table.modules is None:
            return ()
        family = table.modules.family
        known = self._spelling.get((family, word))
        if known is None:
            fold = table.scope is not None and table.scope.casefold
            wanted = word.lower() if fold else word
            data = wanted.encode("utf-8", "surrogatepass")
            known = tuple(
                path
                for path, content, text in self._read(family)
                if data in (content.lower() if fold else content) or wanted in text
            )
            self._spelling[family, word] = known
        return known

    def spells(self, path: str, word: str) -> bool:
        """Whether a file holds a word, in whatever letters."""
        file = self.file(path)
        if isinstance(file, Unplaced) or not file.content.isascii():
            return True
        return word.lower().encode("utf-8", "surrogatepass") in file.content.lower()

    def leads(self, at: Target, goal: Target) -> bool:
        """Whether what is taken of one file may be what another one defines."""
        seen = {at}
        pending = [(at, 0)]
        while pending:
            target, hops = pending.pop()
            if target == goal:
                return True
            if hops < HOPS_LIMIT:
                for further in self._handed_on(target):
                    if further not in seen:
                        seen.add(further)
                        pending.append((further, hops + 1))
        return False

    def _handed_on(self, target: Target) -> Iterator[Target]:
        """What a name of a file stands for if that was imported."""
        surface = self.surface(target.path)
        offers = surface.offers(target.name)
        names = {target.name, *(one.local for one in offers)} - {""}
        for one in surface.imports:
            if one.name == EVERYTHING:
                yield from self.targets(target.path, one.module, target.name)
            elif one.local in names:
                yield from self.targets(target.path, one.module, one.name)
            elif any(offer.start <= one.start and one.end <= offer.end for offer in offers):
                yield from self.targets(target.path, one.module, one.name or target.name)

    def _read(self, family: str) -> list[tuple[str, bytes, str]]:
        """All files of a family of languages, tests apart; as text where letters may differ."""
        known = self._contents.get(family)
        if known is None:
            known = []
            for path in self._by_family[family]:
                content = self._checkout.read(path)
                if isinstance(content, Unavailable):
                    continue
                text = "" if content.isascii() else _plain(content)
                known.append((path, content, text))
            self._contents[family] = known
        return known


def _plain(content: bytes) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", content.decode("utf-8", "replace"))
