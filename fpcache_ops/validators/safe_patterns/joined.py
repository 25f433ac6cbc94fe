"""What marked statements put together with what a sink gives: ``f"{Markup('<hr>')}{note}"``.

The sink is harmless by what it is given, and the text around it goes on to the next one.
"""

from collections.abc import Callable, Iterator

from fpcache_ops.validators.safe_patterns import beside, texts
from fpcache_ops.validators.safe_patterns.answers import Unproven
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.values import (
    Atom,
    Bound,
    Literal,
    Number,
    Reference,
    Series,
    Table,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import holes_of, user_input
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading

_SAME_TEXT = frozenset(
    {"capitalize", "casefold", "concat", "decode", "encode", "format", "join", "lower", "lstrip"}
    | {"normalize", "padEnd", "padStart", "repeat", "replace", "replaceAll", "rstrip", "slice"}
    | {"split", "strip", "substr", "substring", "swapcase", "title", "toLowerCase", "toString"}
    | {"toUpperCase", "translate", "trim", "trimEnd", "trimStart", "upper", "valueOf", "zfill"}
)
"""Methods whose result is made of the text that they are called on."""


def harm(reading: Reading, places: list[Place], sinks: list[ir.Call]) -> Iterator[Unproven]:
    """What is put into a text, or into a container, beside what a sink gives."""
    if not reading.family.neighbours:
        return
    inside = {id(node) for sink in sinks for node in ir.inside(sink)}
    for place in places:
        one = _Joined(reading, inside, frozenset(beside.drawn_from(place, sinks)))
        for node in one.parts(place):
            yield from one.judged(node)
        yield from one.kept(place)


class _Joined:
    """A look at one place: ``sinks`` are the nodes of its sinks and all inside them.

    ``drawn`` are variables that stand for what a sink gives.
    """

    def __init__(self, reading: Reading, sinks: set[int], drawn: frozenset[str]) -> None:
        family = reading.family
        self.reading = reading
        self.sinks = sinks
        self.drawn = drawn
        # What a family answers of whole pages is told where they are returned.
        self.shown = family.shown if not family.answered else None
        self.check = family.fragment or self.shown

    def parts(self, place: Place) -> Iterator[ir.Expression]:
        """What stands in a text beside a sink, or beside what is made of one."""
        pending = [(node, False) for node in place.expressions]
        while pending:
            node, in_text = pending.pop()
            if self._is_given(node):
                continue
            if not any(map(self._is_given, ir.inside(node))):
                if in_text:
                    yield node
                continue
            if texts.builds(node) and not texts.ways(node):
                value = self.reading.value(node)
                if _is_text(value):
                    # All of it is known: where in it something stands, too.
                    if not self._is_result(value):
                        yield node
                    continue
                in_text = True
            pending += [(part, in_text) for part in (_told(node) if in_text else ir.children(node))]

    def judged(self, node: ir.Expression) -> Iterator[Unproven]:
        """Whether what is put into a text is harmless there."""
        value = self.reading.value(node)
        brings = self._brings(node)
        if isinstance(node, ir.Call) and not brings and not _is_text(value):
            # What code out of sight gives is its own, but for what that is made of.
            for part in _made_of(node):
                yield from self.judged(part)
        elif self.check is not None and (not value or isinstance(node, (ir.Sequence, ir.Mapping))):
            # What is formatted or spread has no value of its own; a list is what is in it.
            for child in ir.children(node):
                yield from self.judged(child)
        elif self._is_put_apart(node, value):
            yield Unproven(f"where `{self.reading.says(node)}` is put is not seen")
        elif brings or (self.check is not None and not all(map(self._fits, value))):
            why = f"`{self.reading.says(node)}` is put into a text beside what is proven"
            yield Unproven(why, user_input((value,), self.reading.machine))

    def kept(self, place: Place) -> Iterator[Unproven]:
        """What is added to a text or a container, where these are shown."""
        for call in place.calls() if self.shown is not None else ():
            if id(call) not in self.sinks and self._only_keeps(call):
                for argument in call.arguments:
                    if self._brings(argument.value):
                        why = f"`{self.reading.says(call.callee)}` is given user input, too"
                        yield Unproven(why, source=True)

    def _is_put_apart(self, node: ir.Expression, value: Value) -> bool:
        """Whether something is escaped for a place in a text that is not known as a whole."""
        whole = any(map(self._is_given, ir.inside(node)))
        return (
            self.shown is not None
            and not whole
            and _is_text(value)
            and not all(_is_harmless(atom, None) for atom in value)
        )

    def _is_given(self, node: ir.Expression) -> bool:
        """Whether this is a sink, or stands for what one gives."""
        return id(node) in self.sinks or (isinstance(node, ir.Name) and node.name in self.drawn)

    def _is_result(self, value: Value) -> bool:
        """Whether a value is code of its own kind, as markup is, which escapes what is put in."""
        wanted = self.reading.family.result_flavour
        return (
            self.reading.family.result is not None
            and _is_text(value)
            and all(isinstance(atom, Text) and atom.flavour == wanted for atom in value)
        )

    def _only_keeps(self, call: ir.Call) -> bool:
        called = [atom for seen in self.reading.seen(call) for atom in seen.callee]
        kinds = (Text, Series, Table, Reference)
        return any(isinstance(a, Bound) and isinstance(a.receiver, kinds) for a in called)

    def _brings(self, node: ir.Expression) -> bool:
        """Whether user input is in an expression, other than by way of a sink or escaped."""
        if self._is_given(node):
            return False
        value = self.reading.value(node)
        if _is_text(value):
            return not all(_is_harmless(atom, self.check) for atom in value)
        if user_input((value,), self.reading.machine):
            return True
        return any(map(self._brings, ir.children(node)))

    def _fits(self, atom: Atom) -> bool:
        """Whether one of the things that are put into a text is harmless there."""
        if isinstance(atom, (Text, Number, Literal)):
            return _is_harmless(atom, self.check)
        # What an object turns into is looked at where it is run.
        return not isinstance(atom, Unknown) and self.reading.family.fragment is not None


def _told(node: ir.Expression) -> Iterator[ir.Expression]:
    """What of an expression a text tells: neither what chooses a part, nor the names of calls."""
    match node:
        case ir.Call(callee=callee, arguments=arguments):
            if isinstance(callee, ir.Attribute):
                yield callee.value
            yield from (argument.value for argument in arguments)
        case ir.Subscript(value=value):
            yield value
        case ir.Choice(then=then, orelse=orelse):
            yield from (then, orelse)
        case ir.Compare():
            pass
        case ir.Comprehension(key=key, element=element, clauses=clauses):
            yield from (clause.iterable for clause in clauses)
            yield from (key, element) if key is not None else (element,)
        case _:
            yield from ir.children(node)


def _made_of(call: ir.Call) -> Iterator[ir.Expression]:
    yield from (argument.value for argument in call.arguments)
    match call.callee:
        case ir.Attribute(value=ir.Sequence() | ir.Mapping() | ir.Comprehension() as display):
            # ``[note].pop()``
            yield from ir.children(display)
        case ir.Attribute(value=owner, name=name) if name in _SAME_TEXT:
            yield owner
        case _:
            pass


def _is_text(value: Value) -> bool:
    return bool(value) and all(isinstance(atom, (Text, Number, Literal)) for atom in value)


def _is_harmless(atom: Atom, check: Callable[[Text], str | None] | None) -> bool:
    """Whether a text or a number brings nothing that somebody else has written."""
    if not isinstance(atom, Text) or holes_of((atom,)) <= beside.PLAIN:
        return True
    return check is not None and check(atom) is None
