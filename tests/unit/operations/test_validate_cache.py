"""What validate-cache must notice: every way in which a cache can be wrong, planted one by one."""

import ast
import hashlib
import json
from dataclasses import replace

import pytest

from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations import validate_cache as v
from fpcache_ops.operations.validate_cache.edit import STATEMENT, possible_edits
from fpcache_ops.wire import (
    AstContext,
    CacheStats,
    EvidenceNote,
    Stats,
    Validated,
    ValidateResponse,
    ValidatorNote,
)

CART = '''\
"""A cart."""
import db

LIMIT = 10


def total(user):
    """The total."""
    return db.run("SELECT sum(x) FROM cart WHERE user = ?", user)


class Cart:
    @property
    def items(self):
        return db.run("SELECT * FROM cart WHERE unsafe = " + self.user)

    def add(self, item): return db.run("INSERT " + item)


TOTALS = db.run("SELECT " + LIMIT)
'''
ORDERS = "import db\n\n\ndef orders(user):\n    return db.run('SELECT unsafe ' + user)\n"
FILES = {"shop/cart.py": CART, "shop/orders.py": ORDERS, "shop/page.js": "eval(x)\n"}
FOUND = [
    ("shop/cart.py", 9),
    ("shop/cart.py", 15),
    ("shop/cart.py", 17),
    ("shop/cart.py", 20),
    ("shop/orders.py", 5),
    ("shop/page.js", 1),
    ("shop/gone.py", 1),
]
LABELS = (
    "path,line,type,real,why\n"
    "shop/cart.py,15,sql_injection,true,The user is not bound.\n"
    "shop/orders.py,5,SQL-Injection,true,Nor here.\n"
    "shop/cart.py,9,sql-injection,false,Bound.\n"
    "shop/cart.py,99,sql-injection,true,Nothing is reported here.\n"
)


@pytest.fixture
def case(tmp_path):
    """Seven findings in four files, one of which is not there; two known to be real."""
    for path, content in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(content, encoding="utf-8")
    results = [
        {
            "ruleId": "B608",
            "message": {"text": "x"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": path},
                        "region": {"startLine": line},
                    }
                }
            ],
        }
        for path, line in FOUND
    ]
    sarif = {
        "version": "2.1.0",
        "runs": [{"tool": {"driver": {"name": "bandit"}}, "results": results}],
    }
    (tmp_path / "report.sarif").write_text(json.dumps(sarif), encoding="utf-8")
    (tmp_path / "labels.csv").write_text(LABELS, encoding="utf-8")
    return v.read_case(str(tmp_path / "report.sarif"), str(tmp_path), str(tmp_path / "labels.csv"))


class ModelService:
    """A cache of one dictionary, with evidence by the policy ``file`` or like ``scope``.

    ``fault`` may change each answer before it is given.
    """

    def __init__(self, policy="file", fault=lambda number, finding, answer: answer):
        self.policy, self.fault = policy, fault
        self.known, self.places, self.requests = {}, set(), []

    def validate(self, repository, findings, files):
        self.requests.append((repository, list(findings), dict(files)))
        answers = []
        paths = [finding.primary.path for finding in findings]
        for number, finding in enumerate(findings):
            answer = self._answer(finding, files, paths[:number].count(paths[number]))
            answers.append(self.fault(number, finding, answer))
        count = len(answers)
        return ValidateResponse(
            answers, Stats(count, 0, 0, 0, 0), CacheStats(count, 0, 0, 0, 0.0, 0, 0.0)
        )

    def _answer(self, finding, files, ordinal):
        at = finding.primary
        content = files.get(at.path)
        seen = self._seen(content, at.region.start_line) if content is not None else None
        digest = hashlib.sha256(f"{seen}".encode()).hexdigest() if seen is not None else None
        place = (at.path, finding.type, ordinal)
        if seen is None:
            outcome = "miss"
        elif (at.path, digest) in self.known:
            outcome = "hit"
        else:
            outcome = "changed" if place in self.places else "miss"
        real = seen is None or "unsafe" in seen
        if seen is not None:
            self.known[at.path, digest] = real
            self.places.add(place)
        return Validated(
            id=0,
            is_valid=real,
            confidence=0.5 if seen is None else 0.9,
            reason="content unavailable" if seen is None else f"judged {real}",
            from_cache=outcome == "hit",
            cache_key="",
            cache_scope="organization",
            outcome=outcome,
            cause="",
            verdict="undetermined" if seen is None else "true_positive",
            validator=ValidatorNote("model", "1"),
            ast_context=AstContext(False, False, "application"),
            evidence=EvidenceNote(self.policy, digest) if digest else None,
        )

    def _seen(self, content, line):
        if self.policy == "file":
            return f"{content}@{line}"
        for node in self._nodes(content):
            if node.lineno <= line <= node.end_lineno:
                return f"{ast.unparse(node)}@{line - node.lineno}"
        return content.splitlines()[line - 1]

    @staticmethod
    def _nodes(content):
        try:
            tree = ast.parse(content or "")
        except SyntaxError:
            return []
        kinds = (ast.FunctionDef, ast.ClassDef)
        return [node for node in tree.body if isinstance(node, kinds)]


