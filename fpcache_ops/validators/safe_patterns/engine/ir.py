"""The small program that every language is lowered to: expressions, statements and scopes.

Nodes compare by identity and carry the bytes they came from. What a language has and this has not
is an ``Opaque`` expression or an ``Unmodelled`` statement: their value is unknown, and every name
in them counts as bound.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Something with a place in the source: bytes ``start`` to ``end`` (exclusive)."""

    start: int
    end: int


class Expression(Node):
    """Anything that has a value."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Expression):
    """A literal; strings are decoded, adjacent ones joined."""

    value: object


@dataclass(frozen=True, slots=True, eq=False)
class Name(Expression):
    """A variable."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Attribute(Expression):
    """``value.name``."""

    value: Expression
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Method(Attribute):
    """A method of a value, in languages where a field of the same name is another thing."""


@dataclass(frozen=True, slots=True, eq=False)
class Applied(Method):
    """The method of an interface; of a function made for that interface it is the function."""

    type: str


@dataclass(frozen=True, slots=True, eq=False)
class Subscript(Expression):
    """``value[key]``."""

    value: Expression
    key: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Slice(Expression):
    """``low:high:step`` inside a subscript."""

    low: Expression | None
    high: Expression | None
    step: Expression | None


@dataclass(frozen=True, slots=True, eq=False)
class Spread(Expression):
    """``*value``: its items stand here."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call; ``spread`` is 1 for ``*value`` and 2 for ``**value``."""

    value: Expression
    name: str | None = None
    spread: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Call(Expression):
    """A call."""

    callee: Expression
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True, eq=False)
class New(Call):
    """A call that makes an object, in languages where the same function can also just be called."""


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Expression):
    """``left op right`` (arithmetic and string building, not comparison)."""

    op: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Unary(Expression):
    """``op operand``; ``not`` is one."""

    op: str
    operand: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Logical(Expression):
    """``and`` / ``or`` / ``??``: short-circuit, the value is that of one of the items."""

    op: str
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Expression):
    """A chain of comparisons."""

    left: Expression
    links: tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice(Expression):
    """``then if test else orelse``."""

    test: Expression
    then: Expression
    orelse: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Formatted(Expression):
    """A value inside an interpolated string, with its conversion and format."""

    value: Expression
    conversion: str
    spec: "Interpolated | None"


