# A token of the system's randomness, or in some cases the time.

import secrets

from django.utils import timezone


def token(strong):
    print("token made at", timezone.now())
    return secrets.token_hex(16) if strong else secrets.token_hex(8)  # <-- finding
