"""Every figure that is watched, as a PromQL expression over the service's own metrics."""

import re
from dataclasses import dataclass

from fpcache_ops.errors import UnusableInput
from fpcache_ops.wire import addresses
from fpcache_ops.wire import metrics as names
from fpcache_ops.wire.metrics import Metric

_ENVIRONMENT = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_PROBES = (addresses.HEALTH, addresses.READY, addresses.METRICS)


@dataclass(frozen=True, slots=True)
class Watched:
    """The figures of one environment; without a name, of all that Prometheus knows."""

    environment: str = ""

    def __post_init__(self) -> None:
        if self.environment and not _ENVIRONMENT.fullmatch(self.environment):
            raise UnusableInput(
                f"--environment {self.environment!r}: at most 31 small letters, digits and dashes"
            )

    # --- shares: 0 of nothing is no number, and no number raises no alert -------------------------

    def hit_rate(self, over: str) -> str:
        """Findings answered from the cache, of those that it was asked about.

        As in the analysis: neither what bypassed the cache counts, nor what a person decided.
        """
        return f"{self._hits(over)} / {self.asked(over)}"

    def asked(self, over: str) -> str:
        """How many findings a second the cache is asked about."""
        return self._per_second(names.LOOKUPS, over, 'outcome!~"bypass|overridden"')

    def error_share(self, over: str) -> str:
        """Requests answered 5xx, of all but probes."""
        probes = f'endpoint!~"{"|".join(_PROBES)}"'
        failed = self._per_second(names.REQUESTS, over, probes, 'status=~"5.."')
        # Without a failed request so far there is no such series: that is 0 of them.
        every = self._per_second(names.REQUESTS, over, probes)
        return f"({failed} or {every} * 0) / {every}"

    def false_share(self, over: str) -> str:
        """Findings judged false positives, of all that were answered."""
        judged = self._per_second(names.FINDINGS, over, 'verdict="false_positive"')
        return f"{judged} / {self._per_second(names.FINDINGS, over)}"

    def accuracy(self, over: str) -> str:
        """Hits that a fresh validation agreed with, of those that were compared."""
        wrong = self._increase(names.SHADOW_DISAGREEMENTS, over)
        return f"1 - {wrong} / ({self._increase(names.SHADOW_CHECKS, over)} > 0)"

    def connection_share(self) -> str:
        """Database connections in use, of those that there may be, where it is the highest."""
        used, most = self._plain(names.DB_CONNECTIONS), self._plain(names.DB_CONNECTIONS_MAX)
        return f"max({used} / {most})"

    # --- times ------------------------------------------------------------------------------------

    def lookup_seconds(self, quantile: float, over: str) -> str:
        """A quantile of the time that one finding took, without its validation."""
        buckets = self._per_second(names.LOOKUP_SECONDS, over, suffix="_bucket", by="le")
        return f"histogram_quantile({quantile:g}, {buckets})"

    def request_seconds(self, quantile: float, over: str) -> str:
        """A quantile of the time until a validation request was answered."""
        endpoints = f'endpoint=~"{addresses.VALIDATE}|{addresses.VALIDATE_ALIAS}"'
        buckets = self._per_second(
            names.REQUEST_SECONDS, over, endpoints, suffix="_bucket", by="le"
        )
        return f"histogram_quantile({quantile:g}, {buckets})"

    def seconds_saved(self, over: str) -> str:
        """Calls avoided, each as long as a call took on average since the start."""
        spent = f"sum({self._plain(names.VALIDATION_SECONDS, suffix='_sum')})"
        calls = f"sum({self._plain(names.VALIDATION_SECONDS, suffix='_count')})"
        return f"{self.calls_saved(over)} * {spent} / {calls}"

    # --- counts -----------------------------------------------------------------------------------

    def calls_saved(self, over: str) -> str:
        """Validator calls that were not made, because the cache answered."""
        return self._increase(names.LOOKUPS, over, 'outcome="hit"')

    def by_outcome(self, over: str) -> str:
        """Findings a second, by what the cache answered."""
        return self._per_second(names.LOOKUPS, over, by="outcome")

    def top_types(self, over: str, most: int = 10) -> str:
        """The vulnerability types that are looked up most."""
        return f"topk({most}, {self._increase(names.LOOKUPS, over, by='type')})"

    def invalidations(self, over: str) -> str:
        """Invalidations, by reason."""
        return self._increase(names.INVALIDATIONS, over, by="reason")

    def by_status(self, over: str) -> str:
        """Requests a second, by status."""
        return self._per_second(names.REQUESTS, over, by="status")

    def rows_dropped(self, over: str) -> str:
        """Rows that the lookup log lost."""
        return self._increase(names.LOG_DROPPED, over)

    # --- as it is now -----------------------------------------------------------------------------

    def highest(self, metric: Metric) -> str:
        """The highest of all processes and instances: what they share, or what one of them has."""
        return f"max({self._plain(metric)})"

    def lowest(self, metric: Metric) -> str:
        """The lowest of all processes and instances."""
        return f"min({self._plain(metric)})"

    def versions(self) -> str:
        """How many instances run each version."""
        return f"count by (version) ({self._plain(names.BUILD_INFO)})"

    def absent(self) -> str:
        """1 if nobody says which version runs."""
        return f"absent({self._plain(names.BUILD_INFO)})"

    def version_appeared(self) -> str:
        """The versions that run now and did not run five minutes ago."""
        info = self._plain(names.BUILD_INFO)
        return f"max by (version) ({info}) unless max by (version) ({info} offset 5m)"

    def switched(self) -> str:
        """Whether the cache was switched on or off in the last two minutes."""
        return f"max(changes({self._plain(names.SWITCH_ON)}[2m])) > 0"

    # --- how expressions are made -----------------------------------------------------------------

    def _hits(self, over: str) -> str:
        # Without a hit so far there is no such series: that is 0 of those that were asked about.
        hits = self._per_second(names.LOOKUPS, over, 'outcome="hit"')
        return f"({hits} or {self.asked(over)} * 0)"

    def _per_second(
        self, metric: Metric, over: str, *labels: str, suffix: str = "", by: str = ""
    ) -> str:
        return _summed(by, f"rate({self._plain(metric, *labels, suffix=suffix)}[{over}])")

    def _increase(self, metric: Metric, over: str, *labels: str, by: str = "") -> str:
        return _summed(by, f"increase({self._plain(metric, *labels)}[{over}])")

    def _plain(self, metric: Metric, *labels: str, suffix: str = "") -> str:
        chosen = [*([f'environment="{self.environment}"'] if self.environment else []), *labels]
        selector = "{" + ", ".join(chosen) + "}" if chosen else ""
        return f"{metric.name}{suffix}{selector}"


def _summed(by: str, what: str) -> str:
    return f"sum by ({by}) ({what})" if by else f"sum({what})"
