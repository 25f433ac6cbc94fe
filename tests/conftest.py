"""What holds for every test."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

# No test is timed: the machine may be busy.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONG = Path(__file__).with_name("long.txt")
PROGRAMS = Path(__file__).with_name("integration")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--long", choices=("without", "only"), default="without", help="the tests of tests/long.txt"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what `make prove` runs, or all else; what is asked for by its name is run.

    Whole programs come first, few tests to a file that take long: several workers that began with
    the files of many tests would wait for one another at the end.
    """
    if any("::" in given for given in config.args):
        return
    lines = LONG.read_text().splitlines()
    long = {line for line in lines if line and not line.startswith("#")}
    collected = {item.nodeid for item in items}
    whole = {item.nodeid.partition("::")[0] for item in items}
    if config.option.keyword == config.option.markexpr == "":
        stale = {line for line in long if line.partition("::")[0] in whole} - collected
        if stale:
            raise pytest.UsageError(f"tests/long.txt names no test: {', '.join(sorted(stale))}")
    only = config.option.long == "only"
    config.hook.pytest_deselected(items=[one for one in items if (one.nodeid in long) != only])
    items[:] = [one for one in items if (one.nodeid in long) == only]
    to_a_file = Counter(one.path for one in items)
    items.sort(key=lambda one: (not one.path.is_relative_to(PROGRAMS), -to_a_file[one.path]))
