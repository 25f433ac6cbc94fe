"""Reading the log back after crashes and strangers."""

import pytest

from fpcache_ops.errors import UnusableInput
from fpcache_ops.lookuplog import encode, losses, read, row_files
from fpcache_ops.lookuplog.row import row_of
from tests.unit.lookuplog.rows import a_row

FOREIGN = [
    b"hello",
    b"{}",
    b"[]",
    b"null",
    b"7",
    b'{"schema": 1}',
    b'{"schema": 2, "tenant": "acme"}',
    b"\xff\xfe\x00\x01",
    b"\x00" * 40,
    b"[" * 5000,
    encode(row_of(a_row())).strip() * 2,
    encode(row_of(a_row())).replace(b'"hit"', b'"perhaps"').strip(),
    encode(row_of(a_row())).replace(b'"latency_us":1500', b'"latency_us":null').strip(),
]


def line(number: int) -> bytes:
    return encode(row_of(a_row(from_request=f"r{number}")))


def test_a_log_that_is_cut_anywhere_loses_the_line_that_was_cut_and_no_other(tmp_path):
    """A crash leaves a torn last line at most: it is skipped and counted, the others are read."""
    whole = b"".join(map(line, range(3)))
    file = tmp_path / "lookups.jsonl"
    for length in range(len(whole) + 1):
        file.write_bytes(whole[:length])
        reading = read(file)

        rows = [row.from_request for row in reading]

        ends = [len(b"".join(map(line, range(n + 1)))) for n in range(3)]
        complete = sum(length >= end - 1 for end in ends)  # the line end itself may be missing
        torn = length not in (0, *ends, *(end - 1 for end in ends))
        assert rows == [f"r{n}" for n in range(complete)]
        assert reading.skipped == torn


@pytest.mark.parametrize("stranger", FOREIGN, ids=lambda text: text[:20])
def test_foreign_lines_are_skipped_and_counted(tmp_path, stranger):
    """What is no row of this schema is passed over; the rows around it are read."""
    (tmp_path / "a.jsonl").write_bytes(line(1) + stranger + b"\n\n  \n" + line(2))
    reading = read(tmp_path)

    assert [row.from_request for row in reading] == ["r1", "r2"]
    assert reading.skipped == 1
    assert len(list(reading)) == 2
    assert reading.skipped == 1, "read again, counted afresh"


def test_a_folder_is_its_jsonl_files_without_the_records_of_losses(tmp_path):
    """Other files and folders beside the log are none of its business."""
    for name in ("lookups-b.jsonl", "lookups-a.jsonl", "dropped-a.jsonl", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "folder.jsonl").mkdir()

    assert [file.name for file in row_files(tmp_path)] == ["lookups-a.jsonl", "lookups-b.jsonl"]
    assert row_files(tmp_path / "notes.txt") == [tmp_path / "notes.txt"]


def test_a_log_that_is_not_there_is_unusable_input(tmp_path):
    """A misspelt path is not an empty log."""
    with pytest.raises(UnusableInput, match="no lookup log at"):
        read(tmp_path / "nowhere")


def test_a_torn_record_of_losses_hides_no_other(tmp_path):
    """Records of losses are read like rows: each for itself."""
    record = (
        b'{"schema":1,"since":"2026-11-02T10:00:00.000000Z","until":"2026-11-02T10:00:01.000000Z",'
        b'"reason":"full","rows":3,"instance":"a"}\n'
    )
    (tmp_path / "dropped-x.jsonl").write_bytes(record + record[:50] + b"\n" + record)

    assert [loss.rows for loss in losses(tmp_path)] == [3, 3]
    assert losses(tmp_path / "dropped-x.jsonl") == []
