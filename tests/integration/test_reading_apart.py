"""Code that is read in processes apart: the same answers, and what kills one costs a finding."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpcache_ops import config
from fpcache_ops.bootstrap import assemble, hands_of
from fpcache_ops.core import cache
from fpcache_ops.core.entry import Selector
from fpcache_ops.core.evidence import Built, Unplaced
from fpcache_ops.core.finding import Expectation
from fpcache_ops.core.judging import ValidatorFailed
from fpcache_ops.core.lookup import name_of
from fpcache_ops.core.validation import Request
from fpcache_ops.core.waiting import WouldWait, hurried
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.service import validating
from fpcache_ops.service.app import create_app
from fpcache_ops.service.auth import DevelopmentKeys
from fpcache_ops.stores import flags
from fpcache_ops.validators.apart import BuiltApart, JudgedApart, Pool, PoolSettings, SeenApart
from fpcache_ops.validators.apart.hands import whole_files
from fpcache_ops.validators.apart.messages import Shelf
from fpcache_ops.wire.addresses import VALIDATE
from tests.differential import everything
from tests.factories import NOW, RealClock, a_finding
from tests.serving import served
from tests.upstream import judges

CHECKOUT = Path(__file__).parents[2]


@pytest.mark.parametrize("policy", ["file", "scope"])
def test_what_is_read_apart_is_what_is_read_here(policy: str):
    """Evidence, verdicts, and what is seen, on cases of all kinds and findings that are odd."""
    made = config.load(policy=policy)
    labelled = everything()[::80]
    asked = [(one.finding, SubmittedSources(one.files)) for one in labelled]
    big = "# " + "x" * 3_000_000 + "\nrun(given)\n"
    one_file = SubmittedSources({"a.py": "db.execute(given)\n", "b.xyz": "?", "c.py": big})
    odd = [
        a_finding("a.py", 0),
        a_finding("a.py", -1),
        a_finding("a.py", 99),
        a_finding("none.py"),
        a_finding("a.py", rule_id="\x00"),
        a_finding("a.py", expectation=Expectation("drop(table)")),
        a_finding("b.xyz"),
        a_finding("c.py", 2),
        a_finding("c.py", 2, rule_id="other"),
    ]
    asked += [(finding, one_file) for finding in odd]
    with hands_of(made, 0) as here, hands_of(made, 1) as apart:
        for finding, sources in asked:
            expected = here.builder.build(finding, sources)
            assert apart.builder.build(finding, sources) == expected
            assert apart.builder.build(finding, sources) == expected
            if isinstance(expected, Built):
                assert apart.look(expected.evidence) == here.look(expected.evidence)
                verdict = here.validator.judge(expected.evidence)
                assert apart.validator.judge(expected.evidence) == verdict


@pytest.fixture(scope="module")
def starts(tmp_path_factory) -> Iterator[Path]:
    """A line for each worker that began."""
    folder = tmp_path_factory.mktemp("workers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STARTS", str(folder / "starts"))
        patch.setenv("PYTHONPATH", str(CHECKOUT))
        yield folder / "starts"


@pytest.fixture(scope="module")
def pool(starts: Path) -> Iterator[Pool]:
    with Pool("tests.deadly_hands:deadly", PoolSettings(1, 60), RealClock()) as made:
        yield made


def begun(starts: Path) -> list[int]:
    return [int(line) for line in starts.read_text().splitlines()]


def build(pool: Pool, text: str, builder: BuiltApart | None = None) -> Built | Unplaced:
    return (builder or BuiltApart(pool)).build(a_finding("a.py"), SubmittedSources({"a.py": text}))


def test_whoever_reads_lets_others_go_first(pool: Pool, starts: Path):
    """A known verdict is not to wait for code that is read for somebody else."""
    assert isinstance(build(pool, "x = 0\n"), Built)
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, begun(starts)[-1]) == min(ours + 10, 19)


def test_a_file_that_ends_its_reader_costs_its_findings_and_no_others(pool: Pool, starts: Path):
    """It is tried twice, then never again; the next file is read by a new process."""
    assert isinstance(build(pool, "x = 1\n"), Built)
    before = len(begun(starts))
    dead = build(pool, "x = 'read to death'\n")
    assert isinstance(dead, Unplaced)
    assert "ended the process" in dead.reason
    assert isinstance(build(pool, "x = 2\n"), Built)
    known = len(begun(starts))
    assert known == before + 2
    assert build(pool, "x = 'read to death'\n") == dead
    assert isinstance(build(pool, "x = 1\n"), Built)
    assert len(begun(starts)) == known


def test_a_process_that_ends_by_chance_is_no_reason_to_lose_anything(pool: Pool, starts: Path):
    """Killed between two files, or while it reads one: read again."""
    assert isinstance(build(pool, "x = 1\n"), Built)
    os.kill(begun(starts)[-1], signal.SIGKILL)
    assert isinstance(build(pool, "x = 2\n"), Built)
    assert isinstance(build(pool, "x = 'once'\n"), Built)


def test_memory_without_end_is_refused(pool: Pool):
    """The worker lives on."""
    refused = build(pool, "x = 'memory'\n")
    assert isinstance(refused, Unplaced)
    assert "MemoryError" in refused.reason
    assert isinstance(build(pool, "x = 1\n"), Built)


def test_a_file_that_is_never_read_to_its_end_is_given_up(starts: Path):
    """Once, and its process ended; from then on it is known."""
    before = len(begun(starts)) if starts.exists() else 0
    with Pool("tests.deadly_hands:deadly", PoolSettings(1, 1.5), RealClock()) as made:
        for _ in range(2):
            given_up = build(made, "x = 'endless'\n")
            assert isinstance(given_up, Unplaced)
            assert "longer than 1.5 s" in given_up.reason
        (ended,) = begun(starts)[before:]
    with pytest.raises(ProcessLookupError):
        os.kill(ended, 0)


def test_what_ends_a_judge_is_not_judged(pool: Pool):
    """The validator fails, nothing is seen, and it is not asked about such evidence again."""
    judge, look, here = JudgedApart(whole_files().validator, pool), SeenApart(pool), whole_files()
    made = build(pool, "db.execute('judged to death' + input())\n")
    assert isinstance(made, Built)
    with pytest.raises(ValidatorFailed, match="ended the process"):
        judge.judge(made.evidence)
    assert look(made.evidence) == (False, False, None)

    made = build(pool, "db.execute('looked to death' + input())\n")
    assert isinstance(made, Built)
    assert judge.judge(made.evidence) == here.validator.judge(made.evidence)
    assert look(made.evidence) == (False, False, None)

    made = build(pool, "db.execute('alive' + input())\n")
    assert isinstance(made, Built)
    assert look(made.evidence) == here.look(made.evidence) != (False, False, None)


def test_workers_that_do_not_start_are_a_reason_too(starts: Path):
    """Known before anybody asks, tried again, and nothing is held against what was to be read."""
    with Pool("tests.deadly_hands:late", PoolSettings(1, 60), RealClock()) as made:
        assert made.trouble() is None
        made.start()
        assert "does not start" in (made.trouble() or "")
        unread = build(made, "x = 1\n")
        assert isinstance(unread, Unplaced)
        assert "does not start (it ended at once" in unread.reason
        starts.with_name("allowed").touch()
        assert made.trouble() is None
        assert isinstance(build(made, "x = 1\n"), Built)


def test_workers_end_with_the_pool(starts: Path):
    """And none begins afterwards."""
    with Pool("tests.deadly_hands:deadly", PoolSettings(1, 60), RealClock()) as made:
        build(made, "x = 1\n")
    started = begun(starts)
    with pytest.raises(ProcessLookupError):
        os.kill(started[-1], 0)
    assert isinstance(build(made, "x = 2\n"), Unplaced)
    assert begun(starts) == started


def test_a_service_reads_apart(tmp_path: Path):
    """Judged, then answered from the cache, all of it in other processes."""
    made = judges.settings(tmp_path, {"kind": "safe-patterns"})
    labelled = everything()[::200]
    files = {path: text for one in labelled for path, text in one.files.items()}
    with assemble(made, on_by_default=True, require_store=True, readers=1) as assembly:
        request = Request(
            "local", "demo", [one.finding for one in labelled], SubmittedSources(files)
        )
        first, second = (assembly.validation.run(request).answers for _ in range(2))
    assert {name_of(answer.outcome) for answer in first} == {"miss"}
    assert {name_of(answer.outcome) for answer in second} == {"hit"}
    assert [answer.verdict for answer in first] == [answer.verdict for answer in second]
    assert [answer.is_real for answer in first] == [
        whole_files().validator.judge(answer.built.evidence).is_real
        for answer in first
        if answer.built is not None
    ]


@pytest.fixture
def believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine: what is asked for again from time to time was asked just now."""
    monkeypatch.setattr(flags, "STALE_SECONDS", 1e9)
    monkeypatch.setattr(cache, "_SIZE_BELIEVED", 1e9)
    monkeypatch.setattr(validating, "_QUICK_SECONDS", 1e9)


