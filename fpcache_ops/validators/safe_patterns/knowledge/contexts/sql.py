"""SQL: constant text and numbers cannot become code; everything else in the text can.

Samples: sql-injection/constant_query, sql-injection/int_limit, sql-injection/placeholder_list.
"""

import re
import string

from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Hole,
    Piece,
    Pieces,
    Repeat,
    Text,
)

NUMERIC = "text of a number"
"""What turns into a number: ``1e5`` or ``0x1f``, with blanks around it; or nothing but blanks."""

_DIGITS = frozenset("0123456789")
_MARKS = frozenset("?, ")
"""Letters that no word is spelt with: placeholders and what stands between them."""

_WORD = frozenset(string.ascii_letters + string.digits + "_-. +,/=")
_OTHER_QUOTES = re.compile(r"[\\\"`\[$#]|--|/\*|\b[qQ]'")
# Where a text is a value that is compared or stored; a function may do more with what it is given.
_VALUE = re.compile(
    r"(?i)(?:[=<>]|\blike|\bin\s*\(|\bvalues\s*\(|,)\s*n?'[^'(){};]*\Z",
)
_ACTING = re.compile(
    r"(?i)\b(?:copy|infile|backup|restore|bulk|openrowset|opendatasource|openquery|lo_import|"
    r"lo_export|utl_\w+|dbms_\w+|httpuritype|extractvalue|updatexml|xmltype|sleep|benchmark|pragma)\b"
    r"|pg_|xp_|sp_|sys\.|^\s*set\b"
)
SPELT = re.compile(
    r"(?i)['\"`=<>]|\b(?:select|insert|update|delete|where|from|and|or|like|in|order\s+by|group\s+by"
    r"|set|values|union|join)\b"
)
"""What a piece of a statement has in it."""
_MARK = re.compile(
    r"\?|%(?:\([^)]*\))?-?\d*(?:\.\d+)?(?:s|[dtbri](?!\w))"
    r"|:[A-Za-z_]\w*|\$\d|@[A-Za-z_]\w*|\{[^}]*\}"
)
"""Drivers that use the operator of the language fill in ``%10s`` and ``%d`` like ``%s``."""
# Statements that take one of their own values for code.
_INTERPRETING = re.compile(
    r"(?i)\b(?:exec|execute|immediate|prepare|sp_executesql|xp_cmdshell|load_extension|"
    r"query_to_xml\w*|dblink\w*|readfile|writefile|attach|program|outfile|dumpfile|load_file|call|"
    r"do|handler|ts_stat|crosstab\w*|connectby|xpath_table|cron\.schedule\w*|getxml\w*|"
    r"exec_ddl_statement|ts_rewrite|dbms_job|dbms_scheduler|dbms_sql|dbms_xmlgen|dbms_xmlquery|openrowset|openquery|infile|vacuum|"
    r"pg_read_\w+|pg_ls_\w+|lo_import|lo_export|read_(?:csv|json|text|blob|parquet)\w*|"
    r"create\s+(?:or\s+replace\s+)?(?:function|procedure|trigger|event))\b"
    r"|(?i:\b(?:query|query_table)\s*\(|\bset\s+@|^\s*copy\b)"
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
_DOLLAR_QUOTE = re.compile(r"\$(?:[A-Za-z_]\w*)?\$")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?(?:\*/|$)", re.DOTALL)


def harmless(text: Text) -> str | None:
    """Why a text may bring foreign SQL with it; ``None`` if it cannot."""
    minus = False
    for index, piece in enumerate(text.pieces):
        if minus and _may_be_negative(piece):
            return "a minus and a negative number begin a comment"
        minus = isinstance(piece, str) and piece.endswith("-")
        if isinstance(piece, str) or _is_quoted_word(text.pieces, index):
            continue
        if isinstance(piece, Repeat):
            if not _repeats_words(piece):
                return "it is put together of pieces that could spell other words"
            if _joined_by_minus(piece):
                return "a minus and a negative number begin a comment"
        elif piece.kind == NUMERIC:
            if not _stands_alone(text.pieces, index):
                return "the text of a number may be longer than one word, or nothing"
        elif not _is_harmless(piece) and not _is_name(text.pieces, index):
            return f"a part of it ({piece.kind}) is not made for SQL"
    return None


_COLUMN = re.compile(r"(?i)\b(?:order|group)\s+by\s+(?:[\w.]+\s*,\s*)*\Z")
_TABLE = re.compile(r"(?i)\b(?:from|join|into|update|table)\s+(?:[a-z]\w*\.)?([a-z]\w*_)\Z")
_OF_SYSTEM = re.compile(r"(?i)(?:pg|sys|xp|sp|dba|all|user|v|information|mysql|sqlite)_")
_NAME = frozenset(string.ascii_letters + string.digits + "_")


def _is_name(pieces: Pieces, index: int) -> bool:
    """Whether a matched word is the name of a column to sort by, or the end of a table's name.

    A word alone is no condition there, whatever it is: no bracket, and no operator, follows it.
    """
    hole = pieces[index]
    before = pieces[index - 1] if index else ""
    after = pieces[index + 1] if index + 1 < len(pieces) else ""
    if not isinstance(hole, Hole) or hole.kind != "matched" or not isinstance(before, str):
        return False
    if not hole.letters or not hole.letters <= _NAME or not isinstance(after, str):
        return False
    if after and not (after[0] in ",;)" or (after[0].isspace() and after.lstrip()[:1] != "(")):
        return False
    if any(mark in piece for piece in pieces if isinstance(piece, str) for mark in "'\"`#["):
        return False
    table = _TABLE.search(before)
    return _COLUMN.search(before) is not None or (
        table is not None and not _OF_SYSTEM.fullmatch(table[1])
    )


_GLUED = re.compile(r"[\w$\\-]\Z")


def _stands_alone(pieces: Pieces, index: int) -> bool:
    """Whether the blanks in a part change nothing: no word is beside it, no comment around it."""
    before = pieces[index - 1] if index else ""
    after = pieces[index + 1] if index + 1 < len(pieces) else ""
    if not isinstance(before, str) or not isinstance(after, str) or re.match(r"[\w$]", after):
        return False
    flat = "".join(piece for piece in pieces if isinstance(piece, str))
    return not _GLUED.search(before) and not any(mark in flat for mark in ("--", "#", "/*"))


def _may_be_negative(piece: Piece) -> bool:
    """Whether a minus may stand first in a part that is not known."""
    if isinstance(piece, Repeat):
        return any(choice and _may_be_negative(choice[0]) for choice in piece.choices)
    return isinstance(piece, Hole) and piece.kind in (NUMBER, NUMERIC)


def _joined_by_minus(repeat: Repeat) -> bool:
    ends = [repeat.separator, *(choice[-1] for choice in repeat.choices if choice)]
    minus = any(isinstance(end, str) and end.endswith("-") for end in ends)
    return minus and _may_be_negative(repeat)


def _is_quoted_word(pieces: Pieces, index: int) -> bool:
    """Whether a text of letters and digits stands in single quotes, which it cannot end."""
    hole = pieces[index]
    if not isinstance(hole, Hole) or hole.kind != "matched":
        return False
    if hole.letters is None or not hole.letters <= _WORD:
        return False
    after = pieces[index + 1] if index + 1 < len(pieces) else ""
    if not isinstance(after, str) or "'" not in after:
        return False
    # What the quotes before it are, must be certain: no comments, no other quotes.
    before = ""
    for piece in pieces[:index]:
        if isinstance(piece, str):
            before += piece
        elif isinstance(piece, Hole) and piece.kind in (NUMBER, "matched"):
            before += "0"
        else:
            return False
    flat = "".join(piece if isinstance(piece, str) else "0" for piece in pieces)
    if _INTERPRETING.search(flat) or _ACTING.search(flat) or _OTHER_QUOTES.search(before):
        return False
    return before.count("'") % 2 == 1 and _VALUE.search(before) is not None


def _is_harmless(hole: Hole) -> bool:
    if hole.kind == "matched":
        return hole.letters is not None and hole.letters <= _DIGITS
    return hole.kind in (NUMBER, CHOSEN)


def _repeats_words(repeat: Repeat) -> bool:
    """Whether a repetition can only repeat its choices, not spell new words with them."""
    parts: list[Pieces] = list(repeat.choices)
    if all(isinstance(piece, str) and _MARKS.issuperset(piece) for part in parts for piece in part):
        return _MARKS.issuperset(repeat.separator)
    for pieces in parts:
        for piece in pieces:
            if isinstance(piece, Repeat) or (isinstance(piece, Hole) and not _is_harmless(piece)):
                return False
    if any(not (letter.isalnum() or letter == "_") for letter in repeat.separator):
        return True
    if any(isinstance(piece, Hole) and piece.kind == CHOSEN for part in parts for piece in part):
        return False
    return len(parts) <= 1 or all(_stands_apart(part) for part in parts)


def _stands_apart(pieces: Pieces) -> bool:
    first, last = pieces[0], pieces[-1]
    return (isinstance(first, str) and first[:1].isspace()) or (
        isinstance(last, str) and last[-1:].isspace()
    )


def has_place(text: Text) -> bool:
    """Whether a text has a placeholder, or may have one."""
    for piece in text.pieces:
        if isinstance(piece, Repeat):
            if any(has_place(Text(choice)) for choice in piece.choices):
                return True
        elif isinstance(piece, Hole):
            if piece.kind == CHOSEN:
                return True
        elif _MARK.search(piece) or re.search(r":\d", piece):
            return True
    return False


def places(text: Text) -> int:
    """How many placeholders a text has at most."""
    if not all(
        isinstance(piece, str) or piece.kind == NUMBER
        for piece in text.pieces
        if not isinstance(piece, Repeat)
    ):
        return 1 << 10
    if any(isinstance(piece, Repeat) for piece in text.pieces):
        return 1 << 10
    return sum(len(_MARK.findall(piece)) for piece in text.pieces if isinstance(piece, str))


def binds(text: Text) -> str | None:
    """Why a value bound to a placeholder of this text may still be read as code.

    A driver that writes values into the text quotes them: inside quotes that are there already,
    its own quotes end them. And some statements take a bound value for SQL.
    """
    flat = "".join(piece if isinstance(piece, str) else "0" for piece in text.pieces)
    if _INTERPRETING.search(flat):
        return "the statement may run a bound value as code"
    if not _MARK.search(flat):
        return None
    plain = _QUOTED.sub("''", flat)
    if any(_MARK.search(comment) for comment in _COMMENT.findall(plain)):
        return "a placeholder stands in a comment, which a value may end"
    if _DOLLAR_QUOTE.search(plain):
        return "a placeholder beside a text in dollars"
    quoted = any(mark in flat for mark in "'\"`")
    quote = ""
    index = 0
    while index < len(flat):
        letter = flat[index]
        if quote:
            if letter == "\\":
                return "a placeholder beside a backslash in quotes"
            if letter == quote:
                quote = ""
            elif _MARK.match(flat, index):
                return "a placeholder stands inside quotes"
        elif letter in "'\"`":
            quote = letter
        elif flat.startswith(("--", "/*", "$$", "#"), index) and quoted:
            return "comments and quotes stand beside placeholders"
        index += 1
    return None
