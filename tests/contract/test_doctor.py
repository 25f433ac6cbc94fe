"""`fpcache doctor`: every line is seen to be good, and to be bad when the fault is there."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from fpcache_ops.cli import doctor
from fpcache_ops.core.flags import CACHING, FlagSetting
from fpcache_ops.errors import ExitStatus
from fpcache_ops.lookuplog import Loss, encode
from fpcache_ops.operations.doctor import examine
from fpcache_ops.stores.flags import SqlFlags
from tests.contract.places import Place, PostgresqlPlace, SqlitePlace
from tests.factories import an_entry

Lines = dict[str, dict[str, str]]
Run = Callable[..., Lines]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs it in an empty folder; the lines by what they are about."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    app = typer.Typer()
    doctor.register(app)

    def run(*words: str, status: int = ExitStatus.PASS) -> Lines:
        result = CliRunner().invoke(app, [*words, "--format", "json"])
        assert result.exit_code == status, result.output
        lines = {line["about"]: line for line in json.loads(result.stdout)}
        assert all((line["state"] == "ok") is not bool(line["todo"]) for line in lines.values())
        return lines

    return run


@pytest.fixture
def on(place: Place, run: Run) -> Run:
    """The same, on the store of the place."""
    place.store().open()
    # The server of the tests writes nothing to the disk for good: that is a problem, and is said.
    careless = {"status": ExitStatus.FAIL} if place.kind == "postgresql" else {}
    return lambda *words, **expected: run("--store", place.url, *words, **careless | expected)


def bad(lines: Lines) -> set[str]:
    return {name for name, line in lines.items() if line["state"] == "problem"}


def test_nothing_is_there_yet(run: Run, tmp_path: Path):
    """That is no problem, and looking makes nothing."""
    lines = run()
    assert bad(lines) == set()
    assert "is not there yet" in lines["store"]["seen"]
    assert "on for the command line, off for a service" in lines["switch"]["seen"]
    assert list(tmp_path.iterdir()) == []


def test_a_good_store(on: Run, place: Place):
    """It is named with its version and without a password, and so is the schema's."""
    lines = on()
    assert bad(lines) == {"sqlite": set(), "postgresql": {"store durable"}}[place.kind]
    assert {"sqlite": "SQLite 3.", "postgresql": "PostgreSQL "}[place.kind] in lines["store"][
        "seen"
    ]
    assert "version 0" in lines["store schema"]["seen"]
    if isinstance(place, PostgresqlPlace):
        assert "a plain one" in lines["store role"]["seen"]
        assert on("--store", place.owner_url)["store role"]["state"] == "warning"


