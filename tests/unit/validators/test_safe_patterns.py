"""The validator as a whole: what it answers, what it looks at, and what it never does."""

import ast
import contextlib
import csv
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from fpcache_ops.core.evidence import Built, Evidence, Fallback, Mark, Part, PartKind, Role
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.taxonomy import TYPES, type_of_rule
from fpcache_ops.core.verdict import Judgement, Justification
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.validators import safe_patterns
from fpcache_ops.validators.safe_patterns import SafePatterns, callees, fed, handed, lost
from fpcache_ops.validators.safe_patterns.describe import Describer, classification
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.expressions import Expressions
from fpcache_ops.validators.safe_patterns.engine.flow import Flow
from fpcache_ops.validators.safe_patterns.engine.guards import Guards
from fpcache_ops.validators.safe_patterns.engine.machine import Machine
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import Unknown, text
from fpcache_ops.validators.safe_patterns.kits import kit_of
from fpcache_ops.validators.safe_patterns.knowledge.contexts import sql
from fpcache_ops.validators.safe_patterns.knowledge.python import FAMILIES
from fpcache_ops.validators.safe_patterns.languages.python.reader import Reader
from fpcache_ops.validators.safe_patterns.languages.python.unit import PythonUnit
from tests.unit.validators.reading import (
    VALIDATOR,
    built,
    cases,
    evidence,
    focused,
    is_proven,
    judged,
)

SQL = "sql-injection"
SAFE = 'def f(cur, x):\n    cur.execute("SELECT 1")  # <-- finding\n'
REAL = "def f(cur, x):\n    cur.execute(x)  # <-- finding\n"
DEMO = Path(__file__).resolve().parents[3] / "data" / "demo"
PACKAGE = Path(safe_patterns.__file__).parent


# What is answered


def test_a_proven_finding_says_why() -> None:
    """A false positive carries confidence, a reason in promised words and a justification."""
    verdict = judged(SQL, SAFE)

    assert verdict.judgement is Judgement.FALSE_POSITIVE
    assert verdict.reason == "Safe pattern: constant statement."
    assert verdict.justification is Justification.NOT_CONTROLLABLE
    assert verdict.judged_by.name == "safe-patterns"
    assert verdict.judged_by.version == VALIDATOR.version("python", SQL)


def test_an_unproven_finding_names_the_value_and_not_the_line() -> None:
    """Unproven is real; the reason names what stood in the way."""
    verdict = judged(SQL, REAL)

    assert verdict.judgement is Judgement.TRUE_POSITIVE
    assert verdict.confidence == 0.75
    assert "`x` is a parameter of `f`" in verdict.reason
    assert not any(letter.isdigit() for letter in verdict.reason)


@pytest.mark.parametrize(
    ("program", "sees"),
    [
        ("from flask import request\ndef f(cur):\n    cur.execute(request.args['q'])", True),
        ("def f(cur, request):\n    cur.execute('%s' % request.GET['q'])", True),
        ("def f(cur):\n    cur.execute(input())", True),
        ("import sys\ndef f(cur):\n    q = sys.argv[1] + 'x'\n    cur.execute(q)", True),
        ("def f(cur, x):\n    cur.execute(x)", False),
    ],
)
def test_known_user_input_makes_a_report_surer(program: str, sees: bool) -> None:
    """Where a known source is seen to reach the sink, the report is more confident."""
    assert judged(SQL, program + "  # <-- finding\n").confidence == (0.9 if sees else 0.75)


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("# cur.execute(x)", "comment"),
        ('"cur.execute(x)"', "string literal"),
        ("cur.execute('SELECT ?', (x,))", "parameterized"),
        ("cur.execute('SELECT 1')", "Safe pattern: "),
    ],
)
def test_reasons_are_in_the_promised_words(program: str, reason: str) -> None:
    """Clients look for these words in the reasons of false positives."""
    verdict = judged(SQL, f"x = input()\n{program}  # <-- finding\n")

    assert not verdict.is_real
    assert reason in verdict.reason


