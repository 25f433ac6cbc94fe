"""Statements: every way through branches, loops, exceptions and early exits."""

from copy import copy

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.budget import Budget, TooLarge
from fpcache_ops.validators.safe_patterns.engine.expressions import exact_items, plain_key
from fpcache_ops.validators.safe_patterns.engine.frames import Frame, Jumps
from fpcache_ops.validators.safe_patterns.engine.guards import Guards
from fpcache_ops.validators.safe_patterns.engine.members import forget_variable
from fpcache_ops.validators.safe_patterns.engine.state import (
    State,
    join_content,
    join_state,
    same,
    widened,
)
from fpcache_ops.validators.safe_patterns.engine.values import (
    CLIENT,
    Atom,
    Class,
    Instance,
    Literal,
    Number,
    Reference,
    Series,
    Table,
    Text,
    Value,
    join,
    joined,
    literal,
    unknown,
)

ROUNDS = 12
"""Rounds of a loop after which nothing may change any more."""

PLAIN_ROUNDS = 3
"""Rounds of a loop before what still changes is generalised."""

CAPTURE_LIMIT = 4_000
"""Steps that a function around the one that is judged may cost."""

KNOWN_ROUNDS = 4
"""Rounds of a loop that are run one by one while it is certain that they are run."""


class Flow(Guards):
    """Runs statements."""

    def run_scope(self, scope: ir.Scope) -> None:
        """Run a function from its beginning, called by anyone with anything; or a module."""
        state = State(exact=scope.kind != "module")
        known = self.parameters(scope)
        for parameter in scope.parameters:
            if parameter.kind == "receiver":
                state.variables[parameter.name] = self.language.receiver(scope)
                continue
            value = known.get(parameter.name) or self.handed_in(scope, parameter, state)
            if parameter.type and parameter.name in known:
                value = self.language.cast(parameter.type, value)
            state.variables[parameter.name] = value
        self.run_block(scope.body, state, Frame(scope), Jumps())

    def capture(self, scope: ir.Scope) -> None:
        """Learn what functions that this one makes know of its variables, if that costs little.

        Only plain values count: what a container holds may change until such a function is run.
        """
        apart = copy(self)
        apart.budget = Budget(min(self.budget.steps, CAPTURE_LIMIT), self.budget.reads)
        apart.watched, apart.seen, apart.assigned, apart.values = set(), {}, {}, {}
        apart.live, apart.dead, apart.measures = set(), set(), set()
        apart.captured, apart.capturing = dict(self.captured), scope
        apart._settled, apart._given, apart.owners = {}, {}, {}
        try:
            apart.run_scope(scope)
        except TooLarge:
            return
        for key, value in apart.captured.items():
            if value and all(isinstance(atom, (Text, Literal, Number)) for atom in value):
                self.captured[key] = value
        if self.captured:
            self.measures |= apart.measures & {"guard"}

    def run_block(
        self, block: ir.Block, state: State | None, frame: Frame, jumps: Jumps
    ) -> State | None:
        """Run statements; the state at the end, ``None`` if the end is never reached."""
        outer, self.raising = self.raising, jumps
        for statement in block:
            if state is None:
                self._bury_statement(statement, frame)
                continue
            # Joining states costs as much as there is in them.
            held = len(state.variables) + len(state.heap)
            self.budget.spend(1 + (held // 2 if jumps.catching else held // 16))
            self.budget.enter()
            jumps.may_raise(state)
            after = self._run(statement, state, frame, jumps)
            # What a statement does before it raises is done to the state that it was given.
            jumps.may_raise(state)
            state = after
            if state is not None:
                jumps.may_raise(state)
            self.budget.leave()
        self.raising = outer
        return state

    def _bury_statement(self, statement: ir.Statement, frame: Frame) -> None:
        """A statement that is never reached on this way."""
        if not frame.counted:
            return
        for inner in ir.statements((statement,)):
            self.dead.add(id(inner))
            for expression in ir.expressions(inner):
                self._bury(expression, frame)

    def _run(
        self, statement: ir.Statement, state: State, frame: Frame, jumps: Jumps
    ) -> State | None:
        if frame.counted:
            self.live.add(id(statement))
        match statement:
            case ir.Evaluate(value=value):
                self.evaluate(value, state, frame)
                return None if id(value) == self.take_never() else state
            case ir.Assign(targets=(ir.Subscript() as item,), value=value) if (
                self.language.finds_first and _disturb(item, value)
            ):
                container = self.evaluate(item.value, state, frame)
                keys = self.evaluate(item.key, state, frame)
                given = self.evaluate(value, state, frame)
                state.facts.clear()
                self._store_at(container, keys, given, state)
                return state
            case ir.Assign(targets=targets, value=value):
                given = self.evaluate(value, state, frame)
                if frame.counted and id(statement) in self.watched:
                    self.assigned[id(statement)] = join(self.assigned.get(id(statement), ()), given)
                for target in targets:
                    self.assign(target, given, state, frame)
                return state
            case ir.Augment():
                return self._augment(statement, state, frame)
            case ir.Return(value=maybe):
                result = self.evaluate(maybe, state, frame) if maybe is not None else literal(None)
                frame.result = join(frame.result, result)
                jumps.may_raise(state)
                left = self._of_outcome(maybe, result, state, frame)
                jumps.returns = join_state(jumps.returns, left)
                return None
            case ir.Raise(values=values):
                state.escape(*(self.evaluate(value, state, frame) for value in values))
                jumps.may_raise(state)
                return None
            case ir.Break(label=label):
                if label:
                    jumps.leave(label, state)
                else:
                    jumps.breaks = join_state(jumps.breaks, state)
                return None
            case ir.Continue(label=label):
                if label:
                    jumps.leave(_again(label), state)
                else:
                    jumps.continues = join_state(jumps.continues, state)
                return None
            case ir.If():
                return self._if(statement, state, frame, jumps)
            case ir.While():
                return self._loop(statement, state, frame, jumps)
            case ir.For():
                return self._loop(statement, state, frame, jumps)
            case ir.Try():
                return self._try(statement, state, frame, jumps)
            case ir.With():
                return self._with(statement, state, frame, jumps)
            case ir.Match():
                return self._match(statement, state, frame, jumps)
            case ir.Switch():
                return self._switch(statement, state, frame, jumps)
            case ir.Labelled():
                return self._labelled(statement, state, frame, jumps)
            case ir.Import(names=names):
                for name, path in names:
                    self._set(name, self.imported(path), state, frame)
                return state
            case ir.Define(scope=scope):
                self._decorate(statement, state, frame)
                self._set(scope.name, self.routine(scope), state, frame)
                return state
            case ir.DefineClass(scope=scope):
                return self._class(statement, scope, state, frame, jumps)
            case ir.Delete(targets=targets):
                for target in targets:
                    self._delete(target, state, frame)
                return state
            case ir.Assert(values=values):
                # It may not run at all; what it binds may or may not be bound.
                skipped = state.copy()
                for value in values:
                    state.escape(self.evaluate(value, state, frame))
                return join_state(skipped, state)
            case ir.Unmodelled(names=names):
                for name in names:
                    self._set(name, unknown("code that is not modelled"), state, frame)
                state.escape(*((Reference(site),) for site in state.heap))
                state.facts.clear()
                return state
            case _:
                return state

    def _of_outcome(
        self, node: ir.Expression | None, result: Value, state: State, frame: Frame
    ) -> State | None:
        """The state in which a function is left here, if it is one that its caller asks for."""
        if frame.outcome is None:
            return state
        if {self.language.truth(atom) for atom in result} == {not frame.outcome}:
            return None
        declared = frame.scope.kind == "function" and frame.scope.types.get("")
        if isinstance(node, ir.Cast) and node.type == declared:
            node = node.value
        return self.refine(node, state.copy(), frame, frame.outcome) if node is not None else state

    def _decorate(self, statement: ir.Statement, state: State, frame: Frame) -> None:
        for expression in ir.expressions(statement):
            state.escape(self.evaluate(expression, state, frame))

    # Targets

    def assign(self, target: ir.Expression, value: Value, state: State, frame: Frame) -> None:
        """Give a target a value."""
        match target:
            case ir.Name(name=name):
                self._set(name, value, state, frame)
            case ir.Sequence(items=items):
                self._unpack(items, value, state, frame)
            case ir.Spread(value=inner):
                self.assign(inner, self.lose(state, "collected items", value), state, frame)
            case ir.Attribute(value=owner, name=name):
                owners = self.evaluate(owner, state, frame)
                state.facts.clear()
                self.language.store(self, state, owners, name, value)
            case ir.Subscript(value=owner, key=key):
                container = self.evaluate(owner, state, frame)
                state.facts.clear()
                self._store(container, key, value, state, frame)
            case _:
                state.escape(value)
                for inner in ir.inside(target):
                    if isinstance(inner, ir.Name):
                        self._set(inner.name, unknown("an unusual target"), state, frame)

    def _set(self, name: str, value: Value, state: State, frame: Frame) -> None:
        scope = frame.scope
        if state.facts:
            forget_variable(state, name)
        if name in frame.hidden:
            self.share(name, value, state, scope)
            state.variables[name] = value
            return
        if name in scope.outer or not scope.binds(name) or frame.settled:
            state.escape(value)
            return
        self.share(name, value, state, scope)
        state.variables[name] = value

    def _unpack(
        self, items: tuple[ir.Expression, ...], value: Value, state: State, frame: Frame
    ) -> None:
        spread = any(isinstance(item, ir.Spread) for item in items)
        parts: list[Value] | None = None
        for atom in value:
            exact = exact_items((atom,), state)
            if exact is None or spread or len(exact) != len(items):
                parts = None
                break
            parts = (
                list(exact)
                if parts is None
                else [join(a, b) for a, b in zip(parts, exact, strict=True)]
            )
        if parts is None:
            element = self.elements(value, state)
            parts = [element] * len(items)
        for item, part in zip(items, parts, strict=True):
            self.assign(item, part, state, frame)

    def _store(
        self, container: Value, key: ir.Expression, value: Value, state: State, frame: Frame
    ) -> None:
        """``container[key] = value``: it holds this, too."""
        if isinstance(key, ir.Slice):
            for part in ir.children(key):
                self.evaluate(part, state, frame)
            if (key.low, key.high, key.step) == (None, None, None) and len(container) == 1:
                self._refill(container[0], value, state)
            else:
                state.escape(container, value)
            return
        self._store_at(container, self.evaluate(key, state, frame), value, state)

    def _store_at(self, container: Value, keys: Value, value: Value, state: State) -> None:
        known = False
        for atom in container:
            if isinstance(atom, Reference):
                self.put(atom, keys, value, state, certain=len(container) == 1)
                known = True
        others = tuple(atom for atom in container if not isinstance(atom, Reference))
        if not known or others:
            # What else may have items keeps them somewhere: it is no longer what it was.
            state.escape(value, others)

    def _refill(self, atom: Atom, value: Value, state: State) -> None:
        """``items[:] = value``: the same list with other items."""
        content = state.content(atom.site) if isinstance(atom, Reference) else None
        exact = exact_items(value, state)
        if not isinstance(atom, Reference) or not isinstance(content, Series) or exact is None:
            state.escape((atom,), value)
            return
        self.note(state)
        state.replace(atom.site, Series(content.kind, exact))

    def put(
        self,
        reference: Reference,
        keys: Value,
        value: Value,
        state: State,
        *,
        certain: bool = False,
    ) -> None:
        """A container may now hold a value under a key; it does if it is ``certain`` that one."""
        content = state.content(reference.site)
        wanted = plain_key(keys[0]) if len(keys) == 1 else None
        match content:
            case Table(items=pairs, rest=rest):
                known = dict(pairs)
                if wanted is None:
                    known = {name: join(old, value) for name, old in known.items()}
                    rest = join(rest, value)
                elif certain:
                    known[wanted] = value
                    self.note(state)
                    state.replace(reference.site, Table(tuple(known.items()), rest))
                    return
                else:
                    known[wanted] = join(value, known.get(wanted, rest))
                state.change(reference.site, Table(tuple(known.items()), rest))
            case Series(kind=kind, items=items, rest=rest):
                if isinstance(wanted, int) and 0 <= wanted < len(items):
                    changed = [*items]
                    changed[wanted] = value if certain else join(items[wanted], value)
                    self.note(state)
                    act = state.replace if certain else state.change
                    act(reference.site, Series(kind, tuple(changed), rest))
                else:
                    changed = [join(item, value) for item in items]
                    state.change(reference.site, Series(kind, tuple(changed), join(rest, value)))
            case _:
                state.escape(value)

    def _delete(self, target: ir.Expression, state: State, frame: Frame) -> None:
        state.facts.clear()
        match target:
            case ir.Name(name=name):
                if frame.owns(name):
                    state.variables[name] = unknown(f"`{name}` has been deleted")
            case ir.Sequence(items=items):
                for item in items:
                    self._delete(item, state, frame)
            case ir.Subscript(value=owner, key=key):
                container = self.evaluate(owner, state, frame)
                keys: Value = ()
                for part in ir.children(key) if isinstance(key, ir.Slice) else (key,):
                    keys = self.evaluate(part, state, frame)
                single = len(container) == 1 and not isinstance(key, ir.Slice)
                for atom in container:
                    if isinstance(atom, Reference) and not (
                        single and self._drop(atom, keys, state)
                    ):
                        self.shuffle(atom, (), state)
            case ir.Attribute(value=owner, name=name):
                owners = self.evaluate(owner, state, frame)
                gone = unknown(f"`{name}` has been deleted")
                self.language.store(self, state, owners, name, gone)
            case _:
                pass

    def _drop(self, reference: Reference, keys: Value, state: State) -> bool:
        """``del items[key]`` of a list or mapping that certainly has it; whether it is so."""
        content = state.content(reference.site)
        wanted = plain_key(keys[0]) if len(keys) == 1 else None
        left: Series | Table
        match content:
            case Series(kind="list", items=items, rest=()) if isinstance(wanted, int) and -len(
                items
            ) <= wanted < len(items):
                at = wanted % len(items)
                left = Series("list", (*items[:at], *items[at + 1 :]))
            case Table(items=pairs, rest=()) if wanted in dict(pairs):
                left = Table(tuple((key, value) for key, value in pairs if key != wanted))
            case _:
                return False
        self.note(state)
        state.replace(reference.site, left)
        return True

    def shuffle(self, reference: Reference, added: Value, state: State) -> None:
        """The container keeps what it held, some of it, anywhere; perhaps with this."""
        content = state.content(reference.site)
        match content:
            case Series(kind=kind, items=items, rest=rest):
                everything = joined((*items, rest, added))
                state.heap[reference.site] = Series(kind, (), everything)
            case Table(items=pairs, rest=rest):
                everything = joined((*(item for _, item in pairs), rest, added))
                state.heap[reference.site] = Table((), everything)
            case _:
                state.escape(added)

    def _augment(self, statement: ir.Augment, state: State, frame: Frame) -> State:
        target = statement.target
        if isinstance(target, ir.Name):
            old = self.lookup(target.name, state, frame)
            value = self.evaluate(statement.value, state, frame)
            new = self._in_place(statement, old, value, state)
            if frame.counted and id(statement) in self.watched:
                self.assigned[id(statement)] = join(self.assigned.get(id(statement), ()), new)
            self._set(target.name, new, state, frame)
            return state
        # A list that is an item or a field grows itself, for every name it has.
        old = self.evaluate(target, state, frame)
        value = self.evaluate(statement.value, state, frame)
        owner: Value = ()
        if isinstance(target, ir.Subscript):
            owner = self.evaluate(target.value, state, frame)
        state.escape(old)
        lost = self.lose(state, "a result of an operator on an item", value)
        self.assign(target, lost, state, frame)
        state.escape(owner)
        return state

    def _in_place(self, statement: ir.Augment, old: Value, value: Value, state: State) -> Value:
        """A list grows in place, for every name it has; other values are made anew."""
        if not any(isinstance(atom, Reference) for atom in old):
            return self.operate(statement, statement.op, old, value, state)
        if statement.op != "+":
            return self.lose(state, f"a result of `{statement.op}=`", old, value)
        for atom in old:
            content = state.content(atom.site) if isinstance(atom, Reference) else None
            if not isinstance(content, Series) or content.kind != "list":
                return self.lose(state, "a result of `+=`", old, value)
        added = self.elements(value, state)
        for atom in old:
            assert isinstance(atom, Reference)
            self.extend(atom, added, state)
        return old

    def extend(self, reference: Reference, added: Value, state: State) -> None:
        """The list may hold any number of these behind what it held."""
        content = state.content(reference.site)
        if isinstance(content, Series):
            grown = Series(content.kind, content.items, join(content.rest, added))
            state.change(reference.site, grown)
        else:
            state.escape(added)

    # Branches and loops

    def _if(self, statement: ir.If, state: State, frame: Frame, jumps: Jumps) -> State | None:
        result: State | None = None
        current: State | None = state
        for test, body in statement.branches:
            if current is None:
                self._bury_block(body, frame)
                continue
            value = self.evaluate(test, current, frame)
            jumps.may_raise(current)
            truths = {self.language.truth(atom) for atom in value}
            taken = None if truths == {False} else self.refine(test, current.copy(), frame, True)
            if taken is None:
                self._bury_block(body, frame)
            else:
                result = join_state(result, self.run_block(body, taken, frame, jumps))
            current = None if truths == {True} else self.refine(test, current, frame, False)
        if current is None:
            self._bury_block(statement.orelse, frame)
            return result
        return join_state(result, self.run_block(statement.orelse, current, frame, jumps))

    def _bury_block(self, block: ir.Block, frame: Frame) -> None:
        for statement in block:
            self._bury_statement(statement, frame)

    def _loop(
        self, statement: ir.While | ir.For, state: State, frame: Frame, jumps: Jumps
    ) -> State | None:
        """Rounds until nothing is added; then the way on when the loop is over or left."""
        inner = Jumps(catching=jumps.catching)
        iterable: Value = ()
        if isinstance(statement, ir.For):
            iterable = self.evaluate(statement.iterable, state, frame)
        head, over = self._known_rounds(statement, iterable, state, frame, inner)
        for attempt in range(ROUNDS):
            if head is None:
                break
            inner.continues = None
            self._forget(head, frame)
            back, over = self._round_of(statement, iterable, head.copy(), frame, inner)
            if back is None:
                break
            merged = join_state(head.copy(), back)
            assert merged is not None
            # What the round has made and handed on is no more than what the next one makes.
            self._forget(merged, frame)
            if same(head, merged):
                break
            if attempt >= PLAIN_ROUNDS:
                merged = widened(head, merged)
                if same(head, merged):
                    break
            head = merged
        else:
            raise TooLarge
        inner.pass_on(jumps)
        if over is None:
            self._bury_block(statement.orelse, frame)
        else:
            over = self.run_block(statement.orelse, over, frame, jumps)
        return join_state(over, inner.breaks)

    def _known_rounds(
        self,
        statement: ir.While | ir.For,
        iterable: Value,
        state: State,
        frame: Frame,
        jumps: Jumps,
    ) -> tuple[State | None, State | None]:
        """Run the rounds that are certainly run, one by one.

        The state before the first round that is not certain, ``None`` if there is none; and, then
        only, the state in which the loop is over.
        """
        if isinstance(statement, ir.While) and statement.body_first:
            return state, None
        head: State | None = state
        items = self._listed(iterable, state) if isinstance(statement, ir.For) else None
        for number in range(KNOWN_ROUNDS + 1):
            if head is None:
                return None, None
            self._forget(head, frame)
            if isinstance(statement, ir.For):
                now = self._listed(iterable, head)
                if not statement.modelled or items is None or now is None or len(now) != len(items):
                    return head, None
                if number == len(items):
                    if not number:
                        self._bury_block(statement.body, frame)
                    return None, head
                if number == KNOWN_ROUNDS or len(items) > KNOWN_ROUNDS:
                    return head, None
                # Some iterations see what is changed meanwhile, some do not.
                item = join(items[number], now[number])
                self.assign(statement.target, item, head, frame)
                jumps.may_raise(head)
            else:
                taken, over = self._test(statement.test, head.copy(), frame, jumps)
                if taken is None:
                    if not number:
                        self._bury_block(statement.body, frame)
                    return None, over
                if over is not None or number == KNOWN_ROUNDS:
                    return head, None
                head = taken
            jumps.continues = None
            head = self._rest_of_round(statement, head, frame, jumps)
        return head, None

    @staticmethod
    def _forget(state: State, frame: Frame) -> None:
        """Between two rounds nothing holds a container but variables: those of this scope alone."""
        if not frame.callers and not frame.settled and not frame.hidden:
            state.forget()

    @staticmethod
    def _listed(iterable: Value, state: State) -> tuple[Value, ...] | None:
        """The items of a list whose number and order are known."""
        if len(iterable) != 1:
            return None
        (atom,) = iterable
        content = state.content(atom.site) if isinstance(atom, Reference) else atom
        if isinstance(content, Series) and content.kind in ("list", "tuple") and not content.rest:
            return content.items
        return None

    def _rest_of_round(
        self, statement: ir.While | ir.For, state: State, frame: Frame, jumps: Jumps
    ) -> State | None:
        """The body, and what leads from its end to the next round."""
        end = join_state(self.run_block(statement.body, state, frame, jumps), jumps.continues)
        if statement.label:
            end = join_state(end, jumps.labelled.pop(_again(statement.label), None))
        if isinstance(statement, ir.While):
            end = self.run_block(statement.update, end, frame, jumps)
        return end

    def _round_of(
        self,
        statement: ir.While | ir.For,
        iterable: Value,
        state: State,
        frame: Frame,
        jumps: Jumps,
    ) -> tuple[State | None, State | None]:
        """One round: the state in which the next one begins, and that in which the loop is over."""
        over: State | None = None
        taken: State | None = state
        if isinstance(statement, ir.For):
            over = state.copy()
            item = (
                self.elements(iterable, state)
                if statement.modelled
                else self.lose(state, "items of an unusual iteration", iterable)
            )
            self.assign(statement.target, item, state, frame)
            jumps.may_raise(state)
        elif not statement.body_first:
            taken, over = self._test(statement.test, state, frame, jumps)
        if taken is None:
            self._bury_block(statement.body, frame)
            return None, over
        end = self._rest_of_round(statement, taken, frame, jumps)
        if isinstance(statement, ir.While) and statement.body_first and end is not None:
            end, over = self._test(statement.test, end, frame, jumps)
        return end, over

    def _test(
        self, test: ir.Expression, state: State, frame: Frame, jumps: Jumps
    ) -> tuple[State | None, State | None]:
        """The states in which a test came out true, and false."""
        value = self.evaluate(test, state, frame)
        jumps.may_raise(state)
        truths = {self.language.truth(atom) for atom in value}
        no = None if truths == {True} else self.refine(test, state.copy(), frame, False)
        yes = None if truths == {False} else self.refine(test, state, frame, True)
        return yes, no

    def _labelled(
        self, statement: ir.Labelled, state: State, frame: Frame, jumps: Jumps
    ) -> State | None:
        for value in statement.values:
            self.evaluate(value, state, frame)
        jumps.may_raise(state)
        end = self.run_block(statement.body, state, frame, jumps)
        if statement.label:
            end = join_state(end, jumps.labelled.pop(statement.label, None))
        return end

    def _switch(
        self, statement: ir.Switch, state: State, frame: Frame, jumps: Jumps
    ) -> State | None:
        """Arms in order; whatever the order, the default is for what no label is equal to."""
        subject = self.evaluate(statement.subject, state, frame)
        jumps.may_raise(state)
        rest: State | None = state
        entries: list[State | None] = []
        for arm in statement.arms:
            entry, rest, subject = self._entry(statement, arm, subject, rest, frame)
            entries.append(entry)
        inner = Jumps(catching=jumps.catching)
        result: State | None = None
        falling: State | None = None
        for arm, entry in zip(statement.arms, entries, strict=True):
            begin = join_state(entry, falling)
            if arm.default:
                begin, rest = join_state(begin, rest.copy() if rest is not None else None), None
            if begin is None:
                self._bury_block(arm.body, frame)
                falling = None
                continue
            end = self.run_block(arm.body, begin, frame, inner)
            falling = end if arm.falls else None
            result = result if arm.falls else join_state(result, end)
        inner.pass_on(jumps)
        jumps.continues = join_state(jumps.continues, inner.continues)
        result = join_state(join_state(result, falling), inner.breaks)
        return join_state(result, rest)

    def _entry(
        self,
        statement: ir.Switch,
        arm: ir.Arm,
        subject: Value,
        rest: State | None,
        frame: Frame,
    ) -> tuple[State | None, State | None, Value]:
        """The state in which an arm is chosen, the one in which it is not, and the subject then."""
        entry: State | None = None
        for label in arm.labels:
            if rest is None:
                break
            wanted = self.evaluate(label, rest, frame)
            outcomes = [(atom, self.compare(statement.op, (atom,), wanted)) for atom in subject]
            same_as = tuple(atom for atom, outcome in outcomes if outcome is not False)
            others = tuple(atom for atom, outcome in outcomes if outcome is not True)
            if same_as:
                chosen = rest.copy()
                equal = self._equal_to(wanted)
                exact = equal is not None and not self.unit.custom_equality()
                exact = exact and all(isinstance(a, Text) and a.flavour == "str" for a in wanted)
                exact = exact and not _is_set_by_label(statement)
                if isinstance(statement.subject, ir.Name) and equal is not None and exact:
                    self._narrow(statement.subject, equal, chosen, frame)
                    self.measures.add("guard")
                entry = join_state(entry, chosen)
            if arm.guard is not None:
                continue
            if not others:
                rest = None
            subject = others
        if arm.names and rest is not None:
            matched = rest.copy()
            for name in arm.names:
                self._set(name, unknown(f"`{name}` is taken from a pattern"), matched, frame)
            entry = join_state(entry, matched)
        if arm.guard is not None and entry is not None:
            self.evaluate(arm.guard, entry, frame)
            self.note(entry)
            rest = join_state(rest, entry.copy())
            entry = self.refine(arm.guard, entry, frame, True)
        return entry, rest, subject

    # Exceptions and contexts

    def _try(self, statement: ir.Try, state: State, frame: Frame, jumps: Jumps) -> State | None:
        inner = Jumps(catching=True)
        inner.may_raise(state)
        end = self.run_block(statement.body, state, frame, inner)
        caught = inner.raises
        assert caught is not None
        outside = Jumps(catching=True, raises=caught.copy())
        inner.raises = None
        done = self.run_block(statement.orelse, end, frame, outside)
        inner.pass_loops_on(outside)
        inner.pass_on(outside)
        for handler in statement.handlers:
            entered = caught.copy()
            if handler.types is not None:
                self.evaluate(handler.types, entered, frame)
            if handler.name is not None:
                self._set(
                    handler.name, unknown(f"`{handler.name}` is an exception"), entered, frame
                )
            left = self.run_block(handler.body, entered, frame, outside)
            if left is not None and handler.name is not None:
                self._delete(ir.Name(0, 0, handler.name), left, frame)
            done = join_state(done, left)
        if not statement.final:
            outside.pass_loops_on(jumps)
            outside.pass_on(jumps)
            return done
        return self._finally(statement.final, done, outside, frame, jumps)

    def _finally(
        self, final: ir.Block, done: State | None, left: Jumps, frame: Frame, jumps: Jumps
    ) -> State | None:
        """The block runs on every way out, and may turn it into another."""
        for way in ("breaks", "continues", "returns", "raises"):
            state: State | None = getattr(left, way)
            if state is None:
                continue
            end = self.run_block(final, state.copy(), frame, jumps)
            if way != "raises" or jumps.catching:
                setattr(jumps, way, join_state(getattr(jumps, way), end))
        for label, away in left.labelled.items():
            end = self.run_block(final, away.copy(), frame, jumps) if away is not None else None
            if end is not None:
                jumps.leave(label, end)
        return self.run_block(final, done, frame, jumps) if done is not None else None

    def _with(self, statement: ir.With, state: State, frame: Frame, jumps: Jumps) -> State | None:
        swallows = False
        for manager, target in statement.items:
            value = self.evaluate(manager, state, frame)
            # A client is the same whether it is waited for or not.
            entered = self._entered(value) if statement.modelled or _is_client(value) else None
            if entered is None:
                swallows = True
                entered = self.lose(state, "what a context manager gives", value)
            if target is not None:
                self.assign(target, entered, state, frame)
            jumps.may_raise(state)
        inner = Jumps(catching=True)
        inner.may_raise(state)
        end = self.run_block(statement.body, state, frame, inner)
        if swallows:
            end = join_state(end, inner.raises.copy() if inner.raises is not None else None)
        inner.pass_loops_on(jumps)
        inner.pass_on(jumps)
        return end

    @staticmethod
    def _entered(value: Value) -> Value | None:
        """What ``as`` binds, if this context manager is known to swallow no exception."""
        if value and all(isinstance(atom, Instance) and atom.kind in TRANSPARENT for atom in value):
            return value
        return None

    def _match(self, statement: ir.Match, state: State, frame: Frame, jumps: Jumps) -> State | None:
        subject = self.evaluate(statement.subject, state, frame)
        state.escape(subject)
        name = statement.subject if isinstance(statement.subject, ir.Name) else None
        result: State | None = None
        rest: State | None = state
        for case in statement.cases:
            if rest is None:
                self._bury_block(case.body, frame)
                continue
            certain, others = self._matching(case, subject)
            taken: State | None = rest.copy() if certain is not False else None
            if taken is not None:
                taken, refused = self._taken(case, name, subject, taken, frame, jumps)
                # What a guard does that comes out false has been done all the same.
                rest = join_state(rest, refused) or rest
            if taken is None:
                self._bury_block(case.body, frame)
            # A pattern that is tried may bind names even if its guard fails.
            for part in (*case.parts, *((case.whole,) if case.whole else ())):
                self._set(part, unknown(f"`{part}` is taken from a pattern"), rest, frame)
            result = join_state(result, self.run_block(case.body, taken, frame, jumps))
            if case.guard is None:
                rest, subject = (None if certain else rest), others
        return join_state(result, rest)

    def _matching(self, case: ir.Case, subject: Value) -> tuple[bool | None, Value]:
        """Whether a pattern takes the subject, and what the subject may be if it does not."""
        if case.always:
            return True, ()
        if case.constants is None:
            return None, subject
        wanted = [self._constant(constant.value) for constant in case.constants]
        left: list[Atom] = []
        may = False
        for atom in subject:
            outcomes = {self.compare("==", (atom,), one) for one in wanted}
            may = may or outcomes != {False}
            if True not in outcomes:
                left.append(atom)
        return (None if left and may else may), tuple(left)

    def _taken(
        self,
        case: ir.Case,
        name: ir.Name | None,
        subject: Value,
        taken: State,
        frame: Frame,
        jumps: Jumps,
    ) -> tuple[State | None, State | None]:
        """The state in which the body of a case begins, and that in which its guard refuses."""
        for part in case.parts:
            self._set(part, unknown(f"`{part}` is taken from a pattern"), taken, frame)
        if case.whole is not None:
            self._set(case.whole, subject, taken, frame)
        if case.constants is not None and name is not None and not self.unit.custom_equality():
            chosen = joined(self._constant(constant.value) for constant in case.constants)
            if all(isinstance(atom, Text) and atom.flavour == "str" for atom in chosen):
                self._narrow(name, chosen, taken, frame)
                self.measures.add("guard")
        if case.guard is None:
            return taken, None
        self.evaluate(case.guard, taken, frame)
        jumps.may_raise(taken)
        refused = taken.copy()
        return self.refine(case.guard, taken, frame, True), refused

    def _class(
        self,
        statement: ir.DefineClass,
        scope: ir.Scope,
        state: State,
        frame: Frame,
        jumps: Jumps,
    ) -> State:
        """The body runs here, in a scope of its own that methods do not see."""
        self._decorate(statement, state, frame)
        inner = Frame(scope, settled=frame.settled, counted=frame.counted, callers=frame.callers)
        own = State({}, state.heap, False, state.several)
        left = Jumps(catching=True)
        end = self.run_block(scope.body, own.copy(), inner, left)
        for outcome in (end, left.raises):
            if outcome is not None:
                for value in outcome.variables.values():
                    outcome.escape(value)
                state.several |= outcome.several
                for site, content in outcome.heap.items():
                    known = site in state.heap
                    state.heap[site] = join_content(state.heap[site], content) if known else content
        value = unknown(f"`{scope.name}` is decorated") if scope.decorators else (Class(scope),)
        self._set(scope.name, value, state, frame)
        jumps.may_raise(state)
        return state


def _disturb(target: ir.Subscript, value: ir.Expression) -> bool:
    """Whether where an item is put, or what, depends on which of the two is found out first."""
    if isinstance(target.key, (ir.Constant, ir.Slice)):
        return False
    for one, other in ((target, value), (value, target)):
        bound = {node.target.name for node in ir.inside(one) if isinstance(node, ir.Bind)}
        if bound and any(isinstance(n, ir.Name) and n.name in bound for n in ir.inside(other)):
            return True
    return False


def _is_client(value: Value) -> bool:
    return bool(value) and all(isinstance(one, Instance) and one.kind == CLIENT for one in value)


def _is_set_by_label(statement: ir.Switch) -> bool:
    """Whether a label gives the variable that is looked at another value."""
    name = statement.subject.name if isinstance(statement.subject, ir.Name) else ""
    return any(
        isinstance(node, ir.Bind) and node.target.name == name
        for arm in statement.arms
        for label in arm.labels
        for node in ir.inside(label)
    )


def _again(label: str) -> str:
    """The name under which it is kept that a labelled loop is begun again."""
    return f"continue {label}"


TRANSPARENT = frozenset(
    {"file", "zip archive", "tar archive", "temporary folder", "answer of a request", CLIENT}
)
"""Context managers that give themselves and swallow nothing."""
