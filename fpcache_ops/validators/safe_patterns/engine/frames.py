"""The records that a run keeps: one frame per scope that runs, the arguments of a call, reports."""

from dataclasses import dataclass, field

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.state import State, join_state
from fpcache_ops.validators.safe_patterns.engine.values import Value


@dataclass(slots=True)
class Frame:
    """A scope that is being run.

    ``settled`` frames see only what is bound once (the scope may run at any time). What ``counted``
    frames reach is reached by the scope that is judged itself, not by a function that it calls.
    ``hidden`` counts the variables of comprehensions around the expression that is evaluated.
    ``outcome``: only the ways on which the function gives something true (or false) are wanted.
    """

    scope: ir.Scope
    settled: bool = False
    counted: bool = True
    hidden: dict[str, int] = field(default_factory=dict)
    result: Value = ()
    callers: tuple[ir.Scope, ...] = ()
    outcome: bool | None = None

    def owns(self, name: str) -> bool:
        """Whether the name's value is followed from statement to statement here."""
        return name in self.hidden or (not self.settled and self.scope.binds(name))


@dataclass(slots=True)
class Jumps:
    """The states in which a block is left other than by its end."""

    catching: bool = False
    breaks: State | None = None
    continues: State | None = None
    returns: State | None = None
    raises: State | None = None
    labelled: dict[str, State | None] = field(default_factory=dict)

    def leave(self, label: str, state: State) -> None:
        """A labelled statement is left."""
        self.labelled[label] = join_state(self.labelled.get(label), state)

    def may_raise(self, state: State) -> None:
        """An exception may be raised in this state."""
        if self.catching:
            self.raises = join_state(self.raises, state.copy())

    def pass_on(self, other: "Jumps") -> None:
        """What is not caught here leaves the block outside, too."""
        other.returns = join_state(other.returns, self.returns)
        for label, state in self.labelled.items():
            other.labelled[label] = join_state(other.labelled.get(label), state)
        if other.catching:
            other.raises = join_state(other.raises, self.raises)

    def pass_loops_on(self, other: "Jumps") -> None:
        """``break`` and ``continue`` belong to a loop further outside."""
        other.breaks = join_state(other.breaks, self.breaks)
        other.continues = join_state(other.continues, self.continues)


@dataclass(frozen=True, slots=True)
class Actuals:
    """The arguments of a call, evaluated.

    ``more`` / ``more_named``: a spread argument that is not known stands among them; positions from
    ``len(positional)`` on, or other names, may then be given, too.
    """

    positional: tuple[Value, ...] = ()
    named: tuple[tuple[str, Value], ...] = ()
    more: bool = False
    more_named: bool = False

    @property
    def closed(self) -> bool:
        """Whether these are all arguments."""
        return not (self.more or self.more_named)

    def get(self, position: int | None, name: str | None) -> Value | None:
        """The argument at a position or of a name; ``None`` if it is not seen to be given."""
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return next((value for given, value in self.named if given == name), None)

    def all(self) -> tuple[Value, ...]:
        """Every argument value."""
        return (*self.positional, *(value for _, value in self.named))


@dataclass(frozen=True, slots=True)
class Seen:
    """A watched call, once reached: what it calls, with what, and in which state."""

    call: ir.Call
    callee: Value
    given: Actuals
    state: State
    inside: "tuple[Seen, ...]" = ()
    followed: bool = False
