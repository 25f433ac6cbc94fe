"""What the runbook ``validate-cache`` does: the same findings three times, and what must come back.

First sight: every finding is a miss and is judged. Again: every one is a hit with the same verdict.
Then one function of one file is edited, in memory: exactly the findings whose evidence changed are
judged again. In every pass, every vulnerability that is known to be real is answered as real.
"""

import ast
import csv
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from msgspec.structs import replace as changed

from fpcache_ops.core.finding import Finding, Location
from fpcache_ops.core.taxonomy import canonical_type
from fpcache_ops.core.verdict import Judgement
from fpcache_ops.errors import UnusableInput
from fpcache_ops.operations.parameters import nearest, read_secret, shown
from fpcache_ops.operations.rehearsal import API_KEY, Rehearsal
from fpcache_ops.operations.session import Run
from fpcache_ops.operations.tables import Table
from fpcache_ops.operations.wording import significant
from fpcache_ops.sarif import read as read_sarif
from fpcache_ops.wire import Validated, ValidateResponse

BATCH = 50
"""Findings in a request, as clients in the field send them."""

ALONE = 200
"""Findings that are asked for one by one."""

_CONTENT_LIMIT = 20_000_000
_STATEMENT = 'print("edited in memory by the runbook validate-cache")'


class Validates(Protocol):
    """What is needed of a client of the service."""

    def validate(
        self, repository: str, findings: Sequence[Finding], files: Mapping[str, str]
    ) -> ValidateResponse:
        """The answers to one request, in the order of its findings."""


# --- the case ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """Findings, the files they are in, and which of them are known to be real (by number)."""

    findings: tuple[Finding, ...]
    files: Mapping[str, str]
    real: frozenset[int]
    unmatched_labels: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        missing = {f.primary.path for f in self.findings} - set(self.files)
        return {
            "findings": len(self.findings),
            "files": len(self.files),
            "files_missing": sorted(missing)[:10],
            "known_real": len(self.real),
            "labels_without_finding": list(self.unmatched_labels[:10]),
            **({"remarks": list(self.remarks[:10])} if self.remarks else {}),
        }

    def edited(self, edit: "Edit") -> "Case":
        """The case as a scan of the edited tree would report it; no file on disk is touched."""

        def moved(at: Location) -> Location:
            if at.path != edit.path:
                return at
            # A hash in the report is that of the file before.
            expectation = changed(at.expectation, sha256=None) if at.expectation else None
            region = at.region
            if region.last_line < edit.line:
                return changed(at, expectation=expectation)
            below = region.start_line >= edit.line
            return changed(
                at,
                region=changed(
                    region,
                    start_line=region.start_line + below,
                    end_line=region.last_line + 1,
                ),
                expectation=expectation if below else None,
            )

        findings = tuple(
            changed(
                finding,
                locations=tuple(map(moved, finding.locations)),
                flows=tuple(tuple(map(moved, flow)) for flow in finding.flows),
            )
            for finding in self.findings
        )
        return replace(self, findings=findings, files={**self.files, edit.path: edit.content})


def read_case(sarif: str, root: str, labels: str) -> Case:
    """Read a scanner's report, the tree it is about, and what is known to be real in it.

    ``labels`` is a CSV file with the columns ``path,line,type,real,why``; it may be empty.

    Raises:
        UnusableInput: when one of them cannot be used.
    """
    try:
        raw = Path(sarif).read_bytes()
    except OSError as error:
        raise UnusableInput(f"the report {sarif} cannot be read ({error.strerror})") from None
    roots = (Path(root), Path(root).resolve())
    report = read_sarif(raw, tenant="local", repository="", roots=roots)
    findings = report.findings
    if not findings:
        raise UnusableInput(f"{sarif} reports nothing: there is nothing to validate")
    paths = sorted({at.path for f in findings for at in _places(f)})
    files = {path: text for path in paths if (text := _content(Path(root), path)) is not None}
    if not files:
        raise UnusableInput(
            f"none of the {len(paths)} files that {sarif} names is in {root}: give the folder that "
            "its paths are relative to with -p root=FOLDER"
        )
    real, unmatched = _known_real(Path(labels), findings) if labels else (frozenset[int](), ())
    remarks = (*report.warnings, *(result.reason for result in report.not_judged))
    return Case(tuple(findings), files, real, unmatched, remarks)


