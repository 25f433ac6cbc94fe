"""One JavaScript or TypeScript source, and what all of it says about a name."""

import re
from collections.abc import Callable, Iterator

from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.reader import Reader
from fpcache_ops.validators.safe_patterns.languages.javascript.scoping import (
    FUNCTIONS,
    has,
    text_of,
)
from fpcache_ops.validators.safe_patterns.languages.source_unit import SourceUnit, field_of, is_deep

_WORD = re.compile(rb"[A-Za-z_$][A-Za-z0-9_$]*")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
# Where this reader and an engine may not see the same lines, and words spelled with escapes.
_ODD = re.compile(rb"\x00|\x0b|\r(?!\n)|\xe2\x80[\xa8\xa9]|^\xef\xbb\xbf|<!--|(?m:^[ \t]*-->)")
_ESCAPED_WORD = re.compile(rb"\\u")
_NOT_ASCII_LIMIT = 3000
_LITERALS = frozenset(
    {
        "string",
        "string_fragment",
        "template_string",
        "comment",
        "regex",
        "regex_pattern",
        "regex_flags",
        "jsx_text",
        "escape_sequence",
        "html_character_reference",
        "hash_bang_line",
    }
)
_NOT_CODE = _LITERALS | {"type_identifier", "statement_identifier"}
_BUILT_IN = words(
    """
    Object Array String Number Boolean Function RegExp Map Set Promise Symbol Date Math JSON
    Reflect Iterator WeakMap globalThis window global
    """
)
_BLOCKS = frozenset(
    {
        "statement_block",
        "for_statement",
        "for_in_statement",
        "catch_clause",
        "switch_body",
        "class_static_block",
        "program",
    }
)
_PATTERNS = frozenset(
    {
        "object_pattern",
        "array_pattern",
        "pair_pattern",
        "rest_pattern",
        "assignment_pattern",
        "object_assignment_pattern",
        "shorthand_property_identifier_pattern",
        "parenthesized_expression",
        "non_null_expression",
        "as_expression",
        "required_parameter",
        "optional_parameter",
    }
)
# Methods of containers that only read; what they give shares nothing that can be changed.
_READING = words(
    """
    includes indexOf lastIndexOf has get join keys values entries length slice concat
    hasOwnProperty toString test exec at
    """
)
# Methods that call a function with each item (and with the container, which is its third argument).
_VISITING = frozenset(["map", "filter", "find", "findIndex", "some", "every", "forEach", "flatMap"])
_STATIC_READING = frozenset(
    {
        "Object.keys",
        "Object.values",
        "Object.entries",
        "Object.hasOwn",
        "Array.from",
        "JSON.stringify",
    }
)


