"""Whether a number is only waited for: by way of arithmetic it comes to calls that wait.

It may go there by variables of a function, and by a function in view that only waits for what it is
given: ``const sleep = (ms) => new Promise((done) => setTimeout(done, ms))``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Frame
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import Routine, Symbol, Value
from fpcache_ops.validators.safe_patterns.reading import Reading

_BY_VARIABLES = ("builtins.", "java.")
_MATHS = ("builtins.Math.", "java.lang.Math.")
_OPERATORS = ("+", "-", "*", "/", "%", "**")
_STEPS = 4
"""Variables and functions in a row that are followed."""


def is_only_waited_for(reading: Reading, call: ir.Call) -> bool:
    """Whether what a call gives comes to nothing but calls that wait."""
    if not reading.family.waits:
        return False
    if _is_last_of_a_timer(reading, call):
        return True
    if not any(path.startswith(_BY_VARIABLES) for path in reading.family.waits):
        # Elsewhere a variable may be read by its name.
        return False
    for scope in _scopes(reading.opened.unit.module):
        for statement in ir.statements(scope.body):
            for expression in ir.expressions(statement):
                if any(node is call for node in ir.inside(expression)):
                    return _Waits(reading, call, "", _STEPS).holds_for(statement, scope)
    return False


def _is_last_of_a_timer(reading: Reading, call: ir.Call) -> bool:
    for seen in (one for several in reading.machine.seen.values() for one in several):
        paths = [atom.path for atom in seen.callee if isinstance(atom, Symbol)]
        if not paths or len(paths) != len(seen.callee):
            continue
        if not reading.family.waits.issuperset(paths):
            continue
        # What a timer runs comes first, how long it waits last; what a sleep gives back is
        # no time.
        given = seen.call.arguments
        timer = all(path.startswith("builtins.") for path in paths)
        if len(given) in (1, 2 if timer else 1) and _arithmetic(given[-1].value, call):
            return True
    return False


def _arithmetic(node: ir.Expression, call: ir.Call) -> bool:
    """Whether an expression is arithmetic around a call that stands in it once."""
    if node is call:
        return True
    if isinstance(node, ir.Cast):
        return _arithmetic(node.value, call)
    if isinstance(node, ir.Binary) and node.op in ("+", "-", "*", "/"):
        return _arithmetic(node.left, call) or _arithmetic(node.right, call)
    return False


def _scopes(scope: ir.Scope) -> Iterator[ir.Scope]:
    pending = [scope]
    while pending:
        scope = pending.pop()
        yield scope
        _ = scope.body
        pending.extend(scope.inner)


@dataclass(frozen=True, slots=True)
class _Waits:
    """What is followed: a call, or the variable of a name."""

    reading: Reading
    call: ir.Call | None
    name: str
    steps: int

    def holds_for(self, statement: ir.Statement, scope: ir.Scope) -> bool:
        """Whether a statement does no more with it than wait."""
        if isinstance(statement, ir.Assign):
            targets = statement.targets
            only = targets[0] if len(targets) == 1 else None
            kept = isinstance(only, ir.Name) and self._is_kept(only.name, scope)
            others = not isinstance(only, ir.Name) and not all(
                self._stays(target, scope, free=False) for target in targets
            )
            return not others and self._stays(statement.value, scope, free=kept)
        return all(self._stays(one, scope, free=False) for one in ir.expressions(statement))

    def _is_kept(self, name: str, scope: ir.Scope) -> bool:
        """Whether a variable that is given it only comes to calls that wait."""
        own = scope.kind == "function" and scope.binds(name)
        return own and self.steps > 0 and _only_waited(self.reading, name, scope, self.steps - 1)

    def _is(self, node: ir.Expression) -> bool:
        return node is self.call or (isinstance(node, ir.Name) and node.name == self.name)

    def _stays(self, node: ir.Expression, scope: ir.Scope, *, free: bool) -> bool:
        """Whether it stands nowhere in an expression but where it is waited for.

        ``free``: the value of the expression itself goes to such a place.
        """
        if self._is(node):
            return free
        match node:
            case ir.Binary(op=op, left=left, right=right) if op in _OPERATORS:
                return self._stays(left, scope, free=free) and self._stays(right, scope, free=free)
            case ir.Cast(value=value):
                return self._stays(value, scope, free=free)
            case ir.Choice(test=test, then=then, orelse=orelse):
                return (
                    self._stays(test, scope, free=False)
                    and self._stays(then, scope, free=free)
                    and self._stays(orelse, scope, free=free)
                )
            case ir.Call():
                return self._stays_in_call(node, scope, free=free)
            case _:
                return all(self._stays(one, scope, free=False) for one in ir.children(node))

    def _stays_in_call(self, node: ir.Call, scope: ir.Scope, *, free: bool) -> bool:
        if not any(self._is(inner) for inner in ir.inside(node)):
            return True
        callee = self._called(node.callee, scope)
        paths = [atom.path for atom in callee if isinstance(atom, Symbol)]
        symbols = bool(paths) and len(paths) == len(callee)
        given = node.arguments
        if not self._stays(node.callee, scope, free=False):
            return False
        if any(argument.spread for argument in given):
            return False
        if symbols and all(path.startswith(_MATHS) for path in paths):
            return all(self._stays(argument.value, scope, free=free) for argument in given)
        if symbols and all(path.startswith("builtins.console.") for path in paths):
            return True
        waits = symbols and self.reading.family.waits.issuperset(paths)
        timer = waits and all(path.startswith("builtins.") for path in paths)
        sleep = waits and all(path.startswith("java.") for path in paths)
        for number, argument in enumerate(given):
            last = timer and len(given) == 2 and number == 1
            only = sleep and len(given) == 1
            own = not symbols and self._is_slept(callee, number)
            if not self._stays(argument.value, scope, free=last or only or own):
                return False
        return True

    def _called(self, callee: ir.Expression, scope: ir.Scope) -> Value:
        frame = Frame(scope, settled=True, counted=False)
        return self.reading.machine.evaluate(callee, State(exact=scope.kind != "module"), frame)

    def _is_slept(self, callee: Value, number: int) -> bool:
        """Whether a function in view only waits for its argument at a position."""
        if len(callee) != 1 or not isinstance(callee[0], Routine) or self.steps == 0:
            return False
        scope = callee[0].scope
        plain = [p.name for p in scope.parameters if p.kind == "either"]
        if number >= len(plain) or scope.is_generator:
            return False
        return _only_waited(self.reading, plain[number], scope, self.steps - 1)


def _only_waited(reading: Reading, name: str, scope: ir.Scope, steps: int) -> bool:
    """Whether a variable of a function comes to nothing but calls that wait, by any name."""
    if any(reading.opened.unit.mentions(word) for word in ("arguments", "eval")):
        return False
    waits = _Waits(reading, None, name, steps)
    several = [(one, inner) for inner in _scopes(scope) for one in ir.statements(inner.body)]
    if not all(waits.holds_for(one, inner) for one, inner in several):
        return False
    # In JavaScript, what nobody reads does no harm.
    timers = any(path.startswith("builtins.") for path in reading.family.waits)
    return timers or any(_reads(one, name) for one, _ in several)


def _reads(statement: ir.Statement, name: str) -> bool:
    """Whether a variable is read: what nobody reads is not waited for either."""
    targets = statement.targets if isinstance(statement, ir.Assign) else ()
    return any(
        isinstance(node, ir.Name) and node.name == name
        for expression in ir.expressions(statement)
        if not any(expression is target for target in targets)
        for node in ir.inside(expression)
    )
