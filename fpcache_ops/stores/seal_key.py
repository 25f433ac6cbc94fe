"""The key that entries are sealed with."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from fpcache_ops.errors import StoreUnusable

_BYTES = 32


def seal_key(given: str | None, beside: Path) -> bytes:
    """The key that was given (``FPCACHE_MAC_KEY``), else the one in a private file by the store.

    The file is made at first use, mode 600.

    Raises:
        StoreUnusable: the file can be neither read nor made, or holds no key.
    """
    if given is not None:
        if len(given) < _BYTES // 2:
            raise StoreUnusable("FPCACHE_MAC_KEY is too short: at least 16 characters")
        return given.encode()
    file = key_file(beside)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _make(file)
        key = bytes.fromhex(file.read_text("ascii").strip())
    except ValueError as error:
        raise StoreUnusable(
            f"{file} holds no key: remove it (all stored verdicts are then judged again)"
        ) from error
    except OSError as error:
        raise StoreUnusable(
            f"the key file {file} cannot be read or made ({error.strerror}): make its folder "
            "writable, or set FPCACHE_MAC_KEY"
        ) from error
    if len(key) != _BYTES:
        raise StoreUnusable(
            f"{file} holds no key: remove it (all stored verdicts are then judged again)"
        )
    return key


def key_file(beside: Path) -> Path:
    """Where the key is, unless it was given."""
    return beside.with_name(beside.name + ".key")


def _make(file: Path) -> None:
    """Make the key file unless it is there; whole or not at all, whoever else does the same."""
    if file.exists():
        return
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_bytes(_BYTES).hex() + "\n")
            out.flush()
            os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
