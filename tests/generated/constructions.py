"""What happens to a text between its source and the sink: one function for each construction.

A construction is given a text in a variable and leaves another one. Which of the two, the foreign
one or a constant, is left to chance; what is true of the program is found out by running it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.generated.language import (
    Arm,
    Block,
    Break,
    CallOf,
    Count,
    Do,
    Each,
    Expr,
    Function,
    If,
    Let,
    Lit,
    Op,
    Return,
    Set,
    Stmt,
    Switch,
    Try,
    Var,
)

WORDS = ("open", "blue", "safe", "quiet", "table", "A1", "north", "b", "Cedar", "x9")


def concat(*parts: Expr) -> Expr:
    """Texts end to end."""
    whole = parts[0]
    for part in parts[1:]:
        whole = Op("concat", (whole, part))
    return whole


@dataclass
class Writer:
    """Writes the way of one text; ``java``: also what only Java has."""

    random: random.Random
    java: bool
    words: tuple[str, ...] = WORDS
    functions: list[Function] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    counter: int = 0
    depth: int = 0

    def name(self, prefix: str) -> str:
        """A name that nothing else has."""
        self.counter += 1
        return f"{prefix}{self.counter}"

    def new(self, kind: str = "str") -> Var:
        """A new variable."""
        return Var(self.name({"str": "text", "int": "number"}.get(kind, kind)), kind)

    def pick(self, *options):
        """One of the options."""
        return self.random.choice(options)

    def chance(self, share: float = 0.5) -> bool:
        """Whether something happens that often."""
        return self.random.random() < share

    def word(self) -> Lit:
        """A constant text."""
        return Lit(self.random.choice(self.words))

    def two(self, one: Expr, other: Expr) -> tuple[Expr, Expr]:
        """Both, in one order or the other."""
        return (one, other) if self.chance() else (other, one)

    def way(self, cur: Var, steps: int) -> tuple[list[Stmt], Var]:
        """Some constructions in a row."""
        lines: list[Stmt] = []
        for _ in range(steps):
            options = SHALLOW if self.depth > 1 else EVERY
            name = self.random.choice(sorted(options))
            self.used.add(name)
            self.depth += 1
            more, value = options[name](self, cur)
            self.depth -= 1
            lines += more
            if not isinstance(value, Var):
                lines.append(Let(cur := self.new(), value))
            else:
                cur = value
        return lines, cur

    # Tests that always come out the same way

    def test(self, lines: list[Stmt]) -> Expr:
        """A constant test; what it needs is put into ``lines``."""
        kind = self.random.randrange(4)
        if kind == 0:
            number = Lit(self.random.randint(2, 120))
            if self.chance():
                lines.append(Let(own := self.new("int"), number))
                number = own  # type: ignore[assignment]
            one, two = Lit(self.random.randint(2, 50)), Lit(self.random.randint(2, 40))
            first = Op(self.pick("*", "+"), (one, two))
            made = Op(self.pick("-", "+", "*", "/", "%"), (first, number))
            result = Op(
                self.pick("<", ">", "<=", ">=", "==", "!="),
                (made, Lit(self.random.randint(0, 500))),
            )
        elif kind == 1:
            subject: Expr = self.word()
            if self.chance(0.7):
                lines.append(Let(name := self.new(), subject))
                subject = name
            result = self.predicate(subject)
        elif kind == 2:
            result = Op(self.pick("and", "or"), (self.simple(), self.simple()))
        else:
            result = self.simple()
        return Op("not", (result,)) if self.chance(0.2) else result

    def simple(self) -> Op:
        """A constant comparison."""
        if self.chance():
            return self.predicate(self.word())
        numbers = (Lit(self.random.randint(0, 9)), Lit(self.random.randint(0, 9)))
        return Op(self.pick("<", ">", "==", "!=", ">="), numbers)

    def predicate(self, subject: Expr) -> Op:
        """A question about a text."""
        other = self.word()
        return self.pick(
            Op("equals", (subject, other)),
            Op("same letters", (subject, Lit(str(other.value).upper()))),
            Op("starts", (subject, Lit(str(other.value)[0]))),
            Op("ends", (subject, Lit(str(other.value)[-1]))),
            Op("holds", (subject, Lit(str(other.value)[0]))),
            Op("empty", (subject,)),
            Op(">", (Op("length", (subject,)), Lit(self.random.randint(0, 6)))),
            Op(">=", (Op("find", (subject, Lit(str(other.value)[0]))), Lit(0))),
            Op("letter is", (subject, Lit(0), Lit(str(other.value)[0]))),
        )


Made = tuple[list[Stmt], Expr]
Construction = Callable[[Writer, Var], Made]


def constant_condition(w: Writer, cur: Var) -> Made:
    """``if`` with a constant test; a branch may be a way of its own."""
    lines: list[Stmt] = []
    test = w.test(lines)
    out = w.new()
    lines.append(Let(out, w.pick(w.word(), Lit(""), cur)))
    inner: list[Stmt] = []
    value: Var = cur
    if w.depth < 3 and w.chance(0.3):
        inner, value = w.way(cur, 1)
    one, other = Set(out, value), Set(out, w.word())
    branches: tuple[Block, Block] = ((*inner, one), (other,))
    if w.chance():
        branches = (branches[1], branches[0])
    then, orelse = branches
    if w.chance(0.2):
        orelse = ()
    return [*lines, If(test, then, orelse)], out


def constant_choice(w: Writer, cur: Var) -> Made:
    """A conditional expression with a constant test."""
    lines: list[Stmt] = []
    test = w.test(lines)
    return lines, Op("choose", (test, *w.two(cur, w.word())))


def open_condition(w: Writer, cur: Var) -> Made:
    """A test that nobody can foresee."""
    out = w.new()
    one, other = w.two(w.pick(cur, w.word()), w.word())
    return [Let(out, w.word()), If(Op("maybe"), (Set(out, one),), (Set(out, other),))], out


def known_switch(w: Writer, cur: Var) -> Made:
    """A switch over a constant text, or a letter of one."""
    out, guess = w.new(), w.new()
    letters = w.chance()
    word = w.pick("ABC", "DEF", "BAD")
    at = w.random.randrange(3)
    lines: list[Stmt] = [Let(guess, Lit(word)), Let(out, w.pick(w.word(), cur))]
    subject: Expr = Op("letter", (guess, Lit(at))) if letters else guess
    labels = list("ABDE") if letters else ["ABC", "DEF", "BAD", "XYZ"]
    w.random.shuffle(labels)
    arms: list[Arm] = []
    for number, label in enumerate(labels[: w.random.randint(2, 4)]):
        more = (labels[-1],) if number == 0 and len(arms) + 4 <= len(labels) else ()
        falls = w.java and w.chance(0.2)
        arms.append(Arm((label, *more), (Set(out, w.pick(cur, w.word(), w.word())),), falls))
    used = {label for arm in arms for label in arm.labels}
    if len(used) < sum(len(arm.labels) for arm in arms):
        arms = [Arm((label,), (Set(out, w.pick(cur, w.word())),)) for label in sorted(used)]
    if w.chance(0.8):
        arms.append(Arm((), (Set(out, w.pick(cur, w.word())),)))
    return [*lines, Switch(subject, tuple(arms), letters)], out


def mapping_switch(w: Writer, cur: Var) -> Made:
    """A switch over the text itself: constants come out, unless an arm gives it back."""
    out = w.new()
    arms = [
        Arm((label,), (Set(out, w.word()),))
        for label in w.random.sample(("asc", "desc", "name", "id"), 2)
    ]
    arms.append(Arm((), (Set(out, w.pick(w.word(), w.word(), cur)),)))
    return [Let(out, w.word()), Switch(cur, tuple(arms))], out


def allow_list(w: Writer, cur: Var) -> Made:
    """A text that is not on a list of constants is replaced, or the other way round."""
    items, out = w.new("list"), w.new()
    changed = w.chance()
    asked = out if changed else cur
    test: Expr = Op("in", (items, asked))
    if w.chance():
        test = Op("or", (Op("equals", (asked, Lit("asc"))), Op("equals", (asked, Lit("desc")))))
    if w.chance(0.7):
        guard = If(Op("not", (test,)), (Set(out, w.word()),))
    else:
        guard = If(test, (Set(out, w.word()),))
    known: list[Stmt] = [Let(items, Op("list", (Lit("asc"), Lit("desc"))))]
    if not w.chance(0.8):
        known.append(Do(Op("add", (items, cur))))
    if changed:
        return [*known, Let(out, cur), guard], out
    one, other = (cur, w.word()) if w.chance(0.7) else (w.word(), cur)
    return [*known, Let(out, w.word()), If(test, (Set(out, one),), (Set(out, other),))], out


def known_list(w: Writer, cur: Var) -> Made:
    """A list is filled, perhaps changed, and asked for an item."""
    items = w.new("list")
    values: list[Expr] = [w.word(), cur, w.word()]
    w.random.shuffle(values)
    lines: list[Stmt] = [Let(items, Op("no items"))]
    lines += [Do(Op("add", (items, value))) for value in values]
    size = 3
    if w.chance(0.6):
        lines.append(Do(Op("drop", (items, Lit(w.random.randrange(size))))))
        size -= 1
    if w.chance(0.2):
        lines.append(Do(Op("put", (items, Lit(w.random.randrange(size)), w.pick(w.word(), cur)))))
    if w.chance(0.2):
        lines.append(Do(Op("add first", (items, w.pick(w.word(), cur)))))
        size += 1
    if w.chance(0.15):
        lines.append(Let(other := w.new("list"), items))
        lines.append(Do(Op("put", (other, Lit(0), w.pick(w.word(), cur)))))
    index: Expr = Lit(w.random.randrange(size))
    if w.chance(0.2):
        lines.append(Let(number := w.new("int"), index))
        index = number
    return lines, Op("get", (items, index))


def array(w: Writer, cur: Var) -> Made:
    """An array or list display, and one of its cells."""
    items = w.new("array")
    values: list[Expr] = [w.word(), cur, w.word()]
    w.random.shuffle(values)
    lines: list[Stmt] = [Let(items, Op("array", tuple(values)))]
    if w.chance(0.4):
        number = Lit(w.random.randrange(3))
        lines.append(Do(Op("put cell", (items, number, w.pick(w.word(), cur)))))
    return lines, Op("cell", (items, Lit(w.random.randrange(3))))


def known_map(w: Writer, cur: Var) -> Made:
    """A map with two keys or more."""
    table = w.new("map")
    lines: list[Stmt] = [Let(table, Op("map"))]
    lines += [
        Do(Op("put", (table, Lit(key), value)))
        for key, value in (("keyA", w.word()), ("keyB", cur), ("keyC", w.word()))
    ]
    if w.chance(0.3):
        key = w.pick("keyA", "keyB")
        lines.append(Do(Op("put", (table, Lit(key), w.pick(w.word(), cur)))))
    if w.chance(0.2):
        lines.append(Do(Op("forget", (table, Lit("keyC")))))
        return lines, Op("value or", (table, Lit("keyC"), w.pick(w.word(), cur)))
    if w.chance(0.3):
        lines.append(Let(out := w.new(), Op("value", (table, Lit("keyB")))))
        lines.append(Set(out, Op("value", (table, Lit("keyA")))))
        return lines, out
    return lines, Op("value", (table, Lit(w.pick("keyA", "keyB", "keyC"))))


def builder(w: Writer, cur: Var) -> Made:
    """A text that is built in place."""
    whole = w.new("builder")
    lines: list[Stmt] = [Let(whole, Op("builder", (w.pick(cur, w.word(), w.word()),)))]
    for _ in range(w.random.randint(1, 3)):
        value = w.pick(cur, w.word(), w.word())
        act = w.pick("append", "append", "insert", "restart")
        lines.append(Do(Op(act, (whole, value))))
    if w.chance(0.15):
        lines.append(Let(other := w.new("builder"), whole))
        lines.append(Do(Op("append", (other, w.pick(cur, w.word())))))
    if w.chance(0.1):
        lines.append(Do(Op("turn", (whole,))))
    return lines, Op("built", (whole,))


def overwritten(w: Writer, cur: Var) -> Made:
    """A variable gets a second value, or is only looked at."""
    out = w.new()
    lines: list[Stmt] = [Let(out, cur)]
    lines.append(w.pick(Set(out, w.word()), Let(w.new(), out), Set(out, w.word())))
    return lines, out


def loop(w: Writer, cur: Var) -> Made:
    """A loop of a known number of rounds, or over constants."""
    out = w.new()
    lines: list[Stmt] = [Let(out, w.pick(cur, w.word()))]
    value = w.pick(cur, w.word())
    leave: Block = (Break(),) if w.chance(0.3) else ()
    if w.chance():
        rounds = Lit(w.pick(0, 1, 2, 3))
        return [*lines, Count(w.new("int"), rounds, (Set(out, value), *leave))], out
    items, one = w.new("array"), w.new()
    values = (w.word(), w.pick(cur, w.word()))
    body: Block = (Set(out, w.pick(one, one, value)), *leave)
    return [*lines, Let(items, Op("array", values)), Each(one, items, body)], out


def trial(w: Writer, cur: Var) -> Made:
    """Something raises, before or behind an assignment, and is caught."""
    out = w.new()
    risky: Stmt = Let(w.new("int"), w.pick(Op("risky"), Op("number", (cur,))))
    body: list[Stmt] = [risky, Set(out, w.pick(cur, w.word(), w.word()))]
    if w.chance():
        body.reverse()
    handler: Block = (Set(out, w.pick(cur, w.word(), w.word())),) if w.chance(0.6) else ()
    final: Block = (Set(out, w.pick(cur, w.word())),) if w.chance(0.2) else ()
    return [Let(out, w.pick(cur, w.word(), w.word())), Try(tuple(body), handler, final)], out


def helper(w: Writer, cur: Var) -> Made:
    """A function of the program, wherever it is written, with a way of its own."""
    how = w.pick("method", "static", "nested", "inner", "interface", "holder", "lambda")
    how = how if w.depth == 1 else "static"
    given = w.new()
    lines, value = w.way(given, w.random.randint(0, 2) if how != "lambda" else 0)
    result: Expr = w.pick(value, value, w.word())
    if how == "lambda":
        result = w.pick(concat(w.word(), given), w.word())
    if w.chance(0.2) and how != "lambda":
        lines.append(If(w.test(lines), (Return(w.pick(value, w.word())),)))
    parameters: tuple[Var, ...] = (given,)
    args: tuple[Expr, ...] = (w.pick(cur, cur, w.word()),)
    if w.chance(0.3) and how != "lambda":
        parameters = (given, w.new())
        args = (*args, w.pick(cur, w.word()))
        result = w.pick(result, parameters[1])
    made = Function(w.name("step"), how, parameters, (*lines, Return(result)))
    w.functions.append(made)
    w.used.add(f"helper: {how}")
    return [], CallOf(made, args)


def number(w: Writer, cur: Var) -> Made:
    """The text is taken for a number."""
    own = w.new("int")
    return [Let(own, Op("number", (cur,)))], Op("digits", (own,))


def decoded(w: Writer, cur: Var) -> Made:
    """Decoders change nothing about who wrote a text."""
    if w.chance():
        return [], Op("url decoded", (w.pick(cur, w.word()),))
    lines: list[Stmt] = [Let(packed := w.new(), Op("packed", (w.pick(cur, w.word()),)))]
    return lines, Op("unpacked", (packed,))


def encoded(w: Writer, cur: Var) -> Made:
    """An encoder, for the right place or for another."""
    own = "xpath" if w.java else "shell"
    return [], Op(f"{w.pick('html', 'html', 'ldap', 'url', own)} encoded", (cur,))


def spelled(w: Writer, cur: Var) -> Made:
    """Formats, parts of texts, other letters."""
    other = w.word()
    return [], w.pick(
        Op("format", (other, cur)),
        Op("format second", (cur, other)),
        Op("format second", (other, cur)),
        concat(other, cur, Lit("-")),
        Op("cut", (other, Lit(0), Lit(1))),
        Op("swap", (other, Lit(str(other.value)[0]), cur)),
        Op("trim", (w.pick(cur, other),)),
    )


def outside(w: Writer, cur: Var) -> Made:
    """A configuration or the environment: whoever set it is not in view."""
    return [], w.pick(Op("setting", (w.word(), w.word())), Op("environment", (w.word(),)))


def in_memory(w: Writer, cur: Var) -> Made:
    """Properties that the program fills itself."""
    table = w.new("settings")
    lines: list[Stmt] = [Let(table, Op("map"))]
    lines.append(Do(Op("put", (table, Lit("a"), w.pick(cur, w.word())))))
    lines.append(Do(Op("put", (table, Lit("b"), w.pick(cur, w.word())))))
    return lines, Op("value or", (table, Lit(w.pick("a", "b", "c")), w.pick(cur, w.word())))


SHALLOW: dict[str, Construction] = {
    "constant choice": constant_choice,
    "open condition": open_condition,
    "switch": known_switch,
    "switch of the text": mapping_switch,
    "allow list": allow_list,
    "list": known_list,
    "array": array,
    "map": known_map,
    "builder": builder,
    "overwritten": overwritten,
    "loop": loop,
    "exception": trial,
    "number": number,
    "decoder": decoded,
    "encoder": encoded,
    "spelling": spelled,
    "configuration": outside,
    "settings in memory": in_memory,
}
EVERY = {**SHALLOW, "constant condition": constant_condition, "helper": helper}
