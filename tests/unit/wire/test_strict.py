"""JSON that strangers sent: one meaning, or none."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpcache_ops.wire.strict import DEPTH_LIMIT, InvalidRequest, decode, decode_object

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(VALUES, st.booleans())
def test_what_json_is_is_read_as_it_is(value, is_ascii):
    """Whatever its spelling."""
    assert (
        decode(json.dumps(value, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")) == value
    )


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "Expecting value"),
        (b"{", "Expecting property"),
        (b"{} {}", "Extra data"),
        (b"\xff\xfe{\x00}\x00", "not UTF-8 at byte 0"),
        ("{}".encode("utf-16"), "not UTF-8"),
        (b"\xef\xbb\xbf{}", "Expecting value"),
        (b'"\xed\xa0\x80"', "not UTF-8"),
        (b'"\\ud800"', "half of a surrogate pair"),
        (b'{"a": "\\uD83D"}', "half of a surrogate pair"),
        (b'{"a": 1, "a": 1}', "the key 'a' occurs twice"),
        (b'[[{"x": {"b": 1, "\\u0062": 2}}]]', "the key 'b' occurs twice"),
        (b"NaN", "NaN is no JSON number"),
        (b"[-Infinity]", "-Infinity"),
        (b"'a'", "Expecting value"),
        (b'"a\nb"', "control character"),
        (b"9" * 5000, "4300"),
    ],
)
def test_what_is_refused(body, says):
    """With a few words on what is wrong."""
    with pytest.raises(InvalidRequest, match=says):
        decode(body)


@pytest.mark.parametrize(("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}")])
def test_depth(opening, closing):
    """As deep as allowed, and one deeper; and so deep that nothing can read it."""
    inner = b"[]" if opening == b"[" else b"{}"

    def nested(depth):
        return opening * (depth - 1) + inner + closing * (depth - 1)

    decode(nested(DEPTH_LIMIT))
    for depth in (DEPTH_LIMIT + 1, 500, 5_000, 200_000):
        with pytest.raises(InvalidRequest, match="nested deeper than"):
            decode(nested(depth))
    wide = b"[" + b"[]," * 1000 + b"[]]"
    assert len(decode(wide)) == 1001


def test_an_object_is_wanted():
    """Where it is."""
    assert decode_object(b'{"a": 1e400}') == {"a": math.inf}
    for body in (b"[]", b"1", b"null", b'"a"'):
        with pytest.raises(InvalidRequest, match="must be a JSON object"):
            decode_object(body)


def test_pairs_of_surrogates_are_characters():
    """Only half of one is not."""
    assert decode(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"
