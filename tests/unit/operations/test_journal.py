"""The journal: what was written is on the disk, and what was changed since is found."""

import hashlib
import json
import multiprocessing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from fpcache_ops.operations.journal import Journal, Tampered, read, verify


@pytest.fixture
def written(tmp_path):
    """A journal of five lines, and the digest of its last."""
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    lines = [
        journal.append("step_evidence", key=f"step-{number}", facts={"é\n": [number, None]})
        for number in range(5)
    ]
    return path, lines[-1]["sha256"]


def test_every_changed_byte_is_found_in_its_line(written):
    """Whichever byte changes, the error names the line it is in, and that line's bytes."""
    path, head = written
    raw = path.read_bytes()
    ends = [i for i, byte in enumerate(raw) if byte == 0x0A]
    for offset in range(len(raw)):
        path.write_bytes(raw[:offset] + bytes([raw[offset] ^ 1]) + raw[offset + 1 :])
        with pytest.raises(Tampered) as found:
            verify(path, head)
        assert found.value.line == 1 + sum(end < offset for end in ends)
        assert found.value.first <= offset <= found.value.last
    path.write_bytes(raw)
    assert len(verify(path, head).records) == 5


def test_lines_cannot_be_removed_swapped_or_repeated(written):
    """Each line is bound to the one before it."""
    path, head = written
    a, b, c, d, e = path.read_bytes().splitlines(keepends=True)
    for lines, line in (
        ([b, c, d, e], 1),
        ([a, c, d, e], 2),
        ([a, b, d, c, e], 3),
        ([a, a, b, c, d, e], 2),
    ):
        path.write_bytes(b"".join(lines))
        with pytest.raises(Tampered) as found:
            verify(path, head)
        assert found.value.line == line


def test_a_line_written_anew_does_not_fit_the_next(written):
    """Who changes a line and computes its digest again is found one line later."""
    path, head = written
    lines = path.read_bytes().splitlines(keepends=True)
    body, _, _ = lines[2].replace(b"step-2", b"step-9").partition(b',"sha256"')
    lines[2] = body + b',"sha256":"' + hashlib.sha256(body).hexdigest().encode() + b'"}\n'
    path.write_bytes(b"".join(lines))
    with pytest.raises(Tampered, match="does not follow line 3") as found:
        verify(path, head)
    assert found.value.line == 4


def test_the_head_binds_the_end(written):
    """Lines missing at the end, or added with valid digests, are told from the head."""
    path, head = written
    raw = path.read_bytes()
    path.write_bytes(b"".join(raw.splitlines(keepends=True)[:-1]))
    assert len(verify(path).records) == 4
    with pytest.raises(Tampered, match="not the last line of the run"):
        verify(path, head)
    path.write_bytes(raw)
    Journal(path).append("checked", check={"result": "pass"})
    with pytest.raises(Tampered, match=r"line 6 .* not the last line of the run"):
        verify(path, head)


def test_an_unfinished_line_is_cut_off_and_noted(written):
    """A writer that died in a line was never told that it is kept; the next one says so."""
    path, _ = written
    with path.open("ab") as file:
        file.write(b'{"n":6,"half')
    with pytest.raises(Tampered, match=r"line 6 .* incomplete"):
        verify(path)
    assert len(verify(path, torn_end=True).records) == len(read(path)[0]) == 5
    record = Journal(path).append("run_ended")
    assert record["n"] == 6
    assert record["torn_bytes_dropped"] == 12
    assert len(verify(path, record["sha256"]).records) == 6


@pytest.mark.parametrize("content", [b"", b"\n", b"{}\n", b"\xff\xfe\n", b'{"n":1}'])
def test_what_is_no_journal_is_tampered(content, tmp_path):
    """Nothing raises anything else."""
    path = tmp_path / "journal.jsonl"
    path.write_bytes(content)
    with pytest.raises(Tampered) as found:
        verify(path)
    assert found.value.line == 1


def test_long_lines_and_odd_values_are_kept(tmp_path):
    """A line longer than any buffer, a number that is none, half a character."""
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    journal.append("x", facts={"long": "é" * 200_000})
    journal.append(
        "x", facts={"nan": float("nan"), "path": Path("a"), "half": "\udc80", "set": {1}}
    )
    records = verify(path).records
    assert records[1]["facts"] == {"nan": "nan", "path": "a", "half": "\udc80", "set": [1]}
    assert json.loads(path.read_bytes().splitlines()[0])["facts"]["long"] == "é" * 200_000


def _append(path: Path, count: int, together: Barrier) -> None:
    together.wait()
    for _ in range(count):
        Journal(path).append("x")


def test_writers_do_not_break_each_others_chain(tmp_path):
    """The runner and the kernel append to one file."""
    path = tmp_path / "journal.jsonl"
    context = multiprocessing.get_context("spawn")
    given = (path, 200, context.Barrier(2))
    writers = [context.Process(target=_append, args=given) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert [record["n"] for record in verify(path).records] == list(range(1, 401))


def test_reading_goes_on_where_it_stopped(written):
    """Only whole lines are told, each once."""
    path, _ = written
    first, offset = read(path)
    assert len(first) == 5
    assert read(path, offset) == ([], offset)
    Journal(path).append("x")
    assert [record["n"] for record in read(path, offset)[0]] == [6]
