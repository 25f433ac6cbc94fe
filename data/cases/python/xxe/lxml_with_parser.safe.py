# A document is read by such a parser.

from lxml import etree

def read(document):
    parser = etree.XMLParser(resolve_entities=False)
    return etree.fromstring(document, parser)  # <-- finding
