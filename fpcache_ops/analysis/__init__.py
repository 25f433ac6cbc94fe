"""Questions to the lookup log: one call, one small table, one figure, one sentence.

    >>> from fpcache_ops.analysis import hit_rate_by_type, open_log
    >>> answer = hit_rate_by_type(open_log(".fpcache/log"))
    >>> answer.says, answer.table, answer.figure

What is counted is the same everywhere, and written in ``sql/lookups.sql``:

* A **finding** is one row: one finding of one request.
* **Looked up** are the findings for which the cache was asked: all but ``bypass`` (the cache was
  off), ``overridden`` (a person had decided before) and repeats (equal to an earlier finding of the
  same request, and answered like it).
* The **hit rate** is hits / findings looked up. The command line and the service count alike, but
  that to them a bypass and a decision of a person are no hits.

Every table ends with the row of all, so a share's whole is in sight. Nothing of nothing is
``0 of 0`` and no rate.
"""

from fpcache_ops.analysis.answer import Answer
from fpcache_ops.analysis.figures import OUTCOME_COLOURS
from fpcache_ops.analysis.hit_rate import hit_rate_by_pass, hit_rate_by_type
from fpcache_ops.analysis.latency import latency_percentiles
from fpcache_ops.analysis.log import Log, open_log
from fpcache_ops.analysis.misses import causes_of_misses, fallbacks
from fpcache_ops.analysis.over_time import hit_rate_over_time, outcomes_over_time
from fpcache_ops.analysis.savings import calls_avoided

__all__ = [
    "OUTCOME_COLOURS",
    "Answer",
    "Log",
    "calls_avoided",
    "causes_of_misses",
    "fallbacks",
    "hit_rate_by_pass",
    "hit_rate_by_type",
    "hit_rate_over_time",
    "latency_percentiles",
    "open_log",
    "outcomes_over_time",
]
