"""A run as cells see it: it does what the runbook declares, once, and writes down everything."""

import contextlib
import subprocess
import sys

import pytest

from fpcache_ops.errors import Refused
from fpcache_ops.operations.conclusion import StepStatus, steps_of
from fpcache_ops.operations.criteria import load
from fpcache_ops.operations.journal import Journal, plain, verify
from fpcache_ops.operations.session import Run, RunbookFault, open_run
from fpcache_ops.operations.tables import Table


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A run of a runbook with two steps and one check."""
    Journal(tmp_path / "journal.jsonl").append(
        "run_opened",
        run="20261123T000000Z-tiny",
        runbook="tiny",
        mode="check",
        parameters={},
        secrets=[],
        steps=[{"key": "one", "title": "The first"}, {"key": "two", "title": "The second"}],
        criteria=[plain(load()["real_hidden"])],
        escalation=[],
    )
    monkeypatch.setenv("FPCACHE_RUN", str(tmp_path))
    return open_run()


def records(run):
    return verify(run.folder / "journal.jsonl").records


def test_a_step_is_written_down_as_it_goes(run):
    """Its start, its evidence and its end are in the journal, each before the next begins."""
    with run.step("one") as step:
        assert records(run)[-1]["event"] == "step_started"
        step.evidence(findings=3, digest=b"\x00", share=float("nan"))
        assert records(run)[-1]["facts"] == {"findings": 3, "digest": "b'\\x00'", "share": "nan"}
    (done,) = steps_of(records(run))
    assert (done.key, done.title, done.status) == ("one", "The first", StepStatus.FINISHED)


def test_a_step_that_raises_has_failed(run):
    """With what was raised; the evidence noted before stays, and the cell fails too."""
    with contextlib.suppress(ZeroDivisionError), run.step("one") as step:
        step.evidence(seen=1)
        1 / 0  # noqa: B018
    (failed,) = steps_of(records(run))
    assert failed.status is StepStatus.FAILED
    assert failed.detail == "ZeroDivisionError: division by zero"
    assert failed.evidence == {"seen": 1}


def test_an_interrupted_step_has_failed(run):
    """Ctrl-C is no way to finish."""
    with pytest.raises(KeyboardInterrupt), run.step("one"):
        raise KeyboardInterrupt
    assert steps_of(records(run))[0].status is StepStatus.FAILED


def test_only_what_is_declared_can_be_done_and_only_once(run):
    """A check cannot be made again until it passes, nor a step be repeated or nested."""
    with pytest.raises(RunbookFault, match='no step "tow"; nearest is two'), run.step("tow"):
        pass
    with pytest.raises(RunbookFault, match="no check"):
        run.check("real_hiden", 0, 1)
    run.check("real_hidden", 1, 24)
    with pytest.raises(RunbookFault, match="was made before"):
        run.check("real_hidden", 0, 24)
    with (
        run.step("one"),
        pytest.raises(RunbookFault, match="within step one"),
        run.step("two"),
    ):
        pass
    with pytest.raises(RunbookFault, match="started before"), run.step("one"):
        pass
    # Nor in a second session of the same run, for what counts is the journal.
    again = Run(run.folder)
    with pytest.raises(RunbookFault, match="started before"), again.step("one"):
        pass
    with pytest.raises(RunbookFault, match="was made before"):
        again.check("real_hidden", 0, 24)


def test_a_check_shows_its_result_as_a_word(run):
    """In the notebook as on the terminal, escaped."""
    checked = run.check("real_hidden", 0, 24)
    assert checked.passed
    assert repr(checked).startswith("PASS  Real vulnerabilities hidden: 0 of 24, wanted none")
    assert "<b>PASS</b>" in checked._repr_html_()


def test_a_table_is_the_same_everywhere(run):
    """Columns from the rows, numbers on the right, text escaped."""
    table = run.table("Passes", [{"Pass": "<first>", "Hits": 0}, {"Pass": "again", "Hits": 98}])
    assert repr(table) == "Passes\nPass     Hits\n<first>     0\nagain      98"
    assert '<td>&lt;first&gt;</td><td class="number">0</td>' in table._repr_html_()
    assert records(run)[-1]["table"]["rows"] == [["<first>", 0], ["again", 98]]
    assert repr(Table.of("None", [])) == "None\n"


def test_by_hand_nothing_would_be_recorded(monkeypatch):
    """A notebook that nobody runs says how it is run."""
    monkeypatch.delenv("FPCACHE_RUN", raising=False)
    with pytest.raises(Refused, match="fpcache runbook run"):
        open_run()


@pytest.mark.parametrize(
    ("module", "slow"),
    [
        ("session", {"httpx", "pydantic", "sqlalchemy", "jupyter_client", "papermill"}),
        ("runner", {"httpx", "sqlalchemy", "jupyter_client", "papermill", "jinja2"}),
    ],
)
def test_what_every_run_imports_is_soon_there(module, slow):
    """The store, the client, papermill and the report's template wait until they are used."""
    shows = f"import sys, fpcache_ops.operations.{module}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", shows], capture_output=True, check=True, text=True
    )
    assert not slow & set(loaded.stdout.split())
