"""What is known of a file before any finding is looked at: who uses which name.

Functions are read closely only when a slice may depend on them. Until then it is enough to know
which words they hold: whoever does not spell a name does nothing to it.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.by_class import Objects
from fpcache_ops.evidence.encoding import CannotSlice
from fpcache_ops.evidence.languages import LanguageTable
from fpcache_ops.evidence.languages.scopes import Acting, Doubt, Fits, ScopeTable
from fpcache_ops.evidence.names.facts import MODULE_ITSELF, Bound, Facts
from fpcache_ops.evidence.names.spelling import as_compared, unmangled
from fpcache_ops.evidence.names.uses import BIND, DEEP, WRITE
from fpcache_ops.evidence.names.walk import facts_of
from fpcache_ops.evidence.outline import MODULE, Item, ItemKind, outline

_WORD = re.compile(r"\w+")

FAMILY_LIMIT = 20_000
"""Pairs of classes of a file of which one inherits from the other; with more it is not sliced."""

ALIASES_LIMIT = 16
"""Other names of one constant that are followed; whoever judges gives up before."""

Uses = Sequence[tuple[int, int]]
"""Items, with the bits of use that they make of a name."""

AttributeUses = Sequence[tuple[int, int, str]]
"""The same of an attribute, with the name of this file that it is one of, or ``""``."""

_QUOTES = (b'"', b"'", b"`")
_APART = re.compile(rb"[^\w.]?", re.DOTALL)
"""What stands before a name that is given something."""


class Index:
    """A file, read for slicing. What it learns later is a function of the file alone.

    ``binders`` are the items that bind a name of the module, ``members`` those that bind one of a
    class, ``relatives`` the classes that a class inherits from, or that inherit from it.
    ``modes`` are items that hold for the whole file. ``equality`` are items by which unequal things
    may compare as equal; ``poisons`` are the items that may do something to anything in the file,
    with what they do.
    """

    def __init__(self, root: Node, source: bytes, table: LanguageTable, scopes: ScopeTable) -> None:
        self.table = table
        self.scopes = scopes
        self.source = source
        self.outline = outline(root, scopes)
        self._facts: list[Facts | None] = [None] * len(self.outline.items)
        self._holders: dict[str, list[int]] = defaultdict(list)
        self._alarms = _alarms(scopes)
        self._words = _words(scopes.word_signs)
        near: list[int] = []
        declaring: list[int] = []
        for item in self.outline.items:
            far = item.kind is ItemKind.FUNCTION and item.core.type not in scopes.loose_methods
            words = self._words_of(item) if far else None
            if words is None:
                near.append(item.number)
            elif not (scopes.declaring_words and scopes.declaring_words.isdisjoint(words)):
                declaring.append(item.number)
        self._declaring = frozenset(declaring)
        read = [(number, self.facts(number)) for number in near]
        self._near_names = _inverted((number, facts.names) for number, facts in read)
        self._near_own = _inverted((number, facts.own) for number, facts in read)
        self._near_attributes: dict[str, set[int]] = defaultdict(set)
        self._near_taken: dict[str, list[int]] = defaultdict(list)
        for number, facts in read:
            for name in facts.taken:
                self._near_taken[name].append(number)
            for name in (*facts.attributes, *facts.of_names):
                self._near_attributes[name].add(number)
        self._uses: dict[tuple[str, bool], Uses] = {}
        self._attribute_uses: dict[tuple[str, bool], AttributeUses] = {}
        self._starts: dict[int, list[int]] = {}
        self.exits = tuple(number for number, facts in read if facts.exits)
        self.wildcards = tuple(number for number, facts in read if facts.writes_any)
        self.own_wildcards = tuple(number for number, facts in read if facts.writes_any_own)
        self.any_binders = tuple(number for number, facts in read if facts.binds_any)
        self.poisons = tuple((number, facts.poisons) for number, facts in read if facts.poisons)
        self.equality = self._deciding_equality(read)
        self.modes = tuple(item.number for item in self.outline.items if self._is_mode(item))
        self._modules: dict[str, str] = {}
        self._acting: dict[tuple[str, bool], tuple[int, ...]] = {}
        self._run_by: dict[int, tuple[tuple[int, str], ...]] = {}
        self._givers: dict[str, tuple[int, ...]] = {}
        self.binders, self.members = self._bound(frozenset(near) | self._declaring)
        self.relatives = self._families()

    def facts(self, number: int) -> Facts:
        """What an item does to names."""
        known = self._facts[number]
        if known is None:
            item = self.outline.items[number]
            known = self._facts[number] = facts_of(item, self.outline, self.source, self.table)
        return known

    def uses(self, name: str, *, called: bool = False) -> Uses:
        """Who does something to a name of the module. ``called``: or to what it returns."""
        key = (name, called)
        known = self._uses.get(key)
        if known is None:
            known = [
                *self._near_names.get(name, ()),
                *self._read(self._spelling(name, called=called), name),
            ]
            self._uses[key] = known
        return known

    def bindings(self, name: str) -> Uses:
        """Who binds a name of the module, among others that use it."""
        holders = self._declaring.intersection(self._spelling(name, called=True))
        return [*self._near_names.get(name, ()), *self._read(sorted(holders), name)]

    def own_uses(self, name: str, *, called: bool = False) -> Uses:
        """Who does something to an attribute of its own object. ``called``: or to its result."""
        far = (
            (number, bits)
            for number in self._spelling(name, called=called)
            if (bits := self.facts(number).own.get(name, 0))
        )
        return [*self._near_own.get(name, ()), *far]

    def attribute_uses(self, name: str, *, called: bool = False) -> AttributeUses:
        """The same of an attribute of anything but its own object."""
        key = (name, called)
        known = self._attribute_uses.get(key)
        if known is None:
            found: list[tuple[int, int, str]] = []
            far = self._spelling(name, called=called)
            for number in (*sorted(self._near_attributes.get(name, ())), *far):
                facts = self.facts(number)
                bits = facts.attributes.get(name, 0)
                if bits:
                    found.append((number, bits, ""))
                for root, more in facts.of_names.get(name, {}).items():
                    if more and name not in self.scopes.unknowable.get(self.module(root), ()):
                        found.append((number, more, root))
            known = self._attribute_uses[key] = found
        return known

    def takers(self, name: str) -> Iterator[int]:
        """Who imports something of this name from a module: that may be this one."""
        yield from self._near_taken.get(name, ())
        for number in self._spelling(name):
            if name in self.facts(number).taken:
                yield number

    def attribute_values(self, name: str) -> Iterator[Bound]:
        """What an attribute of anything is bound to, wherever it is."""
        for number, bits, _ in self.attribute_uses(name):
            if bits & BIND:
                yield from self.facts(number).attribute_binds.get(name, ())

    def givers(self, name: str) -> tuple[int, ...]:
        """Who gives away a constant of this name that whoever is given it may change."""
        known = self._givers.get(name)
        if known is None:
            known = self._givers[name] = tuple(self._find_givers(name))
        return known

    def _find_givers(self, name: str) -> Iterator[int]:
        changeable = self.scopes.changeable
        if changeable is None or not any(
            not isinstance(value, str) and changeable.holds(value)
            for number in self.binders.get(name, ())
            for value in self.facts(number).module_binds.get(name, ())
        ):
            return
        names = [name]
        for known in names:
            word = re.escape(known.encode())
            for match in re.finditer(rb"(?<![\w$.])%b(?![\w$])" % word, self.source):
                node = self.outline.root.descendant_for_byte_range(*match.span())
                other = changeable.other_name(node) if node is not None else ""
                if other and other not in names and len(names) < ALIASES_LIMIT:
                    names.append(other)
                if other or (node is not None and changeable.given_away(node)):
                    yield from self.at(match.start())

    def is_field(self, name: str) -> bool:
        """Whether some class of this file has, or sets, an attribute of this name."""
        return any(name in members for members in self.members.values()) or any(
            bits & BIND for _, bits in self.own_uses(name)
        )

    def module(self, name: str) -> str:
        """The module that a name stands for, if it never stands for anything else."""
        known = self._modules.get(name)
        if known is None:
            values = {
                value
                for number in self.binders.get(name, ())
                for value in self.facts(number).module_binds[name]
            }
            value = values.pop() if len(values) == 1 else ""
            known = ""
            if isinstance(value, str) and value.startswith(MODULE_ITSELF):
                known = value.removeprefix(MODULE_ITSELF)
            self._modules[name] = known
        return known

    def _is_mode(self, item: Item) -> bool:
        """Whether it holds for the whole file by its kind, or what it says: ``"use strict"``."""
        scopes = self.scopes
        if item.core.type in scopes.always:
            return True
        if scopes.always_text is None or item.kind is not ItemKind.STATEMENT:
            return False
        text = self.source[item.node.start_byte : item.node.end_byte]
        return scopes.always_text.fullmatch(text) is not None

    def _deciding_equality(self, read: Sequence[tuple[int, Facts]]) -> tuple[int, ...]:
        """Items by which things that are not equal may compare as if they were.

        Whoever compares a value that is not in view may be given one of theirs.
        """
        scopes = self.scopes
        found: set[int] = set()
        for word in scopes.equality_words:
            found.update(self._spelling(word, called=True))
        for number, facts in read:
            if not scopes.equality_words.isdisjoint((*facts.names, *facts.binds)):
                found.add(number)
        for offset in self._value_classes():
            found.update(self.at(offset))
        return tuple(sorted(found))

    def _value_classes(self) -> Iterator[int]:
        """Where a class begins that derives from a value of the language."""
        scopes, source = self.scopes, self.source
        word = scopes.class_word
        offset = source.find(word) if word else -1
        while offset >= 0:
            end = offset + len(word)
            node = self.outline.root.descendant_for_byte_range(offset, end)
            around = node.parent if node is not None else None
            if node is not None and around is not None and around.type in scopes.value_bases:
                bases = around.child_by_field_name(scopes.value_bases[around.type])
                named = source[bases.start_byte : bases.end_byte] if bases is not None else b""
                if not scopes.values.isdisjoint(self._names(_WORD.findall(named.decode()))):
                    yield offset
            offset = source.find(word, end)

    @cached_property
    def telling(self) -> tuple[int, ...]:
        """Items that say something about every place in the file, by what they spell or patch."""
        scopes = self.scopes
        found: set[int] = set()
        for word in scopes.telling_words:
            found.update(self._spelling(word, called=True))
        for word, harmless in scopes.telling_unless.items():
            if self._may_hold(word):
                found.update(
                    item.number
                    for item in self.outline.items
                    if not item.is_container and _is_told(self._text_of(item), word, harmless)
                )
        if scopes.telling_words and self._may_spell(scopes.telling_words):
            found.update(self._near_spelling(_any_of(scopes.telling_words)))
        others: set[str] = set()
        if scopes.patched_otherwise is not None and self._may_spell(scopes.patched):
            for match in scopes.patched_otherwise.finditer(self.source):
                found.update(self.at(match.start()))
                others.update(one.decode() for one in match.groups() if one)
        for other in sorted(others)[:ALIASES_LIMIT]:
            for match in self._kept_as(other):
                found.update(self.at(match.start()))
                others.add(match[1].decode())
        for name in (*scopes.patched, *sorted(others)[: 2 * ALIASES_LIMIT]):
            found.update(n for n, bits in self.uses(name) if bits & (WRITE | DEEP))
            found.update(n for n, bits, _ in self.attribute_uses(name) if bits & (WRITE | DEEP))
        return tuple(sorted(found))

    def _may_spell(self, words: frozenset[str]) -> bool:
        """Whether the source may hold one of these words; all of its own are looked at once."""
        whole, others = _as_bytes(words)
        spelt = self._spelt
        return spelt is None or not whole.isdisjoint(spelt) or any(o in self.source for o in others)

    def _may_hold(self, sign: str) -> bool:
        """The same of a part of a word, or of more than one."""
        wanted = sign.encode()
        if self._spelt is not None and _WORD_BYTES.fullmatch(wanted):
            return wanted in self._spelt_apart
        return wanted in self.source

    @cached_property
    def _spelt_apart(self) -> bytes:
        return b" ".join(self._spelt or ())

    @cached_property
    def _spelt(self) -> frozenset[bytes] | None:
        """The words of an ASCII source."""
        return frozenset(_WORD_BYTES.findall(self.source)) if self.source.isascii() else None

    def _kept_as(self, name: str) -> Iterator[re.Match[bytes]]:
        """Where something that has another name already is given one more."""
        kept = rb"(?m)\b(\w+)[ \t]*=[ \t]*%s[ \t]*(?:$|[;#])" % re.escape(name.encode())
        return re.finditer(kept, self.source)

    @cached_property
    def heirs(self) -> tuple[int, ...]:
        """Classes that derive from others, and functions that hold such without a name.

        Their objects pass for those of the others.
        """
        if not self.scopes.heirs_pass:
            return ()
        return tuple(item.number for item in self.outline.items if self._is_heir(item))

    def _is_heir(self, item: Item) -> bool:
        if item.kind is ItemKind.CLASS:
            return any(child.type in self.scopes.bases for child in item.core.children)
        start, end = item.node.start_byte, item.node.end_byte
        if item.is_container or not _UNNAMED.search(self.source, start, end):
            return False
        pending = [item.node]
        while pending:
            node = pending.pop()
            around = node.parent.type if node.parent is not None else ""
            if node.type in self.scopes.class_bodies and around in self.scopes.calls:
                return True
            pending += node.named_children
        return False

    @cached_property
    def objects(self) -> Objects | None:
        """What its objects may run, where they have classes."""
        table = self.scopes.by_class
        if table is None:
            return None
        return Objects(
            table, self.source, self.outline, self.members, self.heirs, self.facts, self.at
        )

    def behind(self, number: int) -> tuple[int, ...]:
        """Items that make more of what the function of an item gives, and what they do it by."""
        item, found = self.outline.items[number], self.scopes.behind
        if found is None or item.kind is not ItemKind.FUNCTION:
            return ()
        offsets = found(self.source, self.outline.root, item.node)
        return tuple(dict.fromkeys(one for offset in offsets for one in self.at(offset)))

    def run_by(self, number: int) -> tuple[tuple[int, str], ...]:
        """What objects that an item names attributes of may run, if they are of this file."""
        known = self._run_by.get(number)
        if known is None:
            known = self._run_by[number] = tuple(self._find_run_by(number))
        return known

    def _find_run_by(self, number: int) -> Iterator[tuple[int, str]]:
        acting = self.scopes.acting
        if acting is None:
            return
        facts, node = self.facts(number), self.outline.items[number].node
        names = {*facts.attributes, *facts.own}
        for name, roots in facts.of_names.items():
            if not all(map(self.is_imported, roots)):
                names.add(name)
        text = self.source[node.start_byte : node.end_byte]
        called = {one.decode("utf-8", "replace") for one in acting.called.findall(text)}
        for name in sorted(names):
            for one in self.acting(name, called=name in called):
                yield one, f"may be .{name}"
        # Of what is imported, others may wait for what it makes happen.
        for name in sorted(called - names):
            waits = name in acting.announcing or name in acting.called_back
            if waits or name in acting.written:
                for one in self.acting(name, called=True):
                    yield one, f"may wait for .{name}"
        if Fallback.REFLECTION in facts.doubts:
            for one in self.methods:
                yield one, "may be read by its name"

    def is_imported(self, name: str) -> bool:
        """Whether only imports bind a name of the module."""
        kinds = (ItemKind.IMPORT, ItemKind.NAME)
        binders = self.binders.get(name, ())
        return bool(binders) and all(self.outline.items[one].kind in kinds for one in binders)

    def acting(self, name: str, *, called: bool) -> tuple[int, ...]:
        """Items that give objects an attribute of this name which may do something when it runs.

        ``called``: not only where the attribute itself may be code.
        """
        key = (name, called)
        known = self._acting.get(key)
        if known is None:
            known = tuple(dict.fromkeys(self._find_acting(name, called=called)))
            self._acting[key] = known
        return known

    def _find_acting(self, name: str, *, called: bool) -> Iterator[int]:
        acting = self.scopes.acting
        if acting is None:
            return
        whatever = called and acting.values_matter
        for members in self.members.values():
            found = members.get(name, ())
            yield from found if whatever else filter(self._acts, found)
        if self._local_classes:
            holders = self._local_classes.intersection(self._spelling(name, called=True))
            yield from sorted(holders)
        for start in self._given(acting, name.encode()):
            node = self.outline.root.descendant_for_byte_range(start, start + 1)
            value = acting.gives(node) if node is not None else None
            if value is None:
                continue
            if (whatever and value.type not in self.scopes.immutables) or any(
                called or self._defined(one) for one in acting.named_in(value)
            ):
                yield from self.at(start)
        if called:
            yield from self._given_in(name)
            yield from self._called_back(acting, name)

    def _given(self, acting: Acting, word: bytes) -> Iterator[int]:
        """Where a name may be given something. Its letters are looked for first."""
        source, start = self.source, self.source.find(word)
        while start >= 0:
            end = start + len(word)
            sign = acting.given.match(source, end)
            if sign is not None:
                before = source[max(0, start - 1) : start]
                if before in _QUOTES if sign[0][-1:] in _QUOTES else _APART.fullmatch(before):
                    yield start
            start = source.find(word, end)

    def _given_in(self, name: str) -> Iterator[int]:
        """Methods that set an attribute of their own object, as far as that may be a function."""
        for number, bits in self.own_uses(name):
            values = self.facts(number).own_binds.get(name, ())
            plain = all(
                not isinstance(one, str) and one.type in self.scopes.immutables for one in values
            )
            if bits & BIND and not (values and plain):
                yield number

    def _called_back(self, acting: Acting, name: str) -> Iterator[int]:
        """Methods that a library calls where one of this name is called, and who waits for that."""
        beginnings = acting.called_back.get(name)
        for members in self.members.values() if beginnings else ():
            for other, numbers in members.items():
                if beginnings and other.startswith(beginnings):
                    yield from filter(self._acts, numbers)
        if name in acting.announcing:
            for match in acting.listening.finditer(self.source):
                yield from self.at(match.start())
        if name in acting.written:
            for match in acting.written[name].finditer(self.source):
                node = self.outline.root.descendant_for_byte_range(*match.span())
                if node is not None and node.type not in self.scopes.comments:
                    yield from self.at(match.start())

    @cached_property
    def methods(self) -> tuple[int, ...]:
        """All methods that may do something."""
        return tuple(
            number
            for members in self.members.values()
            for numbers in members.values()
            for number in numbers
            if self.outline.items[number].kind is ItemKind.FUNCTION and self._acts(number)
        )

    def _acts(self, number: int) -> bool:
        item, acting = self.outline.items[number], self.scopes.acting
        if acting is None:
            return False
        if item.kind is ItemKind.FUNCTION:
            return acting.acts(item.node, self._methods.__contains__)
        return item.is_container or acting.hands_on(item.node, self._defined)

    def _defined(self, name: str) -> bool:
        """Whether a name may be that of a function or class of the file, or of none at all."""
        kinds = (ItemKind.FUNCTION, ItemKind.CLASS)
        return (
            name in self.scopes.lambdas
            or name in self._methods
            or any(self.outline.items[one].kind in kinds for one in self.binders.get(name, ()))
            or self._may_be_imported(name)
        )

    def _may_be_imported(self, name: str) -> bool:
        """Whether a name may be that of a function which is imported, or kept in a variable."""
        acting = self.scopes.acting
        return (
            acting is not None
            and acting.imports_act
            and any(
                isinstance(value, str) or value.type in self.scopes.lambdas
                for number in self.binders.get(name, ())
                for value in self.facts(number).module_binds.get(name, ())
            )
        )

    @cached_property
    def _methods(self) -> frozenset[str]:
        """The names of the methods of all classes."""
        return frozenset(
            name
            for members in self.members.values()
            for name, numbers in members.items()
            if any(self.outline.items[one].kind is ItemKind.FUNCTION for one in numbers)
        )

    @cached_property
    def _local_classes(self) -> frozenset[int]:
        """Functions with classes in them."""
        scopes, source = self.scopes, self.source
        found: set[int] = set()
        offset = source.find(scopes.class_word) if scopes.class_word else -1
        while offset >= 0:
            end = offset + len(scopes.class_word)
            node = self.outline.root.descendant_for_byte_range(offset, end)
            around = node.parent if node is not None else None
            if around is not None and around.type in scopes.value_bases:
                found.update(self.at(offset))
            offset = source.find(scopes.class_word, end)
        return frozenset(n for n in found if not self.outline.items[n].is_container)

    @cached_property
    def hooks(self) -> tuple[int, ...]:
        """Items that may do something where no call of them is written."""
        acting, items = self.scopes.acting, self.outline.items
        if acting is None:
            return ()
        found: set[int] = set()
        for owner, members in self.members.items():
            above = self.facts(owner).names
            makes = any(acting.metaclass.fullmatch(name) for name in above)
            for name, numbers in members.items():
                if acting.hooks.fullmatch(name) or (makes and name in acting.makers):
                    found.update(filter(self._acts, numbers))
        for name in acting.of_module:
            found.update(self.binders.get(name, ()))
        for number in self._local_classes:
            node = items[number].node
            if acting.local.search(self.source, node.start_byte, node.end_byte):
                found.add(number)
        if acting.unasked is not None:
            for offset in acting.unasked(self.source, self.outline.root, self._defined):
                found.update(self.at(offset))
        return tuple(sorted(found))

    def _text_of(self, item: Item) -> str:
        raw = self.source[item.node.start_byte : item.node.end_byte]
        return raw.decode("utf-8", "replace")

    def _near_spelling(self, words: re.Pattern[str]) -> Iterator[int]:
        """Items other than functions that hold one of some words."""
        source = self.source.decode("utf-8", "replace")
        spelt = [match.start() for match in words.finditer(source)]
        if not source.isascii():
            if self.scopes.nfkc and len(spelt) < len(
                words.findall(unicodedata.normalize("NFKC", source))
            ):
                # Written in other letters, and offsets no longer fit.
                yield from (n for n in range(len(self.outline.items)) if not self._is_ascii(n))
            spelt = [len(source[:offset].encode()) for offset in spelt]
        for offset in spelt:
            yield from self.at(offset)

    def _is_ascii(self, number: int) -> bool:
        node = self.outline.items[number].node
        return self.source[node.start_byte : node.end_byte].isascii()

    def at(self, offset: int) -> Iterator[int]:
        """The innermost item around an offset."""
        container = MODULE
        while True:
            children = self.outline.children.get(container, ())
            if container not in self._starts:
                starts = [self.outline.items[number].node.start_byte for number in children]
                self._starts[container] = starts
            place = bisect_right(self._starts[container], offset) - 1
            if place < 0 or self.outline.items[children[place]].node.end_byte <= offset:
                if container != MODULE:
                    yield container
                return
            container = children[place]

    def _spelling(self, name: str, *, called: bool = False) -> Sequence[int]:
        """The functions that hold a word, in order; only uncalled unless ``called``."""
        holders = self._holders.get(name, [])
        if called:
            holders = sorted({*holders, *self._holders.get(f"{name}(", ())})
        return holders

    def _read(self, numbers: Iterable[int], name: str) -> Iterator[tuple[int, int]]:
        for number in numbers:
            bits = self.facts(number).names.get(name, 0)
            if bits:
                yield number, bits

    def _words_of(self, item: Item) -> set[str] | None:
        """Note the words of a function; ``None`` if it is to be read closely at once."""
        text = self.source[item.node.start_byte : item.node.end_byte]
        hidden = self.scopes.hidden_names
        if hidden and any(sign in text for sign in hidden):
            return None
        words = set(self._words.findall(text.decode("utf-8", "replace")))
        if self.scopes.casefold:
            words = {word.lower() for word in words}
        if not text.isascii():
            words = self._names(words)
        if self.scopes.mangles and b"__" in text:
            words |= {short for word in words if (short := unmangled(word))}
        if not self._alarms.isdisjoint(words):
            return None
        number = item.number
        for word in words:
            self._holders[word].append(number)
        return words

    def _bound(
        self, read: frozenset[int]
    ) -> tuple[Mapping[str, list[int]], Mapping[int, Mapping[str, list[int]]]]:
        binders: dict[str, list[int]] = defaultdict(list)
        members: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for item in self.outline.items:
            number = item.number
            if number in read:
                facts = self.facts(number)
                bound, of_module = facts.binds.keys(), facts.module_binds.keys()
            else:
                bound = of_module = {self._name(item): None}.keys()
            if item.owner != MODULE:
                for name in bound:
                    members[item.owner][name].append(number)
                if number not in read:
                    continue
            for name in of_module:
                binders[name].append(number)
        return binders, members

    def _name(self, item: Item) -> str:
        name = item.core.child_by_field_name("name")
        if name is None:
            return ""
        spelt = self.source[name.start_byte : name.end_byte].decode("utf-8", "replace")
        return as_compared(spelt, self.scopes)

    def _names(self, words: Iterable[str]) -> set[str]:
        """The words as the language compares them."""
        found = set(words)
        if self.scopes.nfkc:
            strange = {word for word in found if not word.isascii()}
            found |= {unicodedata.normalize("NFKC", word) for word in strange}
            found -= {word for word in strange if not unicodedata.is_normalized("NFKC", word)}
        return found

    def _families(self) -> Mapping[int, frozenset[int]]:
        classes = [item.number for item in self.outline.items if item.kind is ItemKind.CLASS]
        named: dict[str, list[int]] = defaultdict(list)
        for number in classes:
            for name in self.facts(number).binds:
                named[name].append(number)
        bases: dict[int, set[int]] = {
            number: {base for name in self.facts(number).names for base in named.get(name, ())}
            for number in classes
        }
        for same in named.values():  # Opened again.
            _within_limit(len(same) ** 2)
            for number in same:
                bases[number].update(same)
        if self.scopes.inner_classes_share:
            for number in classes:
                owner = self.outline.items[number].owner
                if owner != MODULE:
                    bases[number].add(owner)
        derived: dict[int, set[int]] = defaultdict(set)
        for number, above in bases.items():
            for base in above:
                derived[base].add(number)
        families: dict[int, frozenset[int]] = {}
        size = 0
        for number in classes:
            family = frozenset(_reached(number, bases) | _reached(number, derived))
            families[number] = family
            size += len(family)
            _within_limit(size)
        return families


def _within_limit(relations: int) -> None:
    if relations > FAMILY_LIMIT:
        raise CannotSlice(Fallback.SLICE_LIMIT)


@cache
def _words(signs: str) -> re.Pattern[str]:
    """Words, with the bracket if one follows: what is called or defined there is not changed there.

    What is not ASCII is taken to be part of a word: no identifier goes beyond it.
    """
    return re.compile(f"[A-Za-z0-9_{re.escape(signs)}\x80-\U0010ffff]+\\(?")


@cache
def _as_bytes(words: frozenset[str]) -> tuple[frozenset[bytes], tuple[bytes, ...]]:
    """Those that are one word each, and what has other signs in it."""
    whole = {word for word in words if _WORD_BYTES.fullmatch(word.encode())}
    return frozenset(w.encode() for w in whole), tuple(w.encode() for w in words - whole)


_WORD_BYTES = re.compile(rb"\w+")


@cache
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(words)))})\b")


_UNNAMED = re.compile(rb"\bnew\b[^;]{0,300}\)\s{0,80}\{")
"""Where a class without a name may begin."""


def _is_told(text: str, word: str, harmless: Fits) -> bool:
    """Whether a text holds a word where it is not harmless."""
    at = text.find(word)
    while at >= 0:
        if harmless.match(text, at) is None:
            return True
        at = text.find(word, at + 1)
    return False


def _alarms(scopes: ScopeTable) -> frozenset[str]:
    """Words for which a function is read at once: it may change what it does not spell."""
    rewriting = (Doubt.EVALUATES, Doubt.NAMESPACE, Doubt.WRITES_BY_NAME)
    reflection = {**scopes.reflection, **scopes.reflective_methods}
    words = {
        *(name for name, known in reflection.items() if known.doubt in rewriting),
        *scopes.namespaces,
        *scopes.builtin_modules,
        *scopes.dictionaries,
        *scopes.wildcards,
        *scopes.poisons,
        *scopes.rewriting,
        *scopes.wholes,
        *scopes.global_objects,
    }
    return frozenset(words | {f"{word}(" for word in words})


def _inverted(uses: Iterable[tuple[int, Mapping[str, int]]]) -> dict[str, list[tuple[int, int]]]:
    users: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, names in uses:
        for name, bits in names.items():
            if bits:
                users[name].append((number, bits))
    return users


def _reached(start: int, edges: Mapping[int, set[int]]) -> set[int]:
    reached, pending = {start}, [start]
    while pending:
        for following in edges.get(pending.pop(), ()):
            if following not in reached:
                reached.add(following)
                pending.append(following)
    return reached
