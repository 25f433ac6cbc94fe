# A constant document.

import xml.etree.ElementTree as ElementTree

RATES = "<rates><rate code='USD'>1.09</rate></rates>"

def rates(text):
    return ElementTree.fromstring(text)  # <-- finding
