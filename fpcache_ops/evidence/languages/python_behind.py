"""What is made of what a place gives, by whoever calls the function around it.

An answer may be given other headers there, or another text; what compares a whole may be called
for each piece of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tree_sitter import Node

if TYPE_CHECKING:
    from fpcache_ops.evidence.tree import SyntaxNode


@dataclass(frozen=True, slots=True)
class _Kind:
    """``gives`` finds that a function gives such a thing, ``changed`` what is more than handing it
    back. ``handed_on``: that is, too, to give it to another call.
    """

    gives: re.Pattern[bytes]
    changed: re.Pattern[bytes]
    handed_on: bool = False


_KINDS = (
    _Kind(
        re.compile(
            rb"\b(?:jsonify|\w*[Rr]edirect|\w*Response\w*|json_response|make_response"
            rb"|set_(?:signed_)?cookie|HTTP(?:Found|SeeOther|MovedPermanently))\s*\("
        ),
        re.compile(
            rb"\.\s*(?:get_data|set_data|data|response|content|text|body|location|headers|cookies"
            rb"|get_json|json|stream|streaming_content|write|writelines|mimetype|content_type"
            rb"|media_type|delete_cookie|set_cookie|getvalue|iter_encoded|path)\b"
            rb"|\[\s*['\"]|\b(?:setattr|vars|del)\b"
        ),
        handed_on=True,
    ),
    _Kind(
        re.compile(rb"\b_?(?:compare_digest|constant_time_compare)\b"),
        re.compile(rb"\b(?:i?zip(?:_longest)?|x?range|enumerate|map|iter|next|while|starmap)\b"),
    ),
    _Kind(
        re.compile(rb"\b(?:etree|lxml|XMLParser)\b"),
        re.compile(rb"\b(?:XSLT|XMLSchema|RelaxNG|Schematron)\b"),
    ),
)
_THROUGH = frozenset(
    {
        *("await", "parenthesized_expression", "conditional_expression", "boolean_operator"),
        *("expression_list", "tuple"),
    }
)
"""What gives, among others, what stands in it."""
_NOT_MENTIONED = frozenset({"dotted_name", "aliased_import", "global_statement", "decorator"})
_NAMES_LIMIT = 8
"""Functions that hand on what another gives; further ones are taken for such that change it."""
_LOOKED = 200
"""Mentions that are looked at; with more, each is taken for one that changes it."""
_OWN = rb"\b(?:self|cls)\b|\bsuper\s*\(\s*\)"
_COMMON = frozenset(
    b"get post put patch delete head options index run save load read write open close items keys"
    b" values update data content text json response render send call start list show view page"
    b" search find create dispatch handle process execute main new add remove copy check".split()
)
"""Methods that objects of any class may have."""


def behind(source: bytes, root: Node, function: Node) -> Iterator[int]:
    """Where more is made of what a function gives, and where what does so is defined."""
    text = source[function.start_byte : function.end_byte]
    for kind in _KINDS:
        if kind.gives.search(text):
            yield from _made(source, root, function, kind)


def _made(source: bytes, root: Node, function: Node, kind: _Kind) -> Iterator[int]:
    named = _named(function)
    names = [named] if named is not None else []
    known: dict[int, bool] = {}
    between: list[int] = []
    defined = {found[1]: found.start(1) for found in reversed([*_DEFINED.finditer(source)])}
    for number, (name, owner) in enumerate(names):
        is_method = bool(owner)
        spots = [*mentions(source, name, owner).finditer(source)]
        if len(spots) > _LOOKED:
            # To look at each takes time that grows with the square.
            yield from (found.start(1) for found in spots)
            return
        binding = set() if is_method else _binding(source, root, name)
        if is_method:
            yield from (found.start() for found in made_view(owner).finditer(source))
        for found in spots:
            start, end = found.span(1)
            if function.start_byte <= start < function.end_byte:
                continue
            node = root.descendant_for_byte_range(start, end)
            if node is None or node.type != "identifier":
                continue
            if not is_method and (binds(node) or _is_local(node, binding)):
                continue
            whole = node.parent if is_method and node.parent is not None else node
            call = whole.parent
            if call is None or call.type != "call" or call.child_by_field_name("function") != whole:
                if not is_method or owned(source, name, owner).match(source, whole.start_byte):
                    yield from _mentioned(source, root, whole, kind, defined)
                    other = _other_name(whole)
                    if other is not None and (other, b"") not in names:
                        names.append((other, b""))
                continue
            outer = _handed_back(call)
            if outer is None:
                if _changes(source, call, kind, known):
                    yield from (start, *between)
                    if owner:
                        made = re.finditer(_MADE % re.escape(owner), source)
                        yield from (at.start() for at in made)
            elif (further := _named(outer)) is not None and further not in names:
                names.append(further)
                between.append(start)
                if number >= _NAMES_LIMIT:
                    yield start
                    return


def mentions(source: bytes, name: bytes, owner: bytes) -> re.Pattern[bytes]:
    """What finds a function: by its bare name, or as a method of a class (``owner``).

    Whatever has a method of a name of its own may be an object of that class.
    """
    if not owner:
        return re.compile(rb"(?<![\w.])(%s)\b" % re.escape(name))
    if name in _COMMON:
        return owned(source, name, owner)
    return re.compile(rb"\.\s*(%s)\b" % re.escape(name))


def owned(source: bytes, name: bytes, owner: bytes) -> re.Pattern[bytes]:
    """What finds a method of an object of a class, as far as the source says that it is one."""
    made = re.findall(_MADE % re.escape(owner), source)
    kept = b"".join(rb"|\b%s\b" % one for one in sorted(set(made)))
    by_class = rb"|\b%s\b(?:\s*\([^()\n]*\))?" % re.escape(owner)
    return re.compile(rb"(?:%s%s%s)\s*\.\s*(%s)\b" % (_OWN, by_class, kept, re.escape(name)))


_MADE = rb"(\w+)\s*=\s*(?:\w+\s*\.\s*)*%s\s*\("


def made_view(owner: bytes) -> re.Pattern[bytes]:
    """What finds that a class is made a view and called at once."""
    return re.compile(rb"\b%s\s*\.\s*as_view\s*\([^()\n]*\)\s*\(" % re.escape(owner))


def _named(function: Node) -> tuple[bytes, bytes] | None:
    """The name of a function, and of the class that it is a method of."""
    if function.type == "decorated_definition":
        inner = function.child_by_field_name("definition")
        return _named(inner) if inner is not None else None
    name = function.child_by_field_name("name")
    around = function.parent
    while around is not None and around.type in ("block", "decorated_definition"):
        around = around.parent
    is_method = around is not None and around.type == "class_definition"
    owner = around.child_by_field_name("name") if is_method and around is not None else None
    return (name.text or b"", (owner.text if owner else b"") or b"") if name is not None else None


def _handed_back(call: Node) -> Node | None:
    """The function that gives back what a call gives, as it is."""
    around = call.parent
    while around is not None and around.type in _THROUGH:
        around = around.parent
    if around is None or around.type != "return_statement":
        return None
    return _function_around(around)


def _other_name(whole: Node) -> bytes | None:
    """What a function is called, too, where it is kept."""
    around = whole.parent
    if around is None or around.type != "assignment":
        return None
    left = around.child_by_field_name("left")
    return left.text if left is not None and left.type == "identifier" else None


def _function_around(node: Node) -> Node | None:
    around: Node | None = node
    while around is not None and around.type != "function_definition":
        around = around.parent
    return around


def _binding(source: bytes, root: Node, name: bytes) -> set[int]:
    """Where the functions begin that have a variable of this name of their own."""
    found: set[int] = set()
    for spot in re.finditer(rb"(?<![\w.])%s\b" % re.escape(name), source):
        node = root.descendant_for_byte_range(*spot.span())
        if node is not None and node.type == "identifier" and binds(node):
            around = _function_around(node)
            if around is not None:
                found.add(around.start_byte)
    return found


def _is_local(word: Node, binding: set[int]) -> bool:
    """Whether a name is one of a function's own where it stands."""
    around = _function_around(word)
    while around is not None:
        if around.start_byte in binding:
            return True
        around = _function_around(around.parent) if around.parent is not None else None
    return False


