# Unless it is told not to.

import defusedxml.ElementTree

def rates(text):
    return defusedxml.ElementTree.fromstring(text, forbid_entities=False)  # <-- finding
