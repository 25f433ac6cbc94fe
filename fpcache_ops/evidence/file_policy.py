"""The ``file`` policy: the whole of every file that a finding names, byte for byte.

Any edit of any of these files is another question. It is the policy of last resort: whatever a
narrower one cannot vouch for is judged, and filed, under this one.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from tree_sitter import Node, Tree

from fpcache_ops.core.evidence import (
    Built,
    Evidence,
    Fallback,
    Mark,
    Part,
    PartKind,
    Role,
    Unplaced,
    digest,
)
from fpcache_ops.core.finding import Expectation, Finding, Location
from fpcache_ops.core.ports import Sources, Unavailable
from fpcache_ops.evidence.languages import LanguageTable, language_of
from fpcache_ops.evidence.placement import Lines, place
from fpcache_ops.evidence.syntax import PARSE_LIMIT, grammar_version, parse

POLICY = "file"
SOURCE_LIMIT = 20 * 1024 * 1024
"""Bytes; a finding in a larger file is real and unjudged."""

NAME_LIMIT = 4096
"""Characters in a path, a type or a rule id."""

_REMEMBERED_FILES = 32

# Controls that are not layout, bidirectional marks, zero-width and filler characters: what is read
# is not what is seen ("Trojan Source", CVE-2021-42574).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_BOM = "\ufeff".encode()
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")
_UTF8_NAMES = frozenset({b"utf-8", b"utf8", b"utf-8-sig", b"utf_8", b"u8"})


@dataclass(frozen=True, slots=True)
class _File:
    """What is known of one file: a pure function of its language and bytes."""

    content: bytes
    sha256: bytes
    lines: Lines
    tree: Tree | None
    fallback: Fallback | None

    @property
    def root(self) -> Node | None:
        return self.tree.root_node if self.tree is not None else None


class FilePolicy:
    """Builds evidence under the ``file`` policy; safe to share between threads."""

    def __init__(self) -> None:
        self._files: OrderedDict[tuple[str, bytes], _File] = OrderedDict()
        self._lock = Lock()

    def build(self, finding: Finding, sources: Sources) -> Built | Unplaced:
        """The evidence of a finding, or why it cannot be placed in the submitted files."""
        if not _can_be_kept(finding):
            return Unplaced("a path, type or rule id is too long or holds characters no name has")
        table = language_of(finding.primary.path)
        numbers: dict[str, int] = {}
        files: list[_File] = []
        marks: list[Mark] = []
        scope = ""
        for role, location in _places(finding):
            if location.path not in numbers:
                read = self._read(location.path, sources)
                if isinstance(read, Unplaced):
                    return read
                numbers[location.path] = len(files)
                files.append(read)
            number = numbers[location.path]
            file = files[number]
            stranger = _contradiction(location, file)
            if stranger is not None:
                return Unplaced(stranger)
            placed = place(
                location.region, file.content, file.lines, file.root, language_of(location.path)
            )
            if isinstance(placed, Unplaced):
                return placed
            marks.append(Mark(number, placed.start, placed.end, role, placed.focus))
            scope = scope or placed.scope
        evidence = Evidence(
            policy=POLICY,
            language=table.name if table else "",
            grammar=grammar_version(table) if table else "",
            vulnerability_type=finding.type,
            rule_id=finding.rule_id,
            parts=tuple(Part(PartKind.SOURCE, file.content) for file in files),
            marks=tuple(marks),
            fallback=next((file.fallback for file in files if file.fallback), None),
        )
        return _built(evidence, files, scope)

    def _read(self, path: str, sources: Sources) -> "_File | Unplaced":
        content = sources.read(path)
        if isinstance(content, Unavailable):
            return Unplaced(content)
        if len(content) > SOURCE_LIMIT:
            return Unplaced("content unavailable: the file is larger than 20 MB")
        table = language_of(path)
        key = (table.name if table else "", hashlib.sha256(content).digest())
        with self._lock:
            known = self._files.get(key)
            if known is not None:
                self._files.move_to_end(key)
                return known
        file = _examined(content, key[1], table)
        with self._lock:
            self._files[key] = file
            while len(self._files) > _REMEMBERED_FILES:
                self._files.popitem(last=False)
        return file


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


def _built(evidence: Evidence, files: list[_File], scope: str) -> Built:
    canonical = evidence.encode()
    context = (evidence.policy, evidence.language, evidence.grammar, evidence.fallback or "")
    parts = [("context", _short("\x00".join(context).encode()))]
    parts += [
        ("source" if number == 0 else f"file-{number + 1}", file.sha256.hex()[:32])
        for number, file in enumerate(files)
    ]
    parts.append(("place", _short(repr(evidence.marks).encode())))
    named = f"{scope}\x00{evidence.vulnerability_type}\x00{evidence.rule_id}"
    return Built(
        evidence=evidence,
        digest=digest(canonical),
        size=len(canonical),
        neighbour=hashlib.sha256(named.encode("utf-8", "surrogatepass")).digest(),
        part_digests=tuple(parts),
        file_digest=files[0].sha256,
    )


def _short(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _examined(content: bytes, sha256: bytes, table: LanguageTable | None) -> _File:
    lines = Lines(content)
    fallback = _reason_to_prove_nothing(content, table)
    tree = None
    if fallback is None and table is not None:
        tree = parse(table.name, content)
        if tree.root_node.has_error:
            tree, fallback = None, Fallback.PARSE_ERROR
    return _File(content, sha256, lines, tree, fallback)


def _reason_to_prove_nothing(content: bytes, table: LanguageTable | None) -> Fallback | None:
    """Why what a grammar reads in these bytes may not be what the language's own reader does."""
    if table is None:
        return Fallback.UNSUPPORTED_LANGUAGE
    if len(content) > PARSE_LIMIT:
        return Fallback.PARSE_LIMIT
    code = content.removeprefix(_BOM)
    try:
        text = code.decode("utf-8")
    except UnicodeDecodeError:
        return Fallback.NOT_UTF8
    if table.lone_carriage_return_is_newline and b"\r" in code.replace(b"\r\n", b""):
        return Fallback.LONE_CARRIAGE_RETURN
    if table.encoding_cookie:
        for line in code.split(b"\n", 2)[:2]:
            cookie = _COOKIE.match(line)
            if cookie and cookie[1].lower().replace(b"_", b"-") not in _UTF8_NAMES:
                return Fallback.ENCODING_COOKIE
    if _INVISIBLE.search(text):
        return Fallback.INVISIBLE_CHARACTERS
    return None


def _contradiction(location: Location, file: _File) -> str | None:
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


def _fits(expected: Expectation, location: Location, file: _File) -> bool:
    """Whether the snippet stands at the place; layout apart, for scanners print it re-indented."""
    wanted = " ".join((expected.snippet or "").split())
    first = max(location.region.start_line, 1)
    height = max((expected.snippet or "").strip("\r\n").count("\n"), 0)
    last = min(max(location.region.last_line, first + height), len(file.lines))
    if first > last:
        return False
    start, end = file.lines.span(first, last)
    return wanted in " ".join(file.content[start:end].decode("utf-8", "replace").split())
