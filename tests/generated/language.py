"""The little language that labelled programs are written in, and what its programs do.

A program takes a foreign text through a few steps into a sink. It is run here with many foreign
texts and every choice that is nobody's to foresee; a sink is real if it is ever given what it must
not be given. Java and Python are only two ways to spell a program.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

EVIL = "\ue000"
"""One foreign letter that no sink may be given."""

ENCODED = {
    "html": "\ue001",
    "ldap": "\ue002",
    "xpath": "\ue003",
    "url": "\ue004",
    "shell": "\ue005",
}
"""What an encoder makes of it: harmless in the encoder's own place only."""

PACKED = "\ue010"
"""The foreign letter inside of Base64."""

STEPS = 4000


@dataclass(frozen=True)
class Lit:
    """A constant."""

    value: str | int | bool


@dataclass(frozen=True)
class Var:
    """A variable; ``kind`` is str, int, list, array, map, settings or builder."""

    name: str
    kind: str = "str"


@dataclass(frozen=True)
class Op:
    """An operator, method or library call."""

    name: str
    args: "tuple[Expr, ...]" = ()


@dataclass(frozen=True)
class CallOf:
    """A function of the program is called."""

    function: "Function"
    args: "tuple[Expr, ...]"


Expr = Lit | Var | Op | CallOf


@dataclass(frozen=True)
class Let:
    """A new variable."""

    target: Var
    value: Expr


@dataclass(frozen=True)
class Set:
    """A variable gets a value."""

    target: Var
    value: Expr


@dataclass(frozen=True)
class Do:
    """An operator for what it does."""

    effect: Op


@dataclass(frozen=True)
class If:
    """One branch or the other."""

    test: Expr
    then: "Block"
    orelse: "Block" = ()


@dataclass(frozen=True)
class Arm:
    """``labels`` of a switch (none: the default); ``falls`` into the next arm at its end."""

    labels: tuple[str, ...]
    body: "Block"
    falls: bool = False


@dataclass(frozen=True)
class Switch:
    """The first arm with the label; ``letters``: the subject is a single letter."""

    subject: Expr
    arms: tuple[Arm, ...]
    letters: bool = False


@dataclass(frozen=True)
class Each:
    """A loop over a list."""

    target: Var
    items: Expr
    body: "Block"


@dataclass(frozen=True)
class Count:
    """A loop over numbers from 0."""

    target: Var
    rounds: Expr
    body: "Block"


@dataclass(frozen=True)
class Try:
    """What is run if the body raises, and what is run anyway."""

    body: "Block"
    handler: "Block"
    final: "Block" = ()


@dataclass(frozen=True)
class Return:
    """Leave the function."""

    value: Expr


@dataclass(frozen=True)
class Break:
    """Leave the loop."""


@dataclass(frozen=True)
class Sink:
    """The place that is judged; without ``value``, reaching it is what counts."""

    kind: str
    value: Expr | None
    flags: tuple[Expr, ...] = ()


Stmt = Let | Set | Do | If | Switch | Each | Count | Try | Return | Break | Sink
Block = tuple[Stmt, ...]


@dataclass(frozen=True, eq=False)
class Function:
    """A function of the program. ``how`` is the place where it is written."""

    name: str
    how: str
    parameters: tuple[Var, ...]
    body: Block


@dataclass(frozen=True)
class Program:
    """``source`` is the way in which the foreign text comes; ``used`` are the constructions."""

    source: str
    functions: tuple[Function, ...]
    body: Block
    sink: Sink
    used: frozenset[str]


# What operators do


class Raised(Exception):
    """Something of the program raises."""


def _raising(function: Callable) -> Callable:
    def run(*args):
        try:
            return function(*args)
        except (IndexError, KeyError, ValueError, AttributeError) as error:
            raise Raised from error

    return run


def _at(items, index: int):
    if not 0 <= index < len(items):
        raise Raised
    return items[index]


def _cut(text: str, low: int, high: int) -> str:
    if not 0 <= low <= high <= len(text):
        raise Raised
    return text[low:high]


def _put(where, key, value) -> None:
    if isinstance(where, list):
        _at(where, key)
    where[key] = value


