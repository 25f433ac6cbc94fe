"""Forms that bind: assignments, loops, patterns, declarations, what is handed out by reference.

A form is data (``Binder``): which fields are targets, what they are given, how far the name
reaches. A target that is no bare name is a chain, of which the last link is written.
"""

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.languages.scopes import Binder, Flow, Reach
from fpcache_ops.evidence.names import chains, imports
from fpcache_ops.evidence.names.facts import IMPORTED, UNKNOWN, Bound
from fpcache_ops.evidence.names.notes import Notes
from fpcache_ops.evidence.names.uses import BIND, ELEMENT, ESCAPE, READ
from fpcache_ops.evidence.syntax import fielded, part


def binder(notes: Notes, node: Node, scope: int, flow: Flow) -> None:
    """What binds names: to a value, to what it iterates over, or to nothing known."""
    form = notes.scopes.binders[node.type]
    value: Bound | None = part(node, form.value) if form.value else None
    flow_in = form.flow
    if value is not None and notes.scopes.import_calls:
        value = imports.required(notes, value) or value
    if notes.scopes.export_roots and _exports(notes, node, form):
        flow_in = Flow.PUBLISH
    for place, (child, found) in enumerate(fielded(node)):
        field = found or str(place)
        if field in form.targets or not form.targets:
            bind_target(notes, child, scope, form, value)
        elif field and field == form.value:
            notes.pending.append((child, scope, flow_in))
        else:
            inner = notes.kinds.flows[node.kind_id]
            notes.pending.append((child, scope, flow if inner < 0 else inner))


def reference(notes: Notes, node: Node, scope: int, flow: Flow) -> None:
    """``&x``: whoever has it may assign to ``x``."""
    field, signs = notes.scopes.references[node.type]
    sign, given = node.child_by_field_name("operator"), node.child_by_field_name(field)
    if sign is None or sign.type not in signs:
        given = None
    for child in node.named_children:
        if child == given:
            give_out(notes, child, scope, Reach.OUTWARD)
        else:
            notes.pending.append((child, scope, flow))


def capture(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """``use (&$x)``: a function assigns to a variable around it."""
    for child in node.named_children:
        give_out(notes, child, scope, Reach.FUNCTION)


def give_out(notes: Notes, node: Node, scope: int, reach: Reach) -> None:
    """Something that others may assign to."""
    bind_target(notes, node, scope, Binder(reach=reach, also_reads=True), None)
    if node.type in notes.scopes.identifiers:
        notes.use(scope, notes.text(node), ESCAPE)


def mixed_pattern(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """A name in it may be captured or compared with: both are assumed."""
    for name in notes.identifiers(node):
        notes.soft.add(name)
        if scope == 0:
            notes.bind(scope, name, UNKNOWN)
        notes.use(scope, name, READ)


def typevar(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """A name that stands for any type."""
    for name in notes.identifiers(node):
        notes.soft.add(name)
        notes.use(scope, name, READ)


def declare(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """The names belong to the module, whatever this function does to them."""
    notes.levels[scope].declared |= set(notes.identifiers(node))
    if scope == 0 and notes.in_class:
        notes.poisons.add(Fallback.NAMESPACE)


def _is_plain(target: Node) -> bool:
    """Whether a target is assigned to by ``=``."""
    sign = target.parent.child_by_field_name("operator") if target.parent else None
    return sign is not None and sign.type == "="


def _reach(notes: Notes, target: Node, form: Binder) -> Reach:
    """To what a name is local, by the words or kinds around its binding."""
    node = target.parent if form.reaches else None  # A parent is looked for from the root.
    if node is None:
        return form.reach
    word = node.child_by_field_name("kind")
    spelt = notes.text(word) if word is not None else ""
    around = node.parent.type if node.parent is not None else ""
    signs = [around, spelt, *(child.type for child in node.children if not child.is_named)]
    return next((form.reaches[one] for one in signs if one in form.reaches), form.reach)


def _exports(notes: Notes, node: Node, form: Binder) -> bool:
    """``module.exports = ...``."""
    at = node.child_by_field_name(form.targets[0]) if form.targets else None
    while at is not None and at.type in notes.scopes.members:
        at = part(at, notes.scopes.members[at.type][0])
    return at is not None and notes.text(at) in notes.scopes.export_roots


def bind_target(notes: Notes, top: Node, scope: int, form: Binder, value: Bound | None) -> None:
    """Bind the names of a target; of a chain the last link is written."""
    scopes = notes.scopes
    reads = form.also_reads and not _is_plain(top)
    pending = [top]
    while pending:
        at = pending.pop()
        kind = at.type
        if kind in scopes.identifiers or kind in scopes.member_names:
            name = notes.text(at)
            known = value if value is not None and at == top else UNKNOWN
            if isinstance(value, str) and known is UNKNOWN:
                known = IMPORTED
            reach = Reach.OUTWARD if kind in scopes.global_kinds else _reach(notes, top, form)
            if form.hides:
                notes.bind_as(scope, name, known, reach)
            else:
                notes.soft.add(name)
            if reads:
                notes.use(scope, name, ELEMENT)
        elif (
            kind in scopes.members
            or kind in scopes.subscripts
            or kind in scopes.calls
            or kind in scopes.own_kinds
        ):
            bits = BIND | ELEMENT if reads else BIND
            chains.follow(notes, at, scope, Flow.READ, written=True, value=value, bits=bits)
        elif kind in scopes.partial_patterns:
            target = part(at, scopes.partial_patterns[kind])
            for child in at.named_children:
                if child == target:
                    pending.append(child)
                elif child.type not in scopes.member_names:
                    notes.pending.append((child, scope, Flow.ESCAPE))
        elif kind in scopes.patterns:
            pending += at.named_children
        elif kind in scopes.views and (inner := part(at, scopes.views[kind])) is not None:
            pending.append(inner)
            notes.queue([one for one in at.named_children if one != inner], scope, Flow.READ)
        else:
            notes.pending.append((at, scope, Flow.ESCAPE))
