"""What a line of the lookup log holds, and how it becomes bytes."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from operator import itemgetter
from typing import Annotated, Any, Final, Literal, get_args

import msgspec

SCHEMA: Final = 1

OutcomeName = Literal[
    "hit", "miss", "changed", "expired", "invalidated", "outdated", "bypass", "overridden"
]
Reason = Literal["full", "unwritable", "malformed"]
OUTCOMES: tuple[str, ...] = get_args(OutcomeName)

_Moment = Annotated[
    str, msgspec.Meta(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", max_length=27)
]
_Count = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One finding that was looked up; digests and paths only, no source.

    ``occurred_at`` is UTC to the microsecond. ``cause`` says why it was no hit and is empty for
    answers at hand. ``latency_us`` is all that the finding cost, ``validation_us`` the part of it
    spent in the validator: 0 if nobody was asked, as for hits and for repeats within a request.
    What is not known is null. Fields that are not named here are neither written nor read.
    """

    schema: Literal[1]
    occurred_at: _Moment
    tenant: str
    repository: str
    path: str
    vulnerability_type: str
    rule_id: str
    language: str | None
    outcome: OutcomeName
    cause: str
    fallback: str | None
    policy: str | None
    file_digest: str | None
    evidence_digest: str | None
    evidence_bytes: _Count | None
    validator: str
    validator_version: str
    entry_age_s: float | None
    latency_us: _Count
    validation_us: _Count
    cost_micro: _Count | None
    currency: str | None
    from_request: str
    instance: str


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that one writer had to drop: how many, why, and between which moments."""

    schema: Literal[1] = SCHEMA
    since: _Moment
    until: _Moment
    reason: Reason
    rows: _Count
    instance: str


def row_of(fields: Mapping[str, Any]) -> Row:
    """The fields as a row; those that a row does not have are left behind.

    Raises:
        msgspec.ValidationError: a field is missing or is not what a row holds.
    """
    return msgspec.convert(fields, Row)


def encode(line: Row | Loss) -> bytes:
    """One line of ASCII, newline included.

    Every control character and everything beyond ASCII is escaped: whatever a client put into a
    path, a terminal that shows the log obeys nothing and every tool sees the same lines. Half of
    a surrogate pair, which no UTF-8 can hold, is spelt out.
    """
    try:
        encoded = _encode(line)
    except UnicodeEncodeError:
        encoded = _encode(_spelt_out(line))
    if not encoded.isascii():
        encoded = json.dumps(msgspec.json.decode(encoded), separators=(",", ":")).encode()
    return _without_delete(encoded) + b"\n"


def encode_all(fields: Sequence[Mapping[str, Any]]) -> tuple[bytes, int]:
    """The lines of those that are rows, and how many are none; faster at once than each."""
    with suppress(Exception):  # all are rows, in plain ASCII, or they are looked at one by one
        encoded = _encoder.encode_lines(msgspec.convert(fields, list[Row]))
        if encoded.isascii():
            return _without_delete(encoded), 0
    lines = []
    for one in fields:
        with suppress(Exception):
            lines.append(encode(row_of(one)))
    return b"".join(lines), len(fields) - len(lines)


def weight(fields: Sequence[Mapping[str, Any]]) -> int:
    """About how many bytes rows occupy until they are encoded; cheap, and never raises."""
    heavy = _FIELDS_BYTES * len(fields)
    try:
        for one in fields:
            heavy += len("".join(_texts(one)))
    except Exception:  # noqa: BLE001 - what is no row is dropped when it is encoded
        return heavy
    return heavy


_encoder = msgspec.json.Encoder()
_encode = _encoder.encode
_FIELDS_BYTES: Final = 1500
# Those of which a client may make what it likes.
_texts = itemgetter(
    "repository", "path", "vulnerability_type", "rule_id", "validator_version", "from_request"
)


def _without_delete(line: bytes) -> bytes:
    return line.replace(b"\x7f", rb"\u007f")


def _spelt_out(line: Row | Loss) -> Row | Loss:
    return msgspec.structs.replace(
        line,
        **{
            name: text.encode("utf-8", "backslashreplace").decode()
            for name, text in msgspec.structs.asdict(line).items()
            if isinstance(text, str)
        },
    )
