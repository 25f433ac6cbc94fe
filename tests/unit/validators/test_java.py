"""What is particular to Java: marks of headers and files, steps, names, arithmetic."""

from dataclasses import replace

import pytest

from fpcache_ops.core.evidence import Built, Evidence, Mark, Role
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from tests.unit.validators.reading import VALIDATOR, OneFile, built

SQL = "sql-injection"
CLASS = """package shop;

import java.sql.*;

public class Orders {
    void find(Connection db, String given) throws SQLException {
        String state = %s;
        db.createStatement().executeQuery("SELECT 1 WHERE s = '" + state + "'");
    }
%s}
"""


WHOLE_FILE = """package shop;
import java.sql.*;
import javax.servlet.http.HttpServletRequest;
class Orders {
    void count(Statement statement) throws SQLException {
        System.setProperty("shop.mode", "counting");
        statement.executeQuery("SELECT count(*) FROM orders");
    }
    void find(HttpServletRequest request, Statement statement) throws SQLException {
        String state = %s;
        statement.executeQuery("SELECT id FROM orders WHERE state = '" + state + "'");
    }
}
"""
GIVES_AWAY = """package shop;
import com.acme.desk.Drawers;
import javax.servlet.http.HttpServletRequest;
class Desk {
    void open(HttpServletRequest request) {
        request.getSession().setAttribute("mood", "calm");
        Drawers.keep(%s);
    }
}"""


def evidence(source: str, line: int) -> Evidence:
    return Evidence.decode(built(SQL, source, line, path="shop/Orders.java").canonical)


def is_proven(source: str, line: int) -> bool:
    return not VALIDATOR.judge(evidence(source, line)).is_real


@pytest.mark.parametrize("line", [1, 5, 6])
def test_a_mark_of_a_header_or_of_the_beginning_stands_for_all_of_it(line: int):
    """A report on the file, the class or the method: every sink in it must be harmless."""
    assert is_proven(CLASS % ('"open"', ""), line)
    assert not is_proven(CLASS % ("given", ""), line)


def test_a_remark_at_the_beginning_clears_nothing_in_a_slice_that_holds_nothing_else() -> None:
    """Of a report on the file it is all that the slice shows."""
    source = "// All rights reserved.\n" + (CLASS % ("given", "")).partition("*;")[2]
    finding = Finding("t", "o/r", SQL, "", (Location("shop/Orders.java", Region(1)),))
    made = ScopePolicy().build(finding, SubmittedSources({"shop/Orders.java": source.encode()}))

    assert isinstance(made, Built)
    assert VALIDATOR.judge(Evidence.decode(made.canonical)).is_real


@pytest.mark.parametrize(
    "other",
    [
        "    void other(Connection db, String g) throws SQLException { db.prepareCall(g); }\n",
        "    void other(String g) { Elsewhere.run(g); }\n",
    ],
)
def test_another_method_counts_for_the_class_and_not_for_the_method(other: str):
    """A second sink, or code out of sight that may hold one."""
    source = CLASS % ('"open"', other)

    assert is_proven(source, 6)
    assert not is_proven(source, 5)
    assert not is_proven(source, 1)


def test_a_step_without_a_sink_is_no_obstacle_and_never_enough():
    """The flow of a report leads over places that hold no sink."""
    source = CLASS % ('"open"', "")
    (sink,), (way,) = evidence(source, 8).marks, evidence(source, 7).marks
    step = replace(way, role=Role.STEP)
    found = evidence(source, 8)

    assert not VALIDATOR.judge(replace(found, marks=(sink, step))).is_real
    assert VALIDATOR.judge(replace(found, marks=(step,))).is_real
    bad = evidence(CLASS % ("given", ""), 8)
    (sink,) = bad.marks
    assert VALIDATOR.judge(replace(bad, marks=(replace(sink, role=Role.STEP),))).is_real


