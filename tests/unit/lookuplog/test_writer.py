"""Writing the log: nothing waits, nothing fails, and nothing is lost uncounted."""

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from fpcache_ops.lookuplog import LookupLog, encode, losses, read, writer
from fpcache_ops.lookuplog.row import row_of, weight
from tests.unit.lookuplog.rows import COLUMNS, a_row

ROOT = Path(__file__).resolve().parents[3]
A_LINE = len(encode(row_of(a_row(from_request="r0"))))


@dataclass
class Clock:
    """A clock that tests move. The writer thread can be made to wait for it."""

    at: datetime = datetime(2026, 11, 2, 10, 59, tzinfo=UTC)
    go_on: threading.Event = field(default_factory=threading.Event)
    waiting: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self):
        self.go_on.set()

    def now(self):
        if threading.current_thread().name == "lookup-log":
            self.waiting.set()
            self.go_on.wait()
        return self.at

    def elapsed(self):
        return 0.0

    def pause(self, seconds):
        raise AssertionError("nobody pauses")


def rows(first, last):
    return [row_of(a_row(from_request=f"r{number}")) for number in range(first, last)]


def requests(folder):
    return [row.from_request for row in read(folder)]


def names(folder):
    return sorted(file.name for file in folder.iterdir())


# --- what is written, and where ----------------------------------------------------------


def test_rows_come_back_as_they_were_written_and_in_their_order(tmp_path):
    """Every field of every row, null for null."""
    written = [a_row(from_request="r0"), a_row(from_request="r1", language=None, entry_age_s=0.0)]
    with LookupLog(tmp_path, "host", clock=Clock()) as log:
        for row in written:
            log.write([row_of(row)])

    assert [{name: getattr(row, name) for name in COLUMNS} for row in read(tmp_path)] == written
    assert log.dropped == 0


def test_a_file_is_named_for_its_hour_its_instance_and_its_number(tmp_path):
    """Names sort, hold nothing that a shell or a file system minds, and tell who wrote."""
    with LookupLog(tmp_path, "a b/c:d\n", clock=Clock()) as log:
        log.write(rows(0, 1))

    assert names(tmp_path) == ["lookups-20261102T10-a_b_c_d_-0001.jsonl"]


def test_nothing_is_made_before_the_first_row(tmp_path):
    """A command that looks nothing up leaves no folder behind."""
    with LookupLog(tmp_path / "log", "host", clock=Clock()) as log:
        log.write([])
        log.flush()

    assert names(tmp_path) == []


def test_a_new_hour_begins_a_new_file(tmp_path):
    """Files of hours that are over are never written again."""
    clock = Clock()
    with LookupLog(tmp_path, "host", clock=clock) as log:
        log.write(rows(0, 2))
        log.flush()
        clock.at += timedelta(minutes=1)
        log.write(rows(2, 3))

    assert names(tmp_path) == [
        "lookups-20261102T10-host-0001.jsonl",
        "lookups-20261102T11-host-0001.jsonl",
    ]
    assert requests(tmp_path) == ["r0", "r1", "r2"]


