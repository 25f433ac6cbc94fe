"""`fpcache db`, `entries`, `invalidate` and `restore`, on both kinds of store."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from typer.testing import CliRunner, Result

from fpcache_ops.cli import db, entries
from fpcache_ops.core.entry import Selector
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.errors import ExitStatus
from fpcache_ops.stores.queries import QUERIES
from fpcache_ops.stores.schema import HEAD
from tests.contract.places import Place, PostgresqlPlace, SqlitePlace
from tests.contract.test_upkeep import the_rest
from tests.factories import a_digest, a_question, an_entry

NOW = datetime.now(UTC).replace(microsecond=0)
LOCAL = {"tenant": "local", "repository": "acme/shop"}
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No fpcache.toml and no store of the checkout."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Run:
    """Runs a command, without a store."""
    app = typer.Typer()
    db.register(app)
    entries.register(app)

    def run(*words: str, status: int = ExitStatus.PASS, typed: str | None = None) -> Result:
        result = CliRunner().invoke(app, words, input=typed)
        assert result.exit_code == status, result.output
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def on(place: Place, run: Run) -> Run:
    """Runs a command on the store of the place; `as_owner` where that matters."""

    def on(*words: str, as_owner: bool = False, **expected) -> Result:
        url = place.owner_url if as_owner and isinstance(place, PostgresqlPlace) else place.url
        return run(*words, "--store", url, **expected)

    return on


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody can be asked."""
    terminal = SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(entries, "sys", terminal)


def entry(name: str, path: str = "cart.py", **changes):
    return an_entry(
        a_question(name, path=path, **LOCAL),
        cached_at=NOW - timedelta(days=1),
        expires_at=NOW + timedelta(days=80),
        **changes,
    )


@pytest.fixture
def filled(place: Place):
    """Three entries of the local tenant, and one of another."""
    store = place.store()
    store.record(
        [
            entry("a"),
            entry("b", "pay.py", verdict=Judgement.TRUE_POSITIVE),
            entry("c", "pay.py", vulnerability_type="xss"),
            an_entry(a_question("d", tenant="other"), cached_at=NOW, expires_at=NOW),
        ]
    )
    return store


def answer(result: Result):
    return json.loads(result.stdout)


@pytest.mark.usefixtures("filled")
def test_entries_list(on: Run):
    """Of one tenant, filtered, as a table and as JSON."""
    table = on("entries", "list").stdout
    assert table.splitlines()[0].split() == [
        "state", "cached_at", "verdict", "type", "tenant", "repository", "path", "digest",
    ]  # fmt: skip
    assert len(table.splitlines()) == 4
    rows = answer(on("entries", "list", "--file", "pay.py", "--type", "XSS", "--format", "json"))
    assert [(row["path"], row["type"], row["state"]) for row in rows] == [
        ("pay.py", "xss", "usable")
    ]
    assert answer(on("entries", "list", "--tenant", "nobody", "--format", "json")) == []
    assert on("entries", "list", "--tenant", "nobody").stdout == "no entries\n"
    assert [
        row["state"] for row in answer(on("entries", "list", "--tenant=other", "--format=json"))
    ] == ["expired"]


@pytest.mark.usefixtures("filled")
def test_entries_show(on: Run):
    """All fields; 3 when there is nothing, 2 when it is no digest."""
    digest = a_digest("a").hex()
    (row,) = answer(on("entries", "show", digest, "--format", "json"))
    assert (row["digest"], row["reason"]) == (digest, entry("a").verdict.reason)
    assert f"reason             {entry('a').verdict.reason}" in on("entries", "show", digest).stdout
    on("entries", "show", a_digest("none").hex(), status=ExitStatus.INCONCLUSIVE)
    on("entries", "show", "abc", status=ExitStatus.UNUSABLE_INPUT)


@pytest.mark.usefixtures("filled")
def test_entries_stats(on: Run):
    """Of all and of one tenant."""
    said = answer(on("entries", "stats", "--format", "json"))
    assert (said["entries"], said["true_positives"]) == (4, 1)
    assert said["by_repository"] == {"acme/shop": 4}
    assert "3 entries: 2 false positives, 1 true positives; 0 are withdrawn" in on(
        "entries", "stats", "--tenant", "local"
    ).stdout  # fmt: skip


def test_entries_sweep(on: Run, filled):
    """Shows what goes, and deletes it."""
    said = answer(on("entries", "sweep", "--dry-run", "--format", "json"))
    assert said["count"] == len(said["sample"]) == 1
    assert filled.stats(None).entries == 4
    on("entries", "sweep", status=ExitStatus.REFUSED)
    assert filled.stats(None).entries == 4
    assert "deleted 1 entries" in on("entries", "sweep", "--yes").stdout
    assert filled.stats(None).entries == 3


