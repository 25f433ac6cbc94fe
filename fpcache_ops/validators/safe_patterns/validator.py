"""The built-in validator: proves findings false, or says nothing."""

import ast
import hashlib
from functools import cache
from pathlib import Path

from fpcache_ops.core.evidence import Evidence, Role
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity, Verdict
from fpcache_ops.evidence.languages import language_named
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.evidence.syntax import grammar_version
from fpcache_ops.validators.safe_patterns.answers import Proven, Unproven
from fpcache_ops.validators.safe_patterns.engine.budget import Budget, TooLarge
from fpcache_ops.validators.safe_patterns.engine.flow import Flow
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, MethodModel
from fpcache_ops.validators.safe_patterns.engine.values import Atom, Value
from fpcache_ops.validators.safe_patterns.kits import Kit, kit_of
from fpcache_ops.validators.safe_patterns.knowledge.model import Family
from fpcache_ops.validators.safe_patterns.proof import Prover
from fpcache_ops.validators.safe_patterns.source import opened

PROVEN_CONFIDENCE = 0.98
GUARDED_CONFIDENCE = 0.96
UNPROVEN_CONFIDENCE = 0.75
SOURCE_CONFIDENCE = 0.9
MARKS_LIMIT = 200

_HERE = Path(__file__).parent
_PACKAGE = _HERE.parents[1]
_BENEATH = tuple(
    _PACKAGE / name
    for name in (
        "core/evidence.py",
        "core/finding.py",
        "core/verdict.py",
        "evidence/memory.py",
        "evidence/syntax.py",
        "evidence/tree.py",
    )
)
"""What the engine is built on: how a tree is read decides what is proven in it."""
_LANGUAGES = frozenset({"go", "java", "javascript", "php", "python", "ruby"})
_REMEMBERED_BYTES = 4 * 1024 * 1024

Seen = tuple[bool, bool, str | None]
"""Whether user input reaches a place, whether a measure is taken, and the safe pattern."""


class SafePatterns:
    """Judges a finding false only if everything that reaches every marked place is harmless.

    Who judges a piece of evidence and then looks at it, as a request does, has it proven once.
    """

    name = "safe-patterns"

    def __init__(self) -> None:
        self._memory: Remembered[Evidence, Judged] = Remembered(_REMEMBERED_BYTES)

    def version(self, language: str, vulnerability_type: str) -> str:
        """A digest of the engine, of the knowledge about this pair, and of the grammar."""
        return _version(language, vulnerability_type)

    def judge(self, evidence: Evidence) -> Verdict:
        """The verdict; it depends on nothing but the evidence, and never raises for any bytes."""
        return self._judged(evidence).verdict

    def look(self, evidence: Evidence) -> Seen:
        """What is seen in the code: nothing else is looked at."""
        found = self._judged(evidence)
        return found.source, bool(found.measures), found.pattern

    def _judged(self, evidence: Evidence) -> "Judged":
        known = self._memory.get(evidence)
        if known is not None:
            return known
        version = self.version(evidence.language, evidence.vulnerability_type)
        found = judged(evidence, ValidatorIdentity(self.name, version))
        size = sum(len(part.content) for part in evidence.parts)
        return self._memory.put(evidence, found, size)


class Judged:
    """A verdict, with what was seen on the way to it."""

    __slots__ = ("measures", "pattern", "source", "verdict")

    def __init__(
        self, verdict: Verdict, *, source: bool, measures: frozenset[str], pattern: str | None
    ) -> None:
        self.verdict = verdict
        self.source = source
        self.measures = measures
        self.pattern = pattern


def family_of(language: str, vulnerability_type: str) -> Family | None:
    """What is known of a pair, if anything is."""
    kit = kit_of(language)
    return kit.families.get(vulnerability_type) if kit is not None else None


def judged(evidence: Evidence, identity: ValidatorIdentity) -> Judged:
    """Judge evidence, and say what was seen."""
    kit = kit_of(evidence.language)
    family = family_of(evidence.language, evidence.vulnerability_type)
    if kit is None or family is None:
        return _real(
            identity,
            Unproven(
                f"no safe pattern is known for {evidence.vulnerability_type} in "
                f"{evidence.language or 'this language'}; reported as real"
            ),
            frozenset(),
        )
    measures: set[str] = set()
    try:
        answer = _proof(evidence, kit, family, measures)
    except (TooLarge, RecursionError):
        answer = Unproven("the code around the place is too large to prove")
    if isinstance(answer, Unproven):
        return _real(identity, answer, frozenset(measures))
    confidence = GUARDED_CONFIDENCE if measures else PROVEN_CONFIDENCE
    verdict = Verdict(
        Judgement.FALSE_POSITIVE, confidence, _proven(answer), identity, answer.justification
    )
    return Judged(verdict, source=False, measures=frozenset(measures), pattern=answer.pattern)


