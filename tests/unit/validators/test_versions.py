"""A version is a digest of everything that an answer depends on."""

import gc
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from types import ModuleType

import pytest

import fpcache_ops
from fpcache_ops.core.waiting import WouldWait, hurried
from fpcache_ops.validators.safe_patterns import versions
from fpcache_ops.validators.safe_patterns.kits import kit_of
from fpcache_ops.validators.safe_patterns.versions import rests_on, version_of

PACKAGE = Path(fpcache_ops.__file__).parent
EMPTY = {f"{folder}__init__.py" for folder in ("", "core/", "evidence/", "validators/")}
"""Loaded with every package of the program; they hold no code."""
NOT_JUDGED = {
    f"evidence/{folder}/{name}.py"
    for folder in ("languages", "misread")
    for name in ("go", "php", "ruby")
}
"""Languages in which nothing is proven."""


def loaded(program: str) -> set[str]:
    """The program's own files that a fresh interpreter has loaded after this."""
    told = (
        f"{program}\nimport sys\n"
        "for m in list(sys.modules.values()): print(getattr(m, '__file__', None))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    files = (Path(line) for line in done.stdout.splitlines() if line != "None")
    return {str(f.relative_to(PACKAGE)) for f in files if f.is_relative_to(PACKAGE)}


@pytest.mark.parametrize(
    ("language", "vulnerability_type"),
    [("python", "xss"), ("java", "sql-injection"), ("tsx", "command-injection")],
)
def test_every_file_that_judging_loads_is_in_the_version(language, vulnerability_type):
    """What is imported could change an answer; a verdict of the code before it must be outdated.

    Other languages' and other types' knowledge is loaded too, and is no part of this one's version.
    """
    known = {
        str(path.relative_to(PACKAGE))
        for a_language in ("python", "java", "tsx")
        for path in rests_on(a_language, vulnerability_type)
    }
    judging = loaded(
        "from fpcache_ops.validators.safe_patterns.validator import SafePatterns, kit_of\n"
        f"SafePatterns().version({language!r}, {vulnerability_type!r}), kit_of({language!r})"
    )
    knowledge = {one for one in judging if "/knowledge/" in one}
    assert len(judging) > 20
    assert not judging - knowledge - known - EMPTY - NOT_JUDGED
    for one in EMPTY:
        lines = (PACKAGE / one).read_text().splitlines()
        assert not any(line.startswith(("def ", "class ", "from ", "import ")) for line in lines)


def test_a_version_is_made_of_what_its_language_knows():
    """Python's answers do not change with what is known of Java."""
    names = {str(path.relative_to(PACKAGE)) for path in rests_on("python", "xss")}
    assert "validators/safe_patterns/knowledge/python/xss.py" in names
    assert "evidence/languages/python.py" in names
    assert "evidence/tree.py" in names
    assert "validators/safe_patterns/engine/flow.py" in names
    assert not any("java" in name for name in names)


@pytest.mark.parametrize("language", ["python", "java", "javascript"])
def test_all_knowledge_that_a_family_uses_is_in_its_version(language):
    """Its own module, whatever that has from others, and what all families of a language share."""
    kit = kit_of(language)
    assert kit is not None
    folder = PACKAGE / "validators" / "safe_patterns" / "knowledge"
    always = {folder / "model.py", *(folder / "contexts").glob("*.py")}
    always |= {folder / kit.folder / name for name in kit.shared}
    for family in list(kit.families.values())[::3]:
        files = {family.module}
        pending = [family.module]
        while pending:
            for value in vars(sys.modules[pending.pop()]).values():
                name = value.__name__ if isinstance(value, ModuleType) else None
                name = name or getattr(value, "__module__", None)
                if isinstance(name, str) and ".knowledge." in name and name not in files:
                    files.add(name)
                    pending.append(name)
        used = {Path(str(sys.modules[name].__file__)) for name in files} | always
        assert used <= set(rests_on(language, family.type)), family.type


@pytest.fixture
def nothing_known():
    """As in a process that has just started."""
    for one in (versions.version_of, versions._files_digest, versions._imported):
        one.cache_clear()


@pytest.fixture
def switching_threads():
    """Threads take turns wherever objects are made, also in the middle of Python's own parser."""

    def switch(_phase, _info):
        time.sleep(0)

    often = gc.get_threshold()
    gc.set_threshold(50)
    gc.callbacks.append(switch)
    yield
    gc.callbacks.remove(switch)
    gc.set_threshold(*often)


def test_the_first_requests_of_a_process_may_come_at_the_same_moment(
    nothing_known, switching_threads
):
    """Every one is answered: Python's parser is not used by two threads at once."""
    languages = ["python", "java", "javascript", "typescript"]
    start = Barrier(len(languages))

    def version(language):
        start.wait()
        return version_of(language, "sql-injection")

    with ThreadPoolExecutor(len(languages)) as pool:
        found = list(pool.map(version, languages))
    assert found == [version_of(language, "sql-injection") for language in languages]
    assert len(set(found)) == len(languages)


def test_where_nothing_may_wait_no_file_is_read(nothing_known):
    """The event loop has the first of a kind done elsewhere; from then on it is known."""
    with hurried(), pytest.raises(WouldWait):
        version_of("python", "xss")
    known = version_of("python", "xss")
    with hurried():
        assert version_of("python", "xss") == known


def test_types_are_named_by_clients_and_are_not_all_remembered():
    """Whoever makes up a new type for every finding fills no memory, and has no file read again."""
    digests = versions._files_digest.cache_info().misses
    first, *others = (version_of("python", f"made-up-{n}") for n in range(5_000))
    assert first not in others
    assert versions.version_of.cache_info().currsize < 5_000
    assert versions._files_digest.cache_info().misses <= digests + 1
