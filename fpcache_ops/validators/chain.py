"""Safe patterns first, an upstream validator for what they do not prove."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from fpcache_ops.core.evidence import Evidence
from fpcache_ops.core.judging import Case, InlinePanel, Judged, Panel
from fpcache_ops.core.ports import Clock, Validator
from fpcache_ops.core.verdict import Verdict
from fpcache_ops.validators.contract import version_of
from fpcache_ops.validators.restated import Restated


class Chain:
    """Asks ``first``, and ``upstream`` about what ``first`` does not prove false."""

    def __init__(self, name: str, first: Validator, upstream: Validator) -> None:
        self.name = name
        self._members = (first, upstream)
        self.first = Restated(first, name, self.version)
        self.upstream = Restated(upstream, name, self.version)

    def version(self, language: str, vulnerability_type: str) -> str:
        """A digest of both versions."""
        members = [[one.name, one.version(language, vulnerability_type)] for one in self._members]
        return version_of({"chain": members})

    def judge(self, evidence: Evidence) -> Verdict:
        """The verdict of whoever decides."""
        verdict = self.first.judge(evidence)
        return self.upstream.judge(evidence) if verdict.is_real else verdict


class ChainPanel:
    """:class:`fpcache_ops.core.judging.Panel` of a chain: only upstream calls are rationed.

    So what is proven here is answered whatever becomes of the upstream validator.
    """

    def __init__(self, chain: Chain, upstream: Panel, clock: Clock) -> None:
        self._first = InlinePanel(chain.first, clock)
        self._upstream = upstream

    def judge(self, cases: Sequence[Case]) -> Iterator[Judged]:
        """See :meth:`fpcache_ops.core.judging.Panel.judge`."""
        spent: dict[int, float] = {}
        for judged in self._first.judge(cases):
            if judged.verdict.is_real:
                spent[judged.case] = judged.seconds
            else:
                yield judged
        numbers = list(spent)
        for judged in self._upstream.judge([cases[number] for number in numbers]):
            number = numbers[judged.case]
            yield replace(judged, case=number, seconds=spent[number] + judged.seconds)
