"""What expressions may give."""

from abc import ABC

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Actuals, Frame
from fpcache_ops.validators.safe_patterns.engine.machine import Calling, Machine
from fpcache_ops.validators.safe_patterns.engine.members import member_of
from fpcache_ops.validators.safe_patterns.engine.state import State, join_state, same
from fpcache_ops.validators.safe_patterns.engine.values import (
    ADDRESS,
    BOOLEANS,
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
    joined,
    literal,
    text,
    unknown,
)


class Expressions(Machine, ABC):
    """Evaluates expressions."""

    def evaluate(self, node: ir.Expression, state: State, frame: Frame) -> Value:
        """Everything that an expression may give; the state is changed by what it does."""
        self.budget.step()
        self.budget.enter()
        value = state.facts.get(member_of(node) or "") if state.facts else None
        if value is None:
            value = self._evaluate(node, state, frame) or unknown("a value that is never set")
        self.budget.leave()
        if frame.counted and id(node) in self.watched:
            known = self.values.get(id(node), ())
            self.values[id(node)] = join(known, value)
        return value

    def _evaluate(self, node: ir.Expression, state: State, frame: Frame) -> Value:
        match node:
            case ir.Constant(value=constant):
                return self._constant(constant)
            case ir.Name(name=name):
                return self.lookup(name, state, frame)
            case ir.Attribute(value=inner, name=name):
                owner = self.evaluate(inner, state, frame)
                if self.language.lends_owner:
                    self.owners[id(node)] = owner
                known = self.language.property_of(self, state, frame, node)
                return known if known is not None else self._attribute(node, owner, name, state)
            case ir.Subscript():
                return self._subscript(node, state, frame)
            case ir.Call():
                return self._call(node, state, frame)
            case ir.Binary():
                return self._binary(node, state, frame)
            case ir.Unary(op=op, operand=operand):
                return self._unary(op, self.evaluate(operand, state, frame), state)
            case ir.Logical():
                return self._logical(node, state, frame)
            case ir.Compare():
                return self._compare(node, state, frame)
            case ir.Choice():
                return self._choice(node, state, frame)
            case ir.Interpolated():
                return self._interpolated(node, state, frame)
            case ir.Sequence():
                return self._sequence(node, state, frame)
            case ir.Mapping():
                return self._mapping(node, state, frame)
            case ir.Comprehension():
                return self.comprehension(node, state, frame, consumed=False)
            case ir.Bind(target=target, value=inner):
                value = self.evaluate(inner, state, frame)
                self.note(state)
                self.assign(target, value, state, frame)
                return value
            case ir.Library(path=path):
                return self.imported(path)
            case ir.ClassName(scope=scope):
                return (Class(scope),)
            case ir.Receiver(scope=scope):
                return self.language.receiver(scope)
            case ir.Cast(value=inner, type=declared):
                value = self.evaluate(inner, state, frame)
                if state.facts and declared == "await":
                    self.forget_shared(state, frame.scope)
                known = self.language.cast(declared, value)
                if declared == "await":
                    # Whoever waits may be given the object itself, as something not known.
                    state.escape(tuple(atom for atom in value if atom not in known))
                return known
            case ir.Anonymous(arguments=arguments):
                state.escape(state.variables.get("this", ()))
                given = [self.evaluate(argument, state, frame) for argument in arguments]
                lost = self.lose(state, "an object of a class without a name", *given)
                return self.language.unnamed(node.scope, lost)
            case ir.Lambda(scope=scope):
                for default in ir.children(node):
                    state.escape(self.evaluate(default, state, frame))
                state.escape(state.variables.get("this", ()))
                if frame.scope is self.capturing and frame.counted:
                    self._capture(scope, state, frame)
                return (Routine(scope),)
            case ir.Spread(value=inner):
                return self.lose(state, "spread items", self.evaluate(inner, state, frame))
            case _:
                values = [self.evaluate(child, state, frame) for child in ir.children(node)]
                state.facts.clear()
                why = node.why if isinstance(node, ir.Opaque) else "an unusual expression"
                if isinstance(node, ir.Opaque) and node.unread:
                    # Whatever stands in it may be done to whatever there is.
                    state.escape(*((Reference(site),) for site in state.heap))
                return self.lose(state, f"an expression that is {why}", *values)

    def _capture(self, made: ir.Scope, state: State, frame: Frame) -> None:
        """What is known of variables that never change, where a function is made that sees them."""
        for name, bindings in frame.scope.bindings.items():
            value = state.variables.get(name, ())
            once = len(bindings) == 1 and bindings[0].kind in ("assign", "parameter")
            if not once or name in frame.scope.unsteady or self.unit.written_elsewhere(name):
                continue
            if value:
                key = (id(made), name)
                self.captured[key] = join(self.captured.get(key, ()), value)

    def forget_shared(self, state: State, scope: ir.Scope) -> None:
        """Other code runs; what a request holds it leaves to the one that answers it.

        Of an object that was made here it knows only if a function inside mentions it.
        """
        for path in list(state.facts):
            root, part = path.split(".")[:2]
            own = state.variables.get(root) == (Instance(ADDRESS),)
            if own and not self.unit.mentioned_inside(root, scope):
                continue
            if not (self.is_source(f"?{root}.{part}") or self.is_source(f"builtins.{root}.{part}")):
                del state.facts[path]

    @staticmethod
    def _constant(constant: object) -> Value:
        match constant:
            case str():
                return text(constant)
            case bytes():
                return text(constant.decode("latin-1"), "bytes")
            case bool() | int() | float() | None:
                return literal(constant)
            case Literal():
                return (constant,)
            case _:
                return unknown("an ellipsis")

    def _attribute(self, node: ir.Attribute, owner: Value, name: str, state: State) -> Value:
        result: Value = ()
        for atom in owner:
            result = join(result, self._attribute_of(node, (atom,), name, state))
        return result

    def _attribute_of(self, node: ir.Attribute, owner: Value, name: str, state: State) -> Value:
        (atom,) = owner
        match atom:
            case Symbol(path=path):
                if self.unit.attribute_written(name):
                    return unknown(f"`{name}` is set as an attribute somewhere")
                whole = f"{path}.{name}"
                if whole in self.constants:
                    return self.constants[whole]
                return (Symbol(whole),)
            case Unknown(cause=cause):
                shown = self.unit.says(node.start, node.end)
                if cause.source:
                    return owner
                if isinstance(node.value, ir.Name) and self.is_source(f"?{node.value.name}.{name}"):
                    return unknown(f"`{shown}` is user input", source=True)
                if "parameter" in cause.text:
                    return owner
                return unknown(f"`{shown}` is not known", made=cause.made)
            case Routine(scope=scope) if (
                isinstance(node, ir.Applied) and scope.types.get("") == node.type
            ):
                return owner
            case _ if isinstance(node, ir.Method):
                return (Bound(atom, name),)
            case Text() | Series() | Table() | Reference() | Number() | Literal() | Instance():
                special = self.language.attribute(self, state, atom, name)
                return special if special is not None else (Bound(atom, name),)
            case _:
                special = self.language.attribute(self, state, atom, name)
                if special is not None:
                    return special
                return unknown(f"`{self.unit.says(node.start, node.end)}` may be set by other code")

    def _subscript(self, node: ir.Subscript, state: State, frame: Frame) -> Value:
        owner = self.evaluate(node.value, state, frame)
        if isinstance(node.key, ir.Slice):
            bounds = [
                self.evaluate(part, state, frame) if part is not None else literal(None)
                for part in (node.key.low, node.key.high, node.key.step)
            ]
            return joined(self._sliced(node, atom, bounds, state) for atom in owner)
        key = self.evaluate(node.key, state, frame)
        if self.language.lends_owner:
            self.owners[id(node)] = owner
        slices = [one for one in key if isinstance(one, Instance) and one.kind == SLICE]
        result = joined(
            self._sliced(node, atom, list(one.details), state) for one in slices for atom in owner
        )
        if slices:
            key = tuple(one for one in key if one not in slices)
        for atom in owner if key or not slices else ():
            result = join(result, self._item(node, (atom,), key, state))
        return result

    def _item(self, node: ir.Subscript, owner: Value, key: Value, state: State) -> Value:
        (atom,) = owner
        special = self.language.item(self, state, atom, key)
        if special is not None:
            return special
        shown = self.unit.says(node.start, node.end)
        content = state.content(atom.site) if isinstance(atom, Reference) else atom
        match content:
            case Text() as whole if whole.constant is not None and whole.flavour == "str":
                index = _index(key)
                if index is not None and -len(whole.constant) <= index < len(whole.constant):
                    return text(whole.constant[index])
                return unknown(f"`{shown}`, a letter of a text")
            case Series(kind=kind, items=items, rest=rest) if kind in ("list", "tuple"):
                return self._nth(items, rest, key)
            case Table(items=pairs, rest=rest):
                return self.entry(pairs, rest, key)
            case Symbol(path=path):
                constant = self.constants.get(f"{path}[]")
                if constant is not None:
                    return constant
                if self.is_source(path):
                    return unknown(f"`{shown}` is user input", source=True)
                return unknown(f"`{shown}` is not known")
            case Unknown(cause=cause):
                if cause.source:
                    return owner
                return unknown(f"`{shown}` is not known: {cause.text}", made=cause.made)
            case _:
                return self.lose(state, f"`{shown}` is not known", owner, key)

    @staticmethod
    def _nth(items: tuple[Value, ...], rest: Value, key: Value) -> Value:
        index = _index(key)
        if index is not None:
            if 0 <= index < len(items):
                return items[index]
            if -len(items) <= index < 0 and not rest:
                return items[index]
        return joined((*items, rest))

    @staticmethod
    def entry(pairs: tuple[tuple[str | int, Value], ...], rest: Value, key: Value) -> Value:
        """What a mapping gives for a key; a missing one raises."""
        known = dict(pairs)
        result: Value = ()
        for atom in key:
            wanted = plain_key(atom)
            if wanted is None:
                return joined((*known.values(), rest))
            result = join(result, known.get(wanted, rest))
        return result

    def _sliced(
        self, node: ir.Expression, atom: object, bounds: list[Value], state: State
    ) -> Value:
        indices = [_bound(bound) for bound in bounds]
        exact = None not in indices
        low, high, step = (index[0] if index is not None else None for index in indices)
        if step == 0:
            exact = False
        content = state.content(atom.site) if isinstance(atom, Reference) else atom
        match content:
            case Text() as whole if whole.constant is not None and whole.flavour == "str" and exact:
                return text(whole.constant[low:high:step])
            case Series(kind=kind, items=items, rest=rest) if kind in ("list", "tuple"):
                if exact and not rest:
                    return self.made(node, Series(kind, items[low:high:step]), state)
                return self.made(node, Series(kind, (), joined((*items, rest))), state)
            case Unknown() as lost:
                return (lost,)
            case Instance() as whole if self.methods is not None:
                calling = Calling(self, state, site_of(node), Actuals())
                part = self.methods(calling, whole, "__getitem__")
                return part if part is not None else unknown("a part of an object")
            case _:
                shown = self.unit.says(node.start, node.end)
                return unknown(f"`{shown}`, a part of something")

    def made(self, node: ir.Expression, content: Series | Table, state: State) -> Value:
        """A new container, mutable unless it is a tuple or the like."""
        if isinstance(content, Series) and content.kind not in ("list", "set"):
            return (content,)
        site = site_of(node)
        state.allocate(site, content)
        return (Reference(site),)

    def _binary(self, node: ir.Binary, state: State, frame: Frame) -> Value:
        spine: list[ir.Binary] = [node]
        while isinstance(spine[-1].left, ir.Binary):
            self.budget.step()
            spine.append(spine[-1].left)
        value = self.evaluate(spine[-1].left, state, frame)
        for part in reversed(spine):
            right = self.evaluate(part.right, state, frame)
            value = self.operate(part, part.op, value, right, state)
            if frame.counted and id(part) in self.watched:
                self.values[id(part)] = join(self.values.get(id(part), ()), value)
        return value

    def operate(self, node: ir.Node, op: str, left: Value, right: Value, state: State) -> Value:
        """What an operator gives."""
        if self.operators is not None:
            special = [self.operators(state, op, a, b) for a in left for b in right]
            if special and all(found is not None for found in special):
                return joined(found for found in special if found is not None)
            if any(found is not None for found in special):
                known = joined(found for found in special if found is not None)
                return join(known, self.lose(state, "an operator on mixed values", left, right))
        value = self.language.binary(self, state, site_of(node), op, left, right)
        return value if value is not None else self.lose(state, f"a result of `{op}`", left, right)

    def _unary(self, op: str, operand: Value, state: State) -> Value:
        if op == "not":
            truths = {self.language.truth(atom) for atom in operand}
            known = len(truths) == 1 and None not in truths
            return literal(truths == {False}) if known else BOOLEANS
        value = self.language.unary(op, operand)
        return value if value is not None else self.lose(state, f"a result of `{op}`", operand)

    def _logical(self, node: ir.Logical, state: State, frame: Frame) -> Value:
        """The value of the item that decides; what later items do happens on some ways only."""
        positive = node.op == "and"
        decides = self.language.is_set if node.op == "??" else self.language.truth
        result: Value = ()
        current: State | None = state.copy()
        after: State | None = None
        for index, item in enumerate(node.items):
            if current is None:
                break
            value = self.evaluate(item, current, frame)
            if index == len(node.items) - 1:
                result = join(result, value)
                after = join_state(after, current)
                break
            deciding = tuple(atom for atom in value if decides(atom) is not positive)
            if deciding:
                result = join(result, deciding)
            after = join_state(after, current)
            if node.op == "??":
                current = current.copy()
            else:
                current = self.refine(item, current.copy(), frame, positive)
            if not any(decides(atom) is not (not positive) for atom in value):
                current = None
        if after is not None:
            state.adopt(after)
        return result

    def _compare(self, node: ir.Compare, state: State, frame: Frame) -> Value:
        left = self.evaluate(node.left, state, frame)
        rights: list[Value] = []
        for _, right in node.links:
            # The first link that does not hold ends the chain.
            stopped = state.copy() if rights else None
            rights.append(self.evaluate(right, state, frame))
            state.adopt(join_state(stopped, state) or state)
        known = self.compare(node.links[0][0], left, rights[0]) if len(rights) == 1 else None
        return literal(known) if known is not None else BOOLEANS

    def compare(self, op: str, left: Value, right: Value) -> bool | None:
        """How a comparison comes out, if it always comes out the same."""
        outcomes = {self.language.compare(op, a, b) for a in left for b in right}
        return outcomes.pop() if len(outcomes) == 1 else None

    def _choice(self, node: ir.Choice, state: State, frame: Frame) -> Value:
        test = self.evaluate(node.test, state, frame)
        truths = {self.language.truth(atom) for atom in test}
        result: Value = ()
        after: State | None = None
        for positive, branch in ((True, node.then), (False, node.orelse)):
            if truths == {not positive}:
                self._bury(branch, frame)
                continue
            refined = self.refine(node.test, state.copy(), frame, positive)
            if refined is None:
                self._bury(branch, frame)
                continue
            result = join(result, self.evaluate(branch, refined, frame))
            after = join_state(after, refined)
        if after is not None:
            state.adopt(after)
        return result

    def _bury(self, node: ir.Expression, frame: Frame) -> None:
        """An expression that is never reached on this way."""
        if not frame.counted:
            return
        self.dead.update(id(inner) for inner in ir.inside(node) if id(inner) in self.watched)

    def _interpolated(self, node: ir.Interpolated, state: State, frame: Frame) -> Value:
        parts: list[str | tuple[Value, str, Value | None]] = []
        for part in node.parts:
            if isinstance(part, str):
                parts.append(part)
                continue
            value = self.evaluate(part.value, state, frame)
            spec = self.evaluate(part.spec, state, frame) if part.spec is not None else None
            parts.append((value, part.conversion, spec))
        return self.language.interpolated(self, tuple(parts))

    def _sequence(self, node: ir.Sequence, state: State, frame: Frame) -> Value:
        items: list[Value] = []
        rest: Value = ()
        open_ended = False
        for item in node.items:
            if isinstance(item, ir.Spread):
                inner = self.evaluate(item.value, state, frame)
                exact = exact_items(inner, state)
                if exact is not None and not open_ended:
                    items.extend(exact)
                else:
                    open_ended = True
                    rest = join(rest, self.elements(inner, state))
            else:
                value = self.evaluate(item, state, frame)
                if open_ended:
                    rest = join(rest, value)
                else:
                    items.append(value)
        if node.kind == "set":
            return self.made(node, Series("set", (), joined((*items, rest))), state)
        return self.made(node, Series(node.kind, tuple(items), rest), state)

    def _mapping(self, node: ir.Mapping, state: State, frame: Frame) -> Value:
        known: dict[str | int, Value] = {}
        rest: Value = ()
        for key_node, value_node in node.items:
            if key_node is None:
                spread = self.evaluate(value_node, state, frame)
                known, rest = self._merged(known, rest, spread, state)
                continue
            key = self.evaluate(key_node, state, frame)
            value = self.evaluate(value_node, state, frame)
            wanted = plain_key(key[0]) if len(key) == 1 else None
            if wanted is None:
                known = {name: join(old, value) for name, old in known.items()}
                rest = join(rest, value)
            else:
                known[wanted] = value
        return self.made(node, Table(tuple(known.items()), rest), state)

    def _merged(
        self, known: dict[str | int, Value], rest: Value, spread: Value, state: State
    ) -> tuple[dict[str | int, Value], Value]:
        """A mapping display after ``**spread``."""
        table = table_of(spread, state)
        if len(spread) == 1 and isinstance(spread[0], Symbol):
            inside = self.constants.get(f"{spread[0].path}[]")
            table = Table((), inside) if inside is not None else None
        if table is None:
            lost = self.lose(state, "spread items", spread)
            return {name: join(old, lost) for name, old in known.items()}, join(rest, lost)
        for name, value in table.items:
            known[name] = join(value, known.get(name, rest)) if table.rest else value
        if table.rest:
            known = {name: join(old, table.rest) for name, old in known.items()}
        return known, join(rest, table.rest)

    # Comprehensions

    def comprehension(
        self, node: ir.Comprehension, state: State, frame: Frame, *, consumed: bool
    ) -> Value:
        """What a comprehension makes.

        A generator that is not used up at once runs later: it sees only what is bound once.
        """
        lazy = node.kind == "lazy" and not consumed
        first = self.evaluate(node.clauses[0].iterable, state, frame) if node.clauses else ()
        if lazy:
            # It runs when somebody asks it for items, and may change what it mentions then.
            mentioned = {name.name for name in ir.inside(node) if isinstance(name, ir.Name)}
            held = (value for name, value in state.variables.items() if name in mentioned)
            state.escape(first, *held)
            inner = Frame(frame.scope, settled=True, counted=frame.counted, hidden=frame.hidden)
        else:
            inner = frame
        element: Value = ()
        for attempt in range(3):
            before = state.copy()
            round_state = state.copy()
            _, element = self._round(node, first, round_state, inner)
            after = join_state(before, round_state) or before
            state.heap, state.several = after.heap, after.several
            if same(State(heap=before.heap), State(heap=state.heap)):
                break
            if attempt == 2:
                state.escape(*((Reference(site),) for site in state.heap))
        if lazy:
            # Its names are read when it runs; what was seen on the way counts, its items do not.
            return self.lose(state, "items of a generator that runs later", element)
        if node.kind == "dict":
            return self.made(node, Table((), element), state)
        kind = "iterator" if node.kind == "lazy" else node.kind
        return self.made(node, Series(kind, (), element), state)

    def _round(
        self, node: ir.Comprehension, first: Value, state: State, frame: Frame
    ) -> tuple[Value, Value]:
        bound: list[tuple[str, Value | None]] = []
        current: State | None = state
        for index, clause in enumerate(node.clauses):
            if current is None:
                break
            iterable = first if index == 0 else self.evaluate(clause.iterable, current, frame)
            item = (
                self.elements(iterable, current)
                if clause.modelled
                else self.lose(current, "items of an unusual iteration", iterable)
            )
            for name in _names(clause.target):
                bound.append((name, current.variables.get(name)))
                frame.hidden[name] = frame.hidden.get(name, 0) + 1
            self.assign(clause.target, item, current, frame)
            for condition in clause.conditions:
                if current is None:
                    break
                self.evaluate(condition, current, frame)
                current = self.refine(condition, current, frame, True)
        key: Value = ()
        element: Value = ()
        if current is not None:
            if node.key is not None:
                key = self.evaluate(node.key, current, frame)
            element = self.evaluate(node.element, current, frame)
            state.heap, state.several = current.heap, current.several
        else:
            self._bury(node.element, frame)
        for name, old in reversed(bound):
            frame.hidden[name] -= 1
            if not frame.hidden[name]:
                del frame.hidden[name]
            if old is None:
                state.variables.pop(name, None)
            else:
                state.variables[name] = old
        return key, element

    def elements(self, value: Value, state: State) -> Value:
        """Everything that an iteration over a value may yield."""
        return joined(self._elements(atom, state) for atom in value)

    def _elements(self, atom: Atom, state: State) -> Value:
        special = self.language.elements(self, state, atom)
        if special is not None:
            return special
        content = state.content(atom.site) if isinstance(atom, Reference) else atom
        match content:
            case Series(items=items, rest=rest):
                return joined((*items, rest))
            case Table(items=pairs, rest=rest) if not rest:
                return joined(
                    text(key) if isinstance(key, str) else literal(key) for key, _ in pairs
                )
            case Text() as whole if whole.flavour == "str" and whole.constant is not None:
                return (
                    joined(text(letter) for letter in dict.fromkeys(whole.constant[:200]))
                    if len(whole.constant) <= 200
                    else unknown("letters of a long text")
                )
            case Instance(kind="keys", details=(inner,)):
                return self.elements(inner, state)
            case Instance(kind="values", details=(inner,)):
                table = table_of(inner, state)
                if table is not None:
                    return joined((*(item for _, item in table.items), table.rest))
                return unknown("values of a mapping that is not known")
            case Instance(kind="items", details=(inner,)):
                return self._pairs(inner, state)
            case Instance(kind="enumerate", details=(inner,)):
                return (Series("tuple", ((Number(),), self.elements(inner, state))),)
            case Instance(kind="zip", details=inners):
                return (Series("tuple", tuple(self.elements(inner, state) for inner in inners)),)
            case Instance(kind="reversed" | "chain", details=inners):
                return joined(self.elements(inner, state) for inner in inners)
            case Instance(kind="numbers"):
                return (Number(),)
            case Unknown(cause=cause):
                if cause.source:
                    return (content,)
                return unknown(f"an item of {_short(cause.text)}", made=cause.made)
            case Symbol(path=path) if self.is_source(path):
                return unknown(f"`{path}` is user input", source=True)
            case _:
                # Whoever gives items by code of its own may change while it does.
                state.escape((atom,))
                return unknown("items of something not known")

    def _pairs(self, inner: Value, state: State) -> Value:
        table = table_of(inner, state)
        if table is None or table.rest:
            lost = table.rest if table is not None else unknown("items of a mapping not known")
            values = joined((*(item for _, item in table.items), lost)) if table else lost
            return (Series("tuple", (unknown("a key of a mapping"), values)),)
        return joined(
            (Series("tuple", (text(key) if isinstance(key, str) else literal(key), item)),)
            for key, item in table.items
        )

    def _call(self, node: ir.Call, state: State, frame: Frame) -> Value:
        raise NotImplementedError


