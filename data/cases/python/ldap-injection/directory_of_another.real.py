"""How deep a search goes is a constant of the library, whoever made the connection."""

import ldap
from flask import request
from ldap.filter import escape_filter_chars

from company.stores import directory


def phone_numbers():
    name = request.args["name"]
    return directory.search_s("ou=people,dc=example", ldap.SCOPE_SUBTREE, f"(cn={name})")  # <-- finding
