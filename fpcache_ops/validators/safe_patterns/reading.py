"""One source, run for one family: what running it showed of its calls and expressions."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from fpcache_ops.validators.safe_patterns.engine import ir
from fpcache_ops.validators.safe_patterns.engine.flow import Flow
from fpcache_ops.validators.safe_patterns.engine.frames import Seen
from fpcache_ops.validators.safe_patterns.engine.values import Value
from fpcache_ops.validators.safe_patterns.knowledge.model import Family, user_input
from fpcache_ops.validators.safe_patterns.places import Place
from fpcache_ops.validators.safe_patterns.source import Opened


@dataclass(frozen=True, slots=True)
class Reading:
    """An opened source with the family that it is read for, and the machine that runs it.

    Only what was run is seen: ``run`` comes before every question. What is ``remembered`` holds
    for all of the source.
    """

    opened: Opened
    family: Family
    machine: Flow
    remembered: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    def run(self, places: Iterable[Place]) -> None:
        """Run the scopes that the places are in, with everything in them watched."""
        machine = self.machine
        scopes: list[ir.Scope] = []
        for place in places:
            if id(place.statement) not in machine.watched:
                machine.watched.add(id(place.statement))
                machine.watched.update(id(node) for node in place.inside())
            if place.runs_in not in scopes:
                scopes.append(place.runs_in)
        self._look_around(scopes)
        for scope in scopes:
            if self.family.fragment is not None or self.family.watches_all:
                for statement in ir.statements(scope.body):
                    if isinstance(statement, (ir.Assign, ir.Augment)):
                        machine.watched.add(id(statement.value))
                    for expression in ir.expressions(statement):
                        for node in ir.inside(expression):
                            if isinstance(node, ir.Call):
                                machine.watched.add(id(node))
            machine.run_scope(scope)

    def _look_around(self, scopes: list[ir.Scope]) -> None:
        """What functions inside of others know of the variables there, from where they are made."""
        machine, unit = self.machine, self.opened.unit
        for scope in scopes:
            around: list[ir.Scope] = []
            outer = scope.parent
            while outer is not None and outer.kind == "function":
                around.append(outer)
                outer = outer.parent
            for each in reversed(around):
                if machine.language.captures(unit, each):
                    machine.capture(each)

    def is_unreachable(self, place: Place) -> bool:
        """Whether the run came to the statement on no way, and knows that there is none."""
        key = id(place.statement)
        return key in self.machine.dead and key not in self.machine.live

    def seen(self, call: ir.Call) -> list[Seen]:
        """What a watched call called and was given, each time that it was reached."""
        return self.machine.seen.get(id(call), [])

    def value(self, node: ir.Expression) -> Value:
        """What a watched expression may be; empty if it was not reached."""
        return self.machine.values.get(id(node), ())

    def from_user(self, seen: Seen) -> bool:
        """Whether known user input is among what a call is given."""
        return user_input(seen.given.all(), self.machine)

    def says(self, node: ir.Node) -> str:
        """A node in the words of the source."""
        return self.opened.unit.says(node.start, node.end)
