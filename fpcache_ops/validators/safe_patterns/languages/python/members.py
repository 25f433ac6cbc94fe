"""Functions that something in view has as an attribute, and those that run without being called."""

from collections.abc import Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine.language import Member
from fpcache_ops.validators.safe_patterns.languages.source_unit import field_of


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


MAKERS = ("__init__", "__new__", "__post_init__", "__attrs_post_init__", "model_post_init")
"""Methods that run where an object is made."""

CUTTERS = words(
    """
    strip lstrip rstrip split rsplit partition rpartition removeprefix removesuffix encode decode
    translate ljust rjust center
    """
)
"""Methods of texts that give others of them."""

ANNOUNCING = words(
    """
    send send_robust emit fire dispatch trigger publish notify announce save create delete commit
    flush
    """
)
"""Methods after which those run that have asked to be told."""

LISTENING = words(
    """
    connect connect_via receiver on subscribe subscriber listen listens_for listener add_listener
    register handler on_event add_event_handler hook
    """
)
"""What asks to be told, or what it is decorated with."""

CALLED_BACK = {
    "start": ("run",),
    "apply": ("run",),
    "apply_async": ("run",),
    "delay": ("run",),
    "feed": ("handle_", "unknown_", "start", "end", "data", "comment"),
    "visit": ("visit_", "generic_visit"),
    "is_valid": ("clean", "validate"),
    "full_clean": ("clean", "validate"),
    "onecmd": ("do_", "default", "precmd", "postcmd"),
    "cmdloop": ("do_", "default", "precmd", "postcmd"),
    "serve_forever": ("do_", "handle"),
    "handle_request": ("do_", "handle"),
    **dict.fromkeys(
        words("debug info warning warn error exception critical log"),
        ("emit", "format", "filter"),
    ),
}
"""Methods of libraries that call others of the same object, by what the names of these begin with.

``start`` of a thread calls its ``run``.
"""

PROPERTIES = frozenset({"property", "cached_property", "getter", "setter", "deleter"})
"""The last words of what makes an attribute of a function that is read, set or deleted."""

_CONSTANTS = frozenset(
    {"string", "concatenated_string", "integer", "float", "true", "false", "none", "ellipsis"}
)
GIVEN_TO = {
    "print": ("write",),
    "dump": ("write",),
    "load": ("read",),
    "writer": ("write",),
    "copyfileobj": ("read", "write"),
    "closing": ("close",),
}
"""What calls methods of something that it is given, whatever class that is of."""

_EITHER = frozenset({"parenthesized_expression", "boolean_operator", "conditional_expression"})


def is_hook(name: str) -> bool:
    """Whether Python runs a method of this name where no call of it is written."""
    return name.startswith("__") and name.endswith("__") and name not in MAKERS


def method_at(node: SyntaxNode) -> SyntaxNode | None:
    """The function, or class, in a class whose name stands here."""
    defined = node.parent
    kinds = ("function_definition", "class_definition")
    if defined is None or defined.type not in kinds or field_of(node) != "name":
        return None
    return defined if class_of(defined) is not None else None


def class_of(defined: SyntaxNode) -> SyntaxNode | None:
    """The class in whose body a function stands, under a condition or not."""
    around = defined.parent
    while around is not None and around.type not in ("function_definition", "module", "lambda"):
        if around.type == "class_definition":
            return around
        around = around.parent
    return None


def decorators_of(defined: SyntaxNode) -> list[SyntaxNode]:
    """The decorators of a function or class."""
    around = defined.parent
    if around is None or around.type != "decorated_definition":
        return []
    return [child for child in around.named_children if child.type == "decorator"]


