"""What gives a JavaScript object its properties, and whether running it may do anything."""

import re
from collections.abc import Callable, Iterator

from tree_sitter import Node

from fpcache_ops.evidence.languages.modules import text_of
from fpcache_ops.evidence.languages.scopes import words

FUNCTION = "arrow_function"
"""What stands for a function without a name among the names in a value."""

_FUNCTIONS = words(
    """
    arrow_function function_expression generator_function function_declaration
    generator_function_declaration method_definition
    """
)
_FIELDS = words("field_definition public_field_definition")
_LOOKS = words(
    """
    String Number Boolean BigInt Symbol parseInt parseFloat isNaN isFinite encodeURIComponent
    encodeURI decodeURIComponent decodeURI
    """
)
_ASKS = words(
    """
    trim toLowerCase toUpperCase toFixed padStart padEnd startsWith endsWith indexOf lastIndexOf
    charAt charCodeAt substring toISOString getTime hasOwnProperty isArray isInteger
    """
)
_PLAIN = words("Map Set WeakMap WeakSet Date Array Object URLSearchParams")
_COMPARED = frozenset({"==", "===", "!=", "!=="})
_AS_IT_IS = words("identifier string number true false null undefined")
_OWN = re.compile(r"[#_]\w+")


def acts(node: Node, is_method: Callable[[str], bool]) -> bool:
    """Whether running this may do more than make a value: it calls, compares or sets something.

    ``is_method`` tells names of methods that may be any code.
    """
    pending = [node]
    while pending:
        part = pending.pop()
        match part.type:
            case "call_expression":
                if not _only_looks(part, is_method):
                    return True
            case "new_expression":
                made = part.child_by_field_name("constructor")
                name = text_of(made) if made is not None else ""
                if not (name in _PLAIN or name.endswith(("Error", "Exception"))):
                    return True
            case "assignment_expression" | "augmented_assignment_expression":
                target, value = (part.child_by_field_name(one) for one in ("left", "right"))
                if target is None or value is None or not _keeps(target, value):
                    return True
            case "binary_expression":
                sign = part.child_by_field_name("operator")
                if sign is None or sign.type in _COMPARED:
                    return True
            case (
                "await_expression"
                | "update_expression"
                | "with_statement"
                | "class"
                | "class_declaration"
                | "jsx_element"
                | "jsx_self_closing_element"
            ):
                return True
            case _:
                pass
        pending.extend(part.named_children)
    return False


def hands_on(statement: Node, _is_defined: Callable[[str], bool]) -> bool:
    """Whether a field of a class is given a function that acts, or something that may be one."""
    if statement.type not in _FIELDS:
        return False
    value = statement.child_by_field_name("value")
    return value is not None and any(True for _ in named_in(value))


def gives(node: Node) -> Node | None:
    """What the property is given whose name stands here: in an object, a class, an assignment."""
    key = node
    if node.type == "string_fragment" and node.parent is not None:
        key = node.parent
    elif node.type == "shorthand_property_identifier":
        return node
    holder = key.parent
    if holder is not None and holder.type == "computed_property_name":
        key, holder = holder, holder.parent
    if holder is None:
        return None
    match holder.type:
        case "method_definition":
            return holder if holder.child_by_field_name("name") == key else None
        case "pair":
            return holder.child_by_field_name("value") if _is_first(key, holder) else None
        case kind if kind in _FIELDS:
            value = holder.child_by_field_name("value")
            return value if value != key else None
        case "member_expression" | "subscript_expression":
            outer = holder.parent
            if outer is None or outer.type != "assignment_expression":
                return None
            set_here = outer.child_by_field_name("left") == holder
            return outer.child_by_field_name("right") if set_here else None
        case _:
            return None


def named_in(value: Node) -> Iterator[str]:
    """The names that a value mentions, and ``FUNCTION`` for a function in it that acts."""
    pending = [value]
    while pending:
        part = pending.pop()
        if part.type in _FUNCTIONS:
            if acts(part, _anything):
                yield FUNCTION
        elif part.type in (
            "identifier",
            "property_identifier",
            "shorthand_property_identifier",
        ):
            yield text_of(part)
        else:
            pending.extend(part.named_children)


# What runs without being called

_ACCESSOR = rb"\b(?:get|set)\s+[\w$#\[\"']"
_SYMBOL = rb"\[\s*Symbol\s*\.|\]\s*[(:=]"
_SPECIAL = (
    rb"(?<![\w$])(?:toString|valueOf|toJSON|toLocaleString|then|inspect"
    rb"|attributeChangedCallback|connectedCallback)\b['\"`]?\s*[\](:=<]"
)
_UNASKED = re.compile(rb"|".join((_ACCESSOR, _SYMBOL, _SPECIAL)))
_GOING_THROUGH = re.compile(rb"\b(?:i|asyncI)terator\b")
_STEPS = re.compile(rb"(?<![\w$.])(?:next|return|throw)['\"`]?\s*[(:=]")
_TRAPPING = re.compile(rb"\bProxy\b|\bdefinePropert(?:y|ies)\b|\bObject\s*\.\s*create\s*\([^()]*,")
_TRAPS = re.compile(
    rb"(?<![\w$.])(?:get|set|has|apply|construct|deleteProperty|ownKeys|defineProperty"
    rb"|getPrototypeOf|getOwnPropertyDescriptor)['\"`]?\s*[(:=,}]"
)


def unasked(source: bytes, root: Node, is_defined: Callable[[str], bool]) -> Iterator[int]:
    """Where functions begin that run where no call of them is written, and that do something."""
    patterns = [_UNASKED]
    if _GOING_THROUGH.search(source):
        patterns.append(_STEPS)
    if _TRAPPING.search(source):
        patterns.append(_TRAPS)
    for pattern in patterns:
        for match in pattern.finditer(source):
            node = root.descendant_for_byte_range(match.start(), match.start() + 1)
            value = _run_by(node) if node is not None else None
            if value is not None and any(map(is_defined, named_in(value))):
                yield match.start()


def _run_by(node: Node) -> Node | None:
    """The function of an accessor, of a symbol or of a name."""
    if node.type in ("get", "set"):
        return node.parent
    if node.type not in ("[", "]"):
        return gives(node)
    key = node.parent
    holder = key.parent if key is not None else None
    if key is None or holder is None:
        return None
    if key.type == "computed_property_name":
        return holder if holder.type == "method_definition" else holder.child_by_field_name("value")
    set_here = holder.type == "assignment_expression" and node.type == "["
    return holder.child_by_field_name("right") if set_here else None


def _anything(_: str) -> bool:
    return True


def _is_first(key: Node, pair: Node) -> bool:
    return pair.child_by_field_name("key") == key


def _only_looks(call: Node, is_method: Callable[[str], bool]) -> bool:
    callee = call.child_by_field_name("function")
    if callee is None:
        return False
    if callee.type == "identifier":
        return text_of(callee) in _LOOKS
    last = callee.child_by_field_name("property")
    name = text_of(last) if last is not None else ""
    return name in _ASKS and not is_method(name)


def _keeps(target: Node, value: Node) -> bool:
    """Whether what is set is a variable, or an object keeps a value to itself as it is."""
    if target.type == "identifier":
        return True
    if value.type not in _AS_IT_IS:
        return False
    owner, name = target.child_by_field_name("object"), target.child_by_field_name("property")
    return (
        owner is not None
        and owner.type == "this"
        and name is not None
        and _OWN.fullmatch(text_of(name)) is not None
    )
