"""Small programs with one marked line, judged the way the pipeline has them judged."""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.verdict import Verdict
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.syntax import parse
from fpcache_ops.validators.safe_patterns import SafePatterns
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.engine.flow import Flow
from fpcache_ops.validators.safe_patterns.engine.values import Value
from fpcache_ops.validators.safe_patterns.knowledge.python import common
from fpcache_ops.validators.safe_patterns.languages.python.semantics import Python
from fpcache_ops.validators.safe_patterns.languages.python.unit import PythonUnit

MARK = "<-- finding"
CASES = Path(__file__).resolve().parents[3] / "data" / "cases"
SUFFIXES = {
    "python": ".py",
    "java": ".java",
    "javascript": ".js",
    "typescript": ".ts",
    "tsx": ".tsx",
}
"""The languages with labelled cases, and how their files end."""

# Nothing is remembered: a fault that is planted is judged with.
VALIDATOR = SafePatterns(remembered=0)


@dataclass(frozen=True)
class OneFile:
    """The sources of a request that submits one file."""

    content: bytes

    def read(self, path: str) -> bytes:
        return self.content


def marked_line(source: str) -> int:
    """The number of the line that ends with the mark."""
    lines = source.split("\n")
    return next(n for n, line in enumerate(lines, 1) if line.rstrip().endswith(MARK))


def built(
    vulnerability_type: str, source: str | bytes, line: int | None = None, path: str = "shop/a.py"
) -> Built:
    """The evidence of a finding at the marked line, or at a given one."""
    text = source if isinstance(source, str) else source.decode("utf-8", "replace")
    content = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    at = Location(path, Region(line or marked_line(text)))
    made = FilePolicy().build(
        Finding("tenant", "org/repo", vulnerability_type, "rule", (at,)), OneFile(content)
    )
    assert isinstance(made, Built)
    return made


def evidence(vulnerability_type: str, source: str | bytes, line: int | None = None) -> Evidence:
    """What a validator is handed: what decodes from the canonical bytes."""
    return Evidence.decode(built(vulnerability_type, source, line).canonical)


def judged(vulnerability_type: str, source: str | bytes, line: int | None = None) -> Verdict:
    """The verdict on the marked line of a program."""
    return VALIDATOR.judge(evidence(vulnerability_type, source, line))


def judged_case(path: Path) -> Verdict:
    """The verdict on the marked line of a labelled case."""
    made = built(path.parent.name, path.read_text(), path=f"shop/a{path.suffix}")
    return VALIDATOR.judge(Evidence.decode(made.canonical))


def is_proven(vulnerability_type: str, source: str) -> bool:
    """Whether the marked line is called safe."""
    return not judged(vulnerability_type, source).is_real


def focused(vulnerability_type: str, source: str, text: str) -> Verdict:
    """The verdict when the report's columns single out a piece of the program."""
    found = evidence(vulnerability_type, source)
    start = source.encode().index(text.encode())
    (mark,) = found.marks
    mark = replace(mark, focus=(start, start + len(text.encode())))
    return VALIDATOR.judge(replace(found, marks=(mark,)))


@cache
def cases(kind: str) -> tuple[Path, ...]:
    """The case files of a kind, of all languages: safe, gap or real."""
    found = [CASES.glob(f"{name}/*/*.{kind}{suffix}") for name, suffix in SUFFIXES.items()]
    return tuple(sorted(path for paths in found for path in paths))


def value_of(expression: str, program: str = "") -> Value:
    """What the engine knows of an expression at the end of a module."""
    source = f"{program}\nanswer__ = ({expression})\n".encode()
    root = parse("python", source).root_node
    assert not root.has_error, expression
    unit = PythonUnit(source, root, Budget())
    machine = Flow(
        unit,
        Python(),
        Budget(),
        calls=common.CALLS,
        methods=None,
        operators=None,
        sources=common.is_source,
        never_return=common.NEVER_RETURN,
        constants=common.CONSTANTS,
    )
    return machine.settled(unit.module, "answer__")
