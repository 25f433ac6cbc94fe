"""Evidence: the complete input of a validation, as canonical bytes.

Whatever a validator can see is in these bytes, so equal bytes and an equal validator version are
the same question. The harness hands a validator ``Evidence.decode(canonical)`` and nothing else:
a path, a message or a client's snippet cannot reach it.
"""

import hashlib
import struct
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

SCHEMA = 1
_MAGIC = b"FPCE"
_DOMAIN = b"fpcache evidence\x00"
_NO_FOCUS = 0xFFFFFFFF
_MARK = struct.Struct(">IIIIIB")
_LENGTH = struct.Struct(">I")


class Fallback(StrEnum):
    """Why evidence holds other code than the policy that was asked for promises.

    Some mean that the source may not be what the grammar reads: nothing can be proven from it
    (``proves_nothing``). Others mean that a narrower policy cannot tell what a verdict would rest
    on: the whole file is judged as ever. The last ones mean that ``closure`` shows no more than
    ``scope`` does, or not who calls: there was no complete list of files, or too much to show.
    """

    NOT_UTF8 = "not_utf8"
    ENCODING_COOKIE = "encoding_cookie"
    LONE_CARRIAGE_RETURN = "lone_carriage_return"
    INVISIBLE_CHARACTERS = "invisible_characters"
    UNICODE_ESCAPE = "unicode_escape"
    PARSE_ERROR = "parse_error"
    MISREAD = "misread"
    PARSE_LIMIT = "parse_limit"
    UNSUPPORTED_LANGUAGE = "unsupported_language"

    COMPUTED_CALL = "computed_call"
    UNBOUND_NAME = "unbound_name"
    EVALUATED_CODE = "evaluated_code"
    REFLECTION = "reflection"
    STAR_IMPORT = "star_import"
    NAMESPACE = "namespace"
    UNCOVERED_BYTES = "uncovered_bytes"
    SLICE_LIMIT = "slice_limit"
    NO_CODE = "no_code"

    PARTIAL_FILES = "partial_files"
    CLOSURE_LIMIT = "closure_limit"
    CALLERS_LIMIT = "callers_limit"

    @property
    def proves_nothing(self) -> bool:
        """Whether the built-in validator must not prove anything from such evidence."""
        return self in _READ_WITH_DOUBT


_READ_WITH_DOUBT = frozenset(
    {
        Fallback.NOT_UTF8,
        Fallback.ENCODING_COOKIE,
        Fallback.LONE_CARRIAGE_RETURN,
        Fallback.INVISIBLE_CHARACTERS,
        Fallback.UNICODE_ESCAPE,
        Fallback.PARSE_ERROR,
        Fallback.MISREAD,
        Fallback.PARSE_LIMIT,
        Fallback.UNSUPPORTED_LANGUAGE,
    }
)


class PartKind(StrEnum):
    """How the bytes of a part are to be read.

    As they are; as a canonical syntax tree; or as JSON lines that say what the parts have to do
    with each other (``[what, part, name, part]``).
    """

    SOURCE = "source"
    TREE = "tree"
    RELATIONS = "relations"


class Role(StrEnum):
    """Why a place is marked."""

    PRIMARY = "primary"
    RELATED = "related"
    STEP = "step"


_ROLES = tuple(Role)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the code that the validator sees; its path is not among what it sees."""

    kind: PartKind
    content: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked place: bytes ``start`` to ``end`` (exclusive) of part number ``part``.

    It covers whole statements (a compound statement: its header). ``focus`` is the narrower range
    that the report's columns single out, when they do.
    """

    part: int
    start: int
    end: int
    role: Role
    focus: tuple[int, int] | None = None