class ScriptUnit(SourceUnit):
    """Answers questions about one source."""

    word = _WORD
    not_code = _NOT_CODE

    def __init__(self, source: bytes, root: SyntaxNode, budget: Budget) -> None:
        super().__init__(source, root, budget)
        self._module = Reader(source, budget).module(root)
        self._memo: dict[tuple[str, str], bool] = {}

    @property
    def module(self) -> ir.Scope:
        """The outermost scope."""
        return self._module

    def _spelt(self, name: str) -> str:
        return _base(name)

    # Why nothing is proven

    def refusal(self) -> str | None:
        """Why nothing may be proven from this source at all."""
        if self._is_odd():
            return "the file's layout may be read in two ways"
        if is_deep(self._root):
            return "the file is nested too deeply to look at it"
        for number, match in enumerate(_NOT_ASCII.finditer(self._source)):
            if number >= _NOT_ASCII_LIMIT:
                return "the file has too many characters that are not ASCII to check them"
            node = self._root.descendant_for_byte_range(match.start(), match.end() - 1)
            if node is None or node.type not in _LITERALS:
                return "the file has names that are not ASCII"
        for match in _ESCAPED_WORD.finditer(self._source):
            node = self._root.descendant_for_byte_range(match.start(), match.start() + 1)
            if node is None or node.type not in _LITERALS:
                return "the file spells a name with escapes"
        return self._reshapes()

    def _is_odd(self) -> bool:
        for match in _ODD.finditer(self._source):
            if b"--" not in match[0]:
                return True
            node = self._root.descendant_for_byte_range(match.start(), match.end() - 1)
            if node is None or node.type not in _LITERALS - {"comment"}:
                return True
        return False

    def _reshapes(self) -> str | None:
        """Why values and names may not do what they usually do."""
        for spot in self._spots("with"):
            self._budget.read()
            node = self._root.descendant_for_byte_range(spot, spot + 4)
            holder = node.parent if node is not None and node.type == "with" else None
            if holder is not None and holder.type == "with_statement":
                return "`with` makes properties look like variables"
        for node in self._identifiers("prototype"):
            owner = _owner(node)
            if owner in _BUILT_IN and not _only_called(node):
                return f"`{owner}.prototype` may be changed"
        for word in ("__proto__", "setPrototypeOf", "__defineGetter__", "__defineSetter__"):
            if any(not _is_own_key(node) for node in self._identifiers(word)):
                return f"`{word}` changes what objects have"
        for spot in self._spots("__proto__"):
            node = self._root.descendant_for_byte_range(spot, spot + 9)
            if node is not None and node.type == "string_fragment" and _is_written_key(node):
                return "`__proto__` changes what objects have"
        for word in ("defineProperty", "defineProperties", "assign"):
            for node in self._identifiers(word):
                first = _first_argument(node) or ""
                head = first.removesuffix(".prototype")
                if head in _BUILT_IN and self._is_global(head):
                    return f"`{word}` changes `{first}`"
        for word in ("require", "undefined", "NaN", "Infinity"):
            if any(_is_target(node) for node in self._identifiers(word)):
                return f"`{word}` is given another meaning"
        return None

    def _is_global(self, name: str) -> bool:
        return not any(_is_declaration(node) for node in self._identifiers(name))

    def evaluations(self) -> Iterator[tuple[int, int]]:
        """The calls of ``eval`` that may run anything in their scope."""
        for node in self._identifiers("eval"):
            call = node.parent
            if call is None or call.type != "call_expression":
                continue
            arguments = call.child_by_field_name("arguments")
            given = (
                [c for c in arguments.named_children if c.type != "comment"] if arguments else []
            )
            plain = len(given) == 1 and given[0].type in ("string", "number")
            if not plain or re.search(rb"[=(`]|\+\+|--", given[0].text or b""):
                yield call.start_byte, call.end_byte

    def unsettled(self) -> str | None:
        """Why names of the module may be bound by code that does not show it."""
        return None

    def custom_equality(self) -> bool:
        """Nothing decides what it is equal to."""
        return False

    # Names

    def written_elsewhere(self, name: str) -> bool:
        """Whether another function than the one that declares a variable of this name sets it.

        True, too, if something of this name is set that is declared nowhere: a global variable.
        """
        return self._remember("outer", _base(name), self._sets_outer)

    def _sets_outer(self, node: SyntaxNode) -> bool:
        if not _is_target(node) or _is_declaration(node):
            return False
        declaring = self._declaring_block(node)
        return declaring is None or _function_of(declaring) != _function_of(node)

    def _declaring_block(self, node: SyntaxNode) -> SyntaxNode | None:
        """The innermost block or function around a mention that declares the name."""
        homes = [
            _home(other) for other in self._identifiers(text_of(node)) if _is_declaration(other)
        ]
        around = node.parent
        while around is not None:
            if around in homes:
                return around
            around = around.parent
        return None

    def attribute_written(self, name: str) -> bool:
        """Whether an attribute of this name is set or deleted anywhere, on whatever object.

        What ``this`` and ``exports`` are given is theirs, unless it is called like a global.
        """
        return self._remember("attribute", _base(name), self._sets_attribute)

    @staticmethod
    def _sets_attribute(node: SyntaxNode) -> bool:
        member = node.parent
        if member is None or member.type != "member_expression":
            return False
        if field_of(node) != "property" or not _is_target(member):
            return False
        owner = member.child_by_field_name("object")
        own = owner is not None and text_of(owner) in ("this", "exports", "module.exports")
        return not own or text_of(node) in _BUILT_IN

    def reshaped(self, name: str) -> bool:
        """Whether an attribute is set or deleted on something of this name."""
        return self._remember("reshaped", _base(name), self._is_reshaped)

    @staticmethod
    def _is_reshaped(node: SyntaxNode) -> bool:
        whole = node
        parent = node.parent
        while parent is not None and parent.type in ("member_expression", "subscript_expression"):
            whole, parent = parent, parent.parent
        return whole is not node and _is_target(whole)

    def _remember(self, question: str, name: str, holds: Callable[[SyntaxNode], bool]) -> bool:
        key = (question, name)
        if key not in self._memo:
            self._memo[key] = any(holds(node) for node in self._identifiers(name))
        return self._memo[key]

    def only_read(self, name: str) -> bool:
        """Whether every mention of the name leaves what it holds as it is, and to itself."""
        key = ("read", _base(name))
        if key not in self._memo:
            self._memo[key] = not name.startswith("{") and all(
                self._reads(node) for node in self._identifiers(_base(name))
            )
        return self._memo[key]

    def within_reach(self, name: str) -> bool:
        """What is exported where it is declared, and a script's ``var``, which the window has."""
        return self._remember("export", _base(name), _is_exported) or (
            not self._is_module() and self._remember("var", _base(name), _is_var)
        )

    def _is_module(self) -> bool:
        key = ("module", "")
        if key not in self._memo:
            self._memo[key] = any(
                self.mentions(word) for word in ("require", "module", "exports")
            ) or any(
                child.type in ("import_statement", "export_statement")
                for child in self._root.children
            )
        return self._memo[key]

    def _reads(self, node: SyntaxNode) -> bool:
        """Whether a mention of a container only looks at it."""
        whole, parent = node, node.parent
        if parent is None:
            return False
        if node.type == "property_identifier":
            # A property of this name of something else, or a key.
            return True
        if node.type == "shorthand_property_identifier":
            return False
        if _is_declaration(node):
            return parent.type == "variable_declarator" or parent.type == "enum_declaration"
        if _is_target(node):
            return False
        while parent is not None and parent.type in (
            "parenthesized_expression",
            "non_null_expression",
            "as_expression",
            "satisfies_expression",
        ):
            whole, parent = parent, parent.parent
        if parent is None:
            return False
        match parent.type:
            case "binary_expression" | "unary_expression":
                operator = parent.child_by_field_name("operator")
                return operator is None or text_of(operator) not in ("||", "&&", "??", "delete")
            case "if_statement" | "template_substitution" | "expression_statement":
                return True
            case "type_query":
                return True
            case "for_in_statement":
                return field_of(whole) == "right"
            case "subscript_expression":
                return field_of(whole) == "object" and _is_looked_at(parent)
            case "member_expression":
                return self._reads_member(parent)
            case "spread_element":
                return True
            case "arguments":
                return self._passed_to_reader(parent)
            case _:
                return False

    @staticmethod
    def _reads_member(member: SyntaxNode) -> bool:
        name = member.child_by_field_name("property")
        outer = member.parent
        if name is None or outer is None or _is_target(member):
            return False
        if outer.type == "call_expression" and field_of(member) == "function":
            return text_of(name) in _READING or (
                text_of(name) in _VISITING and _visits_plainly(outer)
            )
        return _is_looked_at(member)

    def _passed_to_reader(self, arguments: SyntaxNode) -> bool:
        call = arguments.parent
        if call is None:
            return False
        callee = call.child_by_field_name("function") or call.child_by_field_name("constructor")
        if callee is None:
            return False
        name = text_of(callee)
        if name.endswith(".cookie"):
            # Express copies the options; what else has this method is judged by its flags alike.
            return not self.defines_method("cookie")
        if call.type == "new_expression":
            return name in ("Set", "Map") and self._is_global(name)
        return name in _STATIC_READING and self._is_global(name.split(".")[0])

    def field_written(self, name: str) -> bool:
        """Whether an attribute of this name is set on anything at all, ``this`` included."""
        return self._remember("field", name, self._sets_any)

    @staticmethod
    def _sets_any(node: SyntaxNode) -> bool:
        member = node.parent
        return member is not None and member.type == "member_expression" and _is_target(member)

    def defines_method(self, name: str) -> bool:
        """Whether code in view gives something a method or property of this name."""
        return self._remember("method", name, self._defines)

    @staticmethod
    def _defines(node: SyntaxNode) -> bool:
        parent = node.parent
        if parent is None or node.type not in (
            "property_identifier",
            "shorthand_property_identifier",
        ):
            return False
        if parent.type == "member_expression":
            return _is_target(parent)
        return True


