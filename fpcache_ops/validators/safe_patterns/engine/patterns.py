"""Regular expressions: which characters a text can hold that matches one as a whole.

Only what is plain is read: characters, classes, groups, alternatives and quantifiers. Anything else
(flags, references, look-around, ``.``, ``\\w``, ``\\s``) has no answer.
"""

from dataclasses import dataclass, replace

PATTERN_LIMIT = 300
_DIGITS = frozenset("0123456789")
_PUNCTUATION = frozenset("!\"#%&',-/:;<=>@_`~.^$*+?{}[]\\|() ")
_QUANTIFIER_CHARACTERS = frozenset("0123456789,")
DOUBLE_STAR = "**"
"""Stands among the letters when two asterisks can meet: Python reads them as a power."""


class _Unread(ValueError):
    pass


@dataclass(frozen=True, slots=True)
class _Part:
    """``begins`` / ``ends``: with an asterisk, perhaps; ``empty``: perhaps nothing at all.

    ``firsts`` are the letters that it may begin with; ``bare``: it may be made of dots and
    blanks alone.
    """

    letters: frozenset[str] = frozenset()
    empty: bool = True
    begins: bool = False
    ends: bool = False
    doubled: bool = False
    firsts: frozenset[str] = frozenset()
    bare: bool = True

    def then(self, other: "_Part") -> "_Part":
        return _Part(
            self.letters | other.letters,
            self.empty and other.empty,
            self.begins or (self.empty and other.begins),
            other.ends or (other.empty and self.ends),
            self.doubled or other.doubled or (self.ends and other.begins),
            self.firsts | (other.firsts if self.empty else frozenset()),
            self.bare and other.bare,
        )

    def either(self, other: "_Part") -> "_Part":
        return _Part(
            self.letters | other.letters,
            self.empty or other.empty,
            self.begins or other.begins,
            self.ends or other.ends,
            self.doubled or other.doubled,
            self.firsts | other.firsts,
            self.bare or other.bare,
        )


def letters_of(pattern: str, *, words: frozenset[str] | None = None) -> frozenset[str] | None:
    """The only characters that a full match can hold; ``None`` if that is not read.

    ``words`` are what ``\\w`` stands for, where that is few enough to list.
    """
    part = _part(pattern, words)
    if part is None:
        return None
    return part.letters | ({DOUBLE_STAR} if part.doubled else frozenset())


ONE_SLASH = "/x"
"""Stands among the letters of a text that begins with a slash, and has no two in a row."""


def stays_apart(pattern: str, letter: str) -> bool:
    """Whether every full match begins with a letter, and has no two of it side by side."""
    if len(pattern) > PATTERN_LIMIT:
        return False
    try:
        reader = _Reader(pattern, None, letter)
        part = reader.alternatives(0)
    except (_Unread, IndexError):
        return False
    return reader.done and not part.empty and part.firsts == {letter} and not part.doubled


def may_be_empty(pattern: str, *, words: frozenset[str] | None = None) -> bool:
    """Whether the empty text may be a full match; so it is if the pattern is not read."""
    part = _part(pattern, words)
    return part is None or part.empty


def is_named(pattern: str, *, words: frozenset[str] | None = None) -> bool:
    """Whether every full match holds a letter that is no dot, and no blank either."""
    part = _part(pattern, words)
    return part is not None and not part.bare


def firsts_of(pattern: str, *, words: frozenset[str] | None = None) -> frozenset[str] | None:
    """The only characters that a full match can begin with, if it is not empty."""
    part = _part(pattern, words)
    return part.firsts if part is not None else None


def _part(pattern: str, words: frozenset[str] | None) -> _Part | None:
    if len(pattern) > PATTERN_LIMIT:
        return None
    try:
        reader = _Reader(pattern, words)
        part = reader.alternatives(0)
        return part if reader.done else None
    except (_Unread, IndexError):
        return None


def class_of(pattern: str, *, words: frozenset[str] | None = None) -> frozenset[str] | None:
    """The characters of a class: all that stands between ``[^`` and ``]``."""
    if len(pattern) > PATTERN_LIMIT:
        return None
    try:
        reader = _Reader(pattern + "]", words)
        members = reader.members()
        return members if reader.done else None
    except (_Unread, IndexError):
        return None


