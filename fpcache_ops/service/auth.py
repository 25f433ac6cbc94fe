"""Who is asking."""

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

LOCAL_TENANT = "local"


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated caller, and whether its validations may be stored."""

    tenant: str
    may_store: bool


class Authenticator(Protocol):
    """Tells whose key it is."""

    def caller(self, key: str) -> Caller | None:
        """The caller that this key belongs to, ``None`` for a key that is not valid."""


class DevelopmentKeys:
    """Any key is the tenant ``local``: for one developer on the loopback interface only."""

    def caller(self, key: str) -> Caller | None:
        """Everyone is the developer."""
        return Caller(LOCAL_TENANT, may_store=True)


def key_of(request: Request) -> str | None:
    """The key that a request carries, from either header that clients use."""
    key = request.headers.get("x-api-key")
    if key:
        return key
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.casefold() == "bearer" else None