def _given(call: SyntaxNode) -> list[SyntaxNode]:
    arguments = call.child_by_field_name("arguments")
    if arguments is None:
        return []
    return [child for child in arguments.named_children if child.type != "comment"]


def _visits_plainly(call: SyntaxNode) -> bool:
    given = _given(call)
    if len(given) != 1 or given[0].type not in ("arrow_function", "function_expression"):
        return False
    parameters = given[0].child_by_field_name("parameters")
    text = given[0].text or b""
    return (parameters is None or len(parameters.named_children) < 3) and b"arguments" not in text


def _base(name: str) -> str:
    """The name as it is written: without the block that it belongs to."""
    return name.partition("@")[0]


def _function_of(node: SyntaxNode) -> SyntaxNode | None:
    """The innermost function around a node, or the node itself if it is one."""
    around: SyntaxNode | None = node
    while around is not None and around.type not in FUNCTIONS:
        around = around.parent
    return around


def _outermost_pattern(node: SyntaxNode) -> SyntaxNode:
    """The whole pattern that a name stands in."""
    while node.parent is not None and node.parent.type in _PATTERNS:
        field = field_of(node)
        defaults = node.parent.type in ("assignment_pattern", "object_assignment_pattern")
        if defaults and field != "left":
            return node
        if node.parent.type == "pair_pattern" and field != "value":
            return node
        if node.parent.type in ("required_parameter", "optional_parameter") and (
            field != "pattern"
        ):
            return node
        node = node.parent
    return node


