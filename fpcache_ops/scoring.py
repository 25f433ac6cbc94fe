"""How right is a validator? Its verdicts on a labelled set, counted.

No cache takes part: every finding is judged. The number that decides is ``hidden``: real findings
that were answered as false positives. A finding without a label counts for nothing.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

import msgspec

from fpcache_ops.core.evidence import Built
from fpcache_ops.core.finding import Finding
from fpcache_ops.core.judging import Case, verdict_on
from fpcache_ops.core.ports import EvidenceBuilder, Validator
from fpcache_ops.core.taxonomy import canonical_type, type_of_rule
from fpcache_ops.core.verdict import Judgement, ValidatorIdentity
from fpcache_ops.errors import UnusableInput
from fpcache_ops.evidence.sources import TreeSources

_YES, _NO = frozenset({"true", "1", "yes"}), frozenset({"false", "0", "no"})


Maker = Callable[[], tuple[EvidenceBuilder, Validator]]
"""Makes what judges, in each process anew."""


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a place. ``line`` 0: of the whole file; an empty ``type``: of any type."""

    path: str
    line: int
    type: str
    real: bool


class Labels:
    """Labels by place. Where two of them disagree about a finding, it counts as real."""

    def __init__(self, labels: Sequence[Label]) -> None:
        self._by_path: dict[str, list[Label]] = defaultdict(list)
        self._by_name: dict[str, list[str]] = defaultdict(list)
        for label in labels:
            self._by_path[label.path].append(label)
        for path in self._by_path:
            self._by_name[path.rpartition("/")[2]].append(path)

    def __len__(self) -> int:
        return sum(map(len, self._by_path.values()))

    def of(self, finding: Finding) -> bool | None:
        """Whether a finding is known to be real, or not to be; ``None`` if nothing is known."""
        at = finding.primary
        region = at.region
        known = [
            label.real
            for path in self._paths(at.path)
            for label in self._by_path[path]
            if (not label.type or label.type == finding.type)
            and (
                not label.line
                or not region.start_line
                or region.start_line <= label.line <= region.last_line
            )
        ]
        return any(known) if known else None

    def _paths(self, path: str) -> list[str]:
        """The labelled paths that a finding's path may be: itself, else one that ends the other."""
        if path in self._by_path:
            return [path]
        near = [
            one
            for one in self._by_name.get(path.rpartition("/")[2], ())
            if path.endswith(f"/{one}") or one.endswith(f"/{path}")
        ]
        return near if len(near) == 1 else []


def read_labels(path: Path) -> Labels:
    """Labels from a CSV file with a header: ``path[,line][,type],real``; other columns are notes.

    ``real`` is true, false, 1 or 0. A type may be any spelling of one, or a CWE number.

    Raises:
        UnusableInput: naming the line that cannot be used.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            names = {(name or "").strip().lower(): name for name in rows.fieldnames or ()}
            if not {"path", "real"} <= names.keys():
                raise UnusableInput(
                    f"the labels {path} want a first line with the columns path[,line][,type],real"
                )
            labels = [
                _label(path, rows.line_num, {key: row[name] or "" for key, name in names.items()})
                for row in rows
            ]
    except OSError as error:
        raise UnusableInput(f"the labels {path} cannot be read ({error.strerror})") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnusableInput(f"the labels {path} are no CSV file in UTF-8: {error}") from None
    if not labels:
        raise UnusableInput(f"the labels {path} hold no label")
    return Labels(labels)


def _label(file: Path, number: int, row: Mapping[str, str]) -> Label:
    where = f"line {number} of the labels {file}"
    path, real, line = row["path"].strip(), row["real"].strip().lower(), row.get("line", "").strip()
    if not path:
        raise UnusableInput(f"{where}: the path is empty")
    if real not in _YES | _NO:
        raise UnusableInput(f"{where}: real is true, false, 1 or 0, not {real!r}")
    if line and not line.isdecimal():
        raise UnusableInput(f"{where}: line is a whole number or empty, not {line!r}")
    while path.startswith("./"):
        path = path[2:]
    return Label(
        path.replace("\\", "/"), int(line or 0), _type(row.get("type", "").strip()), real in _YES
    )


def _type(text: str) -> str:
    """A type by any of its names; ``CWE-89`` and ``89`` are the type with that number."""
    number = text.casefold().removeprefix("cwe").lstrip("-:_ ")
    if number.isdecimal():
        return type_of_rule("", text, [int(number)])
    return canonical_type(text) if text else ""


@dataclass(slots=True)
class Tally:
    """Findings of one type, or of all."""

    findings: int = 0
    real: int = 0
    false: int = 0
    recognised: int = 0
    hidden: int = 0
    undetermined: int = 0
    unlabelled: int = 0

    def count(self, known: bool | None, judgement: Judgement) -> None:
        """Count one finding."""
        self.findings += 1
        self.undetermined += judgement is Judgement.UNDETERMINED
        cleared = judgement is Judgement.FALSE_POSITIVE
        if known is None:
            self.unlabelled += 1
        elif known:
            self.real += 1
            self.hidden += cleared
        else:
            self.false += 1
            self.recognised += cleared


class Hidden(msgspec.Struct, frozen=True):
    """A real finding that was answered as a false positive."""

    path: str
    line: int
    type: str
    rule_id: str
    reason: str


@dataclass(slots=True)
class Score:
    """What came of it. ``seconds`` are spent in building evidence and judging, over all jobs."""

    validator: str
    total: Tally = field(default_factory=Tally)
    by_type: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    hidden: list[Hidden] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def seconds_per_finding(self) -> float:
        """The mean."""
        return self.seconds / self.total.findings if self.total.findings else 0.0

    def json(self) -> bytes:
        """For programs: the total's counts, each type's, and each hidden finding."""
        told = {
            "validator": self.validator,
            **_counts(self.total),
            "by_type": {name: _counts(self.by_type[name]) for name in sorted(self.by_type)},
            "hidden_findings": self.hidden,
            "seconds_per_finding": round(self.seconds_per_finding, 6),
        }
        return msgspec.json.format(msgspec.json.encode(told), indent=2)


def _counts(tally: Tally) -> dict[str, int]:
    return {name: getattr(tally, name) for name in Tally.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a worker says of a finding, by its number."""

    number: int
    judgement: Judgement
    reason: str
    seconds: float


