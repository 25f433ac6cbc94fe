"""Who writes the files that a place runs: programs, and what programs obey."""

import re
from collections.abc import Iterator, Mapping

from tree_sitter import Node

from fpcache_ops.evidence.languages import obeyed

_RUNS = re.compile(
    rb"\b(?:run|call|check_call|check_output|Popen|system|popen|getoutput|getstatusoutput"
    rb"|create_subprocess_\w+|exec[lv]\w*|spawn\w+)\s*\("
)
_LITERAL = re.compile(rb"['\"]([^'\"\n]+)['\"]")
_WORD = re.compile(rb"[A-Za-z_]\w*")
_FILE = re.compile(rb"\w\.\w+$|/")
WRITES = (
    r"\bopen\s*\(|\.\s*(?:write_text|write_bytes|save|download_file|download_fileobj)\s*\("
    r"|\b(?:extract|extractall|unpack_archive|copy|copy2|copyfile|copytree|move|rename|replace"
    r"|urlretrieve|symlink|link)\s*\("
)
"""What writes a file, as a pattern."""
_WRITES = re.compile(WRITES.encode())
_READS = re.compile(rb"\bopen\s*\([^()]*(?:\([^()]*\)[^()]*)*\)")
_MODE = re.compile(
    rb"['\"][rbt]*[wax+][bt+]*['\"]|\bO_(?:WRONLY|RDWR|CREAT|APPEND|TRUNC)\b"
    rb"|,\s*(?:mode\s*=\s*)?[A-Za-z_][\w.]*\s*[,)]"
)
_OBEYED = re.compile(rb"['\"/](?:%s)['\"]|['\"/]\.(?:git|ssh)/|\.tf['\"]" % obeyed.NAMES.encode())
"""Files that programs obey though nobody names them to them."""


def writers(source: bytes, root: Node, function: Node) -> Iterator[int]:
    """Where files are written that the function may run, as far as they are named."""
    text = source[function.start_byte : function.end_byte]
    if not _RUNS.search(text):
        return
    constants = {found[2]: found for found in _CONSTANT.finditer(source)}
    files = _files(constants, text)
    names = {name: found.start(2) for name, found in constants.items() if files.search(found[3])}
    looked: dict[int, tuple[int, ...]] = {}
    spots = [*_WRITES.finditer(source)]
    if len(spots) > _SPOTS:
        # To look at each takes time that grows with the square.
        yield from (spot.start() for spot in spots)
        return
    for spot in spots:
        start = spot.start()
        if function.start_byte <= start < function.end_byte:
            continue
        opened = _READS.match(source, start)
        if opened is not None and not _MODE.search(opened[0]):
            continue
        around = _around(root, start)
        if around.start_byte not in looked:
            told = source[around.start_byte : around.end_byte]
            used = names.keys() & set(_WORD.findall(told))
            is_told = used or files.search(told) or _OBEYED.search(told)
            found_at = (start, *sorted(names[name] for name in used))
            looked[around.start_byte] = found_at if is_told else ()
        yield from looked[around.start_byte]


_CONSTANT = re.compile(rb"(?m)^([ \t]*)([A-Za-z_]\w*)[ \t]*(?::[^=\n]+)?=(?!=)[ \t]*([^\n]+)")


def _files(constants: Mapping[bytes, re.Match[bytes]], text: bytes) -> re.Pattern[bytes]:
    """What names files that a text names: their last names, and their folders."""
    values = (constants[word][3] for word in set(_WORD.findall(text)) if word in constants)
    pieces = (text, *values)
    spelt = {one for piece in pieces for one in _LITERAL.findall(piece) if _FILE.search(one)}
    ends = {re.escape(one.rstrip(b"/").rpartition(b"/")[2]) for one in spelt} - {b""}
    above = {
        re.escape(b"/".join(parts[:count]))
        for one in spelt
        if one.startswith(b"/")
        for parts in [one.rstrip(b"/").split(b"/")]
        for count in range(2, len(parts) + 1)
    }
    options = [
        *(rb"['\"/]%s['\"]" % one for one in sorted(ends)),
        *(rb"['\"]%s/?['\"]" % one for one in sorted(above)),
    ]
    if len(options) > _OPTIONS:
        return _ANY
    return re.compile(b"|".join(options)) if options else _NONE


_NONE, _ANY = re.compile(rb"(?!)"), re.compile(rb"")
_SPOTS = 300
"""Places that write; with more, all of them are told of."""
_OPTIONS = 300
"""Names of files that are looked for; with more, whoever writes any file is told of."""


def _around(root: Node, offset: int) -> Node:
    """The function around an offset, or the statement of a module."""
    node = root.descendant_for_byte_range(offset, offset + 1) or root
    while node.parent is not None and node.parent.type != "module":
        if node.type == "function_definition":
            return node
        node = node.parent
    return node
