"""Shell command lines: constants, numbers, and words quoted for the shell where a word may stand.

A quoted word is one argument whatever it holds, if it does not stand inside quotes or in the place
of the program, and if no program of the line runs what it is given (``sh -c``, ``xargs``).
Samples: command-injection/quoted_word, command-injection/quoted_inside_quotes.
"""

import re
import string

from fpcache_ops.evidence.languages import obeyed
from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Hole,
    Pieces,
    Repeat,
    Text,
)

WORD = "shell word"
"""What ``shlex.quote`` gives: one word."""

WORDS = "shell words"
"""What ``shlex.join`` gives: words and blanks between them."""

ADDRESS = "address of a host in numbers"
"""An address of IPv4 or IPv6: it begins with no dash, and names no program."""

PLAIN = frozenset(
    [
        "arch",
        "basename",
        "cat",
        "cksum",
        "clear",
        "comm",
        "cp",
        "cut",
        "date",
        "df",
        "dig",
        "dirname",
        "du",
        "echo",
        "expr",
        "false",
        "file",
        "fmt",
        "fold",
        "free",
        "groups",
        "grep",
        "gunzip",
        "gzip",
        "head",
        "host",
        "hostname",
        "id",
        "kill",
        "link",
        "ln",
        "ls",
        "lsblk",
        "lscpu",
        "lsof",
        "lspci",
        "lsusb",
        "lpq",
        "lpstat",
        "md5sum",
        "mkdir",
        "mkfifo",
        "mv",
        "netstat",
        "nl",
        "nproc",
        "nslookup",
        "od",
        "paste",
        "ping",
        "ping6",
        "pgrep",
        "pidof",
        "ps",
        "pwd",
        "readlink",
        "realpath",
        "rev",
        "rm",
        "rmdir",
        "sha1sum",
        "sha224sum",
        "sha256sum",
        "sha384sum",
        "sha512sum",
        "sleep",
        "stat",
        "strings",
        "sum",
        "sync",
        "tac",
        "tail",
        "tee",
        "touch",
        "tr",
        "traceroute",
        "traceroute6",
        "true",
        "truncate",
        "tty",
        "uname",
        "uniq",
        "unlink",
        "uptime",
        "wc",
        "whereis",
        "which",
        "who",
        "whoami",
        "xxd",
        "zcat",
    ]
)
"""Programs that take arguments for data: none of them runs one, or reads a file of commands.

Not ``printf`` and ``test``: bash evaluates the subscript in ``printf -v 'a[$(id)]'``.
"""

FIXED = frozenset({"base64", "cmp", "diff", "seq", "sort"})
"""Programs that run no other and read no commands, as long as their arguments are constant."""

IS_OBEYED = re.compile(rf"(?:^|/)(?:{obeyed.NAMES})$|(?:^|/)\.git/|(?:^|/)\.ssh/|\.tf$")
"""Files that programs obey though nobody names them to them."""

_BUILT_IN = frozenset({"printf", "test"})
"""Programs that a shell runs itself: of some shells they set and evaluate variables they name."""

_UNSAFE = re.compile(r"[$`\\*?\[\]{}~!\n\r]|<<|<\(|>\(")
_SEPARATORS = re.compile(r"\|\||&&|(?<![<>])&|[;|()]")
_PLAIN_LETTERS = frozenset(string.ascii_letters + string.digits + "_")
_ADDRESS = frozenset(string.hexdigits + ".:")
_HOST = _PLAIN_LETTERS | frozenset(".-")
_ASKERS = frozenset({"dig", "host", "nslookup", "ping", "ping6", "traceroute", "traceroute6"})
"""Programs for which what may be a folder elsewhere (``..``) is the name of a host."""
_SINGLE = re.compile(r"'[^']*'")
_DOUBLE = re.compile(r"[\"#]|\\'")
"""Where a single quote may be no quote."""
_NAME = re.compile(r"(?:/(?:usr/)?(?:local/)?s?bin/)?([A-Za-z0-9_.+-]+)")


