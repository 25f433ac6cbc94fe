"""Chains, ``a.b[c].d(e)``: what is done to the root, and to the value behind each link.

What happens at the right end, such as a write or a call of ``append``, happens to the value before
it, and through it to what holds that value: it is carried leftwards, weaker with each link.
"""

from tree_sitter import Node

from fpcache_ops.core.evidence import Fallback
from fpcache_ops.evidence.languages.scopes import Flow
from fpcache_ops.evidence.names import calls
from fpcache_ops.evidence.names.facts import UNKNOWN, Bound
from fpcache_ops.evidence.names.notes import Notes
from fpcache_ops.evidence.names.spelling import unmangled
from fpcache_ops.evidence.names.uses import (
    ALIAS,
    BIND,
    BOUND,
    CALL,
    CHANGED,
    CHANGING,
    CONFIGURE,
    DECORATE,
    DEEP,
    ELEMENT,
    ESCAPE,
    INVOKE,
    MUTATE,
    OF_FLOW,
    READ,
    RESULT,
    TEACH,
    WRITE,
    flow_of,
)
from fpcache_ops.evidence.syntax import part


class _Sign:
    """A link of a chain that is no attribute."""


class _Visiting(str):
    """A method that gives its object to a function, which may change it."""

    __slots__ = ()


_CALLED = _Sign()
_INDEXED = _Sign()
_Link = str | _Sign


def chain(notes: Notes, node: Node, scope: int, flow: Flow) -> None:
    """A chain that is looked at."""
    follow(notes, node, scope, flow, written=False, value=None)


def follow(
    notes: Notes,
    node: Node,
    scope: int,
    flow: Flow,
    *,
    written: bool,
    value: Bound | None,
    bits: int = BIND,
) -> None:
    """A chain: note what is done to its root and to each attribute; at its end, ``bits``."""
    root, links = unrolled(notes, node, scope)
    result = OF_FLOW[flow]
    if flow is Flow.ALIAS and any(link is _CALLED for link in links):
        result = ESCAPE
    kept = _along(notes, links, flow, bits if written else result, written)
    first = links[0] if links else None
    if written and links and isinstance(links[-1], str):
        given = value if value is not None else UNKNOWN
        notes.attribute_binds.setdefault(links[-1], []).append(given)
    if root.type in notes.scopes.own_kinds:
        if notes.self_name is None:
            notes.attribute(notes.text(root), kept[1])
            _behind(notes, links, kept)
        else:
            _own_links(notes, links, kept, value if written and len(links) == 1 else None)
        return
    if root.type in notes.scopes.identifiers:
        _from_name(notes, root, scope, links, kept)
        if isinstance(first, str) and _is_the_program(notes, root, scope):
            _of_the_program(notes, first, kept[1])
        if isinstance(first, str) and notes.is_object(root):
            _own_links(notes, links, kept, value if written and len(links) == 1 else None)
            return
        if isinstance(first, str) and not _is_any_object(notes, root):
            notes.levels[scope].attributes.append((first, notes.text(root), kept[1]))
            notes.strange(first, kept[1])
            short = unmangled(first) if notes.scopes.mangles else ""
            if short:
                notes.attribute(short, kept[1])
            _behind(notes, links, kept)
            return
    elif root == node:  # No chain after all: ``super.()``.
        notes.queue(root.named_children, scope, Flow.ESCAPE)
    elif first is _CALLED and root.type not in notes.scopes.scopes:
        notes.doubts.add(Fallback.COMPUTED_CALL)
        notes.pending.append((root, scope, Flow.ESCAPE))
    else:
        # ``(a or b).append(c)``: it is done to either.
        notes.pending.append((root, scope, flow_of(kept[0])))
    if isinstance(first, str):
        notes.attribute(first, kept[1])
    _behind(notes, links, kept)


def _is_any_object(notes: Notes, root: Node) -> bool:
    """Whether a root is an object of which nothing is known."""
    return root.type in notes.scopes.self_kinds or (
        bool(notes.scopes.self_word) and notes.text(root) == notes.scopes.self_word
    )


def _is_the_program(notes: Notes, root: Node, scope: int) -> bool:
    """Whether names are looked up in it: the global object, which ``this`` is at the very top."""
    scopes = notes.scopes
    if not scopes.global_objects:
        return False
    top = scope == 0 and not notes.in_class and notes.outermost == -1
    return notes.text(root) in scopes.global_objects or (top and root.type == scopes.self_word)