def _known_real(
    labels: Path, findings: Sequence[Finding]
) -> tuple[frozenset[int], tuple[str, ...]]:
    wanted: dict[tuple[str, int, str], str] = {}
    try:
        with labels.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["real"].strip().lower() == "true":
                    key = (row["path"], int(row["line"]), canonical_type(row["type"]))
                    wanted[key] = f"{row['path']}:{row['line']} {row['type']}"
    except OSError as error:
        raise UnusableInput(f"the labels {labels} cannot be read ({error.strerror})") from None
    except (KeyError, ValueError, AttributeError, csv.Error):
        raise UnusableInput(
            f"the labels {labels} are not usable: they want the columns path,line,type,real,why"
        ) from None
    found: dict[tuple[str, int, str], list[int]] = {}
    for number, finding in enumerate(findings):
        at = finding.primary
        found.setdefault((at.path, at.region.start_line, finding.type), []).append(number)
    return (
        frozenset(number for key in wanted for number in found.get(key, ())),
        tuple(name for key, name in wanted.items() if key not in found),
    )


def _content(root: Path, path: str) -> str | None:
    """A file below the root as text; ``None`` when it is not there, elsewhere, or no UTF-8."""
    try:
        full = (root / path).resolve()
        if not full.is_relative_to(root.resolve()) or full.stat().st_size > _CONTENT_LIMIT:
            return None
        return full.read_bytes().decode("utf-8")
    except (OSError, ValueError):
        return None


def _places(finding: Finding) -> Iterator[Location]:
    yield from finding.locations
    for flow in finding.flows:
        yield from flow


# --- the edit ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Edit:
    """A statement inserted into a function: ``line`` is where it stands, ``content`` the file.

    ``first`` and ``last`` are the lines of the function before the edit.
    """

    path: str
    function: str
    line: int
    first: int
    last: int
    content: str

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "edited_file": self.path,
            "edited_function": self.function,
            "inserted_at_line": self.line,
            "inserted": _STATEMENT,
        }

    def touches(self, finding: Finding) -> bool:
        """Whether a finding of the case before has a place in the edited file."""
        return any(at.path == self.path for at in _places(finding))

    def is_within(self, finding: Finding) -> bool:
        """Whether a finding of the case before has a place in the edited function."""
        return any(
            at.path == self.path and self.first <= at.region.start_line <= self.last
            for at in _places(finding)
        )


def choose_edit(case: Case, path: str = "", function: str = "") -> Edit:
    """Insert a statement into a Python function that a finding is in.

    Without ``path`` and ``function`` it is the one that tells most: the file has as many other
    findings as possible, which must, or must not, be judged again.

    Raises:
        UnusableInput: when there is no such function.
    """
    if path and path not in case.files:
        raise UnusableInput(
            f"edit_path {shown(path)} is no file of the case{nearest(path, case.files)}"
        )
    edits = [
        edit
        for name, content in case.files.items()
        if name.endswith(".py") and path in ("", name)
        for edit in _edits(name, content)
    ]
    if function:
        names = [edit.function for edit in edits]
        edits = [edit for edit in edits if edit.function == function]
        if not edits:
            raise UnusableInput(
                f"edit_function {shown(function)} is no function that can be edited"
                f"{nearest(function, names)}"
            )

    def telling(edit: Edit) -> tuple[bool, int, str, int]:
        within = sum(edit.is_within(finding) for finding in case.findings)
        touched = sum(edit.touches(finding) for finding in case.findings)
        return (within == 0, -(touched - within), edit.path, edit.line)

    best = min(edits, key=telling, default=None)
    if best is None or not any(best.touches(finding) for finding in case.findings):
        raise UnusableInput(
            "no finding is in a Python function of the case, so nothing can be edited to see what "
            "is judged again"
        )
    return best


