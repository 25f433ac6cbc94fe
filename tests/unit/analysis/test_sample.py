"""The sample log: made from its seed, and what its data sheet says it is."""

import subprocess
import sys
from pathlib import Path

from fpcache_ops.analysis import open_log
from fpcache_ops.lookuplog import OUTCOMES, read

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "data" / "model-log" / "sample.jsonl"
SCRIPT = ROOT / "data" / "make_lookup_log.py"


def make(*options):
    return subprocess.run(
        [sys.executable, SCRIPT, *map(str, options)], capture_output=True, text=True
    )


def test_the_sample_is_what_its_seed_makes():
    """To the last byte, data sheet included: nobody edits a sample by hand."""
    done = make("--check")

    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_another_seed_makes_another_log_and_a_changed_log_is_noticed(tmp_path):
    """The check compares."""
    assert make("--seed", 8, "--out", tmp_path).returncode == 0
    assert make("--seed", 8, "--out", tmp_path, "--check").returncode == 0
    log = tmp_path / "sample.jsonl"
    assert log.read_bytes() != SAMPLE.read_bytes()
    log.write_bytes(log.read_bytes().replace(b'"hit"', b'"miss"', 1))
    assert make("--seed", 8, "--out", tmp_path, "--check").returncode == 1


def test_the_sample_is_small_whole_and_says_where_it_comes_from():
    """At most 2 MB; every line is a row; every row names the model; all outcomes occur, on each
    of fourteen days.
    """
    reading = read(SAMPLE)
    rows = list(reading)

    assert SAMPLE.stat().st_size <= 2_000_000
    assert len(rows) >= 2000
    assert reading.skipped == 0
    assert {row.instance for row in rows} == {"model:7"}
    assert {row.outcome for row in rows} == set(OUTCOMES)
    assert len({row.occurred_at[:10] for row in rows}) == 14
    assert open_log(SAMPLE).modelled == len(rows)
