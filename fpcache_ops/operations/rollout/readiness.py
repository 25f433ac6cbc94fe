"""Phase 1: every box of the readiness checklist by its evidence; what is not shown is not checked.

In staging and production the evidence is what runs left behind: conclusions whose journals are
intact, of this very code, not older than a week; reports; files. A rehearsal makes its own, on its
own service, and what it cannot make (a test report, a dashboard) it says is waived.
"""

import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

from fpcache_ops.client import OperatorClient
from fpcache_ops.errors import FpcacheError
from fpcache_ops.operations.changes import kind
from fpcache_ops.operations.conclusion import Conclusion, Mode, Word
from fpcache_ops.operations.criteria import Result
from fpcache_ops.operations.files import code_digest
from fpcache_ops.operations.journal import verify
from fpcache_ops.operations.rollout import changing, ways
from fpcache_ops.operations.rollout.deploying import BLUE
from fpcache_ops.operations.rollout.validating import known_case, validate
from fpcache_ops.operations.rollout.where import Place
from fpcache_ops.operations.runner import load_conclusion
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.specimens import asked
from fpcache_ops.operations.tables import Cell
from fpcache_ops.stores.switch import OFF_FILE
from fpcache_ops.wire.management import SelectorBody

FRESH = timedelta(days=7)
_MOST_BYTES = 50_000_000


