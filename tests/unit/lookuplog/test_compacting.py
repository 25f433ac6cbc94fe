"""Compaction: every row is to be read once, before, meanwhile and afterwards."""

import fcntl
import shutil
from collections import Counter
from datetime import UTC, datetime, timedelta

import duckdb
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fpcache_ops.analysis import open_log
from fpcache_ops.errors import Refused, UnusableInput
from fpcache_ops.lookuplog import LookupLog, encode
from fpcache_ops.lookuplog.compacting import compact, compaction_alone
from fpcache_ops.lookuplog.places import LocalPlace
from fpcache_ops.lookuplog.row import row_of
from tests.unit.lookuplog.rows import COLUMNS, a_row
from tests.unit.lookuplog.test_writer import Clock

NOW = datetime(2026, 11, 5, tzinfo=UTC)
BEGUN = datetime(2026, 11, 2, 10, tzinfo=UTC)


class Killed(Exception):
    """Stands for a kill: nothing after the stage at which it comes is done."""


def line(number, **changes):
    at = (BEGUN + timedelta(hours=7 * number)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return encode(row_of(a_row(occurred_at=at, from_request=f"r{number}", **changes)))


def segment(folder, lines, *, hour="20261102T10", instance="host", number=1):
    folder.mkdir(exist_ok=True)
    file = folder / f"lookups-{hour}-{instance}-{number:04}.jsonl"
    file.write_bytes(b"".join(lines))
    return file


def content(folder, **asked):
    """All that can be known of a log, by ``open_log``."""
    with open_log(folder, **asked) as log:
        rows = log.sql("SELECT * FROM lookups").astype(object)
        whole = Counter(map(repr, rows.itertuples(index=False, name=None)))
        return whole, log.skipped, log.dropped


def left(folder):
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))


@pytest.fixture
def folder(tmp_path):
    """Three segments of four days; one is torn, one holds repeats."""
    segment(tmp_path, [line(n) for n in range(12)])
    segment(tmp_path, [line(3), line(3), line(3, path="b.py"), line(4)[:90]], instance="other")
    segment(tmp_path, [line(n, tenant="t2", language=None) for n in range(5)], number=2)
    (tmp_path / "dropped-20261102T10-host-0001.jsonl").write_text(
        '{"schema":1,"since":"2026-11-02T10:00:00.000000Z","until":"2026-11-02T10:00:00.000000Z",'
        '"reason":"full","rows":9,"instance":"host"}\n'
    )
    return tmp_path


def test_a_compacted_log_tells_the_same_and_its_segments_are_gone(folder):
    """Rows, repeats, torn lines and losses; a second compaction finds nothing to do."""
    before = content(folder)
    done = compact(folder, now=NOW)

    assert (done.segments, done.taken, done.rows, done.torn, done.left) == (3, 3, 20, 1, {})
    assert content(folder) == before
    days = [f"day=2026-11-0{n}" for n in (2, 3, 4, 5)]
    assert left(folder) == [*days, "dropped-20261102T10-host-0001.jsonl"]
    again = compact(folder, now=NOW)
    assert (again.segments, again.taken, again.files) == (0, 0, 0)
    assert content(folder) == before
    assert before[1:] == (1, 9)


def test_any_engine_reads_the_days_as_one_table(folder):
    """A folder for each day, the columns of a row, UTC, compressed: nothing of ours is needed."""
    compact(folder, now=NOW)
    pattern = str(folder / "day=*" / "*.parquet")
    with duckdb.connect() as plain:
        query = "SELECT day, count(*) FROM read_parquet($p) GROUP BY day ORDER BY day"
        found = plain.execute(query, {"p": pattern}).fetchall()
        wrong = "SELECT count(*) FROM read_parquet($p) WHERE occurred_at::DATE <> day"
        assert plain.execute(wrong, {"p": pattern}).fetchall() == [(0,)]
    assert [(str(day), count) for day, count in found] == [
        ("2026-11-02", 4), ("2026-11-03", 10), ("2026-11-04", 3), ("2026-11-05", 3)
    ]  # fmt: skip
    (file, *_) = (folder / "day=2026-11-02").iterdir()
    metadata = pyarrow.parquet.read_metadata(file)
    assert metadata.schema.names == [*COLUMNS, "is_repeat"]
    assert metadata.row_group(0).column(2).compression == "ZSTD"


def test_a_query_for_a_time_opens_no_other_days(folder):
    """Days outside the bounds may even be damaged."""
    whole, *_ = content(folder, since="2026-11-03", until="2026-11-04")
    compact(folder, now=NOW)
    for file in (folder / "day=2026-11-05").iterdir():
        file.write_bytes(b"damaged")

    assert content(folder, since="2026-11-03", until="2026-11-04")[0] == whole
    with pytest.raises(UnusableInput, match="no Parquet file"):
        content(folder)


