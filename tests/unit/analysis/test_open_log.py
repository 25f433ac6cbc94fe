"""Opening a log: what is read, what is not, and what is out of reach afterwards."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest

from fpcache_ops import analysis
from fpcache_ops.analysis import open_log
from fpcache_ops.errors import Refused, UnusableInput
from fpcache_ops.lookuplog import read
from fpcache_ops.lookuplog.compacting import compact
from tests.unit.analysis.logs import ALL, a_log, lines
from tests.unit.lookuplog.rows import COLUMNS, a_row
from tests.unit.lookuplog.test_reader import FOREIGN

MEANT = ["is_hit", "is_judged", "is_placed", "is_repeat", "looked_up"]

INJECTIONS = [
    "' OR 1=1 --",
    "'; DROP TABLE lookups; --",
    "acme' UNION SELECT * FROM lookups --",
    "$tenant",
    "%",
    "*",
    "read_text('/etc/passwd')",
    "\x00",
    "",
]


def test_columns_are_those_of_a_row_with_types_of_their_own(tmp_path):
    """No type is guessed from what happens to be in the file."""
    log = a_log(tmp_path, [a_row(repository="7", rule_id="2026-11-02", path="null")])
    described = log.sql("DESCRIBE lookups")
    types = dict(zip(described["column_name"], described["column_type"], strict=True))

    assert list(types) == [*COLUMNS, *MEANT]
    assert list(log.sql("SHOW TABLES")["name"]) == ["explained", "lookups", "misses"]
    others = {name: types.pop(name) for name in list(types) if types[name] != "VARCHAR"}
    assert others == {
        "schema": "INTEGER",
        "occurred_at": "TIMESTAMP",
        "evidence_bytes": "BIGINT",
        "entry_age_s": "DOUBLE",
        "latency_us": "BIGINT",
        "validation_us": "BIGINT",
        "cost_micro": "BIGINT",
        **dict.fromkeys(MEANT, "BOOLEAN"),
    }
    (found,) = log.sql("SELECT repository, rule_id, path FROM lookups").itertuples(index=False)
    assert tuple(found) == ("7", "2026-11-02", "null")


def test_values_are_those_of_the_reader(tmp_path):
    """Two ways lead into the log, DuckDB and the row reader: they tell the same."""
    rows = [
        a_row(path="ünïcode \u202e\x07.py", tenant='quo"te\\', from_request="1"),
        a_row(language=None, fallback="parse_error", entry_age_s=None, from_request="2"),
    ]
    log = a_log(tmp_path, rows)
    columns = ", ".join(name for name in COLUMNS if name != "occurred_at")
    query = (
        f"SELECT {columns}, strftime(occurred_at, '%Y-%m-%dT%H:%M:%S.%fZ') AS occurred_at "
        "FROM lookups ORDER BY from_request"
    )
    found = log.sql(query).astype(object)

    told = found.where(found.notna(), None).to_dict("records")
    assert told == [{name: getattr(row, name) for name in COLUMNS} for row in read(tmp_path)]


def test_torn_and_foreign_lines_are_counted_like_the_reader_does(tmp_path):
    """Nothing is skipped silently, and no line stops the others."""
    good = lines([a_row()])
    content = good + b"\n".join([*FOREIGN, b"", b"   "]) + b"\n" + good + good[:77]
    (tmp_path / "a.jsonl").write_bytes(content)
    (tmp_path / "b.jsonl").write_bytes(b"")
    log = open_log(tmp_path)
    reading = read(tmp_path)

    assert (log.rows, log.files, log.skipped) == (2, 2, len(FOREIGN) + 1)
    assert (len(list(reading)), reading.skipped) == (log.rows, log.skipped)


def test_an_endless_line_is_unusable_input_and_not_a_crash(tmp_path):
    """What is no log at all is refused in one line that says so."""
    (tmp_path / "a.jsonl").write_bytes(b'{"tenant": "' + b"x" * (17 << 20))

    with pytest.raises(UnusableInput, match="cannot be read as a lookup log"):
        open_log(tmp_path)


def test_bounds_are_from_since_on_and_before_until(tmp_path):
    """Half-open, so that days can be laid side by side; in UTC whatever zone they are given in."""
    begin = datetime(2026, 11, 2, 10, tzinfo=UTC)
    moments = [begin + timedelta(microseconds=n) for n in (-1, 0, 1)]
    rows = [a_row(occurred_at=at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")) for at in moments]
    a_log(tmp_path, rows).close()
    elsewhere = begin.astimezone(timezone(timedelta(hours=5)))

    for same in (begin, elsewhere, begin.replace(tzinfo=None), "2026-11-02T10:00:00Z"):
        assert open_log(tmp_path, since=same).rows == 2
        assert open_log(tmp_path, until=same).rows == 1
    assert open_log(tmp_path, since="2026-11-02", until="2026-11-03").rows == 3
    assert open_log(tmp_path, until="2026-11-02").rows == 0
    with pytest.raises(UnusableInput, match="since = 'yesterday' is no moment"):
        open_log(tmp_path, since="yesterday")


def test_a_tenant_sees_its_own_rows_only(tmp_path):
    """Exactly its name, no pattern and no other case."""
    a_log(tmp_path, [a_row(tenant=name) for name in ("acme", "acme", "Acme", "acm_")]).close()

    assert open_log(tmp_path, tenant="acme").rows == 2
    assert open_log(tmp_path, tenant="acm_").rows == 1
    assert open_log(tmp_path).rows == 4


@pytest.mark.parametrize("text", INJECTIONS)
def test_a_parameter_is_a_value_and_never_sql(tmp_path, text):
    """Text that would end a string or open a file, as a tenant: it is the name of nobody."""
    a_log(tmp_path, [a_row()]).close()

    with open_log(tmp_path, tenant=text) as log:
        assert (log.rows, log.skipped) == (0, 0)
        for name in ALL:
            assert getattr(analysis, name)(log).table.iloc[-1, 1] in (0, "all but hit")
        assert log.sql("SELECT count(*) FROM lookups WHERE path = $text", text=text).iloc[0, 0] == 0
    if "\x00" not in text:
        with pytest.raises(UnusableInput):
            open_log(Path(text or "nowhere") / "log")
    with open_log(tmp_path) as log:
        assert log.rows == 1


def test_a_folder_with_signs_of_patterns_in_its_name_is_that_folder(tmp_path):
    """``*``, ``?`` and ``[`` are taken as they are, not as a pattern over others' folders."""
    for name in ("[ab]*?", "a", "b"):
        (tmp_path / name).mkdir()
        a_log(tmp_path / name, [a_row(tenant=name)]).close()
    log = open_log(tmp_path / "[ab]*?")

    assert log.rows == 1
    assert log.sql("SELECT tenant FROM lookups").iloc[0, 0] == "[ab]*?"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_csv($path)",
        "SELECT * FROM glob('/etc/*')",
        "COPY lookups TO '{out}'",
        "ATTACH '{out}' AS other",
        "EXPORT DATABASE '{out}'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "RESET enable_external_access",
        "SET lock_configuration = false",
        "SET autoinstall_known_extensions = true",
    ],
)
def test_an_open_log_reaches_nothing_else(tmp_path, query):
    """After loading there is no way to a file, the network or a setting."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    out = tmp_path / "out"
    log = a_log(tmp_path, [a_row()])
    options = {"path": str(secret)} if "$path" in query else {}

    with pytest.raises(Refused):
        log.sql(query.format(file=secret, out=out), **options)
    with pytest.raises(duckdb.Error):  # the second wall
        log._connection.execute(query.format(file=secret, out=out), options or None).fetchall()

    assert not out.exists()
    assert log.sql("SELECT count(*) FROM lookups").iloc[0, 0] == 1


@pytest.fixture(scope="module")
def compacted(tmp_path_factory):
    """A log of two tenants whose rows are in one Parquet file."""
    folder = tmp_path_factory.mktemp("compacted")
    name = "lookups-20261102T10-host-0001.jsonl"
    (folder / name).write_bytes(lines([a_row(), a_row(tenant="other")]))
    compact(folder, now=datetime(2026, 11, 5, tzinfo=UTC))
    return folder


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_parquet('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT (SELECT count(*) FROM read_text('{file}')) FROM lookups",
        "WITH a AS (FROM parquet_metadata(getvariable('days'))) FROM a",
        "SELECT * FROM query('SELECT 1')",
        "COPY lookups TO '{file}'",
        "SET VARIABLE tenant = 'other'",
        "SELECT 1; SELECT 2",
    ],
)
def test_the_files_of_a_log_are_read_through_its_table_only(compacted, query):
    """A tenant's log holds others' rows in the same Parquet files: no query gets at them."""
    (file,) = (compacted / "day=2026-11-02").iterdir()
    before = file.read_bytes()

    with open_log(compacted, tenant="acme") as log:
        with pytest.raises(Refused, match="a query of a log"):
            log.sql(query.format(file=file))
        assert list(log.sql("SELECT tenant FROM lookups")["tenant"]) == ["acme"]
    assert file.read_bytes() == before


def test_a_relative_path_is_found_from_any_folder(tmp_path, monkeypatch):
    """Here, above, or in the checkout: a notebook finds its data wherever it is run. The nearest
    wins; an absolute path is that path.
    """
    (tmp_path / "data" / "lookup-log").mkdir(parents=True)
    (tmp_path / "notebooks" / "deep").mkdir(parents=True)
    a_log(tmp_path / "data" / "lookup-log", [a_row()]).close()
    for folder in (tmp_path, tmp_path / "notebooks", tmp_path / "notebooks" / "deep"):
        monkeypatch.chdir(folder)
        assert open_log("data/lookup-log").rows == 1
    monkeypatch.chdir("/")
    assert open_log("data/lookup-log").rows > 1000
    with pytest.raises(UnusableInput, match="no lookup log at"):
        open_log("/data/lookup-log-that-is-not-there")


def test_what_the_writers_dropped_is_told(tmp_path):
    """Rates of a log with losses are rates of a part; losses outside the bounds are not meant."""
    record = (
        '{{"schema":1,"since":"2026-11-0{0}T10:00:00.000000Z","until":"2026-11-0{1}T10:00:00.000000Z"'
        ',"reason":"full","rows":{2},"instance":"a"}}\n'
    )
    (tmp_path / "dropped-1.jsonl").write_text(record.format(2, 3, 10) + record.format(5, 5, 7))
    (tmp_path / "lookups-1.jsonl").write_bytes(lines([a_row()]))

    assert open_log(tmp_path).dropped == 17
    assert open_log(tmp_path, since="2026-11-04").dropped == 7
    assert open_log(tmp_path, until="2026-11-04").dropped == 10
    assert "17 rows dropped by the writers" in repr(open_log(tmp_path))


def test_a_log_says_what_it_is(tmp_path):
    """How much, of whom, when; and that a model is no measurement."""
    rows = [a_row(repository="b"), a_row(tenant="t", instance="model:7")]
    log = a_log(tmp_path, rows)

    assert repr(log).splitlines() == [
        "2 findings of 2 repositories of 2 tenants, 2026-11-02 to 2026-11-02",
        "1 file read, 0 lines skipped, 0 rows dropped by the writers",
        "1 finding of a model, not measured",
    ]
    assert str(tmp_path) not in repr(log)


def test_a_closed_log_still_tells_what_it_was(tmp_path):
    """Whose rows it holds is counted when somebody asks, which nobody can any more."""
    log = a_log(tmp_path, [a_row()])
    log.close()
    assert repr(log).splitlines()[0] == "1 finding, closed"