def test_an_unsupported_pair_is_real() -> None:
    """What is not known is reported, in words that say so."""
    verdict = judged("log-injection", SAFE)

    assert verdict.judgement is Judgement.TRUE_POSITIVE
    assert verdict.confidence == 0.75
    assert "no safe pattern is known for log-injection in python" in verdict.reason.casefold()
    other = replace(evidence(SQL, SAFE), language="cobol")
    assert VALIDATOR.judge(other).is_real


# What is looked at


def test_a_fallback_proves_nothing() -> None:
    """Where the evidence says that it may be read in two ways, nothing is proven from it."""
    found = evidence(SQL, SAFE)

    for fallback in Fallback:
        assert VALIDATOR.judge(replace(found, fallback=fallback)).is_real


def test_every_mark_must_be_proven() -> None:
    """A related place or a step that is not proven keeps the finding."""
    found = evidence(SQL, SAFE + "def g(cur, x):\n    cur.execute(x)\n")
    (first,) = found.marks
    content = found.parts[0].content
    start = content.index(b"cur.execute(x)")
    for role in Role:
        second = Mark(0, start, start + len(b"cur.execute(x)"), role)
        assert VALIDATOR.judge(replace(found, marks=(first, second))).is_real
    assert not VALIDATOR.judge(replace(found, marks=(first, first))).is_real


def test_a_mark_in_another_part_is_looked_up_there() -> None:
    """Each mark belongs to its part."""
    found = evidence(SQL, SAFE)
    other = evidence(SQL, REAL)
    both = replace(
        found,
        parts=(*found.parts, *other.parts),
        marks=(*found.marks, replace(other.marks[0], part=1)),
    )

    assert VALIDATOR.judge(both).is_real
    assert not VALIDATOR.judge(replace(both, marks=found.marks)).is_real


@pytest.mark.parametrize(
    "mark",
    [
        Mark(0, 0, 0, Role.PRIMARY),
        Mark(0, 5, 3, Role.PRIMARY),
        Mark(0, 0, 10**6, Role.PRIMARY),
        Mark(1, 0, 5, Role.PRIMARY),
        Mark(7, 0, 5, Role.PRIMARY),
        Mark(0, 0, 14, Role.PRIMARY),
    ],
)
def test_a_mark_that_points_nowhere_proves_nothing(mark: Mark) -> None:
    """Nothing found at the place is not proven."""
    assert VALIDATOR.judge(replace(evidence(SQL, SAFE), marks=(mark,))).is_real
    assert VALIDATOR.judge(replace(evidence(SQL, SAFE), marks=())).is_real


def test_columns_narrow_only_to_one_sink() -> None:
    """A focus counts when it singles out exactly one sink; else all of them must be proven."""
    two = 'def f(cur, x):\n    cur.execute("SELECT 1"), cur.execute(x)  # <-- finding\n'

    assert judged(SQL, two).is_real
    assert not focused(SQL, two, 'cur.execute("SELECT 1")').is_real
    assert not focused(SQL, two, '"SELECT 1"').is_real
    assert focused(SQL, two, "cur.execute(x)").is_real
    assert focused(SQL, two, 'cur.execute("SELECT 1"), cur.execute(x)').is_real
    assert focused(SQL, two, 'cur.execute("SELECT 1"), cur').is_real is False
    behind = 'def f(cur, run, q):\n    cur.execute("SELECT 1"), run (q)  # <-- finding\n'
    assert focused(SQL, behind, "run ").is_real
    nested = 'def f(cur, x):\n    cur.execute(cur.execute("SELECT 1"))  # <-- finding\n'
    assert focused(SQL, nested, '"SELECT 1"').is_real


