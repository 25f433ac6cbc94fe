"""What a line of the lookup log holds, and how it becomes bytes."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Literal

import msgspec

from fpcache_ops.core.logged import SCHEMA, Count, Moment, Row

Reason = Literal["full", "unwritable", "malformed"]


class Loss(msgspec.Struct, frozen=True, kw_only=True):
    """Rows that one writer had to drop: how many, why, and between which moments."""

    schema: Literal[1] = SCHEMA
    since: Moment
    until: Moment
    reason: Reason
    rows: Count
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


def encode_all(rows: Sequence[Row]) -> tuple[bytes, int]:
    """Their lines, and how many have none; faster at once than each."""
    with suppress(Exception):  # all in plain ASCII, or they are looked at one by one
        encoded = _encoder.encode_lines(rows)
        if encoded.isascii():
            return _without_delete(encoded), 0
    lines = []
    for one in rows:
        with suppress(Exception):
            lines.append(encode(one))
    return b"".join(lines), len(rows) - len(lines)


def weight(rows: Sequence[Row]) -> int:
    """About how many bytes rows occupy until they are encoded; cheap, and never raises."""
    try:
        # Those of which a client may make what it likes.
        return sum(
            [
                _FIELDS_BYTES
                + len(one.repository)
                + len(one.path)
                + len(one.vulnerability_type)
                + len(one.rule_id)
                + len(one.validator_version)
                + len(one.from_request)
                for one in rows
            ]
        )
    except (TypeError, AttributeError):  # what is no row is dropped when it is encoded
        return _FIELDS_BYTES * len(rows)


_encoder = msgspec.json.Encoder()
_encode = _encoder.encode
_FIELDS_BYTES = 1000


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