def harmless(text: Text) -> str | None:
    """Why a command line may run something foreign; ``None`` if it cannot."""
    constant = "".join(piece for piece in text.pieces if isinstance(piece, str))
    if _UNSAFE.search(constant) and not _is_quoted(text):
        return "the shell replaces parts of the line before it runs it"
    if all(isinstance(piece, str) or _is_constant(piece) for piece in text.pieces):
        return None
    if (reason := _words_say_nothing(text.pieces)) is not None:
        return reason
    for piece in text.pieces:
        if isinstance(piece, (Hole, Repeat)) and not _is_known(piece):
            kind = piece.kind if isinstance(piece, Hole) else "a repetition"
            return f"a part of it ({kind}) is not made for a shell"
    for check in (_words_name_no_program, _addresses_are_asked):
        if (reason := check(text.pieces)) is not None:
            return reason
    if all(isinstance(piece, str) or _is_number(piece) for piece in text.pieces):
        return None
    return _words_stand_free(text.pieces)


def _is_quoted(text: Text) -> bool:
    """Whether all that a shell would replace stands in quotes, as data of plain programs."""
    constant = text.constant
    if constant is None or _DOUBLE.search(constant):
        return False
    line = _SINGLE.sub("''", constant)
    return not _UNSAFE.search(line) and programs_are_plain(line) is None


def _words_name_no_program(pieces: Pieces) -> str | None:
    """Whether no word of hexadecimal letters is a program (``dd``), or an option of one."""
    flat = "".join(
        piece if isinstance(piece, str) else "\x01" if _is_matched(piece) else "0"
        for piece in pieces
    )
    for command in _SEPARATORS.split(flat):
        words = [word.lstrip("'\"") for word in command.split()]
        if words and words[0].startswith("\x01"):
            return "a program is named by what a pattern has matched"
        named = any(word.startswith("\x01") for word in words)
        if named and (reason := programs_are_plain(command)) is not None:
            return reason
    return None


def _is_matched(piece: Hole | Repeat) -> bool:
    if isinstance(piece, Repeat):
        return any(
            isinstance(part, Hole) and _is_matched(part)
            for choice in piece.choices
            for part in choice
        )
    digits = piece.filled and (piece.letters or frozenset("x")) <= frozenset("0123456789")
    return piece.kind == "matched" and not digits


def _is_constant(piece: Hole | Repeat) -> bool:
    if isinstance(piece, Hole):
        return piece.kind == CHOSEN
    blank = any(letter.isspace() for letter in piece.separator)
    return all(all(isinstance(part, str) for part in choice) for choice in piece.choices) and (
        blank or len(piece.choices) == 1
    )


def _is_number(piece: Hole | Repeat) -> bool:
    if isinstance(piece, Repeat):
        return piece.separator.strip(",.:- ") == "" and all(
            all(isinstance(part, Hole) and _is_number(part) for part in choice)
            for choice in piece.choices
        )
    if piece.kind == "matched":
        return piece.letters is not None and piece.letters <= frozenset("0123456789abcdef-")
    return piece.kind in (NUMBER, ADDRESS)


def _spells(piece: Hole | Repeat) -> bool:
    """Whether the letters of a matched text are enough for the name of a program (``dd``)."""
    if isinstance(piece, Repeat):
        return any(_spells(part) for one in piece.choices for part in one if isinstance(part, Hole))
    return piece.kind == "matched" and not (piece.letters or frozenset()) <= frozenset(
        "0123456789-"
    )


def _words_say_nothing(pieces: Pieces) -> str | None:
    """Whether what spells a word names no program, and stands alone behind plain ones only."""
    flat = "".join(
        piece if isinstance(piece, str) else f" {_MARK} " if isinstance(piece, Repeat) else _MARK
        for piece in pieces
        if isinstance(piece, str) or _spells(piece)
    )
    for command in _SEPARATORS.split(flat) if _MARK in flat else ():
        words = command.split()
        if words and _MARK in words[0]:
            return "a part of the line says which program is run"
        alone = any(
            _MARK in word and (not word.strip(f"'\"{_MARK}") or word.startswith("-"))
            for word in words
        )
        if alone and program(words[0]) is None:
            return "a program of the line may run what it is given"
    return None


