"""The last step of every policy: evidence, with what the cache needs to look it up."""

import hashlib
from collections.abc import Iterable

from fpcache_ops.core.evidence import Built, Evidence, Fallback, digest
from fpcache_ops.evidence.files import SourceFile
from fpcache_ops.evidence.locating import Located
from fpcache_ops.evidence.syntax import grammar_version


def grammar_of(file: SourceFile) -> tuple[str, str]:
    """The language of a file and the grammar that reads it; both empty when there is none."""
    if file.table is None:
        return "", ""
    return file.table.name, grammar_version(file.table)


def part_digest(data: bytes) -> str:
    """A short digest of a part, to tell which one has changed."""
    return hashlib.sha256(data).hexdigest()[:32]


def built(
    evidence: Evidence,
    located: Located,
    parts: Iterable[tuple[str, str]],
    widened: Fallback | None = None,
) -> Built:
    """What a policy returns."""
    canonical = evidence.encode()
    named = f"{located.scope}\x00{evidence.vulnerability_type}\x00{evidence.rule_id}"
    return Built(
        evidence=evidence,
        digest=digest(canonical),
        size=len(canonical),
        neighbour=hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest(),
        part_digests=tuple(parts),
        file_digest=located.files[0].sha256,
        widened=widened,
    )
