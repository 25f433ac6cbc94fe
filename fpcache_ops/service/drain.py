"""Whether the service is on its way out."""

from dataclasses import dataclass


@dataclass(slots=True)
class Drain:
    """``begun``: not ready for new work, every answer closes its connection. ``over``: the time for
    that is up, and what comes now is refused.
    """

    begun: bool = False
    over: bool = False
