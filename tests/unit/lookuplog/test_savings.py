"""What the cache saved: counted row by row and by DuckDB, to the same figures."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fpcache_ops.lookuplog import encode
from fpcache_ops.lookuplog.compacting import compact
from fpcache_ops.lookuplog.row import row_of
from fpcache_ops.lookuplog.savings import Saved, saved
from tests.unit.lookuplog.rows import a_row, judged

NOW = datetime(2026, 11, 9, tzinfo=UTC)
BEGUN = datetime(2026, 11, 2, 22, tzinfo=UTC)

findings = st.tuples(
    st.sampled_from(["hit", "miss", "overridden", "unplaced"]),
    st.sampled_from(["a.py", "b.py"]),
    st.sampled_from(["acme", "other"]),
    st.sampled_from([None, 1200]),
)


def rows(requests):
    """Of each request (name, findings), one row for each; equal ones are answered like the first.

    Each in an hour of its own.
    """
    for number, (name, found) in enumerate(requests):
        at = (BEGUN + timedelta(hours=number)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        answered: dict[tuple[str, str], str] = {}
        for outcome, path, tenant, cost in found:
            common = {"occurred_at": at, "path": path, "tenant": tenant, "from_request": name}
            if outcome == "unplaced":
                yield judged(cause="unplaced", evidence_digest=None, **common) | {
                    "validation_us": 0
                }
                continue
            is_repeat = (path, tenant) in answered
            first = answered.setdefault((path, tenant), outcome)
            if first == "miss":
                us = 0 if is_repeat else 30_000_000
                yield judged(**common) | {
                    "validation_us": us, "cost_micro": cost, "currency": "EUR" if cost else None
                }  # fmt: skip
            else:
                yield a_row(outcome=first, **common)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    requests=st.lists(
        st.tuples(st.sampled_from(["", "x", "y", "z"]), st.lists(findings, max_size=5)),
        max_size=5,
        unique_by=lambda one: one[0] or id(one),
    ),
    hours=st.tuples(st.integers(0, 3), st.integers(2, 6)),
)
def test_what_compaction_made_is_counted_alike(tmp_path_factory, requests, hours):
    """Of everything, and of a time."""
    folder = tmp_path_factory.mktemp("log")
    for row in rows(requests):
        hour = row["occurred_at"][:13].replace("-", "")
        with (folder / f"lookups-{hour}-host-0001.jsonl").open("ab") as file:
            file.write(encode(row_of(row)))
    begin, end = (BEGUN + timedelta(hours=n) for n in hours)
    before = [saved(folder, "acme"), saved(folder, "acme", since=begin, until=end)]
    compact(folder, now=NOW)

    assert [saved(folder, "acme"), saved(folder, "acme", since=begin, until=end)] == before


def test_segments_beside_days_are_counted_too(tmp_path):
    """And nothing of other tenants; of no log, nothing."""
    for hour in ("20261102T10", "20261102T11"):
        file = tmp_path / f"lookups-{hour}-host-0001.jsonl"
        row = [judged(cost_micro=7, currency="EUR"), a_row(path="b.py"), a_row(tenant="t")]
        file.write_bytes(b"".join(encode(row_of(one)) for one in row))
        if hour.endswith("10"):
            compact(tmp_path, now=NOW)
    assert saved(tmp_path, "acme") == Saved(4, 2, 2, 0, 60.0, 2, 14, "EUR")
    assert saved(tmp_path / "nowhere", "acme") == Saved()
