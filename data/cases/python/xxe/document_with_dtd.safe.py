# A document that brings a type declaration.

from xml.dom import minidom

RATES = "<rates/>"

def rates():
    return minidom.parseString(RATES)  # <-- finding
