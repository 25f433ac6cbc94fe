# Each of several is compared with the expected one as a whole, or with the next letter of it.

import hmac


def are_known(given, expected):
    letters = iter(expected)
    for one in given:
        if not hmac.compare_digest(one, next(letters, "")):  # <-- finding
            return False
    return next(letters, None) is not None
