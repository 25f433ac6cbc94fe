"""The lines of the lookup log."""

import json
from typing import get_args

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from fpcache_ops.core import lookup
from fpcache_ops.lookuplog import OUTCOMES, Row, encode
from fpcache_ops.lookuplog.row import encode_all, row_of
from tests.unit.lookuplog.rows import COLUMNS, a_row

AGREED = [
    "schema",
    "occurred_at",
    "tenant",
    "repository",
    "path",
    "vulnerability_type",
    "rule_id",
    "language",
    "outcome",
    "cause",
    "fallback",
    "policy",
    "file_digest",
    "evidence_digest",
    "evidence_bytes",
    "validator",
    "validator_version",
    "entry_age_s",
    "latency_us",
    "validation_us",
    "cost_micro",
    "currency",
    "from_request",
    "instance",
]


def test_a_row_has_exactly_the_agreed_columns():
    """Whatever reads the log counts on these names, in this order."""
    assert list(COLUMNS) == AGREED


def test_outcomes_are_those_of_the_decision():
    """The log knows every outcome that ``decide`` can have, and no other."""
    assert set(OUTCOMES) == {one.__name__.lower() for one in get_args(lookup.Outcome)}


def test_what_is_no_column_is_not_written():
    """Source, which no row may hold, cannot slip in under a name of its own."""
    line = encode(row_of(a_row(source="password = 'hunter2'")))

    assert b"hunter2" not in line
    assert list(json.loads(line)) == AGREED


@pytest.mark.parametrize(
    "changes",
    [
        {"outcome": "perhaps"},
        {"occurred_at": "2026-11-02"},
        {"occurred_at": None},
        {"latency_us": -1},
        {"latency_us": 2**63},
        {"latency_us": "1"},
        {"tenant": 7},
        {"schema": 2},
    ],
)
def test_what_is_no_row_is_refused(changes):
    """What is written can be read: a value of another type or range is no row."""
    with pytest.raises(msgspec.ValidationError):
        row_of(a_row(**changes))


any_text = st.text(st.characters(exclude_categories=[]), max_size=30)


@given(path=any_text, type_=any_text)
@example(path="\x7f", type_="\x00")
@example(path="\x7f\x9b\r\n\u2028", type_="\ud800\u202e")
def test_a_line_is_printable_ascii_whatever_a_client_sent(path, type_):
    """No control character, no line end and nothing that changes how a terminal shows the rest:
    all are escaped, and read back as they were. Half a surrogate pair is spelt out.
    """
    line = encode(row_of(a_row(path=path, vulnerability_type=type_)))

    assert line.endswith(b"\n")
    assert all(0x20 <= byte < 0x7F for byte in line[:-1])
    back = msgspec.json.decode(line, type=Row)
    assert back.path == path.encode("utf-8", "backslashreplace").decode()
    assert json.loads(line)["vulnerability_type"] == back.vulnerability_type


@given(st.lists(any_text, max_size=4))
@example(["a\x7f.py", "b.py"])
@example(["plain.py", "\u00e9.py"])
@example(["plain.py", "\ud800"])
def test_many_rows_at_once_become_the_lines_of_each(paths):
    """Whatever the paths: encoding them together is only faster, and an odd row takes no other
    with it.
    """
    rows = [row_of(a_row(path=path)) for path in paths]

    lines = b"".join(map(encode, rows))
    assert encode_all(rows) == (lines, 0)
    odd = [replace(row_of(a_row()), path=path) for path in (object(), print)]
    assert encode_all([odd[0], *rows, odd[1]]) == (lines, 2)
