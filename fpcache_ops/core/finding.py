"""A finding: what a scanner reported, as submitted. Nothing in it is trusted."""

from enum import StrEnum

import msgspec


class ColumnUnit(StrEnum):
    """What a column counts (SARIF 2.1.0, 3.14.17 ``columnKind``); columns are 1-based."""

    CODE_POINTS = "unicodeCodePoints"
    UTF16 = "utf16CodeUnits"

    # Enum's own is written in Python, and evidence is remembered by its findings' places.
    __hash__ = str.__hash__


# Structs of msgspec, as in ``entry``: a request makes three for each of its findings, and has them
# hashed, which costs a frozen dataclass ten times as much.


class Region(msgspec.Struct, frozen=True, gc=False):
    """A place in a file. Lines and columns are 1-based; ``end_column`` is exclusive.

    Line 0 is the file as a whole: every sink in it is marked. A negative line is no line at all.
    """

    start_line: int
    start_column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    column_unit: ColumnUnit = ColumnUnit.CODE_POINTS

    @property
    def last_line(self) -> int:
        """The last line of the region, never before its first."""
        return max(self.end_line or self.start_line, self.start_line)


class Expectation(msgspec.Struct, frozen=True, gc=False):
    """What the report claims to have seen at a location.

    It can only take trust away: bytes that do not fit it belong to another tree than the one
    that was scanned. It never takes the place of the bytes themselves.
    """

    snippet: str | None = None
    sha256: str | None = None


class Location(msgspec.Struct, frozen=True, gc=False):
    """One place that a finding names; ``path`` is a name under which content was submitted."""

    path: str
    region: Region
    expectation: Expectation | None = None


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A candidate vulnerability.

    ``locations`` has the primary location first and is never empty. ``flows`` are code flows, each
    a sequence of steps. ``type`` is canonical (:func:`fpcache_ops.core.taxonomy.canonical_type`).
    ``message`` is for people: no validator sees it.
    """

    tenant: str
    repository: str
    type: str
    rule_id: str
    locations: tuple[Location, ...]
    flows: tuple[tuple[Location, ...], ...] = ()
    message: str = ""

    @property
    def primary(self) -> Location:
        """The location that the report calls primary."""
        return self.locations[0]

    @property
    def locator(self) -> str:
        """A name of the finding for people: ``tenant/owner/repo/[path:line,...]:type``.

        It never serves a hit: equal evidence does.
        """
        if len(self.locations) == 1:
            places = _placed(self.locations[0])
        else:
            places = ",".join(sorted(map(_placed, self.locations)))
        return f"{self.tenant}/{self.repository}/[{places}]:{self.type}"


def _placed(at: Location) -> str:
    return f"{at.path}:{max(at.region.start_line, 1)}"
