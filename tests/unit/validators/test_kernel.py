"""The proof kernel, rule by rule: what a mark covers, and how answers are put together."""

from dataclasses import replace
from itertools import combinations, product

import pytest

from fpcache_ops.core.evidence import Built, Evidence, Mark, Role
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.verdict import Justification
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.evidence.syntax import parse
from fpcache_ops.validators.safe_patterns.answers import Answer, Proven, Unproven, together
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.kits import kit_of
from fpcache_ops.validators.safe_patterns.places import located
from fpcache_ops.validators.safe_patterns.source import Opened
from tests.unit.validators.reading import (
    MARK,
    VALIDATOR,
    built,
    evidence,
    focused,
    is_proven,
    judged,
    marked_line,
)


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


@pytest.mark.parametrize(("given", "safe"), [("'ls'", True), ("x", False)])
def test_a_mark_of_a_function_without_a_name_covers_its_defaults(given: str, safe: bool) -> None:
    """They are computed where it is made, and not where it runs."""
    function = f"lambda line=os.system({given}): os.system('ls')"
    source = f"import os\ndef f(x):\n    print({function})  # {MARK}\n"
    found = evidence("command-injection", source)
    start = source.index(function)
    marks = (Mark(0, start, start + len(function), Role.PRIMARY),)
    assert VALIDATOR.judge(replace(found, marks=marks)).is_real is not safe


def test_a_secret_in_the_first_comment_is_one_whatever_the_rest_does() -> None:
    """The beginning of a file stands for all of it in some languages, and in this for itself."""
    assert not is_proven("hardcoded-secret", f"# password: hunter2 {MARK}\nname = ''\n")
    assert is_proven("hardcoded-secret", f"# password: hunter2\nname = ''  # {MARK}\n")


@pytest.mark.parametrize("value", ["'a'", "x"])
def test_markup_that_is_given_away_is_markup(value: str) -> None:
    """Where nothing is assigned or returned, nothing stands in place of it."""
    source = f"from markupsafe import Markup\ndef f(g, x):\n    g.add(Markup({value}))  # {MARK}\n"
    assert is_proven("xss", source) is (value == "'a'")


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
        ("return password == ''", True),
        ("return password == SECRET", False),
        ("return '' != password == SECRET", False),
        ("store[password == ''] = SECRET", False),
        ("store['hunter2hunter2'] = ''", False),
        ("store[f'hunter2hunter{password}'] = ''", False),
        ("store[9] = ''", True),
        ("store[10] = ''", False),
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


# Statements that hold more than one thing


def program(statement: str) -> str:
    return f"""\
import html, inspect, os, shlex, subprocess, tempfile
from threading import Thread
def f(cur, db, a, x):
    {statement}  # <-- finding
"""


@pytest.mark.parametrize(
    ("statement", "safe"),
    [
        ("[os.getpid(), os.system('ls')]", True),
        ("[print('a'), os.system('ls')]", True),
        ("[a.system(x), os.system('ls')]", False),
        ("[a('ls'), os.system('ls')]", False),
        ("[print(os.system), os.system('ls')]", False),
        ("[str(os.system), os.system('ls')]", False),
        ("[print(a.system), os.system('ls')]", False),
        ("[Thread(target=print), os.system('ls')]", True),
        ("[Thread(target=os.system, args=(x,)), os.system('ls')]", False),
        ("os.system('ls') + 1j", False),
        ("os.system('ls'); type X = int", False),
    ],
)
def test_a_harmless_sink_does_not_speak_for_what_stands_beside_it(
    statement: str, safe: bool
) -> None:
    """Something of a sink's name, unknown, handed on or not modelled: it may be a sink, too."""
    assert is_proven("command-injection", program(statement)) is safe


@pytest.mark.parametrize(
    ("before", "statement", "safe"),
    [
        ("run = print", "run(os.system('ls'))", True),
        ("run = a if x else print", "run(os.system('ls'))", False),
        ("go = print", "go(os.system('ls'))", True),
        ("go = a if x else print", "go(os.system('ls'))", False),
        ("run = os.system", "run('ls')", True),
        ("run = os.system if a else subprocess.call", "run('ls')", False),
    ],
)
def test_what_may_be_several_functions_is_proven_for_none(
    before: str, statement: str, safe: bool
) -> None:
    """One of them may be anything, or may read its argument otherwise."""
    source = program(f"{before}\n    {statement}")
    assert is_proven("command-injection", source) is safe


@pytest.mark.parametrize(
    "more", ["pass", "go(q)", "go(go)", "run(q)", "q.system(q)", "later(q)", "system(q, 1, 2)"]
)
def test_a_function_in_view_is_what_it_does(more: str) -> None:
    """By the name of a sink: all that it calls must be known, and followed to its end."""
    source = f"""\
import os
async def later(q):
    os.system(q)
def system(q, go, run):
    os.system("ls")
    {more}
def f(x, a):
    system(x, a, a)  # <-- finding
"""
    assert is_proven("command-injection", source) is (more == "pass")


