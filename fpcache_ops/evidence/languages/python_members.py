"""What gives a Python object its attributes, and whether running it may do anything."""

from collections.abc import Callable, Iterator

from tree_sitter import Node

from fpcache_ops.evidence.languages.modules import text_of
from fpcache_ops.evidence.languages.scopes import words

_LOOKS = words(
    """
    len str repr bool int float bytes hash isinstance issubclass id type ascii format hasattr ord
    chr hex super iter next sorted list set tuple dict frozenset any all sum min max enumerate zip
    reversed range callable round abs
    """
)
_ASKS = words(
    """
    format join items keys values get startswith endswith encode decode lower upper strip split
    replace isoformat strftime copy
    """
)
_COMPARED = frozenset({"==", "!="})
_TEXTS = frozenset({"string", "concatenated_string"})


def acts(node: Node, is_method: Callable[[str], bool]) -> bool:
    """Whether running this may do more than make a value: it calls or compares something.

    ``is_method`` tells attributes that may run code where they are read.
    """
    pending = [node]
    while pending:
        part = pending.pop()
        match part.type:
            case "call":
                if not _only_looks(part):
                    return True
            case "comparison_operator":
                if any(child.type in _COMPARED for child in part.children):
                    return True
            case "attribute":
                name = part.child_by_field_name("attribute")
                if name is not None and is_method(text_of(name)):
                    return True
            case "assignment" | "augmented_assignment" | "delete_statement":
                if any(_is_item(child) for child in part.children):
                    return True
            case (
                "lambda"
                | "with_statement"
                | "class_definition"
                | "import_statement"
                | "import_from_statement"
                | "await"
                | "exec_statement"
                | "print_statement"
            ):
                return True
            case _:
                pass
        pending.extend(part.named_children)
    return False


def hands_on(statement: Node, is_defined: Callable[[str], bool]) -> bool:
    """Whether a statement gives a name a function, as far as that can be told, or an object.

    What it only declares is given by whoever makes the object.
    """
    if any(
        part.type == "assignment" and part.child_by_field_name("right") is None
        for part in statement.children
    ):
        return True
    pending = [(statement, False)]
    while pending:
        part, called = pending.pop()
        if part.type == "lambda" or (
            part.type == "identifier" and (not called or is_defined(text_of(part)))
        ):
            return True
        for index, child in enumerate(part.children):
            field = part.field_name_for_child(index)
            if field in ("left", "type", "name", "attribute"):
                continue
            pending.append((child, field == "function" or (called and field == "object")))
    return False


def _only_looks(call: Node) -> bool:
    callee = call.child_by_field_name("function")
    if callee is None:
        return False
    if callee.type == "identifier":
        name = text_of(callee)
        return name in _LOOKS or name.endswith(("Error", "Exception"))
    last = callee.child_by_field_name("attribute")
    owner = callee.child_by_field_name("object")
    plain = owner is not None and (owner.type in _TEXTS or owner.type == "attribute")
    return plain and last is not None and text_of(last) in _ASKS


def _is_item(node: Node) -> bool:
    return node.type == "subscript" or any(
        child.type == "subscript" for child in node.named_children if "pattern" in node.type
    )


def gives(node: Node) -> Node | None:
    """The value beside a name: of a keyword, of a key of a display, behind it in a call."""
    around = node.parent
    if around is not None and node.type == "string_content":
        node, around = around, around.parent
    if around is None:
        return None
    match around.type:
        case "keyword_argument":
            value = around.child_by_field_name("value")
        case "pair":
            value = around.child_by_field_name("value")
        case "argument_list":
            value = node.next_named_sibling
        case "subscript" if around.parent is not None and around.parent.type == "assignment":
            value = around.parent.child_by_field_name("right")
        case _:
            return None
    return value if value is not None and value.start_byte > node.start_byte else None


def named_in(value: Node) -> Iterator[str]:
    """The names that a value mentions, and ``lambda`` for a function without one."""
    pending = [value]
    while pending:
        part = pending.pop()
        if part.type == "identifier":
            yield text_of(part)
        elif part.type == "lambda":
            yield "lambda"
        else:
            pending.extend(part.named_children)
