"""JSON that strangers sent: one meaning, or none."""

import json
import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fpcache_ops.wire.strict import (
    _UNREAD,
    DEPTH_LIMIT,
    InvalidRequest,
    _decoded_at_once,
    _decoded_pair_by_pair,
    decode,
    decode_object,
)

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


def spelt(value):
    """JSON texts of a value: with white space, escapes, and pairs that stand there again."""
    if isinstance(value, dict):
        pairs = st.tuples(*(st.tuples(spelt(k), spelt(v)) for k, v in value.items()))
        several = st.tuples(pairs, st.sampled_from([0, 0, 0, 1]), st.sampled_from([":", " : "]))
        return several.map(
            lambda made: (
                "{" + ",".join(k + made[2] + v for k, v in (*made[0], *made[0][: made[1]])) + "}"
            )
        )
    if isinstance(value, list):
        return st.tuples(*map(spelt, value)).map(lambda made: "[" + ", ".join(made) + " ]")
    if isinstance(value, str):
        return st.lists(st.booleans(), min_size=len(value), max_size=len(value)).map(
            lambda escaped: '"' + "".join(map(a_sign, value, escaped)) + '"'
        )
    return st.just(json.dumps(value))


def a_sign(sign, escaped):
    return f"\\u{ord(sign):04x}" if escaped and ord(sign) < 0x10000 else json.dumps(sign)[1:-1]


SMALL = st.text('a:"\\é{', max_size=3)
NESTED = st.recursive(
    st.none() | st.integers(-3, 2**70) | st.floats(allow_nan=False) | SMALL,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SMALL, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=400)
@given(NESTED.flatmap(spelt))
@example('{"a": "\\u003a", "a": 1}')
@example('{"a\\u003A": 1, "a": 2, "a": "::"}')
@example('{"\\u0061": 1, "a": 2}')
def test_what_is_read_at_once_is_what_is_read_pair_by_pair(text):
    """The quick way gives the same value, or leaves the text to the other: a key that stands there
    twice is never taken, however colons are spelt.
    """
    body = text.encode()
    at_once = _decoded_at_once(body)
    try:
        value = _decoded_pair_by_pair(body)
    except InvalidRequest:
        assert at_once is _UNREAD
    else:
        assert at_once is _UNREAD or repr(at_once) == repr(value)


def test_usual_texts_are_read_at_once():
    """A code with colons, brackets and quotes in it, compact or not."""
    sent = {"files": {"a.py": {"content": 'if x: y = {"a": [1]}\n' * 20}}, "n": [1, 2.5, None]}
    for text in (
        json.dumps(sent),
        json.dumps(sent, indent=2),
        json.dumps(sent, separators=(",", ":")),
    ):
        assert _decoded_at_once(text.encode()) == sent


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
