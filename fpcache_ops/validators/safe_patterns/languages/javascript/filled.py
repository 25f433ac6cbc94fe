"""Whether anything in view is put into a list that the program may not have made.

A list that a request brought may be filled by any name, or by none: ``[ids, tags][at].push(more)``.
So it is asked of whatever is filled whether the program has made it itself, where it declares it.
"""

from collections.abc import Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.languages.javascript.growing import (
    AROUND,
    PUTTING,
    SHOWING,
    Identifiers,
    around,
    is_set,
    name_of,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.scoping import FUNCTIONS, text_of
from fpcache_ops.validators.safe_patterns.languages.source_unit import field_of

_WRAPPERS = AROUND | {"await_expression"}
_DISPLAYS = words(
    """
    array object string template_string number regex true false null undefined class
    unary_expression arrow_function function_expression generator_function
    """
)
"""What is made where it stands, or is no list."""

_CHOOSING = frozenset({"||", "&&", "??"})
_COPYING = words(
    """
    map filter slice concat flat flatMap split match keys values entries from of parse all join
    toSorted toReversed toSpliced toString trim
    """
)
"""Methods that give a list of their own, or a text."""

_ITSELF = words("sort reverse fill")
_NOT_NEW = words("Object Proxy")
_FILLING = words("assign assignIn extend merge mergeWith defaults defaultsDeep fill defineProperty")
_SETTING = frozenset({"set", "setWith", "update", "apply"})
_KITS = words("_ lodash Reflect $ jQuery R")
_CALLING = frozenset({"call", "apply", "bind"})
_LISTENERS = words("import_clause import_specifier namespace_import")


class Filled:
    """All that is filled in one source; ``item_sets`` are the members that are set by their key."""

    def __init__(self, identifiers: Identifiers, item_sets: Iterator[SyntaxNode]) -> None:
        self._identifiers = identifiers
        self._item_sets = item_sets
        self._own: dict[str, bool] = {}

    def anything(self) -> bool:
        """Whether anything is put into what may be a list that somebody else has made."""
        return (
            any(map(self._puts, self._mentions(PUTTING)))
            or any(map(self._shows, self._mentions(SHOWING)))
            or any(map(self._fills, self._mentions(_FILLING | _SETTING)))
            or any(not self._is_own(one.child_by_field_name("object")) for one in self._item_sets)
        )

    def _mentions(self, names: frozenset[str]) -> Iterator[SyntaxNode]:
        for name in sorted(names):
            yield from self._identifiers(name)

    def _puts(self, node: SyntaxNode) -> bool:
        """``list.push(more)``, ``Array.prototype.push.call(list, more)``, ``{ push } = list``."""
        member = node.parent
        if node.type in ("shorthand_property_identifier_pattern", "identifier"):
            # Under its own name it is somebody's function, unless it is taken out of something.
            return node.type != "identifier"
        if member is None or field_of(node) != "property":
            return member is not None and member.type == "pair_pattern" and field_of(node) == "key"
        whole = around(member)
        outer = whole.parent
        if outer is not None and outer.type == "call_expression" and field_of(whole) == "function":
            return not self._is_own(member.child_by_field_name("object"))
        if outer is not None and outer.type == "member_expression" and field_of(whole) == "object":
            return self._is_lent(outer)
        return not is_set(member)

    def _is_lent(self, member: SyntaxNode) -> bool:
        """``push.apply(list, more)``: whether the list is somebody else's."""
        name = text_of(member.child_by_field_name("property") or member)
        call = around(member).parent
        first = _first_given(call) if call is not None else None
        return name not in _CALLING or first is None or not self._is_own(first)

    def _shows(self, node: SyntaxNode) -> bool:
        member = node.parent
        if member is None or member.type != "member_expression" or field_of(node) != "property":
            return False
        return is_set(member) and not self._is_own(member.child_by_field_name("object"))

    def _fills(self, node: SyntaxNode) -> bool:
        """``Object.assign(list, more)``, ``_.set(list, 0, more)``."""
        name, whole = text_of(node), node
        member = node.parent
        if field_of(node) == "property" and member is not None:
            owner = member.child_by_field_name("object")
            if owner is None or (name in _SETTING and text_of(owner) not in _KITS):
                return False
            whole = member
        elif name in _SETTING or node.type != "identifier":
            return False
        whole = around(whole)
        call = whole.parent
        if call is None or call.type != "call_expression" or field_of(whole) != "function":
            return False
        first = _first_given(call)
        if name == "apply":
            given = call.child_by_field_name("arguments")
            put = text_of(first).rpartition(".")[2] in PUTTING if first is not None else False
            return put and given is not None and not self._is_own(given.named_children[1])
        return first is not None and not self._is_own(first)

    # What is the program's own

    def _is_own(self, node: SyntaxNode | None, depth: int = 4) -> bool:
        """Whether this is made by the program, or is no list at all."""
        while node is not None and node.type in _WRAPPERS and node.named_children:
            node = node.named_children[-1 if node.type == "type_assertion" else 0]
        if node is None or not depth:
            return False
        if node.type in _DISPLAYS:
            return True
        match node.type:
            case "identifier":
                return self._is_name_own(text_of(node))
            case "this" | "super":
                return _is_of_class(node)
            case "binary_expression" | "ternary_expression":
                return all(self._is_own(part, depth - 1) for part in _ways(node))
            case "new_expression":
                made = node.child_by_field_name("constructor")
                return made is not None and self._makes(text_of(made))
            case "call_expression":
                return self._gives_own(node, depth - 1)
            case "member_expression":
                return self._is_member_own(node, depth - 1)
            case _:
                return False

    def _is_name_own(self, name: str) -> bool:
        if name not in self._own:
            self._own[name] = False  # While it is asked: what stands for itself.
            nodes = list(self._identifiers(name))
            self._own[name] = all(map(self._binds_own, nodes)) and any(map(_binds, nodes))
        return self._own[name]

    def _binds_own(self, node: SyntaxNode) -> bool:
        """Whether a mention does not bind the name, or to what is the program's own."""
        if not _binds(node):
            return True
        whole = node
        while whole.parent is not None and whole.parent.type in (
            *("required_parameter", "optional_parameter", "assignment_pattern"),
        ):
            whole = whole.parent
        parent = whole.parent
        if parent is None:
            return False
        match parent.type:
            case "variable_declarator":
                value = parent.child_by_field_name("value")
                # One that is only declared is given something elsewhere.
                return value is None or self._is_own(value) or _is_required(value)
            case "assignment_expression":
                return self._is_own(parent.child_by_field_name("right"))
            case kind if kind in FUNCTIONS and field_of(whole) == "name":
                return True
            case "class_declaration" | "enum_declaration" | "class":
                return True
            case kind if kind in _LISTENERS:
                return True
            case "formal_parameters":
                return self._is_collected(whole, parent) or self._is_given_own(whole, parent)
            case _:
                return False

    def _is_collected(self, parameter: SyntaxNode, given: SyntaxNode) -> bool:
        """``list.reduce((all, one) => { all.push(one); return all; }, [])``."""
        function = given.parent
        arguments = function.parent if function is not None else None
        call = arguments.parent if arguments is not None else None
        if arguments is None or function is None or arguments.type != "arguments" or call is None:
            return False
        callee = call.child_by_field_name("function")
        name = callee.child_by_field_name("property") if callee is not None else None
        values = arguments.named_children
        first = given.named_children[0] == parameter and len(values) == 2
        if name is None or text_of(name) not in ("reduce", "reduceRight") or not first:
            return False
        body = function.child_by_field_name("body")
        if body is None or body.type != "statement_block" or not self._is_own(values[1]):
            return False
        returned = [one for one in _inside(body) if one.type == "return_statement"]
        own = text_of(parameter.child_by_field_name("pattern") or parameter)
        return all(one.named_children and text_of(one.named_children[0]) == own for one in returned)

    def _is_given_own(self, parameter: SyntaxNode, given: SyntaxNode) -> bool:
        """Whether a function with a name is given the program's own wherever it is mentioned."""
        function = given.parent
        name = name_of(function) if function is not None else ""
        if not name or _only_name(parameter) is None:
            return False
        places = [one for one in given.named_children if not _is_no_parameter(one)]
        place = places.index(parameter)
        return all(self._gives_at(node, place) for node in self._identifiers(name))

    def _gives_at(self, node: SyntaxNode, place: int) -> bool:
        """Whether a function is declared here, or called with something of the program's own."""
        parent = node.parent
        if parent is None or field_of(node) in ("name", "key"):
            return parent is not None
        if parent.type == "assignment_expression" or node.type == "shorthand_property_identifier":
            return False
        whole = around(parent if field_of(node) == "property" else node)
        call = whole.parent
        if call is None or call.type != "call_expression" or field_of(whole) != "function":
            return False
        arguments = call.child_by_field_name("arguments")
        values = arguments.named_children if arguments is not None else []
        if any(one.type == "spread_element" for one in values[: place + 1]):
            return False
        return place >= len(values) or self._is_own(values[place])

    def _gives_own(self, call: SyntaxNode, depth: int) -> bool:
        callee = call.child_by_field_name("function")
        if callee is None:
            return False
        if callee.type == "identifier":
            return text_of(callee) in ("Array", "String", "Number", "require", "structuredClone")
        name = callee.child_by_field_name("property")
        if callee.type != "member_expression" or name is None:
            return False
        if text_of(name) in _ITSELF:
            return self._is_own(callee.child_by_field_name("object"), depth)
        return text_of(name) in _COPYING and not any(
            map(_declares_method, self._identifiers(text_of(name)))
        )

    def _makes(self, name: str) -> bool:
        """Whether ``new`` makes an object of its own by this name."""
        homes = (node.parent for node in self._identifiers(name) if field_of(node) == "name")
        return name not in _NOT_NEW and not any(
            part.type == "return_statement" and part.named_children
            for home in homes
            if home is not None
            for part in _inside(home)
            if _function_around(part) is home or _is_constructor(_function_around(part))
        )

    def _is_member_own(self, member: SyntaxNode, depth: int) -> bool:
        """``this.rows``, ``result.errors``: of an object in view, whoever gives it such things."""
        owner = member.child_by_field_name("object")
        name = member.child_by_field_name("property")
        if owner is None or name is None or not self._is_own(owner, depth):
            return False
        given = [value for node in self._identifiers(text_of(name)) for value in _given_to(node)]
        return bool(given) and all(self._is_own(value, depth) for value in given)


def _is_no_parameter(node: SyntaxNode) -> bool:
    """A comment, or what TypeScript says of ``this``."""
    pattern = node.child_by_field_name("pattern")
    return node.type == "comment" or (pattern is not None and pattern.type == "this")


def _function_around(node: SyntaxNode) -> SyntaxNode | None:
    """The function whose ``this`` and ``return`` these are."""
    around = node.parent
    while around is not None and around.type not in FUNCTIONS - {"arrow_function"}:
        around = around.parent
    return around


def _is_constructor(function: SyntaxNode | None) -> bool:
    name = function.child_by_field_name("name") if function is not None else None
    return name is not None and text_of(name) == "constructor"


def _is_of_class(node: SyntaxNode) -> bool:
    """Whether ``this`` is an object of a class in view, which is no list."""
    around: SyntaxNode | None = node
    while around is not None and around.type not in (*FUNCTIONS - {"arrow_function"}, "class_body"):
        around = around.parent
    if around is not None and around.type == "method_definition":
        around = around.parent
    if around is None or around.type != "class_body" or around.parent is None:
        return False
    heads = (part for part in around.parent.named_children if part.type == "class_heritage")
    return not any("Array" in text_of(head) for head in heads)


def _declares_method(node: SyntaxNode) -> bool:
    """Whether something in view is given a function of this name."""
    parent = node.parent
    if parent is None or field_of(node) not in ("name", "key", "property"):
        return False
    if parent.type == "pair":
        value = parent.child_by_field_name("value")
        return value is not None and value.type in FUNCTIONS
    return parent.type == "method_definition" or (
        parent.type == "member_expression" and is_set(parent)
    )


def _ways(node: SyntaxNode) -> Iterator[SyntaxNode | None]:
    """What a choice may give; of a calculation nothing that is a list."""
    if node.type == "ternary_expression":
        yield node.child_by_field_name("consequence")
        yield node.child_by_field_name("alternative")
        return
    sign = node.child_by_field_name("operator")
    if sign is not None and text_of(sign) in _CHOOSING:
        yield node.child_by_field_name("left")
        yield node.child_by_field_name("right")


def _given_to(node: SyntaxNode) -> Iterator[SyntaxNode | None]:
    """What a property is given whose name stands here; ``None`` if that is not seen."""
    parent = node.parent
    if node.type == "shorthand_property_identifier" or parent is None:
        yield None
        return
    match parent.type, field_of(node):
        case "pair", "key":
            yield parent.child_by_field_name("value")
        case (("field_definition" | "public_field_definition"), ("property" | "name")):
            yield parent.child_by_field_name("value")
        case "method_definition", "name":
            yield None
        case "member_expression", "property":
            whole = around(parent)
            outer = whole.parent
            if is_set(parent):
                plain = outer is not None and outer.type == "assignment_expression"
                yield outer.child_by_field_name("right") if plain and outer is not None else None
        case _:
            pass


def _binds(node: SyntaxNode) -> bool:
    """Whether a name is given a meaning where it stands."""
    if node.type == "shorthand_property_identifier_pattern":
        return True
    parent = node.parent
    if node.type != "identifier" or parent is None:
        return False
    match parent.type, field_of(node):
        case (("pair_pattern" | "object_assignment_pattern"), field):
            return field in ("value", "left")
        case "assignment_pattern", field:
            return field == "left"
        case (("array_pattern" | "rest_pattern" | "formal_parameters" | "catch_clause"), _):
            return True
        case (("required_parameter" | "optional_parameter"), field):
            return field == "pattern"
        case "arrow_function", field:
            return field == "parameter"
        case (
            ("assignment_expression" | "augmented_assignment_expression" | "for_in_statement"),
            f,
        ):
            return f == "left"
        case kind, field:
            return field in ("name", "alias") or kind in _LISTENERS


def _only_name(parameter: SyntaxNode) -> SyntaxNode | None:
    """The name that all of an argument has, if it has one, and no default."""
    inner = parameter.child_by_field_name("pattern") or parameter
    plain = parameter.child_by_field_name("value") is None
    return inner if inner.type == "identifier" and plain else None


def _is_required(value: SyntaxNode) -> bool:
    return value.type == "member_expression" and text_of(value).startswith("require(")


def _first_given(call: SyntaxNode) -> SyntaxNode | None:
    given = call.child_by_field_name("arguments")
    return next(iter(given.named_children), None) if given is not None else None


def _inside(node: SyntaxNode) -> Iterator[SyntaxNode]:
    pending = [node]
    while pending:
        part = pending.pop()
        yield part
        pending.extend(part.named_children)
