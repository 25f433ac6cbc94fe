"""A program of the little language with its label: is the sink ever given what it must not be?"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.generated.constructions import Writer, concat
from tests.generated.language import (
    ENCODED,
    EVIL,
    Expr,
    If,
    Let,
    Lit,
    Op,
    Program,
    Sink,
    Stmt,
    Var,
    runs,
)

FOREIGN = Var("param")


@dataclass(frozen=True)
class Kind:
    """A kind of sink. ``neutral``: the encoders that are right for it; ``by``: what is looked at.

    By value: the foreign letter, or one encoded for another place. By name: everything that is not
    one of ``strong``. By flags: one that is not set. By reach: being run at all.
    """

    type: str
    neutral: frozenset[str] = frozenset()
    by: str = "value"
    strong: frozenset[str] = frozenset()


_STRONG = frozenset({"SHA-256", "SHA-384", "SHA-512", "sha256", "sha384", "sha512"})
KINDS: Mapping[str, Kind] = {
    "sql": Kind("sql-injection"),
    "sql prepared of it": Kind("sql-injection"),
    "sql bound": Kind("sql-injection", by="nothing"),
    "command": Kind("command-injection", frozenset({"shell"})),
    "command words": Kind("command-injection", frozenset({"shell"})),
    "path": Kind("path-traversal"),
    "page": Kind("xss", frozenset({"html", "url"})),
    "page written": Kind("xss", frozenset({"html", "url"})),
    "ldap": Kind("ldap-injection", frozenset({"ldap"})),
    "xpath": Kind("xpath-injection", frozenset({"xpath"})),
    "session": Kind("trust-boundary"),
    "session name": Kind("trust-boundary"),
    "redirect": Kind("open-redirect", frozenset({"url"})),
    "request": Kind("ssrf", frozenset({"url"})),
    "script": Kind("code-injection"),
    "objects": Kind("insecure-deserialization"),
    "hash": Kind("weak-hash", by="name", strong=_STRONG),
    "cookie": Kind("insecure-cookie", by="flags"),
    "random": Kind("weak-random", by="reach"),
}

_DANGEROUS = {EVIL: "", **{letter: kind for kind, letter in ENCODED.items()}}


def is_bad(kind: Kind, value: str, flags: tuple[bool, ...]) -> bool:
    """Whether a sink must not be given this."""
    match kind.by:
        case "nothing":
            return False
        case "flags":
            return not all(flags)
        case "name":
            return value not in kind.strong
        case "reach":
            return True
        case _:
            return any(
                _DANGEROUS[letter] not in kind.neutral for letter in value if letter in _DANGEROUS
            )


SOURCES = (
    "parameter",
    "header",
    "cookie",
    "headers",
    "query",
    "values",
    "names",
    "map",
    "body",
)


@dataclass(frozen=True)
class Labelled:
    """A program, its label, and whether its sink is ever reached."""

    seed: int
    program: Program
    real: bool
    reached: bool
    kind: Kind = field(compare=False)


def program(seed: int, *, java: bool) -> Labelled:
    """A random program and its label."""
    chance = random.Random(seed)
    kind = chance.choice(sorted(KINDS))
    w = Writer(chance, java)
    lines: list[Stmt] = []
    cur = FOREIGN
    if KINDS[kind].by == "name":
        w.words = ("SHA-256", "SHA-512", "SHA-384") if java else ("sha256", "sha512", "sha384")
        if chance.random() < 0.7:
            lines.append(Let(cur := w.new(), Lit("MD5" if java else "md5")))
    more, value = w.way(cur, chance.randint(1, 3))
    lines += more
    sink = Sink(kind, _shape(kind, value, w))
    if KINDS[kind].by == "flags":
        tests: list[Expr] = []
        for _ in range(2):
            test = w.pick(Lit(True), Lit(True), Lit(False), w.test(lines))
            tests.append(test)
        sink = Sink(kind, value, tuple(tests))
    if KINDS[kind].by == "reach":
        sink = Sink(kind, None)
    ending: list[Stmt] = [sink]
    if KINDS[kind].by == "reach" or chance.random() < 0.1:
        w.used.add("dead code")
        test = w.test(lines)
        quiet = (Let(w.new(), w.word()),)
        ending = [If(test, *((tuple(ending), quiet) if w.chance() else (quiet, tuple(ending))))]
    whole = Program(
        chance.choice(SOURCES), tuple(w.functions), (*lines, *ending), sink, frozenset(w.used)
    )
    given = [one for each in runs(_started(whole)) for one in each]
    real = any(is_bad(KINDS[kind], shown, flags) for shown, flags in given)
    return Labelled(seed, whole, real, bool(given), KINDS[kind])


def _started(whole: Program) -> Program:
    first = Let(FOREIGN, Op("foreign"))
    return Program(whole.source, whole.functions, (first, *whole.body), whole.sink, whole.used)


_SHAPES: Mapping[str, Callable[[Expr], Expr]] = {
    "sql": lambda value: concat(Lit("SELECT a FROM t WHERE b = '"), value, Lit("'")),
    "sql prepared of it": lambda value: concat(Lit("SELECT a FROM t WHERE b = '"), value, Lit("'")),
    "path": lambda value: concat(Lit("/srv/files/"), value),
    "ldap": lambda value: concat(Lit("(uid="), value, Lit(")")),
    "xpath": lambda value: concat(Lit("/people/person[@id='"), value, Lit("']")),
    "command": lambda value: concat(Lit("ls "), value),
    "request": lambda value: concat(Lit("http://stock.example/?q="), value),
    "redirect": lambda value: concat(Lit("/list?q="), value),
}


def _shape(kind: str, value: Expr, w: Writer) -> Expr:
    shape = _SHAPES.get(kind)
    bare = kind != "request" and w.chance(0.2)
    return shape(value) if shape is not None and not bare else value


__all__ = ["FOREIGN", "KINDS", "SOURCES", "Labelled", "program"]
