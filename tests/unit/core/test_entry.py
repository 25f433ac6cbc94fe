"""The seal: nobody without the key changes what is served."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from fpcache_ops.core.entry import Entry, Question, Seal
from fpcache_ops.core.overrides import Override
from fpcache_ops.core.verdict import Judgement, Justification, ValidatorIdentity
from tests.factories import NOW, SEAL, a_digest, a_question, a_verdict, an_entry, an_override

OTHERS: dict[str, dict[str, Any]] = {
    "question": {
        "tenant": "evil",
        "repository": "acme/other",
        "path": "b.py",
        "policy": "scope",
        "evidence_digest": a_digest("other"),
        "neighbour": a_digest("other"),
    },
    "verdict": {
        "judgement": Judgement.TRUE_POSITIVE,
        "confidence": 0.98,
        "reason": "other",
        "judged_by": ValidatorIdentity("validator", "v2"),
        "justification": Justification.CODE_NOT_PRESENT,
    },
}


def _variants() -> list[tuple[str, Entry]]:
    """The same entry with each field changed once, its MAC left as it was."""
    entry = an_entry()
    found = [
        (name, structs.replace(entry, question=a_question(**{name: value})))
        for name, value in OTHERS["question"].items()
    ]
    found += [
        (name, structs.replace(entry, verdict=a_verdict(**{name: value})))
        for name, value in OTHERS["verdict"].items()
    ]
    plain: dict[str, Any] = {
        "vulnerability_type": "xss",
        "rule_id": "other",
        "locator": "other",
        "part_digests": (("source", "other"),),
        "seq": 1,
        "cached_at": entry.cached_at - timedelta(microseconds=1),
        "expires_at": entry.expires_at + timedelta(microseconds=1),
        "mac": b"",
    }
    found += [(name, structs.replace(entry, **{name: value})) for name, value in plain.items()]
    return found


@pytest.mark.parametrize(("name", "forged"), _variants(), ids=lambda v: v if type(v) is str else "")
def test_a_changed_field_breaks_the_seal(name: str, forged: Entry):
    """Every field that is served or compared is sealed."""
    assert SEAL.is_genuine(an_entry())
    assert not SEAL.is_genuine(forged)


def test_no_field_is_left_out_of_this_test():
    """A new field must be sealed, and tried above."""
    tried = {name for name, _ in _variants()}
    named = {*Entry.__struct_fields__, *Question.__struct_fields__} - {"question", "verdict"}
    assert named <= tried


@pytest.mark.parametrize("name", [n for n in Override.__struct_fields__ if n != "mac"])
def test_a_changed_field_breaks_the_seal_of_an_override(name: str):
    """Who may write to the store and holds no key decides nothing."""
    one = an_override()
    changes: dict[str, Any] = {
        "evidence_digest": a_digest("other"),
        "judgement": Judgement.TRUE_POSITIVE,
        "at": NOW,
        "expires_at": NOW,
        "seq": 7,
    }
    assert SEAL.is_genuine(one)
    assert not SEAL.is_genuine(structs.replace(one, **{name: changes.get(name, "other")}))


def test_another_key_seals_differently():
    """A key that was replaced makes every entry a miss."""
    other = Seal(b"another key, also long enough...")
    assert not other.is_genuine(an_entry())
    assert other.is_genuine(other.seal(an_entry()))


def test_a_key_that_is_too_short_is_refused():
    """Sixteen bytes at least."""
    with pytest.raises(ValueError, match="16 bytes"):
        Seal(b"short")
