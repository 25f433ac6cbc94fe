# Escaping does not help where the name of an attribute is read.

from ldap3.utils.conv import escape_filter_chars

def find(connection, wanted):
    name = escape_filter_chars(wanted)
    connection.search("ou=users,o=shop", f"({name}=x)")  # <-- finding
