"""The ports that read code, implemented by asking workers."""

from dataclasses import replace
from hashlib import sha256

import msgspec

from fpcache_ops.core.evidence import Built, Evidence, Unplaced, digest
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.judging import ValidatorFailed
from fpcache_ops.core.ports import Sources, Unavailable, Validator
from fpcache_ops.core.verdict import Verdict
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.evidence.room import OBJECTS_BYTES
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.validators.apart.messages import Answer, Build, Judge, Look, Shelf, Task
from fpcache_ops.validators.apart.pool import Lost, Pool
from fpcache_ops.validators.safe_patterns.validator import Seen

_REMEMBERED_BYTES = 32 * 1024 * 1024
_TASK_BYTES = 64 * 1024 * 1024


class BuiltApart:
    """Builds evidence in workers; equal findings in equal files are built once."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._known: Remembered[tuple[object, ...], Built] = Remembered(_REMEMBERED_BYTES)

    def build(self, finding: Finding, sources: Sources) -> Built | Unplaced:
        """The evidence, or why there is none: also that reading the files ended a worker."""
        places = finding.locations
        if finding.flows:
            places += tuple(step for flow in finding.flows for step in flow)
        if not isinstance(sources, SubmittedSources):
            # What is on a disk may be another one at the next look.
            sources = SubmittedSources({at.path: sources.read(at.path) for at in places})
        named = [(at.path, sources.digest(at.path)) for at in places]
        # All that the evidence is made of; other tenants' findings in the same bytes are equal.
        key = (
            *(finding.repository, finding.type, finding.rule_id),
            *(finding.locations, finding.flows),
            *named,
        )
        known = self._known.get(key)
        if known is not None:
            return known
        missing = {path: str(why) for path, why in named if isinstance(why, Unavailable)}
        digests = {path: one for path, one in named if not isinstance(one, Unavailable)}
        contents = {path: _content(sources, path) for path in digests}
        if sum(map(len, contents.values())) > _TASK_BYTES:
            return Unplaced("the files of the finding are larger than 64 MB")
        by_digest = {digests[path]: content for path, content in contents.items()}
        asked = msgspec.structs.replace(finding, tenant="", message="")

        def task(shelf: Shelf[None]) -> Task:
            new = {name: one for name, one in by_digest.items() if not shelf.has(name)}
            shelf.use(list(digests.values()), {name: (None, len(new[name])) for name in new})
            return Build(asked, digests, missing, new)

        blobs = sha256(b"".join(digests.values())).digest()
        try:
            answer = self._pool.ask(blobs, task)
        except Lost as lost:
            return Unplaced(str(lost))
        if answer.built is None:
            return Unplaced(answer.unplaced or "it has no place")
        made = _whole(answer, by_digest)
        return self._known.put(key, made, made.size + OBJECTS_BYTES)


class JudgedApart:
    """A validator whose reading of code happens in workers; its version is worked out here."""

    def __init__(self, inner: Validator, pool: Pool) -> None:
        self._inner = inner
        self._pool = pool
        self.name = inner.name

    def version(self, language: str, vulnerability_type: str) -> str:
        """That of the validator."""
        return self._inner.version(language, vulnerability_type)

    def judge(self, evidence: Evidence) -> Verdict:
        """Its verdict. Raises ValidatorFailed: there is none."""
        canonical = evidence.encode()
        try:
            answer = self._pool.ask(digest(canonical), lambda _: Judge(canonical))
        except Lost as lost:
            raise ValidatorFailed(str(lost)) from lost
        if answer.verdict is None:
            raise ValidatorFailed("there is no verdict")
        return answer.verdict


class SeenApart:
    """Looks around the places of evidence in workers; nothing is seen where that fails."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def __call__(self, evidence: Evidence) -> Seen:
        """What is seen."""
        canonical = evidence.encode()
        try:
            seen = self._pool.ask(digest(canonical), lambda _: Look(canonical)).seen
        except Lost:
            seen = None
        return seen if seen is not None else (False, False, None)


def _content(sources: SubmittedSources, path: str) -> bytes:
    content = sources.read(path)
    assert not isinstance(content, Unavailable)
    return content


def _whole(answer: Answer, contents: dict[bytes, bytes]) -> Built:
    """The evidence with the parts that were not sent."""
    assert answer.built is not None
    evidence = answer.built.evidence
    parts = tuple(
        replace(part, content=contents[same]) if same else part
        for part, same in zip(evidence.parts, answer.same, strict=True)
    )
    return replace(answer.built, evidence=replace(evidence, parts=parts))
