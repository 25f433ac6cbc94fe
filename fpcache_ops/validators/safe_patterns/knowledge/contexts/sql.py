"""SQL: constant text and numbers cannot become code; everything else in the text can.

Samples: sql-injection/constant_query, sql-injection/int_limit, sql-injection/placeholder_list.
"""

import re

from fpcache_ops.validators.safe_patterns.engine.values import (
    CHOSEN,
    NUMBER,
    Hole,
    Piece,
    Pieces,
    Repeat,
    Text,
)

_DIGITS = frozenset("0123456789")
_MARK = re.compile(r"\?|%s|%\([^)]*\)s|:[A-Za-z_]\w*|\$\d|@[A-Za-z_]\w*|\{[^}]*\}")
# Statements that take one of their own values for code.
_INTERPRETING = re.compile(
    r"(?i)\b(?:exec|execute|immediate|prepare|sp_executesql|xp_cmdshell|load_extension|"
    r"query_to_xml\w*|dblink\w*|readfile|writefile|attach|program|outfile|dumpfile|load_file|call|do|"
    r"handler|ts_stat|crosstab\w*|xpath_table|cron\.schedule\w*|getxml\w*|exec_ddl_statement)\b"
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`")
_DOLLAR_QUOTE = re.compile(r"\$(?:[A-Za-z_]\w*)?\$")
_COMMENT = re.compile(r"--[^\n]*|/\*.*?(?:\*/|$)", re.DOTALL)


def harmless(text: Text) -> str | None:
    """Why a text may bring foreign SQL with it; ``None`` if it cannot."""
    minus = False
    for piece in text.pieces:
        if minus and _may_be_negative(piece):
            return "a minus and a negative number begin a comment"
        minus = isinstance(piece, str) and piece.endswith("-")
        if isinstance(piece, str):
            continue
        if isinstance(piece, Repeat):
            if not _repeats_words(piece):
                return "it is put together of pieces that could spell other words"
            if _joined_by_minus(piece):
                return "a minus and a negative number begin a comment"
        elif not _is_harmless(piece):
            return f"a part of it ({piece.kind}) is not made for SQL"
    return None


def _may_be_negative(piece: Piece) -> bool:
    """Whether a minus may stand first in a part that is not known."""
    if isinstance(piece, Repeat):
        return any(choice and _may_be_negative(choice[0]) for choice in piece.choices)
    return isinstance(piece, Hole) and piece.kind == NUMBER


def _joined_by_minus(repeat: Repeat) -> bool:
    ends = [repeat.separator, *(choice[-1] for choice in repeat.choices if choice)]
    minus = any(isinstance(end, str) and end.endswith("-") for end in ends)
    return minus and _may_be_negative(repeat)


def _is_harmless(hole: Hole) -> bool:
    if hole.kind == "matched":
        return hole.letters is not None and hole.letters <= _DIGITS
    return hole.kind in (NUMBER, CHOSEN)


def _repeats_words(repeat: Repeat) -> bool:
    """Whether a repetition can only repeat its choices, not spell new words with them."""
    parts: list[Pieces] = list(repeat.choices)
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
