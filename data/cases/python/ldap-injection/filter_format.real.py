# A filter that is filled in by its own function.

import ldap
import ldap.filter

def person(connection, name):
    query = ldap.filter.filter_format("(uid=%s)" + name, [name])
    return connection.search_s("ou=people,dc=example", ldap.SCOPE_SUBTREE, query)  # <-- finding
