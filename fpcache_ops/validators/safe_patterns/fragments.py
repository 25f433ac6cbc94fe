"""Texts that a marked statement builds, without a sink in sight."""

from fpcache_ops.validators.safe_patterns import texts, uses
from fpcache_ops.validators.safe_patterns.answers import Answer, Unproven, together
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.values import (
    Literal,
    Number,
    Reference,
    Series,
    Table,
    Text,
    Unknown,
    Value,
)
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.source import Opened

_DEPTH = 6
"""How deep values in values are looked into."""


def judged(reading: Reading, place: Place) -> Answer:
    """Texts that are built here must be harmless wherever they go from here."""
    assert reading.family.fragment is not None
    given_away = _given_away(reading, place)
    if given_away is not None:
        return given_away
    answers: list[Answer] = []
    for node in texts.built(place.expressions):
        value = reading.machine.values.get(id(node))
        if value is None:
            answers.append(Unproven(f"`{reading.says(node)}` is not reached by this reading"))
        elif not all(isinstance(atom, (Number, Literal)) for atom in value):
            answers.append(texts.harmless(reading, value))
    if id(place.statement) in reading.machine.assigned:
        value = reading.machine.assigned[id(place.statement)]
        if any(isinstance(atom, (Text, Unknown)) for atom in value):
            answers.append(texts.harmless(reading, value))
    if not answers:
        return Unproven("nothing that could be judged is found at the place")
    return together([*answers, *uses.judged(reading, place)])


def _given_away(reading: Reading, place: Place) -> Unproven | None:
    """A call that may do anything, and is given more than is known: the sink may be there."""
    for call in place.calls():
        known = not any(isinstance(a, Unknown) for a in reading.value(call))
        if known and not _grows(reading.opened, call):
            # What it gives is known, and so is what it does.
            continue
        for seen in reading.seen(call):
            if any(_is_lost(reading, value, seen, _DEPTH) for value in seen.given.all()):
                why = f"`{reading.says(call.callee)}` is given what is not known"
                return Unproven(why, reading.from_user(seen))
    return None


def _grows(opened: Opened, call: ir.Call) -> bool:
    """Whether a text grows by what a call is given, where it stands by itself."""
    grows = isinstance(call.callee, ir.Attribute) and call.callee.name in ("append", "insert")
    return opened.resolved and grows


def _is_lost(reading: Reading, value: Value, seen: Seen, depth: int) -> bool:
    """Whether a value, or what it holds, is more than constants and numbers."""
    if depth == 0:
        return True
    for atom in value:
        match atom:
            case Unknown():
                return True
            case Text() if reading.family.fragment is not None:
                if reading.family.fragment(atom) is not None:
                    return True
            case Series() | Table() | Reference():
                content = seen.state.content(atom.site) if isinstance(atom, Reference) else atom
                if not isinstance(content, (Series, Table)):
                    return True
                items = [content.rest]
                if isinstance(content, Series):
                    items += content.items
                else:
                    items += [item for _, item in content.items]
                if any(_is_lost(reading, item, seen, depth - 1) for item in items):
                    return True
            case _:
                pass
    return False
