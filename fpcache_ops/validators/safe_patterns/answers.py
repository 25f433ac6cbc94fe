"""What the prover answers of a place, and in what words."""

from dataclasses import dataclass

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns.engine.values import Value
from fpcache_ops.validators.safe_patterns.knowledge.model import holes_of


@dataclass(frozen=True, slots=True)
class Proven:
    """Harmless, and why."""

    pattern: str
    justification: Justification


@dataclass(frozen=True, slots=True)
class Unproven:
    """Not proven, and what stood in the way; ``source`` if known user input does."""

    reason: str
    source: bool = False


Answer = Proven | Unproven


def together(answers: list[Answer]) -> Answer:
    """All of them, or the first that is not proven."""
    bad = [answer for answer in answers if isinstance(answer, Unproven)]
    if bad:
        return next((answer for answer in bad if answer.source), bad[0])
    proven = [answer for answer in answers if isinstance(answer, Proven)]
    if not proven:
        return Unproven("nothing that could be judged is found at the place")
    patterns = list(dict.fromkeys(answer.pattern for answer in proven))
    return Proven("; ".join(patterns[:3]), proven[0].justification)


_WORDS = {
    "number": "numbers",
    "chosen": "constants",
    "shell word": "words quoted for the shell",
    "shell words": "words quoted for the shell",
    "html": "values escaped for HTML",
    "file name": "secured file names",
    "address component": "quoted components",
    "matched": "texts matched by a pattern",
    "bytes made by dumps": "bytes of its own",
    "environment": "the environment",
}


def spelled(values: tuple[Value, ...]) -> str:
    """What else than constants a proof rests on."""
    kinds = sorted({_WORDS.get(kind, kind) for value in values for kind in holes_of(value)})
    return f" (besides constants: {', '.join(kinds)})" if kinds else ""


def justified(values: tuple[Value, ...]) -> Justification:
    """The justification of values that are proven."""
    if any(holes_of(value) for value in values):
        return Justification.INLINE_MITIGATIONS
    return Justification.NOT_CONTROLLABLE