@pytest.mark.parametrize(
    ("vulnerability_type", "statement"),
    [
        ("command-injection", "pool.map(os.system, [os.popen('ls').read(), *names])"),
        (SQL, "run(cur.execute('SELECT 1'), name)"),
        (SQL, "run(cur.execute('SELECT 1'), 'SELECT ' + name)"),
        (SQL, "getattr(cur, 'execute')(name, cur.execute('SELECT 1'))"),
        (SQL, "reports.run(request.args['q'], cur.execute('SELECT 1'))"),
    ],
)
def test_columns_that_hold_more_than_a_sink_single_out_nothing(
    vulnerability_type: str, statement: str
):
    """What stands around the sink may be what is meant."""
    head = "import os, reports\nfrom flask import request\n"
    source = f"{head}def f(cur, pool, run, name, names):\n    {statement}  # <-- finding\n"

    assert focused(vulnerability_type, source, statement).is_real


def test_the_answer_depends_on_nothing_but_the_evidence() -> None:
    """The same evidence gives the same verdict, whatever was judged before and by which object."""
    for path in (*cases("safe")[:20], *cases("real")[:20]):
        found = evidence(path.parent.name, path.read_text())
        again = Evidence.decode(found.encode())
        assert VALIDATOR.judge(found) == VALIDATOR.judge(again) == SafePatterns().judge(found)


# Versions


def test_versions_are_digests_of_what_the_answer_depends_on() -> None:
    """Stable, different for each type, and there for unsupported pairs, too."""
    versions = {known.name: VALIDATOR.version("python", known.name) for known in TYPES}

    assert len(set(versions.values())) == len(versions)
    assert all(len(version) == 32 for version in versions.values())
    assert SafePatterns().version("python", SQL) == versions[SQL]
    assert VALIDATOR.version("cobol", SQL) not in versions.values()
    assert VALIDATOR.version("", "\udcff")


def test_every_family_is_written_where_it_says() -> None:
    """The version of a pair covers the module that holds its table."""
    for family in FAMILIES.values():
        last = family.module.rpartition(".")[2]
        assert (PACKAGE / "knowledge" / "python" / f"{last}.py").is_file()
        assert all(form.proves for sink in family.sinks for form in sink.forms)


def test_samples_that_knowledge_names_exist() -> None:
    """Each form and each sanitizer says with which samples it is shown: they are in the corpus."""
    there = {f"{path.parent.name}/{path.name.split('.')[0]}" for path in cases("safe")}
    for family in FAMILIES.values():
        shown = [form.proves for sink in family.sinks for form in sink.forms]
        shown += [model.proves for model in family.calls.values() if hasattr(model, "proves")]
        for samples in shown:
            folder, _, names = samples.partition("/")
            words = re.findall(r"[a-z_0-9]+", names.replace("real:", ""))
            assert words, samples
            assert not {f"{folder}/{word}" for word in words} - there, samples


def test_the_engine_knows_no_language_and_no_library() -> None:
    """Languages and tables are handed to it: another language is a table and an adapter."""
    for path in (PACKAGE / "engine").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                assert ".languages" not in (node.module or ""), path
                assert ".knowledge" not in (node.module or ""), path
                assert "tree_sitter" not in (node.module or ""), path


# The demo


