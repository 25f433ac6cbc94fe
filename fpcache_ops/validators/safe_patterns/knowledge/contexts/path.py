"""Paths: constant folders, and names in them that cannot lead out again.

Samples: path-traversal/constant_path, path-traversal/secure_name, path-traversal/basename_only.
"""

import posixpath

from fpcache_ops.validators.safe_patterns.engine.values import (
    BELOW,
    CHOSEN,
    NUMBER,
    OWN,
    RESOLVING,
    WITHOUT,
    Hole,
    Pieces,
    Repeat,
    Text,
)

FILE_NAME = "file name"
"""What ``secure_filename`` gives: letters, digits, ``_``, ``-`` and inner dots; perhaps nothing."""

_SLASHES = frozenset("/\\:.~\x00%$")


def harmless(text: Text) -> str | None:
    """Why a path may lead elsewhere; ``None`` if it cannot."""
    before = ""
    for index, piece in enumerate(text.pieces):
        folder = _names_a_folder(before)
        if isinstance(piece, str):
            before += piece
            continue
        if isinstance(piece, Repeat):
            return "a part of it is repeated"
        if piece.kind == FILE_NAME:
            if not folder:
                return "a file name that stands in no constant folder"
        elif piece.kind == "matched":
            if not folder or not is_name(piece):
                return (
                    "a matched text that may hold dots or slashes, or stands in no constant folder"
                )
        elif piece.kind == BELOW:
            if "/" not in before:
                return "a resolved path that is in no constant folder"
            if "//" in before:
                # Of itself it is below; behind another folder, its dots count from there.
                return "a path that was resolved from elsewhere"
        elif piece.kind == RESOLVING:
            if len(text.pieces) > 1:
                return "a path that resolves below a folder, and something beside it"
        elif piece.kind == WITHOUT:
            lacks = piece.letters or frozenset()
            one_name = _is_one_name(text.pieces, index, lacks)
            if not folder or not (one_name or _never_climbs(text.pieces, index, lacks)):
                return "a name that may hold separators or dots, or stands in no constant folder"
        elif piece.kind in (CHOSEN, OWN):
            before = ""
            continue
        elif piece.kind != NUMBER:
            return f"a part of it ({piece.kind}) is not made for a path"
        before += "x"
    return None


def is_name(piece: Hole) -> bool:
    """Whether a matched text leads no further than into its folder: no slash, and not ``..``."""
    if piece.kind != "matched" or piece.letters is None:
        return False
    return piece.letters & _SLASHES <= (frozenset(".") if piece.named else frozenset())


def _names_a_folder(before: str) -> bool:
    """Whether a text leads into a folder of its own: not where the program runs, or the root."""
    folder, slash, _ = before.rpartition("/")
    return bool(slash) and posixpath.basename(posixpath.normpath(folder)) not in ("", ".", "..")


def may_be_the_folder(text: Text) -> str | None:
    """Why a path may be that of the folder itself: the name in it may be empty."""
    for piece in reversed(text.pieces):
        if isinstance(piece, str):
            if not piece.endswith("/"):
                return None
            break
        if not isinstance(piece, Hole) or piece.kind in (NUMBER, CHOSEN) or piece.filled:
            return None
    return "its name may be empty" if not text.constant else None


def _is_one_name(pieces: Pieces, index: int, lacks: frozenset[str]) -> bool:
    """Whether a text without separators is the name of something in the folder: not ``..``."""
    before = pieces[index - 1] if index else ""
    after = pieces[index + 1] if index + 1 < len(pieces) else ""
    if not lacks.issuperset("/\\") or not isinstance(before, str) or not isinstance(after, str):
        return False
    beside = before.rpartition("/")[2] + after.partition("/")[0]
    return bool(beside.strip(".")) or (not beside and not lacks.isdisjoint({".", ".."}))


def _never_climbs(pieces: Pieces, index: int, lacks: frozenset[str]) -> bool:
    """Whether a text without ``..`` stays where it is put: no dot beside it makes one of two."""
    before = pieces[index - 1] if index else ""
    after = pieces[index + 1] if index + 1 < len(pieces) else ""
    if ".." not in lacks or not isinstance(before, str) or not isinstance(after, str):
        return False
    if not before.endswith("/"):
        # It may begin with a slash, or end a name of dots.
        return False
    beside = after.partition("/")[0]
    return not beside or bool(beside.strip("."))


def is_relative(text: Text) -> bool:
    """Whether joining this to a folder stays below it as far as its beginning tells."""
    if not text.pieces:
        return True
    first = text.pieces[0]
    if isinstance(first, str):
        return not first.startswith(("/", "\\", "~")) and ":" not in first and not _climbs(text)
    if isinstance(first, Hole):
        if first.kind == WITHOUT:
            # It may be ``..``: what stands beside it is looked at when the path is used.
            return (first.letters or frozenset()).issuperset("/\\")
        plain = first.kind in (NUMBER, FILE_NAME) or is_name(first)
        return plain and not _climbs(text)
    return False


def _climbs(text: Text) -> bool:
    return any(isinstance(piece, str) and ".." in piece for piece in text.pieces)
