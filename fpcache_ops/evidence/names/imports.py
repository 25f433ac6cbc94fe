"""What an import binds, and whether it is known what that is.

``import a.b`` binds ``a`` in one language and ``b`` in another; a star may bind anything. Where two
readings differ in what they keep, the one that keeps more is taken.
"""

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.languages.scopes import Flow
from fpcache_ops.evidence.names.facts import IMPORTED, MODULE_ITSELF, Bound
from fpcache_ops.evidence.names.notes import Notes
from fpcache_ops.evidence.syntax import fielded, part


def imports(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """An import."""
    import_names(notes, node, scope, node.type)


def import_names(notes: Notes, node: Node, scope: int, kind: str) -> None:
    """The names that an import, or part of one, binds."""
    scopes = notes.scopes
    whole = kind in scopes.module_imports
    pending = [(node, "")]
    while pending:
        at, field = pending.pop()
        if at.type in scopes.star_imports:
            if scopes.unbound_elsewhere:
                notes.binds_any = True
                return
            notes.poisons.add(Fallback.STAR_IMPORT)
        elif at.type in scopes.path_imports:
            _path_import(notes, at, scope)
        elif at.type in scopes.import_aliases:
            alias = at.child_by_field_name(scopes.import_aliases[at.type])
            source = at.child_by_field_name("name") or part(at, "0")
            bound = alias or source
            if source is not None and not whole:
                taken = set(notes.identifiers(source))
                notes.taken.update(taken)
                # It is called by another name from here on.
                notes.compares = notes.compares or not taken.isdisjoint(scopes.asking_calls)
            if bound is not None:
                known = _dotted(notes, source) if whole and source is not None else IMPORTED
                _bind_first(notes, scope, bound, known)
                _imports_builtins(notes, scope, known)
        elif at.type in scopes.import_names and field not in scopes.import_sources:
            first = next(notes.identifiers(at), "")
            known = MODULE_ITSELF + first if whole else IMPORTED
            if not whole:
                notes.taken.update(notes.identifiers(at))
            _bind_first(notes, scope, at, known)
            _imports_builtins(notes, scope, known)
        elif field not in scopes.import_sources:
            pending += [(child, field or "") for child, field in fielded(at)]


def _bind_first(notes: Notes, scope: int, node: Node, kind: str) -> None:
    """``import a.b`` binds ``a``; elsewhere it binds ``b``."""
    if notes.scopes.last_import_names:
        notes.bind(scope, notes.last_name(node), kind)
        return
    first = next(notes.identifiers(node), None)
    if first is not None:
        notes.bind(scope, first, kind)


def _path_import(notes: Notes, node: Node, scope: int) -> None:
    """``"example.org/go-shop/v2"``: what it is called stands in another file."""
    path = node.child_by_field_name(notes.scopes.path_imports[node.type])
    name = node.child_by_field_name("name")
    if name is not None:
        notes.bind(scope, notes.text(name), IMPORTED)
        notes.binds_any = name.type in notes.scopes.star_imports
    elif path is not None:
        text = notes.raw(path).strip("\"`'")
        notes.bind(scope, text.rpartition("/")[2], IMPORTED)
        notes.binds_any = "." in text


def _imports_builtins(notes: Notes, scope: int, known: str) -> None:
    """In a function it is not followed under what name."""
    if scope and known.removeprefix(MODULE_ITSELF) in notes.scopes.builtin_modules:
        notes.poisons.add(Fallback.NAMESPACE)


def _dotted(notes: Notes, node: Node) -> str:
    return MODULE_ITSELF + ".".join(notes.identifiers(node))


def required(notes: Notes, value: Bound) -> str:
    """What ``require("a").b`` stands for, if it does for anything imported."""
    if isinstance(value, str):
        return ""
    at: Node | None = value
    whole = True
    while at is not None:
        if at.type in notes.scopes.members:
            at, whole = at.child_by_field_name(notes.scopes.members[at.type][0]), False
        elif at.type in notes.scopes.transparent and at.named_child_count == 1:
            at = at.named_children[0]
        else:
            break
    if at is None or at.type not in notes.scopes.calls:
        return ""
    callee = notes.scopes.calls[at.type]
    function, given = part(at, callee.function), part(at, callee.arguments)
    if function is None or notes.text(function) not in notes.scopes.import_calls:
        return ""
    named = given.named_children if given is not None else []
    if whole and len(named) == 1 and named[0].type in notes.scopes.strings:
        return MODULE_ITSELF + notes.text(named[0]).strip("\"'`")
    return IMPORTED