def passes(case, service, edit=None):
    """The passes of the runbook, and the edit."""
    connection = v.Connection(service, "a/b", "model")
    edit = edit or v.choose_edit(case)
    first = connection.ask("first", case)
    again = connection.ask("again", case)
    return first, again, connection.ask("after", edit.applied_to(case)), edit


def findings_of(result):
    """What of the model's answers is on the wrong side, as the notebook counts it."""
    first, again, after, edit = result
    return {
        "first_sight": len(first.looked_up) - len(first.judged_at_first_sight),
        "hits": v.unchanged_hits(first, again),
        "different": v.different_answers(first, again).count,
        "misjudged": v.misjudged_edit(again, after, edit).count,
        "hidden": v.hidden([first, again, after]).count,
    }


WELL = {"first_sight": 0, "hits": (6, 6), "different": 0, "misjudged": 0, "hidden": 0}


def test_the_case_is_read_as_it_is(case):
    """Findings in order, the files that are there, and labels matched by place and type."""
    assert [(f.primary.path, f.primary.region.start_line) for f in case.findings] == FOUND
    assert set(case.files) == set(FILES)
    assert case.real == {1, 4}
    assert case.unmatched_labels == ("shop/cart.py:99 sql-injection",)
    assert case.facts["files_missing"] == ["shop/gone.py"]


@pytest.mark.parametrize("policy", ["file", "scope"])
def test_a_cache_that_works_is_found_to_work(policy, case):
    """By either policy; the finding whose file is missing is not looked up and promises nothing."""
    first, again, after, edit = result = passes(case, ModelService(policy))
    assert findings_of(result) == WELL
    judged_again = [n for n, a in enumerate(after.answers) if a.outcome == "changed"]
    assert judged_again == ([0, 1, 2, 3] if policy == "file" else [0])
    assert edit.function == "total"
    # The one without a file never reaches the validator.
    assert (first.validator_calls, again.validator_calls) == (6, 0)


def at_pass(wanted, change, which=lambda f: f.primary.path == "shop/cart.py"):
    """A fault in one pass: request 0, 1 or 2, for the finding that the model answers last."""
    state = {"pass": -1}

    def fault(number, finding, answer):
        state["pass"] += number == 0
        return change(answer) if state["pass"] == wanted and which(finding) else answer

    return fault


def change(**fields):
    """The answer with other fields."""

    def changed(answer):
        for name, value in fields.items():
            setattr(answer, name, value)
        return answer

    return changed


def is_real(finding):
    return finding.primary.region.start_line in (15, 16)


def in_orders(finding):
    return finding.primary.path == "shop/orders.py"


