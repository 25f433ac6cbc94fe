"""Files that command lines write what they are fed to: ``tee notes.txt``, ``cat > notes.txt``."""

import re

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