@pytest.mark.usefixtures("believed")
def test_what_is_cached_is_answered_at_once_or_not_at_all(tmp_path: Path):
    """The same answers as with waiting; nothing waits for a reader, a lock or a judge."""
    made = judges.settings(tmp_path, {"kind": "safe-patterns"})
    text = 'db.execute("SELECT 1")\n'
    request = Request("local", "demo", [a_finding("a.py")], SubmittedSources({"a.py": text}))

    def outcomes(wanted: Request) -> list[str]:
        with hurried():
            return [name_of(a.outcome) for a in assembly.validation.run(wanted).answers]

    def refuses(wanted: Request) -> None:
        with pytest.raises(WouldWait):
            outcomes(wanted)

    def rows() -> int:
        assembly.log.flush()
        return sum(len(f.read_text().splitlines()) for f in assembly.log.folder.glob("*.jsonl"))

    with assemble(made, on_by_default=True, require_store=True, readers=1) as assembly:
        refuses(request)  # nobody has read the file
        assert assembly.store.count("local") == 0
        assert rows() == 0
        first = assembly.validation.run(request).answers[0]
        waited = assembly.validation.run(request).answers[0]
        with hurried():
            (answer,) = assembly.validation.run(request).answers
        assert answer.entry is not None
        assert (name_of(answer.outcome), answer.entry) == ("hit", waited.entry)
        assert (answer.verdict, answer.context, answer.built) == (
            first.verdict,
            waited.context,
            waited.built,
        )
        assert rows() == 3

        new = SubmittedSources({"a.py": text + "x = 1\n"})
        refuses(replace(request, sources=new))
        refuses(replace(request, tenant="other"))
        assembly.validation.run(request)
        with closing(sqlite3.connect(tmp_path / "cache.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            refuses(request)
            assert assembly.database is not None
            with hurried(), pytest.raises(WouldWait):
                assembly.database.fetch("SELECT count(*) FROM cached_validations", [])
            other.execute("ROLLBACK")
            assert outcomes(request) == ["hit"]
        with assemble(made, on_by_default=True, require_store=True) as elsewhere:
            elsewhere.store.invalidate(Selector(), who="ann", why="doubt", at=NOW)
        refuses(request)
        assert assembly.store.invalidations(None)[0].why == "doubt"


@pytest.mark.usefixtures("believed")
def test_what_a_lock_holds_up_is_answered_when_it_is_gone(tmp_path: Path):
    """By a thread; others are answered meanwhile. That the attempt on the event loop does not wait
    for the lock, is what ``fetch`` is asked in the test above.
    """
    made = judges.settings(tmp_path, {"kind": "safe-patterns"})
    body = {
        "vulnerabilities": [{"type": "sql_injection", "file": "a.py", "line": 1}],
        "files": {"a.py": 'db.execute("SELECT 1")\n'},
    }

    def ask(http: httpx.Client) -> str:
        answer = http.post(VALIDATE, json=body).raise_for_status()
        return str(answer.json()["validated"][0]["outcome"])

    key = {"x-api-key": "dev"}
    with (
        assemble(made, on_by_default=True, require_store=True, readers=1) as assembly,
        served(app := create_app(assembly, DevelopmentKeys()), headers=key) as http,
        closing(sqlite3.connect(tmp_path / "cache.db", isolation_level=None)) as other,
        ThreadPoolExecutor() as threads,
    ):
        assert [ask(http) for _ in range(3)] == ["miss", "hit", "hit"]
        other.execute("BEGIN EXCLUSIVE")
        waiting = threads.submit(ask, http)
        while not app.state.gate.lanes.busy:
            assert http.get("/openapi.json").status_code == 200
        for _ in range(20):
            assert http.get("/openapi.json").status_code == 200
        assert not waiting.done()
        other.execute("ROLLBACK")
        assert waiting.result() == "hit"


@given(st.lists(st.lists(st.sampled_from([b"a", b"b", b"c", b"d", b"e"]), max_size=4), max_size=20))
def test_two_shelves_hold_the_same(tasks: list[list[bytes]]):
    """Whatever is asked: what the asker takes for sent is there, and so is all that is needed."""
    weights = {b"a": 1, b"b": 3, b"c": 5, b"d": 8, b"e": 20}
    asker: Shelf[None] = Shelf(10)
    worker: Shelf[bytes] = Shelf(10)
    for needed in tasks:
        new = [name for name in dict.fromkeys(needed) if not asker.has(name)]
        asker.use(needed, {name: (None, weights[name]) for name in new})
        worker.use(needed, {name: (name, weights[name]) for name in new})
        assert all(worker.get(name) == name for name in needed)
        assert [asker.has(name) for name in weights] == [worker.has(name) for name in weights]
