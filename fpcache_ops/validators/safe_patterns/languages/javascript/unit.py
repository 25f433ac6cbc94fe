"""One JavaScript or TypeScript source, and what all of it says about a name."""

import re
from collections.abc import Callable, Iterator
from typing import ClassVar

from fpcache_ops.evidence.languages.javascript_patterns import PATTERN_READERS
from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.engine.language import ANY, Member
from fpcache_ops.validators.safe_patterns.languages.javascript import growing
from fpcache_ops.validators.safe_patterns.languages.javascript.filled import Filled
from fpcache_ops.validators.safe_patterns.languages.javascript.literals import words
from fpcache_ops.validators.safe_patterns.languages.javascript.members import (
    ANNOUNCING,
    LISTENING,
    SPECIAL,
    STEPS,
    TRAPS,
    accessor_at,
    decorated_at,
    given_at,
    keyed_at,
    member_at,
    nearest,
    set_at,
    symbol_at,
)
from fpcache_ops.validators.safe_patterns.languages.javascript.reader import Reader
from fpcache_ops.validators.safe_patterns.languages.javascript.scoping import (
    CLASS_DECLARATIONS,
    FUNCTIONS,
    has,
    named,
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
_GLOBAL_OBJECTS = frozenset(["globalThis", "window", "global", "self"])
# Functions of the language that values are told by, and objects that have such functions.
_CONVERSIONS = words(
    """
    parseInt parseFloat Number String Boolean encodeURIComponent encodeURI isNaN isFinite Math JSON
    Object Array RegExp Map Set Date Promise Symbol BigInt Reflect crypto eval structuredClone
    """
)
_FILLING = frozenset(["assign", "extend", "merge", "mixin", "defaults", "set"])
"""Functions that set properties of what they are given first."""

_OWNER = re.compile(rb"\b(?:this|super)\b")
_COMPILING = re.compile(
    r"ajv|handlebars|hbs|pug|jade|ejs|nunjucks|template|engine|webpack|vue", re.IGNORECASE
)
"""What things are called that compile templates, schemas and the like, not patterns."""

_TRAPPING = ("Proxy", "defineProperty", "defineProperties")
_CREATED = re.compile(rb"\bObject\s*\.\s*create\s*\([^()]*,")
_PROPERTY_NAMES = frozenset(
    {
        "property_identifier",
        "private_property_identifier",
        "shorthand_property_identifier",
        "string_fragment",
    }
)

_DEFINING = frozenset(
    ["mergeWith", "defaultsDeep", "setWith", "extendOwn", "defineProperty", "defineProperties"]
)
_SET_BY_KEY = re.compile(rb"\]\s*(?:\?\?|\|\||&&|[-+*/%|&^])?=(?![=>])")

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
        "satisfies_expression",
        "type_assertion",
        "required_parameter",
        "optional_parameter",
    }
)
_WRAPPERS = frozenset(
    [
        "parenthesized_expression",
        "non_null_expression",
        "as_expression",
        "satisfies_expression",
        "type_assertion",
    ]
)
# Methods of containers that only read; what they give shares nothing that can be changed.
_READING = words(
    """
    includes indexOf lastIndexOf has get join keys values entries length slice concat
    hasOwnProperty toString test exec at
    """
)
_ASKING = words("includes indexOf lastIndexOf has keys length hasOwnProperty toString")
_PICKING = frozenset(["get", "find", "at", "findLast"])
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

_IN_LINES = _LITERALS | words(
    """
    program statement_block class_body switch_body switch_case switch_default object_type
    interface_body enum_body template_string jsx_text jsx_element jsx_fragment html_comment
    """
)
"""Nodes in which a line may end something, or is a part of a text."""


