"""Reading the staleness suite: data/cases/staleness/README.md says how a pair is written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fpcache_ops.core.finding import Finding, Location, Region

_SIGNS = {"␍": "\r", "␀": "\0", "␉": "\t"}


@dataclass(frozen=True)
class Side:
    """The program before or after the edit, and the places of the finding in it."""

    files: dict[str, bytes]
    primary: tuple[str, int, int]
    steps: tuple[tuple[str, int, int], ...]

    def finding(self, vulnerability_type: str) -> Finding:
        """The finding as a scanner reports it here."""
        primary, *steps = (_location(*place) for place in (self.primary, *self.steps))
        return Finding(
            tenant="t",
            repository="o/r",
            type=vulnerability_type,
            rule_id="rule",
            locations=(primary,),
            flows=(tuple(steps),) if steps else (),
        )


@dataclass(frozen=True)
class Pair:
    """Two programs, an edit apart, and what it does to the evidence of each policy."""

    name: str
    edit: str
    kind: str
    type: str
    expected: dict[str, str]
    before: Side
    after: Side


def read_pairs(folder: Path, language: str | None = None) -> tuple[Pair, ...]:
    """The pairs of a suite, of one language or of all, in the order of their names."""
    files = sorted(folder.glob("*/*.case"))
    return tuple(_pair(file) for file in files if language in (None, file.parent.name))


def _location(path: str, first: int, last: int) -> Location:
    return Location(path, Region(first, end_line=last))


def _pair(file: Path) -> Pair:
    name = f"{file.parent.name}/{file.stem}"
    head, _, body = file.read_text(encoding="utf-8").partition("\n===")
    fields = dict(_field(line, name) for line in head.splitlines() if line.strip())
    before, after = _Draft(), _Draft()
    for line in ("===" + body).splitlines():
        if line.startswith("==="):
            path = line.removeprefix("===").strip()
            before.open(path)
            after.open(path)
            continue
        side, place, text = (line + "   ")[0], (line + "   ")[1], line[3:]
        assert side in " -+", (name, line)
        assert place in " !*", (name, line)
        assert (line + "   ")[2] in " |", (name, line)
        if side in " -":
            before.add(text, place)
        if side in " +":
            after.add(text, place)
    newline = {"": "\n", "crlf": "\r\n"}[fields.pop("newlines", "")]
    bom = "\ufeff" if fields.pop("bom", "") == "yes" else ""
    fields.pop("note", None)
    pair = Pair(
        name=name,
        edit=fields.pop("edit"),
        kind=fields.pop("kind"),
        type=fields.pop("type"),
        expected=fields,
        before=before.side("\n", ""),
        after=after.side(newline, bom),
    )
    assert pair.edit in ("vulnerable", "harmless"), name
    # What ``scope`` sees, ``closure`` sees, too.
    pair.expected.setdefault("closure", pair.expected["scope"])
    assert set(pair.expected) == {"file", "scope", "closure"}, name
    assert set(pair.expected.values()) <= {"differs", "equal"}, name
    assert pair.before != pair.after, name
    return pair


def _field(line: str, name: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    assert colon, (name, line)
    return key.strip(), value.strip()


@dataclass
class _Draft:
    lines: dict[str, list[str]] = field(default_factory=dict)
    marked: list[tuple[str, int, str]] = field(default_factory=list)
    path: str = ""

    def open(self, path: str) -> None:
        self.path = path
        self.lines[path] = []

    def add(self, text: str, place: str) -> None:
        for sign, meant in _SIGNS.items():
            text = text.replace(sign, meant)
        self.lines[self.path].append(text)
        if place != " ":
            self.marked.append((self.path, len(self.lines[self.path]), place))

    def side(self, newline: str, bom: str) -> Side:
        files = {
            path: (bom + "".join(line + newline for line in lines)).encode()
            for path, lines in self.lines.items()
        }
        (primary,) = self._ranges("!")
        return Side(files, primary, tuple(self._ranges("*")))

    def _ranges(self, sign: str) -> Iterator[tuple[str, int, int]]:
        """Marked lines that follow one another are one place."""
        open_: tuple[str, int, int] | None = None
        for path, line, place in self.marked:
            if place != sign:
                continue
            if open_ is not None and (path, line) == (open_[0], open_[2] + 1):
                open_ = (path, open_[1], line)
                continue
            if open_ is not None:
                yield open_
            open_ = (path, line, line)
        if open_ is not None:
            yield open_
