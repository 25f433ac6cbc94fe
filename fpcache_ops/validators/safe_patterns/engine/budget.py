"""How much work one finding may cost, counted in steps so that the answer never depends on time."""

from dataclasses import dataclass

STEP_LIMIT = 20_000
READ_LIMIT = 25_000
DEPTH_LIMIT = 90
"""Evaluations inside one another, helpers included: far below what the interpreter can stand."""


class TooLarge(Exception):
    """The proof would cost more than it may."""


@dataclass(slots=True)
class Budget:
    """What is left. Both counters go down only."""

    steps: int = STEP_LIMIT
    reads: int = READ_LIMIT
    depth: int = 0

    def step(self) -> None:
        """One evaluation."""
        self.steps -= 1
        if self.steps < 0:
            raise TooLarge

    def spend(self, steps: int) -> None:
        """Several steps at once."""
        self.steps -= steps
        if self.steps < 0:
            raise TooLarge

    def read(self) -> None:
        """One syntax node looked at."""
        self.reads -= 1
        if self.reads < 0:
            raise TooLarge

    def enter(self) -> None:
        """One level deeper."""
        self.depth += 1
        if self.depth > DEPTH_LIMIT:
            raise TooLarge

    def leave(self) -> None:
        """One level back."""
        self.depth -= 1
