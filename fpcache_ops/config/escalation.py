"""Whom to call when something is wrong, in the order of escalation."""

from pydantic import BaseModel, ConfigDict, Field


class Contact(BaseModel):
    """A level of escalation; ``contact`` is a number, an address or a channel."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: str = Field(min_length=1, max_length=200)
    contact: str = Field("", max_length=200)


LEVELS = (
    Contact(who="platform engineer", contact=""),
    Contact(who="senior platform engineer", contact=""),
    Contact(who="architecture, CTO", contact=""),
)
"""The levels there are, whoever they may be."""
