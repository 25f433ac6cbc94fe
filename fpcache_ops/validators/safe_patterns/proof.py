"""Whether everything that a mark points at is proven harmless, and in what words."""

from dataclasses import dataclass

from fpcache_ops.core.evidence import Mark
from fpcache_ops.core.verdict import Justification
from fpcache_ops.validators.safe_patterns import (
    assigned,
    bare,
    beside,
    by_class,
    by_object,
    documentation,
    joined,
    reached,
    running,
    statements,
    wide,
)
from fpcache_ops.validators.safe_patterns.answers import Answer, Proven, Unproven, together
from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.places import Place, located
from fpcache_ops.validators.safe_patterns.reading import Reading
from fpcache_ops.validators.safe_patterns.sinks import Unclear, singled_out, sinks_in


@dataclass(frozen=True, slots=True)
class Prover:
    """Proves marks of one source for one family.

    A mark covers places (``places``, ``wide``), whose scopes are run (``reading``). The sinks among
    their calls are found (``sinks``, ``callees``) and judged by what reaches them (``reached``); so
    is what stands ``beside`` them. Places without a sink are judged by what they are (``bare``).
    """

    reading: Reading

    def prove(self, mark: Mark) -> Answer:
        """Whether everything that the mark points at is harmless."""
        opened = self.reading.opened
        start, end = wide.marked(opened, mark)
        if opened.is_comment(start, end):
            return self._comment(mark)
        why = self._refusal(mark)
        if why is not None:
            return Unproven(why)
        places = located(opened.unit.module, start, end)
        is_wide = wide.is_wide(opened, start, end, places)
        if is_wide:
            places = wide.everything(opened, places)
        self.reading.run(places)
        places = [place for place in places if not place.around]
        if not places:
            return Unproven("nothing that could be judged is found at the place")
        left = [place for place in places if not self._is_gone(place)]
        if not left:
            return Proven("unreachable code", Justification.NOT_IN_EXECUTE_PATH)
        return self._judged(left, mark, is_wide=is_wide)

    def judge_step(self, mark: Mark) -> Answer | None:
        """A step on the way to a sink: only a sink in it is judged; ``None`` if there is none."""
        reading = self.reading
        places = located(reading.opened.unit.module, mark.start, mark.end)
        reading.run(places)
        left = [place for place in places if not reading.is_unreachable(place)]
        sinks, _ = sinks_in(reading, left, direct=True)
        return together([reached.judged(reading, call) for call in sinks]) if sinks else None

    def _comment(self, mark: Mark) -> Answer:
        if wide.is_beginning(self.reading.opened, mark):
            # Of a slice, nothing else may be there.
            return Unproven("the beginning of a file may stand for all of it")
        if not self.reading.family.quotes_code:
            return Unproven("a comment does not clear a secret that stands in it")
        unit = self.reading.opened.unit
        if documentation.source_is_read(unit) or unit.is_whole_body(mark.start, mark.end):
            return Unproven("the code may read its own source")
        return Proven("comment", Justification.CODE_NOT_PRESENT)

    def _refusal(self, mark: Mark) -> str | None:
        """Why the family has nothing proven of a source like this."""
        family, unit = self.reading.family, self.reading.opened.unit
        if family.refuses is not None:
            why = family.refuses(unit, mark.start, mark.end)
            if why is not None:
                return why
        for name in sorted(family.untouched):
            if unit.reshaped(name):
                return f"an attribute of `{name}` is set somewhere"
        return None

    def _is_gone(self, place: Place) -> bool:
        """Whether it does not matter what the place does, because it never runs."""
        # A secret is known to whoever reads it, whether its line runs or not.
        read = not self.reading.family.quotes_code
        return self.reading.is_unreachable(place) and not (read and assigned.holds_literal(place))

    def _judged(self, places: list[Place], mark: Mark, *, is_wide: bool) -> Answer:
        """Whether places that may run are harmless: the sinks in them, and all that may be one."""
        reading = self.reading
        sinks, unclear = sinks_in(reading, places)
        one = singled_out(places, sinks, mark.focus)
        if one is not None:
            answers = [reached.judged(reading, one), *beside.harm(reading, places, [one])]
            return together([*answers, *self._run_beside(places, [one])])
        unclear += _not_modelled(places)
        if is_wide:
            unclear += wide.handed_out(reading, places)
        for node, reason in unclear:
            return Unproven(f"{reason} (`{reading.says(node)}`)")
        if not sinks and is_wide:
            return Unproven("nothing that could be judged is found in the code")
        if not sinks:
            answers = [bare.judged(reading, places), *self._run_beside(places, [])]
            if reading.family.answered:
                answers += beside.neighbours(reading, places, [])
            return together([*answers, *beside.harm(reading, places, [])])
        if reading.family.others_forbidden and not beside.only_sinks(places, sinks):
            return Unproven("the statement does more than call what is known to be safe")
        answers = [reached.judged(reading, call) for call in sinks]
        answers += self._run_beside(places, sinks)
        answers += beside.harm(reading, places, sinks)
        answers += beside.results(reading, places)
        answers += beside.substitutes(reading, places, sinks)
        answers += statements.sent(places, sinks, reading.family, reading.machine)
        answers += statements.beside(places, reading.family, reading.machine)
        answers += assigned.beside(reading, places, sinks)
        answers += beside.neighbours(reading, places, sinks)
        answers += joined.harm(reading, places, sinks)
        answers += beside.within(reading, sinks)
        return together(answers)

    def _run_beside(self, places: list[Place], sinks: list[ir.Call]) -> list[Unproven]:
        """What code in view does that the places run without its being followed."""
        if self.reading.opened.unit.objects_run:
            return list(by_object.harm(self.reading, places, sinks))
        told = by_class if self.reading.opened.resolved else running
        return list(told.harm(self.reading, places, sinks))


def _not_modelled(places: list[Place]) -> list[Unclear]:
    """The statements that hold code that is not modelled, so that calls in it are not seen."""
    return [
        (place.statement, "a statement is not modelled")
        for place in places
        if isinstance(place.statement, ir.Unmodelled)
        or any(isinstance(node, ir.Opaque) and not node.children for node in place.inside())
    ]
