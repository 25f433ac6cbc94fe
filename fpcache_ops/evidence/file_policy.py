"""The ``file`` policy: the whole of every file that a finding names, byte for byte.

Any edit of any of these files is another question. It is the policy of last resort: whatever a
narrower one cannot vouch for is judged, and filed, under this one.
"""

from fpcache_ops.core.evidence import Built, Evidence, Fallback, Part, PartKind, Unplaced
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.ports import Sources
from fpcache_ops.evidence.building import built, grammar_of, part_digest
from fpcache_ops.evidence.files import SOURCE_LIMIT
from fpcache_ops.evidence.locating import NAME_LIMIT, Located
from fpcache_ops.evidence.policy import Memory
from fpcache_ops.evidence.room import Room

__all__ = ["NAME_LIMIT", "POLICY", "SOURCE_LIMIT", "FilePolicy", "whole_files"]

POLICY = "file"


class FilePolicy:
    """Builds evidence under the ``file`` policy; safe to share between threads."""

    def __init__(self, room: Room = Room()) -> None:  # noqa: B008  frozen
        self._memory = Memory(whole_files, lambda built: built.size, room)

    def build(self, finding: Finding, sources: Sources) -> Built | Unplaced:
        """The evidence of a finding, or why it cannot be placed in the submitted files."""
        return self._memory.build(finding, sources)


def whole_files(located: Located, widened: Fallback | None = None) -> Built:
    """The evidence that holds all of the files; ``widened`` is why a narrower policy wants it."""
    files = located.files
    language, grammar = grammar_of(files[0])
    evidence = Evidence(
        policy=POLICY,
        language=language,
        grammar=grammar,
        vulnerability_type=located.finding.type,
        rule_id=located.finding.rule_id,
        parts=tuple(Part(PartKind.SOURCE, file.content) for file in files),
        marks=located.marks,
        fallback=located.fallback,
    )
    context = (evidence.policy, evidence.language, evidence.grammar, evidence.fallback or "")
    parts = [("context", part_digest("\x00".join(context).encode()))]
    parts += [
        ("source" if number == 0 else f"file-{number + 1}", file.sha256.hex()[:32])
        for number, file in enumerate(files)
    ]
    parts.append(("place", part_digest(repr(evidence.marks).encode())))
    return built(evidence, located, parts, widened)