class _Reader:
    def __init__(self, pattern: str, words: frozenset[str] | None, meeting: str = "*") -> None:
        self._pattern = pattern
        self._meeting = meeting
        self._words = words
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at >= len(self._pattern)

    def _next(self) -> str:
        letter = self._pattern[self._at]
        self._at += 1
        return letter

    def alternatives(self, depth: int) -> _Part:
        if depth > 10:
            raise _Unread
        result = self._sequence(depth)
        while not self.done and self._pattern[self._at] == "|":
            self._at += 1
            result = result.either(self._sequence(depth))
        return result

    def _sequence(self, depth: int) -> _Part:
        result = _Part()
        while not self.done and self._pattern[self._at] not in "|)":
            result = result.then(self._quantified(self._item(depth)))
        return result

    def _item(self, depth: int) -> _Part:
        letter = self._next()
        match letter:
            case "(":
                if self._pattern.startswith("?", self._at):
                    if not self._pattern.startswith("?:", self._at):
                        raise _Unread
                    self._at += 2
                inner = self.alternatives(depth + 1)
                if self._next() != ")":
                    raise _Unread
                return inner
            case "[":
                return self._one(self._class())
            case "^" | "$":
                return _Part()
            case "\\":
                return self._escape()
            case "." | "*" | "+" | "?" | "{" | "}" | "]":
                raise _Unread
            case _:
                return self._one(frozenset(letter))

    def _escape(self) -> _Part:
        letter = self._next()
        if letter in "AZ":
            return _Part()
        if letter == "d":
            return self._one(_DIGITS)
        if letter == "w" and self._words is not None:
            return self._one(self._words)
        if letter in _PUNCTUATION:
            return self._one(frozenset(letter))
        raise _Unread

    def _one(self, letters: frozenset[str]) -> _Part:
        meets = self._meeting in letters
        # Blanks may be cut off later on, and dots be what is left.
        bare = any(letter == "." or letter <= " " or letter.isspace() for letter in letters)
        return _Part(letters, False, meets, meets, False, letters, bare)

    def _class(self) -> frozenset[str]:
        if self._pattern[self._at] in "^]":
            raise _Unread
        return self.members()

    def members(self) -> frozenset[str]:
        """The characters of a class up to its end."""
        members: set[str] = set()
        while True:
            letter = self._next()
            if letter == "]":
                return frozenset(members)
            if letter == "[":
                raise _Unread
            if letter == "\\":
                letter = self._next()
                if letter == "d" or (letter == "w" and self._words is not None):
                    members |= _DIGITS if letter == "d" else self._words or _DIGITS
                    if self._pattern[self._at] == "-" and self._pattern[self._at + 1] != "]":
                        raise _Unread
                    continue
                if letter not in _PUNCTUATION:
                    raise _Unread
            if self._pattern[self._at] == "-" and self._pattern[self._at + 1] != "]":
                self._at += 1
                last = self._next()
                if last == "\\" or last < letter or ord(last) > 0x7F:
                    raise _Unread
                members.update(chr(code) for code in range(ord(letter), ord(last) + 1))
            elif self._pattern.startswith(("--", "&&", "~~", "||"), self._at - 1):
                raise _Unread
            else:
                members.add(letter)

    def _quantified(self, part: _Part) -> _Part:
        while not self.done:
            letter = self._pattern[self._at]
            if letter in "*?":
                part = replace(part, empty=True, bare=True)
                part = part.either(part.then(part)) if letter == "*" else part
            elif letter == "+":
                part = part.either(part.then(part))
            elif letter == "{":
                end = self._pattern.index("}", self._at) if "}" in self._pattern[self._at :] else -1
                bounds = self._pattern[self._at + 1 : end] if end > 0 else ""
                if not bounds or not _QUANTIFIER_CHARACTERS.issuperset(bounds):
                    raise _Unread
                repeated = part.either(part.then(part))
                low = bounds.split(",")[0]
                empty = part.empty or not low or int(low) == 0
                bare = part.bare or empty
                part = replace(repeated, letters=part.letters, empty=empty, bare=bare)
                self._at = end
            else:
                break
            self._at += 1
        return part
