"""The slice of a file: what a verdict on some of its items rests on, and nothing it could not.

A slice is closed: every statement of the file that binds, deletes or may change a name or a field
that the slice refers to is in it. So whoever knows the slice knows as much about these names as
whoever knows the file. Where it is not certain what a statement does, it is in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.by_class import Objects
from fpcache_ops.evidence.encoding import CannotSlice
from fpcache_ops.evidence.index import Index, Uses
from fpcache_ops.evidence.names.facts import DEFINED, Facts
from fpcache_ops.evidence.names.uses import (
    BIND,
    BOUND,
    CHANGED,
    DEEP,
    ELEMENT,
    ESCAPE,
    INVOKE,
    LATER,
    RESULT,
)
from fpcache_ops.evidence.outline import MODULE, Item, ItemKind
from fpcache_ops.evidence.watching import (
    DEFINITIONS,
    FIELD,
    IMMUTABLE,
    INERT,
    NOTHING,
    OF_DEFINED,
    OPAQUE,
    RETURNING,
    Values,
    Watch,
    anywhere,
)

_PASSED_ON = ESCAPE | ELEMENT | BOUND | RESULT


@dataclass(frozen=True, slots=True)
class Slice:
    """Items that are kept, and containers of which only the header and some items are.

    ``because`` tells people of each kept item what it is kept for first.
    """

    seeds: frozenset[int]
    kept: frozenset[int]
    opened: frozenset[int]
    because: Mapping[int, str] = field(default_factory=dict, compare=False)


FALL_BACK_ON = frozenset({Fallback.STAR_IMPORT, Fallback.UNBOUND_NAME})
"""Doubts for which the whole file is taken.