class ScriptUnit(SourceUnit):
    """Answers questions about one source."""

    word = _WORD
    not_code = _NOT_CODE
    makers: ClassVar[tuple[str, ...]] = ("method constructor",)

    def __init__(self, source: bytes, root: SyntaxNode, budget: Budget) -> None:
        super().__init__(source, root, budget)
        self._module = Reader(source, budget).module(root)
        self._memo: dict[tuple[str, str], bool] = {}
        self._filling: list[tuple[int, int]] | None = None
        self._modules: frozenset[str] | None = None

    def _goes_on(self, node: SyntaxNode) -> bool:
        """It does where no statements stand one after another, and no text."""
        return node.type not in _IN_LINES

    @property
    def module(self) -> ir.Scope:
        """The outermost scope."""
        return self._module

    def _spelt(self, name: str) -> str:
        return _base(name)

    def _spots(self, word: str) -> list[int]:
        if not word.startswith("#"):
            return super()._spots(word)
        return [
            spot - 1 for spot in super()._spots(word[1:]) if self._source[spot - 1 : spot] == b"#"
        ]

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
        if (why := self._prototypes() or self._globals()) is not None:
            return why
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

    def _prototypes(self) -> str | None:
        """Why what texts, lists and their like do may be changed."""
        for node in self._identifiers("prototype"):
            parent = node.parent
            if node.type == "shorthand_property_identifier_pattern" or (
                parent is not None and parent.type == "pair_pattern" and field_of(node) == "key"
            ):
                return "a prototype is given another name"
            if parent is None or parent.type != "member_expression" or _only_called(node):
                continue
            if field_of(node) == "property" and self._may_be_built_in(_owner(node)):
                return f"`{text_of(parent)[:40]}` may be changed"
        for spot in self._spots("prototype"):
            found = self._root.descendant_for_byte_range(spot, spot + len("prototype"))
            if found is not None and found.type == "string_fragment" and _is_key(found):
                return "a prototype is reached by a computed name"
        for node in self._identifiers("getPrototypeOf"):
            call = node.parent.parent if node.parent is not None else None
            if call is not None and (
                call.parent is None or call.parent.type != "binary_expression"
            ):
                return "`getPrototypeOf` gives what objects share"
        return None

    def _may_be_built_in(self, owner: SyntaxNode | None) -> bool:
        """Whether what has a prototype may be a class of the language."""
        if owner is None:
            return True
        if owner.type == "member_expression":
            last = owner.child_by_field_name("property")
            return last is None or text_of(last) in _BUILT_IN | {"constructor"}
        if owner.type != "identifier":
            return True
        name = text_of(owner)
        homes = [node for node in self._identifiers(name) if _is_declaration(node)]
        return not all(_declares_class(node) for node in homes) if homes else name in _BUILT_IN

    def _globals(self) -> str | None:
        """Why a function of the language may be another one."""
        for word in sorted(_GLOBAL_OBJECTS):
            if any(_is_filled(node) for node in self._identifiers(word)) and self._is_global(word):
                return f"`{word}` may give another meaning to a name"
        if any(map(_has_another_name, self._identifiers("globalThis"))):
            return "`globalThis` has another name"
        return None

    def declares(self, name: str) -> bool:
        """Whether something in view has this name, whatever the language calls so."""
        return not self._is_global(name)

    def _is_global(self, name: str) -> bool:
        return not any(_is_declaration(node) for node in self._identifiers(name))

    def evaluations(self) -> Iterator[tuple[int, int]]:
        """The calls of ``eval`` that may run anything in their scope."""
        for node in self._identifiers("eval"):
            whole = node
            if node.type == "property_identifier":
                member = node.parent
                owner = member.child_by_field_name("object") if member is not None else None
                if member is None or owner is None or text_of(owner) not in _GLOBAL_OBJECTS:
                    continue
                whole = member
            call = whole.parent
            if call is None or call.type == "unary_expression":
                continue
            if call.type != "call_expression" or field_of(whole) != "function":
                yield node.start_byte, node.end_byte
                continue
            arguments = call.child_by_field_name("arguments")
            given = (
                [c for c in arguments.named_children if c.type != "comment"] if arguments else []
            )
            plain = len(given) == 1 and given[0].type in ("string", "number")
            if not plain or re.search(rb"[=(`\\]|\+\+|--", given[0].text or b""):
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
        return declaring is None or _runner_of(declaring) != _runner_of(node)

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

    def binds_again(self, name: str) -> bool:
        """Whether something of this name is set where it is not declared, or gone through.

        ``for (const name of list)`` declares another one.
        """
        return self._remember("again", _base(name), _is_bound_again)

    def route_of(self, start: int, end: int) -> tuple[str, str] | None:
        """The method that a function is given to, and the path beside it, if it is spelled there.

        ``app.get("/items/:id", wrapped((req, res) => ...))``.
        """
        node = self._root.descendant_for_byte_range(start, end)
        while node is not None and node.parent is not None:
            parent = node.parent
            if parent.type not in (*_WRAPPERS, "arguments", "array", "call_expression"):
                return None
            callee = parent.child_by_field_name("function")
            if parent.type == "call_expression" and callee is not None:
                arguments = parent.child_by_field_name("arguments")
                first = next(iter(arguments.named_children), None) if arguments else None
                if first is not None and first.type == "string":
                    return text_of(callee).rpartition(".")[2], text_of(first)[1:-1]
            node = parent
        return None

    def hands_out(self, names: frozenset[str]) -> bool:
        """Whether something of these names is given to a function that is not in view."""
        return any(self._remember("out", name, self._is_handed_out_of_view) for name in names)

    def _is_handed_out_of_view(self, node: SyntaxNode) -> bool:
        whole = _unwrapped(node)
        arguments = whole.parent
        if node.type == "shorthand_property_identifier":
            return True
        if node.type != "identifier" or arguments is None:
            return False
        if arguments.type in ("array", "pair"):
            return True
        if arguments.type != "arguments":
            return False
        call = arguments.parent
        callee = call.child_by_field_name("function") if call is not None else None
        if callee is None:
            return True
        name = text_of(callee).rpartition(".")[2]
        return not (name in _PIPING or self.defines_function(name))

    def defines_function(self, name: str) -> bool:
        """Whether a function, or method, of this name is in view."""
        return self._remember("function", name, _names_function)

    def may_grow(self, name: str) -> bool:
        """Whether something is put into what this name stands for, if that is a list."""
        key = ("grows", _base(name))
        if key not in self._memo:
            base = _base(name)
            self._memo[key] = (
                self._fills_foreign()
                or growing.may_grow(self._identifiers, base)
                or any(map(self._is_given_elsewhere, self._identifiers(base)))
            )
        return self._memo[key]

    def _is_given_elsewhere(self, mention: SyntaxNode) -> bool:
        """Whether a function of another file of the program is given it: ``addTo(ids, more)``."""
        given = growing.around(mention).parent
        call = given.parent if given is not None and given.type == "arguments" else None
        callee = call.child_by_field_name("function") if call is not None else None
        while callee is not None and callee.type == "member_expression":
            callee = callee.child_by_field_name("object")
        if callee is None or callee.type != "identifier":
            return False
        name = re.escape(text_of(callee).encode())
        return re.search(_OF_ANOTHER_FILE % name, self.code) is not None

    def _fills_foreign(self) -> bool:
        """Whether anything is put into a list that the program may not have made."""
        key = ("fills", "")
        if key not in self._memo:
            sets = filter(_sets_item, self._fillings())
            self._memo[key] = Filled(self._identifiers, sets).anything()
        return self._memo[key]

    def attribute_written(self, name: str) -> bool:
        """Whether an attribute of this name is set or deleted anywhere, on whatever object.

        What ``this`` and ``exports`` are given is theirs, unless it is called like a global.
        """
        own = _base(name)
        return (
            self._remember("attribute", own, self._sets_attribute)
            or self._set_by_key(own)
            or self._fills_module_of(own)
        )

    def _fills_module_of(self, name: str) -> bool:
        """Whether a module that has this name is filled by names that do not stand there.

        ``crypto[name] = fake``, ``Object.assign(crypto, { randomBytes })``.
        """
        key = ("module filled", name)
        if key not in self._memo:
            filled = self._filled_modules()
            self._memo[key] = bool(filled) and any(
                _is_had_by(node, filled) for node in self._identifiers(name)
            )
        return self._memo[key]

    def _filled_modules(self) -> frozenset[str]:
        """The names of modules that something is put into by names that are not spelled there."""
        if self._modules is None:
            found = (self._module_filled(node) for node in self._fillings())
            self._modules = frozenset(name for name in found if name)
        return self._modules

    def _module_filled(self, node: SyntaxNode) -> str:
        """The name of the module that this fills, if it is one."""
        if node.type != "call_expression":
            return self._module_of(node.child_by_field_name("object"))
        callee, given = node.child_by_field_name("function"), _given(node)
        name = text_of(callee).rpartition(".")[2] if callee is not None else ""
        # ``cache.set(keys.user, value)`` puts something into the cache.
        return self._module_of(given[0]) if given and name != "set" else ""

    def _module_of(self, node: SyntaxNode | None) -> str:
        """The name that an import gives what this is, or is a part of."""
        while node is not None and node.type in (*_WRAPPERS, "member_expression"):
            inner = node.child_by_field_name("object")
            node = inner if inner is not None else next(iter(node.named_children), None)
        if node is None or node.type != "identifier":
            return ""
        homes = [each for each in self._identifiers(text_of(node)) if _is_declaration(each)]
        return text_of(node) if homes and all(map(_is_imported, homes)) else ""

    def _set_by_key(self, name: str) -> bool:
        """Whether ``anything["name"]`` is set."""
        key = ("key", name)
        if key not in self._memo:
            self._memo[key] = any(map(self._is_key_set, self._spots(name)))
        return self._memo[key]

    def _is_key_set(self, spot: int) -> bool:
        self._budget.read()
        node = self._root.descendant_for_byte_range(spot, spot + 1)
        if node is None or node.type != "string_fragment" or node.start_byte != spot:
            return False
        return _is_written_key(node) or _is_redefined(node)

    def recompiles(self) -> bool:
        """Whether a pattern may be given another meaning by its ``compile``."""
        key = ("compile", "")
        if key not in self._memo:
            self._memo[key] = any(map(self._may_compile_pattern, self._mentions_of("compile")))
        return self._memo[key]

    def _may_compile_pattern(self, node: SyntaxNode) -> bool:
        """Whether ``compile`` may be that of a pattern: not that of an engine of templates."""
        if node.type == "shorthand_property_identifier":
            return False
        holder = node.parent.parent if node.type == "string_fragment" and node.parent else None
        member = holder or node.parent
        if member is None or member.type not in ("member_expression", "subscript_expression"):
            return False
        owner = member.child_by_field_name("object")
        if owner is None or owner.type != "identifier":
            return True
        name = text_of(owner)
        if _COMPILING.search(name):
            return False
        homes = [each for each in self._identifiers(name) if _is_declaration(each)]
        return not homes or not all(map(_is_imported, homes))

    def hands_on(self, name: str) -> bool:
        """Whether somebody out of sight is given what has this name: a pattern, to compile it.

        It may have other names.
        """
        key = ("handed", _base(name))
        if key not in self._memo:
            names, pending = {_base(name)}, [_base(name)]
            found = False
            while pending and not found:
                for node in self._identifiers(pending.pop()):
                    found = found or _is_given_away(node) or len(names) > _ALIASES
                    other = _other_name(node)
                    if other and other not in names:
                        names.add(other)
                        pending.append(other)
            self._memo[key] = found
        return self._memo[key]

    def hands_property_on(self, name: str) -> bool:
        """The same of what is somebody's property of this name: ``tune(RULES.number)``."""
        return self._remember("handed property", name, _is_property_given_away)

    def overrides(self, name: str) -> bool:
        """Whether an object in view is given something of its own under this name."""
        return any(
            node.type != "shorthand_property_identifier" and member_at(node) is not None
            for node in self._mentions_of(name)
        )

    @staticmethod
    def _sets_attribute(node: SyntaxNode) -> bool:
        member = node.parent
        if member is None or member.type != "member_expression":
            return False
        if field_of(node) != "property" or not _is_target(member):
            return False
        owner = member.child_by_field_name("object")
        own = owner is not None and text_of(owner) in ("this", "exports", "module.exports")
        return not own or text_of(node) in _BUILT_IN | _CONVERSIONS

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

    def inside_only_read(self, name: str) -> bool:
        """Whether every mention of the name leaves the containers in it as they are, too."""
        key = ("inside", _base(name))
        if key not in self._memo:
            self._memo[key] = not name.startswith("{") and all(
                self._reads(node) and self._reads_inside(node)
                for node in self._identifiers(_base(name))
            )
        return self._memo[key]

    def _reads_inside(self, node: SyntaxNode) -> bool:
        """Whether a mention that only looks at a container hands out none of those in it."""
        if node.type == "property_identifier" or _is_declaration(node):
            return True
        whole = _unwrapped(node)
        parent = whole.parent
        if parent is None:
            return False
        match parent.type:
            case "for_in_statement":
                return self._pattern_only_read(parent)
            case "subscript_expression":
                return self._keeps(parent)
            case "member_expression":
                name = parent.child_by_field_name("property")
                outer = _called_by(parent)
                if outer is None or name is None:
                    return self._keeps(parent)
                if text_of(name) in _PICKING:
                    return self._keeps(outer)
                return text_of(name) in _ASKING or self._visits_and_keeps(outer, name)
            case "arguments":
                call = parent.parent
                callee = call.child_by_field_name("function") if call is not None else None
                return callee is not None and text_of(callee) in ("Object.keys", "Object.hasOwn")
            case "spread_element":
                return False
            case _:
                return True

    def _keeps(self, node: SyntaxNode) -> bool:
        """Whether an expression that gives a container leaves it as it is, and to itself."""
        whole = _unwrapped(node)
        parent = whole.parent
        while parent is not None and _chooses(parent, whole):
            whole = _unwrapped(parent)
            parent = whole.parent
        if parent is None:
            return False
        match parent.type:
            case "member_expression":
                return self._reads_member(parent)
            case "subscript_expression":
                object_of = field_of(whole) == "object"
                return object_of and _is_looked_at(parent) and _called_by(parent) is None
            case "binary_expression" | "unary_expression":
                return text_of(parent.child_by_field_name("operator") or parent) != "delete"
            case "template_substitution":
                return not _is_tagged(parent.parent)
            case "if_statement" | "expression_statement":
                return True
            case "spread_element":
                return True
            case "for_in_statement":
                return field_of(whole) == "right" and self._pattern_only_read(parent)
            case "variable_declarator":
                return field_of(whole) == "value" and self._pattern_only_read(parent)
            case "arguments":
                return self._passed_to_reader(parent)
            case _:
                return False

    def _pattern_only_read(self, node: SyntaxNode) -> bool:
        """Whether a loop or a declaration takes a container apart, or only reads it by a name."""
        return self._takes(node.child_by_field_name("left") or node.child_by_field_name("name"))

    def _takes(self, pattern: SyntaxNode | None) -> bool:
        if pattern is None or pattern.type in ("object_pattern", "array_pattern"):
            return pattern is not None
        return pattern.type == "identifier" and all(
            _is_declaration(node) or self._reads(node)
            for node in self._identifiers(text_of(pattern))
        )

    def _visits_and_keeps(self, call: SyntaxNode, name: SyntaxNode) -> bool:
        """``list.forEach((item) => ...)``, where the item is only read."""
        if text_of(name) not in ("forEach", "map", "some", "every", "findIndex"):
            return False
        if not _visits_plainly(call):
            return False
        parameters = _given(call)[0].child_by_field_name("parameters")
        only = _given(call)[0].child_by_field_name("parameter")
        pattern = only if only is not None else next(named(parameters), None)
        if pattern is not None and pattern.type in ("required_parameter", "optional_parameter"):
            pattern = pattern.child_by_field_name("pattern")
        return pattern is None or self._takes(pattern)

    def callers(self, scope: ir.Scope) -> tuple[tuple[ir.Call, ir.Scope], ...] | None:
        """All calls of a function of a module that only calls it, by its name."""
        parent = scope.parent
        private = parent is not None and parent.kind == "module" and scope.kind == "function"
        if not private or not self.whole or not self._is_module() or self.mentions("eval"):
            return None
        own = self._name_of(scope)
        if own is None or b"arguments" in self._source[scope.start : scope.end]:
            return None
        if self.mentions_text(own):
            # It may be called by a computed name.
            return None
        mentions = [node for node in self._identifiers(own) if node.type != "property_identifier"]
        called = [node for node in mentions if not _is_declaration(node)]
        if len(mentions) != len(called) + 1 or not all(map(_is_called, called)):
            return None
        if any(map(_is_handed_on, mentions)):
            return None
        found = list(_calls_of(self._module, own))
        return tuple(found) if len(found) == len(called) <= _CALLERS else None

    def _name_of(self, scope: ir.Scope) -> str | None:
        """The one name that a function of the module has."""
        _ = self._module.body
        for name, bindings in self._module.bindings.items():
            only = bindings[0] if len(bindings) == 1 else None
            if only is None or "@" in name:
                continue
            if only.scope is scope and only.kind == "def":
                return name
            if isinstance(only.value, ir.Lambda) and only.value.scope is scope:
                return name if only.kind == "assign" and not only.shared else None
        return None

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
        while parent is not None and parent.type in _WRAPPERS:
            whole, parent = parent, parent.parent
        if parent is None:
            return False
        match parent.type:
            case "binary_expression" | "unary_expression":
                operator = parent.child_by_field_name("operator")
                return operator is None or text_of(operator) not in ("||", "&&", "??", "delete")
            case "template_substitution":
                return not _is_tagged(parent.parent)
            case "if_statement" | "expression_statement":
                return True
            case "type_query":
                return True
            case "for_in_statement":
                return field_of(whole) == "right"
            case "subscript_expression":
                return field_of(whole) == "object" and (
                    _is_looked_at(parent) and _called_by(parent) is None
                )
            case "member_expression":
                return self._reads_member(parent)
            case "spread_element":
                return True
            case "arguments":
                return self._passed_to_reader(parent)
            case _:
                return False

    def _reads_member(self, member: SyntaxNode) -> bool:
        name = member.child_by_field_name("property")
        if name is None or _is_target(member):
            return False
        outer = _called_by(member)
        if outer is not None and self._changes_owner(text_of(name)):
            return False
        if outer is not None:
            return text_of(name) in _READING or (
                text_of(name) in _VISITING and _visits_plainly(outer)
            )
        return _is_looked_at(member)

    def _changes_owner(self, name: str) -> bool:
        """Whether something in view has a method of this name that names its object."""
        key = ("changes", name)
        if key not in self._memo:
            spots = [(one.start, one.end) for one in self.members(name) if one.is_function]
            named = any(not one.is_function for one in self.members(name))
            whole = [(0, len(self._source))] if named else []
            self._memo[key] = any(_OWNER.search(self.code, *at) for at in (*spots, *whole))
        return self._memo[key]

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
            if name in _OF_FRAMEWORK:
                return self._is_declared_by(name, _OF_FRAMEWORK[name])
            return name in ("Set", "Map") and self._is_global(name)
        last = name.rpartition(".")[2]
        if last in _STARTING:
            # Node copies the arguments of a program.
            return not self.defines_method(last) and self._is_imported(name.partition(".")[0])
        if name in _OF_FRAMEWORK:
            return self._is_declared_by(name, _OF_FRAMEWORK[name])
        return name in _STATIC_READING and self._is_global(name.split(".")[0])

    def _is_declared_by(self, name: str, module: re.Pattern[bytes]) -> bool:
        """Whether a name stands for what one import of a module brings."""
        homes = [node for node in self._identifiers(name) if _is_declaration(node)]
        found = [nearest(node, "import_statement") for node in homes]
        return len(found) == 1 and all(
            one is not None and module.search(one.text or b"") for one in found
        )

    def _is_imported(self, name: str) -> bool:
        """Whether a name stands for what a module of Node that starts programs has."""
        homes = [node for node in self._identifiers(name) if _is_declaration(node)]
        return bool(homes) and all(_is_of_node(node) for node in homes)

    def field_written(self, name: str) -> bool:
        """Whether an attribute of this name is set on anything at all, ``this`` included."""
        return self._remember("field", name, self._sets_any) or self._set_by_key(name)

    def field_only_read(self, name: str) -> bool:
        """Whether whoever names a field only looks at what it holds, and leaves it to itself."""
        return (
            self._remember("field read", name, self._hands_field_on) is False
            and not self.mentions_text(name)
            and _THIS_BY_KEY.search(self.code) is None
        )

    def _hands_field_on(self, node: SyntaxNode) -> bool:
        parent = node.parent
        if node.type == "identifier" or parent is None or parent.type in _FIELDS:
            # A variable of this name is another thing, wherever it comes from.
            return parent is None
        return parent.type != "member_expression" or not self._keeps(parent)

    def mentions_text(self, name: str) -> bool:
        """Whether a literal is this name: it may be a key."""
        own = re.escape(name.encode())
        return re.search(rb"['\"`]%b['\"`]" % own, self._source) is not None

    @staticmethod
    def _sets_any(node: SyntaxNode) -> bool:
        member = node.parent
        return member is not None and member.type == "member_expression" and _is_target(member)

    def shared(self, name: str) -> bool:
        """A variable of a classic script, which other scripts of the page can set."""
        page = any(self.mentions(word) for word in ("window", "document", "location"))
        return page and not self._is_module() and self._remember("shared", _base(name), _is_shared)

    def fills(self) -> bool:
        """Whether any function sets properties that it does not name, of what it did not make."""
        return bool(self._fillers())

    def is_called(self, name: str) -> bool:
        """Whether something of this name is called in view."""
        return any(_is_callee(node) for node in self._identifiers(name))

    def is_taken(self, name: str) -> bool:
        """Whether a method of this name is handed on, or called by a name that is computed."""
        return self._remember("taken", name, _is_taken) or self._hands_object_on()

    def _hands_object_on(self) -> bool:
        """Whether an object of a class in view gives itself away by ``this``."""
        return any(self._is_in_class(match.start()) for match in _THIS_ITSELF.finditer(self.code))

    def lends_object(self, method: str) -> bool:
        """Whether code may set what an object has without naming it, or run its method on another.

        An object of a class in view, that is: by ``this``, by computed names, by ``method.call``.
        """
        filled = (_filled_owner(node) for node in self._fillings())
        return (
            self._hands_object_on()
            or any(owner is not None and not self._is_display(owner) for owner in filled)
            or self._remember("lent", method, _is_lent)
        )

    def _is_display(self, node: SyntaxNode) -> bool:
        """Whether it is a list or an object that is written out, here or where it is declared."""
        if node.type == "identifier" and self._is_made(node):
            homes = (one for one in self._identifiers(text_of(node)) if _is_target(one))
            values = [_declared_value(one) for one in homes]
            return all(value is not None and value.type != "new_expression" for value in values)
        return node.type in ("object", "array")

    def _is_in_class(self, spot: int) -> bool:
        """Whether the ``this`` there is an object of a class in view."""
        self._budget.read()
        around = self._root.descendant_for_byte_range(spot, spot + 1)
        while around is not None and around.type not in _OWN_THIS:
            around = around.parent
        holder = around.parent if around is not None else None
        return holder is None or holder.type == "class_body"

    def fills_outside(self, start: int, end: int) -> bool:
        """Whether another function than that at these bytes sets properties it does not name."""
        return any(each != (start, end) for each in self._fillers())

    def fills_unasked(self) -> bool:
        """Whether code does so that runs without being called."""
        return any(
            member.start <= start and end <= member.end
            for start, end in self._fillers()
            for _, member in self.unasked()
        )

    def _fillers(self) -> list[tuple[int, int]]:
        """The functions that set properties which they do not name, of what they did not make."""
        if self._filling is None:
            found = (self._filled_here(node) for node in self._fillings())
            runners = [_runner_of(node) for node in found if node is not None]
            # What the module does, it has done before any function of it answers anything.
            self._filling = [
                (runner.start_byte, runner.end_byte) for runner in runners if runner is not None
            ]
        return self._filling

    def _fillings(self) -> Iterator[SyntaxNode]:
        """Calls that fill what they are given, and properties that are set by a computed name."""
        for word in sorted(_FILLING | _DEFINING):
            for node in self._identifiers(word):
                holder = node.parent
                if node.type == "property_identifier" and holder is not None:
                    holder = holder.parent
                if holder is not None and holder.type == "call_expression":
                    yield holder
        for match in _SET_BY_KEY.finditer(self.code):
            self._budget.read()
            bracket = self._root.descendant_for_byte_range(match.start(), match.start() + 1)
            member = bracket.parent if bracket is not None else None
            if member is not None and _is_target(member):
                yield member

    def _filled_here(self, node: SyntaxNode) -> SyntaxNode | None:
        """The node, unless what it fills is made by the function itself."""
        owner = _filled_owner(node)
        if owner is None or owner.type in ("object", "array", "string", "number"):
            return None
        return None if owner.type == "identifier" and self._is_made(owner) else node

    def _is_made(self, node: SyntaxNode) -> bool:
        """Whether a variable holds what is made where it is declared, and nothing else."""
        name = text_of(node)
        homes = [each for each in self._identifiers(name) if _is_target(each)]
        values = [_declared_value(each) for each in homes]
        return bool(homes) and all(
            value is not None and value.type in ("object", "array", "new_expression")
            for value in values
        )

    def environment_changed(self) -> bool:
        """Whether what programs are run with is set to what is not constant."""
        if _ENVIRONMENT_READ.search(self.code):
            return True
        for node in self._identifiers("process"):
            whole = _member_of(node, "env")
            if whole is None:
                parent = node.parent
                if parent is not None and parent.type == "variable_declarator":
                    pattern = parent.child_by_field_name("name")
                    if pattern is not None and any(map(self._is_set, _named_in(pattern, "env"))):
                        return True
                continue
            if _changes(whole) or any(map(self._is_set, _aliases(whole))):
                return True
        return any(
            node.parent is not None
            and node.parent.type == "import_specifier"
            and _is_declaration(node)
            and self._is_set("env")
            for node in self._identifiers("env")
        )

    def _is_set(self, name: str) -> bool:
        return any(_changes(node) for node in self._identifiers(name))

    def given_away(self, name: str) -> bool:
        """Whether code that does not name them may change what a class has.

        It is handed on, by its name or as the ``this`` of something static.
        """
        own = _base(name)
        key = ("class", own)
        if key not in self._memo:
            self._memo[key] = any(
                self._hands_class_on(node) for node in self._identifiers(own)
            ) or any(self._hands_this_on(declaration) for declaration in self._classes(own))
        return self._memo[key]

    def _classes(self, name: str) -> Iterator[SyntaxNode]:
        """The declarations of classes of this name."""
        for spot in self._spots(name):
            self._budget.read()
            node = self._root.descendant_for_byte_range(spot, spot + len(name.encode()))
            parent = node.parent if node is not None else None
            if parent is not None and parent.type in CLASS_DECLARATIONS | {"class"}:
                yield parent

    def _hands_class_on(self, node: SyntaxNode) -> bool:
        parent = node.parent
        if parent is None or node.type == "property_identifier" or _is_declaration(node):
            return parent is None
        field = field_of(node)
        match parent.type:
            case "new_expression":
                return field != "constructor"
            case "member_expression":
                inner = parent.child_by_field_name("property")
                return field == "object" and (inner is None or text_of(inner) == "prototype")
            case "subscript_expression":
                return field != "object"
            case "binary_expression":
                operator = parent.child_by_field_name("operator")
                return operator is None or text_of(operator) in ("||", "&&", "??")
            case "class_heritage" | "extends_clause" | "type_query":
                return False
            case "export_statement" | "export_specifier":
                return False
            case "assignment_expression" | "object" | "pair":
                return not _is_handed_out(node)
            case _:
                return True

    def _hands_this_on(self, declaration: SyntaxNode) -> bool:
        """Whether something static in a class does more with ``this`` than name its members."""
        for spot in self._spots("this"):
            if not declaration.start_byte <= spot < declaration.end_byte:
                continue
            self._budget.read()
            node = self._root.descendant_for_byte_range(spot, spot + 4)
            if node is None or node.type != "this" or not _is_static(node):
                continue
            parent = node.parent
            kept = (
                parent is not None
                and field_of(node) == "object"
                and (
                    parent.type == "member_expression"
                    or (parent.type == "subscript_expression" and not _is_target(parent))
                )
            )
            if not kept:
                return True
        return False

    @property
    def runs_on_its_own(self) -> bool:
        """Accessors, conversions and handlers run where no call is written."""
        return True

    def members(self, name: str) -> Iterator[Member]:
        """What something in view has as a property of this name."""
        for node in self._mentions_of(name):
            found = member_at(node)
            if found is not None:
                yield found

    def is_whole_body(self, start: int, end: int) -> bool:
        """Whether a comment is all that a function holds: ``text(function () {/* ... */})``."""
        at = next((n for n in range(start, end) if not self._source[n : n + 1].isspace()), start)
        node = self._root.descendant_for_byte_range(at, at + 1)
        body = node.parent if node is not None else None
        function = body.parent if body is not None and body.type == "statement_block" else None
        if body is None or function is None or function.type not in FUNCTIONS:
            return False
        return all(child.type == "comment" for child in body.named_children)

    def listeners(self, name: str) -> Iterator[Member]:
        """What in view waits for what a method of this name makes happen: ``bus.emit(...)``."""
        if name not in ANNOUNCING:
            return
        for word in sorted(LISTENING):
            for node in self._identifiers(word):
                yield from given_at(node)
        for match in _WAITS.finditer(self.code):
            self._budget.read()
            decorator = self._root.descendant_for_byte_range(match.start(1), match.end(1))
            waiting = decorated_at(decorator) if decorator is not None else None
            if waiting is not None:
                yield waiting
        for match in _HANDLER.finditer(self.code):
            self._budget.read()
            found = self._root.descendant_for_byte_range(match.start(1), match.end(1))
            if found is not None and found.type == "property_identifier":
                yield from set_at(found)

    def unasked(self) -> Iterator[tuple[str, Member]]:
        """Functions in view that run without being called."""
        for word in ("get", "set"):
            for node in self._identifiers(word):
                found = accessor_at(node)
                if found is not None:
                    yield found
        for node in self._identifiers("Symbol"):
            inner = symbol_at(node)
            if inner is not None:
                yield "", inner
        for match in _COMPUTED.finditer(self.code):
            self._budget.read()
            bracket = self._root.descendant_for_byte_range(match.start(), match.start() + 1)
            keyed = keyed_at(bracket) if bracket is not None else None
            if keyed is not None:
                yield "", keyed
        names = SPECIAL
        if any(self.mentions(word) for word in ("iterator", "asyncIterator")):
            names = names | STEPS
        for word in sorted(names):
            yield from (("", member) for member in self.members(word))
        if any(self.mentions(word) for word in _TRAPPING) or _CREATED.search(self.code):
            for word in sorted(TRAPS):
                yield from ((ANY, member) for member in self.members(word))

    def _mentions_of(self, name: str) -> Iterator[SyntaxNode]:
        """The nodes that are this word, as a name or as a whole text."""
        for spot in self._spots(name):
            self._budget.read()
            node = self._root.descendant_for_byte_range(spot, spot + len(name.encode()))
            if node is not None and node.type in _PROPERTY_NAMES and text_of(node) == name:
                yield node

    def defines_method(self, name: str) -> bool:
        """Whether code in view gives something a method or property of this name."""
        return self._remember("method", name, self._defines)

    def computes(self, name: str) -> bool:
        """Whether code in view may be run where a property of this name is read."""
        words = ("Proxy", "defineProperty", "defineProperties")
        return any(self.mentions(word) for word in words) or self._remember(
            "getter", name, _is_getter
        )

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


