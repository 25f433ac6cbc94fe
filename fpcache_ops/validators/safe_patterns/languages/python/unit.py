"""One Python source, and what all of it says about a name."""

import re
import sys
from collections.abc import Callable, Iterator
from typing import ClassVar

from fpcache_ops.evidence.languages.scopes import words
from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.engine.language import Member
from fpcache_ops.validators.safe_patterns.languages.python import members
from fpcache_ops.validators.safe_patterns.languages.python.reader import Reader
from fpcache_ops.validators.safe_patterns.languages.source_unit import SourceUnit, field_of, is_deep

# What reaches into running frames or compiled code: nothing is what it looks like.
_FRAMES = frozenset(
    {
        "_getframe",
        "f_locals",
        "f_globals",
        "f_builtins",
        "f_back",
        "currentframe",
        "__globals__",
        "__code__",
        "__closure__",
        "cell_contents",
        "settrace",
        "setprofile",
        "PyFrame_LocalsToFast",
    }
)
_TYPE_OF = re.compile(rb"\btype\s*(?:\\\r?\n\s*)*[(\[]")
_STANDARD = sys.stdlib_module_names | {"builtins"}
# Packages of others that run nothing that they are given.
_LIBRARIES = words(
    """
    flask werkzeug jinja2 markupsafe click itsdangerous flask_login flask_sqlalchemy flask_wtf
    wtforms django rest_framework fastapi starlette pydantic quart aiohttp tornado bottle sanic
    uvicorn sqlalchemy sqlmodel peewee psycopg psycopg2 pymysql MySQLdb mysql asyncpg aiosqlite
    pymongo motor bson redis celery kombu requests httpx urllib3 yaml toml tomli ujson orjson
    simplejson msgpack marshmallow attr attrs cattrs structlog loguru rich tabulate tqdm
    colorama dateutil pytz pendulum arrow humanize numpy pandas scipy sklearn matplotlib seaborn
    plotly PIL cv2 boto3 botocore google azure jwt cryptography Crypto bcrypt passlib nacl
    pytest mock hypothesis freezegun responses bleach nh3 html5lib lxml bs4 defusedxml markdown
    shortuuid slugify phonenumbers babel typer
    """
)
# What may bind names of the module or of builtins without showing it.
_NAMESPACES = frozenset(
    {
        "globals",
        "vars",
        "locals",
        "exec",
        "execfile",
        "__dict__",
        "__builtins__",
        "__builtin__",
        "builtins",
        "modules",
        "setattr",
        "delattr",
        "__setattr__",
        "__delattr__",
        "patch",
        "run_path",
        "run_module",
    }
)
# What gives any object there is, whatever it is called: a container may be among them.
_FINDERS = frozenset(
    {
        "get_objects",
        "get_referrers",
        "getmembers",
        "getmembers_static",
        "import_string",
        "locate",
        "resolve_name",
    }
)
# What evaluated code binds names by.
_BINDING = re.compile(
    rb"\b(?:globals|locals|vars|setattr|delattr|exec|modules|__import__|__globals__|__dict__"
    rb"|import_module)\b|\w\s*:="
)
_WORD = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
# Where this reader and Python's own may not see the same lines and indents.
_ODD_LAYOUT = re.compile(rb"(?m)^[ ]+\t|\x00|\x0c|\x0b|\r(?!\n)|\x1a|^\xef\xbb\xbf")
_VALUES = frozenset({b"str", b"int", b"float", b"bytes", b"Decimal", b"UserString"})
_EQUALITY = re.compile(
    rb"\b(?:__eq__|__ne__|__hash__|__contains__|__instancecheck__|total_ordering)\b"
    # Whoever says what class it is, or whether it is made of digits, may say anything.
    rb"|\bdef\s+(?:__class__|is(?:digit|decimal|alnum|alpha|identifier))\b"
    rb"|\b(?:__class__|is(?:digit|decimal|alnum|alpha|identifier))\s*[:=](?!=)"
)
_SYS_RENAMED = re.compile(rb"(?m)\bsys\s+as\b|\bfrom\s+sys\s+import\b|=\s*sys\s*(?:$|[;,)#])")
_SETTERS = ("setattr", "delattr", "__setattr__", "__delattr__", "__dict__", "vars")
_BY_TEXT = (
    rb"attr(?:__)?\s*\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?['\"]%s['\"]"
    rb"|(?:\b__dict__|\bvars\s*\([^()\n]*\))\s*"
    rb"(?:\[\s*['\"]%s['\"]|\.\s*update\s*\([^()\n]*\b%s\b)"
)
_RESHAPED = (
    rb"(?m)\b%(name)s\s+as\s+(?P<imported>\w+)"
    rb"|\b(?P<kept>\w+)[ \t]*=[ \t]*(?:\w+[ \t]*\.[ \t]*)*%(name)s[ \t]*(?:$|[;#])"
    rb"|\b(?:(?:set|del)attr(?:__)?|patch\.object)\s*\(\s*(?:\w+\s*\.\s*)*%(name)s\s*,"
)
"""Where a class gets another name, or an attribute of it is set by a text."""
_ALIASES = 16
"""Other names of one class that are followed."""
_NOT_ASCII_LIMIT = 3000
_TARGET_LISTS = frozenset(
    {
        "pattern_list",
        "tuple_pattern",
        "list_pattern",
        "tuple",
        "list",
        "expression_list",
        "list_splat_pattern",
        "list_splat",
        "parenthesized_expression",
        "as_pattern_target",
    }
)
_TEXT = frozenset({"comment", "string_content", "string", "escape_sequence"})
# Methods of containers that only read; what they give shares nothing that can be changed.
_READING = frozenset(
    {
        "get",
        "keys",
        "values",
        "items",
        "index",
        "count",
        "isdisjoint",
        "issubset",
        "issuperset",
        "union",
        "intersection",
        "difference",
        "copy",
        "from_string",
    }
)
_READING_CALLS = frozenset(
    {
        "len",
        "list",
        "tuple",
        "set",
        "frozenset",
        "dict",
        "sorted",
        "reversed",
        "enumerate",
        "zip",
        "any",
        "all",
        "min",
        "max",
        "sum",
        "str",
        "repr",
        "isinstance",
        "bool",
        "print",
        "iter",
    }
)