class MalformedEvidence(ValueError):
    """The bytes are not canonical evidence of this schema."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a validator sees. A ``fallback`` that ``proves_nothing`` forbids any proof."""

    policy: str
    language: str
    grammar: str
    vulnerability_type: str
    rule_id: str
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]
    fallback: Fallback | None = None

    def encode(self) -> bytes:
        """The canonical bytes: every field length-prefixed, so that no two evidences share any."""
        out = [_MAGIC, bytes([SCHEMA])]
        for text in (
            self.policy,
            self.language,
            self.grammar,
            self.vulnerability_type,
            self.rule_id,
            self.fallback or "",
        ):
            _put(out, text.encode("utf-8", "surrogatepass"))
        out.append(_LENGTH.pack(len(self.parts)))
        for part in self.parts:
            _put(out, part.kind.encode())
            _put(out, part.content)
        out.append(_LENGTH.pack(len(self.marks)))
        for mark in self.marks:
            focus = mark.focus or (_NO_FOCUS, _NO_FOCUS)
            out.append(_MARK.pack(mark.part, mark.start, mark.end, *focus, _ROLES.index(mark.role)))
        return b"".join(out)

    @classmethod
    def decode(cls, canonical: bytes) -> Self:
        """Read canonical bytes; ``decode(e.encode()) == e``.

        Raises:
            MalformedEvidence: for any bytes that :meth:`encode` does not write.
        """
        read = _Reader(canonical)
        if read.take(len(_MAGIC)) != _MAGIC or read.take(1) != bytes([SCHEMA]):
            raise MalformedEvidence("not canonical evidence of this schema")
        policy, language, grammar, type_, rule_id, fallback = (read.text() for _ in range(6))
        try:
            parts = tuple(Part(PartKind(read.text()), read.field()) for _ in range(read.length()))
            marks = tuple(_mark(read) for _ in range(read.length()))
            evidence = cls(
                policy,
                language,
                grammar,
                type_,
                rule_id,
                parts,
                marks,
                Fallback(fallback) if fallback else None,
            )
        except (ValueError, IndexError) as error:
            raise MalformedEvidence(str(error)) from error
        read.finish()
        return evidence


def digest(canonical: bytes) -> bytes:
    """The 32 bytes that a verdict is filed under: SHA-256(domain tag, schema, canonical bytes)."""
    return hashlib.sha256(_DOMAIN + bytes([SCHEMA]) + canonical).digest()


@dataclass(frozen=True, slots=True)
class Built:
    """Evidence that was built for a finding, with what the cache needs to look it up.

    ``neighbour`` names the same place in an earlier state of the code (it explains a miss, it never
    serves a hit). ``part_digests`` maps the name of each part to a short digest of it. ``widened``
    is why the policy took other code than was asked for: it is not evidence, so the verdict is
    shared with those who asked for that code at once. The canonical bytes are written when they are
    asked for: a request holds each file once.
    """

    evidence: Evidence
    digest: bytes
    size: int
    neighbour: bytes
    part_digests: tuple[tuple[str, str], ...]
    file_digest: bytes
    widened: Fallback | None = None

    @property
    def canonical(self) -> bytes:
        """The canonical bytes that the digest is of."""
        return self.evidence.encode()

    @property
    def policy(self) -> str:
        """The policy that chose what is in the evidence."""
        return self.evidence.policy

    @property
    def language(self) -> str:
        """The language of the primary location; empty when it is not known."""
        return self.evidence.language

    @property
    def fallback(self) -> Fallback | None:
        """Why other code was taken than was asked for, if it was."""
        return self.evidence.fallback or self.widened


@dataclass(frozen=True, slots=True)
class Unplaced:
    """No evidence could be built: the finding is reported as real, not looked up, not stored."""

    reason: str


def _put(out: list[bytes], field: bytes) -> None:
    out += (_LENGTH.pack(len(field)), field)


def _mark(read: "_Reader") -> Mark:
    part, start, end, first, last, role = _MARK.unpack(read.take(_MARK.size))
    focus = None if (first, last) == (_NO_FOCUS, _NO_FOCUS) else (first, last)
    return Mark(part, start, end, _ROLES[role], focus)


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) != count:
            raise MalformedEvidence("truncated")
        self._at += count
        return taken

    def length(self) -> int:
        count: int = _LENGTH.unpack(self.take(_LENGTH.size))[0]
        return count

    def field(self) -> bytes:
        return self.take(self.length())

    def text(self) -> str:
        try:
            return self.field().decode("utf-8", "surrogatepass")
        except UnicodeDecodeError as error:
            raise MalformedEvidence("not UTF-8") from error

    def finish(self) -> None:
        if self._at != len(self._data):
            raise MalformedEvidence("trailing bytes")
