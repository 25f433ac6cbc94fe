"""Where the figures of criteria come from: ``/metrics`` text, Prometheus, the lookup log.

Each source answers what it knows of a :class:`Figure`; what it does not know is no data, and no
data is never well.
"""

from fpcache_ops.operations.sources.exposition import Exposition
from fpcache_ops.operations.sources.lookup_log import LookupLogSource
from fpcache_ops.operations.sources.observation import Figure, Observation, Source, in_words
from fpcache_ops.operations.sources.prometheus import Prometheus

__all__ = [
    "Exposition",
    "Figure",
    "LookupLogSource",
    "Observation",
    "Prometheus",
    "Source",
    "in_words",
]