def score(
    findings: Sequence[Finding],
    unplaced: int,
    labels: Labels,
    root: Path,
    maker: Maker,
    *,
    jobs: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Score:
    """Judge every finding, without any cache, and hold the verdicts against the labels.

    Args:
        findings: what the scanner reported.
        unplaced: how many further results name no place: they are real, and have no label.
        labels: what is known.
        root: the folder that was scanned.
        maker: makes evidence builder and validator; called once in each process.
        jobs: processes to judge in; with 1 it is done here.
        progress: is told how many findings are done.
    """
    _, validator = maker()
    result = Score(validator.name)
    by_file: dict[str, list[tuple[int, Finding]]] = defaultdict(list)
    for number, finding in enumerate(findings):
        by_file[finding.primary.path].append((number, finding))
    done = 0
    for answers in _judged(list(by_file.values()), root, maker, jobs):
        for answer in answers:
            _note(result, findings[answer.number], labels, answer)
        done += len(answers)
        progress(done, len(findings))
    result.hidden.sort(key=lambda one: (one.path, one.line, one.type))
    for _ in range(unplaced):
        result.total.count(None, Judgement.UNDETERMINED)
    return result


def _note(result: Score, finding: Finding, labels: Labels, answer: _Answer) -> None:
    known = labels.of(finding)
    for tally in (result.total, result.by_type[finding.type]):
        tally.count(known, answer.judgement)
    result.seconds += answer.seconds
    if known and answer.judgement is Judgement.FALSE_POSITIVE:
        at = finding.primary
        result.hidden.append(
            Hidden(at.path, at.region.start_line, finding.type, finding.rule_id, answer.reason)
        )


_Work = list[tuple[int, Finding]]


def _judged(files: list[_Work], root: Path, maker: Maker, jobs: int) -> Iterator[list[_Answer]]:
    if jobs == 1 or len(files) == 1:
        worker = _Worker(root, maker)
        yield from map(worker.judge, files)
        return
    # A spawned process inherits nothing that a fork would have to be safe for.
    executor = ProcessPoolExecutor(
        min(jobs, len(files)),
        mp_context=get_context("spawn"),
        initializer=_begin,
        initargs=(root, maker),
    )
    try:
        yield from executor.map(_judge, files, chunksize=8)
    finally:
        executor.shutdown(cancel_futures=True)


class _Worker:
    def __init__(self, root: Path, maker: Maker) -> None:
        self._sources = TreeSources(root)
        self._builder, self._validator = maker()

    def judge(self, work: _Work) -> list[_Answer]:
        """The answers to the findings of one file."""
        answers: list[_Answer] = []
        for number, finding in work:
            began = perf_counter()
            judgement, reason = self._verdict(finding)
            answers.append(_Answer(number, judgement, reason, perf_counter() - began))
        return answers

    def _verdict(self, finding: Finding) -> tuple[Judgement, str]:
        built = self._builder.build(finding, self._sources)
        if not isinstance(built, Built):
            return Judgement.UNDETERMINED, built.reason
        version = self._validator.version(built.language, finding.type)
        identity = ValidatorIdentity(self._validator.name, version)
        verdict = verdict_on(Case(built, identity), self._validator)
        return verdict.judgement, verdict.reason


_worker: _Worker | None = None


def _begin(root: Path, maker: Maker) -> None:
    global _worker  # noqa: PLW0603
    _worker = _Worker(root, maker)


def _judge(work: _Work) -> list[_Answer]:
    assert _worker is not None
    return _worker.judge(work)
