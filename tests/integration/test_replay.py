"""Replaying a git history: a real repository, real commits, real scanners."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from fpcache_ops.analysis import open_log
from fpcache_ops.bootstrap import policies, scratch_store
from fpcache_ops.cli import app
from fpcache_ops.core.evidence import Unplaced
from fpcache_ops.errors import UnusableInput
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.replay import BANDIT, History, Outlook, ScannerCommand, Selection, outlook
from tests.factories import CountingValidator, ListLog

RISKY = "import subprocess\n\n\ndef run(line):\n    subprocess.call(line, shell=True)\n"
MONDAY = 1_767_600_000  # 2026-01-05T08:00:00Z
DAY = 86_400


class Repository:
    """A git repository that is written commit by commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q", "-b", "main")
        self.at = MONDAY

    def git(self, *arguments: str) -> str:
        identity = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (
                ("NAME", "ann"),
                ("EMAIL", "ann@example.org"),
                ("DATE", f"{getattr(self, 'at', MONDAY)} +0000"),
            )
        }
        environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_GLOBAL": os.devnull} | identity
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def commit(self, later: int = 3600, **files: str | None) -> None:
        for name, content in files.items():
            path = self.folder / name.replace("__", "/").replace("_py", ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is None:
                path.unlink()
            else:
                path.write_text(content)
        self.at += later
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "work")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    folder = tmp_path / "repository"
    folder.mkdir()
    return Repository(folder)


def looked(repository: Repository, selection: Selection, log=None, **changes) -> Outlook:
    validator = changes.pop("validator", None) or CountingValidator()
    arguments = {
        "exclude": (),
        "validator": validator,
        "scratch_store": scratch_store,
        "log": log,
        "kept": repository.folder.parent / "kept",
        "lifetime": None,
        "progress": lambda what, done, total: None,
    }
    return outlook(
        repository.folder,
        selection,
        changes.pop("scanner", BANDIT),
        changes.pop("builders", {"file": FilePolicy()}),
        **(arguments | changes),
    )


def test_a_policy_that_sees_other_files_sees_them_at_each_commit(repository: Repository):
    """An edit of a caller is asked again under ``closure`` alone; a test that calls is none."""
    caller = "from a import run\n\n\ndef main():\n    run('ls')\n"
    repository.commit(a_py=RISKY, main_py=caller)
    repository.commit(tests__test_a_py=caller)
    repository.commit(main_py=caller.replace("'ls'", "input()"))
    builders = policies(["file", "scope", "closure"])
    found = looked(repository, Selection(last=9), builders=builders)
    assert {tally.policy: (tally.findings, tally.hits) for tally in found.tallies} == {
        "file": (4, 4),
        "scope": (4, 4),
        "closure": (4, 3),  # Of two rules one is about the import, which nobody calls.
    }
    assert not any(tally.fallbacks for tally in found.tallies)


def test_what_a_cache_would_have_saved_is_counted_by_hand(repository: Repository):
    """Two files with a finding each (one line, two rules), four commits, one edit, one move."""
    repository.commit(a_py=RISKY, b_py=RISKY)
    repository.commit(readme="nothing to scan")
    repository.commit(a_py=RISKY + "\n# edited\n")
    repository.commit(b_py=None, sub__b_py=RISKY)
    validator, log = CountingValidator(), ListLog()
    found = looked(repository, Selection(last=10), log, validator=validator)
    (tally,) = found.tallies
    per_file = len([row for row in log.rows if row.path == "b.py"]) // 3
    assert per_file >= 1
    # After the first commit: all hits; a.py judged again; the moved file judged at its new path.
    assert tally.findings == 3 * 2 * per_file
    assert tally.hits == 2 * 2 * per_file
    assert tally.calls == 2 * per_file
    assert tally.avoided == tally.findings - tally.calls
    assert tally.changed_findings == 2 * per_file
    assert tally.changed_hits == 0
    assert found.commits == 4
    assert len(validator.seen) == 4 * per_file
    assert {row.occurred_at[:10] for row in log.rows} == {"2026-01-05"}