def _is_getter(node: SyntaxNode) -> bool:
    """``get name() {}``, of an object or class."""
    parent = node.parent
    return parent is not None and parent.type == "method_definition" and has(parent, "get")


def _sets_item(node: SyntaxNode) -> bool:
    """``list[at] = more``: not a property that has a name."""
    key = node.child_by_field_name("index")
    spelt = text_of(key).strip("'\"") if key is not None and key.type == "string" else "0"
    return node.type == "subscript_expression" and (spelt.isdigit() or spelt in growing.SHOWING)


_ENVIRONMENT_READ = re.compile(
    rb"\bloadEnvFile\s*\(\s*(?!['\")])"
    rb"|\bconfig\s*\(\s*\{(?=[^{}]*\boverride\s*:\s*true)[^{}]*\bpath\s*:\s*(?!['\"]|__dirname|path\.)"
)
"""The environment is read from a file that is not constant."""

_HANDLER = re.compile(rb"\.\s*(on[a-z]+)\s*=(?![=>])")
"""``element.onclick = listener``."""

_WAITS = re.compile(
    rb"@\s*(On[A-Z]\w*|\w*(?:Listen|Subscri|Handle[rs]?\b|EventPattern|MessagePattern)\w*)"
)
"""Decorators of methods that wait for something to happen."""