class NotShown(Exception):
    """The evidence of a box is missing, old, of other code, or says something else."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows a box: a sentence, and where it is to be read."""

    told: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the checklist: ``state`` is shown, waived or not shown."""

    key: str
    title: str
    state: str
    told: str
    where: str = ""


TITLES = {
    "validation": "Validated in staging: hits, equal answers, nothing real hidden",
    "latency": "Latency measured: cached answers within their limits",
    "dashboard": "Dashboard exported",
    "tests": "Test suite green",
    "emergency": "Emergency procedures rehearsed",
    "rollback": "Rollback drilled",
    "version": "Version tagged",
    "schema": "Schema verified",
}


@dataclass(frozen=True, slots=True)
class Checklist:
    """All boxes."""

    boxes: tuple[Box, ...]

    @property
    def not_shown(self) -> int:
        """How many boxes have no evidence."""
        return sum(box.state == "not shown" for box in self.boxes)

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {box.key: f"{box.state}: {box.told} {box.where}".strip() for box in self.boxes}

    @property
    def title(self) -> str:
        """Of the table."""
        return f"Readiness: {self.not_shown} of {len(self.boxes)} boxes not shown"

    @property
    def rows(self) -> list[dict[str, Cell]]:
        """The table: a row for each box."""
        return [
            {"box": box.title, "": box.state, "evidence": box.told, "where": box.where or "-"}
            for box in self.boxes
        ]


def checklist(run: Run, place: Place) -> Checklist:
    """Look for the evidence of every box."""
    given = run.parameters
    runs = run.folder.parent
    found: dict[str, Callable[[], Evidence]] = {
        "validation": lambda: of_run(runs, "validate-cache"),
        "latency": lambda: of_latency(runs),
        "dashboard": lambda: of_dashboard(str(given["dashboard"])),
        "tests": lambda: of_tests(str(given["tests"]), datetime.now(UTC)),
        "emergency": lambda: of_procedures(runs, str(given["procedures"]).split(",")),
        "rollback": lambda: of_drill(runs),
        "version": lambda: of_version(place),
        "schema": lambda: of_schema(place),
    }
    if place.is_rehearsal:
        found |= {
            "validation": lambda: rehearsed_validation(place),
            "latency": lambda: rehearsed_latency(place),
            "emergency": lambda: rehearsed_procedure(place),
            "rollback": lambda: rehearsed_drill(run, place),
        }
    return Checklist(tuple(_box(key, found[key], place) for key in TITLES))


def _box(key: str, look: Callable[[], Evidence], place: Place) -> Box:
    try:
        evidence = look()
    except (NotShown, FpcacheError) as error:
        if place.is_rehearsal and key in ("dashboard", "tests"):
            return Box(key, TITLES[key], "waived", f"a rehearsal goes without: {error}")
        return Box(key, TITLES[key], "not shown", str(error))
    return Box(key, TITLES[key], "shown", evidence.told, evidence.where)


# --- what runs left behind ---------------------------------------------------------------


def of_run(
    runs: Path, runbook: str, wanted: Callable[[Conclusion], bool] = lambda _: True
) -> Evidence:
    """The newest run of a runbook that passed, is intact, fresh, and of this code."""
    conclusion, folder = _newest(runs, runbook, wanted)
    return Evidence(conclusion.reason, str(folder / "report.html"))


def _newest(
    runs: Path, runbook: str, wanted: Callable[[Conclusion], bool]
) -> tuple[Conclusion, Path]:
    folders = sorted(runs.glob(f"*-{runbook}*/conclusion.json"), reverse=True)
    for file in folders:
        conclusion = load_conclusion(file.parent)
        if conclusion is None or conclusion.runbook != runbook or conclusion.mode is Mode.PLAN:
            continue
        if not wanted(conclusion):
            continue
        records = verify(file.parent / "journal.jsonl", conclusion.digests["journal"]).records
        age = datetime.now(UTC) - datetime.fromisoformat(conclusion.ended_at)
        if conclusion.conclusion is not Word.PASS:
            raise NotShown(f"the newest run of {runbook} concluded {conclusion.conclusion}")
        if age > FRESH:
            raise NotShown(f"the newest run of {runbook} is {age.days} days old")
        if records[0]["code_sha256"] != code_digest():
            raise NotShown(f"the newest run of {runbook} is of other code")
        return conclusion, file.parent
    raise NotShown(f"no run of {runbook} in {runs}")


def of_latency(runs: Path) -> Evidence:
    """The checks of the latency in the newest validation."""
    conclusion, folder = _newest(runs, "validate-cache", lambda _: True)
    names = ("hit_latency_p95", "hit_latency_mean")
    made = [one for one in conclusion.checks if one.name in names and one.result is Result.PASS]
    if len(made) != len(names):
        raise NotShown(f"{folder.name} did not measure it")
    told = "; ".join(f"{one.title} {one.value_text} of {one.sample}" for one in made)
    return Evidence(told, str(folder / "report.html"))


def of_procedures(runs: Path, names: Sequence[str]) -> Evidence:
    """A run of each, with its changes made."""
    wanted = [name.strip() for name in names if name.strip()]
    if not wanted:
        raise NotShown("no procedure was named")
    found = [of_run(runs, name, lambda c: c.mode is not Mode.PLAN) for name in wanted]
    return Evidence(f"{len(found)} of {len(wanted)} passed: {', '.join(wanted)}", found[0].where)


def of_drill(runs: Path) -> Evidence:
    """The newest drill of the page `rollback`, with its seconds."""
    conclusion, folder = _newest(runs, "rollback", lambda c: c.parameters.get("drill") is True)
    seconds = [one for one in conclusion.checks if one.name == "rollback_seconds"]
    if not seconds:
        raise NotShown(f"{folder.name} did not measure the seconds")
    return Evidence(f"back in {seconds[0].value_text}", str(folder / "report.html"))


def of_dashboard(file: str) -> Evidence:
    """A Grafana dashboard with panels."""
    if not file:
        raise NotShown("no exported dashboard was named (-p dashboard=FILE)")
    raw = _content(file)
    try:
        panels = len(json.loads(raw)["panels"])
    except (ValueError, KeyError, TypeError):
        panels = 0
    if not panels:
        raise NotShown(f"{file} is no dashboard with panels")
    return Evidence(f"{panels} panels, sha256 {hashlib.sha256(raw).hexdigest()[:12]}", file)


def of_tests(file: str, now: datetime) -> Evidence:
    """A JUnit report: tests were run, and none failed."""
    if not file:
        raise NotShown("no test report was named (-p tests=JUNIT.xml)")
    raw = _content(file)
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise NotShown(f"{file} declares entities: it is not read")
    try:
        root = ET.fromstring(raw)  # noqa: S314
        suites = [root] if root.tag == "testsuite" else list(root.iter("testsuite"))
        tests, failed, skipped = (
            sum(int(suite.get(name, "0")) for suite in suites for name in names)
            for names in (("tests",), ("failures", "errors"), ("skipped",))
        )
    except (ET.ParseError, ValueError):
        raise NotShown(f"{file} is no JUnit report") from None
    age = now - datetime.fromtimestamp(Path(file).stat().st_mtime, UTC)
    if failed or not tests or tests == skipped:
        raise NotShown(f"{failed} of {tests} tests failed, {skipped} were skipped")
    if age > FRESH:
        raise NotShown(f"the test report is {age.days} days old")
    return Evidence(f"0 of {tests} failed, {skipped} skipped", file)


def of_version(place: Place) -> Evidence:
    """Green has a name of its own; that it is another than blue's can be seen."""
    green, blue = place.intent.green, place.deployer.instances().get(BLUE)
    if blue is None:
        raise NotShown("blue does not run")
    if not green.label or green.label == blue.version.label:
        raise NotShown(f"green is called {green.label or 'nothing'}, as blue is")
    return Evidence(f"{blue.version.label} to {green.label}", green.source)


