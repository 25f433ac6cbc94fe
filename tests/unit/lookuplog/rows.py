"""Rows of the lookup log for tests: complete ones, of which a test names only what matters."""

from typing import Any

from fpcache_ops.lookuplog import Row

COLUMNS = Row.__struct_fields__


def a_row(**changes: Any) -> dict[str, Any]:
    """The fields of a row."""
    row: dict[str, Any] = {
        "schema": 1,
        "occurred_at": "2026-11-02T10:00:00.000000Z",
        "tenant": "acme",
        "repository": "acme/shop",
        "path": "shop/cart.py",
        "vulnerability_type": "sql-injection",
        "rule_id": "B608",
        "language": "python",
        "outcome": "hit",
        "cause": "",
        "fallback": None,
        "policy": "file",
        "file_digest": "f" * 64,
        "evidence_digest": "e" * 64,
        "evidence_bytes": 1200,
        "validator": "safe-patterns",
        "validator_version": "v1",
        "entry_age_s": 60.5,
        "latency_us": 1500,
        "validation_us": 0,
        "cost_micro": None,
        "currency": None,
        "from_request": "request-1",
        "instance": "host-1",
    }
    return row | changes


def judged(outcome: str = "miss", cause: str = "first_seen", **changes: Any) -> dict[str, Any]:
    """A row of a finding for which a validator was called."""
    return a_row(
        **{
            "outcome": outcome,
            "cause": cause,
            "entry_age_s": None,
            "latency_us": 30_001_500,
            "validation_us": 30_000_000,
        }
        | changes
    )
