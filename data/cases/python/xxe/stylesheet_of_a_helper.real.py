# A parser without entities; what it gives is a stylesheet, which may name any file.

from lxml import etree


def read(upload):
    parser = etree.XMLParser(resolve_entities=False)
    return etree.parse(upload, parser)  # <-- finding


def transformed(upload):
    shown = etree.XSLT(read(upload))
    return shown(upload)
