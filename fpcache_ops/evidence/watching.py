"""What a name stands for, as far as its bindings tell, and so which uses may change it.

A number can only be replaced; a list may be changed by whoever gets hold of it; what a call
returned may be anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tree_sitter import Node

from fpcache_ops.evidence.index import Index
from fpcache_ops.evidence.names.facts import DEFINED, IMPORTED, MODULE_ITSELF, Bound
from fpcache_ops.evidence.names.uses import (
    BIND,
    BOUND,
    CALL,
    CHANGED,
    DECORATE,
    DEEP,
    ELEMENT,
    ESCAPE,
    MUTATE,
    PUBLISHED,
    RESULT,
    TEACH,
    WRITE,
)
from fpcache_ops.evidence.syntax import part

VALUES_LIMIT = 50
"""Values of one name that are looked at; with more it is taken to change anyhow."""

LITERAL_LIMIT = 2000
"""Nodes of a value that are looked at; a larger one is taken to change anyhow."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Which uses of a name may change what it stands for.

    ``inside``: in a function. ``import_time``: in a statement of the module or of a class body,
    ``effect`` if this statement is there for what it does, not for what it binds.
    """

    inside: int
    import_time: int
    effect: int

    def __or__(self, other: "Watch") -> "Watch":
        return Watch(
            self.inside | other.inside,
            self.import_time | other.import_time,
            self.effect | other.effect,
        )


def anywhere(bits: int) -> Watch:
    """These uses, wherever they are."""
    return Watch(bits, bits, bits)


NOTHING = anywhere(0)
# A value that cannot change: only the name can be given another.
IMMUTABLE = anywhere(BIND)
# A display such as a list: whoever gets hold of it can change it.
_FLAT = anywhere(CHANGED | CALL | DECORATE | ESCAPE | BOUND | PUBLISHED)
# One that holds others: whoever gets hold of these can change them.
_NESTED = _FLAT | anywhere(ELEMENT | RESULT | DEEP)
# Whatever a call returned. Making functions known to it is what such objects are for.
OPAQUE = anywhere(CHANGED | DEEP | CALL | ESCAPE | RESULT | BOUND | TEACH | PUBLISHED)
# An object that is known by its attributes, which are followed one by one.
_FLAT_RECORD = anywhere(CHANGED | DECORATE | ESCAPE | BOUND | PUBLISHED)
_NESTED_RECORD = _FLAT_RECORD | anywhere(ELEMENT | RESULT)
# Configured nowhere: loggers, compiled patterns.
INERT = anywhere(BIND | WRITE)
# Imported: its state belongs to another file, so nothing can be proven from it. What is patched in
# it is seen as an attribute of that name.
_OF_IMPORTED = Watch(CHANGED, CHANGED, CHANGED | CALL | ESCAPE)
_OF_MODULE = Watch(CHANGED & ~MUTATE | ESCAPE, CHANGED & ~MUTATE | ESCAPE, CHANGED | CALL | ESCAPE)
# Defined in this file: its body is in the slice, and knows its arguments no better than we do.
OF_DEFINED = Watch(CHANGED | DECORATE, CHANGED | DECORATE, CHANGED | DECORATE | CALL | ESCAPE)
# A function that is in the slice because of what it returns.
RETURNING = anywhere(RESULT)
# A field: of most nothing can be proven, for code elsewhere may write them.
FIELD = anywhere(CHANGED)
# The same where any object may have any field, and hold anything in it.
_OPEN_FIELD = anywhere(CHANGED | DEEP | ESCAPE | RESULT | BOUND)

_DISPLAYS = (_FLAT, _NESTED, _FLAT_RECORD, _NESTED_RECORD)
# Where what a library does is set in its objects: ``axios.defaults.baseURL = ...``.
_SET_UP = {
    IMPORTED: _OF_IMPORTED | anywhere(DEEP),
    MODULE_ITSELF: _OF_MODULE | anywhere(DEEP),
}
DEFINITIONS = (_OF_IMPORTED, _OF_MODULE, OF_DEFINED, *_SET_UP.values())
_BY_KIND = {IMPORTED: _OF_IMPORTED, MODULE_ITSELF: _OF_MODULE, DEFINED: OF_DEFINED}


class Values:
    """How closely what is bound in a file is to be watched."""

    def __init__(self, known: Index) -> None:
        self._index = known

    def of(self, name: str, binders: Iterable[int]) -> Watch:
        """Of a name of the module, by what these items bind it to."""
        values = [
            value for number in binders for value in self._index.facts(number).module_binds[name]
        ]
        if len(values) > VALUES_LIMIT:
            return _NESTED
        watch = NOTHING
        for value in values:
            watch |= self._value(value)
        return watch

    def display(self, values: Iterable[Bound]) -> Watch:
        """Of a field with these values: only of displays anything can be proven."""
        values, scopes = tuple(values), self._index.scopes
        if len(values) > VALUES_LIMIT:
            return _NESTED
        watch = NOTHING
        for value in values:
            found = self._value(value)
            if found in _DISPLAYS:
                watch |= found
            elif found is OPAQUE and scopes.open_objects:
                watch |= _OPEN_FIELD
        return watch

    def _value(self, value: Bound) -> Watch:
        if isinstance(value, str):
            kind = MODULE_ITSELF if value.startswith(MODULE_ITSELF) else value
            if kind in _SET_UP and self._index.scopes.global_objects:
                return _SET_UP[kind]
            return _BY_KIND.get(kind, OPAQUE)
        scopes = self._index.scopes
        node = value
        for _ in range(VALUES_LIMIT):
            inner: Node | None = None
            if node.type in scopes.transparent and node.named_child_count == 1:
                inner = node.named_children[0]
            elif node.type in scopes.binders:  # ``a = b = 1``
                inner = node.child_by_field_name(scopes.binders[node.type].value)
            if inner is None:
                break
            node = inner
        if node.type in scopes.lambdas or self._is_exported(node):
            return OF_DEFINED
        if node.type in scopes.calls:
            return self._returned(node)
        if self._cannot_change(node):
            return IMMUTABLE
        if node.type in scopes.containers:
            flat = all(self._cannot_change(child) for child in node.named_children)
            if node.type in scopes.records:
                return _FLAT_RECORD if flat else _NESTED_RECORD
            return _FLAT if flat else _NESTED
        return OPAQUE

    def _is_exported(self, node: Node) -> bool:
        """``module.exports``: what this file itself makes of it."""
        scopes = self._index.scopes
        if not scopes.export_roots:
            return False
        while node.type in scopes.members:
            inner = part(node, scopes.members[node.type][0])
            if inner is None:
                return False
            node = inner
        root = self._index.source[node.start_byte : node.end_byte].decode(errors="replace")
        return root in scopes.export_roots

    def _returned(self, node: Node) -> Watch:
        """What a call returns, where its name tells."""
        scopes = self._index.scopes
        callee = scopes.calls[node.type]
        function = part(node, callee.function or callee.name)
        if function is None:
            return OPAQUE
        first = function if callee.function else node
        name = self._index.source[first.start_byte : function.end_byte].decode(errors="replace")
        name = name.partition("<")[0]
        if callee.object and scopes.freezing:
            frozen, method = part(node, callee.object), part(node, callee.name)
            if (
                frozen is not None
                and method is not None
                and (
                    self._index.source[method.start_byte : method.end_byte].decode(errors="replace")
                    in scopes.freezing
                )
            ):
                inside = self._value(frozen)
                return IMMUTABLE if inside is _FLAT else inside
        if name in scopes.inert:
            return INERT
        if self._is_plain(name):
            return IMMUTABLE
        if name in scopes.constructors and name not in self._index.binders:
            return _NESTED
        return OPAQUE

    def _is_plain(self, name: str) -> bool:
        """Whether a function returns what cannot be changed, and nobody replaces it."""
        known = self._index
        module, _, function = name.partition(".")
        return (
            function in known.scopes.plain.get(module, ())
            and known.module(module) == module
            and not known.wildcards
            and not any(
                bits & CHANGED
                for one in function.split(".")
                for _, bits, _ in known.attribute_uses(one)
            )
        )

    def _cannot_change(self, top: Node) -> bool:
        scopes = self._index.scopes
        if top.descendant_count > LITERAL_LIMIT:
            return False
        pending = [top]
        while pending:
            node = pending.pop()
            if node.type in scopes.immutables:
                continue
            if node.type not in scopes.composites:
                return False
            pending += node.named_children
        return True
