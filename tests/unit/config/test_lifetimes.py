"""Lifetimes as they are set: by severity, by tenant, and within reason."""

from datetime import timedelta
from pathlib import Path

import pytest

from fpcache_ops import config
from fpcache_ops.core.taxonomy import Severity
from fpcache_ops.errors import UnusableInput

FILE = """
lifetime_days = 60
lifetime_days_by_severity = { critical = 7, low = 200 }
lifetime_days_by_tenant = { acme = 30 }
"""


def test_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Of severity and tenant the shorter counts."""
    (tmp_path / "fpcache.toml").write_text(FILE)
    monkeypatch.chdir(tmp_path)
    rule = config.load().serving_rule
    days = {
        (severity.name, tenant): rule.lifetime_of(severity, tenant) / timedelta(days=1)
        for severity in (Severity.CRITICAL, Severity.MEDIUM, Severity.LOW)
        for tenant in ("acme", "beta")
    }
    assert days == {
        ("CRITICAL", "acme"): 7,
        ("CRITICAL", "beta"): 7,
        ("MEDIUM", "acme"): 30,
        ("MEDIUM", "beta"): 60,
        ("LOW", "acme"): 30,
        ("LOW", "beta"): 200,
    }


@pytest.mark.parametrize("days", [-1, float("inf"), float("nan"), 40_000])
@pytest.mark.parametrize("name", ["lifetime_days", "by_severity", "by_tenant"])
def test_what_is_no_lifetime(name: str, days: float):
    """One line that says which setting and why, and never a crash later."""
    given = {name: days} if name == "lifetime_days" else {f"lifetime_days_{name}": {"low": days}}
    with pytest.raises(UnusableInput, match="lifetime_days"):
        config.load(**given)
