"""The mix that is measured on a lookup log."""

from pathlib import Path

from typer.testing import CliRunner

from fpcache_ops.cli import app
from fpcache_ops.lookuplog.row import encode, row_of
from fpcache_ops.operations.load_profile import measure
from fpcache_ops.operations.loadtest import folder
from tests.unit.lookuplog.rows import a_row

CHECKOUT = Path(__file__).parents[3]


def test_the_mix_of_staging_is_that_of_the_sample_log(tmp_path: Path):
    """What is committed is what the command measures."""
    out = tmp_path / "staging.json"
    log = str(CHECKOUT / "data" / "model-log" / "sample.jsonl")
    done = CliRunner().invoke(app, ["loadtest", "profile", log, "--out", str(out)])
    assert done.exit_code == 0
    assert out.read_bytes() == (folder() / "staging.json").read_bytes()


def test_scans_of_unchanged_code_are_counted_apart(tmp_path: Path):
    """Three requests: all hits; a hit and two misses; one while the cache was off."""
    outcomes = ["hit", "hit"], ["hit", "miss", "miss"], ["bypass"]
    log = tmp_path / "lookups-1.jsonl"
    log.write_bytes(
        b"".join(
            encode(row_of(a_row(outcome=outcome, from_request=f"r{n}", evidence_bytes=100 * n)))
            for n, found in enumerate(outcomes)
            for outcome in found
        )
        + b"torn"
    )
    found = measure(log)
    assert (found.requests, found.unchanged_requests, found.findings) == (3, 1, 6)
    assert found.findings_per_request == {"1": 1, "2": 1, "3": 1}
    assert found.outcomes == {"miss": 2, "hit": 1}
    assert (found.evidence_bytes[0], found.evidence_bytes[-1]) == (0, 200)
    assert found.skipped_lines == 1


def test_an_empty_log_has_no_mix(tmp_path: Path):
    empty = tmp_path / "lookups-1.jsonl"
    empty.touch()
    assert CliRunner().invoke(app, ["loadtest", "profile", str(empty)]).exit_code == 3


def test_no_log_is_bad_input(tmp_path: Path):
    nowhere = str(tmp_path / "nowhere")
    assert CliRunner().invoke(app, ["loadtest", "profile", nowhere]).exit_code == 2
