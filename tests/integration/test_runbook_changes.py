"""Runbooks that change something: planned first, applied by digest, taken up after a crash.

The world that they change here is a file, so that every change that was made can be counted.
"""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import time_machine

from fpcache_ops.errors import Refused, UnusableInput
from fpcache_ops.operations import runner
from fpcache_ops.operations.conclusion import Conclusion
from fpcache_ops.operations.journal import Tampered, verify
from fpcache_ops.operations.lock import holding
from fpcache_ops.operations.plan import LIFETIME
from tests.unit.operations import tiny

# Nobody listens there: what changes in these tests is a file.
SERVER = "http://127.0.0.1:9"

KIND = """
import os
from pathlib import Path
from fpcache_ops.operations.changes import KINDS, Kind, Trace

world = Path(os.environ["TEST_WORLD"])

def trip(where, token):
    fuse = world / f"die-{where}-{token.partition('/')[2]}"
    if fuse.exists():
        fuse.unlink()
        os.kill(os.getpid(), 9)

def make(operator, arguments, token):
    trip("before", token)
    with (world / "made").open("a") as file:
        file.write(f"{arguments['name']} {token}\\n")
    trip("after", token)
    return {"made": arguments["name"]}

def find(reader, arguments, token):
    if (world / "mute").exists():
        return Trace.UNKNOWN, {"why": "the world is silent"}
    made = token in (world / "made").read_text() if (world / "made").exists() else False
    return (Trace.MADE if made else Trace.NOT_MADE), {}

KINDS["mark"] = Kind(make, find)
"""
LOOK = """
with run.step("look") as step:
    size = int((world / "size").read_text())
    step.evidence(size=size)
"""
PLAN = """
from fpcache_ops.operations.plan import Cap, Change, Fact
run.plan(
    [Change(key=f"mark-{name}", title=f"Mark {name}", kind="mark", arguments={"name": name},
            undo="nothing") for name in ("a", "b", "c")],
    facts=[Fact(name="size of the world", value=size, slack=0.1)],
    caps=[Cap(name="size of the world", value=size, limit=limit, parameter="limit")],
)
"""
APPLY = ("run.apply()", "apply")
VERIFY = """
with run.step("verify"):
    display(run.check("real_hidden", 0, 3))
"""
CELLS: list[Any] = [tiny.OPEN, KIND, LOOK, PLAN, APPLY, VERIFY]
PARAMETERS = [
    {"name": "server", "type": "url", "default": "", "help": "x"},
    {
        "name": "environment",
        "type": "choice",
        "default": "staging",
        "choices": ["staging", "production"],
        "help": "x",
    },
    {"name": "limit", "type": "integer", "default": 1000, "help": "x"},
    {"name": "api_key", "type": "secret_reference", "default": "", "help": "x"},
]