The file's own text does not tell what these names mean. With the other doubts it does, as far as
anyone can tell: what may rebind anything is in every slice, and what a computed name may stand for
is in the slice that computes it, or is unknown to whoever sees the whole file, too.
"""


def close(
    known: Index,
    seeds: Iterable[int],
    fall_back_on: frozenset[Fallback] = FALL_BACK_ON,
    names: Iterable[str] = (),
    types: Iterable[str] = (),
) -> Slice:
    """The closed slice around some items, and around what some names of the module stand for.

    ``types`` are names of which only that is needed which a type is known by.

    Raises:
        CannotSlice: if there is a doubt about it that is among ``fall_back_on``.
    """
    return _Closure(known, frozenset(seeds), fall_back_on).run(names, types)


class _Closure:
    """One slice, while it grows."""

    def __init__(
        self, known: Index, seeds: frozenset[int], fall_back_on: frozenset[Fallback]
    ) -> None:
        self._known = known
        self._fall_back_on = fall_back_on
        self._items = known.outline.items
        self._values = Values(known)
        self._seeds = seeds
        self._kept: set[int] = set()
        self._pinned: set[int] = set()
        self._because: dict[int, str] = {}
        self._opened: set[int] = set()
        self._pending: list[int] = []
        # Names that kept items bind, and how closely each is to be watched.
        self._followed: list[tuple[Item, str, Watch]] = []
        self._referred: set[str] = set()
        self._watches: dict[str, Watch] = {}
        self._attributes: set[tuple[str, str]] = set()
        self._own: set[tuple[int, str]] = set()
        self._leaking: set[int] = set()
        self._results: set[str] = set()
        self._touched: set[int] = set()
        # Classes that annotations name.
        self._shown: set[int] = set()
        # For each conditional, the branch up to which all are kept.
        self._clauses: dict[int, int] = {}

    def run(self, names: Iterable[str], types: Iterable[str]) -> Slice:
        known, items = self._known, self._items
        for number in known.modes:
            if items[number].kind is ItemKind.GROUP:
                self._open(items[number])
            else:
                self._keep(number, "holds for the whole file")
        for number, doubts in known.poisons:
            self._doubt(doubts)
            self._keep(number, "may change any name")
        # What they write may be anything's.
        for number in known.wildcards:
            self._pin(number, "may set any attribute")
        for number in known.telling:
            self._pin(number, "says something of every place")
        for number in known.heirs:
            self._pin(number, "derives from another class")
        self._keep_all(known.hooks, "may run without being called")
        if known.objects is not None:
            self._keep_all(known.objects.always, "may run without being called")
        for number in self._seeds:
            self._keep(number, "the place")
            if items[number].kind is ItemKind.FUNCTION:
                # The place under another definition, or wrapped: ``run = checked(run)``.
                for name in known.facts(number).binds:
                    self._follow(items[number], name, NOTHING)
            elif known.scopes.open_objects:
                for name in known.facts(number).attribute_binds:
                    self._read_attribute(name)
            for other in known.behind(number):
                self._show(other, "may make more of what the place gives")
        for name in names:
            self._refer(name)
        for name in types:
            self._annotate(name)
        at_import = [n for n in self._seeds if items[n].kind is not ItemKind.FUNCTION]
        guards: list[int] = []
        if at_import:
            # What may end the module before the place is reached is a guard of it.
            last = max(items[number].node.end_byte for number in at_import)
            guards = [n for n in known.exits if items[n].node.start_byte < last]
        while self._pending or self._followed:
            while self._pending or self._followed:
                if self._followed:
                    self._bound_by(*self._followed.pop())
                else:
                    self._enter(self._pending.pop())
            for number in guards:
                if self._concerns(number):
                    self._keep(number, "may end the module before")
        kept = self._kept | self._pinned
        return Slice(self._seeds, frozenset(kept), frozenset(self._opened - kept), self._because)

    def _concerns(self, number: int) -> bool:
        """Whether a guard looks at anything that the slice refers to, besides definitions."""
        item = self._items[number]
        around = (number, *(one.number for one in self._known.outline.containers(item)))
        return any(
            name in self._referred and self._watches[name] not in DEFINITIONS
            for one in around
            for name in self._known.facts(one).names
            if name in self._known.binders
        )

    # Items

    def _keep(self, number: int, why: str) -> None:
        if number not in self._kept:
            self._kept.add(number)
            self._because.setdefault(number, why)
            self._pending.append(number)

    def _pin(self, number: int, why: str) -> None:
        """Keep a function for all to see, without what it refers to; of a container the header."""
        item = self._items[number]
        if item.kind is ItemKind.BRANCH:
            # What tells something is its condition or a remark: whatever it is about is in it.
            for child in self._known.outline.children[number]:
                self._pin(child, why)
        elif item.kind is not ItemKind.FUNCTION and not item.is_container:
            self._keep(number, why)
        else:
            self._show(number, why)

    def _show(self, number: int, why: str) -> None:
        """Keep anything for all to see, without what it refers to."""
        item = self._items[number]
        self._because.setdefault(number, why)
        for around in self._known.outline.containers(item):
            self._open(around)
        if item.clause > self._clauses.get(item.parent, 0):
            self._keep_clauses(item)
        if item.is_container:
            self._open(item)
        else:
            self._pinned.add(number)

    def _enter(self, number: int) -> None:
        item, facts = self._items[number], self._known.facts(number)
        for around in self._known.outline.containers(item):
            self._open(around)
        if item.clause > self._clauses.get(item.parent, 0):
            self._keep_clauses(item)
        why = self._because[number]
        self._keep_all(self._known.outline.tied.get(number, ()), why)
        if item.is_container:
            self._open(item)
            names = facts.binds.values()
            if (
                item.kind is ItemKind.GROUP
                and number not in self._seeds
                and not any(DEFINED in values for values in names)
            ):
                return  # For what its parameters are given.
            for inside in self._known.outline.children.get(number, ()):
                self._keep(inside, why)
            return
        self._absorb(item, facts)
        if facts.compares:
            for other in self._known.equality:
                self._pin(other, "decides what is equal")
        if self._is_simple(item) and len(facts.binds) > 1:
            # ``a = b = []``: each name is a way to what the other stands for.
            for name in facts.binds:
                self._follow(item, name, NOTHING)

    def _keep_clauses(self, item: Item) -> None:
        """A branch is reached only if those before it are not taken: these may not be empty."""
        known = self._clauses.get(item.parent, 0)
        self._clauses[item.parent] = item.clause
        for sibling in self._known.outline.children[item.parent]:
            if known <= self._items[sibling].clause < item.clause:
                self._keep(sibling, "a branch before another one")

    def _open(self, container: Item) -> None:
        """Take the header of a container."""
        number = container.number
        if number in self._opened:
            return
        self._opened.add(number)
        known = self._known
        self._absorb(container, known.facts(number))
        if known.scopes.class_effects and container.kind is ItemKind.CLASS:
            for inside in known.outline.children.get(number, ()):
                if (
                    self._items[inside].kind is ItemKind.STATEMENT
                    and inside not in known.outline.tied
                    and not known.facts(inside).binds
                ):
                    self._keep(inside, "runs when the class is made")

    def _doubt(self, doubts: frozenset[Fallback]) -> None:
        found = doubts & self._fall_back_on
        if found:
            raise CannotSlice(min(found))

    def _keep_all(self, numbers: Iterable[int], why: str) -> None:
        for number in numbers:
            self._keep(number, why)

    def _absorb(self, item: Item, facts: Facts) -> None:
        """Follow everything that an item refers to. What it only assigns is no reference."""
        self._doubt(facts.doubts)
        scopes = self._known.scopes
        around = self._members_around(item)
        binders, builtins = self._known.binders, scopes.builtins
        for name, bits in facts.names.items():
            if bits == BIND:
                continue
            for members in around:
                self._keep_all(members.get(name, ()), f"binds {name}")
            if (
                name not in binders
                and name not in builtins
                and name not in facts.soft
                and not any(name in members for members in around)
            ):
                if scopes.unbound_elsewhere:
                    self._keep_all(self._known.any_binders, f"may bind {name}")
                else:
                    self._doubt(frozenset({Fallback.UNBOUND_NAME}))
            self._refer(name)
            if scopes.open_objects and (bits | bits >> LATER) & (ESCAPE | INVOKE):
                # Any of its attributes may be read: a function may keep its settings there.
                self._watch(name, anywhere(DEEP))
        for name in facts.annotated:
            self._annotate(name)
            if scopes.unbound_elsewhere and not (name in binders or name in builtins):
                self._keep_all(self._known.any_binders, f"may bind {name}")
            for members in around:
                self._keep_all(members.get(name, ()), f"binds {name}")
        for attribute, roots in facts.of_names.items():
            for root, bits in roots.items():
                if bits != BIND:
                    self._read_attribute(attribute, root)
        if self._known.scopes.acting is not None and self._may_run(item, facts):
            self._keep_named(item)
        if self._known.objects is not None and self._may_run(item, facts):
            self._keep_of_objects(self._known.objects, item, facts)
        read = [name for name, bits in facts.attributes.items() if bits != BIND]
        for name in read:
            self._read_attribute(name)
        if item.owner == MODULE:
            return
        for name, bits in facts.own.items():
            if bits != BIND:
                self._read_own(item.owner, name)
        if item.kind is not ItemKind.FUNCTION:
            # ``property(lambda self: self.x)``: any of these may be the object's own.
            for name in (*read, *facts.of_names):
                self._read_own(item.owner, name)
        if facts.operates_on_self:
            self._keep_operators(item.owner)
        if facts.leaks_self:
            self._leak(item.owner)

    def _may_run(self, item: Item, facts: Facts) -> bool:
        """Whether an item is the place, or what the place may run."""
        acting = self._known.scopes.acting
        if item.kind is ItemKind.FUNCTION or item.number in self._seeds:
            return True
        if acting is not None and acting.values_matter and not item.is_container:
            return True  # What it gives a name may be looked at where the place is.
        lambdas = self._known.scopes.lambdas
        values = (one for several in facts.binds.values() for one in several)
        return any(not isinstance(one, str) and one.type in lambdas for one in values)

    def _keep_named(self, item: Item) -> None:
        """An object that is not known may be of any class of the file, and have any attribute."""
        for number, why in self._known.run_by(item.number):
            self._keep(number, why)

    def _keep_of_objects(self, objects: Objects, item: Item, facts: Facts) -> None:
        """An object that is not known may be of any class of the file that fits."""
        called = objects.called(item.number)
        for name, numbers in sorted(called.names.items()):
            roots = facts.of_names.get(name, {})
            elsewhere = bool(roots) and all(
                self._known.is_imported(root) and objects.is_type(self._known.binders[root])
                for root in roots
            )
            if not elsewhere or name in facts.attributes or name in facts.own:
                self._keep_all(objects.named(name, numbers), f"may be .{name}")
        if called.names:
            self._keep_all(objects.functions, "may be what is called")
        for name in sorted((*facts.annotated, *facts.names)):
            self._keep_all(objects.of_type(name), f"passes for {name}")
        for text in sorted(called.texts):
            self._keep_all(objects.classes(text), "may be made by its name")
        if objects.starts_program(item.number):
            self._keep_all(objects.writers, "may write the file that is run")
        given_away = facts.leaks_self or objects.inherits(called.own)
        if given_away and item.owner != MODULE:
            self._keep_all(objects.of_object(item.owner), "is had by whoever has the object")
        if Fallback.REFLECTION in facts.doubts:
            self._keep_all(objects.every, "may be found by its name")

    def _members_around(self, item: Item) -> list[Mapping[str, list[int]]]:
        """The members that a bare name may be one of."""
        members = self._known.members
        if not self._known.scopes.implicit_self:
            return [members[item.owner]] if item.owner in members else []
        around = [one.owner for one in (item, *self._known.outline.containers(item))]
        for name in self._known.scopes.universal:
            around += self._known.binders.get(name, ())
        return [members[owner] for owner in around if owner in members]

    def _is_simple(self, item: Item) -> bool:
        return item.kind is ItemKind.STATEMENT and item.core.type in self._known.table.statements

    # Names

    def _refer(self, name: str) -> None:
        if name in self._referred:
            return
        self._referred.add(name)
        binders = self._known.binders.get(name)
        if binders is None:
            self._watch(name, INERT if self._known.scopes.builtins_change else IMMUTABLE)
            scopes = self._known.scopes
            if name not in scopes.builtins and not scopes.unbound_elsewhere:
                return  # Of a comprehension.
            for number, bits, root in self._known.attribute_uses(name):
                if bits & CHANGED and (
                    not scopes.unbound_elsewhere
                    or root in scopes.global_objects
                    # Whose name is another one: ``const root = window``.
                    or name in scopes.harmless_calls
                ):
                    # Of the module of builtins, by whatever name.
                    self._pin(number, f"may change {name}")
            return
        self._keep_all(binders, f"binds {name}")
        self._watch(name, self._values.of(name, binders))
        self._keep_all(self._known.givers(name), f"is given {name}")
        # This module may be known to itself by another name: ``me.NAME = ...``.
        for number, bits, module in self._known.attribute_uses(name):
            if bits & CHANGED and self._may_be_this_module(module):
                self._keep(number, f"may change {name}")

    def _may_be_this_module(self, name: str) -> bool:
        scopes = self._known.scopes
        if scopes.unbound_elsewhere:
            return name in scopes.global_objects
        return name not in scopes.foreign_modules

    def _annotate(self, name: str) -> None:
        """A type is named: of a class, what its objects are known by is enough."""
        binders = self._known.binders.get(name, ())
        if not all(self._items[number].kind is ItemKind.CLASS for number in binders):
            self._refer(name)
            return
        for number in binders:
            if number not in self._shown:
                self._shown.add(number)
                self._open(self._items[number])
                for inside in self._known.outline.children.get(number, ()):
                    if self._items[inside].kind is not ItemKind.FUNCTION:
                        self._keep(inside, f"belongs to the type {name}")
                self._keep_operators(number)
                self._leak(number)

    def _watch(self, name: str, watch: Watch) -> None:
        """Keep whatever uses a name in such a way."""
        before = self._watches.get(name, NOTHING)
        after = before | watch
        if after == before:
            return
        self._watches[name] = after
        if after.inside & ESCAPE and name in self._known.binders:
            self._watch_from_outside(name, after)
        for number, bits in self._users(name, after):
            item = self._items[number]
            found = bits & self._mask(item, after)
            later = bits >> LATER & after.inside
            if not found and not later:
                continue
            if found == BIND and name not in self._referred:
                continue  # The class around the place, of which only the header is needed.
            self._keep(number, f"may change {name}")
            if (found | later) & _PASSED_ON:
                # ``add = names.append``: whoever calls it changes what it is bound to.
                called = after | anywhere(INVOKE)
                returns = item.kind is ItemKind.FUNCTION or not found & _PASSED_ON
                passing = RETURNING if returns else called
                if item.kind is ItemKind.FUNCTION or self._is_simple(item):
                    for other in self._known.facts(number).binds:
                        self._follow(item, other, passing)
                self._follow_stored(number, after)

    def _watch_from_outside(self, name: str, watch: Watch) -> None:
        """This module may be known to itself by another name: ``x = me.NAME; x.append(...)``."""
        for number, bits, module in self._known.attribute_uses(name):
            if bits & watch.inside and self._may_be_this_module(module):
                self._pin(number, f"may change {name}")
        for number in self._known.takers(name):
            self._keep(number, f"imports {name}")
            if self._items[number].kind is not ItemKind.FUNCTION:
                for other in self._known.facts(number).binds:
                    self._follow(self._items[number], other, watch)

    def _users(self, name: str, watch: Watch) -> Uses:
        if watch.inside & ~BIND:
            return self._known.uses(name, called=bool(watch.inside & (RESULT | INVOKE)))
        return self._known.bindings(name)

    def _follow(self, item: Item, name: str, watch: Watch) -> None:
        """Watch what a kept item binds as closely as what it was kept for."""
        self._followed.append((item, name, watch))

    def _bound_by(self, item: Item, name: str, watch: Watch) -> None:
        if item.owner == MODULE:
            self._refer(name)
            self._watch(name, watch)
        else:
            self._read_attribute(name)
            self._read_own(item.owner, name)

    def _follow_stored(self, number: int, watch: Watch) -> None:
        """What a kept item passes on may be in whatever it binds, and in what it returns."""
        if not self._known.scopes.open_objects:
            return
        facts = self._known.facts(number)
        for name in facts.module_binds.keys() - facts.binds.keys():
            self._refer(name)
            self._watch(name, watch)
        for name in facts.attribute_binds:
            self._read_attribute(name)
        for name in facts.binds:
            self._read_result(name)

    def _read_result(self, name: str) -> None:
        """What a method returns is watched: keep what changes it."""
        if name in self._results:
            return
        self._results.add(name)
        known = self._known
        uses = [(number, bits) for number, bits, _ in known.attribute_uses(name, called=True)]
        for number, bits in (*uses, *known.own_uses(name, called=True)):
            if bits & RESULT:
                self._keep(number, f"may change what {name} returns")
                self._follow_stored(number, RETURNING)

    def _mask(self, item: Item, watch: Watch) -> int:
        if item.kind is ItemKind.FUNCTION:
            if self._known.scopes.initializers.isdisjoint(self._known.facts(item.number).binds):
                return watch.inside
            return watch.inside | watch.import_time | watch.effect
        if item.kind is not ItemKind.STATEMENT:
            return watch.import_time
        if not self._is_simple(item):
            return watch.import_time | watch.effect
        return watch.import_time if self._known.facts(item.number).binds else watch.effect

    # Attributes

    def _read_attribute(self, name: str, root: str = "") -> None:
        """An attribute is looked at: keep what changes it.

        Of a name of the module (``root``) it is that name's. Of anything else nothing is known,
        unless it is an object of a class of this file. Assignments may go by any other name.
        """
        if (name, root) in self._attributes:
            return
        self._attributes.add((name, root))
        known = self._known
        if known.scopes.reopened:
            for members in known.members.values():
                self._keep_all(members.get(name, ()), f"binds .{name}")
        is_open = known.scopes.open_objects
        is_field = is_open or known.is_field(name)
        watched = CHANGED | (DEEP if is_open else 0)
        if is_open and not known.module(root):
            watched |= self._values.display(known.attribute_values(name)).inside
        for number, bits, other in known.attribute_uses(name):
            same = self._same(root, other) if root and other else is_field
            if is_open and not known.module(other):
                same = True
            if (bits & watched and same) or (bits & BIND and not known.module(other)):
                self._keep(number, f"may change .{name}")
                if bits & watched & _PASSED_ON:
                    self._follow_stored(number, OPAQUE)
        for owner in tuple(self._leaking):
            self._read_own(owner, name)

    def _same(self, one: str, other: str) -> bool:
        """Whether two names of the file may stand for the same thing."""
        module, another = self._known.module(one), self._known.module(other)
        return one == other or (bool(module) and module == another)

    def _read_own(self, owner: int, name: str) -> None:
        """An attribute of an object of a class is looked at: keep what sets or changes it."""
        if (owner, name) in self._own:
            return
        self._own.add((owner, name))
        known = self._known
        family = known.relatives[owner]
        self._touch(owner)
        users = [
            (number, bits)
            for number, bits in known.own_uses(name)
            if self._items[number].owner in family
        ]
        watch = FIELD
        for relative in family:
            numbers = known.members.get(relative, {}).get(name, ())
            self._keep_all(numbers, f"binds .{name}")
            for number in numbers:
                watch |= self._values.display(known.facts(number).binds[name])
        for number, _ in users:
            watch |= self._values.display(known.facts(number).own_binds.get(name, ()))
        others = [
            (number, bits)
            for number, bits, root in known.attribute_uses(name)
            if not known.module(root)
        ]
        for number, bits in users + others:
            if bits & watch.inside:
                self._keep(number, f"may change .{name}")
                if bits & watch.inside & _PASSED_ON:
                    self._follow_stored(number, OPAQUE)

    def _touch(self, owner: int) -> None:
        """Objects of a class are looked at: keep what bears on all of their attributes."""
        if owner in self._touched:
            return
        self._touched.add(owner)
        known = self._known
        for name in known.facts(owner).binds:
            self._watch(name, OF_DEFINED)
        for relative in known.relatives[owner]:
            for name, numbers in known.members.get(relative, {}).items():
                if name in known.scopes.implicit_members:
                    self._keep_all(numbers, "runs when an attribute is read")
        # What may write any attribute of anything may write those of this class.
        self._keep_all(known.wildcards, "may set any attribute")
        for number in known.own_wildcards:
            if self._items[number].owner in known.relatives[owner]:
                self._keep(number, "may set any attribute")

    def _leak(self, owner: int) -> None:
        """The object gets out: whatever is read of anything may be read of it."""
        if owner in self._leaking:
            return
        self._leaking.add(owner)
        self._touch(owner)
        for name, _ in tuple(self._attributes):
            self._read_own(owner, name)

    def _keep_operators(self, owner: int) -> None:
        """The object is compared, printed, called: keep what the language calls for that."""
        self._touch(owner)
        for name, numbers in self._known.members.get(owner, {}).items():
            if self._known.scopes.operator_members.fullmatch(name):
                self._keep_all(numbers, "an operator may call it")
