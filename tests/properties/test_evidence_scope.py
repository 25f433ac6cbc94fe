"""The promise of the ``scope`` policy, over random programs."""

from typing import Any

from hypothesis import Phase, given, settings

from fpcache_ops.core.evidence import Built
from fpcache_ops.evidence.scope_policy import ScopePolicy
from fpcache_ops.evidence.sources import SubmittedSources
from fpcache_ops.evidence.tree import decode_tree
from tests.factories import a_finding
from tests.unit.evidence.programs import Program, programs


def build(source: str, line: int, policy: ScopePolicy | None = None) -> Built:
    result = (policy or ScopePolicy()).build(
        a_finding("a.py", line), SubmittedSources({"a.py": source})
    )
    assert isinstance(result, Built), result
    return result


def pruned(source: str, line: int) -> str:
    result = build(source, line)
    assert result.policy == "scope", result.fallback
    return decode_tree(result.evidence.parts[0].content).text.decode()


def run(source: str) -> dict[str, Any]:
    """Import a program, then call everything in it that can be called from outside."""
    space: dict[str, Any] = {"__name__": "program"}
    exec(compile(source, "program", "exec"), space)
    for name in ("f0", "f1", "f2", "f3"):
        call(space.get(name))
    for name in ("k", "l"):
        # Whoever calls from outside can make an object where the program keeps none.
        thing = space[name] if name in space else call(space.get(name.upper()))
        for method in ("grow", "store"):
            if thing is not None and method in dir(type(thing)):
                call(getattr(thing, method), *([[1]] if method == "store" else []))
    return space


def call(function: Any, *arguments: Any) -> Any:
    try:
        return function(*arguments) if callable(function) else None
    except Exception as error:  # noqa: BLE001
        return type(error).__name__


# A failing program is short enough as it is, and shrinking it takes minutes.
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(programs(fields=False))
def test_what_is_left_out_does_nothing_to_what_is_kept(program: Program):
    """Whatever runs outside the slice, the place computes what the slice alone computes."""
    try:
        whole = run(program.text)
    except Exception:  # noqa: BLE001
        return  # It does not even import: nothing to compare.
    part = run(pruned(program.text, program.line))
    assert call(part["target"]) == call(whole["target"]), pruned(program.text, program.line)
