# A text that was matched as a whole, and can hold no quotes.

import re

def find(tree, login):
    if not re.fullmatch(r"[a-z0-9_' =]+", login):
        raise ValueError(login)
    return tree.xpath(f"/people/person[@login = '{login}']")  # <-- finding