_BRACKETED = frozenset(
    {
        "argument_list",
        "parameters",
        "list",
        "dictionary",
        "set",
        "tuple",
        "parenthesized_expression",
        "list_comprehension",
        "dictionary_comprehension",
        "set_comprehension",
        "generator_expression",
        "subscript",
        "tuple_pattern",
        "list_pattern",
    }
)
_ENDING = frozenset({"block", "module", "string", "string_content", "comment"})


class PythonUnit(SourceUnit):
    """Answers questions about one source."""

    word = _WORD
    not_code = _TEXT
    remark = re.compile(rb"#|\\\r?\n")
    makers: ClassVar[tuple[str, ...]] = members.MAKERS
    objects_run: ClassVar[bool] = True
    cutters: ClassVar[frozenset[str]] = members.CUTTERS

    def __init__(self, source: bytes, root: SyntaxNode, budget: Budget) -> None:
        super().__init__(source, root, budget)
        self._module = Reader(source, budget).module(root)
        self._memo: dict[tuple[str, str], bool] = {}
        self._unsettled: str | None = None
        self._asked = False
        self._hooks: list[tuple[str, Member]] | None = None

    def _goes_on(self, node: SyntaxNode) -> bool:
        """Inside of brackets it does."""
        around: SyntaxNode | None = node
        while around is not None and around.type not in _ENDING:
            if around.type in _BRACKETED:
                return True
            around = around.parent
        return False

    @property
    def module(self) -> ir.Scope:
        """The outermost scope."""
        return self._module

    def refusal(self) -> str | None:
        """Why nothing may be proven from this source at all."""
        if _ODD_LAYOUT.search(self._source):
            return "the file's layout may be read in two ways"
        if is_deep(self._root):
            return "the file is nested too deeply to look at it"
        for number, match in enumerate(_NOT_ASCII.finditer(self._source)):
            if number >= _NOT_ASCII_LIMIT:
                return "the file has too many characters that are not ASCII to check them"
            node = self._root.descendant_for_byte_range(match.start(), match.end() - 1)
            if node is None or node.type not in ("string_content", "comment", "string"):
                return "the file has names that are not ASCII"
        for word in _FRAMES:
            if any(self._identifiers(word)):
                return f"`{word}` reaches into running code"
        if self._is_misread():
            return "`type(x).name = value` is read as another statement"
        return None

    def _is_misread(self) -> bool:
        """Whether the grammar took such an assignment for ``type X = Y``."""
        for found in _TYPE_OF.finditer(self._source):
            start = found.start()
            word = self._root.descendant_for_byte_range(start, start + len("type"))
            statement = word.parent if word is not None else None
            if statement is not None and statement.type == "type_alias_statement":
                left = statement.child_by_field_name("left")
                named = left.named_children if left is not None else []
                if not named or named[0].type not in ("identifier", "generic_type"):
                    return True
        return False

    def unsettled(self) -> str | None:
        """Why names of the module may be bound by code that does not show it."""
        if not self._asked:
            self._asked = True
            self._unsettled = self._find_unsettled()
        return self._unsettled

    def _find_unsettled(self) -> str | None:
        for word in _NAMESPACES:
            for node in self._identifiers(word):
                if not self._is_tame(word, node):
                    return f"`{word}` may bind names unseen"
        if self._evaluates():
            return "code that is evaluated may bind names unseen"
        if any(map(self._spells_out, self._identifiers("getattr"))):
            return "`getattr` may be told of a namespace"
        return None

    def _spells_out(self, node: SyntaxNode) -> bool:
        """``getattr(run, "__glo" + "bals__")``: a name that is told may be such a word."""
        call = node.parent
        arguments = _arguments(call) if call is not None and call.type == "call" else []
        if len(arguments) < 2:
            return False
        name: SyntaxNode | None = arguments[1]
        while name is not None and name.type not in ("string_content", "identifier"):
            name = next((one for one in name.named_children if one.type != "string_start"), None)
        if name is None or name.type == "identifier":
            return False
        spelt = self._text(name).decode("utf-8", "replace")
        whole = arguments[1].type == "string" and name.end_byte == arguments[1].end_byte - 1
        start = re.split("[{%]", spelt)[0]
        words = _FRAMES | _NAMESPACES
        return spelt in words or (not whole and any(word.startswith(start) for word in words))

    def _evaluates(self) -> bool:
        """Whether a text in view binds names where it is evaluated, as far as its words tell."""
        if not self.mentions("eval"):
            return False
        for match in _BINDING.finditer(self._source):
            node = self._root.descendant_for_byte_range(match.start(), match.end())
            if node is not None and node.type == "string_content":
                return True
        return False

    def _is_tame(self, word: str, node: SyntaxNode) -> bool:
        """Whether this mention of a dangerous name cannot touch names of the module."""
        parent = node.parent
        is_attribute = field_of(node) == "attribute"
        call = parent
        if is_attribute and parent is not None:
            call = parent.parent
        called = call is not None and call.type == "call" and _field_in(call, node, parent)
        if parent is not None and parent.type == "keyword_argument" and field_of(node) == "name":
            return True
        arguments = _arguments(call) if called and call is not None else []
        if word == "exec":
            return is_attribute or (called and self._runs_apart(arguments))
        if word == "locals":
            return called and not is_attribute and not arguments and _in_function(node)
        if word in ("vars", "setattr", "delattr"):
            return called and bool(arguments) and self._is_self(arguments[0])
        if word == "__dict__":
            owner = parent.child_by_field_name("object") if parent is not None else None
            return is_attribute and owner is not None and self._text(owner) in (b"self", b"cls")
        if word in ("__setattr__", "__delattr__"):
            own = parent is not None and parent.type == "function_definition"
            owner = parent.child_by_field_name("object") if parent is not None else None
            if own or (owner is not None and self._text(owner) == b"super()"):
                return True
            plain = owner is not None and self._text(owner) == b"object"
            return plain and called and bool(arguments) and self._is_self(arguments[0])
        if word == "patch":
            return b"mock" not in self._source
        if word == "modules":
            owner = parent.child_by_field_name("object") if parent is not None else None
            if _SYS_RENAMED.search(self.code) or (is_attribute and owner is None):
                return False
            return owner is None or self._text(owner).rpartition(b".")[2] != b"sys"
        return False

    def _runs_apart(self, arguments: list[SyntaxNode]) -> bool:
        """Whether code is run in a dictionary of its own: a display, or a name bound to one."""
        if len(arguments) < 2:
            return False
        space = arguments[1]
        if space.type != "identifier":
            return space.type == "dictionary"
        bound = [node for node in self._identifiers(self._text(space).decode()) if _is_target(node)]
        return bool(bound) and all(_bound_to_display(node) for node in bound)

    def _is_self(self, node: SyntaxNode) -> bool:
        """Whether this is a ``self`` that nothing but parameters binds."""
        return self._text(node) == b"self" and not any(
            _is_target(spot) and spot.parent is not None and "parameter" not in spot.parent.type
            for spot in self._identifiers("self")
        )

    def may_be_program(self, path: str) -> bool:
        """Whether it is of no package that is known: a program names its own as it likes."""
        package = path.partition(".")[0]
        return package not in _STANDARD and package not in _LIBRARIES

    def custom_equality(self) -> bool:
        """Whether a class in view decides what it is, or is equal to, or derives from a value."""
        key = ("custom", "")
        if key not in self._memo:
            self._memo[key] = bool(_EQUALITY.search(self.code)) or any(
                self._derives_from_a_value(node) for node in self._identifiers("class")
            )
        return self._memo[key]

    def _derives_from_a_value(self, word: SyntaxNode) -> bool:
        """Whether the class that this word begins has a value of the language as a base."""
        parent = word.parent
        bases = parent.child_by_field_name("superclasses") if parent is not None else None
        return bases is not None and not _VALUES.isdisjoint(_WORD.findall(self._text(bases)))

    def written_elsewhere(self, name: str) -> bool:
        """Whether an inner scope may bind a variable of this name of an outer one."""
        return self._remember("outer", name, self._declared_outer)

    def _declared_outer(self, node: SyntaxNode) -> bool:
        return node.parent is not None and node.parent.type in (
            "global_statement",
            "nonlocal_statement",
        )

    def attribute_written(self, name: str) -> bool:
        """Whether an attribute of this name is set or deleted anywhere, on whatever object."""
        return self._remember("attribute", name, self._sets_attribute) or self._set_by_text(name)

    def _set_by_text(self, name: str) -> bool:
        """``setattr(x, "name", value)``, ``vars(x)["name"] = value``."""
        key = ("attribute by text", name)
        if key not in self._memo:
            word = re.escape(name.encode())
            self._memo[key] = any(map(self.mentions, _SETTERS)) and bool(
                re.search(_BY_TEXT % (word, word, word), self.code)
            )
        return self._memo[key]

    @staticmethod
    def _sets_attribute(node: SyntaxNode) -> bool:
        attribute = node.parent
        return (
            attribute is not None
            and attribute.type == "attribute"
            and field_of(node) == "attribute"
            and _is_target(attribute)
        )

    def defines(self, name: str) -> bool:
        """Whether a function or class of this name is in view."""
        return self._remember("defined", name, self._names_definition)

    @staticmethod
    def _names_definition(node: SyntaxNode) -> bool:
        return (
            node.parent is not None
            and node.parent.type in ("function_definition", "class_definition")
            and field_of(node) == "name"
        )

    def members(self, name: str) -> Iterator[Member]:
        """What something in view has as an attribute of this name."""
        for node in self._mentions_of(name):
            method = members.method_at(node)
            if method is not None:
                yield from self._run_by(method)
                continue
            if _is_declared_only(node):
                yield Member(node.start_byte, node.end_byte, False, (), handed_in=True)
            given = members.given_at(node)
            if given is not None and not members.is_constant(given[0]):
                yield from self._of_value(*given)

    def _mentions_of(self, name: str) -> Iterator[SyntaxNode]:
        """The nodes that are this word, as a name or as a whole text."""
        for spot in self._spots(name):
            self._budget.read()
            node = self._root.descendant_for_byte_range(spot, spot + len(name.encode()))
            kinds = ("identifier", "string_content")
            if node is not None and node.type in kinds and self._text(node) == name.encode():
                yield node

    def _run_by(self, defined: SyntaxNode, *, made: bool = False) -> Iterator[Member]:
        """What runs where a function or class is called, or an object ``made`` of the class."""
        if defined.type == "function_definition":
            yield members.as_member(defined)
            return
        for word in ("__call__",) if made else (*members.MAKERS, "__call__"):
            for node in self._identifiers(word):
                method = members.method_at(node)
                if method is not None and members.class_of(method) == defined:
                    yield members.as_member(method)

    def _of_value(self, value: SyntaxNode, certain: bool) -> Iterator[Member]:
        """What an attribute may be that is given this value."""
        for function in members.lambdas_in(value):
            yield members.as_member(function)
        words = dict.fromkeys(members.words_in(value))
        for word, called in words:
            for node in self._identifiers(word):
                if self._names_definition(node) and node.parent is not None:
                    yield from self._run_by(node.parent, made=called)
        names = [self._text(node).decode() for node in members.names_of(value)]
        handed_in = certain and any(self._remember("given", name, _is_given) for name in names)
        given = tuple(word for word, called in words if not called)
        yield Member(value.start_byte, value.end_byte, False, given, handed_in)

    def listeners(self, name: str) -> Iterator[Member]:
        """What in view waits for what a method of this name makes happen, or is called by it."""
        for beginning in members.CALLED_BACK.get(name, ()):
            for defined in self._definitions():
                word = defined.child_by_field_name("name")
                owner = members.class_of(defined)
                begins = word is not None and self._text(word).startswith(beginning.encode())
                if begins and owner is not None and owner.child_by_field_name("superclasses"):
                    yield members.as_member(defined)
        for beginning in members.GIVEN_TO.get(name, ()):
            for defined in self._definitions():
                word = defined.child_by_field_name("name")
                begins = word is not None and self._text(word).startswith(beginning.encode())
                if begins and members.class_of(defined) is not None:
                    yield members.as_member(defined)
        for verb in sorted(members.LISTENING) if name in members.ANNOUNCING else ():
            for node in self._identifiers(verb):
                yield from self._told_by(node)

    def _told_by(self, node: SyntaxNode) -> Iterator[Member]:
        """The function that a decorator makes wait, or that a call is given, where its name is."""
        around: SyntaxNode | None = node
        while around is not None and around.type in ("identifier", "attribute"):
            around = around.parent
        if around is not None and around.type == "call":
            arguments = around.child_by_field_name("arguments")
            if arguments is not None:
                yield from (one for one in self._of_value(arguments, False) if one.is_function)
            around = around.parent
        if around is not None and around.type == "decorator" and around.parent is not None:
            defined = around.parent.child_by_field_name("definition")
            if defined is not None and defined.type == "function_definition":
                yield members.as_member(defined)

    def _definitions(self) -> Iterator[SyntaxNode]:
        """The functions that are defined by name."""
        for node in self._identifiers("def"):
            if node.parent is not None and node.parent.type == "function_definition":
                yield node.parent

    def only_called(self, name: str, start: int, end: int) -> bool:
        """Whether a function is mentioned between two places only to be called."""
        return all(
            self._names_definition(node) or field_of(node) == "function"
            for node in self._identifiers(name)
            if start <= node.start_byte < end
        )

    def unasked(self) -> Iterator[tuple[str, Member]]:
        """Functions in view that run without being called."""
        if self._hooks is None:
            self._hooks = list(dict.fromkeys(self._find_hooks()))
        return iter(self._hooks)

    def _find_hooks(self) -> Iterator[tuple[str, Member]]:
        _ = self._spots("")
        spelt = [word.decode("utf-8", "replace") for word in self._words or {}]
        for word in (word for word in spelt if members.is_hook(word)):
            yield from (("", member) for member in self.members(word) if member.is_function)
        for word in members.MAKERS:
            for node in self._identifiers(word):
                method = members.method_at(node)
                if method is not None and members.of_metaclass(method):
                    yield "", members.as_member(method)
        for defined in self._definitions():
            yield from self._property_of(defined)
        for word in (word for word in spelt if "property" in word.lower()):
            for node in self._identifiers(word):
                yield from self._made_property(node)

    def _property_of(self, defined: SyntaxNode) -> Iterator[tuple[str, Member]]:
        name = defined.child_by_field_name("name")
        if name is None:
            return
        word = self._text(name).decode("utf-8", "replace")
        if members.class_of(defined) is not None and members.is_property(defined):
            yield word, members.as_member(defined)
        if word in ("__getattr__", "__dir__") and members.class_of(defined) is None:
            yield "", members.as_member(defined)

    def _made_property(self, node: SyntaxNode) -> Iterator[tuple[str, Member]]:
        """``limit = property(find)``, where ``property`` stands."""
        call = node.parent
        while call is not None and call.type == "attribute":
            call = call.parent
        arguments = call.child_by_field_name("arguments") if call is not None else None
        if call is None or call.type != "call" or arguments is None:
            return
        target = call.parent.child_by_field_name("left") if call.parent is not None else None
        plain = target is not None and target.type == "identifier"
        name = self._text(target).decode() if plain and target is not None else ""
        for member in self._of_value(arguments, False):
            if member.is_function:
                yield name, member

    def reshaped(self, name: str) -> bool:
        """Whether an attribute is set or deleted on something of this name, or another for it."""
        names = [name]
        for one in names:
            if self._remember("reshaped", one, self._is_reshaped):
                return True
            pattern = re.compile(_RESHAPED % {b"name": re.escape(one.encode())})
            for found in pattern.finditer(self.code):
                other = (found["imported"] or found["kept"] or b"").decode()
                if not other or len(names) > _ALIASES:
                    return True
                if other not in names:
                    names.append(other)
        return False

    @staticmethod
    def _is_reshaped(node: SyntaxNode) -> bool:
        whole = node
        if field_of(node) == "attribute" and node.parent is not None:
            whole = node.parent
        attribute = whole.parent
        return (
            attribute is not None
            and attribute.type == "attribute"
            and field_of(whole) == "object"
            and _is_target(attribute)
        )

    def _remember(self, question: str, name: str, holds: Callable[[SyntaxNode], bool]) -> bool:
        key = (question, name)
        if key not in self._memo:
            self._memo[key] = any(holds(node) for node in self._identifiers(name))
        return self._memo[key]

    def only_read(self, name: str) -> bool:
        """Whether every mention of the name leaves what it holds as it is, and to itself."""
        key = ("read", name)
        if key not in self._memo:
            self._memo[key] = not self._found_otherwise(name) and all(
                self._reads(node) for node in self._identifiers(name)
            )
        return self._memo[key]

    def within_reach(self, name: str) -> bool:
        """Nothing tells what others are offered: a constant of a module is what it makes of it.

        But what is empty, and is filled nowhere in view, is there for others to fill.
        """
        empty = re.compile(
            rf"^[ \t]*({re.escape(name)})\s*(?::[^=\n]+)?=\s*"
            r"(?:\[\s*\]|{\s*}|(?:list|dict|set)\(\))\s*$".encode(),
            re.MULTILINE,
        )
        for found in empty.finditer(self.code):
            node = self.root.descendant_for_byte_range(*found.span(1))
            if node is not None and not _in_definition(node):
                return True
        return False

    def _found_otherwise(self, name: str) -> bool:
        """Whether something may get hold of what a name of the module holds without naming it."""
        key = ("found", "")
        if key not in self._memo:
            self._memo[key] = any(self.mentions(word) for word in _FINDERS)
        return self._memo[key] or any(
            not self._names_another(word, node, name)
            for word in ("getattr", "__getattribute__", "attrgetter", "eval")
            for node in self._identifiers(word)
        )

    def _names_another(self, word: str, node: SyntaxNode, name: str) -> bool:
        """Whether a mention of what reads by name cannot read this name of the module.

        A parameter, and what hangs on it, is taken for no module of its own.
        """
        parent = node.parent
        method = field_of(node) == "attribute"
        if parent is None or (parent.type == "function_definition" and field_of(node) == "name"):
            return True
        if parent.type in ("dotted_name", "aliased_import"):
            # An import under another name is a name that nobody looks for.
            return parent.type == "dotted_name" and not _is_aliased(parent)
        if word == "eval" and method:
            return True  # Another thing's method.
        call = parent.parent if method else parent
        if call is None or call.type != "call" or not _field_in(call, node, parent):
            return False
        arguments = _arguments(call)
        owner = parent.child_by_field_name("object") if word == "__getattribute__" else None
        if word == "getattr" and arguments:
            owner, arguments = arguments[0], arguments[1:]
        texts = [
            self._plain_text(one) for one in (arguments if word == "attrgetter" else arguments[:1])
        ]
        if texts and all(text is not None for text in texts):
            wanted = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
            return not any(wanted.search(text or "") for text in texts)
        return owner is not None and not self._may_be_module(owner)

    def _plain_text(self, node: SyntaxNode) -> str | None:
        """The text of a literal without escapes or values in it."""
        if node.type != "string" or any(
            child.type in ("interpolation", "escape_sequence")
            for part in node.children
            for child in (part, *part.children)
        ):
            return None
        return self._text(node).decode("utf-8", "replace")

    def _may_be_module(self, node: SyntaxNode) -> bool:
        """Whether an object may be a module: anything but a variable, or a field of one."""
        while node.type == "attribute":
            inner = node.child_by_field_name("object")
            if inner is None:
                return True
            node = inner
        if node.type != "identifier":
            return True
        spots = list(self._identifiers(self._text(node).decode("utf-8", "replace")))
        # What is bound nowhere in view may be imported out of view.
        return not any(_is_target(spot) for spot in spots) or any(
            spot.parent is not None and spot.parent.type in ("dotted_name", "aliased_import")
            for spot in spots
        )

    def _reads(self, node: SyntaxNode) -> bool:
        """Whether a mention of a container only looks at it."""
        whole = node
        parent = node.parent
        if parent is None:
            return False
        if field_of(node) == "attribute" and parent.type == "attribute":
            # Another object's attribute of this name, or this module's seen from elsewhere.
            whole, parent = parent, parent.parent
            if parent is None or _is_target(whole):
                return False
        elif parent.type == "keyword_argument" and field_of(node) == "name":
            return True
        elif _is_target(node):
            # The one place that binds it is counted elsewhere.
            return True
        while parent is not None and parent.type == "parenthesized_expression":
            whole, parent = parent, parent.parent
        if parent is None:
            return False
        match parent.type:
            case "comparison_operator":
                return True
            case "for_statement" | "for_in_clause":
                return field_of(whole) == "right"
            case "subscript":
                return field_of(whole) == "value" and not _is_target(parent)
            case "interpolation" | "not_operator" | "expression_statement":
                return True
            case "attribute":
                method = parent.child_by_field_name("attribute")
                call = parent.parent
                return (
                    method is not None
                    and self._text(method).decode() in _READING
                    and call is not None
                    and call.type == "call"
                    and field_of(parent) == "function"
                )
            case "argument_list":
                return self._passed_to_reader(whole, parent)
            case "keyword_argument":
                return self._names_allowed(parent)
            case "dictionary_splat" | "list_splat":
                # Spread: its items are passed on, not the container.
                return True
            case _:
                return False

    def _names_allowed(self, argument: SyntaxNode) -> bool:
        """``bleach.clean(text, tags=TAGS)``."""
        arguments = argument.parent
        call = arguments.parent if arguments is not None else None
        callee = call.child_by_field_name("function") if call is not None else None
        if callee is None or self._text(callee) not in (b"bleach.clean", b"nh3.clean"):
            return False
        name = self._text(argument.child_by_field_name("name") or argument)
        return name in (b"tags", b"attributes") and self._is_own_name(
            self._text(callee).partition(b".")[0]
        )

    def _passed_to_reader(self, node: SyntaxNode, arguments: SyntaxNode) -> bool:
        call = arguments.parent
        callee = call.child_by_field_name("function") if call is not None else None
        if callee is None:
            return False
        if callee.type == "attribute":
            method = callee.child_by_field_name("attribute")
            owner = callee.child_by_field_name("object")
            if method is None or owner is None:
                return False
            name = self._text(method)
            if name == b"join":
                return owner.type in ("string", "concatenated_string")
            return (
                name == b"dumps"
                and self._text(owner) in (b"pickle", b"marshal", b"json")
                and self._is_own_name(self._text(owner))
            )
        return (
            callee.type == "identifier"
            and self._text(callee).decode() in _READING_CALLS
            and self._is_own_name(self._text(callee))
        )

    def _is_own_name(self, word: bytes) -> bool:
        """Whether the source binds the name nowhere but by a plain import of it."""
        return not self._module.binds_anything and not any(
            _is_target(node) for node in self._identifiers(word.decode())
        )