def test_the_demo_labels() -> None:
    """On realistic input nothing real is hidden, and three quarters of the rest is recognised."""
    rows = csv.DictReader((DEMO / "labels.csv").read_text(encoding="utf-8").splitlines())
    labels = {(r["path"], int(r["line"]), r["type"]): r["real"] == "true" for r in rows}
    real: dict[tuple[str, int, str], bool] = {}
    for result in json.loads((DEMO / "bandit.sarif").read_text())["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        path = place["artifactLocation"]["uri"]
        finding = Finding(
            "tenant",
            "org/repo",
            type_of_rule("bandit", result["ruleId"]),
            result["ruleId"],
            (
                Location(
                    path,
                    Region(
                        region["startLine"],
                        region.get("startColumn"),
                        region.get("endLine"),
                        region.get("endColumn"),
                    ),
                ),
            ),
        )
        made = FilePolicy().build(finding, _Folder())
        assert isinstance(made, Built)
        key = (path, region["startLine"], finding.type)
        is_real = VALIDATOR.judge(made.evidence).is_real
        real[key] = real.get(key, False) or is_real
    hidden = [key for key, is_real in labels.items() if is_real and not real[key]]
    false = [key for key, is_real in labels.items() if not is_real]
    recognised = [key for key in false if not real[key]]

    assert hidden == []
    assert len(recognised) >= 0.75 * len(false)


class _Folder:
    def read(self, path: str) -> bytes:
        return (DEMO / "src" / path).read_bytes()


# What it never does


HOSTILE = {
    "nested parentheses": b"x = " + b"(" * 20_000 + b"1" + b")" * 20_000,
    "nested lists": b"x = " + b"[" * 3_000 + b"]" * 3_000,
    "nested calls": b"x = " + b"f(" * 3_000 + b")" * 3_000,
    "long sum": b"x = " + b"+".join([b"'a'"] * 8_000),
    "long attribute chain": b"x = a" + b".b" * 8_000,
    "long call chain": b"x = a" + b".b()" * 4_000,
    "many branches": b"if a: pass\n" + b"elif a: cur.execute(b)\n" * 3_000,
    "nested functions": b"".join(b" " * n + b"def f():\n" for n in range(90)) + b" " * 90 + b"x",
    "nested loops": b"".join(b" " * n + b"for a in b:\n" for n in range(90)) + b" " * 90 + b"a = a",
    "nested tries": b"".join(b" " * n + b"try:\n" for n in range(60))
    + b" " * 60
    + b"x = 1\n"
    + b"".join(b" " * n + b"finally: x = 2\n" for n in reversed(range(60))),
    "many names": b"\n".join(b"a%d = a%d" % (n, n - 1) for n in range(1, 6_000)),
    "many names in a try": b"try:\n"
    + b"".join(b" a%d = 'x'\n" % n for n in range(3_000))
    + b"except E: pass\n",
    "chained definitions": b"".join(b"def f%d(): return f%d()\n" % (n, n + 1) for n in range(3_000))
    + b"x = f0()",
    "doubling": b"a0 = 'x'\n"
    + b"".join(b"a%d = a%d + a%d\n" % (n, n - 1, n - 1) for n in range(1, 60)),
    "choices": b"x = " + b" + ".join([b"('a' if c else 'b')"] * 200),
    "growing loops": b"while a:\n"
    + b"".join(b" a%d = a%d + 'x'\n" % (n, n + 1) for n in range(200)),
    "nulls": b"\x00" * 100,
    "null in the middle": b"x = 1\x00\ncur.execute(1)",
    "carriage returns": b"x = 1\ry = 2\r",
    "no UTF-8": b"x = '\xff\xfe'",
    "surrogates": b"x = '\xed\xa0\x80'",
    "byte order mark": b"\xef\xbb\xbfx = 1",
    "brackets": b"([{" * 5_000,
    "a million spaces": b" " * 1_000_000 + b"x",
    "unclosed string": b"x = '''" + b"a" * 10_000,
    "f-string in f-string": b"x = " + b"f'{" * 300 + b"}'" * 300,
    "lambdas": b"x = " + b"lambda: " * 2_000 + b"1",
    "comparisons": b"x = a" + b" < a" * 5_000,
    "not": b"x = " + b"not " * 5_000 + b"a",
    "minus": b"x = " + b"-" * 5_000 + b"1",
    "stars": b"f(" + b"*" * 3_000 + b"a)",
    "decorators": b"@a\n" * 3_000 + b"def f(): pass",
    "numbers": b"x = " + b"9" * 20_000,
    "big powers": b"x = 'a' * 9999999999\ny = 2 ** 99999999\nz = 1 << 999999999",
    "wide format": b"x = '%999999999d' % 1\ny = f'{1:999999999d}'\nz = '{:>999999999}'.format('a')",
    "escapes": b"x = '" + b"\\N{DIGIT ONE}" * 3_000 + b"'",
    "empty": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sources_are_answered(name: str) -> None:
    """It never raises on any bytes; the work is counted in steps, so no file is too much."""
    source = HOSTILE[name]
    wholes = source.split(b"\n")
    places = {1, max(1, len(wholes)), max(1, len(wholes) // 2)}
    for vulnerability_type in (SQL, "hardcoded-secret"):
        for line in places if vulnerability_type == SQL else {1}:
            start = sum(len(whole) + 1 for whole in wholes[: line - 1])
            end = start + len(wholes[line - 1])
            found = Evidence(
                "file",
                "python",
                "grammar",
                vulnerability_type,
                "rule",
                (Part(PartKind.SOURCE, source),),
                (Mark(0, start, end, Role.PRIMARY),),
            )
            assert VALIDATOR.judge(found).judged_by.name == VALIDATOR.name


def test_a_proof_that_is_too_large_is_not_made() -> None:
    """The limit is counted in steps, so the answer does not depend on the machine."""
    lines = "".join(f"    a{n} = a{n - 1} + 'x'\n" for n in range(1, 6_000))
    source = f"def f(cur, a0):\n{lines}    cur.execute('SELECT 1')  # <-- finding\n"
    first, second = judged(SQL, source), judged(SQL, source)

    assert first == second
    assert first.is_real
    assert "too large" in first.reason


def test_validators_may_be_shared_between_threads() -> None:
    """Judging keeps no state: many threads get the answers that one gets."""
    paths = (*cases("safe")[:12], *cases("real")[:12])
    wanted = [judged(path.parent.name, path.read_text()) for path in paths]
    found: list[bool] = []

    def work() -> None:
        answers = [judged(path.parent.name, path.read_text()) for path in paths]
        found.append(answers == wanted)

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4


# Describing


@pytest.mark.parametrize(
    ("path", "content", "kind"),
    [
        ("shop/cart.py", b"", "application"),
        ("tests/test_cart.py", b"", "test"),
        ("shop/cart_test.py", b"", "test"),
        ("shop/conftest.py", b"", "test"),
        ("shop/contest.py", b"", "application"),
        ("vendor/x/a.py", b"", "vendor"),
        ("a/node_modules/tests/a.py", b"", "vendor"),
        ("shop/api_pb2.py", b"", "generated"),
        ("shop/api.py", b"# @generated by a tool\n", "generated"),
        ("shop/api.py", b"# Code generated by x. DO NOT EDIT.\n", "generated"),
        ("shop/settings.py", b"", "config"),
        ("setup.py", b"", "config"),
    ],
)
def test_files_are_classified_for_people(path: str, content: bytes, kind: str) -> None:
    """By path or by what the file says; it is told, never relied upon."""
    assert classification(path, content) == kind


def test_a_place_is_described() -> None:
    """User input, validation and the pattern, as far as they are seen."""
    source = (
        "from flask import request\ndef f(cur):\n    x = int(request.args['x'])\n"
        "    cur.execute('SELECT %d' % x)  # <-- finding\n"
    )
    safe = _described(source)
    real = _described(source.replace("int(", "str(").replace("%d", "%s"))

    assert safe.has_validation
    assert not safe.in_user_input_flow
    assert safe.safe_pattern is not None
    assert real.in_user_input_flow
    assert real.safe_pattern is None
    assert _described(source) == safe


def _described(source: str):
    made = built(SQL, source)
    finding = Finding("t", "o/r", SQL, "x", (Location("shop/a.py", Region(1)),))
    return Describer(VALIDATOR.look).describe(finding, made)


# Planted faults


def _planted(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, fault: object) -> None:
    assert hasattr(owner, name)
    monkeypatch.setattr(owner, name, fault)


FAULTS: dict[str, tuple[object, str, Callable[..., object] | object]] = {
    "a rebinding is ignored": (
        Machine,
        "_settle",
        lambda self, owner, name: self._only(owner, name, owner.bindings[name][0]),
    ),
    "a global writer is ignored": (PythonUnit, "written_elsewhere", lambda *_: False),
    "attributes that are set are ignored": (PythonUnit, "attribute_written", lambda *_: False),
    "changes of containers are ignored": (PythonUnit, "only_read", lambda *_: True),
    "namespaces are ignored": (PythonUnit, "unsettled", lambda *_: None),
    "closures are ignored": (PythonUnit, "mentioned_inside", lambda *_: False),
    "containers never escape": (State, "escape", lambda *_: None),
    "names that the test binds are proven by it": (
        Guards,
        "_target_of",
        lambda self, node: getattr(node, "target", node if isinstance(node, ir.Name) else None),
    ),
    "every test proves its name": (
        Guards,
        "_refine",
        lambda self, test, state, frame, positive: self._swear(test, state, frame),
    ),
    "only the first branch counts": (
        Flow,
        "_if",
        lambda self, s, state, frame, jumps: self.run_block(s.branches[0][1], state, frame, jumps),
    ),
    "loops run once": (
        Flow,
        "_loop",
        lambda self, s, state, frame, jumps: (
            self._turn(s, self.evaluate(s.iterable, state, frame), state, frame, jumps)[0]
            if hasattr(s, "iterable")
            else state
        ),
    ),
    "handlers are ignored": (
        Flow,
        "_try",
        lambda self, s, state, frame, jumps: self.run_block(s.body, state, frame, jumps),
    ),
    "assertions are guards": (
        Flow,
        "_run",
        lambda self, s, state, frame, jumps, _real=Flow._run: (
            self.refine(s.values[0], state, frame, True)
            if isinstance(s, ir.Assert)
            else _real(self, s, state, frame, jumps)
        ),
    ),
    "context managers swallow nothing": (Flow, "_entered", staticmethod(lambda value: value)),
    "lazy generators run at once": (
        Expressions,
        "comprehension",
        lambda self, node, state, frame, consumed, _real=Expressions.comprehension: _real(
            self, node, state, frame, consumed=True
        ),
    ),
    "sinks may be handed on": (handed, "handed_on", lambda *_: iter(())),
    "only unknown values are more than constants": (
        lost,
        "_is_lost",
        lambda reading, atom, *_: isinstance(atom, Unknown),
    ),
    "objects hold nothing": (fed, "is_fed", lambda *_: False),
    "unknown callees are fine": (callees, "is_unclear", lambda *_: False),
    "placeholders may stand in quotes": (sql, "binds", lambda *_: None),
    "star imports bind nothing": (
        Reader,
        "_import",
        lambda self, node, _real=Reader._import: _no_star(self, _real(self, node)),
    ),
}


def _no_star(reader: Reader, statement: object) -> object:
    reader._scope.binds_anything = False
    return statement


def _swear(_: Guards, test: ir.Expression, state: State, frame: object) -> State:
    for node in ir.inside(test):
        if isinstance(node, ir.Name) and node.name in state.variables:
            state.variables[node.name] = text("sworn")
    return state


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The corpus is worth something: each of these mistakes makes a real case look safe."""
    owner, attribute, fault = FAULTS[name]
    monkeypatch.setattr(Guards, "_swear", _swear, raising=False)
    _planted(monkeypatch, owner, attribute, fault)
    fooled = 0
    for path in cases("real"):
        if path.parent.name not in (SQL, "command-injection"):
            continue
        # A broken engine may do anything.
        with contextlib.suppress(Exception):
            fooled += is_proven(path.parent.name, path.read_text())
        if fooled:
            break
    assert fooled


def test_secrets_have_no_sinks() -> None:
    """So no call is cleared as unreachable: who reads the code reads a secret that never runs."""
    kits = [kit for language in ("python", "java", "javascript") if (kit := kit_of(language))]
    families = [
        family for kit in kits for family in kit.families.values() if not family.quotes_code
    ]
    assert len(families) == 3
    assert not any(family.sinks or family.beside for family in families)


@pytest.mark.parametrize("family", ["hardcoded-secret", "sql-injection"])
def test_a_docstring_clears_all_but_a_secret_that_stands_in_it(family: str) -> None:
    """Nobody runs it, and everybody can read it."""
    source = 'def connect():\n    "password = hunter2"  # <-- finding\n    return 1\n'
    assert judged(family, source).is_real == (family == "hardcoded-secret")
