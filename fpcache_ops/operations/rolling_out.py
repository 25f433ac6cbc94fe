"""What the pages of a roll-out use: each name is from the part of the roll-out that it is about."""

from fpcache_ops.operations.rollout.afterwards import begin, incidents, since_cut_over
from fpcache_ops.operations.rollout.green import (
    health_checks,
    plan_green,
)
from fpcache_ops.operations.rollout.readiness import checklist
from fpcache_ops.operations.rollout.validating import case_of, validate
from fpcache_ops.operations.rollout.watching import Watch, measure
from fpcache_ops.operations.rollout.watching import plan as plan_traffic
from fpcache_ops.operations.rollout.ways import drill_rows, look, moment, watch_back, watch_flip
from fpcache_ops.operations.rollout.ways import plan as plan_way
from fpcache_ops.operations.rollout.where import place_of

__all__ = [
    "Watch",
    "begin",
    "case_of",
    "checklist",
    "drill_rows",
    "health_checks",
    "incidents",
    "look",
    "measure",
    "moment",
    "place_of",
    "plan_green",
    "plan_traffic",
    "plan_way",
    "since_cut_over",
    "validate",
    "watch_back",
    "watch_flip",
]
