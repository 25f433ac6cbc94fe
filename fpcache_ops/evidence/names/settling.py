"""Which names are local, when all has been read, and with that the facts.

What a level uses and does not bind itself is done to the level around it; what reaches the last one
is done to the module.
"""

from collections.abc import Iterable, Mapping

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.names.facts import Bound, Facts
from fpcache_ops.evidence.names.notes import Notes
from fpcache_ops.evidence.names.uses import BIND, CHANGED, LATER, READ

_Values = dict[str, list[Bound]]
_Fixed = Mapping[str, tuple[Bound, ...]]


def settled(notes: Notes) -> Facts:
    """The facts of an item of which all has been read."""
    top = notes.levels[0]
    declared = _carried_outward(notes)
    of_names: dict[str, dict[str, int]] = {}
    for attribute, name, bits in top.attributes:
        known = of_names.setdefault(attribute, {})
        known[name] = known.get(name, 0) | bits
    _look_for_rewriting(notes, of_names)
    if notes.in_class and notes.scopes.implicit_self:
        _take_for_own(notes)
    binds, module_binds = _fixed(top.binds), dict(_fixed(declared))
    if notes.in_class:
        for name in binds.keys() - declared.keys():
            top.uses[name] &= ~BIND
            if top.uses[name] == READ:
                del top.uses[name]
    else:
        for name, values in binds.items():
            module_binds[name] = values + module_binds.get(name, ())
    return Facts(
        binds=binds,
        module_binds=module_binds,
        own_binds=_fixed(notes.own_binds),
        attribute_binds=_fixed(notes.attribute_binds),
        annotated=frozenset(top.annotated - top.uses.keys()),
        names=top.uses,
        own=notes.own,
        of_names=of_names,
        attributes=notes.attributes,
        soft=frozenset(notes.soft),
        taken=frozenset(notes.taken),
        operates_on_self=notes.operates_on_self,
        leaks_self=notes.leaks_self,
        writes_any=notes.writes_any,
        writes_any_own=notes.writes_any_own,
        exits=notes.exits,
        compares=notes.compares,
        binds_any=notes.binds_any,
        doubts=frozenset(notes.doubts),
        poisons=frozenset(notes.poisons),
    )


def _carried_outward(notes: Notes) -> _Values:
    """Carry to the level around what is not local, innermost first; what belongs to the module."""
    top = notes.levels[0]
    declared: _Values = {}
    for level in reversed(notes.levels[1:]):
        around = notes.levels[level.parent]
        local = level.binds if level.hides else {}
        if not level.hides:
            notes.soft.update(level.binds)
        for name in level.declared & level.binds.keys():
            declared.setdefault(name, []).extend(level.binds[name])
        for name, given in level.assigned.items():
            if name not in local:
                around.assigned.setdefault(name, []).extend(given)
        for name, bits in level.uses.items():
            if name in level.declared:
                top.use(name, bits)
            elif name not in local:
                outside = bits & ~BIND
                if level.later:
                    outside = (outside | outside >> LATER) << LATER
                around.use(name, outside)
        around.annotated |= level.annotated - level.binds.keys()
        for attribute, name, bits in level.attributes:
            if name in level.declared:
                top.attributes.append((attribute, name, bits))
            elif name in local:
                notes.attribute(attribute, bits)
            else:
                around.attributes.append((attribute, name, bits))
    for name, given in top.assigned.items():
        top.use(name, BIND)
        declared.setdefault(name, []).extend(given)
    return declared


def _look_for_rewriting(notes: Notes, of_names: Iterable[str]) -> None:
    """Names that need not be called to be dangerous: whoever has them may do it."""
    uses = notes.levels[0].uses
    if not notes.kinds.rewriters.isdisjoint(uses):
        notes.poisons.add(Fallback.EVALUATED_CODE)
    if not notes.scopes.namespaces.isdisjoint((*uses, *notes.taken)):
        notes.poisons.add(Fallback.NAMESPACE)
    for name, sign in notes.scopes.rewriting.items():
        if sign in notes.source:
            named = (uses, notes.attributes, of_names, notes.taken)
            notes.writes_any |= any(name in one for one in named)


def _take_for_own(notes: Notes) -> None:
    """Where ``self`` need not be written: any name may be a field of it."""
    top = notes.levels[0]
    for name, bits in top.uses.items():
        notes.own[name] = notes.own.get(name, 0) | bits | bits >> LATER
        if bits & CHANGED:
            notes.attribute(name, bits)
    for name, given in top.assigned.items():
        notes.own_binds.setdefault(name, []).extend(given)


def _fixed(values: _Values) -> _Fixed:
    return {name: tuple(given) for name, given in values.items()}
