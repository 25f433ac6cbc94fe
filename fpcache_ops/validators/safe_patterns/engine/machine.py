"""What a name stands for: the flow's own variables first, then whatever is bound exactly once."""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame, Jumps, Seen
from fpcache_ops.validators.safe_patterns.engine.language import Language, Unit
from fpcache_ops.validators.safe_patterns.engine.state import State, held
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Class,
    Instance,
    Literal,
    Number,
    Reference,
    Routine,
    Series,
    Symbol,
    Table,
    Text,
    Unknown,
    Value,
    join,
    references,
    unknown,
)

_PLAIN = frozenset({"str", "bytes"})
"""Flavours of texts that nobody takes for more than texts."""


@dataclass(frozen=True, slots=True)
class Calling:
    """A call that is about to be made: by which machine, in which state, where, with what."""

    machine: "Machine"
    state: State
    site: int
    given: Actuals


Model = Callable[[Calling], Value | None]
"""What a call of a library function gives; ``None``: nothing that is known."""

MethodModel = Callable[[Calling, Atom, str], Value | None]
"""The same for a method: the receiver and the name of the method."""

OperatorModel = Callable[[State, str, Atom, Atom], Value | None]
"""What an operator gives for two values of a family's own."""


class Machine(ABC):
    """Runs scopes of one unit. ``calls`` and the other tables say what libraries do."""

    def __init__(
        self,
        unit: Unit,
        language: Language,
        budget: Budget,
        *,
        calls: Mapping[str, Model],
        methods: MethodModel | None,
        operators: OperatorModel | None,
        sources: Callable[[str], bool],
        never_return: frozenset[str],
        constants: Mapping[str, Value],
    ) -> None:
        self.unit = unit
        self.language = language
        self.budget = budget
        self.calls = calls
        self.methods = methods
        self.operators = operators
        self.is_source = sources
        self.never_return = never_return
        self.constants = constants
        self.watched: set[int] = set()
        self.seen: dict[int, list[Seen]] = {}
        self.asked: set[int] = set()
        """Properties that are just being asked."""
        self.assigned: dict[int, Value] = {}
        self.values: dict[int, Value] = {}
        self.live: set[int] = set()
        self.dead: set[int] = set()
        self.measures: set[str] = set()
        self.missed = 0
        self._rebound: Counter[str] = Counter()
        self.trail: list[Seen] | None = None
        self.never: int | None = None
        self.raising: Jumps | None = None
        self.owners: dict[int, Value] = {}
        self._settled: dict[tuple[int, str], Value] = {}
        self._given: dict[int, tuple[Value, ...]] = {}
        self.captured: dict[tuple[int, str], Value] = {}
        self.capturing: ir.Scope | None = None

    def take_never(self) -> int | None:
        """The call that was last found never to return, once."""
        found, self.never = self.never, None
        return found

    def note(self, state: State) -> None:
        """An exception may be raised here, in the middle of a statement."""
        if self.raising is not None:
            self.raising.may_raise(state)

    # The parts, each in a module of its own

    @abstractmethod
    def evaluate(self, node: ir.Expression, state: State, frame: Frame) -> Value:
        """Everything that an expression may give; the state is changed by what it does."""

    @abstractmethod
    def refine(
        self, test: ir.Expression, state: State, frame: Frame, positive: bool
    ) -> State | None:
        """What is known where a test came out true (or false); ``None`` where it never does."""

    @abstractmethod
    def assign(self, target: ir.Expression, value: Value, state: State, frame: Frame) -> None:
        """Give a target a value."""

    @abstractmethod
    def run_block(
        self, block: ir.Block, state: State | None, frame: Frame, jumps: Jumps
    ) -> State | None:
        """Run statements; the state at the end, ``None`` if the end is never reached."""

    @abstractmethod
    def apply(
        self, callee: Value, given: Actuals, state: State, frame: Frame, node: ir.Expression
    ) -> Value:
        """What a call gives."""

    @abstractmethod
    def elements(self, value: Value, state: State) -> Value:
        """Everything that an iteration over a value may yield."""

    # Names

    def lookup(self, name: str, state: State, frame: Frame) -> Value:
        """What a name may stand for at this point."""
        scope = frame.scope
        if name in frame.hidden:
            return state.variables.get(name) or unknown(f"`{name}` is not known")
        _ = scope.body
        if name in scope.outer or name in scope.unsteady:
            return unknown(f"`{name}` is shared with other functions")
        if scope.binds(name):
            if scope.kind == "class" and (frame.hidden or scope.bases or self.unit.unsettled()):
                return unknown(f"`{name}` of a class may be looked up elsewhere")
            if frame.settled:
                return self.settled(scope, name)
            if self.unit.written_elsewhere(name):
                return unknown(f"`{name}` is also bound by another function")
            if scope.kind == "module" and (why := self._unsteady(name)):
                return unknown(f"`{name}` cannot be followed: {why}")
            return state.variables.get(name) or unknown(f"`{name}` is not bound here")
        return self.outside(scope, name)

    def outside(self, scope: ir.Scope, name: str) -> Value:
        """What a name that the scope does not bind stands for."""
        in_lambda = scope.kind == "lambda"
        inner, outer = scope, scope.parent
        while outer is not None:
            binds = outer.binds(name)
            if in_lambda and name in outer.iterated:
                return unknown(f"`{name}` changes while a comprehension runs")
            if outer.kind != "class" and binds:
                return self.captured.get((id(inner), name)) or self.settled(outer, name)
            in_lambda = in_lambda or outer.kind == "lambda"
            inner, outer = outer, outer.parent
        return self._builtin(name)

    def _builtin(self, name: str) -> Value:
        if why := self.unit.unsettled():
            return unknown(f"`{name}` may have been replaced: {why}")
        if self.unit.module.binds_anything:
            return unknown(f"`{name}` may come from a star import")
        if self.unit.written_elsewhere(name) or self.unit.attribute_written(name):
            return unknown(f"`{name}` is replaced somewhere")
        if self.language.is_builtin(name):
            return (Symbol(f"builtins.{name}"),)
        return unknown(f"`{name}` is bound nowhere in view")

    def _unsteady(self, name: str) -> str | None:
        """Why a name of the module may be bound in other ways than its scope shows."""
        if why := self.unit.unsettled():
            return why
        if self.unit.module.binds_anything:
            return "a star import may bind it"
        return "it is set as an attribute somewhere" if self.unit.attribute_written(name) else None

    def settled(self, owner: ir.Scope, name: str) -> Value:
        """What a variable is at any time: known only if one place in view binds it."""
        key = (id(owner), name)
        if key not in self._settled:
            self._settled[key] = unknown(f"`{name}` is defined by itself")
            self._settled[key] = self._settle(owner, name)
        return self._settled[key]

    def _settle(self, owner: ir.Scope, name: str) -> Value:
        value = self._bound_once(owner, name)
        perhaps = self.language.falls_back and owner.kind == "module"
        if perhaps and self.language.is_builtin(name) and not _binds_always(owner, name):
            return join(value, self._builtin(name))
        return value

    def _bound_once(self, owner: ir.Scope, name: str) -> Value:
        _ = owner.body
        bindings = owner.bindings.get(name, [])
        if owner.kind == "module" and (why := self._unsteady(name)):
            return unknown(f"`{name}` cannot be followed: {why}")
        if name in owner.unsteady or self.unit.written_elsewhere(name):
            return unknown(f"`{name}` is bound in more than one scope", made=True)
        if bindings and all(binding.kind == "import" for binding in bindings):
            result: Value = ()
            for binding in bindings:
                result = join(result, self.imported(binding.path))
            return result
        if len(bindings) != 1:
            return unknown(f"`{name}` is bound {len(bindings) or 'no'} times", made=True)
        return self._only(owner, name, bindings[0])

    def _only(self, owner: ir.Scope, name: str, binding: ir.Binding) -> Value:
        scope = binding.scope
        if binding.kind == "def" and scope is not None:
            return self.routine(scope)
        if binding.kind == "class" and scope is not None:
            if scope.decorators:
                return unknown(f"`{name}` is decorated")
            return (Class(scope),)
        if binding.kind == "parameter":
            known = self.parameters(owner).get(name)
            given = next((one for one in owner.parameters if one.name == name), None)
            if known is not None or given is None or given.kind == "receiver":
                return known or unknown(f"`{name}` is a parameter of `{owner.name}`")
            return self.handed_in(owner, given)
        if binding.kind != "assign" or binding.value is None:
            return unknown(f"`{name}` is bound by `{binding.kind}`")
        if owner.kind == "module" and self.unit.shared(name):
            return unknown(f"`{name}` may be set by other scripts")
        state = State(exact=owner.kind != "module")
        outer, self.raising = self.raising, None
        frame = Frame(owner, settled=True, counted=False)
        frozen = self._given_to_freezer(binding.value, state, frame)
        value = self.evaluate(frozen or binding.value, state, frame)
        self.raising = outer
        if frozen is not None:
            return self._frozen(name, value, state, changes=False)
        reached = owner.kind == "module" and self.unit.within_reach(name)
        changes = binding.shared or reached or not self.unit.only_read(name)
        return self._frozen(name, value, state, changes=changes)

    def parameters(self, scope: ir.Scope) -> dict[str, Value]:
        """What the parameters of a function are at any time, where all calls of it are in view."""
        if id(scope) not in self._given:
            self._given[id(scope)] = ()
            outer, self.raising = self.raising, None
            self._given[id(scope)] = self._given_to(scope)
            self.raising = outer
        names = [p.name for p in scope.parameters if p.kind == "either"]
        return dict(zip(names, self._given[id(scope)], strict=False))

    def _given_to(self, scope: ir.Scope) -> tuple[Value, ...]:
        if scope.visits is not None and scope.parent is not None:
            container, method = scope.visits
            state = State(exact=scope.parent.kind != "module")
            frame = Frame(scope.parent, settled=True, counted=False)
            value = self.evaluate(container, state, frame)
            return self.language.visited(self, state, value, method)
        calls = self.unit.callers(scope)
        if not calls:
            return ()
        given: list[Value] = [() for p in scope.parameters if p.kind == "either"]
        for call, around in calls:
            for number in range(len(given)):
                given[number] = join(given[number], self._argument(call, number, around))
        return tuple(given)

    def _argument(self, call: ir.Call, number: int, around: ir.Scope) -> Value:
        """What a call gives at a position, at any time; containers are not followed."""
        if any(argument.spread for argument in call.arguments):
            return unknown("arguments that are spread")
        if number >= len(call.arguments):
            return NONE
        state = State(exact=around.kind != "module")
        frame = Frame(around, settled=True, counted=False)
        value = self.evaluate(call.arguments[number].value, state, frame)
        plain = all(isinstance(atom, (Text, Literal, Number, Unknown)) for atom in value)
        return value if plain else unknown("an argument that is not followed")

    def handed_in(
        self, scope: ir.Scope, parameter: ir.Parameter, state: State | None = None
    ) -> Value:
        """What a parameter is, whoever calls: no more than its type is known."""
        known = self.language.handed_in(self, state or State(), scope, parameter)
        if known is not None:
            return known
        cause = f"`{parameter.name}` is a parameter of `{scope.name}`"
        value = unknown(cause, asked=parameter.asked)
        return self.language.cast(parameter.type, value) if parameter.type else value

    def _given_to_freezer(
        self, node: ir.Expression, state: State, frame: Frame
    ) -> ir.Expression | None:
        """A display that nobody else has, and that nobody can change any more."""
        if not isinstance(node, ir.Call) or len(node.arguments) != 1:
            return None
        given = node.arguments[0].value
        kept = isinstance(given, ir.Mapping) or (
            isinstance(given, ir.Sequence) and given.kind == "list"
        )
        if not kept or not self.language.freezers:
            return None
        callee = self.evaluate(node.callee, state, frame)
        frozen = callee and all(
            isinstance(atom, Symbol) and atom.path in self.language.freezers for atom in callee
        )
        return given if frozen else None

    def _frozen(self, name: str, value: Value, state: State, *, changes: bool) -> Value:
        """Containers as they were made, provided that nothing anywhere may change them."""
        frozen: list[Atom] = []
        for one in value:
            atom = _without_fields(one, state)
            content = state.content(atom.site) if isinstance(atom, Reference) else atom
            mutable = isinstance(atom, Reference) or (
                isinstance(content, Instance) and content.kind in MUTABLE_INSTANCES
            )
            if content is None or (mutable and changes):
                return unknown(f"`{name}` may be changed")
            if isinstance(content, Series) or (isinstance(content, Table) and self.unit.whole):
                content = self._each(content, lambda item: self._inside(name, item, state))
            elif isinstance(content, Table):
                # Of a slice it is not certain that it holds all that changes what is in a record.
                content = self._each(content, self._inner)
            if any(True for _ in references((content,))):
                return unknown(f"`{name}` holds a container that may be changed")
            frozen.append(content)
        return tuple(frozen)

    @staticmethod
    def _each(content: Series | Table, change: Callable[[Value], Value]) -> Series | Table:
        """A container with each value that it holds changed."""
        if isinstance(content, Series):
            items = tuple(change(item) for item in content.items)
            return Series(content.kind, items, change(content.rest))
        return Table(
            tuple((key, change(item)) for key, item in content.items), change(content.rest)
        )

    def _inside(self, name: str, value: Value, state: State) -> Value:
        """What a container holds, containers included that nothing changes through it."""
        held = [state.content(atom.site) for atom in value if isinstance(atom, Reference)]
        if not held or not self.unit.inside_only_read(name):
            return self._inner(value)
        kept: list[Atom] = []
        for atom in value:
            content = state.content(atom.site) if isinstance(atom, Reference) else atom
            if content is None:
                return unknown("a container inside a container")
            if isinstance(content, (Series, Table)):
                content = self._each(content, self._inner)
            kept.append(content)
        return tuple(kept)

    def _inner(self, value: Value) -> Value:
        """What a container holds, without containers that could be changed through it."""
        if any(isinstance(atom, (Reference, Table)) or _holds_mutable(atom) for atom in value):
            return unknown("a container inside a container")
        return value

    def routine(self, scope: ir.Scope) -> Value:
        """A function, if calling it runs the body that is in view."""
        if scope.decorators:
            return unknown(f"`{scope.name}` is decorated")
        if any(self.unit.attribute_written(name) for name in ("__defaults__", "__kwdefaults__")):
            return unknown(f"`{scope.name}` may be given other defaults")
        return (Routine(scope),)

    def share(self, name: str, value: Value, state: State, scope: ir.Scope) -> None:
        """A container in a variable that a function, lambda or class inside mentions.

        Whatever is inside may change it at any time, unless all mentions of the name only read.
        """
        held = list(references(value))
        if not held or not self.unit.mentioned_inside(name, scope):
            return
        flat = all(isinstance(atom, Reference) for atom in value) and not any(
            True
            for site in held
            if (content := state.content(site)) is not None
            for _ in references((content,))
        )
        if not (flat and self.unit.only_read(name)):
            state.escape(value)

    def imported(self, path: str) -> Value:
        """What an import binds."""
        last = path.rpartition(".")[2]
        if self.unit.attribute_written(last):
            return unknown(f"`{path}` is replaced somewhere")
        if why := self.unit.unsettled():
            return unknown(f"`{path}` may have been replaced: {why}")
        return (Symbol(path),)

    def lose(self, state: State, cause: str, *values: Value) -> Value:
        """Something not modelled happens to these values: the result may be anything.

        Where user input goes in, user input may come out, and so may functions and markup.
        """
        inside = tuple(held((atom for value in values for atom in value), [state], objects=True))
        state.escape(*values)
        given = {atom for value in values for atom in value}
        made = any(map(_is_no_data, inside))
        for atom in inside:
            if isinstance(atom, Unknown) and atom.cause.source:
                as_it_was = atom in given and not made
                return (atom if as_it_was else Unknown(replace(atom.cause, made=True)),)
            if isinstance(atom, Symbol) and self.is_source(atom.path):
                return unknown(f"`{atom.path}` is user input", source=True, made=made)
        if made:
            return unknown(cause, made=True)
        for value in values:
            for atom in value:
                if isinstance(atom, Unknown):
                    return (atom,)
        return unknown(cause)


