# The other library, with the filter in third place.

import ldap
import ldap.filter

def find(connection, wanted):
    name = ldap.filter.escape_filter_chars(wanted)
    return connection.search_s("ou=users,o=shop", ldap.SCOPE_SUBTREE, f"(uid={name})")  # <-- finding
