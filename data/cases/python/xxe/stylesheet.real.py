# A stylesheet names files that it reads.

from lxml import etree

def render(data):
    sheet = etree.fromstring(data, etree.XMLParser(resolve_entities=False))  # <-- finding
    return etree.XSLT(sheet)
