"""Roll-outs in rehearsal: real services, a real proxy, traffic, and the pages one by one.

The pages' cells are executed in this process; `make prove` runs all faults with a kernel each.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from fpcache_ops.errors import Refused
from fpcache_ops.operations import kernel, runner
from fpcache_ops.operations.conclusion import Word
from fpcache_ops.operations.kernel import KernelRun
from fpcache_ops.operations.rollout import running, where
from fpcache_ops.operations.rollout.deploying import BLUE, GREEN
from fpcache_ops.operations.rollout.record import JOURNAL, PHASES, State, standing
from fpcache_ops.operations.rollout.rehearsing import RehearsedDeployment
from fpcache_ops.operations.rollout.where import Intent
from fpcache_ops.operations.runner import load_conclusion
from tests.faults.rollout import FAULTS, NONE, criteria_for_a_busy_machine, errors, roll_out
from tests.inprocess import cells_here

CHOSEN = [*(fault for fault in FAULTS if fault.name in ("wrong key", "metrics missing")), errors(4)]


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory) -> Iterator[RehearsedDeployment]:
    with cells_here(), RehearsedDeployment(tmp_path_factory.mktemp("phases") / "d") as running_:
        yield running_


def test_a_roll_out_goes_through_and_fails_no_request(rehearsed, tmp_path) -> None:
    limits = criteria_for_a_busy_machine(tmp_path)
    came, clients = roll_out(
        NONE,
        rehearsed,
        tmp_path,
        look_seconds=0.25,
        rate=20.0,
        criteria_file=limits,
    )
    assert [one.page for one in came.phases] == list(PHASES)
    assert all(one.passed for one in came.phases), came.phases
    assert clients.failed == 0
    assert clients.requests > 30
    assert rehearsed.deployer.routed() == 100
    assert came.state is State.PROVISIONAL
    assert came.reason.endswith("still to come: check-1h, check-24h")
    four = load_conclusion(tmp_path / "runs" / came.phases[-1].run)
    assert four is not None
    power = next(t for t in four.tables if "can show" in t["title"])
    assert [row[0] for row in power["rows"]] == ["1 point", "2 points", "5 points"]
    # The same journal tells the same again; a second roll-out is not begun over it.
    assert standing(rehearsed.folder, tmp_path / "runs") == came
    with pytest.raises(Refused, match="the record of another roll-out"):
        running.RollOut(
            rehearsed.folder, where.load_intent(rehearsed.folder), runs=tmp_path / "runs"
        )


@pytest.mark.parametrize("fault", CHOSEN, ids=lambda fault: fault.name)
def test_a_fault_is_stopped_in_its_phase_and_taken_back(
    fault, rehearsed, tmp_path, monkeypatch
) -> None:
    # What it checks is the same for all, and takes a while.
    pages = {page: minutes for page, minutes in PHASES.items() if page != "phase-1-prepare"}
    monkeypatch.setattr(running, "PHASES", pages)
    limits = criteria_for_a_busy_machine(tmp_path)
    came, clients = roll_out(
        fault, rehearsed, tmp_path, look_seconds=0.25, rate=20.0, criteria_file=limits
    )
    assert came.state is State.ROLLED_BACK
    stopped = came.phases[-1]
    assert stopped.page == fault.phase
    assert not stopped.passed
    assert re.search(fault.why, stopped.reason), stopped.reason
    assert all(one.passed for one in came.phases[:-1])
    assert came.rolled_back is not None
    assert came.rolled_back["seconds"] < 5
    assert rehearsed.deployer.routed() == 0
    if fault.phase == "phase-3-validate":
        # Nobody's requests had gone there.
        assert clients.failed == 0


@pytest.mark.parametrize("way", ["version", "file"])
def test_the_drill_measures_there_and_back(rehearsed, tmp_path, way) -> None:
    deployer = rehearsed.deployer
    # What another test left there may be at fault.
    deployer.route(0)
    if GREEN in deployer.instances():
        deployer.stop(GREEN)
    deployer.start(GREEN, deployer.instances()[BLUE].version)
    deployer.route(50)
    intent = Intent(
        id="a drill",
        green=deployer.instances()[GREEN].version,
        environment="rehearsal",
        who="tests",
        started_at="",
    )
    where.save(rehearsed.folder, where.INTENT, intent)
    sending = rehearsed.send_traffic(20.0)
    parameters = {
        "rollout": str(rehearsed.folder),
        "server": deployer.entry,
        "environment": "rehearsal",
        "way": way,
        "drill": True,
    }
    planned = runner.plan("rollback", parameters, runs_dir=tmp_path)
    assert planned.plan is not None, planned.reason
    came = runner.apply("rollback", planned.plan, runs_dir=tmp_path)
    sending.stop()
    assert came.conclusion is Word.PASS, came.reason
    checks = {one.name: one for one in came.checks}
    assert checks["rollback_silent"].sample == (1 if way == "version" else 2)
    assert checks["rollback_failed"].sample > 0
    drill = next(t for t in came.tables if t["title"] == "The drill")
    assert [row[0] for row in drill["rows"]] == ["flip", "back"]
    assert all(row[1] < 5 for row in drill["rows"])
    assert not any(row[3].endswith(" of 0") for row in drill["rows"])
    # It is as it was.
    assert deployer.routed() == 50
    assert httpx.get(f"{deployer.entry}/health").json()["cache"] == "on"


@pytest.mark.parametrize("name", ["phase-2-blue-green", "phase-4-traffic", "rollback"])
def test_a_page_with_changes_rehearses_by_itself(name, tmp_path, monkeypatch) -> None:
    """Given nothing, it makes its changes on a deployment of its own."""
    limits = criteria_for_a_busy_machine(tmp_path)
    with cells_here(), ExitStack() as ended:
        # In a kernel of its own it ends with the kernel.
        monkeypatch.setattr(
            where,
            "RehearsedDeployment",
            lambda folder: ended.enter_context(RehearsedDeployment(folder)),
        )
        planned = runner.plan(name, {}, runs_dir=tmp_path)
        assert planned.plan is not None, planned.reason
        came = runner.apply(name, planned.plan, runs_dir=tmp_path, criteria=limits)
    assert came.conclusion is Word.PASS, came.reason


def test_a_phase_that_is_given_too_little_time_is_stopped(rehearsed, tmp_path, monkeypatch) -> None:
    """Its budget of half an hour is 30 ms here, and nothing of it passes."""
    monkeypatch.setattr(kernel, "KernelRun", KernelRun)
    (rehearsed.folder / JOURNAL).unlink(missing_ok=True)
    intent = Intent(
        id="in haste",
        green=rehearsed.deployer.instances()[BLUE].version,
        environment="rehearsal",
        who="tests",
        started_at="2026-01-01T00:00:00+00:00",
    )
    told: list[str] = []
    came = running.RollOut(
        rehearsed.folder, intent, runs=tmp_path, tell=told.append, minute=0.001
    ).run(roll_back=False)
    assert came.state is State.STOPPED
    (only,) = came.phases
    assert only.conclusion is Word.ERROR
    assert re.search(r"stopped: its time of .* was up", only.reason)
    assert only.budget_seconds == 0.03
    assert only.is_over
    assert "over its budget" in only.took
    assert told[0].endswith("of 30 ms.")
