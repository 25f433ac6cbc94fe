"""``fpcache log``: what it prints, what it leaves with, and what is in the files it writes."""

import csv
import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from fpcache_ops.analysis import open_log
from fpcache_ops.cli import app
from fpcache_ops.lookuplog import encode, read
from fpcache_ops.lookuplog.compacting import compact
from fpcache_ops.lookuplog.row import row_of
from tests.unit.lookuplog.rows import COLUMNS, a_row

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", '=HYPERLINK("http://a","b")']
HARMLESS = ["a=1", "1-2", "src/a.py", "", "'=1"]


def fpcache(*arguments):
    done = CliRunner().invoke(app, ["log", *map(str, arguments)])
    return done.exit_code, done.output


def a_segment(folder, rows, hour="20261102T10"):
    folder.mkdir(exist_ok=True)
    file = folder / f"lookups-{hour}-host-0001.jsonl"
    file.write_bytes(b"".join(encode(row_of(row)) for row in rows))
    return file


@pytest.fixture
def folder(tmp_path):
    """Two days, of which one is Parquet already."""
    log = tmp_path / "log"
    a_segment(log, [a_row(path=path) for path in FORMULAS])
    compact(log, now=datetime(2026, 11, 3, tzinfo=UTC))
    later = "2026-11-03T10:00:00.000000Z"
    rows = [a_row(path=path, occurred_at=later, tenant="t2") for path in HARMLESS]
    a_segment(log, rows, hour="20261103T10")
    return log


def test_compact_tells_what_it_did_and_left(folder):
    """n of m; as JSON too."""
    status, said = fpcache("compact", "--log", folder)
    assert (status, said.splitlines()[0][:50]) == (
        0,
        f"1 of 1 segments of {folder} are Parquet now"[:50],
    )
    assert "5 rows in 1 files" in said
    a_segment(folder, [a_row()], hour=f"{datetime.now(UTC):%Y%m%dT%H}")
    status, said = fpcache("compact", "--log", folder, "--format", "json")
    told = json.loads(said)
    assert (status, told["segments"], told["taken"]) == (0, 1, 0)
    assert told["left"] == {"of the present hour": 1}
    assert fpcache("compact", "--log", folder / "nowhere")[0] == 2


@pytest.mark.parametrize("kind", ["parquet", "jsonl"])
def test_an_export_is_a_log_again(folder, tmp_path, kind):
    """With every row of both kinds of files, and what was asked for only."""
    target = tmp_path / f"out.{kind}"
    assert fpcache("export", target, "--format", kind, "--log", folder)[0] == 0
    query = "SELECT * FROM lookups ORDER BY occurred_at, path"
    with open_log(folder) as before, open_log(target) as after:
        assert after.sql(query).equals(before.sql(query))
    assert fpcache("export", target, "--format", kind, "--log", folder)[0] == 2
    other = tmp_path / f"other.{kind}"
    options = ("--format", kind, "--log", folder, "--tenant", "t2", "--since", "2026-11-03")
    assert fpcache("export", other, *options) == (
        0,
        f"{other}: 5 rows; 0 lines of the log were skipped\n",
    )
    assert fpcache("export", tmp_path / "none", "--log", folder, "--tenant", "nobody")[0] == 3
    assert fpcache("export", tmp_path / "none2", "--log", folder, "--format", "xls")[0] == 2
    assert fpcache("export", tmp_path / "none2", "--log", folder, "--since", "today")[0] == 2


def test_exported_lines_are_those_that_were_written(folder, tmp_path):
    """To the last byte, whatever is in them."""
    target = tmp_path / "out.jsonl"
    fpcache("export", target, "--format", "jsonl", "--log", folder)
    rows = [a_row(path=path) for path in FORMULAS]
    written = sorted(encode(row_of(row)) for row in rows)
    assert sorted(target.read_bytes().splitlines(keepends=True)[: len(rows)]) == written
    assert len(list(read(target))) == len(FORMULAS) + len(HARMLESS)


def test_no_cell_of_a_csv_is_a_formula(folder, tmp_path):
    """Every text that begins like one is given an apostrophe; others are as they were."""
    target = tmp_path / "out.csv"
    fpcache("export", target, "--log", folder)
    with target.open(newline="", encoding="utf-8") as file:
        cells = list(csv.DictReader(file))
    assert list(cells[0]) == list(COLUMNS)
    assert sorted(cell["path"] for cell in cells) == sorted(
        ["'" + path for path in FORMULAS] + HARMLESS
    )
    for cell in cells:
        assert not any(
            value.startswith(("=", "+", "-", "@", "\t", "\r")) for value in cell.values()
        )


def test_prune_shows_first_and_deletes_whole_days(folder):
    """n of m before anything is deleted; without a word of consent nothing is."""
    age = datetime.now(UTC) - datetime(2026, 11, 3, tzinfo=UTC)
    option = ("--older-than", f"{age // timedelta(hours=1)}h", "--log", folder)
    files = sorted(folder.rglob("*.parquet"))
    status, said = fpcache("prune", *option, "--dry-run")
    assert (status, said.splitlines()[-1]) == (
        0,
        "would be deleted: 8 of 13 rows, 1 of 2 files, from before 2026-11-03",
    )
    assert sorted(folder.rglob("*.parquet")) == files
    assert fpcache("prune", *option)[0] != 0
    assert sorted(folder.rglob("*.parquet")) == files
    status, said = fpcache("prune", *option, "--yes")
    assert status == 0
    assert "deleted: 8 of 13 rows, 1 of 2 files" in said
    with open_log(folder) as log:
        assert log.rows == 5
    status, said = fpcache("prune", *option, "--yes")
    assert "would be deleted: 0 of 5 rows, 0 of 1 files" in said


@pytest.mark.parametrize("age", ["", "90", "-1d", "d", "1y", "999999d", "'1d'"])
def test_an_age_that_is_none_is_refused(folder, age):
    """One line that says how to write it."""
    status, said = fpcache("prune", "--older-than", age, "--log", folder)
    assert status == 2
    assert "write it like 90d" in said or "option" in said