def test_the_first_parent_line_is_walked_and_the_work_tree_left_alone(repository: Repository):
    """Commits of a merged branch are not replayed; files on disk are neither read nor written."""
    repository.commit(a_py=RISKY)
    repository.git("checkout", "-q", "-b", "side")
    repository.commit(a_py=RISKY + "# side 1\n")
    repository.commit(a_py=RISKY + "# side 2\n")
    repository.git("checkout", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "side")
    (repository.folder / "a.py").write_text("not what was committed")
    before = repository.git("status", "--porcelain")
    with History(repository.folder) as history:
        commits = history.commits(Selection(last=10))
        assert len(commits) == 2
        (blob,) = history.files(commits[-1], [".py"]).values()
        assert history.read(blob).decode() == RISKY + "# side 2\n"
    looked(repository, Selection(last=10))
    assert repository.git("status", "--porcelain") == before
    assert (repository.folder / "a.py").read_text() == "not what was committed"


def test_weekly_takes_the_last_commit_of_each_of_the_newest_weeks(repository: Repository):
    """ISO weeks by the committer's time, UTC; weeks without commits do not count."""
    for days in (0, 1, 6, 1, 14, 1):
        repository.commit(later=days * DAY)
    with History(repository.folder) as history:
        every = history.commits(Selection(last=100))
        weeks = [commit.at.isocalendar()[:2] for commit in every]
        last = dict(zip(weeks, every, strict=True))
        assert history.commits(Selection(weekly=100)) == list(last.values())
        assert history.commits(Selection(weekly=2)) == list(last.values())[-2:]


def test_tests_docs_and_vendored_code_are_left_out(repository: Repository):
    """By default and by --exclude."""
    repository.commit(
        a_py=RISKY,
        tests__b_py=RISKY,
        docs__c_py=RISKY,
        vendor__d_py=RISKY,
        test_e_py=RISKY,
        generated__f_py=RISKY,
    )
    with History(repository.folder, ["generated/*"]) as history:
        (commit,) = history.commits(Selection(last=1))
        assert set(history.files(commit, [".py"])) == {"a.py"}


def test_nothing_is_scanned_twice(repository: Repository):
    """Scans are kept by blob: a second replay starts no scanner for known blobs."""
    counter = repository.folder.parent / "scans.txt"
    program = (
        "import json,pathlib,sys;"
        f"open({str(counter)!r},'a').write('x');"
        "files=[p for p in pathlib.Path(sys.argv[1]).rglob('*.py')];"
        "print(json.dumps({'version':'2.1.0','runs':[{'tool':{'driver':{'name':'own'}},"
        "'results':[{'ruleId':'own','message':{'text':'x'},'locations':[{'physicalLocation':"
        "{'artifactLocation':{'uri':p.as_uri()},'region':{'startLine':5}}}]} for p in files]}]}))"
    )
    scanner = ScannerCommand("own", (sys.executable, "-c", program, "{path}"), (".py",))
    repository.commit(a_py=RISKY)
    repository.commit(a_py=RISKY + "\n")
    first = looked(repository, Selection(last=10), scanner=scanner)
    again = looked(repository, Selection(last=10), scanner=scanner)
    assert first.tallies[0].findings == again.tallies[0].findings == 1
    assert counter.read_text() == "x"
    repository.commit(b_py=RISKY + "# new\n")
    looked(repository, Selection(last=10), scanner=scanner)
    assert counter.read_text() == "xx"


