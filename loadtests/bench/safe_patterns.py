"""What the built-in validator costs beside parsing the file that it judges a finding in."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from fpcache_ops.core.evidence import Built, Evidence
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.evidence.syntax import parse
from fpcache_ops.validators.safe_patterns import SafePatterns
from loadtests.bench.evidence import FINDINGS, SOURCE, SOURCES
from loadtests.bench.rows import Row, Work

CASES = Path(__file__).parents[2] / "data" / "cases"
MARK = "<-- finding"
MANY = 40
"""Programs of the corpus that one unit of work judges, evenly taken from all types."""


@contextmanager
def _judging(language: str) -> Iterator[tuple[Work, Work]]:
    paths = sorted(CASES.glob(f"{language}/*/*.*.*"))
    chosen = paths[:: len(paths) // MANY][:MANY]
    evidence = [Evidence.decode(_canonical(path)) for path in chosen]
    contents = [path.read_bytes() for path in chosen]

    def judge() -> None:
        validator = SafePatterns()  # one that has judged remembers what it answered
        for one in evidence:
            validator.judge(one)

    def parsed() -> None:
        for content in contents:
            parse(language, content)

    yield judge, parsed


def _canonical(path: Path) -> bytes:
    source = path.read_bytes()
    line = next(n for n, text in enumerate(source.split(b"\n"), 1) if MARK.encode() in text)
    finding = Finding("t", "o/r", path.parent.name, "", (Location(path.name, Region(line)),))
    built = FilePolicy().build(finding, SubmittedSources({path.name: source}))
    assert isinstance(built, Built)
    return built.canonical


@contextmanager
def _judging_in_a_large_file() -> Iterator[tuple[Work, Work]]:
    built = [ScopePolicy().build(finding, SOURCES) for finding in FINDINGS]
    evidence = [Evidence.decode(one.canonical) for one in built if isinstance(one, Built)]
    assert len(evidence) == len(FINDINGS)
    content = SOURCE.encode()

    def judge() -> None:
        validator = SafePatterns()
        for one in evidence:
            validator.judge(one)

    def parsed() -> None:
        for _ in evidence:
            parse("python", content)

    yield judge, parsed


_IN_A_LARGE_FILE = Row(
    "safe_patterns_1000_lines",
    "What does judging the slices of 10 findings in a 1,000-line file cost?",
    "ms",
    "parsing that file for each",
    2.0,
    _judging_in_a_large_file,
)
# Programs of ten to forty lines are parsed, in C, in less than a tenth of a millisecond each.
_IN_THE_CORPUS = [
    Row(
        f"safe_patterns_{language}",
        f"What does judging a finding in each of {MANY} labelled programs in {name} cost?",
        "ms",
        "parsing each of those files once",
        2.0,
        partial(_judging, language),
    )
    for language, name in (("python", "Python"), ("javascript", "JavaScript"), ("java", "Java"))
]
ROWS = [_IN_A_LARGE_FILE, *_IN_THE_CORPUS]
