"""Validators that speak for another one."""

from collections.abc import Callable

from msgspec import structs

from fpcache_ops.core.evidence import Evidence
from fpcache_ops.core.judging import ValidatorFailed, unjudged
from fpcache_ops.core.ports import Validator
from fpcache_ops.core.verdict import ValidatorIdentity, Verdict


class Restated:
    """A validator under another name and version, by which it is known outside."""

    def __init__(self, inner: Validator, name: str, version: Callable[[str, str], str]) -> None:
        self._inner = inner
        self.name = name
        self._version = version

    def version(self, language: str, vulnerability_type: str) -> str:
        """What it is known by."""
        return self._version(language, vulnerability_type)

    def judge(self, evidence: Evidence) -> Verdict:
        """What the inner one says. Raises ValidatorFailed: it answers as somebody else."""
        pair = (evidence.language, evidence.vulnerability_type)
        verdict = self._inner.judge(evidence)
        if verdict.judged_by != ValidatorIdentity(self._inner.name, self._inner.version(*pair)):
            raise ValidatorFailed("the validator answered under another name or version")
        return structs.replace(verdict, judged_by=ValidatorIdentity(self.name, self.version(*pair)))


class Sure:
    """Takes a false positive of less than ``least`` confidence for none: doubt hides nothing."""

    def __init__(self, inner: Validator, least: float) -> None:
        self._inner = inner
        self._least = least
        self.name = inner.name

    def version(self, language: str, vulnerability_type: str) -> str:
        """That of the inner one. The limit is no part of it: it holds for every hit, too."""
        return self._inner.version(language, vulnerability_type)

    def judge(self, evidence: Evidence) -> Verdict:
        """What the inner one is sure of."""
        verdict = self._inner.judge(evidence)
        if verdict.is_real or verdict.confidence >= self._least or verdict.relies_on_unseen:
            return verdict
        said = f"the validator excuses it with a confidence of {verdict.confidence:g} only"
        return unjudged(verdict.judged_by, said)