def _field_in(call: SyntaxNode, node: SyntaxNode, parent: SyntaxNode | None) -> bool:
    function = call.child_by_field_name("function")
    return function is not None and (function in (node, parent))


def _arguments(call: SyntaxNode) -> list[SyntaxNode]:
    arguments = call.child_by_field_name("arguments")
    if arguments is None or arguments.type != "argument_list":
        return []
    return [child for child in arguments.named_children if child.type != "comment"]


def _bound_to_display(node: SyntaxNode) -> bool:
    assignment = node.parent
    if assignment is None or assignment.type != "assignment":
        return False
    right = assignment.child_by_field_name("right")
    return right is not None and right.type == "dictionary"


def _is_aliased(name: SyntaxNode) -> bool:
    return name.parent is not None and name.parent.type == "aliased_import"


def _in_function(node: SyntaxNode) -> bool:
    outer = node.parent
    while outer is not None:
        if outer.type in ("function_definition", "lambda"):
            return True
        if outer.type == "class_definition":
            return False
        outer = outer.parent
    return False


def _in_definition(node: SyntaxNode) -> bool:
    outer = node.parent
    while outer is not None and outer.type not in ("function_definition", "class_definition"):
        outer = outer.parent
    return outer is not None


def _is_declared_only(node: SyntaxNode) -> bool:
    """Whether a class declares a field here, which whoever makes an object gives."""
    around = node.parent
    return (
        around is not None
        and around.type == "assignment"
        and field_of(node) == "left"
        and around.child_by_field_name("right") is None
        and members.class_of(around) is not None
    )


