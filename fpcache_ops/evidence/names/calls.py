"""What a call does with its arguments, by what is known of the callee.

Of a callee that is not known the arguments may get out, and be changed by whoever has them.
"""

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.languages.scopes import Flow
from fpcache_ops.evidence.names import reflection
from fpcache_ops.evidence.names.facts import IMPORTED, UNKNOWN
from fpcache_ops.evidence.names.notes import Notes
from fpcache_ops.evidence.names.spelling import as_compared
from fpcache_ops.evidence.names.uses import BIND, WRITE
from fpcache_ops.evidence.syntax import part


def queue_arguments(
    notes: Notes, arguments: Node | None, function: Node, is_method: bool, scope: int
) -> None:
    """Queue the arguments of a call, by what the callee is known to do with them."""
    scopes = notes.scopes
    core = function
    while core.type in scopes.transparent and core.named_child_count == 1:
        core = core.named_children[0]
    name, method = "", ""
    if is_method:
        method = notes.text(core)
        flow = scopes.harmless_methods.get(method, Flow.ESCAPE)
    elif core.type in scopes.identifiers:
        name = notes.text(core)
        flow = scopes.harmless_calls.get(name, Flow.ESCAPE)
    else:
        if core.type in scopes.members:
            named = part(core, scopes.members[core.type][1])
            method = notes.text(named) if named is not None else ""
        flow = scopes.harmless_methods.get(method, Flow.ESCAPE)
    if flow is Flow.ESCAPE and method in scopes.registrations and scopes.deferred:
        flow = Flow.LATER
    if scope == 0 and (name or method) in scopes.exits:
        notes.exits = True
    given = arguments.named_children if arguments is not None else []
    if arguments is not None and arguments.type in scopes.strings:
        # What stands in a text behind a tag is what the tag is called with.
        inside = [one for one in given if one.type in scopes.interpolations]
        given = [one for each in inside for one in each.named_children]
    given = [one for one in given if one.type not in scopes.comments]
    given = [
        one.named_children[0]
        if one.type in scopes.argument_wrappers and one.named_child_count == 1
        else one
        for one in given
    ]
    if (name or method) in scopes.asking_calls:
        notes.compares = True
    if name in scopes.defining_calls:
        _defined_by_call(notes, given[scopes.defining_calls[name] :][:1], scope)
    if name in scopes.library_calls and scope == 0:
        _library(notes, given)
    by_name = scopes.reflection.get(name) or scopes.reflective_methods.get(method)
    if by_name is not None:
        reflection.reflected(notes, by_name.doubt, by_name.argument, given, scope)
        if notes.is_self(given):
            given = given[1:]
    changes = method in scopes.mutators or method in scopes.reflective_methods
    if given and changes and notes.text(given[0]) in scopes.global_objects:
        notes.poisons.add(Fallback.NAMESPACE)  # ``Reflect.set(globalThis, name, value)``
    if name in scopes.dictionaries and not given and scope == 0:
        notes.poisons.add(Fallback.NAMESPACE)
    if flow is Flow.INHERIT:  # ``super(Shop, self)`` says nothing of either.
        return
    if arguments is not None:
        # ``f(x for x in y)``: the generator stands where the list of arguments would.
        listed = arguments.type in scopes.argument_lists or arguments.type in scopes.strings
        notes.queue(given if listed else [arguments], scope, flow)
        if scopes.by_reference and flow is Flow.ESCAPE:
            _rebound(notes, given, scope)


def gives_its_object(notes: Notes, arguments: Node | None, function: Node) -> bool:
    """Whether a method calls a function with its object: ``list.map((item, at, list) => ...)``."""
    scopes = notes.scopes
    named: Node | None = None
    if function.type in scopes.members:
        named = part(function, scopes.members[function.type][1])
    elif function.type in scopes.subscripts:
        named = function.named_children[-1]
    name = notes.text(named).strip("\"'") if named is not None else ""
    limit = scopes.visitors.get(name)
    if limit is None or arguments is None:
        return False
    given = [one for one in arguments.named_children if one.type not in scopes.comments]
    return bool(given) and _takes_more(notes, given[0], limit)


def _takes_more(notes: Notes, given: Node, limit: int) -> bool:
    """Whether a function may look at more than so many arguments."""
    scopes = notes.scopes
    if given.type not in scopes.lambdas:
        return notes.text(given) not in scopes.builtins
    lists = [one for one in given.named_children if one.type in scopes.parameter_lists]
    taken = [one for each in lists for one in each.named_children]
    more = len(taken) > limit or any("..." in notes.raw(one) for one in taken)
    return more or "arguments" in notes.raw(given)


def _defined_by_call(notes: Notes, given: list[Node], scope: int) -> None:
    """``define("LIMIT", 5)``."""
    for one in given:
        name = notes.constant(one)
        if name is None:
            notes.poisons.add(Fallback.NAMESPACE)
        else:
            name = as_compared(name.rpartition("\\")[2], notes.scopes)
            notes.levels[scope].assigned.setdefault(name, []).append(UNKNOWN)


def _library(notes: Notes, given: list[Node]) -> None:
    """``require "json"``: what it defines, if that is known."""
    names = [notes.constant(one) for one in given]
    for name in names:
        known = notes.scopes.libraries.get(name or "")
        if known is None:
            notes.binds_any = True
            return
        for one in known:
            notes.bind(0, one, IMPORTED)


def _rebound(notes: Notes, given: list[Node], scope: int) -> None:
    """A variable that is handed out by reference may be another one afterwards."""
    for one in given:
        if one.type in notes.scopes.identifiers:
            notes.use(scope, notes.text(one), BIND | WRITE)