def test_a_file_that_the_scanner_fails_at_costs_itself(repository: Repository):
    """It is told; all others are counted, however many were given to the scanner at once."""
    program = (
        "import json,pathlib,sys;"
        "files=[p for p in pathlib.Path(sys.argv[1]).rglob('*.py')];"
        "assert not any('fatal' in p.read_text() for p in files);"
        "print(json.dumps({'version':'2.1.0','runs':[{'tool':{'driver':{'name':'own'}},"
        "'results':[{'ruleId':'own','message':{'text':'x'},'locations':[{'physicalLocation':"
        "{'artifactLocation':{'uri':p.as_uri()},'region':{'startLine':5}}}]} for p in files]}]}))"
    )
    scanner = ScannerCommand("own", (sys.executable, "-c", program, "{path}"), (".py",))
    repository.commit(a_py=RISKY + "# fatal\n")
    repository.commit(b_py=RISKY + "# b\n")
    repository.commit(c_py=RISKY + "# c\n")
    repository.commit(d_py=RISKY + "# d\n")
    found = looked(repository, Selection(last=10), scanner=scanner)
    assert found.unscanned == 1
    assert json.loads(found.json(0, 0))["unscanned"] == 1
    assert found.tallies[0].findings == 1 + 2 + 3
    repository.commit(a_py=RISKY)
    assert looked(repository, Selection(last=2), scanner=scanner).tallies[0].findings == 4


def test_what_whole_files_were_taken_for_is_counted_by_language(repository: Repository, tmp_path):
    """Each share is one of the findings in that language, not of all."""
    program = (
        "import json,pathlib,sys;"
        "files=[p for p in pathlib.Path(sys.argv[1]).rglob('*') if p.is_file()];"
        "print(json.dumps({'version':'2.1.0','runs':[{'tool':{'driver':{'name':'own'}},"
        "'results':[{'ruleId':'own','message':{'text':'x'},'locations':[{'physicalLocation':"
        "{'artifactLocation':{'uri':p.as_uri()},'region':{'startLine':1}}}]} for p in files]}]}))"
    )
    command = f'{sys.executable} -c "{program}" {{path}}'
    files: dict[str, Any] = {
        "a.py": "print(1)\n",
        "b.py": "run(\n",
        "c.js": "run(a)\n",
        "d.c": ";\n",
    }
    repository.commit(**files)
    repository.commit(readme="nothing to scan")
    told = [str(repository.folder), "--scanner-command", command, "--kept", str(tmp_path / "kept")]
    told += [word for end in (".py", ".js", ".c") for word in ("--suffix", end)]
    run = CliRunner().invoke(app, ["replay", *told, "--policy", "scope", "--format", "json"])
    assert run.exit_code == 0, run.output
    (policy,) = json.loads(run.stdout)["policies"]
    assert policy["languages"] == {
        "": {"findings": 1, "fallbacks": {"unsupported_language": 1}},
        "javascript": {"findings": 1, "fallbacks": {}},
        "python": {"findings": 2, "fallbacks": {"parse_error": 1}},
    }
    assert policy["fallbacks"] == {"unsupported_language": 1, "parse_error": 1}
    table = CliRunner().invoke(app, ["replay", *told, "--policy", "scope"]).stdout
    assert "scope, python: whole files for parse_error: 1 of 2 (50.0 %)" in table
    assert "scope, other languages: whole files for unsupported_language: 1 of 1" in table


def test_verdicts_expire_when_asked_to(repository: Repository):
    """The clock stands at each commit."""
    repository.commit(a_py=RISKY)
    repository.commit(later=10 * DAY)
    repository.commit(later=-DAY)
    kept = looked(repository, Selection(last=10)).tallies[0]
    expired = looked(repository, Selection(last=10), lifetime=timedelta(days=5)).tallies[0]
    assert kept.hits == kept.findings > 0
    assert expired.hits * 2 == expired.findings


def test_what_cannot_be_replayed_is_said_in_one_line(repository: Repository, tmp_path: Path):
    """No repository, one commit, a scanner that does not start or writes nothing."""
    with pytest.raises(UnusableInput, match="not a git repository"):
        outlook_of(tmp_path)
    repository.commit(a_py=RISKY)
    with pytest.raises(UnusableInput, match="needs two"):
        looked(repository, Selection(last=10))
    repository.commit(b_py=RISKY)
    for command in ("no-such-scanner {path}", "true {path}"):
        scanner = ScannerCommand.parse(command, [".py"])
        with pytest.raises(UnusableInput, match="scanner"):
            looked(repository, Selection(last=10), scanner=scanner)
    with pytest.raises(UnusableInput, match="path"):
        ScannerCommand.parse("semgrep --sarif", [".py"])


