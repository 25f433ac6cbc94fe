"""Functions that something in view has as a property, and those that run without being called."""

from collections.abc import Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Member
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.source_unit import field_of

FUNCTION_VALUES = frozenset(
    {
        "arrow_function",
        "function_expression",
        "generator_function",
        "function_declaration",
        "generator_function_declaration",
        "method_definition",
    }
)
SPECIAL = words(
    """
    toString valueOf toJSON toLocaleString then inspect attributeChangedCallback connectedCallback
    """
)
"""Methods that the language and its hosts call where no call is written."""

STEPS = words("next return throw")
"""Methods of what is gone through."""

TRAPS = words(
    """
    get set has apply construct deleteProperty ownKeys defineProperty getPrototypeOf
    getOwnPropertyDescriptor
    """
)
"""What handlers of a ``Proxy`` and descriptors of properties are called."""

ANNOUNCING = words(
    """
    emit dispatchEvent trigger triggerHandler fire fireEvent publish dispatch notify broadcast
    click submit focus blur postMessage abort next complete
    """
)
"""Methods that make something happen that functions may wait for."""

LISTENING = words(
    """
    on once one addListener prependListener prependOnceListener addEventListener attachEvent
    subscribe listen delegate bind
    """
)
"""Methods that such functions are given."""

_FIELDS = frozenset({"field_definition", "public_field_definition"})
_AROUND = frozenset(
    {
        "parenthesized_expression",
        "as_expression",
        "satisfies_expression",
        "non_null_expression",
        "type_assertion",
    }
)
_CONSTANTS = frozenset({"string", "number", "true", "false", "null", "undefined", "regex"})


def member_at(node: SyntaxNode) -> Member | None:
    """What the property is given whose name stands here, if it is given anything here."""
    value = _value_of(node)
    while value is not None and value.type in _AROUND and value.named_children:
        value = value.named_children[-1 if value.type == "type_assertion" else 0]
    if value is None or value.type in _CONSTANTS:
        return None
    if value.type in FUNCTION_VALUES:
        return Member(value.start_byte, value.end_byte, True)
    return Member(value.start_byte, value.end_byte, False, tuple(_names_in(value)))


def given_at(node: SyntaxNode) -> Iterator[Member]:
    """What a method is given whose name stands here: functions, and what has a name."""
    member = node.parent
    call = member.parent if member is not None else None
    if member is None or call is None or call.type != "call_expression":
        return
    arguments = call.child_by_field_name("arguments")
    for value in arguments.named_children if arguments is not None else ():
        yield from _functions(value)


def set_at(node: SyntaxNode) -> Iterator[Member]:
    """What a property is set to whose name stands here."""
    value = _value_of(node)
    if value is not None:
        yield from _functions(value)


def _functions(value: SyntaxNode) -> Iterator[Member]:
    while value.type in _AROUND and value.named_children:
        value = value.named_children[-1 if value.type == "type_assertion" else 0]
    if value.type in FUNCTION_VALUES:
        yield Member(value.start_byte, value.end_byte, True)
    elif value.type in (
        "identifier",
        "shorthand_property_identifier",
        "member_expression",
        "call_expression",
    ):
        yield Member(value.start_byte, value.end_byte, False, tuple(_names_in(value)))


def _value_of(node: SyntaxNode) -> SyntaxNode | None:
    if node.type == "shorthand_property_identifier":
        return node
    key: SyntaxNode = node
    if node.type == "string_fragment" and node.parent is not None:
        key = node.parent
    holder = key.parent
    if holder is not None and holder.type == "computed_property_name":
        key, holder = holder, holder.parent
    if holder is None:
        return None
    match holder.type:
        case "method_definition":
            return holder if field_of(key) == "name" else None
        case "pair":
            return holder.child_by_field_name("value") if field_of(key) == "key" else None
        case kind if kind in _FIELDS:
            named = field_of(key) in ("property", "name")
            return holder.child_by_field_name("value") if named else None
        case "member_expression" | "subscript_expression":
            outer = holder.parent
            set_here = outer is not None and outer.type == "assignment_expression"
            if outer is None or not set_here or field_of(holder) != "left":
                return None
            return outer.child_by_field_name("right")
        case _:
            return None


def _names_in(value: SyntaxNode) -> Iterator[str]:
    pending = [value]
    while pending:
        part = pending.pop()
        if part.type in ("identifier", "property_identifier", "shorthand_property_identifier"):
            yield (part.text or b"").decode("utf-8", "replace")
        elif part.type not in FUNCTION_VALUES:
            pending.extend(part.named_children)


def accessor_at(node: SyntaxNode) -> tuple[str, Member] | None:
    """The property and the function of ``get name() {...}``, where ``get`` or ``set`` stands."""
    method = node.parent
    if method is None or method.type != "method_definition" or node.type not in ("get", "set"):
        return None
    name = method.child_by_field_name("name")
    plain = name is not None and name.type != "computed_property_name"
    spelt = (name.text or b"").decode("utf-8", "replace") if name is not None and plain else ""
    return spelt.strip("'\""), Member(method.start_byte, method.end_byte, True)


def nearest(node: SyntaxNode, *kinds: str) -> SyntaxNode | None:
    """What a node stands in that is of one of these kinds, in the same block."""
    around: SyntaxNode | None = node
    while around is not None and around.type not in kinds:
        if around.type == "statement_block":
            return None
        around = around.parent
    return around


def symbol_at(node: SyntaxNode) -> Member | None:
    """The function of ``[Symbol.iterator]() {...}``, where ``Symbol`` stands."""
    around = nearest(node, "computed_property_name", "subscript_expression")
    if around is None:
        return None
    holder = around.parent
    if around.type == "subscript_expression":
        set_here = holder is not None and holder.type == "assignment_expression"
        if holder is None or not set_here or field_of(around) != "left":
            return None
        value = holder.child_by_field_name("right")
    elif holder is not None and holder.type == "method_definition":
        value = holder
    else:
        value = holder.child_by_field_name("value") if holder is not None else None
    return next(_functions(value), None) if value is not None else None


def keyed_at(node: SyntaxNode) -> Member | None:
    """The function under a computed key, where its bracket ends: ``[inspect.custom]() {}``."""
    key = node.parent
    holder = key.parent if key is not None and key.type == "computed_property_name" else None
    if holder is None:
        return None
    value = holder if holder.type == "method_definition" else holder.child_by_field_name("value")
    if value is None or value.type not in FUNCTION_VALUES:
        return None
    return Member(value.start_byte, value.end_byte, True)


def decorated_at(node: SyntaxNode) -> Member | None:
    """The method whose decorator stands here: ``@OnEvent('ping') run() {...}``."""
    around = nearest(node, "decorator")
    holder = around.parent if around is not None else None
    if around is None or holder is None:
        return None
    if holder.type == "method_definition":
        return Member(holder.start_byte, holder.end_byte, True)
    for sibling in holder.named_children:
        if sibling.start_byte >= around.end_byte and sibling.type not in ("decorator", "comment"):
            found = sibling.type == "method_definition"
            return Member(sibling.start_byte, sibling.end_byte, True) if found else None
    return None