@pytest.mark.parametrize(
    ("fault", "noticed"),
    [
        (at_pass(0, change(is_valid=False), is_real), {"hidden": 1, "different": 1}),
        (at_pass(1, change(is_valid=False), is_real), {"hidden": 1, "different": 1}),
        (at_pass(2, change(is_valid=False), is_real), {"hidden": 1}),
        (at_pass(0, change(outcome="hit")), {"first_sight": 4}),
        (at_pass(1, change(outcome="miss")), {"hits": (2, 6)}),
        (at_pass(1, change(outcome="expired")), {"hits": (2, 6)}),
        (at_pass(1, change(reason="something else")), {"different": 4}),
        (at_pass(1, change(confidence=0.91)), {"different": 4}),
        (at_pass(2, change(outcome="hit")), {"misjudged": 4}),
        (at_pass(2, change(outcome="miss")), {"misjudged": 4}),
        (at_pass(2, change(outcome="miss"), lambda f: True), {"misjudged": 6}),
        (at_pass(2, change(evidence=None)), {"misjudged": 4}),
        (at_pass(2, change(outcome="changed"), in_orders), {"misjudged": 1}),
        (at_pass(2, change(confidence=0.91), in_orders), {"misjudged": 1}),
        (at_pass(0, change(verdict="undetermined"), in_orders), {"hits": (5, 5)}),
        (
            at_pass(2, change(evidence=EvidenceNote("file", "00")), lambda f: True),
            # Two in other files, and the one whose file is not there.
            {"misjudged": 3},
        ),
    ],
)
def test_a_fault_is_noticed(fault, noticed, case):
    """Hidden, stale, forgotten or altered: each fault shows in the checks it belongs to."""
    assert findings_of(passes(case, ModelService("file", fault))) == {**WELL, **noticed}


def test_a_stale_answer_with_a_stale_digest_is_noticed(case):
    """A cache that does not look at the edited file at all: digests are not believed either."""

    class Stale(ModelService):
        def validate(self, repository, findings, files):
            if "edited in memory" in files.get("shop/cart.py", ""):
                findings = case.findings
                files = case.files
            return super().validate(repository, findings, files)

    result = passes(case, Stale("file"))
    assert findings_of(result) == {**WELL, "misjudged": 4}
    wrong = v.misjudged_edit(result[1], result[2], result[3])
    assert wrong.found[0].what == "its evidence did not change, and must have"
    assert "shop/cart.py:9" in repr(wrong)
    assert "&lt;" not in wrong._repr_html_()


def test_a_policy_that_sees_too_little_is_noticed(case):
    """By ``scope`` the edited function must change, and no other file may."""
    edit = v.choose_edit(case, "shop/orders.py")
    assert findings_of(passes(case, ModelService("scope"), edit)) == WELL

    class Blind(ModelService):
        def _seen(self, content, line):
            return "unsafe" if "unsafe" in content else "nothing"

    _, again, after, edit = passes(case, Blind("scope"), edit)
    assert v.misjudged_edit(again, after, edit).count == 1


def test_repeats_of_a_finding_are_no_faults(case):
    """Two rules report one place, in two requests: the second is a hit at first sight already."""
    twice = replace(case, findings=(*case.findings, *case.findings[:2]), real=case.real)
    result = passes(twice, ModelService("file"))
    assert findings_of(result) == {**WELL, "hits": (8, 8)}


def test_findings_go_out_in_batches_with_their_files_only(case):
    """50 in a request, as clients in the field do; each request has the files of its findings."""
    many = replace(case, findings=case.findings * 20)
    service = ModelService()
    asked = v.Connection(service, "a/b", "model").ask("x", many)
    assert [len(findings) for _, findings, _ in service.requests] == [50, 50, 40]
    assert len(asked.milliseconds) == 140
    service.requests.clear()
    alone = v.Connection(service, "a/b", "model").ask_alone("x", many)
    assert len(service.requests) == alone.requests == 140
    assert {len(files) for _, _, files in service.requests} == {0, 1}
    # Without the finding that has no file, which is never a hit.
    assert len(alone.from_cache) == 120