def of_schema(place: Place) -> Evidence:
    """Blue says that its database is as it must be."""
    with place.client(BLUE) as client:
        health = client.health()
        entries = client.stats().entries
    if health.get("database") != "ok":
        raise NotShown(f"the database is {health.get('database')}")
    return Evidence(f"database ok, {entries} entries")


def _content(file: str) -> bytes:
    path = Path(file)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise NotShown(f"{file} is too large to be it")
        return path.read_bytes()
    except OSError as error:
        raise NotShown(f"{file} cannot be read ({error.strerror})") from None


# --- what a rehearsal does itself ---------------------------------------------------------


def rehearsed_validation(place: Place) -> Evidence:
    """Blue answers known findings: hits the second time, and nothing real hidden."""
    seen = validate(place, known_case(), BLUE)
    hits, of = seen.hits
    wrong, differing = seen.hidden, seen.differing
    if hits < of or not of or wrong.count or not wrong.sample or differing.count:
        raise NotShown(
            f"{hits} of {of} hits, {wrong.count} of {wrong.sample} hidden, "
            f"{differing.count} answers differ"
        )
    return Evidence(f"rehearsed now: {hits} of {of} hits, hidden {wrong.count} of {wrong.sample}")


def rehearsed_latency(place: Place) -> Evidence:
    """Blue's cached answers are quick enough; how quick is noted, the limit is phase 3's."""
    p95, sample = validate(place, known_case(), BLUE).p95
    if p95 is None:
        raise NotShown("nothing was answered from the cache")
    return Evidence(f"rehearsed now: p95 {p95:g} ms, {sample} answers")


def rehearsed_procedure(place: Place) -> Evidence:
    """Verdicts are withdrawn, are not served then, and are restored."""
    repository = "fpcache/rehearsed-procedure"
    url = place.deployer.instances()[BLUE].url
    with OperatorClient(url, place.api_key) as operator:
        asked(operator, repository)
        done = operator.invalidate(SelectorBody(repository=repository), "a rehearsal")
        if done.id is None:
            raise NotShown("nothing was withdrawn")
        found = operator.entries(repository=repository).entries
        served = sum(one.outcome == "hit" for one in found)
        operator.restore(done.id)
        back = sum(one.outcome == "hit" for one in operator.entries(repository=repository).entries)
    if not done.count or served or not back:
        raise NotShown(f"{done.count} withdrawn, {served} still served, {back} restored")
    return Evidence(f"rehearsed now: {done.count} withdrawn, 0 of {len(found)} served, restored")


def rehearsed_drill(run: Run, place: Place) -> Evidence:
    """The cache is switched off by its file, every instance says so, and it is switched on."""
    now = ways.look(place)
    arguments = {"off_file": str(place.deployer.store.with_name(OFF_FILE))}
    with OperatorClient(place.deployer.entry, place.api_key) as operator:
        at = time.time()
        kind("off_file").make(operator, arguments, run.id)
        try:
            off = ways.watch(place, ways.Way.FILE, now, at)
        finally:
            kind(changing.OFF_FILE_AWAY).make(operator, arguments, run.id)
    if off.seconds is None or not off.instances or off.failed:
        raise NotShown(f"{off.not_reporting} did not report, {off.failed} requests failed")
    return Evidence(
        f"rehearsed now: off in {off.seconds:g} s on {off.instances} of {off.instances}, "
        f"{off.failed} of {off.requests} requests failed"
    )
