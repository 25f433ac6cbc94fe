"""Texts that a marked statement builds, without a sink in sight."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import fed, kept, lost, takes, texts, uses
from fpcache_ops.validators.safe_patterns.answers import Answer, Unproven, together
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.state import State
from fpcache_ops.validators.safe_patterns.engine.values import (
    Class,
    Literal,
    Number,
    Text,
    Unknown,
    Value,
    is_unknown,
)
from fpcache_ops.validators.safe_patterns.knowledge.model import user_input
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.source import Opened


def judged(reading: Reading, place: Place) -> Answer:
    """Texts that are built here must be harmless wherever they go from here."""
    assert reading.family.fragment is not None
    given_away = _given_away(reading, place) or _worked_out(reading, place)
    if given_away is not None:
        return given_away
    for node in kept.unknown_beside_texts(reading, place):
        return Unproven(f"`{reading.says(node)}` is kept beside texts, and not known")
    answers: list[Answer] = []
    for node in (*texts.built(reading, place.expressions), *texts.cut(reading, place.expressions)):
        value = reading.machine.values.get(id(node))
        if value is None:
            answers.append(Unproven(f"`{reading.says(node)}` is not reached by this reading"))
        elif not all(isinstance(atom, (Number, Literal)) for atom in value):
            answers.append(texts.harmless(reading, value))
    if id(place.statement) in reading.machine.assigned:
        value = reading.machine.assigned[id(place.statement)]
        if any(isinstance(atom, (Text, Unknown)) for atom in value):
            answers.append(texts.harmless(reading, value))
    passed_on = tuple(_passed_on(reading, place))
    if user_input(passed_on, reading.machine):
        return Unproven("user input is passed on", True)
    shown = [tuple(atom for atom in value if isinstance(atom, Text)) for value in passed_on]
    answers += [texts.harmless(reading, known) for known in shown if known]
    if not answers:
        return Unproven("nothing that could be judged is found at the place")
    return together([*answers, *uses.judged(reading, place)])


def _passed_on(reading: Reading, place: Place) -> Iterator[Value]:
    """What a statement gives to whoever keeps it, or to its caller."""
    statement = place.statement
    if isinstance(statement, (ir.Assign, ir.Augment, ir.Return)) and statement.value is not None:
        yield reading.value(statement.value)
    for node in place.inside():
        match node:
            case ir.Bind(value=value):
                yield reading.value(value)
            case ir.Opaque(children=parts):
                # An assignment to what is declared out of view, too.
                yield from map(reading.value, parts)
            case _:
                pass


def _given_away(reading: Reading, place: Place) -> Unproven | None:
    """A call that may do anything, and is given more than is known: the sink may be there."""
    for call in place.calls():
        known = not any(isinstance(a, Unknown) for a in reading.value(call))
        for seen in reading.seen(call):
            if known and not _grows(reading.opened, call):
                # What it gives is known, and so is what it does itself.
                reached = _out_of_sight(reading, seen)
            else:
                reached = [seen]
            if any(lost.gives(reading, each.given, each.state) for each in reached):
                why = f"`{reading.says(call.callee)}` is given what is not known"
                return Unproven(why, reading.from_user(seen))
        if not known and fed.is_fed(reading, place, call):
            why = f"what `{reading.says(call.callee)}` is called on holds what is not known"
            return Unproven(why)
    return None


def _worked_out(reading: Reading, place: Place) -> Unproven | None:
    """An operator of an object that is not known is a method of it, and may be the sink."""
    if isinstance(place.statement, ir.DefineClass):
        # Its bases are given the rest: ``class Orders(Table, where=text)``.
        for argument in place.statement.scope.bases:
            value = reading.value(argument.value)
            if (argument.name or argument.spread) and lost.is_lost(reading, value, State()):
                return Unproven("a class is made of what is not known")
    for node in place.inside():
        match node:
            case ir.Binary():
                given = [node.left, node.right]
            case ir.Subscript(key=ir.Slice() as part):
                given = list(ir.children(part))
            case ir.Subscript(key=key):
                given = [key]
            case _:
                continue
        known = is_unknown(reading.value(node)) is None
        if not known and any(lost.is_lost(reading, reading.value(g), State()) for g in given):
            return Unproven(f"what `{reading.says(node)}` gives is not known")
    return None


def _out_of_sight(reading: Reading, seen: Seen) -> list[Seen]:
    """What a call that is in view itself calls out of sight."""
    made = any(isinstance(atom, Class) for atom in seen.callee) and not seen.followed
    return [seen] * made + [one for one in seen.inside if takes.may_take(reading, one)]


def _grows(opened: Opened, call: ir.Call) -> bool:
    """Whether a text grows by what a call is given, where it stands by itself."""
    grows = isinstance(call.callee, ir.Attribute) and call.callee.name in ("append", "insert")
    return opened.resolved and grows
