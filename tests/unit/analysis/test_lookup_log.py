"""The log of real code: what its data sheet says, made again alike, and lived through again."""

import io
import json
import shutil
import subprocess
import sys
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from fpcache_ops.analysis import Setting, open_log
from fpcache_ops.analysis.simulation import history, learnt, live
from fpcache_ops.lookuplog import OUTCOMES

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "data" / "lookup-log"
SCRIPT = ROOT / "data" / "make_release_log.py"
PRESENT = Setting(lifetime_days=90, critical_days=7)
"""What data/make_release_log.py serves by."""


@pytest.fixture(scope="module")
def log():
    with open_log(FOLDER) as opened:
        yield opened


def make(*options):
    return subprocess.run(
        [sys.executable, SCRIPT, *map(str, options)], capture_output=True, text=True
    )


def test_the_log_is_large_whole_and_says_where_each_row_comes_from(log):
    """At least 200,000 rows in less than 8 MB; every row names a release of the list; all outcomes
    occur; nothing was lost.
    """
    listed = json.loads((FOLDER / "releases.json").read_text())
    origins = set(log.sql("SELECT DISTINCT instance FROM lookups")["instance"])
    occurred = set(log.sql("SELECT DISTINCT outcome FROM lookups")["outcome"])
    causes = set(log.sql("SELECT DISTINCT cause FROM lookups")["cause"])

    assert log.rows >= 200_000
    assert log.rows == json.loads((FOLDER / "made.json").read_text())["rows"] == log.replayed
    assert f"{log.rows:,} rows" in (FOLDER / "README.md").read_text()
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file()) < 8_000_000
    assert origins <= {f"replay:{one['package']}-{one['version']}" for one in listed}
    assert len(origins) > 80
    assert occurred == set(OUTCOMES)
    assert {"first_seen", "unplaced", "expired", "outdated"} < causes
    assert "unknown" not in causes
    assert (log.skipped, log.dropped) == (0, 0)


def test_the_present_setting_is_reproduced_on_every_day(log):
    """Within 0.2 points of the observed hit rate on each of the days."""
    rows = history(log, PRESENT)
    days = live(rows, PRESENT, learnt(rows))

    assert len(days) == 56
    for day, one in days.items():
        assert abs(100 * (one.expected - one.observed) / one.looked_up) <= 0.2, day
    assert sum(one.looked_up for one in days.values()) == log.looked_up


def test_it_is_up_to_date_and_what_is_not_is_noticed(tmp_path):
    """By digests of what it is made from and of what was made: nobody edits it by hand."""
    done = make("--check")
    assert (done.returncode, done.stdout) == (0, "lookup-log: up to date\n"), done.stderr
    copy = tmp_path / "lookup-log"
    shutil.copytree(FOLDER, copy)
    next(copy.glob("day=*/*.parquet")).unlink()
    done = make("--check", "--out", copy)
    assert (done.returncode, "not the ones that were made" in done.stdout) == (1, True)


# --- a slice of it, made twice ------------------------------------------------------------

CODE = """\
import subprocess

def run(command):
    # release {n}
    return subprocess.call(command{more}, shell=True)
"""


def a_release(kept: Path, number: int) -> dict[str, str]:
    """A source distribution of a package that does not exist, kept as if it had been fetched."""
    kept.mkdir(exist_ok=True)
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for name in ("shop/run.py", "tests/test_run.py"):
            content = CODE.format(n=number, more=" + 'x'" * (number // 2)).encode()
            info = tarfile.TarInfo(f"shop-{number}/{name}")
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    digest = sha256(file.getvalue()).hexdigest()
    (kept / digest).write_bytes(file.getvalue())
    return {
        "package": "shop", "version": str(number), "file": f"shop-{number}.tar.gz",
        "sha256": digest, "uploaded": f"2026-01-0{number}T00:00:00Z",
    }  # fmt: skip


def test_a_slice_is_made_alike_to_the_last_byte(tmp_path):
    """From two releases, without a network. A file with another content is not taken."""
    listed = [a_release(tmp_path / "kept", number) for number in (1, 2)]
    releases = tmp_path / "releases.json"
    releases.write_text(json.dumps(listed))
    slice_ = ["--releases", releases, "--kept", tmp_path / "kept", "--days", 1]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        done = make(*slice_, "--out", tmp_path / name)
        assert done.returncode == 0, done.stderr
    made = [{file.relative_to(folder): file.read_bytes() for file in folder.rglob("*.parquet")}
            for folder in (tmp_path / "one", tmp_path / "two")]  # fmt: skip
    with open_log(tmp_path / "one") as log:
        assert set(log.sql("SELECT DISTINCT path FROM lookups")["path"]) == {"shop/run.py"}
        assert log.rows >= 24

    assert made[0]
    assert made[0] == made[1]
    (tmp_path / "kept" / listed[0]["sha256"]).write_bytes(b"something else")
    done = make(*slice_, "--out", tmp_path / "one", "--again")
    assert (done.returncode, "is not the file that was listed" in done.stderr) == (2, True)
