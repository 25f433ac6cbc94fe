# The parser resolves no entities.

from lxml import etree

def parser():
    return etree.XMLParser(resolve_entities=False, no_network=True)  # <-- finding
