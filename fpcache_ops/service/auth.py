"""Who is asking."""

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

from fpcache_ops.core.access import PresentedKey, Scope, Tenant, account_name, presented_key
from fpcache_ops.core.ports import Clock, Directory

LOCAL_TENANT = "local"

_REMEMBERED_SECONDS = 0.5
"""A revocation acts within a second: this, and the time it takes to ask."""

_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Caller:
    """An authenticated caller. ``accounts`` is ``None`` for one to whom every account belongs."""

    tenant: str
    key_id: str
    scopes: frozenset[Scope]
    accounts: frozenset[str] | None = frozenset()
    requests_per_minute: int | None = None

    def may(self, scope: Scope) -> bool:
        """Whether the caller's key has this scope."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def owns(self, repository: str) -> bool:
        """Whether the forge account of ``owner/name`` is the tenant's."""
        if self.accounts is None:
            return True
        return account_name(repository.partition("/")[0]) in self.accounts


class Authenticator(Protocol):
    """Tells whose key it is."""

    def recent(self, key: str) -> Caller | None:
        """The caller, if that was found out a moment ago; nobody is asked."""

    def caller(self, key: str) -> Caller | None:
        """The caller that this key belongs to, ``None`` for a key that is not valid.

        Raises:
            StoreUnusable: it cannot be found out now.
        """


class DevelopmentKeys:
    """Any key is the tenant ``local``: for one developer on the loopback interface only.

    Every forge account is the developer's, until ``fpcache tenants add local --account ...`` says
    which ones are.
    """

    def __init__(self, directory: Directory | None = None) -> None:
        self._directory = directory

    def recent(self, key: str) -> Caller | None:
        """Accounts may have changed: ask."""
        return None

    def caller(self, key: str) -> Caller:
        """Everyone is the developer."""
        local = self._directory.tenant(LOCAL_TENANT) if self._directory is not None else None
        accounts = frozenset(local.accounts) if local is not None and local.accounts else None
        return Caller(LOCAL_TENANT, "development", frozenset(Scope), accounts)


class StoredKeys:
    """The keys of a directory, each asked for again twice a second at most."""

    def __init__(self, directory: Directory, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        # By the digest of the whole key: how long looking here takes tells nothing of a key.
        self._known: dict[bytes, tuple[Caller, float]] = {}

    def recent(self, key: str) -> Caller | None:
        """See :class:`Authenticator`."""
        presented = presented_key(key)
        if presented is None:
            return None
        found = self._known.get(presented.digest)
        if found is None or self._clock.elapsed() - found[1] > _REMEMBERED_SECONDS:
            return None
        return found[0]

    def caller(self, key: str) -> Caller | None:
        """See :class:`Authenticator`."""
        presented = presented_key(key)
        if presented is None:
            return None
        asked_at = self._clock.elapsed()
        caller = self._asked(presented)
        if caller is None:
            self._known.pop(presented.digest, None)
            return None
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        self._known[presented.digest] = (caller, asked_at)
        return caller

    def _asked(self, presented: PresentedKey) -> Caller | None:
        known = self._directory.key(presented.id)
        if not presented.is_of(known, self._clock.now()):
            return None
        assert known is not None
        tenant: Tenant | None = self._directory.tenant(known.tenant)
        if tenant is None:
            return None
        return Caller(
            tenant.name,
            known.id,
            known.scopes,
            frozenset(tenant.accounts),
            tenant.requests_per_minute,
        )


def key_of(request: Request) -> str | None:
    """The key that a request carries, from either header that clients use."""
    key = request.headers.get("x-api-key")
    if key:
        return key
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() or None if scheme.casefold() == "bearer" else None
