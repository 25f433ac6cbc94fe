"""The text of ``/metrics``, of one process group or of several: counted since they started."""

from dataclasses import dataclass
from typing import Self

import httpx
from prometheus_client.parser import text_string_to_metric_families

from fpcache_ops.errors import ServiceUnusable

_LARGEST = 8_000_000
_SECONDS = 10.0

Labels = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Exposition:
    """Samples by name and labels, those of several addresses added up."""

    samples: dict[tuple[str, Labels], float]

    @classmethod
    def read(cls, addresses: str) -> Self:
        """Scrape addresses, separated by commas.

        Raises:
            ServiceUnusable: one of them does not answer, or not with metrics. Part of the truth
                would look like all of it.
        """
        texts = []
        for address in filter(None, map(str.strip, addresses.split(","))):
            try:
                answer = httpx.get(address, timeout=_SECONDS, trust_env=False)
                answer.raise_for_status()
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise ServiceUnusable(f"{address} gave no metrics: {error}") from None
            texts.append(answer.text[:_LARGEST])
        try:
            return cls.of(*texts)
        except ValueError as error:
            raise ServiceUnusable(f"{addresses} answered something else: {error}") from None

    @classmethod
    def of(cls, *texts: str) -> Self:
        """Read texts. Raises ValueError for what is none."""
        found: dict[tuple[str, Labels], float] = {}
        for text in texts:
            for family in text_string_to_metric_families(text):
                for sample in family.samples:
                    key = sample.name, frozenset(sample.labels.items())
                    found[key] = found.get(key, 0.0) + sample.value
        return cls(found)

    def total(self, name: str, **labels: str) -> float | None:
        """The sum of the samples of this name that have these labels; ``None`` if there is none."""
        wanted = set(labels.items())
        found = [
            value for (known, own), value in self.samples.items() if known == name and wanted <= own
        ]
        return sum(found) if found else None

    def since(self, before: "Exposition") -> "Exposition":
        """What was counted since an earlier reading.

        A counter that is lower now was started anew: all of it was counted since.
        """
        return Exposition(
            {
                key: value - earlier
                if (earlier := before.samples.get(key, 0.0)) <= value
                else value
                for key, value in self.samples.items()
            }
        )