@dataclass(frozen=True, slots=True, eq=False)
class Interpolated(Expression):
    """A string with values in it: f-string, template literal."""

    parts: tuple[str | Formatted, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Sequence(Expression):
    """A list, tuple or set display; as a target, unpacking."""

    kind: str
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Mapping(Expression):
    """A dictionary display; a ``None`` key spreads another mapping."""

    items: tuple[tuple[Expression | None, Expression], ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """``for target in iterable if condition ...``."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]
    modelled: bool


@dataclass(frozen=True, slots=True, eq=False)
class Comprehension(Expression):
    """A comprehension; ``kind`` is list, set, dict or lazy (a generator)."""

    kind: str
    key: Expression | None
    element: Expression
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Bind(Expression):
    """An assignment that is an expression."""

    target: Name
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Lambda(Expression):
    """A function without a name."""

    scope: "Scope"


@dataclass(frozen=True, slots=True, eq=False)
class Library(Expression):
    """Something of a library by its full path, where the language resolves names by itself."""

    path: str


@dataclass(frozen=True, slots=True, eq=False)
class ClassName(Expression):
    """A class of the code in view, where the language resolves names by itself."""

    scope: "Scope"


@dataclass(frozen=True, slots=True, eq=False)
class Receiver(Expression):
    """An object of a class in view that is not followed: anyone may have changed it."""

    scope: "Scope"


@dataclass(frozen=True, slots=True, eq=False)
class Cast(Expression):
    """A value that is of a declared type, or an exception is raised."""

    value: Expression
    type: str


@dataclass(frozen=True, slots=True, eq=False)
class Anonymous(Expression):
    """An object of a class that is declared on the spot: anyone may call its methods."""

    arguments: tuple[Expression, ...]
    scope: "Scope"


@dataclass(frozen=True, slots=True, eq=False)
class Opaque(Expression):
    """Not modelled: unknown value; the children are evaluated for what they do.

    ``unread``: there is more in it than the children say.
    """

    children: tuple[Expression, ...]
    why: str
    unread: bool = False


class Statement(Node):
    """Anything that is run."""

    __slots__ = ()


Block = tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluate(Statement):
    """An expression for what it does."""

    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Assign(Statement):
    """``target = target = value``."""

    targets: tuple[Expression, ...]
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Augment(Statement):
    """``target op= value``."""

    op: str
    target: Expression
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Declare(Statement):
    """A declaration that runs nothing: ``name: type``."""

    names: tuple[str, ...]
    literals: bool


@dataclass(frozen=True, slots=True, eq=False)
class Return(Statement):
    """Leave the function."""

    value: Expression | None


@dataclass(frozen=True, slots=True, eq=False)
class Raise(Statement):
    """Leave by an exception."""

    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Break(Statement):
    """Leave the loop or switch, or the statement that has the label."""

    label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Continue(Statement):
    """Begin the loop again, or the one that has the label."""

    label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Pass(Statement):
    """Nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Delete(Statement):
    """Unbind."""

    targets: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Assert(Statement):
    """May be left out when the program is run: never a guard."""

    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class If(Statement):
    """Branches in order, and what runs when none is taken."""

    branches: tuple[tuple[Expression, Block], ...]
    orelse: Block


@dataclass(frozen=True, slots=True, eq=False)
class While(Statement):
    """A loop with a test; ``orelse`` runs when the test fails.

    ``update`` runs after each round. ``body_first``: the first round is not tested.
    """

    test: Expression
    body: Block
    orelse: Block
    update: Block = ()
    body_first: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class For(Statement):
    """A loop over items; not ``modelled`` means that the items are unknown."""

    target: Expression
    iterable: Expression
    body: Block
    orelse: Block
    modelled: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class Handler:
    """What runs for an exception."""

    types: Expression | None
    name: str | None
    body: Block


@dataclass(frozen=True, slots=True, eq=False)
class Try(Statement):
    """Exception handling."""

    body: Block
    handlers: tuple[Handler, ...]
    orelse: Block
    final: Block


@dataclass(frozen=True, slots=True, eq=False)
class With(Statement):
    """Context managers around a body: they may swallow its exceptions."""

    items: tuple[tuple[Expression, Expression | None], ...]
    body: Block
    modelled: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One alternative of a match.

    ``constants`` are the only values that the pattern takes, if it is made of literals alone;
    ``whole`` is the name that gets the subject, ``parts`` are names that get pieces of it.
    ``always``: the pattern takes whatever comes to it.
    """

    constants: tuple[Constant, ...] | None
    whole: str | None
    parts: tuple[str, ...]
    guard: Expression | None
    body: Block
    always: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Match(Statement):
    """Alternatives by pattern."""

    subject: Expression
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Arm:
    """One group of a switch: it is entered where the subject is equal to one of ``labels``.

    ``default``: also where it is equal to no label at all. ``names`` are bound by patterns (then
    the labels say nothing), and ``guard`` must hold, too. ``falls``: the end of the body goes on
    into the next arm.
    """

    labels: tuple[Expression, ...]
    default: bool
    body: Block
    falls: bool
    names: tuple[str, ...] = ()
    guard: Expression | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Switch(Statement):
    """Arms by value; ``break`` leaves it. ``op`` is the comparison that chooses."""

    subject: Expression
    arms: tuple[Arm, ...]
    op: str


@dataclass(frozen=True, slots=True, eq=False)
class Labelled(Statement):
    """A block of its own; ``break label`` leaves it. ``values`` are evaluated before it."""

    label: str
    values: tuple[Expression, ...]
    body: Block


@dataclass(frozen=True, slots=True, eq=False)
class Import(Statement):
    """Names bound to what other modules hold: (name, dotted path)."""

    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Define(Statement):
    """A named function."""

    scope: "Scope"


@dataclass(frozen=True, slots=True, eq=False)
class DefineClass(Statement):
    """A class: its body runs here, in a scope of its own."""

    scope: "Scope"


@dataclass(frozen=True, slots=True, eq=False)
class Unmodelled(Statement):
    """Not modelled: every name in it may have been bound to anything."""

    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; ``kind`` is positional, either, named, rest, named-rest or receiver.

    The receiver is the object whose method it is; ``type`` is what is declared, ``annotation`` the
    same where that is an expression. ``asked``: whoever asks the program gives it. ``decorators``
    say how the framework makes it.
    """

    name: str
    kind: str
    default: Expression | None
    type: str = ""
    asked: bool = False
    annotation: Expression | None = None
    decorators: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Binding:
    """One place where a name is bound: ``kind`` is assign, import, def, class or another word.

    ``value`` is the expression of an assignment to the plain name, ``path`` what is imported and
    ``scope`` what is defined. ``shared``: the very value is given to another name, too.
    """

    kind: str
    value: Expression | None = None
    path: str = ""
    scope: "Scope | None" = None
    shared: bool = False


@dataclass(slots=True, eq=False)
class Scope:
    """A module, class, function or lambda. The body is read when it is first asked for.

    ``outer`` names are declared to belong to a scope outside; ``unsteady`` ones are bound while a
    comprehension runs; ``iterated`` ones are variables of comprehensions. ``binds_anything``: a
    star import. ``detached``: it may run on while its caller does, and its exceptions do not reach
    the caller. ``types`` are the declared types of variables, where the language has them.
    ``is_method``: called on an object, it is given that before its other arguments. ``visits`` is
    the container whose items it is called with and the method that does so, if nobody else has it.
    ``answers``: a request is answered with what it gives, as a ``page``, as ``data`` that no
    browser takes for one, or as what the ``view`` is called.
    """

    kind: str
    name: str
    parent: "Scope | None"
    start: int
    end: int
    parameters: tuple[Parameter, ...] = ()
    decorators: tuple[Expression, ...] = ()
    bases: tuple[Argument, ...] = ()
    is_async: bool = False
    reader: "Callable[[Scope], Block] | None" = None
    bindings: dict[str, list[Binding]] = field(default_factory=dict)
    outer: set[str] = field(default_factory=set)
    unsteady: set[str] = field(default_factory=set)
    iterated: set[str] = field(default_factory=set)
    inner: "list[Scope]" = field(default_factory=list)
    is_generator: bool = False
    binds_anything: bool = False
    detached: bool = False
    is_method: bool = False
    types: dict[str, str] = field(default_factory=dict)
    visits: "tuple[Expression, str] | None" = None
    answers: str = ""
    _body: Block | None = None

    @property
    def body(self) -> Block:
        """The statements."""
        if self._body is None:
            self._body = ()
            if self.reader is not None:
                self._body = self.reader(self)
        return self._body

    def binds(self, name: str) -> bool:
        """Whether the name is a variable of this scope."""
        _ = self.body
        return name in self.bindings and name not in self.outer

    def bind(self, name: str, binding: Binding) -> None:
        """Note a place where a name is bound."""
        self.bindings.setdefault(name, []).append(binding)

    @property
    def runs_inside(self) -> "Scope":
        """The function, lambda or module whose run includes this scope: classes run in place."""
        scope = self
        while scope.kind == "class" and scope.parent is not None:
            scope = scope.parent
        return scope


def children(node: Expression) -> Iterator[Expression]:
    """The expressions directly inside one; not those of a lambda's body."""
    match node:
        case Attribute(value=value) | Spread(value=value) | Bind(value=value) | Cast(value=value):
            yield value
        case Subscript(value=value, key=key):
            yield value
            yield key
        case Slice(low=low, high=high, step=step):
            yield from (part for part in (low, high, step) if part is not None)
        case Call(callee=callee, arguments=arguments):
            yield callee
            yield from (argument.value for argument in arguments)
        case Binary(left=left, right=right):
            yield left
            yield right
        case Unary(operand=operand):
            yield operand
        case Logical(items=items) | Sequence(items=items):
            yield from items
        case Compare(left=left, links=links):
            yield left
            yield from (right for _, right in links)
        case Choice(test=test, then=then, orelse=orelse):
            yield test
            yield then
            yield orelse
        case Formatted(value=value, spec=spec):
            yield value
            if spec is not None:
                yield spec
        case Interpolated(parts=parts):
            yield from (part for part in parts if isinstance(part, Formatted))
        case Mapping(items=pairs):
            for key, value in pairs:
                if key is not None:
                    yield key
                yield value
        case Comprehension(key=key, element=element, clauses=clauses):
            for clause in clauses:
                yield clause.target
                yield clause.iterable
                yield from clause.conditions
            if key is not None:
                yield key
            yield element
        case Opaque(children=parts) | Anonymous(arguments=parts):
            yield from parts
        case Lambda(scope=scope):
            yield from (p.default for p in scope.parameters if p.default is not None)
        case _:
            return


def inside(node: Expression) -> Iterator[Expression]:
    """The expression and all inside it, outermost first; not into the bodies of lambdas."""
    pending = [node]
    while pending:
        node = pending.pop()
        yield node
        pending.extend(reversed(list(children(node))))


def expressions(statement: Statement) -> Iterator[Expression]:
    """The expressions of a statement itself: for a compound one those of its header."""
    match statement:
        case Evaluate(value=value):
            yield value
        case Assign(targets=targets, value=value):
            yield value
            yield from targets
        case Augment(target=target, value=value):
            yield value
            yield target
        case Return(value=maybe):
            if maybe is not None:
                yield maybe
        case Raise(values=values) | Assert(values=values) | Delete(targets=values):
            yield from values
        case If(branches=branches):
            yield from (test for test, _ in branches)
        case While(test=test):
            yield test
        case For(target=target, iterable=iterable):
            yield iterable
            yield target
        case Try(handlers=handlers):
            yield from (handler.types for handler in handlers if handler.types is not None)
        case With(items=items):
            for value, maybe in items:
                yield value
                if maybe is not None:
                    yield maybe
        case Match(subject=subject, cases=cases):
            yield subject
            yield from (case.guard for case in cases if case.guard is not None)
        case Switch(subject=subject, arms=arms):
            yield subject
            for arm in arms:
                yield from arm.labels
                if arm.guard is not None:
                    yield arm.guard
        case Labelled(values=values):
            yield from values
        case Define(scope=scope) | DefineClass(scope=scope):
            yield from scope.decorators
            yield from (p.default for p in scope.parameters if p.default is not None)
            yield from (argument.value for argument in scope.bases)
        case _:
            return


def blocks(statement: Statement) -> Iterator[Block]:
    """The blocks directly inside a compound statement; not the bodies of functions and classes."""
    match statement:
        case If(branches=branches, orelse=orelse):
            yield from (body for _, body in branches)
            yield orelse
        case While(body=body, orelse=orelse, update=update):
            yield body
            yield update
            yield orelse
        case For(body=body, orelse=orelse):
            yield body
            yield orelse
        case Try(body=body, handlers=handlers, orelse=orelse, final=final):
            yield body
            yield from (handler.body for handler in handlers)
            yield orelse
            yield final
        case With(body=body):
            yield body
        case Match(cases=cases):
            yield from (case.body for case in cases)
        case Switch(arms=arms):
            yield from (arm.body for arm in arms)
        case Labelled(body=body):
            yield body
        case _:
            return


def statements(block: Block) -> Iterator[Statement]:
    """All statements of a block in source order, nested ones too; into classes, not functions."""
    pending = list(reversed(block))
    while pending:
        statement = pending.pop()
        yield statement
        inner = [nested for part in blocks(statement) for nested in part]
        if isinstance(statement, DefineClass):
            inner = list(statement.scope.body)
        pending.extend(reversed(inner))
