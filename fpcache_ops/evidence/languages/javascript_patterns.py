"""Patterns of JavaScript: whoever is given one may make it another one, by its ``compile``."""

from tree_sitter import Node

from fpcache_ops.evidence.languages.modules import text_of
from fpcache_ops.evidence.languages.scopes import words

_AROUND = words(
    """
    parenthesized_expression non_null_expression as_expression satisfies_expression type_assertion
    """
)
_HOLDERS = words("array object spread_element ternary_expression template_substitution")
_NAMES = words("identifier shorthand_property_identifier")
PATTERN_READERS = words(
    """
    match matchAll replace replaceAll split search test exec matches regex pattern log info debug
    warn error
    """
)
"""Methods that only read the patterns that they are given."""


def is_pattern(value: Node) -> bool:
    """Whether a variable is given a pattern here."""
    while value.type in _AROUND and value.named_children:
        value = value.named_children[-1 if value.type == "type_assertion" else 0]
    made = value.child_by_field_name("constructor") or value.child_by_field_name("function")
    return value.type == "regex" or (made is not None and text_of(made) == "RegExp")


def _held(node: Node) -> tuple[Node, Node | None]:
    """A name with the lists and objects that it is put into where it stands, and what is around."""
    whole, around = node, node.parent
    while around is not None and (
        around.type in _AROUND
        or around.type in _HOLDERS
        or (around.type == "pair" and around.child_by_field_name("value") == whole)
    ):
        whole, around = around, around.parent
    return whole, around


def other_name(node: Node) -> str:
    """Another name that what has one is given here, by itself or in a list: ``const a = [b]``."""
    whole, around = _held(node) if node.type in _NAMES else (node, None)
    name: Node | None = None
    if around is not None and around.type == "variable_declarator":
        name = around.child_by_field_name("name")
    elif around is not None and around.type == "for_in_statement":
        name = around.child_by_field_name("left")
    return text_of(name) if name is not None and name != whole and name.type in _NAMES else ""


def given_away(node: Node) -> bool:
    """Whether a name is an argument, by itself or in a list or object, of more than a reader."""
    if node.type not in _NAMES:
        return False
    whole, around = _held(node)
    if around is None:
        return False
    if around.type == "assignment_expression":
        left = around.child_by_field_name("left")
        kept = left is not None and left.type in ("member_expression", "subscript_expression")
        return kept and left != whole
    call = around.parent
    if call is None or call.child_by_field_name("arguments") != around:
        return False
    callee = call.child_by_field_name("function") or call.child_by_field_name("constructor")
    if callee is None:
        return False
    if callee.type != "member_expression":
        return text_of(callee) not in ("String", "RegExp")
    owner, name = callee.child_by_field_name("object"), callee.child_by_field_name("property")
    of_object = owner is not None and text_of(owner) == "Object"
    return not of_object and (name is None or text_of(name) not in PATTERN_READERS)
