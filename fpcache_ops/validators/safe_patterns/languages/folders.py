"""Folders that a program names itself, and what is known of a path that begins with one of them.

A path of normal form has no ``..`` in it: where it begins with a folder, and a slash, it is below.
"""

import posixpath
from collections.abc import Iterable

from fpcache_ops.validators.safe_patterns.engine.values import (
    BELOW,
    NORMAL,
    OWN,
    RESOLVING,
    REST,
    Hole,
    Instance,
    Piece,
    Pieces,
    Text,
    Value,
    text,
)


def own(constant: str = "") -> Text:
    """The program's own folder, or what resolving makes of a constant one."""
    return Text((Hole(OWN, frozenset({constant}) if constant else None),))


def is_own(piece: Piece) -> bool:
    """Whether a part of a path is a folder of the program's own choice."""
    return isinstance(piece, Hole) and piece.kind == OWN


def is_named(pieces: Pieces) -> bool:
    """Whether a path is one that the program names itself."""
    return bool(pieces) and all(isinstance(piece, str) or is_own(piece) for piece in pieces)


def resolved(found: Text) -> Value | None:
    """What resolving a path gives that the program names itself; ``None`` for any other path."""
    if found.constant is not None:
        root = not posixpath.normpath(found.constant).strip("/")
        return text("/") if root else (own(found.constant),)
    if len(found.pieces) == 1 and is_own(found.pieces[0]):
        return (found,)
    if found.pieces[-1] == Hole(BELOW) and is_folder(found.pieces[:-1]):
        return (found,)
    return (own(),) if is_named(found.pieces) else None


def with_slash(pieces: Pieces) -> Pieces:
    """The same folder, with a slash behind it."""
    last = pieces[-1]
    if isinstance(last, str):
        return (*pieces[:-1], last if last.endswith("/") else last + "/")
    return (*pieces, "/")


def is_folder(pieces: Pieces) -> bool:
    """Whether this is a folder, its slash included, that a path of normal form can be in."""
    last = pieces[-1] if pieces else ""
    if not isinstance(last, str) or not last.endswith("/") or not is_named(pieces):
        return False
    names = "".join(piece if isinstance(piece, str) else "folder" for piece in pieces).split("/")
    return ".." not in names and any(name.strip(".") for name in names)


def behind(beginnings: Iterable[Pieces], *, is_normal: bool) -> Value:
    """Texts that begin in one of these ways."""
    return tuple(
        Text((*pieces, Hole(BELOW if is_normal and is_folder(pieces) else REST)))
        for pieces in beginnings
    )


def is_normal(found: Text | None) -> bool:
    """Whether a path is known to be of normal form, and nothing else."""
    return found is not None and found.pieces == (Hole(NORMAL),)


def found_below(value: Value) -> bool:
    """Whether this is something that was found to be in a folder."""
    texts = [
        inner
        for atom in value
        for inner in (atom.details[0] if isinstance(atom, Instance) else (atom,))
    ]
    ends = ((Hole(BELOW),), (Hole(RESOLVING),))
    return any(isinstance(one, Text) and one.pieces[-1:] in ends for one in texts)


def fit(made_of: Iterable[Text], folders: Iterable[Pieces]) -> bool:
    """Whether folders that are asked for are no further up than those that a path is made of.

    Whoever puts a name behind a folder and lets pass what is in the folder around it, has not
    asked what was meant.
    """
    plain = [_plain(one.pieces) for one in made_of if is_named(one.pieces)]
    bases = [base for base in plain if base[:1] in ("/", "\x00") and base.strip("/")]
    return not bases or all(
        any(_plain(folder).startswith(base) for base in bases) for folder in folders
    )


def _plain(pieces: Pieces) -> str:
    """A folder as a text, to be compared."""
    words: list[str] = []
    for piece in with_slash(pieces):
        if isinstance(piece, str):
            words.append(piece)
        elif isinstance(piece, Hole):
            words.extend(piece.letters or ("\x00",))
    whole = "".join(words)
    return whole[:1] + posixpath.normpath(whole)[1:].strip("/") + "/" if whole else ""