def test_columns_single_out_a_call_only_if_they_point_at_no_other() -> None:
    """A call inside the call ends where the columns end: both are judged."""
    source = program("subprocess.run(['ls'], input=os.popen(x))")
    assert focused("command-injection", source, "popen(x)").is_real
    assert focused("command-injection", source, "subprocess.run(['ls'], ").is_real


@pytest.mark.parametrize(
    ("statement", "safe"),
    [
        ("db.run('SELECT ' + 'a', ['b'])", True),
        ("db.run('SELECT ' + 'a', {'k': 'b'})", True),
        ("db.run('SELECT ' + 'a', {'k': ['b', 5]})", True),
        ("db.run('SELECT ' + 'a', [x])", False),
        ("db.run('SELECT ' + 'a', {'k': x})", False),
        ("db.run('SELECT ' + 'a', {'k': [x]})", False),
        ("db.run('SELECT ' + 'a', ['b', ('c', x)])", False),
        ("q = x.render('SELECT 1')", False),
        ("q = 'SELECT 1' if a else x", False),
        ("return 'SELECT 1' if a else x", False),
        ("return x or 'SELECT 1'", False),
        ("return 'SELECT 1' if a else 'SELECT 2'", True),
        ("q = 'SELECT ' + html.escape(x)", False),
        ("q = 'SELECT ' + shlex.quote(x)", False),
        ("return 'SELECT ' + html.escape(x)", False),
        ("q = 'SELECT %d' % int(x)", True),
        ("q = 'SELECT 1' if True else a()", True),
        ("q = x if True else a()", False),
        ("cur.execute('SELECT 1', (yield))", False),
    ],
)
def test_a_text_that_leaves_the_place_is_harmless_for_any_reader(
    statement: str, safe: bool
) -> None:
    """Whoever takes it may send it to a database, with what is given beside it."""
    assert is_proven("sql-injection", program(statement)) is safe


@pytest.mark.parametrize(("given", "safe"), [("'a'", True), ("x", False)])
def test_unknown_functions_may_be_given_constants_only(given: str, safe: bool) -> None:
    """Where a constant is harmless whatever reads it."""
    source = f"""\
const db = require('mysql').createPool();
function f(g, x) {{
  [g({given}), db.query('SELECT 1')]; // {MARK}
}}
"""
    finding = Finding(
        "t", "o/r", "sql-injection", "", (Location("shop/a.js", Region(marked_line(source))),)
    )
    made = FilePolicy().build(finding, SubmittedSources({"shop/a.js": source.encode()}))
    assert isinstance(made, Built)
    assert VALIDATOR.judge(Evidence.decode(made.canonical)).is_real is not safe


@pytest.mark.parametrize(("inner", "safe"), [("pass", True), ("other(page)", False)])
def test_a_text_that_a_view_returns_is_seen_by_nobody_else(inner: str, safe: bool) -> None:
    """A function inside may put it where escaping does not help."""
    source = f"""\
from flask import Flask
from markupsafe import escape
app = Flask("a")
@app.route("/")
def f(name):
    page = "<b>" + str(escape(name)) + "</b>"  # <-- finding
    def g():
        {inner}
    return page
"""
    assert is_proven("xss", source) is safe


@pytest.mark.parametrize(
    ("reader", "safe"), [("inspect.getfile(f)", True), ("inspect.getdoc(f)", False)]
)
def test_documentation_is_code_for_who_reads_it(reader: str, safe: bool) -> None:
    """What the program reads of itself is no mere text."""
    source = f"""\
import inspect
def f(cur):
    'cur.execute(x)'  # <-- finding
    return {reader}
"""
    assert is_proven("sql-injection", source) is safe


@pytest.mark.parametrize(("beside", "safe"), [("1", True), ("'/tmp/x'", False)])
def test_where_texts_are_places_a_text_beside_the_sink_is_not_proven(
    beside: str, safe: bool
) -> None:
    """A file of a known name, beside one of a random name."""
    source = program(f"return [tempfile.mkstemp(), {beside}]")
    assert is_proven("insecure-temp-file", source) is safe


def test_blank_lines_before_the_code_change_nothing() -> None:
    """Marks are positions in the whole of the file."""
    for blank in ("\n" * 50, "  \n\t\n" * 9):
        for statement, safe in (("cur.execute('SELECT 1')", True), ("cur.execute(x)", False)):
            assert is_proven("sql-injection", blank + program(statement)) is safe


@pytest.mark.parametrize(
    ("source", "words", "justification"),
    [
        (
            "import os\ndef f(x):\n    return\n    os.system(x)",
            "unreachable",
            "NOT_IN_EXECUTE_PATH",
        ),
        ("# os.system(x)", "comment", "CODE_NOT_PRESENT"),
        ("import os\nos.system('ls')", "constant command line", "NOT_CONTROLLABLE"),
        ("import os, shlex\ndef f(x):\n    os.system('ls ' + shlex.quote(x))", "quoted", "INLINE"),
    ],
)
def test_a_proof_says_what_it_rests_on(source: str, words: str, justification: str) -> None:
    """In the reason for people, and in the code for programs."""
    verdict = judged("command-injection", f"{source}  # <-- finding\n")
    assert not verdict.is_real
    assert words in verdict.reason
    assert verdict.justification is not None
    assert verdict.justification.name.startswith(justification)


