"""One Java source, and what all of it says about a name."""

import re
from collections.abc import Iterator

from fpcache_ops.evidence.languages.scopes import words
from fpcache_ops.evidence.tree import SyntaxNode
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.engine.language import Member
from fpcache_ops.validators.safe_patterns.languages.java import library
from fpcache_ops.validators.safe_patterns.languages.java.classes import UNSEEN, ClassOf, FieldOf
from fpcache_ops.validators.safe_patterns.languages.java.heirs import Heir
from fpcache_ops.validators.safe_patterns.languages.java.members import (
    FUNCTIONAL,
    LISTENERS,
    MADE_UP,
    OF_SESSIONS,
    QUIET,
    SPECIAL,
    TELLING,
    TOLD,
    annotated,
    functions,
    is_getter,
    is_open,
    loaded,
    method_at,
    of_method,
)
from fpcache_ops.validators.safe_patterns.languages.java.reader import Reader
from fpcache_ops.validators.safe_patterns.languages.source_unit import SourceUnit, is_deep

_WORD = re.compile(rb"[A-Za-z_$][A-Za-z0-9_$]*")
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_ODD_LAYOUT = re.compile(rb"\x00|\x1a|\r(?!\n)|^\xef\xbb\xbf")
# They are read before anything else: one of a quote ends a literal, one of a line end a comment.
_UNICODE_ESCAPE = re.compile(rb"\\u+(?:00[0-7][0-9A-Fa-f]|(?![0-9A-Fa-f]{4}))")
# What writes fields that nobody else can write, constants included.
_REFLECTION = ("setAccessible", "trySetAccessible", "Unsafe", "VarHandle", "privateLookupIn")
# What writes the fields of the class that asks for it.
_BY_NAME = (
    "getDeclaredField",
    "getDeclaredFields",
    "findStaticSetter",
    "findStaticVarHandle",
    "unreflectSetter",
    "FieldUtils",
    "ReflectionUtils",
    "ReflectionTestUtils",
    "Whitebox",
)
# Ends of the names of what runs, sends or writes what it is given.
_ASKED = (
    *("Statement", "Connection", "Template", "Operations", "EntityManager", "Session", "Query"),
    *("Writer", "Stream", "Response", "Wrapper", "Engine", "Evaluator", "Parser", "XPath"),
    *("Context", "Connection", "Client", "Runtime", "Executor", "Reader", "Random"),
)
# Types of what may be anything, and of what holds or runs it.
_GENERAL = words(
    """
    Object Comparable Comparator Iterable Iterator Collection List Set Map Queue Deque Optional
    ArrayList LinkedList HashMap HashSet LinkedHashMap TreeMap TreeSet Runnable Callable Function
    BiFunction Supplier Consumer BiConsumer Predicate BiPredicate UnaryOperator BinaryOperator
    Thread Future CompletableFuture Stream AutoCloseable Closeable Serializable CharSequence
    Exception RuntimeException Throwable Enum Record Number ThreadLocal AtomicReference Class
    """
)
# How the names of packages begin whose interfaces are none of the program.
_KNOWN = (
    *("java.", "javax.", "jakarta.", "org.springframework.", "org.apache.", "org.hibernate."),
    *("org.slf4j.", "com.google.", "com.fasterxml.", "org.w3c.", "org.xml.", "org.junit."),
    *library.PRIMITIVES,
)
_STATEMENTS = frozenset({"expression_statement", "local_variable_declaration", "field_declaration"})
_NOT_ASCII_LIMIT = 3000
_TEXT = frozenset(
    {
        "line_comment",
        "block_comment",
        "string_literal",
        "string_fragment",
        "multiline_string_fragment",
        "escape_sequence",
        "character_literal",
    }
)
_READING = frozenset(
    {
        "get",
        "getOrDefault",
        "contains",
        "containsKey",
        "containsValue",
        "indexOf",
        "isEmpty",
        "size",
        "matcher",
        "length",
    }
)


