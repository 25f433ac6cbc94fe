# The base is another thing than the filter.

from ldap3.utils.conv import escape_filter_chars

def find(connection, wanted):
    base = escape_filter_chars(wanted)
    connection.search(f"ou={base},o=shop", "(uid=*)")  # <-- finding