class Books:
    """A runbook, the world that it changes, and the runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = folder / "world"
        self.world.mkdir()
        (self.world / "size").write_text("100")
        self.runs = folder / "runs"
        self.write(CELLS)

    def write(self, cells: list[Any], **changes: Any) -> None:
        """Write the runbook, anew."""
        declared = {
            "risk": "medium",
            "changes": True,
            "environments": ["rehearsal", "staging"],
            "parameters": PARAMETERS,
            "steps": [
                {"key": "look", "title": "Look", "phase": "diagnosis"},
                {"key": "verify", "title": "Verify", "phase": "verify"},
            ],
        }
        self.book = tiny.write(self.folder, cells, **{**declared, **changes})

    def plan(self, **parameters: Any) -> Conclusion:
        """Make a plan."""
        given = {"server": SERVER, **parameters}
        return runner.plan(self.book, given, runs_dir=self.runs)

    def apply(self, plan: Conclusion) -> Conclusion:
        """Apply a plan."""
        assert plan.plan is not None, plan.reason
        return runner.apply(self.book, plan.plan[:12], runs_dir=self.runs)

    def resume(self, broken: Conclusion) -> Conclusion:
        """Take up a run."""
        return runner.resume(broken.run, runs_dir=self.runs)

    @property
    def made(self) -> list[str]:
        """What was changed, by name, in order."""
        file = self.world / "made"
        return [line.split()[0] for line in file.read_text().splitlines()] if file.exists() else []


@pytest.fixture
def books(tmp_path, monkeypatch):
    books = Books(tmp_path)
    monkeypatch.setenv("TEST_WORLD", str(books.world))
    return books


def events(conclusion: Conclusion) -> list[str]:
    return [r["event"] for r in verify(Path(conclusion.files["journal"])).records]


def test_a_plan_changes_nothing_and_its_digest_makes_each_change_once(books):
    """What was shown is what is made; the cells after the plan were not executed for it."""
    planned = books.plan()
    assert (planned.conclusion, planned.mode) == ("pass", "plan"), planned.reason
    assert planned.reason == "Planned 3 changes. Nothing was changed."
    assert books.made == []
    notebook = json.loads(Path(planned.files["notebook"]).read_text())
    counts = [c["execution_count"] for c in notebook["cells"] if c["cell_type"] == "code"]
    assert counts[-2:] == [None, None]
    applied = books.apply(planned)
    assert applied.conclusion == "pass", applied.reason
    assert applied.reason == "All 5 steps finished and all 1 checks passed. Made 3 changes."
    assert applied.plan == planned.plan
    assert books.made == ["a", "b", "c"]


def test_the_notebook_cannot_change_anything_while_it_plans(books):
    """Calling apply in an earlier cell is a fault of the runbook, not a change."""
    books.write([tiny.OPEN, KIND, LOOK, PLAN, "run.apply()", APPLY, VERIFY])
    planned = books.plan()
    assert planned.conclusion == "error"
    assert "only a run that was given a plan" in planned.reason
    assert books.made == []


def test_drift_is_refused(books):
    """A fact that moved further than was allowed; a little is not drift."""
    planned = books.plan()
    (books.world / "size").write_text("111")
    refused = books.apply(planned)
    assert refused.conclusion == "refused"
    assert "size of the world was 100, and now is 111" in refused.reason
    assert books.made == []
    (books.world / "size").write_text("110")
    assert books.apply(planned).conclusion == "pass"


def test_a_change_that_is_called_for_no_longer_is_drift(books):
    """The plan is made anew, and has to be the same."""
    books.write([c.replace('("a", "b", "c")', "names") if c is PLAN else c for c in CELLS])
    cells = [
        'names = ["a", "b"] if (world / "less").exists() else ["a", "b", "c"]\n' + c
        if c is LOOK
        else c.replace('("a", "b", "c")', "names")
        if c is PLAN
        else c
        for c in CELLS
    ]
    books.write(cells)
    planned = books.plan()
    (books.world / "less").touch()
    refused = books.apply(planned)
    assert refused.conclusion == "refused"
    assert "the change mark-c is no longer called for" in refused.reason
    assert books.made == []


def test_a_bound_refuses_the_plan_itself(books):
    """Who means it raises the bound by a parameter, which is in the plan then."""
    (books.world / "size").write_text("1001")
    refused = books.plan()
    assert refused.conclusion == "refused"
    assert "at most 1000 is allowed; if that is meant, give -p limit=" in refused.reason
    assert books.apply(books.plan(limit=2000)).conclusion == "pass"


def test_what_refuses_before_anything_is_started(books):
    """An expired, unknown or ambiguous plan, an edited runbook, a foreign environment, a lock."""
    planned = books.plan()
    runs = len(list(books.runs.iterdir()))
    late = verify(Path(planned.files["journal"])).records[-1]["at"]
    with time_machine.travel(late, tick=True) as clock:
        clock.shift(LIFETIME + timedelta(minutes=1))
        with pytest.raises(Refused, match="expired"):
            books.apply(planned)
    with (
        holding(books.runs, SERVER, run="another", who="somebody"),
        pytest.raises(Refused, match=r"another run is changing .*: another, started by somebody"),
    ):
        books.apply(planned)
    for digest, told in (("0" * 12, "no plan"), ("abc", "is no digest"), ("zz" * 6, "no digest")):
        with pytest.raises(UnusableInput, match=told):
            runner.apply(books.book, digest, runs_dir=books.runs)
    with pytest.raises(Refused, match="may not change production: only rehearsal, staging"):
        books.plan(environment="production")
    with pytest.raises(UnusableInput, match="plan it first"):
        runner.run(books.book, runs_dir=books.runs)
    books.write([*CELLS, "1"])
    with pytest.raises(Refused, match="was edited since the plan was made"):
        books.apply(planned)
    assert books.made == []
    # One folder is that of the run that met the lock, one that of the locks.
    assert len(list(books.runs.iterdir())) <= runs + 2


@pytest.mark.parametrize(
    ("where", "change", "torn"),
    [("before", "mark-a", b""), ("after", "mark-b", b'{"n":99,"half')],
    ids=["before-mark-a", "after-mark-b"],
)
def test_killed_around_a_change_it_is_taken_up_and_made_once(where, change, torn, books):
    """SIGKILL of the kernel right before or after any change: never a pass, and after resume
    every change was made exactly once. A line that a full disk broke off stands in nobody's way.
    """
    planned = books.plan()
    (books.world / f"die-{where}-{change}").touch()
    broken = books.apply(planned)
    assert broken.conclusion == "error"
    assert "by SIGKILL" in broken.reason
    with Path(broken.files["journal"]).open("ab") as journal:
        journal.write(torn)
    resumed = books.resume(broken)
    assert resumed.conclusion == "pass", resumed.reason
    assert resumed.run == broken.run
    assert sorted(books.made) == ["a", "b", "c"]
    assert "found_out" in events(resumed)
    with pytest.raises(Refused, match="came to its end"):
        books.resume(resumed)


def test_what_cannot_be_found_out_is_not_done_again(books):
    """Whether a change was made is unknown: a person has to look."""
    planned = books.plan()
    (books.world / "die-after-mark-b").touch()
    broken = books.apply(planned)
    (books.world / "mute").touch()
    resumed = books.resume(broken)
    assert resumed.conclusion == "refused"
    assert "whether the change mark-b was made" in resumed.reason
    assert books.made == ["a", "b"]


def test_a_run_is_taken_up_only_as_it_began(books):
    """Not with another runbook, not a plan, and not when its journal was tampered with."""
    planned = books.plan()
    with pytest.raises(Refused, match="changed nothing"):
        books.resume(planned)
    for name in ("../x", "", "no-such-run"):
        with pytest.raises(UnusableInput, match="there is no run"):
            runner.resume(name, runs_dir=books.runs)
    (books.world / "die-after-mark-b").touch()
    broken = books.apply(planned)
    journal = Path(broken.files["journal"])
    whole = journal.read_bytes()
    journal.write_bytes(whole.replace(b"Mark c", b"Mark d", 1))
    with pytest.raises(Tampered):
        books.resume(broken)
    journal.write_bytes(whole)
    books.write([*CELLS, "1"])
    with pytest.raises(Refused, match="was edited since the run began"):
        books.resume(broken)
    assert books.made == ["a", "b"]


def test_a_deleted_verification_is_no_pass(books):
    """The changes were made, and nobody looked."""
    books.write(CELLS[:-1])
    applied = books.apply(books.plan())
    assert applied.conclusion == "inconclusive"
    assert "the step verify never happened" in applied.reason


def test_a_deleted_plan_is_no_pass(books):
    """Neither of the plan nor of what follows."""
    books.write([tiny.OPEN, KIND, LOOK, APPLY, VERIFY])
    planned = books.plan()
    assert planned.conclusion == "inconclusive"
    assert planned.reason == "It shows nothing: no plan was made."


def test_ctrl_c_in_the_middle_of_a_change(books):
    """Aborted; taken up again, the change that was under way is found out."""
    stuck = KIND.replace('trip("after", token)', 'Path("ready").touch(); wait(token)').replace(
        "def make",
        "def wait(token):\n"
        "    import time\n"
        '    if token.endswith("mark-b") and not (world / "go").exists():\n'
        "        time.sleep(600)\n\n"
        "def make",
    )
    books.write([stuck if c is KIND else c for c in CELLS])
    planned = books.plan()
    assert planned.plan is not None
    program = dedent(
        f"""
        import os, signal, sys
        from pathlib import Path
        from fpcache_ops.operations import runner
        made = Path({str(books.world / "made")!r})
        def look(record):
            if record["event"] == "step_started" and record["key"] == "mark-b":
                while not made.exists() or "b " not in made.read_text():
                    pass
                os.kill(os.getpid(), signal.SIGINT)
        sys.exit(runner.apply(
            Path({str(books.book)!r}), {planned.plan!r}, runs_dir=Path({str(books.runs)!r}),
            progress=look,
        ).exit_status)
        """
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.getcwd()},
        timeout=120,
        check=False,
    )
    assert done.returncode == 130
    (broken,) = [
        c
        for path in books.runs.iterdir()
        if (c := runner.load_conclusion(path)) is not None and c.mode == "apply"
    ]
    assert broken.conclusion == "aborted"
    (books.world / "go").touch()
    resumed = books.resume(broken)
    assert resumed.conclusion == "pass", resumed.reason
    assert books.made == ["a", "b", "c"]


def test_a_secret_is_in_no_file_of_any_run(books, monkeypatch):
    """Printed, noted, raised or answered: neither the key nor one of our own keys is kept."""
    secret = 'hunter2 "with" quotes \\ and more'
    ours = "fpc_" + "A1b2C3d4" * 4
    monkeypatch.setenv("A_KEY", secret)
    leak = f"""
import os
key = os.environ["A_KEY"]
print(key, "{ours}")
with run.step("look") as step:
    size = 100
    step.evidence(told={{"key": [key, "{ours}"]}}, **{{key: 1}})
{{key: key}}
"""
    cells: list[Any] = [tiny.OPEN, KIND, leak, PLAN, APPLY, VERIFY, "raise ValueError(key)"]
    books.write(cells)
    planned = books.plan(api_key="env:A_KEY")
    assert planned.conclusion == "pass", planned.reason
    applied = books.apply(planned)
    assert applied.conclusion == "error"
    assert "ValueError: [redacted]" in applied.reason
    for path in books.runs.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert "hunter2" not in text, path
            assert ours not in text, path