class JavaUnit(SourceUnit):
    """Answers questions about one source."""

    word = _WORD
    not_code = _TEXT
    remark = re.compile(rb"//|/\*")

    def __init__(self, source: bytes, root: SyntaxNode, budget: Budget) -> None:
        super().__init__(source, root, budget)
        self.reader = Reader(source, root, budget)
        self._module: ir.Scope | None = None
        self._read: dict[str, bool] = {}
        self._functions: tuple[Member, ...] | None = None

    @property
    def module(self) -> ir.Scope:
        """The outermost scope."""
        if self._module is None:
            self._module = self.reader.module()
        return self._module

    def _spelt(self, name: str) -> str:
        return name.partition("~")[0]

    def _goes_on(self, node: SyntaxNode) -> bool:
        """No line ends a statement."""
        return node.type not in _TEXT

    def refusal(self) -> str | None:
        """Why nothing may be proven from this source at all."""
        if _ODD_LAYOUT.search(self._source):
            return "the file's layout may be read in two ways"
        if _UNICODE_ESCAPE.search(self._source):
            return "the file hides characters of its syntax behind unicode escapes"
        if is_deep(self._root):
            return "the file is nested too deeply to look at it"
        for number, match in enumerate(_NOT_ASCII.finditer(self._source)):
            if number >= _NOT_ASCII_LIMIT:
                return "the file has too many characters that are not ASCII to check them"
            node = self._root.descendant_for_byte_range(match.start(), match.end() - 1)
            if node is None or node.type not in _TEXT:
                return "the file has names that are not ASCII"
        for word in _REFLECTION:
            if self.mentions(word):
                return f"`{word}` may change what is constant"
        return None

    def unsettled(self) -> str | None:
        """Names are bound where they are declared, nowhere else."""
        return None

    def custom_equality(self) -> bool:
        """Texts and numbers are equal by what they are: their classes are final."""
        return False

    def written_elsewhere(self, name: str) -> bool:
        """Inner functions cannot assign variables of outer ones."""
        return False

    def attribute_written(self, name: str) -> bool:
        """Library classes cannot be given other members."""
        return False

    def reshaped(self, name: str) -> bool:
        """Library classes cannot be given other members."""
        return False

    def within_reach(self, name: str) -> bool:
        """Fields say themselves who may see them."""
        return False

    def only_read(self, name: str) -> bool:
        """Whether every mention of a field leaves what it holds as it is, and to itself."""
        if name not in self._read:
            self._read[name] = all(self._reads(node) for node in self._identifiers(name))
        return self._read[name]

    def changes(self, name: str) -> int:
        """How many mentions of a field may change what it holds, or hand it on."""
        return sum(not self._reads(node) for node in self._identifiers(name))

    def _reads(self, node: SyntaxNode) -> bool:
        parent = node.parent
        if parent is None:
            return False
        if parent.type == "variable_declarator":
            return parent.child_by_field_name("name") == node
        whole = node
        if parent.type == "field_access" and parent.child_by_field_name("field") == node:
            whole, parent = parent, parent.parent
            if parent is None:
                return False
        match parent.type:
            case "method_invocation":
                method = parent.child_by_field_name("name")
                read = method is not None and self._text(method).decode() in _READING
                return read and parent.child_by_field_name("object") == whole
            case "field_access":
                member = parent.child_by_field_name("field")
                return member is not None and self._text(member) == b"length"
            case "array_access":
                outer = parent.parent
                written = outer is not None and (
                    (
                        outer.type == "assignment_expression"
                        and outer.child_by_field_name("left") == parent
                    )
                    or outer.type in ("update_expression", "parenthesized_expression")
                )
                return not written and parent.child_by_field_name("array") == whole
            case "enhanced_for_statement":
                return parent.child_by_field_name("value") == whole
            case _:
                return False

    def assigned(self, name: str) -> bool:
        """Whether something of this name is assigned anywhere but where it is declared."""
        for node in self._identifiers(name):
            whole = node
            while whole.parent is not None and whole.parent.type in (
                "field_access",
                "parenthesized_expression",
            ):
                whole = whole.parent
            parent = whole.parent
            if parent is None:
                continue
            if parent.type == "update_expression":
                return True
            left = parent.child_by_field_name("left")
            if parent.type == "assignment_expression" and left == whole:
                return True
        return False

    def may_be_own(self, start: int, end: int, names: frozenset[str]) -> bool:
        """By the type that the object is declared with; where that is not seen, by ``names``."""
        declared = self.reader.receivers.get((start, end), "")
        plain = declared.lstrip(UNSEEN)
        if plain and not plain.startswith("."):
            # A class in view, or one of the library.
            return declared.startswith(UNSEEN) or self.reader.has_heirs(plain)
        if plain:
            return self.reader.has_heirs(plain)
        return any(
            not names.isdisjoint(one.methods) or any(base.endswith(_ASKED) for base in one.bases)
            for one in self.reader.heirs
            if one.unnamed or not (one.start <= start and end <= one.end)
        )

    def derives(self, name: str) -> bool:
        """Whether a class in view derives from one of this name."""
        return any(name in one.bases for one in self.reader.heirs)

    # Code that runs by its name, by a type, or with no call written

    def members(self, name: str) -> Iterator[Member]:
        """The methods of this name in view, and the functions that may be called by it."""
        functional = name in FUNCTIONAL
        for node in self._identifiers(name):
            method = method_at(node)
            if method is None:
                continue
            if method.child_by_field_name("body") is not None:
                yield of_method(method)
            else:
                functional = True
        if functional:
            yield from self.functions()

    def functions(self) -> tuple[Member, ...]:
        """Functions without a name: whoever is given one calls it."""
        if self._functions is None:
            self._functions = tuple(functions(self._root, self._source))
        return self._functions

    def called_back(self, scope: ir.Scope | None) -> Iterator[Member]:
        """What others may call of an object that they are given: what it is told to have.

        Of no object, but of anything in view: functions without a name, too.
        """
        owner = self.class_of(scope) if scope is not None else None
        classes = [each.scope for each in owner.chain()] if owner is not None else []
        if scope is None:
            yield from self.functions()
        for each in owner.chain() if owner is not None else ():
            for name, several in each.methods.items():
                spans = [(one.scope.start, one.scope.end) for one in several]
                found = [self._root.descendant_for_byte_range(*span) for span in spans]
                yield from (
                    of_method(node) for node in found if node is not None and is_getter(name, node)
                )
        for one in self.reader.heirs:
            own = any((each.start, each.end) == (one.start, one.end) for each in classes)
            if scope is not None and not own:
                continue
            if one.bases == {"Object"}:
                # Nobody is told of more than objects have.
                continue
            yield from map(of_method, self._methods_of(one))

    def _methods_of(self, one: Heir) -> Iterator[SyntaxNode]:
        for name in sorted(one.methods):
            for node in self._identifiers(name):
                method = method_at(node)
                if method is not None and one.start <= method.start_byte < one.end:
                    yield method

    def overriding(self, start: int, end: int) -> Iterator[Member]:
        """Methods in view that one out of view, which is called there, may call of its object."""
        call = self._root.descendant_for_byte_range(start, end)
        named = call.child_by_field_name("name") if call is not None else None
        if call is None or named is None or QUIET.fullmatch(self._text(named).decode()):
            return
        owner = call.child_by_field_name("object")
        itself = owner is None or owner.type in ("this", "super")
        declared = self.receiver_of(start, end).rpartition(".")[2]
        for one in self.reader.heirs:
            around = itself and one.start <= start and end <= one.end
            if around or (bool(declared) and declared in one.bases):
                yield from map(of_method, filter(is_open, self._methods_of(one)))

    def unasked(self) -> Iterator[tuple[str, Member]]:
        """Methods that run without being called, and what runs where a class is first used."""
        for name in sorted(SPECIAL):
            for node in self._identifiers(name):
                method = method_at(node)
                if method is not None and method.child_by_field_name("body") is not None:
                    yield "", of_method(method)
        for name in sorted(LISTENERS):
            for node in self._identifiers(name):
                method = annotated(node)
                if method is not None:
                    yield from ((told, of_method(method)) for told in sorted(TELLING))
        for heir in self.reader.heirs:
            if any(base.endswith(TOLD) for base in heir.bases):
                for method in self._methods_of(heir):
                    told_of = sorted(TELLING | OF_SESSIONS)
                    yield from ((told, of_method(method)) for told in told_of)
        _ = self.module
        for one in list(self.reader.by_scope.values()):
            if one.name:
                yield from ((one.name, member) for member in loaded(self._root, one))

    def may_hold_ours(self, path: str) -> bool:
        """Whether a path is that of a method of what a class keeps: an object of any class."""
        if path.startswith(_KNOWN):
            return False
        names = path.split(".")[:-1]
        return sum(name[:1].isupper() for name in names) > 1

    def may_be_in_view(self, declared: str) -> bool:
        """Whether something of a declared type may be an object, or a function, in view."""
        plain = declared.lstrip(UNSEEN).removesuffix("[]")
        if not plain or plain in library.FUNCTIONS or plain == "java.lang.Object":
            return True
        if plain in library.LEAVES:
            return plain.rpartition(".")[2].startswith("Big") and self.reader.has_heirs(plain)
        if not plain.startswith(".") and declared.startswith(UNSEEN):
            return True
        name = plain.rpartition(".")[2]
        return name in _GENERAL or self.reader.has_heirs(plain)

    def may_be_function(self, declared: str) -> bool:
        """Whether what is declared with a type may be a function: an interface out of view."""
        plain = declared.lstrip(UNSEEN)
        return self.may_be_in_view(declared) or not plain.startswith(_KNOWN)

    def is_made_up(self) -> bool:
        """Whether objects may be made whose methods are all one function."""
        return any(self.mentions(word) for word in MADE_UP)

    def is_told(self, name: str) -> bool:
        """Whether what is kept under a name is given something in view that it may call."""
        for node in self._identifiers(name):
            around: SyntaxNode | None = node
            while around is not None and around.type not in _STATEMENTS:
                around = around.parent
            if around is not None and self._tells(around):
                return True
        return False

    def _tells(self, statement: SyntaxNode) -> bool:
        start, end = statement.start_byte, statement.end_byte
        if any(start <= one.start and one.end <= end for one in self.functions()):
            return True
        return any(
            one.unnamed and start <= one.start and one.end <= end for one in self.reader.heirs
        ) or (b"this" in self._source[start:end] and bool(self.reader.heirs))

    def receiver_of(self, start: int, end: int) -> str:
        """The type that the object is declared with whose method is called there."""
        return self.reader.receivers.get((start, end), "")

    def type_of(self, node: ir.Expression, scope: ir.Scope) -> str:
        """The type that a variable or field is declared with, if it is seen."""
        if isinstance(node, ir.Name):
            around: ir.Scope | None = scope
            while around is not None and node.name not in around.types:
                around = around.parent
            return around.types[node.name] if around is not None else ""
        if isinstance(node, ir.Cast):
            return self.type_of(node.value, scope) or node.type
        if isinstance(node, ir.Call) and isinstance(node.callee, ir.Library):
            path = node.callee.path
            return path if path.rpartition(".")[2][:1].isupper() else ""
        if isinstance(node, ir.Attribute):
            every = self.reader.by_scope.values()
            kinds = {one.fields[node.name].type for one in every if node.name in one.fields}
            return kinds.pop() if len(kinds) == 1 else ""
        return ""

    def sets_by_name(self) -> bool:
        """Whether the program may set a field of its own by the name that it has."""
        return any(self.mentions(word) for word in _BY_NAME)

    def class_of(self, scope: ir.Scope) -> ClassOf | None:
        """The class that a scope is, or is a member of."""
        _ = self.module
        one: ir.Scope | None = scope
        while one is not None:
            if id(one) in self.reader.by_scope:
                return self.reader.by_scope[id(one)]
            one = one.parent
        return None

    def early(self, owner: ClassOf, one: FieldOf) -> bool:
        """Whether code may run before a field has its value."""
        if owner.may_inherit:
            return True
        if one.static and owner.first_static_code <= one.number:
            return True
        if not one.static and (owner.base is not None or owner.has_blocks):
            return True
        fields = owner.fields.values()
        before = [f for f in fields if f.static == one.static and f.number < one.number]
        return any(f.scope is not None and self._calls(f.scope) for f in before)

    def _makes_nothing_else(self, node: ir.Expression) -> bool:
        """Whether ``new X()`` runs nothing: no constructor, no initialiser, no base."""
        if not isinstance(node, ir.ClassName):
            return False
        owner = self.class_of(node.scope)
        return (
            owner is not None
            and owner.scope is node.scope
            and not (owner.constructors or owner.initialisers or owner.fields)
            and owner.base is None
            and not owner.inherits
            and owner.first_static_code == 1 << 30
        )

    def _calls(self, scope: ir.Scope) -> bool:
        """Whether a function calls or makes anything that may run code of ours."""
        for statement in ir.statements(scope.body):
            for expression in ir.expressions(statement):
                for node in ir.inside(expression):
                    if isinstance(node, (ir.Anonymous, ir.Opaque)):
                        return True
                    if not isinstance(node, ir.Call) or self._makes_nothing_else(node.callee):
                        continue
                    root = node.callee
                    while isinstance(root, ir.Attribute):
                        root = root.value
                    if not isinstance(root, ir.Library):
                        return True
                    if not root.path.startswith(("java.", "javax.")):
                        return True
        return False