def _is_declaration(node: SyntaxNode) -> bool:
    """Whether a name is declared here."""
    whole = _outermost_pattern(node)
    parent = whole.parent
    if parent is None:
        return False
    match parent.type:
        case "variable_declarator":
            return field_of(whole) == "name"
        case "formal_parameters":
            return True
        case "arrow_function":
            return field_of(whole) == "parameter"
        case "catch_clause":
            return field_of(whole) == "parameter"
        case "for_in_statement":
            return field_of(whole) == "left" and parent.child_by_field_name("kind") is not None
        case (
            "function_declaration"
            | "generator_function_declaration"
            | "function_expression"
            | "class_declaration"
            | "abstract_class_declaration"
            | "class"
            | "enum_declaration"
        ):
            return field_of(whole) == "name"
        case "import_clause" | "namespace_import" | "import_require_clause":
            return True
        case "import_specifier":
            return field_of(whole) == "alias" or parent.child_by_field_name("alias") is None
        case _:
            return False


def _is_exported(node: SyntaxNode) -> bool:
    """Whether ``export const`` declares a name; what the compiler keeps as it is, is no matter."""
    if not _is_declaration(node):
        return False
    declarator = _outermost_pattern(node).parent
    if declarator is None or declarator.type != "variable_declarator":
        return False
    value = declarator.child_by_field_name("value")
    if value is not None and value.type == "as_expression" and has(value, "const"):
        return False
    declaration = declarator.parent
    around = declaration.parent if declaration is not None else None
    return around is not None and around.type == "export_statement"


