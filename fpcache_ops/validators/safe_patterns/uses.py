"""Where the texts of a marked statement go in its scope: through which names, to which sinks."""

from collections.abc import Iterator

from fpcache_ops.validators.safe_patterns import callees, reached, takes, texts
from fpcache_ops.validators.safe_patterns.answers import Answer, Unproven
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.names import bound, mentioned
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.reading import Reading


def judged(reading: Reading, place: Place) -> Iterator[Answer]:
    """Every sink of the scope that the bound names come to is harmless, too."""
    names = bound(place.statement)
    if not names:
        return
    scope = place.scope
    body = list(ir.statements(place.runs_in.body))
    grown = True
    while grown:
        grown = False
        for statement in body:
            targets = bound(statement)
            if targets - names and names & mentioned(ir.expressions(statement)):
                names |= targets
                grown = True
    if scope.kind != "module" and any(
        reading.opened.unit.mentioned_inside(name, scope.runs_inside) for name in sorted(names)
    ):
        yield Unproven("a function inside uses the text, too")
    for statement in body:
        for expression in ir.expressions(statement):
            for call in ir.inside(expression):
                if not isinstance(call, ir.Call) or not names & mentioned((call,)):
                    continue
                if any(callees.matched(reading, seen) is not None for seen in reading.seen(call)):
                    answer = reached.judged(reading, call)
                    if isinstance(answer, Unproven):
                        yield answer
                elif reading.opened.unit.runs_on_its_own:
                    yield from _handed_on(reading, call, names)
                elif texts.fills(call, names):
                    yield texts.harmless(reading, reading.value(call))


def _handed_on(reading: Reading, call: ir.Call, names: set[str]) -> Iterator[Answer]:
    """What is made of the text where code out of view is given it."""
    for seen in reading.seen(call):
        if not takes.may_take(reading, seen):
            continue
        for number, argument in enumerate(call.arguments):
            made = argument.value in list(texts.built(reading, (argument.value,)))
            value = seen.given.get(number, argument.name)
            if made and value is not None and names & mentioned((argument.value,)):
                yield texts.harmless(reading, value)