# Each is true when the program is run.
TRUE = (
    "Integer.MAX_VALUE + 1 < 0",
    "(byte) 200 == -56",
    "(char) 65536 == 0",
    "-7 / 2 == -3",
    "-7 % 3 == -1",
    "1 << 33 == 2",
    "-1 >>> 28 == 15",
    "-8 >> 1 == -4",
    "(-1L >>> 60) == 15",
    "2147483647 + 1L > 0",
    "0x7fffffff + 0x7fffffff == -2",
    "0b101 == 5 && 010 == 8 && 1_000 == 1000",
    "'a' + 1 == 98",
    "~5 == -6",
    "(5 & 3) == 1 && (5 | 3) == 7 && (5 ^ 3) == 6",
    "\"abc\".charAt(1) == 'b'",
    '"abc".substring(1).equals("bc")',
    '"abc".indexOf("c") == 2 && "abc".length() == 3',
    '"a,b,,".split(",").length == 2',
    '("a" + 1 + 2).equals("a12")',
    '(1 + 2 + "a").equals("3a")',
    '("" + \'x\' + true + null).equals("xtruenull")',
    '" a ".trim().equals("a")',
    '"\\101\\t".equals("A\\t")',
    'new StringBuilder("abc").reverse().toString().equals("cba")',
    'new StringBuilder("abc").replace(0, 2, "x").toString().equals("xc")',
    'String.format("%2$s%1$s%%", "a", "b").equals("ba%")',
)


@pytest.mark.parametrize("test", TRUE)
def test_constants_are_computed_as_the_machine_does(test: str):
    """What is true is true, and its opposite is false: the other branch is never taken."""
    assert is_proven(CLASS % (f'({test}) ? "open" : given', ""), 8), test
    assert not is_proven(CLASS % (f'({test}) ? given : "open"', ""), 8), test


@pytest.mark.parametrize(
    "odd",
    [
        'String quote = "\\u0022 + given + \\u0022";',
        "/* \\u002a\\u002f String s; */",
        "java.lang.reflect.Field f; void x() throws Exception { f.setAccessible(true); }",
        'String \u00e4 = "x";',
    ],
)
def test_nothing_is_proven_where_the_text_may_mislead(odd: str):
    """Escapes that are read before anything else, reflection, names that are not ASCII."""
    source = CLASS % ('"open"', f"    {odd}\n")

    assert VALIDATOR.judge(evidence(source, 8)).is_real


def test_user_input_is_named():
    """A report whose value comes from the request is surer than others."""
    source = """import javax.servlet.http.*;

class A {
    void go(HttpServletRequest request, java.sql.Statement at) throws Exception {
        at.execute("x" + request.getParameter("y"));
    }
}
"""
    assert VALIDATOR.judge(evidence(source, 5)).confidence == 0.9


@pytest.mark.parametrize("state", ['"open"', 'request.getParameter("state")'])
def test_the_beginning_of_a_slice_stands_for_nothing(state: str):
    """A slice holds what the package line rests on, and not every sink of the file."""
    source = WHOLE_FILE % state
    at = Location("shop/Orders.java", Region(1))
    made = ScopePolicy().build(Finding("t", "o/r", SQL, "", (at,)), OneFile(source.encode()))
    assert isinstance(made, Built)
    assert b"executeQuery" in made.canonical
    assert VALIDATOR.judge(Evidence.decode(made.canonical)).is_real
    assert is_proven(source, 1) is (state == '"open"')


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_a_mark_of_all_of_a_file_covers_code_out_of_sight(end: str):
    """However the file ends: what is not seen is given no user input."""
    for given, safe in (('"pens"', True), ('request.getParameter("given")', False)):
        source = GIVES_AWAY % given + end
        made = built("trust-boundary", source, 1, path="shop/Desk.java")
        found = Evidence.decode(made.canonical)
        for stop in {len(source), len(source.rstrip())}:
            marks = (Mark(0, 0, stop, Role.PRIMARY),)
            assert VALIDATOR.judge(replace(found, marks=marks)).is_real is not safe


@pytest.mark.parametrize("line", [1, 2])
def test_a_class_in_which_there_is_no_sink_is_not_proven(line: int):
    """Whatever the report means is not in view: fields alone do not speak for it."""
    source = "package shop;\nclass Orders {\n    private String name;\n}\n"
    assert not is_proven(source, line)
    assert is_proven(source, 3)
