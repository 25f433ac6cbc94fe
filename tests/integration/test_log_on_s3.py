"""A log on S3, against a real server: the same answers as in a folder."""

from datetime import timedelta
from urllib.parse import urlsplit

import duckdb
import pytest
from typer.testing import CliRunner

from fpcache_ops.analysis import open_log
from fpcache_ops.cli import app
from fpcache_ops.errors import Refused, StoreUnusable, UnusableInput
from fpcache_ops.lookuplog import s3
from fpcache_ops.lookuplog.compacting import compact
from fpcache_ops.lookuplog.places import place_of
from fpcache_ops.lookuplog.pruning import older_than, prune
from tests.object_storage import object_storage
from tests.unit.lookuplog.test_compacting import NOW, Killed, content, line, segment

LOSS = (
    '{"schema":1,"since":"2026-11-02T10:00:00.000000Z","until":"2026-11-02T10:00:00.000000Z",'
    '"reason":"full","rows":9,"instance":"host"}\n'
)


@pytest.fixture(scope="module")
def server():
    with object_storage() as storage:
        yield storage


@pytest.fixture
def at_hand(server, monkeypatch):
    """The environment in which S3 is reached."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server


@pytest.fixture
def url(at_hand, request):
    """A prefix of this test's own, with signs that want quoting."""
    return f"s3://logs/it's a/{request.node.name.partition('[')[0]}"


@pytest.fixture
def folder(tmp_path):
    """Rows of four days, a torn line, and a loss."""
    segment(tmp_path, [line(n) for n in range(12)])
    segment(
        tmp_path, [line(3, path="b")] * 2 + [line(4, tenant="t2"), line(4)[:90]], instance="other"
    )
    (tmp_path / "dropped-20261102T10-host-0001.jsonl").write_text(LOSS)
    return tmp_path


def test_a_compacted_log_on_s3_tells_the_same(folder, url, monkeypatch):
    """Scanned by DuckDB where it is, or copied where DuckDB's extension is not installed."""
    before = content(folder)
    bounds = {"tenant": "acme", "since": "2026-11-03", "until": "2026-11-04T02:00"}
    some = content(folder, **bounds)
    assert len(some[0]) == 6
    done = compact(folder, place_of(url), now=NOW)

    assert (done.segments, done.taken, done.torn) == (2, 2, 1)
    assert not list(folder.glob("lookups-*"))
    assert content(url) == before
    assert content(url, **bounds)[0] == some[0]
    scanned = []
    monkeypatch.setattr(s3, "_has_httpfs", lambda connection: scanned.append(1))
    assert content(url) == before
    assert content(url, **bounds)[0] == some[0]
    assert len(scanned) == 2


def test_the_extension_is_there_and_nothing_is_downloaded(url):
    """Otherwise the test above would compare the fallback with itself."""
    with duckdb.connect(config={"autoinstall_known_extensions": False}) as connection:
        assert s3._has_httpfs(connection)


def test_hosts_share_a_prefix_and_a_killed_upload_is_gone_on_with(folder, url, tmp_path_factory):
    """Each object is final when it is there: nothing is overwritten, nothing doubled."""
    other = tmp_path_factory.mktemp("other")
    segment(other, [line(n, path="other.py") for n in range(6)], instance="second")
    both, skipped, dropped = content(folder)
    both += content(other)[0]

    def killed(stage):
        if stage == "published":
            raise Killed

    for _ in range(2):
        with pytest.raises(Killed):
            compact(folder, place_of(url), now=NOW, stage=killed)
    compact(other, place_of(url), now=NOW)
    compact(folder, place_of(url), now=NOW)
    assert content(url) == (both, skipped, dropped)


def test_a_query_reaches_the_log_and_no_other_object(folder, url, at_hand):
    """Neither through its files nor past its table, neither reading nor writing."""
    compact(folder, place_of(url), now=NOW)
    at_hand.client().put_object(Bucket="logs", Key="secret.csv", Body=b"a\n1\n")
    with open_log(url, tenant="t2") as log:
        for query in (
            "SELECT * FROM read_csv('s3://logs/secret.csv')",
            "SELECT * FROM 's3://logs/secret.csv'",
            "COPY lookups TO 's3://logs/stolen.csv'",
            "COPY lookups TO '/tmp/stolen.csv'",
        ):
            with pytest.raises(Refused):
                log.sql(query)
            with pytest.raises(duckdb.Error, match="disabled by configuration"):
                log._connection.execute(query).fetchall()
        with pytest.raises(Refused):
            log.sql("SELECT * FROM duckdb_secrets()")
        assert log.rows == 1


def test_export_and_prune_on_s3(folder, url, at_hand):
    """One object for other tools; whole days go, and n of m is said before."""
    compact(folder, place_of(url), now=NOW)
    before = content(url)[0]
    target = f"{url}-export/out.jsonl"
    done = CliRunner().invoke(app, ["log", "export", target, "--log", url, "--format", "jsonl"])
    assert done.output == f"{target}: 15 rows; 1 lines of the log were skipped\n"
    assert content(target)[0] == before
    place = place_of(url)
    old = older_than(place, timedelta(days=1), NOW)
    assert (old.files, old.of_files, old.rows, old.of_rows) == (3, 5, 9, 15)
    prune(place, old)
    assert sum(content(url)[0].values()) == 6


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"AWS_SECRET_ACCESS_KEY": ""}, "AWS_SECRET_ACCESS_KEY is not set"),
        ({"AWS_ACCESS_KEY_ID": ""}, "AWS_ACCESS_KEY_ID is not set"),
        ({"AWS_ENDPOINT_URL_S3": "localhost"}, "must be like https://host:port"),
        ({"AWS_SECRET_ACCESS_KEY": "wr0ng-s3cret"}, "cannot be used"),
        ({"AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9"}, "cannot be used"),
    ],
)
def test_what_does_not_work_is_told_in_one_line_without_the_secret(
    folder, url, monkeypatch, changes, says
):
    """From the environment and from nowhere else; nothing is deleted when the upload failed."""
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    segments = sorted(folder.glob("lookups-*"))
    with pytest.raises((UnusableInput, StoreUnusable), match=says) as told:
        compact(folder, place_of(url), now=NOW)
    assert "\n" not in str(told.value)
    assert "wr0ng" not in str(told.value)
    assert sorted(folder.glob("lookups-*")) == segments


@pytest.mark.parametrize("bad", ["s3://", "s3:/logs/x", "s3://Logs/x", "s3://logs/*", "s3://lo/\n"])
def test_a_url_that_is_none_is_refused(at_hand, bad):
    """Signs of patterns too: they would be a pattern over others' objects."""
    assert urlsplit(bad)
    with pytest.raises(UnusableInput, match="is no S3 place"):
        open_log(bad)


def test_an_empty_prefix_is_an_empty_log(url):
    """As an empty folder is."""
    with open_log(url) as log:
        assert (log.rows, log.files, log.skipped) == (0, 0, 0)