_COMPUTED = re.compile(rb"\]\s*[(:=]")
"""The end of a computed key, before what it is given."""

_OF_FRAMEWORK = {
    "ParseEnumPipe": re.compile(rb"from\s*['\"]@nestjs/common['\"]"),
    "IsEnum": re.compile(rb"from\s*['\"]class-validator['\"]"),
}
"""What is given an enumeration to look values up in it."""

_STARTING = frozenset(["spawn", "spawnSync", "execFile", "execFileSync"])
_OF_ANOTHER_FILE = (
    rb"""\b%s\b[^;'"()]{0,500}(?:\bfrom|\brequire\()\s*"""
    rb"""['"](?:[.~#]|@/)[^'"\n]*['"]"""
)
"""Where a name is taken out of another file of the program, by a path."""
_OF_NODE = re.compile(rb"""(?:from|require\()\s*['"](?:node:)?child_process['"]""")


def _is_of_node(node: SyntaxNode) -> bool:
    """Whether a name is declared by an import of ``child_process``."""
    around = nearest(node, "import_statement", "variable_declarator")
    if around is None:
        return False
    value = around.child_by_field_name("value")
    shown = around.text if value is None else value.text
    return _OF_NODE.search(shown or b"") is not None


_CALLERS = 24


def _is_called(node: SyntaxNode) -> bool:
    """Whether a name stands where it is called, and nothing else."""
    parent = node.parent
    return parent is not None and parent.type == "call_expression" and field_of(node) == "function"