def test_a_file_that_is_large_enough_is_followed_by_the_next(tmp_path):
    """``rotate_bytes`` bounds what one file holds, but for the rows that arrive at once."""
    with LookupLog(tmp_path, "host", clock=Clock(), rotate_bytes=2 * A_LINE) as log:
        for number in range(5):
            log.write(rows(number, number + 1))
            log.flush()

    assert [len((tmp_path / name).read_bytes()) // A_LINE for name in names(tmp_path)] == [2, 2, 1]
    assert requests(tmp_path) == ["r0", "r1", "r2", "r3", "r4"]


def test_no_file_has_two_writers(tmp_path):
    """Not even when two processes are given one name, or one is started again in the same hour."""
    with (
        LookupLog(tmp_path, "host", clock=Clock()) as one,
        LookupLog(tmp_path, "host", clock=Clock()) as other,
    ):
        one.write(rows(0, 1))
        one.flush()
        other.write(rows(1, 2))
        other.flush()
        one.write(rows(2, 3))

    assert [len(list(read(tmp_path / name))) for name in names(tmp_path)] == [2, 1]


def test_threads_that_write_at_the_same_time_lose_nothing(tmp_path):
    """Every row of every thread is there, once and whole, and in the order of its thread."""
    log = LookupLog(tmp_path, "host", clock=Clock(), rotate_bytes=100 * A_LINE)
    begin = threading.Barrier(8)

    def work(name):
        begin.wait()
        for number in range(250):
            log.write([row_of(a_row(from_request=f"{name}-{number}"))])

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()

    found = [name.split("-") for name in requests(tmp_path)]
    assert log.dropped == 0
    assert len(found) == 2000
    for name in range(8):
        assert [int(n) for who, n in found if who == str(name)] == list(range(250))


def test_flush_and_close_mean_that_the_rows_are_there(tmp_path):
    """When they return, every row accepted before can be read by anybody."""
    log = LookupLog(tmp_path, "host", clock=Clock())
    for number in range(20):
        log.write(rows(number, number + 1))
        log.flush()
        assert len(requests(tmp_path)) == number + 1
    log.write(rows(20, 500))
    log.close()
    log.close()

    assert len(requests(tmp_path)) == 500


def test_flush_and_close_force_the_rows_to_the_disk(tmp_path, monkeypatch):
    """They return after an fsync that covers all rows accepted before: a loss of power, which no
    test can have, takes none of them.
    """
    synced: list[int] = []
    fsync = os.fsync

    def seen(file):
        fsync(file)
        synced.append(os.fstat(file).st_size)

    monkeypatch.setattr(os, "fsync", seen)
    log = LookupLog(tmp_path, "host", clock=Clock())
    log.write(rows(0, 3))
    log.flush()
    assert synced[-1] == 3 * A_LINE
    log.write(rows(3, 5))
    log.close()
    assert synced[-1] == 5 * A_LINE


def test_rows_that_cannot_be_forced_to_the_disk_are_counted_as_dropped(tmp_path, monkeypatch):
    """They may be there and may be gone: nobody relies on them. The next go to another file."""
    fsync, broken = os.fsync, True

    def fails(file):
        if broken and "lookups-" in os.path.realpath(f"/proc/self/fd/{file}"):
            raise OSError(5, "Input/output error")
        fsync(file)

    monkeypatch.setattr(os, "fsync", fails)
    log = LookupLog(tmp_path, "host", clock=Clock())
    log.write(rows(0, 3))
    log.flush()
    assert log.dropped == 3
    broken = False
    log.write(rows(3, 5))
    log.close()

    assert log.dropped == 3
    assert names(tmp_path)[-1].endswith("0002.jsonl")
    assert [(loss.rows, loss.reason) for loss in losses(tmp_path)] == [(3, "unwritable")]


# --- what is dropped ---------------------------------------------------------------------


def test_rows_beyond_the_capacity_are_dropped_counted_and_recorded(tmp_path):
    """While the disk stands still, ``capacity`` bytes wait, and no caller does."""
    clock = Clock()
    log = LookupLog(tmp_path, "host", clock=clock, capacity=5 * weight(rows(0, 1)))
    clock.go_on.clear()
    log.write(rows(0, 2))
    clock.waiting.wait()  # the writer has taken the two, and hangs
    log.write(rows(2, 4))
    log.write(rows(4, 9))
    log.write(rows(9, 10))

    assert log.dropped == 5
    clock.go_on.set()
    log.flush()
    log.write(rows(0, 5))
    log.close()

    assert requests(tmp_path) == ["r0", "r1", "r2", "r3", "r4", "r0", "r1", "r2", "r3", "r4"]
    (loss,) = losses(tmp_path)
    assert (loss.rows, loss.reason, loss.instance) == (5, "full", "host")
    assert log.dropped == 5


def test_what_clients_wrote_weighs(tmp_path):
    """A row with a path of a megabyte takes the room of many: memory is bounded, whatever comes."""
    clock = Clock()
    log = LookupLog(tmp_path, "host", clock=clock, capacity=5 * weight(rows(0, 1)))
    clock.go_on.clear()
    log.write(rows(0, 1))
    clock.waiting.wait()  # the writer has taken it, and hangs
    for column in ("repository", "path", "vulnerability_type", "rule_id", "from_request"):
        log.write([row_of(a_row(**{column: "x" * (1 << 20)}))])

    clock.go_on.set()
    log.close()
    assert log.dropped == 5


def test_rows_that_come_after_close_are_dropped_and_counted(tmp_path):
    """A late row is no error, and starts nothing again."""
    log = LookupLog(tmp_path, "host", clock=Clock())
    log.write(rows(0, 1))
    log.close()
    log.write(rows(1, 4))
    log.flush()
    log.close()

    assert log.dropped == 3
    assert requests(tmp_path) == ["r0"]


def test_rows_that_are_none_are_dropped_counted_and_recorded(tmp_path):
    """An odd row takes no other with it, though rows are encoded many at once."""
    odd = [replace(row_of(a_row()), **{name: object()}) for name in ("path", "latency_us")]
    with LookupLog(tmp_path, "host", clock=Clock()) as log:
        log.write([*rows(0, 1), *odd, *rows(1, 2)])

    assert requests(tmp_path) == ["r0", "r1"]
    assert log.dropped == 2
    assert [(loss.rows, loss.reason) for loss in losses(tmp_path)] == [(2, "malformed")]


any_text = st.text(st.characters(exclude_categories=[]), max_size=9)
counts = st.integers(0, 2**63 - 1)
KINDS = {
    **dict.fromkeys(("tenant", "repository", "path", "vulnerability_type", "rule_id"), any_text),
    **dict.fromkeys(("language", "fallback", "policy", "currency"), st.none() | any_text),
    **dict.fromkeys(("evidence_bytes", "cost_micro"), st.none() | counts),
    **dict.fromkeys(("latency_us", "validation_us"), counts),
    "entry_age_s": st.none() | st.floats(),
    "from_request": any_text,
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional=KINDS), min_size=1, max_size=4))
def test_write_never_raises_and_every_row_is_written_or_counted(tmp_path_factory, changes):
    """Whatever a row holds."""
    folder = tmp_path_factory.mktemp("log")
    with LookupLog(folder, "host", clock=Clock()) as log:
        log.write([replace(row_of(a_row()), **change) for change in changes])

    reading = read(folder)
    assert len(list(reading)) + log.dropped == len(changes)
    assert reading.skipped == 0
    assert sum(loss.rows for loss in losses(folder)) == log.dropped


