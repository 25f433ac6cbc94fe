"""The shapes of real scanners: what is read from data/sarif, and from bandit itself."""

import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from fpcache_ops.core.evidence import Built
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.sources import TreeSources
from fpcache_ops.sarif import SarifLog, read

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "sarif"
ROOT = PurePosixPath("/workspace/shop")


def sample(name: str) -> SarifLog:
    data = (SAMPLES / f"{name}.sarif").read_bytes()
    return read(data, tenant="acme", repository="acme/shop", roots=[ROOT])


def rows(log: SarifLog) -> list[tuple]:
    """Path, first and last line, type, whether it is suppressed, first line of the snippet."""
    found = []
    for reported in log.reported:
        at = reported.finding.primary
        snippet = at.expectation and at.expectation.snippet
        found.append(
            (
                at.path,
                at.region.start_line,
                at.region.last_line,
                reported.finding.type,
                reported.suppressed,
                snippet and snippet.strip().splitlines()[0],
            )
        )
    return found


def test_bandit():
    """No columns (they count bytes), and no snippet where it is of another line."""
    assert rows(sample("bandit")) == [
        (
            "shop/price list.py",
            4,
            4,
            "sql-injection",
            False,
            'label = "größe"; rows = db.execute("SELECT * FROM price WHERE " + clause)',
        ),
        ("shop/jobs.py", 12, 13, "command-injection", False, None),
        ("shop/jobs.py", 20, 20, "command-injection", False, "subprocess.run(line, shell=True)"),
    ]
    assert all(found.primary.region.start_column is None for found in sample("bandit").findings)


def test_semgrep():
    """Bare paths, whole lines as snippets, CWEs as sentences, `nosemgrep` as a suppression."""
    assert rows(sample("semgrep")) == [
        (
            "shop/price list.py",
            3,
            5,
            "sql-injection",
            False,
            'label = "größe"; rows = db.execute(',
        ),
        ("shop/v%41.py", 10, 10, "sql-injection", False, "db.execute(q)"),
        ("shop/jobs.py", 11, 11, "command-injection", True, "os.system(cmd)  # nosemgrep"),
    ]


def test_codeql():
    """Rules in an extension, files by index, flows, hashes, taxa, UTF-16 columns."""
    log = sample("codeql")
    assert rows(log) == [
        ("app/store.py", 21, 21, "sql-injection", False, None),
        ("app/views.py", 14, 15, "weak-sensitive-data-hashing", False, "digest = md5(password)"),
        ("app/views.py", 30, 30, "ldap-injection", False, None),
    ]
    [flow] = log.findings[0].flows
    assert [(step.path, step.region.start_line) for step in flow] == [
        ("app/views.py", 8),
        ("app/views.py", 8),
        ("app/store.py", 21),
    ]
    expectation = log.findings[0].primary.expectation
    assert expectation is not None
    assert expectation.sha256 == "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
    assert log.findings[0].primary.region.end_column == 25


def test_eslint():
    """Absolute URIs below the root and elsewhere; a result about a whole file."""
    log = sample("eslint")
    assert rows(log) == [
        ("src/a#b c.js", 2, 2, "no-eval", False, None),
        ("src/a#b c.js", 5, 5, "no-eval", True, None),
        ("/elsewhere/x.js", 7, 7, "code-injection", False, None),
    ]
    assert [(one.result, one.is_problem) for one in log.not_judged] == [(3, True)]


def test_gosec():
    """Numbered snippets, wrong rule indices, an empty URI."""
    log = sample("gosec")
    assert rows(log) == [
        ("cmd/serve/main.go", 31, 31, "path-traversal", False, "f, err := os.Open(name)"),
        ("store/query.go", 9, 11, "sql-injection", False, "q := fmt.Sprintf("),
    ]
    assert ["names no file" in one.reason for one in log.not_judged] == [True]


def test_brakeman():
    """Lines only, bare paths, the type in the rule's name."""
    assert rows(sample("brakeman")) == [
        ("app/models/user.rb", 12, 12, "sql-injection", False, None),
        ("app/controllers/home_controller.rb", 1, 1, "open-redirect", False, None),
        ("app/models/old 100%25.rb", 4, 4, "sql-injection", True, None),
    ]


TREE = {
    "a b.py": (
        'import subprocess\ndef f(x):\n    s = "é😀"; subprocess.call("ls " + x, shell=True)\n'
        "\ndef g(a,\n      p='secret'):\n    subprocess.call(\n        'ls %s' % a,\n\n"
        "        shell=True,\n    )\n    return p\n"
    ).encode(),
    "crlf/100%25.py": b"import pickle\r\n\r\n\r\npickle.loads(\r\n    x)\r\npickle.loads(x)",
    "bom.py": b"\xef\xbb\xbfimport pickle\npickle.loads(x)",
    "tabs.py": b"def f(x):\n\tq = ('SELECT * FROM t '\n\t\t'WHERE a = %s'\n\t\t% x)\n\treturn q\n",
}


@pytest.mark.parametrize("absolute", [False, True])
def test_a_tree_that_bandit_scanned_fits_its_report(tmp_path, absolute):
    """Real bandit: every finding is placed in the very tree, in another few are."""
    root = tmp_path.resolve()
    for name, content in TREE.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(content)
    bandit = [sys.executable, "-m", "bandit", "-q", "-f", "sarif", "-r"]
    scanned = subprocess.run(
        [*bandit, str(root) if absolute else "."],
        cwd=root,
        capture_output=True,
        check=False,
    ).stdout
    log = read(scanned, tenant="acme", repository="acme/shop", roots=[root])
    assert not log.not_judged
    assert {finding.primary.path for finding in log.findings} == set(TREE)
    built = [FilePolicy().build(finding, TreeSources(root)) for finding in log.findings]
    assert [one for one in built if not isinstance(one, Built)] == []

    for name, content in TREE.items():
        (root / name).write_bytes(b"# more\n" * 20 + content)
    tree = TreeSources(root)
    unchecked = [
        finding for finding in log.findings if isinstance(FilePolicy().build(finding, tree), Built)
    ]
    assert all(finding.primary.expectation is None for finding in unchecked)
    assert len(unchecked) < len(log.findings) / 2