def _is_handed_on(node: SyntaxNode) -> bool:
    """Whether a name is declared by an ``export``."""
    around: SyntaxNode | None = node
    while around is not None and around.type not in ("statement_block", "program"):
        if around.type == "export_statement":
            return True
        if around.type == "call_expression":
            return False
        around = around.parent
    return False


def _calls_of(module: ir.Scope, name: str) -> Iterator[tuple[ir.Call, ir.Scope]]:
    pending = [module]
    while pending:
        scope = pending.pop()
        for statement in ir.statements(scope.body):
            for expression in ir.expressions(statement):
                for node in ir.inside(expression):
                    if not isinstance(node, ir.Call) or isinstance(node, ir.New):
                        continue
                    if isinstance(node.callee, ir.Name) and node.callee.name == name:
                        yield node, scope
        pending.extend(scope.inner)


def _unwrapped(node: SyntaxNode) -> SyntaxNode:
    """The same with the brackets and types around it."""
    while node.parent is not None and node.parent.type in _WRAPPERS:
        node = node.parent
    return node


def _chooses(parent: SyntaxNode, node: SyntaxNode) -> bool:
    """Whether an expression may give what stands there: ``test ? a : b``, ``a ?? b``."""
    if parent.type == "ternary_expression":
        return field_of(node) != "condition"
    operator = parent.child_by_field_name("operator")
    return (
        parent.type == "binary_expression"
        and operator is not None
        and text_of(operator) in ("||", "&&", "??")
    )


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


