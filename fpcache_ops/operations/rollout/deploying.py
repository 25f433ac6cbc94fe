"""What a roll-out asks of whatever deploys: start a side, send it a share, send all back.

The two ways there are (:mod:`local` and :mod:`kubernetes`) keep to one port, so the pages know
neither processes nor clusters.
"""

from collections.abc import Mapping
from typing import Protocol

import msgspec

BLUE, GREEN = "blue", "green"
SIDES = (BLUE, GREEN)


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """What is to run on a side.

    ``source`` is, on one machine, the folder that holds the package (empty: this installation), and
    in a cluster the image. ``settings`` are environment variables.
    """

    label: str
    source: str = ""
    settings: dict[str, str] = {}


class Instance(msgspec.Struct, frozen=True, kw_only=True):
    """A running instance of a side: where it answers, and where its metrics are."""

    side: str
    version: Version
    url: str
    metrics: str


class Deployer(Protocol):
    """Deploys; every method raises ServiceUnusable when it cannot say that it is done."""

    @property
    def entry(self) -> str:
        """Where clients send their requests."""

    def start(self, side: str, version: Version) -> Instance:
        """Run a version on a side, without requests; it is healthy when this returns."""

    def stop(self, side: str) -> None:
        """Let a side drain and end."""

    def route(self, percent: int) -> None:
        """Send so many percent of the requests to green, the rest to blue; in force on return."""

    def routed(self) -> int:
        """How many percent go to green, as the proxy itself says."""

    def instances(self) -> Mapping[str, Instance]:
        """What runs, by side."""

    def shown(self, action: str, **arguments: str) -> list[str]:
        """What ``start``, ``route`` or ``stop`` would do, as commands a person could type."""
