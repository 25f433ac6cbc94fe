"""What the runbook ``validate-cache`` does: the same findings three times, and what must come back.

First sight: every finding is a miss and is judged. Again: every one is a hit with the same verdict.
Then one function of one file is edited, in memory: exactly the findings whose evidence changed are
judged again. In every pass, every vulnerability that is known to be real is answered as real.
"""

from fpcache_ops.operations.validate_cache.asking import Connection, Pass, connect
from fpcache_ops.operations.validate_cache.case import Case, read_case
from fpcache_ops.operations.validate_cache.deviations import (
    Deviation,
    Deviations,
    different_answers,
    hidden,
    misjudged_edit,
    unchanged_hits,
)
from fpcache_ops.operations.validate_cache.edit import Edit, choose_edit
from fpcache_ops.operations.validate_cache.planning import plan
from fpcache_ops.operations.validate_cache.timings import mean, percentile

__all__ = [
    "Case",
    "Connection",
    "Deviation",
    "Deviations",
    "Edit",
    "Pass",
    "choose_edit",
    "connect",
    "different_answers",
    "hidden",
    "mean",
    "misjudged_edit",
    "percentile",
    "plan",
    "read_case",
    "unchanged_hits",
]