def _called_by(node: SyntaxNode) -> SyntaxNode | None:
    """The call whose function this is, whatever brackets and types stand around it."""
    whole, parent = node, node.parent
    while parent is not None and parent.type in _WRAPPERS:
        whole, parent = parent, parent.parent
    if parent is None or parent.type != "call_expression" or field_of(whole) != "function":
        return None
    return parent


def _base(name: str) -> str:
    """The name as it is written: without the block that it belongs to."""
    return name.partition("@")[0]


def _function_of(node: SyntaxNode) -> SyntaxNode | None:
    """The innermost function around a node, or the node itself if it is one."""
    around: SyntaxNode | None = node
    while around is not None and around.type not in FUNCTIONS:
        around = around.parent
    return around


_FIELDS = frozenset({"field_definition", "public_field_definition"})
_THIS_BY_KEY = re.compile(rb"\bthis\s*(?:\?\s*\.\s*)?\[")
_CLASS_PARTS = frozenset(["class_static_block", "field_definition", "public_field_definition"])


def _runner_of(node: SyntaxNode) -> SyntaxNode | None:
    """What runs a place in a scope of its own: a function, or the part of a class that it is in."""
    around: SyntaxNode | None = node
    while around is not None and around.type not in FUNCTIONS | _CLASS_PARTS:
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
        if around.type in FUNCTIONS or around.type in ("program", "class_static_block"):
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


