"""What of a file objects may run that a place does not show, where objects have classes.

Whoever calls a method of an object that is not known may call any of that name, and whoever has an
object calls what its class has. What does nothing but make a value is left out.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tree_sitter import Node

from fpcache_ops.evidence.languages.scopes import ByClass, Called, Held
from fpcache_ops.evidence.names.facts import Facts
from fpcache_ops.evidence.outline import ItemKind, Outline

_PATH = re.compile(r"(?:\w+[.$])*(\w+)")


@dataclass(frozen=True)
class Objects:
    """The code of a file that its objects run, whoever has them: a function of the file alone.

    ``heirs`` are its items that derive from something, ``members`` what classes have by its name.
    """

    table: ByClass
    source: bytes
    outline: Outline
    members: Mapping[int, Mapping[str, list[int]]]
    heirs: Iterable[int]
    facts: Callable[[int], Facts]
    at: Callable[[int], Iterator[int]]
    _acting: dict[int, bool] = field(default_factory=dict)

    def called(self, item: int) -> Called:
        """What an item calls by a name, and what it spells."""
        return self.table.calls(self.outline.items[item].node)

    @cached_property
    def always(self) -> tuple[int, ...]:
        """What runs where no call is written, is told of something, or is there to be called."""
        table = self.table
        found: set[int] = set()
        for members in self.members.values():
            for name, numbers in members.items():
                if table.hooks.fullmatch(name):
                    found.update(filter(self._acts, numbers))
        for owner in self._above:
            # Objects of the class that a file is there for come from elsewhere, as they are.
            passed = any(map(table.given_on.fullmatch, self.facts(owner).names))
            if passed or owner != self._first:
                found.update(self._had(owner))
        for sign, number in self._signs(table.listening):
            if self._is_function(number) and table.is_annotation(sign):
                found.add(number)
        for number, held in self._holders.items():
            if any(map(table.hooks.fullmatch, held.methods)) or any(
                map(table.given_on.fullmatch, held.types)
            ):
                found.add(number)
        return tuple(sorted(found))

    def named(self, name: str, numbers: Collection[int]) -> Iterator[int]:
        """The methods of a name that do anything, called with so many arguments."""
        for members in self.members.values():
            for number in members.get(name, ()):
                if self.table.takes(self.outline.items[number].node, numbers):
                    yield from filter(self._acts, (number,))
        for number, held in self._holders.items():
            if name in held.methods:
                yield number

    def is_type(self, imports: Iterable[int]) -> bool:
        """Whether what imports bind is a class."""
        return all(self.table.imports_type(self._import(number)) for number in imports)

    def _import(self, number: int) -> Node:
        item = self.outline.items[number]
        return self.outline.items[item.parent].node if item.kind is ItemKind.NAME else item.node

    @cached_property
    def functions(self) -> tuple[int, ...]:
        """Items with functions without a name in them that do anything."""
        found: set[int] = set()
        for sign, number in self._signs(self.table.function):
            function = self.table.function_at(sign)
            if function is not None and self.table.acts(function, self._is_method):
                found.add(number)
        return tuple(sorted(found))

    def starts_program(self, item: int) -> bool:
        """Whether an item runs a program."""
        node = self.outline.items[item].node
        return self.table.starts.search(self.source, node.start_byte, node.end_byte) is not None

    @cached_property
    def writers(self) -> tuple[int, ...]:
        """Items that write files."""
        found = {
            number
            for _, number in self._signs(self.table.writes)
            if not self.outline.items[number].is_container
        }
        return tuple(sorted(found))

    def of_type(self, name: str) -> Iterator[int]:
        """What objects run that pass for those of a type, as far as it is not its own."""
        for number in self._below.get(name, ()):
            yield from self._had(number)
        for number, held in self._holders.items():
            if name in held.types:
                yield number
        if self.table.given_on.fullmatch(name):
            yield from self.functions

    def of_object(self, owner: int) -> Iterator[int]:
        """What others run of an object of a class: it, or one of a class that derives from it."""
        above = self._above.get(owner, frozenset())
        below = (number for name in self.facts(owner).binds for number in self._below.get(name, ()))
        for number in sorted({owner, *above, *below}):
            if number in self._above:
                yield from self._had(number)

    def inherits(self, names: Iterable[str]) -> bool:
        """Whether any of these methods is declared out of view: it may call those in view."""
        return any(not self._is_method(name) for name in names)

    def classes(self, text: str) -> Iterator[int]:
        """The classes of the file that a text may be the path of."""
        path = _PATH.fullmatch(text)
        yield from self._classes.get(path[1], ()) if path is not None else ()

    @cached_property
    def every(self) -> tuple[int, ...]:
        """Whatever does anything in classes: what is found by its name may be any of it."""
        owners = (number for several in self._classes.values() for number in several)
        return tuple(dict.fromkeys(one for owner in owners for one in self._run_by(owner)))

    def _had(self, owner: int) -> Iterator[int]:
        """What whoever has an object of a class may run."""
        for number in self._run_by(owner):
            if self.table.is_open(self.outline.items[number].node):
                yield number

    def _run_by(self, owner: int) -> Iterator[int]:
        for number in self.outline.children.get(owner, ()):
            if not self.outline.items[number].is_container and self._acts(number):
                yield number

    @cached_property
    def _first(self) -> int:
        items = self.outline.items
        classes = (item.number for item in items if item.kind is ItemKind.CLASS)
        return min(classes, key=lambda number: items[number].node.start_byte, default=-1)

    @cached_property
    def _classes(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for item in self.outline.items:
            if item.kind is ItemKind.CLASS:
                for name in self.facts(item.number).binds:
                    found[name].append(item.number)
        return found

    @cached_property
    def _above(self) -> Mapping[int, frozenset[int]]:
        """Of each class that derives from something, the classes of the file among that."""
        found: dict[int, frozenset[int]] = {}
        for number in self.heirs:
            if self.outline.items[number].kind is not ItemKind.CLASS:
                continue
            reached: set[int] = set()
            pending = [number]
            while pending:
                for name in self.facts(pending.pop()).names:
                    new = set(self._classes.get(name, ())) - reached - {number}
                    reached |= new
                    pending += new
            found[number] = frozenset(reached)
        return found

    @cached_property
    def _below(self) -> Mapping[str, list[int]]:
        """The classes of the file that derive from something of a name."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, above in self._above.items():
            for name in {name for one in (number, *above) for name in self.facts(one).names}:
                found[name].append(number)
        return found

    @cached_property
    def _holders(self) -> Mapping[int, Held]:
        """Items with classes in them that the outline does not hold, and that do anything."""
        found: dict[int, Held] = {}
        seen: set[int] = set()
        for _, number in self._signs(self.table.inner):
            if number in seen or self.outline.items[number].is_container:
                continue
            seen.add(number)
            held = self.table.holds(self.outline.items[number].node)
            if held is not None and self._acts(number):
                found[number] = held
        return found

    def _signs(self, pattern: re.Pattern[bytes]) -> Iterator[tuple[Node, int]]:
        """The nodes where a pattern begins, and the items around them."""
        for match in pattern.finditer(self.source):
            start = match.start()
            sign = self.outline.root.descendant_for_byte_range(start, start + 1)
            for number in self.at(start):
                if sign is not None:
                    yield sign, number

    def _is_function(self, number: int) -> bool:
        return self.outline.items[number].kind is ItemKind.FUNCTION

    def _acts(self, number: int) -> bool:
        known = self._acting.get(number)
        if known is None:
            node = self.outline.items[number].node
            known = self._acting[number] = self.table.acts(node, self._is_method)
        return known

    @cached_property
    def _is_method(self) -> Callable[[str], bool]:
        names = frozenset(
            name
            for members in self.members.values()
            for name, numbers in members.items()
            if any(map(self._is_function, numbers))
        )
        return names.__contains__
