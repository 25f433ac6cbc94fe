"""``fpcache validate`` as people run it: real files, a real store, real trouble."""

import csv
import ctypes
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
DEMO = CHECKOUT / "data" / "demo"
FPCACHE = [sys.executable, "-m", "fpcache_ops.cli"]

SAFE = 'COLUMNS = "id, name"\n\n\ndef all_of(db):\n    return db.execute("SELECT " + COLUMNS)\n'
REAL = (
    'def one_of(db, name):\n    return db.execute("SELECT * FROM t WHERE n = \'" + name + "\'")\n'
)


def result(path: str, line: int, **region: object) -> dict:
    """A SARIF result as bandit writes it."""
    return {
        "ruleId": "B608",
        "message": {"text": "Possible SQL injection vector"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": path},
                    "region": {"startLine": line} | region,
                }
            }
        ],
    }


def sarif(*results: dict, version: str = "2.1.0") -> dict:
    return {
        "version": version,
        "runs": [{"tool": {"driver": {"name": "Bandit"}}, "results": list(results)}],
    }


class Desk:
    """A folder with a small project, its report and a store."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder / "src"
        self.root.mkdir()
        (self.root / "safe.py").write_text(SAFE)
        (self.root / "real.py").write_text(REAL)
        self.report = folder / "report.sarif"
        self.write(sarif(result("safe.py", 5), result("real.py", 2)))
        self.store = folder / ".fpcache" / "cache.db"

    def write(self, document: object) -> None:
        text = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.report.write_bytes(text)

    def run(self, *arguments: str, **process: Any) -> subprocess.CompletedProcess[str]:
        command = [*FPCACHE, "validate", str(self.report), "--root", str(self.root), *arguments]
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT)}
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            **process,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def answers(self, *arguments: str, **process: Any) -> list[dict]:
        done = self.run("--format", "json", *arguments, **process)
        assert done.returncode in (0, 1), done.stderr
        return json.loads(done.stdout)["validated"]

    def outcomes(self, *arguments: str, **process: Any) -> list[str]:
        return [answer["outcome"] for answer in self.answers(*arguments, **process)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_second_time_everything_is_a_hit_with_the_same_verdict(desk: Desk):
    """The main promise, from the command line."""
    first, second = desk.answers(), desk.answers()
    assert [a["outcome"] for a in first] == ["miss", "miss"]
    assert [a["outcome"] for a in second] == ["hit", "hit"]
    for before, after in zip(first, second, strict=True):
        assert before["isValid"] == after["isValid"]
        assert before["confidence"] == after["confidence"]
        assert before["reason"] == after["reason"]
    assert [a["isValid"] for a in second] == [False, True]


def test_exit_status_says_whether_findings_are_real(desk: Desk):
    """1 for real findings, 0 for none or when told not to fail."""
    assert desk.run().returncode == 1
    assert desk.run("--fail-on", "none").returncode == 0
    desk.write(sarif(result("safe.py", 5)))
    assert desk.run().returncode == 0
    desk.write(sarif())
    assert desk.run().returncode == 0


def test_the_table_lists_real_findings_first_and_counts(desk: Desk):
    """Every share has its denominator."""
    done = desk.run()
    rows = done.stdout.splitlines()
    assert rows[1].startswith("REAL")
    assert "real.py:2" in rows[1]
    assert rows[2].startswith("false")
    assert "1 of 2 findings are reported as real, 1 of 2 are false positives." in done.stdout
    assert "Answered from the cache: 0 of 2" in done.stdout


def test_sarif_out_deletes_nothing(desk: Desk):
    """False positives are suppressed, real ones are not, and each says who judged it."""
    out = desk.folder / "validated.sarif"
    desk.run("--out", str(out))
    false, real = json.loads(out.read_text())["runs"][0]["results"]
    assert false["suppressions"][0]["kind"] == "external"
    assert false["suppressions"][0]["justification"]
    assert not real.get("suppressions")
    for found in (false, real):
        assert found["properties"]["fpcache"]["outcome"] == "miss"
        assert found["properties"]["fpcache"]["evidenceDigest"]
        assert found["properties"]["fpcache"]["validator"]["name"]
        assert found["locations"]
    printed = desk.run("--format", "sarif").stdout
    assert json.loads(printed)["runs"][0]["results"][0]["suppressions"]


def test_no_store_uses_verdicts_and_keeps_none(desk: Desk):
    """For pull requests from forks."""
    assert desk.outcomes("--no-store") == ["miss", "miss"]
    assert desk.outcomes() == ["miss", "miss"]
    assert desk.outcomes("--no-store") == ["hit", "hit"]


def _truncated(desk: Desk) -> None:
    desk.write(json.dumps(sarif(result("safe.py", 5))).encode()[:-20])


def _empty(desk: Desk) -> None:
    desk.write(b"")


def _another_version(desk: Desk) -> None:
    desk.write(sarif(version="2.0.0"))


def _no_file(desk: Desk) -> None:
    desk.report.unlink()


def _a_folder(desk: Desk) -> None:
    desk.report.unlink()
    desk.report.mkdir()


def _no_root(desk: Desk) -> None:
    shutil.rmtree(desk.root)


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (_truncated, "cut off"),
        (_empty, "empty"),
        (_another_version, "2.1.0"),
        (_no_file, "No such file"),
        (_a_folder, "directory"),
        (_no_root, "--root"),
    ],
)
def test_unusable_input_is_one_line_and_status_2(desk: Desk, spoil, word: str):
    """What is wrong and what to do, nothing on standard output, no store made."""
    spoil(desk)
    done = desk.run()
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("fpcache: ")
    assert word in line
    assert done.stdout == ""
    assert not desk.store.exists()


def _grow(path: Path) -> None:
    with path.open("a") as file:
        file.truncate(50 * 1024 * 1024)


SPOILT = {
    "a missing source file": lambda desk: (desk.root / "safe.py").unlink(),
    "a file of 50 MB": lambda desk: _grow(desk.root / "safe.py"),
    "a folder in its place": lambda desk: (
        (desk.root / "safe.py").unlink(),
        (desk.root / "safe.py").mkdir(),
    ),
    "a fifo in its place": lambda desk: (
        (desk.root / "safe.py").unlink(),
        os.mkfifo(desk.root / "safe.py"),  # type: ignore[func-returns-value]
    ),
    "a link that leaves the root": lambda desk: (
        (desk.root / "safe.py").rename(desk.folder / "outside.py"),
        (desk.root / "safe.py").symlink_to(desk.folder / "outside.py"),
    ),
    "a path that leaves the root": lambda desk: (
        (desk.root / "safe.py").rename(desk.folder / "outside.py"),
        desk.write(sarif(result("../outside.py", 5), result("real.py", 2))),
    ),
    "an absolute path": lambda desk: desk.write(
        sarif(result("file:///etc/hostname", 1), result("real.py", 2))
    ),
    "a line beyond the end": lambda desk: desk.write(
        sarif(result("safe.py", 500), result("real.py", 2))
    ),
    "a snippet of another tree": lambda desk: desk.write(
        sarif(
            result("safe.py", 5, snippet={"text": "return db.execute(sql)"}), result("real.py", 2)
        )
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_cannot_be_judged_is_real_and_the_rest_goes_on(desk: Desk, name: str):
    """One warning that says what to do, the finding reported as real, its neighbour cached."""
    SPOILT[name](desk)
    for outcome in ("miss", "hit"):
        done = desk.run("--format", "json")
        assert done.returncode == 1
        spoilt, other = json.loads(done.stdout)["validated"]
        assert spoilt["isValid"] is True
        assert spoilt["outcome"] == "miss"
        assert spoilt["verdict"] == "undetermined"
        assert spoilt["reason"].startswith("Not judged, so reported as real: ")
        assert other["outcome"] == outcome
        (line,) = done.stderr.splitlines()
        assert "1 of 2 findings have no place" in line


def test_invalid_utf_8_is_evidence_that_proves_nothing(desk: Desk):
    """The bytes are judged as they are, and cached; nothing is proven from them."""
    (desk.root / "safe.py").write_bytes(SAFE.encode() + b"# \xff\n")
    assert [a["isValid"] for a in desk.answers()] == [True, True]
    assert desk.answers()[0]["evidence"]["fallback"] == "not_utf8"
    assert desk.outcomes() == ["hit", "hit"]


def without_cache(desk: Desk, *words: str, arguments: Sequence[str] = (), **process) -> None:
    """Every finding is answered as without a cache, with one warning that holds these words."""
    done = desk.run("--format", "json", *arguments, **process)
    assert done.returncode == 1, done.stderr
    answers = json.loads(done.stdout)["validated"]
    assert [a["isValid"] for a in answers] == [False, True]
    (line,) = done.stderr.splitlines()
    for word in words:
        assert word in line


def test_a_corrupt_store(desk: Desk):
    """Judged without it; the file is left as it was."""
    desk.answers()
    desk.store.write_bytes(b"\x00garbage" * 5000)
    before = desk.store.read_bytes()
    without_cache(desk, "damaged", "move it away")
    assert desk.store.read_bytes() == before
    desk.store.unlink()
    assert desk.outcomes() == ["miss", "miss"]


def test_a_store_of_something_else(desk: Desk):
    """A database of another program is not touched."""
    with sqlite3.connect(desk.folder / "other.db") as other:
        other.execute("CREATE TABLE theirs (x)")
    without_cache(desk, "something else", arguments=["--store", "other.db"])
    with sqlite3.connect(desk.folder / "other.db") as other:
        tables = other.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("theirs",)]


def test_a_store_of_a_newer_program(desk: Desk):
    """Refused, not guessed at."""
    desk.answers()
    with sqlite3.connect(desk.store) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    without_cache(desk, "newer fpcache", "upgrade")


def test_a_locked_store(desk: Desk):
    """Waited for, then judged without it; later it works again."""
    desk.answers()
    with sqlite3.connect(desk.store, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        without_cache(desk, "locked", "wait")
        other.execute("ROLLBACK")
    assert desk.outcomes() == ["hit", "hit"]


def _no_file_grows() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))


def test_a_full_disk(desk: Desk):
    """A limit on file sizes is what a program sees of a full disk: answers stand, none is kept."""
    desk.answers()
    (desk.root / "safe.py").write_text(SAFE.replace("id, ", "id, tax, "))
    done = desk.run("--format", "json", preexec_fn=_no_file_grows)
    assert done.returncode == 1
    changed, hit = json.loads(done.stdout)["validated"]
    assert (changed["isValid"], hit["isValid"]) == (False, True)
    assert "Traceback" not in done.stderr
    assert "not kept" in done.stderr
    assert desk.outcomes() == ["changed", "hit"]


def _permissions_bind() -> None:
    """Root writes wherever it likes, by a capability that the next program need not be given."""
    if os.geteuid() == 0:
        drop_from_bounding_set, dac_override = 24, 1
        assert ctypes.CDLL(None).prctl(drop_from_bounding_set, dac_override, 0, 0, 0) == 0


def test_a_read_only_store(desk: Desk):
    """Stored verdicts are used; what cannot be kept is said."""
    desk.answers()
    (desk.root / "safe.py").write_text(SAFE.replace("id, ", "id, tax, "))
    desk.store.chmod(0o444)
    desk.store.parent.chmod(0o555)
    done = desk.run("--format", "json", preexec_fn=_permissions_bind)
    desk.store.parent.chmod(0o755)
    changed, hit = json.loads(done.stdout)["validated"]
    assert (changed["outcome"], changed["isValid"]) == ("changed", False)
    assert (hit["outcome"], hit["isValid"]) == ("hit", True)
    assert "read-only" in done.stderr
    assert "not kept" in done.stderr


def test_a_wrong_argument(desk: Desk):
    """Usage errors leave with 2 and say what is possible."""
    assert desk.run("--formt", "json").returncode == 2
    assert desk.run("--format", "xml").returncode == 2
    assert desk.run("--server", "nonsense").returncode == 2
    done = desk.run("--server", "http://127.0.0.1:9", "--store", "x")
    assert done.returncode == 2
    assert "--server" in done.stderr


def test_demo_twice(tmp_path: Path):
    """Twice over the demo: 100 % hits, equal verdicts, none real hidden, half the false seen."""
    with (DEMO / "labels.csv").open(newline="") as file:
        labels = {(row["path"], int(row["line"]), row["type"]): row for row in csv.DictReader(file)}
    command = [*FPCACHE, "validate", str(DEMO / "bandit.sarif"), "--root", str(DEMO / "src")]
    runs = []
    for _ in range(2):
        done = subprocess.run(
            [*command, "--format", "json"], cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 1, done.stderr
        runs.append(json.loads(done.stdout))
    first, second = runs
    assert {a["outcome"] for a in first["validated"]} == {"miss"}
    assert {a["outcome"] for a in second["validated"]} == {"hit"}
    assert second["cache_stats"]["hit_rate"] == 100
    real = recognised = false = 0
    results = json.loads((DEMO / "bandit.sarif").read_text())["runs"][0]["results"]
    for before, after, found in zip(first["validated"], second["validated"], results, strict=True):
        for field in ("isValid", "confidence", "reason", "evidence", "validator"):
            assert before[field] == after[field]
        place = found["locations"][0]["physicalLocation"]
        type_ = after["cacheKey"].rpartition(":")[2]
        label = labels[place["artifactLocation"]["uri"], place["region"]["startLine"], type_]
        if label["real"] == "true":
            real += 1
            assert after["isValid"], label
        else:
            false += 1
            recognised += not after["isValid"]
    assert real >= 20
    assert recognised * 2 >= false >= 20