def _owner(node: SyntaxNode) -> SyntaxNode | None:
    """What ``prototype`` is of."""
    member = node.parent
    return member.child_by_field_name("object") if member is not None else None


def _declares_class(node: SyntaxNode) -> bool:
    """Whether a name is declared to be a function or class of somebody, none of the language."""
    parent = _outermost_pattern(node).parent
    if parent is None or parent.type in ("formal_parameters", "arrow_function", "catch_clause"):
        return False
    if parent.type != "variable_declarator":
        return True
    value = parent.child_by_field_name("value")
    if value is not None and value.type == "member_expression":
        return text_of(value).startswith("require(")
    return value is not None and value.type in (
        "function_expression",
        "generator_function",
        "arrow_function",
        "class",
        "call_expression",
        "new_expression",
    )


def _member_of(node: SyntaxNode, name: str) -> SyntaxNode | None:
    """``node.name`` or ``node["name"]``, where a node is the owner or its last name."""
    owner: SyntaxNode | None = node
    if node.type == "property_identifier":
        owner = node.parent
    member = owner.parent if owner is not None else None
    if owner is None or member is None or field_of(owner) != "object":
        return None
    key = member.child_by_field_name("property") or member.child_by_field_name("index")
    return member if key is not None and text_of(key).strip("'\"`") == name else None


def _named_in(pattern: SyntaxNode, key: str) -> Iterator[str]:
    """The variables that a pattern gives what is under a key."""
    for part in pattern.named_children:
        if part.type == "shorthand_property_identifier_pattern" and text_of(part) == key:
            yield key
        named = part.child_by_field_name("key") if part.type == "pair_pattern" else None
        value = part.child_by_field_name("value") if named is not None else None
        if named is not None and value is not None and text_of(named) == key:
            yield text_of(value)


def _aliases(whole: SyntaxNode) -> Iterator[str]:
    """Another name that something is given where it stands."""
    parent = whole.parent
    if parent is None or parent.type not in ("variable_declarator", "assignment_expression"):
        return
    name = parent.child_by_field_name("name") or parent.child_by_field_name("left")
    if name is not None and name.type == "identifier":
        yield text_of(name)


def _changes(whole: SyntaxNode) -> bool:
    """Whether something, or what it has under a name, is set to what is not constant."""
    if _is_declaration(whole):
        return False
    parent = whole.parent
    inner = whole
    if parent is not None and field_of(whole) == "object":
        inner = parent
    if _is_target(inner):
        around = _outermost_pattern(inner).parent
        if around is None or around.type == "unary_expression":
            return around is None
        value = around.child_by_field_name("right")
        plain = around.type == "assignment_expression" and value is not None
        return not (plain and value is not None and value.type == "string")
    if inner is not whole or parent is None or parent.type != "arguments":
        return False
    callee = parent.parent.child_by_field_name("function") if parent.parent is not None else None
    name = text_of(callee).rpartition(".")[2] if callee is not None else ""
    return name in _FILLING | {"populate", "defineProperty", "defineProperties"}


def _is_shared(node: SyntaxNode) -> bool:
    """Whether a name is declared at the top of a script in a way that lets others set it."""
    declarator = _outermost_pattern(node).parent if _is_declaration(node) else None
    declaration = declarator.parent if declarator is not None else None
    if declaration is None or declarator is None or declarator.type != "variable_declarator":
        return False
    top = declaration.parent is not None and declaration.parent.type == "program"
    return top and not has(declaration, "const")


def _declared_value(node: SyntaxNode) -> SyntaxNode | None:
    """What a variable is declared with, where it is declared by its name alone."""
    parent = node.parent
    if parent is None or parent.type != "variable_declarator" or field_of(node) != "name":
        return None
    return parent.child_by_field_name("value")


_OWN_THIS = (FUNCTIONS | _CLASS_PARTS) - {"arrow_function"}
_THIS_ITSELF = re.compile(rb"\bthis\b(?!\s*(?:\??\.|!\.))")
"""An object by itself: with another name, or a computed one behind it, any method may be called."""

_PIPING = words("pipe pipeline finished onFinished")
"""What is given an answer to write to it, or to wait for it."""


def _names_function(node: SyntaxNode) -> bool:
    parent = node.parent
    if parent is None or field_of(node) != "name":
        return False
    if parent.type == "variable_declarator":
        value = parent.child_by_field_name("value")
        return value is not None and value.type in FUNCTIONS
    return parent.type in FUNCTIONS


def _filled_owner(node: SyntaxNode) -> SyntaxNode | None:
    """What is given properties that are not named where it is filled."""
    if node.type == "call_expression":
        given = _given(node)
        return given[0] if given else None
    key = node.child_by_field_name("index")
    if key is not None and key.type in ("string", "number"):
        return None
    return node.child_by_field_name("object")


def _is_lent(node: SyntaxNode) -> bool:
    """``a.show.call(other)``, ``{show: a.show}``, ``const {show} = a``: not only ``a.show()``."""
    member = node.parent
    if node.type != "property_identifier" or member is None:
        return node.type.startswith("shorthand_")
    return member.type == "member_expression" and _called_by(member) is None


def _is_taken(node: SyntaxNode) -> bool:
    """``this.show.bind(this)``, ``super.show(x)``, ``const {show} = this``."""
    if node.type == "shorthand_property_identifier_pattern":
        return True
    member = node.parent
    owner = member.child_by_field_name("object") if member is not None else None
    if owner is None or field_of(node) != "property":
        return False
    name = text_of(owner)
    return name in ("this", "super") or name.endswith("prototype")


def _is_bound_again(node: SyntaxNode) -> bool:
    if not _is_target(node):
        return False
    around = _outermost_pattern(node).parent
    loops = around is not None and around.type == "for_in_statement"
    return loops or not _is_declaration(node)


def _is_imported(node: SyntaxNode) -> bool:
    """Whether a name is declared by an import, or given what a module is."""
    parent = _outermost_pattern(node).parent
    if parent is None or parent.type != "variable_declarator":
        return parent is not None and parent.type in (
            "import_clause",
            "namespace_import",
            "import_specifier",
            "import_require_clause",
        )
    value = parent.child_by_field_name("value")
    return value is not None and text_of(value).startswith("require(")


_ALIASES = 8
"""Other names of one thing that are followed."""


