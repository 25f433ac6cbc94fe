"""Whom to call, and when: the levels of ``fpcache.toml``, and what always goes to the top."""

from enum import StrEnum

from fpcache_ops.operations.session import Run
from fpcache_ops.operations.tables import Table


class Severity(StrEnum):
    """How bad an incident is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


_WHEN = {
    Severity.CRITICAL: ("now", "now", "now"),
    Severity.HIGH: ("now", "after 30 min without a cause", "after 2 h, or if customers see it"),
    Severity.MEDIUM: ("in working hours", "after a day without a cause", "no"),
    Severity.LOW: ("in working hours", "no", "no"),
}

ALWAYS = (
    "Always to every level, at once: customer security is at risk, the system is down, or data "
    "integrity is in question."
)

_NOT_SET = "not set: [[escalation]] in fpcache.toml"


def whom_to_call(run: Run, severity: Severity) -> Table:
    """The levels, whom they are, and when each is to be called for an incident so severe."""
    when = _WHEN[severity]
    rows = [
        {
            "level": level,
            "who": who,
            "contact": contact or _NOT_SET,
            "when": when[min(level, len(when)) - 1],
        }
        for level, (who, contact) in enumerate(run.escalation, start=1)
    ]
    return run.table(f"Whom to call ({severity}). {ALWAYS}", rows)