def _is_var(node: SyntaxNode) -> bool:
    declarator = _outermost_pattern(node).parent if _is_declaration(node) else None
    declaration = declarator.parent if declarator is not None else None
    return declaration is not None and declaration.type == "variable_declaration"


def _home(node: SyntaxNode) -> SyntaxNode | None:
    """The block or function that a declared name belongs to."""
    whole = _outermost_pattern(node)
    parent = whole.parent
    if parent is None:
        return None
    if parent.type in ("formal_parameters", "arrow_function"):
        return _function_of(parent)
    if parent.type == "function_expression":
        return parent
    if parent.type in ("catch_clause", "for_in_statement"):
        kind = parent.child_by_field_name("kind")
        if kind is None or text_of(kind) != "var":
            return parent
    by_var = parent.type == "variable_declarator" and (
        parent.parent is not None and parent.parent.type == "variable_declaration"
    )
    around: SyntaxNode | None = parent.parent
    while around is not None:
        if around.type in FUNCTIONS or around.type == "program":
            return around
        if not by_var and around.type in _BLOCKS:
            outer = around.parent
            # The block of a function is the function.
            if around.type == "statement_block" and outer is not None and outer.type in FUNCTIONS:
                return outer
            return around
        around = around.parent
    return None


def _is_target(node: SyntaxNode) -> bool:
    """Whether something is assigned, deleted or otherwise bound here."""
    whole = _outermost_pattern(node)
    parent = whole.parent
    if parent is None:
        return False
    field = field_of(whole)
    match parent.type:
        case "assignment_expression" | "augmented_assignment_expression":
            return field == "left"
        case "update_expression":
            return True
        case "unary_expression":
            operator = parent.child_by_field_name("operator")
            return operator is not None and text_of(operator) == "delete"
        case "for_in_statement":
            return field == "left"
        case _:
            return _is_declaration(node)


def _is_looked_at(node: SyntaxNode) -> bool:
    """Whether what a container gives is not changed where it is given; it may be a container."""
    return not _is_target(node)


def _owner(node: SyntaxNode) -> str:
    """What ``prototype`` is of."""
    member = node.parent
    owner = member.child_by_field_name("object") if member is not None else None
    return text_of(owner) if owner is not None else ""


def _only_called(node: SyntaxNode) -> bool:
    """``Object.prototype.hasOwnProperty.call(...)``: nothing is set."""
    member = node.parent
    method = member.parent if member is not None else None
    if method is None or method.type != "member_expression" or _is_target(method):
        return False
    outer = method.parent
    name = outer.child_by_field_name("property") if outer is not None else None
    return (
        outer is not None
        and outer.type == "member_expression"
        and name is not None
        and text_of(name) in ("call", "apply")
    )


def _is_own_key(node: SyntaxNode) -> bool:
    """``{__proto__: null}``, which takes nothing over."""
    pair = node.parent
    value = pair.child_by_field_name("value") if pair is not None else None
    return pair is not None and pair.type == "pair" and value is not None and value.type == "null"


def _is_written_key(node: SyntaxNode) -> bool:
    string = node.parent
    member = string.parent if string is not None else None
    return member is not None and member.type == "subscript_expression" and _is_target(member)


def _first_argument(node: SyntaxNode) -> str | None:
    member = node.parent
    call = member.parent if member is not None else None
    arguments = call.child_by_field_name("arguments") if call is not None else None
    if arguments is None or member is None or member.type != "member_expression":
        return None
    given = [child for child in arguments.named_children if child.type != "comment"]
    return text_of(given[0]) if given else None