def _append(builder: list[str], text: str) -> None:
    builder[0] += text


def _replace_all(builder: list[str], text: str) -> None:
    builder[0] = text


def _insert(builder: list[str], text: str) -> None:
    builder[0] = text + builder[0]


def _turn(builder: list[str]) -> None:
    builder[0] = builder[0][::-1]


def _int(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise Raised
    return int(text)


def _encoder(kind: str) -> Callable[[str], str]:
    """The last encoder counts: it encodes what others have made, too."""
    table = str.maketrans(dict.fromkeys((EVIL, *ENCODED.values()), ENCODED[kind]))
    return lambda text: text.translate(table)


OPERATIONS: Mapping[str, Callable] = {
    "concat": lambda a, b: a + b,
    "equals": lambda a, b: a == b,
    "same letters": lambda a, b: a.lower() == b.lower(),
    "starts": lambda a, b: a.startswith(b),
    "ends": lambda a, b: a.endswith(b),
    "holds": lambda a, b: b in a,
    "empty": lambda a: not a,
    "length": len,
    "find": lambda a, b: a.find(b),
    "letter": _at,
    "letter is": lambda a, i, b: _at(a, i) == b,
    "cut": _cut,
    "swap": lambda a, b, c: a.replace(b, c),
    "trim": lambda a: a.strip(),
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a // b,
    "%": lambda a, b: a % b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "not": lambda a: not a,
    "number": _int,
    "digits": str,
    "format": lambda a, b: f"{a}-{b}",
    "format second": lambda a, b: f"<{b}>",
    "list": lambda *items: list(items),
    "no items": list,
    "array": lambda *items: list(items),
    "cell": _at,
    "put cell": _put,
    "get": _at,
    "add": lambda items, value: items.append(value),
    "add first": lambda items, value: items.insert(0, value),
    "drop": _raising(lambda items, index: items.pop(index)),
    "put": _put,
    "size": len,
    "in": lambda items, value: value in items,
    "joined": ",".join,
    "map": dict,
    "value": _raising(lambda table, key: table[key]),
    "value or": lambda table, key, other: table.get(key, other),
    "forget": _raising(lambda table, key: table.pop(key)),
    "builder": lambda text: [text],
    "append": _append,
    "restart": _replace_all,
    "insert": _insert,
    "turn": _turn,
    "built": lambda builder: builder[0],
    "url decoded": lambda text: text.replace(ENCODED["url"], EVIL),
    "packed": lambda text: text.replace(EVIL, PACKED),
    "unpacked": lambda text: text.replace(PACKED, EVIL),
    **{f"{kind} encoded": _encoder(kind) for kind in ENCODED},
}
"""Operators of the little language; ``and``, ``or``, ``choose`` and the choices are apart."""


@dataclass
class Choices:
    """Answers to what is not known, in order; after them ``False``. ``asked`` counts."""

    answers: tuple[bool, ...] = ()
    asked: int = 0

    def next(self) -> bool:
        at, self.asked = self.asked, self.asked + 1
        return at < len(self.answers) and self.answers[at]


class _Left(Exception):
    pass


@dataclass
class _Returned(_Left):
    value: object


class _Broken(_Left):
    pass


@dataclass
class Run:
    """One run of a program."""

    choices: Choices
    foreign: str
    given: list[tuple[str, tuple[bool, ...]]] = field(default_factory=list)
    steps: int = 0

    def value(self, node: Expr, names: dict[str, object]):
        """What an expression gives."""
        match node:
            case Lit(value=value):
                return value
            case Var(name=name):
                return names[name]
            case CallOf(function=function, args=args):
                values = [self.value(arg, names) for arg in args]
                own = {p.name: v for p, v in zip(function.parameters, values, strict=True)}
                try:
                    self.block(function.body, own)
                except _Returned as left:
                    return left.value
                raise AssertionError(f"{function.name} does not return")
            case Op(name="and", args=(a, b)):
                return self.value(a, names) and self.value(b, names)
            case Op(name="or", args=(a, b)):
                return self.value(a, names) or self.value(b, names)
            case Op(name="choose", args=(test, a, b)):
                return self.value(a if self.value(test, names) else b, names)
            case Op(name="maybe"):
                return self.choices.next()
            case Op(name="risky"):
                if self.choices.next():
                    raise Raised
                return 7
            case Op(name="foreign"):
                return self.foreign
            case Op(name="setting" | "environment"):
                # Whoever set it is not in view: it may be anything.
                return EVIL if self.choices.next() else "set"
            case Op(name=name, args=args):
                return OPERATIONS[name](*(self.value(arg, names) for arg in args))

    def block(self, block: Block, names: dict[str, object]) -> None:
        """Run statements."""
        for statement in block:
            self.steps += 1
            assert self.steps < STEPS
            self._statement(statement, names)

    def _statement(self, statement: Stmt, names: dict[str, object]) -> None:
        match statement:
            case Let(target=target, value=value) | Set(target=target, value=value):
                names[target.name] = self.value(value, names)
            case Do(effect=effect):
                self.value(effect, names)
            case If(test=test, then=then, orelse=orelse):
                self.block(then if self.value(test, names) else orelse, names)
            case Switch():
                self._switch(statement, names)
            case Each(target=target, items=items, body=body):
                self._loop(target, list(self.value(items, names)), body, names)
            case Count(target=target, rounds=rounds, body=body):
                self._loop(target, range(self.value(rounds, names)), body, names)
            case Try(body=body, handler=handler, final=final):
                try:
                    try:
                        self.block(body, names)
                    except Raised:
                        self.block(handler, names)
                finally:
                    self.block(final, names)
            case Return(value=value):
                raise _Returned(self.value(value, names))
            case Break():
                raise _Broken
            case Sink(value=value, flags=flags):
                shown = str(self.value(value, names)) if value is not None else EVIL
                self.given.append((shown, tuple(bool(self.value(f, names)) for f in flags)))

    def _loop(self, target: Var, items, body: Block, names: dict[str, object]) -> None:
        for item in items:
            names[target.name] = item
            try:
                self.block(body, names)
            except _Broken:
                return

    def _switch(self, statement: Switch, names: dict[str, object]) -> None:
        subject = self.value(statement.subject, names)
        arms = statement.arms
        chosen = [n for n, arm in enumerate(arms) if subject in arm.labels]
        chosen = chosen or [n for n, arm in enumerate(arms) if not arm.labels]
        for arm in arms[chosen[0] :] if chosen else ():
            self.block(arm.body, names)
            if not arm.falls:
                return


def foreign_texts(program: Program) -> Iterator[str]:
    """Foreign texts that may find a way: alone, long, beside every constant, and harmless ones."""
    yield EVIL
    yield EVIL * 12
    for constant in sorted(_constants(program)):
        yield constant + EVIL
        yield EVIL + constant
        yield constant
    yield "7"


def _constants(program: Program) -> set[str]:
    found: set[str] = set()
    pending: list[object] = [program.body, *(f.body for f in program.functions)]
    while pending:
        node = pending.pop()
        if isinstance(node, Lit) and isinstance(node.value, str):
            found.add(node.value)
        elif isinstance(node, tuple):
            pending.extend(node)
        elif isinstance(node, str):
            found.add(node)
        elif hasattr(node, "__dataclass_fields__") and not isinstance(node, (Function, Var)):
            named = {"kind", "name"}
            pending.extend(
                getattr(node, name) for name in node.__dataclass_fields__ if name not in named
            )
    return {text for text in found if 0 < len(text) <= 12}


def runs(program: Program) -> Iterator[list[tuple[str, tuple[bool, ...]]]]:
    """What the sink is given, run by run: every foreign text, every sequence of choices."""
    for foreign in foreign_texts(program):
        pending: list[tuple[bool, ...]] = [()]
        tried = 0
        while pending and tried < 40:
            answers = pending.pop()
            tried += 1
            run = Run(Choices(answers), foreign)
            with suppress(Raised, _Returned):
                run.block(program.body, {})
            yield run.given
            pending += [
                (*answers, *([False] * (n - len(answers))), True)
                for n in range(len(answers), min(run.choices.asked, 6))
            ]