SELECTING: dict[str, tuple[list[str], Selector, int]] = {
    "entry": (
        ["--entry", a_digest("a").hex()],
        Selector("local", evidence_digest=a_digest("a")),
        1,
    ),
    "file": (
        ["--file", "pay.py", "--repository", "acme/shop"],
        Selector("local", "acme/shop", "pay.py"),
        2,
    ),
    "repository": (["--repository", "acme/shop"], Selector("local", "acme/shop"), 3),
    "type": (["--type", "Cross_Site Scripting"], Selector("local", vulnerability_type="xss"), 1),
    "version": (["--validator-version", "v1"], Selector("local", validator_version="v1"), 3),
    "version of all": (
        ["--validator-version", "v1", "--all-tenants"],
        Selector(validator_version="v1"),
        4,
    ),
    "tenant": (["--tenant-all", "--tenant", "other"], Selector("other"), 1),
    "everything": (["--everything"], Selector(), 4),
}


@pytest.mark.parametrize("name", SELECTING)
def test_invalidate(on: Run, filled, name: str):
    """Dry run first; then for good; then brought back."""
    options, selector, count = SELECTING[name]
    options = ["invalidate", *options, "--reason", "a wrong verdict"]
    dry = answer(on(*options, "--dry-run", "--format", "json"))
    assert (dry["count"], len(dry["sample"])) == (count, count)
    assert filled.invalidations(None) == []
    done = answer(on(*options, "--yes", "--format", "json"))
    (listed,) = filled.invalidations(None)
    assert (listed.selector, listed.why) == (selector, "a wrong verdict")
    assert done["invalidation"]["id"] == listed.seq
    assert filled.stats(None).withdrawn == done["count"] == count
    back = answer(on("restore", str(listed.seq), "--yes", "--format", "json"))
    assert (back["count"], back["restored"]) == (count, listed.seq)
    assert filled.stats(None).withdrawn == 0
    on("restore", str(listed.seq), "--yes", status=ExitStatus.UNUSABLE_INPUT)


@pytest.mark.usefixtures("at_a_terminal")
def test_who_says_no_changes_nothing(on: Run, filled):
    """And is shown first how much it is."""
    words = ["invalidate", "--everything", "--reason", "x"]
    said = on(*words, status=ExitStatus.ABORTED, typed="n\n")
    assert "4 entries would be withdrawn" in said.stdout
    assert "nothing was changed" in said.stdout
    on(*words, status=ExitStatus.ABORTED, typed="")
    assert filled.invalidations(None) == []
    on(*words, typed="y\n")
    assert filled.stats(None).withdrawn == 4
    said = on("restore", "1", status=ExitStatus.ABORTED, typed="n\n")
    assert "4 entries would be used again" in said.stdout
    assert filled.stats(None).withdrawn == 4


def test_without_a_terminal_nothing_is_changed(on: Run, filled, tmp_path: Path):
    """Unless it was said beforehand."""
    refused = on("invalidate", "--everything", "--reason", "x", status=ExitStatus.REFUSED)
    assert "there is no terminal to ask at, so say --yes" in refused.stderr
    assert filled.invalidations(None) == []
    on("db", "backup", str(tmp_path / "b.db"))
    on("db", "restore", str(tmp_path / "b.db"), status=ExitStatus.REFUSED, as_owner=True)


WRONG = {
    "nothing": [],
    "two things": ["--everything", "--type", "xss"],
    "a file of any repository": ["--file", "a.py"],
    "all of all": ["--tenant-all", "--all-tenants"],
    "half a digest": ["--entry", "abcd"],
    "what no entry is called": ["--repository", "x" * 9999],
}


@pytest.mark.parametrize("options", WRONG.values(), ids=WRONG)
def test_what_selects_nothing_is_refused(on: Run, filled, options: list[str]):
    """With a line that says what is wanted."""
    refused = on("invalidate", *options, "--reason", "x", "--yes", status=ExitStatus.UNUSABLE_INPUT)
    assert refused.stderr.startswith("fpcache: ")
    assert refused.stderr.count("\n") == 1
    on("invalidate", "--everything", "--reason", " ", "--yes", status=ExitStatus.UNUSABLE_INPUT)
    assert filled.invalidations(None) == []


def test_a_restored_id_that_is_not_there(on: Run, filled):
    """2."""
    on("restore", "77", "--yes", status=ExitStatus.UNUSABLE_INPUT)


def test_backup_and_restore(on: Run, filled, tmp_path: Path):
    """What came after it is gone; what was withdrawn since stays so."""
    file = tmp_path / "backup.db"
    assert f"{file}: 4 entries, 0 invalidations" in on("db", "backup", str(file)).stdout
    on("db", "backup", str(file), status=ExitStatus.REFUSED)
    filled.record([entry("later")])
    on("invalidate", "--type", "xss", "--reason", "x", "--yes")
    said = on("db", "restore", str(file), "--yes", as_owner=True).stdout
    assert "holds 4 entries, the newest of" in said
    assert "4 entries were restored, 1 true positives kept, 1 invalidations issued again" in said
    found = filled.stats(None)
    assert (found.entries, found.withdrawn) == (4, 1)
    on("db", "restore", str(tmp_path / "none.db"), "--yes", status=ExitStatus.UNUSABLE_INPUT)


