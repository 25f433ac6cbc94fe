"""The proof kernel, rule by rule: what a mark covers, and how answers are put together."""

from itertools import combinations, product

import pytest

from fpcache_ops.core.evidence import Evidence
from fpcache_ops.core.verdict import Justification
from fpcache_ops.evidence.syntax import parse
from fpcache_ops.validators.safe_patterns.answers import Answer, Proven, Unproven, together
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.kits import kit_of
from fpcache_ops.validators.safe_patterns.places import located
from fpcache_ops.validators.safe_patterns.source import Opened
from tests.unit.validators.reading import VALIDATOR, evidence, is_proven, judged


def opened(language: str, source: bytes) -> Opened:
    kit = kit_of(language)
    assert kit is not None
    unit = kit.read(source, parse(language, source).root_node, Budget())
    return Opened(unit, kit.comments)


def is_seen_as_input(vulnerability_type: str, source: str) -> bool:
    """Whether known user input is said to reach the marked line."""
    looked: Evidence = evidence(vulnerability_type, source)
    return VALIDATOR.look(looked)[0]


# Answers


def test_one_unproven_answer_is_enough() -> None:
    """And nothing at all proves nothing; the one that user input reaches is told."""
    one, other = (Proven(name, Justification.NOT_CONTROLLABLE) for name in "ab")
    open_, tainted = Unproven("c"), Unproven("d", source=True)
    possible: list[Answer] = [one, other, open_, tainted]
    for length in range(4):
        for answers in product(possible, repeat=length):
            answer = together(list(answers))
            if tainted in answers:
                assert answer == tainted
            elif open_ in answers:
                assert answer == open_
            elif not answers:
                assert isinstance(answer, Unproven)
            else:
                patterns = "; ".join(dict.fromkeys(a.pattern for a in answers if a in (one, other)))
                assert answer == Proven(patterns, Justification.NOT_CONTROLLABLE)


# What a mark covers


@pytest.mark.parametrize(
    ("language", "source"),
    [
        ("python", b"# one\n\nx = 1  # two\ns = '# no'\n# three\n  # four\n"),
        ("javascript", b"// one\n/* two\n */ x = '// no'; // three\n\n/* a *//* b */\n"),
    ],
)
def test_a_comment_is_comments_and_nothing_else(language: str, source: bytes) -> None:
    """For every range of bytes: white space and comments only, and not white space alone."""
    inside = bytearray(len(source))
    for text in (b"# one", b"# two", b"# three", b"# four", b"// one", b"/* two\n */", b"// three"):
        if (at := source.find(text)) >= 0:
            inside[at : at + len(text)] = b"x" * len(text)
    if language == "javascript":
        at = source.find(b"/* a *//* b */")
        inside[at : at + 14] = b"x" * 14
    it = opened(language, source)
    for start in range(len(source)):
        for end in range(start, len(source) + 1):
            marked = [i for i in range(start, end) if not source[i : i + 1].isspace()]
            expected = bool(marked) and all(inside[i] for i in marked)
            assert it.is_comment(start, end) is expected, source[start:end]


PROGRAM = b"""\
import os
limit = os.getpid()
def f(a, b):
    first(a); second(b)
    if third(a):
        fourth(b)
    for each in fifth(a):
        return (lambda c: sixth(c))(b)
    class Inner:
        def g(self):
            seventh(a)
    return eighth(a,
                  b)
"""


def test_a_mark_covers_every_call_that_it_touches_and_no_other() -> None:
    """The calls and simple statements with a byte in it, wherever it begins and ends."""
    it = opened("python", PROGRAM)
    module = it.unit.module
    whole = located(module, 0, len(PROGRAM))
    simple = {
        (place.statement.start, place.statement.end)
        for place in whole
        if not any(ir.blocks(place.statement))
        and not isinstance(place.statement, (ir.Define, ir.DefineClass))
    }
    calls = {
        (call.start, call.end)
        for place in whole
        for expression in ir.expressions(place.statement)
        for call in ir.inside(expression)
        if isinstance(call, ir.Call)
    }
    assert len(simple) >= 8
    assert len(calls) == 10
    edges = sorted({at + by for edge in simple | calls for at in edge for by in (-1, 0, 1)})
    for start, end in combinations(edges, 2):
        places = located(module, start, end)
        found = {(place.statement.start, place.statement.end) for place in places}
        assert {s for s in simple if s[0] < end and s[1] > start} == found & simple
        touched = {c for c in calls if c[0] < end and c[1] > start}
        marked = {(call.start, call.end) for place in places for call in place.calls()}
        assert touched <= marked, PROGRAM[start:end]
        for place in places:
            for expression in place.expressions:
                assert expression.start < end
                assert expression.end > start


def test_a_function_without_a_name_runs_on_its_own() -> None:
    """What is marked inside a lambda is judged as what the lambda is given."""
    source = "import os\nrun = lambda line: (\n    os.system(line)  # <-- finding\n)\n"
    assert not is_proven("command-injection", source)
    assert is_proven("command-injection", source.replace("system(line)", "system('ls')"))


# What is said of user input


@pytest.mark.parametrize("of_user", [True, False])
@pytest.mark.parametrize(
    ("vulnerability_type", "program"),
    [
        ("xss", "{imports}@app.route('/')\ndef f({given}):\n    return {value}  # <-- finding\n"),
        (
            "sql-injection",
            "{imports}def f(cur, {given}):\n    cur.execute({value})  # <-- finding\n",
        ),
        ("trust-boundary", "{imports}def f({given}):\n    session['a'] = {value}  # <-- finding\n"),
    ],
)
def test_only_known_user_input_is_said_to_be(
    vulnerability_type: str, program: str, of_user: bool
) -> None:
    """What is merely unknown is reported, and not as user input."""
    source = program.format(
        imports="from flask import Flask, request, session\napp = Flask('a')\n",
        given="unknown",
        value="request.args['q']" if of_user else "unknown",
    )
    assert judged(vulnerability_type, source).is_real
    assert is_seen_as_input(vulnerability_type, source) is of_user


# Secrets


@pytest.mark.parametrize(
    ("statement", "safe"),
    [
        ("password = os.environ['X']", True),
        ("password = os.environ.get('X')", True),
        ("password = ''", True),
        ("password = len('hunter2hunter2')", False),
        ("password = str('hunter2hunter2')", False),
        ("password = f'hunter2{1}'", False),
        ("password = SECRET", False),
        ("store[password == ''] = SECRET", False),
        ("password = 'hunter2hunter2' if password == '' else ''", False),
    ],
)
def test_a_text_in_the_code_is_a_secret_wherever_it_is_put(statement: str, safe: bool) -> None:
    """Under another name, as an argument, as a part: only what is read from outside is none."""
    source = f"""\
import os
SECRET = "hunter2hunter2"
def f(password, store):
    {statement}  # <-- finding
"""
    assert is_proven("hardcoded-secret", source) is safe