def is_constant(node: ir.Expression, unit: JavaUnit) -> bool:
    """Whether an expression is constant for the compiler, so that its value is everywhere."""
    match node:
        case ir.Constant(value=value):
            return value is not None
        case ir.Unary(operand=operand):
            return is_constant(operand, unit)
        case ir.Binary(left=left, right=right):
            return is_constant(left, unit) and is_constant(right, unit)
        case ir.Compare(left=left, links=links):
            return all(is_constant(each, unit) for each in (left, *(r for _, r in links)))
        case ir.Logical(items=items):
            return all(is_constant(item, unit) for item in items)
        case ir.Choice(test=test, then=then, orelse=orelse):
            return all(is_constant(each, unit) for each in (test, then, orelse))
        case ir.Cast(value=value, type=declared):
            return "." not in declared and "[" not in declared and is_constant(value, unit)
        case ir.Attribute(value=ir.ClassName(scope=scope), name=name):
            owner = unit.class_of(scope)
            found = owner.field(name) if owner is not None else None
            return found is not None and is_constant_variable(found[1], unit)
        case _:
            return False


def is_constant_variable(one: FieldOf, unit: JavaUnit) -> bool:
    """A final field of a simple type with a constant initialiser: it is never seen without it."""
    simple = one.type == "java.lang.String" or ("." not in one.type and "[" not in one.type)
    if not (one.final and one.scope is not None and simple and one.type):
        return False
    _ = one.scope.body
    bindings = one.scope.bindings.get(one.name, [])
    value = bindings[0].value if len(bindings) == 1 else None
    return value is not None and is_constant(value, unit)
