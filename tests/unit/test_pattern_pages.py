"""docs/patterns says what the knowledge and the cases say."""

import re
from pathlib import Path

import pytest

from tests.prove.patterns import LANGUAGES, PATTERNS, pages

PAGES = pages()


def test_the_pages_are_those_of_the_knowledge():
    """Whoever changes what is known, or adds a case, runs `make docs`."""
    written = {
        file.relative_to(PATTERNS).as_posix(): file.read_text() for file in PATTERNS.rglob("*.md")
    }
    stale = sorted(path for path in written | PAGES if written.get(path) != PAGES.get(path))
    assert not stale, f"make docs: {stale}"


@pytest.mark.parametrize("path", PAGES)
def test_what_a_page_links_to_is_there(path: str):
    """Cases are renamed; a page that points nowhere shows nothing."""
    links = re.findall(r"\]\(([^)]+)\)", PAGES[path])
    assert links
    for link in links:
        assert (PATTERNS / path).parent.joinpath(link).resolve().exists(), link


@pytest.mark.parametrize("path", sorted(PAGES.keys() - {"README.md"}))
def test_a_page_shows_a_pair_and_tells_its_gaps(path: str):
    """Whoever decides to trust it sees what it proves, what makes it real, and what it misses."""
    text = PAGES[path]
    edit = re.search(r"```diff\n(.*?)```", text, re.DOTALL)
    assert edit
    assert re.search(r"^[-+]", edit[1], re.MULTILINE)
    told = re.search(r"Reported as real, safe or not: (.+)", text)
    assert told
    assert len(told[1]) > 30
    proves = re.search(r"## What it proves\n(.*?)Recognised are", text, re.DOTALL)
    assert proves
    assert "Proven" in proves[1]


def test_a_language_has_a_page_for_each_of_its_types():
    """The types that the first languages were promised to cover."""
    for language in LANGUAGES:
        own = {Path(path).stem for path in PAGES if path.startswith(f"{language}/")}
        assert own >= {"sql-injection", "command-injection", "xss", "path-traversal", "ssrf"}