_MARK = "\x02"


def _is_known(piece: Hole | Repeat) -> bool:
    if isinstance(piece, Hole):
        word = _is_plain(piece) or _is_address(piece) or _is_host(piece)
        return piece.kind in (WORD, WORDS) or _is_number(piece) or word
    words = piece.separator == " " and all(
        len(choice) == 1 and isinstance(choice[0], Hole) and choice[0].kind == WORD
        for choice in piece.choices
    )
    return words or _is_number(piece)


def _is_plain(piece: Hole) -> bool:
    """Whether a text was matched that is letters and digits: no option, no path."""
    return piece.kind == "matched" and (piece.letters or {""}) <= _PLAIN_LETTERS


def _is_host(piece: Hole) -> bool:
    """Whether a text was matched that is the name of a host, and begins with no dash or dot."""
    begins = piece.firsts is not None and piece.firsts <= _PLAIN_LETTERS
    return piece.kind == "matched" and begins and (piece.letters or {""}) <= _HOST


def _is_address(piece: Hole) -> bool:
    return piece.kind == "matched" and (piece.letters or {""}) <= _ADDRESS


def _addresses_are_asked(pieces: Pieces) -> str | None:
    """Whether what may be dots alone is given to programs that ask hosts."""
    flat = "".join(
        piece
        if isinstance(piece, str)
        else _MARK
        if isinstance(piece, Hole)
        and (_is_address(piece) or _is_host(piece))
        and not (_is_plain(piece) or _is_number(piece))
        else "0"
        for piece in pieces
    )
    for command in _SEPARATORS.split(flat):
        if _MARK in command and program((command.split() or [""])[0]) not in _ASKERS:
            return "dots may be the name of a folder"
    return None


def _words_stand_free(pieces: Pieces) -> str | None:
    """Whether each quoted word stands alone, outside quotes, as an argument of a plain program."""
    marks: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            if "\x00" in piece or "\x01" in piece:
                return "a line with unusual characters"
            marks.append(piece)
        else:
            marks.append("0" if _is_number(piece) else "\x01")
    flat = "".join(marks)
    quote = ""
    for index, letter in enumerate(flat):
        if letter == "\x01":
            before = flat[index - 1] if index else ""
            after = flat[index + 1] if index + 1 < len(flat) else " "
            if quote:
                return "a quoted word stands inside quotes, which its own quotes end"
            if flat[:index].rstrip().endswith(("<", ">", "<&", ">&")):
                return "a quoted word names a file that is written or read"
            if not before.isspace() or not (after.isspace() or after in ";|&)"):
                return "a quoted word is glued to other text"
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter == "#":
            return "a comment in the line"
    if quote:
        return "quotes that are not closed"
    return programs_are_plain(flat)


def programs_are_plain(line: str) -> str | None:
    """Why a program of the line might run or read its arguments as code."""
    for command in _SEPARATORS.split(line):
        words = command.split()
        if not words:
            continue
        name = _NAME.fullmatch(words[0])
        plain = name is not None and (name[1] in PLAIN or (name[1] in FIXED and _is_fixed(command)))
        if name is None or not plain:
            return "a program of the line may run what it is given"
        if name[1] in _BUILT_IN and "\x01" in command:
            return "a program of the line may set the variables it is given"
    return None


def _is_fixed(command: str) -> bool:
    """Whether no word of a command comes from somewhere else."""
    return "\x01" not in command and "\x00" not in command


def program(word: str) -> str | None:
    """The name of a plain program, if this is one: by its name or in a system folder."""
    name = _NAME.fullmatch(word)
    return name[1] if name is not None and name[1] in PLAIN else None