def test_query(on: Run, filled):
    """Each canned question, as a table and as JSON."""
    on("invalidate", "--type", "xss", "--reason", "x", "--yes")
    the_rest(filled)
    for name in QUERIES:
        assert on("db", "query", name).stdout.count("\n") >= 2
        assert answer(on("db", "query", name, "--format", "json"))


def test_the_questions_are_listed(run: Run):
    """And one that is not there is named."""
    assert all(name in run("db", "query").stdout for name in QUERIES)
    refused = run("db", "query", "nonsense", status=ExitStatus.UNUSABLE_INPUT)
    assert "by-type" in refused.stderr


def test_a_store_that_is_not_there_is_not_made(run: Run, tmp_path: Path):
    """Who misspells its name must not believe that something was withdrawn."""
    for words in (
        ["invalidate", "--everything", "--reason", "x", "--yes"],
        ["entries", "list"],
        ["entries", "sweep", "--yes"],
        ["db", "check"],
        ["db", "query", "sizes"],
        ["db", "backup", "b.db"],
        ["restore", "1", "--yes"],
    ):
        refused = run(*words, "--store", "nowhere.db", status=ExitStatus.UNUSABLE_INPUT)
        assert "there is no store nowhere.db" in refused.stderr
    run("entries", "list", "--store", "mysql://x", status=ExitStatus.UNUSABLE_INPUT)
    run("entries", "list", "--store", "postgresql://[", status=ExitStatus.UNUSABLE_INPUT)
    assert list(tmp_path.iterdir()) == []


def test_upgrade(run: Run, sqlite: SqlitePlace, postgresql: PostgresqlPlace):
    """Makes a SQLite store; on PostgreSQL a role is let in."""
    assert f"now has schema {HEAD} (before: none)" in run(
        "db", "upgrade", "--store", str(sqlite.file)
    ).stdout  # fmt: skip
    again = run("db", "upgrade", "--store", str(sqlite.file)).stdout
    assert f"has schema {HEAD} already" in again
    run(
        "db", "upgrade", "--store", str(sqlite.file), "--serving-role", "x",
        status=ExitStatus.ERROR,
    )  # fmt: skip
    owner = ["db", "upgrade", "--store", postgresql.owner_url]
    assert "already" in run(*owner, "--serving-role", postgresql.role).stdout
    run(*owner, "--serving-role", "no such role", status=ExitStatus.ERROR)
    run("db", "upgrade", "--store", "postgresql:///x?host=/nowhere", status=ExitStatus.ERROR)


def test_check_of_a_good_store(run: Run, sqlite: SqlitePlace):
    """0."""
    sqlite.store().invalidate(Selector(), who="ann", why="x", at=NOW)
    rows = answer(run("db", "check", "--store", sqlite.url, "--format", "json"))
    assert {row["check"]: row["result"] for row in rows} == dict.fromkeys(
        ["schema", "integrity", "durable", "numbers", "journal"], "good"
    )


def test_check_of_a_bad_store(run: Run, sqlite: SqlitePlace):
    """1, and which."""
    store = sqlite.store()
    store.open()
    put_back = sqlite.save()
    store.invalidate(Selector(), who="ann", why="x", at=NOW)
    store.close()
    put_back()
    with sqlite.store().database.writing() as connection:
        connection.exec_driver_sql("DROP INDEX ix_invalidations_selected")
    bad = run("db", "check", "--store", sqlite.url, "--format", "json", status=ExitStatus.FAIL)
    assert {row["check"]: row["seen"] for row in answer(bad) if row["result"] != "good"} == {
        "schema": "add_index ix_invalidations_selected",
        "journal": "1 invalidations are missing in the database; the next lookup issues them",
    }


def test_check_of_postgresql(run: Run, postgresql: PostgresqlPlace):
    """The server of the tests is not durable, and there is no journal."""
    bad = run("db", "check", "--store", postgresql.url, "--format", "json", status=ExitStatus.FAIL)
    assert {row["check"] for row in answer(bad) if row["result"] != "good"} <= {
        "durable",
        "journal",
    }


def test_a_store_that_cannot_be_used(run: Run, sqlite: SqlitePlace):
    """5, with one line that says what to do."""
    sqlite.file.parent.mkdir()
    sqlite.file.write_bytes(b"x" * 5000)
    for words in (["entries", "list"], ["db", "check"], ["db", "query", "sizes"]):
        said = run(*words, "--store", str(sqlite.file), status=ExitStatus.ERROR)
        assert "move it away" in said.stderr
        assert said.stderr.count("\n") == 1


def test_nothing_from_outside_reaches_the_terminal_as_it_is(run: Run, sqlite: SqlitePlace):
    """A path with an escape sequence."""
    sqlite.store().record([entry("evil", path="\x1b[31mevil\n.py")])
    table = run("entries", "list", "--store", sqlite.url).stdout
    assert "\x1b" not in table
    assert len(table.splitlines()) == 2