def _of_the_program(notes: Notes, name: str, bits: int) -> None:
    """``globalThis.name`` is ``name``."""
    notes.use(0, name, bits & ~BIND)
    if bits & BIND:
        notes.levels[0].assigned.setdefault(name, []).append(UNKNOWN)


def _behind(notes: Notes, links: list[_Link], kept: list[int]) -> None:
    """Attributes behind the first link: they belong to anything."""
    for position in range(1, len(links)):
        link = links[position]
        if isinstance(link, str):
            notes.attribute(link, kept[position + 1])
        elif link is _CALLED and not isinstance(links[position - 1], str):
            notes.doubts.add(Fallback.COMPUTED_CALL)


def _from_name(notes: Notes, root: Node, scope: int, links: list[_Link], kept: list[int]) -> None:
    scopes = notes.scopes
    name = notes.text(root)
    notes.use(scope, name, kept[0] | (INVOKE if links and links[0] is _CALLED else READ))
    if notes.is_object(root) and not (links and isinstance(links[0], str)):
        notes.operates_on_self = notes.leaks_self = True
        if links and links[0] is _INDEXED and kept[0] & CHANGING:
            notes.writes_any_own = True
    if name == scopes.parameters_word and kept[0] & CHANGED:
        notes.poisons.add(Fallback.NAMESPACE)  # Which parameter is set is not said.
    if name in scopes.global_objects and links and links[0] is _INDEXED and kept[0] & CHANGING:
        notes.poisons.add(Fallback.NAMESPACE)
    if name in scopes.dictionaries and any(bits & ~BOUND for bits in kept):
        notes.writes_any = notes.writes_any_own = True
    if name in scopes.builtin_modules and kept[0] & CHANGING:
        notes.poisons.add(Fallback.NAMESPACE)


def _own_links(notes: Notes, links: list[_Link], kept: list[int], value: Bound | None) -> None:
    """Attributes of ``self``: the first is its own."""
    first = links[0]
    assert isinstance(first, str)
    notes.own_attribute(first, kept[1])
    if kept[1] & BIND:
        notes.own_binds.setdefault(first, []).append(value if value is not None else UNKNOWN)
    _behind(notes, links, kept)


def _along(notes: Notes, links: list[_Link], flow: Flow, result: int, written: bool) -> list[int]:
    """What is done to the root, and to the value behind each link."""
    count = len(links)
    kept = [READ] * (count + 1)
    kept[count] = result
    behind = READ
    if written:
        behind = WRITE
    elif not links:
        return kept
    elif flow is Flow.DECORATE and isinstance(links[-1], str):
        behind = ELEMENT | _method(notes, links[-1], flow)  # ``@a.register`` calls it.
    elif result & (ESCAPE | ELEMENT):
        behind = ELEMENT | (result & ALIAS)
        if isinstance(links[-1], str):
            behind |= BOUND
    for position in range(count - 1, -1, -1):
        link = links[position]
        if link is _CALLED:
            # What is done to a result is not done to the function, nor to where it was found;
            # but it may be to the object whose method it is, and this is the next link.
            done = behind | kept[count] if position + 1 == count else behind
            kept[position] = RESULT if done & CHANGING else READ
            continue
        if isinstance(link, str):
            if (position + 1 < count and links[position + 1] is _CALLED) or (
                notes.scopes.accessors_call and not written
            ):
                behind |= _method(notes, link, flow)
            elif behind & CHANGING and not link.startswith("__"):
                behind = (behind & ~CHANGING) | DEEP
        elif notes.scopes.keys_are_members and links[position + 1 : position + 2] == [_CALLED]:
            behind |= CALL  # ``a[name]()``: any method.
        kept[position] = behind
    return kept


def _method(notes: Notes, name: str, flow: Flow) -> int:
    """What a method does to its object, by its name."""
    scopes = notes.scopes
    if isinstance(name, _Visiting):
        return CALL
    if flow is Flow.DECORATE:
        return DECORATE if name in scopes.registrations else DECORATE | TEACH
    if name in scopes.mutators:
        return MUTATE
    if name.startswith(scopes.mutator_prefixes):
        return CONFIGURE
    if name in scopes.iterators:
        return ELEMENT
    return READ if name in scopes.reads else CALL