def _short(cause: str) -> str:
    return cause if len(cause) < 120 else cause[:117] + "..."


def _names(target: ir.Expression) -> list[str]:
    return [inner.name for inner in ir.inside(target) if isinstance(inner, ir.Name)]


SLICE = "slice"
"""A part of a sequence as a value, by its three bounds."""


def site_of(node: ir.Node) -> int:
    """The name of the place where something is made."""
    return node.start << 32 | node.end


def plain_key(atom: object) -> str | int | None:
    """The constant key that a value is; ``None`` if it may be another."""
    if isinstance(atom, Text) and atom.flavour == "str":
        return atom.constant
    if isinstance(atom, Literal) and atom.kind == "int" and isinstance(atom.value, int):
        return atom.value
    return None


def _index(key: Value) -> int | None:
    if len(key) != 1:
        return None
    atom = key[0]
    if isinstance(atom, Literal) and atom.kind == "int" and isinstance(atom.value, int):
        return atom.value
    return None


def _bound(value: Value) -> tuple[int | None] | None:
    """A constant bound of a slice, in a tuple so that an absent one is one, too."""
    if len(value) == 1 and isinstance(value[0], Literal):
        if value[0].kind == "NoneType":
            return (None,)
        if value[0].kind == "int" and isinstance(value[0].value, int):
            return (value[0].value,)
    return None


def exact_items(value: Value, state: State) -> tuple[Value, ...] | None:
    """The items of a sequence, if it is one whose length is known."""
    if len(value) != 1:
        return None
    atom = value[0]
    content = state.content(atom.site) if isinstance(atom, Reference) else atom
    if isinstance(content, Series) and content.kind != "set" and not content.rest:
        return content.items if not isinstance(atom, Reference) or content.items else None
    return None


def table_of(value: Value, state: State) -> Table | None:
    """The mapping that a value is, if its content is known."""
    if len(value) != 1:
        return None
    atom = value[0]
    content = state.content(atom.site) if isinstance(atom, Reference) else atom
    return content if isinstance(content, Table) else None