def test_where_a_setting_is_from(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An argument, the environment, the files in their order, or nowhere; secrets are not shown."""
    home = tmp_path / "home" / "fpcache" / "fpcache.toml"
    home.parent.mkdir(parents=True)
    home.write_text('policy = "file"\nlifetime_days = 7\n[lifetime_days_by_severity]\nlow = 9\n')
    (tmp_path / "fpcache.toml").write_text("lifetime_days = 5\nconfidence_threshold = 0.9\n")
    monkeypatch.setenv("FPCACHE_CONFIDENCE_THRESHOLD", "0.8")
    monkeypatch.setenv("FPCACHE_MAC_KEY", "a secret that nobody sees")
    monkeypatch.setenv("FPCACHE_LIFETIME_DAYS_BY_SEVERITY", '{"high": 3}')
    lines = run("--store", "other.db")
    assert {name: lines[f"setting {name}"]["seen"] for name in SEEN} == {
        name: seen.replace("HOME", str(home)) for name, seen in SEEN.items()
    }
    assert "nobody sees" not in json.dumps(lines)


SEEN = {
    "store": "other.db (argument)",
    "policy": "file (HOME)",
    "lifetime_days": "5.0 (fpcache.toml)",
    "confidence_threshold": "0.8 (FPCACHE_CONFIDENCE_THRESHOLD)",
    "mac_key": "set, not shown (FPCACHE_MAC_KEY)",
    "lifetime_days_by_severity": "{'low': 9.0, 'high': 3.0} "
    "(FPCACHE_LIFETIME_DAYS_BY_SEVERITY and HOME)",
    "runs": ".fpcache/runs (default)",
}


@pytest.mark.parametrize(
    ("text", "words"), [("policy = 3", "setting 'policy'"), ("policy = ", "cannot be read")]
)
def test_settings_that_are_none(run: Run, tmp_path: Path, text: str, words: str):
    """One line, which says where."""
    (tmp_path / "fpcache.toml").write_text(text)
    assert words in run(status=ExitStatus.FAIL)["settings"]["seen"]


def test_the_switch(on: Run, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Which rule decided, whatever it was."""
    flags = SqlFlags(place.store())
    flags.set(CACHING, "acme", FlagSetting(100), who="test", at=datetime.now(UTC))
    assert on("--tenant", "acme")["switch"]["seen"].endswith("flag false_positive_caching is on")
    flags.set(CACHING, "", FlagSetting(0), who="test", at=datetime.now(UTC))
    lines = on("--tenant", "acme")
    assert lines["switch"]["state"] == "warning"
    assert "off for tenant acme" in lines["switch"]["seen"]
    monkeypatch.setenv("FORCE_CACHE_CONTROLLER", "false")
    assert on()["switch"]["seen"].endswith("FORCE_CACHE_CONTROLLER=false")
    monkeypatch.setenv("FPCACHE_OFF_FILE", str(tmp_path / "off"))
    (tmp_path / "off").touch()
    assert "`fpcache on`" in on()["switch"]["todo"]
    monkeypatch.setenv("FORCE_CACHE_CONTROLLER", "perhaps")
    (tmp_path / "off").unlink()
    assert "must be true or false" in on(status=ExitStatus.FAIL)["switch"]["seen"]


def test_a_store_that_cannot_be_used(run: Run, tmp_path: Path):
    """Damage and absence are problems."""
    (tmp_path / "broken.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    assert "store" in bad(run("--store", "broken.db", status=ExitStatus.FAIL))
    url = f"postgresql:///x?host={tmp_path}"
    assert "cannot be reached" in run("--store", url, status=ExitStatus.FAIL)["store"]["seen"]


def test_the_clock(place: Place, run: Run):
    """It is held against the database's, and against what was stored."""
    now = datetime.now(UTC)
    place.store().record([an_entry(cached_at=now, expires_at=now + timedelta(days=1))])

    def seen(at: datetime) -> str:
        (line,) = [one for one in examine("local", at, store=place.url) if one.about == "clock"]
        return line.state.value

    assert seen(now) == "ok"
    assert seen(now - timedelta(minutes=2)) == "problem"
    slow = {"sqlite": "ok", "postgresql": "problem"}
    assert seen(now + timedelta(minutes=2)) == slow[place.kind]


def test_the_log(run: Run, tmp_path: Path):
    """What waits in it, and what it lost a short while ago."""
    log = tmp_path / ".fpcache" / "log"
    log.mkdir(parents=True)
    (log / "lookups-20260101T00-x-0001.jsonl").write_bytes(b"{}\n" * 1_000_000)
    assert "1 files of rows, 3.0 MB" in run()["log backlog"]["seen"]
    assert run()["log drops"]["seen"] == "0 rows were dropped"
    for days, state in ((3, "ok"), (0.5, "warning")):
        at = f"{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H:%M:%S.%fZ}"
        loss = Loss(since=at, until=at, reason="full", rows=7, instance="x")
        (log / f"dropped-20260101T00-{days}-0001.jsonl").write_bytes(encode(loss))
        assert run()["log drops"]["state"] == state
    assert "14 rows were dropped (full)" in run()["log drops"]["seen"]


def test_permissions(sqlite: SqlitePlace, run: Run, tmp_path: Path):
    """Who may read the key, who may write the settings, and where this user cannot write."""
    sqlite.store().open()
    key = sqlite.file.with_name("cache.db.key")
    key.write_text("ab" * 32)
    key.chmod(0o600)
    settings = tmp_path / "fpcache.toml"
    settings.write_text(f'store = "{sqlite.file}"\n')
    settings.chmod(0o644)
    assert run()["seal key"]["seen"].endswith("private")
    key.chmod(0o640)
    assert bad(run(status=ExitStatus.FAIL)) == {"seal key"}
    key.chmod(0o600)
    settings.chmod(0o666)
    assert bad(run(status=ExitStatus.FAIL)) == {"permissions of fpcache.toml"}
    settings.write_text(f'store = "{sqlite.file}"\nlog = "{settings}/log"\noff_file = "{key}/x"')
    settings.chmod(0o644)
    assert bad(run(status=ExitStatus.FAIL)) == {"log", "off file"}
    key.write_text("no key")
    assert "seal key" in bad(run(status=ExitStatus.FAIL))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path):
    """Where one that is not root looks."""
    tmp_path.chmod(0o500)
    assert bad(run(status=ExitStatus.FAIL)) == {"store", "seal key", "log", "off file", "runs"}


def test_a_table_for_people(place: Place, run: Run):
    """With the counts below it."""
    place.store().open()
    app = typer.Typer()
    doctor.register(app)
    result = CliRunner().invoke(app, ["--store", place.url])
    last = result.stdout.splitlines()[-1]
    assert last.startswith(f"{int(result.exit_code)} problems and")