def test_an_unwritable_folder_drops_rows_until_it_can_be_written(tmp_path, caplog):
    """One warning when it begins and one when it is over; the loss is on record."""
    folder = tmp_path / "log"
    folder.write_text("a file stands in the way")
    log = LookupLog(folder, "host", clock=Clock())
    with caplog.at_level(logging.WARNING):
        for number in range(3):
            log.write(rows(number, number + 1))
            log.flush()
            log.flush()
        assert log.dropped == 3
        folder.unlink()
        log.write(rows(3, 5))
        log.close()

    assert requests(folder) == ["r3", "r4"]
    assert [(loss.rows, loss.reason) for loss in losses(folder)] == [(3, "unwritable")]
    assert [record.message.split(",")[0].split(":")[0] for record in caplog.records] == [
        "the lookup log cannot be written",
        "the lookup log is written again; 3 rows were dropped",
    ]


def test_a_folder_deleted_under_the_writer_is_made_again(tmp_path):
    """Who clears the log while it is written loses what was in it, and nothing that comes later."""
    folder = tmp_path / "log"
    with LookupLog(folder, "host", clock=Clock()) as log:
        log.write(rows(0, 1))
        log.flush()
        shutil.rmtree(folder)
        log.write(rows(1, 2))

    assert requests(folder) == ["r1"]
    assert log.dropped == 0


# --- other processes ---------------------------------------------------------------------

CHILD = """
import os, resource, sys
from fpcache_ops.lookuplog import LookupLog
import msgspec
from fpcache_ops.lookuplog.row import row_of
from tests.unit.lookuplog.test_writer import Clock, a_row, rows

folder = sys.argv[1]
"""


