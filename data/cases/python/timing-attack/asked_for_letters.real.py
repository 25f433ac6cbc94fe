# A function compares in constant time; whoever calls it may do so letter by letter.

import hmac


def same(one, other):
    return hmac.compare_digest(one, other)  # <-- finding


def is_known(token, expected):
    return len(token) == len(expected) and all(map(same, token, expected))
