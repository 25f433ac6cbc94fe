"""Labels: what people have found out about places in code, one a line: ``path[,line][,type],real``.

A label without a line is about its whole file, one without a type about every type. Of the labels
that fit a finding the narrowest decides; if narrowest ones disagree, the finding is real.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from fpcache_ops.core.finding import Finding
from fpcache_ops.core.taxonomy import canonical_type, related_types, types_of_cwe
from fpcache_ops.errors import UnusableInput
from fpcache_ops.scoring.paths import Tree, segments

_REAL = frozenset({"true", "1", "yes", "y", "t", "real", "tp", "true_positive", "vulnerable"})
_FALSE = frozenset({"false", "0", "no", "n", "f", "safe", "fp", "false_positive"})
_COLUMNS = {
    "path": frozenset({"path", "file", "filename", "file_path", "filepath", "uri"}),
    "line": frozenset({"line", "start_line", "startline", "lineno", "line_number"}),
    "type": frozenset({"type", "vulnerability_type", "category", "cwe", "kind", "rule"}),
    "real": frozenset(
        {"real", "is_real", "isreal", "vulnerable", "real_vulnerability", "label", "verdict"}
    ),
}
_CWE = re.compile(r"\s*(?:cwe)?[-_: ]{0,2}0{0,4}([1-9][0-9]{0,4})\b.*", re.IGNORECASE)
_WORDS = re.compile(r"[\s_-]+")


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a place. ``types``: the types it is about, the likeliest one first."""

    path: str
    line: int | None
    types: tuple[str, ...]
    real: bool


@dataclass(slots=True)
class Labels:
    """The labels of a set, by the file that each is about."""

    labels: Sequence[Label]
    warnings: list[str] = field(default_factory=list)
    used: set[Label] = field(default_factory=set)
    _by_path: dict[str, list[Label]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        by_path: dict[str, list[Label]] = defaultdict(list)
        for label in self.labels:
            by_path[label.path].append(label)
            stem = label.path.rpartition("/")[2].partition(".")[0]
            if stem == label.path:
                by_path[f"\x00{stem}"].append(label)
        self._by_path = by_path

    def of(self, finding: Finding) -> bool | None:
        """Whether the finding is real; ``None``: no label says so."""
        path = finding.primary.path
        stem = path.rpartition("/")[2].partition(".")[0]
        fitting = [
            (rank, label)
            for label in (*self._by_path.get(path, ()), *self._by_path.get(f"\x00{stem}", ()))
            if (rank := _rank(label, finding)) is not None
        ]
        if not fitting:
            return None
        narrowest = min(rank for rank, _ in fitting)
        deciding = [label for rank, label in fitting if rank == narrowest]
        self.used.update(deciding)
        return any(label.real for label in deciding)

    @property
    def unused(self) -> int:
        """How many labels decided about no finding: the scanner missed those places."""
        return len(set(self.labels) - self.used)


def _rank(label: Label, finding: Finding) -> tuple[int, int] | None:
    """How narrowly a label fits a finding, the narrowest least; ``None`` if it does not."""
    region = finding.primary.region
    if label.line is None:
        where = 2
    elif label.line == region.start_line:
        where = 0
    elif region.start_line <= label.line <= region.last_line:
        where = 1
    else:
        return None
    if not label.types:
        return where, 99
    if finding.type not in label.types:
        return None
    return where, label.types.index(finding.type)


def read_labels(data: bytes, tree: Tree) -> Labels:
    """Read a label file: a heading names the columns, or they come in the order above.

    Raises:
        UnusableInput: nothing in it is a label.
    """
    text = data.decode("utf-8-sig", "replace")
    rows = [
        (number, [cell.strip() for cell in row])
        for number, row in _rows(text)
        if any(cell.strip() for cell in row)
    ]
    columns = _heading(rows[0][1]) if rows else None
    found: list[Label] = []
    bad: list[int] = []
    for number, row in rows[1:] if columns else rows:
        if row[0].startswith("#"):
            continue
        label = _by_name(columns, row, tree) if columns else _by_order(row, tree)
        if label is None:
            bad.append(number)
        else:
            found.append(label)
    if not found:
        raise UnusableInput(
            "the label file holds no label: each line is path[,line][,type],real, and real is "
            "true or false"
        )
    labels = Labels(found)
    if bad:
        labels.warnings.append(
            f"{len(bad)} of {len(bad) + len(found)} lines of the label file are no labels and are "
            f"left out (the first is line {bad[0]})"
        )
    return labels


def _rows(text: str) -> Iterable[tuple[int, list[str]]]:
    head = text[:2000].split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    reader = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            row = ["?"]
        yield reader.line_num, row


def _heading(row: list[str]) -> dict[str, int] | None:
    """Where each column is, if the row is a heading."""
    names = [_WORDS.sub("_", cell.lstrip("#").strip().casefold()) for cell in row]
    columns: dict[str, int] = {}
    for meaning, words in _COLUMNS.items():
        for at, name in enumerate(names):
            if name in words:
                columns.setdefault(meaning, at)
    return columns if {"path", "real"} <= columns.keys() else None


def _by_name(columns: dict[str, int], row: list[str], tree: Tree) -> Label | None:
    cells = {name: row[at] for name, at in columns.items() if at < len(row)}
    line = cells.get("line", "")
    if line and not _is_number(line):
        return None
    return _label(cells.get("path", ""), line, cells.get("type", ""), cells.get("real", ""), tree)


def _by_order(row: list[str], tree: Tree) -> Label | None:
    """``path[,line][,type],real``: what is between is a line if it is a plain number."""
    if not 2 <= len(row) <= 4:
        return None
    path, *between, real = row
    line = ""
    if between and (_is_number(between[0]) or (len(between) == 2 and not between[0])):
        line = between.pop(0)
    if len(between) > 1:
        return None
    return _label(path, line, between[0] if between else "", real, tree)


def _label(path: str, line: str, named: str, real: str, tree: Tree) -> Label | None:
    said = _WORDS.sub("_", real.casefold())
    if said not in _REAL | _FALSE or not segments(path):
        return None
    number = int(float(line)) if line else 0
    return Label(tree.find(path), number or None, types_named(named), said in _REAL)


def types_named(text: str) -> tuple[str, ...]:
    """The types that a label is about: a type by any of its names, or a CWE by its number.

    Scanners file some types under one CWE (broken ciphers and broken hashes both under 327), so
    types that share a number with the named one come after it.
    """
    if not text.strip() or text.strip() in ("*", "any"):
        return ()
    number = _CWE.fullmatch(text)
    if number is not None:
        return types_of_cwe(int(number[1])) or (canonical_type(f"cwe-{number[1]}"),)
    return (canonical_type(text), *related_types(canonical_type(text)))


def _is_number(text: str) -> bool:
    return text.replace(".0", "").isascii() and text.replace(".0", "").isdigit() and len(text) < 10