def child(folder, script, **options):
    return subprocess.Popen(
        [sys.executable, "-c", CHILD + script, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def ended(process):
    """What the process printed, once it has ended well."""
    printed, _ = process.communicate()
    assert process.returncode == 0
    return printed.split()


def test_a_full_disk_drops_whole_rows_and_is_survived(tmp_path):
    """The kernel lets a file grow to two and a half rows (RLIMIT_FSIZE: what a full disk does, it
    takes a part of a line and refuses the rest). No torn line stays; each row is there or counted;
    when there is room again the log goes on, and the loss is on record.
    """
    printed = ended(
        child(
            tmp_path,
            f"""
resource.setrlimit(resource.RLIMIT_FSIZE, ({A_LINE * 5 // 2}, resource.RLIM_INFINITY))
log = LookupLog(folder, "host", clock=Clock(), rotate_bytes=10**9)
log.write(rows(0, 1))
log.flush()
log.write(rows(1, 7))
log.flush()
print(log.dropped)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
log.write(rows(7, 9))
log.flush()
print(log.dropped)
print(len(os.listdir(folder)))
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
log.write(rows(0, 3))
log.close()
print(log.dropped)
""",
        )
    )

    reading = read(tmp_path)
    assert [row.from_request for row in reading] == ["r0", "r1", "r0", "r1", "r2"]
    assert reading.skipped == 0
    assert printed == ["5", "7", "1", "7"], "and no empty files are left behind"
    assert sum(loss.rows for loss in losses(tmp_path)) == 7


def test_rows_that_come_one_after_the_other_are_written_together(tmp_path, monkeypatch):
    """A row does not wake the thread for itself alone; a flush waits for nothing."""
    monkeypatch.setattr(writer, "_GATHERING_SECONDS", 3600)
    written = []
    append = writer._Files.append

    def counted(files, lines, now):
        written.append(lines.count(b"\n"))
        return append(files, lines, now)

    monkeypatch.setattr(writer._Files, "append", counted)
    with LookupLog(tmp_path, "host", clock=Clock()) as log:
        for number in range(300):
            log.write([row_of(a_row(from_request=str(number)))])
        log.flush()

    assert written == [300]
    assert len(list(read(tmp_path))) == 300


@pytest.mark.parametrize("kill", range(4))
def test_a_killed_writer_leaves_one_torn_line_at_most(tmp_path, kill):
    """SIGKILL at any moment: what was flushed is there, all other lines are whole rows, and only
    the last line of the file can be torn.
    """
    process = child(
        tmp_path,
        """
log = LookupLog(folder, "host", clock=Clock())
number = 0
while True:
    log.write(rows(number, number + 400))
    number += 400
    if number % 2000 == 0:
        log.flush()
        print(number, flush=True)
""",
    )
    flushed = [int(process.stdout.readline()) for _ in range(kill + 1)]
    process.send_signal(signal.SIGKILL)
    process.communicate()

    (file,) = tmp_path.iterdir()
    *whole, last = file.read_bytes().split(b"\n")
    assert [json.loads(line)["from_request"] for line in whole] == [
        f"r{number}" for number in range(len(whole))
    ]
    assert len(whole) >= flushed[-1]
    reading = read(tmp_path)
    assert len(list(reading)) - len(whole) in (0, 1)
    assert reading.skipped <= 1
    assert reading.skipped <= bool(last)


def test_an_ordinary_exit_closes_the_log(tmp_path):
    """A program that forgets to close loses nothing."""
    ended(child(tmp_path, "LookupLog(folder, 'host', clock=Clock()).write(rows(0, 300))"))

    assert len(requests(tmp_path)) == 300


def test_a_forked_child_has_a_log_of_its_own(tmp_path):
    """Rows that wait in the parent are written once, by the parent; the child writes its own, to
    files of its own, though the parent's thread and perhaps a held lock were copied into it.
    """
    ended(
        child(
            tmp_path,
            """
import warnings
warnings.simplefilter("ignore", DeprecationWarning)  # from 3.12 on: a fork with threads
clock = Clock()
log = LookupLog(folder, "host", clock=clock)
log.write([row_of(a_row(from_request="first"))])
log.flush()
clock.go_on.clear()
clock.waiting.clear()
log.write([row_of(a_row(from_request="parent"))])
clock.waiting.wait()
odd = msgspec.structs.replace(row_of(a_row()), path=object())
log.write([odd, row_of(a_row(from_request="waiting"))])
pid = os.fork()
clock.go_on = __import__("threading").Event() if pid == 0 else clock.go_on
clock.go_on.set()
if pid == 0:
    assert log.dropped == 0
    held = [os.path.realpath(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd")]
    assert not any("lookups-" in name for name in held), "no file of the parent stays open"
    log.write([row_of(a_row(from_request="child"))])
    log.close()
    os._exit(0)
assert os.waitpid(pid, 0)[1] == 0
log.write([row_of(a_row(from_request="later"))])
log.close()
assert log.dropped == 1
""",
        )
    )

    assert Counter(requests(tmp_path)) == Counter(["first", "parent", "waiting", "later", "child"])
    files = [file for file in tmp_path.iterdir() if file.name.startswith("lookups")]
    assert sorted(len(list(read(file))) for file in files) == [1, 4]
    assert [loss.rows for loss in losses(tmp_path)] == [1]


def test_a_log_closed_by_its_parent_stays_closed_in_a_child(tmp_path):
    """Closing is for good."""
    printed = ended(
        child(
            tmp_path,
            """
log = LookupLog(folder, "host", clock=Clock())
log.write(rows(0, 1))
log.close()
pid = os.fork()
if pid == 0:
    log.write(rows(1, 3))
    log.flush()
    print(log.dropped, flush=True)
    os._exit(0)
os.waitpid(pid, 0)
""",
        )
    )

    assert printed == ["2"]
    assert requests(tmp_path) == ["r0"]


def test_relative_folders_are_those_of_the_beginning(tmp_path, monkeypatch):
    """A process that changes its working directory later does not scatter its log."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    with LookupLog("log", "host", clock=Clock()) as log:
        monkeypatch.chdir(tmp_path / "elsewhere")
        log.write(rows(0, 1))

    assert requests(tmp_path / "log") == ["r0"]
    assert os.listdir(tmp_path / "elsewhere") == []
