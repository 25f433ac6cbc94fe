"""Reading SARIF 2.1.0: every result becomes a finding, or is kept with the reason why it cannot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from fpcache_ops.core.finding import ColumnUnit, Expectation, Finding, Location, Region
from fpcache_ops.sarif.artifacts import Artifacts, NotAPlace
from fpcache_ops.sarif.document import as_list, as_object, as_text, element, is_integer, parse
from fpcache_ops.sarif.rules import Rules

MARK = "fpcache"
"""The key of all that this package adds to a property bag."""

_NO_PROBLEM = frozenset({"pass", "notApplicable", "informational"})
_UNITS = {unit.value: unit for unit in ColumnUnit}
_LAST_NUMBER = 2**31 - 1
_NUMBERED = re.compile(r"[ \t]*([0-9]{1,9}): ?([^\r]*)\r?")


@dataclass(frozen=True, slots=True)
class Reported:
    """A result that is a finding. ``suppressed``: by the report itself, not by this package."""

    run: int
    result: int
    finding: Finding
    suppressed: bool


@dataclass(frozen=True, slots=True)
class NotJudged:
    """A result that is none, with the reason. ``is_problem``: it must still be reported as real."""

    run: int
    result: int
    reason: str
    is_problem: bool


@dataclass(frozen=True, slots=True)
class SarifLog:
    """A SARIF file: the document as it was read, and what its results say.

    Every result is in ``reported`` or in ``not_judged``, in the order of the document. ``warnings``
    is what people must be told about the file as a whole.
    """

    document: dict[str, Any]
    reported: tuple[Reported, ...]
    not_judged: tuple[NotJudged, ...]
    warnings: tuple[str, ...]

    @property
    def findings(self) -> list[Finding]:
        """The findings, in the order in which :func:`fpcache_ops.sarif.write` wants the answers."""
        return [reported.finding for reported in self.reported]


def read(data: bytes, *, tenant: str, repository: str, roots: Sequence[PurePath] = ()) -> SarifLog:
    """Read a SARIF 2.1.0 file from any scanner. Nothing on disk is looked at.

    Args:
        data: the file, UTF-8.
        tenant: whose findings these are.
        repository: where they were found.
        roots: absolute names of the one directory that paths are relative to, for reports with
            absolute URIs: the directory as given, and as resolved.

    Raises:
        UnusableInput: when it is not SARIF 2.1.0; with one line that says what to do.
    """
    document = parse(data)
    reported: list[Reported] = []
    not_judged: list[NotJudged] = []
    warnings: list[str] = []
    if document.get("inlineExternalProperties"):
        warnings.append("results in inlineExternalProperties are not read: they stay as they are")
    for number, run in enumerate(document["runs"]):
        reader = _Run(as_object(run), tenant, repository, roots)
        warnings += (f"run {number + 1}: {warning}" for warning in reader.warnings)
        for index, result in enumerate(reader.results):
            try:
                finding = reader.finding(result)
            except NotAPlace as why:
                reason = f"Not judged, so reported as real: {why}."
                not_judged.append(NotJudged(number, index, reason, is_problem=True))
            except _NoProblem as why:
                reason = f"Not judged: {why}."
                not_judged.append(NotJudged(number, index, reason, is_problem=False))
            else:
                reported.append(Reported(number, index, finding, _is_suppressed(result)))
    return SarifLog(document, tuple(reported), tuple(not_judged), tuple(warnings))


def is_ours(suppression: object) -> bool:
    """Whether a suppression was written by this package."""
    return MARK in as_object(as_object(suppression).get("properties"))


class _NoProblem(Exception):
    """Why a result claims no problem at all."""


class _Run:
    """One run of a scanner."""

    def __init__(
        self, run: dict[str, Any], tenant: str, repository: str, roots: Sequence[PurePath]
    ) -> None:
        self._tenant = tenant
        self._repository = repository
        self._rules = Rules(run)
        self._artifacts = Artifacts(run, self._rules.scanner, roots)
        self._steps = run.get("threadFlowLocations")
        self._unit = _UNITS.get(as_text(run.get("columnKind")))
        self.results = as_list(run.get("results"))
        self.warnings: list[str] = []
        if not isinstance(run.get("results"), list):
            self.warnings.append("it has no results, so the scan may not have run to its end")
        if run.get("externalPropertyFileReferences"):
            self.warnings.append("what it keeps in external property files is not read")

    def finding(self, result: object) -> Finding:
        """The finding that a result reports.

        Raises:
            NotAPlace: when it cannot be placed in files.
            _NoProblem: when it reports no problem.
        """
        if not isinstance(result, dict):
            raise NotAPlace("it is no object")
        _check_kind(result)
        rule_id, rule = self._rules.rule_of(result)
        locations = tuple(self._location(at) for at in _array(result, "locations"))
        if not locations:
            raise NotAPlace("it names no location")
        return Finding(
            tenant=self._tenant,
            repository=self._repository,
            type=self._rules.type_of(result, rule_id, rule),
            rule_id=rule_id,
            locations=locations,
            flows=self._flows(result),
            message=self._rules.message_of(result, rule),
        )

    def _flows(self, result: dict[str, Any]) -> tuple[tuple[Location, ...], ...]:
        flows = []
        for code_flow in _array(result, "codeFlows"):
            for thread_flow in _array(code_flow, "threadFlows"):
                steps = (self._step(step) for step in _array(thread_flow, "locations"))
                flows.append(tuple(step for step in steps if step is not None))
        return tuple(flow for flow in flows if flow)

    def _step(self, step: object) -> Location | None:
        """The place of a code-flow step; ``None`` for one that names none, as SARIF allows."""
        if not isinstance(step, dict):
            raise NotAPlace("a step of its code flow is no object")
        location = step.get("location")
        if location is None and step.get("index", -1) != -1:
            cached = element(self._steps, step["index"])
            if cached is None:
                raise NotAPlace("a step of its code flow is nowhere in the run")
            location = cached.get("location")
        if location is None or (isinstance(location, dict) and "physicalLocation" not in location):
            return None
        try:
            return self._location(location)
        except NotAPlace as why:
            raise NotAPlace(f"in a step of its code flow, {why}") from None

    def _location(self, location: object) -> Location:
        place = as_object(as_object(location).get("physicalLocation"))
        path, sha256 = self._artifacts.locate(place.get("artifactLocation"))
        region = self._region(place.get("region"))
        snippet = _snippet(place, region)
        expectation = Expectation(snippet, sha256) if snippet or sha256 else None
        return Location(path, region, expectation)

    def _region(self, region: object) -> Region:
        """A text region (SARIF 3.30.2).

        Columns count what ``columnKind`` says. It has no default (3.14.27), and scanners that leave
        it out count bytes (bandit, semgrep, gosec) as well as UTF-16 units (eslint): their columns
        are not used, so that the whole statement is marked.
        """
        where = as_object(region)
        first, last = where.get("startLine"), where.get("endLine")
        if first is None:
            if {"charOffset", "byteOffset"} & where.keys():
                raise NotAPlace("its region has an offset but no startLine")
            raise NotAPlace("it names a file but no line in it")
        if not is_integer(first) or not 1 <= first <= _LAST_NUMBER:
            raise NotAPlace("its startLine is no line number")
        if last is not None and (not is_integer(last) or last > _LAST_NUMBER):
            raise NotAPlace("its endLine is no line number")
        if last is not None and last < first:
            last = None
        if self._unit is None:
            return Region(first, None, last, None)
        start, end = _column(where.get("startColumn")), _column(where.get("endColumn"))
        if start is not None and end is not None and end < start and last in (None, first):
            start = end = None
        return Region(first, start, last, end, self._unit)


def _check_kind(result: dict[str, Any]) -> None:
    kind = result.get("kind")
    if kind in (None, "fail"):
        if result.get("baselineState") == "absent":
            raise _NoProblem("the scanner no longer finds it (its baselineState is absent)")
        return
    shown = as_text(kind)[:40]
    if shown in _NO_PROBLEM:
        raise _NoProblem(f"the scanner reports no problem here (its kind is {shown})")
    raise NotAPlace(f"its kind is {shown!a}, and only fail can be judged")


def _is_suppressed(result: dict[str, Any]) -> bool:
    """Whether the report itself takes the result out of sight (SARIF 3.27.23)."""
    others = [one for one in as_list(result.get("suppressions")) if not is_ours(one)]
    return bool(others) and all(
        isinstance(one, dict) and one.get("status", "accepted") == "accepted" for one in others
    )


def _array(holder: object, name: str) -> list[Any]:
    """The array under a name, empty if there is none; anything else could hide a place."""
    value = as_object(holder).get(name)
    if value is None and isinstance(holder, dict):
        return []
    if not isinstance(value, list):
        raise NotAPlace(f"its {name} cannot be read")
    return value


def _column(value: object) -> int | None:
    return value if is_integer(value) and 1 <= value <= _LAST_NUMBER else None


def _snippet(place: dict[str, Any], region: Region) -> str | None:
    """What the report says stands at the region, if that can be believed of this report.

    A region outside its own ``contextRegion`` cannot be (SARIF 3.29.5): for a call over several
    lines bandit 1.9 counts its snippet's line from the wrong end.
    """
    text = as_text(as_object(as_object(place.get("region")).get("snippet")).get("text"))
    context = as_object(place.get("contextRegion"))
    first, last = context.get("startLine"), context.get("endLine")
    if is_integer(first) and first > region.start_line:
        return None
    if is_integer(last) and last < region.start_line:
        return None
    return _without_numbers(text, region) if text.strip() else None


def _without_numbers(text: str, region: Region) -> str:
    """The region's lines of a snippet that has them numbered, as gosec does, with one around."""
    lines: dict[int, str] = {}
    number = 0
    for line in text.removesuffix("\n").split("\n"):
        numbered = _NUMBERED.fullmatch(line)
        if numbered is None or (lines and int(numbered[1]) != number + 1):
            return text
        number = int(numbered[1])
        lines[number] = numbered[2]
    wanted = [line for at, line in lines.items() if region.start_line <= at <= region.last_line]
    return "\n".join(wanted) if wanted else text
