"""Files that programs are made of, and who writes them.

Command lines write what they are fed to (``tee notes.txt``, ``cat > notes.txt``); code writes,
saves, moves and unpacks by names that it puts together.
"""

import re
from collections.abc import Iterator

from fpcache_ops.evidence.languages.python_written import WRITES
from fpcache_ops.validators.safe_patterns.knowledge.contexts import shell

_WRITERS = frozenset(
    {"tee", "xxd", "cp", "mv", "ln", "link", "uniq", "gunzip", "gzip", "sort", "touch", "truncate"}
)
_DATA = re.compile(
    r"-|/dev/(?:null|stdin|stdout|stderr|tty)|[^~]*[\w-]\.(?:txt|csv|tsv|log|json|xml|html?|md|dat|bin|"
    r"out|gz|pdf|png|jpe?g|gif|pem|crt|tmp)"
)
"""Names of files that nobody runs."""
_REDIRECTED = re.compile(r">+\|?\s*(&?)\s*([^\s;|&<>()]+)")
_COMMANDS = re.compile(r"\|\||&&|[;|&()\n]")
_TOLD = re.compile(r"\b(?:input|stdin)\s*=|\bcommunicate\b")
_FED = re.compile(r"(?:\btee\b['\",\s]+(?:-\w+['\",\s]+)*|>+\s*)([\w./~-]+)")


def runs_later(line: str) -> bool:
    """Whether a command line writes to a file that somebody may run, or obey."""
    targets = [name for number, name in _REDIRECTED.findall(line) if not number]
    for command in _COMMANDS.split(_REDIRECTED.sub(" ", line)):
        words = command.split()
        if words and shell.program(words[0]) in _WRITERS:
            targets += [word for word in words[1:] if not word.startswith("-") and word != "<"]
    names = [target.strip("'\"") for target in targets]
    return any(not _DATA.fullmatch(name) or shell.IS_OBEYED.search(name) for name in names)


def fed(source: str) -> set[str]:
    """The files that command lines of a source may write what they are fed to."""
    return set(_FED.findall(source)) if _TOLD.search(source) else set()


_WRITES = re.compile(WRITES)
_MODE = re.compile(
    r"['\"][rbt]*[wax+][bt+]*['\"]|\bO_(?:WRONLY|RDWR|CREAT|APPEND|TRUNC)\b"
    r"|,\s*(?:mode\s*=\s*)?[A-Za-z_][\w.]*\s*(?:,|\Z)"
)
"""A mode to write in, or one that a variable holds."""
_INNER = re.compile(r"\([^()]*\)")
_LITERAL = re.compile(r"['\"]([^'\"\n]+)['\"]")
_WORD = re.compile(r"[A-Za-z_]\w*")
_BEGIN = re.compile(r"[\n;]")
_SPOTS = 200
"""Places that write which are looked at; with more, any file may be written."""
_NAMES = 12
"""Variables in one of them that are followed to what they are given."""


def is_made(source: str, run: set[str], *, obeyed: bool) -> bool:
    """Whether one of these files is written, or put into its folder, by names put together.

    ``obeyed``: or a file that the program may obey.
    """
    files = {name for name in run if "/" in name or re.search(r"\w\.\w+$", name)}
    if not files and not obeyed:
        return False
    given = _assigned(source)
    for number, spot in enumerate(_WRITES.finditer(source)):
        if number >= _SPOTS:
            return True
        begin = max(
            (at.end() for at in _BEGIN.finditer(source, max(0, spot.start() - 200), spot.start())),
            default=spot.start(),
        )
        told = source[begin : _closing(source, spot.end())]
        if spot[0].startswith("open") and not _MODE.search(
            _flat(source[spot.end() : spot.end() + 1000])
        ):
            continue
        spelt = list(_spelt(given, told))
        if obeyed and any(map(shell.IS_OBEYED.search, spelt)):
            return True
        if any(_is_same(one, name) for one in spelt for name in files):
            return True
        is_data = any(_DATA.fullmatch(one) and "." in one for one in spelt)
        if not is_data and any(_is_above(one, name) for one in spelt for name in files):
            return True
    return False


def _flat(behind: str) -> str:
    """What a call is given, without what calls in it are."""
    given = behind[: _closing(behind, 0)]
    for _ in range(_NAMES):
        given = _INNER.sub("", given)
    return given


def _closing(source: str, start: int) -> int:
    """Where the bracket is closed that was opened before."""
    depth = 1
    for at in range(start, min(len(source), start + 1000)):
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        if not depth:
            return at
    return min(len(source), start + 1000)


_GIVEN = re.compile(r"(?<![\w.])(\w+)\s*(?::[^=\n]{1,80})?=(?!=)[ \t]*(?=([^\n]{0,300}))")


def _assigned(source: str) -> dict[str, list[str]]:
    """What variables are given, up to where the line ends."""
    found: dict[str, list[str]] = {}
    for word, value in _GIVEN.findall(source):
        found.setdefault(word, []).append(value)
    return found


def _spelt(given: dict[str, list[str]], told: str) -> Iterator[str]:
    """The texts in a piece of source, and in what its variables are given."""
    pending, looked = [told], set[str]()
    for piece in pending:
        yield from _LITERAL.findall(piece)
        for word in _WORD.findall(_LITERAL.sub("", piece)):
            if word not in looked and len(looked) < _NAMES:
                looked.add(word)
                pending += given.get(word, [])[:_NAMES]


def _is_same(spelt: str, run: str) -> bool:
    return spelt.rpartition("/")[2] == run.rpartition("/")[2] != ""


def _is_above(spelt: str, run: str) -> bool:
    """Whether one is a folder that the other lies in."""
    folder = spelt.rstrip("/")
    return "/" in spelt and bool(folder) and run.startswith(f"{folder}/")
