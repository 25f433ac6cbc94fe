"""Random programs with one sink, and what really reaches it when they are run.

A program moves a tainted text, constants and numbers through variables, lists, tables, branches,
loops, exceptions, closures and helpers, and hands one value to ``cur.execute``. It is run with many
choices of its branches; the validator reads it. Whatever it calls safe must never have been given
the tainted text.
"""

import builtins
import contextlib
import random
import re
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

TAINT = "TAINT"
MARK = "  # <-- finding"
STEPS = 2000
ROUNDS = 10
"""Rounds of loops in a run: a text that doubles in each stays small."""

_PREAMBLE = """\
import configparser
from contextlib import suppress
from plains import c, plain, s, t
n = 7
T0 = 'x'
T1 = 'y' + T0
T2 = 'z'
ALLOWED = ['a', 'b']
COLUMNS = ('a', 'b', 'id')
TABLE = {'a': 'A', 'k': 'K'}
def set_global(x):
    global T2
    T2 = x
def touch(x):
    return 'touched'
def fill(items, x):
    items.append(x)
def keep(items):
    return items
def checked(x):
    if x not in ALLOWED:
        raise ValueError(x)
    return x
class Box:
    kept = 'kept'
    def __init__(self, x, y='y'):
        self.x = x
        self.y = y
    def one(self, p):
        return self.x
    def two(self, p='p'):
        self.y = self.y + p
        return self.y
    def three(self, p):
        return p if 7 * 6 - n > 30 else self.kept
    @staticmethod
    def four(p, q):
        return q
"""

_EXTRAS = (
    "",
    "",
    "",
    "",
    "def allow(x):\n    ALLOWED.append(x)\n",
    "def more(x):\n    TABLE['a'] = x\n",
    "def other(x):\n    global T0\n    T0 = x\n",
    "def int(x):\n    return x\n",
    "T1 += ''\n",
    "def reach(x):\n    Box.one = lambda self, p: x\n",
    "class Box(Box):\n    def one(self, p):\n        return p\n",
)


class OutOfSteps(Exception):
    """A run that takes too long."""


@dataclass(frozen=True)
class Scope:
    """What a function that is being written may name."""

    texts: tuple[str, ...]
    lists: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    depth: int = 0
    in_loop: bool = False
    helper: bool = False
    module: bool = False

    @property
    def leave(self) -> tuple[str, ...]:
        """Ways to leave for good."""
        if self.helper:
            return ("return 'r'",)
        return ("raise ValueError",) if self.module else ("return", "raise ValueError")

    @property
    def deeper(self) -> "Scope":
        return replace(self, depth=self.depth + 1)

    @property
    def looping(self) -> "Scope":
        return replace(self, depth=self.depth + 1, in_loop=True)


def indented(lines: list[str]) -> list[str]:
    return ["    " + line for line in lines]


