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
from fpcache_ops.analysis.compare import compare_causes, compare_hit_rates
from fpcache_ops.analysis.figures import OUTCOME_COLOURS
from fpcache_ops.analysis.hit_rate import (
    hit_rate_by_language,
    hit_rate_by_pass,
    hit_rate_by_repository,
    hit_rate_by_type,
    hit_rate_by_validator,
)
from fpcache_ops.analysis.latency import latency_distribution, latency_percentiles
from fpcache_ops.analysis.log import Log, open_log
from fpcache_ops.analysis.misses import (
    Cause,
    causes,
    causes_of_misses,
    churn,
    fallbacks,
    invalidations,
)
from fpcache_ops.analysis.over_time import hit_rate_over_time, outcomes_over_time
from fpcache_ops.analysis.page import OVERVIEW, page
from fpcache_ops.analysis.reuse import ages_at_hit, cold_start, duplicates, top_patterns
from fpcache_ops.analysis.savings import calls_avoided, time_and_money_saved
from fpcache_ops.analysis.simulation import Setting
from fpcache_ops.analysis.what_if import back_test, what_if
from fpcache_ops.analysis.why import (
    Missed,
    dearest_misses,
    dearest_table,
    missed_findings,
)

__all__ = [
    "OUTCOME_COLOURS",
    "OVERVIEW",
    "Answer",
    "Cause",
    "Log",
    "Missed",
    "Setting",
    "ages_at_hit",
    "back_test",
    "calls_avoided",
    "causes",
    "causes_of_misses",
    "churn",
    "cold_start",
    "compare_causes",
    "compare_hit_rates",
    "dearest_misses",
    "dearest_table",
    "duplicates",
    "fallbacks",
    "hit_rate_by_language",
    "hit_rate_by_pass",
    "hit_rate_by_repository",
    "hit_rate_by_type",
    "hit_rate_by_validator",
    "hit_rate_over_time",
    "invalidations",
    "latency_distribution",
    "latency_percentiles",
    "missed_findings",
    "open_log",
    "outcomes_over_time",
    "page",
    "time_and_money_saved",
    "top_patterns",
    "what_if",
]
