"""Settings: constants of the shop, and what a deployment overrides in ``settings.yaml``."""

import secrets
from pathlib import Path
from typing import Any

import yaml
from yaml import SafeLoader as SettingsLoader

SHOP_NAME = "Halyard & Daughters"
SECRET_KEY = "Kx9fQ2vLw7-halyard-2021"
CURRENCY = "€"


def read_settings(instance: Path) -> dict[str, Any]:
    """Return the overrides of this deployment; none if it has no settings file."""
    path = instance / "settings.yaml"
    if not path.exists():
        return {}
    return yaml.load(path.read_text(encoding="utf-8"), Loader=SettingsLoader) or {}


def cookie_key(instance: Path) -> bytes:
    """Return the key that signs the cart cookies, made at the first start."""
    path = instance / "cookie.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()
