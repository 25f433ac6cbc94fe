"""Canonical bytes: injective, decodable, and nothing else."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fpcache_ops.core.evidence import (
    Evidence,
    Fallback,
    MalformedEvidence,
    Mark,
    Part,
    PartKind,
    Role,
    digest,
)

_offsets = st.integers(0, 2**32 - 2)
_marks = st.builds(
    Mark,
    part=_offsets,
    start=_offsets,
    end=_offsets,
    role=st.sampled_from(Role),
    focus=st.none() | st.tuples(_offsets, _offsets),
)
_text = st.text(st.characters(codec=None), max_size=8)
_evidence = st.builds(
    Evidence,
    policy=_text,
    language=_text,
    grammar=_text,
    vulnerability_type=_text,
    rule_id=_text,
    parts=st.lists(
        st.builds(Part, kind=st.sampled_from(PartKind), content=st.binary(max_size=12)), max_size=3
    ).map(tuple),
    marks=st.lists(_marks, max_size=3).map(tuple),
    fallback=st.none() | st.sampled_from(Fallback),
)


@given(_evidence)
def test_evidence_decodes_from_its_bytes(evidence: Evidence):
    """What the validator is handed is what was built, field by field."""
    assert Evidence.decode(evidence.encode()) == evidence


@given(_evidence, _evidence)
def test_different_evidence_never_shares_bytes(one: Evidence, other: Evidence):
    """Equal bytes mean the same question."""
    assert (one.encode() == other.encode()) == (one == other)


@given(_evidence, st.data())
def test_every_field_is_in_the_digest(evidence: Evidence, data: st.DataObject):
    """A field that a validator could see and the digest ignored would be a hole."""
    name = data.draw(st.sampled_from([field.name for field in fields(Evidence)]))
    value = getattr(data.draw(_evidence), name)
    changed = replace(evidence, **{name: value})
    assert (digest(changed.encode()) == digest(evidence.encode())) == (
        value == getattr(evidence, name)
    )


@given(_evidence, st.data())
def test_bytes_that_were_not_encoded_are_refused(evidence: Evidence, data: st.DataObject):
    """Truncated or longer bytes are no evidence."""
    encoded = evidence.encode()
    cut = data.draw(st.integers(0, len(encoded) - 1))
    with pytest.raises(MalformedEvidence):
        Evidence.decode(encoded[:cut])
    with pytest.raises(MalformedEvidence):
        Evidence.decode(encoded + b"\0")


@given(st.binary(max_size=64))
def test_decoding_raises_nothing_else(noise: bytes):
    """Any bytes: evidence, or MalformedEvidence."""
    for data in (noise, b"FPCE\x01" + noise):
        try:
            assert Evidence.decode(data).encode() == data
        except MalformedEvidence:
            continue


def test_the_digest_is_pinned():
    """Entries are found by it: a change of the canonical form must be a new schema number."""
    evidence = Evidence(
        "file",
        "python",
        "g 1",
        "xss",
        "B704",
        (Part(PartKind.SOURCE, b"x = 1\n"),),
        (Mark(0, 0, 5, Role.PRIMARY, (4, 5)),),
    )
    pinned = "e7d70592bdcb8e2213afefe43075f490a412e7bd55409671cd7dbf5ce14ce252"
    assert digest(evidence.encode()).hex() == pinned