# Java: a mark of everything


@pytest.mark.parametrize(
    ("more", "safe"),
    [
        ("", True),
        ('Unseen.run("a");', True),
        ('Unseen.run(request.getParameter("q"));', False),
        ('then.accept(request.getParameter("q"));', False),
        ('new FileReader(request.getParameter("q"));', False),
    ],
)
def test_a_mark_of_a_whole_file_covers_code_out_of_sight(more: str, safe: bool) -> None:
    """What is not seen is given nothing that is not known: the sink may be there."""
    source = f"""\
package shop;
import java.sql.Statement;
import java.util.function.Consumer;
import javax.servlet.http.HttpServletRequest;
class Orders {{
    void go(HttpServletRequest request, Statement statement, Consumer<String> then)
            throws Exception {{
        {more}
        statement.executeQuery("SELECT 1");
    }}
}}
"""
    finding = Finding("t", "o/r", "sql-injection", "", (Location("Orders.java", Region(0)),))
    made = FilePolicy().build(finding, SubmittedSources({"Orders.java": source.encode()}))
    assert isinstance(made, Built)
    assert VALIDATOR.judge(Evidence.decode(made.canonical)).is_real is not safe


@pytest.mark.parametrize(("value", "safe"), [("False", True), ("a == ''", False), ("a", False)])
def test_a_setting_is_off_if_it_is_the_constant(value: str, safe: bool) -> None:
    """To compare with an empty text clears a secret, and no setting."""
    assert is_proven("debug-enabled", program(f"DEBUG = {value}")) is safe


def test_to_look_whether_a_setting_is_empty_is_not_to_switch_it_off() -> None:
    """It clears a secret: no value stands there. Of a setting it says nothing."""
    asked = f"def f(DEBUG):\n    return DEBUG == ''  # {MARK}\n"
    assert not is_proven("debug-enabled", asked)
    assert is_proven("hardcoded-secret", asked.replace("DEBUG", "password"))


# What stands beside a harmless sink


@pytest.mark.parametrize(
    ("beside", "safe"),
    [
        ("shop.count(names)", True),
        ("list(map(shop.copy, names))", False),
        ("helpers.copy(names, 1)", False),
    ],
)
def test_a_sink_that_has_only_a_path_is_known_by_its_last_name(beside: str, safe: bool) -> None:
    """Whatever ``copy`` is out of sight, it may be that of a library."""
    source = f"import helpers\ndef f(shop, names):\n    open('a'), {beside}  # {MARK}\n"
    assert is_proven("path-traversal", source) is safe


def test_a_sink_that_may_also_be_user_input_is_handed_on() -> None:
    """One of the two is a sink, whatever the other is."""
    source = """\
import os
from flask import request
def f(lines):
    run = os.system if lines else request.args["run"]
    os.system("ls"), list(map(run, lines))  # <-- finding
"""
    assert not is_proven("command-injection", source)


def test_columns_inside_two_sinks_single_out_neither() -> None:
    """They end where the outer one ends: the inner one does not speak for it, nor it for the
    inner one.
    """
    source = f"def f(name):\n    open(name, mode=open('a'))  # {MARK}\n"
    assert focused("path-traversal", source, "open('a'))").is_real
    source = f"def f(name):\n    open('a', mode=open(name)  .x)  # {MARK}\n"
    assert focused("path-traversal", source, "name)").is_real
    source = f"def f(name):\n    open(name)  # {MARK}\n"
    assert focused("path-traversal", source, "name)").is_real


@pytest.mark.parametrize(("named", "safe"), [("Files.createFile", False), ("Fils.create", True)])
def test_a_class_out_of_sight_that_is_called_like_a_sink(named: str, safe: bool) -> None:
    """A package that is imported as a whole may hand a library's class on."""
    source = f"""\
import shop.io.*;
class A {{
    void f(String name) throws Exception {{
        String.valueOf(new java.io.File("a")).concat({named}(name)); // {MARK}
    }}
}}
"""
    made = built("path-traversal", source, path="A.java")
    assert VALIDATOR.judge(Evidence.decode(made.canonical)).is_real is not safe


def test_a_text_that_is_not_made_for_sql_is_not_harmless_in_it() -> None:
    """A statement that is only put together: what is checked for something else stays unproven."""
    source = """\
import re
def f(x):
    if not re.fullmatch("[a-z' ]+", x): return
    q = "SELECT * FROM t WHERE a = '" + x + "'"  # <-- finding
    return q
"""
    assert not is_proven("sql-injection", source)