def _held(node: SyntaxNode) -> SyntaxNode:
    """A name with the lists and objects that it is put into where it stands."""
    whole = _unwrapped(node)
    while whole.parent is not None and (
        whole.parent.type in ("array", "object", "spread_element", "ternary_expression")
        or (whole.parent.type == "pair" and field_of(whole) == "value")
    ):
        whole = _unwrapped(whole.parent)
    return whole


def _other_name(node: SyntaxNode) -> str:
    """Another name that what has one is given here, by itself or in a list: ``const a = [b]``."""
    if node.type == "property_identifier":
        return ""
    whole = _held(node)
    around = whole.parent
    if around is None:
        return ""
    name: SyntaxNode | None = None
    if around.type == "variable_declarator" and field_of(whole) == "value":
        name = around.child_by_field_name("name")
    elif around.type == "for_in_statement" and field_of(whole) == "right":
        name = around.child_by_field_name("left")
    return text_of(name) if name is not None and name.type == "identifier" else ""


def _is_property_given_away(node: SyntaxNode) -> bool:
    member = node.parent
    named = node.type == "property_identifier" and field_of(node) == "property"
    return named and member is not None and _is_handed_in(member)


def _is_given_away(node: SyntaxNode) -> bool:
    """Whether a name is an argument, by itself or in a list or object, of more than a reader."""
    return node.type != "property_identifier" and _is_handed_in(node)


def _is_handed_in(node: SyntaxNode) -> bool:
    whole = _held(node)
    if whole.parent is not None and whole.parent.type == "template_substitution":
        whole = whole.parent
    arguments = whole.parent
    if arguments is not None and arguments.type == "assignment_expression":
        left = arguments.child_by_field_name("left")
        kept = left is not None and left.type in ("member_expression", "subscript_expression")
        return kept and field_of(whole) == "right" and not _is_handed_out(node)
    call = arguments.parent if arguments is not None else None
    if call is None or arguments is None or field_of(arguments) != "arguments":
        return False
    callee = call.child_by_field_name("function") or call.child_by_field_name("constructor")
    if callee is None:
        return False
    if callee.type != "member_expression":
        return text_of(callee) not in ("String", "RegExp")
    owner, name = callee.child_by_field_name("object"), callee.child_by_field_name("property")
    if owner is not None and text_of(owner) == "Object":
        return False
    return name is None or text_of(name) not in PATTERN_READERS


def _is_handed_out(node: SyntaxNode) -> bool:
    """Whether something stands on the right of ``module.exports =``, by itself or by its name."""
    whole: SyntaxNode | None = node
    while whole is not None and whole.type != "assignment_expression":
        whole = whole.parent if whole == node or whole.type in ("pair", "object") else None
    left = whole.child_by_field_name("left") if whole is not None else None
    return left is not None and text_of(left).startswith(("module.exports", "exports."))


def _is_static(node: SyntaxNode) -> bool:
    """Whether ``this`` is a class there: in what is static, and in arrows inside."""
    around = node.parent
    while around is not None:
        if around.type == "class_static_block":
            return True
        if around.type in _CLASS_PARTS or around.type == "method_definition":
            return has(around, "static")
        if around.type in FUNCTIONS and around.type != "arrow_function":
            return False
        around = around.parent
    return False


def _is_callee(node: SyntaxNode) -> bool:
    whole = node
    if node.type == "property_identifier" and node.parent is not None:
        whole = node.parent
    return _called_by(whole) is not None


def _has_another_name(node: SyntaxNode) -> bool:
    """Whether something is given to a variable, or to a function, as it is."""
    whole = node
    while whole.parent is not None and whole.parent.type in _WRAPPERS:
        whole = whole.parent
    parent = whole.parent
    if parent is None:
        return False
    if parent.type == "variable_declarator":
        name = parent.child_by_field_name("name")
        return field_of(whole) == "value" and name is not None and name.type == "identifier"
    return parent.type == "arguments" or (
        parent.type == "assignment_expression" and field_of(whole) == "right"
    )


def _is_filled(node: SyntaxNode) -> bool:
    """Whether an object is given properties by names that are not seen, or that matter."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "subscript_expression" and field_of(node) == "object":
        key = parent.child_by_field_name("index")
        plain = key is not None and key.type == "string"
        matters = key is None or not plain or text_of(key)[1:-1] in _CONVERSIONS
        return matters and _is_target(parent)
    if parent.type != "arguments" or parent.named_children[0] != node or parent.parent is None:
        return False
    callee = parent.parent.child_by_field_name("function")
    if callee is None or callee.type != "member_expression":
        return False
    name = callee.child_by_field_name("property")
    return name is not None and text_of(name) in _FILLING


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


def _is_key(node: SyntaxNode) -> bool:
    """Whether a text stands in the brackets of ``object[...]``."""
    string = node.parent
    member = string.parent if string is not None else None
    return member is not None and member.type == "subscript_expression"


def _is_written_key(node: SyntaxNode) -> bool:
    string = node.parent
    member = string.parent if string is not None else None
    return member is not None and member.type == "subscript_expression" and _is_target(member)


_REDEFINING = words(
    """
    defineProperty stub spyOn wrap massWrap unwrap replace replaceProperty method mock patch
    override redefine monkeypatch hook
    """
)
"""Functions that give an object something else under a name that they are told."""

_REDEFINING_KITS = frozenset(["Reflect.set", "_.set", "lodash.set"])


def _is_redefined(node: SyntaxNode) -> bool:
    """``Object.defineProperty(crypto, "randomBytes", ...)``, ``stub(crypto, "randomBytes")``."""
    string = node.parent
    arguments = string.parent if string is not None else None
    call = arguments.parent if arguments is not None else None
    if arguments is None or arguments.type != "arguments" or call is None:
        return False
    callee = call.child_by_field_name("function")
    given = _given(call)
    if callee is None or len(given) < 2 or given[1] != string or given[0].type == "string":
        return False
    name = text_of(callee)
    return name.rpartition(".")[2] in _REDEFINING or name in _REDEFINING_KITS


def _is_had_by(node: SyntaxNode, owners: frozenset[str]) -> bool:
    """Whether a name is that of a property of one of these, or may be: an import brings it."""
    parent = node.parent
    if parent is None:
        return False
    if parent.type == "member_expression" and field_of(node) == "property":
        owner = parent.child_by_field_name("object")
        return owner is not None and text_of(owner).partition(".")[0] in owners
    return node.type == "shorthand_property_identifier_pattern" or parent.type in (
        "import_specifier",
        "pair_pattern",
    )


def _is_tagged(text: SyntaxNode | None) -> bool:
    """Whether a function is called with what stands in a text."""
    return text is not None and field_of(text) == "arguments"


def _first_argument(node: SyntaxNode) -> str | None:
    member = node.parent
    call = member.parent if member is not None else None
    arguments = call.child_by_field_name("arguments") if call is not None else None
    if arguments is None or member is None or member.type != "member_expression":
        return None
    given = [child for child in arguments.named_children if child.type != "comment"]
    return text_of(given[0]) if given else None