def _is_no_data(atom: Atom) -> bool:
    """Whether somebody's code, an object or a text that is no plain one is handed over."""
    match atom:
        case Text(flavour=flavour):
            return flavour not in _PLAIN
        case Unknown(cause=cause):
            return cause.made
        case _:
            return isinstance(atom, (Routine, Instance))


def _binds_always(owner: ir.Scope, name: str) -> bool:
    """Whether a statement of the scope itself, under no condition, binds a name."""
    for statement in owner.body:
        match statement:
            case ir.Assign(targets=targets):
                if any(isinstance(target, ir.Name) and target.name == name for target in targets):
                    return True
            case ir.Import(names=names):
                if any(bound == name for bound, _ in names):
                    return True
            case ir.Define(scope=scope) | ir.DefineClass(scope=scope):
                if scope.name == name:
                    return True
            case _:
                pass
    return False


def _without_fields(atom: Atom, state: State) -> Atom:
    """An object of a class in view that has no fields when it is made: one is like another."""
    match atom:
        case Instance(details=((Class() as kind,), (Reference(site=site),))):
            return Instance(atom.kind, ((kind,),)) if state.content(site) == Table(()) else atom
        case _:
            return atom


MUTABLE_INSTANCES = frozenset({"environment of templates"})


def _holds_mutable(atom: Atom) -> bool:
    if isinstance(atom, Series):
        return any(
            isinstance(inner, (Reference, Table)) or _holds_mutable(inner)
            for item in (*atom.items, atom.rest)
            for inner in item
        )
    return False