def _proof(evidence: Evidence, kit: Kit, family: Family, measures: set[str]) -> Proven | Unproven:
    if evidence.fallback is not None:
        return Unproven(f"nothing is proven from a file like this ({evidence.fallback})")
    if not evidence.marks or len(evidence.marks) > MARKS_LIMIT:
        return Unproven("no place, or too many places, are marked")
    budget = Budget()
    provers: dict[int, Prover] = {}
    proven: list[Proven] = []
    for mark in dict.fromkeys(evidence.marks):
        if mark.part >= len(evidence.parts):
            return Unproven("a mark points nowhere")
        if mark.part not in provers:
            source = opened(evidence, evidence.parts[mark.part], kit, budget)
            if isinstance(source, str):
                return Unproven(source)
            machine = Flow(
                source.unit,
                kit.language,
                budget,
                calls={**kit.calls, **family.calls},
                methods=_either(family.methods, kit.methods),
                operators=family.operators,
                sources=kit.is_source,
                never_return=kit.never_return,
                constants=kit.constants,
            )
            provers[mark.part] = Prover(source, family, machine)
        prover = provers[mark.part]
        if not 0 <= mark.start < mark.end <= len(prover.opened.unit.source):
            return Unproven("a mark points nowhere")
        step = mark.role is Role.STEP
        answer = prover.judge_step(mark) if step else prover.prove(mark)
        measures |= prover.machine.measures
        if isinstance(answer, Unproven):
            return answer
        if answer is not None:
            proven.append(answer)
    if not proven:
        return Unproven("only steps on the way to a sink are marked")
    patterns = list(dict.fromkeys(answer.pattern for answer in proven))
    return Proven("; ".join(patterns[:3]), proven[0].justification)


def _either(first: MethodModel | None, second: MethodModel | None) -> MethodModel | None:
    if first is None or second is None:
        return first or second

    def model(call: Calling, receiver: Atom, name: str) -> Value | None:
        value = first(call, receiver, name)
        return value if value is not None else second(call, receiver, name)

    return model


def _proven(answer: Proven) -> str:
    if answer.pattern == "comment":
        return "The place is a comment: nothing there is executed."
    if answer.pattern == "string literal":
        return "The place is a string literal that nothing reads: it is not executed."
    return f"Safe pattern: {answer.pattern}."


def _real(identity: ValidatorIdentity, answer: Unproven, measures: frozenset[str]) -> Judged:
    confidence = SOURCE_CONFIDENCE if answer.source else UNPROVEN_CONFIDENCE
    reason = answer.reason[:1].upper() + answer.reason[1:] + "."
    verdict = Verdict(Judgement.TRUE_POSITIVE, confidence, reason, identity)
    return Judged(verdict, source=answer.source, measures=measures, pattern=None)


@cache
def _version(language: str, vulnerability_type: str) -> str:
    digest = hashlib.sha256()
    for path in rests_on(language, vulnerability_type):
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\x00".encode())
        digest.update(_file_digest(path))
    table = language_named(language)
    grammar = grammar_version(table) if table is not None else "none"
    pair = f"{grammar}\x00{language}\x00{vulnerability_type}"
    digest.update(pair.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:32]


def rests_on(language: str, vulnerability_type: str) -> list[Path]:
    """The files of this program that an answer about this pair may depend on."""
    kit = kit_of(language)
    folder = kit.folder if kit is not None else ""
    family = family_of(language, vulnerability_type)
    own = family.module.rpartition(".")[2] if family is not None else ""
    shared = kit.shared if kit is not None else frozenset()
    known = _read_with(_HERE / "knowledge" / folder, {f"{own}.py", *shared}) if folder else set()
    found = [
        path
        for path in (*_BENEATH, *(_PACKAGE / "evidence" / "languages").glob("*.py"))
        if (of := path.stem.partition("_")[0]) == folder or of not in _LANGUAGES
    ]
    for path in _HERE.rglob("*.py"):
        parts = path.relative_to(_HERE).parts
        if parts[0] == "describe.py":
            continue
        if len(parts) > 2 and parts[0] == "languages" and parts[1] != folder:
            continue
        knows = len(parts) > 2 and parts[0] == "knowledge" and parts[1] != "contexts"
        if knows and not (parts[1] == folder and parts[2] in known):
            continue
        found.append(path)
    return sorted(found)


def _read_with(folder: Path, files: set[str]) -> set[str]:
    """Files of knowledge, and all those of the same language that they import."""
    found: set[str] = set()
    pending = [name for name in files if (folder / name).exists()]
    while pending:
        name = pending.pop()
        if name not in found:
            found.add(name)
            pending += _imported(folder / name)
    return found


@cache
def _imported(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            last = node.module.rpartition(".")[2]
            names = [alias.name for alias in node.names] if last == path.parent.name else [last]
            found += [f"{one}.py" for one in names if (path.parent / f"{one}.py").exists()]
    return found


@cache
def _file_digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


__all__ = ["SafePatterns", "family_of", "judged"]
