"""Whether a sink is harmless: by what it is given, each time that it is reached."""

from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns import callees
from fpcache_ops.validators.safe_patterns.answers import (
    Answer,
    Proven,
    Unproven,
    justified,
    spelled,
    together,
)
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.values import Bound, Routine, Symbol, Unknown
from fpcache_ops.validators.safe_patterns.knowledge.model import Sink
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.waiting import is_only_waited_for


def judged(reading: Reading, call: ir.Call) -> Answer:
    """Whether a sink is harmless every time it is reached."""
    reached = reading.seen(call)
    if not reached:
        # A secret is known to whoever reads it, whether it is used or not.
        if id(call) in reading.machine.dead and reading.family.quotes_code:
            return Proven("unreachable code", Justification.NOT_IN_EXECUTE_PATH)
        return Unproven(f"`{reading.says(call)}` is not reached by this reading")
    answers = [judged_once(reading, seen) for seen in reached]
    bad = [answer for answer in answers if isinstance(answer, Unproven)]
    if bad and is_only_waited_for(reading, call):
        return Proven("the value is only waited for", Justification.NOT_CONTROLLABLE)
    if bad:
        return next((answer for answer in bad if answer.source), bad[0])
    return together(answers)


def judged_once(reading: Reading, seen: Seen) -> Answer:
    """Whether a sink, or what runs one, is harmless this time."""
    sinks = callees.matched(reading, seen)
    if callees.is_in_view(reading, seen):
        return _helper(reading, seen)
    if sinks is None and callees.leads_to_sink(reading, seen):
        return together(
            [
                judged_once(reading, inner)
                for inner in seen.inside
                if callees.is_inner_sink(reading, inner)
            ]
        )
    name = reading.says(seen.call.callee)
    if _is_perhaps_own(reading, seen, sinks or ()):
        why = f"`{name}` may be a method of a class in view"
        return Unproven(why, reading.from_user(seen))
    if any(callees.is_another(reading, atom, seen) for atom in seen.callee):
        return Unproven(f"`{name}` may be another function", reading.from_user(seen))
    if not sinks or len(sinks) > 1:
        return Unproven(f"no harmless way to call `{name}` is known", reading.from_user(seen))
    best: tuple[int, str] = (-1, f"no harmless way to call `{name}` is known")
    for form in sinks[0].forms:
        failed = form.why_not(seen, reading.machine, strange=_is_strange(reading, sinks[0], seen))
        if failed is None:
            values = tuple(value for need in form.needs if (value := need.value(seen)) is not None)
            return Proven(
                f"{form.pattern}{spelled(values)}",
                form.justification or justified(values),
            )
        best = max(best, failed, key=lambda pair: pair[0])
    return Unproven(f"what reaches `{name}` is not proven: {best[1]}", reading.from_user(seen))


def _helper(reading: Reading, seen: Seen) -> Answer:
    """A function in view: every sink that this call of it reaches is harmless."""
    name = reading.says(seen.call.callee)
    if not seen.followed:
        return Unproven(f"`{name}` is not followed", reading.from_user(seen))
    answers: list[Answer] = []
    for inner in seen.inside:
        if callees.is_inner_sink(reading, inner):
            answers.append(judged_once(reading, inner))
        elif callees.is_unclear(reading, inner):
            answers.append(Unproven(f"`{name}` calls something that is not known"))
    if not answers:
        return Unproven(f"nothing that could be judged is found in `{name}`")
    return together(answers)


def _is_perhaps_own(reading: Reading, seen: Seen, sinks: tuple[Sink, ...]) -> bool:
    """Whether code in view may be called that has the name of a sink."""
    if not reading.opened.resolved:
        return False
    receivers = [atom.receiver for atom in seen.callee if isinstance(atom, Bound)]
    if any(isinstance(one, Routine) or callees.is_own_object(reading, one) for one in receivers):
        return True
    names = frozenset(name for sink in sinks for name in sink.names)
    lost = any(
        isinstance(atom, Unknown) or (isinstance(atom, Symbol) and atom.path.startswith("?."))
        for atom in seen.callee
    )
    return lost and reading.opened.unit.may_be_own(seen.call.start, seen.call.end, names)


def _is_strange(reading: Reading, sink: Sink, seen: Seen) -> bool:
    """Whether only the name of what is called is known to be that of a sink.

    A method that has the name of a library's function is one of another thing.
    """
    named = isinstance(seen.call.callee, ir.Name)
    if not reading.family.strange or (reading.family.strange == "functions" and not named):
        return False
    return any(
        atom.path not in sink.calls if isinstance(atom, Symbol) else named or bool(sink.calls)
        for atom in seen.callee
    )
