"""The journal: whole lines on the disk before they count, and no doubt about what they say."""

import errno
import os
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fpcache_ops.core.entry import Invalidation, Selector
from fpcache_ops.errors import StoreUnusable
from fpcache_ops.stores.journal import Journal, Note
from tests.factories import NOW, a_digest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """In a folder that is not there yet."""
    return tmp_path / "deep" / "journal.jsonl"


def a_note(token: str = "a", seq: int = 1, **changes) -> Note:
    selector = Selector("acme", "acme/shop", "cart.py", "xss", "v1", a_digest("e"))
    return Note(token, replace(Invalidation(seq, selector, "ann", NOW, "why"), **changes))


def revoked(note: Note) -> Note:
    done = replace(note.invalidation, revoked_at=NOW + timedelta(hours=1))
    return replace(note, invalidation=done, revoked_by="bob")


def notes(path: Path) -> list[Note]:
    return list(Journal(path).notes().values())


def test_no_journal_is_an_empty_one(path: Path):
    """It is made at the first note."""
    journal = Journal(path)
    assert (journal.signature(), dict(journal.notes())) == (None, {})
    journal.append([])
    assert not path.exists() or path.read_bytes() == b""


def test_notes_come_back_in_their_order(path: Path):
    """To whoever reads, and to who wrote."""
    journal = Journal(path)
    wanted = [a_note("b", 1), a_note("a", 2, selector=Selector())]
    journal.append(wanted[:1])
    journal.append(wanted[1:])
    assert list(journal.notes().values()) == notes(path) == wanted


def test_what_is_known_is_not_written_again(path: Path):
    """Nor under an older number."""
    journal = Journal(path)
    journal.append([a_note(seq=5)])
    before = path.read_bytes()
    Journal(path).append([a_note(seq=5), a_note(seq=4)])
    assert path.read_bytes() == before


def test_a_new_number_and_a_revocation_are_news(path: Path):
    """A revocation stays, whatever number comes after it."""
    journal = Journal(path)
    journal.append([a_note(seq=1)])
    journal.append([revoked(a_note(seq=1))])
    journal.append([a_note(seq=7)])
    assert notes(path) == [revoked(a_note(seq=7))]
    assert path.read_bytes().count(b"\n") == 3


def test_the_signature_changes_with_the_file(path: Path):
    """So that looking costs one call."""
    one, other = Journal(path), Journal(path)
    seen = {one.signature()}
    for seq in range(1, 4):
        other.append([a_note(f"t{seq}", seq)])
        seen.add(one.signature())
    assert len(seen) == 4


def test_others_are_read_on(path: Path):
    """Only the new lines, and all of them after the file was replaced."""
    one, other = Journal(path), Journal(path)
    for number in range(3):
        other.append([a_note(f"t{number}", number)])
        assert list(one.notes()) == [f"t{n}" for n in range(number + 1)]
    fresh = path.with_name("fresh")
    Journal(fresh).append([a_note("new")])
    fresh.replace(path)
    assert list(one.notes()) == ["new"]
    path.unlink()
    assert list(one.notes()) == []


def test_another_journal_that_was_written_over_this_one(path: Path):
    """The same file, longer, with other lines."""
    journal = Journal(path)
    journal.append([a_note("a")])
    longer = path.with_name("longer")
    Journal(longer).append([a_note(f"a longer token {n}", n) for n in range(9)])
    path.write_bytes(longer.read_bytes())
    assert list(journal.notes()) == [f"a longer token {n}" for n in range(9)]


@pytest.mark.parametrize("torn", [b"{", b'{"did":"invalidate","tok', b"\xff\x00"])
def test_what_a_crash_left_of_a_line_does_not_count(path: Path, torn: bytes):
    """It was not acknowledged; the next note takes its place."""
    Journal(path).append([a_note("a")])
    with path.open("ab") as file:
        file.write(torn)
    assert [note.token for note in notes(path)] == ["a"]
    Journal(path).append([a_note("b", 2)])
    assert [note.token for note in notes(path)] == ["a", "b"]
    assert torn not in path.read_bytes().split(b"\n")


_SAID = b'{"did":"invalidate","token":"x","seq":1,"who":"a","why":"b"'
DAMAGED = {
    "no JSON": b"{]",
    "nothing": b"",
    "a list": b"[]",
    "an unknown deed": b'{"did":"forget","token":"a"}',
    "no token": b'{"did":"invalidate"}',
    "no digest that could be": _SAID + b',"at":1,"evidence_digest":"zz"}',
    "a time out of range": _SAID + b',"at":1e30}',
    "a revocation of nothing": b'{"did":"revoke","token":"x","at":1,"who":"a"}',
}


@pytest.mark.parametrize("line", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_line_is_not_passed_over(path: Path, line: bytes):
    """It may have been the one that matters; nor is anything written behind it."""
    Journal(path).append([a_note("a")])
    path.write_bytes(path.read_bytes() + line + b"\n" + path.read_bytes())
    for _ in range(2):
        with pytest.raises(StoreUnusable, match=r"damaged in line 2: .*--everything"):
            notes(path)
        with pytest.raises(StoreUnusable, match="damaged in line 2"):
            Journal(path).append([a_note("b", 2)])


def test_a_full_disk_leaves_no_half_line(path: Path, monkeypatch: pytest.MonkeyPatch):
    """And what was there stays."""
    journal = Journal(path)
    journal.append([a_note("a")])
    before = path.read_bytes()
    write = os.pwrite

    def half(descriptor: int, raw: bytes, offset: int) -> int:
        if len(raw) < 20:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, raw[: len(raw) // 2], offset)

    monkeypatch.setattr(os, "pwrite", half)
    with pytest.raises(StoreUnusable, match=r"cannot be written \(No space left on device\)"):
        journal.append([a_note("b", 2)])
    assert path.read_bytes() == before
    monkeypatch.undo()
    journal.append([a_note("b", 2)])
    assert [note.token for note in notes(path)] == ["a", "b"]


def test_what_the_disk_did_not_take_is_not_acknowledged(path: Path, monkeypatch):
    """fsync failed: the line is taken back."""
    journal = Journal(path)
    journal.append([a_note("a")])

    def failing(_descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(StoreUnusable, match="Input/output error"):
        journal.append([a_note("b", 2)])
    assert [note.token for note in notes(path)] == ["a"]


def test_many_that_write_at_once(path: Path):
    """In threads and with journals of their own: no line is lost, torn or doubled."""
    journals = [Journal(path) for _ in range(4)]
    start = threading.Barrier(8)

    def write(number: int) -> None:
        start.wait()
        for n in range(10):
            journals[number % 4].append([a_note(f"{number}-{n}", n), a_note("common", 1)])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = {f"{number}-{n}" for number in range(8) for n in range(10)} | {"common"}
    assert {note.token for note in notes(path)} == wanted
    assert path.read_bytes().count(b"\n") == len(wanted)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=30), st.text(max_size=30), st.binary(max_size=40))
def test_any_text_comes_back(tmp_path: Path, why: str, name: str, digest: bytes):
    """Line feeds, control characters, lone surrogates."""
    path = tmp_path / "any.jsonl"
    path.unlink(missing_ok=True)
    note = a_note(why=why, who=name, selector=Selector(path=name, evidence_digest=digest))
    Journal(path).append([note])
    assert notes(path) == [note]
