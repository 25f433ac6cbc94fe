"""Lists that are filled after they were looked at as texts.

A pattern that is asked about a list asks about its items with commas between them. What it says
holds until something is put into the list: under its own name, another one, or that of the property
that it was taken from.
"""

from collections.abc import Callable, Iterable, Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.scoping import FUNCTIONS, text_of
from fpcache_ops.validators.safe_patterns.languages.source_unit import field_of

Identifiers = Callable[[str], Iterable[SyntaxNode]]
"""All mentions of a name in a source."""

PUTTING = words("push unshift splice fill copyWithin")
SHOWING = words("length toString valueOf join")
"""What a list is shown by, if it is set."""

_FILLING = words("assign extend merge defaults set defineProperty fill")
AROUND = words(
    """
    parenthesized_expression non_null_expression as_expression satisfies_expression type_assertion
    """
)
"""What gives what stands in it."""
_STEPS = 3
"""Other names of other names are looked for this far."""


def may_grow(identifiers: Identifiers, name: str) -> bool:
    """Whether something is put into what a name stands for, by whatever name."""
    found, seen = {name}, set[str]()
    for _ in range(_STEPS):
        fresh = found - seen
        for one in sorted(fresh):
            for node in identifiers(one):
                if _is_filled(node):
                    return True
                found.update(_other_names(identifiers, node))
        seen |= fresh
    return False


def _is_filled(node: SyntaxNode) -> bool:
    whole = _whole(node)
    for _ in range(2):
        parent = whole.parent
        if parent is None:
            return False
        if parent.type == "arguments":
            return _fills_first(parent, whole)
        if field_of(whole) != "object":
            return False
        if parent.type == "member_expression":
            name = text_of(parent.child_by_field_name("property") or parent)
            return name in PUTTING or (name in SHOWING and is_set(parent))
        if parent.type != "subscript_expression":
            return False
        if is_set(parent) or _is_run(parent):
            return True
        # An item of a list may be a list.
        whole = around(parent)
    return False


def _is_run(member: SyntaxNode) -> bool:
    """``list["push"](more)``, or whatever method has a name that is computed."""
    whole = around(member)
    called = whole.parent is not None and whole.parent.type == "call_expression"
    index = member.child_by_field_name("index")
    numbered = index is not None and index.type == "number"
    return called and field_of(whole) == "function" and not numbered


def _fills_first(arguments: SyntaxNode, node: SyntaxNode) -> bool:
    """``Object.assign(list, more)``, ``Array.prototype.push.call(list, more)``."""
    call = arguments.parent
    callee = call.child_by_field_name("function") if call is not None else None
    if callee is None or next(iter(arguments.named_children), None) != node:
        return False
    parts = text_of(callee).split(".")
    return parts[-1] in _FILLING or (parts[-1] in ("call", "apply") and bool({*parts} & PUTTING))


def is_set(member: SyntaxNode) -> bool:
    """Whether a member of something is set here."""
    whole = around(member)
    parent = whole.parent
    if parent is None:
        return False
    if parent.type in ("assignment_expression", "augmented_assignment_expression"):
        return field_of(whole) == "left"
    return parent.type in ("update_expression", "array_pattern", "pair_pattern", "rest_pattern")


def _other_names(identifiers: Identifiers, node: SyntaxNode) -> Iterator[str]:
    """What else a value is called that stands here, or is declared."""
    whole = _whole(node)
    while whole.parent is not None and whole.parent.type == "array":
        whole = around(whole.parent)
    parent = whole.parent
    if parent is None:
        return
    match parent.type, field_of(whole):
        case "pair", "value":
            yield from _last_name(parent.child_by_field_name("key"))
        case "member_expression", "object" if whole.type == "array":
            # `[list].forEach((one) => ...)`
            call = parent.parent
            given = call.child_by_field_name("arguments") if call is not None else None
            for visitor in given.named_children if given is not None else ():
                if visitor.type in FUNCTIONS:
                    yield from _last_name(next(iter(_parameters(visitor)), None))
        case "variable_declarator", "name":
            yield from _last_name(parent.child_by_field_name("value"))
        case "variable_declarator", "value":
            yield from _last_name(parent.child_by_field_name("name"))
        case "assignment_expression", "left":
            yield from _last_name(parent.child_by_field_name("right"))
        case "assignment_expression", "right":
            yield from _last_name(parent.child_by_field_name("left"))
        case "pair_pattern", "value":
            yield from _last_name(parent.child_by_field_name("key"))
        case "pair_pattern", "key":
            yield from _last_name(parent.child_by_field_name("value"))
        case "arguments", _:
            yield from _as_parameter(identifiers, parent, whole)
        case _:
            yield from _as_argument(identifiers, whole)


