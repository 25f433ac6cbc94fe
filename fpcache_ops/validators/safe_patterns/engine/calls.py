"""What calls give: library functions by their tables, functions in view by running their bodies."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import replace

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.expressions import (
    Expressions,
    exact_items,
    site_of,
    table_of,
)
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame, Jumps, Seen
from fpcache_ops.validators.safe_patterns.engine.language import Construction
from fpcache_ops.validators.safe_patterns.engine.machine import Calling
from fpcache_ops.validators.safe_patterns.engine.members import (
    forget_handed_on,
    member_of,
    path_of,
    root_of,
)
from fpcache_ops.validators.safe_patterns.engine.state import State, join_state
from fpcache_ops.validators.safe_patterns.engine.values import (
    NONE,
    Atom,
    Bound,
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


def made_of(value: Value) -> Value:
    """What code out of sight may make of user input: anything."""
    return tuple(
        Unknown(replace(atom.cause, made=True))
        if isinstance(atom, Unknown) and atom.cause.source
        else atom
        for atom in value
    )


OWN_OBJECT = "object of a class in view"
_OWNER = re.compile(rb"\b(?:this|super)\b")
HELPER_DEPTH = 4
"""Helpers calling helpers are followed this far."""


def _is_changed(atom: Atom) -> bool:
    """Whether something is an object that functions found in it may change."""
    own = isinstance(atom, Instance) and atom.kind == OWN_OBJECT
    return own or isinstance(atom, (Reference, Series, Table))


class Calls(Expressions, ABC):
    """Evaluates calls."""

    @abstractmethod
    def _narrow(self, name: ir.Name, value: Value, state: State, frame: Frame) -> None:
        """A variable is one of these, if it is one that only this flow can set."""

    @abstractmethod
    def _remember(self, node: ir.Expression, value: Value, state: State, frame: Frame) -> None:
        """A property is one of these, if nothing in view may change it unseen."""

    def _call(self, node: ir.Call, state: State, frame: Frame) -> Value:
        callee = self.evaluate(node.callee, state, frame)
        if isinstance(node, ir.New):
            callee = self.language.constructor(callee)
        elif self.language.lends_owner and any(map(self._takes_owner, callee)):
            # As `this` it may do with the object what it likes.
            owner = self.owners.get(id(node.callee), ())
            state.escape(tuple(atom for atom in owner if _is_changed(atom)))
        given = self._actuals(node, callee, state, frame)
        watched = frame.counted and id(node) in self.watched
        if not watched and self.trail is None:
            value = self.apply(callee, given, state, frame, node)
            self._hand_on(node, callee, state, frame)
            self._come_back(node, state, frame)
            return value
        self.budget.spend((len(state.variables) + len(state.heap)) // 16)
        before = state.copy()
        outer, self.trail = self.trail, []
        missed = self.missed
        value = self.apply(callee, given, state, frame, node)
        self._hand_on(node, callee, state, frame)
        self._come_back(node, state, frame)
        inside, self.trail = tuple(self.trail), outer
        followed = self.missed == missed and all(self._is_in_view(atom, given) for atom in callee)
        seen = Seen(node, callee, given, before, inside, followed)
        if watched:
            self.seen.setdefault(id(node), []).append(seen)
        if self.trail is not None:
            self.trail.append(seen)
            self.trail.extend(inside)
        return value

    def _takes_owner(self, atom: Atom) -> bool:
        """Whether what is called may change the object that it was found in."""
        match atom:
            case Routine(scope=scope):
                # Of an arrow it is that of whoever made it.
                own = any(parameter.kind == "receiver" for parameter in scope.parameters)
                return own and _OWNER.search(self.unit.source, scope.start, scope.end) is not None
            case Bound() | Class() | Literal() | Number() | Text():
                return False
            case Symbol(path=path):
                return not path.startswith("builtins.")
            case _:
                return True

    def _hand_on(self, node: ir.Call, callee: Value, state: State, frame: Frame) -> None:
        """What was found out of properties is lost where a call may set them."""
        if not state.facts:
            return
        if not all(self._leaves_alone(atom, node) for atom in callee):
            state.facts.clear()
            return
        paths = [atom.path for atom in callee if isinstance(atom, Symbol)]
        if len(paths) == len(callee) and all(map(self.language.only_looks, paths)):
            return
        if self.language.fills(self.unit, frame.scope.start, frame.scope.end):
            # Whatever is called may call a function of the file.
            state.facts.clear()
            return
        if not all(
            isinstance(atom, Bound)
            or (isinstance(atom, Symbol) and atom.path.startswith("builtins."))
            for atom in callee
        ):
            self.forget_shared(state, frame.scope)
        forget_handed_on(state, node, frame.scope)

    @staticmethod
    def _leaves_alone(atom: Atom, node: ir.Call) -> bool:
        """Whether what is called is neither in view nor handed in: ``next()`` may do anything."""
        match atom:
            case Bound(receiver=receiver):
                return not isinstance(receiver, (Class, Routine)) and not (
                    isinstance(receiver, Instance) and receiver.kind == OWN_OBJECT
                )
            case Symbol():
                return True
            case Unknown():
                return isinstance(node.callee, ir.Attribute)
            case _:
                return False

    def _come_back(self, node: ir.Call, state: State, frame: Frame) -> None:
        """What is known behind a call that would else have raised."""
        found = self.language.returned(self, state, frame, node)
        if found is None or not isinstance(found[0], ir.Name):
            return
        bound = any(isinstance(inner, ir.Bind) for inner in ir.inside(node))
        if not bound:
            self._narrow(found[0], found[1], state, frame)
            self.measures.add("guard")

    def _is_in_view(self, atom: Atom, given: Actuals) -> bool:
        """Whether calling this runs a body that is in view."""
        if isinstance(atom, Bound):
            return self.language.member(self, atom.receiver, atom.name, given) is not None
        if isinstance(atom, Class):
            return self.language.construct(self, atom.scope, given) is not None
        return isinstance(atom, Routine)

    def _actuals(self, node: ir.Call, callee: Value, state: State, frame: Frame) -> Actuals:
        positional: list[Value] = []
        named: dict[str, Value] = {}
        more = more_named = False
        consumed = self.language.consumes(callee)
        for argument in node.arguments:
            if isinstance(argument.value, ir.Comprehension) and argument.spread < 2:
                eager = consumed or argument.spread == 1
                value = self.comprehension(argument.value, state, frame, consumed=eager)
            else:
                value = self.evaluate(argument.value, state, frame)
            if argument.spread == 1:
                exact = exact_items(value, state)
                if exact is None or more:
                    more = True
                    state.escape(value)
                else:
                    positional.extend(exact)
            elif argument.spread == 2:
                table = table_of(value, state)
                if (
                    table is None
                    or table.rest
                    or not all(isinstance(k, str) for k, _ in table.items)
                ):
                    more_named = True
                    state.escape(value)
                else:
                    named.update((str(key), item) for key, item in table.items)
            elif argument.name is not None:
                named[argument.name] = value
            elif more:
                state.escape(value)
            else:
                positional.append(value)
        return Actuals(tuple(positional), tuple(named.items()), more, more_named)

    def apply(
        self, callee: Value, given: Actuals, state: State, frame: Frame, node: ir.Expression
    ) -> Value:
        """What a call gives."""
        if callee and all(
            isinstance(atom, Symbol) and atom.path in self.never_return for atom in callee
        ):
            self.never = id(node)
        if len(callee) == 1:
            return self._apply(callee[0], given, state, frame, node)
        result: Value = ()
        after: State | None = None
        for atom in callee:
            # One of them is called, not all: what each changes is changed on its own way.
            own = state.copy()
            result = join(result, self._apply(atom, given, own, frame, node))
            after = join_state(after, own)
        if after is not None:
            state.adopt(after)
        return result

    def _apply(
        self, atom: Atom, given: Actuals, state: State, frame: Frame, node: ir.Expression
    ) -> Value:
        site = site_of(node)
        value: Value | None = None
        match atom:
            case Symbol(path=path):
                model = self.calls.get(path)
                if model is not None:
                    value = model(Calling(self, state, site, given))
                elif path.startswith("builtins."):
                    name = path.removeprefix("builtins.")
                    value = self.language.looks_around(self, state, frame, name, given)
                    if value is None:
                        value = self.language.builtin(self, state, site, name, given)
                if value is None and model is None:
                    value = self.language.library(self, state, site, path, given)
                if value is None and self.is_source(path):
                    state.escape(*given.all())
                    return unknown(
                        f"`{path.removeprefix('builtins.')}` gives user input", source=True
                    )
                if value is None:
                    lost = self.lose(state, f"what `{path}` gives is not known", *given.all())
                    return lost if self.language.is_standard(path) else made_of(lost)
            case Bound(receiver=receiver, name=name):
                routine = self.language.member(self, receiver, name, given)
                if routine is not None:
                    on = self.language.stands_for(receiver)
                    return self._inline(routine, given, state, frame, node, on)
                if self.methods is not None:
                    value = self.methods(Calling(self, state, site, given), receiver, name)
                if value is None:
                    value = self.language.method(self, state, site, receiver, name, given)
                if value is None:
                    return self.lose(
                        state, f"what `{name}` gives is not known", (receiver,), *given.all()
                    )
            case Routine(scope=scope):
                return self._inline(scope, given, state, frame, node)
            case Class(scope=scope):
                value = self.language.instance(self, scope, given)
                if value is not None:
                    return value
                construction = self.language.construct(self, scope, given)
                if construction is not None:
                    return self._made(atom, construction, state, frame, node)
                state.escape(*given.all())
                if not scope.bases and not scope.decorators and not scope.binds("__new__"):
                    return (Instance(OWN_OBJECT, ((atom,),)),)
                return unknown(f"an object of `{scope.name}`")
            case Unknown() | _:
                if self.methods is not None and isinstance(node, ir.Call):
                    name = node.callee.name if isinstance(node.callee, ir.Method) else ""
                    value = self.methods(Calling(self, state, site, given), atom, name)
                    if name and value is not None:
                        return value
                if isinstance(node, ir.Call) and isinstance(node.callee, ir.Attribute):
                    made = isinstance(atom, Unknown) and atom.cause.made
                    name = node.callee.name
                    value = self.language.foreign(self, state, site, name, given, made=made)
                    if value is not None:
                        return value
                if isinstance(node, ir.Call) and isinstance(node.callee, ir.Name):
                    value = self.language.library(self, state, site, node.callee.name, given)
                    if value is not None:
                        return value
                shown = self.unit.says(node.start, node.end)
                lost = self.lose(state, f"what `{shown}` gives is not known", (atom,), *given.all())
                user = isinstance(atom, Unknown) and atom.cause.source
                # A method of a text that a user gives is one of texts.
                return lost if user else made_of(lost)
        return value

    def _made(
        self, atom: Atom, how: Construction, state: State, frame: Frame, node: ir.Expression
    ) -> Value:
        """Make an object of a class in view."""
        made = Instance(OWN_OBJECT, ((atom,),))
        if how.fields is not None:
            site = site_of(node)
            state.allocate(site, how.fields)
            made = Instance(OWN_OBJECT, ((atom,), (Reference(site),)))
        for scope, given in how.steps:
            self._inline(scope, given, state, frame, node, (made,))
        return (made,)

    def _inline(
        self,
        scope: ir.Scope,
        given: Actuals,
        state: State,
        frame: Frame,
        node: ir.Expression,
        receiver: Value = (),
    ) -> Value:
        """Run a function's body with these arguments."""
        _ = scope.body
        stack = (*frame.callers, frame.scope)
        if scope.is_async or scope.is_generator or scope in stack or len(stack) > HELPER_DEPTH:
            self.missed += 1
            return self.lose(
                state, f"what `{scope.name}` gives is not followed", receiver, *given.all()
            )
        variables = self._parameters(scope, given, state, receiver)
        if variables is None:
            self.missed += 1
            return self.lose(state, f"the arguments of `{scope.name}`", receiver, *given.all())
        if scope.detached:
            state.escape(receiver, *given.all())
        for name, value in variables.items():
            self.share(name, value, state, scope)
        inner = Frame(scope, counted=False, callers=stack)
        jumps = Jumps(catching=True)
        start = State(dict(variables), state.heap, True, state.several)
        end = self.run_block(scope.body, start.copy(), inner, jumps)
        if end is not None:
            inner.result = join(inner.result, NONE)
        done = join_state(end, jumps.returns)
        if scope.detached:
            done = join_state(done, jumps.raises)
        elif jumps.raises is not None:
            thrown = state.copy()
            thrown.heap, thrown.several = jumps.raises.heap, jumps.raises.several
            self.note(thrown)
        after = done if done is not None else jumps.raises
        if after is not None:
            state.heap, state.several = after.heap, after.several
        if done is None:
            self.never = id(node)
            return unknown(f"`{scope.name}` never returns")
        if isinstance(node, ir.Call) and not scope.detached:
            given_to = _names_given(scope, node, bool(receiver))
            found = list(self._learned(scope, node, given_to, variables, done))
            self._narrow_all(found, variables, state, frame)
        return inner.result or unknown(f"what `{scope.name}` gives is not known")

    def _learned(
        self,
        scope: ir.Scope,
        node: ir.Call,
        given_to: Iterable[tuple[str, ir.Expression]],
        before: dict[str, Value],
        after: State,
    ) -> Iterator[tuple[str, ir.Expression, Value]]:
        """What a helper that comes back has found out of the variables that it was given.

        Its parameter still is what the caller's variable is, if nothing can bind it anew.
        """
        bound = {inner.target.name for inner in ir.inside(node) if isinstance(inner, ir.Bind)}
        for parameter, given in given_to:
            steady = len(scope.bindings.get(parameter, ())) == 1
            steady = steady and not self.unit.written_elsewhere(parameter)
            if not steady or parameter in scope.unsteady or root_of(path_of(given) or "") in bound:
                continue
            old, new = before.get(parameter, ()), after.variables.get(parameter, ())
            plain = all(isinstance(atom, (Text, Literal, Number, Instance)) for atom in new)
            if new and new != old and plain and not any(True for _ in references(new)):
                yield parameter, given, new

    def _narrow_all(
        self,
        found: Iterable[tuple[str, ir.Expression, Value]],
        before: dict[str, Value],
        state: State,
        frame: Frame,
    ) -> None:
        """Variables that are still what was given for a parameter are what is known of it now."""
        for parameter, given, value in found:
            if isinstance(given, ir.Name):
                if self.lookup(given.name, state, frame) == before[parameter]:
                    self._narrow(given, value, state, frame)
                    self.measures.add("guard")
                continue
            now = self.evaluate(given, state.copy(), replace(frame, counted=False))
            if now == before[parameter]:
                self._remember(given, value, state, frame)

    def _told(self, test: ir.Call, state: State, frame: Frame, outcome: bool) -> None:
        """Narrow the variables that a helper was given, where it gave this outcome.

        It is run once more, without any container: what it has changed before is not seen.
        """
        if not any(path_of(argument.value) is not None for argument in test.arguments):
            return
        scratch = State(dict(state.variables), {}, state.exact, state.several)
        frame = replace(frame, counted=False)
        callee = self.evaluate(test.callee, scratch, frame)
        given = self._actuals(test, callee, scratch, frame)
        scope, receiver = self._helper_of(callee, given)
        stack = (*frame.callers, frame.scope)
        if scope is None or scope.is_async or scope in stack or len(stack) > HELPER_DEPTH:
            return
        _ = scope.body
        if scope.is_generator or scope.detached or _may_turn_back(scope):
            return
        variables = self._parameters(scope, given, scratch, receiver)
        if variables is None:
            return
        outer, self.trail, raising, self.raising = self.trail, None, self.raising, None
        never, missed = self.never, self.missed
        jumps = Jumps(catching=True)
        inner = Frame(scope, counted=False, callers=stack, outcome=outcome)
        start = State(dict(variables), scratch.heap, True, scratch.several)
        end = self.run_block(scope.body, start, inner, jumps)
        self.trail, self.raising, self.never, self.missed = outer, raising, never, missed
        if outcome:
            # Whoever gives nothing gives nothing true.
            end = None
        done = join_state(end, jumps.returns)
        if done is not None:
            given_to = _names_given(scope, test, bool(receiver))
            found = list(self._learned(scope, test, given_to, variables, done))
            self._narrow_all(found, variables, state, frame)

    def passing(self, scope: ir.Scope, given: Actuals) -> Value | None:
        """What a function in view was given first, where it gave something true.

        ``None`` if that cannot be told; nothing if it never gives anything true.
        """
        _ = scope.body
        first = next((one for one in scope.parameters if one.kind == "either"), None)
        if first is None or scope.is_async or scope.is_generator or scope.detached:
            return None
        steady = len(scope.bindings.get(first.name, ())) == 1 and first.name not in scope.unsteady
        if not steady or self.unit.written_elsewhere(first.name) or _may_turn_back(scope):
            return None
        scratch = State()
        variables = self._parameters(scope, given, scratch, ())
        if variables is None:
            return None
        outer, self.trail, raising, self.raising = self.trail, None, self.raising, None
        never, missed = self.never, self.missed
        jumps = Jumps(catching=True)
        inner = Frame(scope, counted=False, outcome=True)
        self.run_block(scope.body, State(dict(variables)), inner, jumps)
        self.trail, self.raising, self.never, self.missed = outer, raising, never, missed
        value = jumps.returns.variables.get(first.name) if jumps.returns is not None else ()
        plain = all(isinstance(a, (Text, Literal, Number, Unknown)) for a in value or ())
        return value if plain else None

    def _helper_of(self, callee: Value, given: Actuals) -> tuple[ir.Scope | None, Value]:
        """The one function in view that is called, and the object that it is called on."""
        if len(callee) != 1:
            return None, ()
        (atom,) = callee
        if isinstance(atom, Routine):
            return atom.scope, ()
        if isinstance(atom, Bound):
            return self.language.member(self, atom.receiver, atom.name, given), (atom.receiver,)
        return None, ()

    def _parameters(
        self, scope: ir.Scope, given: Actuals, state: State, receiver: Value
    ) -> dict[str, Value] | None:
        """The variables that a call begins with; ``None`` if the arguments cannot be matched."""
        if not given.closed:
            return None
        variables: dict[str, Value] = {}
        positional = list(given.positional)
        named = dict(given.named)
        if receiver and scope.is_method:
            positional.insert(0, receiver)
        for parameter in scope.parameters:
            if parameter.kind == "receiver":
                variables[parameter.name] = receiver or self.language.receiver(scope)
            elif parameter.kind in ("either", "positional") and positional:
                value = positional.pop(0)
                if parameter.type:
                    value = self.language.cast(parameter.type, value)
                variables[parameter.name] = value
            elif parameter.kind in ("either", "named") and parameter.name in named:
                variables[parameter.name] = named.pop(parameter.name)
            elif parameter.kind in ("either", "named", "positional"):
                if parameter.default is None:
                    return None
                variables[parameter.name] = self._default(scope, parameter)
            elif parameter.kind == "rest":
                if parameter.name.startswith(" "):
                    # Nobody can name it: what it is given is dropped.
                    rest = unknown(f"`{parameter.name}` collects arguments")
                elif self.language.collects:
                    rest = (Series(self.language.collects, tuple(positional)),)
                else:
                    rest = self.lose(state, f"`{parameter.name}` collects arguments", *positional)
                positional = []
                variables[parameter.name] = rest
            elif parameter.kind == "named-rest":
                why = f"`{parameter.name}` collects arguments"
                variables[parameter.name] = self.lose(state, why, *named.values())
                named = {}
            else:
                return None
        return variables if not positional and not named else None

    def _default(self, scope: ir.Scope, parameter: ir.Parameter) -> Value:
        """A default is made once, when the function is: only what cannot change is known."""
        if parameter.default is None or not isinstance(parameter.default, ir.Constant):
            return unknown(f"the default of `{parameter.name}`")
        return self.evaluate(parameter.default, State(), Frame(scope, settled=True, counted=False))


def _names_given(
    scope: ir.Scope, node: ir.Call, is_method: bool
) -> Iterator[tuple[str, ir.Expression]]:
    """The parameters that are given plain variables or properties of them, and which."""
    if any(argument.spread for argument in node.arguments):
        return
    named = {argument.name: argument.value for argument in node.arguments if argument.name}
    positional: list[ir.Expression | None] = [a.value for a in node.arguments if a.name is None]
    if is_method and scope.is_method:
        positional.insert(0, None)
    for parameter in scope.parameters:
        given: ir.Expression | None = None
        if parameter.kind in ("either", "positional") and positional:
            given = positional.pop(0)
        elif parameter.kind in ("either", "named"):
            given = named.get(parameter.name)
        if given is not None and (isinstance(given, ir.Name) or member_of(given) is not None):
            yield parameter.name, given


def _may_turn_back(scope: ir.Scope) -> bool:
    """Whether what a function has returned may still be replaced, behind a ``finally``."""
    return any(isinstance(each, ir.Try) and each.final for each in ir.statements(scope.body))
