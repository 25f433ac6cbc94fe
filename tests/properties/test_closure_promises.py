"""What the ``closure`` policy promises of its digests: what keeps them, and what changes them."""

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fpcache_ops.core.evidence import Built, Unplaced
from fpcache_ops.evidence.closure_policy import ClosurePolicy
from fpcache_ops.evidence.sources import GivenCheckout
from tests.factories import a_finding
from tests.properties.test_scope_promises import _UNRELATED, HOSTILE
from tests.unit.evidence.programs import Program, programs

APP = "from lib import target\ndef show(x):\n    return target() + x\n"
MAIN = "import app\ndef main():\n    app.show(1)\n"
quick = settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def built(files: dict[str, bytes | str], policy: ClosurePolicy | None = None) -> Built:
    result = (policy or ClosurePolicy()).build(a_finding("app.py", 3), GivenCheckout(files))
    assert isinstance(result, Built), result
    return result


@quick
@given(programs(fields=True), st.data())
def test_what_is_unrelated_keeps_the_digest(program: Program, data: st.DataObject):
    """In a callee's file, in a caller's, and in a file of its own; in whatever order they come."""
    edited: list[str] = []
    for piece in (*program.pieces, program.target):
        edited += [*data.draw(st.lists(_UNRELATED, max_size=2)), piece]
    caller = "\n".join((*data.draw(st.lists(_UNRELATED, max_size=2)), MAIN))
    other = "\n".join(data.draw(st.lists(_UNRELATED, max_size=4)))
    before: dict[str, bytes | str] = {"app.py": APP, "lib.py": program.text, "main.py": MAIN}
    after: dict[str, bytes | str] = {
        "app.py": APP,
        "lib.py": "\n".join(edited),
        "main.py": caller,
        "other.py": other,
    }
    names = data.draw(st.permutations(sorted(after)))
    assert built(before).digest == built({name: after[name] for name in names}).digest


@quick
@given(programs(fields=True), st.data())
def test_any_byte_that_is_kept_changes_the_digest(program: Program, data: st.DataObject):
    """Of what the place imports, whatever it is replaced by."""
    policy = ClosurePolicy()
    source = program.text.encode()
    files: dict[str, bytes | str] = {"app.py": APP, "lib.py": source, "main.py": MAIN}
    before = built(files, policy)
    pieces = policy.related(a_finding("app.py", 3), GivenCheckout(files))
    lines = {n for one in pieces for n in _numbers(one.taken.lines) if one.path == "lib.py"}
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    kept = [
        offset
        for number in sorted(lines)
        for offset in range(starts[number - 1], starts[number])
        if not source[offset : offset + 1].isspace()
    ]
    for _ in range(8):
        place = data.draw(st.sampled_from(kept))
        byte = data.draw(st.sampled_from(b"aA_09aA_09aA_09.,:;=()[]{}+-*'\" #\\@~"))
        if byte != source[place]:
            edited = source[:place] + bytes([byte]) + source[place + 1 :]
            assert built(files | {"lib.py": edited}, policy).digest != before.digest


def _numbers(lines: tuple[tuple[int, int], ...]) -> set[int]:
    return {number for first, last in lines for number in range(first, last + 1)}


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200), st.integers(-1, 8))
def test_it_never_raises(place: bytes, other: bytes, line: int):
    """Any bytes at the place, any in a file that it imports and that calls it."""
    for app, lib in ((place, other), (APP.encode(), other), (place, MAIN.encode())):
        files: dict[str, bytes | str | None] = {"app.py": app, "lib.py": lib}
        result = ClosurePolicy().build(a_finding("app.py", line), GivenCheckout(files))
        assert isinstance(result, Built | Unplaced)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_elsewhere_are_bounded(name: str):
    """They take about as long as reading them."""
    source, _ = HOSTILE[name]
    hostile = source if isinstance(source, bytes) else source.encode()
    files: dict[str, bytes | str] = {
        "app.py": APP,
        "lib.py": hostile + b"\nfrom app import show\nshow(1)\n",
    }
    assert built(files).policy in ("closure", "scope")
