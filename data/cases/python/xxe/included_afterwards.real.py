# A document may name files that are put into it.

import defusedxml.ElementTree
from xml.etree import ElementInclude as tools

def load(data):
    document = defusedxml.ElementTree.fromstring(data)  # <-- finding
    return tools.include(document)
