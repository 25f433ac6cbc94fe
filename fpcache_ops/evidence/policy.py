"""What every policy has in common: files and evidence are remembered by what they are made of."""

from collections.abc import Callable, Mapping

from fpcache_ops.core.evidence import Built, Unplaced
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import Sources
from fpcache_ops.evidence.files import Files, SourceFile
from fpcache_ops.evidence.locating import Located, gather, locate
from fpcache_ops.evidence.memory import Remembered

REMEMBERED_BYTES = 16 * 1024 * 1024
"""Canonical bytes of evidence that one policy remembers."""

_Key = tuple[object, ...]


class Memory:
    """Builds evidence, once for each finding in the same bytes. Safe to share between threads.

    ``make`` is the policy proper: a function of the located finding alone.
    """

    def __init__(self, make: Callable[[Located], Built]) -> None:
        self._make = make
        self._files = Files()
        self._known: Remembered[_Key, Built] = Remembered(REMEMBERED_BYTES)

    def build(self, finding: Finding, sources: Sources) -> Built | Unplaced:
        """The evidence of a finding, or why it cannot be placed in the submitted files."""
        named = gather(finding, self._files, sources)
        if isinstance(named, Unplaced):
            return named
        key = _key(finding, named)
        known = self._known.get(key)
        if known is not None:
            return known
        located = locate(finding, named)
        if isinstance(located, Unplaced):
            return located
        made = self._make(located)
        return self._known.put(key, made, made.size)


def _key(finding: Finding, named: Mapping[str, SourceFile]) -> _Key:
    """Everything that the evidence is made of; paths decide about the language."""
    return (
        finding.type,
        finding.rule_id,
        finding.locations,
        finding.flows,
        *(file.sha256 for file in named.values()),
    )
