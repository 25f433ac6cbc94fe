# A text that was matched as a whole, and can hold nothing that means something in a filter.

import re

def find(connection, login):
    if not re.fullmatch(r"[a-z][a-z0-9]*", login):
        raise ValueError(login)
    connection.search("ou=people", "(uid=" + login + ")", attributes=["mail"])  # <-- finding
