# Escaped where the value of an attribute is read.

from ldap3.utils.conv import escape_filter_chars

def find(connection, wanted):
    name = wanted
    connection.search("ou=users,o=shop", f"(uid={name})")  # <-- finding
