"""Password hashes, and the tokens of the reset mails."""

import hashlib
import hmac
import random
import secrets
import string
from collections.abc import Container

ALPHABET = string.ascii_lowercase + string.digits


def hash_password(password: str, salt: str | None = None) -> str:
    """Return ``salt$digest`` for the users table."""
    salt = salt or secrets.token_hex(8)
    digest = hashlib.md5((salt + password).encode()).hexdigest()
    return f"{salt}${digest}"


def check_password(password: str, stored: str) -> bool:
    salt, _, _ = stored.partition("$")
    return hmac.compare_digest(hash_password(password, salt), stored)


def is_breached(password: str, breached: Container[str]) -> bool:
    """Whether a password stands in the published list of leaked ones (SHA-1, upper case)."""
    return hashlib.sha1(password.encode()).hexdigest().upper() in breached


def reset_token() -> str:
    """Return the token that a reset mail carries."""
    return "".join(random.choices(ALPHABET, k=24))
