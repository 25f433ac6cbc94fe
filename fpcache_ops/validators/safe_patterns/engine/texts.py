"""Building texts out of parts, for every combination of what the parts may be."""

from collections.abc import Iterable, Sequence

from fpcache_ops.validators.safe_patterns.engine.values import (
    PIECES_LIMIT,
    TEXT_LIMIT,
    Hole,
    Piece,
    Pieces,
    Repeat,
    Text,
    Value,
    normal,
    size,
    unknown,
)

COMBINATIONS = 48
"""Combinations of alternatives that are listed; more are unknown."""


def built(parts: Sequence[Sequence[Pieces]], flavour: str = "str") -> Value | None:
    """The texts that one choice for each part gives, end to end; ``None`` if they are too many."""
    forms: list[Pieces] = [()]
    for choices in parts:
        if len(forms) * len(choices) > COMBINATIONS:
            return None
        forms = [(*form, *choice) for form in forms for choice in choices]
    result: list[Text] = []
    for form in forms:
        pieces = absorbed(normal(form))
        if size(pieces) > TEXT_LIMIT or len(pieces) > PIECES_LIMIT:
            return None
        whole = Text(pieces, flavour)
        if whole not in result:
            result.append(whole)
    return tuple(result)


def absorbed(pieces: Pieces) -> Pieces:
    """A repetition takes in one of its own choices that stands right behind it."""
    while len(pieces) > 1 and (one := _one_matched(pieces[-2], pieces[-1])) is not None:
        pieces = (*pieces[:-2], one)
    for index, piece in enumerate(pieces[:-1]):
        if not isinstance(piece, Repeat) or piece.separator:
            continue
        rest = pieces[index + 1 :]
        if rest in piece.choices:
            return pieces[: index + 1]
    return pieces


def _one_matched(first: Piece, second: Piece) -> Hole | None:
    """Two texts of the same letters are one, however long, if it does not matter which meet."""
    if not isinstance(first, Hole) or not isinstance(second, Hole):
        return None
    letters = first.letters or frozenset()
    if first.kind != "matched" or second.kind != "matched" or not second.letters:
        return None
    if not second.letters <= letters or not all(len(letter) == 1 for letter in letters):
        return None
    return Hole("matched", letters, first.filled or second.filled) if "*" not in letters else None


def repeated(choices: Iterable[Pieces], separator: str) -> Pieces:
    """Any number of these, with a separator."""
    unique = tuple(dict.fromkeys(choices))
    return (Repeat(unique, separator),) if unique else ()


def too_many() -> Value:
    """A text whose forms are too many to list."""
    return unknown("a text with too many forms to list")


def split(pieces: Pieces, old: str, new: Pieces) -> Pieces:
    """Constant text with every ``old`` replaced by ``new``."""
    out: list[Piece] = []
    for piece in pieces:
        if not isinstance(piece, str):
            out.append(piece)
            continue
        for index, part in enumerate(piece.split(old)):
            if index:
                out.extend(new)
            out.append(part)
    return normal(out)
