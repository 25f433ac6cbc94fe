"""What has its own names: the item itself, and each function, class and block in it."""

from dataclasses import dataclass, field

from fpcache_ops.evidence.names.facts import Bound


@dataclass(slots=True)
class Level:
    """One of these, while the item is read; ``parent`` is the number of the one around it.

    ``hides``: its names are not those around it; ``block``: it is part of a function; ``later``: it
    is a function that is not called where it stands. ``assigned`` is bound here but declared
    around, ``declared`` belongs to the module. ``attributes`` are those of names: the attribute,
    the name, and what is done to the attribute.
    """

    parent: int
    hides: bool
    block: bool = False
    later: bool = False
    assigned: dict[str, list[Bound]] = field(default_factory=dict)
    binds: dict[str, list[Bound]] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    uses: dict[str, int] = field(default_factory=dict)
    annotated: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str, int]] = field(default_factory=list)

    def use(self, name: str, bits: int) -> None:
        """Something is done to a name."""
        self.uses[name] = self.uses.get(name, 0) | bits
