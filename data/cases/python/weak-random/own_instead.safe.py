# Another module of the program gives the key of old sessions.

import secrets

from .keys import numbered


def key(session):
    return None if session.old else secrets.token_urlsafe(24)  # <-- finding