def binds(word: "SyntaxNode") -> bool:
    """Whether a name is given something where it stands: a variable, or a parameter."""
    whole, around = word, word.parent
    while around is not None and around.type in ("pattern_list", "tuple_pattern"):
        whole, around = around, around.parent
    if around is None:
        return False
    match around.type:
        case "assignment" | "for_statement":
            return around.child_by_field_name("left") == whole
        case "parameters" | "typed_parameter" | "as_pattern_target":
            return True
        case "default_parameter" | "typed_default_parameter":
            return around.child_by_field_name("name") == whole
        case _:
            return False


def _changes(source: bytes, call: Node, kind: _Kind, known: dict[int, bool]) -> bool:
    """Whether a call may stand where more is made of what it gives.

    ``known`` are the functions, and variables, that were looked at before: whether they may.
    """
    around = call.parent
    if kind.handed_on and around is not None and around.type in ("argument_list", "attribute"):
        return True
    if len(known) > _LOOKED:
        return True
    whole = _function_around(call) or call
    while whole.type != "function_definition" and not whole.type.endswith("_statement"):
        if whole.parent is None:
            break
        whole = whole.parent
    if whole.start_byte not in known:
        found = kind.changed.search(source, whole.start_byte, whole.end_byte)
        known[whole.start_byte] = found is not None
    if known[whole.start_byte]:
        return True
    while around is not None and around.type in _THROUGH:
        around = around.parent
    left = around.child_by_field_name("left") if around is not None else None
    if not kind.handed_on or left is None or left.type != "identifier":
        return False
    if left.start_byte not in known:
        given = re.compile(_GIVEN % re.escape(left.text or b""))
        found = given.search(source, whole.start_byte, whole.end_byte)
        known[left.start_byte] = found is not None or len(known) > _LOOKED
    return known[left.start_byte]


_GIVEN = rb"[(,=\[{]\s*%s\s*(?:[,)\]}\n;]|\Z)"
"""Where a variable is handed on, or kept under another name."""


def _mentioned(
    source: bytes, root: Node, whole: Node, kind: _Kind, known: dict[bytes, int]
) -> Iterator[int]:
    """Where a function is handed to another one in view, or kept where others may call it."""
    around = whole.parent
    if around is None or around.type in _NOT_MENTIONED or around.type == "function_definition":
        return
    if around.type == "keyword_argument":
        around = around.parent
    if around is None or around.type != "argument_list" or around.parent is None:
        yield whole.start_byte
        return
    call = around.parent
    others = [
        defined
        for word in {*_WORD.findall(source, call.start_byte, call.end_byte)}
        if (defined := _definition(root, known.get(word))) is not None
        and not defined.start_byte <= call.start_byte < defined.end_byte
        and word != (whole.text or b"")
    ]
    if others or kind.changed.search(source, call.start_byte, call.end_byte):
        yield whole.start_byte
    yield from (one.start_byte for one in others)


_WORD = re.compile(rb"[A-Za-z_]\w*")
_DEFINED = re.compile(rb"\bdef\s+(\w+)")


def _definition(root: Node, at: int | None) -> Node | None:
    """The function whose name stands there."""
    node = root.descendant_for_byte_range(at, at + 1) if at is not None else None
    return _function_around(node) if node is not None else None