def _is_given(node: SyntaxNode) -> bool:
    """Whether this is the name of a parameter."""
    kinds = ("parameters", "lambda_parameters", "typed_parameter")
    if node.parent is not None and node.parent.type in kinds:
        return True
    defaults = ("default_parameter", "typed_default_parameter")
    return node.parent is not None and node.parent.type in defaults and field_of(node) == "name"


def _is_target(node: SyntaxNode) -> bool:
    """Whether something is assigned, deleted or otherwise bound here."""
    while node.parent is not None and node.parent.type in _TARGET_LISTS:
        node = node.parent
    parent = node.parent
    if parent is None:
        return False
    field = field_of(node)
    match parent.type:
        case "assignment" | "augmented_assignment" | "for_statement" | "for_in_clause":
            return field == "left"
        case "as_pattern":
            return field == "alias" or node.type == "as_pattern_target"
        case "with_item":
            return node.type == "as_pattern_target"
        case "named_expression":
            return field == "name"
        case "delete_statement":
            return True
        case "global_statement" | "nonlocal_statement":
            return True
        case "function_definition" | "class_definition" | "aliased_import":
            return field in ("name", "alias")
        case "parameters" | "lambda_parameters" | "typed_parameter":
            return True
        case "default_parameter" | "typed_default_parameter":
            return field == "name"
        case _:
            return False
