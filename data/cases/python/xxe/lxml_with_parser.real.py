# A document is read by such a parser.

from lxml import etree

def read(document):
    parser = etree.XMLParser(load_dtd=True)
    return etree.fromstring(document, parser)  # <-- finding