def test_a_scanner_may_be_named_by_its_path(repository: Repository, tmp_path: Path):
    """What it found is kept under its own name, wherever it lies."""
    scanner = tmp_path / "tools" / "own"
    scanner.parent.mkdir()
    run = {"tool": {"driver": {"name": "own"}}, "results": []}
    log = json.dumps({"version": "2.1.0", "runs": [run]})
    scanner.write_text(f"#!/bin/sh\necho '{log}'\n")
    scanner.chmod(0o755)
    repository.commit(a_py=RISKY)
    repository.commit(b_py=RISKY)
    chosen = ScannerCommand.parse(f"{scanner} {{path}}", [".py"])
    assert looked(repository, Selection(last=2), scanner=chosen).tallies[0].findings == 0


def outlook_of(folder: Path) -> None:
    with History(folder):
        pass


def test_the_command(repository: Repository):
    """``fpcache replay`` prints a table, or JSON with every figure and its denominator."""
    repository.commit(a_py=RISKY)
    repository.commit(b_py=RISKY)
    command = [sys.executable, "-m", "fpcache_ops.cli", "replay", str(repository.folder)]
    kept = ["--kept", str(repository.folder.parent / "kept")]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [*command, *kept, "--format", "json", "--log", "log"],
        cwd=repository.folder.parent,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    policy, scope = json.loads(done.stdout)["policies"]
    assert (policy["policy"], scope["policy"]) == ("file", "scope")
    assert policy["hits"] * 2 == policy["findings"]
    assert policy["hit_rate"] == 0.5
    assert policy["money_saved"] == pytest.approx(policy["calls_avoided"] * 0.05)
    table = subprocess.run(
        [*command, *kept, "--last", "2"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"of {policy['findings']}" in table.stdout


def test_its_log_is_a_lookup_log_with_a_row_for_every_finding_commit_and_policy(
    repository: Repository,
):
    """What the analysis reads: hits agree with what the command counted, policy by policy.

    The first commit fills the cache and is in the log, but not in the counts.
    """
    repository.commit(a_py=RISKY, b_py=f"def other():\n    {RISKY.strip()}\n")
    repository.commit(a_py=RISKY + "\n# edited\n")
    repository.commit(c_py=RISKY)
    folder = repository.folder.parent
    done = CliRunner().invoke(
        app,
        [
            *("replay", str(repository.folder), "--policy", "file,scope", "--format", "json"),
            *("--kept", str(folder / "kept"), "--log", str(folder / "log")),
        ],
    )
    assert done.exit_code == 0, done.output
    told = {one["policy"]: one for one in json.loads(done.stdout)["policies"]}
    with open_log(folder / "log") as log:
        rows = log.sql(
            "SELECT policy, from_request AS sha, count(*) AS findings, "
            "count(*) FILTER (is_hit) AS hits FROM lookups GROUP BY ALL ORDER BY min(occurred_at)"
        )
        assert (log.skipped, log.dropped, log.rows) == (0, 0, int(rows["findings"].sum()))
    assert set(rows["policy"]) == {"file", "scope"} == set(told)
    assert rows["sha"].nunique() == 3
    for policy, mine in rows.groupby("policy"):
        later = mine.iloc[1:]
        assert int(later["findings"].sum()) == told[policy]["findings"]
        assert int(later["hits"].sum()) == told[policy]["hits"]
        assert list(mine["findings"]) == list(rows[rows["policy"] == "file"]["findings"])
    assert told["scope"]["hits"] > told["file"]["hits"]


class PlacesNothing:
    """A policy under which no finding can be placed."""

    def build(self, finding, sources):
        return Unplaced("no such line")


def test_a_finding_that_could_not_be_placed_says_its_policy_too(repository: Repository):
    """Otherwise its row would belong to no policy of a log that holds several."""
    repository.commit(a_py=RISKY)
    repository.commit(b_py=RISKY)
    log = ListLog()
    looked(repository, Selection(last=10), log, builders={"nothing": PlacesNothing()})
    assert {(row.cause, row.policy) for row in log.rows} == {("unplaced", "nothing")}