def unrolled(notes: Notes, node: Node, scope: int) -> tuple[Node, list[_Link]]:
    """The leftmost node of a chain, and what is done to it from left to right."""
    scopes = notes.scopes
    links: list[_Link] = []
    hands_over = False
    while True:
        kind = node.type
        inner: Node | None = None
        if kind in scopes.members:
            of, named = scopes.members[kind]
            inner, name = part(node, of), part(node, named)
            if inner is None or name is None:
                break
            _rest(notes, node, scope, inner, name)
            link = _member(notes, node, name, scope)
            links.append(_Visiting(link) if hands_over and isinstance(link, str) else link)
            hands_over = False
        elif kind in scopes.calls:
            callee = scopes.calls[kind]
            name = part(node, callee.name) if callee.name else None
            if callee.function:
                inner = part(node, callee.function)
            else:
                inner = part(node, callee.object) or name
            if inner is None:
                break
            arguments = part(node, callee.arguments)
            if arguments is not None or not scopes.accessors_call:
                links.append(_CALLED)
            _rest(notes, node, scope, inner, name, arguments)
            method = name if name is not inner else None
            calls.queue_arguments(notes, arguments, method or inner, method is not None, scope)
            hands_over = calls.gives_its_object(notes, arguments, inner)
            if method is not None:
                links.append(_member(notes, node, method, scope))
        elif kind in scopes.subscripts:
            inner = part(node, scopes.subscripts[kind])
            if inner is None:
                break
            key = _constant_key(notes, node, inner) if scopes.keys_are_members else ""
            _rest(notes, node, scope, inner)
            links.append(_Visiting(key) if hands_over and key else key or _INDEXED)
            hands_over = False
        elif kind in scopes.views:
            inner = part(node, scopes.views[kind])
            if inner is None:
                break
            _rest(notes, node, scope, inner)
        elif kind in scopes.own_kinds:
            links.append(notes.text(node))
            break
        elif kind in scopes.transparent and node.named_child_count == 1:
            inner = node.named_children[0]
        else:
            break
        node = inner
    links.reverse()
    return node, links


def _member(notes: Notes, node: Node, name: Node, scope: int) -> _Link:
    """The name of a member, unless it is computed."""
    if name.type not in notes.scopes.computed_members.get(node.type, ()):
        return notes.text(name)
    notes.pending.append((name, scope, Flow.READ))
    notes.doubts.add(Fallback.REFLECTION)
    return _INDEXED


def _rest(notes: Notes, node: Node, scope: int, *parts: Node | None) -> None:
    """Queue what else there is in a link of a chain: an index, a block."""
    for child in node.named_children:
        if child not in parts:
            notes.pending.append((child, scope, Flow.READ))


def _constant_key(notes: Notes, node: Node, inner: Node) -> str:
    """``x``, of ``a["x"]``."""
    keys = [child for child in node.named_children if child != inner]
    if len(keys) != 1 or keys[0].type not in notes.scopes.strings:
        return ""
    key = notes.text(keys[0]).strip("\"'")
    return key if key.isidentifier() else ""


def operator(notes: Notes, node: Node, scope: int, flow: Flow) -> None:
    """``list << x``."""
    field, signs = notes.scopes.mutating_operators[node.type]
    sign, changed = node.child_by_field_name("operator"), node.child_by_field_name(field)
    inner = notes.kinds.flows[node.kind_id]
    flow = flow if inner < 0 else inner
    if sign is None or sign.type not in signs:
        changed = None
    for child in node.named_children:
        if child == changed:
            bits = MUTATE | OF_FLOW[flow]
            follow(notes, child, scope, flow, written=True, value=None, bits=bits)
        else:
            notes.pending.append((child, scope, flow))


def annotation(notes: Notes, node: Node, scope: int, _flow: Flow) -> None:
    """A type: it names things, and strings in it do too."""
    annotated = notes.levels[scope].annotated
    pending = [node]
    while pending:
        at = pending.pop()
        if at.type in notes.scopes.strings:
            text = notes.raw(at)
            words = "".join(c if c.isalnum() or c == "_" else " " for c in text).split()
            annotated.update(word for word in words if word.isidentifier())
        elif at.type in notes.scopes.identifiers:
            annotated.add(notes.text(at))
        elif at.type in notes.scopes.calls:
            chain(notes, at, scope, Flow.READ)
        elif at.type in notes.scopes.members:
            root, _ = unrolled(notes, at, scope)
            pending.append(root)
        else:
            pending += at.named_children
