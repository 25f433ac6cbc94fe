"""Who may do what: tenants, their API keys, and what a key allows.

A key reads ``fpc_`` + 12 characters that name it + 32 random ones + 6 that check the rest, so that
secret scanners find it and a typing error is told from a wrong key without asking anybody. It is
shown once; what is kept is a digest of the whole. 190 random bits need no slow hash.
"""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zlib import crc32

PREFIX = "fpc_"
KEY_PATTERN = rf"{PREFIX}[0-9A-Za-z]{{50}}"
"""What a secret scanner looks for."""

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_NAME, _SECRET, _CHECK = 12, 32, 6
_KEY = re.compile(KEY_PATTERN, re.ASCII)
_DOMAIN = b"fpcache api key 1\x00"
_TENANT = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}", re.ASCII)
_ACCOUNT = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]{0,99}", re.ASCII)


class Scope(StrEnum):
    """What a key allows. ``ADMIN`` includes the others; all of it within the key's tenant."""

    VALIDATE = "validate"
    STORE = "store"
    READ = "read"
    INVALIDATE = "invalidate"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is kept. Times are UTC; ``expires_at`` is ``None`` for a key without an end."""

    id: str
    tenant: str
    label: str
    digest: bytes
    scopes: frozenset[Scope]
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> str:
        """``valid``, ``expired`` or ``revoked``."""
        if self.revoked_at is not None:
            return "revoked"
        if self.expires_at is not None and now >= self.expires_at:
            return "expired"
        return "valid"

    def allows(self, scope: Scope) -> bool:
        """Whether the key has this scope."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


@dataclass(frozen=True, slots=True)
class Tenant:
    """A customer of the service; nothing of one is ever seen by another.

    ``accounts`` are organisations on a code host. ``requests_per_minute`` is ``None`` where the
    service's setting holds.
    """

    name: str
    created_at: datetime
    accounts: tuple[str, ...] = ()
    requests_per_minute: int | None = None


@dataclass(frozen=True, slots=True)
class PresentedKey:
    """What somebody sent that looks like a key."""

    id: str
    digest: bytes

    def is_of(self, known: ApiKey | None, now: datetime) -> bool:
        """Whether this is the known key, and it is valid; it takes as long for an unknown one."""
        same = hmac.compare_digest(self.digest, known.digest if known else bytes(32))
        return known is not None and same and known.state(now) == "valid"


def new_key(below: Callable[[int], int]) -> tuple[str, PresentedKey]:
    """A new key: the text that is shown once, and what is kept of it.

    Args:
        below: gives a random number from 0 to below its argument; for real keys ``randbelow`` of
            :mod:`secrets`.
    """
    body = "".join(_ALPHABET[below(len(_ALPHABET))] for _ in range(_NAME + _SECRET))
    text = PREFIX + body + _check(body)
    presented = presented_key(text)
    assert presented is not None
    return text, presented


def presented_key(text: str) -> PresentedKey | None:
    """The key that a text is, or ``None``: then nobody ever got it from us."""
    if not _KEY.fullmatch(text):
        return None
    body, check = text[len(PREFIX) : -_CHECK], text[-_CHECK:]
    if _check(body) != check:
        return None
    return PresentedKey(body[:_NAME], hashlib.sha256(_DOMAIN + text.encode()).digest())


def is_tenant_name(text: str) -> bool:
    """Whether a tenant may be called so: small letters, digits, dot, dash, underscore."""
    return _TENANT.fullmatch(text) is not None


def account_name(text: str) -> str | None:
    """The one spelling of a forge account: case does not matter. ``None``: no account's name."""
    return text.casefold() if _ACCOUNT.fullmatch(text) else None


def _check(body: str) -> str:
    rest, characters = crc32(body.encode()), ""
    for _ in range(_CHECK):
        rest, digit = divmod(rest, len(_ALPHABET))
        characters += _ALPHABET[digit]
    return characters