def _as_parameter(
    identifiers: Identifiers, arguments: SyntaxNode, node: SyntaxNode
) -> Iterator[str]:
    """What a function in view calls what it is given here."""
    call = arguments.parent
    callee = call.child_by_field_name("function") if call is not None else None
    values = list(arguments.named_children)
    if callee is not None and callee.type == "member_expression":
        callee = callee.child_by_field_name("property")
    if callee is None or node not in values:
        return
    if callee.type not in ("identifier", "property_identifier"):
        return
    place = values.index(node)
    for mention in identifiers(text_of(callee)):
        function = _named_function(mention)
        given = _parameters(function) if function is not None else []
        if place < len(given):
            yield from _last_name(given[place])


def _as_argument(identifiers: Identifiers, node: SyntaxNode) -> Iterator[str]:
    """What a parameter is given where its function is called."""
    inner = node
    while inner.parent is not None and inner.parent.type in (
        *("required_parameter", "optional_parameter"),
        "assignment_pattern",
    ):
        inner = inner.parent
    function = inner.parent
    if function is not None and function.type == "formal_parameters":
        function = function.parent
    if function is None or function.type not in FUNCTIONS:
        return
    given = _parameters(function)
    if inner not in given:
        return
    place = given.index(inner)
    around = function.parent
    if around is not None and around.type == "arguments" and around.parent is not None:
        # `list.filter((one) => ...)`
        callee = around.parent.child_by_field_name("function")
        if callee is not None and callee.type == "member_expression":
            yield from _last_name(callee.child_by_field_name("object"))
        return
    for mention in identifiers(name_of(function)):
        whole = _whole(mention)
        call = whole.parent
        if call is None or call.type != "call_expression" or field_of(whole) != "function":
            continue
        arguments = call.child_by_field_name("arguments")
        values = arguments.named_children if arguments is not None else []
        if place < len(values):
            yield from _last_name(values[place])


def name_of(function: SyntaxNode) -> str:
    """What a function is called where it stands."""
    own = function.child_by_field_name("name")
    parent = function.parent
    if own is None and parent is not None:
        own = parent.child_by_field_name("name") or parent.child_by_field_name("key")
    return text_of(own) if own is not None else ""


def _named_function(mention: SyntaxNode) -> SyntaxNode | None:
    """The function that is declared with this name."""
    parent = mention.parent
    if parent is not None and parent.type in FUNCTIONS:
        return parent if field_of(mention) == "name" else None
    whole = _whole(mention)
    parent = whole.parent
    if parent is None or field_of(whole) not in ("name", "key", "left", "property"):
        return None
    value = parent.child_by_field_name("value") or parent.child_by_field_name("right")
    return value if value is not None and value.type in FUNCTIONS else None


def _parameters(function: SyntaxNode) -> list[SyntaxNode]:
    alone = function.child_by_field_name("parameter")
    if alone is not None:
        return [alone]
    given = function.child_by_field_name("parameters")
    return list(given.named_children) if given is not None else []


def _last_name(node: SyntaxNode | None) -> Iterator[str]:
    """``ids`` of ``req.query.ids``."""
    while node is not None and node.type in (*AROUND, "required_parameter", "optional_parameter"):
        node = next(iter(node.named_children), None)
    if node is None:
        return
    if node.type in ("identifier", "property_identifier", "shorthand_property_identifier_pattern"):
        yield text_of(node)
    elif node.type == "member_expression":
        yield from _last_name(node.child_by_field_name("property"))
    elif node.type == "assignment_pattern":
        yield from _last_name(node.child_by_field_name("left"))


def _whole(node: SyntaxNode) -> SyntaxNode:
    """``req.query.ids`` of ``ids``."""
    if node.type == "property_identifier" and field_of(node) == "property" and node.parent:
        node = node.parent
    return around(node)


def around(node: SyntaxNode) -> SyntaxNode:
    """The same with the brackets and types around it."""
    while node.parent is not None and node.parent.type in AROUND:
        node = node.parent
    return node