def test_the_edit_is_one_statement_in_memory(case, tmp_path):
    """The file on disk is untouched; findings below move with the code, and it still parses."""
    edit = v.choose_edit(case, "shop/cart.py", "Cart.items")
    edited = edit.applied_to(case)
    assert (edit.line, edit.first, edit.last) == (15, 13, 15)
    assert edited.files["shop/cart.py"].splitlines()[14].startswith("        print(")
    ast.parse(edited.files["shop/cart.py"])
    lines = [f.primary.region.start_line for f in edited.findings]
    assert lines == [9, 16, 18, 21, 5, 1, 1]
    for before, after in zip(case.findings[:4], edited.findings[:4], strict=True):
        old = CART.splitlines()[before.primary.region.start_line - 1]
        new = edited.files["shop/cart.py"].splitlines()[after.primary.region.start_line - 1]
        assert old == new
    assert (tmp_path / "shop/cart.py").read_text(encoding="utf-8") == CART


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("def f():\r\n\treturn 1\r\n", "\tprint(...)\r\n"),
        ("def f():\r    return 1\r", "    print(...)\r"),
        ('def f():\n    """Doc."""\n    return 1', "    print(...)\n"),
        ("@d(\n  1)\nasync def f(\n    x,\n):\n    # why\n    return x\n", "    print(...)\n"),
        ("def f():\n    @d\n    def g(): pass\n    return g\n", "    print(...)\n"),
        ("def f():\n    s = '''\n'''; return s\n", "    print(...)\n"),
    ],
)
def test_an_edit_keeps_layout_and_line_ends(content, line):
    """Whatever the function looks like, what comes out is Python with one statement more."""
    (edit,) = possible_edits("x.py", content)
    inserted = line.replace("print(...)", STATEMENT)
    assert edit.content.replace(inserted, "", 1) == content
    after, before = (list(ast.walk(ast.parse(text))) for text in (edit.content, content))
    added = ast.walk(ast.parse(STATEMENT).body[0])
    assert len(after) - len(before) == len(list(added))


@pytest.mark.parametrize(
    "content", ["def f(): return 1\n", "def f():\n    '''Doc.'''\n", "x = 1\n", "def f(:\n", "\0"]
)
def test_what_cannot_be_edited_safely_is_not(content):
    """A function on one line, a docstring alone, no function, no Python."""
    assert list(possible_edits("x.py", content)) == []


@pytest.mark.parametrize(
    ("path", "function", "told"),
    [
        ("shop/crat.py", "", "no file of the case; nearest is shop/cart.py"),
        ("shop/cart.py", "Cart.item", "can be edited; nearest is Cart.items"),
        ("shop/page.js", "", "no finding is in a Python function"),
    ],
)
def test_an_edit_that_cannot_be_made_says_why(path, function, told, case):
    """One line, with the nearest name."""
    with pytest.raises(UnusableInput, match=told):
        v.choose_edit(case, path, function)


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ("path,line\na,1\n", "want the columns path,line,type,real,why"),
        ("path,line,type,real,why\na,x,b,true,c\n", "want the columns"),
    ],
)
def test_unusable_labels_say_why(labels, told, case, tmp_path):
    """A file with other columns is no list of labels."""
    (tmp_path / "labels.csv").write_text(labels, encoding="utf-8")
    with pytest.raises(UnusableInput, match=told):
        v.read_case(str(tmp_path / "report.sarif"), str(tmp_path), str(tmp_path / "labels.csv"))


def test_a_root_that_does_not_fit_says_so(case, tmp_path):
    """Paths are opened below the root only; with none of them there, the root is wrong."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnusableInput, match="give the folder that its paths are relative to"):
        v.read_case(str(tmp_path / "report.sarif"), str(tmp_path / "empty"), "")


@pytest.mark.parametrize(
    ("values", "percent", "wanted"),
    [([], 95, None), ([5], 50, 5), ([1, 2, 3, 4], 50, 2), ([1, 2, 3, 4], 95, 4)],
)
def test_percentiles_are_nearest_rank(values, percent, wanted):
    """A figure that was measured, not one between two."""
    assert v.percentile(values, percent) == wanted
