"""Where a finding lies in the submitted files, before any policy decides what is seen of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fpcache_ops.core.evidence import Fallback, Mark, Role, Unplaced
from fpcache_ops.core.finding import Expectation, Finding, Location
from fpcache_ops.core.ports import Sources
from fpcache_ops.evidence.files import Files, SourceFile
from fpcache_ops.evidence.placement import place

NAME_LIMIT = 4096
"""Characters in a path, a type or a rule id."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding in its files: the first is that of the primary location, each is there once.

    ``marks`` are byte ranges of the files. ``scope`` is the qualified name of the primary place.
    """

    finding: Finding
    files: tuple[SourceFile, ...]
    marks: tuple[Mark, ...]
    scope: str

    @property
    def fallback(self) -> Fallback | None:
        """Why the files cannot be read with certainty, if they cannot."""
        return next((file.fallback for file in self.files if file.fallback), None)


def gather(finding: Finding, files: Files, sources: Sources) -> Mapping[str, SourceFile] | Unplaced:
    """The files that a finding names, in the order of its places, or why one is not at hand."""
    if not _can_be_kept(finding):
        return Unplaced("a path, type or rule id is too long or holds characters no name has")
    named: dict[str, SourceFile] = {}
    for _, location in _places(finding):
        if location.path not in named:
            read = files.read(location.path, sources)
            if isinstance(read, Unplaced):
                return read
            named[location.path] = read
    return named


def locate(finding: Finding, named: Mapping[str, SourceFile]) -> Located | Unplaced:
    """The places of a finding, or why it cannot be placed in these files."""
    numbers = {path: number for number, path in enumerate(named)}
    marks: list[Mark] = []
    scope = ""
    for role, location in _places(finding):
        number, file = numbers[location.path], named[location.path]
        stranger = _contradiction(location, file)
        if stranger is not None:
            return Unplaced(stranger)
        placed = place(location.region, file.content, file.lines, file.root, file.table)
        if isinstance(placed, Unplaced):
            return placed
        marks.append(Mark(number, placed.start, placed.end, role, placed.focus))
        scope = scope or placed.scope
    return Located(finding, tuple(named.values()), tuple(marks), scope)


def _can_be_kept(finding: Finding) -> bool:
    """Whether every name in the finding can be stored and compared as it was sent."""
    names = [finding.repository, finding.type, finding.rule_id]
    names += [location.path for _, location in _places(finding)]
    if any(len(name) > NAME_LIMIT or "\x00" in name for name in names):
        return False
    try:
        "".join(names).encode()
    except UnicodeEncodeError:
        return False
    return True


def _places(finding: Finding) -> Iterator[tuple[Role, Location]]:
    for index, location in enumerate(finding.locations):
        yield (Role.RELATED if index else Role.PRIMARY), location
    for flow in finding.flows:
        for step in flow:
            yield Role.STEP, step


def _contradiction(location: Location, file: SourceFile) -> str | None:
    """Why the report was written about other bytes than these, if it was."""
    expected = location.expectation
    if expected is None:
        return None
    if expected.sha256 is not None and expected.sha256.lower() != file.sha256.hex():
        return (
            f"the report is about another version of {location.path}: its hash does not fit; "
            "scan this tree again"
        )
    # bandit writes a blank snippet where it lost its place: that says nothing.
    if expected.snippet and expected.snippet.strip() and not _fits(expected, location, file):
        return (
            f"the report is about another version of {location.path}: its snippet is not at "
            f"line {location.region.start_line}; scan this tree again"
        )
    return None


def _fits(expected: Expectation, location: Location, file: SourceFile) -> bool:
    """Whether the snippet stands at the place; layout apart, for scanners print it re-indented."""
    wanted = " ".join((expected.snippet or "").split())
    first = max(location.region.start_line, 1)
    height = max((expected.snippet or "").strip("\r\n").count("\n"), 0)
    last = min(max(location.region.last_line, first + height), len(file.lines))
    if first > last:
        return False
    start, end = file.lines.span(first, last)
    return wanted in " ".join(file.content[start:end].decode("utf-8", "replace").split())
