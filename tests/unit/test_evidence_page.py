"""docs/evidence.md says what the files beside it say."""

from tests.prove.page import PAGE, page


def test_the_page_is_that_of_the_files():
    """Whoever writes a figure writes it once: `python -m tests.prove --page` makes the page."""
    assert PAGE.read_text() == page()
