"""Why missed: planted causes come back, each finding with what was asked before."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from fpcache_ops.analysis import causes, dearest_misses, missed_findings, open_log
from fpcache_ops.cli import app
from fpcache_ops.core.entry import Invalidation, Selector
from fpcache_ops.core.lookup import (
    Candidate,
    Found,
    ServingRule,
    SwitchState,
    cause_of,
    decide,
    name_of,
)
from fpcache_ops.core.taxonomy import Severity
from fpcache_ops.core.verdict import ValidatorIdentity
from tests.factories import LIFETIME, NOW, PARTS, VALIDATOR, a_verdict, an_entry
from tests.unit.analysis.logs import a_log, lines
from tests.unit.lookuplog.rows import a_row, judged

EACH = 50
ON, OFF = SwitchState(True, "test"), SwitchState(False, "test")
WITHDRAWN = Invalidation(9, Selector(tenant="t"), "ann", NOW, "an advisory")


def changed(part: int) -> Found:
    """A neighbour that differs in one part, and in those after it."""
    parts = [
        (name, f"{digest}{'!' if n >= part else ''}") for n, (name, digest) in enumerate(PARTS)
    ]
    return Found(neighbour=an_entry(part_digests=tuple(parts)))


def known(*, withdrawn: bool = False, genuine: bool = True, **entry: Any) -> Found:
    return Found([Candidate(an_entry(**entry), genuine, WITHDRAWN if withdrawn else None)])


# What is planted: the cause, what the store knows, the switch and the time.
PLANTED = {
    "first_seen": (Found(), ON, NOW),
    "swept": (Found(swept=True), ON, NOW),
    **{f"changed:{name}": (changed(n), ON, NOW) for n, (name, _) in enumerate(PARTS)},
    "expired": (known(), ON, NOW + LIFETIME),
    "invalidated:an advisory": (known(withdrawn=True), ON, NOW),
    "outdated": (known(verdict=a_verdict(judged_by=ValidatorIdentity("v", "0"))), ON, NOW),
    "bypass": (known(), OFF, NOW),
    "unknown": (known(genuine=False), ON, NOW),
}
BEFORE = "2026-11-02T10:00:00.000000Z"


def planted() -> tuple[list[dict], dict[str, str]]:
    """Rows as the pipeline writes them, and the cause of each path that missed."""
    rows: list[dict[str, Any]] = []
    truth: dict[str, str] = {}
    for cause, (found, switch, now) in PLANTED.items():
        outcome = decide(
            found,
            part_digests=PARTS,
            validator=VALIDATOR,
            severity=Severity.HIGH,
            rule=ServingRule(),
            switch=switch,
            now=now,
        )
        assert cause_of(outcome) == cause
        for number in range(EACH):
            path = f"{cause}/{number}.py"
            row = {"path": path, "from_request": "2", "validation_us": 1000 + number}
            row["occurred_at"] = f"2026-11-03T10:00:00.{number:06}Z"
            evidence = f"{path} now"
            truth[path] = cause
            if cause != "first_seen":
                old = f"{path} before" if cause.startswith("changed:") else evidence
                file = "old" if cause.startswith("changed:") else "new"
                rows.append(
                    a_row(path=path, evidence_digest=old, file_digest=file, from_request="1",
                          occurred_at=BEFORE)
                )  # fmt: skip
            rows.append(
                judged(name_of(outcome), cause, evidence_digest=evidence, file_digest="new", **row)
            )
            # What is no miss: the same finding again in its request, and once more later.
            rows.append(judged(name_of(outcome), cause, evidence_digest=evidence, file_digest="new",
                               **row | {"validation_us": 0}))  # fmt: skip
            rows.append(
                a_row(path=path, evidence_digest=evidence, file_digest="new", from_request="3",
                      occurred_at="2026-11-04T10:00:00.000000Z")
            )  # fmt: skip
    for number in range(EACH):
        path = f"unplaced/{number}.py"
        truth[path] = "unplaced"
        rows.append(judged("miss", "unplaced", path=path, evidence_digest=None, from_request="2"))
    return rows, truth


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return a_log(tmp_path_factory.mktemp("log"), planted()[0])


def test_every_planted_cause_comes_back_and_no_other(log):
    """Precision and recall of each kind are 1: the findings listed under it are those planted."""
    truth = planted()[1]
    found = {one.path: one.cause for one in missed_findings(log, most=10_000)}
    every, total = causes(log)

    assert len(truth) == EACH * (len(PLANTED) + 1)
    assert found == truth
    assert {one.cause: one.misses for one in every} == dict.fromkeys(set(truth.values()), EACH)
    assert total.misses == len(truth) == sum(one.misses for one in every)
    assert total.judging_us == sum(one.judging_us for one in every)
    for cause in PLANTED:
        assert {one.path for one in missed_findings(log, cause=cause, most=1000)} == {
            path for path, planted_ in truth.items() if planted_ == cause
        }


def test_each_miss_comes_with_the_lookup_before_it_and_what_differs(log):
    """Never one of the same request, and never a later one."""
    for one in missed_findings(log, most=10_000):
        before = None if one.earlier_at is None else f"{one.earlier_at:%Y-%m-%dT%H:%M:%S.%fZ}"
        if one.cause in ("first_seen", "unplaced"):
            assert (before, one.differs) == (None, None), one
        elif one.cause.startswith("changed:"):
            part = one.cause.removeprefix("changed:")
            assert (before, one.earlier_outcome, one.differs) == (BEFORE, "hit", part), one
        else:
            assert (before, one.earlier_outcome, one.differs) == (BEFORE, "hit", "nothing"), one


def test_of_several_findings_of_a_rule_in_a_file_each_has_its_own_neighbour(tmp_path):
    """The second of two is compared with the second of two; equal evidence goes before place."""
    rows = [
        judged(occurred_at=f"2026-11-0{day}T10:00:0{n}.000000Z", from_request=str(day),
               evidence_digest=digest, cause=cause, validation_us=day * 10 + n)
        for day, n, digest, cause in [
            (2, 0, "a", "first_seen"), (2, 1, "b", "first_seen"),
            (3, 0, "a2", "changed:source"), (3, 1, "b2", "changed:source"),
            (4, 0, "b", "expired"),
        ]
    ]  # fmt: skip
    found = {one.judging_us: one for one in missed_findings(a_log(tmp_path, rows))}

    seconds = {us: one.earlier_at and one.earlier_at.strftime("%d %S") for us, one in found.items()}
    assert seconds == {20: None, 21: None, 30: "02 00", 31: "02 01", 40: "02 01"}
    assert [found[us].differs for us in (30, 31, 40)] == ["source", "source", "nothing"]


def test_the_dearest_come_first_and_are_bounded(log):
    """A table to read: as many as asked for, by what judging took."""
    listed = missed_findings(log, most=7)

    assert [one.judging_us for one in listed] == sorted(
        (one.judging_us for one in missed_findings(log, most=10_000)), reverse=True
    )[:7]
    assert len(dearest_misses(log, most=3)) == 3


# --- the command -------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(app, ["why-missed", *map(str, arguments)])


def test_the_command_prints_causes_that_add_up(tmp_path):
    """For people and for programs, the same numbers; and what the log lacks is told."""
    rows, truth = planted()
    (tmp_path / "a.jsonl").write_bytes(lines(rows) + b'{"torn')
    done = run("--log", tmp_path, "--format", "json", "--most", "2")

    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert told["skipped"] == 1
    assert told["misses"] == sum(one["misses"] for one in told["causes"]) == len(truth)
    assert Counter({one["cause"]: one["misses"] for one in told["causes"]}) == Counter(
        truth.values()
    )
    assert len(told["dearest"]) == 2

    table = run("--log", tmp_path, "--cause", "expired").stdout
    assert "1 line skipped" in table
    assert table.count("expired/") == 10
    for cause in set(truth.values()):
        assert f"\n{cause}" in table
    assert "changed:source/" not in table


def test_the_command_takes_a_part_of_the_log_and_says_when_there_is_nothing(tmp_path):
    """Bounds are those of open_log; no finding is no pass; a moment that is none is refused."""
    a_log(tmp_path, planted()[0]).close()
    day = datetime(2026, 11, 4, tzinfo=UTC)

    later = run("--log", tmp_path, "--since", f"{day:%Y-%m-%d}", "--format", "json")
    assert json.loads(later.stdout)["misses"] == 0
    nobody = run("--log", tmp_path, "--tenant", "nobody")
    assert (nobody.exit_code, "0 of 0" in nobody.stdout) == (3, True)
    beyond = run("--log", tmp_path, "--since", f"{day + timedelta(days=9):%Y-%m-%d}")
    assert beyond.exit_code == 3
    assert run("--log", tmp_path, "--since", "yesterday").exit_code == 2
    assert run("--log", tmp_path / "nowhere").exit_code == 2


def test_what_a_client_sent_reaches_no_terminal_as_a_command(tmp_path, monkeypatch):
    """Control characters are shown as what they are not, markup as text."""
    monkeypatch.delenv("COLUMNS", raising=False)  # lines are whole
    path = "\x1b]0;owned\x07[red]x.py"
    a_log(tmp_path, [judged(path=path)]).close()

    shown = run("--log", tmp_path).stdout
    assert "\x1b" not in shown
    assert "[red]x.py" in shown


def test_open_logs_do_not_share_anything(tmp_path):
    """Two logs, two answers."""
    for name, cause in (("one", "expired"), ("two", "swept")):
        (tmp_path / name).mkdir()
        a_log(tmp_path / name, [judged(cause=cause)]).close()
    first, second = (causes(open_log(tmp_path / name))[0][0] for name in ("one", "two"))
    assert (first.cause, second.cause) == ("expired", "swept")
