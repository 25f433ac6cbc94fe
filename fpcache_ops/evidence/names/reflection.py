"""Names that are values: ``getattr``, ``setattr``, ``eval``, ``globals``.

A name that is written out is followed like any other. A computed one is a doubt of the item, or,
where it may bind anything, one about the whole file.
"""

import re

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.languages.scopes import Doubt, Flow
from fpcache_ops.evidence.names.facts import UNKNOWN
from fpcache_ops.evidence.names.notes import Notes
from fpcache_ops.evidence.names.spelling import as_compared
from fpcache_ops.evidence.names.uses import BIND, ELEMENT, ESCAPE, READ, WRITE

_WORD = re.compile(r"[^\W\d]\w*")


def doubtful_kind(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """A statement that evaluates, or includes, by itself: ``exec``, ``with``, ``include``."""
    reflected(notes, notes.scopes.doubtful_kinds[node.type], 0, node.named_children, scope)
    notes.queue(node.named_children, scope, Flow.ESCAPE)


def reflected(notes: Notes, doubt: Doubt, argument: int, given: list[Node], scope: int) -> None:
    """Something that is known to work by names is called, with these arguments."""
    scopes = notes.scopes
    named = given[argument] if argument < len(given) else None
    constant = notes.constant(named) if named is not None else None
    if constant is not None and scopes.sigils:
        constant = as_compared(constant, scopes)
    known = constant is not None and constant.isidentifier()
    match doubt:
        case Doubt.EVALUATES:
            if given or not scopes.accessors_call:  # Else it is given a block.
                notes.poisons.add(Fallback.EVALUATED_CODE)
            # A builtin that constant code calls may be another function of this file.
            for constant_code in filter(None, map(notes.constant, given[:1])):
                for word in sorted(scopes.builtins.intersection(_WORD.findall(constant_code))):
                    notes.use(scope, as_compared(word, scopes), READ)
        case Doubt.INCLUDES:
            if scope == 0 and not notes.in_class:
                notes.poisons.add(Fallback.EVALUATED_CODE)
        case Doubt.NAMESPACE:
            notes.poisons.add(Fallback.NAMESPACE)
        case Doubt.COMPUTED_NAMES:
            names = [notes.constant(one) for one in given]
            for name in names:
                if name is not None:
                    notes.use(scope, as_compared(name, scopes), READ)
            if scope == 0 and not notes.in_class and (None in names or not names):
                notes.poisons.add(Fallback.UNBOUND_NAME)
        case Doubt.CALLS_BY_NAME:
            if named is not None and constant is None:
                notes.doubts.add(Fallback.REFLECTION)
        case Doubt.READS_BY_NAME:
            if known and constant is not None:
                _named_attribute(notes, given, constant, ELEMENT | ESCAPE)
            else:
                notes.doubts.add(Fallback.REFLECTION)
        case Doubt.WRITES_BY_NAME:
            if known and constant is not None:
                _named_attribute(notes, given, constant, BIND)
            elif not argument or not (given and given[0].type in scopes.containers):
                notes.writes_any_own |= notes.is_self(given)
                notes.writes_any |= not notes.is_self(given) or notes.self_is_plain
                notes.doubts.add(Fallback.REFLECTION)
            if given and given[0].type in scopes.identifiers:
                name = notes.text(given[0])
                notes.use(scope, name, WRITE)
                if name in scopes.builtin_modules:
                    notes.poisons.add(Fallback.NAMESPACE)


def named(notes: Notes, name: str) -> None:
    """``map(getattr, ...)``: what it will be called with cannot be seen here."""
    if notes.scopes.reflection[name].doubt is Doubt.WRITES_BY_NAME:
        notes.writes_any = notes.writes_any_own = True
    notes.doubts.add(Fallback.REFLECTION)


def _named_attribute(notes: Notes, given: list[Node], name: str, bits: int) -> None:
    if notes.is_self(given):
        notes.own_attribute(name, bits)
        if bits & BIND:
            notes.own_binds.setdefault(name, []).append(UNKNOWN)
    else:
        notes.attribute(name, bits)