def _edits(path: str, content: str) -> Iterator[Edit]:
    """One possible edit for each outermost function of a Python file."""
    try:
        tree = ast.parse(content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", content)
    for name, node in _functions(tree.body, ""):
        body = node.body
        is_docstring = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
        if is_docstring and len(body) == 1:
            continue
        statement = body[1] if is_docstring else body[0]
        at = min([statement.lineno, *(d.lineno for d in getattr(statement, "decorator_list", ()))])
        line = lines[at - 1]
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if len(indent) != statement.col_offset or at <= node.lineno:
            continue
        ending = re.search(r"\r\n|\n|\r", line)
        inserted = indent + _STATEMENT + (ending[0] if ending else "\n")
        edited = "".join([*lines[: at - 1], inserted, *lines[at - 1 :]])
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        yield Edit(path, name, at, first, node.end_lineno or node.lineno, edited)


def _functions(
    body: Sequence[ast.stmt], prefix: str
) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{prefix}{node.name}.")


# --- the passes --------------------------------------------------------------------------


@dataclass(frozen=True)
class Pass:
    """The answers to all findings of a case, and how long each took its client.

    A request's time is shared among its findings: ``milliseconds`` has a figure for each finding.
    ``from_cache`` are the figures of requests that were answered from the cache as a whole.
    """

    title: str
    case: Case
    answers: tuple[Validated, ...]
    milliseconds: tuple[float, ...]
    from_cache: tuple[float, ...]
    duplicates: int
    requests: int
    warnings: tuple[str, ...] = ()

    @property
    def outcomes(self) -> Counter[str]:
        """How many findings had which outcome."""
        return Counter(answer.outcome for answer in self.answers)

    @property
    def validator_calls(self) -> int:
        """How many findings were judged: not answered from the cache, and no repeats."""
        served = ("hit", "overridden")
        asked = (n for n in self.looked_up if self.answers[n].outcome not in served)
        return len({self._question(number) for number in asked})

    @property
    def looked_up(self) -> list[int]:
        """The findings that have evidence; one whose file is missing is not looked up."""
        return [n for n, answer in enumerate(self.answers) if answer.evidence is not None]

    @property
    def real(self) -> list[int]:
        """The findings that are known to be real."""
        return [number for number in range(len(self.answers)) if number in self.case.real]

    @property
    def judged_at_first_sight(self) -> list[int]:
        """The findings that were a miss, or repeat one of this pass that was."""
        seen: set[tuple[str, str]] = set()
        judged = []
        for number in self.looked_up:
            key = self._question(number)
            if self.answers[number].outcome == "miss" or key in seen:
                judged.append(number)
                seen.add(key)
        return judged

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {
            "requests": self.requests,
            **dict(sorted(self.outcomes.items())),
            "validator_calls": self.validator_calls,
            "p50_ms": percentile(self.milliseconds, 50),
            "p95_ms": percentile(self.milliseconds, 95),
            **({"warnings": list(self.warnings[:5])} if self.warnings else {}),
        }

    @property
    def row(self) -> dict[str, Any]:
        """Its row of the table at the end."""
        outcomes = self.outcomes
        named = {"hit": "Hits", "miss": "Misses", "changed": "Changed"}
        other = sum(count for name, count in outcomes.items() if name not in named)
        return {
            "Pass": self.title,
            "Findings": len(self.answers),
            **{title: outcomes[name] for name, title in named.items()},
            **({"Other": other} if other else {}),
            "p50 ms": percentile(self.milliseconds, 50),
            "p95 ms": percentile(self.milliseconds, 95),
            "Validator calls": self.validator_calls,
        }

    def _question(self, number: int) -> tuple[str, str]:
        evidence = self.answers[number].evidence
        assert evidence is not None
        return self.case.findings[number].primary.path, evidence.digest


@dataclass
class Connection:
    """A service to ask, and the repository to ask about."""

    client: Validates
    repository: str
    where: str
    close: Callable[[], None] = lambda: None
    clock: Callable[[], float] = field(default=time.perf_counter)

    @property
    def facts(self) -> dict[str, object]:
        """What to note about it."""
        return {"service": self.where, "repository": self.repository}

    def ask_alone(self, title: str, case: Case) -> Pass:
        """Have findings of the case validated one by one, the first few hundred of them."""
        return self.ask(title, replace(case, findings=case.findings[:ALONE]), batch=1)

    def ask(self, title: str, case: Case, batch: int = BATCH) -> Pass:
        """Have every finding of the case validated, 50 in a request."""
        answers: list[Validated] = []
        milliseconds: list[float] = []
        from_cache: list[float] = []
        warnings: list[str] = []
        duplicates = requests = 0
        for start in range(0, len(case.findings), batch):
            asked = case.findings[start : start + batch]
            paths = {at.path for finding in asked for at in _places(finding)}
            files = {path: case.files[path] for path in sorted(paths) if path in case.files}
            began = self.clock()
            response = self.client.validate(self.repository, asked, files)
            share = (self.clock() - began) * 1000 / len(asked)
            answers += response.validated
            milliseconds += [share] * len(asked)
            if all(answer.outcome == "hit" for answer in response.validated):
                from_cache += [share] * len(asked)
            duplicates += response.cache_stats.internal_duplicates
            warnings += response.warnings
            requests += 1
        return Pass(
            title,
            case,
            tuple(answers),
            tuple(milliseconds),
            tuple(from_cache),
            duplicates,
            requests,
            tuple(warnings),
        )


def connect(run: Run, server: str, api_key: str, repository: str) -> Connection:
    """The service at ``server``, or without one a service of our own for a rehearsal.

    Raises:
        ServiceUnusable: when it cannot be reached, or does not start.
        UnusableInput: when the reference to the key leads nowhere.
    """
    from fpcache_ops.client import ReadClient

    # A name of its own makes the first pass a first sight, on a shared service too.
    repository = repository or f"fpcache/validate-{run.id}-{secrets.token_hex(4)}"
    with ExitStack() as opened:
        if server:
            url, key, where = server, read_secret(api_key), server
        else:
            url, key = opened.enter_context(Rehearsal(run.folder)).url, API_KEY
            where = f"{url} (a rehearsal)"
        client = opened.enter_context(ReadClient(url, key))
        client.health()
        return Connection(client, repository, where, opened.pop_all().close)


def plan(case: Case, edit: Edit, service: Connection) -> Table:
    """What will be asked, before anything is."""
    touched = sum(edit.touches(finding) for finding in case.findings)
    within = sum(edit.is_within(finding) for finding in case.findings)
    total = len(case.findings)
    rows = [
        ("first sight", f"all {total} are misses and are judged"),
        ("again, unchanged", f"all {total} are hits with the same answers"),
        ("again, one by one", f"{min(total, ALONE)} are hits, to see how long one takes"),
        (
            f"{edit.function} in {edit.path} edited",
            (
                f"by the policy file {touched} are judged again, by scope {within} or more; "
                "all others are hits"
            ),
        ),
    ]
    title = f"Plan: {service.where}, repository {service.repository}"
    return Table.of(title, [{"Pass": name, "What must come back": what} for name, what in rows])


# --- what must come back -----------------------------------------------------------------


@dataclass(frozen=True)
class Deviation:
    """A finding that was not answered as it must be."""

    place: str
    type: str
    what: str

    @property
    def row(self) -> dict[str, Any]:
        """Its row of a table."""
        return {"Finding": self.place, "Type": self.type, "What is wrong": self.what}


@dataclass(frozen=True)
class Deviations:
    """The findings that were not answered as they must be, of how many."""

    title: str
    found: tuple[Deviation, ...]
    sample: int

    @property
    def count(self) -> int:
        """How many."""
        return len(self.found)

    @property
    def facts(self) -> dict[str, object]:
        """What to note about them."""
        return {
            self.title: f"{self.count} of {self.sample}",
            **({"first_of_them": [d.row for d in self.found[:20]]} if self.found else {}),
        }

    def _repr_html_(self) -> str:
        if not self.found:
            return ""
        return self._table()._repr_html_()

    def __repr__(self) -> str:
        return repr(self._table()) if self.found else f"{self.title}: 0 of {self.sample}"

    def _table(self) -> Table:
        title = f"{self.title}: {self.count} of {self.sample}"
        return Table.of(title, [deviation.row for deviation in self.found])


def unchanged_hits(first: Pass, again: Pass) -> tuple[int, int]:
    """How many findings that were judged at first are hits now, and of how many.

    A finding that could not be judged (``undetermined``) is not stored, so it is no promise.
    """
    count = len(again.answers)
    kept = [n for n in first.looked_up if n < count and _is_judged(first.answers[n])]
    return sum(again.answers[n].outcome == "hit" for n in kept), len(kept)


def different_answers(first: Pass, again: Pass) -> Deviations:
    """Findings whose answer is not the same as before: isValid, confidence or reason differs."""
    found = []
    for number, (before, now) in enumerate(zip(first.answers, again.answers, strict=False)):
        for name in ("is_valid", "confidence", "reason"):
            old, new = getattr(before, name), getattr(now, name)
            if old != new:
                found.append(_deviation(again, number, f"{name} was {old!r} and is {new!r}"))
                break
    return Deviations("answers that differ from the first", tuple(found), len(again.answers))


def misjudged_edit(before: Pass, after: Pass, edit: Edit) -> Deviations:
    """Findings that are on the wrong side of the edit.

    Changed evidence must be ``changed`` and judged, unchanged evidence a ``hit`` with the same
    answer. Which evidence changed is taken from the digests, and these are not trusted either: by
    the policy ``file`` it must be that of exactly the findings of the edited file, by any policy
    that of the findings in the edited function, and by ``scope`` none of another file.
    """
    found = []
    seen: set[tuple[str, str]] = set()
    for number, finding in enumerate(before.case.findings):
        old, new = before.answers[number], after.answers[number]
        if old.evidence is None or new.evidence is None:
            if old.evidence is not new.evidence:
                found.append(_deviation(before, number, "it has evidence in one pass only"))
            continue
        changed = old.evidence.digest != new.evidence.digest
        expected = _must_change(finding, new.evidence.policy, edit)
        question = (finding.primary.path, new.evidence.digest)
        repeated, wanted = question in seen, "changed" if changed else "hit"
        seen.add(question)
        if expected is not None and changed != expected:
            what = "did not change, and must have" if expected else "changed, and cannot have"
            found.append(_deviation(before, number, f"its evidence {what}"))
        elif not changed and not _is_judged(old):
            continue
        elif new.outcome != wanted and not (changed and repeated and new.outcome == "hit"):
            evidence = "changed" if changed else "unchanged"
            found.append(_deviation(before, number, f"{evidence} evidence was a {new.outcome}"))
        elif not changed and (old.is_valid, old.confidence) != (new.is_valid, new.confidence):
            found.append(_deviation(before, number, "unchanged evidence has another answer"))
    return Deviations("on the wrong side of the edit", tuple(found), len(before.looked_up))


def hidden(passes: Sequence[Pass]) -> Deviations:
    """Known real vulnerabilities that were called a false positive in any pass."""
    found = []
    for number in sorted(passes[0].case.real):
        where = [p.title for p in passes if number in p.real and not p.answers[number].is_valid]
        if where:
            found.append(_deviation(passes[0], number, f"a false positive, {'; '.join(where)}"))
    sample = len(passes[0].case.real)
    return Deviations("real vulnerabilities called false positives", tuple(found), sample)


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The nearest-rank percentile, to three significant digits."""
    if not values:
        return None
    rank = max(1, -(-len(values) * percent // 100))
    return float(significant(sorted(values)[int(rank) - 1]))


def mean(values: Sequence[float]) -> float | None:
    """The mean."""
    return sum(values) / len(values) if values else None


def _must_change(finding: Finding, policy: str, edit: Edit) -> bool | None:
    """Whether the edit must change this finding's evidence; ``None``: it may or may not."""
    if policy == "file":
        return edit.touches(finding)
    if edit.is_within(finding):
        return True
    if policy == "scope" and not edit.touches(finding):
        return False
    return None


def _is_judged(answer: Validated) -> bool:
    return answer.verdict != Judgement.UNDETERMINED


def _deviation(one: Pass, number: int, what: str) -> Deviation:
    finding = one.case.findings[number]
    at = finding.primary
    return Deviation(f"{at.path}:{at.region.start_line}", finding.type, what)
