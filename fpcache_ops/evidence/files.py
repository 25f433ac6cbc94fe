"""The files that findings name: read, and examined, once for each content.

What is kept of a file is a pure function of its language and bytes, so it is shared between
findings, requests and threads.
"""

import hashlib
import re
from dataclasses import dataclass

from tree_sitter import Node, Tree

from fpcache_ops.core.evidence import Fallback, Unplaced
from fpcache_ops.core.ports import Sources, Unavailable
from fpcache_ops.evidence.languages import LanguageTable, language_of
from fpcache_ops.evidence.memory import Remembered
from fpcache_ops.evidence.misread import is_misread
from fpcache_ops.evidence.placement import Lines
from fpcache_ops.evidence.room import Room
from fpcache_ops.evidence.syntax import PARSE_LIMIT, parse

SOURCE_LIMIT = 20 * 1024 * 1024
"""Bytes; a finding in a larger file is real and unjudged."""

_Key = tuple[str, bytes]

# Controls that are not layout, bidirectional marks, zero-width and filler characters: what is read
# is not what is seen ("Trojan Source", CVE-2021-42574).
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_VISIBLE_ASCII = bytes(one for one in range(128) if not _INVISIBLE.match(chr(one)))
# The grammars read such a run again for each of its lines.
_JOINTS = 200
_LONG_JOINT = re.compile(rb"(?:\\\r?\n[ \t\f]*+){%d}" % _JOINTS)
REREAD_LIMIT = 50_000_000
"""Comment lines of a run, times its bytes, that are read again and again: some 0.4 s."""
_BOM = "\ufeff".encode()
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)")
# Translated before anything else is read: such a one ends a literal, a comment or a line.
_ESCAPED_SIGN = re.compile(rb"(?<!\\)(?:\\\\)*\\u+00(?:0[aAdD]|1[aA]|2[27aAfF]|5[cC])")
_UTF8_NAMES = frozenset({b"utf-8", b"utf8", b"utf-8-sig", b"utf_8", b"u8"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What is known of one file. ``tree`` is there unless ``fallback`` says why not."""

    table: LanguageTable | None
    content: bytes
    sha256: bytes
    lines: Lines
    tree: Tree | None
    fallback: Fallback | None

    @property
    def root(self) -> Node | None:
        """The root of its syntax tree."""
        return self.tree.root_node if self.tree is not None else None


class Files:
    """Reads files; the newest ones are remembered. Safe to share between threads."""

    def __init__(self, room: Room = Room()) -> None:  # noqa: B008  frozen
        self._files: Remembered[_Key, SourceFile] = Remembered(room.trees)

    def read(self, path: str, sources: Sources) -> SourceFile | Unplaced:
        """The file of a path, or why it has no content."""
        content = sources.read(path)
        if isinstance(content, Unavailable):
            return Unplaced(content)
        if len(content) > SOURCE_LIMIT:
            return Unplaced("content unavailable: the file is larger than 20 MB")
        table = language_of(path)
        key = (table.name if table else "", hashlib.sha256(content).digest())
        known = self._files.get(key)
        if known is not None:
            return known
        return self._files.put(key, _examined(content, key[1], table), len(content))


def _examined(content: bytes, sha256: bytes, table: LanguageTable | None) -> SourceFile:
    lines = Lines(content)
    fallback = _reason_to_prove_nothing(content, table)
    tree = None
    if fallback is None and table is not None:
        tree = parse(table.name, content)
        if tree.root_node.has_error:
            tree, fallback = None, Fallback.PARSE_ERROR
        elif is_misread(table.name, tree.root_node, content):
            tree, fallback = None, Fallback.MISREAD
    return SourceFile(table, content, sha256, lines, tree, fallback)


def _reason_to_prove_nothing(content: bytes, table: LanguageTable | None) -> Fallback | None:
    """Why what a grammar reads in these bytes may not be what the language's own reader does."""
    if table is None:
        return Fallback.UNSUPPORTED_LANGUAGE
    if len(content) > PARSE_LIMIT:
        return Fallback.PARSE_LIMIT
    if _has_long_joint(content) or _is_reread(content, table.reread_comment):
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
    if table.unicode_escapes and _ESCAPED_SIGN.search(code):
        return Fallback.UNICODE_ESCAPE
    if code.translate(None, _VISIBLE_ASCII) if code.isascii() else _INVISIBLE.search(text):
        return Fallback.INVISIBLE_CHARACTERS
    return None


def _has_long_joint(content: bytes) -> bool:
    """Whether so many lines are joined in a run; to count them first takes a tenth of the time."""
    joints = content.count(b"\\\n") + content.count(b"\\\r\n")
    return joints >= _JOINTS and _LONG_JOINT.search(content) is not None


def _is_reread(content: bytes, comment: bytes | None) -> bool:
    """Whether a run of comments takes a grammar too long that reads the rest of it at each line."""
    if comment is None or content.count(comment) * len(content) <= REREAD_LIMIT:
        return False
    lines = size = 0
    for line in content.split(b"\n"):
        bare = line.lstrip()
        if bare.startswith(comment):
            lines += 1
        elif bare:
            lines = size = 0
            continue
        size += len(line)
        if lines * size > REREAD_LIMIT:
            return True
    return False
