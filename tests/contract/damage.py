"""SQLite files with random bytes over their pages: nothing withdrawn is served from them."""

import random
import shutil
from pathlib import Path

from fpcache_ops.core.entry import Selector
from fpcache_ops.errors import StoreUnusable
from tests.contract.places import SqlitePlace
from tests.factories import NOW, SEAL, a_question, an_entry

_PAGE = 4096


def whole_file(place: SqlitePlace) -> Path:
    """A copy of a store with many entries, all of them withdrawn; the store itself is gone."""
    store = place.store()
    store.record([an_entry(), *(an_entry(a_question(f"e{n}")) for n in range(60))])
    for n in range(40):
        store.invalidate(Selector(repository=f"other/{n}"), who="ann", why="manual", at=NOW)
    store.invalidate(Selector(tenant="acme"), who="ann", why="manual", at=NOW)
    store.close()
    kept = place.file.with_suffix(".whole")
    shutil.move(place.file, kept)
    shutil.copy(place.journal, kept.with_suffix(".noted"))
    return kept


def damage(file: Path, choose: random.Random) -> None:
    """Random bytes over some pages of a file."""
    raw = bytearray(file.read_bytes())
    pages = len(raw) // _PAGE
    for page in choose.sample(range(pages), choose.randrange(1, pages // 2)):
        start = page * _PAGE + choose.choice([0, 0, 0, choose.randrange(_PAGE)])
        end = (page + 1) * _PAGE
        raw[start:end] = choose.randbytes(end - start)
    file.write_bytes(raw)


def check_damaged(place: SqlitePlace, whole: Path, seed: int) -> str:
    """Serves nothing that was withdrawn, and the way out works; the line that was said, if any."""
    shutil.copy(whole, place.file)
    shutil.copy(whole.with_suffix(".noted"), place.journal)
    damage(place.file, random.Random(seed))
    store = place.store()
    said = ""
    try:
        _, (found,) = store.lookup([a_question()])
        for candidate in found.candidates:
            if SEAL.is_genuine(candidate.entry):
                assert candidate.withdrawn_by, f"seed {seed}: served, though it was withdrawn"
        store.invalidate(Selector(), who="ann", why="manual", at=NOW)
    except StoreUnusable as told:
        said = str(told)
        assert said.count("\n") == 0
    store.close()
    place.file.unlink()
    store = place.store()
    store.record([an_entry()])
    _, (found,) = store.lookup([a_question()])
    assert found.candidates[0].withdrawn_by, "the journal remembers what was withdrawn"
    store.close()
    return said