@pytest.mark.parametrize("stage", ["drafted", "published", "removed"])
def test_killed_anywhere_and_run_again_is_as_if_never_killed(folder, tmp_path_factory, stage):
    """At each occurrence of each stage; readers see each row once in between, too."""
    before = content(folder)
    for occurrence in range(1, 20):
        copy = tmp_path_factory.mktemp("copy") / "log"
        shutil.copytree(folder, copy)
        seen = 0

        def told(done, occurrence=occurrence):
            nonlocal seen
            seen += done == stage
            if seen == occurrence:
                raise Killed

        try:
            compact(copy, now=NOW, stage=told)
        except Killed:
            assert content(copy) == before
            compact(copy, now=NOW)
        assert content(copy) == before
        assert not list(copy.glob("*lookups*.jsonl"))
        if seen < occurrence:
            break
    assert occurrence > 1


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3), st.booleans()), max_size=12),
    kill=st.integers(1, 8),
)
def test_any_log_killed_anywhere_with_more_rows_meanwhile(tmp_path_factory, rows, kill):
    """Whatever is in which segment: what is read stays what was written."""
    folder = tmp_path_factory.mktemp("any") / "log"
    folder.mkdir()
    by_segment: dict[int, list[bytes]] = {number: [] for number in range(4)}
    for number, where, repeated in rows:
        by_segment[where] += [line(number)] * (1 + repeated)
    for number, lines in by_segment.items():
        segment(folder, lines, number=number + 1)
    seen = 0

    def told(done):
        nonlocal seen
        seen += 1
        if seen == kill:
            raise Killed

    before = content(folder)
    try:
        compact(folder, now=NOW, stage=told)
    except Killed:
        assert content(folder) == before
        segment(folder, [line(1)], instance="later")
        before = content(folder)
        compact(folder, now=NOW)
    assert content(folder) == before


def test_a_name_that_is_given_again_is_another_segment(folder):
    """Once a segment is deleted its writer may find its name free again in the same hour."""
    compact(folder, now=NOW)
    (_, *rest) = content(folder)
    before = sum(content(folder)[0].values())
    segment(folder, [line(0, path="new.py")])

    assert sum(content(folder)[0].values()) == before + 1
    compact(folder, now=NOW)
    assert sum(content(folder)[0].values()) == before + 1
    assert list(content(folder)[1:]) == rest


def test_what_a_writer_has_is_left_and_its_rows_are_read(tmp_path):
    """Files of this hour are its writer's; with ``present`` it begins another one."""
    clock = Clock()
    with LookupLog(tmp_path, "host", clock=clock) as log:
        log.write([row_of(a_row(from_request="r0"))])
        log.flush()
        assert compact(tmp_path, now=clock.at).left == {"of the present hour": 1}
        assert compact(tmp_path, now=clock.at, present=True).taken == 1
        log.write([row_of(a_row(from_request="r1"))])
        log.flush()
        assert sum(content(tmp_path)[0].values()) == 2
        assert log.dropped == 0
        clock.at += timedelta(hours=1)
        assert compact(tmp_path, now=clock.at).taken == 1
        log.write([row_of(a_row(from_request="r2"))])
    assert sum(content(tmp_path)[0].values()) == 3
    assert log.dropped == 0


def test_a_segment_that_is_being_written_is_left(folder):
    """Locked by its writer: nothing waits."""
    (first, *_) = sorted(folder.glob("lookups-*.jsonl"))
    with first.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        done = compact(folder, now=NOW)
    assert (done.taken, done.left) == (2, {"being written": 1})
    assert first.exists()


def test_a_writer_whose_file_is_being_compacted_begins_another(tmp_path):
    """It does not wait, and nothing is dropped."""
    clock = Clock()
    with LookupLog(tmp_path, "host", clock=clock) as log:
        log.write([row_of(a_row(from_request="r0"))])
        log.flush()
        (file,) = tmp_path.glob("lookups-*.jsonl")
        with file.open("rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            log.write([row_of(a_row(from_request="r1"))])
            log.flush()
        assert len(list(tmp_path.glob("lookups-*.jsonl"))) == 2
        assert log.dropped == 0


def test_lines_that_are_no_rows_keep_their_segment(tmp_path):
    """Perhaps a later version wrote them: what cannot be read is not deleted."""
    segment(tmp_path, [line(0), b'{"schema":2}\n', line(1)], instance="middle")
    segment(tmp_path, [line(0), b'{"schema":2}\n'], instance="end")
    segment(tmp_path, [line(0), b'{"sch\n', line(1)[:50]], instance="two")
    segment(tmp_path, [line(0)[:50]], instance="torn")
    segment(tmp_path, [], instance="empty")
    (tmp_path / "other.jsonl").write_bytes(line(5))
    before = content(tmp_path)
    done = compact(tmp_path, now=NOW)

    assert content(tmp_path) == before
    assert done.left == {
        "with lines that are no rows": 3, "without a whole row": 1, "not named like a segment": 1
    }  # fmt: skip
    assert (done.taken, done.rows) == (1, 0)


def test_two_compactions_of_one_folder_do_not_meet(folder):
    """The second is refused; the first one's drafts stay."""
    with compaction_alone(folder), pytest.raises(Refused, match="another compaction"):
        compact(folder, now=NOW)


def test_another_folder_as_destination(folder, tmp_path_factory):
    """The log moves, with its losses; kept segments are not made twice."""
    there = tmp_path_factory.mktemp("there") / "log"
    before = content(folder)
    kept = compact(folder, LocalPlace(there), now=NOW, keep=True)
    assert kept.taken == 3
    assert content(there) == before == content(folder)
    again = compact(folder, LocalPlace(there), now=NOW, keep=True)
    assert (again.taken, again.files, again.left) == (0, 0, {"made before": 3})
    assert compact(folder, LocalPlace(there), now=NOW).taken == 3
    assert content(there) == before
    assert sum(content(folder)[0].values()) == 0
