"""Functions and classes: which names they hide, what their parameters are, and who ``self`` is.

Defaults and annotations are read where the definition stands, bodies in a level of their own.
"""

from tree_sitter import Node

from fpcache_ops.evidence.languages.scopes import Binder, Flow
from fpcache_ops.evidence.names import binding
from fpcache_ops.evidence.names.facts import DEFINED, IMPORTED, UNKNOWN, Bound
from fpcache_ops.evidence.names.notes import Notes
from fpcache_ops.evidence.names.uses import BIND, LATER_FLOWS, READ, WRITE
from fpcache_ops.evidence.outline import Item, ItemKind, Outline
from fpcache_ops.evidence.syntax import fielded, part


def header(notes: Notes, item: Item, layout: Outline) -> None:
    """The header of a container: its name, its bases, what it is given."""
    if item.kind is ItemKind.IMPORT:
        return
    for node, field in layout.header(item):
        if field == notes.scopes.not_names.get(item.core.type, ""):
            continue
        if field == "name" and item.kind in (ItemKind.CLASS, ItemKind.GROUP):
            notes.bind(0, notes.last_name(node), DEFINED)
        elif node.type in notes.scopes.parameter_lists or field in (notes.scopes.parameter_fields):
            given = IMPORTED if _wraps_a_module(notes, item, layout) else UNKNOWN
            _header_parameters(notes, node, given)
        else:
            notes.pending.append((node, 0, Flow.READ))


def _header_parameters(notes: Notes, node: Node, given: Bound) -> None:
    """Parameters of what wraps a module; what they are given is looked at."""
    scopes = notes.scopes
    listed = node.type in scopes.parameter_lists
    for parameter in node.named_children if listed else [node]:
        field = scopes.parameters.get(parameter.type)
        target = part(parameter, field) if field else parameter
        for name in notes.identifiers(parameter):
            notes.use(0, name, READ)
        for name in notes.identifiers(target or parameter):
            notes.bind(0, name, given)


def _wraps_a_module(notes: Notes, item: Item, layout: Outline) -> bool:
    """Whether what wraps a module is given others only, or what browsers have anyhow."""
    scopes = notes.scopes
    for node in item.spine:
        if node.type not in scopes.calls:
            continue
        callee = scopes.calls[node.type]
        function, given = part(node, callee.function), part(node, callee.arguments)
        if function is None or given is None:
            return False
        return notes.text(function) in scopes.wrapping_calls or all(
            one.id in layout.holes
            or one in item.spine
            or (one.type in scopes.identifiers and notes.text(one) in scopes.builtins)
            for one in given.named_children
        )
    return False


def find_self(notes: Notes, item: Item) -> None:
    """The first parameter of a method is the object; only some names for it are customary."""
    scopes = notes.scopes
    if scopes.self_word:
        notes.self_name, notes.self_is_plain = scopes.self_word, True
    if not scopes.first_parameter_is_self or item.kind is not ItemKind.FUNCTION:
        return
    for decorator in item.node.named_children:
        if decorator.type in scopes.decorators and any(
            name in scopes.static_decorators for name in notes.identifiers(decorator)
        ):
            return
    for child in item.core.named_children:
        if child.type in scopes.parameter_lists and child.named_child_count:
            notes.self_name = next(notes.identifiers(child.named_children[0]), None)
            notes.self_is_plain = notes.self_name not in scopes.self_names
            return


def loose_method(notes: Notes, item: Item) -> None:
    """A method that its class does not hold: an attribute of anything."""
    name = item.core.child_by_field_name("name")
    if name is None:
        return
    method = notes.text(name)
    notes.attribute(method, BIND)
    if method in notes.scopes.implicit_members:
        for child in item.core.named_children:
            if child.type in notes.scopes.parameter_lists:
                for of in notes.identifiers(child):
                    notes.use(0, of, WRITE)
                return


def nested_class(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """A class inside an item: what it binds hides nothing from its methods."""
    body = node.child_by_field_name(notes.scopes.classes[node.type])
    inside = notes.enter(scope, False)
    for child, field in fielded(node):
        if field == "name":
            notes.bind(scope, notes.text(child), DEFINED)
        elif child == body:
            notes.pending.append((child, inside, Flow.READ))
        else:
            notes.pending.append((child, scope, Flow.READ))


def function(notes: Notes, node: Node, scope: int, flow: Flow) -> None:
    """A function inside an item, or the item itself."""
    scopes = notes.scopes
    later = node.id != notes.outermost and (
        node.type in scopes.deferred or (bool(scopes.deferred) and flow in LATER_FLOWS)
    )
    inside = notes.enter(scope, True, later=later)
    bodies = scopes.scopes[node.type]
    for child, found in fielded(node):
        field = found or ""
        if child.type in scopes.parameter_lists:
            _parameters(notes, child, scope, inside)
        elif field in scopes.parameter_fields:
            binding.bind_target(notes, child, inside, Binder(), None)
        elif field in bodies:
            notes.pending.append((child, inside, Flow.ESCAPE))
        elif field == "name" and node.type in scopes.lambdas:
            notes.bind(inside, notes.text(child), DEFINED)
        elif field == "name" and (
            child.type in scopes.identifiers or child.type in scopes.member_names
        ):
            notes.define(scope, notes.text(child))
        else:
            notes.pending.append((child, scope, Flow.READ))


def _parameters(notes: Notes, node: Node, outside: int, inside: int) -> None:
    """Defaults and annotations are read where the function is defined."""
    scopes = notes.scopes
    form = Binder()
    for parameter in node.named_children:
        field = scopes.parameters.get(parameter.type)
        if field is None:
            binding.bind_target(notes, parameter, inside, form, None)
            continue
        targets = parameter.children_by_field_name(field) if field else []
        if not targets and parameter.named_child_count and not field:
            targets = parameter.named_children[:1]
        signs = scopes.promotions.get(parameter.type, ())
        promoted = any(child.type in signs for child in parameter.children)
        for child in parameter.named_children:
            if child in targets:
                binding.bind_target(notes, child, inside, form, None)
                if promoted:
                    notes.own_attribute(notes.text(child), BIND)
                    notes.own_binds.setdefault(notes.text(child), []).append(UNKNOWN)
            else:
                notes.pending.append((child, outside, Flow.ESCAPE))


def base(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """What a class inherits from is part of it."""
    for name in notes.identifiers(node):
        notes.use(scope, name, READ)