def given_at(node: SyntaxNode) -> tuple[SyntaxNode, bool] | None:
    """What an attribute is given whose name stands here, and whether anything may be meant.

    A display or a keyword may be of what makes an object, or of anything else.
    """
    around = node.parent
    if node.type == "string_content":
        around = around.parent if around is not None else None
        return (found, False) if (found := _by_text(node.parent, around)) is not None else None
    if around is None:
        return None
    match around.type:
        case "keyword_argument" if field_of(node) == "name":
            value = around.child_by_field_name("value")
            return (value, False) if value is not None else None
        case "attribute" if field_of(node) == "attribute":
            return _set_at(around)
        case _:
            statement = _set_at(node)
            if statement is None or class_of(node) is None:
                return None
            return statement


def _set_at(target: SyntaxNode) -> tuple[SyntaxNode, bool] | None:
    """The value of the statement that sets this."""
    around = target.parent
    while around is not None and around.type in ("pattern_list", "tuple_pattern", "list_pattern"):
        target, around = around, around.parent
    if around is None:
        return None
    match around.type:
        case "assignment" | "augmented_assignment" if field_of(target) == "left":
            value = around.child_by_field_name("right")
        case "for_statement" if field_of(target) == "left":
            value = around.child_by_field_name("right")
        case "as_pattern_target":
            value = around.parent
        case _:
            return None
    while value is not None and value.type == "assignment":
        value = value.child_by_field_name("right")
    return (value, True) if value is not None else None


def _by_text(string: SyntaxNode | None, around: SyntaxNode | None) -> SyntaxNode | None:
    """What stands beside a name that is a text: ``{"name": f}``, ``setattr(x, "name", f)``."""
    if string is None or around is None:
        return None
    if around.type == "pair" and field_of(string) == "key":
        return around.child_by_field_name("value")
    if around.type == "subscript" and field_of(string) == "subscript":
        found = _set_at(around)
        return found[0] if found is not None else None
    if around.type == "argument_list":
        given = [child for child in around.named_children if child.type != "comment"]
        at = given.index(string)
        return given[at + 1] if at + 1 < len(given) else None
    return None


def words_in(value: SyntaxNode) -> Iterator[tuple[str, bool]]:
    """The names that a value is made of, and whether each is of something that is called."""
    pending = [(value, False)]
    while pending:
        part, called = pending.pop()
        if part.type == "identifier":
            yield (part.text or b"").decode("utf-8", "replace"), called
        elif part.type != "lambda":
            for child in part.named_children:
                last = part.type == "attribute" and field_of(child) == "attribute"
                callee = part.type == "call" and field_of(child) == "function"
                pending.append((child, callee or (called and last)))


def lambdas_in(value: SyntaxNode) -> Iterator[SyntaxNode]:
    """The functions without a name in a value."""
    pending = [value]
    while pending:
        part = pending.pop()
        if part.type == "lambda":
            yield part
        else:
            pending.extend(part.named_children)


def is_constant(value: SyntaxNode) -> bool:
    """Whether a value is written out."""
    return value.type in _CONSTANTS


def names_of(value: SyntaxNode) -> list[SyntaxNode]:
    """The names that a value is one of, as it is: ``run``, ``run or walk``."""
    pending, found = [value], []
    while pending:
        part = pending.pop()
        if part.type == "identifier":
            found.append(part)
        elif part.type in _EITHER:
            pending.extend(part.named_children)
    return found


def of_metaclass(defined: SyntaxNode) -> bool:
    """Whether a function is in a class of classes: it makes these."""
    owner = class_of(defined)
    bases = owner.child_by_field_name("superclasses") if owner is not None else None
    return bases is not None and any(
        word == "type" or word.endswith(("Meta", "Type")) for word, _ in words_in(bases)
    )


def is_property(defined: SyntaxNode) -> bool:
    """Whether a decorator makes an attribute of a function that is read, set or deleted."""
    words = (word for one in decorators_of(defined) for word, _ in words_in(one))
    return any(word in PROPERTIES or "property" in word.lower() for word in words)


def as_member(function: SyntaxNode) -> Member:
    """A function as one that may run."""
    return Member(function.start_byte, function.end_byte, True)
