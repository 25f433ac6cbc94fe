"""What building evidence costs."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count

from fpcache_ops import config
from fpcache_ops.bootstrap import hands_of
from fpcache_ops.core.finding import Finding, Location, Region
from fpcache_ops.core.ports import EvidenceBuilder
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.file_policy import FilePolicy
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import GivenCheckout, SubmittedSources
from fpcache_ops.evidence.syntax import parse
from loadtests.bench.rows import Row, Work

_FUNCTION = '''\
def find_{n}(database, name, limit={n}):
    """Find what is called like that."""
    if not name:
        return []
    query = "SELECT id, name FROM things_{n} WHERE name = ?"
    rows = database.execute(query, (name,)).fetchall()
    return [dict(row) for row in rows if row["id"] > limit]


'''
SOURCE = "import sqlite3\n\n\n" + "".join(_FUNCTION.format(n=n) for n in range(111))
FINDINGS = [
    Finding("t", "o/r", "sql-injection", "B608", (Location("a.py", Region(9 + 9 * 11 * n)),))
    for n in range(10)
]
SOURCES = SubmittedSources({"a.py": SOURCE})


Policies = type[FilePolicy] | type[ScopePolicy]


@contextmanager
def _cold(policies: Policies) -> Iterator[tuple[Work, Work]]:
    content = SOURCE.encode()

    def build() -> None:
        policy = policies()
        for finding in FINDINGS:
            policy.build(finding, SOURCES)

    yield build, lambda: parse("python", content)


@contextmanager
def _memoised(policies: Policies) -> Iterator[tuple[Work, Work]]:
    policy, content = policies(), SOURCE.encode()

    def build() -> None:
        for finding in FINDINGS:
            policy.build(finding, SOURCES)

    def hashes() -> None:
        for _ in FINDINGS:
            hashlib.sha256(content).digest()

    yield build, hashes


# Each of its functions is called from every file, and calls one of each of ten.
_HELPERS = 10
_IMPORTING = "".join(f"from helper_{n} import clean_{n}\n" for n in range(_HELPERS))
CHECKOUT = {
    "a.py": _IMPORTING
    + SOURCE.replace("rows = database", "name = clean_1(clean_2(name))\n    rows = database"),
    **{
        f"helper_{n}.py": f"def clean_{n}(name):\n    return name.strip({n} * ' ')\n"
        + "".join(_FUNCTION.format(n=m) for m in range(1000 + 20 * n, 1000 + 20 * n + 20))
        for n in range(_HELPERS)
    },
    **{
        f"page_{n}.py": f"from a import find_{n}\n\n\ndef page(db, request):\n"
        f"    return find_{n}(db, request.args['name'])\n"
        for n in range(90)
    },
}


_IN_CHECKOUT = [
    Finding("t", "o/r", "sql-injection", "B608", (Location("a.py", Region(20 + 10 * 11 * n)),))
    for n in range(10)
]


@contextmanager
def _closure_cold() -> Iterator[tuple[Work, Work]]:
    """A checkout of 101 files, as a process sees it that has just begun."""

    def build(policies: type[ScopePolicy] | type[ClosurePolicy]) -> None:
        policy, checkout = policies(), GivenCheckout(CHECKOUT)
        for finding in _IN_CHECKOUT:
            policy.build(finding, checkout)

    yield partial(build, ClosurePolicy), partial(build, ScopePolicy)


_TINY = "def show_{n}(db, name):\n    return db.execute('SELECT ' + name + '{n}')\n"
_TINY_FINDING = Finding("t", "o/r", "sql-injection", "B608", (Location("a.py", Region(2)),))


CLOSURE_LIMIT = 5.0
"""The 100 other files are together twice as large. Were each read as closely as the first one, that
would be 3 times; finding out which ones to read, and cutting the first one again for whoever calls
in it, may cost as much as two more.
"""


@contextmanager
def _tiny_files_apart() -> Iterator[tuple[Work, Work]]:
    """Ten files that nobody has read yet, each time."""
    numbers = count()

    def build(builder: EvidenceBuilder) -> None:
        for _ in range(10):
            text = _TINY.format(n=next(numbers))
            builder.build(_TINY_FINDING, SubmittedSources({"a.py": text}))

    with hands_of(config.load(), 1) as apart, hands_of(config.load(), 0) as here:
        yield partial(build, apart.builder), partial(build, here.builder)


@contextmanager
def _memoised_apart() -> Iterator[tuple[Work, Work]]:
    content = SOURCE.encode()

    def hashes() -> None:
        for _ in FINDINGS:
            hashlib.sha256(content).digest()

    with hands_of(config.load(), 1) as apart:

        def build() -> None:
            for finding in FINDINGS:
                apart.builder.build(finding, SOURCES)

        yield build, hashes


ROWS = [
    Row(
        "tiny_files_read_apart",
        "What does evidence of 10 tiny files cost when a process apart reads them?",
        "ms",
        "reading them in this one",
        2.0,
        _tiny_files_apart,
    ),
    Row(
        "read_apart_memoised",
        "And evidence of 10 findings in a 1,000-line file that comes again?",
        "ms",
        "hashing that file for each finding",
        4.0,
        _memoised_apart,
    ),
    Row(
        "file_evidence_cold",
        "What does evidence for 10 findings in a 1,000-line file cost at first sight?",
        "ms",
        "parsing that file once",
        3.0,
        partial(_cold, FilePolicy),
    ),
    Row(
        "file_evidence_memoised",
        "And when the same bytes come again?",
        "ms",
        "hashing that file for each finding",
        4.0,
        partial(_memoised, FilePolicy),
    ),
    Row(
        "scope_evidence_cold",
        "What does a slice for each of 10 findings in a 1,000-line file cost at first sight?",
        "ms",
        "parsing that file once",
        3.0,
        partial(_cold, ScopePolicy),
    ),
    Row(
        "scope_evidence_memoised",
        "And when the same bytes come again?",
        "ms",
        "hashing that file for each finding",
        2.0,
        partial(_memoised, ScopePolicy),
    ),
    Row(
        "closure_evidence_cold",
        "What does it cost to show beside 10 slices what they import and who calls, of 101 files?",
        "ms",
        "the slices alone",
        CLOSURE_LIMIT,
        _closure_cold,
        pairs=11,
    ),
]
