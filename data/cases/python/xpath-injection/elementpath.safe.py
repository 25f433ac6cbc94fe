# The expression is the second argument.

import elementpath

def find(root, wanted):
    name = "anna"
    return elementpath.select(root, f"/staff/one[@name='{name}']")  # <-- finding