class Writer:
    """Writes one program."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.counter = 0
        # In most programs the tainted text is named once, in one random place.
        self.single = self.chance(0.7)
        self.bias = 0 if self.single else self.random.choice((0, 1, 3))

    def pick(self, *options: str) -> str:
        return self.random.choice(options)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def name(self, prefix: str) -> str:
        self.counter += 1
        return f"{prefix}{self.counter}"

    # Expressions that give a text

    def text(self, scope: Scope, depth: int = 0) -> str:
        if depth > 2 or self.chance(0.4):
            tainted = ["u"] * self.bias if "u" in scope.texts else []
            return self.pick(
                "'a'", "'b'", "'a b'", "T0", "T1", *scope.texts, *scope.texts, *tainted
            )
        one, two = self.text(scope, depth + 1), self.text(scope, depth + 1)
        name = self.pick(*scope.texts)
        options = [
            f"{one} + {two}",
            f"f'{{{name}}} x'",
            f"'%s y' % ({one},)",
            f"'%s y' % {one}",
            f"'%(q)s' % {{'q': {one}, 'r': {two}}}",
            f"'{{}} z'.format({one})",
            f"'{{b}}{{a}}'.format(a={one}, b={two})",
            f"({one} if c() else {two})",
            f"({one} if {name} in ALLOWED else {two})",
            f"({name} if {name} in ALLOWED else {two})",
            f"({one} or {two})",
            f"({one} and {two})",
            f"str(int({self.pick('3', 'n')}))",
            *([] if scope.helper else [f"helper({one}, {two})", f"helper({one})"]),
            f"TABLE.get({one}, {two})",
            f"({name} := {one})",
            f"(lambda p: p + {one})({two})",
            f"(lambda p={one}: p)({two})",
            f"({one}, {two})[{self.pick('0', '1', '-1')}]",
            f"{one}.replace('a', {two})",
            "checked({})".format(self.pick("'a'", "'a'", "'b'", name)),
            f"max({one}, {two})",
            f"touch({one})",
            "ALLOWED[0]",
            "COLUMNS[1]",
            "T2",
            f"[{one}, {two}][{self.pick('0', '1')}]",
            f"{{'k': {one}, 'm': {two}}}['k']",
            f"''.join(x for x in ({one}, {two}))",
            f"''.join([{name} for {name} in ({one}, {two})])",
            f"Box({one}).one({two})",
            f"Box({one}, {two}).{self.pick('x', 'y', 'kept')}",
            f"Box({one}).three({two})",
            f"Box.four({one}, {two})",
            f"({one} if 7 * 6 - {self.pick('n', '40')} > 30 else {two})",
            f"({one} if len({name}) > {self.pick('0', '1')} else {two})",
            f"({one} if 'a' in {self.pick(two, name)} else {two})",
            f"({one} if {name}.startswith('a') else 'k')",
            f"({one} if T0 < 'm' else {two})",
        ]
        if scope.lists:
            items, several = self.items(scope), self.pick(*scope.lists)
            options += [
                f"', '.join({items})",
                f"', '.join({several})",
                f"({several} or ['e'])[{self.pick('0', '-1')}]",
                f"', '.join(x for x in {items} if x in ALLOWED)",
                f"({items} + ['p']).pop()" if items.isidentifier() else f"','.join({items})",
                f"(keep({several}) or ['e'])[0]",
                f"{several}[{self.pick('0', '1', '-1')}]",
                f"{several}.pop({self.pick('', '0', '-1')})",
                f"({one} if len({several}) > 1 else {two})",
            ]
        if scope.tables:
            table, key = self.pick(*scope.tables), self.key(scope)
            options += [f"{table}.get({key}, {one})", f"{table}['k']", f"''.join({table}.values())"]
        return self.pick(*options)

    def key(self, scope: Scope) -> str:
        return self.pick("'k'", "'m'", *scope.texts)

    def items(self, scope: Scope) -> str:
        name = self.pick(*scope.lists)
        return self.pick(
            name,
            f"[x for x in {name}]",
            f"list({name})",
            f"{name} + ['w']",
            "ALLOWED",
            f"[*{name}, 'w']",
            f"sorted({name})",
            f"{name}[:]",
            f"{name}[1:]",
            f"map(str, {name})",
            f"reversed({name})",
            f"({name} or ['e'])",
            f"keep({name})",
            f"tuple({name})",
        )

    def test(self, scope: Scope) -> str:
        name = self.pick(*scope.texts)
        bound = f"({name} := {self.text(scope, 2)})"
        return self.pick(
            "c()",
            "c()",
            f"{name} in ALLOWED",
            f"{name} not in ALLOWED",
            f"{name} == 'a'",
            f"{name} != 'a'",
            f"{name} in ('a', 'b') and c()",
            f"{name} in ('a', 'b') or c()",
            f"not ({name} in COLUMNS)",
            f"{bound} in ALLOWED",
            f"{name} in ALLOWED and {bound}",
            f"{name} == 'a' and {bound}",
            f"{name} not in TABLE",
            f"{name}.isdigit()",
            name,
            f"not {name}",
            f"{name} is None",
            f"c() and not {name} == 'b'",
            f"'a' == {name} or {bound}",
        )

    # Statements

    def block(self, scope: Scope, least: int = 1) -> list[str]:
        lines: list[str] = []
        for _ in range(self.random.randint(least, 3)):
            lines += self.statement(scope)
        return lines or ["pass"]

    def statement(self, scope: Scope) -> list[str]:
        if scope.depth > 2 or self.chance(0.45):
            return self.simple(scope)
        return self.compound(scope)

    def simple(self, scope: Scope) -> list[str]:
        target, other = self.pick(*scope.texts), self.pick(*scope.texts)
        one, two = self.text(scope), self.text(scope, 1)
        options = [
            [f"{target} = {one}"],
            [f"{target} = {one}"],
            [f"{target} = {one}"],
            [f"{target} += {two}"],
            [f"{target}, {other} = {one}, {two}"],
            [f"{target} = {other} = {one}"],
            [f"assert c() or {self.test(scope)} or True"],
            [f"del {target}", f"{target} = " + self.pick("'a'", "T0", "touch(n)")],
            [f"set_global({two})"] if self.chance(0.2) else [f"touch({two})"],
        ]
        if scope.in_loop:
            options.append([f"if {self.test(scope)}:", "    " + self.pick("break", "continue")])
        if self.chance(0.3):
            leave = self.pick(*scope.leave)
            options.append([f"if c() and {self.test(scope)}:", f"    {leave}"])
        if scope.lists:
            name, more = self.pick(*scope.lists), self.pick(*scope.lists)
            method = self.pick("append({})", "insert(0, {})", "extend([{}])", "__iadd__([{}])")
            options += [
                [f"{name}.{method.format(two)}"],
                [f"{name} = [{two}, {self.text(scope, 2)}]"],
                [f"{name} = {more}"],
                [f"{name} += [{two}]"],
                [f"{name} = keep({more})"],
                [f"{name} = {self.items(scope)}", f"{name} = list({name})"],
                [f"if {name}:", f"    {name}[0] = {two}"],
                [f"fill({name}, {two})"],
                [f"{target}, *{name} = ['f', *{more}]"],
                [f"{name} = [{two} for {target} in {self.items(scope)} if {self.test(scope)}]"],
                [f"list(map({name}.append, [{two}]))"],
                [f"[{name}.append(x) for x in ({two},)]"],
                [f"{name}.remove({self.pick(target, repr('a'))})"],
                [f"{target} = {name}.pop({self.pick('', '0', '-1')})"],
                [f"{name}.{self.pick('reverse()', 'clear()', 'sort()')}"],
                [f"del {name}[0]"],
                [f"{name}.insert({self.pick('1', '-1', 'n')}, {two})"],
                [f"{name}.extend(({two}, {target}))"],
            ]
        if scope.tables:
            table, key = self.pick(*scope.tables), self.key(scope)
            options += [
                [f"{table}[{key}] = {two}"],
                [f"{table}.update(k={two})"],
                [f"{table}.setdefault('k', {two})"],
                [f"{table} = {{'k': {two}}}"],
                [f"{table} = {{**{table}, 'm': {two}}}"],
                [f"{table} = {self.pick(*scope.tables)}"],
                [f"{target} = {table}.pop('k', {two})"],
                [f"del {table}['k']", f"{table}['k'] = {two}"],
                [f"{table}.update({{'k': {two}, 'm': {target}}})"],
            ]
        return self.random.choice(options)

    def compound(self, scope: Scope) -> list[str]:
        target, other = self.pick(*scope.texts), self.pick(*scope.texts)

        def body() -> list[str]:
            return indented(self.block(scope.deeper))

        options: list[Callable[[], list[str]]] = [
            lambda: self.branches(scope),
            lambda: self.branches(scope),
            lambda: [
                f"while c() and {self.test(scope)}:",
                *indented(["if s():", "    break", *self.block(scope.looping)]),
                *(["else:", *body()] if self.chance(0.3) else []),
            ],
            lambda: self.trial(scope, target),
            lambda: self.trial(scope, target),
            lambda: [
                f"with {self.pick('suppress(ValueError)', 'suppress(Exception)', 'plain()')}:",
                *indented(["t()", *self.block(scope.deeper), "t()"]),
            ],
            lambda: self.nested(scope, target),
            lambda: self.object(scope, target),
            lambda: self.settings(scope, target),
            lambda: [
                f"match {self.pick(target, 'T0', repr('b'), repr('xyz') + '[1]')}:",
                f"    case {self.pick(*(repr(x) for x in 'abxy'))}:",
                *indented(body()),
                f"    case {self.pick(repr('b') + ' | ' + repr('y'), repr('x'))}:",
                *indented(body()),
                *(["    case _:", *indented(body())] if self.chance(0.6) else []),
            ],
            lambda: [
                f"{(name := self.name('q'))} = ({target} for _ in range(1))",
                *self.block(scope.deeper),
                f"{other} = ''.join({name})",
            ],
            lambda: [
                f"match {target}:",
                "    case 'a' | 'b':",
                *indented(body()),
                f"    case {self.pick('_', other, 'str()', 'None')}:",
                *indented(body()),
            ],
        ]
        if scope.lists:
            name = self.pick(*scope.lists)
            options += [
                lambda: [
                    f"for {target} in {self.pick(self.items(scope), name, 'ALLOWED')}:",
                    *indented(["if s():", "    break", *self.block(scope.looping)]),
                    *(["else:", *body()] if self.chance(0.3) else []),
                ],
                lambda: [
                    (
                        f"{(inner := self.name('h'))} = lambda: "
                        f"{name}.append({self.text(Scope(scope.texts), 2)})"
                    ),
                    *(self.block(scope.deeper, 0)),
                    f"{inner}()",
                ],
            ]
        if scope.tables:
            table = self.pick(*scope.tables)
            options.append(
                lambda: [
                    (
                        f"for {target}, {other} in "
                        f"{self.pick('list({})', '{}').format(table + '.items()')}:"
                    ),
                    *indented(["if s():", "    break", *self.block(scope.looping)]),
                ]
            )
        return self.random.choice(options)()

    def branches(self, scope: Scope) -> list[str]:
        lines = [f"if {self.test(scope)}:", *indented(self.block(scope.deeper))]
        if self.chance(0.3):
            lines += [f"elif {self.test(scope)}:", *indented(self.block(scope.deeper))]
        if self.chance(0.5):
            lines += ["else:", *indented(self.block(scope.deeper))]
        return lines

    def trial(self, scope: Scope, target: str) -> list[str]:
        lines = ["try:", *indented(["t()", *self.block(scope.deeper), "t()"])]
        if self.chance(0.2):
            return [*lines, "finally:", *indented(self.block(scope.deeper))]
        caught = self.pick("ValueError", "Exception", "(ValueError, KeyError)")
        body = self.block(scope.deeper)
        after: list[str] = []
        if self.chance(0.3):
            # The name is unbound behind the handler: it is bound again before it is used.
            caught += f" as {target}"
            body = [f"{target} = " + self.pick("'h'", f"str({target})"), *body]
            after = [f"{target} = {self.text(scope, 2)}"]
        lines += [f"except {caught}:", *indented(body)]
        if self.chance(0.3):
            lines += ["else:", *indented(self.block(scope.deeper))]
        if self.chance(0.3):
            lines += ["finally:", *indented(after + self.block(scope.deeper))]
        return [*lines, *after]

    def nested(self, scope: Scope, target: str) -> list[str]:
        name = self.name("g")
        value = self.text(Scope(scope.texts), 1)
        between = self.block(scope.deeper, 0)
        if self.chance(0.5):
            return [f"def {name}():", f"    return {value}", *between, f"{target} = {name}()"]
        word = "global" if scope.module else "nonlocal"
        inner = [f"    {word} {target}", f"    {target} = {value}"]
        return [f"def {name}():", *inner, *between, f"{name}()"]

    def object(self, scope: Scope, target: str) -> list[str]:
        """An object is made, changed, perhaps handed on, and asked."""
        name = self.name("o")
        made = f"{name} = Box({self.text(scope, 1)}, {self.text(scope, 2)})"
        change = self.pick(
            f"{name}.{self.pick('x', 'y', 'kept')} = {self.text(scope, 2)}",
            f"if c():\n    {name}.x = {self.text(scope, 2)}",
            f"{name}.two({self.text(scope, 2)})",
            f"{(other := self.name('o'))} = {name}\n{other}.x = {self.text(scope, 2)}",
            f"keep({name}).y = {self.text(scope, 2)}",
            f"(lambda: setattr({name}, 'x', {self.text(Scope(scope.texts), 2)}))()",
            f"{name} = Box({name}.y) if c() else {name}",
            "pass",
        )
        asked = self.pick("x", "y", "kept", "one('q')", "two()", "three('z')")
        between = self.block(scope.deeper, 0)
        return [made, *change.split("\n"), *between, f"{target} = {name}.{asked}"]

    def settings(self, scope: Scope, target: str) -> list[str]:
        """A configuration is filled and read."""
        name = self.name("s")
        lines = [f"{name} = configparser.ConfigParser()", f"{name}.add_section('p')"]
        for _ in range(self.random.randint(1, 3)):
            key = self.pick("a", "A", "b", "c")
            lines += [f"{name}.set('p', '{key}', {self.text(scope, 2)})"]
        lines += self.pick(
            "pass",
            f"{name}.set('p', {self.pick(*scope.texts)}, 'z')",
            f"keep({name}).set('p', 'a', {self.text(scope, 2)})",
            f"if c():\n    {name}.set('p', 'a', {self.text(scope, 2)})",
            f"{name}['p']['a'] = {self.text(scope, 2)}",
            f"{name}.set('DEFAULT', 'a', {self.text(scope, 2)})",
        ).split("\n")
        return [*lines, f"{target} = {name}.get('p', '{self.pick('a', 'b', 'A')}')"]

    def tainted(self, lines: list[str]) -> list[str]:
        """One constant in one line is the tainted text instead."""
        whole = "\n".join(lines)
        spots = [match.span() for match in re.finditer(r"'(?:a|b|w|a b)'(?!:)|\bT[01]\b", whole)]
        start, end = self.random.choice(spots)
        return (whole[:start] + "u" + whole[end:]).split("\n")

    def program(self) -> str:
        texts = ("v", "w") if self.single else ("u", "v", "w")
        scope = Scope(texts, ("l1", "l2"), ("d1",), module=self.chance(0.3))
        lines = ["v = 'a'", "w = 'b'", "l1 = ['a']", "l2 = ['b', 'c']", "d1 = {'k': 'a'}"]
        for _ in range(self.random.randint(2, 4 if self.single else 7)):
            lines += self.statement(scope)
        if self.single:
            lines = self.tainted(lines)
        value = self.pick("v", "v", "w", "v + w", "', '.join(l1)", "', '.join(l2)", "d1['k']")
        if self.chance(0.2):
            value = self.text(scope, self.random.choice((0, 1, 3)))
        sink = f"cur.execute({value}){MARK}"
        place = self.random.randrange(5)
        if place == 0:
            lines += [f"if {self.test(scope)}:", f"    {sink}"]
        elif place == 1:
            lines += [f"if {self.test(scope)}:", f"    {scope.leave[0]}", sink]
        else:
            lines += [sink]
        for _ in range(self.random.randint(0, 2)):
            lines += self.statement(scope)
        inner = Scope(("a", "b"), depth=1, helper=True)
        helper = [*self.block(inner, 0), f"return {self.text(inner, 1)}"]
        return "\n".join(
            [
                _PREAMBLE + "def helper(a, b='d'):",
                *indented(helper),
                self.random.choice(_EXTRAS)
                + ("from plains import cur, u" if scope.module else "def f(cur, u):"),
                *(lines if scope.module else indented(lines)),
                "",
            ]
        )


def write(seed: int) -> str:
    """A program that compiles."""
    attempt = 0
    while True:
        source = Writer(seed * 1000 + attempt).program()
        try:
            compile(source, "program", "exec")
        except SyntaxError:
            attempt += 1
            continue
        return source


class _Cursor:
    def __init__(self) -> None:
        self.given: list[object] = []

    def execute(self, query: object) -> None:
        self.given.append(query)


def _choices(generator: random.Random) -> Mapping[str, Callable[[], object]]:
    left = {"steps": STEPS, "rounds": ROUNDS}

    def count(what: str) -> bool:
        left[what] -= 1
        return left[what] < 0

    def choose() -> bool:
        if count("steps"):
            raise OutOfSteps
        return generator.random() < 0.5

    def trouble() -> None:
        if count("steps"):
            raise OutOfSteps
        if generator.random() < 0.12:
            raise ValueError("trouble")

    return {"c": choose, "s": lambda: count("rounds"), "t": trouble}


@contextlib.contextmanager
def _plain() -> Iterator[None]:
    yield


def given_to_sink(source: str, runs: int, seed: int = 0) -> list[object]:
    """Everything that the sink is given in a number of runs."""
    code = compile(source, "program", "exec")
    seen: list[object] = []
    for number in range(runs):
        generator = random.Random(seed + number)
        cursor = _Cursor()
        plains = types.SimpleNamespace(plain=_plain, cur=cursor, u=TAINT, **_choices(generator))

        def bring(name: str, *rest: object, plains: object = plains) -> object:
            return plains if name == "plains" else builtins.__import__(name, *rest)  # type: ignore[arg-type]

        space: dict[str, object] = {
            "__builtins__": {**vars(builtins), "__import__": bring},
            "__name__": "program",
        }
        # Whatever a random program does: what the sink was given before counts.
        with contextlib.suppress(Exception):
            exec(code, space)
            for name in ("allow", "more", "other"):
                if name in space and generator.random() < 0.5:
                    space[name](TAINT)  # type: ignore[operator]
            for _ in range(2 if "f" in space else 0):
                with contextlib.suppress(Exception):
                    space["f"](cursor, TAINT)  # type: ignore[operator]
        seen += cursor.given
    return seen
